// Package mark lays a report's text out for reading, with the cited words of its
// claims marked where they stand.
package mark

import (
	"cmp"
	"regexp"
	"slices"

	"rashomon"
)

// Mark is the cited words of one claim, shown in the report's text.
type Mark struct {
	Span rashomon.Span
	N    int    // its number in the list of claims, from 1
	ID   string // the anchor that citations lead to
	Note string // what the claim says, for a tool tip
}

// Piece is a run of a report's text: plain words, or a mark with what stands inside
// it. Marks that cross each other are cut where they cross; First and Last tell a
// mark's first and last piece.
type Piece struct {
	Text        string
	Mark        *Mark
	First, Last bool
	Kids        []Piece
}

// Block is a paragraph of a report's text.
type Block struct {
	Span   rashomon.Span
	Pieces []Piece
}

var blankLine = regexp.MustCompile(`\n[ \t\r]*\n\s*`)

// LayOut cuts text into its title, the first line, and its paragraphs, each with the
// marks that fall into it. Marks must be valid spans of text; empty ones are left out.
// Nothing is lost but the white space between paragraphs.
func LayOut(text string, marks []Mark) (title Block, body []Block) {
	cuts := make([]cut, 0, len(marks))
	for i := range marks {
		if !marks[i].Span.Empty() {
			cuts = append(cuts, cut{Span: marks[i].Span, mark: &marks[i]})
		}
	}
	byStart(cuts)
	windows := paragraphs(text)
	started := map[*Mark]bool{}
	blocks := make([]Block, len(windows))
	var open []cut // begun and not yet ended
	for i, w := range windows {
		for len(cuts) > 0 && cuts[0].Start < w.End {
			open, cuts = append(open, cuts[0]), cuts[1:]
		}
		var inside, later []cut
		for _, c := range open {
			if c.Overlaps(w) {
				clipped := rashomon.Span{Start: max(c.Start, w.Start), End: min(c.End, w.End)}
				inside = append(inside, cut{Span: clipped, mark: c.mark, first: !started[c.mark]})
				started[c.mark] = true
			}
			if c.End > w.End {
				later = append(later, c)
			}
		}
		open = later
		byStart(inside)
		blocks[i] = Block{Span: w, Pieces: nest(text, w, inside)}
	}
	return blocks[0], blocks[1:]
}

// paragraphs returns the title's span and the spans of the paragraphs after it.
func paragraphs(text string) []rashomon.Span {
	title := len(text)
	for i := range len(text) {
		if text[i] == '\n' {
			title = i
			break
		}
	}
	spans := []rashomon.Span{{Start: 0, End: title}}
	at := min(title+1, len(text))
	for at < len(text) {
		end, next := len(text), len(text)
		if loc := blankLine.FindStringIndex(text[at:]); loc != nil {
			end, next = at+loc[0], at+loc[1]
		}
		if end > at {
			spans = append(spans, rashomon.Span{Start: at, End: end})
		}
		at = next
	}
	return spans
}

// cut is a mark, or the part of one that is still to be placed.
type cut struct {
	rashomon.Span
	mark  *Mark
	first bool
}

// byStart sorts cuts by where they start, the longer first.
func byStart(cuts []cut) {
	slices.SortStableFunc(cuts, func(a, b cut) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(a.mark.N, b.mark.N))
	})
}

// nest places cuts, which are in order and inside w, so that every piece stands
// wholly inside the one around it. A cut that crosses the end of an earlier one is
// split there.
func nest(text string, w rashomon.Span, cuts []cut) []Piece {
	var out []Piece
	at := w.Start
	for len(cuts) > 0 {
		outer := cuts[0]
		if outer.Start > at {
			out = append(out, Piece{Text: text[at:outer.Start]})
		}
		inside, rest := divide(cuts[1:], outer.End)
		out = append(out, Piece{Mark: outer.mark, First: outer.first, Last: outer.End == outer.mark.Span.End,
			Kids: nest(text, outer.Span, inside)})
		at, cuts = outer.End, rest
	}
	if at < w.End {
		out = append(out, Piece{Text: text[at:w.End]})
	}
	return out
}

// divide parts cuts, which are in order, at end: what begins before it (and is split
// there), and the rest, both in order.
func divide(cuts []cut, end int) (inside, rest []cut) {
	n := 0
	for n < len(cuts) && cuts[n].Start < end {
		n++
	}
	for _, c := range cuts[:n] {
		if c.End > end {
			rest = append(rest, cut{Span: rashomon.Span{Start: end, End: c.End}, mark: c.mark})
			c.End = end
		}
		inside = append(inside, c)
	}
	byStart(inside)
	if len(rest) == 0 {
		return inside, cuts[n:]
	}
	rest = append(rest, cuts[n:]...)
	byStart(rest)
	return inside, rest
}
