package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"rashomon"
)

// Schema is the steps that lead to the tables of a program, in order.
type Schema []Step

// Step is the change that makes version n of a schema out of version n-1. A step that
// was ever released is never edited. One that changes derived_ or state_ tables touches
// no others, has "derived" or "state" in its name and may empty them: they are filled
// again.
type Step struct {
	Version int
	Name    string
	Text    string // SQL for both databases
	// Then runs after the SQL, in the same transaction; nil where SQL is enough. It is
	// not run again for derived_ and state_ tables that are made anew.
	Then func(context.Context, *sql.Tx) error
}

// Steps returns the .sql files in order, the first being version 1, each with what is
// to run after it, by its name.
func Steps(files fs.FS, then map[string]func(context.Context, *sql.Tx) error) (Schema, error) {
	names, err := fs.Glob(files, "*/*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var all Schema
	for i, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		base := path.Base(name)
		all = append(all, Step{Version: i + 1, Name: base, Text: string(text), Then: then[base]})
	}
	return all, nil
}

func (st Step) digest() rashomon.Digest { return rashomon.DigestOf([]byte(st.Text)) }

// The beginnings of the names of tables that can be made anew.
const (
	derived = "derived"
	state   = "state"
)

// kind returns which tables the step changes: derived, state, or "" for kept ones.
func (st Step) kind() string {
	for _, kind := range []string{derived, state} {
		if strings.Contains(st.Name, kind) {
			return kind
		}
	}
	return ""
}

var createTable = regexp.MustCompile(`(?m)^CREATE TABLE (\w+)`)

// tables returns the tables that the step makes.
func (st Step) tables() (names []string) {
	for _, m := range createTable.FindAllStringSubmatch(st.Text, -1) {
		names = append(names, m[1])
	}
	return names
}

// Derived returns the derived_ tables in an order in which emptying them leaves no row
// without the one that it names.
func (all Schema) Derived() []string { return all.last(derived) }

// last returns the tables of a kind, those made last first.
func (all Schema) last(kind string) (names []string) {
	for _, st := range all {
		if st.kind() == kind {
			names = append(names, st.tables()...)
		}
	}
	slices.Reverse(names)
	return names
}

// migrate brings the database up to the last of the steps, all of them or nothing. It
// changes nothing in a database of another program or of a newer version.
func (d *DB) migrate(ctx context.Context, all Schema) error {
	pending, err := d.pending(ctx, d.writer, all)
	whole := d.whole(ctx, d.writer, all)
	if err != nil || len(pending) == 0 && whole == nil {
		return err
	}
	return d.InTx(ctx, func(tx *sql.Tx) error {
		// Another process may have been here between the look and the lock.
		pending, err := d.pending(ctx, tx, all)
		if err != nil {
			return err
		}
		done := all[:len(all)-len(pending)]
		for _, kind := range []string{derived, state} {
			if err := d.renew(ctx, tx, done, kind); err != nil {
				return err
			}
		}
		for _, st := range pending {
			if err := d.apply(ctx, tx, st); err != nil {
				return fmt.Errorf("schema step %s, nothing was changed: %w", st.Name, err)
			}
		}
		return nil
	})
}

// errState is the cause that only state_ tables are gone.
var errState = errors.New("what can be asked for again is gone")

// whole returns an error that names the tables which done steps made and which are
// gone: ErrDerived when all of them can be filled again, errState when only state_
// tables are gone.
func (d *DB) whole(ctx context.Context, q Querier, done Schema) error {
	there, err := Column[string](ctx, q, d.dialect.tables)
	if err != nil {
		return err
	}
	missing := map[string][]string{}
	for _, st := range done {
		for _, table := range st.tables() {
			if !slices.Contains(there, table) {
				missing[st.kind()] = append(missing[st.kind()], table)
			}
		}
	}
	for _, lost := range []struct {
		kind  string
		cause error
	}{{"", ErrDamaged}, {derived, ErrDerived}, {state, errState}} {
		if tables := missing[lost.kind]; len(tables) > 0 {
			return fmt.Errorf("%w (it has no table %s)", lost.cause, strings.Join(tables, ", "))
		}
	}
	return nil
}

// renew makes the tables of a kind anew, and empty, when one of them is gone.
func (d *DB) renew(ctx context.Context, tx *sql.Tx, done Schema, kind string) error {
	err := d.whole(ctx, tx, done)
	if !errors.Is(err, map[string]error{derived: ErrDerived, state: errState}[kind]) {
		if errors.Is(err, errState) {
			return nil
		}
		return err
	}
	for _, table := range done.last(kind) {
		if _, err := tx.ExecContext(ctx, `DROP TABLE IF EXISTS `+table); err != nil {
			return err
		}
	}
	for _, st := range done {
		if st.kind() != kind {
			continue
		}
		if _, err := tx.ExecContext(ctx, d.dialect.schema(st.Text)); err != nil {
			return fmt.Errorf("make the %s tables anew: %w", kind, err)
		}
	}
	return nil
}

func (d *DB) apply(ctx context.Context, tx *sql.Tx, st Step) error {
	if st.Version == 1 {
		_, err := tx.ExecContext(ctx, d.dialect.schema(`CREATE TABLE rashomon_schema (
			version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL)`))
		if err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, d.dialect.schema(st.Text)); err != nil {
		return err
	}
	if st.Then != nil {
		if err := st.Then(ctx, tx); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO rashomon_schema (version, name, digest) VALUES ($1, $2, $3)`,
		st.Version, st.Name, string(st.digest()))
	return err
}

// pending returns the steps that the database has not been through.
func (d *DB) pending(ctx context.Context, q Querier, all Schema) (Schema, error) {
	tables, err := Column[string](ctx, q, d.dialect.tables)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(tables, "rashomon_schema") {
		if len(tables) > 0 {
			return nil, fmt.Errorf("%w (it holds the table %q of another program)", ErrNotStore, slices.Min(tables))
		}
		return all, nil
	}
	done, err := Column[string](ctx, q, `SELECT digest FROM rashomon_schema ORDER BY version`)
	if err != nil {
		return nil, err
	}
	if len(done) > len(all) {
		return nil, fmt.Errorf("%w (its schema is version %d, this program knows %d)", ErrNewer, len(done), len(all))
	}
	for i, digest := range done {
		if digest != string(all[i].digest()) {
			return nil, fmt.Errorf("schema step %s is not the one that this store went through: open it with the version of rashomon that made it",
				all[i].Name)
		}
	}
	return all[len(done):], nil
}

// Tables returns the names of the tables that are there.
func (d *DB) Tables(ctx context.Context) ([]string, error) {
	names, err := Column[string](ctx, d.reader, d.dialect.tables)
	return names, d.Fail(ctx, "list tables", err)
}

// Faults returns one line for each fault that the database finds in itself.
func (d *DB) Faults(ctx context.Context, q Querier) (all []string, err error) {
	for _, query := range d.dialect.checks {
		found, err := Column[string](ctx, q, query)
		all = append(all, found...)
		if err != nil {
			return all, err
		}
	}
	return all, nil
}
