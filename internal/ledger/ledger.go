// Package ledger keeps the log of custody in the store: an entry for every kept row, in
// the same transaction, the hashes of its tree, and what was signed of it. It says what
// is wrong with all of them, and it alone uses the key that lies beside the store.
//
// Its tables are kept_entry, kept_hash and kept_checkpoint; of the other kept tables it
// knows the names and how their rows are called. Package custody says what an
// entry is, byte for byte.
package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"rashomon"
	"rashomon/internal/custody"
	"rashomon/internal/database"

	"golang.org/x/mod/sumdb/tlog"
)

// The errors that a caller may want to tell apart with errors.Is, beside those of
// custody and database. Each says what can be done.
var (
	ErrNoKey     = errors.New("there is no key to sign with; put the key file back beside the store, or make a new key with 'rashomon key rotate'")
	ErrKey       = errors.New("this file is not the key of this log; put the right one in its place, or make a new key with 'rashomon key rotate'")
	ErrExposed   = errors.New("others than you may read the key file: 'chmod 600' it, and make a new key with 'rashomon key rotate' if anybody did")
	ErrBehind    = errors.New("the key has signed a longer or another log: this store is older than what it signed, or was changed. Find the newer copy, or go on under a new name and key with 'rashomon key rotate'")
	ErrBegun     = errors.New("the key has signed a log, and the store beside it has none: it is older than what it signed, or its log was taken away. Find the newer copy; to begin another log, move the key file away")
	ErrUnlogged  = errors.New("it is not in the log")
	ErrAmbiguous = errors.New("more than one thing in the log is called so: give more of the name")
)

// Thing names a kept row.
type Thing struct {
	Kind custody.Kind // one of those that have a row
	ID   string       // of an object its digest
}

// OfCapture returns what is kept with a capture: each after what its row names.
func OfCapture(c rashomon.Capture) (all []Thing) {
	for _, thing := range []Thing{{custody.Object, string(c.Body)}, {custody.Object, string(c.Wire)},
		{custody.Report, string(c.Report)}, {custody.Capture, string(c.ID)}} {
		if thing.ID != "" {
			all = append(all, thing)
		}
	}
	return all
}

// table is where the rows of a kind are.
type table struct {
	kind      custody.Kind
	name, key string
	at        string // column with the time that a row gives; empty where it gives none
}

// tables lists the kinds of rows, each after those that its rows name.
func tables() []table {
	return []table{
		{custody.Object, "kept_object", "digest", ""},
		{custody.Report, "kept_report", "id", "received"},
		{custody.Capture, "kept_capture", "id", "received"},
		{custody.Ruling, "kept_ruling", "id", "made"},
		{custody.Feed, "kept_feed", "id", "made"},
	}
}

func tableOf(kind custody.Kind) (table, error) {
	all := tables()
	i := slices.IndexFunc(all, func(t table) bool { return t.kind == kind })
	if i < 0 {
		return table{}, fmt.Errorf("the log knows no row of kind %q", kind)
	}
	return all[i], nil
}

// Keep adds the entry of each kept row to the log, in that order. It reads the rows
// back, so that an entry commits to what is stored. What is in the log already is passed
// over. It belongs in the transaction that adds the rows.
func Keep(ctx context.Context, tx *sql.Tx, things ...Thing) error {
	var entries []custody.Entry
	seen := map[Thing]bool{}
	for _, thing := range things {
		if seen[thing] {
			continue
		}
		seen[thing] = true
		found, err := database.Column[int](ctx, tx, `SELECT 1 FROM kept_entry WHERE kind = $1 AND id = $2`, string(thing.Kind), thing.ID)
		if err != nil {
			return err
		}
		if len(found) > 0 {
			continue
		}
		row, at, err := read(ctx, tx, thing)
		if err != nil {
			return err
		}
		entries = append(entries, custody.Entry{Kind: thing.Kind, ID: thing.ID, Sum: row.Sum(), At: at})
	}
	return Append(ctx, tx, entries...)
}

