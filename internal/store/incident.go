package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rashomon"
	"rashomon/internal/database"
)

// PutIncidents stores what the link stage of that version made of the readings, in
// place of all earlier incidents. An account may be in one incident only.
func (s *Store) PutIncidents(ctx context.Context, version string, incidents []rashomon.Incident) error {
	return s.putIncidents(ctx, version, "", incidents, func(tx *sql.Tx) error {
		for _, table := range []string{"derived_link", "derived_alias", "derived_account", "derived_incident"} {
			if _, err := tx.ExecContext(ctx, `DELETE FROM `+table); err != nil {
				return err
			}
		}
		return nil
	})
}

// PutChanged stores what the link stage of that version made of base and the readings
// that were added to it: changed are the incidents that are new or other than before,
// gone the names that are no more. All others stay. It is an error when incidents were
// stored since base was asked for.
func (s *Store) PutChanged(ctx context.Context, version string, base Base, changed []rashomon.Incident, gone []rashomon.IncidentID) error {
	return s.putIncidents(ctx, version, base.now, changed, func(tx *sql.Tx) error {
		_, from, err := linkedFrom(ctx, tx)
		if err == nil && from != base.inputs {
			err = errors.New("another run stored incidents meanwhile; run again")
		}
		if err != nil {
			return err
		}
		for _, inc := range changed {
			gone = append(gone, inc.ID)
		}
		for _, statement := range []string{`DELETE FROM derived_alias WHERE incident = $1`,
			`DELETE FROM derived_account WHERE incident = $1`, `DELETE FROM derived_incident WHERE id = $1`} {
			for _, id := range gone {
				if _, err := tx.ExecContext(ctx, statement, string(id)); err != nil {
					return err
				}
			}
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM derived_link`)
		return err
	})
}

// putIncidents stores incidents that were made from some inputs, or where that is empty
// from what LinkDue was asked about, after clear has made room for them.
func (s *Store) putIncidents(ctx context.Context, version string, from rashomon.Digest, incidents []rashomon.Incident, clear func(*sql.Tx) error) error {
	s.asked.Lock()
	from = cmp.Or(from, s.asked.inputs)
	s.asked.inputs = ""
	s.asked.Unlock()
	return s.db.Fail(ctx, "store incidents", s.db.InTx(ctx, func(tx *sql.Tx) error {
		if from == "" {
			var err error
			if from, _, err = inputs(ctx, tx, Linkable); err != nil {
				return err
			}
		}
		if err := clear(tx); err != nil {
			return err
		}
		if err := insertIncidents(ctx, tx, incidents); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO derived_link (one, version, inputs) VALUES (1, $1, $2)`, version, string(from))
		return err
	}))
}

// incidentWriter holds the prepared statements of one PutIncidents.
type incidentWriter struct {
	incident, account, alias *sql.Stmt
	news                     *sql.Stmt
	newest                   map[rashomon.ReportID]string // those that were looked up
}

func insertIncidents(ctx context.Context, tx *sql.Tx, incidents []rashomon.Incident) error {
	news, err := tx.PrepareContext(ctx, `SELECT published, received FROM kept_report WHERE id = $1`)
	if err != nil {
		return err
	}
	defer news.Close() //nolint:errcheck // the transaction ends it in any case
	incident, err := tx.PrepareContext(ctx, `INSERT INTO derived_incident (id, main, newest, content) VALUES ($1, $2, $3, $4)`)
	if err != nil {
		return err
	}
	defer incident.Close() //nolint:errcheck // as above
	account, err := tx.PrepareContext(ctx, `INSERT INTO derived_account (report, account, incident) VALUES ($1, $2, $3)`)
	if err != nil {
		return err
	}
	defer account.Close() //nolint:errcheck // as above
	alias, err := tx.PrepareContext(ctx, `INSERT INTO derived_alias (alias, incident) VALUES ($1, $2) ON CONFLICT (alias, incident) DO NOTHING`)
	if err != nil {
		return err
	}
	defer alias.Close() //nolint:errcheck // as above
	w := incidentWriter{incident: incident, account: account, alias: alias, news: news, newest: map[rashomon.ReportID]string{}}
	for _, inc := range incidents {
		if err := w.write(ctx, inc); err != nil {
			return fmt.Errorf("incident %s: %w", inc.ID, err)
		}
	}
	return nil
}

