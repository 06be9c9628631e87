package reconcile

import (
	"slices"

	"rashomon"
	"rashomon/internal/hearing"
	"rashomon/internal/wording"
)

// survivors returns the counts of injured without those who died of it. A person told of
// singly is left out where one who may be he is told of as dead. Of people hit ("four people
// were shot") the dead are taken off: whoever is hit is killed or injured.
func (s *settler) survivors(said, claims []claim, n int) []claim {
	if !slices.ContainsFunc(claims, func(c claim) bool { return c.Field == rashomon.Killed || c.Field == rashomon.Victim }) {
		return said
	}
	var dead []claim
	for _, c := range claims {
		if c.Field == rashomon.Killed && asserts(c) && c.Lo == 1 && c.Hi == 1 {
			dead = append(dead, c)
		}
	}
	low, high := s.dead(claims, n)
	var out []claim
	for _, c := range said {
		hit := wording.Hit(c.Claim)
		switch {
		case hearing.IsFurther(c) || high == 0:
		case c.Lo == 1 && c.Hi == 1 && !wording.Beside(c.Claim) && slices.ContainsFunc(dead, func(d claim) bool { return d.Report == c.Report && wording.OnePerson(c.Claim, d.Claim) }):
			continue
		case c.Lo == 1 && c.Hi == 1 && aged(c, dead):
		case hit:
			if c.Hi != hearing.Endless {
				c.Hi -= low
			}
			if c.Lo = max(c.Lo-high, 0); c.Hi <= 0 || c.Lo == 0 && c.Hi == hearing.Endless {
				continue // the dead may be all of them
			}
		}
		out = append(out, c)
	}
	return out
}

// aged reports whether one person's age is told and is of none of the dead.
func aged(c claim, dead []claim) bool {
	age := wording.Age(c.Quote)
	return age != "" && len(dead) > 0 && !slices.ContainsFunc(dead, func(d claim) bool {
		other := wording.Age(d.Quote)
		return other == "" || other == age
	})
}

// dead returns the least and the most of the dead who are no attackers.
func (s *settler) dead(claims []claim, n int) (low, high int) {
	for _, t := range s.tolls(rashomon.Killed, claims, n) {
		if sides := t.sides(); len(sides) > 0 && t.group != rashomon.Attackers && (t.group == rashomon.People || high == 0) {
			r := t.span(sides)
			low, high = max(low, r.Low.N), max(high, r.High.N)
		}
	}
	return low, high
}

// fates says of the victims, by all that is told of each person, whether he was killed or
// injured. Of whom nothing is told is taken to have died where nobody is counted and nothing
// told of any: a report of no count that names its victims tells of their death.
func (s *settler) fates(victims []int) {
	known := map[int]rashomon.Field{}
	for _, i := range victims {
		v := s.claims[i]
		if fate := wording.Fate(s.words(v)); fate != "" && known[v.Person] != rashomon.Killed {
			known[v.Person] = fate
		}
	}
	silent := len(known) == 0 && !slices.ContainsFunc(s.claims, func(c claim) bool {
		return (c.Field == rashomon.Killed || c.Field == rashomon.Injured) && asserts(c)
	})
	for _, i := range victims {
		if v := &s.claims[i]; silent {
			v.Fate = rashomon.Killed
		} else {
			v.Fate = known[v.Person]
		}
	}
}

// words are all the words that a claim stands on.
func (s *settler) words(c claim) string {
	all := c.Quote
	if r := s.rankOf(c.Report); r < len(s.reports) {
		for _, span := range c.Also {
			if text := s.reports[r].Text; span.Valid(text) {
				all += " " + span.Of(text)
			}
		}
	}
	return all
}
