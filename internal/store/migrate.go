package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"rashomon"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// step is one file of schema/: the change that makes version n of the schema out
// of version n-1. A step that was ever released is never edited. One that changes
// derived tables touches no other, has "derived" in its name and may empty them:
// stages fill them again.
type step struct {
	version int
	name    string
	text    string
}

func (st step) digest() rashomon.Digest { return rashomon.DigestOf([]byte(st.text)) }

func (st step) derived() bool { return strings.Contains(st.name, "derived") }

var createTable = regexp.MustCompile(`(?m)^CREATE TABLE (\w+)`)

// tables returns the tables that the step makes.
func (st step) tables() (names []string) {
	for _, m := range createTable.FindAllStringSubmatch(st.text, -1) {
		names = append(names, m[1])
	}
	return names
}

// steps returns the files of schema/ in order, the first being version 1.
func steps() ([]step, error) {
	names, err := fs.Glob(schemaFiles, "schema/*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var all []step
	for i, name := range names {
		text, err := schemaFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		all = append(all, step{version: i + 1, name: strings.TrimPrefix(name, "schema/"), text: string(text)})
	}
	return all, nil
}

// querier is a *sql.DB or a *sql.Tx.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// migrate brings the schema up to the last of steps, all of it or nothing. It
// changes nothing in a database of another program or of a newer version.
func (s *Store) migrate(ctx context.Context, all []step) error {
	pending, err := s.pending(ctx, s.writer, all)
	whole := s.whole(ctx, s.writer, all)
	if err != nil || len(pending) == 0 && whole == nil {
		return err
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		// Another process may have been here between the look and the lock.
		pending, err := s.pending(ctx, tx, all)
		if err != nil {
			return err
		}
		if err := s.renew(ctx, tx, all[:len(all)-len(pending)]); err != nil {
			return err
		}
		for _, st := range pending {
			if err := s.apply(ctx, tx, st); err != nil {
				return fmt.Errorf("schema step %s, nothing was changed: %w", st.name, err)
			}
		}
		return nil
	})
}

// whole returns an error that names the tables which done steps made and which are
// gone: ErrDerived when all of them can be filled again.
func (s *Store) whole(ctx context.Context, q querier, done []step) error {
	there, err := column[string](ctx, q, s.dialect.tables)
	if err != nil {
		return err
	}
	var missing []string
	cause := ErrDerived
	for _, st := range done {
		for _, table := range st.tables() {
			if slices.Contains(there, table) {
				continue
			}
			missing = append(missing, table)
			if !st.derived() {
				cause = ErrDamaged
			}
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("%w (it has no table %s)", cause, strings.Join(missing, ", "))
}

// renew makes the derived tables anew, and empty, when one of them is gone.
func (s *Store) renew(ctx context.Context, tx *sql.Tx, done []step) error {
	err := s.whole(ctx, tx, done)
	if !errors.Is(err, ErrDerived) {
		return err
	}
	for _, table := range derivedTables() {
		if _, err := tx.ExecContext(ctx, `DROP TABLE IF EXISTS `+table); err != nil {
			return err
		}
	}
	for _, st := range done {
		if !st.derived() {
			continue
		}
		if _, err := tx.ExecContext(ctx, s.dialect.schema(st.text)); err != nil {
			return fmt.Errorf("make the derived tables anew: %w", err)
		}
	}
	return nil
}

func (s *Store) apply(ctx context.Context, tx *sql.Tx, st step) error {
	if st.version == 1 {
		_, err := tx.ExecContext(ctx, s.dialect.schema(`CREATE TABLE rashomon_schema (
			version BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL)`))
		if err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, s.dialect.schema(st.text)); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO rashomon_schema (version, name, digest) VALUES ($1, $2, $3)`,
		st.version, st.name, string(st.digest()))
	return err
}

// pending returns the steps that the database has not been through.
func (s *Store) pending(ctx context.Context, q querier, all []step) ([]step, error) {
	tables, err := column[string](ctx, q, s.dialect.tables)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(tables, "rashomon_schema") {
		if len(tables) > 0 {
			return nil, fmt.Errorf("%w (it holds the table %q of another program)", ErrNotStore, slices.Min(tables))
		}
		return all, nil
	}
	done, err := column[string](ctx, q, `SELECT digest FROM rashomon_schema ORDER BY version`)
	if err != nil {
		return nil, err
	}
	if len(done) > len(all) {
		return nil, fmt.Errorf("%w (its schema is version %d, this program knows %d)", ErrNewer, len(done), len(all))
	}
	for i, digest := range done {
		if digest != string(all[i].digest()) {
			return nil, fmt.Errorf("schema step %s is not the one that this store went through: open it with the version of rashomon that made it",
				all[i].name)
		}
	}
	return all[len(done):], nil
}

// column returns the first column of every row.
func column[T any](ctx context.Context, q querier, query string, args ...any) ([]T, error) {
	return collect(ctx, q, func(row scanner) (v T, err error) {
		err = row.Scan(&v)
		return v, err
	}, query, args...)
}

// scanner is the current one of some rows, or the only one.
type scanner interface{ Scan(dest ...any) error }

// collect returns what scan makes of every row.
func collect[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) (all []T, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}
