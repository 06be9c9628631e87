package reconcile

import (
	"cmp"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/hearing"
)

// timeline settles the tolls on the reports up to each one, and keeps a step
// wherever the range or the count of an origin moved. What one report tells is one
// step.
func (s *settler) timeline() []rashomon.Step {
	var out []rashomon.Step
	for _, f := range rashomon.Fields() {
		if f.Toll() {
			out = append(out, s.steps(f)...)
		}
	}
	return out
}

// moment is a toll as it stood once some reports were in.
type moment struct {
	rashomon.Range
	answers map[int]answer // by origin
}

func (s *settler) steps(f rashomon.Field) []rashomon.Step {
	var out []rashomon.Step
	var last *moment
	telling := s.telling(f)
	related := map[rashomon.ReportID]bool{} // reports with further counts, whose bases are needed though they no longer count
	denied := false
	for _, c := range telling {
		related[c.Report] = related[c.Report] || hearing.IsFurther(c)
		denied = denied || c.Attribution.Stance == rashomon.Denies
	}
	spent := func(c claim) bool { // whoever counts is not heard by whom he names
		a, ok := last.answers[c.Column]
		return ok && !denied && c.Field == rashomon.Victim && last.Group == rashomon.People && !a.Floor
	}
	seen := 0
	var known []claim // those that count, and what they stand on
	for n, r := range s.reports {
		before := seen
		for seen < len(telling) && telling[seen].Rank <= n {
			seen++
		}
		switch {
		case s.replaces[r.ID]: // what a text that is gone had replaced counts again
			known = slices.Clone(telling[:seen])
		case seen == before:
			continue
		default:
			known = append(known, telling[before:seen]...)
		}
		old := s.outdated(known, n+1)
		now, ok := s.whole(f, slices.DeleteFunc(slices.Clone(known), func(c claim) bool { return old[c.ID] }), n+1)
		if !ok {
			continue
		}
		if mover, why := s.moved(last, now, known, n); len(why) > 0 {
			out = append(out, rashomon.Step{Field: f, At: r.Told(), Report: r.ID, Low: now.Low.N, High: now.High.N,
				Claim: mover, Cause: strings.Join(why, "; ")})
		}
		last = now
		known = slices.DeleteFunc(known, func(c claim) bool { return old[c.ID] && !related[c.Report] || spent(c) })
	}
	if step, ok := s.leaving(f, last); ok {
		out = append(out, step)
	}
	return out
}

// telling are the claims that a toll can rest on. A victim whom an origin has named
// before is no news.
func (s *settler) telling(f rashomon.Field) []claim {
	type named struct{ col, person int }
	before := map[named]bool{}
	var out []claim
	for i := range s.claims {
		c := &s.claims[i]
		switch {
		case c.Field == f, f == rashomon.Injured && c.Field == rashomon.Killed:
			out = append(out, *c)
		case c.Field == rashomon.Victim && hearing.Asserts(*c) && (c.Fate == f || f == rashomon.Injured && c.Fate == rashomon.Killed):
			if n := (named{c.Column, c.Person}); !before[n] {
				out = append(out, *c)
				before[n] = s.replaced[c.Report].By == "" && !c.Superseded
			}
		}
	}
	return out
}

// leaving is the step when texts were corrected that then tell nothing of the
// incident; the last such text counts.
func (s *settler) leaving(f rashomon.Field, last *moment) (step rashomon.Step, ok bool) {
	var gone rashomon.Replacement
	var standing []claim
	for _, c := range s.claims {
		by := s.replaced[c.Report]
		if _, stays := s.rank[by.By]; c.Field == f && by.By != "" && !stays && (by.Published >= gone.Published || gone.By == "") {
			gone = by
		}
		if !s.retired[c.ID] {
			standing = append(standing, c)
		}
	}
	if gone.By == "" || last == nil {
		return step, false
	}
	now, ok := s.whole(f, standing, len(s.reports)+1)
	if !ok || now.Low.N == last.Low.N && now.High.N == last.High.N {
		return step, false
	}
	return rashomon.Step{Field: f, At: gone.Published, Report: gone.Report, Low: now.Low.N, High: now.High.N, Claim: now.High.Claim,
		Cause: "corrected: the text at its address changed"}, true
}

// whole settles the main row of a toll.
func (s *settler) whole(f rashomon.Field, claims []claim, n int) (*moment, bool) {
	rows := slices.DeleteFunc(s.tolls(f, claims, n), func(t toll) bool { return len(t.answers) == 0 || t.group == rashomon.Attackers })
	if len(rows) == 0 {
		return nil, false
	}
	m := &moment{Range: rows[0].span(rows[0].sides()), answers: map[int]answer{}}
	for _, a := range rows[0].answers {
		m.answers[a.Col] = *a
	}
	return m, true
}

