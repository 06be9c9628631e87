package hearing

import (
	"slices"
	"strings"

	"rashomon"
)

// list is how many persons a report tells of one by one, and the claims that do.
type list struct {
	n      int
	claims []Claim
}

// take takes in a list as the least that there were.
func (a *Answer) take(l list) {
	last := len(l.claims) - 1
	if a.hear(l.n, Endless, true, l.claims[last]); a.Ends().ID == l.claims[last].ID {
		a.Claims = slices.Insert(a.Claims, len(a.Claims)-1, l.claims[:last]...)
	}
}

// lists returns the lists of persons in what one report says of a field: "a woman and two
// men", by one origin in one breath, and single persons of different ages.
func lists(said []Claim) []list {
	var out []list
	for i := 0; i < len(said); {
		l := list{said[i].Lo, said[i : i+1 : i+1]}
		most, and, j := l.n, false, i+1
		for ; j < len(said) && inList(said[j-1], said[j]); j++ {
			l.n, l.claims, most = l.n+said[j].Lo, append(l.claims, said[j]), max(most, said[j].Lo)
			and = and || strings.Contains(between(said[j-1], said[j]), " and ")
		}
		if and && 2*most != l.n || and && j == i+2 { // of three, one may be the whole of the others
			out = append(out, l)
		}
		i = j
	}
	var aged []Claim
	for _, c := range said {
		if c.Age != "" && counted(c) && !slices.ContainsFunc(aged, func(b Claim) bool { return b.Age == c.Age }) {
			aged = append(aged, c)
		}
	}
	if len(aged) > 1 {
		out = append(out, list{len(aged), aged})
	}
	return out
}

// inList reports whether the words of one claim go on with those of the other: they share
// the verb.
func inList(a, b Claim) bool {
	return a.Column == b.Column && counted(a) && counted(b) && a.PartOf == "" && b.PartOf == "" && a.ValueSpan.End <= b.ValueSpan.Start &&
		(a.Span.Covers(b.ValueSpan) || b.Span.Covers(a.ValueSpan)) && between(a, b) != ""
}

// counted reports whether a claim counts people once, and for good.
func counted(c Claim) bool {
	t, _ := c.Tally()
	return c.Lo == c.Hi && c.Lo > 0 && !t.Approx && (t.Relation == rashomon.Plain || c.Beside)
}

// between returns the words from the one count to the other, as the longer quote has them.
func between(a, b Claim) string {
	for _, c := range []Claim{a, b} {
		from, to := a.ValueSpan.End-c.Span.Start, b.ValueSpan.Start-c.Span.Start
		if c.Span.End-c.Span.Start == len(c.Quote) && 0 <= from && from <= to && to <= len(c.Quote) {
			return c.Quote[from:to]
		}
	}
	return ""
}
