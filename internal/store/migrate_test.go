package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rashomon"
	"rashomon/internal/database"
)

// fixtures are stores of the versions of the schema that landed, each made by the last
// program before the next: seven invented reports, read and linked, three of them of one
// address, and rulings; from version 5 on the second of the three came back, in version 5
// with decisions on a feed. Whoever adds a step adds a store of the version before it. The
// first writing of step 2 was in no program that landed.
var fixtures = []int{2, 3, 5, 6}

// oldStore unpacks the fixture of a version.
func oldStore(t testing.TB, version int) (path string) {
	t.Helper()
	packed, err := os.ReadFile(fmt.Sprintf("testdata/v%d.db.gz", version))
	must(t, err)
	r, err := gzip.NewReader(bytes.NewReader(packed))
	must(t, err)
	b, err := io.ReadAll(r)
	must(t, err)
	path = filepath.Join(t.TempDir(), "store.db")
	must(t, os.WriteFile(path, b, 0o600))
	return path
}

// mustSteps returns the schema up to a version.
func mustSteps(t testing.TB, version int) database.Schema {
	t.Helper()
	return mustAll(t)[:version]
}

// asBefore returns what the tables of before hold, column by column as they were then.
func asBefore(t testing.TB, db *database.DB, before map[string][]string) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for table, columns := range before {
		var rows []string
		must(t, database.Each(t.Context(), db.Reader(), func(row database.Scanner) error {
			values, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			err := row.Scan(into...)
			rows = append(rows, fmt.Sprint(values))
			return err
		}, `SELECT `+strings.Join(columns, ", ")+` FROM `+table))
		slices.Sort(rows)
		all[table] = rows
	}
	return all
}

// columnsOf returns the columns of the tables that only grow, and of the derived ones.
func columnsOf(t testing.TB, db *database.DB) map[string][]string {
	t.Helper()
	names, err := db.Tables(t.Context())
	must(t, err)
	all := map[string][]string{}
	for _, table := range names {
		if strings.HasPrefix(table, "rashomon_") {
			continue
		}
		all[table], err = database.Column[string](t.Context(), db.Reader(), `SELECT name FROM pragma_table_info('`+table+`')`)
		must(t, err)
	}
	return all
}

// A store of every earlier version opens: every row is as it was, every report has a
// capture, all of it is in the log, and nothing is wrong with it. A second opening
// changes nothing.
func TestEveryVersion(t *testing.T) {
	for _, version := range fixtures {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			path := oldStore(t, version)
			old, err := database.Open(t.Context(), path, mustSteps(t, version), busyWait)
			must(t, err)
			columns := columnsOf(t, old)
			before := asBefore(t, old, columns)
			must(t, old.Close())
			_, err = OpenToRead(t.Context(), path)
			refused(t, err, ErrOlder, "rashomon run")

			s := openStore(t, path)
			same(t, "what was kept and derived", asBefore(t, s.db, columns), before)
			noFaults(t, s)
			counts, err := s.Counts(t.Context())
			must(t, err)
			same(t, "reports", counts.Reports, 7)
			of := map[rashomon.ReportID]rashomon.Means{}
			must(t, s.EachCapture(t.Context(), func(c rashomon.Capture) error {
				if of[c.Report] == "" {
					of[c.Report] = c.Means
				}
				return nil
			}))
			delete(of, "")
			same(t, "reports with a capture", len(of), 7)
			for id, means := range of {
				if version < 4 && means != rashomon.Earlier {
					t.Errorf("report %s was %s", id, means)
				}
			}
			chain(t, s, version)
			after := content(t, s)
			must(t, s.Close())
			again := openStore(t, path)
			same(t, "after opening again", content(t, again), after)
		})
	}
}

// chain checks what stands at the address of three texts: the last of them, and from
// version 5 on the second, which came back.
func chain(t *testing.T, s *Store, version int) {
	t.Helper()
	const first, second, third = "rf18fc0d609df85cb36ae", "rdfcdd4387df697d423a2", "r4b09b4e5b31abe46d25a"
	want := map[rashomon.ReportID]rashomon.ReportID{first: second, second: third, third: ""}
	if version >= 5 {
		want = map[rashomon.ReportID]rashomon.ReportID{first: second, second: "", third: second}
	}
	for id, by := range want {
		got, err := s.ReplacedBy(t.Context(), id)
		if err != nil && !errors.Is(err, ErrNotFound) {
			t.Fatal(err)
		}
		same(t, "replaced by", got, by)
		if by == "" {
			standing, err := s.Standing(t.Context(), "https://post.invalid/1")
			must(t, err)
			same(t, "standing", standing, id)
		}
	}
}

