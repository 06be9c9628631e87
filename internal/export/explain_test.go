package export_test

import (
	"bytes"
	"os"
	"path/filepath"
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
