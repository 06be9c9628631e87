package reconcile

import (
	"cmp"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/wording"
)

// matrix sets every question against every origin, with the claims that stand.
func (s *settler) matrix(rec rashomon.Record) []rashomon.Row {
	type question struct {
		field rashomon.Field
		group rashomon.Group
	}
	rows := map[question]*rashomon.Row{}
	var order []question
	for _, f := range rec.Findings {
		q := question{f.Field, f.Group}
		if rows[q] == nil {
			rows[q] = &rashomon.Row{Field: f.Field, Group: f.Group, Agreement: rashomon.Single, Cells: make([][]rashomon.ClaimID, len(s.origins))}
			order = append(order, q)
		}
		for _, id := range f.Claims {
			put(rows[q], s.columnOf(id), id)
		}
	}
	for _, d := range rec.Disputes {
		q := question{d.Field, d.Group}
		for _, side := range d.Sides {
			for _, id := range side.Claims {
				put(rows[q], s.columnOf(id), id)
			}
		}
	}
	var out []rashomon.Row
	for _, q := range order {
		row := rows[q]
		speaking := 0
		for _, cell := range row.Cells {
			if len(cell) > 0 {
				speaking++
			}
		}
		disputed := slices.ContainsFunc(rec.Disputes, func(d rashomon.Dispute) bool { return d.Field == q.field && d.Group == q.group })
		switch {
		case disputed:
			row.Agreement = rashomon.Differ
		case speaking > 1:
			row.Agreement = rashomon.Agree
		}
		out = append(out, *row)
	}
	return out
}

// put adds a claim to the cell of its origin, once.
func put(row *rashomon.Row, col int, id rashomon.ClaimID) {
	if row != nil && !slices.Contains(row.Cells[col], id) {
		row.Cells[col] = append(row.Cells[col], id)
	}
}

func (s *settler) columnOf(id rashomon.ClaimID) int {
	i := slices.IndexFunc(s.claims, func(c claim) bool { return c.ID == id })
	return s.claims[i].col
}

// kind is the kind of event that most accounts give, news before background.
func (s *settler) kind() rashomon.Kind {
	votes := map[string]int{}
	for _, a := range s.accounts {
		if a.Kind != rashomon.OtherEvent && a.Kind != "" {
			votes[string(a.Kind)] += weight(a)
		}
	}
	return rashomon.Kind(cmp.Or(winner(votes), string(rashomon.OtherEvent)))
}

// weight lets the news outweigh any number of recalls.
func weight(a rashomon.Account) int {
	if a.Main {
		return 1000
	}
	return 1
}

func winner(votes map[string]int) string {
	best := ""
	for _, k := range sortedKeys(votes) {
		if best == "" || votes[k] > votes[best] {
			best = k
		}
	}
	return best
}

// title says kind, place and date in one line.
func (s *settler) title() string {
	places, dates, words := map[string]int{}, map[string]int{}, map[string]int{}
	for _, a := range s.accounts {
		if p := a.Where.String(); a.Where.Name != "" {
			places[p] += weight(a)
		}
		if d := a.When; d.From.Known() {
			dates[rashomon.When{From: d.From, To: d.To}.String()] += weight(a)
		} else if d.Words != "" {
			words[d.Words] += weight(a)
		}
	}
	place, date := fullPlace(places), winner(dates)
	if date == "" {
		date = "date not known"
		if w := winner(words); w != "" {
			date = w + " (date not known)"
		}
	}
	return kindTitle(s.kind()) + ", " + cmp.Or(place, "place not known") + ", " + date
}

// fullPlace takes the place most accounts give, at the fullest wording of it.
func fullPlace(places map[string]int) string {
	best := winner(places)
	for _, p := range sortedKeys(places) {
		if wording.SamePlace(p, best) && wording.Subset(wording.PlaceWords(best), wording.PlaceWords(p)) && len(p) > len(best) {
			best = p
		}
	}
	return best
}

func kindTitle(k rashomon.Kind) string {
	switch k {
	case rashomon.AirStrike:
		return "Air or drone strike"
	case rashomon.Shelling:
		return "Shelling or missile strike"
	case rashomon.Bombing:
		return "Bombing"
	case rashomon.Chemical:
		return "Chemical attack"
	case rashomon.OtherEvent:
		return "Incident"
	}
	return strings.ToUpper(string(k[:1])) + string(k[1:])
}

// timeline settles the tolls on the reports up to each one, and keeps a step
// wherever the range moved.
func (s *settler) timeline() []rashomon.Step {
	var out []rashomon.Step
	for _, f := range rashomon.Fields() {
		if f.Toll() {
			out = append(out, s.steps(f)...)
		}
	}
	return out
}

