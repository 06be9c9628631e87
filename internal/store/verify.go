package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"rashomon"
	"rashomon/internal/agenda"
	"rashomon/internal/database"
)

// Fault is one thing that Verify found wrong.
type Fault struct {
	// Kept is true for what was received or decided, which only a backup brings
	// back, and false for what can be derived again.
	Kept   bool   `json:"kept"`
	Object string `json:"object"` // "report r0123...", "claim r0123....45", "database"
	What   string `json:"what"`
}

// String writes the fault in one line.
func (f Fault) String() string { return f.Object + ": " + f.What }

// Verify reads everything again and returns all that is not as it should be:
// bytes that are not those of their digest, reports, captures, rulings and decisions on
// feeds whose id is not the digest of their content, captures whose bytes or report
// are not there, reports without a capture, or that do not say that they replace what
// stood at their address when they were received, readings that are missing, claims whose words do not stand
// at their bytes, incidents, accounts and old names that do not fit one another, and
// whatever the database finds in itself; and the log of custody, which has an entry for
// every kept row as it was (ledger.Log.Verify). It changes nothing.
//
// It cannot see a change that was made in everything that tells of it: in the row, in the
// whole log, in every checkpoint, signed anew, and in the key file, or where that lies
// elsewhere. Who holds a checkpoint that was published before can (ledger.Log.Holds).
func (s *Store) Verify(ctx context.Context) ([]Fault, error) {
	v := verifier{store: s}
	err := s.db.InView(ctx, func(tx *sql.Tx) error {
		for _, check := range []func(context.Context, *sql.Tx) error{
			v.database, v.objects, v.reports, v.captures, v.chains, v.agenda, v.rulings, v.log, v.stamps, v.readings, v.incidents,
		} {
			err := check(ctx, tx)
			if classified := s.db.Classify(err); errors.Is(classified, ErrDamaged) || errors.Is(classified, ErrNotStore) {
				v.add(true, "database", "reading it failed: %v", classified)
			} else if err != nil {
				return err
			}
		}
		return nil
	})
	return v.faults, s.db.Fail(ctx, "verify", err)
}

// verifier collects what the checks of one Verify find.
type verifier struct {
	store  *Store
	faults []Fault
}

func (v *verifier) add(kept bool, object, format string, args ...any) {
	v.faults = append(v.faults, Fault{Kept: kept, Object: object, What: fmt.Sprintf(format, args...)})
}

func (v *verifier) database(ctx context.Context, tx *sql.Tx) error {
	found, err := v.store.db.Faults(ctx, tx)
	for _, what := range found {
		v.add(true, "database", "%s", what)
	}
	return err
}

// log checks the log of custody, and every kept row against it. A row that was named
// before, and with what is wrong in it, is not named again as another than it was.
func (v *verifier) log(ctx context.Context, tx *sql.Tx) error {
	named := map[string]bool{}
	for _, f := range v.faults {
		named[f.Object] = true
	}
	found, err := v.store.Log().Verify(ctx, tx)
	for _, f := range found {
		if !named[f.Object] {
			v.add(true, f.Object, "%s", f.What)
		}
	}
	return err
}

func (v *verifier) objects(ctx context.Context, tx *sql.Tx) error {
	return database.Each(ctx, tx, func(row database.Scanner) error {
		digest, o, err := scanObject(row)
		if err != nil {
			return err
		}
		if _, err := o.Unpack(digest); err != nil {
			v.add(true, "object "+string(digest), "%v", err)
		}
		return nil
	}, `SELECT `+objectColumns+` FROM kept_object ORDER BY digest`)
}

func (v *verifier) reports(ctx context.Context, tx *sql.Tx) error {
	return database.Each(ctx, tx, func(row database.Scanner) error {
		r, err := scanReport(row)
		if errors.Is(err, ErrDamaged) {
			v.add(true, "report "+string(r.ID), "its time of receipt is no time, or its authors are no names")
			return nil
		}
		if err != nil {
			return err
		}
		if err := checkReport(r); err != nil {
			v.add(true, "report "+string(r.ID), "%v", err)
		}
		return nil
	}, `SELECT `+reportColumns+` FROM kept_report r ORDER BY r.received, r.id`)
}

func (v *verifier) agenda(ctx context.Context, tx *sql.Tx) error {
	return agenda.Verify(ctx, tx, func(object, what string) { v.add(true, object, "%s", what) })
}

