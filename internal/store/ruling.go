package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"rashomon"
	"rashomon/internal/custody"
	"rashomon/internal/database"
	"rashomon/internal/ledger"
)

// AddRuling keeps a person's decision and returns it with its ID, the digest of
// its content. added is false when the very same decision was there already. r.At
// must be set; an Undo must name a ruling of this store.
func (s *Store) AddRuling(ctx context.Context, r rashomon.Ruling) (kept rashomon.Ruling, added bool, err error) {
	op := fmt.Sprintf("add ruling to %s %s", r.Kind, r.Target)
	if r.At.IsZero() || r.Author == "" {
		return rashomon.Ruling{}, false, s.db.Fail(ctx, op, errors.New("it has no author or no time"))
	}
	r.At = r.At.UTC().Round(0)
	if id := identifyRuling(r); r.ID != "" && r.ID != id {
		return rashomon.Ruling{}, false, s.db.Fail(ctx, op, errors.New("its id is not the digest of its content"))
	} else {
		r.ID = id
	}
	err = s.db.InTx(ctx, func(tx *sql.Tx) error {
		subject, err := subjectOf(ctx, tx, r)
		if err != nil {
			return err
		}
		if err := checkCited(ctx, tx, r); err != nil {
			return err
		}
		ruled, err := ruledJSON(r.Of)
		if err != nil {
			return err
		}
		done, err := tx.ExecContext(ctx, `INSERT INTO kept_ruling (id, made, kind, target, subject, value, why, author, ruled)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING`,
			string(r.ID), r.At.Format(database.TimeForm), string(r.Kind), r.Target, subject, r.Value, r.Why, r.Author, ruled)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		if added = n > 0; err != nil || !added {
			return err
		}
		return ledger.Keep(ctx, tx, ledger.Thing{Kind: custody.Ruling, ID: string(r.ID)})
	})
	if err != nil {
		return rashomon.Ruling{}, false, s.db.Fail(ctx, op, err)
	}
	return r, added, nil
}

func ruledJSON(of *rashomon.Ruled) (string, error) {
	if of == nil {
		return "", nil
	}
	b, err := json.Marshal(of)
	return string(b), err
}

