package web

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rashomon"
)

// brief is a record of two origins that differ, with one finding in the dispute and
// one outside it.
func brief(t *testing.T) (*rashomon.Record, *book) {
	t.Helper()
	told := readings(t)
	nine, eleven := told[0].Accounts[0].Claims[0], told[1].Accounts[0].Claims[0]
	blamed, denied := told[0].Accounts[0].Claims[2], told[1].Accounts[0].Claims[1]
	rec := &rashomon.Record{
		Claims:  []rashomon.Claim{nine, eleven, blamed, denied},
		Origins: []rashomon.Origin{{Name: "quiet"}, {Name: "an official"}, {Name: "an official"}},
		Ranges: []rashomon.Range{{Field: rashomon.Killed, Group: rashomon.People, Low: rashomon.End{N: 9, Open: true, Claim: nine.ID},
			High: rashomon.End{N: 11, Claim: eleven.ID}, Best: &rashomon.End{N: 11, Claim: eleven.ID}}},
		Disputes: []rashomon.Dispute{{Field: rashomon.Killed, Group: rashomon.People, Why: "9 against 11", Sides: []rashomon.Finding{
			{Field: rashomon.Killed, Group: rashomon.People, Value: "9", Grade: rashomon.Contested, Claims: []rashomon.ClaimID{nine.ID}},
			{Field: rashomon.Killed, Group: rashomon.People, Value: "11", Grade: rashomon.Contested, Claims: []rashomon.ClaimID{eleven.ID}}}}},
		Findings: []rashomon.Finding{{Field: rashomon.Perpetrator, Value: "Fourth Brigade", Grade: rashomon.Weak, Claims: []rashomon.ClaimID{blamed.ID, denied.ID}}},
		Matrix: []rashomon.Row{
			{Field: rashomon.Killed, Group: rashomon.People, Agreement: rashomon.Differ, Cells: [][]rashomon.ClaimID{nil, {nine.ID}, {eleven.ID}}},
			{Field: rashomon.Perpetrator, Agreement: rashomon.Single, Cells: [][]rashomon.ClaimID{nil, nil, {denied.ID}}}},
	}
	return rec, newBook(rec, []rashomon.Report{courier, wire})
}

// TestMatrixColumns: origins that answer most come first, silence is kept, sides are
// lettered, and origins of one name are told apart.
func TestMatrixColumns(t *testing.T) {
	rec, b := brief(t)
	m := newMatrix(rec, b)
	want := []column{{"an official", "in Moor Wire"}, {"an official", "in Lake Courier"}, {"quiet", ""}}
	if diff := cmp.Diff(want, m.Columns); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
	row := m.Rows[0]
	if row.Class != "differ" || len(row.Cells) != 3 || row.Cells[0].Answers[0].Side != "B" || row.Cells[1].Answers[0].Side != "A" || len(row.Cells[2].Answers) != 0 {
		t.Errorf("row %+v", row)
	}
	if row.Who != "2 of 3 origins" || m.Rows[1].Who != "an official" {
		t.Errorf("who answers: %q, %q", row.Who, m.Rows[1].Who)
	}
	if diff := cmp.Diff([]string{"an official", "quiet"}, m.Rows[1].Silent); diff != "" {
		t.Errorf("silent (-want +got):\n%s", diff)
	}
}

// TestAnswers: equal answers of one origin stand once, with the other outlets named.
func TestAnswers(t *testing.T) {
	a := cite{ID: "1", Value: "11", Said: "said", Outlet: "Moor Wire"}
	again, denied := a, a
	sides := map[rashomon.ClaimID]string{"1": "B"}
	again.Outlet, denied.Said = "Hill Gazette", "denied"
	got := answers([]cite{a, again, denied}, sides)
	if len(got) != 2 || len(got[0].Also) != 1 || got[0].Also[0].Outlet != "Hill Gazette" || got[0].Side != "B" {
		t.Errorf("got %+v", got)
	}
	if got := answers([]cite{a}, nil); got[0].Side != "" {
		t.Errorf("an agreed answer has the side %q", got[0].Side)
	}
}

// TestEnds: each end of a range cites its claim, and one claim stands once.
func TestEnds(t *testing.T) {
	rec, b := brief(t)
	v := viewRange(rec, b, rec.Ranges[0])
	var got []string
	for _, e := range v.Ends {
		got = append(got, e.N+" "+e.Label+" by "+e.Cite.By)
	}
	if diff := cmp.Diff([]string{"at least 9 lowest by an official", "11 highest and best under this policy by an official"}, got); diff != "" {
		t.Errorf("ends (-want +got):\n%s", diff)
	}
	if v.Grade != "contested" || v.Define == "" {
		t.Errorf("grade %q: %q", v.Grade, v.Define)
	}
}

