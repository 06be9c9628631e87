package database

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// wait is how long these tests wait for a writer.
const wait = 5 * time.Second

// letters is a schema with a table of each kind.
func letters() Schema {
	return Schema{
		{Version: 1, Name: "0001_kept.sql", Text: "CREATE TABLE kept_letter (id BIGINT NOT NULL PRIMARY KEY, words TEXT NOT NULL);"},
		{Version: 2, Name: "0002_derived.sql", Text: "CREATE TABLE derived_stamp (letter BIGINT NOT NULL PRIMARY KEY REFERENCES kept_letter (id));\n" +
			"CREATE TABLE derived_sum (stamp BIGINT NOT NULL PRIMARY KEY REFERENCES derived_stamp (letter));"},
		{Version: 3, Name: "0003_state.sql", Text: "CREATE TABLE state_visit (id BIGINT NOT NULL PRIMARY KEY);"},
	}
}

func newDB(t testing.TB) *DB {
	t.Helper()
	return openDB(t, filepath.Join(t.TempDir(), "store.db"), letters())
}

func openDB(t testing.TB, path string, schema Schema) *DB {
	t.Helper()
	d, err := Open(t.Context(), path, schema, wait)
	must(t, err)
	t.Cleanup(func() { closeDB(t, d) })
	return d
}

func closeDB(t testing.TB, d *DB) {
	t.Helper()
	must(t, d.Close())
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func mustExec(t testing.TB, db *sql.DB, query string) {
	t.Helper()
	if _, err := db.ExecContext(context.Background(), query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func same[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// write adds n letters.
func write(t testing.TB, d *DB, n int) {
	t.Helper()
	must(t, d.InTx(t.Context(), func(tx *sql.Tx) error {
		for i := range n {
			_, err := tx.ExecContext(t.Context(), `INSERT INTO kept_letter (id, words) VALUES ($1, $2)`, i, strings.Repeat("Rain in Veldra. ", 200))
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

// count returns how many rows a table has.
func count(t testing.TB, d *DB, table string) int {
	t.Helper()
	n, err := Column[int](t.Context(), d.reader, `SELECT count(*) FROM `+table)
	must(t, err)
	return n[0]
}

// fill makes a database of some size at path.
func fill(t testing.TB, path string) {
	t.Helper()
	d, err := Open(t.Context(), path, letters(), wait)
	must(t, err)
	write(t, d, 50)
	closeDB(t, d)
}

// refused checks that err is want, and that its message has every part.
func refused(t testing.TB, err, want error, parts ...string) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got error %v, want %v", err, want)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("message %q does not say %q", err, part)
		}
	}
}

// otherProgram makes an SQLite file that is no store.
func otherProgram(t testing.TB, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { must(t, db.Close()) }()
	mustExec(t, db, `CREATE TABLE recipe (name TEXT); INSERT INTO recipe VALUES ('dumplings')`)
}

func TestOpenLeavesForeignFilesAlone(t *testing.T) {
	for name, test := range map[string]struct {
		make func(t testing.TB, path string)
		want error
	}{
		"text": {func(t testing.TB, path string) {
			must(t, os.WriteFile(path, []byte(strings.Repeat("Blast at market\n3 killed in Veldra.\n", 99)), 0o644))
		}, ErrNotStore},
		"short text":                  {func(t testing.TB, path string) { must(t, os.WriteFile(path, []byte("hello"), 0o644)) }, ErrNotStore},
		"zeros":                       {func(t testing.TB, path string) { must(t, os.WriteFile(path, make([]byte, 8192), 0o644)) }, ErrNotStore},
		"database of another program": {otherProgram, ErrNotStore},
		"half of a store": {func(t testing.TB, path string) {
			fill(t, path)
			info, err := os.Stat(path)
			must(t, err)
			must(t, os.Truncate(path, info.Size()/2))
		}, ErrDamaged},
		"store of a newer version": {func(t testing.TB, path string) {
			s, err := Open(t.Context(), path, letters(), wait)
			must(t, err)
			mustExec(t, s.writer, `INSERT INTO rashomon_schema (version, name, digest) VALUES (99, 'x', 'x')`)
			closeDB(t, s)
		}, ErrNewer},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "store.db")
			test.make(t, path)
			before, err := os.ReadFile(path)
			must(t, err)
			s, err := Open(t.Context(), path, letters(), wait)
			if err == nil {
				closeDB(t, s)
			}
			refused(t, err, test.want, "open store "+path)
			after, err := os.ReadFile(path)
			must(t, err)
			if !bytes.Equal(before, after) {
				t.Error("opening changed the file")
			}
		})
	}
}

func TestOpenNowhere(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(t.Context(), filepath.Join(dir, "no", "store.db"), letters(), wait)
	refused(t, err, ErrAccess, "there is no directory "+filepath.Join(dir, "no"))
	_, err = Open(t.Context(), dir, letters(), wait)
	refused(t, err, ErrAccess, "open store "+dir)
	must(t, os.WriteFile(filepath.Join(dir, "file"), nil, 0o600))
	_, err = Open(t.Context(), filepath.Join(dir, "file", "store.db"), letters(), wait)
	refused(t, err, ErrAccess, "open store "+filepath.Join(dir, "file"))
}

// An address is no path.
func TestOpenAddress(t *testing.T) {
	if _, err := Open(t.Context(), "postgres://localhost/x", letters(), wait); err == nil || !strings.Contains(err.Error(), "a store is a file") {
		t.Errorf("got %v", err)
	}
}

// Paths are not names of anything else: a store is where its path says.
func TestOpenOddPaths(t *testing.T) {
	for _, name := range []string{"a b.db", "50%.db", "what?mode=memory", "no#1", "a&b=c", "ünïcode.db", "x;y'z\"", "%41.db"} {
		path := filepath.Join(t.TempDir(), name)
		s, err := Open(t.Context(), path, letters(), wait)
		if err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		write(t, s, 3)
		closeDB(t, s)
		info, err := os.Stat(path)
		must(t, err)
		if info.Size() == 0 {
			t.Errorf("%q: the store is elsewhere", name)
		}
		entries, err := os.ReadDir(filepath.Dir(path))
		must(t, err)
		if len(entries) != 1 {
			t.Errorf("%q: closing left %v", name, entries)
		}
	}
}

func TestNewStoreIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("NOT RUN: no permission bits")
	}
	s := newDB(t)
	write(t, s, 3)
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(s.path + suffix)
		must(t, err)
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("%q has mode %o", suffix, mode)
		}
	}
}

