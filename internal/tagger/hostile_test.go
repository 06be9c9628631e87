package tagger

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestHostile: texts that no newsroom writes give proposals that stand, or none, and
// what is not read is said.
func TestHostile(t *testing.T) {
	m := tinyModel(t)
	for _, c := range []struct {
		name, text string
		read       float64 // share of the text that is read, at least
		beyond     bool
	}{
		{"nothing", "", 1, false},
		{"one word", "killed", 1, false},
		{"a title alone", "12 killed\n", 1, false},
		{"two megabytes", "Title\n" + strings.Repeat("Police said 12 people were killed in Orrin on Monday. ", 40000), .07, false},
		{"a sentence of 100 kB", "Title\n" + strings.Repeat("and then twelve more died near Kesten ", 2700), 1, false},
		{"a word of a megabyte", "Title\n" + strings.Repeat("x", 1<<20), 1, false},
		{"a million line breaks", "Title\n" + strings.Repeat("\n", 1_000_000) + "Two died.", 1, false},
		{"a million marks", strings.Repeat("!", 1_000_000), .01, false},
		{"a title of a megabyte", strings.Repeat("Nine killed in Arvo ", 50000) + "\nYes.", .16, false},
		// Each window holds the title and three words: the worst for the number of windows.
		{"long words", strings.Repeat("zqzqzqzqzqzq ", 60) + "\n" + strings.Repeat("qzqzqzqzqz ", 3000), .01, false},
		{"emoji", "💥\n" + strings.Repeat("💥👩‍👩‍👧", 2000), .1, false},
		{"Arabic", "عنوان\n" + strings.Repeat("قتل ١٢ شخصا في المدينة يوم الاثنين. ", 500), 1, true},
		{"Arabic with Latin names", "انفجار في Orrin\n" + strings.Repeat("قتل ١٢ شخصا في Kesten يوم الاثنين. ", 500), 1, true},
		{"English that quotes Arabic", "Blast\n" + strings.Repeat("Police said 12 people were killed in Arvo; “قتل ١٢”, a witness wrote. ", 50), 1, false},
		{"one number", "12", 1, false},
		{"bidi and zero width", "A\u202eB\n" + strings.Repeat("12\u200b killed\u202e in\ufeff Arvo ", 100), 1, false},
		{"markup", "<p>\n" + strings.Repeat("<a href='x'>12 killed</a>&nbsp;", 200), 1, false},
		{"no UTF-8", "\xff\xfe\n" + strings.Repeat("\xc3( 12 killed \xe2\x82", 500), 1, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s Scratch
			got, err := m.Read(&s, c.text)
			if err != nil {
				t.Fatal(err)
			}
			if got.Beyond != c.beyond || c.beyond && len(got.All) > 0 {
				t.Errorf("beyond %v, %d proposals", got.Beyond, len(got.All))
			}
			if float64(got.Read.End) < c.read*float64(len(c.text)) {
				t.Errorf("read %d of %d bytes", got.Read.End, len(c.text))
			}
			if len(got.All) > mostProposals || len(s.document.tokens) > mostWords {
				t.Errorf("%d proposals, %d words", len(got.All), len(s.document.tokens))
			}
			for _, p := range got.All {
				if p.Anchor.End > got.Read.End {
					t.Errorf("proposal at %v, read to %d", p.Anchor, got.Read.End)
				}
			}
			if !strings.Contains(c.name, "UTF-8") {
				stand(t, c.text, got)
			}
		})
	}
}

// TestManyGoroutines: one model, many readers, the same proposals.
func TestManyGoroutines(t *testing.T) {
	m := tinyModel(t)
	text := reports(t)["t15"]
	want, err := m.Read(&Scratch{}, text)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			var s Scratch
			for range 3 {
				got, err := m.Read(&s, text)
				if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Proposals{})); err != nil || diff != "" {
					t.Error(err, diff)
				}
			}
		})
	}
	all.Wait()
}

