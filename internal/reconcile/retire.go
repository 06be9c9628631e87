package reconcile

import (
	"slices"

	"rashomon"
	"rashomon/internal/wording"
)

// retire marks the claims that no longer count.
func (s *settler) retire() { s.retired = s.outdated(s.claims, len(s.reports)) }

// outdated returns which of the claims a later one has replaced, as the matter
// stood after the first n reports: an earlier count of the same telling, what a
// replaced report said, and what the same origin has since said otherwise.
func (s *settler) outdated(claims []claim, n int) map[rashomon.ClaimID]bool {
	out := map[rashomon.ClaimID]bool{}
	replaced := s.replacements()
	for _, c := range claims {
		by, ok := replaced[c.Report]
		if c.Superseded || ok && by != c.Report && s.rankOf(by) < n {
			out[c.ID] = true
		}
	}
	for _, f := range rashomon.Fields() {
		var own []claim
		for _, c := range claims {
			if c.Field == f && !out[c.ID] {
				own = append(own, c)
			}
		}
		switch f {
		case rashomon.Perpetrator, rashomon.DateField, rashomon.PlaceField:
			s.outdatedFacts(own, out)
		default:
			if f.Toll() {
				s.outdatedCounts(f, own, out)
			}
		}
	}
	return out
}

// outdatedCounts marks counts: per origin and group, those of earlier reports
// than the last that counts the group, unless the number is the same; and in one
// report those that the toll "rose" from.
func (s *settler) outdatedCounts(f rashomon.Field, claims []claim, out map[rashomon.ClaimID]bool) {
	group := s.folding(f)
	type key struct {
		col   int
		group rashomon.Group
	}
	current := map[key][]claim{} // the counts of the latest report so far
	for _, c := range claims {
		t, _ := c.Tally()
		if !asserts(c) || t.Relation == rashomon.Additional || t.Relation == rashomon.OfInjured || bareRise(t) || partial(c) {
			continue
		}
		k := key{c.col, group(c)}
		current[k] = slices.DeleteFunc(current[k], func(b claim) bool {
			return b.batch < c.batch || risesFrom(c, b)
		})
		current[k] = append(current[k], c)
	}
	for _, c := range claims {
		now := current[key{c.col, group(c)}]
		if t, _ := c.Tally(); len(now) == 0 || !asserts(c) || bareRise(t) || partial(c) {
			continue
		}
		if !slices.ContainsFunc(now, func(n claim) bool {
			return sameCount(n, c) || n.batch <= c.batch && !risesFrom(n, c)
		}) {
			out[c.ID] = true
		}
	}
	s.outdatedEchoes(claims, out)
}

// outdatedEchoes marks what an outlet says in its own voice after somebody whom
// the same report quotes, once he no longer says it.
func (s *settler) outdatedEchoes(claims []claim, out map[rashomon.ClaimID]bool) {
	for _, c := range claims {
		if !s.own(c) || !asserts(c) {
			continue
		}
		quoted, stands := false, false
		for _, q := range claims {
			if q.Report == c.Report && !s.own(q) && asserts(q) && q.group == c.group && sameCount(q, c) {
				quoted = true
				stands = stands || !out[q.ID]
			}
		}
		if quoted && !stands {
			out[c.ID] = true
		}
	}
}

func sameCount(a, b claim) bool {
	t, _ := a.Tally()
	u, _ := b.Tally()
	return t.Min == u.Min && t.Max == u.Max
}

// bareRise reports whether a tally only says that the toll rose, not to what.
func bareRise(t rashomon.Tally) bool {
	return t.Relation == rashomon.Rose && t.Max == rashomon.Open && t.Min <= 1
}

// rises reports whether a claim is such a rise.
func rises(c claim) bool {
	t, _ := c.Tally()
	return bareRise(t)
}

// partial reports whether a claim counts a part that has no class of its own:
// "98 evacuees" among 112 people.
func partial(c claim) bool { return c.PartOf != "" && groupOf(c) == rashomon.People }

// risesFrom reports whether the toll of c "rose" from b, earlier in one report.
func risesFrom(c, b claim) bool {
	t, _ := c.Tally()
	return t.Relation == rashomon.Rose && b.Report == c.Report && before(b, c)
}

// before reports whether a is known to be said before b.
func before(a, b claim) bool {
	return a.batch < b.batch || a.Report == b.Report && a.Span.Start < b.Span.Start
}

// outdatedFacts marks what an origin said of who, when or where and a later
// report has it say otherwise.
func (s *settler) outdatedFacts(claims []claim, out map[rashomon.ClaimID]bool) {
	last := map[int]int{} // origin -> batch of its latest reports
	for _, c := range claims {
		if c.Attribution.Stance != rashomon.Doubts {
			last[c.col] = max(last[c.col], c.batch)
		}
	}
	for _, c := range claims {
		if c.batch >= last[c.col] || c.Attribution.Stance == rashomon.Doubts {
			continue
		}
		stands := false
		for _, n := range claims {
			if n.col == c.col && n.batch == last[c.col] {
				stands = stands || polarity(n) == polarity(c) && wording.Same(n.Field, n.Value, c.Value)
			}
		}
		if !stands {
			out[c.ID] = true
		}
	}
}
