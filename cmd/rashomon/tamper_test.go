package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/pipeline"
	"rashomon/internal/store"
)

// S14: whatever bit is changed in what a store keeps, in its log, or in what it read, verify
// names the thing. Hundreds always, ten thousand where RASHOMON_LONG is set.
func TestEveryBitIsHeld(t *testing.T) {
	flips := 300
	if os.Getenv("RASHOMON_LONG") != "" {
		flips = 10_000
	}
	s, file := tamperedStore(t)
	faults, _ := verified(t, s)
	if len(faults) > 0 {
		t.Fatalf("before anything is changed: %v", faults)
	}
	columns := columnsOf(t, file)
	random := rand.New(rand.NewPCG(14, 14))
	byTable := map[string]int{}
	for done := 0; done < flips; {
		c := columns[random.IntN(len(columns))]
		f, ok := flip(t, file, c, random)
		if !ok {
			continue
		}
		done++
		faults, err := verified(t, s)
		if err != nil {
			t.Errorf("%s: verify cannot read on: %v", f, err)
		} else if !f.namedBy(faults) {
			t.Errorf("%s: verify says %v", f, faults)
		}
		f.takeBack(t, file)
		byTable[c.table]++
	}
	t.Logf("%d bits changed, all named; by table %v", flips, byTable)
	if faults, err := verified(t, s); err != nil || len(faults) > 0 {
		t.Fatalf("after all was taken back: %v, %v", faults, err)
	}
}

// verified returns what verify finds, deriving everything again only if it finds nothing
// without. An error is that the store cannot be read.
func verified(t *testing.T, s *store.Store) ([]store.Fault, error) {
	t.Helper()
	faults, err := s.Verify(t.Context())
	if err != nil || len(faults) > 0 {
		return faults, err
	}
	faults, _, _, err = pipeline.Again(t.Context(), s, func(string, int, int) {})
	return faults, err
}

// tamperedStore returns a store with some of everything in it, and the same file opened
// behind its back.
func tamperedStore(t *testing.T) (*store.Store, *sql.DB) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "store.db")
	s, err := store.Open(t.Context(), path)
	check(t, err)
	t.Cleanup(func() { check(t, s.Close()) })
	at := func(n int) time.Time { return time.Date(2031, 3, 4, 12, n, 0, 0, time.UTC) }
	for n, text := range []string{
		"A bomb exploded at a fish market in Port Sella on Monday, killing 12 people, police said.",
		"Nine people were killed by a bomb at the market of Port Sella on Monday, the harbour hospital said.",
		"Gunmen killed three farmers near Ostrevia on Tuesday, the governor said.",
		"The council met in Port Sella on Friday.",
	} {
		r := rashomon.NewReport(fmt.Sprintf("Report %d", n), text, rashomon.Report{
			Source: rashomon.Source{Name: "The Harbour Post (invented)"}, URL: fmt.Sprintf("https://post.invalid/%d", n%3), Published: "2031-03-05", Language: "en"})
		body := []byte("<p>" + strings.Repeat(text, 1+n%2*9) + "</p>")
		taken := store.Taken{Report: &r, Body: body, Capture: rashomon.Capture{Means: rashomon.Fetched, Requested: r.URL, Status: 200,
			Asked: at(n), Received: at(n), Collector: "rashomon", Header: "HTTP/1.1 200 OK\r\n"}}
		if n%2 == 1 {
			taken.Wire, taken.Capture.Coding = []byte("as it came "+text), "br"
		}
		_, err := s.AddCapture(t.Context(), taken)
		check(t, err)
	}
	_, err = s.AddCapture(t.Context(), store.Taken{Capture: rashomon.Capture{Means: rashomon.Fetched, Requested: "https://post.invalid/1", Status: 404,
		Asked: at(9), Received: at(9), Collector: "rashomon", Problem: "it answered 404 Not Found"}})
	check(t, err)
	_, err = pipeline.Run(t.Context(), s, func(string, int, int) {})
	check(t, err)
	_, err = s.Log().Checkpoint(t.Context())
	check(t, err)
	incidents, err := s.Incidents(t.Context(), 0, 0)
	check(t, err)
	_, _, err = s.AddRuling(t.Context(), rashomon.Ruling{Kind: rashomon.Accept, Target: string(incidents[0].ID), Why: "both agree", Author: "Ana K.", At: at(20)})
	check(t, err)
	check(t, s.RuleFeed(t.Context(), store.FeedRule{URL: "https://post.invalid/feed", Site: "https://post.invalid", Title: "Post", Act: "add", At: at(21), By: "Ana K."}))
	_, err = s.Log().Checkpoint(t.Context())
	check(t, err)
	file, err := sql.Open("sqlite", path)
	check(t, err)
	t.Cleanup(func() { check(t, file.Close()) })
	return s, file
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// column is one column of a table, and the one by which its rows are named.
type column struct{ table, name, key string }