// moved says what report n changed, and the claim that did it: every origin whose
// count is another than before, or else the one that gives an end of the range.
func (s *settler) moved(last, now *moment, known []claim, n int) (mover rashomon.ClaimID, why []string) {
	if last == nil {
		return now.High.Claim, []string{s.firstCounts(now, known, n)}
	}
	report := s.reports[n]
	ranged := now.Low.N != last.Low.N || now.High.N != last.High.N || now.High.Open != last.High.Open
	for _, col := range sortedKeys(now.answers) {
		a, was := now.answers[col], last.answers[col]
		if c := moverAt(a, n); c.Rank == n && len(was.Claims) > 0 && (a.Lo != was.Lo || a.Hi != was.Hi) && !a.Floor {
			said := s.recount(a, was)
			if echo := strings.TrimPrefix(said, s.origins[col].Name); c.Own && slices.ContainsFunc(why, func(w string) bool { return strings.HasSuffix(w, echo) }) {
				continue
			}
			mover, why = c.ID, append(why, said)
		}
	}
	for _, e := range []rashomon.End{now.High, now.Low} {
		col := s.columnOf(e.Claim)
		said := now.answers[col].Claims
		i := slices.IndexFunc(said, func(c claim) bool { return c.Rank == n })
		if _, before := last.answers[col]; ranged && i >= 0 && !before && mover == "" {
			mover, why = said[i].ID, append(why, s.firstOf(said[i], now, last))
		}
	}
	if why == nil && ranged && s.replaces[report.ID] {
		return now.High.Claim, []string{"corrected: the text at its address changed"}
	}
	if i := slices.IndexFunc(s.died, func(d claim) bool { return d.Rank == n }); now.Field == rashomon.Injured && why == nil && ranged && i >= 0 {
		return s.died[i].ID, []string{s.origins[s.died[i].Column].Name + ": " + s.died[i].Value.String() + " of the injured died"}
	}
	if why == nil && ranged {
		return now.High.Claim, []string{"an earlier count no longer stands"}
	}
	for _, c := range known {
		if t, _ := c.Tally(); c.Rank == n && hearing.Asserts(c) && hearing.BareRise(t) {
			return cmp.Or(mover, c.ID), append(why, s.origins[c.Column].Name+": the toll rose, no number given")
		}
	}
	return mover, why
}

// moverAt is the claim of an end of the answer that report n has, if any.
func moverAt(a answer, n int) claim {
	if c := a.Lowest(); c.Rank == n {
		return c
	}
	return a.Ends()
}

// firstCounts names those who gave the first numbers, and the earlier count that
// they say was replaced.
func (s *settler) firstCounts(now *moment, known []claim, n int) string {
	low, high := s.claims[s.index[now.Low.Claim]], s.claims[s.index[now.High.Claim]]
	why := "first count, by " + s.origins[high.Column].Name
	if low.Column != high.Column && now.Low.N != now.High.N {
		why = "first counts, by " + s.origins[low.Column].Name + " and " + s.origins[high.Column].Name
	}
	for _, c := range known {
		if t, _ := c.Tally(); c.Superseded && c.Rank == n && c.Column == high.Column {
			return why + ", who had given " + t.String()
		}
	}
	return why
}

// recount says how an origin's count changed.
func (s *settler) recount(a, was answer) string {
	c := a.Ends()
	t, _ := c.Tally()
	why := s.origins[a.Col].Name + ": " + was.String() + ", then " + a.String()
	switch report := s.reports[c.Rank]; {
	case t.Relation == rashomon.OfInjured:
		return why + " (" + t.String() + " of the injured died)"
	case t.Relation == rashomon.Additional:
		return why + " (further victims)"
	case s.replaces[report.ID] || s.corrects(c):
		return why + " (corrected)"
	}
	return why
}

// corrects reports whether a claim's report takes back, in the outlet's own voice,
// another count of the same people.
func (s *settler) corrects(c claim) bool {
	at, _ := slices.BinarySearchFunc(s.claims, c.Rank, func(b claim, rank int) int { return cmp.Compare(b.Rank, rank) })
	for i := at; i < len(s.claims) && s.claims[i].Rank == c.Rank; i++ {
		if b := &s.claims[i]; b.Superseded && b.Field == c.Field && b.Own && !sameCount(*b, c) {
			return true
		}
	}
	return false
}

// firstOf says how the first count of an origin moved the range.
func (s *settler) firstOf(c claim, now, last *moment) string {
	who := s.origins[c.Column].Name
	t, _ := c.Tally()
	died := slices.IndexFunc(s.died, func(d claim) bool { return d.Report == c.Report && d.Column == c.Column })
	switch {
	case now.Low.N > last.High.N && died >= 0:
		return who + " gives a higher count: " + s.died[died].Value.String() + " of the injured died"
	case now.Low.N > last.High.N && t.Relation == rashomon.Rose:
		return who + ": the toll rose"
	case now.Low.N == now.High.N && last.Low.N != last.High.N:
		return who + " narrows the range"
	case now.High.N > last.High.N || now.High.Open && !last.High.Open:
		return who + " gives a higher count"
	case now.Low.N < last.Low.N:
		return who + " gives a lower count"
	}
	return "new count by " + who
}
