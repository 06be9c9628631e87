package tally

import (
	"slices"

	"rashomon"
	"rashomon/internal/grammar"
)

var (
	// kin have children that are no victims: "leaves three children", "a father of two".
	kin = grammar.LexiconOf(`leaves leaving survived survivors father mother grandfather grandmother parent parents`)
	// happenings are counted as people are: "88 injuries from 27 incidents".
	happenings = grammar.LexiconOf(`incidents incident attacks strikes airstrikes raids shootings bombings explosions blasts clashes counts times occasions cases`)
	// alive are words for those who came away with their lives.
	alive = grammar.LexiconOf(`survived survives escaped escapes unhurt unharmed uninjured unscathed`)
)

// Harms returns what the small-letter word w tells was done to people: "died", killed.
func Harms(w string) []rashomon.Field {
	var all []rashomon.Field
	for _, h := range harms[w] {
		all = append(all, h.field)
	}
	return all
}

// Uncounted reports whether the number at r counts nobody who was harmed, by the words
// beside it: children left behind, attacks, "many of them" of people counted before.
func Uncounted(g *grammar.Text, r grammar.Run) bool {
	before, w, next := g.Low(r.First-1), g.Low(r.First), g.Low(r.Last)
	switch {
	case next == "of" && (w == "many" || w == "most"):
		them := g.Low(r.Last + 1)
		return them == "them" || them == "whom" || them == "those"
	case before == "of" || before == "by":
		return kin[g.Low(r.First-2)]
	}
	return happenings[next] || kin[before]
}

// Corrected reports whether the number at r is named only to say that it is another:
// "eight, not nine", "eight rather than nine".
func Corrected(g *grammar.Text, r grammar.Run) bool {
	switch before := g.Low(r.First - 1); before {
	case "not":
		return true
	case "than":
		return g.Low(r.First-2) == "rather"
	case "of":
		return g.Low(r.First-2) == "instead"
	}
	return false
}

// behind is how many words behind a person the word may stand that says he lives.
const behind = 8

// Spared reports whether the words at r tell of people who came away with their lives,
// there or just behind: "her husband survived with burns", "two boys, who were unhurt".
func Spared(g *grammar.Text, r grammar.Run) bool {
	for i := r.First; i < r.Last; i++ {
		if slices.Contains(Harms(g.Low(i)), rashomon.Killed) {
			return false
		}
	}
	s := g.Doc.Sentences[g.Doc.Words[r.First].Sentence]
	for i := r.First; i < min(r.Last+behind, s.Last); i++ {
		w := g.Low(i)
		switch {
		case alive[w]:
			return g.Low(i+1) != "by"
		case i > r.First && (Harmful(w) || grammar.Conjunctions[w] && w != "who" || grammar.SpeechVerbs[w] != "" || w == ";" || w == ":"):
			return false
		}
	}
	return false
}
