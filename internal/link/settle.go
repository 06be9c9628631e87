package link

import (
	"slices"

	"rashomon"
)

// continuing is how often an account that continues another is of its event, on
// labelled training reports.
const continuing = .75

// going is news i that goes on telling of news k of its own report, and why.
type going struct {
	k, i int
	why  []string
}

// settle gives news that is left alone to other news of its own report, where it goes
// on telling of that. Groups stay in the order received.
func (s *set) settle(groups [][]int) ([][]int, []going) {
	var all []going
	of := make([]int, len(s.accounts))
	for g, members := range groups {
		for _, i := range members {
			of[i] = g
		}
	}
	for first := 0; first < len(s.accounts); {
		last := first + 1
		for last < len(s.accounts) && s.accounts[last].report == s.accounts[first].report {
			last++
		}
		for i := first; i < last; i++ {
			next, ok := s.continued(first, last, i)
			if g := of[i]; ok && len(groups[g]) == 1 {
				h := of[next.k]
				of[i], groups[g] = h, nil
				groups[h] = append(groups[h], i)
				all = append(all, next)
			}
		}
		first = last
	}
	groups = slices.DeleteFunc(groups, func(m []int) bool { return m == nil })
	for _, m := range groups {
		slices.Sort(m)
	}
	slices.SortFunc(groups, func(a, b []int) int { return a[0] - b[0] })
	return groups, all
}

// continued returns the first news among the accounts [first, last) of one report
// that account i goes on telling of; ok is false when i stands by itself. Only news
// that lacks a day or a place is ever taken as going on, and only of news that has
// both: of one of the first few, so that a report of thousands costs what its length does.
func (s *set) continued(first, last, i int) (g going, ok bool) {
	a := &s.accounts[i]
	if !a.Main || a.placed() {
		return going{}, false
	}
	tried := 0
	for k := first; k < last && tried < nearby; k++ {
		if b := &s.accounts[k]; b.Main && b.placed() {
			tried++
			if why, ok := s.continues(a, b); ok {
				return going{k, i, why}, true
			}
		}
	}
	return going{}, false
}

// placed reports whether an account has both a day and a place.
func (p *profile) placed() bool {
	return (p.days.known || p.weekday != none) && len(p.place.parts) > 0
}

// continues reports whether a tells more of b: nothing in a speaks of another event,
// and it gives a toll of b again, or no toll but b's day or place. why is what they
// have in common.
func (s *set) continues(a, b *profile) (why []string, ok bool) {
	e := &evidence{weights: &s.by.weights}
	compareWhen(e, a, b)
	compareWhere(e, a.place, b.place, s.places)
	s.compareKind(e, a.Kind, b.Kind)
	compareTolls(e, "killed", a.killed, b.killed, killedSame, killedClash)
	compareTolls(e, "injured", a.injured, b.injured, injuredSame, injuredClash)
	has := func(features ...feature) bool {
		return slices.ContainsFunc(features, func(f feature) bool { return e.amounts[f] > 0 })
	}
	switch {
	case has(dateNext, dateNear, dateFar, weekdayDiffers, placeSibling, placeDiffers, kindDiffers):
		return nil, false
	case len(a.killed)+len(a.injured) > 0:
		ok = has(killedSame, injuredSame)
	default:
		ok = a.days.known || a.weekday != none || len(a.place.parts) > 0
	}
	return append([]string{"the same report goes on telling of it"}, e.why(false)...), ok
}

// link writes it as a Link.
func (g going) link(s *set) rashomon.Link {
	return rashomon.Link{A: s.accounts[g.k].id, B: s.accounts[g.i].id, Score: continuing, Why: g.why}
}
