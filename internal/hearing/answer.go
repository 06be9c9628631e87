package hearing

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"rashomon"
)

// Answer is what one origin now says of one toll: the bounds, and the claims
// they stand on, the one that gives the number last. A floor only says how many
// there were at least: a part of the whole, persons described but not counted.
type Answer struct {
	Col    int // whose: the column of its origin
	Lo, Hi int
	Slack  int // "about 40" may be a tenth less or more
	Floor  bool
	Parts  string // what a sum or a difference is made of: "2 and 4 more", "4 hit less 3 dead"
	Claims []Claim
	Low    *Claim   // the claim of the low end, where it is another than the last
	Top    int      // the greatest number said, where the upper bound is open
	base   *Answer  // of a sum: what it was before the first further count
	more   []stated // of a sum: the further counts
}

// Ends is the claim that gives the number.
func (a Answer) Ends() Claim { return a.Claims[len(a.Claims)-1] }

// Lowest is the claim of the low end.
func (a Answer) Lowest() Claim {
	if a.Low != nil {
		return *a.Low
	}
	return a.Ends()
}

// String writes the bounds: "12", "at least 12", "up to 40", "10 to 15".
func (a Answer) String() string {
	top := a.Lo
	if a.Hi == Endless {
		top = max(top, a.Top)
	}
	return Number(a.Lo, a.Hi, a.Slack, top)
}

// Number writes the bounds of a count of which top is the greatest number said.
func Number(lo, hi, slack, top int) string {
	switch {
	case slack > 0 && lo < hi:
		return fmt.Sprintf("about %d to %d", lo, hi)
	case slack > 0:
		return fmt.Sprintf("about %d", hi)
	case hi == Endless && top > lo:
		return fmt.Sprintf("%d to %d or more", lo, top)
	case hi == Endless:
		return fmt.Sprintf("at least %d", lo)
	case lo == hi:
		return strconv.Itoa(lo)
	case lo == 0:
		return fmt.Sprintf("up to %d", hi)
	}
	return fmt.Sprintf("%d to %d", lo, hi)
}

// near takes in an approximate count. As the first it leaves slack; after another
// that lies within its slack it changes nothing. It reports whether it is done.
func (a *Answer) near(lo, hi int, c Claim) bool {
	switch {
	case len(a.Claims) == 0:
		*a = Answer{Col: a.Col, Lo: lo, Hi: hi, Slack: hi / 10, Claims: []Claim{c}}
		return true
	case a.Lo <= hi+hi/10 && lo-lo/10 <= a.Hi:
		a.Claims = slices.Insert(a.Claims, 0, c)
		return true
	}
	return false
}

// hear takes in one more count by the same origin in the same report. Counts that overlap refine
// each other; of two that do not, the larger is the whole of the smaller.
func (a *Answer) hear(lo, hi int, floor bool, c Claim) {
	if floor {
		hi = Endless
	}
	switch {
	case len(a.Claims) == 0 || a.Slack > 0 && lo <= a.Hi+a.Slack && a.Lo-a.Slack <= hi:
		a.Lo, a.Hi, a.Floor, a.Slack, a.Parts = lo, hi, floor, 0, c.Less
	case lo <= a.Hi && a.Lo <= hi:
		if lo >= a.Lo && hi <= a.Hi && (lo > a.Lo || hi < a.Hi) || lo > a.Lo {
			a.Claims = append(a.Claims, c)
			if a.base == nil {
				a.Parts = c.Less
			}
		} else {
			a.Claims = slices.Insert(a.Claims, len(a.Claims)-1, c)
		}
		a.Lo, a.Hi, a.Floor = max(lo, a.Lo), min(hi, a.Hi), a.Floor && floor
		return
	case lo > a.Hi:
		a.Lo, a.Hi, a.Floor, a.Slack, a.Parts, a.base, a.more = lo, hi, floor, 0, c.Less, nil, nil
	default:
		a.Claims = slices.Insert(a.Claims, len(a.Claims)-1, c)
		return
	}
	a.Claims = append(a.Claims, c)
}

func onlyDescribed(said []Claim) bool {
	most := 0
	for _, c := range said {
		if !c.Vague {
			return false
		}
		t, _ := c.Tally()
		if most != 0 && t.Max != most {
			return false
		}
		most = t.Max
	}
	return true
}

// has reports whether a further count is in the sum.
func (a Answer) has(m More) bool {
	return slices.ContainsFunc(a.more, func(s stated) bool { return s.More == m })
}

// grow adds a further count, once, and keeps in words what the sum is made of.
func (a *Answer) grow(more More, c Claim) {
	if a.has(more) {
		a.Claims = slices.Insert(a.Claims, len(a.Claims)-1, c)
		return
	}
	if a.base == nil {
		b := *a
		b.Claims = slices.Clone(a.Claims)
		a.base = &b
	}
	t, _ := c.Tally()
	words := t.String() + " more"
	if t.Relation == rashomon.OfInjured {
		words = t.String() + " of the injured"
	}
	parts := cmp.Or(a.Parts, strconv.Itoa(a.Lo))
	a.sum(more.Lo, more.Hi, c)
	a.Parts, a.more = parts+" and "+words, append(slices.Clip(a.more), stated{more, c})
}

