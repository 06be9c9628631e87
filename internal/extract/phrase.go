package extract

import (
	"strings"

	"rashomon"
)

// run is a half-open range of the words of the draft's Doc.
type run struct{ first, last int }

// none is the run of no words.
var none = run{}

func (r run) empty() bool    { return r.first >= r.last }
func (r run) has(i int) bool { return r.first <= i && i < r.last }
func (r run) join(o run) run { return run{min(r.first, o.first), max(r.last, o.last)} }

// words returns the span of r.
func (d *draft) words(r run) rashomon.Span { return d.doc.Span(r.first, r.last) }

// sentence returns the words of the sentence that word i stands in.
func (d *draft) sentence(i int) run {
	s := d.doc.Sentences[d.doc.Words[i].Sentence]
	return run{s.First, s.Last}
}

// name reports whether word i is capitalised where that means a name: not in a
// sentence all in capitals or in title case.
func (d *draft) name(i int) bool {
	return (d.doc.Capital(i) || arabicName(d.doc.Word(i))) && !d.shouting(d.doc.Words[i].Sentence)
}

// arabicName reports whether w is a name that its article writes small: "al-Zor".
func arabicName(w string) bool {
	_, after, ok := strings.Cut(w, "-")
	return ok && len(w)-len(after) <= 4 && after != "" && after[0] >= 'A' && after[0] <= 'Z'
}

// shouting reports whether most words of the sentence are capitalised, so that a
// capital says nothing.
func (d *draft) shouting(sentence int) bool { return d.loud[sentence] }

// spell fills d.loud and d.lower.
func (d *draft) spell() {
	d.loud = make([]bool, len(d.doc.Sentences))
	for k, s := range d.doc.Sentences {
		capital, all := 0, 0
		for i := s.First; i < s.Last; i++ {
			if d.doc.Punct(i) || len(d.doc.Word(i)) < 4 {
				continue
			}
			all++
			if d.doc.Capital(i) {
				capital++
			}
		}
		d.loud[k] = (all > 5 || s.Title && all > 2) && capital*10 >= all*7
	}
	d.lower = make([]string, len(d.doc.Words))
	for i, w := range d.doc.Words {
		d.lower[i] = d.doc.Lower(i)
		if short, ok := initialisms[d.doc.Word(i)]; ok && !d.loud[w.Sentence] {
			d.lower[i] = short
		}
	}
}

// initialisms are names that in small letters would be other words.
var initialisms = map[string]string{"WHO": "w.h.o.", "IS": "isis", "US": "u.s.", "AP": "ap", "IT": "i.t."}

// low returns word i as the lexicons spell it; "" out of range.
func (d *draft) low(i int) string {
	if i < 0 || i >= len(d.lower) {
		return ""
	}
	return d.lower[i]
}

// nounWord reports whether word i can stand inside a noun phrase.
func (d *draft) nounWord(i int) bool {
	w := d.low(i)
	switch {
	case w == "" || d.doc.Punct(i):
		return w == "&" || w == "@"
	case prepositions[w], conjunctions[w], pronouns[w], auxiliary[w], d.adverb(i):
		return false
	case weekdays[w] && !(w == "march" || w == "may"):
		return false
	case strings.HasSuffix(w, ".") && len(w) > 2 && len(w) < 6 && !titles[w]:
		return false
	case d.name(i), voiceNouns[w], participles[w], strings.Contains(w, "-"):
		return true
	case speechVerbs[w] != "" && !ambiguousNoun[w], violentVerbs[w]:
		return false
	case strings.HasSuffix(w, "ing"), strings.HasSuffix(w, "ed"):
		return attackNouns[w]
	}
	return true
}

// adverb reports whether word i is an adverb, by the list or by its ending.
func (d *draft) adverb(i int) bool {
	w := d.low(i)
	if adverbs[w] {
		return true
	}
	return strings.HasSuffix(w, "ly") && len(w) > 5 && !d.name(i) && w != "family" && w != "assembly" && w != "deadly"
}

// nounLeft returns the simple noun phrase that ends before word end, no further
// left than floor.
func (d *draft) nounLeft(end, floor int) run {
	i := end
	for i > floor {
		w := d.low(i - 1)
		switch {
		case w == ")" || w == "]":
			open := d.bracketLeft(i-1, floor)
			if open < 0 {
				return run{i, end}
			}
			i = open
			continue
		case w == "that" && speechVerbs[d.low(i-2)] != "":
			return run{i, end}
		case determiners[w] && i < end:
			return run{d.moreDeterminers(i-1, floor), end}
		case isNumber(w) && len(w) < 4 && i < end:
			return run{i - 1, end}
		case !d.nounWord(i-1) || isNumber(w):
			return run{i, end}
		case i < end && d.breaksAfter(i-1, end):
			return run{i, end}
		}
		i--
	}
	return run{i, end}
}

