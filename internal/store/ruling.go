package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"rashomon"
)

// AddRuling keeps a person's decision and returns it with its ID, the digest of
// its content. added is false when the very same decision was there already. r.At
// must be set; an Undo must name a ruling of this store.
func (s *Store) AddRuling(ctx context.Context, r rashomon.Ruling) (kept rashomon.Ruling, added bool, err error) {
	op := fmt.Sprintf("add ruling to %s %s", r.Kind, r.Target)
	if r.At.IsZero() || r.Author == "" {
		return rashomon.Ruling{}, false, s.fail(ctx, op, errors.New("it has no author or no time"))
	}
	r.At = r.At.UTC().Round(0)
	if id := identifyRuling(r); r.ID != "" && r.ID != id {
		return rashomon.Ruling{}, false, s.fail(ctx, op, errors.New("its id is not the digest of its content"))
	} else {
		r.ID = id
	}
	err = s.inTx(ctx, func(tx *sql.Tx) error {
		subject, err := subjectOf(ctx, tx, r)
		if err != nil {
			return err
		}
		done, err := tx.ExecContext(ctx, `INSERT INTO kept_ruling (id, made, kind, target, subject, value, why, author)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
			string(r.ID), r.At.Format(timeForm), string(r.Kind), r.Target, subject, r.Value, r.Why, r.Author)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		added = n > 0
		return err
	})
	if err != nil {
		return rashomon.Ruling{}, false, s.fail(ctx, op, err)
	}
	return r, added, nil
}

// identifyRuling returns the id that the content of r gives: "u" and 20
// hexadecimal digits.
func identifyRuling(r rashomon.Ruling) rashomon.RulingID {
	h := sha256.New()
	for _, s := range []string{string(r.Kind), r.Target, r.Value, r.Why, r.Author, r.At.UTC().Format(timeForm)} {
		h.Write([]byte(s))
		h.Write([]byte{0})
	}
	return rashomon.RulingID("u" + hex.EncodeToString(h.Sum(nil))[:20])
}

// subjectOf returns the report or incident that the target of r lies in; that of
// an undone ruling is its own.
func subjectOf(ctx context.Context, q querier, r rashomon.Ruling) (string, error) {
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
	return "", fmt.Errorf("%q names no claim, account, incident or ruling", r.Target)
}

const rulingColumns = `id, made, kind, target, value, why, author`

func scanRuling(row scanner) (rashomon.Ruling, error) {
	var (
		r    rashomon.Ruling
		made string
	)
	if err := row.Scan(&r.ID, &made, &r.Kind, &r.Target, &r.Value, &r.Why, &r.Author); err != nil {
		return r, err
	}
	var err error
	if r.At, err = time.Parse(timeForm, made); err != nil {
		return r, fmt.Errorf("ruling %s: time %q: %w", r.ID, made, ErrDamaged)
	}
	return r, nil
}

// Rulings returns every ruling, undone ones too, in the order made.
func (s *Store) Rulings(ctx context.Context) ([]rashomon.Ruling, error) {
	all, err := collect(ctx, s.reader, scanRuling, `SELECT `+rulingColumns+` FROM kept_ruling ORDER BY made, id`)
	return all, s.fail(ctx, "read rulings", err)
}

// rulingsOn returns the rulings on the incident of d, its accounts and claims and
// the cumulative claims, and those that undo them, in the order made.
func rulingsOn(ctx context.Context, q querier, d rashomon.Dossier) ([]rashomon.Ruling, error) {
	near, err := collect(ctx, q, scanRuling, `SELECT `+rulingColumns+` FROM kept_ruling
		WHERE subject = $1 OR subject IN (SELECT alias FROM derived_alias WHERE incident = $1)
			OR subject IN (SELECT report FROM derived_account WHERE incident = $1)
		ORDER BY made, id`, string(d.Incident.ID))
	if err != nil {
		return nil, err
	}
	ours := targetsOf(d)
	undone := map[string]string{}
	for _, r := range near {
		undone[string(r.ID)] = r.Target
	}
	var on []rashomon.Ruling
	for _, r := range near {
		target := r.Target
		for next, ok := undone[target]; ok; next, ok = undone[target] {
			target = next
		}
		if ours[target] {
			on = append(on, r)
		}
	}
	return on, nil
}

// targetsOf returns everything in d that a ruling can be on.
func targetsOf(d rashomon.Dossier) map[string]bool {
	ours := map[string]bool{string(d.Incident.ID): true}
	for _, id := range d.Incident.Aliases {
		ours[string(id)] = true
	}
	for _, id := range d.Incident.Accounts {
		ours[string(id)] = true
	}
	for _, a := range d.Accounts {
		for _, c := range a.Claims {
			ours[string(c.ID)] = true
		}
	}
	for _, c := range d.Cumulative {
		ours[string(c.ID)] = true
	}
	return ours
}
