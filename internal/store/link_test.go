package store

import (
	"errors"
	"strings"
	"testing"

	"rashomon"
)

// Incidents are made from the readings that have accounts; what is put after them waits,
// and can be added as long as what they were made from has not changed.
func TestLinkBase(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, r := t.Context(), three(t, s)
		base := func(version string, linked, waiting int, want bool) Base {
			t.Helper()
			b, ok, err := s.LinkBase(ctx, version)
			must(t, err)
			if b.Linked != linked || b.Waiting != waiting || ok != want {
				t.Errorf("%d linked, %d waiting, %v; want %d, %d, %v", b.Linked, b.Waiting, ok, linked, waiting, want)
			}
			return b
		}
		told := func(part Part, want ...rashomon.Report) {
			t.Helper()
			var got []rashomon.Report
			must(t, s.Told(ctx, part, func(told Told) error {
				if told.Reading.Report != told.Report.ID {
					t.Errorf("report %s is told with a reading of %s", told.Report.ID, told.Reading.Report)
				}
				got = append(got, told.Report)
				return nil
			}))
			same(t, "told", got, want)
		}
		base("1", 0, 0, false)
		must(t, s.PutReadings(ctx, []rashomon.Reading{read(t, r[1], 4), read(t, r[0], 3)}, "1"))
		base("1", 0, 2, false)
		must(t, s.PutIncidents(ctx, "1", []rashomon.Incident{incident(r[0], r[1])}))
		base("1", 2, 0, true)
		base("2", 2, 0, false)
		told(Linked, r[0], r[1])
		told(NotLinked)

		must(t, s.PutReading(ctx, read(t, r[2], 4), "1"))
		base("1", 2, 1, true)
		told(Linkable, r...)
		told(NotLinked, r[2])
		must(t, s.PutReading(ctx, rashomon.Reading{Report: r[2].ID}, "1")) // no accounts: nothing to link
		base("1", 2, 0, true)
		if due, err := s.LinkDue(ctx, "1"); err != nil || due {
			t.Errorf("a reading without accounts makes linking due: %v, %v", due, err)
		}

		merge := mustRule(t, s, rashomon.Ruling{Kind: rashomon.Merge, Target: string(incident(r[0]).ID), Value: string(incident(r[1]).ID), Why: "one", Author: "ana", At: noon(1)})
		base("1", 2, 0, false)
		must(t, s.PutIncidents(ctx, "1", []rashomon.Incident{incident(r[0], r[1])}))
		base("1", 2, 0, false) // the merge bears on it
		mustRule(t, s, rashomon.Ruling{Kind: rashomon.Undo, Target: string(merge.ID), Why: "two", Author: "ana", At: noon(2)})
		base("1", 2, 0, false)
		must(t, s.PutIncidents(ctx, "1", []rashomon.Incident{incident(r[0], r[1])}))
		base("1", 2, 0, true)
		otherwise := read(t, r[1], 4)
		otherwise.Outlet = "Radio Orrin"
		must(t, s.PutReading(ctx, otherwise, "1"))
		base("1", 2, 0, false)
		must(t, s.PutReading(ctx, read(t, r[1], 4), "1"))
		base("1", 2, 0, true)
		must(t, s.PutProblem(ctx, r[1].ID, StageExtract, "1", "written in German"))
		base("1", 1, 0, false)

		enough := errors.New("enough")
		if err := s.Told(ctx, Linkable, func(Told) error { return enough }); !errors.Is(err, enough) {
			t.Errorf("an error of look: %v", err)
		}
	})
}

// PutChanged writes what is named, leaves the rest, and does nothing when it fails.
func TestPutChanged(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, r := t.Context(), three(t, s)
		other := mustAdd(t, s, report("Radio Ostmark", "", "Flood", "9 killed in Orrin.", 4), nil)
		must(t, s.PutReadings(ctx, []rashomon.Reading{read(t, r[0], 3), read(t, r[1], 4), read(t, other, 9)}, "1"))
		must(t, s.PutIncidents(ctx, "1", []rashomon.Incident{incident(r[0]), incident(r[1]), incident(other)}))
		must(t, s.PutReading(ctx, read(t, r[2], 4), "1"))
		base, ok, err := s.LinkBase(ctx, "1")
		must(t, err)
		same(t, "can be added to", ok, true)

		stored := func(want ...rashomon.Incident) {
			t.Helper()
			got, err := s.Incidents(ctx, 0, 0)
			must(t, err)
			byID := map[rashomon.IncidentID]rashomon.Incident{}
			for _, inc := range want {
				byID[inc.ID] = inc
			}
			same(t, "number of incidents", len(got), len(want))
			for _, inc := range got {
				same(t, "incident", inc, byID[inc.ID])
			}
		}
		joined := incident(r[0], r[1], r[2]) // takes the place of two
		if err := s.PutChanged(ctx, "1", base, []rashomon.Incident{joined}, nil); err == nil {
			t.Error("an account in two incidents: no error")
		}
		stored(incident(r[0]), incident(r[1]), incident(other))
		must(t, s.PutChanged(ctx, "1", base, []rashomon.Incident{joined}, []rashomon.IncidentID{incident(r[1]).ID}))
		stored(joined, incident(other))
		if due, err := s.LinkDue(ctx, "1"); err != nil || due {
			t.Errorf("linking due: %v, %v", due, err)
		}
		faults, err := s.Verify(ctx)
		must(t, err)
		same(t, "faults", len(faults), 0)

		err = s.PutChanged(ctx, "1", base, []rashomon.Incident{incident(other)}, nil)
		if err == nil || !strings.Contains(err.Error(), "another run stored incidents meanwhile") {
			t.Errorf("on a base that is no more: %v", err)
		}
	})
}
