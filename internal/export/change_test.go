package export_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/export"
	"rashomon/internal/reconcile"
)

// edited is an invented incident whose one source was edited and then taken down.
func edited() rashomon.Dossier {
	police := rashomon.Voice{Name: "Dorla police", Kind: rashomon.Police}
	d := rashomon.Dossier{Incident: rashomon.Incident{ID: "RSH-0STRY11"}}
	post := rashomon.Report{Source: rashomon.Source{Name: "The Harbour Post"}, Published: "2031-03-04", URL: "https://harbour.example/1"}
	report(&d, post, "Blast in Dorla", "Twelve people were killed, Dorla police said. The Northern Front set the bomb off.",
		said{field: rashomon.Killed, value: people(12), speaker: police, words: "Twelve people were killed"},
		said{field: rashomon.Perpetrator, value: rashomon.Party{Name: "Northern Front"}, words: "The Northern Front set the bomb off"})
	post.Replaces = d.Reports[0].ID
	report(&d, post, "Blast in Dorla", "Fifteen people were killed, Dorla police said.",
		said{field: rashomon.Killed, value: people(15), speaker: police, words: "Fifteen people were killed"})
	d.Replaced = rashomon.Replacements(d.Reports)
	for i, r := range d.Reports {
		d.Versions = append(d.Versions, rashomon.Version{Report: r, Reading: rashomon.Reading{Report: r.ID, Accounts: []rashomon.Account{d.Accounts[i]}}})
		d.Captures = append(d.Captures, rashomon.NewCapture(rashomon.Capture{Means: rashomon.Fetched, Requested: r.URL, Status: 200, Report: r.ID,
			Received: time.Date(2031, 3, 4, 12+6*i, 0, 0, 0, time.UTC)}))
	}
	d.Captures = append(d.Captures, rashomon.NewCapture(rashomon.Capture{Means: rashomon.Fetched, Requested: post.URL, Status: 404,
		Received: time.Date(2031, 4, 2, 9, 0, 0, 0, time.UTC)}))
	return d
}

// TestChanged: a record says what its sources changed after it was kept, in text and table.
func TestChanged(t *testing.T) {
	p, _ := reconcile.PolicyNamed("range")
	rec := reconcile.Settle(edited(), p)
	for name, o := range map[string]export.TextOptions{"changed-brief.txt": {Width: 100}, "changed-full.txt": {Width: 100, Full: true}} {
		var b bytes.Buffer
		if err := export.Text(&b, rec, o); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.Bytes())
	}
	var b bytes.Buffer
	if err := export.CSV(&b, []rashomon.Record{rec}, export.CSVOptions{}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := "The Harbour Post, 4 March 2031, 18:00 UTC: killed 12 -> 15 (Dorla police); the sentence on who did it is gone | " +
		"The Harbour Post, 2 April 2031, 09:00 UTC: the page was gone (404); the text kept on 4 March 2031 stands"
	if got := column(t, rows, "changes")[0]; got != want {
		t.Errorf("cell of changes: %s\nwant: %s", got, want)
	}
}

// TestMovedSource: of a page that moved it is not said that its text was changed.
func TestMovedSource(t *testing.T) {
	d := edited()
	d.Captures[1].Requested, d.Captures[1].Final = d.Reports[0].URL, "https://harbour.example/2031/1"
	d.Captures[1].Redirects = []rashomon.Redirect{{Status: 301, To: d.Captures[1].Final}}
	p, _ := reconcile.PolicyNamed("range")
	for _, full := range []bool{false, true} {
		var b bytes.Buffer
		if err := export.Text(&b, reconcile.Settle(d, p), export.TextOptions{Width: 100, Full: full}); err != nil {
			t.Fatal(err)
		}
		if s := b.String(); !strings.Contains(s, "(its page moved: [2])") || strings.Contains(s, "changed its text: [") || strings.Contains(s, "(changed: [") {
			t.Errorf("the source is told of as\n%s", s)
		}
	}
}

// TestChangedVeiled: a withheld name is in no difference, on neither side.
func TestChangedVeiled(t *testing.T) {
	d := edited()
	first := d.Reports[0]
	d.Withheld = []rashomon.Ruling{{Kind: rashomon.Withhold, Target: string(d.Accounts[0].Claims[1].ID),
		Value: "Northern Front", Why: "for the test", Author: "A", At: first.Received}}
	p, _ := reconcile.PolicyNamed("range")
	var b bytes.Buffer
	if err := export.JSON(&b, []rashomon.Record{reconcile.Settle(d, p)}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "Northern") || strings.Contains(b.String(), "Front") {
		t.Errorf("the name is shown: %s", b.String())
	}
	if !strings.Contains(b.String(), `"changes"`) {
		t.Errorf("there are no changes: %s", b.String())
	}
}

func column(t *testing.T, rows [][]string, name string) []string {
	t.Helper()
	var out []string
	for i, h := range rows[0] {
		for _, r := range rows[1:] {
			if h == name {
				out = append(out, r[i])
			}
		}
	}
	if len(out) == 0 {
		t.Fatalf("no column %s", name)
	}
	return out
}
