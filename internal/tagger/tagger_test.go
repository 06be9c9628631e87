package tagger

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rashomon"
	"rashomon/internal/encoder"
)

// tinyModel is a model of random weights, written by testdata/proposals.py.
func tinyModel(t testing.TB) *Model {
	t.Helper()
	return openModel(t, "testdata/tiny.rsh")
}

func openModel(t testing.TB, path string) *Model {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Open(b)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// wanted is a line of proposals.jsonl: what numpy and the training code's decoding make
// of a report.
type wanted struct {
	ID           string
	Words, Title int
	Windows      []wantedWindow
	Proposals    []wantedProposal
	Same, Part   [][]float64
}

type wantedWindow struct {
	IDs         uint32
	Pieces      int
	First, Last int
	Shapes, Own string
	Sentences   int
	Tags        [][3]int // word, tag, 1 begin or 2 inside
	Logits      [][]float64
}

type wantedProposal struct {
	Field                string
	Anchor               [2]int
	P                    float64
	Roles, Stance, Bound []float64
	Approx, Superseded   float64
	Speaker, Via, Who    wantedPointer
	Role                 string
	Group                int
}

type wantedPointer struct {
	words [2]int
	p     float64
}

func (p *wantedPointer) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&p.words, &p.p})
}

func lines[T any](t testing.TB, path string) (all []T) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := bufio.NewScanner(bytes.NewReader(b))
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	return all
}

// reports returns the texts of testdata/reports.jsonl by id.
func reports(t testing.TB) map[string]string { return texts(t, "testdata/reports.jsonl") }

func texts(t testing.TB, path string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, r := range lines[struct{ ID, Title, Text string }](t, path) {
		all[r.ID] = r.Title + "\n" + r.Text
	}
	return all
}

// TestAsPython holds words, windows, tags and proposals to numpy and the training
// code, on a model of random weights: pieces, shapes, sentences, windows and spans the
// same, numbers within what the golden file's places and the order of the heads' sums
// allow. The encoder's part is the same bit for bit.
func TestAsPython(t *testing.T) {
	asPython(t, "testdata/tiny.rsh", "testdata/reports.jsonl", "testdata/proposals.jsonl", 1e-4)
}

// TestOwnTextsAsPython does the same with the trained weights on the 50 texts of
// training/testdata/own.jsonl, whose golden file has two places. After a change of
// reader.rsh or of the texts, write testdata/own.jsonl again, with the Python of
// training/README.md:
//
//	$VENV/bin/python internal/tagger/testdata/proposals.py
//
// RASHOMON_WEIGHTS names weights elsewhere, of which proposals.py --file was told.
func TestOwnTextsAsPython(t *testing.T) {
	weights, golden := "reader.rsh", "testdata/own.jsonl"
	if path := os.Getenv("RASHOMON_WEIGHTS"); path != "" {
		weights, golden = path, path+".jsonl"
	}
	asPython(t, weights, "../../training/testdata/own.jsonl", golden, .0051)
}

// asPython wants every number within the bound of Python's.
func asPython(t *testing.T, weights, reports, golden string, bound float64) {
	m, texts := openModel(t, weights), texts(t, reports)
	head := lines[struct {
		Weights uint32
		Every   int
	}](t, golden)[0]
	if b, err := os.ReadFile(weights); err != nil || crc32.ChecksumIEEE(b) != head.Weights {
		t.Fatalf("%s was made of other weights than %s (%v): run testdata/proposals.py again", golden, weights, err)
	}
	var s Scratch
	read := lines[wanted](t, golden)[1:]
	if len(read) != len(texts) {
		t.Fatalf("%s tells of %d texts, not of %d: run testdata/proposals.py again", golden, len(read), len(texts))
	}
	for _, want := range read {
		t.Run(want.ID, func(t *testing.T) {
			sameWindows(t, m, &s, texts[want.ID], &want, head.Every, bound)
			got, err := decided(m, &s, texts[want.ID])
			if err != nil {
				t.Fatal(err)
			}
			sameProposals(t, &want, got, bound)
		})
	}
}

