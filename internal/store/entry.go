package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/database"
)

// Entry is a report as a list of all shows it: where it is from, and what became of it.
type Entry struct {
	Report     rashomon.ReportID     `json:"report"`
	Title      string                `json:"title,omitempty"`  // the first line, for ShortTitle to cut once names are withheld
	Outlet     string                `json:"outlet,omitempty"` // or what its giver called it; empty when nobody said
	URL        string                `json:"url,omitempty"`
	Published  string                `json:"published,omitempty"` // as given
	ReplacedBy rashomon.ReportID     `json:"replaced_by,omitempty"`
	Incidents  []rashomon.IncidentID `json:"incidents"`
	Why        string                `json:"why,omitempty"` // why it has no incident; empty when it has one
}

// ShortTitle returns as much of a title as a list shows: at most 200 characters. A name
// is withheld in the whole title first: cut through, it is no longer known as that name.
func ShortTitle(title string) string {
	n := 0
	for i := range title {
		if n == 200 {
			return title[:i]
		}
		n++
	}
	return title
}

// Entries returns the reports from the offset-th on, the last received first. limit <= 0
// asks for all of them.
func (s *Store) Entries(ctx context.Context, offset, limit int) ([]Entry, error) {
	rows, err := database.Collect(ctx, s.db.Reader(), scanEntry, `SELECT r.id, r.ref, r.source_name, r.url, r.published, substr(r.content, 1, 4000),
			coalesce(`+replacedBy+`, ''), coalesce(d.problem, ''),
			x.accounts, x.claims, coalesce(a.incident, '')
		FROM (SELECT id AS wanted FROM kept_report ORDER BY received DESC, id LIMIT $1 OFFSET $2) w
		JOIN kept_report r ON r.id = w.wanted
		LEFT JOIN derived_stamp d ON d.report = r.id AND d.stage = '`+StageExtract+`'
		LEFT JOIN derived_reading x ON x.report = r.id
		LEFT JOIN derived_account a ON a.report = r.id
		ORDER BY r.received DESC, r.id, a.account`, database.RowLimit(limit), max(offset, 0))
	var all []Entry
	for _, e := range rows {
		if n := len(all); n > 0 && all[n-1].Report == e.Report {
			if !slices.Contains(all[n-1].Incidents, e.Incidents[0]) {
				all[n-1].Incidents = append(all[n-1].Incidents, e.Incidents[0])
			}
			continue
		}
		all = append(all, e)
	}
	return all, s.db.Fail(ctx, "list reports", err)
}

func scanEntry(row database.Scanner) (Entry, error) {
	var (
		e                Entry
		ref, problem     string
		accounts, claims sql.NullInt64
		incident         rashomon.IncidentID
	)
	err := row.Scan(&e.Report, &ref, &e.Outlet, &e.URL, &e.Published, &e.Title, &e.ReplacedBy, &problem, &accounts, &claims, &incident)
	e.Outlet, e.Incidents = cmp.Or(e.Outlet, ref), []rashomon.IncidentID{}
	e.Title, _, _ = strings.Cut(e.Title, "\n")
	switch {
	case incident != "":
		e.Incidents = append(e.Incidents, incident)
	case problem != "":
		e.Why = problem
	case !accounts.Valid:
		e.Why = "not read yet; 'rashomon run' reads what is due"
	case accounts.Int64 > 0:
		e.Why = "not linked yet; 'rashomon run' links what was read"
	case claims.Int64 > 0:
		e.Why = "only totals over several incidents were read in it"
	default:
		e.Why = "nothing violent was read in it"
	}
	return e, err
}
