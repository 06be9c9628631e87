package ruling_test

import (
	"testing"

	"pgregory.net/rapid"

	"rashomon"
	"rashomon/internal/ruling"
)

// TestConflicts: of rulings on one claim that say different things the last that is not
// undone is in force, and every other names the one that counts in its place.
func TestConflicts(t *testing.T) {
	claim := rashomon.Claim{Report: "r1", Account: "a1", Field: rashomon.Killed, Value: rashomon.Tally{Min: 12, Max: 12}, Span: rashomon.Span{Start: 3, End: 9}, Quote: "twelve"}.Identify()
	rapid.Check(t, func(t *rapid.T) {
		var all []rashomon.Ruling
		for i := range rapid.IntRange(1, 9).Draw(t, "rulings") {
			r := rashomon.Ruling{ID: rashomon.RulingID(rune('a' + i)), At: at(i), Target: string(claim.ID), Of: ruling.On(claim)}
			r.Kind = rapid.SampledFrom([]rashomon.RulingKind{rashomon.Accept, rashomon.Reject, rashomon.Correct, rashomon.Undo}).Draw(t, "kind")
			switch {
			case r.Kind == rashomon.Correct:
				r.Value = rapid.SampledFrom([]string{"13", "14"}).Draw(t, "value")
			case r.Kind == rashomon.Undo && i == 0:
				r.Kind = rashomon.Accept
			case r.Kind == rashomon.Undo:
				r.Target, r.Of = string(all[rapid.IntRange(0, i-1).Draw(t, "of")].ID), nil
			}
			all = append(all, r)
		}
		d := rashomon.Dossier{Accounts: []rashomon.Account{{Report: "r1", Key: "a1", Claims: []rashomon.Claim{claim}}}, Rulings: all}
		b := ruling.New(d)
		value, in := "12", true
		for _, r := range rashomon.Standings(all) {
			switch r.Kind {
			case rashomon.Correct:
				value = r.Value
			case rashomon.Accept, rashomon.Reject:
				in = r.Kind == rashomon.Accept
			}
		}
		got, ok := b.Apply(claim)
		if ok != in || ok && got.Value.String() != value {
			t.Fatalf("the claim is in: %v, and says %v; want %v, %s", ok, got.Value, in, value)
		}
		standing := map[rashomon.RulingID]rashomon.Standing{}
		for _, dec := range b.Decisions() {
			standing[dec.ID] = dec.Standing
		}
		for _, dec := range b.Decisions() {
			wrong := dec.Kind == rashomon.Correct && dec.Value != value || dec.Kind == rashomon.Accept && !in || dec.Kind == rashomon.Reject && in
			if dec.Standing == rashomon.InForce && wrong {
				t.Fatalf("%s %s %s is in force", dec.ID, dec.Kind, dec.Value)
			}
			if dec.Standing == rashomon.Overruled && (standing[dec.OverruledBy] == "" || standing[dec.OverruledBy] == rashomon.Undone) {
				t.Fatalf("%s is overruled by %q, which is %q", dec.ID, dec.OverruledBy, standing[dec.OverruledBy])
			}
		}
		if len(b.Decisions()) != len(all) {
			t.Fatalf("%d rulings are shown as %d", len(all), len(b.Decisions()))
		}
	})
}

// TestCite: words are found nearest to a place, whole, whatever the white space.
func TestCite(t *testing.T) {
	text := "Twelve dead\nAt least twelve\n people, 12 in all, died. 112 fled; 12 men stayed."
	for _, c := range []struct {
		words string
		near  int
		want  string
		start int
	}{
		{"At least twelve people", 0, "At least twelve\n people", 12},
		{"12", 0, "12", 37},
		{"12", 70, "12", 64},
		{"112", 0, "112", 54},
		{"leas", 0, "", -1},
		{"twelve (people)", 0, "", -1},
		{" ", 0, "", -1},
	} {
		got, ok := ruling.Cite(text, c.words, rashomon.Span{Start: c.near, End: c.near})
		if ok != (c.start >= 0) || ok && (got.Start != c.start || got.Of(text) != c.want) {
			t.Errorf("%q near %d is found at %v, %v, want %q at %d", c.words, c.near, got, ok, c.want, c.start)
		}
	}
}

// TestBare: a name ends where what others share begins.
func TestBare(t *testing.T) {
	for name, want := range map[string]string{
		"Dr. Lena Vashti of Tarsk General Hospital": "Dr. Lena Vashti", "Mara Vesk, 34, a baker": "Mara Vesk", "Rami al-Haddad (doctor)": "Rami al-Haddad",
		"Oskar Inari": "Oskar Inari", "of Tarsk": "of Tarsk", "": "",
	} {
		if got := ruling.Bare(name); got != want {
			t.Errorf("%q gives %q, want %q", name, got, want)
		}
	}
}

// TestBody: what goes on in small letters is a body and no person.
func TestBody(t *testing.T) {
	for name, want := range map[string]bool{"the Ostry health directorate": true, "Ostry police": true, "Lena Vashti": false, "police officer Ilan Tomareth": false,
		"Rami al-Haddad": false, "Ludo van den Berg": false, "Rosa de la Vega": false, "": false} {
		if got := ruling.Body(name); got != want {
			t.Errorf("%q is a body: %v", name, got)
		}
	}
}
