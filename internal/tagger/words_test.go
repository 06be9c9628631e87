package tagger

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWords: words, their shapes and sentences ("|" where one ends) of one-line bodies.
func TestWords(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"numbers", "1,234,567 12,34 1,2345 3.5 1.2.3 5.", "1,234,567/3 12/1 ,/2 34/1 1,234/3 5/1 3.5/3 1.2/3 ./2 | 3/1 5/1 ./2"},
		{"a number too long to be one", "123,456,789,012,345 1234567890123", "123,456,789,012,345/7 1234567890123/1"},
		{"a number and letters", "34-year-old 10th B52", "34/1 -/2 year/7 -/2 old/7 10/1 th/7 B/5 52/1"},
		{"apostrophes", "O'Hara's rock’n’roll 'tis l''eau dogs'", "O'Hara's/5 rock’n’roll/7 '/2 tis/7 l/7 '/2 '/2 eau/7 dogs/7 '/2"},
		{"number words", "Twelve dozens BOTH hundred", "Twelve/3 dozens/3 BOTH/3 hundred/3"},
		{"capitals", "UN U.N. I Åse ǅ McKay", "UN/4 U/5 ./2 N/5 ./2 I/5 Åse/5 ǅ/7 McKay/5"},
		{"articles", "A an His that", "A/5 an/6 His/5 that/6"},
		{"marks", "“x_y” – 5% 💥", "“/2 x/7 _/2 y/7 ”/2 –/2 5/1 %/2 💥/2"},
		{"numerals that are no digits", "10² ½ Ⅷ ٣", "10/1 ²/7 ½/7 Ⅷ/5 ٣/7"},
		{"an accent by itself", "cafe\u0301s", "cafe/7 \u0301/2 s/7"},
		{"white space", "a\u00a0b\u2028c\x1cd\u200be", "a/6 b/7 c/7 d/7 \u200b/2 e/7"},
		{"sentences", "He died. Two fled! \"Why?\" ask", "He/5 died/7 ./2 | Two/3 fled/7 !/2 | \"/2 Why/5 ?/2 | \"/2 ask/7"},
		{"no end of a sentence", "J. Smith, 5 p. m. Then. so", "J/5 ./2 Smith/5 ,/2 5/1 p/7 ./2 m/7 ./2 Then/5 ./2 so/7"},
		{"bytes that are no text", "a\xff\xfeb", "a/6 \xff/2 \xfe/2 b/7"},
	} {
		var d document
		d.cut("\n" + c.text)
		var got []string
		for i, w := range d.tokens {
			if i > 0 && w.sentence != d.tokens[i-1].sentence {
				got = append(got, "|")
			}
			got = append(got, d.word(i)+"/"+string(rune('0'+w.shape)))
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s: %q gives\n%s, want\n%s", c.name, c.text, got, c.want)
		}
	}
}

// TestTitleIsASentence: the title ends a sentence without a mark, and only the first
// line is the title.
func TestTitleIsASentence(t *testing.T) {
	var d document
	d.cut("Two dead\nIn Orrin\nand Kesten")
	if d.title != 2 || d.tokens[1].sentence != 0 || d.tokens[2].sentence != 1 || d.tokens[5].sentence != 1 {
		t.Errorf("title of %d words, sentences %v", d.title, d.tokens)
	}
	d.cut("No line break")
	if d.title != 0 || len(d.tokens) != 3 {
		t.Errorf("title of %d words, %d words", d.title, len(d.tokens))
	}
}

// FuzzWords: words stand in order, cover all that is no white space, and are never cut
// within a character.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"a\n1,234.5 O’Hara's. Then", "\xff\u0301 ½", "\n\n\n", "1,1,111,.5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var d document
		d.cut(text)
		at := 0
		for i, w := range d.tokens {
			for at < w.Start {
				n := blank(text[at:])
				if n == 0 {
					t.Fatalf("%q: byte %d belongs to no word", text, at)
				}
				at += n
			}
			if w.Start != at || w.Empty() || w.shape < shapeDigits || w.shape > shapeOther || i > 0 && w.sentence < d.tokens[i-1].sentence {
				t.Fatalf("%q: word %d is %+v", text, i, w)
			}
			at = w.End
		}
		if d.title > len(d.tokens) {
			t.Fatalf("%q: a title of %d words", text, d.title)
		}
	})
}

// TestWordsAsTraining holds words, shapes, sentences and the pieces of each word to
// training/words.py, in every script of testdata/texts.txt; testdata/words.py wrote them.
func TestWordsAsTraining(t *testing.T) {
	type word struct {
		Start, End, Shape, Sentence int
		Pieces                      string
	}
	v := vocabulary(t)
	m := &Model{vocabulary: v}
	scripts := map[string]bool{}
	for _, want := range lines[struct {
		Script, Text string
		Words        [][5]any
	}](t, "testdata/words.jsonl") {
		scripts[want.Script] = true
		t.Run(want.Script, func(t *testing.T) {
			var d document
			var p pieced
			d.cut("\n" + want.Text) // no title
			m.pieces(&d, &p, nil)
			var got, wanted []word
			for i, w := range d.tokens {
				var pieces []string
				for _, id := range p.of(i) {
					pieces = append(pieces, v.Text(id))
				}
				got = append(got, word{w.Start - 1, w.End - 1, int(w.shape), int(w.sentence), strings.Join(pieces, " ")})
			}
			for _, w := range want.Words {
				n := func(i int) int { return int(w[i].(float64)) }
				wanted = append(wanted, word{n(0), n(1), n(2), n(3), w[4].(string)})
			}
			if diff := cmp.Diff(wanted, got); diff != "" {
				t.Errorf("%s\nwant - got +\n%s", want.Text, diff)
			}
		})
	}
	for _, script := range []string{"Latin", "Cyrillic", "Greek", "Arabic", "Hebrew", "Devanagari", "Bengali", "Thai", "Chinese", "Japanese", "Korean", "Georgian", "Ethiopic", "Emoji and symbols", "Latin with combining marks"} {
		if !scripts[script] {
			t.Errorf("no text in %s", script)
		}
	}
}
