package extract

import (
	"rashomon"
	"rashomon/internal/tally"
	"rashomon/internal/text"
)

// tolls reads the counts of people killed, injured, missing and captured.
func (d *draft) tolls() []rashomon.Claim {
	times := make([]text.Time, len(d.calendar.times))
	for i, t := range d.calendar.times {
		times[i] = t.Time
	}
	counts := tally.Read(d.grammar, times)
	claims := make([]rashomon.Claim, len(counts))
	for i, n := range counts {
		claims[i] = d.claim(n.Field, n.Tally, n.Span, n.Value)
		claims[i].Also, claims[i].Superseded = n.Also, n.Superseded
	}
	for i, n := range counts {
		if n.OfDead {
			n.Whole = wholeBefore(counts[:i], n)
		}
		if n.Whole >= 0 {
			claims[i].PartOf = claims[n.Whole].Identify().ID
		}
	}
	return claims
}

// wholeBefore returns the index of the last count that n can be a part of, or -1.
func wholeBefore(before []tally.Count, n tally.Count) int {
	for i := len(before) - 1; i >= 0; i-- {
		c := before[i]
		if c.Field == n.Field && c.Whole < 0 && !c.OfDead && c.Tally.Min >= n.Tally.Min && c.Tally.Group == rashomon.People {
			return i
		}
	}
	return -1
}