// A migration that fails, at its first step or in its last, leaves the file as it was,
// byte for byte, for the program that it is of.
func TestFailedMigration(t *testing.T) {
	broken := errors.New("no paper left")
	for _, version := range fixtures {
		for name, spoil := range map[string]func(database.Schema) database.Schema{
			"in Go, at the end": func(all database.Schema) database.Schema {
				return append(all, database.Step{Version: len(all) + 1, Name: "0099_kept_x.sql", Text: `CREATE TABLE kept_x (id BIGINT NOT NULL)`,
					Then: func(context.Context, *sql.Tx) error { return broken }})
			},
			"in Go, first": func(all database.Schema) database.Schema {
				all[version].Then = func(context.Context, *sql.Tx) error { return broken }
				return all
			},
			"in SQL, first": func(all database.Schema) database.Schema {
				all[version].Text += `; INSERT INTO nowhere VALUES (1)`
				return all
			},
		} {
			t.Run(fmt.Sprint(version, " ", name), func(t *testing.T) {
				path := oldStore(t, version)
				before, err := os.ReadFile(path)
				must(t, err)
				_, err = database.Open(t.Context(), path, spoil(mustAll(t)), busyWait)
				if err == nil || !strings.Contains(err.Error(), "nothing was changed") {
					t.Fatalf("a migration that fails: %v", err)
				}
				after, err := os.ReadFile(path)
				must(t, err)
				if !bytes.Equal(before, after) {
					t.Error("it changed the file")
				}
				old, err := database.Open(t.Context(), path, mustSteps(t, version), busyWait)
				must(t, err)
				must(t, old.Close())
				noFaults(t, openStore(t, path)) // the next program gets it right
			})
		}
	}
}

func mustAll(t testing.TB) database.Schema {
	t.Helper()
	all, err := steps(filepath.Join(t.TempDir(), "store.db"))
	must(t, err)
	return all
}

// A program that is killed in the middle of a migration leaves a store that the old one
// opens, and the new one. The killed one runs this test too.
func TestKilledMigration(t *testing.T) {
	if path := os.Getenv("RASHOMON_TEST_KILLED_MIGRATION"); path != "" {
		all, err := steps(path)
		must(t, err)
		all = append(all, database.Step{Version: len(all) + 1, Name: "0099_kept_x.sql", Text: `CREATE TABLE kept_x (id BIGINT NOT NULL)`,
			Then: func(ctx context.Context, tx *sql.Tx) error {
				fmt.Println("in the middle")
				_, err := io.Copy(io.Discard, os.Stdin) // until it is killed
				return err
			}})
		_, err = database.Open(t.Context(), path, all, busyWait)
		t.Fatal(err)
	}
	for _, version := range fixtures {
		path := oldStore(t, version)
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilledMigration$")
		cmd.Env = append(os.Environ(), "RASHOMON_TEST_KILLED_MIGRATION="+path)
		_, err := cmd.StdinPipe() // nothing comes, and it does not end
		must(t, err)
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if lines.Text() == "in the middle" {
				must(t, cmd.Process.Kill())
			}
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("it was not killed")
		}
		old, err := database.Open(t.Context(), path, mustSteps(t, version), busyWait)
		must(t, err)
		must(t, old.Close())
		noFaults(t, openStore(t, path))
	}
}

// Of a store whose clock went backwards between two texts of one address, and one in
// which two came at one instant, the text that stood last stands.
func TestBackfillOrder(t *testing.T) {
	path := oldStore(t, 3)
	old, err := database.Open(t.Context(), path, mustSteps(t, 3), busyWait)
	must(t, err)
	mustExec(t, old.Writer(), `UPDATE kept_report SET received = '2030-01-01T00:00:00.000000000Z' WHERE id = 'r4b09b4e5b31abe46d25a';
		UPDATE kept_report SET received = (SELECT received FROM kept_report WHERE id = 'rf18fc0d609df85cb36ae') WHERE id = 'rdfcdd4387df697d423a2'`)
	must(t, old.Close())
	s := openStore(t, path)
	chain(t, s, 3)
	noFaults(t, s)
}
