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

// Outlived reports whether the time at r is of the death of people who were hurt before,
// which is not the time of the event: "two of the wounded died on Tuesday".
func Outlived(g *grammar.Text, r grammar.Run) bool {
	first := g.Doc.Sentences[g.Doc.Words[r.First].Sentence].First
	for i := r.First - 1; i >= max(first, r.First-behind); i-- {
		w := g.Low(i)
		if _, died := as(w, diesForm); !died {
			if Harmful(w) || w == ";" {
				return false
			}
			continue
		}
		if g.Low(i-1) == "later" || g.Low(i+1) == "later" {
			return true
		}
		for k := i - 1; k >= max(first, i-behind); k-- {
			if h, hurt := as(g.Low(k), verbForm); hurt {
				return h.field == rashomon.Injured && (g.Low(k-1) == "the" || g.Low(k-1) == "those")
			}
		}
		return false
	}
	return false
}

// periods are times of which several make more than one event.
var periods = grammar.LexiconOf(`days weeks months`)

// OverDays reports whether the words at r, or those right behind, count over several days
// and so over more than one event: "the toll of both days", "killed 14 people in two days".
func OverDays(g *grammar.Text, r grammar.Run) bool {
	last := g.Doc.Sentences[g.Doc.Words[r.First].Sentence].Last
	for i := r.First; i < min(r.Last+1, last-2); i++ {
		w, n := g.Low(i), g.Low(i+1)
		if w == "of" && n == "both" && periods[g.Low(i+2)] || w == "in" && numberWord(n) && n != "one" && n != "1" && periods[g.Low(i+2)] && g.Low(i+3) != "of" {
			return true
		}
	}
	return false
}
