package mark_test

import (
	"strings"
	"testing"

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

// TestLayOutKeepsEveryByte: blocks hold the text but for white space between them,
// and every mark holds exactly its words, whatever crosses it.
func TestLayOutKeepsEveryByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText(t)
		marks := anyMarks(t, text)
		title, body := mark.LayOut(text, marks)
		at, got := 0, map[string]string{}
		for _, b := range append([]mark.Block{title}, body...) {
			if between := text[at:b.Span.Start]; strings.TrimSpace(between) != "" {
				t.Fatalf("lost %q before byte %d", between, b.Span.Start)
			}
			if whole := gather(b.Pieces, got, nil); whole != b.Span.Of(text) {
				t.Fatalf("block %v holds %q, want %q", b.Span, whole, b.Span.Of(text))
			}
			at = b.Span.End
		}
		if rest := text[at:]; strings.TrimSpace(rest) != "" {
			t.Fatalf("lost %q at the end", rest)
		}
		for _, m := range marks {
			if want := m.Span.Of(text); squeeze(got[m.ID]) != squeeze(want) {
				t.Fatalf("mark %s holds %q, want %q", m.ID, got[m.ID], want)
			}
		}
	})
}

// gather returns the text of pieces and adds it to each mark that it stands in.
func gather(pieces []mark.Piece, marked map[string]string, inside []string) string {
	var all strings.Builder
	for _, p := range pieces {
		if p.Mark == nil {
			all.WriteString(p.Text)
			for _, id := range inside {
				marked[id] += p.Text
			}
			continue
		}
		all.WriteString(gather(p.Kids, marked, append(inside[:len(inside):len(inside)], p.Mark.ID)))
	}
	return all.String()
}

// squeeze drops white space, which may be left out between paragraphs.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// TestCrossingMarks shows how marks that cross are cut.
func TestCrossingMarks(t *testing.T) {
	text := "T\nabcdefgh"
	_, body := mark.LayOut(text, []mark.Mark{
		{Span: rashomon.Span{Start: 3, End: 7}, N: 1, ID: "1"},
		{Span: rashomon.Span{Start: 5, End: 9}, N: 2, ID: "2"},
		{Span: rashomon.Span{Start: 4, End: 5}, N: 3, ID: "3"},
	})
	// Bytes 3 to 7 are "bcde", 5 to 9 "defg", 4 to 5 "c".
	if got, want := draw(body[0].Pieces), "a(^1:b(^3:c$)(^2:de)$)(2:fg$)h"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// draw writes pieces as text: "(" a mark, "^" its first piece, "$" its last, ")".
func draw(pieces []mark.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Mark == nil {
			b.WriteString(p.Text)
			continue
		}
		b.WriteString("(")
		if p.First {
			b.WriteString("^")
		}
		b.WriteString(p.Mark.ID + ":" + draw(p.Kids))
		if p.Last {
			b.WriteString("$")
		}
		b.WriteString(")")
	}
	return b.String()
}
