package web

import (
	"net/http"
	"time"

	"rashomon"
	"rashomon/internal/reconcile"
	"rashomon/internal/store"
	"rashomon/internal/veil"
)

// sourcesView is the list of what is watched.
type sourcesView struct {
	chrome
	Rows []sourceRow
}

// sourceRow is one source with how fetching it goes. Times are in words, in UTC.
type sourceRow struct {
	store.Source
	Called                string
	Last, Tried, NextTime string
	ByItself              bool // it was not a person who paused it
}

// sources serves /sources.
func (s *server) sources(r *http.Request) (reply, error) {
	found, err := s.store.Sources(r.Context())
	if err != nil {
		return reply{}, err
	}
	var d rashomon.Dossier
	if d.Withheld, err = s.store.Withheld(r.Context()); err != nil {
		return reply{}, err
	}
	hide := reconcile.Veil(d)
	v := sourcesView{chrome: s.chrome("Sources", "sources", "/sources.json")}
	twin := []any{}
	for _, f := range found {
		f = veil.Hide(hide, f)
		v.Rows = append(v.Rows, sourceRow{Source: f, Called: oneLine(f.Name()), Last: minute(f.Succeeded), Tried: minute(f.Tried),
			NextTime: minute(f.Next), ByItself: f.Paused() && f.By == "schedule"})
		twin = append(twin, f.Line())
	}
	return reply{page: "sources", view: v, twin: map[string]any{"sources": twin}}, nil
}

// minute writes a time as people read it; "" for none.
func minute(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2 January 2006, 15:04")
}
