package store

import (
	"context"
	"database/sql"
	"errors"

	"rashomon"
	"rashomon/internal/database"
)

// Whose pages are meant: SQL that gives the reports, for one argument.
const (
	ofIncident = `SELECT report FROM derived_account WHERE incident = $1`
	ofReport   = `SELECT id FROM kept_report WHERE id = $1`
	ofAddress  = `SELECT report FROM kept_capture WHERE (address = $1 OR requested = $1) AND $1 <> ''`
	ofAll      = `SELECT report FROM kept_capture WHERE $1 = '' AND (requested <> '' OR address IN (
		SELECT address FROM kept_capture WHERE address <> '' GROUP BY address HAVING count(*) > 1
		UNION SELECT requested FROM kept_capture WHERE requested <> ''))`
)

// CapturesOf returns what came of the pages of a report, or of those at an address, or of
// all where of is empty: the captures of every address at which something changed (there
// were several texts, or a capture without one), in the order received, and the texts that
// they show, with their readings.
func (s *Store) CapturesOf(ctx context.Context, of string) (captures []rashomon.Capture, texts []rashomon.Version, err error) {
	whose := ofAddress
	switch {
	case of == "":
		whose = ofAll
	case shortName.MatchString(of) && of[0] == 'r':
		whose = ofReport
	}
	err = s.db.InView(ctx, func(tx *sql.Tx) (err error) {
		captures, texts, err = pagesOf(ctx, tx, whose, of)
		return err
	})
	return captures, texts, s.db.Fail(ctx, "read captures of the pages of "+of, err)
}

// sighted is one capture by where it belongs.
type sighted struct {
	n                          int
	address, requested, report string
}

// sightings are the captures of the addresses at which the reports were seen, or asked for.
func sightings(ctx context.Context, q database.Querier, whose, arg string) ([]sighted, error) {
	const seen = `SELECT address FROM own WHERE address <> '' UNION SELECT requested FROM own WHERE requested <> ''`
	return database.Collect(ctx, q, func(row database.Scanner) (s sighted, err error) {
		err = row.Scan(&s.n, &s.address, &s.requested, &s.report)
		return s, err
	}, `WITH own AS (SELECT address, requested FROM kept_capture WHERE report IN (`+whose+`))
		SELECT n, address, requested, coalesce(report, '') FROM (
			SELECT n, received, address, requested, report FROM kept_capture WHERE address <> '' AND address IN (`+seen+`)
			UNION SELECT n, received, address, requested, report FROM kept_capture WHERE requested <> '' AND requested IN (`+seen+`)) found
		ORDER BY received, n`, arg)
}

// pagesOf is CapturesOf in a view of the store.
func pagesOf(ctx context.Context, q database.Querier, whose, arg string) (captures []rashomon.Capture, texts []rashomon.Version, err error) {
	all, err := sightings(ctx, q, whose, arg)
	if err != nil {
		return nil, nil, err
	}
	first, changed := map[string]string{}, map[string]bool{}
	for _, s := range all {
		for _, at := range []string{s.address, s.requested} {
			was, known := first[at]
			changed[at] = at != "" && (changed[at] || s.report == "" || known && was != s.report)
			first[at] = s.report
		}
	}
	known := map[rashomon.ReportID]bool{"": true}
	for _, s := range all {
		if !changed[s.address] && !changed[s.requested] {
			continue
		}
		c, err := scanCapture(q.QueryRowContext(ctx, `SELECT content FROM kept_capture WHERE n = $1`, s.n))
		if err != nil {
			return nil, nil, err
		}
		captures = append(captures, c)
		if known[c.Report] {
			continue
		}
		known[c.Report] = true
		t, err := scanTold(q.QueryRowContext(ctx, `SELECT `+reportColumns+`, d.content
			FROM kept_report r LEFT JOIN derived_reading d ON d.report = r.id WHERE r.id = $1`, string(c.Report)))
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, nil, err
		}
		texts = append(texts, rashomon.Version{Report: t.Report, Reading: t.Reading})
	}
	return captures, texts, nil
}
