package store

import (
	"errors"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rashomon/internal/database"
)

// tables returns the tables of s.
func tables(t testing.TB, s *Store) []string {
	t.Helper()
	names, err := s.db.Tables(t.Context())
	must(t, err)
	slices.Sort(names)
	return names
}

// A table is kept or derived, and its name says which; the package comment and
// DropDerived know them all.
func TestTables(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		file, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments|parser.PackageClauseOnly)
		must(t, err)
		var derived []string
		for _, table := range tables(t, s) {
			if !strings.Contains(file.Doc.Text(), table) {
				t.Errorf("the package comment does not name %s", table)
			}
			switch {
			case strings.HasPrefix(table, "derived_"):
				derived = append(derived, table)
			case !strings.HasPrefix(table, "kept_") && !strings.HasPrefix(table, "state_") && table != "rashomon_schema":
				t.Errorf("%s is neither kept nor derived nor state", table)
			}
		}
		all, err := steps(s.db.Path())
		must(t, err)
		dropped := all.Derived()
		slices.Sort(dropped)
		same(t, "tables that DropDerived empties", dropped, derived)
	})
}

// eachSource calls look with every file of the package but its tests.
func eachSource(t testing.TB, look func(name, text string)) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	must(t, err)
	more, err := filepath.Glob("schema/*.sql")
	must(t, err)
	for _, name := range append(files, more...) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		must(t, err)
		look(name, string(text))
	}
}

// No statement of the package changes or deletes a row of a kept table, and none
// asks the database for the time.
func TestKeptTablesOnlyGrow(t *testing.T) {
	bad := regexp.MustCompile(`(?i)(UPDATE\s+|DELETE\s+FROM\s+|DROP\s+TABLE\s+|REPLACE\s+INTO\s+)kept_|INTO kept_\w+[^` + "`" + `]*DO UPDATE|time\.Now|current_timestamp|\bnow\(`)
	eachSource(t, func(name, text string) {
		if found := bad.FindString(text); found != "" {
			t.Errorf("%s: %q", name, found)
		}
	})
}

// An entry of the log commits to every column of its row that is not null, so no step
// after those that the log began with may give rows that are there another value.
func TestLaterColumnsAreNull(t *testing.T) {
	bad := regexp.MustCompile(`(?i)ALTER\s+TABLE\s+kept_(object|report|capture|ruling|feed)\s+(ADD\b[^;]*\b(DEFAULT|NOT\s+NULL)|DROP|RENAME\s+(COLUMN|TO))`)
	for _, text := range []string{"ALTER TABLE kept_report ADD COLUMN x TEXT NOT NULL DEFAULT ''", "ALTER TABLE kept_ruling DROP COLUMN why", "ALTER TABLE kept_feed RENAME TO kept_source"} {
		if !bad.MatchString(text) {
			t.Errorf("%s: is not seen as what it is", text)
		}
	}
	for _, st := range mustAll(t) {
		if found := bad.FindString(st.Text); found != "" && st.Version > 6 {
			t.Errorf("%s: %s", st.Name, found)
		}
	}
}

// A step that fails leaves the store as it was, for the program that it is of.
func TestFailedStep(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		three(t, s)
		all, err := steps(s.db.Path())
		must(t, err)
		before := tables(t, s)
		worse := append(slices.Clone(all),
			database.Step{Version: len(all) + 1, Name: "0098_good.sql", Text: `CREATE TABLE kept_letter (id TEXT NOT NULL PRIMARY KEY)`},
			database.Step{Version: len(all) + 2, Name: "0099_bad.sql", Text: `CREATE TABLE kept_stamp (id TEXT NOT NULL); INSERT INTO nowhere VALUES (1)`})
		err = reopen(t, s, worse)
		if err == nil || !strings.Contains(err.Error(), "schema step 0099_bad.sql, nothing was changed") {
			t.Errorf("a step that fails: %v", err)
		}
		same(t, "tables", tables(t, s), before)
		must(t, reopen(t, s, all))

		// The next program gets it right; after that this one stands back.
		must(t, reopen(t, s, worse[:len(all)+1]))
		if err := reopen(t, s, all); !errors.Is(err, ErrNewer) {
			t.Errorf("a store of a newer version: %v", err)
		}
		kept, err := s.Reports(t.Context())
		must(t, err)
		same(t, "reports", len(kept), 3)
	})
}

// A released step is never edited: another digest here means that a store of an
// earlier version would be refused. Add a step instead.
func TestSteps(t *testing.T) {
	all, err := steps("")
	must(t, err)
	var names []string
	for i, st := range all {
		if st.Version != i+1 || !strings.HasPrefix(st.Name, "000") {
			t.Errorf("step %d is version %d, %s", i, st.Version, st.Name)
		}
		names = append(names, st.Name)
	}
	same(t, "steps", names, []string{"0001_kept.sql", "0002_derived.sql", "0003_kept_ruled.sql", "0004_kept_capture.sql", "0005_state.sql", "0006_kept_log.sql", "0007_derived_digest.sql"})
}