// identifyRuling returns the id that the content of r gives: "u" and 20
// hexadecimal digits.
func identifyRuling(r rashomon.Ruling) rashomon.RulingID {
	content := []string{string(r.Kind), r.Target, r.Value, r.Why, r.Author, r.At.UTC().Format(database.TimeForm)}
	if ruled, err := ruledJSON(r.Of); err == nil && ruled != "" { // rulings of before have ids without it
		content = append(content, ruled)
	}
	h := sha256.New()
	for _, s := range content {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	return rashomon.RulingID("u" + hex.EncodeToString(h.Sum(nil))[:20])
}

// checkCited returns what is wrong with the words that a correction cites.
func checkCited(ctx context.Context, q database.Querier, r rashomon.Ruling) error {
	if r.Of == nil || r.Of.Words == nil {
		return nil
	}
	rep, err := reportByID(ctx, q, r.Of.In)
	if err != nil {
		return fmt.Errorf("the words that it cites: report %s: %w", r.Of.In, err)
	}
	if !r.Of.Words.Valid(rep.Text) || r.Of.Words.Of(rep.Text) != r.Of.Quote || r.Of.Quote == "" {
		return fmt.Errorf("it cites %q, which does not stand there in report %s", r.Of.Quote, r.Of.In)
	}
	return nil
}

var errTarget = errors.New("names no claim, account, incident or ruling")

// subjectOf returns the report or incident that the target of r lies in; that of
// an undone ruling is its own.
func subjectOf(ctx context.Context, q database.Querier, r rashomon.Ruling) (string, error) {
	if r.Kind == rashomon.Undo {
		var subject string
		err := q.QueryRowContext(ctx, `SELECT subject FROM kept_ruling WHERE id = $1`, r.Target).Scan(&subject)
		if errors.Is(err, sql.ErrNoRows) {
			err = fmt.Errorf("the ruling is %w", ErrNotFound)
		}
		return subject, err
	}
	if id, ok := rashomon.ParseIncidentID(r.Target); ok && string(id) == r.Target {
		return r.Target, nil
	}
	if i := strings.IndexAny(r.Target, "/."); i > 0 {
		return r.Target[:i], nil
	}
	return "", fmt.Errorf("%q %w", r.Target, errTarget)
}

const rulingColumns = `id, made, kind, target, value, why, author, ruled`

func scanRuling(row database.Scanner) (rashomon.Ruling, error) {
	var r rashomon.Ruling
	var made, ruled string
	err := row.Scan(&r.ID, &made, &r.Kind, &r.Target, &r.Value, &r.Why, &r.Author, &ruled)
	if err != nil {
		return r, err
	}
	if r.At, err = time.Parse(database.TimeForm, made); err != nil {
		return r, fmt.Errorf("ruling %s: time %q: %w", r.ID, made, ErrDamaged)
	}
	if ruled != "" {
		if err := json.Unmarshal([]byte(ruled), &r.Of); err != nil {
			return r, fmt.Errorf("ruling %s: what it was made on: %w (%w)", r.ID, ErrDamaged, err)
		}
	}
	return r, nil
}

// Rulings returns every ruling, undone ones too, in the order made.
func (s *Store) Rulings(ctx context.Context) ([]rashomon.Ruling, error) {
	all, err := database.Collect(ctx, s.db.Reader(), scanRuling, `SELECT `+rulingColumns+` FROM kept_ruling ORDER BY made, id`)
	return all, s.db.Fail(ctx, "read rulings", err)
}

// Withheld returns the withholdings that are in force, of all incidents, in the
// order made.
func (s *Store) Withheld(ctx context.Context) ([]rashomon.Ruling, error) {
	all, err := withheld(ctx, s.db.Reader())
	return all, s.db.Fail(ctx, "read what is withheld", err)
}

func withheld(ctx context.Context, q database.Querier) ([]rashomon.Ruling, error) {
	return inForce(ctx, q, `kind = 'withhold'`)
}

// Regrouped returns the merges and splits that are in force, in the order made.
func (s *Store) Regrouped(ctx context.Context) ([]rashomon.Ruling, error) {
	all, err := inForce(ctx, s.db.Reader(), regrouping)
	return all, s.db.Fail(ctx, "read merges and splits", err)
}

const regrouping = `kind IN ('merge', 'split')`

// inForce returns the rulings of a condition that nothing undoes.
func inForce(ctx context.Context, q database.Querier, condition string) ([]rashomon.Ruling, error) {
	all, err := database.Collect(ctx, q, scanRuling, `SELECT `+rulingColumns+` FROM kept_ruling
		WHERE `+condition+` OR kind = 'undo' AND subject IN (SELECT subject FROM kept_ruling WHERE `+condition+`)
		ORDER BY made, id`)
	return rashomon.Standings(all), err
}

// RulingsOf returns the rulings that were made on a report's claims and accounts,
// and those that undo them, in the order made.
func (s *Store) RulingsOf(ctx context.Context, id rashomon.ReportID) ([]rashomon.Ruling, error) {
	all, err := database.Collect(ctx, s.db.Reader(), scanRuling, `SELECT `+rulingColumns+` FROM kept_ruling WHERE subject = $1 ORDER BY made, id`, string(id))
	return all, s.db.Fail(ctx, "read rulings of report "+string(id), err)
}

// rulingsOn returns the rulings on the incident of d, its accounts and claims and
// the cumulative claims, those that merged or split it, and those that undo them,
// in the order made. One whose claim or account no reading has any more is on every
// incident of its report.
func rulingsOn(ctx context.Context, q database.Querier, d rashomon.Dossier) ([]rashomon.Ruling, error) {
	const ours = `(subject = $1 OR subject IN (SELECT alias FROM derived_alias WHERE incident = $1)
		OR subject IN (SELECT report FROM derived_account WHERE incident = $1)
		OR kind = 'merge' AND (value = $1 OR value IN (SELECT alias FROM derived_alias WHERE incident = $1))
		OR kind = 'split' AND EXISTS (SELECT 1 FROM derived_account a WHERE a.incident = $1 AND kept_ruling.value LIKE '%' || a.report || '/' || a.account || '%'))`
	near, err := database.Collect(ctx, q, scanRuling, `SELECT `+rulingColumns+` FROM kept_ruling
		WHERE `+ours+` OR kind = 'undo' AND subject IN (SELECT subject FROM kept_ruling WHERE `+ours+`)
		ORDER BY made, id`, string(d.Incident.ID))
	if err != nil || len(near) == 0 {
		return nil, err
	}
	elsewhere, err := elsewhere(ctx, q, d, near)
	if err != nil {
		return nil, err
	}
	made := map[string]rashomon.Ruling{}
	for _, r := range near {
		made[string(r.ID)] = r
	}
	var on []rashomon.Ruling
	for _, r := range near {
		of := r
		for next, ok := made[of.Target]; ok && of.Kind == rashomon.Undo; next, ok = made[of.Target] {
			of = next
		}
		if of.Kind != rashomon.Undo && !elsewhere[of.ID] {
			on = append(on, r)
		}
	}
	return on, nil
}

// elsewhere returns the rulings that are on a claim or account of another incident
// than that of d.
func elsewhere(ctx context.Context, q database.Querier, d rashomon.Dossier, rulings []rashomon.Ruling) (map[rashomon.RulingID]bool, error) {
	ours := map[rashomon.AccountID]bool{}
	for _, a := range d.Incident.Accounts {
		ours[a] = true
	}
	cumulative := map[rashomon.ClaimID]bool{}
	for _, c := range d.Cumulative {
		cumulative[c.ID] = true
	}
	out := map[rashomon.RulingID]bool{}
	readings := map[rashomon.ReportID]rashomon.Reading{}
	for _, r := range rulings {
		if !r.OnClaim() && !r.OnAccount() {
			continue
		}
		reading, known := readings[r.Report()]
		if !known {
			var err error
			if reading, err = readingOf(ctx, q, r.Report()); err != nil {
				return nil, err
			}
			readings[r.Report()] = reading
		}
		at, there := accountOf(r, reading)
		id, _ := r.ClaimIn(reading.Cumulative)
		out[r.ID] = there && !ours[at] && !cumulative[id]
	}
	return out, nil
}

// accountOf finds the account of a reading that a ruling is on, or that has the claim
// it is on; of a cumulative claim, none.
func accountOf(r rashomon.Ruling, reading rashomon.Reading) (id rashomon.AccountID, there bool) {
	if r.OnAccount() {
		return r.AccountIn(reading.Accounts)
	}
	claim, there := r.ClaimIn(reading.Claims())
	for _, a := range reading.Accounts {
		for _, c := range a.Claims {
			if c.ID == claim {
				return a.ID(), there
			}
		}
	}
	return "", there
}

// readingOf returns what was read in a report; nothing when it was not read.
func readingOf(ctx context.Context, q database.Querier, id rashomon.ReportID) (rashomon.Reading, error) {
	r, err := scanReading(q.QueryRowContext(ctx, `SELECT content FROM derived_reading WHERE report = $1`, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return rashomon.Reading{}, nil
	}
	return r, err
}

// ClaimNamed returns the claim of a name, which may be cut short on both sides of the
// dot or have only what stands behind it; ErrNotFound when the store has none, and an
// error that says so when several are called so.
func (s *Store) ClaimNamed(ctx context.Context, name string) (rashomon.Claim, error) {
	c, err := claimNamed(ctx, s.db.Reader(), name)
	return c, s.db.Fail(ctx, "find claim "+name, err)
}

// ReadingNamed returns what was read in the report of a name, of which the beginning
// will do; ErrNotFound when the store has none, and an error that says so when several
// begin so.
func (s *Store) ReadingNamed(ctx context.Context, name string) (rashomon.Reading, error) {
	const enough = 6
	op := "find report " + name
	if len(name) < enough || strings.ContainsAny(name, "%_") {
		return rashomon.Reading{}, s.db.Fail(ctx, op, ErrNotFound)
	}
	found, err := database.Collect(ctx, s.db.Reader(), scanReading, `SELECT content FROM derived_reading WHERE report LIKE $1 ORDER BY report LIMIT 2`, name+"%")
	switch {
	case err != nil:
	case len(found) == 0:
		err = ErrNotFound
	case len(found) > 1:
		err = errors.New("several reports begin so; give more of the name")
	default:
		return found[0], nil
	}
	return rashomon.Reading{}, s.db.Fail(ctx, op, err)
}

var claimName = regexp.MustCompile(`^(?:(\w*)\.)?([0-9a-f]{6,})$`)

func claimNamed(ctx context.Context, q database.Querier, name string) (c rashomon.Claim, err error) {
	m := claimName.FindStringSubmatch(name)
	if m == nil || strings.Contains(m[1], "_") {
		return c, fmt.Errorf("%w: a claim's name looks like r0a1b2c.3fa85f6457", ErrNotFound)
	}
	readings, err := database.Collect(ctx, q, scanReading, `SELECT content FROM derived_reading WHERE report LIKE $1 AND content LIKE $2 ORDER BY report`,
		m[1]+"%", `%.`+m[2]+`%`)
	if err != nil {
		return c, err
	}
	found := 0
	for _, r := range readings {
		for _, claim := range r.Claims() {
			if _, rest, _ := strings.Cut(string(claim.ID), "."); strings.HasPrefix(rest, m[2]) {
				c, found = claim, found+1
			}
		}
	}
	switch found {
	case 0:
		return c, ErrNotFound
	case 1:
		return c, nil
	}
	return c, fmt.Errorf("%d claims are called so; give more of its name: the beginning of its report's and a dot before it", found)
}
