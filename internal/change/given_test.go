package change_test

import (
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/change"
)

// A text that a person gave, or that was kept before captures were, stood at its address,
// though no server answered.
func TestGivenTexts(t *testing.T) {
	first := rashomon.NewReport("Blast in Dorla", "Twelve people were killed.", rashomon.Report{URL: "https://harbour.example/1"})
	second := rashomon.NewReport("Blast in Dorla", "Fifteen people were killed.", rashomon.Report{URL: "https://harbour.example/1"})
	versions := map[rashomon.ReportID]rashomon.Version{first.ID: {Report: first}, second.ID: {Report: second}}
	for _, means := range []rashomon.Means{rashomon.Given, rashomon.Earlier} {
		var captures []rashomon.Capture
		for i, id := range []rashomon.ReportID{first.ID, second.ID, first.ID} {
			captures = append(captures, rashomon.NewCapture(rashomon.Capture{Means: means, Requested: "story.txt", Report: id,
				Received: time.Date(2031, 5, 2, 12+i, 0, 0, 0, time.UTC)}))
		}
		got := change.History(captures, func(id rashomon.ReportID) (rashomon.Version, bool) { v, ok := versions[id]; return v, ok })
		if len(got) != 2 || got[0].Fate != rashomon.Edited || got[0].After != second.ID || got[1].Fate != rashomon.Returned || got[1].After != first.ID {
			t.Errorf("%s: %+v", means, got)
		}
	}
}
