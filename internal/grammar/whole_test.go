package grammar

import (
	"strings"
	"testing"

	"rashomon"
	"rashomon/internal/text"
)

// words returns the words of a body that a phrase covers, with the text.
func words(t *testing.T, body, phrase string) (*Text, Run) {
	t.Helper()
	g := Of(text.Parse("A title of no matter\n" + body))
	at := strings.Index(g.Doc.Text, phrase)
	if at < 0 {
		t.Fatalf("%q does not stand in %q", phrase, body)
	}
	return g, Between(g.Doc.Range(rashomon.Span{Start: at, End: at + len(phrase)}))
}

// What a model takes for a value, cut in half, becomes a phrase.
func TestWhole(t *testing.T) {
	for _, c := range []struct {
		field              rashomon.Field
		body, phrase, want string
	}{
		{rashomon.Weapon, "They fired rockets and stones.", "rockets and", "rockets"},
		{rashomon.PlaceField, "It fell in and around Sol.", "and around Sol", "around Sol"},
		{rashomon.Motive, "It was revenge for the arrest of Odo.", "revenge", "revenge for the arrest of Odo"},
		{rashomon.Motive, "It was revenge for the arrest of Odo.", "revenge for the", "revenge for the arrest of Odo"},
		{rashomon.Motive, "They shelled to create a climate of fear.", "to create", "to create a climate of fear"},
		{rashomon.Motive, "They were purging armed groups from Sol.", "purging", "purging armed groups"},
		{rashomon.Threat, "The Front threatened to burn the mill.", "threatened", "threatened to burn the mill"},
		{rashomon.Response, "The paper could not verify the film.", "could", "could not verify the film"},
		{rashomon.Perpetrator, "Rural Sol The Assad army shelled it.", "Assad army", "The Assad army"},
		{rashomon.Response, "The army has not issued a statement.", "not issued a statement", "has not issued a statement"},
		{rashomon.Perpetrator, "The army has not said who fired the shells.", "who", "who fired the shells"},
		{rashomon.Perpetrator, "Police look for a second suspect in Sol.", "second", "second suspect"},
		{rashomon.Perpetrator, "Units of the Fourth Brigade shelled Sol.", "Units", "Units of the Fourth Brigade"},
		{rashomon.Perpetrator, "A man of the Grey Front Brigade fired.", "Front", "Grey Front Brigade"},
		{rashomon.Victim, "GUNMEN SHOT MAYOR TOMAS ARDELIO RUIZ, IN SOL.", "TOMAS", "TOMAS ARDELIO RUIZ"},
		{rashomon.Victim, "GUNMEN SHOT TOMAS ARDELIO YESTERDAY IN SOL.", "TOMAS", "TOMAS ARDELIO"},
	} {
		g, r := words(t, c.body, c.phrase)
		if got := g.quote(g.Whole(c.field, r)); got != c.want {
			t.Errorf("%s %q of %q: %q, want %q", c.field, c.phrase, c.body, got, c.want)
		}
	}
}

func TestEmpty(t *testing.T) {
	for phrase, want := range map[string]bool{"not yet": true, "should": true, "of the": true, "strongly": true, "IS": false, "The mill": false} {
		g, r := words(t, "The mill, of the town, should not yet be strongly held by IS fighters.", phrase)
		if got := g.Empty(r); got != want {
			t.Errorf("%q is empty: %v", phrase, got)
		}
	}
}

func TestNowhere(t *testing.T) {
	for phrase, want := range map[string]bool{"the town": true, "area": true, "two villages": false, "Sol": false, "a nightclub": false} {
		g, r := words(t, "In the town, in an area of two villages and of Sol, stood a nightclub.", phrase)
		if got := g.Nowhere(r); got != want {
			t.Errorf("%q is nowhere: %v", phrase, got)
		}
	}
}

const list = "Ana Odo, 34\nTomo Odo, 6\n- Karl Imo, aged 71, a baker\n4. Dr Ruta Sol (60)\n"

func TestRoll(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       string
	}{
		{"a list", "The names of the people killed in the market of the town of Vellmar on Monday.\n\n" + list, "Ana Odo; Tomo Odo; Karl Imo; Dr Ruta Sol"},
		{"nobody died", "The names of the people who passed the examination in the town of Vellmar on Monday.\n\n" + list, ""},
		{"two are no list", "The names of the people killed in the market of the town of Vellmar on Monday.\n\nAna Odo, 34\nTomo Odo, 6\n", ""},
		{"the charged are no victims", "Nine people were killed in Vellmar.\n\nAna Odo, 34, was charged.\n\nKarl Imo, 22, was charged.\n\nRuta Sol, 40, was charged.\n", ""},
	} {
		g := Of(text.Parse("A title of no matter\n" + c.body))
		var got []string
		for _, r := range g.Roll() {
			got = append(got, g.quote(r))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}
