package deed

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

// responses finds what was done about it: inquiries, silence,
// attempts to verify, arrests without a count.
func (d *reader) responses() []finding {
	var found []finding
	d.eachWord(func(i int, s grammar.Run) {
		if x, ok := d.responseAt(i, s); ok {
			found = append(found, x)
		}
	})
	return found
}

func (d *reader) responseAt(i int, s grammar.Run) (finding, bool) {
	w := d.Low(i)
	switch {
	case w == "investigation" || w == "inquiry" || w == "probe" || w == "investigations":
		return d.inquiry(i, s)
	case w == "investigating":
		return finding{value: grammar.Between(i, i+1), span: grammar.Between(d.VerbGroup(i, s.First), i+1)}, true
	case w == "verify" || w == "verified" || w == "confirm" || w == "confirmed" || w == "authenticate" || w == "corroborate" || w == "corroborated":
		return d.unverified(i, s)
	case w == "confirmation" && (d.Low(i-1) == "no" || d.Low(i-2) == "no"):
		first := i - 1
		if d.Low(first) != "no" {
			first--
		}
		return finding{grammar.Between(first, i+1), grammar.Between(first, i+1), rashomon.Doubts}, true
	case w == "statement" || w == "comment" || w == "commented" || w == "comments":
		return d.silence(i, s)
	case w == "arrests" && d.Low(i-1) == "no":
		return finding{value: grammar.Between(i-1, i+1), span: grammar.Between(i-1, i+1)}, true
	case strings.HasPrefix(w, "condemn") && d.attackWithin(i, s, 8):
		return finding{value: grammar.Between(i, i+1), span: grammar.Between(i, d.objectEnd(i, s))}, true
	case w == "custody" && (d.Low(i-1) == "into" || d.Low(i-1) == "in") || w == "charged" && d.Low(i+1) == "with" || w == "arrested" && d.Low(i+1) != "by":
		return finding{value: grammar.Between(i, i+1), span: grammar.Between(d.VerbGroup(i, s.First), i+1)}, true
	case w == "reward":
		return finding{value: grammar.Between(i, i+1), span: grammar.Between(d.phraseFirst(i, s), i+1)}, true
	case w == "meeting" && d.Low(i-1) == "emergency":
		return finding{value: grammar.Between(i-1, i+1), span: grammar.Between(i-1, i+1)}, true
	}
	return finding{}, false
}

// inquiry is "an investigation is ongoing", "opened an inquiry".
func (d *reader) inquiry(i int, s grammar.Run) (finding, bool) {
	for j := i + 1; j < s.Last && j <= i+5; j++ {
		switch d.Low(j) {
		case "ongoing", "underway", "launched", "opened", "started", "begun", "continues", "continuing", "way", "conducted", "carried":
			return finding{value: grammar.Between(i, i+1), span: grammar.Between(d.phraseFirst(i, s), j+1)}, true
		}
	}
	for j := i - 1; j >= s.First && j >= i-5; j-- {
		switch d.Low(j) {
		case "launched", "opened", "open", "ordered", "began", "started", "conducting", "continue", "demanded", "under":
			return finding{value: grammar.Between(i, i+1), span: grammar.Between(j, i+1)}, true
		}
	}
	return finding{}, false
}

// unverified is "could not verify", "has not been confirmed".
func (d *reader) unverified(i int, s grammar.Run) (finding, bool) {
	first := i
	for first > s.First && (d.Adverb(first-1) || grammar.Auxiliary[d.Low(first-1)] || d.Low(first-1) == "yet" || d.Low(first-1) == "neither") {
		first--
	}
	not := false
	for j := first; j < i; j++ {
		w := d.Low(j)
		not = not || w == "not" || w == "cannot" || w == "neither" || strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t")
	}
	if able := d.Low(i-2) == "able" || d.Low(i-3) == "able"; !not && able && d.Negated(i-4, max(s.First, i-8)) {
		for first = i - 2; d.Low(first) != "able"; first-- {
		}
		not, first = true, d.VerbGroup(first, s.First)
	}
	if before := d.Low(i - 2); !not && d.Low(i-1) == "to" && (before == "unable" || before == "impossible" || before == "difficult" || before == "hard" || d.Negated(i-3, i-6)) {
		not, first = true, i-2
	}
	if !not {
		return finding{}, false
	}
	end := d.clauseEnd(i+1, s, 10)
	subject, _ := d.SubjectLeft(first, s)
	span := grammar.Between(first, end)
	if !subject.Empty() {
		span.First = subject.First
	}
	return finding{grammar.Between(first, i+1), span, rashomon.Doubts}, true
}

// silence is "has not issued a statement", "declined to comment".
func (d *reader) silence(i int, s grammar.Run) (finding, bool) {
	for j := i - 1; j >= s.First && j >= i-6; j-- {
		w := d.Low(j)
		switch {
		case w == "not" || w == "declined" || w == "refused" || w == "no" && j >= i-2 || strings.HasSuffix(w, "n't"):
			first := d.VerbGroup(j, s.First)
			subject, _ := d.SubjectLeft(first, s)
			span := grammar.Between(first, i+1)
			if !subject.Empty() {
				span.First = subject.First
			}
			stance := rashomon.States
			if strings.HasPrefix(d.Low(i), "comment") {
				stance = rashomon.Doubts
			}
			return finding{grammar.Between(first, i+1), span, stance}, true
		case d.Doc.Punct(j):
			return finding{}, false
		}
	}
	return finding{}, false
}
