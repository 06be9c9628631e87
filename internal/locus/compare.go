package locus

import (
	"fmt"
	"math"
	"strings"

	"rashomon/internal/gazetteer"
	"rashomon/internal/names"
)

// Relation says how the places of two accounts lie.
type Relation uint8

// The relations.
const (
	Unknown Relation = iota // either says none, or nothing finer than a country
	Same
	Inside  // one lies in the other
	Near    // other places, close by
	Sibling // other places that both reports put in one, or opposite sides of one
	Apart
)

// String names the relation in lower case.
func (r Relation) String() string {
	return [...]string{"unknown", "same", "inside", "near", "sibling", "apart"}[min(r, Apart)]
}

// Verdict is the outcome of a comparison. Amount is, by Relation: Same, how rare
// the place is, from 0 for what every report names to 1; Inside, how rare the outer
// one is: a tenth for a country; Apart, 1, 1.5 for places of two countries or far
// from each other, half where the gazetteer has only one of them and the other may
// be in it, a quarter where that other is a street; Near and Sibling, 1.
type Verdict struct {
	Relation Relation
	Amount   float64
}

// Compare says how two places lie. It is the same both ways round.
func Compare(a, b *Place) Verdict {
	f := find(a, b)
	return Verdict{f.relation, f.amount}
}

// ground is what a finding rests on.
type ground uint8

const (
	nothing   ground = iota
	byWord           // a part of both in some spelling: x of a, y of b
	byEntry          // one entry of the gazetteer under names not alike
	byCountry        // the country alone
	byMap            // where the gazetteer has them
	byNames          // names that are not alike
)

// finding is a verdict with what it rests on.
type finding struct {
	relation Relation
	amount   float64
	on       ground
	x, y     int     // parts
	km       float64 // between the entries, -1 unknown
	inner    *Place  // of Inside
}

// Distances in kilometres.
const (
	nearTowns = 10  // up to it two towns are near each other
	nearLoose = 30  // the same, where words say "near"
	farOff    = 150 // from it they are surely apart
	sameName  = 40  // beyond it, places of one name that the reports put elsewhere are two
)

// How rare a name is that the gazetteer lacks, and a country.
const (
	unlisted  = .9
	ofCountry = .1
)

func find(a, b *Place) finding {
	if a.nParts == 0 || b.nParts == 0 {
		return onlyCountry(a, b)
	}
	km := kilometres(a, b)
	m := meet(a, b)
	switch {
	case m.word != "" && a.toward.opposite(b.toward):
		return finding{Sibling, 1, byWord, m.x, m.y, km, nil}
	case m.word != "" && (m.x == 0 && m.y == 0 || a.fine(m.x) && b.fine(m.y)):
		if a.elsewhere(b, km) {
			return apart(a, b, byMap, km)
		}
		return finding{Same, m.rarity(a, b), byWord, m.x, m.y, km, nil}
	case a.entry != 0 && a.entry == b.entry && a.anchor == 0 && b.anchor == 0:
		return finding{Same, float64(a.rare) / 100, byEntry, 0, 0, km, nil}
	case m.word != "" && m.x == 0:
		return finding{Inside, m.rarity(a, b), byWord, m.x, m.y, km, b}
	case m.word != "" && m.y == 0:
		return finding{Inside, m.rarity(a, b), byWord, m.x, m.y, km, a}
	}
	if f, ok := mapped(a, b, km); ok {
		return f
	}
	if m.word != "" || a.entry != 0 && a.entry == b.entry {
		on := byEntry
		if m.word != "" {
			on = byWord
		}
		return finding{Sibling, 1, on, m.x, m.y, km, nil}
	}
	return apart(a, b, byNames, km)
}

// onlyCountry compares where one of them says no more than a country.
func onlyCountry(a, b *Place) finding {
	if a.country == b.country && a.country != [2]byte{} {
		f := finding{Inside, ofCountry, byCountry, 0, 0, -1, nil}
		if a.nParts > 0 {
			f.inner = a
		} else if b.nParts > 0 {
			f.inner = b
		}
		return f
	}
	return finding{relation: Unknown, amount: 1, km: -1}
}

func apart(a, b *Place, on ground, km float64) finding {
	amount := 1.0
	switch {
	case km > farOff, a.country != b.country && a.country != [2]byte{} && b.country != [2]byte{}:
		amount = 1.5
	case a.mayHold(b), b.mayHold(a):
		amount = .5
		if a.street || b.street {
			amount = .25
		}
	}
	return finding{Apart, amount, on, 0, 0, km, nil}
}

// mayHold reports whether q may be anywhere, and so in p.
func (p *Place) mayHold(q *Place) bool { return p.entry != 0 && p.anchor == 0 && q.entry == 0 }

// mapped compares by the map alone, where the gazetteer can say it.
func mapped(a, b *Place, km float64) (finding, bool) {
	inside := func(inner, outer *Place, on ground) (finding, bool) {
		return finding{Inside, float64(outer.rare) / 100, on, 0, 0, km, inner}, true
	}
	switch {
	case a.entry == 0 || b.entry == 0:
		return finding{}, false
	case a.entry == b.entry && a.anchor == 0:
		return inside(b, a, byEntry)
	case a.entry == b.entry && b.anchor == 0:
		return inside(a, b, byEntry)
	case a.entry == b.entry:
		return finding{}, false
	case a.within(b) && b.anchor == 0:
		return inside(a, b, byMap)
	case b.within(a) && a.anchor == 0:
		return inside(b, a, byMap)
	case a.within(b), b.within(a):
		return finding{}, false
	case km <= nearTowns, (a.loose || b.loose) && km <= nearLoose:
		return finding{Near, 1, byMap, 0, 0, km, nil}, true
	}
	return apart(a, b, byMap, km), true
}

