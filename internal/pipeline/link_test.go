package pipeline_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rashomon"
	"rashomon/internal/pipeline"
	"rashomon/internal/store"
)

// sampleReadings returns the sample with what is read in it.
func sampleReadings(t *testing.T) ([]pipeline.Item, map[rashomon.ReportID]rashomon.Reading) {
	t.Helper()
	items, readings := sampleItems(t), map[rashomon.ReportID]rashomon.Reading{}
	s := openStore(t)
	add(t, s, items...)
	run(t, s)
	all, err := s.Readings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		readings[r.Report] = r
	}
	return items, readings
}

func run(t *testing.T, s *store.Store) pipeline.Summary {
	t.Helper()
	sum, err := pipeline.Run(t.Context(), s, quiet)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// whole fails when the store has a fault.
func whole(t *testing.T, s *store.Store) {
	t.Helper()
	if faults, err := s.Verify(t.Context()); err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
}

// linkedAtOnce fails when the store has a fault, or exports other than those of the
// same store linked at once.
func linkedAtOnce(t *testing.T, s *store.Store, readings map[rashomon.ReportID]rashomon.Reading) {
	t.Helper()
	whole(t, s)
	if due, err := s.LinkDue(t.Context(), pipeline.LinkVersion); err != nil || due {
		t.Fatalf("linking is due after a run: %v, %v", due, err)
	}
	before := exports(t, s)
	there, err := s.Readings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.DropDerived(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, r := range there {
		put(t, s, readings[r.Report])
	}
	run(t, s)
	if diff := cmp.Diff(exports(t, s), before); diff != "" {
		t.Fatalf("the exports are other than those of a store that was linked at once (-at once +by pieces):\n%s", diff)
	}
}

// put stores a reading as this version of the reader gives it.
func put(t *testing.T, s *store.Store, r rashomon.Reading) {
	t.Helper()
	if err := s.PutReading(t.Context(), r, pipeline.ReaderVersion); err != nil {
		t.Fatal(err)
	}
}

// TestLinkedByPieces: whatever happens between the runs, the store is as one that was
// linked at once.
func TestLinkedByPieces(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and no test of what goroutines share")
	}
	items, readings := sampleReadings(t)
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(seed, 1))
			rng.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
			s, minute := openStore(t), time.Date(2031, 2, 1, 0, 0, 0, 0, time.UTC)
			rule := func(r rashomon.Ruling) rashomon.Ruling {
				minute = minute.Add(time.Minute)
				r.At, r.Author, r.Why = minute, "ana", "read the page"
				kept, _, err := s.AddRuling(t.Context(), r)
				if err != nil {
					t.Fatal(err)
				}
				return kept
			}
			there := 0
			for there < len(items) {
				for n := 1 + rng.IntN(6); n > 0 && there < len(items); n-- {
					add(t, s, items[there])
					if r, ok := readings[items[there].Report.ID]; ok {
						put(t, s, r)
					}
					there++
				}
				switch rng.IntN(5) {
				case 0: // a run that is interrupted while it links
					ctx, cancel := context.WithCancel(t.Context())
					_, err := pipeline.Run(ctx, s, func(string, int, int) { cancel() })
					if err == nil && ctx.Err() != nil {
						t.Error("an interrupted run reports no error")
					}
					cancel()
				case 1: // a report read by another version, and again by this one
					if r, ok := readings[items[rng.IntN(there)].Report.ID]; ok {
						old := r
						old.Accounts, old.Maker = nil, "another"
						put(t, s, old)
						run(t, s)
						put(t, s, r)
					}
				case 2: // a ruling, undone
					run(t, s)
					incidents, err := s.Incidents(t.Context(), 0, 0)
					if err != nil {
						t.Fatal(err)
					}
					if len(incidents) > 1 {
						merge := rule(rashomon.Ruling{Kind: rashomon.Merge, Target: string(incidents[0].ID), Value: string(incidents[1].ID)})
						run(t, s)
						if rng.IntN(3) > 0 {
							rule(rashomon.Ruling{Kind: rashomon.Undo, Target: string(merge.ID)})
						}
					}
				}
				run(t, s)
				whole(t, s)
			}
			linkedAtOnce(t, s, readings)
		})
	}
}

// TestRunWritesWhatChanges: one more report leaves the incidents alone that it does not
// bear on, also where somebody has changed them; with a ruling in force all are written.
func TestRunWritesWhatChanges(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.db")
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // only read afterwards
	told := func(n int, place, day string) pipeline.Item {
		return pipeline.Item{Report: rashomon.NewReport("Bomb in "+place, fmt.Sprintf("A bomb killed %d people in the town of %s on %s, police said.", n, place, day),
			rashomon.Report{Published: "2031-03-10", Received: time.Date(2031, 3, 10, n, 0, 0, 0, time.UTC)})}
	}
	add(t, s, told(3, "Dorla", "4 March"), told(7, "Pellin", "8 March"))
	run(t, s)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // the test ends with it
	changed := func(want int) {
		t.Helper()
		var left int
		if err := db.QueryRow(`SELECT count(*) FROM derived_incident WHERE newest = 'changed'`).Scan(&left); err != nil || left != want {
			t.Errorf("%d incidents are as somebody changed them, want %d; %v", left, want, err)
		}
		if _, err := db.Exec(`UPDATE derived_incident SET newest = 'changed'`); err != nil {
			t.Fatal(err)
		}
	}
	changed(0)
	add(t, s, told(4, "Dorla", "4 March"))
	if sum := run(t, s); !sum.Linked || sum.Incidents != 2 {
		t.Errorf("%+v", sum)
	}
	changed(1)
	incidents, err := s.Incidents(t.Context(), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.AddRuling(t.Context(), rashomon.Ruling{Kind: rashomon.Merge, Target: string(incidents[0].ID), Value: string(incidents[1].ID), Author: "ana", At: time.Date(2031, 4, 1, 0, 0, 0, 0, time.UTC)}); err != nil {
		t.Fatal(err)
	}
	run(t, s)
	changed(0)
	add(t, s, told(9, "Mirrin", "9 March"))
	run(t, s)
	changed(0)
}