func (s *settler) steps(f rashomon.Field) []rashomon.Step {
	var out []rashomon.Step
	var last rashomon.Range
	for n := range len(s.reports) {
		var known []claim
		news := false
		for _, c := range s.claims {
			if c.rank <= n && (c.Field == f || c.Field == rashomon.Victim) {
				known = append(known, c)
				news = news || c.rank == n
			}
		}
		if !news && s.reports[n].Replaces == "" {
			continue
		}
		out = s.step(f, n, known, &last, out)
	}
	return out
}

// step adds to out what report n made of the toll: first the counts that the
// report itself calls earlier, then those it gives now.
func (s *settler) step(f rashomon.Field, n int, known []claim, last *rashomon.Range, out []rashomon.Step) []rashomon.Step {
	old := s.outdated(known, n+1)
	var passes [][]claim
	var was, now []claim
	for _, c := range known {
		earlier := c.rank == n && c.Superseded
		if earlier || !old[c.ID] && c.rank < n {
			was = append(was, c)
		}
		if !old[c.ID] {
			now = append(now, c)
		}
	}
	if slices.ContainsFunc(was, func(c claim) bool { return c.rank == n }) {
		passes = append(passes, was)
	}
	for i, claims := range append(passes, now) {
		r, mover, ok := s.whole(f, claims, n)
		if !ok || r.Low.N == last.Low.N && r.High.N == last.High.N && last.Low.Claim != "" {
			continue
		}
		cause := s.cause(r, *last, mover, i < len(passes))
		if last.Low.Claim == "" && r.Low.N != r.High.N && r.Low.Claim != r.High.Claim {
			cause = "first counts, by " + s.voicesAt(claims, r.Low.Claim) + " and " + s.voicesAt(claims, r.High.Claim)
		}
		out = append(out, rashomon.Step{Field: f, At: s.reports[n].Published, Report: s.reports[n].ID, Low: r.Low.N, High: r.High.N,
			Claim: mover.ID, Cause: cause})
		*last = r
	}
	return out
}

// voicesAt names the origin of a claim.
func (s *settler) voicesAt(claims []claim, id rashomon.ClaimID) string {
	i := slices.IndexFunc(claims, func(c claim) bool { return c.ID == id })
	return s.origins[claims[i].col].Name
}

// whole settles the main row of a toll and finds the claim of report n that
// moved it, or the one at its upper end.
func (s *settler) whole(f rashomon.Field, claims []claim, n int) (r rashomon.Range, mover claim, ok bool) {
	rows := slices.DeleteFunc(s.tolls(f, claims), func(t toll) bool { return len(t.answers) == 0 || t.group == rashomon.Attackers })
	if len(rows) == 0 {
		return r, mover, false
	}
	sides := rows[0].sides()
	r = rows[0].span(sides)
	found := false
	for _, id := range []rashomon.ClaimID{r.High.Claim, r.Low.Claim} {
		for _, c := range claims {
			if c.ID == id && (!found || c.rank == n && mover.rank != n) {
				mover, found = c, true
			}
		}
	}
	for _, a := range rows[0].answers { // a report that moved neither end by its own number
		if c := a.ends(); c.rank == n && mover.rank != n {
			mover = c
		}
	}
	return r, mover, true
}

// cause says in words why a toll moved.
func (s *settler) cause(r, last rashomon.Range, mover claim, earlier bool) string {
	who := s.origins[mover.col].Name
	t, _ := mover.Tally()
	switch {
	case last.Low.Claim == "" && earlier:
		return "earlier count that " + who + " recalls"
	case last.Low.Claim == "":
		return "first count, by " + who
	case t.Relation == rashomon.Rose:
		return who + ": the toll rose"
	case t.Relation == rashomon.Additional && r.High.N > last.High.N:
		return who + " counts further victims"
	case t.Relation == rashomon.OfInjured:
		return who + ": one of the injured died"
	case s.reports[min(mover.rank, len(s.reports)-1)].Replaces != "" && r.High.N != last.High.N:
		return "the outlet changed its text"
	case r.Low.N == r.High.N && last.Low.N != last.High.N:
		return who + " narrows the range"
	case r.Low.N >= last.Low.N && r.High.N > last.High.N:
		return who + " gives a higher count"
	case r.Low.N < last.Low.N && r.High.N <= last.High.N:
		return who + " gives a lower count"
	}
	return "new count by " + who
}
