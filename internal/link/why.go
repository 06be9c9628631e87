package link

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"rashomon"
	"rashomon/internal/locus"
)

// voiced finds the readings of cards, for the words that cards do not keep.
type voiced struct {
	l    *Linker
	read Reports
	kept map[int32]Told // by report
	err  error          // what went wrong first: from then on readings are empty
}

// told returns a report with its accounts in the order of its cards.
func (x *voiced) told(report int32) Told {
	t, ok := x.kept[report]
	if ok {
		return t
	}
	k := x.l.reports[report]
	if x.err == nil {
		t, x.err = x.read(k.id)
	}
	t.Reading.Report, t.Reading.Accounts = k.id, accountsOf(t.Reading)
	if x.err == nil && len(t.Reading.Accounts) != int(k.n) {
		x.err = fmt.Errorf("describe report %s: it has %d accounts and was linked with %d: it was read anew meanwhile; run again", k.id, len(t.Reading.Accounts), k.n)
	}
	if x.err != nil {
		t.Reading.Accounts = make([]rashomon.Account, k.n)
	}
	x.kept[report] = t
	return t
}

// account returns the account of a card.
func (x *voiced) account(i int32) rashomon.Account {
	report := x.l.cards[i].report
	return x.told(report).Reading.Accounts[i-x.l.reports[report].first]
}

// why writes the reasons that speak for a link, or against it, strongest first.
func (l *Linker) why(e *evidence, i, j int32, x *voiced, against bool) []string {
	var found []feature
	for f, amount := range e.amounts {
		if w := l.by.weights[f] * amount; amount > 0 && (w < 0) == against {
			found = append(found, feature(f))
		}
	}
	weight := func(f feature) float64 { return math.Abs(l.by.weights[f] * e.amounts[f]) }
	slices.SortStableFunc(found, func(f, g feature) int { return cmp.Compare(weight(g), weight(f)) })
	r := reasons{l: l, e: e, a: &l.cards[i], b: &l.cards[j], i: i, j: j, x: x}
	var out []string
	for _, f := range found {
		if why := r.of(f); why != "" {
			out = append(out, strings.ToValidUTF8(why, "\uFFFD"))
		}
	}
	return out
}

// reasons writes what was found in comparing two cards.
type reasons struct {
	l    *Linker
	e    *evidence
	a, b *card
	i, j int32
	x    *voiced
}

// of is the reason for one feature in words; empty where it is none for people.
func (r *reasons) of(f feature) string {
	switch {
	case f >= dateSame && f <= weekdayDiffers:
		return r.when(f)
	case f >= placeSame && f <= placeNamed && f != placeUnknown:
		return r.where(f)
	}
	a, b := r.a, r.b
	switch f {
	case kindSame:
		return "same kind: " + string(a.kind)
	case kindDiffers:
		return fmt.Sprintf("%s against %s", a.kind, b.kind)
	case victimShared:
		return "both name " + r.l.shared(a.parties, b.parties, true).said
	case victimsDiffer:
		return a.victim() + " against " + b.victim()
	case perpShared:
		return "both say who did it: " + r.l.shared(a.parties, b.parties, false).said
	case killedSame, killedClash:
		return r.tolls(f == killedSame, rashomon.Killed)
	case injuredSame, injuredClash:
		return r.tolls(f == injuredSame, rashomon.Injured)
	case capturedSame, capturedClash:
		return r.tolls(f == capturedSame, rashomon.Captured)
	case targetShared:
		return "both name the target: " + r.word(rashomon.Target)
	case targetsDiffer:
		return r.first(r.i, rashomon.Target) + " against " + r.first(r.j, rashomon.Target)
	case weaponShared:
		return "both name the weapon: " + r.word(rashomon.Weapon)
	case wordsAlike, quotesAlike:
		return likely("told in like words", r.e.amounts[f])
	case titlesAlike:
		return likely("headlines alike", r.e.amounts[f])
	case unidentified:
		return "no date, place, name, number or wording in common tells that it is one event"
	}
	return ""
}

// victim is the first victim that a card names.
func (c *card) victim() string {
	return c.parties[slices.IndexFunc(c.parties, func(p party) bool { return p.victim })].said
}

