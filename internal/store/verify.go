package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"rashomon"
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
// bytes that are not those of their digest, reports and rulings whose id is not
// the digest of their content, claims whose words do not stand at their bytes,
// incidents of accounts that no reading has, and whatever the database finds in
// itself. It changes nothing.
func (s *Store) Verify(ctx context.Context) ([]Fault, error) {
	v := verifier{store: s}
	err := s.inView(ctx, func(tx *sql.Tx) error {
		for _, check := range []func(context.Context, *sql.Tx) error{
			v.database, v.objects, v.reports, v.rulings, v.readings, v.incidents,
		} {
			err := check(ctx, tx)
			if classified := s.dialect.classify(err); errors.Is(classified, ErrDamaged) {
				v.add(true, "database", "reading it failed: %v", err)
			} else if err != nil {
				return err
			}
		}
		return nil
	})
	return v.faults, s.fail(ctx, "verify", err)
}

type verifier struct {
	store  *Store
	faults []Fault
}

func (v *verifier) add(kept bool, object, format string, args ...any) {
	v.faults = append(v.faults, Fault{Kept: kept, Object: object, What: fmt.Sprintf(format, args...)})
}

// each calls look on every row, so that one row at a time is in memory.
func each(ctx context.Context, q querier, look func(scanner) error, query string) error {
	_, err := collect(ctx, q, func(row scanner) (struct{}, error) { return struct{}{}, look(row) }, query)
	return err
}

func (v *verifier) database(ctx context.Context, tx *sql.Tx) error {
	for _, query := range v.store.dialect.checks {
		found, err := column[string](ctx, tx, query)
		if err != nil {
			return err
		}
		for _, what := range found {
			v.add(true, "database", "%s", what)
		}
	}
	return nil
}

func (v *verifier) objects(ctx context.Context, tx *sql.Tx) error {
	return each(ctx, tx, func(row scanner) error {
		var o object
		if err := o.scan(row); err != nil {
			return err
		}
		if _, err := o.unpack(); err != nil {
			v.add(true, "object "+string(o.digest), "%v", err)
		}
		return nil
	}, `SELECT `+objectColumns+` FROM kept_object ORDER BY digest`)
}

func (v *verifier) reports(ctx context.Context, tx *sql.Tx) error {
	return each(ctx, tx, func(row scanner) error {
		r, err := scanReport(row)
		if err != nil {
			return err
		}
		if err := checkReport(r); err != nil {
			v.add(true, "report "+string(r.ID), "%v", err)
		}
		return nil
	}, `SELECT `+reportColumns+` FROM kept_report r ORDER BY r.received, r.id`)
}

func (v *verifier) rulings(ctx context.Context, tx *sql.Tx) error {
	return each(ctx, tx, func(row scanner) error {
		r, err := scanRuling(row)
		if err != nil {
			return err
		}
		if identifyRuling(r) != r.ID {
			v.add(true, "ruling "+string(r.ID), "its id is not the digest of its content")
		}
		return nil
	}, `SELECT `+rulingColumns+` FROM kept_ruling ORDER BY made, id`)
}

func (v *verifier) readings(ctx context.Context, tx *sql.Tx) error {
	return each(ctx, tx, func(row scanner) error {
		var id, digest, content, text string
		if err := row.Scan(&id, &digest, &content, &text); err != nil {
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
		for _, c := range r.Claims() {
			v.claim(c, text)
		}
		return nil
	}, `SELECT d.report, d.digest, d.content, r.content FROM derived_reading d
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

// incidents checks that each account of each incident is in a reading. Once a
// reading has changed that need not be so, until incidents are made again.
func (v *verifier) incidents(ctx context.Context, tx *sql.Tx) error {
	now, err := inputs(ctx, tx)
	if err != nil {
		return err
	}
	_, from, err := linkedFrom(ctx, tx)
	if err != nil || from != now {
		return err
	}
	known := map[rashomon.AccountID]bool{}
	err = each(ctx, tx, func(row scanner) error {
		r, err := scanReading(row)
		for _, a := range r.Accounts {
			known[a.ID()] = true
		}
		if errors.Is(err, ErrDamaged) {
			return nil // named by readings
		}
		return err
	}, `SELECT content FROM derived_reading`)
	if err != nil {
		return err
	}
	return each(ctx, tx, func(row scanner) error {
		inc, err := scanIncident(row)
		if err != nil {
			return err
		}
		for _, a := range inc.Accounts {
			if !known[a] {
				v.add(false, "incident "+string(inc.ID), "no reading has its account %s", a)
			}
		}
		return nil
	}, `SELECT content FROM derived_incident ORDER BY id`)
}
