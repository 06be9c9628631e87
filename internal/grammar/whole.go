package grammar

import (
	"strings"

	"rashomon"
)

var (
	// reasons are nouns that say why with what follows them: "revenge for the raid".
	reasons = LexiconOf(`revenge response retaliation reprisal reprisals vengeance punishment retribution answer warning reaction
		protest dispute argument quarrel fight row altercation feud solidarity`)
	// bodiless nouns say little of who did it without whose they are: "units of the Fourth
	// Brigade".
	bodiless = LexiconOf(`units unit members member elements fighters soldiers men supporters followers detachments detachment part branch wing command`)
	// nowhere words are no place without a name.
	nowhere = LexiconOf(`area areas town towns village villages city cities region regions province surroundings site sites place places scene spot throughout nearby there here
		country countryside location locations territory opposition-held rebel-held government-held`)
	// threatening verbs say nothing without what is threatened.
	threatening = LexiconOf(`threatened threatens threaten threatening vowed vows vow vowing warned warns warning pledged pledges swore swears promised promises`)
	// unfinished adjectives name nobody without the noun behind them.
	unfinished = LexiconOf(`first second third fourth fifth other another unidentified unknown unnamed suspected alleged armed masked former same young`)
	// leading and trailing words at the edges of what the model takes for a value are no
	// part of it.
	leading  = LexiconOf(`and or but nor`)
	trailing = LexiconOf(`and or but nor as while that which who`)
)

// Tells reports whether a verb in two words, "was denied", stands among the words of r.
func (d *Text) Tells(r Run) bool {
	for i := r.First; i < r.Last; i++ {
		if Auxiliary[d.Low(i)] && !d.initials(i) {
			return true
		}
	}
	return false
}

// initials reports whether word i is a name that in small letters would be an auxiliary
// or a pronoun.
func (d *Text) initials(i int) bool {
	if w := d.Doc.Word(i); w != "IS" && w != "US" {
		return false
	}
	for _, k := range []int{i - 1, i + 1} {
		if w := d.Doc.Word(max(k, 0)); k < len(d.Doc.Words) && strings.ToUpper(w) != w {
			return true
		}
	}
	return false
}

// Whole returns the words r of a value on f as a phrase of their sentence: no
// conjunction or mark at its edges, names whole, and with what follows where it stops
// short: at "the", at a verb without its object, at "revenge" without its "for the
// raid".
func (d *Text) Whole(f rashomon.Field, r Run) Run {
	s := d.Sentence(r.First)
	for r.First < r.Last-1 && (leading[d.Low(r.First)] || d.Doc.Punct(r.First) && !opens(d.Low(r.First))) {
		r.First++
	}
	for r.Last > r.First+1 && (trailing[d.Low(r.Last-1)] || d.Doc.Punct(r.Last-1) && !closes(d.Low(r.Last-1))) {
		r.Last--
	}
	for reasoned(f) && r.First > s.First && (d.Low(r.First) == "not" || Auxiliary[d.Low(r.First)]) && Auxiliary[d.Low(r.First-1)] {
		r.First--
	}
	if d.dangles(r.Last-1) && r.Last < s.Last {
		more := d.NounRight(r.Last, s.Last)
		if reasoned(f) {
			more = d.AttachedRight(more, s.Last)
		}
		r.Last = max(r.Last, more.Last)
	}
	for r.Last > r.First+1 && (Prepositions[d.Low(r.Last-1)] || reasoned(f) && Conjunctions[d.Low(r.Last-1)]) {
		r.Last--
	}
	if reasoned(f) || d.opensClause(r.First) {
		r.Last = d.clause(f, r, s)
	}
	if f == rashomon.Perpetrator && bodiless[d.Low(r.Last-1)] && d.Low(r.Last) == "of" {
		r.Last = max(r.Last, d.NounRight(r.Last+1, s.Last).Last)
	}
	if Named(f) {
		r = d.wholeName(f, r, s)
	}
	return r
}

// Named reports whether values of the field are names, of which no half stands.
func Named(f rashomon.Field) bool {
	return f == rashomon.Perpetrator || f == rashomon.Victim || f == rashomon.PlaceField
}

// wholeName returns r with the words beside it that are of its name. In capitals only a
// person's name is told from what follows it.
func (d *Text) wholeName(f rashomon.Field, r, s Run) Run {
	if d.Shouting(d.Doc.Words[r.First].Sentence) {
		if f == rashomon.Victim {
			r.Last = d.loudName(r, s)
		}
		return r
	}
	for r.Last < s.Last && d.Name(r.Last-1) && d.Name(r.Last) && !DayName(d.Low(r.Last)) {
		r.Last++
	}
	for r.First > s.First+1 && d.Name(r.First) && d.Name(r.First-1) && !d.function(r.First-1) && !Determiners[d.Low(r.First)] {
		r.First--
	}
	return r
}

// function reports whether word i is a word of grammar, whatever its first letter.
func (d *Text) function(i int) bool {
	w := d.Low(i)
	return Prepositions[w] || Conjunctions[w] || Auxiliary[w] && !d.initials(i) || Pronouns[w] && !d.initials(i)
}

