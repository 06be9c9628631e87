package reconcile_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"rashomon"
	"rashomon/internal/reconcile"
)

// TestOneTruth draws reports that all tell the truth of one toll, each as exactly as
// it knows it: in full, from below or above, as an interval or a part. What can be
// true together is never called a dispute, and the truth lies in the range.
func TestOneTruth(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		truth := rapid.IntRange(1, 300).Draw(rt, "truth")
		children := rapid.IntRange(0, truth).Draw(rt, "children")
		var d rashomon.Dossier
		for i := range rapid.IntRange(1, 6).Draw(rt, "reports") {
			r := rashomon.NewReport("News", "Text.", rashomon.Report{Source: rashomon.Source{Name: fmt.Sprint("Outlet ", i%4)},
				Published: rapid.SampledFrom([]string{"", "2031-05-02", "2031-05-04"}).Draw(rt, "published")})
			r.ID = rashomon.ReportID(fmt.Sprint("r", i))
			a := rashomon.Account{Report: r.ID, Key: "a1", Main: true}
			for j := range rapid.IntRange(1, 3).Draw(rt, "claims") {
				c := rashomon.Claim{Report: r.ID, Account: "a1", Field: rashomon.Killed, Span: rashomon.Span{Start: 10 * j, End: 10*j + 9}, Quote: "10 killed",
					Value: drawTrue(rt, truth, children)}
				speaker := rapid.SampledFrom([]string{"Ostry police", "Saint Vera hospital", "Northern Front"}).Draw(rt, "speaker")
				c.Attribution = rashomon.Attribution{Stance: rashomon.States, Voices: []rashomon.Voice{{}, {Name: speaker, Kind: rashomon.Police}}}
				a.Claims = append(a.Claims, c.Identify())
			}
			d.Reports, d.Accounts = append(d.Reports, r), append(d.Accounts, a)
		}
		for _, p := range reconcile.Policies() {
			rec := reconcile.Settle(d, p)
			for _, x := range rec.Disputes {
				if x.Group == rashomon.People {
					rt.Fatalf("policy %s: %s\n%s", p.Name, x.Why, shown(d))
				}
			}
			for _, x := range rec.Ranges {
				if x.Group == rashomon.People && (x.Low.N > truth || x.High.N < truth && !x.High.Open) {
					rt.Fatalf("policy %s: %d is not in %s\n%s", p.Name, truth, x.Ends(), shown(d))
				}
			}
		}
	})
}

// drawTrue draws a count that is true where so many died, of them so many children.
func drawTrue(t *rapid.T, truth, children int) rashomon.Tally {
	below, above := rapid.IntRange(0, truth).Draw(t, "below"), rapid.IntRange(truth, 2*truth).Draw(t, "above")
	c := rashomon.Tally{Min: truth, Max: truth, Group: rashomon.People}
	switch rapid.IntRange(0, 4).Draw(t, "sort") {
	case 0:
		c.Min, c.Max = below, rashomon.Open
	case 1:
		c.Min, c.Max = rashomon.Open, above
	case 2:
		c.Min, c.Max = below, above
	case 3:
		c.Min, c.Max, c.Group = children, children, rashomon.Children
	}
	return c
}
