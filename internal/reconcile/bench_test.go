package reconcile_test

import (
	"fmt"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/reconcile"
)

// BenchmarkSettle settles an incident that 300 reports tell of, ten claims each, and 34 each; 2,000
// claims by 2,000 speakers; and 200 ordinary reports of eight claims.
func BenchmarkSettle(b *testing.B) {
	p, _ := reconcile.PolicyNamed("range")
	for _, c := range []struct {
		name string
		d    rashomon.Dossier
	}{
		{"crowded", crowded(300, 10)},
		{"large", crowded(300, 34)},
		{"speakers", many(200, []rashomon.Field{rashomon.Killed, rashomon.Killed, rashomon.Injured, rashomon.Perpetrator, rashomon.Victim,
			rashomon.Killed, rashomon.Killed, rashomon.Injured, rashomon.Perpetrator, rashomon.Victim}, true)},
		{"many speakers", many(1000, []rashomon.Field{rashomon.Killed, rashomon.Killed, rashomon.Injured, rashomon.Perpetrator, rashomon.Victim,
			rashomon.Killed, rashomon.Killed, rashomon.Injured, rashomon.Perpetrator, rashomon.Victim}, true)},
		{"ordinary", many(200, []rashomon.Field{rashomon.Killed, rashomon.Killed, rashomon.Injured, rashomon.Victim, rashomon.PlaceField,
			rashomon.DateField, rashomon.Weapon, rashomon.Perpetrator}, false)},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				reconcile.Settle(c.d, p)
			}
		})
	}
}

// many makes reports with a claim for each of the fields: apart, each by a speaker of
// its own with a value of its own; else by one of 20 with one of a few.
func many(reports int, fields []rashomon.Field, apart bool) rashomon.Dossier {
	var d rashomon.Dossier
	for i := range reports {
		r := rashomon.NewReport(fmt.Sprint("News ", i), "Text.", rashomon.Report{Source: rashomon.Source{Name: fmt.Sprint("Outlet ", i)},
			Published: time.Date(2031, 5, 1, i, 0, 0, 0, time.UTC).Format(time.RFC3339)})
		a := rashomon.Account{Report: r.ID, Key: "a1", Main: true}
		for j, f := range fields {
			speaker, n := fmt.Sprintf("Chief Oren Tal%d", i%20), i%7
			if apart {
				speaker, n = fmt.Sprintf("Chief %d of unit %d", i, j), 100*i+j
			}
			v := map[rashomon.Field]rashomon.Value{rashomon.Perpetrator: rashomon.Party{Name: fmt.Sprint("Group ", n)},
				rashomon.Victim: rashomon.Party{Name: fmt.Sprint("Omar Tal", n)}, rashomon.PlaceField: rashomon.Where{Name: "Dorla"},
				rashomon.DateField: rashomon.When{Words: "Monday"}, rashomon.Weapon: rashomon.Words("a car bomb")}[f]
			if f.Toll() {
				v = rashomon.Tally{Min: i/10 + j, Max: i/10 + j, Who: "people", Group: rashomon.People}
			}
			a.Claims = append(a.Claims, rashomon.Claim{Report: r.ID, Account: "a1", Field: f, Value: v, Span: rashomon.Span{Start: j, End: j + 1}, Quote: "12 x",
				Attribution: rashomon.Attribution{Stance: rashomon.States, Voices: []rashomon.Voice{{}, {Name: speaker, Kind: rashomon.Police}}}}.Identify())
		}
		d.Reports, d.Accounts = append(d.Reports, r), append(d.Accounts, a)
	}
	return d
}

func crowded(reports, each int) rashomon.Dossier {
	var d rashomon.Dossier
	speakers := []string{"Ostry police", "Saint Vera hospital", "Northern Front", "Veldia army", "Coast Monitor", "a witness"}
	actors := []string{"Veldian forces", "Veldia army", "Northern Front", "gunmen", "Arden-led coalition"}
	for i := range reports {
		r := rashomon.NewReport(fmt.Sprint("News ", i), "Text.", rashomon.Report{Source: rashomon.Source{Name: fmt.Sprint("Outlet ", i%40)},
			Published: time.Date(2031, 5, 1, i, 0, 0, 0, time.UTC).Format(time.RFC3339)})
		a := rashomon.Account{Report: r.ID, Key: "a1", Main: true, Kind: rashomon.AirStrike}
		for j := range each {
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
