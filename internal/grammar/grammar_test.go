package grammar

import (
	"testing"

	"rashomon/internal/text"
)

// of parses a body of one sentence and returns it with the index of a word.
func of(t *testing.T, body, word string) (*Text, int, Run) {
	t.Helper()
	g := Of(text.Parse("A title\n" + body))
	for i := range g.Doc.Words {
		if g.Doc.Word(i) == word && !g.Doc.Sentences[g.Doc.Words[i].Sentence].Title {
			return g, i, g.Sentence(i)
		}
	}
	t.Fatalf("%q does not stand in %q", word, body)
	return nil, 0, Run{}
}

func (d *Text) quote(r Run) string {
	if r.Empty() {
		return ""
	}
	return d.SpanOf(r).Of(d.Doc.Text)
}

func TestSubjectLeft(t *testing.T) {
	for _, c := range []struct{ body, verb, subject, beside string }{
		{"The miners of Vellmar struck at noon.", "struck", "Vellmar", ""},
		{"A source at Vellmar Police Command told us.", "told", "A source at Vellmar Police Command", ""},
		{"Nine died in Vellmar the Observatory said.", "said", "the Observatory", ""},
		{"Nine were hurt others fled activists said.", "said", "activists", ""},
		{"Ilo Brandt, head of the mine, said so.", "said", "Ilo Brandt", "head of the mine"},
		{"The Committees an activist network said so.", "said", "The Committees", "an activist network"},
		{"Doctors in a town held by the army said so.", "said", "Doctors", ""},
		{"The Observatory which watches the war in Ostland said so.", "said", "The Observatory", "which watches the war in Ostland"},
		{"He has also said so.", "said", "He", ""},
		{"The news that police say is true.", "say", "police", ""},
	} {
		g, i, s := of(t, c.body, c.verb)
		subject, beside := g.SubjectLeft(g.VerbGroup(i, s.First), s)
		if got := g.quote(subject); got != c.subject {
			t.Errorf("subject of %q in %q: %q, want %q", c.verb, c.body, got, c.subject)
		}
		if got := g.quote(beside); got != c.beside {
			t.Errorf("beside it in %q: %q, want %q", c.body, got, c.beside)
		}
	}
}

func TestNounRight(t *testing.T) {
	for _, c := range []struct{ body, first, want string }{
		{"They hit the old school in Vellmar.", "the", "the old school in Vellmar"},
		{"They hit a market (the big one) today.", "a", "a market (the big one)"},
		{"They hit the mine and fled.", "the", "the mine"},
		{"They blamed the Grey Front for it.", "the", "the Grey Front"},
		{"They spoke in an interview on Monday.", "an", "an interview"},
	} {
		g, i, s := of(t, c.body, c.first)
		if got := g.quote(g.AttachedRight(g.NounRight(i, s.Last), s.Last)); got != c.want {
			t.Errorf("phrase at %q in %q: %q, want %q", c.first, c.body, got, c.want)
		}
	}
}

func TestNamesAmongCapitals(t *testing.T) {
	for _, c := range []struct {
		body, word, low string
		name            bool
	}{
		{"The US bombed the mill.", "US", "u.s.", true},
		{"They told us of the mill.", "us", "us", false},
		{"The WHO spoke first today.", "WHO", "w.h.o.", true},
		{"THE MEN WHO BOMBED THE MILL FLED AT ONCE.", "WHO", "who", false},
		{"Fighters of al-Dar fled.", "al-Dar", "al-dar", true},
		{"Fighters fled.", "fled", "fled", false},
	} {
		g, i, _ := of(t, c.body, c.word)
		if g.Low(i) != c.low || g.Name(i) != c.name {
			t.Errorf("%q in %q: spelled %q, name %v; want %q, %v", c.word, c.body, g.Low(i), g.Name(i), c.low, c.name)
		}
	}
}
