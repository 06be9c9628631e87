package reconcile

import (
	"slices"

	"rashomon"
	"rashomon/internal/hearing"
)

// rise is a toll that a report says rose: to what, and from what.
type rise struct {
	by   claim // the claim that says so
	row  rashomon.Group
	to   int
	from hearing.Bounds // the earlier number
}

// findRises finds what the earlier counts of a field can have risen to. A voice that
// says that the toll rose, that there were further dead or that one of the injured
// died tells of an event between two reports: whoever counted before it does not
// contradict who counts after it.
func (s *settler) findRises(f rashomon.Field) {
	group := s.folded[f]
	own, all := map[seat][]*claim{}, map[rashomon.Group][]*claim{} // full counts
	var telling []*claim
	for i := range s.claims {
		c := &s.claims[i]
		if c.Field != f || !asserts(*c) {
			continue
		}
		g := group(*c)
		if counts(*c) {
			own[seat{g, c.Column}], all[g] = append(own[seat{g, c.Column}], c), append(all[g], c)
			if g != rashomon.People && g != rashomon.Attackers { // a part bounds the whole from below
				part := *c
				part.Hi, g = hearing.Endless, rashomon.People
				own[seat{g, c.Column}], all[g] = append(own[seat{g, c.Column}], &part), append(all[g], &part)
			}
		}
		if hearing.IsFurther(*c) || relation(*c) == rashomon.Rose && !rises(*c) && !c.Superseded {
			telling = append(telling, c)
		}
	}
	for _, c := range telling {
		g := group(*c)
		rows := []rashomon.Group{g}
		if hearing.IsFurther(*c) && g != rashomon.People && g != rashomon.Attackers { // a woman more is a person more
			rows = append(rows, rashomon.People)
		}
		for _, g := range rows {
			if to, from, ok := riseOf(c, own[seat{g, c.Column}], all[g]); ok {
				s.risen[f] = append(s.risen[f], rise{*c, g, to, from})
			}
		}
	}
}

// riseOf is to what and from what the toll rose by a claim, given the full counts of
// its own voice and of all. What it rose from is what the claim's report says, else
// what its voice counted before, else the highest that anybody did.
func riseOf(c *claim, own, all []*claim) (to int, from hearing.Bounds, ok bool) {
	before := lastBefore(own, c, hearing.Endless)
	here := slices.IndexFunc(own, func(b *claim) bool { return b.Report == c.Report && b.Hi != hearing.Endless && !b.Superseded })
	switch further := hearing.IsFurther(*c); {
	case further && here >= 0:
		base := own[here]
		if to = base.Lo + c.Lo; c.Held || relation(*base) == rashomon.Rose || c.Span.Start < base.Span.Start {
			to = base.Lo // which has the further ones in it
		}
		return to, hearing.Bounds{Lo: base.Lo - c.Lo, Hi: base.Hi}, relation(*c) == rashomon.OfInjured && c.Lo <= base.Lo // else it may be of the same hour
	case further && before != nil && before.Hi != hearing.Endless:
		to = before.Lo + c.Lo
	case further:
		return 0, from, false
	default:
		to = c.Lo
		if i := slices.IndexFunc(own, func(b *claim) bool { return b.Report == c.Report && b.Superseded }); i >= 0 {
			before = own[i]
		} else if before == nil {
			before = lastBefore(all, c, c.Lo)
		}
		if before == nil {
			return 0, from, false
		}
	}
	return to, hearing.Bounds{Lo: before.Lo, Hi: min(before.Hi, to-1)}, true
}

// lastBefore is, of counts from reports before a claim's, the last; or, where they
// must be less than a number, the highest.
func lastBefore(list []*claim, c *claim, less int) *claim {
	var best *claim
	for _, b := range list {
		if b.Lo >= less || !b.News.Before(c.News) {
			continue
		}
		if best == nil || less == hearing.Endless && !b.News.Before(best.News) || less != hearing.Endless && b.Lo > best.Lo {
			best = b
		}
	}
	return best
}

// standingRises are the rises of a field that the first n reports tell of, by the
// group counted, without those that say less than another: an earlier one from the
// same number to no higher one.
func (s *settler) standingRises(f rashomon.Field, n int) map[rashomon.Group][]rise {
	out := map[rashomon.Group][]rise{}
	less := func(a, b rise) bool {
		return a.from == b.from && a.to <= b.to && a.by.News.Dated == b.by.News.Dated && a.by.News.From <= b.by.News.From && a.by.Column == b.by.Column
	}
	for _, r := range s.risen[f] {
		by, gone := s.replaced[r.by.Report]
		if r.by.Rank >= n || gone && s.rankOf(by.By) < n {
			continue
		}
		list := out[r.row]
		if !slices.ContainsFunc(list, func(old rise) bool { return less(r, old) }) {
			out[r.row] = append(slices.DeleteFunc(list, func(old rise) bool { return less(old, r) }), r)
		}
	}
	return out
}

