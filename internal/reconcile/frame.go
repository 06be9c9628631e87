package reconcile

import (
	"cmp"
	"slices"

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
		case speaking > 1 && slices.ContainsFunc(rec.Findings, func(f rashomon.Finding) bool {
			return f.Field == q.field && f.Group == q.group && len(f.Origins) == speaking
		}):
			row.Agreement = rashomon.Agree
		case speaking > 1:
			row.Agreement = rashomon.Beside
		}
		for _, c := range s.claims { // who counted before the toll rose, or less than who quotes him, is not silent
			_, early := s.overtaken[c.ID]
			_, less := s.exceeded[c.ID]
			if (early || less) && s.retired[c.ID] && c.Field == q.field && s.folded[c.Field](c) == q.group {
				put(row, c.Column, c.ID)
				if row.Agreement == rashomon.Single {
					row.Agreement = rashomon.Beside
				}
			}
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
	return s.claims[s.index[id]].Column
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

// entitle writes on a record the kind, the place and the date of its incident, and all
// three in one line.
func (s *settler) entitle(rec *rashomon.Record) {
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
	rec.Kind, rec.Place, rec.Date = s.kind(), wording.FullestPlace(winner(places), places), winner(dates)
	date := rec.Date
	if date == "" {
		date = "date not known"
		if w := winner(words); w != "" {
			date = w + " (date not known)"
		}
	}
	rec.Title = rec.Kind.Title() + ", " + cmp.Or(rec.Place, "place not known") + ", " + date
}
