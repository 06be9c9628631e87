package web

import (
	"net/http"

	"rashomon"
	"rashomon/internal/reconcile"
	"rashomon/internal/store"
)

// problemsView is the list of reports that could not be dealt with.
type problemsView struct {
	chrome
	Problems []problemRow
}

// problemRow is one report with what went wrong, and its twin.
type problemRow struct {
	Report  rashomon.ReportID `json:"report"`
	Outlet  string            `json:"outlet,omitempty"`
	Title   string            `json:"title,omitempty"`
	Stage   string            `json:"stage"`
	Version string            `json:"version"`
	Problem string            `json:"problem"`
	Href    string            `json:"-"`
}

// problems serves /problems.
func (s *server) problems(r *http.Request) (reply, error) {
	found, err := s.store.Problems(r.Context())
	if err != nil {
		return reply{}, err
	}
	rows, d := []problemRow{}, rashomon.Dossier{}
	if d.Withheld, err = s.store.Withheld(r.Context()); err != nil {
		return reply{}, err
	}
	hide := reconcile.Veil(d)
	for _, p := range found {
		rows = append(rows, problemRow{Report: p.Report, Outlet: p.Outlet, Title: oneLine(store.ShortTitle(hide.Text(p.Title))), Stage: p.Stage, Version: p.Version,
			Problem: p.Text, Href: reportHref(p.Report)})
	}
	v := problemsView{chrome: s.chrome("Problems", "problems", "/problems.json", crumb{"/", "Incidents"}), Problems: rows}
	return reply{page: "problems", view: v, twin: map[string][]problemRow{"problems": rows}}, nil
}
