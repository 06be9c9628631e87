package tagger

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"rashomon"
)

func vocabulary(t testing.TB) *Vocabulary {
	t.Helper()
	b, err := os.ReadFile("testdata/vocab.txt")
	if err != nil {
		t.Fatal(err)
	}
	v, err := NewVocabulary(b, bytes.Count(b, []byte("\n"))+1)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// golden is a line of pieces.jsonl, which testdata/golden.py writes with the Python
// tokenizer.
type golden struct {
	Script, Text string
	Pieces       [][3]any // piece, first byte, end
}

// TestPiecesAsPython holds pieces and offsets to the Python tokenizer, in every script
// of testdata/texts.txt. Its spans leave out the marks after a letter that ours hold.
func TestPiecesAsPython(t *testing.T) {
	v := vocabulary(t)
	b, err := os.ReadFile("testdata/pieces.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	type piece struct {
		Text       string
		Start, End int
	}
	d := json.NewDecoder(bytes.NewReader(b))
	for d.More() {
		var g golden
		if err := d.Decode(&g); err != nil {
			t.Fatal(err)
		}
		t.Run(g.Script, func(t *testing.T) {
			var want, got []piece
			for _, p := range g.Pieces {
				want = append(want, piece{p[0].(string), int(p[1].(float64)), int(p[2].(float64))})
			}
			for i, p := range v.Append(nil, g.Text) {
				if i < len(want) && p.End > want[i].End && onlyMarks(g.Text[want[i].End:p.End]) {
					p.End = want[i].End
				}
				got = append(got, piece{v.Text(p.ID), p.Start, p.End})
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s\n%s", g.Text, diff)
			}
		})
	}
}

func onlyMarks(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.Is(unicode.Mn, r) }) < 0
}

// show writes the pieces of a text with the words each stands for.
func show(v *Vocabulary, text string) string {
	var out []string
	for _, p := range v.Append(nil, text) {
		out = append(out, v.Text(p.ID)+"="+p.Of(text))
	}
	return strings.Join(out, " ")
}

