package reconcile

import (
	"cmp"
	"slices"

	"rashomon"
)

// seat is where an answer stands: a group and an origin.
type seat struct {
	group rashomon.Group
	col   int
}

// further is a count on top of an earlier one: "four additional", "one of the
// wounded died". The same count of the same people by the same origin is one
// statement, however many reports carry it.
type further struct {
	relation rashomon.Relation
	group    rashomon.Group
	bounds
}

// stated is a further count with the claim that first has it.
type stated struct {
	further
	claim claim
}

// hearing is what the origins say of one field, report by report.
type hearing struct {
	group     func(claim) rashomon.Group
	told      map[seat][]answer // one for each report, then one for each base
	counts    map[int]bool      // origins that give a count of their own, not on top of another
	uncounted bool              // nobody counts, all describe
	loose     []looseCount
}

// looseCount is a further count whose base is not in its own report.
type looseCount struct {
	further
	claim claim
	floor bool // another voice of the report counts before it
}

// hear takes in the claims report by report, then the further counts that stand on
// what another report has.
func hear(said []claim, group func(claim) rashomon.Group) *hearing {
	h := &hearing{group: group, told: map[seat][]answer{}, counts: map[int]bool{}, uncounted: onlyDescribed(said)}
	for _, c := range said {
		h.counts[c.Column] = h.counts[c.Column] || !isFurther(c)
	}
	for len(said) > 0 {
		n := slices.IndexFunc(said, func(c claim) bool { return c.Report != said[0].Report })
		if n < 0 {
			n = len(said)
		}
		h.report(said[:n])
		said = said[n:]
	}
	for k := range h.told {
		h.told[k] = byBase(h.told[k])
	}
	slices.SortStableFunc(h.loose, func(a, b looseCount) int {
		return cmp.Or(cmp.Compare(groupPlace(a.group), groupPlace(b.group)), cmp.Compare(a.lo, b.lo), cmp.Compare(a.hi, b.hi), cmp.Compare(a.relation, b.relation))
	})
	for _, l := range h.loose {
		h.place(l)
	}
	return h
}

// further is the statement that a further count makes.
func (h *hearing) further(c claim) further {
	t, _ := c.Tally()
	return further{t.Relation, h.group(c), c.bounds}
}

func isFurther(c claim) bool {
	t, _ := c.Tally()
	return t.Relation == rashomon.Additional || t.Relation == rashomon.OfInjured
}