// breaksAfter reports whether a phrase ends at word i although the next word could go
// on with it: "12 civilians activists said" lost its comma.
func (d *draft) breaksAfter(i, end int) bool {
	w, next := d.low(i), d.low(i+1)
	if i+1 < end && agencies[next] && next != w && !voiceNouns[w] && !relayNouns[w] && !determiners[w] && !strings.HasSuffix(w, "n") {
		return true
	}
	if i+1 < end && !d.doc.Capital(i) && (d.name(i+1) || next == "state" || next == "local") && landNouns[w] {
		return true
	}
	if d.name(i) || strings.HasSuffix(w, "'s") || strings.HasSuffix(w, "s'") {
		return false
	}
	if lost := strings.TrimSuffix(w, "s"); lost != w && (agentNouns[lost] || lost == "army" || lost == "country") && !agentNouns[w] {
		return false
	}
	if next == "(" || next == "[" {
		return false
	}
	return strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !pluralModifiers[w] && i+1 < end
}

// moreDeterminers takes what stands before a determiner: "all the", "some of the".
func (d *draft) moreDeterminers(i, floor int) int {
	for i > floor && determiners[d.low(i-1)] {
		i--
	}
	return i
}

func (d *draft) bracketLeft(i, floor int) int {
	for j := i - 1; j >= floor && j > i-10; j-- {
		if w := d.low(j); w == "(" || w == "[" {
			return j
		}
	}
	return -1
}

// nounRight returns the simple noun phrase that begins at word first, no further
// right than ceil: an article, its words, brackets that belong to it.
func (d *draft) nounRight(first, ceil int) run {
	i := first
	for i < ceil && determiners[d.low(i)] {
		i++
	}
	for i < ceil {
		w := d.low(i)
		if w == "(" || w == "[" {
			if c := d.bracketRight(i, ceil); c > 0 {
				i = c
				continue
			}
			break
		}
		if !d.nounWord(i) && !isNumber(w) {
			break
		}
		if i > first && isNumber(w) {
			break
		}
		i++
		if d.breaksAfter(i-1, i+1) && i < ceil && !d.name(i) && d.nounWord(i) && voiceNouns[d.low(i-1)] {
			break
		}
	}
	return run{first, i}
}

func (d *draft) bracketRight(i, ceil int) int {
	for j := i + 1; j < ceil && j < i+10; j++ {
		if w := d.low(j); w == ")" || w == "]" {
			return j + 1
		}
	}
	return -1
}

// head returns the index of the head of a simple noun phrase: its last word
// outside brackets.
func (d *draft) head(r run) int {
	for i := r.last - 1; i >= r.first; i-- {
		w := d.low(i)
		if w == ")" || w == "]" {
			if open := d.bracketLeft(i, r.first); open >= 0 {
				i = open
				continue
			}
		}
		if !d.doc.Punct(i) {
			return i
		}
	}
	return r.first
}

// attachedLeft extends the phrase r to the left over "head of", "a source at" and
// coordinations, while what it hangs on passes the test.
func (d *draft) attachedLeft(r run, floor int, fits func(head int) bool) run {
	for hops := 0; hops < 5 && r.first > floor && !r.empty(); hops++ {
		w := d.low(r.first - 1)
		if !attaching[w] && w != "and" && w != "&" {
			return r
		}
		left := d.nounLeft(r.first-1, floor)
		if left.empty() || !fits(d.head(left)) && !((w == "of" || w == "from") && d.personLike(left)) {
			return r
		}
		r = run{left.first, r.last}
	}
	return r
}

// personLike reports whether a phrase ends with two names and hangs on nothing:
// "Abu Karim" in "Abu Karim of the Front".
func (d *draft) personLike(r run) bool {
	return r.last-r.first > 1 && d.person(r.last-1) && d.person(r.last-2) && d.name(r.last-1) && !prepositions[d.low(r.first-1)]
}

// attachedRight extends the phrase r to the right over "of X", "at X", "for X".
func (d *draft) attachedRight(r run, ceil int) run {
	for hops := 0; hops < 4 && r.last < ceil && !r.empty(); hops++ {
		w := d.low(r.last)
		if next := d.low(r.last + 1); !(w == "of" || w == "for" || w == "at" || w == "in" && hops == 0 && next != "a" && (next != "an" || !issued[d.low(r.last+2)])) {
			return r
		}
		right := d.nounRight(r.last+1, ceil)
		if right.empty() || right.last == right.first+1 && determiners[d.low(right.first)] {
			return r
		}
		r.last = right.last
	}
	return r
}

func isNumber(w string) bool {
	return w != "" && isDigit(w[0]) || numberWords[w]
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
