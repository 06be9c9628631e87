package voice

import (
	"rashomon"
	"rashomon/internal/grammar"
)

var (
	// versions are what an outlet corrects of its own.
	versions = grammar.LexiconOf(`version versions edition headline story article report dispatch item post tweet caption`)
	// formerly say of an outlet's own words that they stood before.
	formerly = grammar.LexiconOf(`earlier previous previously original originally initial initially incorrectly wrongly mistakenly erroneously`)
	// takesBack are verbs of one who no longer says what they said.
	takesBack = grammar.LexiconOf(`retracted retracts retracting withdrew withdrawn withdraws recanted recants disavowed`)
)

// Retracted reports whether the words at span give what somebody said before and
// says no longer. own is true where that is the outlet itself: "an earlier version
// of this story said".
func (d *Speech) Retracted(span rashomon.Span) (own, back bool) {
	first, _ := d.Doc.Range(span)
	s := d.Sentence(first)
	for i := s.First; i < first; i++ {
		switch w := d.Low(i); {
		case w == ";" || w == "but":
			own, back = false, false
		case formerly[w] && d.ofItself(i, s):
			own, back = true, true
		case takesBack[w] && d.Near(i+1, min(i+6, first), "statement", "report", "claim", "announcement", "figure", "toll", "count"):
			back = true
		}
	}
	return own, back
}

// ofItself reports whether the word at i, "earlier", is said of the report that
// says it: "an earlier version of this story", "this article originally said", "we
// incorrectly reported".
func (d *Speech) ofItself(i int, s grammar.Run) bool {
	if versions[d.Low(i+1)] {
		return d.Low(i+1) == "version" || d.Low(i+1) == "versions" || d.Low(i+2) == "of" && d.Low(i+3) == "this" || d.Low(i-1) == "our"
	}
	if k := i - 1; k >= s.First {
		k -= map[bool]int{true: 1}[grammar.Auxiliary[d.Low(k)]]
		return d.Low(k) == "we" || versions[d.Low(k)] && d.Low(k-1) == "this"
	}
	return false
}
