package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"rashomon"
	"rashomon/internal/database"
	"rashomon/internal/ledger"
)

// Taken is a capture that is to be kept, with what came of it.
type Taken struct {
	Capture rashomon.Capture // its ID, Report, Body, Wire and Length are set by the store
	Report  *rashomon.Report // what was read from the bytes; nil when nothing was. It counts as received when the capture was
	Body    []byte           // without content coding; nil when there are none, or when Report.Bytes names some that are kept
	Wire    []byte           // as they came; only where they were coded
}

// Kept is what became of a Taken.
type Kept struct {
	Capture rashomon.Capture
	Report  rashomon.Report   // as it stands in the store; zero where nothing was read
	Added   bool              // the report is new
	Before  rashomon.ReportID // what stood at the report's address until then, if another
}

// AddCapture is AddCaptures for one.
func (s *Store) AddCapture(ctx context.Context, t Taken) (Kept, error) {
	kept, err := s.AddCaptures(ctx, []Taken{t})
	if err != nil {
		return Kept{}, err
	}
	return kept[0], nil
}

// AddCaptures keeps captures with their bytes and reports, in their order: all of them,
// on the disk when it returns, or none. A report that is there already stays as it is
// and gets one more capture. A given one that is what stands at its address, or has no
// address, adds nothing: its Kept has the capture that it had.
//
// A report's ID must be that of rashomon.NewReport. Its Replaces becomes what stood at
// its address when it was received, if anything did.
func (s *Store) AddCaptures(ctx context.Context, all []Taken) ([]Kept, error) {
	op := fmt.Sprintf("add %d captures", len(all))
	if len(all) == 1 {
		op = "add capture of " + all[0].Capture.Requested
		if r := all[0].Report; r != nil {
			op = "add report " + string(r.ID)
		}
	}
	kept, err := s.addCaptures(ctx, all)
	return kept, s.db.Fail(ctx, op, err)
}

func (s *Store) addCaptures(ctx context.Context, all []Taken) (kept []Kept, err error) {
	for _, t := range all {
		if err := t.check(); err != nil {
			return nil, err
		}
	}
	// What is there already needs no turn at writing.
	for _, t := range all {
		k, known, err := t.known(ctx, s.db.Reader())
		if err != nil {
			return nil, err
		}
		if !known {
			break
		}
		kept = append(kept, k)
	}
	if len(kept) == len(all) {
		return kept, nil
	}
	kept = kept[:0]
	err = s.db.InTx(ctx, func(tx *sql.Tx) error {
		var logged []ledger.Thing
		for _, t := range all {
			k, known, err := t.known(ctx, tx)
			if err == nil && !known {
				k, err = s.take(ctx, tx, t)
			}
			if err != nil {
				return err
			}
			kept, logged = append(kept, k), append(logged, ledger.OfCapture(k.Capture)...)
		}
		return ledger.Keep(ctx, tx, logged...)
	})
	if err != nil {
		return nil, err
	}
	return kept, nil
}

// check refuses what could not be read back as it was given.
func (t Taken) check() error {
	switch t.Capture.Means {
	case rashomon.Fetched, rashomon.Given, rashomon.Archived:
	default:
		return fmt.Errorf("%q is no means by which a capture is received", t.Capture.Means)
	}
	if t.Report == nil && t.Capture.Received.IsZero() {
		return errors.New("it has no time of receipt")
	}
	if t.Report == nil {
		return nil
	}
	return checkReport(t.report())
}

// report returns the report as it counts once it is kept.
func (t Taken) report() rashomon.Report {
	r := *t.Report
	r.Received = t.Capture.Received.UTC().Round(0)
	return r
}

// known returns what is kept already of a given report that stands where it was, or
// stands nowhere.
func (t Taken) known(ctx context.Context, q database.Querier) (k Kept, known bool, err error) {
	if t.Report == nil || t.Capture.Means != rashomon.Given {
		return k, false, nil
	}
	k.Report, err = reportByID(ctx, q, t.Report.ID)
	if errors.Is(err, ErrNotFound) {
		return k, false, nil
	}
	if err != nil || !k.Report.Same(*t.Report) {
		return k, false, err
	}
	standing, err := stoodAt(ctx, q, k.Report.URL, ever)
	if err != nil || k.Report.URL != "" && standing != k.Report.ID {
		return k, false, err
	}
	k.Capture, err = lastCaptureOf(ctx, q, k.Report.ID)
	return k, err == nil, err
}

// take keeps one capture.
func (s *Store) take(ctx context.Context, tx *sql.Tx, t Taken) (k Kept, err error) {
	c := t.Capture
	if t.Report != nil {
		c.Body = cmp.Or(c.Body, t.Report.Bytes)
	}
	if c.Body, c.Length, err = s.keepBytes(ctx, tx, c.Body, t.Body); err != nil {
		return k, err
	}
	if c.Wire, _, err = s.keepBytes(ctx, tx, c.Wire, t.Wire); err != nil {
		return k, err
	}
	c.Report = ""
	if t.Report != nil {
		r := t.report()
		r.Bytes, c.Report = c.Body, r.ID
		if k, err = keepReport(ctx, tx, r); errors.Is(err, errNamesake) { // no text passes for another: the bytes are kept, and the reason
			k, c.Report, c.Problem = Kept{}, "", err.Error()
		} else if err != nil {
			return k, err
		}
	}
	k.Capture = rashomon.NewCapture(c)
	return k, keepCapture(ctx, tx, k.Capture, k.Report.URL)
}

