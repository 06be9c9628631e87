package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"

	"rashomon"
	"rashomon/internal/database"
)

// Part is some of the readings that have accounts: no others bear on incidents.
type Part int

// The parts.
const (
	Linkable  Part = iota // all of them
	Linked                // those with an account in a stored incident
	NotLinked             // the others
)

func (p Part) where() string {
	const linked = `EXISTS (SELECT 1 FROM derived_account a WHERE a.report = d.report)`
	return `d.accounts > 0` + [...]string{"", ` AND ` + linked, ` AND NOT ` + linked}[p]
}

// inputs returns the digest of all that linking depends on, and how many readings
// these are: those of the part, and the merges and splits in force.
func inputs(ctx context.Context, q database.Querier, part Part) (rashomon.Digest, int, error) {
	digests, err := database.Column[string](ctx, q, `SELECT digest FROM derived_reading d WHERE `+part.where()+` ORDER BY report`)
	if err != nil {
		return "", 0, err
	}
	h := sha256.New()
	for _, d := range digests {
		h.Write([]byte(d))
	}
	rulings, err := inForce(ctx, q, regrouping)
	for _, r := range rulings {
		h.Write([]byte(r.ID))
	}
	return rashomon.Digest(hex.EncodeToString(h.Sum(nil))), len(digests), err
}

// linkedFrom returns what the incidents were last made from, and by which version
// of the stage; both empty when they never were.
func linkedFrom(ctx context.Context, q database.Querier) (version string, from rashomon.Digest, err error) {
	err = q.QueryRowContext(ctx, `SELECT version, inputs FROM derived_link`).Scan(&version, &from)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return version, from, err
}

// LinkDue reports whether the incidents have to be made again: another version of
// the stage made them, or a reading with accounts has changed since. Ask it before
// Told: a reading that is stored after the first answer and before PutIncidents leaves
// the incidents due.
func (s *Store) LinkDue(ctx context.Context, version string) (bool, error) {
	const op = "ask whether linking is due"
	now, _, err := inputs(ctx, s.db.Reader(), Linkable)
	if err != nil {
		return false, s.db.Fail(ctx, op, err)
	}
	by, from, err := linkedFrom(ctx, s.db.Reader())
	if err != nil {
		return false, s.db.Fail(ctx, op, err)
	}
	due := by != version || from != now
	s.asked.Lock()
	defer s.asked.Unlock()
	if due && s.asked.inputs == "" {
		s.asked.inputs = now
	}
	return due, nil
}

// Base is what incidents were made from, to which readings that are not linked yet can
// be added.
type Base struct {
	inputs, now     rashomon.Digest // of what is linked, and of all
	Linked, Waiting int             // readings with accounts: in the incidents, and not
}

// LinkBase returns what the stored incidents were made from. ok is false where all have
// to be made again: the incidents are not those that this version of the link stage
// gives for the very readings whose accounts they hold, or merges and splits bear on
// them.
func (s *Store) LinkBase(ctx context.Context, version string) (base Base, ok bool, err error) {
	err = s.db.InView(ctx, func(tx *sql.Tx) error {
		rulings, err := inForce(ctx, tx, regrouping)
		if err != nil {
			return err
		}
		if base.inputs, base.Linked, err = inputs(ctx, tx, Linked); err != nil {
			return err
		}
		if base.now, base.Waiting, err = inputs(ctx, tx, Linkable); err != nil {
			return err
		}
		base.Waiting -= base.Linked
		by, from, err := linkedFrom(ctx, tx)
		ok = by == version && from == base.inputs && len(rulings) == 0
		return err
	})
	return base, ok, s.db.Fail(ctx, "ask what the incidents were made from", err)
}
