package web

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"rashomon"
	"rashomon/internal/reconcile"
	"rashomon/internal/store"
)

// tieView is another incident that a report names with this one.
type tieView struct {
	ID, Href, Title, Kind, Quote, QuoteHref, Lang string
	Also                                          []source // other reports that say so
	to                                            rashomon.IncidentID
}

// linkView is why two accounts are held, or not held, to tell of one event.
type linkView struct {
	A, B  source
	Score string
	Why   []string
}

// source is a report as links show it.
type source struct{ Href, Outlet, Title string }

// sourceView is one report that the record rests on.
type sourceView struct {
	source
	ID         string
	URL        string // empty unless it is an http address
	Published  string
	Copies     []string // outlets that print the same text
	ReplacedBy string
	Missing    string // what its page shows instead of it: "gone", "walled"
}

// rulingView is one decision of a person.
type rulingView struct {
	ID, Sentence string
	Stands       bool
}

func viewRulings(list []rashomon.Decision) []rulingView {
	var out []rulingView
	for _, d := range list {
		out = append(out, rulingView{string(d.ID), upperFirst(oneLine(d.Sentence())), d.Standing == rashomon.InForce})
	}
	return out
}

// named returns the reports of d and those that links held apart name.
func (s *server) named(ctx context.Context, rec *rashomon.Record, d rashomon.Dossier) ([]rashomon.Report, error) {
	reports := slices.Clone(d.Reports)
	have := map[rashomon.ReportID]bool{}
	for _, r := range reports {
		have[r.ID] = true
	}
	for _, l := range rec.Links {
		for _, account := range []rashomon.AccountID{l.A, l.B} {
			id := reportOf(account)
			if have[id] {
				continue
			}
			have[id] = true
			r, err := s.store.Report(ctx, id)
			switch {
			case err == nil:
				reports = append(reports, r)
			case !errors.Is(err, store.ErrNotFound):
				return nil, fmt.Errorf("find report %s: %w", id, err)
			}
		}
	}
	hide := reconcile.Veil(d)
	for i, r := range reports {
		reports[i] = hide.Report(r)
	}
	return reports, nil
}

// reportOf is the report of an account.
func reportOf(id rashomon.AccountID) rashomon.ReportID {
	report, _ := id.Parts()
	return report
}

// titleOf is the title of another incident; empty when the store has it no more.
func (s *server) titleOf(ctx context.Context, id rashomon.IncidentID, p rashomon.Policy) (string, error) {
	d, err := s.store.Dossier(ctx, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("find incident %s: %w", id, err)
	}
	rec := reconcile.Settle(d, p)
	return heading(&rec), nil
}

// addConnections fills what leads out of the incident: other incidents, cumulative
// tolls, links, sources and rulings.
func (v *incidentView) addConnections(rec *rashomon.Record, b *book, d rashomon.Dossier) {
	at := map[rashomon.Tie]int{}
	for _, t := range rec.Ties {
		once := rashomon.Tie{To: t.To, Kind: t.Kind}
		if i, ok := at[once]; ok { // several reports name one incident: the first with its words
			v.Ties[i].Also = append(v.Ties[i].Also, b.source(t.Report))
			continue
		}
		at[once] = len(v.Ties)
		tv := tieView{ID: string(t.To), Href: incidentHref(t.To), Kind: upperFirst(string(t.Kind)), to: t.To}
		if r, ok := b.reports[t.Report]; ok && !t.Span.Empty() && t.Span.Valid(r.Text) {
			tv.Quote, tv.QuoteHref, tv.Lang = oneLine(t.Span.Of(r.Text)), reportHref(r.ID), r.Language
		}
		v.Ties = append(v.Ties, tv)
	}
	var cumulative []cite
	for _, c := range rec.Cumulative {
		cumulative = append(cumulative, b.cite(c))
	}
	v.Cumulative = together(cumulative, func(c cite) [4]string { return [4]string{c.Question, c.Value, c.Quote} })
	for _, l := range rec.Links {
		lv := linkView{A: b.source(reportOf(l.A)), B: b.source(reportOf(l.B)), Score: strconv.FormatFloat(l.Score, 'f', 2, 64), Why: l.Why}
		if l.Refused {
			v.Refused = append(v.Refused, lv)
		} else {
			v.Links = append(v.Links, lv)
		}
	}
	missing := map[rashomon.ReportID]string{}
	for _, c := range rec.Changes {
		delete(missing, c.Before)
		if c.After == "" {
			missing[c.Before] = string(c.Fate)
		}
	}
	copies := copiesOf(d.Incident.Origins, b)
	for _, ref := range rec.Reports {
		v.Sources = append(v.Sources, sourceView{source: b.source(ref.ID), ID: string(ref.ID), URL: webAddress(ref.URL),
			Published: day(ref.Published), Copies: copies[ref.ID], ReplacedBy: replacedHref(ref.Replaced), Missing: missing[ref.ID]})
	}
	v.Rulings, v.Apart = viewRulings(rec.Rulings), rec.Apart
}

// source shows a report of the record.
func (b *book) source(id rashomon.ReportID) source {
	r, ok := b.reports[id]
	if !ok {
		return source{Href: reportHref(id), Outlet: "a report", Title: string(id)}
	}
	return source{Href: reportHref(id), Outlet: b.outlet(r), Title: oneLine(r.Title())}
}

// mostCopies is how many outlets are named that print one text.
const mostCopies = 12

// copiesOf says of each report which others print the same text, the first of them by
// name.
func copiesOf(origins []rashomon.Origin, b *book) map[rashomon.ReportID][]string {
	out := map[rashomon.ReportID][]string{}
	for _, o := range origins {
		var names []string
		printed := map[string]int{}
		for _, a := range o.Accounts {
			name := b.source(reportOf(a)).Outlet
			if printed[name]++; printed[name] == 1 {
				names = append(names, name)
			}
		}
		for _, a := range o.Accounts {
			own := b.source(reportOf(a)).Outlet
			var others []string
			for _, name := range names[:min(len(names), mostCopies+1)] {
				if name != own || printed[own] > 1 {
					others = append(others, name)
				}
			}
			if len(names) > mostCopies+1 {
				others = append(others, count(len(names)-mostCopies-1, "more outlet"))
			}
			if len(others) > 0 {
				out[reportOf(a)] = others
			}
		}
	}
	return out
}

func replacedHref(id rashomon.ReportID) string {
	if id == "" {
		return ""
	}
	return reportHref(id)
}

// webAddress returns s when it is an http or https address that a reader can open,
// and nothing otherwise.
func webAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return s
}