func (w *incidentWriter) write(ctx context.Context, inc rashomon.Incident) error {
	content, err := json.Marshal(inc)
	if err != nil {
		return err
	}
	newest := ""
	for _, id := range inc.Accounts {
		report, _ := id.Parts()
		news, err := w.newsOf(ctx, report)
		if err != nil {
			return fmt.Errorf("account %s: its report: %w", id, err)
		}
		newest = max(newest, news)
	}
	if _, err := w.incident.ExecContext(ctx, string(inc.ID), inc.Main, newest, string(content)); err != nil {
		return err
	}
	for _, id := range inc.Accounts {
		report, key := id.Parts()
		if _, err := w.account.ExecContext(ctx, string(report), key, string(inc.ID)); err != nil {
			return fmt.Errorf("account %s: %w", id, err)
		}
	}
	for _, alias := range inc.Aliases {
		if _, err := w.alias.ExecContext(ctx, string(alias), string(inc.ID)); err != nil {
			return fmt.Errorf("alias %s: %w", alias, err)
		}
	}
	return nil
}

// newsOf is newsTimes of one report.
func (w *incidentWriter) newsOf(ctx context.Context, id rashomon.ReportID) (string, error) {
	if t, ok := w.newest[id]; ok {
		return t, nil
	}
	var published, received string
	err := w.news.QueryRowContext(ctx, string(id)).Scan(&published, &received)
	if errors.Is(err, sql.ErrNoRows) {
		return "", ErrNotFound
	}
	w.newest[id] = newsTime(published, received)
	return w.newest[id], err
}

// newsTimes returns, for each report, when it was published, or else received, in
// a form that sorts.
func newsTimes(ctx context.Context, q database.Querier) (map[rashomon.ReportID]string, error) {
	type row struct {
		id   rashomon.ReportID
		time string
	}
	rows, err := database.Collect(ctx, q, func(sc database.Scanner) (row, error) {
		var id, published, received string
		err := sc.Scan(&id, &published, &received)
		return row{rashomon.ReportID(id), newsTime(published, received)}, err
	}, `SELECT id, published, received FROM kept_report`)
	if err != nil {
		return nil, err
	}
	times := make(map[rashomon.ReportID]string, len(rows))
	for _, r := range rows {
		times[r.id] = r.time
	}
	return times, nil
}

func newsTime(published, received string) string {
	if t, err := time.Parse(time.RFC3339, published); err == nil {
		return t.UTC().Format(database.TimeForm)
	}
	if d, ok := rashomon.ParseDate(published); ok {
		return d.First().Format(database.TimeForm)
	}
	if d, ok := (rashomon.Report{Published: published}).PublishedOn(); ok { // a time without its zone
		return d.First().Format(database.TimeForm)
	}
	return received
}

func scanIncident(row database.Scanner) (inc rashomon.Incident, err error) {
	var content string
	if err := row.Scan(&content); err != nil {
		return inc, err
	}
	return parseIncident(content)
}

func parseIncident(content string) (inc rashomon.Incident, err error) {
	if err := json.Unmarshal([]byte(content), &inc); err != nil {
		return inc, fmt.Errorf("%w (%w)", ErrDerived, err)
	}
	return inc, nil
}

// Incidents returns incidents from the offset-th on, first those that are the news
// of at least one report, each group from the newest report to the oldest. limit
// <= 0 asks for all of them.
func (s *Store) Incidents(ctx context.Context, offset, limit int) ([]rashomon.Incident, error) {
	all, err := database.Collect(ctx, s.db.Reader(), scanIncident, `SELECT content FROM derived_incident
		ORDER BY main DESC, newest DESC, id LIMIT $1 OFFSET $2`, database.RowLimit(limit), max(offset, 0))
	return all, s.db.Fail(ctx, "list incidents", err)
}

// Incident returns the incident of that name, or the one whose alias it is;
// ErrNotFound when there is none.
func (s *Store) Incident(ctx context.Context, id rashomon.IncidentID) (rashomon.Incident, error) {
	inc, err := incidentByID(ctx, s.db.Reader(), id)
	return inc, s.db.Fail(ctx, "read incident "+string(id), err)
}

