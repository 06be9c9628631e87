package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"rashomon"
	"rashomon/internal/database"
)

// noneDue reports whether as many reports are dealt with as there are, and as many have a
// reading as should: which is most often so, and quicker to see than that each is and has.
func (s *Store) noneDue(ctx context.Context, stage, version string) (none bool, err error) {
	var reports, dealt, well, read int
	err = s.db.Reader().QueryRowContext(ctx, `SELECT (SELECT count(*) FROM kept_report), count(*),
			coalesce(sum(CASE WHEN problem = '' THEN 1 ELSE 0 END), 0), (SELECT count(*) FROM derived_reading)
		FROM derived_stamp WHERE stage = $1 AND version = $2`, stage, version).Scan(&reports, &dealt, &well, &read)
	return dealt == reports && (stage != StageExtract || well == read), err
}

// Due returns the reports that no stage of that name and version has dealt with
// yet, and those whose reading is gone, in the order received. limit <= 0 asks for all of them; as these are ids
// only, one call for all is cheaper than many for a few.
func (s *Store) Due(ctx context.Context, stage, version string, limit int) ([]rashomon.ReportID, error) {
	op := "list what is due for " + stage
	if none, err := s.noneDue(ctx, stage, version); err != nil || none {
		return nil, s.db.Fail(ctx, op, err)
	}
	ids, err := database.Column[rashomon.ReportID](ctx, s.db.Reader(), `SELECT r.id FROM kept_report r
		LEFT JOIN derived_stamp d ON d.report = r.id AND d.stage = $1
		WHERE d.version IS NULL OR d.version <> $2 OR ($1 = '`+StageExtract+`' AND d.problem = ''
			AND NOT EXISTS (SELECT 1 FROM derived_reading x WHERE x.report = r.id))
		ORDER BY r.received, r.id LIMIT $3`, stage, version, database.RowLimit(limit))
	return ids, s.db.Fail(ctx, op, err)
}

// PutReading stores what the extract stage of that version found in a report, in
// place of an earlier reading, and stamps the report as dealt with. ErrNotFound
// when the report is not there.
func (s *Store) PutReading(ctx context.Context, r rashomon.Reading, version string) error {
	return s.PutReadings(ctx, []rashomon.Reading{r}, version)
}

// PutReadings is PutReading for many, all of them or none: waiting for the disk
// once is what makes it faster.
func (s *Store) PutReadings(ctx context.Context, readings []rashomon.Reading, version string) error {
	return s.db.Fail(ctx, "store "+plural(readings), s.db.InTx(ctx, func(tx *sql.Tx) error {
		for _, r := range readings {
			if err := putReading(ctx, tx, r, version); err != nil {
				return fmt.Errorf("report %s: %w", r.Report, err)
			}
		}
		return nil
	}))
}

// plural names some readings.
func plural(readings []rashomon.Reading) string {
	if len(readings) == 1 {
		return "reading"
	}
	return fmt.Sprintf("%d readings", len(readings))
}

func putReading(ctx context.Context, tx *sql.Tx, r rashomon.Reading, version string) error {
	content, err := r.MarshalJSON()
	if err != nil {
		return err
	}
	if err := stamp(ctx, tx, r.Report, StageExtract, version, ""); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO derived_reading (report, accounts, claims, digest, content)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (report) DO UPDATE SET accounts = excluded.accounts, claims = excluded.claims,
			digest = excluded.digest, content = excluded.content`,
		string(r.Report), len(r.Accounts), len(r.Claims()), string(rashomon.DigestOf(content)), string(content))
	return err
}

// PutProblem stamps a report as dealt with by a stage that could make nothing of
// it, and says why. An earlier reading goes when the stage is StageExtract: what
// is derived never comes from two versions.
func (s *Store) PutProblem(ctx context.Context, id rashomon.ReportID, stage, version, problem string) error {
	op := fmt.Sprintf("store problem of %s with report %s", stage, id)
	if problem == "" {
		return s.db.Fail(ctx, op, errors.New("the problem has no text"))
	}
	return s.db.Fail(ctx, op, s.db.InTx(ctx, func(tx *sql.Tx) error {
		if err := stamp(ctx, tx, id, stage, version, problem); err != nil {
			return err
		}
		if stage != StageExtract {
			return nil
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM derived_reading WHERE report = $1`, string(id))
		return err
	}))
}