// errNamesake is that two reports have one name, of 80 bits of a digest: chance does not
// do that, whoever writes both texts can.
var errNamesake = errors.New("another report has the same name: somebody made two texts that cannot be told apart by it")

// keepReport keeps a report unless it is there, and says what stood at its address
// until it was received.
func keepReport(ctx context.Context, tx *sql.Tx, r rashomon.Report) (k Kept, err error) {
	if k.Before, err = stoodAt(ctx, tx, r.URL, r.Received.Format(database.TimeForm)); err != nil {
		return k, err
	}
	if k.Before == r.ID {
		k.Before = ""
	}
	k.Report, err = reportByID(ctx, tx, r.ID)
	if err == nil && !k.Report.Same(r) {
		err = fmt.Errorf("report %s: %w", r.ID, errNamesake)
	}
	if !errors.Is(err, ErrNotFound) {
		return k, err
	}
	r.Replaces = cmp.Or(k.Before, r.Replaces)
	k.Report, k.Added = r, true
	return k, addReport(ctx, tx, r)
}

// keepCapture adds a row, unless the very same capture is there. at is the address that
// its report gives, if any.
func keepCapture(ctx context.Context, tx *sql.Tx, c rashomon.Capture, at string) error {
	there, err := database.Column[int](ctx, tx, `SELECT 1 FROM kept_capture WHERE id = $1`, string(c.ID))
	if err != nil || len(there) > 0 {
		return err
	}
	content, err := json.Marshal(c)
	if err != nil {
		return err
	}
	address, requested := addressesOf(c, at)
	_, err = tx.ExecContext(ctx, `INSERT INTO kept_capture (n, id, received, address, requested, report, body, wire, content)
		SELECT coalesce(max(n), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8 FROM kept_capture`,
		string(c.ID), c.Received.Format(database.TimeForm), address, requested, database.Nullable(string(c.Report)),
		database.Nullable(string(c.Body)), database.Nullable(string(c.Wire)), string(content))
	return err
}

// addressesOf returns what the columns of those names hold.
func addressesOf(c rashomon.Capture, at string) (address, requested string) {
	asked := ""
	if c.Means == rashomon.Fetched || c.Means == rashomon.Archived || c.Report == "" {
		asked = strings.ReplaceAll(c.Requested, "\x00", "")
	}
	address = at
	if c.Report == "" && asked != "" {
		address = strings.ReplaceAll(c.Address(), "\x00", "")
	}
	if asked == address {
		asked = ""
	}
	return address, asked
}

func scanCapture(row database.Scanner) (c rashomon.Capture, err error) {
	var content string
	if err := row.Scan(&content); err != nil {
		return c, err
	}
	return parseCapture(content)
}

func parseCapture(content string) (c rashomon.Capture, err error) {
	if err := json.Unmarshal([]byte(content), &c); err != nil {
		return c, fmt.Errorf("%w (a capture: %w)", ErrDamaged, err)
	}
	return c, nil
}

// lastCaptureOf returns the last capture of a report.
func lastCaptureOf(ctx context.Context, q database.Querier, id rashomon.ReportID) (rashomon.Capture, error) {
	c, err := scanCapture(q.QueryRowContext(ctx, `SELECT content FROM kept_capture WHERE report = $1
		ORDER BY received DESC, n DESC LIMIT 1`, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("%w (no capture says how report %s was received)", ErrDamaged, id)
	}
	return c, err
}

var (
	shortName = regexp.MustCompile(`^[cr][0-9a-f]{5,20}$`)
	sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// Captures returns the captures of a report, or the one of a name (of both, the first
// six characters will do), those of some bytes, or those at an address or of what was
// asked there, in the order received; none where there are none.
func (s *Store) Captures(ctx context.Context, of string) ([]rashomon.Capture, error) {
	where := `address = $1 AND address <> '' OR requested = $1 AND requested <> ''` // as the indexes have it
	switch {
	case sha256Hex.MatchString(of):
		where = `body = $1 OR wire = $1`
	case shortName.MatchString(of) && of[0] == 'c':
		where = `id >= $1 AND id < $1 || 'g'`
	case shortName.MatchString(of):
		where = `report >= $1 AND report < $1 || 'g'`
	}
	all, err := database.Collect(ctx, s.db.Reader(), scanCapture, `SELECT content FROM kept_capture WHERE `+where+` ORDER BY received, n`, of)
	return all, s.db.Fail(ctx, "read captures of "+of, err)
}

// EachCapture calls look with every capture, one at a time in memory, in the order in
// which this store took them. An error of look ends it.
func (s *Store) EachCapture(ctx context.Context, look func(rashomon.Capture) error) error {
	err := database.Each(ctx, s.db.Reader(), func(row database.Scanner) error {
		c, err := scanCapture(row)
		if err != nil {
			return err
		}
		return look(c)
	}, `SELECT content FROM kept_capture ORDER BY n`)
	return s.db.Fail(ctx, "read captures", err)
}
