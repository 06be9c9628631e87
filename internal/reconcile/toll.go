package reconcile

import (
	"cmp"
	"math"
	"slices"

	"rashomon"
	"rashomon/internal/wording"
)

// endless is the upper bound of a count that its words leave open.
const endless = math.MaxInt

// answer is what one origin now says of one toll: the bounds, and the claims
// they stand on, the one that gives the number last. A floor only says how many
// there were at least: a part of the whole, persons described but not counted.
type answer struct {
	col    int
	lo, hi int
	slack  int // "about 40" may be a tenth less or more
	floor  bool
	parts  string // what a sum is made of: "2 and 4 more"
	claims []claim
	low    *claim   // the claim of the low end, where it is another than the last
	top    int      // the greatest number said, where the upper bound is open
	base   *answer  // of a sum: what it was before the first further count
	more   []stated // of a sum: the further counts
}

func (a answer) ends() claim { return a.claims[len(a.claims)-1] }

// lowest is the claim of the low end.
func (a answer) lowest() claim {
	if a.low != nil {
		return *a.low
	}
	return a.ends()
}

func (a answer) String() string {
	return side{lo: a.lo, hi: a.hi, slack: a.slack, answers: []*answer{&a}}.String()
}

// toll is one row: all answers on one group of one field.
type toll struct {
	field   rashomon.Field
	group   rashomon.Group
	answers []*answer // at most one an origin, in the order of the origins
	denials []claim
	doubted bool // only doubted counts stand here
}

// span returns the bounds of a tally under the policy's codebook.
func (s *settler) span(t rashomon.Tally) (lo, hi int) {
	lo, hi = t.Low(), t.Max
	if iv, ok := s.policy.Codebook.Words[t.Vague]; ok && t.Vague != "" {
		lo = iv.Min
		if hi != rashomon.Open {
			hi = iv.Max
		}
	}
	if hi == rashomon.Open {
		hi = endless
	}
	return lo, hi
}

// asserts reports whether a claim puts its number forward.
func asserts(c claim) bool {
	switch c.Attribution.Stance {
	case rashomon.Denies, rashomon.Doubts, rashomon.Predicts, rashomon.Threats:
		return false
	}
	return true
}

// tolls gathers the rows of one field from the claims that stand, in the order
// of the groups.
func (s *settler) tolls(f rashomon.Field, claims []claim) []toll {
	var said, denied, doubted, victims []claim
	for _, c := range claims {
		switch {
		case c.Field == rashomon.Victim && asserts(c):
			victims = append(victims, c)
		case c.Field != f:
		case asserts(c):
			said = append(said, c)
		case c.Attribution.Stance == rashomon.Denies:
			denied = append(denied, c)
		case c.Attribution.Stance == rashomon.Doubts: // what is threatened or foretold has not happened
			doubted = append(doubted, c)
		}
	}
	if slices.ContainsFunc(said, func(c claim) bool { return !rises(c) }) { // "the toll rose" is no count
		said = slices.DeleteFunc(said, rises)
	}
	onlyDoubts := len(said) == 0 && len(doubted) > 0
	if onlyDoubts {
		said = doubted
	}
	rows := s.rows(f, said, named(f, victims))
	for _, c := range denied {
		if g := c.group; !slices.ContainsFunc(rows, func(t toll) bool { return t.group == g }) {
			rows = append(rows, toll{field: f, group: g})
		}
		for i := range rows {
			if rows[i].group == c.group {
				rows[i].denials = append(rows[i].denials, c)
			}
		}
	}
	for i := range rows {
		rows[i].doubted = onlyDoubts
	}
	slices.SortStableFunc(rows, func(a, b toll) int { return cmp.Compare(groupPlace(a.group), groupPlace(b.group)) })
	return rows
}

func groupPlace(g rashomon.Group) int {
	order := []rashomon.Group{rashomon.People, rashomon.Civilians, rashomon.Children, rashomon.Women, rashomon.Men, rashomon.Fighters,
		rashomon.Soldiers, rashomon.Officers, rashomon.Medics, rashomon.Reporters, rashomon.Attackers}
	if i := slices.Index(order, g); i >= 0 {
		return i
	}
	return len(order)
}

// rows answers each group, then the whole from its parts.
func (s *settler) rows(f rashomon.Field, said, victims []claim) []toll {
	h := hear(said, s.folded[f])
	byGroup := map[rashomon.Group]map[int]*answer{}
	at := func(g rashomon.Group, col int) *answer {
		if byGroup[g] == nil {
			byGroup[g] = map[int]*answer{}
		}
		if byGroup[g][col] == nil {
			byGroup[g][col] = &answer{col: col, hi: endless, floor: true}
		}
		return byGroup[g][col]
	}
	for k, tellings := range h.told {
		*at(k.group, k.col) = merged(tellings)
	}
	if len(byGroup) == 0 || byGroup[rashomon.People] != nil || countParts(byGroup) > 1 || len(victims) > 0 && countParts(byGroup) == 0 {
		wholes(byGroup, victims, at)
	}
	var out []toll
	for _, g := range sortedKeys(byGroup) {
		row := toll{field: f, group: g}
		for _, col := range sortedKeys(byGroup[g]) {
			row.answers = append(row.answers, byGroup[g][col])
		}
		out = append(out, row)
	}
	return out
}