// report takes in what one report has: of two counts by one origin that do not
// overlap, the larger is the whole of the smaller.
func (h *hearing) report(said []claim) {
	here := map[seat]*answer{}
	at := func(g rashomon.Group, col int) *answer {
		k := seat{g, col}
		if here[k] == nil {
			here[k] = &answer{col: col, hi: endless, floor: true}
		}
		return here[k]
	}
	said = basesFirst(said)
	bases := h.bases(said)
	for i, c := range said {
		t, _ := c.Tally()
		lo, hi := c.lo, c.hi
		a := at
		switch {
		case isFurther(c):
			h.add(at, c, said, i)
		case t.Approx && hi != endless && a(h.group(c), c.Column).near(lo, hi, c):
		default:
			a(h.group(c), c.Column).hear(lo, hi, c.vague && !h.uncounted || partial(c) || bases[c.ID], c)
		}
	}
	for _, c := range said { // a full count behind a further one holds it
		if a := here[seat{h.group(c), c.Column}]; isFurther(c) && a != nil && !a.has(h.further(c)) {
			a.more = append(a.more, stated{h.further(c), c})
		}
	}
	for k, a := range here {
		h.told[k] = append(h.told[k], *a)
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
		same := func(b claim) bool { return b.Column == c.Column && b.Report == c.Report }
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

// bases are the counts on top of which another voice of the same report counts
// further: they are no rival of that voice's number.
func (h *hearing) bases(said []claim) map[rashomon.ClaimID]bool {
	out := map[rashomon.ClaimID]bool{}
	for i, c := range said {
		if t, _ := c.Tally(); t.Relation != rashomon.Additional || h.counts[c.Column] {
			continue
		}
		own := slices.ContainsFunc(said[:i], func(b claim) bool { return b.Column == c.Column })
		for _, b := range slices.Backward(said[:i]) {
			if !own && h.together(b, c) {
				out[b.ID] = true
				break
			}
		}
	}
	return out
}

// together reports whether two claims count attackers both, or both others.
func (h *hearing) together(a, b claim) bool {
	return (h.group(a) == rashomon.Attackers) == (h.group(b) == rashomon.Attackers)
}

// add takes in a further count. With an earlier count by the same origin it makes a
// sum; with one by another voice of the same report only a floor is known; with
// none in its report, it waits for what the other reports have.
func (h *hearing) add(at func(rashomon.Group, int) *answer, c claim, said []claim, i int) {
	t, _ := c.Tally()
	more := h.further(c)
	lo, g := more.lo, more.group
	own, other, rose := false, false, false
	base := rashomon.Group("")
	for _, b := range said[:i] {
		bg := h.group(b)
		if !h.together(b, c) {
			continue
		}
		mine := b.Column == c.Column && !h.waits(b)
		if mine && (base == "" || bg == g || bg == rashomon.People && base != g) {
			own, base = true, bg
		}
		other = other || b.Column != c.Column
		bt, _ := b.Tally()
		rose = rose || mine && bt.Relation == rashomon.Rose && !bareRise(bt)
	}
	switch {
	case rose: // "rose to 17 after three more bodies were found": the three are in the 17
		at(g, c.Column).hear(lo, endless, true, c)
	case own && base == g:
		at(g, c.Column).grow(more, c)
	case own:
		at(g, c.Column).hear(lo, endless, true, c)
		at(base, c.Column).grow(more, c)
	case slices.ContainsFunc(said[i+1:], func(b claim) bool { return b.Column == c.Column && !isFurther(b) && h.group(b) == g }):
		at(g, c.Column).hear(lo, more.hi, other || t.Relation == rashomon.OfInjured, c)
	default:
		h.loose = append(h.loose, looseCount{more, c, other || t.Relation == rashomon.OfInjured})
	}
}

// waits reports whether a claim is a further count that found no base in its report.
func (h *hearing) waits(c claim) bool {
	return slices.ContainsFunc(h.loose, func(l looseCount) bool { return l.claim.ID == c.ID })
}

// place sets a further count on the lowest count that its origin gives elsewhere,
// unless it stands there already. With none it stands by itself.
func (h *hearing) place(l looseCount) {
	own := seat{l.group, l.claim.Column}
	k := own
	if len(h.told[k]) == 0 {
		for other := range h.told {
			if other.col == k.col && (other.group == rashomon.Attackers) == (k.group == rashomon.Attackers) &&
				(len(h.told[k]) == 0 || groupPlace(other.group) < groupPlace(k.group)) {
				k = other
			}
		}
	}
	tellings := h.told[k]
	if len(tellings) == 0 {
		a := answer{col: k.col, hi: endless, floor: true}
		a.hear(l.lo, l.hi, l.floor, l.claim)
		a.more = []stated{{l.further, l.claim}}
		h.told[k] = []answer{a}
		return
	}
	said := slices.IndexFunc(tellings, func(a answer) bool { return a.has(l.further) })
	if said < 0 {
		said = 0 // byBase has the lowest first
	}
	if !l.claim.news.before(tellings[said].ends().news) {
		tellings[said].grow(l.further, l.claim)
	}
	if k != own {
		a := answer{col: own.col, hi: endless, floor: true}
		a.hear(l.lo, endless, true, l.claim)
		a.more = []stated{{l.further, l.claim}}
		h.told[own] = []answer{a}
	}
}

// has reports whether a further count is in the sum.
func (a answer) has(m further) bool {
	return slices.ContainsFunc(a.more, func(s stated) bool { return s.further == m })
}

// grow adds a further count, once, and keeps in words what the sum is made of.
func (a *answer) grow(more further, c claim) {
	if a.has(more) {
		a.claims = slices.Insert(a.claims, len(a.claims)-1, c)
		return
	}
	if a.base == nil {
		b := *a
		b.claims = slices.Clone(a.claims)
		a.base = &b
	}
	t, _ := c.Tally()
	words := t.String() + " more"
	if t.Relation == rashomon.OfInjured {
		words = t.String() + " of the injured"
	}
	parts := cmp.Or(a.parts, side{lo: a.lo, hi: a.lo}.String())
	a.sum(more.lo, more.hi, c)
	a.parts, a.more = parts+" and "+words, append(slices.Clip(a.more), stated{more, c})
}

// sum adds to the answer.
func (a *answer) sum(lo, hi int, c claim) {
	a.lo += lo
	if a.hi = a.hi + hi; a.hi < 0 || hi == endless {
		a.hi = endless
	}
	a.claims = append(slices.Clip(a.claims), c)
}

// byBase makes one answer of those of several reports that start from one count, and
// adds to it every further count that any of them has. The lowest comes first.
func byBase(reports []answer) []answer {
	type bounds struct {
		lo, hi, slack int
		floor         bool
	}
	at := map[bounds]int{}
	var out []answer
	for _, a := range reports {
		b := a
		if a.base != nil {
			b = *a.base
		}
		key := bounds{b.lo, b.hi, b.slack, b.floor}
		n, ok := at[key]
		if !ok {
			at[key] = len(out)
			out = append(out, a)
			continue
		}
		out[n] = withAll(out[n], a)
	}
	slices.SortStableFunc(out, func(a, b answer) int { return cmp.Or(cmp.Compare(a.lo, b.lo), cmp.Compare(a.hi, b.hi)) })
	return out
}

// withAll adds to an answer what another from the same base has.
func withAll(a, b answer) answer {
	claims := slices.Clone(b.claims)
	for _, m := range b.more {
		if !a.has(m.further) {
			a.grow(m.further, m.claim)
			claims = slices.DeleteFunc(claims, func(c claim) bool { return c.ID == m.claim.ID })
		}
	}
	a.claims = slices.Insert(slices.Clone(a.claims), len(a.claims)-1, claims...)
	return a
}

// merged makes one answer of what one origin says in several reports, none of which
// is known to be the later. Counts that overlap refine each other; of those that do
// not, the lowest and the highest stand.
func merged(tellings []answer) answer {
	exact := slices.DeleteFunc(slices.Clone(tellings), func(a answer) bool { return a.slack > 0 })
	var sets []answer // each with a number in common
	slices.SortStableFunc(exact, func(a, b answer) int { return cmp.Or(cmp.Compare(a.hi, b.hi), cmp.Compare(a.lo, b.lo)) })
	for _, a := range exact {
		if n := len(sets); n > 0 && a.lo <= sets[n-1].hi {
			sets[n-1] = refined(sets[n-1], a)
		} else {
			sets = append(sets, a)
		}
	}
	for _, a := range tellings {
		if a.slack == 0 {
			continue
		}
		if n := slices.IndexFunc(sets, func(b answer) bool { return b.lo-a.slack <= a.hi && a.lo-a.slack <= b.hi }); n >= 0 {
			sets[n].claims = append(slices.Clone(a.claims), sets[n].claims...)
		} else {
			sets = append(sets, a)
		}
	}
	out := slices.MaxFunc(sets, func(a, b answer) int { return cmp.Or(cmp.Compare(a.hi, b.hi), cmp.Compare(a.lo, b.lo)) })
	least := slices.MinFunc(sets, func(a, b answer) int { return cmp.Compare(a.lo, b.lo) })
	if len(sets) == 1 {
		return out
	}
	var claims []claim
	for _, a := range sets {
		claims = append(claims, a.claims...)
	}
	last, low := out.ends(), least.ends()
	claims = append(slices.DeleteFunc(claims, func(c claim) bool { return c.ID == last.ID }), last)
	slack := out.slack
	if least.slack == 0 {
		slack = 0
	}
	return answer{col: out.col, lo: least.lo, hi: out.hi, slack: slack, floor: out.floor && least.floor, claims: claims, low: &low, top: out.lo}
}

// refined is what two answers with a number in common say together; the claim that
// narrows it most is the last.
func refined(a, b answer) answer {
	closer, wider := a, b
	if b.lo > a.lo || b.lo == a.lo && b.hi < a.hi {
		closer, wider = b, a
	}
	closer.lo, closer.hi, closer.floor = max(a.lo, b.lo), min(a.hi, b.hi), a.floor && b.floor
	closer.claims = append(slices.Clone(wider.claims), closer.claims...)
	return closer
}
