package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// journalPause is how long prepare waits between two tries.
const journalPause = 10 * time.Millisecond

// DB is one open database with the tables of a Schema. Close it when done.
type DB struct {
	path    string // what errors call it
	dialect dialect
	writer  *sql.DB // one connection: writers of this process queue here
	reader  *sql.DB
}

// Open opens the store in the SQLite file at path, and makes it if there is none,
// readable by the user alone. A file that is no store, or one of a newer version,
// is left as it is: ErrNotStore, ErrNewer. One of an older version goes through the
// steps that it lacks, all of them or none. When a derived_ table is gone, all of them
// are made anew, empty; so are the state_ tables. A writer waits that long for its turn
// and then gives up with ErrLocked.
func Open(ctx context.Context, path string, schema Schema, wait time.Duration) (*DB, error) {
	d, err := openSQLite(ctx, path, schema, wait)
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	return d, nil
}

func openSQLite(ctx context.Context, path string, schema Schema, wait time.Duration) (*DB, error) {
	abs, fresh, err := place(path)
	if err != nil {
		return nil, err
	}
	writer, reader, err := handles(abs, wait, "mode=rwc", "mode=rw")
	if err != nil {
		return nil, err
	}
	if fresh {
		err = makePrivate(ctx, writer, abs)
	}
	if err != nil {
		return nil, errors.Join(classifySQLite(err), reader.Close(), writer.Close())
	}
	return open(ctx, path, writer, reader, sqliteDialect(), schema, wait)
}

// OpenPostgres takes over two handles on one Postgres database, which may be the same
// schema of a server only, also when it fails. The driver is the caller's; name is what
// errors call the database.
func OpenPostgres(ctx context.Context, name string, writer, reader *sql.DB, schema Schema, wait time.Duration) (*DB, error) {
	return open(ctx, name, writer, reader, postgresDialect(), schema, wait)
}

// handles returns two handles on the file at abs, nothing of it opened yet: the one
// that writes and the one that only reads.
func handles(abs string, wait time.Duration, write, read string) (writer, reader *sql.DB, err error) {
	if writer, err = sql.Open("sqlite", dsn(abs, wait, write+"&_txlock=immediate")); err != nil {
		return nil, nil, err
	}
	if reader, err = sql.Open("sqlite", dsn(abs, wait, read+"&_query_only=1")); err != nil {
		return nil, nil, errors.Join(err, writer.Close())
	}
	writer.SetMaxOpenConns(1)
	reader.SetMaxOpenConns(max(4, runtime.NumCPU()))
	reader.SetMaxIdleConns(max(4, runtime.NumCPU()))
	return writer, reader, nil
}

// place returns the absolute path, and whether there is nothing yet. It does not
// open the file: closing it again would end the locks that another Store of this
// process may hold on it.
func place(path string) (abs string, fresh bool, err error) {
	if strings.Contains(path, "://") {
		return "", false, errors.New("a store is a file: give its path, not an address")
	}
	if abs, err = filepath.Abs(path); err != nil {
		return "", false, err
	}
	info, err := os.Stat(abs)
	if err == nil && info.IsDir() {
		return "", false, fmt.Errorf("%w: it is a directory; name a file in it", ErrAccess)
	}
	if err == nil && info.Size() > 0 && info.Size() < smallest {
		return "", false, fmt.Errorf("%w (its %d bytes are too few; if it was one, it was cut short: go back to a backup)", ErrNotStore, info.Size())
	}
	if errors.Is(err, os.ErrNotExist) {
		_, err = os.Stat(filepath.Dir(abs))
		if errors.Is(err, os.ErrNotExist) {
			return "", false, fmt.Errorf("%w: there is no directory %s; make it, or name another path", ErrAccess, filepath.Dir(abs))
		}
		fresh = true
	}
	if err != nil {
		return "", false, fmt.Errorf("%w: %s (%w)", ErrAccess, mayWrite, err)
	}
	return abs, fresh, nil
}

