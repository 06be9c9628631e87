package store

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

	"rashomon"
)

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
	defer closeDB(t, db)
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
			s, err := Open(t.Context(), path)
			must(t, err)
			mustExec(t, s.writer, `INSERT INTO rashomon_schema (version, name, digest) VALUES (99, 'x', 'x')`)
			closeStore(t, s)
		}, ErrNewer},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "store.db")
			test.make(t, path)
			before, err := os.ReadFile(path)
			must(t, err)
			s, err := Open(t.Context(), path)
			if err == nil {
				closeStore(t, s)
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

// fill makes a store of some size at path.
func fill(t testing.TB, path string) {
	t.Helper()
	s, err := Open(t.Context(), path)
	must(t, err)
	defer closeStore(t, s)
	for i := range 50 {
		mustAdd(t, s, report("The Veldra Courier", "", fmt.Sprintf("Blast %d", i), strings.Repeat("3 killed in Veldra. ", 200), i), nil)
	}
}

func TestOpenNowhere(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(t.Context(), filepath.Join(dir, "no", "store.db"))
	refused(t, err, ErrAccess, "there is no directory "+filepath.Join(dir, "no"))
	_, err = Open(t.Context(), dir)
	refused(t, err, ErrAccess, "open store "+dir)
	must(t, os.WriteFile(filepath.Join(dir, "file"), nil, 0o600))
	_, err = Open(t.Context(), filepath.Join(dir, "file", "store.db"))
	refused(t, err, ErrAccess, "open store "+filepath.Join(dir, "file"))
}

// An address is no path.
func TestOpenAddress(t *testing.T) {
	if _, err := Open(t.Context(), "postgres://localhost/x"); err == nil || !strings.Contains(err.Error(), "a store is a file") {
		t.Errorf("got %v", err)
	}
}

// Paths are not names of anything else: a store is where its path says.
func TestOpenOddPaths(t *testing.T) {
	for _, name := range []string{"a b.db", "50%.db", "what?mode=memory", "no#1", "a&b=c", "ünïcode.db", "x;y'z\"", "%41.db"} {
		path := filepath.Join(t.TempDir(), name)
		s, err := Open(t.Context(), path)
		if err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		three(t, s)
		closeStore(t, s)
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
	s := newStore(t)
	three(t, s)
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
	s := newStore(t)
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
	if _, err := s.reader.ExecContext(t.Context(), `DELETE FROM kept_report`); err == nil {
		t.Error("a reader may write")
	}
	var version string
	fresh := newStore(t)
	must(t, fresh.reader.QueryRowContext(t.Context(), `SELECT sqlite_version()`).Scan(&version))
	var n [3]int
	_, err := fmt.Sscanf(version, "%d.%d.%d", &n[0], &n[1], &n[2])
	must(t, err)
	if slices.Compare(n[:], []int{3, 51, 3}) < 0 {
		t.Errorf("SQLite %s can corrupt a store when two connections write", version)
	}
}

func TestLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	holder := openStore(t, path)
	r := three(t, holder)
	impatient, err := openSQLite(t.Context(), path, time.Millisecond)
	must(t, err)
	defer closeStore(t, impatient)

	tx, err := holder.writer.BeginTx(t.Context(), nil)
	must(t, err)
	_, _, err = impatient.AddReport(t.Context(), report("Radio Ostmark", "", "Blast", "9 killed", 9), nil)
	refused(t, err, ErrLocked, "add report r", path, "stop it, and run again")
	err = impatient.PutReading(t.Context(), read(t, r[0], 3), "1")
	refused(t, err, ErrLocked, "store reading", path)

	// Reading goes on, and so does adding what is there already.
	all, err := impatient.Reports(t.Context())
	must(t, err)
	same(t, "reports", len(all), 3)
	_, added, err := impatient.AddReport(t.Context(), r[0], nil)
	if err != nil || added {
		t.Errorf("adding what is there: %v, %v", added, err)
	}
	// So does opening.
	third, err := openSQLite(t.Context(), path, time.Millisecond)
	must(t, err)
	closeStore(t, third)

	must(t, tx.Rollback())
	_, added, err = impatient.AddReport(t.Context(), report("Radio Ostmark", "", "Blast", "9 killed", 9), nil)
	if err != nil || !added {
		t.Errorf("after the other is done: %v, %v", added, err)
	}
}

// addUntilFull adds reports until one fails, and returns those that were added
// and the one that was not.
func addUntilFull(t testing.TB, s *Store) (added []rashomon.ReportID, next rashomon.Report, err error) {
	t.Helper()
	for i := range 10_000 {
		r := report("The Veldra Courier", "", fmt.Sprintf("Blast %d", i), strings.Repeat(fmt.Sprintf("%d killed in Veldra. ", i), 100), i)
		kept, _, err := s.AddReport(t.Context(), r, []byte(r.Text))
		if err != nil {
			return added, r, err
		}
		added = append(added, kept.ID)
	}
	t.Fatal("the disk never filled")
	return nil, rashomon.Report{}, nil
}

// checkAfterFull checks that all is there that was added, and nothing else.
func checkAfterFull(t testing.TB, s *Store, added []rashomon.ReportID) {
	t.Helper()
	all, err := s.Reports(t.Context())
	must(t, err)
	same(t, "reports after the disk was full", ids(all...), added)
	faults, err := s.Verify(t.Context())
	must(t, err)
	same(t, "faults after the disk was full", faults, []Fault(nil))
}

func TestFull(t *testing.T) {
	s := newStore(t)
	mustExec(t, s.writer, `PRAGMA max_page_count = 200`)
	added, next, err := addUntilFull(t, s)
	refused(t, err, ErrFull, "add report "+string(next.ID), s.path, "free some space")
	if strings.Contains(err.Error(), "rollback") {
		t.Errorf("message speaks of the machinery: %v", err)
	}
	checkAfterFull(t, s, added)

	mustExec(t, s.writer, `PRAGMA max_page_count = 100000`)
	mustAdd(t, s, next, nil)
	checkAfterFull(t, s, append(added, next.ID))
}

func TestCancelled(t *testing.T) {
	s := newStore(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err := s.AddReport(ctx, report("Radio Ostmark", "", "Blast", "9 killed", 9), nil)
	refused(t, err, context.Canceled)
	_, err = s.Verify(ctx)
	refused(t, err, context.Canceled)
	_, err = Open(ctx, filepath.Join(t.TempDir(), "other.db"))
	refused(t, err, context.Canceled)
	three(t, s)
}

// Many processes may open one new store at once.
func TestOpenTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			s, err := Open(t.Context(), path)
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
