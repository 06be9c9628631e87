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
	counts := tally.OrDeath(d.grammar, tally.Read(d.grammar, times))
	claims := make([]rashomon.Claim, len(counts))
	for i, n := range counts {
		claims[i] = d.claim(n.Field, n.Tally, n.Span, n.Value)
		claims[i].Also, claims[i].Superseded = n.Also, n.Superseded
	}
	for i, n := range counts {
		if n.Whole >= 0 {
			claims[i].PartOf = claims[n.Whole].Identify().ID
		}
	}
	return claims
}
