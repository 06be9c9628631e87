// Package deed finds what a text tells of a deed apart from its counts: who did
// it, what was hit and with what, who by name was harmed, why, what is threatened
// and what was done about it. It knows nothing of whose word that is, and keeps no
// state.
package deed

import (
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

// Finding is a phrase that answers a field, with the shortest words that say so.
// Stance is set where those words carry one of their own.
type Finding struct {
	Field       rashomon.Field
	Value, Span grammar.Run
	Stance      rashomon.Stance
}

// finding is a Finding whose field its finder knows.
type finding struct {
	value, span grammar.Run
	stance      rashomon.Stance
}

// reader is a text with the finders as methods.
type reader struct{ *grammar.Text }

// Read returns what the text tells, field by field, each in text order; the same
// thing may be found twice.
func Read(t *grammar.Text) []Finding {
	d := &reader{t}
	if d.game() {
		return nil
	}
	var all []Finding
	for _, f := range []struct {
		field rashomon.Field
		find  func() []finding
	}{
		{rashomon.Perpetrator, d.perpetrators}, {rashomon.Target, d.targets}, {rashomon.Weapon, d.weapons}, {rashomon.Victim, d.victims},
		{rashomon.Motive, d.motives}, {rashomon.Threat, d.threats}, {rashomon.Response, d.responses},
	} {
		for _, x := range f.find() {
			all = append(all, Finding{f.field, x.value, x.span, x.stance})
		}
	}
	for _, x := range append(d.openQuestions(), d.denials()...) {
		if !slices.ContainsFunc(all, func(y Finding) bool { return d.tells(y, x) }) {
			all = append(all, x)
		}
	}
	return all
}

// tells reports whether x is of the words of y, found before, or asks whether somebody
// did what y says of him.
func (d *reader) tells(y, x Finding) bool {
	end := x.Span.Last
	if x.Field == rashomon.Perpetrator && d.whether(x.Span) {
		end = d.Sentence(x.Span.First).Last
	}
	return y.Field == x.Field && y.Span.First < end && x.Span.First < y.Span.Last
}

// whether reports whether the words hold a question of yes or no.
func (d *reader) whether(r grammar.Run) bool {
	for i := r.First; i < r.Last; i++ {
		if w := d.Low(i); w == "whether" || w == "if" {
			return true
		}
	}
	return false
}

// Key returns what makes two values of a field the same for one voice: all words
// of a name that tell it from others, the last word of a weapon.
func Key(f rashomon.Field, words string) string {
	all := grammar.Significant(words)
	if f == rashomon.Weapon && len(all) > 0 {
		return strings.TrimSuffix(all[len(all)-1], "s")
	}
	return strings.Join(all, " ")
}

// Unpossessed cuts the ending of "the Front's attack" from who did it, and with
// it what follows and names nobody: "the Front's surprise".
func Unpossessed(f rashomon.Field, value rashomon.Span, text string) rashomon.Span {
	if f != rashomon.Perpetrator && f != rashomon.Victim {
		return value
	}
	for _, ending := range []string{"'s", "’s"} {
		if words := value.Of(text); strings.Contains(words, ending+" ") {
			at := strings.LastIndex(words, ending+" ")
			if !grammar.NamesActor(words[at+len(ending):]) {
				value.End = value.Start + at
			}
		} else if strings.HasSuffix(words, ending) && len(words) > len(ending) {
			value.End -= len(ending)
		}
	}
	return value
}

// eachWord calls f for every word with the sentence it stands in.
func (d *reader) eachWord(f func(i int, s grammar.Run)) {
	for _, s := range d.Doc.Sentences {
		for i := s.First; i < s.Last; i++ {
			f(i, grammar.Between(s.First, s.Last))
		}
	}
}