// read returns a kept row and the time that it gives.
func read(ctx context.Context, q database.Querier, thing Thing) (row custody.Row, at time.Time, err error) {
	t, err := tableOf(thing.Kind)
	if err != nil {
		return row, at, err
	}
	rows, err := q.QueryContext(ctx, `SELECT * FROM `+t.name+` WHERE `+t.key+` = $1`, thing.ID)
	if err != nil {
		return row, at, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if !rows.Next() {
		return row, at, errors.Join(fmt.Errorf("%s %s: %w", thing.Kind, thing.ID, database.ErrNotFound), rows.Err())
	}
	names, err := rows.Columns()
	if err != nil {
		return row, at, err
	}
	if row, err = scanRow(rows, t.name, names); err == nil {
		at = t.time(row)
	}
	return row, at, err
}

// scanRow reads the first columns into a row, and those beyond them into more.
func scanRow(rows database.Scanner, table string, names []string, more ...any) (custody.Row, error) {
	values := make([]any, len(names))
	into := make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	row := custody.Row{Table: table}
	if err := rows.Scan(append(into, more...)...); err != nil {
		return row, err
	}
	for i, name := range names {
		c := custody.Column{Name: name}
		switch v := values[i].(type) {
		case nil:
			continue
		case int64:
			c.Type, c.Value = "int", strconv.AppendInt(nil, v, 10)
		case string:
			c.Type, c.Value = "text", []byte(v)
		case []byte:
			c.Type, c.Value = "bytes", v
		default: // no kept table has such a column; what stands in it was put there by somebody else
			c.Type, c.Value = "bytes", fmt.Appendf(nil, "%T %v", v, v)
		}
		row.Columns = append(row.Columns, c)
	}
	return row, nil
}

// time returns the time that the row gives; none when it cannot be read.
func (t table) time(row custody.Row) (at time.Time) {
	for _, c := range row.Columns {
		if t.at != "" && c.Name == t.at {
			at, _ = time.Parse(time.RFC3339Nano, string(c.Value)) // verify names a time that is none
		}
	}
	return at.UTC()
}

// Append adds entries to the end of the log. Each must be the first of its kind and
// ID. It belongs in the transaction that adds their rows.
func Append(ctx context.Context, tx *sql.Tx, entries ...custody.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	tree, err := treeOf(ctx, tx)
	if err != nil {
		return fmt.Errorf("add to the log: %w", err)
	}
	for _, e := range entries {
		if err := add(ctx, tx, &tree, e); err != nil {
			return fmt.Errorf("add %s %s to the log: %w", e.Kind, e.ID, err)
		}
	}
	return nil
}

func add(ctx context.Context, tx *sql.Tx, tree *custody.Tree, e custody.Entry) error {
	leaf, err := e.Leaf()
	if err != nil {
		return err
	}
	sum, at := columnsOf(e)
	_, err = tx.ExecContext(ctx, `INSERT INTO kept_entry (position, kind, id, sum, at) VALUES ($1, $2, $3, $4, $5)`,
		tree.Size, string(e.Kind), e.ID, sum, at)
	if err != nil {
		return err
	}
	position := tree.Size
	_, err = tx.ExecContext(ctx, `INSERT INTO kept_hash (position, hashes) VALUES ($1, $2)`, position, joined(tree.Add(leaf)))
	return err
}

// columnsOf returns the digest and the time of an entry as its line has them.
func columnsOf(e custody.Entry) (sum, at string) {
	sum, at = none, none
	if e.Sum != "" {
		sum = string(e.Sum)
	}
	if !e.At.IsZero() {
		at = e.At.UTC().Format(timeForm)
	}
	return sum, at
}

const (
	none     = "-"
	timeForm = "2006-01-02T15:04:05.000000000Z"
)

func joined(hashes []tlog.Hash) (b []byte) {
	for _, h := range hashes {
		b = append(b, h[:]...)
	}
	return b
}

// treeOf returns the tree of the log, by its stored hashes.
func treeOf(ctx context.Context, q database.Querier) (custody.Tree, error) {
	var tree custody.Tree
	err := q.QueryRowContext(ctx, `SELECT coalesce(max(position) + 1, 0) FROM kept_entry`).Scan(&tree.Size)
	if err == nil {
		tree.Peaks, err = hashes(ctx, q).ReadHashes(custody.PeakIndexes(tree.Size))
	}
	return tree, err
}

// hashes reads stored hashes by tlog.StoredHashIndex.
func hashes(ctx context.Context, q database.Querier) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		recorded, err := recordedWith(ctx, q, indexes)
		if err != nil {
			return nil, err
		}
		all := make([]tlog.Hash, 0, len(indexes))
		for _, index := range indexes {
			entry, which := custody.Completed(index)
			b := recorded[entry]
			if len(b) < (which+1)*tlog.HashSize {
				return nil, fmt.Errorf("hash %d of entry %d of the log is gone: %w", which, entry, database.ErrDamaged)
			}
			all = append(all, tlog.Hash(b[which*tlog.HashSize:(which+1)*tlog.HashSize]))
		}
		return all, nil
	})
}

// recordedWith returns the hashes that are recorded with the entries which complete
// those at the indexes, in one query.
func recordedWith(ctx context.Context, q database.Querier, indexes []int64) (map[int64][]byte, error) {
	if len(indexes) == 0 {
		return nil, nil
	}
	var places []byte
	var entries []any
	for i, index := range indexes {
		entry, _ := custody.Completed(index)
		entries = append(entries, entry)
		places = fmt.Appendf(places, ", $%d", i+1)
	}
	recorded := map[int64][]byte{}
	err := database.Each(ctx, q, func(row database.Scanner) error {
		var entry int64
		var b []byte
		err := row.Scan(&entry, &b)
		recorded[entry] = b
		return err
	}, `SELECT position, hashes FROM kept_hash WHERE position IN (`+string(places[2:])+`)`, entries...)
	return recorded, err
}

// entryColumns is what scanEntry reads.
const entryColumns = `e.kind, e.id, e.sum, e.at`

// scanEntry reads an entry and what follows it. An entry that is none is the error bad.
func scanEntry(row database.Scanner, more ...any) (e custody.Entry, bad, err error) {
	var sum, at string
	if err := row.Scan(append([]any{&e.Kind, &e.ID, &sum, &at}, more...)...); err != nil {
		return e, nil, err
	}
	read, bad := custody.ParseEntry([]byte("rashomon-entry/1 " + string(e.Kind) + " " + e.ID + " " + sum + " " + at))
	if bad != nil {
		return e, bad, nil
	}
	return read, nil, nil
}

// Find returns the entry of a kept thing and its place in the log; ErrUnlogged when
// it has none.
func Find(ctx context.Context, q database.Querier, thing Thing) (e custody.Entry, position int64, err error) {
	e, bad, err := scanEntry(q.QueryRowContext(ctx, `SELECT `+entryColumns+`, e.position FROM kept_entry e
		WHERE e.kind = $1 AND e.id = $2`, string(thing.Kind), thing.ID), &position)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("%s %s: %w", thing.Kind, thing.ID, ErrUnlogged)
	}
	if err == nil && bad != nil {
		err = fmt.Errorf("%s %s: %w (%w)", thing.Kind, thing.ID, database.ErrDamaged, bad)
	}
	return e, position, err
}
