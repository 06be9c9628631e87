package hearing

import (
	"slices"

	"rashomon"
)

// Rise is a toll that a report says rose: to what, and from what.
type Rise struct {
	By   Claim // the claim that says so
	Row  rashomon.Group
	To   int
	From Bounds // the earlier number
}

// Rises finds what the earlier counts of a field can have risen to, of claims in the
// order of their reports. A voice that says that the toll rose, that there were further
// dead or that one of the injured died tells of an event between two reports: whoever
// counted before it does not contradict who counts after it. group says in which row
// a claim is.
func Rises(claims []Claim, f rashomon.Field, group func(Claim) rashomon.Group) []Rise {
	own, all := map[seat][]*Claim{}, map[rashomon.Group][]*Claim{} // full counts
	var telling []*Claim
	for i := range claims {
		c := &claims[i]
		if c.Field != f || !Asserts(*c) {
			continue
		}
		g := group(*c)
		if Counts(*c) {
			own[seat{g, c.Column}], all[g] = append(own[seat{g, c.Column}], c), append(all[g], c)
			if g != rashomon.People && g != rashomon.Attackers { // a part bounds the whole from below
				part := *c
				part.Hi, g = Endless, rashomon.People
				own[seat{g, c.Column}], all[g] = append(own[seat{g, c.Column}], &part), append(all[g], &part)
			}
		}
		if t, _ := c.Tally(); IsFurther(*c) || t.Relation == rashomon.Rose && !BareRise(t) && !c.Superseded {
			telling = append(telling, c)
		}
	}
	var out []Rise
	for _, c := range telling {
		g := group(*c)
		rows := []rashomon.Group{g}
		if IsFurther(*c) && g != rashomon.People && g != rashomon.Attackers { // a woman more is a person more
			rows = append(rows, rashomon.People)
		}
		for _, g := range rows {
			if to, from, ok := riseOf(c, own[seat{g, c.Column}], all[g]); ok {
				out = append(out, Rise{*c, g, to, from})
			}
		}
	}
	return out
}

// riseOf is to what and from what the toll rose by a claim, given the full counts of
// its own voice and of all. What it rose from is what the claim's report says, else
// what its voice counted before, else the highest that anybody did.
func riseOf(c *Claim, own, all []*Claim) (to int, from Bounds, ok bool) {
	before := lastBefore(own, c, Endless)
	here := slices.IndexFunc(own, func(b *Claim) bool { return b.Report == c.Report && b.Hi != Endless && !b.Superseded })
	switch further := IsFurther(*c); {
	case further && here >= 0:
		base := own[here]
		if to = base.Lo + c.Lo; c.Held || RelationOf(*base) == rashomon.Rose || c.Span.Start < base.Span.Start {
			to = base.Lo // which has the further ones in it
		}
		return to, Bounds{Lo: base.Lo - c.Lo, Hi: base.Hi}, RelationOf(*c) == rashomon.OfInjured && c.Lo <= base.Lo // else it may be of the same hour
	case further && before != nil && before.Hi != Endless:
		to = before.Lo + c.Lo
	case further:
		return 0, from, false
	default:
		to = c.Lo
		if i := slices.IndexFunc(own, func(b *Claim) bool { return b.Report == c.Report && b.Superseded }); i >= 0 {
			before = own[i]
		} else if before == nil {
			before = lastBefore(all, c, c.Lo)
		}
		if before == nil {
			return 0, from, false
		}
	}
	return to, Bounds{Lo: before.Lo, Hi: min(before.Hi, to-1)}, true
}

// lastBefore is, of counts from reports before a claim's, the last; or, where they
// must be less than a number, the highest.
func lastBefore(list []*Claim, c *Claim, less int) *Claim {
	var best *Claim
	for _, b := range list {
		if b.Lo >= less || !b.News.Before(c.News) {
			continue
		}
		if best == nil || less == Endless && !b.News.Before(best.News) || less != Endless && b.Lo > best.Lo {
			best = b
		}
	}
	return best
}

// RelationOf is how a claim's count stands to others of the same telling.
func RelationOf(c Claim) rashomon.Relation {
	t, _ := c.Tally()
	return t.Relation
}

// Asserts reports whether a claim puts what it says forward: it does not deny, doubt,
// foretell or threaten it.
func Asserts(c Claim) bool {
	switch c.Attribution.Stance {
	case rashomon.Denies, rashomon.Doubts, rashomon.Predicts, rashomon.Threats:
		return false
	}
	return true
}

// Counts reports whether a claim counts all of its group.
func Counts(c Claim) bool {
	t, _ := c.Tally()
	return Asserts(c) && !IsFurther(c) && !BareRise(t) && !Partial(c)
}

// Hold marks those of the claims that count further, where the full count of their
// report has them in it already: "the toll rose to seven", or "seven are dead after
// one of the injured died", where six were counted before and seven were not.
func Hold(claims []Claim) {
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
	for _, c := range claims {
		if !c.Field.Toll() || !Counts(c) || c.Lo != c.Hi {
			continue
		}
		k := number{c.Field, c.Group, c.Lo, c.News.Dated}
		if at, ok := first[k]; !ok || c.News.To < at {
			first[k] = c.News.To
		}
		t := telling{c.Report, c.Field, seat{c.Group, c.Column}}
		full[t] = append(full[t], c.Lo)
		risen[t] = risen[t] || RelationOf(c) == rashomon.Rose
	}
	for i := range claims {
		c := &claims[i]
		if !IsFurther(*c) {
			continue
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
