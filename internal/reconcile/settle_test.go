package reconcile_test

import (
	"flag"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"

	"rashomon"
	"rashomon/internal/reconcile"
)

var update = flag.Bool("update", false, "write what the cases now give into their files")

// TestCases settles every case of testdata under each policy that the case shows.
func TestCases(t *testing.T) {
	for _, path := range casePaths(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			ar, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			d := dossier(t, ar)
			for i, f := range ar.Files {
				p, ok := reconcile.PolicyNamed(f.Name)
				if !ok {
					continue
				}
				got := summary(reconcile.Settle(d, p))
				if *update {
					ar.Files[i].Data = []byte(got)
				} else if diff := cmp.Diff(string(f.Data), got); diff != "" {
					t.Errorf("policy %s (-want +got):\n%s", f.Name, diff)
				}
			}
			if *update {
				if err := os.WriteFile(path, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func casePaths(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases in testdata: %v", err)
	}
	return paths
}

func dossier(t *testing.T, ar *txtar.Archive) rashomon.Dossier {
	t.Helper()
	var d rashomon.Dossier
	for _, f := range ar.Files {
		switch f.Name {
		case "reports":
			d = readCase(t, string(f.Data))
		case "rulings":
			d.Rulings = readRulings(t, d, string(f.Data))
		}
	}
	return d
}

// TestSettleOrder shuffles reports, accounts, claims, origins and rulings of every
// case: the Record stays the same under every policy.
func TestSettleOrder(t *testing.T) {
	for _, path := range casePaths(t) {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		d := dossier(t, ar)
		for _, p := range reconcile.Policies() {
			want := reconcile.Settle(d, p)
			for seed := range int64(20) {
				got := reconcile.Settle(shuffled(d, rand.New(rand.NewSource(seed))), p)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("%s, policy %s, order %d (-want +got):\n%s", path, p.Name, seed, diff)
				}
			}
		}
	}
}

func shuffled(d rashomon.Dossier, r *rand.Rand) rashomon.Dossier {
	d.Reports, d.Accounts = slices.Clone(d.Reports), slices.Clone(d.Accounts)
	d.Cumulative, d.Rulings = slices.Clone(d.Cumulative), slices.Clone(d.Rulings)
	d.Incident.Origins = slices.Clone(d.Incident.Origins)
	r.Shuffle(len(d.Reports), func(i, j int) { d.Reports[i], d.Reports[j] = d.Reports[j], d.Reports[i] })
	r.Shuffle(len(d.Accounts), func(i, j int) { d.Accounts[i], d.Accounts[j] = d.Accounts[j], d.Accounts[i] })
	r.Shuffle(len(d.Cumulative), func(i, j int) { d.Cumulative[i], d.Cumulative[j] = d.Cumulative[j], d.Cumulative[i] })
	r.Shuffle(len(d.Rulings), func(i, j int) { d.Rulings[i], d.Rulings[j] = d.Rulings[j], d.Rulings[i] })
	r.Shuffle(len(d.Incident.Origins), func(i, j int) {
		d.Incident.Origins[i], d.Incident.Origins[j] = d.Incident.Origins[j], d.Incident.Origins[i]
	})
	for k := range d.Accounts {
		claims := slices.Clone(d.Accounts[k].Claims)
		r.Shuffle(len(claims), func(i, j int) { claims[i], claims[j] = claims[j], claims[i] })
		d.Accounts[k].Claims = claims
	}
	return d
}

// TestSettleHolds settles drawn dossiers and checks what must hold of every
// Record: order does not matter, every citation can be followed, the last step of a
// timeline is the range, every end of a range stands on a claim, low is not above
// high, best lies between, a dispute has two sides or more, and cells and findings
// agree on the origins.
func TestSettleHolds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := drawDossier(rt)
		p := rapid.SampledFrom(reconcile.Policies()).Draw(rt, "policy")
		rec := reconcile.Settle(d, p)
		seed := rapid.Int64().Draw(rt, "order")
		if diff := cmp.Diff(rec, reconcile.Settle(shuffled(d, rand.New(rand.NewSource(seed))), p)); diff != "" {
			rt.Fatalf("order changes the record:\n%s", diff)
		}
		holds(rt, rec)
	})
}

