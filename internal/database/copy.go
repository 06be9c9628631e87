package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"
)

// ways returns how the store at abs can be opened to read, the best first. A handle
// that can write comes first: as the last to close, it takes away the files of the
// journal, which one that only reads would leave behind.
func ways(abs string) []string {
	all := []string{"mode=rw", "mode=ro"}
	if journal, err := os.Stat(abs + "-wal"); err != nil || journal.Size() == 0 {
		// Nothing is in the journal, and nobody can start one: the file is all.
		all = append(all, "mode=ro&immutable=1")
		if info, err := os.Stat(abs); err == nil && info.Mode().Perm()&0o222 == 0 {
			all = all[2:]
		}
	}
	return all
}

// anyhow opens the file at path in one of its ways and has work done with it, whatever
// version of the schema it is of.
func anyhow(ctx context.Context, path string, wait time.Duration, work func(*sql.DB) error) error {
	abs, fresh, err := place(path)
	if err != nil {
		return err
	}
	if fresh {
		return fmt.Errorf("there is no such file: %w", ErrNotFound)
	}
	for _, way := range ways(abs) {
		if err = inWay(ctx, abs, way, wait, work); err == nil || !errors.Is(err, ErrAccess) {
			return err
		}
	}
	return err
}

func inWay(ctx context.Context, abs, way string, wait time.Duration, work func(*sql.DB) error) error {
	db, err := sql.Open("sqlite", dsn(abs, wait, way))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	err = errors.Join(work(db), db.Close())
	if cause := ctx.Err(); cause != nil {
		return cause
	}
	return classifySQLite(err)
}

// copyWait is how long what reads a whole file waits for a writer that is just
// changing its journal.
const copyWait = 5 * time.Second

// Copy writes what the store at path holds at this moment into the file at to, which
// is empty or not there, while others go on writing to the store. Any version of the
// schema will do. The copy is one file, and not yet synced to the disk.
func Copy(ctx context.Context, path, to string) error {
	err := anyhow(ctx, path, copyWait, func(db *sql.DB) error {
		_, err := db.ExecContext(ctx, `VACUUM INTO $1`, to)
		return err
	})
	if err != nil {
		return fmt.Errorf("copy store %s: %w", path, err)
	}
	return nil
}

// Shape says what a store holds, as far as that can be said without knowing its tables.
type Shape struct {
	Steps int              // how many steps of a schema it went through
	Rows  map[string]int64 // by name of the table, those of derived_ and state_ too
}

// Survey returns the shape of the store at path, of whatever version, and an error of
// ErrDamaged when SQLite's quick_check finds its file to be wrong.
func Survey(ctx context.Context, path string) (Shape, error) {
	shape := Shape{Rows: map[string]int64{}}
	err := anyhow(ctx, path, copyWait, func(db *sql.DB) error {
		faults, err := Column[string](ctx, db, `SELECT quick_check FROM pragma_quick_check WHERE quick_check <> 'ok'`)
		if err != nil {
			return err
		}
		if len(faults) > 0 {
			return fmt.Errorf("%w (%s)", ErrDamaged, faults[0])
		}
		tables, err := Column[string](ctx, db, sqliteDialect().tables)
		if err != nil {
			return err
		}
		for _, table := range tables {
			var n int64
			if err := db.QueryRowContext(ctx, `SELECT count(*) FROM "`+table+`"`).Scan(&n); err != nil {
				return err
			}
			shape.Rows[table] = n
		}
		shape.Steps = int(shape.Rows[schemaTable])
		if shape.Steps == 0 {
			return fmt.Errorf("%w (it has no table %s)", ErrNotStore, schemaTable)
		}
		delete(shape.Rows, schemaTable)
		return nil
	})
	if err != nil {
		return Shape{}, fmt.Errorf("look into store %s: %w", path, err)
	}
	return shape, nil
}

const schemaTable = "rashomon_schema"

// Vitals is how a store does at this moment.
type Vitals struct {
	SQLite  string // the version of SQLite in this program
	Journal string // how commits reach the disk: "wal" once it was written to
	Locked  bool   // another process is writing
}

// Feel returns the vitals of the store at path, and changes nothing in it.
func Feel(ctx context.Context, path string) (v Vitals, err error) {
	err = anyhow(ctx, path, 0, func(db *sql.DB) error {
		if err := db.QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&v.SQLite); err != nil {
			return err
		}
		if err := db.QueryRowContext(ctx, `PRAGMA journal_mode`).Scan(&v.Journal); err != nil {
			return err
		}
		_, err := db.ExecContext(ctx, `BEGIN IMMEDIATE; ROLLBACK`)
		v.Locked = errors.Is(classifySQLite(err), ErrLocked)
		return nil // that it cannot be written is not what was asked
	})
	if err != nil {
		return v, fmt.Errorf("look into store %s: %w", path, err)
	}
	return v, nil
}