// small is a vocabulary that can be read.
func small(t testing.TB) *Vocabulary {
	t.Helper()
	pieces := strings.Fields("[PAD] [UNK] [CLS] [SEP] a ##a ##b abc ab ##bc e ##e ' ’ - ## ##d dead s ##s οδος οδοσ ##ς σ ##σ οδο 警 ᄒ ##ᅡ ##ᆫ")
	v, err := NewVocabulary([]byte(strings.Join(pieces, "\n")), len(pieces))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestPieces(t *testing.T) {
	v := small(t)
	for _, c := range []struct{ name, text, want string }{
		{"the longest first", "abcd", "abc=abc ##d=d"},
		{"none fits", "abcx ab", "[UNK]=abcx ab=ab"},
		{"capitals", "ABC DEAD", "abc=ABC dead=DEAD"},
		{"an accent within", "déad", "dead=déad"},
		{"marks belong to their letter", "a\u0301\u0323b", "ab=a\u0301\u0323b"},
		{"a mark at the end", "aba\u0301 e", "ab=ab ##a=a\u0301 e=e"},
		{"a mark on nothing", "\u0301a", "a=a"},
		{"quotes", "a's a’s", "a=a '=' s=s a=a ’=’ s=s"},
		{"punctuation that is not there", "a;b", "a=a [UNK]=; [UNK]=b"},
		{"a word of letters, not the mark ##", "##", "[UNK]=# [UNK]=#"},
		{"an ideograph alone", "ab警ab", "ab=ab 警=警 ab=ab"},
		{"a syllable in parts", "한", "ᄒ=한 ##ᅡ=한 ##ᆫ=한"},
		{"a zero-width space joins", "ab\u200bc", "abc=ab\u200bc"},
		{"a soft hyphen at the end", "ab\u00ad", "ab=ab"},
		{"a final sigma", "ΟΔΟΣ", "οδος=ΟΔΟΣ"},
		{"a final sigma before an apostrophe", "ΟΔΟΣ’", "οδος=ΟΔΟΣ ’=’"},
		{"a sigma within", "ΟΔΟΣΑ", "[UNK]=ΟΔΟΣΑ"},
		{"a sigma alone", "Σ", "σ=Σ"},
		{"bytes that are no text", "a\xffb\xc3 e", "ab=a\xffb e=e"},
		{"a long word", strings.Repeat("a", 100) + "\u0301", "a=a" + strings.Repeat(" ##a=a", 99) + "\u0301"},
		{"too long a word", strings.Repeat("a", 101) + " a", "[UNK]=" + strings.Repeat("a", 101) + " a=a"},
	} {
		if got := show(v, c.text); got != c.want {
			t.Errorf("%s: %q gives\n%s, want\n%s", c.name, c.text, got, c.want)
		}
	}
}

func TestVocabularyRefuses(t *testing.T) {
	for _, c := range []struct{ lines, want string }{
		{"", "read vocabulary: it has 1 lines, not 3"},
		{"[CLS]\n[SEP]", "read vocabulary: it has 2 lines, not 3"},
		{"[CLS]\n[SEP]\n[PAD]", "read vocabulary: it has no piece [UNK]"},
		{"[CLS]\n[CLS]\n[UNK]", `read vocabulary: piece "[CLS]" stands there twice`},
	} {
		if _, err := NewVocabulary([]byte(c.lines), 3); err == nil || err.Error() != c.want {
			t.Errorf("%q: error %v, want %s", c.lines, err, c.want)
		}
	}
}

// TestPiecesAllocateNothing: cutting into a slice that is long enough is free.
func TestPiecesAllocateNothing(t *testing.T) {
	v := vocabulary(t)
	dst := make([]Piece, 0, 1000)
	text := "Police in Corley said “12 people” were killed in Kraków; 한국어, Кие́в, 警方."
	if n := testing.AllocsPerRun(20, func() { dst = v.Append(dst[:0], text) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzPieces: spans lie in the text in order, on the borders of letters, and a word's
// pieces are the same alone as in its text.
func FuzzPieces(f *testing.F) {
	for _, s := range []string{"Kraków’s 12", "a\u0301\xff한국 警", "Σ'Σ", strings.Repeat("ab", 60), "\u200b\u0301 \x00"} {
		f.Add(s)
	}
	v := vocabulary(f)
	f.Fuzz(func(t *testing.T, text string) {
		last := rashomon.Span{}
		for _, p := range v.Append(nil, text) {
			if p.Start < last.Start || p.End < last.End || p.End > len(text) || p.Start >= p.End {
				t.Fatalf("%q: span %v after %v", text, p.Span, last)
			}
			if p.Start < last.End && p.Start != last.Start && p.Start != last.End-lastRune(text[:last.End]) {
				t.Fatalf("%q: span %v overlaps %v by more than a letter", text, p.Span, last)
			}
			if !utf8.RuneStart(text[p.Start]) && utf8.ValidString(text) {
				t.Fatalf("%q: span %v begins within a letter", text, p.Span)
			}
			if p.ID < 0 || int(p.ID) >= v.Len() {
				t.Fatalf("%q: piece %d", text, p.ID)
			}
			last = p.Span
		}
	})
}

func lastRune(s string) int {
	_, n := utf8.DecodeLastRuneInString(s)
	return n
}

func BenchmarkPieces(b *testing.B) {
	v := vocabulary(b)
	text := strings.Repeat("Police in Corley said 12 people were killed near the mayor's office. ", 50)
	var dst []Piece
	for b.Loop() {
		dst = v.Append(dst[:0], text)
	}
	b.SetBytes(int64(len(text)))
	b.ReportMetric(float64(len(dst))*float64(b.N)/b.Elapsed().Seconds(), "pieces/s")
}
