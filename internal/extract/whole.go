package extract

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

var (
	// reasons are nouns that say why with what follows them: "revenge for the raid".
	reasons = grammar.LexiconOf(`revenge response retaliation reprisal reprisals vengeance punishment retribution answer warning reaction
		protest dispute argument quarrel fight row altercation feud solidarity`)
	// leading and trailing words at the edges of what the model takes for a value are no
	// part of it.
	leading  = grammar.LexiconOf(`and or but nor`)
	trailing = grammar.LexiconOf(`and or but nor as while that which who`)
)

// whole returns the words of a value in [first, last), of sentence s, as a phrase: no
// conjunction or mark at its edges, and with what follows where it stops short: at
// "the", inside a compound, at a verb without its object, at "revenge" without its
// "for the raid".
func (d *draft) whole(f rashomon.Field, first, last int, s run) run {
	for first < last-1 && (leading[d.low(first)] || d.doc.Punct(first) && !opens(d.low(first))) {
		first++
	}
	for last > first+1 && (trailing[d.low(last-1)] || d.doc.Punct(last-1) && !closes(d.low(last-1))) {
		last--
	}
	if d.dangles(last-1) && last < s.last {
		last = max(last, d.grammar.NounRight(last, s.last).Last)
	}
	if reasoned(f) {
		last = d.clause(f, first, last, s)
	}
	return run{first, last}
}

func opens(w string) bool  { return w == "(" || w == "[" || w == "\"" || w == "“" || w == "'" }
func closes(w string) bool { return w == ")" || w == "]" || w == "\"" || w == "”" || w == "'" }

// dangles reports whether a phrase cannot end at word i.
func (d *draft) dangles(i int) bool {
	w := d.low(i)
	return grammar.Determiners[w] || grammar.Prepositions[w]
}

// reasoned reports whether values of the field are clauses rather than names.
func reasoned(f rashomon.Field) bool {
	return f == rashomon.Motive || f == rashomon.Threat || f == rashomon.Response
}

// clauseReach is how many words of a clause are its value.
const clauseReach = 8

// clause returns where the clause ends of which [first, last) is a value on f, where
// that stops before it says anything.
func (d *draft) clause(f rashomon.Field, first, last int, s run) int {
	switch w, next := d.low(last-1), d.low(last); {
	case last >= s.last, d.doc.Punct(last), d.doc.Punct(last-1):
	case f == rashomon.Motive && reasons[w] && (next == "for" || next == "to" || next == "against" || next == "over"):
		return d.object(last+1, s)
	case f != rashomon.Response && d.acts(first, last):
		return d.object(last, s)
	case d.empty(first, last):
		end := last
		for end < s.last && end < last+clauseReach && !d.doc.Punct(end) && (end == last || !grammar.Conjunctions[d.low(end)]) {
			end++
		}
		for end > last && d.dangles(end-1) {
			end--
		}
		return end
	}
	return last
}

// object returns where the noun phrase at word i ends, with what hangs on it, and of a
// verb there its object's end.
func (d *draft) object(i int, s run) int {
	r := d.grammar.NounRight(i, s.last)
	if d.low(i-1) == "to" && r.Last == i+1 && r.Last < s.last {
		r = grammar.Between(i, max(r.Last, d.grammar.NounRight(r.Last, s.last).Last))
	}
	return max(i, d.grammar.AttachedRight(r, s.last).Last)
}

// acts reports whether the words [first, last) are a verb alone, whose object is to
// follow: "purging", "to create".
func (d *draft) acts(first, last int) bool {
	if last-first > 2 || last-first == 2 && d.low(first) != "to" {
		return false
	}
	w := d.low(last - 1)
	return strings.HasSuffix(w, "ing") && len(w) > 5 && !grammar.AttackNouns[w] || d.low(last-2) == "to" && !d.empty(last-1, last)
}

// vain reports whether the words [first, last) are no value of the field.
func (d *draft) vain(f rashomon.Field, first, last int) bool {
	if f != rashomon.DateField {
		return d.empty(first, last)
	}
	for i := first; i < last; i++ {
		if !grammar.Determiners[d.low(i)] && !grammar.Prepositions[d.low(i)] && !d.doc.Punct(i) {
			return false
		}
	}
	return true
}

// empty reports whether the words [first, last) say nothing by themselves: adverbs,
// auxiliaries, negations, pronouns, "to".
func (d *draft) empty(first, last int) bool {
	for i := first; i < last; i++ {
		w := d.low(i)
		if names := d.doc.Word(i); names == "IS" || names == "US" {
			return false
		}
		if !grammar.Determiners[w] && !grammar.Prepositions[w] && !grammar.Auxiliary[w] && !grammar.Pronouns[w] && !grammar.Conjunctions[w] && !d.grammar.Adverb(i) &&
			!d.doc.Punct(i) && w != "not" && !strings.HasSuffix(w, "n't") && !strings.HasSuffix(w, "n’t") {
			return false
		}
	}
	return true
}
