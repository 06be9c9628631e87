package custody

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"rashomon"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// key returns a new key for a log of that name.
func key(t testing.TB, origin string) (note.Signer, note.Verifier) {
	t.Helper()
	secret, public, err := note.GenerateKey(rand.Reader, origin)
	must(t, err)
	signer, err := note.NewSigner(secret)
	must(t, err)
	verifier, err := note.NewVerifier(public)
	must(t, err)
	return signer, verifier
}

func noon(day int) time.Time { return time.Date(2031, 3, day, 12, 0, 0, 0, time.UTC) }

// ruling is the row of a decision, and its entry.
func ruling(n int) (Entry, Row) {
	row := Row{Table: "kept_ruling", Columns: []Column{
		{"author", "text", []byte("Ana K.")},
		{"id", "text", fmt.Appendf(nil, "u%020d", n)},
		{"why", "text", []byte("the list has\ntwelve names")},
	}}
	return Entry{Kind: Ruling, ID: fmt.Sprintf("u%020d", n), Sum: row.Sum(), At: noon(4)}, row
}

// history is a log in memory: its entries and all of its hashes.
type history struct {
	entries []Entry
	tree    Tree
	hashes  []tlog.Hash
}

func (h *history) ReadHashes(indexes []int64) (all []tlog.Hash, err error) {
	for _, i := range indexes {
		all = append(all, h.hashes[i])
	}
	return all, nil
}

func (h *history) add(t testing.TB, entries ...Entry) {
	t.Helper()
	for _, e := range entries {
		leaf, err := e.Leaf()
		must(t, err)
		h.hashes = append(h.hashes, h.tree.Add(leaf)...)
		h.entries = append(h.entries, e)
	}
}

// rulings returns a log of n decisions.
func rulings(t testing.TB, n int) *history {
	t.Helper()
	h := &history{}
	for i := range n {
		e, _ := ruling(i)
		h.add(t, e)
	}
	return h
}

func (h *history) checkpoint(origin string) Checkpoint {
	return Checkpoint{Log: origin, Size: h.tree.Size, Root: h.tree.Root()}
}

// signed returns a signed checkpoint of the whole log.
func (h *history) signed(t testing.TB, by note.Signer) []byte {
	t.Helper()
	msg, err := Sign(h.checkpoint(by.Name()), by)
	must(t, err)
	return msg
}

// What the package comment promises, byte for byte.
func TestForms(t *testing.T) {
	e, row := ruling(7)
	wantRow := "rashomon-row/1 kept_ruling\nauthor text 6\nAna K.\nid text 21\nu00000000000000000007\nwhy text 25\nthe list has\ntwelve names\n"
	if got := string(row.Format()); got != wantRow {
		t.Errorf("row:\n%q\nwant:\n%q", got, wantRow)
	}
	line, err := e.Line()
	must(t, err)
	want := "rashomon-entry/1 ruling u00000000000000000007 " + string(rashomon.DigestOf([]byte(wantRow))) + " 2031-03-04T12:00:00.000000000Z"
	if string(line) != want {
		t.Errorf("entry:\n%s\nwant:\n%s", line, want)
	}
	line, err = Entry{Kind: Store, ID: "rashomon/a"}.Line()
	must(t, err)
	if string(line) != "rashomon-entry/1 store rashomon/a - -" {
		t.Errorf("entry: %s", line)
	}
}

