package link

import (
	"math"
	"slices"

	"rashomon"
	"rashomon/internal/locus"
)

// evidence is what a comparison of two accounts found: an amount for each feature.
// Their reasons in words are made when somebody asks (why.go).
type evidence struct {
	amounts [features]float64
}

func (e *evidence) add(f feature, amount float64) { e.amounts[f] += amount }

// logOdds is the sum of the amounts by their weights.
func (e *evidence) logOdds(by *table) float64 {
	sum := 0.0
	for f, amount := range &e.amounts {
		sum += by.weights[f] * amount
	}
	return sum
}

func probability(logOdds float64) float64 { return 1 / (1 + math.Exp(-logOdds)) }

// odds are the log odds that two accounts tell of one event.
func (l *Linker) odds(i, j int32) float64 {
	var e evidence
	l.compare(&e, &l.cards[i], &l.cards[j])
	return e.logOdds(l.by)
}

// compare weighs whether two accounts tell of one event. Which comes first does not
// matter.
func (l *Linker) compare(e *evidence, a, b *card) {
	e.add(prior, 1)
	switch {
	case !a.main && !b.main:
		e.add(bothRecall, 1)
	case !a.main || !b.main:
		e.add(oneRecalls, 1)
	}
	compareWhen(e, a, b)
	l.compareWhere(e, a, b)
	compareKind(e, a.kind, b.kind)
	l.compareParties(e, a, b)
	compareTolls(e, a.killed, b.killed, killedSame, killedClash)
	compareTolls(e, a.injured, b.injured, injuredSame, injuredClash)
	if rare, ok := l.sharedWord(a.targets, b.targets); ok {
		e.add(targetShared, rare)
	} else if len(a.targets) > 0 && len(b.targets) > 0 {
		e.add(targetsDiffer, 1)
	}
	if rare, ok := l.sharedWord(a.weapons, b.weapons); ok {
		e.add(weaponShared, rare)
	}
	if a.main && b.main && (!l.reports[a.report].text || !l.reports[b.report].text) {
		e.add(textless, 1)
	}
	compareWords(e, a, b)
	if !e.identifies() {
		e.add(unidentified, 1)
	}
}

// compareWhere adds what the places of a and b say. Where they do not meet, the
// place of one may still stand in the other's text.
func (l *Linker) compareWhere(e *evidence, a, b *card) {
	comparePlaces(e, a, b)
	if e.amounts[placeSame] > 0 || e.amounts[placeInside] == 1 {
		return
	}
	if rare := max(l.named(a, b), l.named(b, a)); rare > .3 {
		e.add(placeNamed, rare)
		e.amounts[placeDiffers] = 0
	}
}

func comparePlaces(e *evidence, a, b *card) {
	if !a.place.Placed() || !b.place.Placed() {
		e.add(placeUnknown, 1)
	}
	switch v := locus.Compare(&a.place, &b.place); v.Relation {
	case locus.Same:
		e.add(placeSame, v.Amount)
	case locus.Inside:
		e.add(placeInside, v.Amount)
	case locus.Near:
		e.add(placeNear, v.Amount)
	case locus.Sibling:
		e.add(placeSibling, v.Amount)
	case locus.Apart:
		e.add(placeDiffers, v.Amount)
	}
}

// named returns how rare the rarest word of a's place is that b's report holds, 0 to 1.
func (l *Linker) named(a, b *card) (rare float64) {
	for _, key := range a.named {
		if l.mentions(b, key) {
			rare = max(rare, l.rare.Of(key)/rarityMost)
		}
	}
	return rare
}

// mentions reports whether a word is among the telling ones of an account or of its
// report's news.
func (l *Linker) mentions(c *card, key uint32) bool {
	if c.words.Holds(key) {
		return true
	}
	lead := l.reports[c.report].lead
	return lead != none && &l.cards[lead] != c && l.cards[lead].words.Holds(key)
}

func compareWords(e *evidence, a, b *card) {
	if c, seldom := a.words.Meet(b.words); c > 0 {
		if a.whole && b.whole {
			e.add(namesAlike, min(2, seldom/5))
			e.add(wordsAlike, math.Sqrt(c))
			e.add(wordsClose, max(0, c-.3))
		} else {
			e.add(quotesAlike, math.Sqrt(c))
		}
	}
	if c, _ := a.title.Meet(b.title); c > 0 {
		e.add(titlesAlike, math.Sqrt(c))
	}
}

// identifies reports whether anything was found that two different events would
// not easily share.
func (e *evidence) identifies() bool {
	for _, f := range [...]feature{dateSame, datesOverlap, datesWide, dateAlso, weekdaySame, placeSame, placeInside, victimShared, culpritShared} {
		if e.amounts[f] > 0 {
			return true
		}
	}
	const alike, headlines, telling, seldom = .55, .7, .3, .4 // square root of the likeness of the words; a count of 3 or more; rarity of a place
	return e.amounts[wordsAlike] >= alike || e.amounts[quotesAlike] >= alike || e.amounts[titlesAlike] >= headlines || e.amounts[killedSame] >= telling || e.amounts[placeNamed] >= seldom
}

