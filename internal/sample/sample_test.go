package sample

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"
)

type report struct{ ID, URL, Source, Title, Text, Published, Language string }

func reports(t *testing.T) []report {
	t.Helper()
	var all []report
	for line := range bytes.Lines(Lines()) {
		var r report
		d := json.NewDecoder(bytes.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&r); err != nil {
			t.Fatalf("line %d: %v", len(all)+1, err)
		}
		all = append(all, r)
	}
	return all
}

func TestEveryReportIsShortAndPlainlyInvented(t *testing.T) {
	all := reports(t)
	if len(all) < 12 || len(all) > 15 {
		t.Errorf("%d reports, want 12 to 15", len(all))
	}
	seen := map[string]bool{}
	for _, r := range all {
		if seen[r.ID] {
			t.Errorf("%s stands twice", r.ID)
		}
		seen[r.ID] = true
		if n := len(strings.Fields(r.Text)); n < 80 || n > 220 {
			t.Errorf("%s has %d words, want 80 to 220", r.ID, n)
		}
		if !strings.HasSuffix(r.Text, "\n\n[Invented report, written for the Rashomon sample.]") {
			t.Errorf("%s does not end by saying that it is invented", r.ID)
		}
		if !strings.HasSuffix(r.Source, " (invented)") || !strings.HasPrefix(r.URL, "https://example.invalid/") {
			t.Errorf("%s: source %q at %q is not plainly invented", r.ID, r.Source, r.URL)
		}
		if _, err := time.Parse(time.RFC3339, r.Published); err != nil || r.Language != "en" || r.Title == "" {
			t.Errorf("%s: published %q, language %q, title %q", r.ID, r.Published, r.Language, r.Title)
		}
	}
}

func TestOneAgencyStoryInThreePapers(t *testing.T) {
	all := reports(t)
	whole, short, headed := all[0], all[1], all[2]
	lead, _, _ := strings.Cut(whole.Text, "\n")
	for _, r := range []report{short, headed} {
		if !strings.HasPrefix(r.Text, lead) {
			t.Errorf("%s does not begin as %s does", r.ID, whole.ID)
		}
	}
	if short.Title != whole.Title || len(short.Text) >= len(whole.Text) {
		t.Errorf("%s is no shortened print of %s", short.ID, whole.ID)
	}
	if headed.Title == whole.Title {
		t.Errorf("%s is not re-headlined", headed.ID)
	}
}

func TestOneReportIsCorrectedAtItsAddress(t *testing.T) {
	at := map[string]report{}
	var corrections int
	for _, r := range reports(t) {
		if old, ok := at[r.URL]; ok {
			corrections++
			if old.Text == r.Text || r.Published <= old.Published {
				t.Errorf("%s is no later, changed text of %s", r.ID, old.ID)
			}
		}
		at[r.URL] = r
	}
	if corrections != 1 {
		t.Errorf("%d corrections, want 1", corrections)
	}
}

// What the sample must show, each by words that some report holds.
func TestSampleShows(t *testing.T) {
	cases := map[string]string{
		"a toll":                    "killing at least 14 civilians",
		"a clashing toll":           "Nine people were killed",
		"a rising toll":             "rose to 17 from 14",
		"an anonymous official":     "spoke on condition of anonymity",
		"a denial":                  "denied that its aircraft had bombed",
		"a background recall":       "Last month's strike",
		"a cumulative toll":         "more than 300 civilians have been killed in air raids across the province since January",
		"one spelling":              "Ismar Dovani",
		"another spelling":          "Esmar Dovany",
		"attackers counted apart":   "Two attackers also died",
		"a claim of responsibility": "claimed responsibility",
		"what was not verified":     "could not verify",
		"a look-alike the next day": "second such attack in the town in two days",
	}
	all := string(Lines())
	for what, words := range cases {
		if !strings.Contains(all, words) {
			t.Errorf("%s: no report says %q", what, words)
		}
	}
}