func (v *verifier) rulings(ctx context.Context, tx *sql.Tx) error {
	type kept struct {
		rashomon.Ruling
		subject string
	}
	all, err := database.Collect(ctx, tx, func(row database.Scanner) (k kept, err error) {
		k.Ruling, err = scanRuling(database.WithMore(row, &k.subject))
		if errors.Is(err, ErrDamaged) {
			what := "its time is no time"
			if !k.At.IsZero() {
				what = "what it was made on cannot be read"
			}
			v.add(true, "ruling "+string(k.ID), "%s", what)
			k.Target, err = "", nil
		}
		return k, err
	}, `SELECT `+rulingColumns+`, subject FROM kept_ruling ORDER BY made, id`)
	if err != nil {
		return err
	}
	for _, k := range all {
		if k.Target == "" {
			continue
		}
		name := "ruling " + string(k.ID)
		if identifyRuling(k.Ruling) != k.ID {
			v.add(true, name, "its id is not the digest of its content")
		}
		subject, err := subjectOf(ctx, tx, k.Ruling)
		if err == nil && subject != k.subject {
			v.add(true, name, "it is filed under %s and is on %s", k.subject, subject)
		}
		if err := checkCited(ctx, tx, k.Ruling); err != nil {
			v.add(true, name, "%v", err)
		}
		if _, isIncident := rashomon.ParseIncidentID(subject); err == nil && !isIncident {
			err = database.Needs(ctx, tx, "the report of its target", reportThere, subject)
		}
		if errors.Is(err, errTarget) {
			v.add(true, name, "its target %v", err)
		} else if errors.Is(err, ErrNotFound) {
			v.add(true, name, "%s: %v", k.Target, err)
		} else if err != nil {
			return err
		}
	}
	return nil
}

// stamps checks that a reading is there where a stamp says so, and only there.
func (v *verifier) stamps(ctx context.Context, tx *sql.Tx) error {
	for _, check := range []struct{ what, query string }{
		{"it is marked as read, and its reading is missing", `SELECT d.report FROM derived_stamp d
			LEFT JOIN derived_reading x ON x.report = d.report
			WHERE d.stage = '` + StageExtract + `' AND d.problem = '' AND x.report IS NULL ORDER BY d.report`},
		{"it has a reading and is not marked as read", `SELECT x.report FROM derived_reading x
			LEFT JOIN derived_stamp d ON x.report = d.report AND d.stage = '` + StageExtract + `'
			WHERE d.report IS NULL OR d.problem <> '' ORDER BY x.report`},
	} {
		found, err := database.Column[string](ctx, tx, check.query)
		if err != nil {
			return err
		}
		for _, id := range found {
			v.add(false, "reading of report "+id, "%s", check.what)
		}
	}
	return nil
}

func (v *verifier) readings(ctx context.Context, tx *sql.Tx) error {
	return database.Each(ctx, tx, func(row database.Scanner) error {
		var id, digest, content, text string
		var accounts, claims int
		if err := row.Scan(&id, &accounts, &claims, &digest, &content, &text); err != nil {
			return err
		}
		name := "reading of report " + id
		if string(rashomon.DigestOf([]byte(content))) != digest {
			v.add(false, name, "its content is not that of its digest")
		}
		r, err := parseReading(content)
		if err != nil {
			v.add(false, name, "%v", err)
			return nil
		}
		if string(r.Report) != id {
			v.add(false, name, "it is of report %s", r.Report)
		}
		if len(r.Accounts) != accounts || len(r.Claims()) != claims {
			v.add(false, name, "it is counted as %d accounts and %d claims, and has %d and %d", accounts, claims, len(r.Accounts), len(r.Claims()))
		}
		for _, c := range r.Claims() {
			v.claim(c, text)
		}
		return nil
	}, `SELECT d.report, d.accounts, d.claims, d.digest, d.content, r.content FROM derived_reading d
		JOIN kept_report r ON r.id = d.report ORDER BY r.received, r.id`)
}

// claim checks that every span of c lies in the text, and that the words which c
// quotes stand at theirs.
func (v *verifier) claim(c rashomon.Claim, text string) {
	name := "claim " + string(c.ID)
	quoted := func(what string, s rashomon.Span, words string) {
		if !s.Valid(text) {
			v.add(false, name, "%s [%d, %d) is no range of the text", what, s.Start, s.End)
		} else if s.Of(text) != words {
			v.add(false, name, "%s says %q, the text at [%d, %d) says %q", what, words, s.Start, s.End, s.Of(text))
		}
	}
	if c.Quote == "" {
		v.add(false, name, "it quotes nothing")
	}
	quoted("quote", c.Span, c.Quote)
	for _, voice := range c.Attribution.Voices {
		if voice.As != "" {
			quoted("voice", voice.Words, voice.As)
		}
	}
	for _, s := range append([]rashomon.Span{c.ValueSpan, c.Attribution.Cue}, c.Also...) {
		if !s.Valid(text) {
			v.add(false, name, "span [%d, %d) is no range of the text", s.Start, s.End)
		}
	}
}
