package database

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Nothing but the driver opens the store's file: closing it once more would end
// the locks that SQLite holds on it for this process.
func TestOnlyTheDriverOpensTheFile(t *testing.T) {
	files, err := filepath.Glob("*.go")
	must(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		must(t, err)
		if found := regexp.MustCompile(`os\.(Open|OpenFile|ReadFile|WriteFile|Create)\b`).FindString(string(text)); found != "" {
			t.Errorf("%s: %s", name, found)
		}
	}
}

// A step that was edited after it was released is noticed.
func TestEditedStep(t *testing.T) {
	d := newDB(t)
	all := letters()
	all[0].Text += "\n-- one more word\n"
	_, err := Open(t.Context(), d.path, all, wait)
	if err == nil || !strings.Contains(err.Error(), "schema step 0001_kept.sql is not the one") {
		t.Errorf("an edited step: %v", err)
	}
}

// What a step does in Go stands or falls with its SQL, and with the steps after it.
func TestStepInGo(t *testing.T) {
	d := newDB(t)
	write(t, d, 3)
	broken := errors.New("no paper left")
	var fail error
	all := append(letters(), Step{Version: 4, Name: "0004_kept_copy.sql", Text: `CREATE TABLE kept_copy (id BIGINT NOT NULL)`,
		Then: func(ctx context.Context, tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, `INSERT INTO kept_copy SELECT id FROM kept_letter`)
			return errors.Join(err, fail)
		}}, Step{Version: 5, Name: "0005_kept_more.sql", Text: `CREATE TABLE kept_more (id BIGINT NOT NULL)`})
	fail = broken
	_, err := Open(t.Context(), d.path, all, wait)
	refused(t, err, broken, "schema step 0004_kept_copy.sql, nothing was changed")
	openDB(t, d.path, letters()) // the old version starts
	fail, all[4].Text = nil, `CREATE TABLE kept_more (`
	if _, err = Open(t.Context(), d.path, all, wait); err == nil {
		t.Fatal("a step that is no SQL passed")
	}
	openDB(t, d.path, letters())
	all[4].Text = `CREATE TABLE kept_more (id BIGINT NOT NULL)`
	same(t, "copies", count(t, openDB(t, d.path, all), "kept_copy"), 3)
}

// A lost table of those that can be filled again brings all of its kind back, empty, and
// no others; a lost kept table is damage.
func TestRenew(t *testing.T) {
	for _, c := range []struct {
		lost  string
		want  map[string]int
		cause error // of reading only; nil where it is not missed
	}{
		{"state_visit", map[string]int{"kept_letter": 1, "derived_stamp": 1, "derived_sum": 1, "state_visit": 0}, nil},
		{"derived_sum", map[string]int{"kept_letter": 1, "derived_stamp": 0, "derived_sum": 0, "state_visit": 1}, ErrDerived},
		{"kept_letter", nil, ErrDamaged},
	} {
		t.Run(c.lost, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "store.db")
			d := openDB(t, path, letters())
			write(t, d, 1)
			mustExec(t, d.writer, `INSERT INTO derived_stamp VALUES (0); INSERT INTO derived_sum VALUES (0); INSERT INTO state_visit VALUES (0);
				PRAGMA foreign_keys = OFF; DROP TABLE `+c.lost)
			read, err := OpenToRead(t.Context(), path, letters(), wait)
			if c.cause == nil {
				must(t, err)
				must(t, read.Close())
			} else {
				refused(t, err, c.cause, c.lost)
			}
			again, err := Open(t.Context(), path, letters(), wait)
			if c.want == nil {
				refused(t, err, c.cause, c.lost)
				return
			}
			must(t, err)
			defer closeDB(t, again)
			for table, n := range c.want {
				same(t, table, count(t, again, table), n)
			}
		})
	}
}
