package link

import (
	"rashomon"
)

// continuing is how often an account that continues another is of its event, on
// labelled training reports.
const continuing = .75

// firstFew is how many accounts of a report each other one is held against, so that a
// report of thousands costs what its length does.
const firstFew = 40

// follow finds, for each new account of a report that lacks a day or a place, the
// first news with both that it goes on telling of. It joins that where it is linked
// with nothing else (home).
func (l *Linker) follow(k known) {
	for i := k.first; i < k.first+k.n; i++ {
		a := &l.cards[i]
		if !a.main || a.placed() {
			continue
		}
		tried := 0
		for j := k.first; j < k.first+k.n && tried < firstFew; j++ {
			if b := &l.cards[j]; b.main && b.placed() {
				tried++
				if _, ok := l.continues(a, b); ok {
					a.follows = j
					break
				}
			}
		}
	}
}

// home is the group whose event a card tells of: its own, or, alone there, that of the
// news that it follows.
func (l *Linker) home(i int32) int32 {
	if f := l.cards[i].follows; f != none && l.members[l.group[i]] == nil {
		return l.group[f]
	}
	return l.group[i]
}

// placed reports whether an account has both a day and a place.
func (c *card) placed() bool {
	return (c.days.known || c.weekday != none) && c.place.Placed()
}

// continues reports whether a tells more of b: nothing in a speaks of another event,
// and it gives a toll of b again, or no toll but b's day or place. e is what they
// have in common.
func (l *Linker) continues(a, b *card) (e evidence, ok bool) {
	compareWhen(&e, a, b)
	comparePlaces(&e, a, b)
	compareKind(&e, a.kind, b.kind)
	compareTolls(&e, a, b)
	has := func(features ...feature) bool {
		for _, f := range features {
			if e.amounts[f] > 0 {
				return true
			}
		}
		return false
	}
	switch {
	case has(dateNext, dateNear, dateFar, weekdayDiffers, placeSibling, placeDiffers, kindDiffers):
		return e, false
	case len(a.counts) > 0:
		ok = has(killedSame, injuredSame, capturedSame)
	default:
		ok = a.days.known || a.weekday != none || a.place.Placed()
	}
	return e, ok
}

// going is the link of a card with the news that it follows.
func (l *Linker) going(i int32, x *voiced) rashomon.Link {
	f := l.cards[i].follows
	e, _ := l.continues(&l.cards[i], &l.cards[f])
	why := append([]string{"the same report goes on telling of it"}, l.why(&e, i, f, x, false)...)
	return rashomon.Link{A: l.account(f), B: l.account(i), Score: continuing, Why: why}
}