func TestEntriesThatAreNone(t *testing.T) {
	digest := strings.Repeat("0", 64)
	for name, line := range map[string]string{
		"empty":              "",
		"another form":       "rashomon-entry/2 report r1 " + digest + " -",
		"a field too few":    "rashomon-entry/1 report r1 " + digest,
		"a field too many":   "rashomon-entry/1 report r1 " + digest + " - -",
		"two spaces":         "rashomon-entry/1  report r1 " + digest + " -",
		"a line break":       "rashomon-entry/1 report r1\n " + digest + " -",
		"a letter not ASCII": "rashomon-entry/1 report rč " + digest + " -",
		"no name":            "rashomon-entry/1 report - " + digest + " -",
		"a short digest":     "rashomon-entry/1 report r1 abc -",
		"capitals":           "rashomon-entry/1 report r1 " + strings.Repeat("A", 64) + " -",
		"another zone":       "rashomon-entry/1 report r1 " + digest + " 2031-03-04T12:00:00.000000000+01:00",
		"a short time":       "rashomon-entry/1 report r1 " + digest + " 2031-03-04T12:00:00Z",
		"no day":             "rashomon-entry/1 report r1 " + digest + " 2031-02-31T12:00:00.000000000Z",
		"too long":           "rashomon-entry/1 report " + strings.Repeat("r", 70_000) + " " + digest + " -",
	} {
		if e, err := ParseEntry([]byte(line)); err == nil {
			t.Errorf("%s: %+v", name, e)
		}
	}
	if _, err := (Entry{Kind: "a kind", ID: "x"}).Line(); err == nil {
		t.Error("a kind with a space was written")
	}
}

func TestRowsThatAreNone(t *testing.T) {
	for _, text := range []string{
		"", "rashomon-row/1 t", "rashomon-row/1 \n", "rashomon-row/1 T\n", "rashomon-row/2 t\n",
		"rashomon-row/1 t\na text 2\nx\n", "rashomon-row/1 t\na text 1\nx", "rashomon-row/1 t\na text 1\nxy",
		"rashomon-row/1 t\na text 01\nx\n", "rashomon-row/1 t\na text -1\nx\n", "rashomon-row/1 t\na text +1\nx\n",
		"rashomon-row/1 t\na word 1\nx\n", "rashomon-row/1 t\nb text 1\nx\na text 1\nx\n", "rashomon-row/1 t\na text 1\nx\na text 1\nx\n",
	} {
		if r, err := ParseRow([]byte(text)); err == nil {
			t.Errorf("%q: %+v", text, r)
		}
	}
}

// Any two rows that differ have different digests, and every row is read back.
func TestRowProperties(t *testing.T) {
	column := rapid.Custom(func(t *rapid.T) Column {
		return Column{
			rapid.StringMatching(`[a-z_]{1,4}`).Draw(t, "name"),
			rapid.SampledFrom([]string{"int", "text", "bytes"}).Draw(t, "type"),
			[]byte(rapid.StringOf(rapid.RuneFrom([]rune("ab 1\n"))).Draw(t, "value")),
		}
	})
	rows := rapid.Custom(func(t *rapid.T) Row {
		columns := rapid.SliceOfNDistinct(column, 0, 4, func(c Column) string { return c.Name }).Draw(t, "columns")
		slices.SortFunc(columns, func(a, b Column) int { return strings.Compare(a.Name, b.Name) })
		return Row{"kept_x", columns}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := rows.Draw(t, "a"), rows.Draw(t, "b")
		again, err := ParseRow(a.Format())
		if err != nil || !bytes.Equal(again.Format(), a.Format()) || len(again.Columns) != len(a.Columns) {
			t.Fatalf("%+v was read back as %+v (%v)", a, again, err)
		}
		if same := fmt.Sprint(a) == fmt.Sprint(b); same != (a.Sum() == b.Sum()) {
			t.Fatalf("rows %+v and %+v: same %v, digests same %v", a, b, same, !same)
		}
	})
}

