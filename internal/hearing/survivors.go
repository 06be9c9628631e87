package hearing

import (
	"slices"
	"strconv"

	"rashomon"
	"rashomon/internal/wording"
)

// Survivors returns the counts of injured without those who died of it. A person told of
// singly is left out where one of dead, the dead told of singly, may be he. Of people hit
// ("four people were shot") the dead, of whom there are from low to high, are taken off:
// whoever is hit is killed or injured.
func Survivors(said, dead []Claim, low, high int) []Claim {
	var out []Claim
	for _, c := range said {
		one := c.Lo == 1 && c.Hi == 1
		switch {
		case IsFurther(c) || high == 0:
		case one && !c.Beside && slices.ContainsFunc(dead, func(d Claim) bool { return d.Report == c.Report && wording.OnePerson(c.Claim, d.Claim) }):
			continue
		case one && c.aged(dead):
		case wording.Hit(c.Claim):
			if c.Lo == c.Hi && low == high {
				c.Less = strconv.Itoa(c.Lo) + " hit less " + strconv.Itoa(low) + " dead"
			}
			if c.Hi != Endless {
				c.Hi -= low
			}
			if c.Lo = max(c.Lo-high, 0); c.Hi <= 0 || c.Lo == 0 && c.Hi == Endless {
				continue // the dead may be all of them
			}
		}
		out = append(out, c)
	}
	return out
}

// aged reports whether one person's age is told and is of none of the dead.
func (c Claim) aged(dead []Claim) bool {
	return c.Age != "" && len(dead) > 0 && !slices.ContainsFunc(dead, func(d Claim) bool { return d.Age == "" || d.Age == c.Age })
}

// Fates says of every person, by the words that the victims stand on, whether he was
// killed or injured; who is not in it has nothing told of him. The victims' ranks are
// indexes into reports.
func Fates(victims []Claim, reports []rashomon.Report) map[int]rashomon.Field {
	known := map[int]rashomon.Field{}
	for _, v := range victims {
		words := v.Quote
		for _, span := range v.Also {
			if v.Rank < len(reports) && span.Valid(reports[v.Rank].Text) {
				words += " " + span.Of(reports[v.Rank].Text)
			}
		}
		if fate := wording.Fate(words); fate != "" && known[v.Person] != rashomon.Killed {
			known[v.Person] = fate
		}
	}
	return known
}
