package change_test

import (
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/change"
)

// seen is a fetch of the page of the cases that showed a text, or no text with a status.
func seen(hour, status int, shows rashomon.ReportID) rashomon.Capture {
	return rashomon.NewCapture(rashomon.Capture{Means: rashomon.Fetched, Requested: "https://harbour.example/a", Final: "https://harbour.example/a",
		Status: status, Report: shows, Received: time.Date(2031, 3, 4, hour, 0, 0, 0, time.UTC)})
}

// TestOf: an incident has the notes that bear on it. Of a round-up that tells of two, an
// edit of the one is no note on the other; a page that is gone is one on both.
func TestOf(t *testing.T) {
	const first, second = "Police said 12 people were killed in Dorla. | killed 12 police", "Medics said 3 people were killed in Ostry. | killed 3 medics"
	was := version(t, "2031-03-04", "Two blasts", first, second)
	now := version(t, "2031-03-04", "Two blasts", first, "Medics said 5 people were killed in Ostry. | killed 5 medics")
	part := func(v rashomon.Version, n int) rashomon.Account { // what each incident has of a text
		a := v.Reading.Accounts[0]
		a.Claims = a.Claims[n : n+1]
		return a
	}
	captures := []rashomon.Capture{seen(12, 200, was.Report.ID), seen(18, 200, now.Report.ID), seen(20, 404, "")}
	const edit, gone = "Harbour Post, 4 March 2031, 18:00 UTC: killed 3 -> 5 (medics)", "Harbour Post, 4 March 2031, 20:00 UTC: the page was gone (404); the text kept on 4 March 2031 stands"
	for n, want := range [][]string{{gone}, {edit, gone}} {
		d := rashomon.Dossier{Accounts: []rashomon.Account{part(was, n), part(now, n)}, Reports: []rashomon.Report{was.Report, now.Report},
			Captures: captures, Versions: []rashomon.Version{was, now}}
		var got []string
		for _, c := range change.Of(d) {
			got = append(got, c.Note())
		}
		if len(got) != len(want) || got[0] != want[0] || got[len(got)-1] != want[len(want)-1] {
			t.Errorf("incident %d: %q\nwant %q", n+1, got, want)
		}
	}
	// A text that leaves the incident is a note on it all the same.
	d := rashomon.Dossier{Accounts: []rashomon.Account{part(was, 1)}, Reports: []rashomon.Report{was.Report}, Captures: captures[:2], Versions: []rashomon.Version{was, now}}
	if got := change.Of(d); len(got) != 1 || got[0].Note() != edit {
		t.Errorf("a text that left: %+v", got)
	}
}

// TestHistoryInAnyOrder: the changes do not depend on the order in which captures come, nor
// on one that comes twice.
func TestHistoryInAnyOrder(t *testing.T) {
	was := version(t, "2031-03-04", "Blast in Dorla", "Police said 12 people were killed. | killed 12 police")
	now := version(t, "2031-03-04", "Blast in Dorla", "Police said 15 people were killed. | killed 15 police")
	a, b, c := seen(12, 200, was.Report.ID), seen(13, 200, now.Report.ID), seen(14, 200, was.Report.ID)
	for _, order := range [][]rashomon.Capture{{a, b, c}, {c, b, a}, {b, a, c, b}} {
		got := change.Told(order, []rashomon.Version{was, now})
		if len(got) != 2 || got[0].Fate != rashomon.Edited || got[1].Fate != rashomon.Returned {
			t.Errorf("got %+v", got)
		}
	}
}

// TestHistoryOfOneInstant: of two texts received at one instant the one that the store took
// last stands, as it does in the store.
func TestHistoryOfOneInstant(t *testing.T) {
	was := version(t, "2031-03-04", "Blast in Dorla", "Police said 12 people were killed. | killed 12 police")
	now := version(t, "2031-03-04", "Blast in Dorla", "Police said 15 people were killed. | killed 15 police")
	a, b, gone := seen(12, 200, was.Report.ID), seen(12, 200, now.Report.ID), seen(12, 404, "")
	for _, order := range [][]rashomon.Capture{{a, b}, {b, a}, {a, b, a}, {b, a, gone}} {
		got := change.Told(order, []rashomon.Version{was, now})
		if len(got) == 0 || got[0].Before != order[0].Report || got[0].After != order[1].Report || len(order) == 3 && order[2].Report == "" && got[len(got)-1].Fate != rashomon.Vanished {
			t.Errorf("got %+v", got)
		}
	}
}
