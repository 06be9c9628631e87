package hearing

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

// hearing is what the origins say of one field, report by report.
type hearing struct {
	group     func(Claim) rashomon.Group
	told      map[seat][]Answer // one for each report, then one for each base
	counts    map[int]bool      // origins that give a count of their own, not on top of another
	uncounted bool              // nobody counts, all describe
	loose     []looseCount
}

// looseCount is a further count whose base is not in its own report.
type looseCount struct {
	More
	claim Claim
	floor bool // another voice of the report counts before it
}

// hear takes in the claims report by report, then the further counts that stand on
// what another report has.
func hear(said []Claim, group func(Claim) rashomon.Group) *hearing {
	h := &hearing{group: group, told: map[seat][]Answer{}, counts: map[int]bool{}, uncounted: onlyDescribed(said)}
	for _, c := range said {
		h.counts[c.Column] = h.counts[c.Column] || !IsFurther(c)
	}
	for len(said) > 0 {
		n := slices.IndexFunc(said, func(c Claim) bool { return c.Report != said[0].Report })
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
		return cmp.Or(cmp.Compare(GroupPlace(a.Group), GroupPlace(b.Group)), cmp.Compare(a.Lo, b.Lo), cmp.Compare(a.Hi, b.Hi), cmp.Compare(a.Relation, b.Relation))
	})
	for _, l := range h.loose {
		h.place(l)
	}
	return h
}

// report takes in what one report has: of two counts by one origin that do not
// overlap, the larger is the whole of the smaller.
func (h *hearing) report(said []Claim) {
	here := map[seat]*Answer{}
	at := func(g rashomon.Group, col int) *Answer {
		k := seat{g, col}
		if here[k] == nil {
			here[k] = &Answer{Col: col, Hi: Endless, Floor: true}
		}
		return here[k]
	}
	said = basesFirst(said)
	bases := h.bases(said)
	for i, c := range said {
		t, _ := c.Tally()
		lo, hi := c.Lo, c.Hi
		a := at
		switch {
		case IsFurther(c):
			h.add(at, c, said, i)
		case t.Approx && hi != Endless && a(h.group(c), c.Column).near(lo, hi, c):
		default:
			a(h.group(c), c.Column).hear(lo, hi, c.Vague && !h.uncounted || Partial(c) || bases[c.ID], c)
		}
	}
	for _, c := range said { // a full count behind a further one holds it
		if a := here[seat{h.group(c), c.Column}]; IsFurther(c) && a != nil && !a.has(MoreOf(c, h.group)) {
			a.more = append(a.more, stated{MoreOf(c, h.group), c})
		}
	}
	for _, l := range lists(said) {
		at(rashomon.People, l.claims[len(l.claims)-1].Column).take(l)
	}
	for k, a := range here {
		h.told[k] = append(h.told[k], *a)
	}
}

