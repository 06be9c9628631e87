package deed

import (
	"rashomon"
	"rashomon/internal/grammar"
)

// Campaign reports whether the words at span say who did many things before:
// "forces that have attacked", "troops have launched several raids". They are of no
// one incident.
func Campaign(d *grammar.Text, span rashomon.Span) bool {
	first, last := d.Doc.Range(span)
	end := d.Sentence(first).Last
	for i := first; i < min(last+3, end); i++ {
		if w := d.Low(i); w != "has" && w != "have" && w != "had" {
			continue
		}
		if w := d.Low(i - 1); w == "that" || w == "who" || w == "which" {
			return true
		}
		for k := i + 1; k < min(last+9, end); k++ {
			if d.Low(k) == "times" && (grammar.IsNumber(d.Low(k-1)) || d.Low(k-1) == "of") || grammar.AttackPlurals[d.Low(k)] && (grammar.Determiners[d.Low(k-1)] || grammar.IsNumber(d.Low(k-1))) || d.Low(k) == "several" || d.Low(k) == "numerous" {
				return true
			}
		}
	}
	return false
}