// sharedWord returns how rare the rarest word is that both lists hold, between 0 and 1.
func (l *Linker) sharedWord(a, b []uint32) (rare float64, ok bool) {
	for _, x := range a {
		if slices.Contains(b, x) {
			rare, ok = max(rare, l.rare.Of(x)/rarityMost), true
		}
	}
	return rare, ok
}

func compareKind(e *evidence, a, b rashomon.Kind) {
	switch {
	case a == "" || b == "" || a == rashomon.OtherEvent || b == rashomon.OtherEvent:
	case a == b:
		e.add(kindSame, kindsRare[a])
	case akin(a, b):
		e.add(kindAkin, 1)
	default:
		e.add(kindDiffers, 1)
	}
}

// akin reports whether one event is easily told as either kind.
func akin(a, b rashomon.Kind) bool {
	return slices.ContainsFunc(akinKinds, func(k [2]rashomon.Kind) bool { return k == [2]rashomon.Kind{a, b} || k == [2]rashomon.Kind{b, a} })
}

var akinKinds = [][2]rashomon.Kind{
	{rashomon.AirStrike, rashomon.Shelling}, {rashomon.AirStrike, rashomon.Chemical}, {rashomon.Shelling, rashomon.Chemical},
	{rashomon.Shelling, rashomon.Clash}, {rashomon.Shelling, rashomon.Bombing}, {rashomon.Clash, rashomon.Shooting},
	{rashomon.Clash, rashomon.Execution}, {rashomon.Shooting, rashomon.Execution}, {rashomon.Clash, rashomon.Bombing},
	{rashomon.AirStrike, rashomon.Bombing}, {rashomon.Shooting, rashomon.Bombing},
}

func (l *Linker) compareParties(e *evidence, a, b *card) {
	if n := l.shared(a.victims, b.victims); n != nil {
		amount := 1.0
		if n.parts < 2 {
			amount = .5
		}
		e.add(victimShared, amount)
	} else if len(a.victims) > 0 && len(b.victims) > 0 {
		e.add(victimsDiffer, math.Sqrt(float64(min(len(a.victims), len(b.victims), 4))))
	}
	if n := l.shared(a.perps, b.perps); n != nil {
		e.add(perpShared, float64(n.rare))
		if n.personal {
			e.add(culpritShared, 1)
		}
	}
}

// shared returns the longest name that both hold in some spelling, nil when there is
// none.
func (l *Linker) shared(a, b []party) *party {
	var best *party
	for i := range a {
		for j := range b {
			x, y := &a[i], &b[j]
			if (x.longer(best) || y.longer(best)) && l.parsed.same(x, y) {
				if best = x; y.longer(x) {
					best = y
				}
			}
		}
	}
	return best
}

func (p *party) longer(q *party) bool {
	return q == nil || len(p.said) > len(q.said) || len(p.said) == len(q.said) && p.said < q.said
}

// compareTolls takes the best agreement of any two counts, by how telling the
// number is; where none agree, by how far the nearest two lie apart.
func compareTolls(e *evidence, a, b []count, same, clash feature) {
	if len(a) == 0 || len(b) == 0 {
		return
	}
	switch x, y, apart := closest(a, b); {
	case apart == 0 && agreement(x, y) > 0:
		e.add(same, agreement(x, y))
	case apart > 0:
		e.add(clash, min(apart, 3))
	}
}

// closest returns the two counts that agree best, or else those that lie least far
// apart, and how far.
func closest(a, b []count) (x, y count, apart float64) {
	best := 0.0
	apart = math.Inf(1)
	for _, t := range a {
		for _, u := range b {
			v, d := agreement(t, u), distance(t, u)
			if v > best || best == 0 && d < apart {
				x, y, best, apart = t, u, v, d
			}
		}
	}
	return x, y, apart
}

// agreement is 0 when no number was given twice, and grows with the number: that
// two reports count one dead says little, that both count 37 says much.
func agreement(t, u count) float64 {
	if t.vague || u.vague || !t.tally().Compatible(u.tally()) {
		return 0
	}
	n, m := t.figure(), u.figure()
	if n != m || n <= 0 {
		return 0
	}
	if t.low != t.high && t.low != rashomon.Open && t.high != rashomon.Open {
		return .2
	}
	v := min(1, math.Log2(float64(n)+1)/6)
	if n >= 20 && n%10 == 0 {
		v *= .7
	}
	return v
}

// distance is 0 for compatible tallies, or else the logarithm of their ratio.
func distance(t, u count) float64 {
	if t.tally().Compatible(u.tally()) {
		return 0
	}
	n, m := float64(max(1, t.figure())), float64(max(1, u.figure()))
	return math.Abs(math.Log2(n / m))
}