func stamp(ctx context.Context, tx *sql.Tx, id rashomon.ReportID, stage, version, problem string) error {
	if err := database.Needs(ctx, tx, "the report", reportThere, string(id)); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO derived_stamp (report, stage, version, problem) VALUES ($1, $2, $3, $4)
		ON CONFLICT (report, stage) DO UPDATE SET version = excluded.version, problem = excluded.problem`,
		string(id), stage, version, problem)
	return err
}

func scanReading(row database.Scanner) (r rashomon.Reading, err error) {
	var content string
	if err := row.Scan(&content); err != nil {
		return r, err
	}
	return parseReading(content)
}

func parseReading(content string) (r rashomon.Reading, err error) {
	if err := r.UnmarshalJSON([]byte(content)); err != nil {
		return r, fmt.Errorf("%w (%w)", ErrDerived, err)
	}
	return r, nil
}

// Reading returns what was found in a report; ErrNotFound when the report has not
// been read, or could not be.
func (s *Store) Reading(ctx context.Context, id rashomon.ReportID) (rashomon.Reading, error) {
	r, err := scanReading(s.db.Reader().QueryRowContext(ctx, `SELECT content FROM derived_reading WHERE report = $1`, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return r, s.db.Fail(ctx, "read reading of report "+string(id), err)
}

// Readings returns every reading in the order in which the reports were received.
func (s *Store) Readings(ctx context.Context) ([]rashomon.Reading, error) {
	all, err := database.Collect(ctx, s.db.Reader(), scanReading, `SELECT d.content FROM derived_reading d
		JOIN kept_report r ON r.id = d.report ORDER BY r.received, r.id`)
	return all, s.db.Fail(ctx, "read readings", err)
}

// Problem is a report that a stage could make nothing of.
type Problem struct {
	Report  rashomon.ReportID `json:"report"`
	Title   string            `json:"title"` // as of an Entry
	Outlet  string            `json:"outlet"`
	URL     string            `json:"url,omitempty"`
	Stage   string            `json:"stage"`
	Version string            `json:"version"` // of the stage
	Text    string            `json:"text"`    // what went wrong
}

// Problems returns every problem, in the order in which the reports were received.
func (s *Store) Problems(ctx context.Context) ([]Problem, error) {
	all, err := database.Collect(ctx, s.db.Reader(), scanProblem, `SELECT r.id, r.source_name, r.url, substr(r.content, 1, 4000),
			d.stage, d.version, d.problem
		FROM derived_stamp d JOIN kept_report r ON r.id = d.report
		WHERE d.problem <> '' ORDER BY r.received, r.id, d.stage`)
	return all, s.db.Fail(ctx, "read problems", err)
}

func scanProblem(row database.Scanner) (Problem, error) {
	var (
		p      Problem
		source rashomon.Source
	)
	err := row.Scan(&p.Report, &source.Name, &p.URL, &p.Title, &p.Stage, &p.Version, &p.Text)
	p.Outlet = rashomon.Report{Source: source}.Outlet()
	p.Title, _, _ = strings.Cut(p.Title, "\n")
	return p, err
}

// Counts says how much a store holds, as far as that is counted without reading it.
type Counts struct {
	Objects int `json:"objects"`
	Reports int `json:"reports"`
	Rulings int `json:"rulings"`

	Readings      int  `json:"readings"`
	Told          bool `json:"told"` // some reading has an account
	Incidents     int  `json:"incidents"`
	MainIncidents int  `json:"main_incidents"` // those that are the news of at least one report
	Problems      int  `json:"problems"`
}

// Counts counts what the store holds.
func (s *Store) Counts(ctx context.Context) (c Counts, err error) {
	err = s.db.Reader().QueryRowContext(ctx, `SELECT
		(SELECT count(*) FROM kept_object), (SELECT count(*) FROM kept_report), (SELECT count(*) FROM kept_ruling),
		(SELECT count(*) FROM derived_reading), EXISTS (SELECT 1 FROM derived_reading WHERE accounts > 0),
		(SELECT count(*) FROM derived_incident), (SELECT count(*) FROM derived_incident WHERE main),
		(SELECT count(*) FROM derived_stamp WHERE problem <> '')`).Scan(&c.Objects, &c.Reports, &c.Rulings,
		&c.Readings, &c.Told, &c.Incidents, &c.MainIncidents, &c.Problems)
	return c, s.db.Fail(ctx, "count", err)
}

// DropDerived deletes all that is derived: every stage is due again for every
// report. What is kept stays.
func (s *Store) DropDerived(ctx context.Context) error {
	const op = "delete what is derived"
	schema, err := steps(s.db.Path())
	if err != nil {
		return s.db.Fail(ctx, op, err)
	}
	return s.db.Fail(ctx, op, s.db.InTx(ctx, func(tx *sql.Tx) error {
		for _, table := range schema.Derived() {
			if _, err := tx.ExecContext(ctx, `DELETE FROM `+table); err != nil {
				return err
			}
		}
		return nil
	}))
}