// The tree is that of golang.org/x/mod's tlog at every size.
func TestTree(t *testing.T) {
	h := &history{}
	for n := range 70 {
		want, err := tlog.TreeHash(int64(n), h)
		must(t, err)
		if h.tree.Root() != want {
			t.Fatalf("root of %d entries is %v, tlog has %v", n, h.tree.Root(), want)
		}
		peaks, err := h.ReadHashes(PeakIndexes(int64(n)))
		must(t, err)
		if !slices.Equal(peaks, h.tree.Peaks) {
			t.Fatalf("peaks of %d entries", n)
		}
		e, _ := ruling(n)
		line, err := e.Line()
		must(t, err)
		stored, err := tlog.StoredHashes(int64(n), line, h)
		must(t, err)
		before := len(h.hashes)
		h.add(t, e)
		if !slices.Equal(stored, h.hashes[before:]) {
			t.Fatalf("hashes that entry %d completes", n)
		}
		for i := range stored {
			if entry, which := Completed(int64(before + i)); entry != int64(n) || which != i {
				t.Errorf("hash %d: of entry %d, hash %d", before+i, entry, which)
			}
		}
	}
}

// A proof is checked the same by this package and by golang.org/x/mod's CheckRecord on
// what stands in its text; whatever is changed in it, it does not hold.
func TestProof(t *testing.T) {
	const origin = "rashomon/test"
	signer, verifier := key(t, origin)
	rapid.Check(t, func(rt *rapid.T) {
		h := rulings(t, rapid.IntRange(1, 40).Draw(rt, "size"))
		index := rapid.IntRange(0, len(h.entries)-1).Draw(rt, "index")
		_, row := ruling(index)
		path, err := tlog.ProveRecord(h.tree.Size, int64(index), h)
		must(t, err)
		p := Proof{Entry: h.entries[index], Row: row.Format(), Index: int64(index), Path: path, Note: h.signed(t, signer)}
		text, err := p.Format()
		must(t, err)
		read, err := ParseProof(text)
		must(t, err)
		c, by, err := read.Check(verifier)
		if err != nil || c != h.checkpoint(origin) || len(by) != 1 {
			rt.Fatalf("%v: %+v by %v", err, c, by)
		}
		if err := independent(string(text)); err != nil {
			rt.Fatal(err)
		}
		at := rapid.IntRange(0, 8*len(text)-1).Draw(rt, "bit")
		text[at/8] ^= 1 << (at % 8)
		if changed, err := ParseProof(text); err == nil {
			if _, _, err := changed.Check(verifier); err == nil {
				rt.Fatalf("bit %d was changed, and the proof holds:\n%s", at, text)
			}
		}
	})
}

// independent checks the path of a proof by its text and tlog alone.
func independent(text string) error {
	head, checkpoint, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	extra, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return err
	}
	entry, _, _ := strings.Cut(string(extra), "\n")
	var index, size int64
	var root, origin string
	if _, err := fmt.Sscanf(lines[2], "index %d", &index); err != nil {
		return err
	}
	if _, err := fmt.Sscanf(checkpoint, "%s\n%d\n%s\n", &origin, &size, &root); err != nil {
		return err
	}
	var path tlog.RecordProof
	for _, line := range lines[3:] {
		h, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		path = append(path, h)
	}
	want, err := tlog.ParseHash(root)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(path, size, want, index, tlog.RecordHash([]byte(entry)))
}