func opens(w string) bool  { return w == "(" || w == "[" || w == "\"" || w == "“" || w == "'" }
func closes(w string) bool { return w == ")" || w == "]" || w == "\"" || w == "”" || w == "'" }

// dangles reports whether a phrase cannot end at word i.
func (d *Text) dangles(i int) bool {
	w := d.Low(i)
	return Determiners[w] || Prepositions[w] || unfinished[w] && d.NounWord(i+1)
}

// reasoned reports whether values of the field are clauses rather than names.
func reasoned(f rashomon.Field) bool {
	return f == rashomon.Motive || f == rashomon.Threat || f == rashomon.Response
}

// opensClause reports whether word i begins what is not known or not so: "who did it",
// "not clear".
func (d *Text) opensClause(i int) bool {
	switch d.Low(i) {
	case "who", "which", "what", "whether", "where", "how", "why", "if", "not", "no-one":
		return true
	}
	return false
}

// clauseReach is how many words of a clause are its value.
const clauseReach = 8

// clause returns where the clause ends of which r is a value on f, where that stops
// before it says anything.
func (d *Text) clause(f rashomon.Field, r, s Run) int {
	last := r.Last
	switch w, next := d.Low(last-1), d.Low(last); {
	case last >= s.Last, d.Doc.Punct(last), d.Doc.Punct(last - 1):
	case f == rashomon.Motive && reasons[w] && (next == "for" || next == "to" || next == "against" || next == "over"):
		return d.object(last+1, s)
	case f != rashomon.Response && d.acts(r):
		return d.object(last, s)
	case d.Empty(r) || f == rashomon.Threat && r.Last == r.First+1 && threatening[w]:
		end := last
		for end < s.Last && end < last+clauseReach && !d.Doc.Punct(end) && (end == last || !leading[d.Low(end)]) {
			end++
		}
		for end > last && d.dangles(end-1) {
			end--
		}
		return end
	}
	return last
}

// Bare reports whether the words of r are only a verb of threatening.
func (d *Text) Bare(r Run) bool { return r.Last == r.First+1 && threatening[d.Low(r.First)] }

// Nowhere reports whether the words of r are a noun that gives a place no name: "the
// town".
func (d *Text) Nowhere(r Run) bool {
	if articles[d.Low(r.First)] {
		r.First++
	}
	return r.Last == r.First+1 && nowhere[d.Low(r.First)]
}

// object returns where the noun phrase at word i ends, with what hangs on it, and of a
// verb there its object's end.
func (d *Text) object(i int, s Run) int {
	r := d.NounRight(i, s.Last)
	if d.Low(i-1) == "to" && r.Last == i+1 && r.Last < s.Last {
		r = Between(i, max(r.Last, d.NounRight(r.Last, s.Last).Last))
	}
	return max(i, d.AttachedRight(r, s.Last).Last)
}

// acts reports whether the words of r are a verb alone, whose object is to
// follow: "purging", "to create".
func (d *Text) acts(r Run) bool {
	if r.Last-r.First > 2 || r.Last-r.First == 2 && d.Low(r.First) != "to" {
		return false
	}
	w := d.Low(r.Last - 1)
	return strings.HasSuffix(w, "ing") && len(w) > 5 && !AttackNouns[w] || d.Low(r.Last-2) == "to" && !d.Empty(Between(r.Last-1, r.Last))
}

// loudName returns where the name ends that begins with r, all capitals: at a mark or at
// a word that is in no name.
func (d *Text) loudName(r, s Run) int {
	last := r.Last
	for last < s.Last && last < r.First+5 && !d.Doc.Punct(last) && d.Doc.Capital(last) && !d.ordinary(last) {
		last++
	}
	return last
}

// ordinary reports whether word i, in capitals, is known for a word that is no name.
func (d *Text) ordinary(i int) bool {
	w := d.Low(i)
	return d.Shouted(i) || d.Empty(Between(i, i+1)) || Participles[w] || Weekdays[w] || AgentNouns[w] || VoiceNouns[w] ||
		LandNouns[w] || IsNumber(w)
}

// Nameless reports whether a name is looked for in vain among the words of r: they would
// show it by a capital letter.
func (d *Text) Nameless(r Run) bool {
	if d.Shouting(d.Doc.Words[r.First].Sentence) || d.Doc.Text == strings.ToLower(d.Doc.Text) {
		return false
	}
	for i := r.First; i < r.Last; i++ {
		if d.Name(i) {
			return false
		}
	}
	return true
}

// Empty reports whether the words of r say nothing by themselves: adverbs, auxiliaries,
// negations, pronouns, "to".
func (d *Text) Empty(r Run) bool {
	for i := r.First; i < r.Last; i++ {
		w := d.Low(i)
		if d.initials(i) {
			return false
		}
		if !Determiners[w] && !Prepositions[w] && !Auxiliary[w] && !Pronouns[w] && !Conjunctions[w] && !d.Adverb(i) &&
			!d.Doc.Punct(i) && w != "not" && !strings.HasSuffix(w, "n't") && !strings.HasSuffix(w, "n’t") {
			return false
		}
	}
	return true
}