func incidentByID(ctx context.Context, q database.Querier, id rashomon.IncidentID) (rashomon.Incident, error) {
	inc, err := scanIncident(q.QueryRowContext(ctx, `SELECT content FROM derived_incident
		WHERE id = $1 OR id IN (SELECT incident FROM derived_alias WHERE alias = $1)
		ORDER BY CASE WHEN id = $1 THEN 0 ELSE 1 END, id LIMIT 1`, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return inc, err
}

// IncidentsOf returns the incidents that a report has accounts of, in the order of
// Incidents.
func (s *Store) IncidentsOf(ctx context.Context, id rashomon.ReportID) ([]rashomon.Incident, error) {
	all, err := database.Collect(ctx, s.db.Reader(), scanIncident, `SELECT content FROM derived_incident
		WHERE id IN (SELECT incident FROM derived_account WHERE report = $1)
		ORDER BY main DESC, newest DESC, id`, string(id))
	return all, s.db.Fail(ctx, "list incidents of report "+string(id), err)
}

// Dossier returns all that settling an incident needs, as of one moment; an alias
// finds its incident. An account that a reading no longer has, because the report
// was read again and linking is due, is left out.
func (s *Store) Dossier(ctx context.Context, id rashomon.IncidentID) (rashomon.Dossier, error) {
	var d rashomon.Dossier
	err := s.db.InView(ctx, func(tx *sql.Tx) (err error) {
		inc, err := incidentByID(ctx, tx, id)
		if err != nil {
			return err
		}
		if d, err = dossierOf(ctx, tx, inc); err != nil {
			return err
		}
		if d.Replaced, err = replacementsOf(ctx, tx, d.Incident.ID); err != nil {
			return err
		}
		if d.Captures, d.Versions, err = pagesOf(ctx, tx, ofIncident, string(d.Incident.ID)); err != nil {
			return err
		}
		if d.Rulings, err = rulingsOn(ctx, tx, d); err != nil {
			return err
		}
		d.Withheld, err = withheld(ctx, tx)
		return err
	})
	if err != nil {
		return rashomon.Dossier{}, s.db.Fail(ctx, "read dossier of incident "+string(id), err)
	}
	return d, nil
}

// dossierOf gathers the incident's reports and what was read in them.
func dossierOf(ctx context.Context, q database.Querier, inc rashomon.Incident) (rashomon.Dossier, error) {
	all, err := database.Collect(ctx, q, scanTold, `SELECT `+reportColumns+`, d.content
		FROM kept_report r LEFT JOIN derived_reading d ON d.report = r.id
		WHERE r.id IN (SELECT report FROM derived_account WHERE incident = $1)
		ORDER BY r.received, r.id`, string(inc.ID))
	if err != nil {
		return rashomon.Dossier{}, err
	}
	readings, reports := map[rashomon.ReportID]rashomon.Reading{}, map[rashomon.ReportID]rashomon.Report{}
	for _, t := range all {
		readings[t.Report.ID], reports[t.Report.ID] = t.Reading, t.Report
	}
	return rashomon.NewDossier(inc, readings, reports), nil
}

// Told is a report with what was read in it.
type Told struct {
	Report  rashomon.Report
	Reading rashomon.Reading
}

func scanTold(row database.Scanner) (t Told, err error) {
	var content sql.NullString
	if t.Report, err = scanReport(database.WithMore(row, &content)); err != nil {
		return t, err
	}
	if content.Valid {
		t.Reading, err = parseReading(content.String)
	}
	return t, err
}

// Told calls look with every reading of the part and its report, one at a time in
// memory, in the order in which the reports were received. An error of look ends it.
func (s *Store) Told(ctx context.Context, part Part, look func(Told) error) error {
	err := database.Each(ctx, s.db.Reader(), func(row database.Scanner) error {
		t, err := scanTold(row)
		if err != nil {
			return err
		}
		return look(t)
	}, `SELECT `+reportColumns+`, d.content FROM kept_report r JOIN derived_reading d ON d.report = r.id
		WHERE `+part.where()+` ORDER BY r.received, r.id`)
	return s.db.Fail(ctx, "read readings", err)
}