func TestProofErrors(t *testing.T) {
	signer, verifier := key(t, "rashomon/test")
	_, stranger := key(t, "rashomon/test")
	h := rulings(t, 5)
	path, err := tlog.ProveRecord(5, 2, h)
	must(t, err)
	good := Proof{Entry: h.entries[2], Index: 2, Path: path, Note: h.signed(t, signer)}
	_, other := ruling(3)
	for name, test := range map[string]struct {
		change func(*Proof)
		key    note.Verifier
		want   error
	}{
		"whole":            {func(*Proof) {}, verifier, nil},
		"another key":      {func(*Proof) {}, stranger, ErrSignature},
		"another place":    {func(p *Proof) { p.Index = 3 }, verifier, ErrProof},
		"beyond the end":   {func(p *Proof) { p.Index = 5 }, verifier, ErrProof},
		"another entry":    {func(p *Proof) { p.Entry = h.entries[3] }, verifier, ErrProof},
		"a short path":     {func(p *Proof) { p.Path = p.Path[1:] }, verifier, ErrProof},
		"another row":      {func(p *Proof) { p.Row = other.Format() }, verifier, ErrProof},
		"a smaller log":    {func(p *Proof) { p.Note = rulings(t, 4).signed(t, signer) }, verifier, ErrProof},
		"signature broken": {func(p *Proof) { p.Note = bytes.Replace(p.Note, []byte("\n5\n"), []byte("\n6\n"), 1) }, verifier, ErrForm},
	} {
		p := good
		test.change(&p)
		if _, _, err := p.Check(test.key); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}

// S15: of a thousand pairs of checkpoints of one log, the later extends the earlier; the
// same log with one entry of the earlier part changed, or moved, or left out, does not.
func TestExtension(t *testing.T) {
	const origin = "rashomon/test"
	signer, verifier := key(t, origin)
	h := rulings(t, 300)
	at := func(h *history, n int) Checkpoint {
		root, err := tlog.TreeHash(int64(n), h)
		must(t, err)
		return Checkpoint{origin, int64(n), root}
	}
	random := uint64(1)
	next := func(n int) int { // the same numbers in every run
		random = random*6364136223846793005 + 1442695040888963407
		return int(random>>33) % n
	}
	extension := func(of *history, older, newer int) Extension {
		path, err := tlog.ProveTree(int64(newer), int64(older), of)
		must(t, err)
		msg, err := Sign(at(of, newer), signer)
		must(t, err)
		return Extension{int64(older), path, msg}
	}
	for range 1000 {
		newer := 1 + next(300)
		older := 1 + next(newer)
		x, err := ParseExtension(extension(h, older, newer).Format())
		must(t, err)
		if c, err := x.Check(at(h, older), verifier); err != nil || c != at(h, newer) {
			t.Fatalf("%d after %d: %v", newer, older, err)
		}
		forged := &history{}
		forged.add(t, rewritten(h.entries, next(older), next(3))...)
		if newer = min(newer, len(forged.entries)); older > newer {
			continue
		}
		if _, err := extension(forged, older, newer).Check(at(h, older), verifier); !errors.Is(err, ErrRewritten) {
			t.Fatalf("rewritten history, %d after %d: %v", newer, older, err)
		}
	}
}

// rewritten returns the entries with the one at place changed, left out, or in its
// place another.
func rewritten(entries []Entry, place, how int) []Entry {
	all := slices.Clone(entries)
	switch how {
	case 0:
		all[place].At = all[place].At.Add(time.Nanosecond)
	case 1:
		all = slices.Delete(all, place, place+1)
	default:
		all = slices.Insert(slices.Delete(all, place, place+1), place, Entry{Kind: Ruling, ID: "u1"})
	}
	return all
}

func TestExtensionErrors(t *testing.T) {
	signer, verifier := key(t, "rashomon/test")
	h := rulings(t, 6)
	older := rulings(t, 3).checkpoint("rashomon/test")
	path, err := tlog.ProveTree(6, 3, h)
	must(t, err)
	x := Extension{3, path, h.signed(t, signer)}
	if _, err := x.Check(older, verifier); err != nil {
		t.Error(err)
	}
	if _, err := x.Check(rulings(t, 2).checkpoint("rashomon/test"), verifier); err == nil {
		t.Error("of another size")
	}
	if _, err := x.Check(rulings(t, 3).checkpoint("rashomon/other"), verifier); err == nil {
		t.Error("of another log")
	}
	empty := (&history{}).checkpoint("rashomon/test")
	must(t, Extends(nil, h.checkpoint("rashomon/test"), empty))
	empty.Root[0]++
	if err := Extends(nil, h.checkpoint("rashomon/test"), empty); !errors.Is(err, ErrRewritten) {
		t.Errorf("an empty log with another root: %v", err)
	}
	if err := Extends(nil, older, h.checkpoint("rashomon/test")); !errors.Is(err, ErrRewritten) {
		t.Errorf("a shorter log: %v", err)
	}
}

// A checkpoint of one's own is good to the last bit, or not at all.
func TestOpenWhole(t *testing.T) {
	signer, verifier := key(t, "rashomon/test")
	second, other := key(t, "rashomon/test")
	h := rulings(t, 5)
	msg, err := Sign(h.checkpoint("rashomon/test"), signer, second)
	must(t, err)
	if _, err := OpenWhole(msg, verifier, other); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenWhole(msg, verifier); !errors.Is(err, ErrSignature) {
		t.Errorf("a signature of an unknown key: %v", err)
	}
	if _, by, err := Open(msg, verifier); err != nil || len(by) != 1 {
		t.Errorf("Open needs one known key: %v, %v", by, err)
	}
	single := h.signed(t, signer)
	for bit := range 8 * len(single) {
		changed := slices.Clone(single)
		changed[bit/8] ^= 1 << (bit % 8)
		if c, _, err := Open(changed, verifier); err == nil {
			t.Fatalf("bit %d was changed, and Open takes it for %+v:\n%s", bit, c, changed)
		}
	}
	for bit := range 8 * len(msg) {
		changed := slices.Clone(msg)
		changed[bit/8] ^= 1 << (bit % 8)
		if c, err := OpenWhole(changed, verifier, other); err == nil {
			t.Fatalf("bit %d was changed, and it is taken for %+v:\n%s", bit, c, changed)
		}
	}
}

func TestCheckpointsThatAreNone(t *testing.T) {
	root := tlog.Hash{}.String()
	for _, text := range []string{"", "a\n1\n", "a\n01\n" + root + "\n", "a\n-1\n" + root + "\n", "a b\n1\n" + root + "\n", "a+b\n1\n" + root + "\n",
		"\n1\n" + root + "\n", "a\n1\n" + root, "a\n1\n" + root + "\nextension\n", "a\n1\n" + root[:43] + "\n", "a\n1\n" + root[:42] + "B=\n",
		"a\n99999999999999999999\n" + root + "\n"} {
		if c, err := ParseCheckpoint(text); err == nil {
			t.Errorf("%q: %+v", text, c)
		}
	}
}

// publish writes a log as the static files that CheckTiles reads.
func publish(t testing.TB, h *history, msg []byte) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{CheckpointPath: {Data: msg}}
	for _, tile := range NewTiles(0, h.tree.Size) {
		var b []byte
		if tile.L >= 0 {
			data, err := tlog.ReadTileData(tile, h)
			must(t, err)
			b = data
		} else {
			var lines [][]byte
			for _, e := range h.entries[tile.N*256 : tile.N*256+int64(tile.W)] {
				line, err := e.Line()
				must(t, err)
				lines = append(lines, line)
			}
			b = FormatBundle(lines)
		}
		files[TilePath(tile)] = &fstest.MapFile{Data: b}
	}
	return files
}

