package reconcile

import (
	"slices"

	"rashomon"
	"rashomon/internal/hearing"
)

// survivors returns the counts of injured without those who died of it.
func (s *settler) survivors(said, claims []claim, n int) []claim {
	var dead []claim
	victims := false
	for _, c := range claims {
		if c.Field == rashomon.Killed && hearing.Asserts(c) && c.Lo == 1 && c.Hi == 1 {
			dead = append(dead, c)
		}
		victims = victims || c.Field == rashomon.Killed || c.Field == rashomon.Victim
	}
	if !victims {
		return said
	}
	low, high := 0, 0
	for _, t := range s.tolls(rashomon.Killed, claims, n) {
		if sides := t.sides(); len(sides) > 0 && t.group != rashomon.Attackers && (t.group == rashomon.People || high == 0) {
			r := t.span(sides)
			low, high = max(low, r.Low.N), max(high, r.High.N)
		}
	}
	return hearing.Survivors(said, dead, low, high)
}

// fates says of the victims whether they were killed or injured. Of whom nothing is told is
// taken to have died where nobody is counted and nothing told of any: a report of no count
// that names its victims tells of their death.
func (s *settler) fates(victims []int) {
	var all []claim
	for _, i := range victims {
		all = append(all, s.claims[i])
	}
	known := hearing.Fates(all, s.reports)
	silent := len(known) == 0 && !slices.ContainsFunc(s.claims, func(c claim) bool {
		return (c.Field == rashomon.Killed || c.Field == rashomon.Injured) && hearing.Asserts(c)
	})
	for _, i := range victims {
		v := &s.claims[i]
		if v.Fate = known[v.Person]; silent {
			v.Fate = rashomon.Killed
		}
	}
}