func sameProposals(t *testing.T, want *wanted, got *Proposals, bound float64) {
	t.Helper()
	all := shown(got)
	for _, w := range want.Proposals {
		i := find(all, w)
		if i < 0 {
			t.Fatalf("no proposal %s at %v", w.Field, w.Anchor)
		}
		near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) <= bound })
		if diff := cmp.Diff(w, all[i], cmp.AllowUnexported(wantedPointer{}), near); diff != "" {
			t.Error(diff)
		}
	}
	for i := range want.Same {
		for j := range want.Same {
			a, b := find(all, want.Proposals[i]), find(all, want.Proposals[j])
			if math.Abs(want.Same[i][j]-got.Same(a, b)) > bound || math.Abs(want.Part[i][j]-got.Part(a, b)) > bound {
				t.Errorf("%d and %d are related otherwise, want same %.4f, part %.4f, got %.4f, %.4f", i, j, want.Same[i][j], want.Part[i][j], got.Same(a, b), got.Part(a, b))
			}
		}
	}
}

func find(all []wantedProposal, w wantedProposal) int {
	return slices.IndexFunc(all, func(c wantedProposal) bool { return c.Field == w.Field && c.Anchor == w.Anchor })
}

// shown turns proposals into what the Python side writes: a group is named by
// where it begins.
func shown(p *Proposals) []wantedProposal {
	all := []wantedProposal{}
	for _, c := range p.All {
		pointer := func(x Pointer) wantedPointer { return wantedPointer{[2]int{x.Words.Start, x.Words.End}, x.P} }
		e := wantedProposal{Field: string(c.Field), Anchor: [2]int{c.Anchor.Start, c.Anchor.End}, P: c.P, Roles: c.RoleLogits[:], Stance: c.Stance[:], Bound: c.Bound[:],
			Approx: c.Approx, Superseded: c.Superseded, Speaker: pointer(c.Speaker), Via: pointer(c.Via), Who: pointer(c.Who), Role: string(c.Role)}
		if c.Kept {
			e.Group = c.Group
		}
		if c.Kept && c.Group >= 0 {
			e.Group = math.MaxInt
			for _, i := range p.Groups[c.Group].Members {
				e.Group = min(e.Group, p.All[i].Anchor.Start)
			}
		}
		all = append(all, e)
	}
	return all
}

// sameWindows holds words, pieces, windows and tags to the Python side.
func sameWindows(t *testing.T, m *Model, s *Scratch, text string, want *wanted, every int, bound float64) {
	t.Helper()
	d, w, v := &s.document, &s.window, &s.vectors
	d.cut(text)
	m.pieces(d, &s.pieced, nil)
	if len(d.tokens) != want.Words || d.title != want.Title {
		t.Fatalf("%d words, %d of the title, want %d, %d", len(d.tokens), d.title, want.Words, want.Title)
	}
	parts := s.pieced.parts(d.title, len(d.tokens))
	if len(parts) != len(want.Windows) {
		t.Fatalf("%d windows, want %d", len(parts), len(want.Windows))
	}
	for n, want := range want.Windows {
		w.fill(m, d, &s.pieced, parts, n)
		got := wantedWindow{IDs: sum(w.ids), Pieces: len(w.ids), First: -1, Last: -1}
		if len(w.words) > 0 {
			got.First, got.Last = w.words[0], w.words[len(w.words)-1]
		}
		for i, word := range w.words {
			got.Shapes += string(rune('0' + d.tokens[word].shape))
			got.Own += map[bool]string{true: "1", false: "0"}[w.own(i)]
			got.Sentences += int(d.tokens[word].sentence) * (i%7 + 1)
		}
		wantTags, wantLogits := want.Tags, want.Logits
		want.Tags, want.Logits = nil, nil
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("window %d: %s", n, diff)
		}
		h, err := m.encoder.Encode(&s.encoder, w.ids, []int{len(w.ids)})
		if err != nil {
			t.Fatal(err)
		}
		if len(w.words) == 0 {
			continue
		}
		m.words(v, d, w, h)
		v.tags = m.twoLayers(&s.encoder, v, m.tag0, m.tag3, v.tags, v.word, len(w.words))
		sameTags(t, v.tags, wantTags, wantLogits, every, bound)
	}
}

func sum(ids []int32) uint32 {
	var b []byte
	for _, id := range ids {
		b = binary.LittleEndian.AppendUint32(b, uint32(id))
	}
	return crc32.ChecksumIEEE(b)
}