// TestRepeating duplicates a report of a drawn dossier under another outlet's name,
// as a copy of one text: no toll moves.
func TestRepeating(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := drawDossier(rt)
		for i := range d.Reports {
			d.Reports[i].Replaces = "" // what one outlet takes back another may still print
		}
		d.Replaced = nil
		if len(d.Reports) == 0 {
			return
		}
		for _, name := range []string{"range", "conservative"} {
			p, _ := reconcile.PolicyNamed(name)
			want, got := reconcile.Settle(d, p), reconcile.Settle(repeated(d, rapid.IntRange(0, len(d.Reports)-1).Draw(rt, "which")), p)
			if diff := cmp.Diff(ends(want), ends(got)); diff != "" {
				rt.Fatalf("policy %s: a repeated report moves a toll (-once +twice):\n%s\n%s", name, diff, shown(d))
			}
		}
	})
}

// shown writes the counts of a dossier, one a line.
func shown(d rashomon.Dossier) string {
	var b strings.Builder
	for _, a := range d.Accounts {
		for _, c := range a.Claims {
			if t, ok := c.Tally(); ok {
				v, _ := c.Attribution.Speaker()
				fmt.Fprintf(&b, "%s: %s %s %s %s by %q, %s\n", a.Report, c.Field, t, t.Group, t.Relation, v.Name, c.Attribution.Stance)
			}
		}
	}
	for _, r := range d.Reports {
		fmt.Fprintf(&b, "%s %s %q\n", r.ID, r.Source.Name, r.Published)
	}
	return b.String()
}

// ends are the ranges of a record without the claims that they stand on.
func ends(rec rashomon.Record) []string {
	var out []string
	for _, r := range rec.Ranges {
		best := -1
		if r.Best != nil {
			best = r.Best.N
		}
		out = append(out, fmt.Sprint(r.Field, r.Group, r.Low.N, r.Low.Open, r.High.N, r.High.Open, best))
	}
	return out
}

// outletOf names who published the report of an account, as its claims have it.
func outletOf(d rashomon.Dossier, id rashomon.AccountID) string {
	for _, r := range d.Reports {
		if strings.HasPrefix(string(id), string(r.ID)+"/") {
			return r.Source.Name
		}
	}
	return string(id)
}

// repeated adds the n-th report again, as another outlet prints it.
func repeated(d rashomon.Dossier, n int) rashomon.Dossier {
	r := d.Reports[n]
	d.Reports, d.Accounts = slices.Clone(d.Reports), slices.Clone(d.Accounts)
	d.Incident.Origins = slices.Clone(d.Incident.Origins)
	i := slices.IndexFunc(d.Accounts, func(a rashomon.Account) bool { return a.Report == r.ID })
	a := d.Accounts[i]
	was := a.ID()
	copied := rashomon.Origin{Name: r.Source.Name, Accounts: []rashomon.AccountID{was}}
	r.ID, r.Source.Name = "r9", "Coast Radio"
	a.Report, a.Claims = r.ID, slices.Clone(a.Claims)
	for k, c := range a.Claims {
		c.Report, c.Attribution.Voices = r.ID, slices.Clone(c.Attribution.Voices)
		c.Attribution.Voices[0].Name = r.Source.Name
		a.Claims[k] = c.Identify()
	}
	if at := slices.IndexFunc(d.Incident.Origins, func(o rashomon.Origin) bool { return slices.Contains(o.Accounts, was) }); at >= 0 {
		copied = d.Incident.Origins[at]
		if !slices.ContainsFunc(copied.Accounts, func(id rashomon.AccountID) bool { return outletOf(d, id) != outletOf(d, was) }) {
			copied.Name = outletOf(d, was) // an outlet's copies of its own text
		}
		d.Incident.Origins = slices.Delete(d.Incident.Origins, at, at+1)
	}
	copied.Accounts = append(slices.Clone(copied.Accounts), a.ID())
	d.Incident.Origins = append(d.Incident.Origins, copied)
	d.Reports, d.Accounts = append(d.Reports, r), append(d.Accounts, a)
	return d
}