// counts reports whether a claim counts all of its group.
func counts(c claim) bool {
	t, _ := c.Tally()
	return asserts(c) && !hearing.IsFurther(c) && !hearing.BareRise(t) && !hearing.Partial(c)
}

// overtake marks the counts that were given before the toll rose: lower, and of the
// number that it rose from. One that its origin gives again after the rise stands.
func (s *settler) overtake(f rashomon.Field, claims []claim, n int, out map[rashomon.ClaimID]bool) {
	group, risen := s.folded[f], s.standingRises(f, n)
	if len(risen) == 0 {
		return
	}
	type count struct {
		seat
		hearing.Bounds
	}
	base := map[seat]bool{} // an origin that counts further counts from its own base
	for _, c := range claims {
		base[seat{group(c), c.Column}] = base[seat{group(c), c.Column}] || hearing.IsFurther(c) && !c.Held
	}
	early, stands := map[count][]claim{}, map[count]bool{}
	over := map[count]rise{}
	for _, c := range claims {
		k := count{seat{group(c), c.Column}, c.Bounds}
		if !counts(c) || out[c.ID] || base[k.seat] {
			continue
		}
		n := slices.IndexFunc(risen[k.group], func(r rise) bool {
			return c.Column != r.by.Column && c.Hi < r.to && c.Lo <= r.from.Hi && r.from.Lo <= c.Hi && c.News.Before(r.by.News)
		})
		if n < 0 {
			stands[k] = true
			continue
		}
		early[k], over[k] = append(early[k], c), risen[k.group][n]
	}
	for k, list := range early {
		for _, c := range list {
			if !stands[k] {
				out[c.ID], s.overtaken[c.ID] = true, over[k].by.Column
			}
		}
	}
}

// takeBack marks what an origin denies after having said it, and what it denied and
// later says itself.
func takeBack(claims []claim, group func(claim) rashomon.Group, out map[rashomon.ClaimID]bool) {
	for _, d := range claims {
		if d.Attribution.Stance != rashomon.Denies {
			continue
		}
		for _, c := range claims {
			switch {
			case c.Column != d.Column || group(c) != group(d) || !counts(c) || !denies(d, c.Bounds):
			case c.News.Before(d.News):
				out[c.ID] = true
			case d.News.Before(c.News):
				out[d.ID] = true
			}
		}
	}
}

// denies reports whether a denial is of such a count: of that number, or of any.
func denies(d claim, b hearing.Bounds) bool {
	return d.Lo <= 1 && b.Hi > 0 || d.Lo <= b.Hi && b.Lo <= d.Hi
}

// hold marks the further counts that the full count of their report has in it
// already ("the toll rose to seven", or "seven are dead after one of the injured died", where six were counted
// before and seven were not), and lists the injured who died.
func (s *settler) hold() {
	type number struct {
		field rashomon.Field
		group rashomon.Group
		n     int
		dated bool
	}
	first := map[number]int64{} // when a number was first given
	type telling struct {
		report rashomon.ReportID
		field  rashomon.Field
		seat
	}
	full, risen := map[telling][]int{}, map[telling]bool{}
	for _, c := range s.claims {
		if !c.Field.Toll() || !counts(c) || c.Lo != c.Hi {
			continue
		}
		k := number{c.Field, c.Group, c.Lo, c.News.Dated}
		if at, ok := first[k]; !ok || c.News.To < at {
			first[k] = c.News.To
		}
		t := telling{c.Report, c.Field, seat{c.Group, c.Column}}
		full[t] = append(full[t], c.Lo)
		risen[t] = risen[t] || relation(c) == rashomon.Rose
	}
	for i := range s.claims {
		c := &s.claims[i]
		if !hearing.IsFurther(*c) {
			continue
		}
		if t, _ := c.Tally(); c.Field == rashomon.Killed && t.Relation == rashomon.OfInjured && asserts(*c) && !c.Superseded && s.replaced[c.Report].By == "" {
			s.died = append(s.died, *c)
		}
		before := func(n int) bool {
			to, ok := first[number{c.Field, c.Group, n, c.News.Dated}]
			return ok && to <= c.News.From
		}
		t := telling{c.Report, c.Field, seat{c.Group, c.Column}}
		c.Held = risen[t] || slices.ContainsFunc(full[t], func(n int) bool {
			return c.Lo > 0 && before(n-c.Lo) && !before(n)
		})
	}
}
