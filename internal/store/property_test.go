package store

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rashomon"

	"pgregory.net/rapid"
)

// content returns every row of every table as text, sorted.
func content(t testing.TB, s *Store) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, table := range tables(t, s) {
		all[table] = rowsOf(t, s, table)
		slices.Sort(all[table])
	}
	// Every store has a name and a key of its own, on which all hashes rest.
	delete(all, "kept_hash")
	all["kept_entry"] = slices.DeleteFunc(all["kept_entry"], func(row string) bool { return strings.Contains(row, "rashomon/") })
	return all
}

func rowsOf(t testing.TB, s *Store, table string) []string {
	t.Helper()
	rows, err := s.db.Reader().QueryContext(context.Background(), `SELECT * FROM `+table)
	must(t, err)
	defer rows.Close()
	columns, err := rows.Columns()
	must(t, err)
	var all []string
	for rows.Next() {
		values, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		must(t, rows.Scan(into...))
		all = append(all, fmt.Sprintf("%+v", values))
	}
	must(t, rows.Err())
	return all
}

// pool returns the reports that the property draws from: three texts at each of
// three addresses, received in no order.
func pool() []rashomon.Report {
	var all []rashomon.Report
	for i := range 9 {
		all = append(all, report("Outlet", fmt.Sprintf("https://outlet.example/%d", i%3), "Blast",
			fmt.Sprintf("%d killed in Veldra.", i), i*7%9))
	}
	return all
}

// derive puts readings of all reports that are there, in a drawn order, and one
// incident of each.
func derive(t *rapid.T, tb testing.TB, s *Store) {
	ctx := context.Background()
	there, err := s.Reports(ctx)
	must(tb, err)
	var incidents []rashomon.Incident
	for _, r := range there {
		incidents = append(incidents, incident(r))
	}
	for _, r := range rapid.Permutation(there).Draw(t, "order of reading") {
		n := 0
		_, err := fmt.Sscanf(r.Text, "Blast\n%d killed", &n)
		must(tb, err)
		if n == 5 {
			must(tb, s.PutProblem(ctx, r.ID, StageExtract, "1", "five"))
			continue
		}
		must(tb, s.PutReading(ctx, read(tb, r, n), "1"))
	}
	must(tb, s.PutIncidents(ctx, "1", incidents))
}

// quickStore opens a store that does not wait for the disk.
func quickStore(t testing.TB, dir, name string, n int) *Store {
	t.Helper()
	s, err := Open(context.Background(), filepath.Join(dir, fmt.Sprintf("%s%d.db", name, n)))
	must(t, err)
	mustExec(t, s.db.Writer(), `PRAGMA synchronous = OFF`)
	return s
}

// Whatever is done to a store, in whatever order and however often: what is kept
// is what was added first, and what is derived is what deriving it once from that
// gives.
func TestAnyOrderSameContent(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and no test of what goroutines share")
	}
	path := 0
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		worn, fresh := quickStore(t, dir, "worn", path), quickStore(t, dir, "fresh", path)
		path++
		defer closeStore(t, worn)
		defer closeStore(t, fresh)

		all := pool()
		var first []rashomon.Report
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			switch rapid.SampledFrom([]string{"add", "add", "add", "derive", "drop", "spoil"}).Draw(rt, "step") {
			case "add":
				r := rapid.SampledFrom(all).Draw(rt, "report")
				_, added, err := worn.AddReport(context.Background(), r, []byte(strings.ToUpper(r.Text)))
				must(t, err)
				if added {
					first = append(first, r)
				}
			case "derive":
				derive(rt, t, worn)
			case "drop":
				must(t, worn.DropDerived(context.Background()))
			case "spoil": // an older version read it otherwise
				if len(first) > 0 {
					r := rapid.SampledFrom(first).Draw(rt, "spoilt")
					must(t, worn.PutReading(context.Background(), rashomon.Reading{Report: r.ID}, "0"))
				}
			}
		}
		derive(rt, t, worn)
		for _, r := range first {
			mustAdd(t, fresh, r, []byte(strings.ToUpper(r.Text)))
		}
		derive(rt, t, fresh)
		same(t, "content", content(t, worn), content(t, fresh))
		if t.Failed() {
			rt.FailNow()
		}
	})
}
