package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"rashomon"
)

// inputs returns the digest of all that linking depends on: the readings, and the
// merges and splits in force.
func inputs(ctx context.Context, q querier) (rashomon.Digest, error) {
	digests, err := column[string](ctx, q, `SELECT digest FROM derived_reading ORDER BY report`)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for _, d := range digests {
		h.Write([]byte(d))
	}
	rulings, err := inForce(ctx, q, regrouping)
	for _, r := range rulings {
		h.Write([]byte(r.ID))
	}
	if err != nil {
		return "", err
	}
	return rashomon.Digest(hex.EncodeToString(h.Sum(nil))), nil
}

// linkedFrom returns what the incidents were last made from, and by which version
// of the stage; both empty when they never were.
func linkedFrom(ctx context.Context, q querier) (version string, from rashomon.Digest, err error) {
	err = q.QueryRowContext(ctx, `SELECT version, inputs FROM derived_link`).Scan(&version, &from)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return version, from, err
}

// LinkDue reports whether the incidents have to be made again: another version of
// the stage made them, or a reading has changed since. Ask it before Readings: a
// reading that is stored after the first answer and before PutIncidents leaves the
// incidents due.
func (s *Store) LinkDue(ctx context.Context, version string) (bool, error) {
	const op = "ask whether linking is due"
	now, err := inputs(ctx, s.reader)
	if err != nil {
		return false, s.fail(ctx, op, err)
	}
	by, from, err := linkedFrom(ctx, s.reader)
	if err != nil {
		return false, s.fail(ctx, op, err)
	}
	due := by != version || from != now
	s.asked.Lock()
	defer s.asked.Unlock()
	if due && s.asked.inputs == "" {
		s.asked.inputs = now
	}
	return due, nil
}