func holds(t *rapid.T, rec rashomon.Record) {
	cited := func(id rashomon.ClaimID) rashomon.Claim {
		c, ok := rec.ClaimByID(id)
		if !ok {
			t.Fatalf("claim %q is cited and not in the record", id)
		}
		return c
	}
	for _, f := range rec.Findings {
		if len(f.Claims) == 0 || len(f.Origins) == 0 || f.Grade.Definition() == "" || f.Stance == "" {
			t.Fatalf("finding stands on nothing: %+v", f)
		}
		for _, id := range f.Claims {
			cited(id)
		}
	}
	threat := func(c rashomon.Claim) bool {
		return c.Attribution.Stance == rashomon.Threats || c.Attribution.Stance == rashomon.Predicts
	}
	for _, f := range rec.Findings {
		if f.Field.Toll() && slices.ContainsFunc(f.Claims, func(id rashomon.ClaimID) bool { return threat(cited(id)) }) {
			t.Fatalf("a threat counts: %+v", f)
		}
	}
	for _, r := range rec.Ranges {
		if threat(cited(r.Low.Claim)) || threat(cited(r.High.Claim)) {
			t.Fatalf("a threat counts: %+v", r)
		}
		cited(r.Low.Claim)
		cited(r.High.Claim)
		if r.Low.N > r.High.N {
			t.Fatalf("low above high: %+v", r)
		}
		if r.Best != nil {
			cited(r.Best.Claim)
			if r.Best.N < r.Low.N || r.Best.N > r.High.N && !r.High.Open {
				t.Fatalf("best %d outside: %+v", r.Best.N, r)
			}
		}
	}
	for _, d := range rec.Disputes {
		if len(d.Sides) < 2 || d.Why == "" {
			t.Fatalf("dispute without two sides: %+v", d)
		}
		for _, s := range d.Sides {
			if len(s.Claims) == 0 {
				t.Fatalf("side stands on nothing: %+v", d)
			}
		}
	}
	for _, s := range rec.Timeline {
		cited(s.Claim)
		if s.Cause == "" || s.Low > s.High {
			t.Fatalf("step: %+v", s)
		}
	}
	missing := slices.ContainsFunc(rec.Claims, func(c rashomon.Claim) bool {
		return !slices.ContainsFunc(rec.Reports, func(r rashomon.ReportRef) bool { return r.ID == c.Report })
	})
	moved := map[rashomon.Field]rashomon.Step{}
	for _, s := range rec.Timeline {
		moved[s.Field] = s
	}
	for f, s := range moved {
		i := slices.IndexFunc(rec.Ranges, func(r rashomon.Range) bool { return r.Field == f && r.Group != rashomon.Attackers })
		if i >= 0 && !missing && (rec.Ranges[i].Low.N != s.Low || rec.Ranges[i].High.N != s.High) {
			t.Fatalf("the last step is %d to %d, the range %d to %d: %+v", s.Low, s.High, rec.Ranges[i].Low.N, rec.Ranges[i].High.N, s)
		}
	}
	for _, row := range rec.Matrix {
		if len(row.Cells) != len(rec.Origins) {
			t.Fatalf("row has %d cells for %d origins", len(row.Cells), len(rec.Origins))
		}
	}
}