func TestTiles(t *testing.T) {
	signer, verifier := key(t, "rashomon/test")
	h := rulings(t, 600)
	files := publish(t, h, h.signed(t, signer))
	c, err := CheckTiles(files, nil, verifier)
	if err != nil || c != h.checkpoint("rashomon/test") {
		t.Fatalf("%+v, %v", c, err)
	}
	earlier := rulings(t, 300).checkpoint("rashomon/test")
	_, err = CheckTiles(files, &earlier, verifier)
	must(t, err)
	for _, change := range []func(*Checkpoint){func(c *Checkpoint) { c.Root[3]++ }, func(c *Checkpoint) { c.Size++ }, func(c *Checkpoint) { c.Size = 900 }} {
		other := earlier
		change(&other)
		if _, err := CheckTiles(files, &other, verifier); !errors.Is(err, ErrRewritten) {
			t.Errorf("%+v: %v", other, err)
		}
	}
	want := []string{"checkpoint", "tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2",
		"tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"}
	var got []string
	for path := range files {
		got = append(got, path)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("files %q, want %q", got, want)
	}
	if path := TilePath(tlog.Tile{H: 8, L: -1, N: 1234067, W: 256}); path != "tile/entries/x001/x234/067" {
		t.Errorf("path %s", path)
	}
	for path, file := range files {
		whole := file.Data
		for range 40 {
			file.Data = bytes.Clone(whole)
			file.Data[mathrand.IntN(len(whole))] ^= 1 << mathrand.IntN(8)
			if _, err := CheckTiles(files, nil, verifier); err == nil {
				t.Errorf("%s was changed to %q, and nobody saw it", path, file.Data)
			}
		}
		delete(files, path)
		if _, err := CheckTiles(files, nil, verifier); err == nil {
			t.Errorf("%s is missing, and nobody saw it", path)
		}
		file.Data = whole
		files[path] = file
	}
}