// smallest is the size in bytes of the smallest page that SQLite has. It takes some
// shorter files for empty ones.
const smallest = 512

// makePrivate has the driver make the file, still empty, and keeps all others but
// its user from it. The files beside it get its mode.
func makePrivate(ctx context.Context, writer *sql.DB, abs string) error {
	if err := writer.PingContext(ctx); err != nil {
		return err
	}
	return os.Chmod(abs, 0o600)
}

// dsn returns the name under which the driver opens the file at abs with the
// settings that hold on every connection. They are durable (FULL: a commit is on
// the disk) and wary of what stands in the file.
func dsn(abs string, wait time.Duration, more string) string {
	name := filepath.ToSlash(abs)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name // a drive letter
	}
	u := url.URL{Scheme: "file", Path: name, RawQuery: strings.Join([]string{
		"_defensive=1", "_dqs=0", "_error_rc=1",
		fmt.Sprintf("_busy_timeout=%d", wait.Milliseconds()),
		"_pragma=synchronous(FULL)", "_pragma=foreign_keys(ON)", "_pragma=trusted_schema(OFF)",
		"_pragma=cell_size_check(ON)", "_pragma=mmap_size(0)",
		more,
	}, "&")}
	return u.String()
}

// open takes over two handles on one database, also when it fails.
func open(ctx context.Context, path string, writer, reader *sql.DB, by dialect, schema Schema, wait time.Duration) (*DB, error) {
	d := &DB{path: path, dialect: by, writer: writer, reader: reader}
	err := d.migrate(ctx, schema)
	if err == nil {
		err = d.prepare(ctx, wait)
	}
	if err != nil {
		return nil, errors.Join(d.Classify(err), d.Close())
	}
	return d, nil
}

// prepare sets the journal. It comes after migrate, so that the file of another
// program is never touched. SQLite does not wait by itself for others who are just
// opening the same new file.
func (d *DB) prepare(ctx context.Context, wait time.Duration) error {
	if d.dialect.journal == "" {
		return nil
	}
	var mode string
	err := d.writer.QueryRowContext(ctx, d.dialect.journal).Scan(&mode)
	for waited := time.Duration(0); waited < wait && errors.Is(d.Classify(err), ErrLocked); waited += journalPause {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(journalPause):
		}
		err = d.writer.QueryRowContext(ctx, d.dialect.journal).Scan(&mode)
	}
	if err == nil && mode != d.dialect.journalMode {
		return fmt.Errorf("its file system allows no journal of kind %q, only %q: put the store on a local disk",
			d.dialect.journalMode, mode)
	}
	return err
}

// Path returns what the database was opened by, as errors call it.
func (d *DB) Path() string { return d.path }

// Reader returns the connections that only read.
func (d *DB) Reader() *sql.DB { return d.reader }

// Writer returns the one connection that writes, for what stands in no transaction
// (VACUUM INTO, pragmas). Rows are written with InTx.
func (d *DB) Writer() *sql.DB { return d.writer }

// Close ends the use of the database.
func (d *DB) Close() error {
	return errors.Join(d.reader.Close(), d.writer.Close())
}

// InTx runs work as the one writer. All that it did stands, or nothing.
func (d *DB) InTx(ctx context.Context, work func(*sql.Tx) error) error {
	tx, err := d.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if d.dialect.turn != "" {
		if _, err := tx.ExecContext(ctx, d.dialect.turn); err != nil {
			undo(tx)
			return err
		}
	}
	if err := work(tx); err != nil {
		undo(tx)
		return err
	}
	return tx.Commit()
}

// InView runs work on one unmoving view of the database, whatever is written
// meanwhile.
func (d *DB) InView(ctx context.Context, work func(*sql.Tx) error) error {
	tx, err := d.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return err
	}
	defer undo(tx)
	return work(tx)
}

// undo ends tx, if it has not ended: on a full disk, or when the context was
// cancelled, the database has undone it already and says so with an error, which
// would only hide the one that matters.
func undo(tx *sql.Tx) { _ = tx.Rollback() }
