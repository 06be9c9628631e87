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
	compareTolls(e, a, b)
	l.compareThings(e, a, b)
	if a.main && b.main && (!l.reports[a.report].text || !l.reports[b.report].text) {
		e.add(textless, 1)
	}
	compareWords(e, a, b)
	if !e.identifies() {
		e.add(unidentified, 1)
	}
}

// onlyCountry is what locus gives for one place inside the other where no more than
// the country is common.
const onlyCountry = .1

// compareWhere adds what the places of a and b say. Where they do not meet, the
// place of one may still stand in the other's text.
func (l *Linker) compareWhere(e *evidence, a, b *card) {
	comparePlaces(e, a, b)
	if e.amounts[placeSame] > 0 || e.amounts[placeInside] > onlyCountry {
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
		if key != 0 && l.mentions(b, key) {
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
	for _, f := range [...]feature{dateSame, datesOverlap, datesWide, dateAlso, weekdaySame, placeSame, victimShared, culpritShared} {
		if e.amounts[f] > 0 {
			return true
		}
	}
	const alike, headlines, telling, seldom = .55, .7, .3, .4 // square root of the likeness of the words; a count of 3 or more; rarity of a place
	return e.amounts[placeInside] > onlyCountry || e.amounts[wordsAlike] >= alike || e.amounts[quotesAlike] >= alike || e.amounts[titlesAlike] >= headlines || e.amounts[killedSame] >= telling || e.amounts[placeNamed] >= seldom
}

// compareThings adds what was hit, and with what.
func (l *Linker) compareThings(e *evidence, a, b *card) {
	shared, met, mine, yours := [2]float64{}, [2]bool{}, false, false
	for _, x := range a.things {
		mine = mine || x&1 == 0
		if slices.Contains(b.things, x) {
			shared[x&1], met[x&1] = max(shared[x&1], l.rareThing(x)), true
		}
	}
	for _, y := range b.things {
		yours = yours || y&1 == 0
	}
	switch {
	case met[0]:
		e.add(targetShared, shared[0])
	case mine && yours:
		e.add(targetsDiffer, 1)
	}
	if met[1] {
		e.add(weaponShared, shared[1])
	}
}

// rareThing is how rare the word of a thing is, 0 to 1: one of the two numbers is the
// word's own.
func (l *Linker) rareThing(x uint32) float64 {
	return min(l.rare.Of(x&^1), l.rare.Of(x|1)) / rarityMost
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
	if n := l.shared(a.parties, b.parties, true); n != nil {
		amount := 1.0
		if n.parts < 2 {
			amount = .5
		}
		e.add(victimShared, amount)
	} else if few := min(a.victims(), b.victims(), 4); few > 0 {
		e.add(victimsDiffer, math.Sqrt(float64(few)))
	}
	if n := l.shared(a.parties, b.parties, false); n != nil {
		e.add(perpShared, float64(n.rare))
		if n.personal {
			e.add(culpritShared, 1)
		}
	}
}

// shared returns the longest name that both hold in some spelling, of victims or of
// others, nil when there is none.
func (l *Linker) shared(a, b []party, victims bool) *party {
	var best *party
	for i := range a {
		for j := range b {
			x, y := &a[i], &b[j]
			if x.victim == victims && y.victim == victims && (x.longer(best) || y.longer(best)) && l.parsed.same(x, y) {
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

// victims is how many victims a card names.
func (c *card) victims() (n int) {
	for _, p := range c.parties {
		if p.victim {
			n++
		}
	}
	return n
}

// compareTolls takes, of each toll, the best agreement of any two counts, by how
// telling the number is; where none agree, by how far the nearest two lie apart.
func compareTolls(e *evidence, a, b *card) {
	if len(a.counts) == 0 || len(b.counts) == 0 {
		return
	}
	for of, f := range [...][2]feature{dead: {killedSame, killedClash}, hurt: {injuredSame, injuredClash}, taken: {capturedSame, capturedClash}} {
		switch x, y, apart := closest(a.counts, b.counts, harm(of)); {
		case apart == 0 && agreement(x, y) > 0:
			e.add(f[0], agreement(x, y))
		case apart > 0 && !math.IsInf(apart, 1):
			e.add(f[1], min(apart, 3))
		}
	}
}

// closest returns the two counts of a toll that agree best, or else those that lie
// least far apart, and how far: infinitely where one has none.
func closest(a, b []count, of harm) (x, y count, apart float64) {
	best := 0.0
	apart = math.Inf(1)
	for _, t := range a {
		if t.of != of {
			continue
		}
		for _, u := range b {
			if u.of != of {
				continue
			}
			if v := agreement(t, u); v > best {
				x, y, best, apart = t, u, v, 0
			} else if best == 0 && apart > 0 {
				if d := distance(t, u); d < apart {
					x, y, apart = t, u, d
				}
			}
		}
	}
	return x, y, apart
}

// agreement is 0 when no number was given twice, and grows with the number: that
// two reports count one dead says little, that both count 37 says much.
func agreement(t, u count) float64 {
	n := t.figure()
	if n != u.figure() || n <= 0 || t.vague || u.vague || !t.tally().Compatible(u.tally()) {
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