// columnsOf returns every column of the kept tables, and the contents of what is derived.
func columnsOf(t *testing.T, file *sql.DB) (all []column) {
	t.Helper()
	rows, err := file.QueryContext(t.Context(), `SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND (m.name LIKE 'kept%' OR m.name IN ('derived_reading', 'derived_incident') AND c.name = 'content') ORDER BY 1, 2`)
	check(t, err)
	defer rows.Close()
	keys := map[string]string{"kept_object": "digest", "kept_entry": "position", "kept_hash": "position", "kept_checkpoint": "size", "derived_reading": "report"}
	for rows.Next() {
		c := column{key: "id"}
		check(t, rows.Scan(&c.table, &c.name))
		if key := keys[c.table]; key != "" {
			c.key = key
		}
		all = append(all, c)
	}
	check(t, rows.Err())
	return all
}

// flipped is one bit of one value that was changed.
type flipped struct {
	column
	row     int64  // of SQLite
	id, now string // what the row is called, before and after
	before  any
}

func (f flipped) String() string { return fmt.Sprintf("%s.%s of %s", f.table, f.name, f.id) }

// flip changes one bit of a random row's value in the column; not one that is null or
// empty, or where the database does not take it.
func flip(t *testing.T, file *sql.DB, c column, random *rand.Rand) (flipped, bool) {
	t.Helper()
	f := flipped{column: c}
	var n int64
	check(t, file.QueryRowContext(t.Context(), `SELECT count(*) FROM `+c.table).Scan(&n))
	check(t, file.QueryRowContext(t.Context(), `SELECT rowid, CAST(`+c.key+` AS TEXT), `+c.name+` FROM `+c.table+` LIMIT 1 OFFSET $1`, random.Int64N(n)).
		Scan(&f.row, &f.id, &f.before))
	value := `CAST($1 AS TEXT)`
	var after any
	switch before := f.before.(type) {
	case int64:
		value, after = `$1`, before^1<<random.IntN(63)
	case string:
		b := []byte(before)
		after = flipBit(b, random)
	case []byte:
		value, after = `$1`, flipBit(append([]byte(nil), before...), random)
	}
	if b, isBytes := after.([]byte); after == nil || isBytes && len(b) == 0 {
		return f, false
	}
	if _, err := file.ExecContext(t.Context(), `UPDATE `+c.table+` SET `+c.name+` = `+value+` WHERE rowid = $2`, after, f.row); err != nil {
		return f, false // another row has that key
	}
	if c.name == c.key && (c.table == "kept_entry" || c.table == "kept_hash" || c.table == "kept_checkpoint") {
		f.row = after.(int64) // the key is the rowid
	}
	if _, isNumber := f.before.(int64); isNumber && c.name == "n" {
		f.row = after.(int64)
	}
	check(t, file.QueryRowContext(t.Context(), `SELECT CAST(`+c.key+` AS TEXT) FROM `+c.table+` WHERE rowid = $1`, f.row).Scan(&f.now))
	return f, true
}

func flipBit(b []byte, random *rand.Rand) []byte {
	if len(b) > 0 {
		bit := random.IntN(8 * len(b))
		b[bit/8] ^= 1 << (bit % 8)
	}
	return b
}

// takeBack puts back what was changed.
func (f flipped) takeBack(t *testing.T, file *sql.DB) {
	t.Helper()
	_, err := file.ExecContext(context.Background(), `UPDATE `+f.table+` SET `+f.name+` = $1 WHERE rowid = $2`, f.before, f.row)
	check(t, err)
}

// namedBy says whether one of the faults is of the thing: a kept one by its name, before
// or after, an entry or hash of the log by its place, a checkpoint by its size.
func (f flipped) namedBy(faults []store.Fault) bool {
	kept := strings.HasPrefix(f.table, "kept")
	for _, fault := range faults {
		says := fault.String()
		named := strings.Contains(says, f.id) || strings.Contains(says, strings.ToValidUTF8(f.now, "?"))
		switch f.table {
		case "kept_entry", "kept_hash":
			named = strings.Contains(says+" ", "entry "+f.id+" ") || strings.Contains(says, "entry "+f.id+":")
		case "kept_checkpoint":
			named = strings.HasPrefix(says, "checkpoint of "+f.id+" ") || strings.HasPrefix(says, "checkpoint of "+f.now+" ")
		}
		if fault.Kept == kept && (named || f.table == "derived_incident" && strings.Contains(says, "incident")) {
			return true
		}
	}
	return false
}