// FuzzVerifier reads proofs, extensions, checkpoints, bundles, rows and entries that
// anybody may have made: none ends the program, and what is read is written back as it
// was.
func FuzzVerifier(f *testing.F) {
	signer, verifier := key(f, "rashomon/test")
	h := rulings(f, 5)
	e, row := ruling(2)
	path, err := tlog.ProveRecord(5, 2, h)
	must(f, err)
	proof, err := Proof{Entry: e, Row: row.Format(), Index: 2, Path: path, Note: h.signed(f, signer)}.Format()
	must(f, err)
	extends, err := tlog.ProveTree(5, 3, h)
	must(f, err)
	line, err := e.Line()
	must(f, err)
	for _, seed := range [][]byte{proof, Extension{3, extends, h.signed(f, signer)}.Format(), h.signed(f, signer),
		FormatBundle([][]byte{line, line}), row.Format(), line} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if p, err := ParseProof(b); err == nil {
			again, err := p.Format()
			if err != nil || !bytes.Equal(again, b) {
				t.Errorf("proof written back as %q (%v)", again, err)
			}
			if c, _, err := p.Check(verifier); err == nil && c.Size != 5 {
				t.Errorf("a forged proof holds, of %+v", c)
			}
		}
		if x, err := ParseExtension(b); err == nil && !bytes.Equal(x.Format(), b) {
			t.Errorf("extension written back as %q", x.Format())
		}
		if c, err := OpenWhole(b, verifier); err == nil && c.Size != 5 {
			t.Errorf("a forged checkpoint: %+v", c)
		}
		if _, _, err := Peek(b); err == nil && len(b) == 0 {
			t.Error("nothing is a checkpoint")
		}
		if r, err := ParseRow(b); err == nil && !bytes.Equal(r.Format(), b) {
			t.Errorf("row written back as %q", r.Format())
		}
		if e, err := ParseEntry(b); err == nil {
			if again, err := e.Line(); err != nil || !bytes.Equal(again, b) {
				t.Errorf("entry written back as %q (%v)", again, err)
			}
		}
		fuzzBundle(t, b)
		_, _ = CheckTiles(fstest.MapFS{CheckpointPath: {Data: h.signed(t, signer)}, "tile/entries/000.p/5": {Data: b}, "tile/0/000.p/5": {Data: b}}, nil, verifier)
	})
}

func fuzzBundle(t *testing.T, b []byte) {
	entries, err := ParseBundle(b)
	if err != nil {
		return
	}
	var lines [][]byte
	for _, e := range entries {
		line, err := e.Line()
		must(t, err)
		lines = append(lines, line)
	}
	if again := FormatBundle(lines); !bytes.Equal(again, b) {
		t.Errorf("bundle written back as %q", again)
	}
}
