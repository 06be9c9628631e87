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
}

func (a answer) ends() claim { return a.claims[len(a.claims)-1] }

func (a answer) String() string { return side{lo: a.lo, hi: a.hi, slack: a.slack}.String() }

// toll is one row: all answers on one group of one field.
type toll struct {
	field   rashomon.Field
	group   rashomon.Group
	answers []answer // at most one an origin, in the order of the origins
	denials []claim
	doubted bool // only doubted or predicted counts stand here
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

// groupOf is the class of the people a claim counts.
func groupOf(c claim) rashomon.Group { return c.group }

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
		default:
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
		if g := groupOf(c); !slices.ContainsFunc(rows, func(t toll) bool { return t.group == g }) {
			rows = append(rows, toll{field: f, group: g})
		}
		for i := range rows {
			if rows[i].group == groupOf(c) {
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
	group := s.folding(f)
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
	uncounted := onlyDescribed(said)
	said = basesFirst(said)
	bases := s.bases(said, group)
	for i, c := range said {
		t, _ := c.Tally()
		g := group(c)
		switch t.Relation {
		case rashomon.Additional, rashomon.OfInjured:
			s.add(at, g, c, said[:i], group)
		default:
			lo, hi := s.span(t)
			if t.Approx && hi != endless && at(g, c.col).near(lo, hi, c) {
				continue
			}
			at(g, c.col).hear(lo, hi, wording.Described(c.Claim) && !uncounted || partial(c) || bases[c.ID], c)
		}
	}
	if len(byGroup) == 0 || byGroup[rashomon.People] != nil || countParts(byGroup) > 1 || len(victims) > 0 && countParts(byGroup) == 0 {
		wholes(byGroup, victims, at)
	}
	var out []toll
	for _, g := range sortedKeys(byGroup) {
		row := toll{field: f, group: g}
		for _, col := range sortedKeys(byGroup[g]) {
			row.answers = append(row.answers, *byGroup[g][col])
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

// hear takes in one more count by the same origin. Counts that overlap refine
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
		a.lo, a.hi, a.floor, a.slack, a.parts = lo, hi, floor, 0, ""
	default:
		a.claims = slices.Insert(a.claims, len(a.claims)-1, c)
		return
	}
	a.claims = append(a.claims, c)
}

// bases are the counts on top of which another voice of the same report counts
// further: they are no rival of that voice's number.
func (s *settler) bases(said []claim, group func(claim) rashomon.Group) map[rashomon.ClaimID]bool {
	out := map[rashomon.ClaimID]bool{}
	for i, c := range said {
		if t, _ := c.Tally(); t.Relation != rashomon.Additional {
			continue
		}
		own := slices.ContainsFunc(said[:i], func(b claim) bool { return b.col == c.col })
		for _, b := range slices.Backward(said[:i]) {
			if !own && b.Report == c.Report && (group(b) == rashomon.Attackers) == (group(c) == rashomon.Attackers) {
				out[b.ID] = true
				break
			}
		}
	}
	return out
}

// add takes in a count that stands on top of an earlier one: "four additional",
// "one of the wounded died". With an earlier count by the same origin it makes a
// sum; with one by another voice of the same report only a floor is known; with
// none before it, the count stands by itself.
func (s *settler) add(at func(rashomon.Group, int) *answer, g rashomon.Group, c claim, before []claim, group func(claim) rashomon.Group) {
	t, _ := c.Tally()
	lo, hi := s.span(t)
	own, other, rose := false, false, false
	base := rashomon.Group("")
	for _, b := range before {
		bg := group(b)
		if bg == rashomon.Attackers != (g == rashomon.Attackers) {
			continue
		}
		if b.col == c.col && (base == "" || bg == g || bg == rashomon.People && base != g) {
			own, base = true, bg
		}
		other = other || b.Report == c.Report
		bt, _ := b.Tally()
		rose = rose || b.Report == c.Report && b.col == c.col && bt.Relation == rashomon.Rose && !bareRise(bt)
	}
	switch {
	case rose: // "rose to 17 after three more bodies were found": the three are in the 17
		at(g, c.col).hear(lo, endless, true, c)
	case own && base == g:
		at(g, c.col).grow(lo, hi, c)
	case own:
		at(g, c.col).hear(lo, endless, true, c)
		at(base, c.col).grow(lo, hi, c)
	default:
		at(g, c.col).hear(lo, hi, other || t.Relation == rashomon.OfInjured, c)
	}
}

// basesFirst sets a further count ("four additional") behind a smaller one of the
// same origin that the same report gives later: the smaller cannot hold the further
// count, so both together are what the origin counts.
func basesFirst(said []claim) []claim {
	out := slices.Clone(said)
	for i := 0; i < len(out); i++ {
		c := out[i]
		t, _ := c.Tally()
		same := func(b claim) bool { return b.col == c.col && b.Report == c.Report }
		if t.Relation != rashomon.Additional || slices.ContainsFunc(out[:i], same) {
			continue
		}
		for j := len(out) - 1; j > i; j-- {
			u, _ := out[j].Tally()
			if same(out[j]) && u.Relation == rashomon.Plain && u.Max != rashomon.Open && u.Max < t.Low() && out[j].PartOf == "" {
				out = slices.Insert(slices.Delete(out, i, i+1), j, c)
				i--
				break
			}
		}
	}
	return out
}

// grow adds a further count and keeps in words what the sum is made of.
func (a *answer) grow(lo, hi int, c claim) {
	t, _ := c.Tally()
	further := t.String() + " more"
	if t.Relation == rashomon.OfInjured {
		further = t.String() + " of the injured"
	}
	parts := a.parts
	if parts == "" {
		parts = side{lo: a.lo, hi: a.lo}.String()
	}
	a.sum(lo, hi, c)
	a.parts = parts + " and " + further
}

// sum adds a further count to the answer.
func (a *answer) sum(lo, hi int, c claim) {
	a.lo += lo
	if a.hi = a.hi + hi; a.hi < 0 || hi == endless {
		a.hi = endless
	}
	a.claims = append(a.claims, c)
}

func onlyDescribed(said []claim) bool {
	most := 0
	for _, c := range said {
		if !wording.Described(c.Claim) {
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
	type bounds struct{ lo, hi int }
	wholes, counted := map[bounds]bool{}, map[bounds]bool{}
	for _, c := range s.claims {
		if c.Field != f || !asserts(c) || c.Superseded {
			continue
		}
		g := groupOf(c)
		t, _ := c.Tally()
		lo, hi := s.span(t)
		switch {
		case g == rashomon.People:
			wholes[bounds{lo, hi}] = true
		case g == rashomon.Attackers || c.PartOf != "":
		default:
			if g != part {
				part = g
				parts++
			}
			if !wording.Described(c.Claim) {
				counted[bounds{lo, hi}] = true
			}
		}
	}
	fold := false
	for b := range counted {
		fold = fold || parts == 1 && wholes[b]
	}
	return func(c claim) rashomon.Group {
		if g := groupOf(c); !fold || g != part || c.PartOf != "" {
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
		if !counted[v.col] && floors[v.col] == nil && !slices.ContainsFunc(persons[v.col], func(w claim) bool { return wording.SameName(w.Value.String(), v.Value.String()) }) {
			persons[v.col] = append(persons[v.col], v)
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
	return groupOf(a.ends())
}

// named keeps the victims that a field counts: the hurt for injured, all others
// for killed.
func named(f rashomon.Field, victims []claim) []claim {
	if f != rashomon.Killed && f != rashomon.Injured {
		return nil
	}
	var out []claim
	for _, v := range victims {
		hurt := slices.ContainsFunc(wording.Words(v.Quote), func(w string) bool { return hurtWords[w] })
		if hurt == (f == rashomon.Injured) {
			out = append(out, v)
		}
	}
	return out
}

var hurtWords = set("injured wounded hurt injuries wounds injuring wounding hospitalised hospitalized")
