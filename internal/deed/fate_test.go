package deed

import (
	"strings"
	"testing"

	"rashomon/internal/grammar"
	"rashomon/internal/text"
)

// TestFates shows what each text is read to say of Ilo Brandt.
func TestFates(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Ilo Brandt was shot and killed at the mill.", "killed"},
		{"The mill fire wounded 25-year-old Ilo Brandt.", "wounded"},
		{"Ilo Brandt, 25, was taken to hospital, where he died.", "died"},
		{"Ilo Brandt was shot in the arm. He is in stable condition.", "condition"},
		{"Police named the victim as Ilo Brandt. Friends mourned on Monday. Brandt's death shook the town.", "death"},
		{"A vigil for Ilo Brandt was held on Monday.", "vigil"},
		{"Ilo Brandt was wounded. Brandt died on Monday.", "died"},
		{"Ilo Brandt was charged after Mara Vesk was killed.", ""},
		{"Ilo Brandt met Mara Vesk, who was killed.", ""},
		{"Ilo Brandt was not hurt, and nobody was killed.", ""},
		{"Police charged Odo Karr with the attempted murder of Ilo Brandt.", ""},
		{"Police named the victim as Ilo Brandt.", ""},
	} {
		g := grammar.Of(text.Parse("Mill\n" + c.text))
		at := strings.Index(g.Doc.Text, "Ilo")
		first := g.Doc.At(at)
		r := FatesIn(g).Of(grammar.Between(first, first+2))
		got := ""
		if !r.Empty() {
			got = g.SpanOf(r).Of(g.Doc.Text)
		}
		if got != c.want {
			t.Errorf("%s\n got %q, want %q", c.text, got, c.want)
		}
	}
}
