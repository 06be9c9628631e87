package web

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"rashomon"
	"rashomon/internal/mark"
)

// anyText draws a report's text from letters that break careless code: several
// bytes long, writing direction, markup, blank lines.
func anyText(t *rapid.T) string {
	parts := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "nine", " ", "\n", "\n\n", "<b>", "&amp;", "é", "ق", "\u202E", "\u2066", "\"", "👁", "</mark>", "\n \n", "+"}), 0, 40).Draw(t, "parts")
	return strings.Join(parts, "")
}

// anyMarks draws valid spans of text, in any order, that may overlap or be equal.
func anyMarks(t *rapid.T, text string) []mark.Mark {
	var ends []int
	for i := range text {
		ends = append(ends, i)
	}
	ends = append(ends, len(text))
	n := rapid.IntRange(0, 12).Draw(t, "marks")
	var out []mark.Mark
	for i := range n {
		a, b := rapid.SampledFrom(ends).Draw(t, "start"), rapid.SampledFrom(ends).Draw(t, "end")
		out = append(out, mark.Mark{Span: rashomon.Span{Start: min(a, b), End: max(a, b)}, N: i + 1, ID: "c-" + string(rune('a'+i)), Note: "n"})
	}
	return out
}

// squeeze drops white space, which may be left out between paragraphs.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// TestMarksOnThePage: in the page as a browser parses it, every mark's words are its
// quote, it has one anchor and one number.
func TestMarksOnThePage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText(t)
		marks := anyMarks(t, text)
		v := reportView{chrome: chrome{Title: "t"}}
		v.Heading, v.Body = mark.LayOut(text, marks)
		page, err := execute("report", v)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := html.Parse(bytes.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		got, anchors := map[string]string{}, map[string]int{}
		for _, n := range find(doc, tag("mark", "")) {
			got[attr(n, "data-claim")] += words(n)
			if id := attr(n, "id"); id != "" {
				anchors[id]++
			}
		}
		for _, m := range marks {
			want := inertText(m.Span.Of(text))
			if squeeze(got[m.ID]) != squeeze(want) {
				t.Fatalf("mark %s shows %q, want %q\n%s", m.ID, got[m.ID], want, page)
			}
			if squeeze(want) != "" && anchors[m.ID] != 1 {
				t.Fatalf("mark %s has %d anchors", m.ID, anchors[m.ID])
			}
		}
	})
}
