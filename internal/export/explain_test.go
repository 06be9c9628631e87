package export_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rashomon"
	"rashomon/internal/export"
	"rashomon/internal/reconcile"
)

// TestExplain compares explanations with those in testdata, to be read there.
func TestExplain(t *testing.T) {
	d := strike()
	police := rashomon.Voice{Name: "Ostry police", Kind: rashomon.Police}
	report(&d, rashomon.Report{Source: rashomon.Source{Name: "Hill Gazette"}, Published: "2031-05-04"}, "Dozens feared dead in Ostry",
		"Dozens of people were killed, residents said. Four more bodies were found, police said. The clinic spoke of 3 dead.",
		said{field: rashomon.Killed, value: rashomon.Tally{Min: 24, Max: 99, Vague: "dozens", Who: "people", Group: rashomon.People}, speaker: rashomon.Voice{Name: "residents", Kind: rashomon.Witness}, words: "Dozens of people were killed"},
		said{field: rashomon.Killed, value: rashomon.Tally{Min: 4, Max: 4, Who: "bodies", Group: rashomon.People, Relation: rashomon.Additional}, speaker: police, words: "Four more bodies were found"},
		said{field: rashomon.Killed, value: people(3), speaker: rashomon.Voice{Name: "Saint Vera clinic", Kind: rashomon.Medical}, words: "3 dead"})
	clinic := d.Accounts[3].Claims[2]
	d.Rulings = []rashomon.Ruling{{ID: "u1", Kind: rashomon.Correct, Target: string(clinic.ID), Value: "at least 13", Why: "the clinic's own list has 13 names", Author: "Ana K.",
		At: time.Date(2031, 5, 9, 10, 0, 0, 0, time.UTC), Of: &rashomon.Ruled{Field: clinic.Field, Spans: []rashomon.Span{clinic.Span}, Value: "3"}}}
	for file, of := range map[string]struct {
		policy rashomon.PolicyName
		field  rashomon.Field
	}{
		"explain-killed-ucdp.txt":         {rashomon.UCDP, rashomon.Killed},
		"explain-killed-conservative.txt": {rashomon.Conservative, rashomon.Killed},
		"explain-killed-hierarchy.txt":    {rashomon.Hierarchy, rashomon.Killed},
		"explain-perpetrator.txt":         {rashomon.RangePolicy, rashomon.Perpetrator},
	} {
		p, _ := reconcile.PolicyNamed(string(of.policy))
		var b bytes.Buffer
		if err := export.Explain(&b, reconcile.Settle(d, p), reconcile.Derive(d, p, of.field), export.TextOptions{Width: 100}); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", file)
		if *update {
			if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), b.String()); diff != "" {
			t.Errorf("%s: -want +got\n%s", file, diff)
		}
	}
}

// TestExplained: of every field the explanation has what it points at: the claims that
// findings and derivation name, in full, and no claim of another field.
func TestExplained(t *testing.T) {
	rec := settle(t, rashomon.RangePolicy)
	for _, f := range rashomon.Fields() {
		d := rashomon.Derivation{Field: f}
		for _, id := range rec.Superseded {
			if c, _ := rec.ClaimByID(id); c.Field == f {
				d.Gone = append(d.Gone, rashomon.Gone{Claim: id, Why: "said otherwise later"})
			}
		}
		e := export.Explained(rec, d)
		have := map[rashomon.ClaimID]bool{}
		for _, c := range e.Claims {
			have[c.ID] = true
			if c.Field != f && !f.Toll() {
				t.Errorf("%s: claim %s is of %s", f, c.ID, c.Field)
			}
		}
		for _, found := range e.Findings {
			for _, id := range found.Claims {
				if !have[id] {
					t.Errorf("%s: claim %s is named and not there", f, id)
				}
			}
		}
		for _, g := range d.Gone {
			if !have[g.Claim] {
				t.Errorf("%s: claim %s, which is gone, is not there", f, g.Claim)
			}
		}
		if said := slices.ContainsFunc(rec.Findings, func(x rashomon.Finding) bool { return x.Field == f }); said != (len(e.Findings) > 0) {
			t.Errorf("%s: it has %d findings", f, len(e.Findings))
		}
	}
}