// sum adds to the answer.
func (a *Answer) sum(lo, hi int, c Claim) {
	a.Lo += lo
	if a.Hi = a.Hi + hi; a.Hi < 0 || hi == Endless {
		a.Hi = Endless
	}
	a.Claims = append(slices.Clip(a.Claims), c)
}

// More is a count on top of an earlier one: "four additional", "one of the
// wounded died". The same count of the same people by the same origin is one
// statement, however many reports carry it.
type More struct {
	Relation rashomon.Relation
	Group    rashomon.Group
	Bounds
}

// MoreOf is the statement that a further count makes. group says in which row it is.
func MoreOf(c Claim, group func(Claim) rashomon.Group) More {
	t, _ := c.Tally()
	return More{t.Relation, group(c), c.Bounds}
}

// stated is a further count with the claim that first has it.
type stated struct {
	More
	claim Claim
}

func countParts(byGroup map[rashomon.Group]map[int]*Answer) int {
	n := 0
	for g := range byGroup {
		if g != rashomon.People && g != rashomon.Attackers {
			n++
		}
	}
	return n
}

// wholes gives an origin that counts no whole, or less than one of its parts, the floor
// that its parts, or the persons it names, set.
func wholes(byGroup map[rashomon.Group]map[int]*Answer, victims []Claim, at func(rashomon.Group, int) *Answer) {
	counted := map[int]bool{}
	floors := map[int]*Answer{}
	for col, a := range byGroup[rashomon.People] {
		if counted[col] = !a.Floor; a.Floor {
			floors[col] = a
		}
	}
	for _, g := range sorted(byGroup) {
		for _, col := range sorted(byGroup[g]) {
			a := byGroup[g][col]
			if g == rashomon.Attackers || g == rashomon.People || a.Lo == 0 {
				continue
			}
			if whole := byGroup[rashomon.People][col]; counted[col] {
				if whole.Hi < a.Lo { // the part holds more: what was taken for the whole is less than one
					floors[col] = &Answer{Col: col, Lo: a.Lo, Hi: Endless, Floor: true, Claims: append(slices.Clip(whole.Claims), a.Ends())}
					counted[col] = false
				}
				continue
			}
			if floors[col] == nil {
				floors[col] = &Answer{Col: col, Hi: Endless, Floor: true}
			}
			f := floors[col]
			switch {
			case slices.ContainsFunc(f.Claims, func(c Claim) bool { return c.ID == a.Ends().ID }): // it is in a list
			case len(f.Claims) > 0 && apart(f.Ends(), a.Ends()):
				f.sum(a.Lo, Endless, a.Ends())
			default:
				f.hear(a.Lo, Endless, true, a.Ends())
			}
		}
	}
	for col, f := range floors {
		*at(rashomon.People, col) = *f
	}
	naming(byGroup, victims, at)
}

// naming gives an origin that counts nobody the floor of the persons whom it names. Names
// that outnumber every count of the whole are of more than this toll.
func naming(byGroup map[rashomon.Group]map[int]*Answer, victims []Claim, at func(rashomon.Group, int) *Answer) {
	most := 0
	for g, answers := range byGroup {
		for _, a := range answers {
			if (g == rashomon.People || g == rashomon.Civilians) && !a.Floor {
				most = max(most, a.Hi)
			}
		}
	}
	persons := map[int][]Claim{}
	for _, v := range victims {
		if byGroup[rashomon.People][v.Column] == nil && !slices.ContainsFunc(persons[v.Column], func(w Claim) bool { return w.Person == v.Person }) {
			persons[v.Column] = append(persons[v.Column], v)
		}
	}
	for col, list := range persons {
		if most == 0 || len(list) <= most {
			*at(rashomon.People, col) = Answer{Col: col, Lo: len(list), Hi: Endless, Floor: true, Claims: list}
		}
	}
}

// disjoint and ages are groups of which no one is in two. Of ages only numbers tell: "the
// man" may be the boy told of before.
var (
	disjoint = map[rashomon.Group]bool{rashomon.Civilians: true, rashomon.Fighters: true, rashomon.Soldiers: true, rashomon.Officers: true}
	ages     = map[rashomon.Group]bool{rashomon.Children: true, rashomon.Women: true, rashomon.Men: true}
)

// apart reports whether no one is counted by both claims.
func apart(a, b Claim) bool {
	return a.Class != b.Class && (disjoint[a.Class] && disjoint[b.Class] || ages[a.Class] && ages[b.Class] && !a.Vague && !b.Vague) || a.Side != "" && b.Side != "" && a.Side != b.Side
}
