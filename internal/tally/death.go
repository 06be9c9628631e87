package tally

import (
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

// OrDeath returns the counts of g, and where none is of the killed, the Death of one person too.
func OrDeath(g *grammar.Text, counts []Count) []Count {
	if !slices.ContainsFunc(counts, func(c Count) bool { return c.Field == rashomon.Killed }) {
		if c, ok := Death(g); ok {
			return append(counts, c)
		}
	}
	return counts
}

// Death returns the first telling of the death of one person who is named or was spoken of
// before: "he was pronounced dead", "the victim later died", "then shot and killed himself".
// It counts nobody anew: only where a text counts none of the dead is it a count of one.
func Death(g *grammar.Text) (Count, bool) {
	d := &reader{grammar: g, doc: g.Doc}
	for _, s := range g.Doc.Sentences {
		for i := s.First; i < s.Last; i++ {
			who, span := d.died(i, run{s.First, s.Last})
			if who < 0 {
				continue
			}
			t := rashomon.Tally{Min: 1, Max: 1}
			if g, person := groupOf(d.low(who)); person {
				t = whoIs(t, d.low(who), g)
			} else {
				t = whoIs(t, "people", rashomon.People)
			}
			return Count{Field: rashomon.Killed, Tally: t, Span: d.words(span), Value: d.words(run{who, who + 1}), Whole: -1}, true
		}
	}
	return Count{}, false
}

// died returns the word of the one person of whom the words at i in the sentence s say that
// he died, or -1, and the words that say it.
func (d *reader) died(i int, s run) (who int, span run) {
	if d.dying(i) {
		if who = d.dier(i, s.first); who >= 0 {
			return who, run{who, i + 1}
		}
	}
	w, next := d.low(i), d.low(i+1)
	killed := w == "killed" || w == "kills" || w == "killing" || fatally[w] && (next == "shot" || next == "shooting")
	for k := i + 1; killed && k < min(i+3, s.last); k++ {
		if x := d.low(k); x == "himself" || x == "herself" {
			return k, run{i, k + 1}
		}
	}
	return -1, run{}
}

// dying reports whether word i says that its subject died.
func (d *reader) dying(i int) bool {
	switch d.low(i) {
	case "died", "dies", "succumbed":
		return true
	case "dead", "deceased":
		return d.near(max(i-1, 0), i, "pronounced", "declared", "dead", "found", "was", "is")
	case "killed":
		return d.near(max(i-3, 0), i, "was", "being", "been")
	}
	return false
}

// dier returns the one person, at or behind word first, of whom word i says that he died, or -1.
func (d *reader) dier(i, first int) int {
	for k := i - 1; k >= first && k > i-9; k-- {
		w := d.low(k)
		_, person := groupOf(w)
		switch {
		case w == "he" || w == "she":
			return k
		case person && !plural(w):
			if d.definite(k, first) {
				return k
			}
			return -1
		case denies[w] || strings.HasSuffix(w, "n't"):
			return -1
		case auxWords[w] || grammar.Adverbs[w] || w == "and" || w == "but" || w == "shot" || w == "struck" || w == "," || numberWord(w) || strings.HasSuffix(w, "ly"):
		case d.name(k):
			return k
		default:
			return -1
		}
	}
	return -1
}

// denies are words before a death that has not come about.
var denies = grammar.LexiconOf(`not never would could might may almost nearly should will if cannot`)

// definite reports whether the person at word k was spoken of before, or opens a title.
func (d *reader) definite(k, first int) bool {
	title := d.doc.Sentences[d.doc.Words[k].Sentence].Title
	for n := k - 1; n >= first && n > k-5; n-- {
		w := d.low(n)
		if w == "the" {
			return true
		}
		if !d.nounWord(n) && !numberWord(w) {
			return title && w == ":"
		}
	}
	return title
}
