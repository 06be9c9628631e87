package store

import (
	"testing"

	"rashomon"
)

// TestCapturesOf: what came of a report's pages is found under every address at which it
// was seen or asked for, and only where something changed.
func TestCapturesOf(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		const at, quiet, asked, canonical = "https://courier.example/1", "https://courier.example/2", "https://courier.example/amp/3", "https://courier.example/3"
		a := mustTake(t, s, at, "3 killed.", 0)
		b := mustTake(t, s, at, "4 killed.", 10)
		mustTake(t, s, quiet, "Nothing new.", 1)
		mustTake(t, s, quiet, "Nothing new.", 11)
		r := report("The Veldra Courier", canonical, "Blast", "5 killed.", 2)
		c, err := s.AddCapture(t.Context(), Taken{Capture: fetched(asked, 2), Report: &r, Body: []byte("x")})
		must(t, err)
		gone := fetched(asked, 12)
		gone.Status, gone.Problem = 404, "404"
		lost, err := s.AddCapture(t.Context(), Taken{Capture: gone})
		must(t, err)
		home := mustTake(t, s, "https://courier.example/5", "6 killed.", 3)
		front := fetched("https://courier.example/5", 13)
		front.Final, front.Problem = "https://courier.example/", "the front page"
		sent, err := s.AddCapture(t.Context(), Taken{Capture: front})
		must(t, err)
		check := func(of string, want []rashomon.CaptureID, texts ...rashomon.ReportID) {
			t.Helper()
			captures, versions, err := s.CapturesOf(t.Context(), of)
			must(t, err)
			var ids []rashomon.CaptureID
			for _, c := range captures {
				ids = append(ids, c.ID)
			}
			same(t, "captures of "+of, ids, want)
			var got []rashomon.ReportID
			for _, v := range versions {
				got = append(got, v.Report.ID)
			}
			same(t, "texts of "+of, got, texts)
		}
		edited := []rashomon.CaptureID{a.Capture.ID, b.Capture.ID}
		check(at, edited, a.Report.ID, b.Report.ID)
		check(string(b.Report.ID), edited, a.Report.ID, b.Report.ID)
		check(quiet, nil)
		check(asked, []rashomon.CaptureID{c.Capture.ID, lost.Capture.ID}, c.Report.ID)
		check(string(c.Report.ID), []rashomon.CaptureID{c.Capture.ID, lost.Capture.ID}, c.Report.ID)
		check("https://courier.example/4", nil)
		check("", []rashomon.CaptureID{a.Capture.ID, c.Capture.ID, home.Capture.ID, b.Capture.ID, lost.Capture.ID, sent.Capture.ID},
			a.Report.ID, c.Report.ID, home.Report.ID, b.Report.ID)
	})
}