// TestDenial: a finding that somebody denies says so beside its value.
func TestDenial(t *testing.T) {
	_, b := brief(t)
	for stance, want := range map[rashomon.Stance]string{rashomon.States: "", rashomon.Alleges: "", rashomon.Denies: "denied", rashomon.Doubts: "could not verify"} {
		if got := viewFinding(b, rashomon.Finding{Value: "x", Stance: stance}).Said; got != want {
			t.Errorf("%s: %q, want %q", stance, got, want)
		}
	}
}

// TestDisputedOnce: a finding whose claims are all in a dispute is shown there only;
// others have their own section.
func TestDisputedOnce(t *testing.T) {
	rec, b := brief(t)
	var v incidentView
	v.addFindings(rec, b)
	if len(v.Who) != 1 || v.Who[0].Value != "Fourth Brigade" || len(v.Who[0].Cites) != 2 {
		t.Errorf("who %+v", v.Who)
	}
	for _, c := range rec.Findings[0].Claims {
		b.sides[c] = "A"
	}
	v = incidentView{}
	if v.addFindings(rec, b); len(v.Who) != 0 {
		t.Errorf("a finding in dispute stands twice: %+v", v.Who)
	}
}

// TestSameWords: copies of one text are one citation with its further places; other
// words, and an outlet's own beside a quoted speaker's, are not.
func TestSameWords(t *testing.T) {
	clinic := cite{Speaker: "clinic", By: "clinic", Said: "said", Quote: "nine died", Outlet: "Lake Courier"}
	copied, other, own, ownCopy := clinic, clinic, clinic, clinic
	copied.Outlet, other.Quote = "Hill Gazette", "ten died"
	own.Speaker, own.By = "Lake Courier", ""
	ownCopy.Speaker, ownCopy.By, ownCopy.Outlet = "Hill Gazette", "", "Hill Gazette"
	var got []string
	for _, c := range sameWords([]cite{clinic, copied, other, own, ownCopy}) {
		line := c.Speaker + ": " + c.Quote
		for _, a := range c.Also {
			line += ", also " + a.Outlet
		}
		got = append(got, line)
	}
	want := []string{"clinic: nine died, also Hill Gazette", "clinic: ten died", "Lake Courier: nine died, also Hill Gazette"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestClaimOnTwoSides: a claim that fits several sides carries the letters of all.
func TestClaimOnTwoSides(t *testing.T) {
	rec, _ := brief(t)
	side := &rec.Disputes[0].Sides[1]
	side.Claims = append(side.Claims, rec.Disputes[0].Sides[0].Claims...)
	b := newBook(rec, nil)
	if got := b.sides[rec.Disputes[0].Sides[0].Claims[0]]; got != "AB" {
		t.Errorf("sides %q, want AB", got)
	}
}

// TestUnsigned: outlets that no report names are told apart by their reports.
func TestUnsigned(t *testing.T) {
	one, two := rashomon.NewReport("A", "x", rashomon.Report{}), rashomon.NewReport("B", "y", rashomon.Report{Ref: "b.txt"})
	rec := &rashomon.Record{Reports: []rashomon.ReportRef{{ID: one.ID}, {ID: two.ID, Ref: "b.txt"}}}
	b := newBook(rec, []rashomon.Report{one, two})
	voice := rashomon.Attribution{Voices: []rashomon.Voice{{Name: "this outlet"}}}
	got := []string{b.cite(rashomon.Claim{Report: one.ID, Attribution: voice}).Speaker, b.cite(rashomon.Claim{Report: two.ID, Attribution: voice}).Outlet, b.source(one.ID).Outlet}
	if diff := cmp.Diff([]string{"report 1", "b.txt", "report 1"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestSidesOf: a claim that stands on a side of one question has no letter in the row of another.
func TestSidesOf(t *testing.T) {
	rec := &rashomon.Record{Disputes: []rashomon.Dispute{{Field: rashomon.Killed, Group: rashomon.Children,
		Sides: []rashomon.Finding{{Claims: []rashomon.ClaimID{"3"}}, {Claims: []rashomon.ClaimID{"4"}}}}}}
	if got := sidesOf(rec, rashomon.Row{Field: rashomon.Killed, Group: rashomon.Children}); got["3"] != "A" || got["4"] != "B" {
		t.Errorf("sides of the question in dispute: %v", got)
	}
	if got := sidesOf(rec, rashomon.Row{Field: rashomon.Killed, Group: rashomon.People}); len(got) != 0 {
		t.Errorf("sides of another question: %v", got)
	}
}
