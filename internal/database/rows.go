package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
)

// Querier is a *sql.DB or a *sql.Tx.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Column returns the first column of every row.
func Column[T any](ctx context.Context, q Querier, query string, args ...any) ([]T, error) {
	return Collect(ctx, q, func(row Scanner) (v T, err error) {
		err = row.Scan(&v)
		return v, err
	}, query, args...)
}

// Scanner is the current one of some rows, or the only one.
type Scanner interface{ Scan(dest ...any) error }

// Collect returns what scan makes of every row.
func Collect[T any](ctx context.Context, q Querier, scan func(Scanner) (T, error), query string, args ...any) (all []T, err error) {
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

// Each calls look on every row, so that one row at a time is in memory.
func Each(ctx context.Context, q Querier, look func(Scanner) error, query string, args ...any) error {
	_, err := Collect(ctx, q, func(row Scanner) (struct{}, error) { return struct{}{}, look(row) }, query, args...)
	return err
}

// Needs returns an error of ErrNotFound for what unless query finds a row.
func Needs(ctx context.Context, q Querier, what, query string, args ...any) error {
	found, err := Column[int](ctx, q, query, args...)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("%s: %w", what, ErrNotFound)
	}
	return err
}

// Nullable returns s for a column that holds NULL in place of the empty string.
func Nullable(s string) sql.NullString { return sql.NullString{String: s, Valid: s != ""} }

// WithMore returns row with further columns at its end, which Scan reads into more.
func WithMore(row Scanner, more ...any) Scanner { return withMore{row, more} }

type withMore struct {
	Scanner
	more []any
}

// Scan reads the row into dest and the further columns.
func (w withMore) Scan(dest ...any) error { return w.Scanner.Scan(append(dest, w.more...)...) }

// RowLimit returns limit as a number of rows: all of them for none.
func RowLimit(limit int) int64 {
	if limit <= 0 {
		return math.MaxInt64
	}
	return int64(limit)
}
