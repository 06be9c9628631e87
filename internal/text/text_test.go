package text

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestWords(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"The U.S.-led force, he said, hit Dr. Odo's house.", "The|U.S.-led|force|,|he|said|,|hit|Dr.|Odo's|house|."},
		{"At 7:30 a.m. 1,200 people (3.5 million) fled", "At|7:30|a.m.|1,200|people|(|3.5|million|)|fled"},
		{"12, 13 and 10–15", "12|,|13|and|10|–|15"},
		{"hurt.The man", "hurt|.|The|man"},
		{"the militia’s men – 'a lie'", "the|militia’s|men|–|'|a|lie|'"},
		{"ze\u200bro wi\u00addth \u200b 😀😀 \xff x", "ze\u200bro|wi\u00addth|😀|😀|x"},
		{"السلام 2.500", "السلام|2.500"},
	} {
		d := Parse("\n" + c.in)
		var got []string
		for i := range d.Words {
			got = append(got, d.Word(i))
		}
		if diff := cmp.Diff(c.want, strings.Join(got, "|")); diff != "" {
			t.Errorf("words of %q (-want +got):\n%s", c.in, diff)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"the title is one sentence", "Two die. A third lives\nMore follows.", []string{"Two die. A third lives", "More follows."}},
		{"a line break inside a paragraph is a space", "\nThe blast\nkilled two. One\nlived.", []string{"The blast\nkilled two.", "One\nlived."}},
		{"a blank line ends a sentence", "\nThe market\n\nTwo died.", []string{"The market", "Two died."}},
		{"abbreviations end none", "\nLt. Gen. Odo of the U.S. Navy came on Jan. 3 at 5 p.m. to Dr. Imo.", []string{"Lt. Gen. Odo of the U.S. Navy came on Jan. 3 at 5 p.m. to Dr. Imo."}},
		{"a missing space", "\nTwo were hurt.The man fled.", []string{"Two were hurt.", "The man fled."}},
		{"a heading", "\nThe toll rises\nThe town's health office now says that nine people were killed.", []string{"The toll rises", "The town's health office now says that nine people were killed."}},
		{"a list of names", "\nThe office named nine people who died in Sol:\nAna Odo, 34\nTomo Imo, 6\n", []string{"The office named nine people who died in Sol:", "Ana Odo, 34", "Tomo Imo, 6"}},
		{"a filled line goes on", "\nThe blast killed nine people and\nTomo Imo lived.", []string{"The blast killed nine people and\nTomo Imo lived."}},
		{"no title", "Two died.", []string{"Two died."}},
		{"nothing", "\n \n\n", nil},
	} {
		d := Parse(c.in)
		var got []string
		for _, s := range d.Sentences {
			got = append(got, s.Of(c.in))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// hostile texts that once cost, or could cost, more than linear time or a panic.
func hostile() []string {
	return []string{
		"", "\n", "\n\n", strings.Repeat("\n", 1_000_000), strings.Repeat("word ", 10_000), strings.Repeat("a", 50_000),
		strings.Repeat("a.", 50_000), strings.Repeat("1,234", 20_000), strings.Repeat("\u200b", 50_000), strings.Repeat("😀", 20_000),
		strings.Repeat("\xff\xc0.", 20_000), strings.Repeat("'\"(", 20_000), "killed\xe2\x80", strings.Repeat("one hundred and ", 10_000),
		strings.Repeat("12 ", 20_000), strings.Repeat("5 to ", 20_000), strings.Repeat("April 3 ", 20_000), strings.Repeat("at least ", 20_000),
	}
}

func check(t *testing.T, in string) {
	d := Parse(in)
	end := 0
	for i, w := range d.Words {
		if w.Start < end || w.End <= w.Start || w.End > len(in) {
			t.Fatalf("word %d %v does not follow %d", i, w.Span, end)
		}
		if s := d.Sentences[w.Sentence]; i < s.First || i >= s.Last {
			t.Fatalf("word %d is not in its sentence %v", i, s)
		}
		end = w.End
	}
	for _, n := range d.Numbers(0, len(d.Words)) {
		if n.First >= n.Last || n.Span != d.Span(n.First, n.Last) {
			t.Fatalf("number %+v does not lie on its words", n)
		}
	}
	for _, n := range d.Times(0, len(d.Words), day(2020, time.May, 3)) {
		if n.First >= n.Last || n.Span != d.Span(n.First, n.Last) {
			t.Fatalf("time %+v does not lie on its words", n)
		}
	}
}

func TestHostile(t *testing.T) {
	for _, in := range hostile() {
		check(t, in)
	}
}

func FuzzParse(f *testing.F) {
	for _, in := range hostile() {
		f.Add(in[:min(len(in), 200)])
	}
	f.Add("Toll rises\nAt least 12 people, including 3 children, were killed on April 3-5, 2019.")
	f.Fuzz(check)
}
