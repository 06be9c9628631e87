package web

import (
	"net/http"

	"rashomon"
	"rashomon/internal/reconcile"
	"rashomon/internal/store"
)

// reportsView is the list of reports, each with what became of it.
type reportsView struct {
	chrome
	Rows       []reportRow
	Page       int
	Prev, Next string
	Reports    int
}

// reportRow is one report of the list.
type reportRow struct {
	store.Entry
	Href, Day  string
	ReplacedBy string
	Incidents  []crumb
}

// reports serves /reports.
func (s *server) reports(r *http.Request) (reply, error) {
	page, err := pageNumber(r.URL.Query().Get("page"))
	if err != nil {
		return reply{}, err
	}
	ctx := r.Context()
	entries, err := s.store.Entries(ctx, (page-1)*perPage, perPage+1)
	if err != nil {
		return reply{}, err
	}
	counts, err := s.store.Counts(ctx)
	if err != nil {
		return reply{}, err
	}
	v := reportsView{chrome: s.chrome("Reports", "reports", pageHref("/reports.json", page, nil)), Page: page, Reports: counts.Reports}
	if page > 1 {
		v.Prev = pageHref("/reports", page-1, nil)
	}
	if len(entries) > perPage {
		entries = entries[:perPage]
		v.Next = pageHref("/reports", page+1, nil)
	}
	withheld, err := s.store.Withheld(ctx)
	if err != nil {
		return reply{}, err
	}
	for i := range entries {
		e := &entries[i]
		if len(withheld) > 0 {
			if err := s.hideIn(r, e, withheld); err != nil {
				return reply{}, err
			}
		}
		e.Title = store.ShortTitle(e.Title)
		row := reportRow{Entry: *e, Href: reportHref(e.Report), Day: day(e.Published), ReplacedBy: replacedHref(e.ReplacedBy)}
		row.Title = oneLine(e.Title)
		for _, id := range e.Incidents {
			row.Incidents = append(row.Incidents, crumb{incidentHref(id), string(id)})
		}
		v.Rows = append(v.Rows, row)
	}
	twin := map[string]any{"reports": entries, "page": page, "total": counts.Reports}
	return reply{page: "reports", view: v, twin: twin}, nil
}

// hideIn hides what is withheld in a report of the list as on its page.
func (s *server) hideIn(r *http.Request, e *store.Entry, withheld []rashomon.Ruling) error {
	all := rashomon.Dossier{Withheld: withheld}
	for _, id := range e.Incidents {
		d, err := s.store.Dossier(r.Context(), id)
		if err != nil {
			return err
		}
		all = all.With(d)
	}
	hide := reconcile.Veil(all)
	e.Title, e.Outlet, e.URL = hide.Text(e.Title), hide.Text(e.Outlet), hide.Text(e.URL)
	return nil
}