// likely says how alike words are, where that is worth saying: root is the square root
// of their cosine.
func likely(what string, root float64) string {
	if c := root * root; c >= .3 {
		return fmt.Sprintf("%s (%.2f)", what, c)
	}
	return ""
}

func (r *reasons) when(f feature) string {
	a, b := r.a, r.b
	switch f {
	case dateSame:
		return "same date: " + a.days.String()
	case datesOverlap, datesWide:
		return "dates overlap: " + narrower(a.days, b.days).String()
	case dateAlso:
		return "one also names " + alsoNamed(a, b).String()
	case weekdaySame, weekdayDiffers:
		return r.weekdays(f == weekdaySame)
	case toldClose, toldFar:
		return r.news(f == toldClose)
	case dateFar:
		if !a.days.known || !b.days.known {
			return "told before it happened"
		}
	}
	return fmt.Sprintf("%s against %s", a.days, b.days)
}

func (r *reasons) weekdays(same bool) string {
	a, b := r.a, r.b
	if a.days.known {
		a, b = b, a
	}
	day := time.Weekday(a.weekday)
	switch {
	case !b.days.known && same:
		return "both on a " + day.String()
	case !b.days.known:
		return fmt.Sprintf("%s against %s", day, time.Weekday(b.weekday))
	case same:
		return fmt.Sprintf("%s was a %s", b.days, day)
	}
	return fmt.Sprintf("%s against %s", b.days, day)
}

func (r *reasons) news(close bool) string {
	a, b := r.a, r.b
	if b.days.known {
		a, b = b, a
	}
	switch {
	case a.days.known && close:
		return "told within days of each other"
	case a.days.known:
		return fmt.Sprintf("told %d days later", late(a, b))
	case close:
		return "published within days of each other"
	}
	return fmt.Sprintf("published %d days apart", max(a.told-b.told, b.told-a.told))
}

func (r *reasons) where(f feature) string {
	if f != placeNamed {
		return locus.Why(&r.a.place, &r.b.place)
	}
	a, b := r.a, r.b
	if r.l.named(b, a) > r.l.named(a, b) {
		a, b = b, a
	}
	best, rare := 0, -1.0
	for i, key := range a.named {
		if v := r.l.rare.Of(key); key != 0 && v > rare && r.l.mentions(b, key) {
			best, rare = i, v
		}
	}
	return "both reports name " + a.place.SaidOf(best)
}

// tolls writes two counts that agree, where the number says something, or differ.
func (r *reasons) tolls(agree bool, field rashomon.Field) string {
	of, _ := harmOf(field)
	x, y, _ := closest(r.a.counts, r.b.counts, of)
	t, u := r.tally(r.i, field, x), r.tally(r.j, field, y)
	switch {
	case !agree:
		return fmt.Sprintf("%s against %s %s", t, u, field)
	case agreement(x, y) >= .3:
		return fmt.Sprintf("%s and %s %s agree", t, u, field)
	}
	return ""
}

// tally is the count of a card as its account has it.
func (r *reasons) tally(i int32, field rashomon.Field, x count) rashomon.Tally {
	for _, c := range r.x.account(i).Claims {
		if t, ok := c.Value.(rashomon.Tally); ok && c.Field == field && bears(c) && countOf(t, x.of) == x {
			return t
		}
	}
	return x.tally()
}

// word is the rarest word of a field that both cards have, as the first account says it.
func (r *reasons) word(field rashomon.Field) string {
	best, rare := "", -1.0
	for _, c := range r.x.account(r.i).Claims {
		for _, w := range r.words(c, field) {
			x := thing(w.folded, field == rashomon.Weapon)
			if slices.Contains(r.b.things, x) && r.l.rareThing(x) > rare {
				best, rare = w.said, r.l.rareThing(x)
			}
		}
	}
	return best
}

func (r *reasons) words(c rashomon.Claim, field rashomon.Field) []spoken {
	if v, ok := c.Value.(rashomon.Words); ok && c.Field == field && bears(c) {
		return telling(string(v))
	}
	return nil
}

// first is the first word that a card has of a field.
func (r *reasons) first(i int32, field rashomon.Field) string {
	for _, c := range r.x.account(i).Claims {
		if words := r.words(c, field); len(words) > 0 {
			return words[0].said
		}
	}
	return string(field)
}