// near takes in an approximate count. As the first it leaves slack; after another
// that lies within its slack it changes nothing. It reports whether it is done.
func (a *answer) near(lo, hi int, c claim) bool {
	switch {
	case len(a.claims) == 0:
		*a = answer{col: a.col, lo: lo, hi: hi, slack: hi / 10, claims: []claim{c}}
		return true
	case a.lo <= hi+hi/10 && lo-lo/10 <= a.hi:
		a.claims = slices.Insert(a.claims, 0, c)
		return true
	}
	return false
}

// hear takes in one more count by the same origin in the same report. Counts that overlap refine
// each other; of two that do not, the larger is the whole of the smaller.
func (a *answer) hear(lo, hi int, floor bool, c claim) {
	if floor {
		hi = endless
	}
	switch {
	case len(a.claims) == 0 || a.slack > 0 && lo <= a.hi+a.slack && a.lo-a.slack <= hi:
		a.lo, a.hi, a.floor, a.slack = lo, hi, floor, 0
	case lo <= a.hi && a.lo <= hi:
		if lo >= a.lo && hi <= a.hi && (lo > a.lo || hi < a.hi) || lo > a.lo {
			a.claims = append(a.claims, c)
		} else {
			a.claims = slices.Insert(a.claims, len(a.claims)-1, c)
		}
		a.lo, a.hi, a.floor = max(lo, a.lo), min(hi, a.hi), a.floor && floor
		return
	case lo > a.hi:
		a.lo, a.hi, a.floor, a.slack, a.parts, a.base, a.more = lo, hi, floor, 0, "", nil, nil
	default:
		a.claims = slices.Insert(a.claims, len(a.claims)-1, c)
		return
	}
	a.claims = append(a.claims, c)
}

func onlyDescribed(said []claim) bool {
	most := 0
	for _, c := range said {
		if !c.vague {
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

// folding says which row a claim belongs to. Where the reports count one class of
// people only ("two fighters") and another origin's count of all people agrees,
// both count the same persons: the class is folded into the whole.
func (s *settler) folding(f rashomon.Field) func(claim) rashomon.Group {
	var part rashomon.Group
	parts := 0
	wholes, counted := map[bounds]bool{}, map[bounds]bool{}
	for _, c := range s.claims {
		if c.Field != f || !asserts(c) || c.Superseded {
			continue
		}
		g := c.group
		switch {
		case g == rashomon.People:
			wholes[c.bounds] = true
		case g == rashomon.Attackers || c.PartOf != "":
		default:
			if g != part {
				part = g
				parts++
			}
			if !c.vague {
				counted[c.bounds] = true
			}
		}
	}
	fold := false
	for b := range counted {
		fold = fold || parts == 1 && wholes[b]
	}
	return func(c claim) rashomon.Group {
		if g := c.group; !fold || g != part || c.PartOf != "" {
			return g
		}
		return rashomon.People
	}
}

func countParts(byGroup map[rashomon.Group]map[int]*answer) int {
	n := 0
	for g := range byGroup {
		if g != rashomon.People && g != rashomon.Attackers {
			n++
		}
	}
	return n
}

// wholes gives an origin that counts no whole the floor that its parts, or the
// persons it names, set.
func wholes(byGroup map[rashomon.Group]map[int]*answer, victims []claim, at func(rashomon.Group, int) *answer) {
	counted := map[int]bool{}
	floors := map[int]*answer{}
	for col, a := range byGroup[rashomon.People] {
		if counted[col] = !a.floor; a.floor {
			floors[col] = a
		}
	}
	for _, g := range sortedKeys(byGroup) {
		for _, col := range sortedKeys(byGroup[g]) {
			a := byGroup[g][col]
			if g == rashomon.Attackers || g == rashomon.People || counted[col] || a.lo == 0 {
				continue
			}
			if floors[col] == nil {
				floors[col] = &answer{col: col, hi: endless, floor: true}
			}
			f := floors[col]
			switch {
			case disjoint[g] && disjoint[f.group()] && g != f.group():
				f.sum(a.lo, endless, a.ends())
			default:
				f.hear(a.lo, endless, true, a.ends())
			}
		}
	}
	for col, f := range floors {
		*at(rashomon.People, col) = *f
	}
	persons := map[int][]claim{}
	for _, v := range victims {
		if !counted[v.Column] && floors[v.Column] == nil && !slices.ContainsFunc(persons[v.Column], func(w claim) bool { return w.person == v.person }) {
			persons[v.Column] = append(persons[v.Column], v)
		}
	}
	for col, list := range persons {
		*at(rashomon.People, col) = answer{col: col, lo: len(list), hi: endless, floor: true, claims: list}
	}
}

// disjoint are the groups of which no one is in two.
var disjoint = map[rashomon.Group]bool{rashomon.Civilians: true, rashomon.Fighters: true, rashomon.Soldiers: true, rashomon.Officers: true}

// group is the group of the claim that last set the answer; empty when there is none.
func (a answer) group() rashomon.Group {
	if len(a.claims) == 0 {
		return ""
	}
	return a.ends().group
}

// named keeps the victims that a field counts: the hurt for injured, all others
// for killed.
func named(f rashomon.Field, victims []claim) []claim {
	if f != rashomon.Killed && f != rashomon.Injured {
		return nil
	}
	var out []claim
	for _, v := range victims {
		if wording.Hurt(v.Quote) == (f == rashomon.Injured) {
			out = append(out, v)
		}
	}
	return out
}