// Every connection of both handles has the settings that durability and care rest
// on, and the SQLite within is one without the corruption of 3.7.0 to 3.51.2.
func TestSettings(t *testing.T) {
	s := newDB(t)
	for name, db := range map[string]*sql.DB{"writer": s.writer, "reader": s.reader} {
		for range min(3, db.Stats().MaxOpenConnections) {
			conn, err := db.Conn(t.Context())
			must(t, err)
			defer conn.Close()
			for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1",
				"trusted_schema": "0", "cell_size_check": "1", "busy_timeout": "5000"} {
				var got string
				must(t, conn.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got))
				same(t, name+" "+pragma, got, want)
			}
		}
	}
	if n := s.writer.Stats().MaxOpenConnections; n != 1 {
		t.Errorf("%d writing connections", n)
	}
	if _, err := s.reader.ExecContext(t.Context(), `DELETE FROM kept_letter`); err == nil {
		t.Error("a reader may write")
	}
	var version string
	must(t, s.reader.QueryRowContext(t.Context(), `SELECT sqlite_version()`).Scan(&version))
	var n [3]int
	_, err := fmt.Sscanf(version, "%d.%d.%d", &n[0], &n[1], &n[2])
	must(t, err)
	if slices.Compare(n[:], []int{3, 51, 3}) < 0 {
		t.Errorf("SQLite %s can corrupt a store when two connections write", version)
	}
}

// Many processes may open one new store at once.
func TestOpenTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			s, err := Open(t.Context(), path, letters(), wait)
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}
