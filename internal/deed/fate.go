package deed

import (
	"strings"

	"rashomon/internal/grammar"
)

// What became of a person, by its words.
var (
	deadWords = grammar.LexiconOf(`died dead killed murdered slain deceased succumbed executed assassinated beheaded martyred perished lifeless`)
	hurtWords = grammar.LexiconOf(`wounded injured hurt hospital hospitalized hospitalised condition survived recovering recover injuries
		treated airlifted surgery surviving alive treatment`)
	deathOf = grammar.LexiconOf(`death murder slaying assassination funeral killing body homicide killed murdered slain deceased
		late memorial vigil mourn mourned mourning`)
	hurtOf = grammar.LexiconOf(`wounded wounding injured injuring hurt injuries`)
	// doers are words of what is said or done by the person, and not to him.
	doers = grammar.LexiconOf(`charged accused arrested suspected convicted sentenced indicted pleaded pled`)
)

// Fates says what became of the persons of one text.
type Fates struct {
	reader
	at map[string][]int // the words of names, each with where it stands
}

// oftenest is how many mentions of one name are looked at.
const oftenest = 40

// FatesIn prepares the text.
func FatesIn(t *grammar.Text) *Fates {
	f := &Fates{reader{t}, map[string][]int{}}
	for i := range t.Doc.Words {
		if t.Doc.Capital(i) {
			w := bareName(t.Doc.Word(i))
			f.at[w] = append(f.at[w], i)
		}
	}
	return f
}

// Of returns the words that say what became of the person named at the words of name:
// of all that the text says of him, the first that he died, or else that he was hurt. It
// is empty where nothing says.
func (f *Fates) Of(name grammar.Run) (hurt grammar.Run) {
	all := f.at[f.surname(name)]
	for _, i := range all[:min(len(all), oftenest)] {
		words, dead := f.fateAt(i)
		if dead {
			return words
		}
		if hurt.Empty() {
			hurt = words
		}
	}
	return hurt
}

// surname is the last word of a name that is no "Jr.".
func (d *reader) surname(name grammar.Run) string {
	for i := name.Last - 1; i > name.First; i-- {
		if w := d.Low(i); w != "jr." && w != "jr" && w != "sr." && w != "sr" && w != "ii" && w != "iii" && !d.Doc.Punct(i) {
			return bareName(d.Doc.Word(i))
		}
	}
	return bareName(d.Doc.Word(name.First))
}

// fateAt returns what the sentence says of the person whose name ends with word i, or
// the next, where it goes on with "he".
func (d *reader) fateAt(i int) (words grammar.Run, dead bool) {
	s := d.Sentence(i)
	if words, dead = d.fateBefore(i, s); dead {
		return words, true
	}
	after, dead := d.fateAfter(i+1, s)
	if dead || words.Empty() {
		words = after
	}
	if w := d.Low(s.Last); !dead && (w == "he" || w == "she") {
		if after, dead = d.fateAfter(s.Last, d.Sentence(s.Last)); dead || words.Empty() {
			words = after
		}
	}
	return words, dead
}

// fateBefore reads "the death of N", "killed N", "killing 25-year-old N".
func (d *reader) fateBefore(i int, s grammar.Run) (words grammar.Run, dead bool) {
	for k := i - 1; k >= s.First && k > i-9; k-- {
		switch w := d.Low(k); {
		case d.Low(k-1) == "attempted":
			return grammar.Run{}, false
		case deathOf[w]:
			return grammar.Between(k, k+1), true
		case hurtOf[w]:
			return grammar.Between(k, k+1), false
		case d.Doc.Punct(k) && w != "," && w != "-", grammar.Auxiliary[w], grammar.SpeechVerbs[w] != "", w == "and" || w == "who" || w == "by":
			return grammar.Run{}, false
		}
	}
	return grammar.Run{}, false
}

// fateAfter reads what follows the name up to the next person.
func (d *reader) fateAfter(first int, s grammar.Run) (words grammar.Run, dead bool) {
	if w := d.Low(first - 1); strings.HasSuffix(w, "'s") || strings.HasSuffix(w, "’s") {
		if w := d.Low(first); deathOf[w] || hurtOf[w] {
			return grammar.Between(first, first+1), deathOf[w]
		}
		return grammar.Run{}, false
	}
	for k := first; k < s.Last; k++ {
		w := d.Low(k)
		switch {
		case w == "fatally" || deadWords[w] || w == "to" && d.Low(k+1) == "death":
			if d.Negated(k, max(first, k-4)) {
				return words, false
			}
			return grammar.Between(k, k+1), true
		case hurtWords[w] && words.Empty() && !d.Negated(k, max(first, k-4)):
			words = grammar.Between(k, k+1)
		case doers[w] || w == ";" || grammar.SpeechVerbs[w] != "" && k < first+3, k > first && d.Person(k) && d.Person(k+1) && d.Low(k-1) != "of" && d.Low(k-1) != "at" && d.Low(k-1) != "to":
			return words, false
		}
	}
	return words, false
}

func bareName(w string) string { return strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s") }
