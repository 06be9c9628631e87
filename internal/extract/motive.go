package extract

import (
	"strings"

	"rashomon"
)

// motives returns the claims of why it was done.
func (d *draft) motives() []rashomon.Claim {
	var found []finding
	d.eachWord(func(i int, s run) {
		if x, ok := d.motiveAt(i, s); ok {
			found = append(found, x)
		}
	})
	return d.claims(rashomon.Motive, found)
}

func (d *draft) motiveAt(i int, s run) (finding, bool) {
	w, next := d.low(i), d.low(i+1)
	switch {
	case (w == "retaliation" || w == "revenge" || w == "reprisal" || w == "response") && (next == "for" || next == "to") &&
		(d.low(i-1) == "in" || d.low(i-1) == "as" || determiners[d.low(i-1)]):
		if r := d.attachedRight(d.nounRight(i+2, s.last), s.last); !r.empty() {
			return finding{value: run{i, r.last}, span: run{i - 1, r.last}}, true
		}
	case w == "aimed" && next == "at" || w == "motivated" && next == "by":
		if end := d.clauseEnd(i+2, s, 7); end > i+2 {
			return finding{value: run{i + 2, end}, span: run{i, end}}, true
		}
	case (w == "attempt" || w == "bid" || w == "effort") && next == "to" && d.low(i-2) == "in":
		if end := d.clauseEnd(i+2, s, 7); end > i+2 {
			return finding{value: run{i + 2, end}, span: run{i - 2, end}}, true
		}
	case w == "motive" || w == "motives":
		return d.noMotive(i, s)
	case w == "accidental" || w == "accidentally" || w == "intentional" || w == "random" || w == "unintentional" || w == "self-defense":
		return finding{value: run{i, i + 1}, span: run{d.motiveFirst(i, s), i + 1}}, true
	case w == "mistaken" && next == "identity":
		return finding{value: run{i, i + 2}, span: run{i, i + 2}}, true
	case w == "gang-related" || w == "drug-related" || w == "gang" && next == "related" || w == "drug" && next == "related":
		return finding{value: run{i, i + 1}, span: run{i, i + 1}}, true
	case w == "altercation" || w == "dispute" || w == "argument" || w == "quarrel" || w == "robbery":
		first := d.phraseFirst(i, s)
		return finding{value: run{i, i + 1}, span: run{first, i + 1}}, true
	}
	return finding{}, false
}

// noMotive is "the motive is unknown", "police had no motive".
func (d *draft) noMotive(i int, s run) (finding, bool) {
	for j := max(s.first, i-6); j < min(s.last, i+9); j++ {
		switch w := d.low(j); {
		case w == "unknown", w == "unclear", w == "no", w == "not", w == "yet", w == "investigating", w == "determine", strings.HasSuffix(w, "n't"):
			return finding{run{i, i + 1}, run{min(i, j), max(i, j) + 1}, rashomon.Doubts}, true
		}
	}
	return finding{}, false
}

// motiveFirst takes the negation before "intentional": "not a random".
func (d *draft) motiveFirst(i int, s run) int {
	for j := i - 1; j >= s.first && j >= i-3; j-- {
		if d.low(j) == "not" || d.low(j) == "nothing" {
			return j
		}
	}
	return i
}

// clauseEnd returns where the clause ends that begins at word i, at most n words on.
func (d *draft) clauseEnd(i int, s run, n int) int {
	j := i
	for j < s.last && j < i+n && !d.doc.Punct(j) && !conjunctions[d.low(j)] && speechVerbs[d.low(j)] == "" {
		j++
	}
	return j
}
