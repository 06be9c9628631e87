package reconcile

import (
	"slices"

	"rashomon"
	"rashomon/internal/hearing"
)

// rise is a toll that a report says rose: to what, and from what.
type rise struct {
	by   claim // the claim that says so
	to   int
	from hearing.Bounds // the earlier number; from nothing to endless when it is not said
}

// risen finds what an earlier count can have risen to, by the group counted. A voice
// that says that the toll rose, that there were further dead or that one of the
// injured died tells of an event between two reports: whoever counted before it does
// not contradict who counts after it.
func (s *settler) risen(claims, superseded []claim, group func(claim) rashomon.Group) map[rashomon.Group][]rise {
	out := map[rashomon.Group][]rise{}
	own := map[seat][]claim{} // full counts
	for _, c := range claims {
		if counts(c) {
			own[seat{group(c), c.Column}] = append(own[seat{group(c), c.Column}], c)
		}
	}
	for _, c := range claims {
		t, _ := c.Tally()
		at := seat{group(c), c.Column}
		switch {
		case !asserts(c) || hearing.BareRise(t):
		case t.Relation == rashomon.Rose:
			r := rise{c, c.Lo, hearing.Bounds{Hi: hearing.Endless}}
			for _, was := range superseded {
				if was.Report == c.Report && was.Column == c.Column && group(was) == at.group {
					r.from = was.Bounds
				}
			}
			out[at.group] = dominant(out[at.group], r)
		case hearing.IsFurther(c):
			for _, base := range own[at] {
				if r, ok := further(base, c, t.Relation); ok {
					out[at.group] = dominant(out[at.group], r)
				}
			}
		}
	}
	return out
}

// further is the rise that a further count makes of a full count of the same origin,
// if it is one: a base in the same report may be of the same hour, unless the further
// dead were among the injured.
func further(base, c claim, rel rashomon.Relation) (rise, bool) {
	switch {
	case base.Hi == hearing.Endless:
		return rise{}, false
	case base.Report != c.Report:
		return rise{c, base.Lo + c.Lo, base.Bounds}, base.News.Before(c.News)
	case rel != rashomon.OfInjured || c.Lo > base.Lo:
		return rise{}, false
	case c.Held:
		return rise{c, base.Lo, hearing.Bounds{Lo: base.Lo - c.Lo, Hi: base.Hi}}, true
	}
	return rise{c, base.Lo + c.Lo, hearing.Bounds{Lo: base.Lo - c.Lo, Hi: base.Hi}}, true
}

// dominant adds a rise to those of a group, without those that say less: an earlier
// rise from the same number to no higher one.
func dominant(list []rise, r rise) []rise {
	less := func(a, b rise) bool {
		return a.from == b.from && a.to <= b.to && a.by.News.Dated == b.by.News.Dated && a.by.News.From <= b.by.News.From
	}
	if slices.ContainsFunc(list, func(old rise) bool { return less(r, old) }) {
		return list
	}
	return append(slices.DeleteFunc(list, func(old rise) bool { return less(old, r) }), r)
}

// counts reports whether a claim counts all of its group.
func counts(c claim) bool {
	t, _ := c.Tally()
	return asserts(c) && !hearing.IsFurther(c) && !hearing.BareRise(t) && !hearing.Partial(c)
}

// overtake marks the counts that were given before the toll rose: lower, and of the
// number that it rose from. One that its origin gives again after the rise stands.
func (s *settler) overtake(claims, superseded []claim, group func(claim) rashomon.Group, out map[rashomon.ClaimID]bool) {
	risen := s.risen(claims, superseded, group)
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
// already ("seven are dead after one of the injured died", where six were counted
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
	full := map[telling][]int{}
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
		c.Held = slices.ContainsFunc(full[telling{c.Report, c.Field, seat{c.Group, c.Column}}], func(n int) bool {
			return c.Lo > 0 && before(n-c.Lo) && !before(n)
		})
	}
}
