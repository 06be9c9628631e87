package link

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rashomon"
)

// ruled is Link with the groups as regroup leaves them.
func ruled(told []Told, regroup Regroup) []rashomon.Incident {
	l := New()
	l.load(told)
	l.Regroup(regroup)
	return must(l.Incidents(reading(told...)))
}

// TestRuled: incidents of ruled groups are made like any others, whatever the order of
// the groups: named after the account first received, with the others as aliases.
func TestRuled(t *testing.T) {
	told := []Told{
		report("courier", "2031-05-02", "Blast in Ostry", news(rashomon.Bombing, "2031-05-01", "Ostry", killed(12))),
		report("gazette", "2031-05-03", "Ostry blast kills 12", news(rashomon.Bombing, "2031-05-01", "Ostry", killed(12))),
		report("lantern", "2031-07-03", "Shells hit Mirrin", news(rashomon.Shelling, "2031-07-02", "Mirrin", killed(3))),
	}
	same := func(groups [][]rashomon.AccountID, _ func(a, b rashomon.AccountID) float64) [][]rashomon.AccountID {
		return groups
	}
	if diff := cmp.Diff(Link(told), ruled(told, same)); diff != "" {
		t.Errorf("groups that nobody changed: -want +got\n%s", diff)
	}
	var linked, apart float64
	joined := ruled(told, func(groups [][]rashomon.AccountID, score func(a, b rashomon.AccountID) float64) [][]rashomon.AccountID {
		linked, apart = score("gazette/a1", "courier/a1"), score("courier/a1", "nobody/a1")
		return [][]rashomon.AccountID{{"lantern/a1", "courier/a1"}, {"gazette/a1"}}
	})
	if linked < .5 || apart != 0 {
		t.Errorf("two that tell of one event score %v, one that is not there %v", linked, apart)
	}
	if got, want := grouped(joined), "courier/a1 lantern/a1 | gazette/a1"; got != want {
		t.Fatalf("grouped %s, want %s", got, want)
	}
	want := map[rashomon.IncidentID][]rashomon.IncidentID{
		rashomon.NameIncident("courier/a1", 0): {rashomon.NameIncident("lantern/a1", 0)}, rashomon.NameIncident("gazette/a1", 0): nil}
	for _, inc := range joined {
		if diff := cmp.Diff(want[inc.ID], inc.Aliases); diff != "" {
			t.Errorf("aliases of %s: -want +got\n%s", inc.ID, diff)
		}
	}
}
