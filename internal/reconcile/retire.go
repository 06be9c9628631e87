package reconcile

import (
	"slices"

	"rashomon"
	"rashomon/internal/hearing"
	"rashomon/internal/wording"
)

// retire marks the claims that no longer count.
func (s *settler) retire() { s.retired = s.outdated(s.claims, len(s.reports)+1) }

// outdated returns which of the claims a later one has replaced, as the matter
// stood after the first n reports: an earlier count of the same telling, what a
// replaced report said, and what the same origin has since said otherwise. A text
// that left the incident comes after all its reports.
func (s *settler) outdated(claims []claim, n int) map[rashomon.ClaimID]bool {
	out := map[rashomon.ClaimID]bool{}
	for _, c := range claims {
		by, ok := s.replaced[c.Report]
		if c.Superseded || ok && s.rankOf(by.By) < n {
			out[c.ID] = true
		}
	}
	byField := map[rashomon.Field][]claim{}
	for _, c := range claims {
		if !out[c.ID] {
			byField[c.Field] = append(byField[c.Field], c)
		}
	}
	for f, own := range byField {
		switch {
		case f == rashomon.Perpetrator || f == rashomon.DateField || f == rashomon.PlaceField:
			outdatedFacts(own, out)
		case f.Toll():
			s.outdatedCounts(f, own, out)
			takeBack(own, s.folded[f], out)
			s.overtake(f, own, n, out)
			s.exceed(f, own, out)
			outdatedEchoes(own, out)
		}
	}
	return out
}

// seat is where an answer stands: a group and an origin.
type seat struct {
	group rashomon.Group
	col   int
}

// outdatedCounts marks counts: per origin and group, those of earlier reports
// than the last that counts the group, unless the number is the same; and in one
// report those that the toll "rose" from. A further count that another report only
// repeats is as old as where it was first said.
func (s *settler) outdatedCounts(f rashomon.Field, claims []claim, out map[rashomon.ClaimID]bool) {
	group := s.folded[f]
	at := func(c claim) seat { return seat{group(c), c.Column} }
	heard := map[seat]*latest{}
	rises := map[seat]map[rashomon.ReportID]int{} // where in the report the toll last rose
	for _, c := range claims {
		if t, _ := c.Tally(); !hearing.Counts(c) {
			continue
		} else if t.Relation == rashomon.Rose {
			if rises[at(c)] == nil {
				rises[at(c)] = map[rashomon.ReportID]int{}
			}
			rises[at(c)][c.Report] = max(rises[at(c)][c.Report], c.Span.Start)
		}
		if heard[at(c)] == nil {
			heard[at(c)] = newLatest()
		}
		heard[at(c)].hear(c)
	}
	over := func(c claim) bool {
		l, ok := heard[at(c)]
		return ok && (l.after(c) || c.Span.Start < rises[at(c)][c.Report])
	}
	standing := map[seat]map[[2]int]bool{}
	for _, c := range claims {
		if t, _ := c.Tally(); hearing.Counts(c) && !over(c) {
			if standing[at(c)] == nil {
				standing[at(c)] = map[[2]int]bool{}
			}
			standing[at(c)][[2]int{t.Min, t.Max}] = true
		}
	}
	first := firstSaid(claims, group)
	for _, c := range claims {
		t, _ := c.Tally()
		if !hearing.Asserts(c) || hearing.BareRise(t) || hearing.Partial(c) || standing[at(c)][[2]int{t.Min, t.Max}] && !hearing.IsFurther(c) {
			continue
		}
		if said, again := first[c.ID]; over(c) || again && over(said) {
			out[c.ID] = true
		}
	}
}

// firstSaid gives each further count that has no base in its own report the claim
// that first had it.
func firstSaid(claims []claim, group func(claim) rashomon.Group) map[rashomon.ClaimID]claim {
	type statement struct {
		col int
		hearing.More
	}
	type telling struct {
		report rashomon.ReportID
		col    int
	}
	based := map[telling]bool{}
	for _, c := range claims {
		based[telling{c.Report, c.Column}] = based[telling{c.Report, c.Column}] || hearing.Asserts(c) && !hearing.IsFurther(c)
	}
	seen := map[statement]claim{}
	out := map[rashomon.ClaimID]claim{}
	for _, c := range claims {
		if !hearing.Asserts(c) || !hearing.IsFurther(c) {
			continue
		}
		st := statement{c.Column, hearing.MoreOf(c, group)}
		if was, ok := seen[st]; !ok || hearing.Earlier(c, was) {
			seen[st] = c
		}
		if !based[telling{c.Report, c.Column}] {
			out[c.ID] = seen[st]
		}
	}
	return out
}

// outdatedEchoes marks what an outlet says in its own voice after somebody whom
// the same report quotes, once he no longer says it.
func outdatedEchoes(claims []claim, out map[rashomon.ClaimID]bool) {
	type words struct {
		report   rashomon.ReportID
		group    rashomon.Group
		min, max int
		further  bool
	}
	at := func(c claim) words {
		t, _ := c.Tally()
		return words{c.Report, c.Group, t.Min, t.Max, hearing.IsFurther(c)}
	}
	quoted, stands := map[words]bool{}, map[words]bool{}
	for _, c := range claims {
		if !c.Own && hearing.Asserts(c) {
			quoted[at(c)] = true
			stands[at(c)] = stands[at(c)] || !out[c.ID]
		}
	}
	for _, c := range claims {
		if c.Own && hearing.Asserts(c) && quoted[at(c)] && !stands[at(c)] {
			out[c.ID] = true
		}
	}
}

func sameCount(a, b claim) bool {
	t, _ := a.Tally()
	u, _ := b.Tally()
	return t.Min == u.Min && t.Max == u.Max
}

// rises reports whether a claim is such a rise.
func rises(c claim) bool {
	t, _ := c.Tally()
	return hearing.BareRise(t)
}

// outdatedFacts marks what an origin said of who, when or where and a later
// report has it say otherwise.
func outdatedFacts(claims []claim, out map[rashomon.ClaimID]bool) {
	meanings := map[rashomon.ClaimID]wording.Meaning{}
	heard := map[int]*latest{} // by origin
	for _, c := range claims {
		if c.Attribution.Stance != rashomon.Doubts {
			if heard[c.Column] == nil {
				heard[c.Column] = newLatest()
			}
			heard[c.Column].hear(c)
		}
	}
	standing := map[int][]claim{}
	for _, c := range claims {
		meanings[c.ID] = wording.Read(c.Field, c.Value)
		if c.Attribution.Stance != rashomon.Doubts && !heard[c.Column].after(c) {
			standing[c.Column] = append(standing[c.Column], c)
		}
	}
	for _, c := range claims {
		if c.Attribution.Stance == rashomon.Doubts || !heard[c.Column].after(c) {
			continue
		}
		if !slices.ContainsFunc(standing[c.Column], func(n claim) bool {
			return polarity(n) == polarity(c) && meanings[n.ID].Same(meanings[c.ID])
		}) {
			out[c.ID] = true
		}
	}
}
