package deed

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rashomon"
	"rashomon/internal/grammar"
	"rashomon/internal/text"
)

// TestRead lists everything that one text tells. Cases of each field stand in
// package extract, with the voices that say them.
func TestRead(t *testing.T) {
	g := grammar.Of(text.Parse("Mill shelled\n" +
		"Rebels fired mortars at a school in Vellmar in retaliation for a raid. Ilo Brandt was killed. " +
		"The army vowed revenge. No group claimed responsibility. An investigation is ongoing."))
	type line struct {
		Field       rashomon.Field
		Value, Says string
		Stance      rashomon.Stance
	}
	var got []line
	for _, f := range Read(g) {
		got = append(got, line{f.Field, g.SpanOf(f.Value).Of(g.Doc.Text), g.SpanOf(f.Span).Of(g.Doc.Text), f.Stance})
	}
	want := []line{
		{rashomon.Perpetrator, "Rebels", "Rebels fired mortars", ""},
		{rashomon.Perpetrator, "No group", "No group claimed responsibility", rashomon.Doubts},
		{rashomon.Target, "school in Vellmar", "at a school in Vellmar", ""},
		{rashomon.Weapon, "mortars", "mortars", ""},
		{rashomon.Victim, "Ilo Brandt", "Ilo Brandt was killed", ""},
		{rashomon.Motive, "retaliation for a raid", "in retaliation for a raid", ""},
		{rashomon.Threat, "revenge", "vowed revenge", rashomon.Threats},
		{rashomon.Response, "investigation", "An investigation is ongoing", ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestKey(t *testing.T) {
	for _, c := range []struct {
		field rashomon.Field
		a, b  string
		same  bool
	}{
		{rashomon.Perpetrator, "The rebels", "rebels", true},
		{rashomon.Perpetrator, "Grey Front", "rebels of the Grey Front", false},
		{rashomon.Weapon, "barrel bomb", "bombs", true},
		{rashomon.Weapon, "bombs", "rockets", false},
		{rashomon.Target, "a school", "the school", true},
	} {
		if same := Key(c.field, c.a) == Key(c.field, c.b); same != c.same {
			t.Errorf("%s %q and %q: same %v, want %v", c.field, c.a, c.b, same, c.same)
		}
	}
}