// basesFirst sets a further count ("four additional") behind a smaller one of the
// same origin that the same report gives later: the smaller cannot hold the further
// count, so both together are what the origin counts.
func basesFirst(said []Claim) []Claim {
	out := slices.Clone(said)
	for i := 0; i < len(out); i++ {
		c := out[i]
		t, _ := c.Tally()
		same := func(b Claim) bool { return b.Column == c.Column && b.Report == c.Report }
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
func (h *hearing) bases(said []Claim) map[rashomon.ClaimID]bool {
	out := map[rashomon.ClaimID]bool{}
	for i, c := range said {
		if t, _ := c.Tally(); t.Relation != rashomon.Additional || h.counts[c.Column] {
			continue
		}
		own := slices.ContainsFunc(said[:i], func(b Claim) bool { return b.Column == c.Column })
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
func (h *hearing) together(a, b Claim) bool {
	return (h.group(a) == rashomon.Attackers) == (h.group(b) == rashomon.Attackers)
}

// add takes in a further count. With an earlier count by the same origin it makes a
// sum; with one by another voice of the same report only a floor is known; with
// none in its report, it waits for what the other reports have.
func (h *hearing) add(at func(rashomon.Group, int) *Answer, c Claim, said []Claim, i int) {
	t, _ := c.Tally()
	more := MoreOf(c, h.group)
	lo, g := more.Lo, more.Group
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
		rose = rose || mine && (c.Held || bt.Relation == rashomon.Rose && !BareRise(bt))
	}
	switch {
	case own && c.Beside && h.beside(at, c, said[:i]):
	case rose: // "rose to 17 after three more bodies were found": the three are in the 17
		at(g, c.Column).hear(lo, Endless, true, c)
	case own && base == g:
		at(g, c.Column).grow(more, c)
	case own && g == rashomon.People:
		a := at(g, c.Column)
		if len(a.Claims) == 0 {
			*a = fromPart(*at(base, c.Column))
		}
		a.grow(more, c)
	case own:
		at(g, c.Column).hear(lo, Endless, true, c)
		if base == rashomon.People { // a soldier more is a person more, and no officer
			at(base, c.Column).grow(more, c)
		}
	case slices.ContainsFunc(said[i+1:], func(b Claim) bool {
		return b.Column == c.Column && !IsFurther(b) && (h.group(b) == g || h.group(b) == rashomon.People && h.together(b, c))
	}):
		at(g, c.Column).hear(lo, more.Hi, other || t.Relation == rashomon.OfInjured, c)
	default:
		h.loose = append(h.loose, looseCount{more, c, other || t.Relation == rashomon.OfInjured})
	}
}

// near is how far from a count, in bytes, another may stand beside it.
const near = 250

// beside takes in "another man", who stands beside whoever was told of just before and not
// beside the whole: both together are the least that there were. It reports false where
// the whole was told of just before: "five were hurt and another man".
func (h *hearing) beside(at func(rashomon.Group, int) *Answer, c Claim, before []Claim) bool {
	more := MoreOf(c, h.group)
	a := at(more.Group, c.Column)
	for _, b := range slices.Backward(before) {
		if b.Column != c.Column || !h.together(b, c) || c.Span.Start-b.Span.End >= near {
			continue
		}
		if b.Lo >= a.Lo || h.group(b) != more.Group {
			return false
		}
		a.hear(b.Lo+more.Lo, Endless, true, c)
		return true
	}
	a.hear(more.Lo, Endless, true, c)
	return true
}

// fromPart is what a count of a part says of the whole.
func fromPart(part Answer) Answer {
	return Answer{Col: part.Col, Lo: part.Lo, Hi: Endless, Floor: true, Claims: slices.Clone(part.Claims)}
}

// waits reports whether a claim is a further count that found no base in its report.
func (h *hearing) waits(c Claim) bool {
	return slices.ContainsFunc(h.loose, func(l looseCount) bool { return l.claim.ID == c.ID })
}

// place sets a further count on the lowest count that its origin gives elsewhere,
// unless it stands there already. With none it stands by itself.
func (h *hearing) place(l looseCount) {
	own := seat{l.Group, l.claim.Column}
	k := own
	if len(h.told[k]) == 0 {
		for other := range h.told {
			if other.col == k.col && (other.group == rashomon.Attackers) == (k.group == rashomon.Attackers) &&
				(len(h.told[k]) == 0 || GroupPlace(other.group) < GroupPlace(k.group)) {
				k = other
			}
		}
	}
	if k != own && own.group == rashomon.People {
		h.told[own], k = []Answer{fromPart(h.told[k][0])}, own
	}
	tellings := h.told[k]
	if len(tellings) == 0 || k != own && k.group != rashomon.People {
		a := Answer{Col: k.col, Hi: Endless, Floor: true}
		a.hear(l.Lo, l.Hi, l.floor, l.claim)
		a.more = []stated{{l.More, l.claim}}
		h.told[own] = []Answer{a}
		return
	}
	said := slices.IndexFunc(tellings, func(a Answer) bool { return a.has(l.More) })
	if said < 0 {
		said = 0 // byBase has the lowest first
	}
	if !l.claim.News.Before(tellings[said].Ends().News) {
		tellings[said].grow(l.More, l.claim)
	}
	if k != own {
		a := Answer{Col: own.col, Hi: Endless, Floor: true}
		a.hear(l.Lo, Endless, true, l.claim)
		a.more = []stated{{l.More, l.claim}}
		h.told[own] = []Answer{a}
	}
}

// byBase makes one answer of those of several reports that start from one count, and
// adds to it every further count that any of them has. The lowest comes first.
func byBase(reports []Answer) []Answer {
	type bounds struct {
		lo, hi, slack int
		floor         bool
	}
	at := map[bounds]int{}
	var out []Answer
	for _, a := range reports {
		b := a
		if a.base != nil {
			b = *a.base
		}
		key := bounds{b.Lo, b.Hi, b.Slack, b.Floor}
		n, ok := at[key]
		if !ok {
			at[key] = len(out)
			out = append(out, a)
			continue
		}
		out[n] = withAll(out[n], a)
	}
	slices.SortStableFunc(out, func(a, b Answer) int { return cmp.Or(cmp.Compare(a.Lo, b.Lo), cmp.Compare(a.Hi, b.Hi)) })
	return out
}

// withAll adds to an answer what another from the same base has.
func withAll(a, b Answer) Answer {
	claims := slices.Clone(b.Claims)
	for _, m := range b.more {
		if !a.has(m.More) {
			a.grow(m.More, m.claim)
			claims = slices.DeleteFunc(claims, func(c Claim) bool { return c.ID == m.claim.ID })
		}
	}
	a.Claims = slices.Insert(slices.Clone(a.Claims), len(a.Claims)-1, claims...)
	return a
}

// merged makes one answer of what one origin says in several reports, none of which
// is known to be the later. Counts that overlap refine each other; of those that do
// not, the lowest and the highest stand.
func merged(tellings []Answer) Answer {
	exact := slices.DeleteFunc(slices.Clone(tellings), func(a Answer) bool { return a.Slack > 0 })
	var sets []Answer // each with a number in common
	slices.SortStableFunc(exact, func(a, b Answer) int { return cmp.Or(cmp.Compare(a.Hi, b.Hi), cmp.Compare(a.Lo, b.Lo)) })
	for _, a := range exact {
		if n := len(sets); n > 0 && a.Lo <= sets[n-1].Hi {
			sets[n-1] = refined(sets[n-1], a)
		} else {
			sets = append(sets, a)
		}
	}
	for _, a := range tellings {
		if a.Slack == 0 {
			continue
		}
		if n := slices.IndexFunc(sets, func(b Answer) bool { return b.Lo-a.Slack <= a.Hi && a.Lo-a.Slack <= b.Hi }); n >= 0 {
			sets[n].Claims = append(slices.Clone(a.Claims), sets[n].Claims...)
		} else {
			sets = append(sets, a)
		}
	}
	out := slices.MaxFunc(sets, func(a, b Answer) int { return cmp.Or(cmp.Compare(a.Hi, b.Hi), cmp.Compare(a.Lo, b.Lo)) })
	least := slices.MinFunc(sets, func(a, b Answer) int { return cmp.Compare(a.Lo, b.Lo) })
	if len(sets) == 1 {
		return out
	}
	var claims []Claim
	for _, a := range sets {
		claims = append(claims, a.Claims...)
	}
	last, low := out.Ends(), least.Ends()
	claims = append(slices.DeleteFunc(claims, func(c Claim) bool { return c.ID == last.ID }), last)
	slack := out.Slack
	if least.Slack == 0 {
		slack = 0
	}
	return Answer{Col: out.Col, Lo: least.Lo, Hi: out.Hi, Slack: slack, Floor: out.Floor && least.Floor, Claims: claims, Low: &low, Top: out.Lo}
}

// refined is what two answers with a number in common say together; the claim that
// narrows it most is the last.
func refined(a, b Answer) Answer {
	closer, wider := a, b
	if b.Lo > a.Lo || b.Lo == a.Lo && b.Hi < a.Hi {
		closer, wider = b, a
	}
	closer.Lo, closer.Hi, closer.Floor = max(a.Lo, b.Lo), min(a.Hi, b.Hi), a.Floor && b.Floor
	closer.Claims = append(slices.Clone(wider.Claims), closer.Claims...)
	return closer
}
