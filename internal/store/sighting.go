package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"rashomon"
	"rashomon/internal/database"
)

// A sighting is a capture that shows which report stands at an address. The last
// received says what stands there now; of two received at one instant, the one that the
// store took last.

// ever is later than all times in the form of database.TimeForm.
const ever = "9999"

// Standing returns the report of the last received capture at the address, or of what
// was asked there, that has one; ErrNotFound when there is none.
func (s *Store) Standing(ctx context.Context, address string) (rashomon.ReportID, error) {
	return s.stood(ctx, address, ever)
}

// stood is Standing at a time, in the form of database.TimeForm.
func (s *Store) stood(ctx context.Context, address, received string) (rashomon.ReportID, error) {
	var id rashomon.ReportID
	err := s.db.Reader().QueryRowContext(ctx, `SELECT report FROM (
			SELECT report, received, n FROM kept_capture WHERE address = $1 AND address <> '' AND report IS NOT NULL AND received <= $2
			UNION ALL
			SELECT report, received, n FROM kept_capture WHERE requested = $1 AND requested <> '' AND report IS NOT NULL AND received <= $2) seen
		ORDER BY received DESC, n DESC LIMIT 1`, address, received).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return id, s.db.Fail(ctx, "find what stands at "+address, err)
}

// StandingReport is Standing with the whole report; nil when there is none.
func (s *Store) StandingReport(ctx context.Context, address string) (*rashomon.Report, error) {
	return s.StoodReport(ctx, address, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))
}

// StoodReport is StandingReport as it was at a time.
func (s *Store) StoodReport(ctx context.Context, address string, at time.Time) (*rashomon.Report, error) {
	id, err := s.stood(ctx, address, at.UTC().Format(database.TimeForm))
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r, err := s.Report(ctx, id)
	return &r, err
}

// stoodAt returns the report that stood, at a time in the form of database.TimeForm, at
// an address which reports give; none where none did.
func stoodAt(ctx context.Context, q database.Querier, address, received string) (id rashomon.ReportID, err error) {
	err = q.QueryRowContext(ctx, `SELECT report FROM kept_capture
		WHERE address = $1 AND address <> '' AND report IS NOT NULL AND received <= $2
		ORDER BY received DESC, n DESC LIMIT 1`, address, received).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}

// replacedBy is the SQL for the report that took the place of report r: the next other
// one seen at its address after it was last seen there; or else a report of another
// address that says it replaces it. NULL where none did. What stands there by its own word
// alone takes the place of nothing that came from there.
const replacedBy = `coalesce((SELECT next.report FROM kept_capture next
		WHERE next.address = r.url AND next.address <> '' AND next.report <> r.id
		AND (next.received, next.n) > (SELECT last.received, last.n FROM kept_capture last
			WHERE last.report = r.id AND last.address = r.url ORDER BY last.received DESC, last.n DESC LIMIT 1)
		AND NOT (next.content LIKE '%"own_word":true%' AND EXISTS (SELECT 1 FROM kept_capture mine
			WHERE mine.report = r.id AND mine.address = r.url AND mine.content NOT LIKE '%"own_word":true%'))
		ORDER BY next.received, next.n LIMIT 1),
	(SELECT moved.id FROM kept_report moved WHERE moved.replaces = r.id AND (moved.url <> r.url OR r.url = '')
		ORDER BY moved.received, moved.id LIMIT 1))`

// ReplacedBy returns the report that took the place of id at its address; ErrNotFound
// when id stands, or has come back.
func (s *Store) ReplacedBy(ctx context.Context, id rashomon.ReportID) (rashomon.ReportID, error) {
	var by sql.NullString
	err := s.db.Reader().QueryRowContext(ctx, `SELECT `+replacedBy+` FROM kept_report r WHERE r.id = $1`, string(id)).Scan(&by)
	if errors.Is(err, sql.ErrNoRows) || err == nil && by.String == "" {
		err = ErrNotFound
	}
	return rashomon.ReportID(by.String), s.db.Fail(ctx, "find what replaces report "+string(id), err)
}

// replacementsOf returns what replaced the reports of an incident, and what they replaced,
// whichever incident tells of the other text.
func replacementsOf(ctx context.Context, q database.Querier, id rashomon.IncidentID) ([]rashomon.Replacement, error) {
	return database.Collect(ctx, q, func(row database.Scanner) (r rashomon.Replacement, err error) {
		err = row.Scan(&r.Report, &r.By, &r.Published)
		return r, err
	}, `WITH ours AS (SELECT report AS id FROM derived_account WHERE incident = $1),
			near AS (SELECT id FROM ours UNION SELECT c.report FROM kept_report r JOIN kept_capture c ON c.address = r.url AND c.address <> ''
				WHERE r.id IN (SELECT id FROM ours) AND c.report IS NOT NULL
				UNION SELECT r.replaces FROM kept_report r WHERE r.id IN (SELECT id FROM ours) AND r.replaces IS NOT NULL)
		SELECT old.id, new.id, new.published FROM (SELECT r.id, `+replacedBy+` AS next FROM kept_report r WHERE r.id IN (SELECT id FROM near)) old
		JOIN kept_report new ON new.id = old.next
		WHERE old.id IN (SELECT id FROM ours) OR new.id IN (SELECT id FROM ours)
		ORDER BY new.received, new.id, old.id`, string(id))
}
