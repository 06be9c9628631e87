package reconcile_test

import (
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/reconcile"
)

// TestWithheldPlace: a village that bears a withheld name is not looked up by what is
// put for the name, and a place without the name stays where it was.
func TestWithheldPlace(t *testing.T) {
	settle := func(place string, withheld ...rashomon.Ruling) *rashomon.Location {
		r := rashomon.NewReport("Blast", "A bomb killed Samira Kolvane in "+place+" on Monday.", rashomon.Report{Source: rashomon.Source{Name: "The Post (invented)"}, Published: "2031-03-04"})
		at := func(words string) rashomon.Span {
			for i := range r.Text {
				if len(r.Text) >= i+len(words) && r.Text[i:i+len(words)] == words {
					return rashomon.Span{Start: i, End: i + len(words)}
				}
			}
			t.Fatalf("%q is not in the text", words)
			return rashomon.Span{}
		}
		claim := func(id string, f rashomon.Field, v rashomon.Value, words string) rashomon.Claim {
			return rashomon.Claim{ID: rashomon.ClaimID(string(r.ID) + "." + id), Report: r.ID, Field: f, Value: v, Span: at(words), ValueSpan: at(words), Quote: words,
				Attribution: rashomon.Attribution{Voices: []rashomon.Voice{{Name: "The Post (invented)", Kind: rashomon.Media}}}}
		}
		a := rashomon.Account{Report: r.ID, Key: "a1", Main: true, Kind: rashomon.Bombing, Where: rashomon.Where{Name: place}, Claims: []rashomon.Claim{
			claim("c1", rashomon.Victim, rashomon.Party{Name: "Samira Kolvane"}, "Samira Kolvane"),
			claim("c2", rashomon.PlaceField, rashomon.Where{Name: place}, place)}}
		inc := rashomon.Incident{ID: rashomon.NameIncident(a.ID(), 0), Accounts: []rashomon.AccountID{a.ID()}, Main: true}
		d := rashomon.Dossier{Incident: inc, Accounts: []rashomon.Account{a}, Reports: []rashomon.Report{r}, Withheld: withheld}
		rec := reconcile.Settle(d, rashomon.Policy{Name: "range"})
		return rec.Location
	}
	hide := rashomon.Ruling{ID: "u1", Kind: rashomon.Withhold, Value: "Samira Kolvane", Author: "Ana", Why: "a relative", At: time.Unix(0, 0)}
	if got := settle("the village of Kolvane", hide); got != nil {
		t.Errorf("a village with a withheld name is mapped: %v", got)
	}
	plain, veiled := settle("Homs, Syria"), settle("Homs, Syria", hide)
	if plain == nil || veiled == nil || *plain != *veiled {
		t.Errorf("a place without the name is at %v, and at %v once a name is withheld", plain, veiled)
	}
}
