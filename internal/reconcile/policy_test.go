package reconcile_test

import (
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"rashomon"
	"rashomon/internal/reconcile"
)

// TestPolicies holds that every policy of the root package is there, in its order,
// with a rule that is a sentence and a codebook that says whose it is.
func TestPolicies(t *testing.T) {
	policies := reconcile.Policies()
	if len(policies) != len(rashomon.PolicyNames()) {
		t.Fatalf("%d policies, want %d", len(policies), len(rashomon.PolicyNames()))
	}
	for i, name := range rashomon.PolicyNames() {
		p := policies[i]
		if p.Name != name {
			t.Errorf("policy %d is %s, want %s", i, p.Name, name)
		}
		if !strings.HasSuffix(p.Rule, ".") || strings.Contains(strings.TrimSuffix(p.Rule, "."), ". ") {
			t.Errorf("%s: the rule is not one sentence: %q", name, p.Rule)
		}
		if p.Codebook.Name == "" || p.Codebook.Source == "" || p.Codebook.Words["dozens"].Min == 0 {
			t.Errorf("%s: the codebook does not say whose it is, or lacks dozens: %+v", name, p.Codebook)
		}
		if got, ok := reconcile.PolicyNamed(string(name)); !ok || got.Name != name {
			t.Errorf("PolicyNamed(%q) = %s, %v", name, got.Name, ok)
		}
	}
	if _, ok := reconcile.PolicyNamed("loudest"); ok {
		t.Error("a policy that is not there was found")
	}
}

// TestHierarchyNamesItsOrder holds that the printed rule and the order that is
// applied are one.
func TestHierarchyNamesItsOrder(t *testing.T) {
	p, _ := reconcile.PolicyNamed(string(rashomon.Hierarchy))
	at := 0
	for _, k := range p.Kinds {
		i := strings.Index(p.Rule[at:], string(k))
		if i < 0 {
			t.Fatalf("the rule does not name %q after what goes before it: %q", k, p.Rule)
		}
		at += i + len(k)
	}
}

// TestWithheldNameIsNowhere holds that a withheld name stands in no part of the
// record: no value, no quotation, no origin, under no spelling.
func TestWithheldNameIsNowhere(t *testing.T) {
	d := dossier(t, txtar.Parse([]byte(`-- reports --
Harbour Post, 2031-05-02
  victim | Ilan Toma | Northern Front | its member Ilan Toma died
  killed | 1 people | Northern Front | Toma was killed in his car
  threat | revenge | Ilan Toma | he had vowed revenge
Daily Bell, 2031-05-03
  victim | Ilan Tomah | Ostry police | Ilan Tomah is dead
-- rulings --
withhold 1
`)))
	for i, r := range d.Reports {
		d.Reports[i].Text = "Toma of Ostry" + strings.TrimPrefix(r.Text, r.Title())
	}
	p, _ := reconcile.PolicyNamed(string(rashomon.RangePolicy))
	b, err := json.Marshal(reconcile.Settle(d, p))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"Toma", "Ilan"} {
		if i := strings.Index(string(b), part); i >= 0 {
			t.Errorf("%q stands in the record: ...%s", part, b[max(0, i-60):min(len(b), i+60)])
		}
	}
}

// TestSettleNothing holds that an empty dossier gives an empty record and no panic.
func TestSettleNothing(t *testing.T) {
	for _, p := range append(reconcile.Policies(), rashomon.Policy{}) {
		rec := reconcile.Settle(rashomon.Dossier{}, p)
		if len(rec.Findings)+len(rec.Disputes)+len(rec.Timeline) != 0 {
			t.Errorf("policy %q: a record out of nothing: %+v", p.Name, rec)
		}
		if b, err := json.Marshal(rec); err != nil || strings.Contains(string(b), `"findings":null`) {
			t.Errorf("policy %q: empty lists are not written as lists: %s, %v", p.Name, b, err)
		}
	}
}