// PutIncidents stores what the link stage of that version made of the readings, in
// place of all earlier incidents. An account may be in one incident only.
func (s *Store) PutIncidents(ctx context.Context, version string, incidents []rashomon.Incident) error {
	s.asked.Lock()
	from := s.asked.inputs
	s.asked.inputs = ""
	s.asked.Unlock()
	return s.fail(ctx, "store incidents", s.inTx(ctx, func(tx *sql.Tx) error {
		if from == "" {
			var err error
			if from, err = inputs(ctx, tx); err != nil {
				return err
			}
		}
		for _, table := range []string{"derived_link", "derived_alias", "derived_account", "derived_incident"} {
			if _, err := tx.ExecContext(ctx, `DELETE FROM `+table); err != nil {
				return err
			}
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
	news                     map[rashomon.ReportID]string
}

func insertIncidents(ctx context.Context, tx *sql.Tx, incidents []rashomon.Incident) error {
	news, err := newsTimes(ctx, tx)
	if err != nil {
		return err
	}
	incident, err := tx.PrepareContext(ctx, `INSERT INTO derived_incident (id, main, newest, content) VALUES ($1, $2, $3, $4)`)
	if err != nil {
		return err
	}
	defer incident.Close() //nolint:errcheck // the transaction ends it in any case
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
	w := incidentWriter{incident: incident, account: account, alias: alias, news: news}
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
		news, ok := w.news[report]
		if !ok {
			return fmt.Errorf("account %s: its report is %w", id, ErrNotFound)
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

// newsTimes returns, for each report, when it was published, or else received, in
// a form that sorts.
func newsTimes(ctx context.Context, q querier) (map[rashomon.ReportID]string, error) {
	type row struct {
		id   rashomon.ReportID
		time string
	}
	rows, err := collect(ctx, q, func(sc scanner) (row, error) {
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
		return t.UTC().Format(timeForm)
	}
	if d, ok := rashomon.ParseDate(published); ok {
		return d.First().Format(timeForm)
	}
	if d, ok := (rashomon.Report{Published: published}).PublishedOn(); ok { // a time without its zone
		return d.First().Format(timeForm)
	}
	return received
}

func scanIncident(row scanner) (inc rashomon.Incident, err error) {
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
	all, err := collect(ctx, s.reader, scanIncident, `SELECT content FROM derived_incident
		ORDER BY main DESC, newest DESC, id LIMIT $1 OFFSET $2`, rowLimit(limit), max(offset, 0))
	return all, s.fail(ctx, "list incidents", err)
}

// Incident returns the incident of that name, or the one whose alias it is;
// ErrNotFound when there is none.
func (s *Store) Incident(ctx context.Context, id rashomon.IncidentID) (rashomon.Incident, error) {
	inc, err := incidentByID(ctx, s.reader, id)
	return inc, s.fail(ctx, "read incident "+string(id), err)
}

func incidentByID(ctx context.Context, q querier, id rashomon.IncidentID) (rashomon.Incident, error) {
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
	all, err := collect(ctx, s.reader, scanIncident, `SELECT content FROM derived_incident
		WHERE id IN (SELECT incident FROM derived_account WHERE report = $1)
		ORDER BY main DESC, newest DESC, id`, string(id))
	return all, s.fail(ctx, "list incidents of report "+string(id), err)
}

// Dossier returns all that settling an incident needs, as of one moment; an alias
// finds its incident. An account that a reading no longer has, because the report
// was read again and linking is due, is left out.
func (s *Store) Dossier(ctx context.Context, id rashomon.IncidentID) (rashomon.Dossier, error) {
	var d rashomon.Dossier
	err := s.inView(ctx, func(tx *sql.Tx) (err error) {
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
		if d.Rulings, err = rulingsOn(ctx, tx, d); err != nil {
			return err
		}
		d.Withheld, err = withheld(ctx, tx)
		return err
	})
	if err != nil {
		return rashomon.Dossier{}, s.fail(ctx, "read dossier of incident "+string(id), err)
	}
	return d, nil
}

// replacementsOf returns what replaced the reports of an incident, whichever
// incident tells of the newer text.
func replacementsOf(ctx context.Context, q querier, id rashomon.IncidentID) ([]rashomon.Replacement, error) {
	return collect(ctx, q, func(row scanner) (r rashomon.Replacement, err error) {
		err = row.Scan(&r.Report, &r.By, &r.Published)
		return r, err
	}, `SELECT replaces, id, published FROM kept_report
		WHERE replaces IN (SELECT report FROM derived_account WHERE incident = $1) AND replaces <> id
		ORDER BY received, id`, string(id))
}

// dossierOf gathers the incident's reports and what was read in them.
func dossierOf(ctx context.Context, q querier, inc rashomon.Incident) (rashomon.Dossier, error) {
	all, err := collect(ctx, q, scanTold, `SELECT `+reportColumns+`, d.content
		FROM kept_report r LEFT JOIN derived_reading d ON d.report = r.id
		WHERE r.id IN (SELECT report FROM derived_account WHERE incident = $1)
		ORDER BY r.received, r.id`, string(inc.ID))
	if err != nil {
		return rashomon.Dossier{}, err
	}
	readings, reports := map[rashomon.ReportID]rashomon.Reading{}, map[rashomon.ReportID]rashomon.Report{}
	for _, t := range all {
		readings[t.report.ID], reports[t.report.ID] = t.reading, t.report
	}
	return rashomon.NewDossier(inc, readings, reports), nil
}

// told is a report with what was read in it.
type told struct {
	report  rashomon.Report
	reading rashomon.Reading
}

func scanTold(row scanner) (t told, err error) {
	var content sql.NullString
	if t.report, err = scanReport(withMore{row, []any{&content}}); err != nil {
		return t, err
	}
	if content.Valid {
		t.reading, err = parseReading(content.String)
	}
	return t, err
}

// withMore is a row with further columns at its end.
type withMore struct {
	scanner
	more []any
}

// Scan reads the row into dest and the further columns.
func (w withMore) Scan(dest ...any) error { return w.scanner.Scan(append(dest, w.more...)...) }
