package store

import (
	"errors"
	"slices"
	"testing"

	"rashomon"
)

// three adds three reports of one bombing, a minute apart.
func three(t testing.TB, s *Store) []rashomon.Report {
	t.Helper()
	return []rashomon.Report{
		mustAdd(t, s, report("The Veldra Courier", "https://courier.example/1", "Blast at market", "3 killed in Veldra.", 1), nil),
		mustAdd(t, s, report("Radio Ostmark", "https://ostmark.example/a", "Market blast", "At least 4 killed in Veldra.", 2), nil),
		mustAdd(t, s, report("", "", "Ein Anschlag", "Nach dem Anschlag: 4 killed.", 3), nil),
	}
}

func ids(all ...rashomon.Report) []rashomon.ReportID {
	var ids []rashomon.ReportID
	for _, r := range all {
		ids = append(ids, r.ID)
	}
	return ids
}

func TestDue(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, r := t.Context(), three(t, s)
		due := func(stage, version string, limit int, want ...rashomon.ReportID) {
			t.Helper()
			got, err := s.Due(ctx, stage, version, limit)
			must(t, err)
			same(t, stage+" "+version, got, want)
		}
		due(StageExtract, "1", 0, ids(r...)...)
		due(StageExtract, "1", 2, r[0].ID, r[1].ID)

		must(t, s.PutReading(ctx, read(t, r[1], 4), "1"))
		must(t, s.PutProblem(ctx, r[2].ID, StageExtract, "1", "written in German"))
		due(StageExtract, "1", 0, r[0].ID)
		due(StageExtract, "2", 0, ids(r...)...) // a new version is due for all
		due("places", "1", 0, ids(r...)...)     // another stage has its own stamps

		must(t, s.PutReading(ctx, read(t, r[1], 4), "2"))
		due(StageExtract, "2", 0, r[0].ID, r[2].ID)
		due(StageExtract, "1", 0, r[0].ID, r[1].ID) // so is an old one that comes back

		err := s.PutReading(ctx, rashomon.Reading{Report: "r-nowhere"}, "1")
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("reading of a report that is not there: %v", err)
		}
		if err := s.PutProblem(ctx, "r-nowhere", StageExtract, "1", "x"); !errors.Is(err, ErrNotFound) {
			t.Errorf("problem of a report that is not there: %v", err)
		}
	})
}

func TestReadingsAndProblems(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, r := t.Context(), three(t, s)
		late, early := read(t, r[1], 4), read(t, r[0], 3)
		must(t, s.PutReading(ctx, late, "1"))
		must(t, s.PutReading(ctx, early, "1"))
		must(t, s.PutProblem(ctx, r[2].ID, StageExtract, "1", "written in German"))

		got, err := s.Readings(ctx)
		must(t, err)
		same(t, "readings", got, []rashomon.Reading{early, late})
		one, err := s.Reading(ctx, r[1].ID)
		must(t, err)
		same(t, "reading", one, late)
		if _, err := s.Reading(ctx, r[2].ID); !errors.Is(err, ErrNotFound) {
			t.Errorf("reading of a report with a problem: %v", err)
		}

		problems, err := s.Problems(ctx)
		must(t, err)
		same(t, "problems", problems, []Problem{{Report: r[2].ID, Title: "Ein Anschlag", Outlet: "this outlet",
			Stage: StageExtract, Version: "1", Text: "written in German"}})

		// A version that can read what the last could not, and the reverse.
		must(t, s.PutReading(ctx, read(t, r[2], 4), "2"))
		must(t, s.PutProblem(ctx, r[0].ID, StageExtract, "2", "too short"))
		got, err = s.Readings(ctx)
		must(t, err)
		same(t, "readings of version 2", got, []rashomon.Reading{late, read(t, r[2], 4)})
		problems, err = s.Problems(ctx)
		must(t, err)
		same(t, "problems of version 2", problems, []Problem{{Report: r[0].ID, Title: "Blast at market",
			Outlet: "The Veldra Courier", URL: r[0].URL, Stage: StageExtract, Version: "2", Text: "too short"}})
	})
}

// Every report is listed, with its incidents or with the reason why it has none.
func TestEntries(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, r := t.Context(), three(t, s)
		newer := mustAdd(t, s, report("A", r[0].URL, "Blast", "Four killed in Veldra.", 9), nil)
		empty := mustAdd(t, s, report("B", "", "Fair", "The fair was merry.", 10), nil)
		period := mustAdd(t, s, report("C", "", "Year", "In May 300 died.", 11), nil)
		must(t, s.PutReading(ctx, read(t, r[0], 3), "1"))
		must(t, s.PutReading(ctx, read(t, r[1], 4), "1"))
		must(t, s.PutProblem(ctx, r[2].ID, StageExtract, "1", "written in German"))
		must(t, s.PutReading(ctx, rashomon.Reading{Report: empty.ID, Maker: "test"}, "1"))
		of := read(t, r[1], 4).Accounts[0].Claims[0]
		of.Report, of.Cumulative, of.Account = period.ID, true, ""
		must(t, s.PutReading(ctx, rashomon.Reading{Report: period.ID, Maker: "test", Cumulative: []rashomon.Claim{of}}, "1"))
		inc := incident(r[0])
		must(t, s.PutIncidents(ctx, "1", []rashomon.Incident{inc}))

		got, err := s.Entries(ctx, 0, 0)
		must(t, err)
		whys := map[rashomon.ReportID]string{period.ID: "only totals over several incidents were read in it", empty.ID: "nothing violent was read in it",
			newer.ID: "not read yet; 'rashomon run' reads what is due", r[2].ID: "written in German", r[1].ID: "not linked yet; 'rashomon run' links what was read", r[0].ID: ""}
		if len(got) != len(whys) || got[0].Report != period.ID {
			t.Fatalf("the list is %+v", got)
		}
		for _, e := range got {
			if why, ok := whys[e.Report]; !ok || e.Why != why || (e.Why == "") != (len(e.Incidents) > 0) {
				t.Errorf("%s has %v, because %q; want %q", e.Report, e.Incidents, e.Why, why)
			}
			if e.Report == r[0].ID && (e.Incidents[0] != inc.ID || e.ReplacedBy != newer.ID || e.Title != "Blast at market" || e.Outlet != "The Veldra Courier") {
				t.Errorf("the first report is listed as %+v", e)
			}
		}
		part, err := s.Entries(ctx, 2, 2)
		must(t, err)
		same(t, "a part of the list", part, got[2:4])
	})
}

