package reconcile_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"rashomon"
	"rashomon/internal/reconcile"
)

// TestDeriveIsWhatSettled: in every case and under every policy a derivation has the
// rows that the record has, rests on its claims, and ends where its ranges end.
func TestDeriveIsWhatSettled(t *testing.T) {
	rows := 0
	for _, path := range casePaths(t) {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		d := dossier(t, ar)
		for _, p := range reconcile.Policies() {
			rec := reconcile.Settle(d, p)
			for _, f := range rashomon.Fields() {
				derived := reconcile.Derive(d, p, f)
				for _, g := range derived.Gone {
					if c, ok := rec.ClaimByID(g.Claim); !ok || c.Field != f || !slices.Contains(rec.Superseded, g.Claim) {
						t.Errorf("%s, %s, %s: claim %s is said to be gone: %s", path, p.Name, f, g.Claim, g.Why)
					}
				}
				for _, row := range derived.Rows {
					rows++
					checkRow(t, path, rec, f, row)
				}
			}
		}
	}
	if rows < 100 {
		t.Errorf("only %d rows were compared", rows)
	}
}

func checkRow(t *testing.T, path string, rec rashomon.Record, f rashomon.Field, row rashomon.Weighed) {
	t.Helper()
	i := slices.IndexFunc(rec.Findings, func(x rashomon.Finding) bool { return x.Field == f && x.Group == row.Group })
	if i < 0 {
		t.Errorf("%s, %s: a row of %s %s, and no finding", path, rec.Policy.Name, f, row.Group)
		return
	}
	var heard []rashomon.ClaimID
	for _, h := range row.Heard {
		heard = append(heard, h.Claims...)
	}
	for _, id := range rec.Findings[i].Claims {
		if !slices.Contains(heard, id) && row.Denied == 0 {
			t.Errorf("%s, %s: %s cites claim %s, which is not heard", path, rec.Policy.Name, f, id)
		}
	}
	r := slices.IndexFunc(rec.Ranges, func(x rashomon.Range) bool { return x.Field == f && x.Group == row.Group })
	if r < 0 {
		return
	}
	chosen := strings.Contains(row.Chosen, "the best number is")
	if best := rec.Ranges[r].Best; (best != nil) != chosen {
		t.Errorf("%s, %s: %s has the best %v, and it is said: %s", path, rec.Policy.Name, f, best, row.Chosen)
	}
	disputed := slices.ContainsFunc(rec.Disputes, func(x rashomon.Dispute) bool { return x.Field == f && x.Group == row.Group })
	if disputed != (len(row.Sides)+row.Denied > 1) {
		t.Errorf("%s, %s: %s is in dispute: %v, and has %d sides", path, rec.Policy.Name, f, disputed, len(row.Sides))
	}
}

// TestWhyGone shows each reason why a claim no longer counts.
func TestWhyGone(t *testing.T) {
	d := dossier(t, txtar.Parse([]byte(`-- reports --
Harbour Post, 2031-05-02
  killed | 5 people | Ostry police | five people died
  killed | 3 people | Saint Vera hospital | 3 died at first | superseded
  killed | 4 people | Saint Vera hospital | then 4 died
Harbour Post, 2031-05-03, replaces 1
  killed | 6 people | Ostry police | six people died
Daily Bell, 2031-05-04
  killed | 7 people | Ostry police | seven people died
`)))
	p, _ := reconcile.PolicyNamed(string(rashomon.RangePolicy))
	var got []string
	for _, g := range reconcile.Derive(d, p, rashomon.Killed).Gone {
		rec := reconcile.Settle(d, p)
		c, _ := rec.ClaimByID(g.Claim)
		got = append(got, c.Quote+": "+g.Why)
	}
	want := []string{"five people died: the text at its address changed", "3 died at first: its own report gives another value in its place",
		"then 4 died: the text at its address changed", "six people died: Ostry police said otherwise later"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