// within reports whether the entry of p lies in that of q.
func (p *Place) within(q *Place) bool {
	return q.level != gazetteer.Town && (p.around[0] == q.entry || p.around[1] == q.entry || p.around[2] == q.entry)
}

// elsewhere reports whether places of one name are two: the words of both say
// more, and the gazetteer has them far from each other.
func (p *Place) elsewhere(q *Place, km float64) bool {
	return km > sameName && p.told() && q.told() && !p.within(q) && !q.within(p)
}

// told reports whether the words say where the place lies.
func (p *Place) told() bool { return p.nParts > 1 || p.countries }

// fine reports whether part i of p is finer than its last part.
func (p *Place) fine(i int) bool { return i < int(p.nParts)-1 }

// meeting is the finest part that two places share.
type meeting struct {
	word  string // the longest word that is in both, folded; empty: they share none
	x, y  int    // parts
	whole bool   // all words of either part are in the other
}

// rarity is how rare the shared part is.
func (m meeting) rarity(a, b *Place) float64 {
	r := unlisted
	if a.entry != 0 && m.x >= int(a.anchor) {
		r = min(r, float64(a.rare)/100)
	}
	if b.entry != 0 && m.y >= int(b.anchor) {
		r = min(r, float64(b.rare)/100)
	}
	if !m.whole {
		r /= 2
	}
	return r
}

// meet finds the parts that share a word in some spelling: the least sum of
// indexes, then the longest word.
func meet(a, b *Place) meeting {
	best := meeting{x: mostParts, y: mostParts}
	for i := range int(a.nWords) {
		v := &a.words[i]
		for j := range int(b.nWords) {
			w := &b.words[j]
			if v.key != w.key {
				continue
			}
			x, y := int(v.part), int(w.part)
			finer := x + y - best.x - best.y
			if finer > 0 || finer == 0 && int(v.to-v.from) <= len(best.word) || !names.Alike(a.word(i), b.word(j)) {
				continue
			}
			best.word, best.x, best.y = a.word(i), x, y
		}
	}
	if best.word != "" {
		best.whole = covered(a, best.x, b, best.y) || covered(b, best.y, a, best.x)
	}
	return best
}

// covered reports whether every word of part x of a is in part y of b.
func covered(a *Place, x int, b *Place, y int) bool {
	for i := range int(a.nWords) {
		if int(a.words[i].part) != x {
			continue
		}
		held := false
		for j := range int(b.nWords) {
			held = held || int(b.words[j].part) == y && a.words[i].key == b.words[j].key
		}
		if !held {
			return false
		}
	}
	return true
}

// kilometres between the entries of two places, -1 where either has none.
func kilometres(a, b *Place) float64 {
	if a.entry == 0 || b.entry == 0 {
		return -1
	}
	return gazetteer.Distance(gazetteer.Place{Lat: float64(a.lat), Lon: float64(a.lon)}, gazetteer.Place{Lat: float64(b.lat), Lon: float64(b.lon)})
}

// Why says in words how two places lie; empty when that is unknown.
func Why(a, b *Place) string {
	f := find(a, b)
	switch f.relation {
	case Same:
		switch x, y := a.part(f.x), b.part(f.y); {
		case f.on == byEntry:
			return fmt.Sprintf("%s and %s: one place under two names", x, y)
		case !strings.EqualFold(x, y):
			return fmt.Sprintf("same place: %s and %s", x, y)
		default:
			return "same place: " + x
		}
	case Inside:
		if f.on == byCountry {
			return "same country"
		}
		outer := a
		if f.inner == a {
			outer = b
		}
		in := "in"
		if f.inner.loose && f.inner.entry == outer.entry {
			in = "in or near"
		}
		return fmt.Sprintf("%s is %s %s", f.inner.part(0), in, outer.part(0))
	case Near:
		return fmt.Sprintf("%s is near %s", a.part(0), b.part(0)) + f.away()
	case Sibling:
		switch {
		case a.toward.opposite(b.toward):
			return fmt.Sprintf("%s against %s: opposite sides", a.part(f.x), b.part(f.y))
		case f.on == byWord:
			return fmt.Sprintf("%s against %s, both in %s", a.part(0), b.part(0), a.part(f.x))
		}
		return fmt.Sprintf("%s against %s, both in or near one place", a.part(0), b.part(0))
	case Apart:
		if f.on == byMap && a.part(0) == b.part(0) {
			return fmt.Sprintf("%s against %s", a.said, b.said) + f.away()
		}
		return fmt.Sprintf("%s against %s", a.part(0), b.part(0)) + f.away()
	}
	return ""
}

// away says how far apart the entries are, where that says something.
func (f finding) away() string {
	if f.km < 1 || f.on != byMap {
		return ""
	}
	step := 1.0
	if f.km >= 20 {
		step = 10
	}
	return fmt.Sprintf(", %.0f km apart", math.Round(f.km/step)*step)
}
