package web

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"rashomon"
	"rashomon/internal/mark"
)

// squeeze drops white space, which may be left out between paragraphs.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// TestMarksOnThePage: in the page as a browser parses it, every mark's words are its
// quote, it has one anchor and one number, whatever it crosses and whatever stands in it.
func TestMarksOnThePage(t *testing.T) {
	text := "Nine \u202Edead\n<b>a</b> &amp; \"é\" 👁\n \nق</mark>+\u2066 nine\n\n\nend"
	for length := 1; length < len(text); length += 3 {
		var marks []mark.Mark
		for at := 0; at+length <= len(text); at += 2 {
			if end := at + length; utf8.RuneStart(text[at]) && (end == len(text) || utf8.RuneStart(text[end])) {
				marks = append(marks, mark.Mark{Span: rashomon.Span{Start: at, End: end}, N: len(marks) + 1, ID: fmt.Sprintf("c-%d", at), Note: "n"})
			}
		}
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
			want := string(inert([]byte(m.Span.Of(text))))
			if squeeze(got[m.ID]) != squeeze(want) {
				t.Fatalf("mark %s shows %q, want %q\n%s", m.ID, got[m.ID], want, page)
			}
			if squeeze(want) != "" && anchors[m.ID] != 1 {
				t.Fatalf("mark %s has %d anchors", m.ID, anchors[m.ID])
			}
		}
	}
}
