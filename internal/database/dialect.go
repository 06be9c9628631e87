package database

import (
	"errors"
	"fmt"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// dialect is all that differs between the databases that can hold a store.
type dialect struct {
	// tables lists the tables that are there, one name a row.
	tables string
	// journal sets how commits reach the disk, and returns the mode that holds now,
	// which must be journalMode; empty where the server sees to it.
	journal, journalMode string
	// turn is run first in every writing transaction and waits until no other
	// writer is at work; empty where beginning the transaction does that.
	turn string
	// checks return one row of text for each fault in the database itself.
	checks []string
	// schema turns a step of schema/ into what this database takes.
	schema func(string) string
	// classify adds one of this package's errors to an error of the driver.
	classify func(error) error
}

func sqliteDialect() dialect {
	return dialect{
		tables:      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`,
		journal:     `PRAGMA journal_mode = WAL`,
		journalMode: "wal",
		checks: []string{
			`SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'`,
			`SELECT 'a row of ' || "table" || ' names a row of ' || parent || ' that is missing' FROM pragma_foreign_key_check`,
			// No schema of ours has any: it would change, at a later write, what is about to be kept.
			`SELECT 'it has a ' || type || ' that this program did not make: ' || name FROM sqlite_master WHERE type IN ('trigger', 'view')`,
		},
		schema:   func(text string) string { return text },
		classify: classifySQLite,
	}
}

func classifySQLite(err error) error {
	var failed *sqlite.Error
	if !errors.As(err, &failed) {
		return err
	}
	switch code := failed.Code(); code & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("%w (%w)", ErrLocked, err)
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w (%w)", ErrFull, err)
	case sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%w (%w)", ErrNotStore, err)
	case sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("%w (%w)", ErrDamaged, err)
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return fmt.Errorf("%w: %s (%w)", ErrAccess, mayWrite, err)
	case sqlite3.SQLITE_IOERR:
		// The shared-memory file beside the store grows by ftruncate: its failure is
		// how a full disk shows first.
		if code == sqlite3.SQLITE_IOERR_SHMSIZE {
			return fmt.Errorf("%w (%w)", ErrFull, err)
		}
		return fmt.Errorf("%w (%w)", ErrDisk, err)
	}
	return err
}

// postgresDialect needs no driver: it knows errors by their SQLSTATE.
func postgresDialect() dialect {
	return dialect{
		tables: `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()`,
		turn:   `SELECT pg_advisory_xact_lock(7462873)`,
		schema: func(text string) string {
			// Ids sort by their bytes, as in SQLite, whatever the server's locale.
			return strings.NewReplacer(" TEXT ", ` TEXT COLLATE "C" `).Replace(text)
		},
		classify: classifyPostgres,
	}
}

func classifyPostgres(err error) error {
	var failed interface{ SQLState() string }
	if !errors.As(err, &failed) {
		return err
	}
	switch failed.SQLState() {
	case "55P03", "40P01", "40001": // lock not available, deadlock, serialization failure
		return fmt.Errorf("%w (%w)", ErrLocked, err)
	case "53100": // disk full
		return fmt.Errorf("%w (%w)", ErrFull, err)
	case "XX001", "XX002": // data corrupted, index corrupted
		return fmt.Errorf("%w (%w)", ErrDamaged, err)
	case "42501", "25006": // insufficient privilege, read-only transaction
		return fmt.Errorf("%w: %s (%w)", ErrAccess, mayWrite, err)
	}
	return err
}
