package agenda

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"rashomon/internal/database"
)

// Visit is an address that is to be fetched, once or again. It may be lost.
type Visit struct {
	URL, Feed, Outlet string
	Due               time.Time
	Step              int // 0 is the first fetch, 1 and on the next ones
	Tries             int // of this step
	Problem           string
	Done              bool // no further fetch is planned
}

// PutVisits stores visits, in place of those of the same addresses.
func (a *Agenda) PutVisits(ctx context.Context, visits []Visit) error {
	_, err := a.putVisits(ctx, visits, `DO UPDATE SET feed = excluded.feed, outlet = excluded.outlet, due = excluded.due,
		step = excluded.step, tries = excluded.tries, problem = excluded.problem, done = excluded.done`)
	return err
}

// Removed is the problem of a visit that was given up because its feed was removed.
const Removed = "its source was removed"

// AddVisits stores the visits whose addresses have none, or one that was given up with
// the problem Removed, and returns how many these were: what a feed names again keeps
// its place.
func (a *Agenda) AddVisits(ctx context.Context, visits []Visit) (added int, err error) {
	return a.putVisits(ctx, visits, `DO UPDATE SET feed = excluded.feed, outlet = excluded.outlet, due = excluded.due, problem = '', done = FALSE
		WHERE state_visit.problem = '`+Removed+`'`)
}

// PlannedBy returns the feed for which an address has a visit, made or to be made, that
// AddVisits leaves as it is; "" where it has none.
func (a *Agenda) PlannedBy(ctx context.Context, address string) (feed string, err error) {
	feeds, err := database.Column[string](ctx, a.db.Reader(), `SELECT feed FROM state_visit WHERE url = $1 AND problem <> '`+Removed+`'`, address)
	return strings.Join(feeds, ""), a.db.Fail(ctx, "find the visit of "+address, err)
}

// Adopt makes the visit of an address one of another feed and its outlet, so that it
// ends with that one.
func (a *Agenda) Adopt(ctx context.Context, address, feed, outlet string) error {
	return a.db.Fail(ctx, "move the visit of "+address, a.db.InTx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE state_visit SET feed = $2, outlet = $3 WHERE url = $1`, address, feed, outlet)
		return err
	}))
}

func (a *Agenda) putVisits(ctx context.Context, visits []Visit, known string) (n int, err error) {
	err = a.db.InTx(ctx, func(tx *sql.Tx) error {
		put, err := tx.PrepareContext(ctx, `INSERT INTO state_visit (url, feed, outlet, due, step, tries, problem, done)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (url) `+known)
		if err != nil {
			return err
		}
		defer put.Close() //nolint:errcheck // the transaction ends it in any case
		for _, v := range visits {
			done, err := put.ExecContext(ctx, v.URL, v.Feed, v.Outlet, database.TimeText(v.Due), v.Step, v.Tries, v.Problem, v.Done)
			if err != nil {
				return fmt.Errorf("visit %s: %w", v.URL, err)
			}
			rows, err := done.RowsAffected()
			if err != nil {
				return err
			}
			n += int(rows)
		}
		return nil
	})
	return n, a.db.Fail(ctx, fmt.Sprintf("store %d visits", len(visits)), err)
}

const visitColumns = `url, feed, outlet, step, tries, problem, done, due`

func scanVisit(row database.Scanner) (v Visit, err error) {
	return v, database.ScanTimes(row, []any{&v.URL, &v.Feed, &v.Outlet, &v.Step, &v.Tries, &v.Problem, &v.Done}, &v.Due)
}

// DueVisits returns visits that are not done and were due by now, the longest due first.
// limit <= 0 asks for all of them.
func (a *Agenda) DueVisits(ctx context.Context, now time.Time, limit int) ([]Visit, error) {
	all, err := database.Collect(ctx, a.db.Reader(), scanVisit, `SELECT `+visitColumns+` FROM state_visit
		WHERE NOT done AND due <= $1 ORDER BY due, url LIMIT $2`, database.TimeText(now), database.RowLimit(limit))
	return all, a.db.Fail(ctx, "read visits that are due", err)
}

// Visits returns every visit, by when it is due.
func (a *Agenda) Visits(ctx context.Context) ([]Visit, error) {
	all, err := database.Collect(ctx, a.db.Reader(), scanVisit, `SELECT `+visitColumns+` FROM state_visit ORDER BY due, url`)
	return all, a.db.Fail(ctx, "read visits", err)
}

// Robots is what a host lets programs fetch, as it last said. It may be lost.
type Robots struct {
	Host         string // as the asker names it: with its scheme and port where these matter
	Tried, Until time.Time
	Rules        []byte // the robots.txt file; empty where there is none
	Problem      string // why it could not be had
}

// PutRobots stores r in place of what its host said before.
func (a *Agenda) PutRobots(ctx context.Context, r Robots) error {
	return a.db.Fail(ctx, "store robots.txt of "+r.Host, a.db.InTx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO state_robots (host, tried, until, problem, rules) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (host) DO UPDATE SET tried = excluded.tried, until = excluded.until, problem = excluded.problem, rules = excluded.rules`,
			r.Host, database.TimeText(r.Tried), database.TimeText(r.Until), r.Problem, append([]byte{}, r.Rules...))
		return err
	}))
}

// Robots returns what a host last said; database.ErrNotFound when it was not asked.
func (a *Agenda) Robots(ctx context.Context, host string) (r Robots, err error) {
	err = database.ScanTimes(a.db.Reader().QueryRowContext(ctx, `SELECT host, problem, rules, tried, until FROM state_robots WHERE host = $1`, host),
		[]any{&r.Host, &r.Problem, &r.Rules}, &r.Tried, &r.Until)
	if errors.Is(err, sql.ErrNoRows) {
		err = database.ErrNotFound
	}
	return r, a.db.Fail(ctx, "read robots.txt of "+host, err)
}