func drawDossier(t *rapid.T) rashomon.Dossier {
	outlets := []string{"Harbour Post", "Daily Bell", "Meridian Agency"}
	speakers := []string{"", "police", "Ostry police", "Veldia army", "Northern Front", "a witness", "media reports", "Meridian Agency"}
	dates := []string{"", "2031-05-02", "2031-05-02T10:00:00Z", "2031-05-04"}
	stances := []rashomon.Stance{rashomon.States, rashomon.States, rashomon.Alleges, rashomon.Confirms, rashomon.Denies, rashomon.Doubts,
		rashomon.Threats, rashomon.Predicts}
	var d rashomon.Dossier
	var last rashomon.ReportID
	for i := range rapid.IntRange(0, 5).Draw(t, "reports") {
		r := rashomon.NewReport("News", "Text.", rashomon.Report{Source: rashomon.Source{Name: rapid.SampledFrom(outlets).Draw(t, "outlet")},
			Published: rapid.SampledFrom(dates).Draw(t, "published")})
		r.ID = rashomon.ReportID([]string{"r0", "r1", "r2", "r3", "r4"}[i])
		if i > 0 && rapid.IntRange(0, 4).Draw(t, "replaces") == 0 {
			r.Replaces = last
		}
		last = r.ID
		a := rashomon.Account{Report: r.ID, Key: "a1", Main: true}
		for j := range rapid.IntRange(0, 6).Draw(t, "claims") {
			c := rashomon.Claim{Report: r.ID, Account: "a1", Span: drawSpan(t, j), Quote: "some words",
				Superseded: rapid.IntRange(0, 9).Draw(t, "superseded") == 0}
			c.Attribution = rashomon.Attribution{Stance: rapid.SampledFrom(stances).Draw(t, "stance"), Voices: []rashomon.Voice{{Name: r.Source.Name}}}
			if s := rapid.SampledFrom(speakers).Draw(t, "speaker"); s != "" {
				c.Attribution.Voices = append(c.Attribution.Voices, rashomon.Voice{Name: s, Kind: rashomon.Police})
			}
			c.Field, c.Value = drawValue(t)
			a.Claims = append(a.Claims, c.Identify())
		}
		d.Reports, d.Accounts = append(d.Reports, r), append(d.Accounts, a)
	}
	d.Replaced = rashomon.Replacements(d.Reports)
	if n := len(d.Accounts); n > 1 && rapid.Bool().Draw(t, "copies") { // the first few are one text
		o := rashomon.Origin{Name: rapid.SampledFrom([]string{"", "Harbour Post", "Meridian Agency", "this outlet"}).Draw(t, "text by")}
		for _, a := range d.Accounts[:rapid.IntRange(2, n).Draw(t, "copied")] {
			o.Accounts = append(o.Accounts, a.ID())
		}
		d.Incident.Origins = []rashomon.Origin{o}
	}
	if len(d.Reports) > 1 && rapid.IntRange(0, 4).Draw(t, "missing") == 0 {
		d.Reports = d.Reports[1:]
	}
	return d
}

// drawSpan gives the j-th claim of a report a span that may overlap its neighbours.
func drawSpan(t *rapid.T, j int) rashomon.Span {
	start := max(0, 10*j-rapid.SampledFrom([]int{0, 0, 5, 15}).Draw(t, "back"))
	return rashomon.Span{Start: start, End: start + rapid.SampledFrom([]int{9, 9, 25}).Draw(t, "length")}
}

func drawValue(t *rapid.T) (rashomon.Field, rashomon.Value) {
	switch rapid.IntRange(0, 4).Draw(t, "sort") {
	case 0:
		return rashomon.Perpetrator, rashomon.Party{Name: rapid.SampledFrom([]string{"Veldia army", "Northern Front", "gunmen"}).Draw(t, "who")}
	case 1:
		return rashomon.Victim, rashomon.Party{Name: rapid.SampledFrom([]string{"Ilan Toma", "I. Toma", "Mara Vesk"}).Draw(t, "name")}
	}
	lo := rapid.IntRange(0, 20).Draw(t, "min")
	tally := rashomon.Tally{Min: lo, Max: rapid.SampledFrom([]int{lo, lo, lo + 5, rashomon.Open}).Draw(t, "max"), Approx: rapid.IntRange(0, 4).Draw(t, "approx") == 0,
		Group:    rapid.SampledFrom([]rashomon.Group{rashomon.People, rashomon.People, rashomon.Civilians, rashomon.Fighters, rashomon.Attackers}).Draw(t, "group"),
		Relation: rapid.SampledFrom([]rashomon.Relation{rashomon.Plain, rashomon.Plain, rashomon.Additional, rashomon.Rose, rashomon.OfInjured}).Draw(t, "relation"),
		Vague:    rapid.SampledFrom([]string{"", "", "", "dozens"}).Draw(t, "vague")}
	return rapid.SampledFrom([]rashomon.Field{rashomon.Killed, rashomon.Injured}).Draw(t, "field"), tally
}