// Many readings stand, or none.
func TestPutReadings(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, r := t.Context(), three(t, s)
		all := []rashomon.Reading{read(t, r[0], 3), read(t, r[1], 4), read(t, r[2], 4)}
		err := s.PutReadings(ctx, append(slices.Clone(all), rashomon.Reading{Report: "r-nowhere"}), "1")
		refused(t, err, ErrNotFound, "store 4 readings", "report r-nowhere")
		got, err := s.Readings(ctx)
		must(t, err)
		same(t, "readings after a refusal", got, []rashomon.Reading(nil))
		must(t, s.PutReadings(ctx, all, "1"))
		got, err = s.Readings(ctx)
		must(t, err)
		same(t, "readings", got, all)
	})
}

func TestLinkDue(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, r := t.Context(), three(t, s)
		due := func(version string, want bool, why string) {
			t.Helper()
			got, err := s.LinkDue(ctx, version)
			must(t, err)
			if got != want {
				t.Errorf("linking is due: %v, want %v: %s", got, want, why)
			}
		}
		due("1", true, "it was never done")
		must(t, s.PutIncidents(ctx, "1", nil))
		due("1", false, "nothing has changed")
		due("2", true, "the version is another")
		must(t, s.PutReading(ctx, read(t, r[0], 3), "1"))
		due("1", true, "a reading was added")
		must(t, s.PutIncidents(ctx, "1", []rashomon.Incident{incident(r[0])}))
		due("1", true, "the reading was put after linking was first asked for, so it may not be in")
		must(t, s.PutIncidents(ctx, "1", []rashomon.Incident{incident(r[0])}))
		due("1", false, "all is in")

		must(t, s.PutReading(ctx, read(t, r[0], 3), "2"))
		due("1", false, "the reading was made again, but is the same")
		must(t, s.PutProblem(ctx, r[0].ID, StageExtract, "3", "too short"))
		due("1", true, "a reading went")
		must(t, s.PutIncidents(ctx, "1", nil))
		must(t, s.DropDerived(ctx))
		due("1", true, "what is derived was deleted")
	})
}

// A reading that another process puts between the question and the answer must
// not be lost: linking stays due.
func TestLinkDueSeesLateReading(t *testing.T) {
	ctx, s := t.Context(), newStore(t)
	r := three(t, s)
	must(t, s.PutReading(ctx, read(t, r[0], 3), "1"))
	other := openStore(t, s.db.Path())

	if due, err := s.LinkDue(ctx, "1"); err != nil || !due {
		t.Fatalf("due %v, %v", due, err)
	}
	must(t, other.PutReading(ctx, read(t, r[1], 4), "1"))
	must(t, s.PutIncidents(ctx, "1", []rashomon.Incident{incident(r[0])}))
	if due, err := s.LinkDue(ctx, "1"); err != nil || !due {
		t.Errorf("due %v, %v; the late reading is in no incident", due, err)
	}
}

func TestCountsAndDropDerived(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		count := func(want Counts) {
			t.Helper()
			got, err := s.Counts(ctx)
			must(t, err)
			same(t, "counts", got, want)
		}
		count(Counts{})
		body := []byte("3 killed in Veldra.")
		first := mustAdd(t, s, report("The Veldra Courier", "", "Blast", "3 killed in Veldra.", 1), body)
		second := mustAdd(t, s, report("Radio Ostmark", "", "Blast", "3 killed in Veldra.", 2), body)
		must(t, s.PutReading(ctx, read(t, first, 3), "1"))
		must(t, s.PutProblem(ctx, second.ID, StageExtract, "1", "no"))
		background := incident(first)
		must(t, s.PutIncidents(ctx, "1", []rashomon.Incident{background}))
		mustRule(t, s, rashomon.Ruling{Kind: rashomon.Accept, Target: string(background.ID), Author: "ana", At: noon(9)})
		kept := Counts{Objects: 1, Reports: 2, Rulings: 1}
		all := kept
		all.Readings, all.Told, all.Incidents, all.MainIncidents, all.Problems = 1, true, 1, 1, 1
		count(all)
		must(t, s.DropDerived(ctx))
		count(kept)
	})
}
