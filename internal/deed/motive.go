package deed

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

// motives finds why it was done.
func (d *reader) motives() []finding {
	var found []finding
	d.eachWord(func(i int, s grammar.Run) {
		if x, ok := d.motiveAt(i, s); ok {
			found = append(found, x)
		}
	})
	return found
}

func (d *reader) motiveAt(i int, s grammar.Run) (finding, bool) {
	w, next := d.Low(i), d.Low(i+1)
	switch {
	case (w == "retaliation" || w == "revenge" || w == "reprisal" || w == "response") && (next == "for" || next == "to") &&
		(d.Low(i-1) == "in" || d.Low(i-1) == "as" || grammar.Determiners[d.Low(i-1)]):
		if r := d.AttachedRight(d.NounRight(i+2, s.Last), s.Last); !r.Empty() {
			return finding{value: grammar.Between(i, r.Last), span: grammar.Between(i-1, r.Last)}, true
		}
	case w == "aimed" && next == "at" || w == "motivated" && next == "by":
		if end := d.clauseEnd(i+2, s, 7); end > i+2 {
			return finding{value: grammar.Between(i+2, end), span: grammar.Between(i, end)}, true
		}
	case (w == "attempt" || w == "bid" || w == "effort") && next == "to" && d.Low(i-2) == "in":
		if end := d.clauseEnd(i+2, s, 7); end > i+2 {
			return finding{value: grammar.Between(i+2, end), span: grammar.Between(i-2, end)}, true
		}
	case w == "motive" || w == "motives":
		return d.noMotive(i, s)
	case w == "accidental" || w == "accidentally" || w == "intentional" || w == "random" || w == "unintentional" || w == "self-defense":
		return finding{value: grammar.Between(i, i+1), span: grammar.Between(d.motiveFirst(i, s), i+1)}, true
	case w == "mistaken" && next == "identity":
		return finding{value: grammar.Between(i, i+2), span: grammar.Between(i, i+2)}, true
	case w == "gang-related" || w == "drug-related" || w == "gang" && next == "related" || w == "drug" && next == "related":
		return finding{value: grammar.Between(i, i+1), span: grammar.Between(i, i+1)}, true
	case w == "altercation" || w == "dispute" || w == "argument" || w == "quarrel" || w == "robbery":
		first := d.phraseFirst(i, s)
		return finding{value: grammar.Between(i, i+1), span: grammar.Between(first, i+1)}, true
	}
	return finding{}, false
}

// noMotive is "the motive is unknown", "police had no motive".
func (d *reader) noMotive(i int, s grammar.Run) (finding, bool) {
	for j := max(s.First, i-6); j < min(s.Last, i+9); j++ {
		switch w := d.Low(j); {
		case w == "unknown", w == "unclear", w == "no", w == "not", w == "yet", w == "investigating", w == "determine", strings.HasSuffix(w, "n't"):
			return finding{grammar.Between(i, i+1), grammar.Between(min(i, j), max(i, j)+1), rashomon.Doubts}, true
		}
	}
	return finding{}, false
}

// motiveFirst takes the negation before "intentional": "not a random".
func (d *reader) motiveFirst(i int, s grammar.Run) int {
	for j := i - 1; j >= s.First && j >= i-3; j-- {
		if d.Low(j) == "not" || d.Low(j) == "nothing" {
			return j
		}
	}
	return i
}

// clauseEnd returns where the clause ends that begins at word i, at most n words on.
func (d *reader) clauseEnd(i int, s grammar.Run, n int) int {
	j := i
	for j < s.Last && j < i+n && !d.Doc.Punct(j) && !grammar.Conjunctions[d.Low(j)] && grammar.SpeechVerbs[d.Low(j)] == "" {
		j++
	}
	return j
}
