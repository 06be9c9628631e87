package extract

import (
	"strings"

	"rashomon"
)

// responses returns the claims of what was done about it: inquiries, silence,
// attempts to verify, arrests without a count.
func (d *draft) responses() []rashomon.Claim {
	var found []finding
	d.eachWord(func(i int, s run) {
		if x, ok := d.responseAt(i, s); ok {
			found = append(found, x)
		}
	})
	return d.claims(rashomon.Response, found)
}

func (d *draft) responseAt(i int, s run) (finding, bool) {
	w := d.low(i)
	switch {
	case w == "investigation" || w == "inquiry" || w == "probe" || w == "investigations":
		return d.inquiry(i, s)
	case w == "investigating":
		return finding{value: run{i, i + 1}, span: run{d.verbGroup(i, s.first), i + 1}}, true
	case w == "verify" || w == "verified" || w == "confirm" || w == "confirmed" || w == "authenticate":
		return d.unverified(i, s)
	case w == "statement" || w == "comment" || w == "commented" || w == "comments":
		return d.silence(i, s)
	case w == "arrests" && d.low(i-1) == "no":
		return finding{value: run{i - 1, i + 1}, span: run{i - 1, i + 1}}, true
	case strings.HasPrefix(w, "condemn") && d.attackWithin(i, s, 8):
		return finding{value: run{i, i + 1}, span: run{i, d.objectEnd(i, s)}}, true
	case w == "custody" && (d.low(i-1) == "into" || d.low(i-1) == "in") || w == "charged" && d.low(i+1) == "with" || w == "arrested" && d.low(i+1) != "by":
		return finding{value: run{i, i + 1}, span: run{d.verbGroup(i, s.first), i + 1}}, true
	case w == "reward":
		return finding{value: run{i, i + 1}, span: run{d.phraseFirst(i, s), i + 1}}, true
	case w == "meeting" && d.low(i-1) == "emergency":
		return finding{value: run{i - 1, i + 1}, span: run{i - 1, i + 1}}, true
	}
	return finding{}, false
}

// inquiry is "an investigation is ongoing", "opened an inquiry".
func (d *draft) inquiry(i int, s run) (finding, bool) {
	for j := i + 1; j < s.last && j <= i+5; j++ {
		switch d.low(j) {
		case "ongoing", "underway", "launched", "opened", "started", "begun", "continues", "continuing", "way", "conducted", "carried":
			return finding{value: run{i, i + 1}, span: run{d.phraseFirst(i, s), j + 1}}, true
		}
	}
	for j := i - 1; j >= s.first && j >= i-5; j-- {
		switch d.low(j) {
		case "launched", "opened", "open", "ordered", "began", "started", "conducting", "continue", "demanded", "under":
			return finding{value: run{i, i + 1}, span: run{j, i + 1}}, true
		}
	}
	return finding{}, false
}

// unverified is "could not verify", "has not been confirmed".
func (d *draft) unverified(i int, s run) (finding, bool) {
	first := i
	for first > s.first && (d.adverb(first-1) || auxiliary[d.low(first-1)]) {
		first--
	}
	not := false
	for j := first; j < i; j++ {
		w := d.low(j)
		not = not || w == "not" || w == "cannot" || strings.HasSuffix(w, "n't")
	}
	if before := d.low(i - 2); !not && d.low(i-1) == "to" && (before == "unable" || before == "impossible" || before == "difficult" || before == "hard" || d.not(i-3, i-6)) {
		not, first = true, i-2
	}
	if !not {
		return finding{}, false
	}
	end := d.clauseEnd(i+1, s, 10)
	subject, _ := d.subjectLeft(first, s)
	span := run{first, end}
	if !subject.empty() {
		span.first = subject.first
	}
	return finding{run{first, i + 1}, span, rashomon.Doubts}, true
}

// silence is "has not issued a statement", "declined to comment".
func (d *draft) silence(i int, s run) (finding, bool) {
	for j := i - 1; j >= s.first && j >= i-6; j-- {
		w := d.low(j)
		switch {
		case w == "not" || w == "declined" || w == "refused" || w == "no" && j >= i-2 || strings.HasSuffix(w, "n't"):
			first := d.verbGroup(j, s.first)
			subject, _ := d.subjectLeft(first, s)
			span := run{first, i + 1}
			if !subject.empty() {
				span.first = subject.first
			}
			stance := rashomon.States
			if strings.HasPrefix(d.low(i), "comment") && w != "declined" && w != "refused" {
				stance = rashomon.Doubts
			}
			return finding{run{first, i + 1}, span, stance}, true
		case d.doc.Punct(j):
			return finding{}, false
		}
	}
	return finding{}, false
}
