package pipeline_test

import (
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/pipeline"
)

// TestCorrectionElsewhere reads a text and its correction, which tells of another
// place: with the store and without one, the record of the first place says that the
// text was replaced, and counts nobody by it.
func TestCorrectionElsewhere(t *testing.T) {
	at := rashomon.Report{Source: rashomon.Source{Name: "Harbour Post"}, URL: "https://post.example/1"}
	at.Published, at.Received = "2031-05-02", time.Date(2031, 5, 2, 12, 0, 0, 0, time.UTC)
	first := rashomon.NewReport("Shells kill 12 in Dorla", "DORLA - Shells killed 12 people in Dorla on Friday, police said.", at)
	at.Published, at.Received = "2031-05-09", time.Date(2031, 5, 9, 12, 0, 0, 0, time.UTC)
	changed := rashomon.NewReport("Correction: gas blast hurts three in Velm", "VELM - A gas blast injured three people in Velm on Thursday, firefighters said.", at)

	s := openStore(t)
	add(t, s, pipeline.Item{Report: first}, pipeline.Item{Report: changed})
	if _, err := pipeline.Run(t.Context(), s, quiet); err != nil {
		t.Fatal(err)
	}
	incidents, err := s.IncidentsOf(t.Context(), first.ID)
	if err != nil || len(incidents) != 1 {
		t.Fatalf("the first text is of %d incidents, %v", len(incidents), err)
	}
	kept, err := s.Dossier(t.Context(), incidents[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	dossiers, _, failed := pipeline.Read(t.Context(), []rashomon.Report{first, changed}, quiet)
	if len(failed) > 0 {
		t.Fatal(failed)
	}
	seen := 0
	for _, d := range append(dossiers, kept) {
		if d.Reports[0].ID != first.ID || len(d.Reports) != 1 {
			continue
		}
		seen++
		p, _ := pipeline.PolicyNamed("range")
		rec := pipeline.Settle([]rashomon.Dossier{d}, p)[0]
		if rec.Reports[0].Replaced != changed.ID {
			t.Errorf("replaced by %q, want the correction", rec.Reports[0].Replaced)
		}
		if len(rec.Ranges) > 0 || len(rec.Superseded) != len(rec.Claims) || len(rec.Claims) == 0 {
			t.Errorf("ranges %v; %d of %d claims are superseded", rec.Ranges, len(rec.Superseded), len(rec.Claims))
		}
	}
	if seen != 2 {
		t.Errorf("%d dossiers of the first text alone, want one with a store and one without", seen)
	}
}
