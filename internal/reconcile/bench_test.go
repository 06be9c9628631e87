package reconcile_test

import (
	"fmt"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/reconcile"
)

// BenchmarkSettle settles an incident that 300 reports tell of, ten claims each.
func BenchmarkSettle(b *testing.B) {
	d := crowded(300)
	p, _ := reconcile.PolicyNamed("range")
	for b.Loop() {
		reconcile.Settle(d, p)
	}
}

func crowded(reports int) rashomon.Dossier {
	var d rashomon.Dossier
	speakers := []string{"Ostry police", "Saint Vera hospital", "Northern Front", "Veldia army", "Coast Monitor", "a witness"}
	actors := []string{"Veldian forces", "Veldia army", "Northern Front", "gunmen", "Arden-led coalition"}
	for i := range reports {
		r := rashomon.NewReport(fmt.Sprint("News ", i), "Text.", rashomon.Report{Source: rashomon.Source{Name: fmt.Sprint("Outlet ", i%40)},
			Published: time.Date(2031, 5, 1, i, 0, 0, 0, time.UTC).Format(time.RFC3339)})
		a := rashomon.Account{Report: r.ID, Key: "a1", Main: true, Kind: rashomon.AirStrike}
		for j := range 10 {
			c := rashomon.Claim{Report: r.ID, Account: "a1", Span: rashomon.Span{Start: 20 * j, End: 20*j + 19}, Quote: "some words of the text"}
			v := rashomon.Voice{Name: speakers[(i+j)%len(speakers)], Kind: rashomon.Police}
			c.Attribution = rashomon.Attribution{Stance: rashomon.States, Voices: []rashomon.Voice{{}, v}}
			switch j % 5 {
			case 0, 1:
				c.Field, c.Value = rashomon.Killed, rashomon.Tally{Min: i/20 + j, Max: i/20 + j, Group: rashomon.People}
			case 2:
				c.Field, c.Value = rashomon.Injured, rashomon.Tally{Min: i / 10, Max: rashomon.Open, Group: rashomon.Civilians}
			case 3:
				c.Field, c.Value = rashomon.Perpetrator, rashomon.Party{Name: actors[(i+j)%len(actors)]}
			case 4:
				c.Field, c.Value = rashomon.Victim, rashomon.Party{Name: fmt.Sprintf("Ilan%c Toma%c", 'a'+i%26, 'a'+i%23)}
			}
			a.Claims = append(a.Claims, c.Identify())
		}
		d.Reports, d.Accounts = append(d.Reports, r), append(d.Accounts, a)
	}
	return d
}
