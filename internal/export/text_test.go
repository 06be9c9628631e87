package export_test

import (
	"bytes"
	"strings"
	"testing"

	"rashomon"
	"rashomon/internal/export"
)

// TestToldOnce holds that what copies of one text tell beside the incident is one
// line, and that another incident is named once, with the words that name it.
func TestToldOnce(t *testing.T) {
	claim := func(report rashomon.ReportID) rashomon.Claim {
		return rashomon.Claim{Report: report, Field: rashomon.Killed, Value: people(300), Quote: "300 have died", Cumulative: true,
			Attribution: rashomon.Attribution{Voices: []rashomon.Voice{{Name: "Herald"}, {Name: "Coast Monitor"}}}}.Identify()
	}
	rec := rashomon.Record{Incident: "RSH-0STRY11", Reports: []rashomon.ReportRef{{ID: "r1", Outlet: "Herald"}, {ID: "r2", Outlet: "Bell", Title: "A title"}},
		Cumulative: []rashomon.Claim{claim("r1"), claim("r2")},
		Ties: []rashomon.Tie{{To: "RSH-0THER22", Kind: rashomon.Recalls, Report: "r1", Words: "In May a raid killed six."},
			{To: "RSH-0THER22", Kind: rashomon.Recalls, Report: "r2", Words: "A raid in May killed six."}}}
	var b bytes.Buffer
	for full, toll := range map[bool]string{true: "300 have died", false: "300 people killed (Coast Monitor [1] [2])"} {
		b.Reset()
		if err := export.Text(&b, rec, export.TextOptions{Width: 200, Full: full}); err != nil {
			t.Fatal(err)
		}
		for _, words := range []string{toll, "RSH-0THER22", "In May a raid killed six."} {
			if n := strings.Count(b.String(), words); n != 1 {
				t.Errorf("%q stands %d times in:\n%s", words, n, b.String())
			}
		}
	}
	if !strings.Contains(b.String(), "[1] Herald no title") {
		t.Errorf("a report without a title does not say so:\n%s", b.String())
	}
}

// TestSumShown holds that a count that is a sum says so and shows both parts.
func TestSumShown(t *testing.T) {
	police := []rashomon.Voice{{Name: "Herald"}, {Name: "police"}}
	more := rashomon.Claim{Report: "r1", Field: rashomon.Killed, Value: rashomon.Tally{Min: 4, Max: 4, Relation: rashomon.Additional}, Quote: "four more",
		Attribution: rashomon.Attribution{Voices: police}}.Identify()
	base := rashomon.Claim{Report: "r1", Field: rashomon.Killed, Value: people(2), Quote: "two died", Attribution: rashomon.Attribution{Voices: police}}.Identify()
	rec := rashomon.Record{Incident: "RSH-0STRY11", Reports: []rashomon.ReportRef{{ID: "r1", Outlet: "Herald"}}, Claims: []rashomon.Claim{more, base},
		Origins: []rashomon.Origin{{Name: "police"}},
		Findings: []rashomon.Finding{{Field: rashomon.Killed, Group: rashomon.People, Value: "6", Note: "6 is 2 and 4 more (police)",
			Grade: rashomon.Weak, Claims: []rashomon.ClaimID{more.ID, base.ID}, Origins: []int{0}}},
		Ranges: []rashomon.Range{{Field: rashomon.Killed, Group: rashomon.People, Low: rashomon.End{N: 6, Claim: more.ID}, High: rashomon.End{N: 6, Claim: more.ID}}},
		Matrix: []rashomon.Row{{Field: rashomon.Killed, Group: rashomon.People, Cells: [][]rashomon.ClaimID{{more.ID, base.ID}}}}}
	var b bytes.Buffer
	if err := export.Text(&b, rec, export.TextOptions{Width: 200}); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"6 is 2 and 4 more", "“four more”", "“two died”"} {
		if !strings.Contains(b.String(), words) {
			t.Errorf("%q is not shown in:\n%s", words, b.String())
		}
	}
}

// TestOnNoSide holds that who is on a side of a dispute is not listed as on none for
// another of his counts.
func TestOnNoSide(t *testing.T) {
	claim := func(who string, n int) rashomon.Claim {
		return rashomon.Claim{Report: "r1", Field: rashomon.Killed, Value: people(n), Quote: who + " count",
			Attribution: rashomon.Attribution{Voices: []rashomon.Voice{{Name: "Herald"}, {Name: who}}}}.Identify()
	}
	police, women, army, monitor := claim("police", 5), claim("police", 2), claim("army", 9), claim("monitor", 3)
	finding := func(value string, claims ...rashomon.ClaimID) rashomon.Finding {
		return rashomon.Finding{Field: rashomon.Killed, Group: rashomon.People, Value: value, Grade: rashomon.Contested, Claims: claims}
	}
	all := []rashomon.ClaimID{police.ID, women.ID, army.ID, monitor.ID}
	rec := rashomon.Record{Incident: "RSH-0STRY11", Reports: []rashomon.ReportRef{{ID: "r1", Outlet: "Herald"}}, Claims: []rashomon.Claim{police, women, army, monitor},
		Origins:  []rashomon.Origin{{Name: "police"}, {Name: "army"}, {Name: "monitor"}},
		Findings: []rashomon.Finding{finding("5 to 9", all...)},
		Disputes: []rashomon.Dispute{{Field: rashomon.Killed, Group: rashomon.People, Sides: []rashomon.Finding{finding("5", police.ID), finding("9", army.ID)}}},
		Matrix: []rashomon.Row{{Field: rashomon.Killed, Group: rashomon.People, Agreement: rashomon.Differ,
			Cells: [][]rashomon.ClaimID{{police.ID, women.ID}, {army.ID}, {monitor.ID}}}}}
	var b bytes.Buffer
	if err := export.Text(&b, rec, export.TextOptions{Width: 200, Full: true}); err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(b.String(), "On no side")
	line, _, _ := strings.Cut(after, "\n")
	if !strings.Contains(line, "monitor") || strings.Contains(line, "police") {
		t.Errorf("on no side is %q, want the monitor alone, in:\n%s", line, b.String())
	}
}