// TestOpenRefuses: a file that fits no model of this program is a clear error.
func TestOpenRefuses(t *testing.T) {
	whole, err := os.ReadFile("testdata/tiny.rsh")
	if err != nil {
		t.Fatal(err)
	}
	other := func(change func(h map[string]any)) []byte { return withHeader(t, whole, change) }
	tensor := func(h map[string]any, name string) map[string]any {
		for _, e := range h["tensors"].([]any) {
			if e := e.(map[string]any); e["name"] == name {
				return e
			}
		}
		t.Fatal("no tensor " + name)
		return nil
	}
	for _, c := range []struct {
		name  string
		bytes []byte
		want  string
	}{
		{"foreign", []byte("PK\x03\x04 a zip file"), "no weight file"},
		{"empty", nil, "no weight file"},
		{"cut", whole[:len(whole)/2], "cut"},
		{"damaged", flipped(whole), "damaged"},
		{"a newer format", other(func(h map[string]any) { h["format"] = 3 }), "made for a newer reader"},
		{"an older format", other(func(h map[string]any) { h["format"] = 1 }), "made for an older reader"},
		{"other tags", other(func(h map[string]any) { h["tags"] = []string{"killed"} }), "made for the tags [killed]"},
		{"other roles", other(func(h map[string]any) { h["roles"] = []string{"main"} }), "made for the roles [main]"},
		{"a threshold missing", other(func(h map[string]any) { delete(h["thresholds"].(map[string]any), "link") }), `no threshold "link"`},
		{"a threshold of words", other(func(h map[string]any) { h["thresholds"].(map[string]any)["place"] = "high" }), `threshold "place"`},
		{"distances", other(func(h map[string]any) { h["distances"] = []int{0} }), "1 distances"},
		{"a head missing", other(func(h map[string]any) { tensor(h, "tag.0.weight")["name"] = "tag.1.weight" }), "tag.0"},
		{"a head of another shape", other(func(h map[string]any) { tensor(h, "claim.3.weight")["shape"] = []int{24, 22} }), "claim.3"},
		{"a pair head of another shape", other(func(h map[string]any) { tensor(h, "pair.0.weight")["shape"] = []int{64, 24} }), "pair.0"},
	} {
		if _, err := Open(c.bytes); err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "open reader: ") {
			t.Errorf("%s: error %v, want it to say %s", c.name, err, c.want)
		}
	}
}

// flipped returns a copy with one bit of the first tensor changed.
func flipped(file []byte) []byte {
	b := append([]byte{}, file...)
	b[16+int(binary.LittleEndian.Uint32(file[8:]))] ^= 4
	return b
}

// withHeader returns a weight file with another header and a checksum that fits.
func withHeader(t *testing.T, file []byte, change func(h map[string]any)) []byte {
	t.Helper()
	n := binary.LittleEndian.Uint32(file[8:])
	var h map[string]any
	if err := json.Unmarshal(file[16:16+n], &h); err != nil {
		t.Fatal(err)
	}
	change(h)
	b, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	for (16+len(b))%64 != 0 {
		b = append(b, ' ')
	}
	body := append(b, file[16+n:]...)
	out := binary.LittleEndian.AppendUint32([]byte("RSHREAD1"), uint32(len(b)))
	return append(binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(body)), body...)
}

// FuzzRead: any text gives proposals that stand.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"Two killed in Arvo\nPolice said 12 died.", "", "\n\xff", "مدينة\n5", "a'b’c\n1,234.5?"} {
		f.Add(s)
	}
	m := tinyModel(f)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := m.Read(&Scratch{}, text)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range got.All {
			for _, s := range []Pointer{{Words: p.Anchor}, p.Speaker, p.Via, p.Who} {
				if s.Words.Start < 0 || s.Words.End > len(text) || s.Words.Start > s.Words.End {
					t.Fatalf("%q: span %v", text, s.Words)
				}
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	m, text := tinyModel(b), ""
	if path := os.Getenv("RASHOMON_WEIGHTS"); path != "" {
		m = openModel(b, path)
	}
	text = reports(b)["t20"]
	var s Scratch
	for b.Loop() {
		if _, err := m.Read(&s, text); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(s.document.tokens))*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

// TestOwnWeightsAreWhole holds the weights that the program carries to their checksum,
// which Own does not look at.
func TestOwnWeightsAreWhole(t *testing.T) {
	if _, err := Open(weights); err != nil {
		t.Error(err)
	}
}

func BenchmarkOwn(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Own(); err != nil {
			b.Fatal(err)
		}
	}
}
