package link

import (
	"fmt"
	"math"
	"slices"

	"rashomon"
	"rashomon/internal/names"
)

// evidence is what a comparison of two accounts found: an amount for each
// feature, and the reasons in words.
type evidence struct {
	weights *[features]float64
	amounts [features]float64
	reasons []reason
}

type reason struct {
	feature feature
	why     string
}

func (e *evidence) add(f feature, amount float64, why string) {
	e.amounts[f] += amount
	if why != "" {
		e.reasons = append(e.reasons, reason{f, why})
	}
}

// take takes a feature back.
func (e *evidence) take(f feature) {
	e.amounts[f] = 0
	e.reasons = slices.DeleteFunc(e.reasons, func(r reason) bool { return r.feature == f })
}

// logOdds is the sum of the amounts by their weights.
func (e *evidence) logOdds() float64 {
	sum := 0.0
	for f, amount := range e.amounts {
		sum += e.weights[f] * amount
	}
	return sum
}

// why returns the reasons that speak for the link, or against it, strongest
// first.
func (e *evidence) why(against bool) []string {
	var kept []reason
	for _, r := range e.reasons {
		if (e.weights[r.feature]*e.amounts[r.feature] < 0) == against {
			kept = append(kept, r)
		}
	}
	slices.SortStableFunc(kept, func(a, b reason) int {
		x, y := math.Abs(e.weights[a.feature]*e.amounts[a.feature]), math.Abs(e.weights[b.feature]*e.amounts[b.feature])
		switch {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	var out []string
	for _, r := range kept {
		out = append(out, r.why)
	}
	return out
}

func probability(logOdds float64) float64 { return 1 / (1 + math.Exp(-logOdds)) }

// compare weighs whether accounts i and j tell of one event.
func (s *set) compare(i, j int) *evidence {
	a, b := &s.accounts[i], &s.accounts[j]
	e := &evidence{weights: &s.by.weights}
	e.add(prior, 1, "")
	switch {
	case !a.Main && !b.Main:
		e.add(bothRecall, 1, "")
	case !a.Main || !b.Main:
		e.add(oneRecalls, 1, "")
	}
	compareWhen(e, a, b)
	s.compareWhere(e, a, b)
	s.compareKind(e, a.Kind, b.Kind)
	s.compareParties(e, a, b)
	compareTolls(e, "killed", a.killed, b.killed, killedSame, killedClash)
	compareTolls(e, "injured", a.injured, b.injured, injuredSame, injuredClash)
	if w, rare := s.sharedWord(a.targets, b.targets, a.report); w != "" {
		e.add(targetShared, rare, "both name the target: "+w)
	} else if len(a.targets) > 0 && len(b.targets) > 0 {
		e.add(targetsDiffer, 1, a.targets[0].said+" against "+b.targets[0].said)
	}
	if w, rare := s.sharedWord(a.weapons, b.weapons, a.report); w != "" {
		e.add(weaponShared, rare, "both name the weapon: "+w)
	}
	if a.Main && b.Main && (s.told[a.report].Text == "" || s.told[b.report].Text == "") {
		e.add(textless, 1, "")
	}
	if c, seldom := a.words.meet(b.words); c > 0 {
		why := ""
		if c >= .3 {
			why = fmt.Sprintf("told in like words (%.2f)", c)
		}
		if a.whole && b.whole {
			e.add(namesAlike, min(2, seldom/5), "")
			e.add(wordsAlike, math.Sqrt(c), why)
			e.add(wordsClose, max(0, c-.3), "")
		} else {
			e.add(quotesAlike, math.Sqrt(c), why)
		}
	}
	if c, _ := a.title.meet(b.title); c > 0 {
		why := ""
		if c >= .3 {
			why = fmt.Sprintf("headlines alike (%.2f)", c)
		}
		e.add(titlesAlike, math.Sqrt(c), why)
	}
	if !e.identifies() {
		e.add(unidentified, 1, "no date, place, name, number or wording in common tells that it is one event")
	}
	return e
}

// identifies reports whether anything was found that two different events would
// not easily share.
func (e *evidence) identifies() bool {
	for _, f := range []feature{dateSame, datesOverlap, datesWide, dateAlso, weekdaySame, placeSame, placeInside, victimShared, culpritShared} {
		if e.amounts[f] > 0 {
			return true
		}
	}
	const alike, headlines, telling, seldom = .55, .7, .3, .4 // square root of the likeness of the words; a count of 3 or more; rarity of a place
	return e.amounts[wordsAlike] >= alike || e.amounts[quotesAlike] >= alike || e.amounts[titlesAlike] >= headlines || e.amounts[killedSame] >= telling || e.amounts[placeNamed] >= seldom
}

func (s *set) compareKind(e *evidence, a, b rashomon.Kind) {
	switch {
	case a == "" || b == "" || a == rashomon.OtherEvent || b == rashomon.OtherEvent:
	case a == b:
		e.add(kindSame, s.kinds[a], "same kind: "+string(a))
	case akin(a, b):
		e.add(kindAkin, 1, "")
	default:
		e.add(kindDiffers, 1, fmt.Sprintf("%s against %s", a, b))
	}
}

// kindRarity weighs the kinds of event: 1 for one that a tenth of the accounts are of,
// more for rarer ones, nothing for one that most are of. A few accounts are weighed
// as if they stood among ordinary ones.
func kindRarity(accounts []profile) map[rashomon.Kind]float64 {
	const imagined, each = 20, 2
	rare := map[rashomon.Kind]float64{}
	for _, a := range accounts {
		rare[a.Kind]++
	}
	n := float64(len(accounts) + imagined)
	for k, c := range rare {
		rare[k] = min(2, -math.Log10((c+each)/n))
	}
	return rare
}

// rare returns how rare the rarest of some words of report r is, between 0 and 1.
func (s *set) rare(words string, r int) float64 {
	rare := 0.0
	for _, w := range names.Words(words) {
		rare = max(rare, s.words.mention(w, r))
	}
	return rare
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

func (s *set) compareParties(e *evidence, a, b *profile) {
	if n, ok := shared(a.victims, b.victims); ok {
		amount := 1.0
		if len(names.Words(n)) < 2 {
			amount = .5
		}
		e.add(victimShared, amount, "both name "+n)
	} else if len(a.victims) > 0 && len(b.victims) > 0 {
		e.add(victimsDiffer, math.Sqrt(float64(min(len(a.victims), len(b.victims), 4))), a.victims[0].said+" against "+b.victims[0].said)
	}
	if n, ok := shared(a.perps, b.perps); ok {
		e.add(perpShared, s.rare(n, a.report), "both say who did it: "+n)
		if names.Parse(n).Personal() {
			e.add(culpritShared, 1, "")
		}
	}
}

// compareTolls takes the best agreement of any two counts, by how telling the
// number is; where none agree, by how far the nearest two lie apart.
func compareTolls(e *evidence, verb string, a, b []rashomon.Tally, same, clash feature) {
	if len(a) == 0 || len(b) == 0 {
		return
	}
	best, apart := 0.0, math.Inf(1)
	why := ""
	var x, y rashomon.Tally
	for _, t := range a {
		for _, u := range b {
			if v := agreement(t, u); v > best {
				best = v
				why = fmt.Sprintf("%s and %s %s agree", t, u, verb)
			}
			if d := distance(t, u); d < apart {
				apart, x, y = d, t, u
			}
		}
	}
	switch {
	case best > 0:
		if best < .3 {
			why = ""
		}
		e.add(same, best, why)
	case apart > 0:
		e.add(clash, min(apart, 3), fmt.Sprintf("%s against %s %s", x, y, verb))
	}
}

// agreement is 0 when no number was given twice, and grows with the number: that
// two reports count one dead says little, that both count 37 says much.
func agreement(t, u rashomon.Tally) float64 {
	if t.Vague != "" || u.Vague != "" || !t.Compatible(u) {
		return 0
	}
	n, m := figure(t), figure(u)
	if n != m || n <= 0 {
		return 0
	}
	if t.Min != t.Max && t.Min != rashomon.Open && t.Max != rashomon.Open {
		return .2
	}
	v := min(1, math.Log2(float64(n)+1)/6)
	if n >= 20 && n%10 == 0 {
		v *= .7
	}
	return v
}

// figure is the number that a tally's words give.
func figure(t rashomon.Tally) int {
	if t.Min > 0 {
		return t.Min
	}
	return t.Max
}

// distance is 0 for compatible tallies, or else the logarithm of their ratio.
func distance(t, u rashomon.Tally) float64 {
	if t.Compatible(u) {
		return 0
	}
	n, m := float64(max(1, figure(t))), float64(max(1, figure(u)))
	return math.Abs(math.Log2(n / m))
}
