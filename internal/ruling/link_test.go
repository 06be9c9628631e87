package ruling_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rashomon"
	"rashomon/internal/link"
	"rashomon/internal/ruling"
)

// told are reports of three events, two or three of each, as received one after another.
func told() []link.Told {
	var out []link.Told
	for i, place := range []string{"Ostry", "Mirrin", "Port Sella", "Ostry", "Mirrin", "Port Sella", "Ostry"} {
		day := rashomon.Date{Year: 2031, Month: 5, Day: 1 + 7*(i%3)}
		id := rashomon.ReportID(fmt.Sprintf("r%020d", i+1))
		a := rashomon.Account{Report: id, Key: "a1", Main: true, Kind: rashomon.Bombing, Where: rashomon.Where{Name: place}, When: rashomon.When{From: day, To: day},
			Claims: []rashomon.Claim{{Field: rashomon.Killed, Value: rashomon.Tally{Min: 4 + i%3, Max: 4 + i%3, Group: rashomon.People}}}}
		out = append(out, link.Told{Received: time.Date(2031, 6, 1, i, 0, 0, 0, time.UTC),
			Reading: rashomon.Reading{Report: id, Title: "Blast in " + place, Outlet: fmt.Sprintf("Outlet %d", i), Published: day.String(), Accounts: []rashomon.Account{a}}})
	}
	return out
}

// TestRulingsWhateverTheOrder: reports and rulings may come in any order; the incidents,
// their names, links and what was ruled of them are the same, and what is undone has
// left no trace.
func TestRulingsWhateverTheOrder(t *testing.T) {
	linked := func(reports []link.Told, rulings []rashomon.Ruling) []rashomon.Incident {
		g := ruling.NewGroups(rulings)
		by, l := map[rashomon.ReportID]link.Told{}, link.New()
		for _, t := range reports {
			by[t.Reading.Report] = t
			l.Take(t)
		}
		l.LinkAll()
		l.Regroup(func(groups [][]rashomon.AccountID, score func(a, b rashomon.AccountID) float64) [][]rashomon.AccountID {
			return g.Regroup(groups, score)
		})
		incidents, err := l.Incidents(func(r rashomon.ReportID) (link.Told, error) { return by[r], nil })
		if err != nil {
			t.Fatal(err)
		}
		g.Explain(incidents)
		return incidents
	}
	plain := link.Link(told())
	if len(plain) != 3 {
		t.Fatalf("%d incidents, want 3", len(plain))
	}
	rapid.Check(t, func(t *rapid.T) {
		var rulings []rashomon.Ruling
		for minute := range rapid.IntRange(1, 4).Draw(t, "rulings") {
			a, b := rapid.IntRange(1, 7).Draw(t, "a"), rapid.IntRange(1, 7).Draw(t, "b")
			if rapid.Bool().Draw(t, "merge") {
				rulings = append(rulings, merge(minute, a, b))
			} else {
				rulings = append(rulings, split(minute, a, rapid.SliceOf(rapid.IntRange(1, 7)).Draw(t, "stay"), b))
			}
		}
		want := linked(told(), rulings)
		if diff := cmp.Diff(want, linked(rapid.Permutation(told()).Draw(t, "reports"), rapid.Permutation(rulings).Draw(t, "order"))); diff != "" {
			t.Fatalf("another order: -want +got\n%s", diff)
		}
		names := map[rashomon.IncidentID]int{}
		for _, inc := range want {
			for _, name := range append([]rashomon.IncidentID{inc.ID}, inc.Aliases...) {
				names[name]++
			}
		}
		for n := 1; n <= 7; n++ {
			if names[rashomon.IncidentID(id(n))] != 1 {
				t.Fatalf("the name of account %d leads to %d incidents", n, names[rashomon.IncidentID(id(n))])
			}
		}
		made := len(rulings)
		for i := range made {
			rulings = append(rulings, undo(10+i, i))
		}
		if diff := cmp.Diff(plain, linked(told(), rulings)); diff != "" {
			t.Fatalf("all undone: -want +got\n%s", diff)
		}
	})
}