// sameTags wants the same tag wherever one leads by more than the bound.
func sameTags(t *testing.T, got []float32, tags [][3]int, logits [][]float64, every int, bound float64) {
	t.Helper()
	const all = fields + 5
	want := map[[2]int]int{}
	for _, x := range tags {
		want[[2]int{x[0], x[1]}] = x[2]
	}
	for i := 0; i < len(got)/3; i++ {
		l := got[3*i : 3*i+3]
		if tag, w := largest(l), want[[2]int{i / all, i % all}]; tag != w && float64(l[tag]-l[w]) > 1e-4 {
			t.Errorf("word %d, tag %d: %d, want %d (%v)", i/all, i%all, tag, w, l)
		}
	}
	for i, row := range logits {
		for k, x := range row {
			if y := got[i*every*3*all+k]; math.Abs(x-float64(y)) > bound {
				t.Errorf("word %d, logit %d: %v, want %v", i*every, k, y, x)
			}
		}
	}
}

// TestProposalsStand: every span is words of the text, letter by letter, and the same
// report gives the same proposals with a used scratch and with any kernel.
func TestProposalsStand(t *testing.T) {
	b, err := os.ReadFile("testdata/tiny.rsh")
	if err != nil {
		t.Fatal(err)
	}
	f, err := encoder.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	var s Scratch
	for id, text := range reports(t) {
		var first *Proposals
		for _, k := range encoder.Kernels() {
			m, err := New(f, k)
			if err != nil {
				t.Fatal(err)
			}
			got, err := decided(m, &s, text)
			if err != nil {
				t.Fatal(err)
			}
			stand(t, text, got)
			if first == nil {
				first = got
			}
			if diff := cmp.Diff(first, got, cmpopts.IgnoreUnexported(Proposals{})); diff != "" {
				t.Errorf("%s: kernel %s: %s", id, k.Name(), diff)
			}
		}
	}
}

// TestDecide: another reader's opinion moves odds and roles, none moves nothing, and
// the proposals it was asked about stay as they were.
func TestDecide(t *testing.T) {
	text := reports(t)["t20"]
	p, err := decided(tinyModel(t), &Scratch{}, text)
	if err != nil {
		t.Fatal(err)
	}
	same := cmpopts.IgnoreUnexported(Proposals{})
	none := make([]Opinion, len(p.All))
	if diff := cmp.Diff(p, p.Decide(none), same); diff != "" {
		t.Errorf("no opinion: %s", diff)
	}
	against, all := slices.Clone(none), slices.Clone(none)
	against[0].P = -20
	for i := range all {
		all[i] = Opinion{P: 20, Roles: [3]float64{0, 50, 0}}
	}
	q := p.Decide(against)
	stand(t, text, q)
	if !p.All[0].Kept || q.All[0].Kept || q.All[0].Role != "" {
		t.Errorf("against: %+v", q.All[0])
	}
	if q.Same(0, 1) != p.Same(0, 1) || q.Part(1, 0) != p.Part(1, 0) {
		t.Error("the odds of one incident depend on what is kept")
	}
	q = p.Decide(all)
	stand(t, text, q)
	for i, c := range q.All {
		if !c.Kept || c.Role != Background {
			t.Errorf("for all, of the background: %d %+v", i, c)
		}
	}
}

// decided reads and decides with no other opinion.
func decided(m *Model, s *Scratch, text string) (*Proposals, error) {
	p, err := m.Read(s, text)
	if err != nil {
		return nil, err
	}
	return p.Decide(nil), nil
}

func stand(t *testing.T, text string, p *Proposals) {
	t.Helper()
	if p.Read.Start != 0 || !p.Read.Valid(text) {
		t.Errorf("read %v of %d bytes", p.Read, len(text))
	}
	for i, c := range p.All {
		if c.Anchor.Empty() || !c.Anchor.Valid(text) || strings.TrimSpace(c.Anchor.Of(text)) != c.Anchor.Of(text) {
			t.Errorf("anchor %v: %q", c.Anchor, c.Anchor.Of(text))
		}
		for _, x := range []Pointer{c.Speaker, c.Via, c.Who} {
			if x.P < 0 || x.P > 1 || x.Words != (rashomon.Span{}) && (x.Words.Empty() || !x.Words.Valid(text)) {
				t.Errorf("pointer %v", x)
			}
		}
		switch {
		case !c.Kept && (c.Role != "" || c.Group != -1 || c.Lead != 0):
			t.Errorf("proposal %d is not kept but has a role", i)
		case c.Kept && (c.Group < 0) != (c.Role == Cumulative):
			t.Errorf("proposal %d: role %s, group %d", i, c.Role, c.Group)
		case c.Group >= 0 && p.Groups[c.Group].Main != (c.Role == Main):
			t.Errorf("proposal %d: role %s in a group of others", i, c.Role)
		}
	}
}
