package grammar

import (
	"slices"
	"strings"

	"rashomon"
)

// SpanOf returns the span of r.
func (d *Text) SpanOf(r Run) rashomon.Span { return d.Doc.Span(r.First, r.Last) }

// Sentence returns the words of the sentence that word i stands in.
func (d *Text) Sentence(i int) Run {
	s := d.Doc.Sentences[d.Doc.Words[i].Sentence]
	return Between(s.First, s.Last)
}

// Name reports whether word i is capitalised where that means a name: not in a
// Sentence all in capitals or in title case.
func (d *Text) Name(i int) bool {
	return (d.Doc.Capital(i) || arabicName(d.Doc.Word(i))) && !d.Shouting(d.Doc.Words[i].Sentence)
}

// arabicName reports whether w is a name that its article writes small: "al-Zor".
func arabicName(w string) bool {
	_, after, ok := strings.Cut(w, "-")
	return ok && len(w)-len(after) <= 4 && after != "" && after[0] >= 'A' && after[0] <= 'Z'
}

// Shouting reports whether most words of the sentence are capitalised, so that a
// capital says nothing.
func (d *Text) Shouting(sentence int) bool { return d.loud[sentence] }

// spell fills d.loud and d.lower.
func (d *Text) spell() {
	d.loud = make([]bool, len(d.Doc.Sentences))
	for k, s := range d.Doc.Sentences {
		capital, all := 0, 0
		for i := s.First; i < s.Last; i++ {
			if d.Doc.Punct(i) || len(d.Doc.Word(i)) < 4 {
				continue
			}
			all++
			if d.Doc.Capital(i) {
				capital++
			}
		}
		d.loud[k] = d.allCapitals(Between(s.First, s.Last)) || (all > 5 || s.Title && all > 2) && capital*10 >= all*7
	}
	d.lower = make([]string, len(d.Doc.Words))
	for i, w := range d.Doc.Words {
		d.lower[i] = d.Doc.Lower(i)
		if short, ok := initialisms[d.Doc.Word(i)]; ok && !d.loud[w.Sentence] {
			d.lower[i] = short
		}
	}
}

// initialisms are names that in small letters would be other words.
var initialisms = map[string]string{"WHO": "w.h.o.", "IS": "isis", "US": "u.s.", "AP": "ap", "IT": "i.t."}

// allCapitals reports whether no word of r has a small letter, and three or more
// have a capital.
func (d *Text) allCapitals(r Run) bool {
	words := 0
	for i := r.First; i < r.Last; i++ {
		w := d.Doc.Word(i)
		if d.Doc.Punct(i) || len(w) < 2 || IsDigit(w[0]) {
			continue
		}
		if strings.ToUpper(w) != w {
			return false
		}
		words++
	}
	return words > 2
}

// Low returns word i as the lexicons spell it; "" out of range.
func (d *Text) Low(i int) string {
	if i < 0 || i >= len(d.lower) {
		return ""
	}
	return d.lower[i]
}

// NounWord reports whether word i can stand inside a noun phrase.
func (d *Text) NounWord(i int) bool {
	w := d.Low(i)
	switch {
	case w == "" || d.Doc.Punct(i):
		return w == "&" || w == "@"
	case Prepositions[w], Conjunctions[w], Pronouns[w], Auxiliary[w], d.Adverb(i):
		return false
	case Weekdays[w] && w != "march" && w != "may":
		return d.namedAfterTime(i)
	case strings.HasSuffix(w, ".") && len(w) > 2 && len(w) < 6 && !Titles[w]:
		return false
	case d.Name(i), VoiceNouns[w], Participles[w], strings.Contains(w, "-"):
		return true
	case SpeechVerbs[w] != "" && !AmbiguousNoun[w], ViolentVerbs[w]:
		return AttackNouns[w] && articles[d.Low(i-1)]
	case w == "led", len(w) > 3 && (strings.HasSuffix(w, "ing") || strings.HasSuffix(w, "ed")):
		return AttackNouns[w] || TargetHeads[w]
	}
	return true
}

// namedAfterTime reports whether word i, a word of time, is a part of a name: the
// "New Dawn group", not "Friday Night".
func (d *Text) namedAfterTime(i int) bool {
	return timesOfDay[d.Low(i)] && d.Name(i) && i > 0 && d.Name(i-1) && !Weekdays[d.Low(i-1)] && d.Low(i+1) != ","
}

// Adverb reports whether word i is an adverb, by the list or by its ending.
func (d *Text) Adverb(i int) bool {
	w := d.Low(i)
	if Adverbs[w] {
		return true
	}
	return strings.HasSuffix(w, "ly") && len(w) > 5 && !d.Name(i) && w != "family" && w != "assembly" && w != "deadly"
}

// NounLeft returns the simple noun phrase that ends before word end, no further
// left than floor.
func (d *Text) NounLeft(end, floor int) Run {
	i := end
	for i > floor {
		w := d.Low(i - 1)
		switch {
		case w == ")" || w == "]":
			open := d.bracketLeft(i-1, floor)
			if open < 0 {
				return Between(i, end)
			}
			i = open
			continue
		case w == "that" && SpeechVerbs[d.Low(i-2)] != "":
			return Between(i, end)
		case Determiners[w] && i < end:
			return Between(d.moreDeterminers(i-1, floor), end)
		case IsNumber(w) && len(w) < 4 && i < end:
			return Between(i-1, end)
		case !d.NounWord(i-1) || IsNumber(w):
			return Between(i, end)
		case i < end && d.breaksAfter(i-1, end):
			return Between(i, end)
		}
		i--
	}
	return Between(i, end)
}

// breaksAfter reports whether a phrase ends at word i although the next word could go
// on with it: "12 civilians activists said" lost its comma.
func (d *Text) breaksAfter(i, end int) bool {
	w, next := d.Low(i), d.Low(i+1)
	if len(w) > 3 && strings.HasSuffix(w, ".") && i+3 <= end && Determiners[d.Low(i-1)] && d.Person(i+1) && d.Person(i+2) {
		return true // "against the U.S. Abu Karim said": the stop ended a sentence
	}
	if i+1 < end && Agencies[next] && next != w && !VoiceNouns[w] && !RelayNouns[w] && !Determiners[w] && !strings.HasSuffix(w, "n") {
		return true
	}
	if i+1 < end && !d.Doc.Capital(i) && (d.Name(i+1) || next == "state" || next == "local") && LandNouns[w] {
		return true
	}
	if d.Name(i) || strings.HasSuffix(w, "'s") || strings.HasSuffix(w, "s'") {
		return false
	}
	if lost := strings.TrimSuffix(w, "s"); lost != w && (AgentNouns[lost] || lost == "army" || lost == "country") && !AgentNouns[w] {
		return false
	}
	if next == "(" || next == "[" {
		return false
	}
	return strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !PluralModifiers[w] && i+1 < end
}

// moreDeterminers takes what stands before a determiner: "all the", "some of the".
func (d *Text) moreDeterminers(i, floor int) int {
	for i > floor && Determiners[d.Low(i-1)] {
		i--
	}
	return i
}

func (d *Text) bracketLeft(i, floor int) int {
	for j := i - 1; j >= floor && j > i-10; j-- {
		if w := d.Low(j); w == "(" || w == "[" {
			return j
		}
	}
	return -1
}

// NounRight returns the simple noun phrase that begins at word first, no further
// right than ceil: an article, its words, brackets that belong to it.
func (d *Text) NounRight(first, ceil int) Run {
	i := first
	for i < ceil && Determiners[d.Low(i)] {
		i++
	}
	for i < ceil {
		w := d.Low(i)
		if w == "(" || w == "[" {
			if c := d.bracketRight(i, ceil); c > 0 {
				i = c
				continue
			}
			break
		}
		if !d.NounWord(i) && !IsNumber(w) {
			break
		}
		if i > first && (IsNumber(w) || articles[w] && i > d.afterDeterminers(first)) {
			break
		}
		i++
		if d.breaksAfter(i-1, i+1) && i < ceil && !d.Name(i) && d.NounWord(i) && VoiceNouns[d.Low(i-1)] {
			break
		}
	}
	return Between(first, i)
}

// afterDeterminers returns the first word from i on that is no determiner.
func (d *Text) afterDeterminers(i int) int {
	for Determiners[d.Low(i)] {
		i++
	}
	return i
}

func (d *Text) bracketRight(i, ceil int) int {
	for j := i + 1; j < ceil && j < i+10; j++ {
		if w := d.Low(j); w == ")" || w == "]" {
			return j + 1
		}
	}
	return -1
}

// Head returns the index of the head of a simple noun phrase: its last word
// outside brackets.
func (d *Text) Head(r Run) int {
	for i := r.Last - 1; i >= r.First; i-- {
		w := d.Low(i)
		if w == ")" || w == "]" {
			if open := d.bracketLeft(i, r.First); open >= 0 {
				i = open
				continue
			}
		}
		if !d.Doc.Punct(i) {
			return i
		}
	}
	return r.First
}

// AttachedLeft extends the phrase r to the left over "head of", "a source at" and
// coordinations, while what it hangs on passes the test.
func (d *Text) AttachedLeft(r Run, floor int, fits func(head int) bool) Run {
	for hops := 0; hops < 5 && r.First > floor && !r.Empty(); hops++ {
		w := d.Low(r.First - 1)
		if !Attaching[w] && w != "and" && w != "&" {
			return r
		}
		left := d.NounLeft(r.First-1, floor)
		fromPerson := (w == "of" || w == "from") && d.personLike(left)
		if left.Empty() || !fits(d.Head(left)) && !fromPerson {
			return r
		}
		r = Between(left.First, r.Last)
	}
	return r
}

// personLike reports whether a phrase ends with two names and hangs on nothing:
// "Abu Karim" in "Abu Karim of the Front".
func (d *Text) personLike(r Run) bool {
	return r.Last-r.First > 1 && d.Person(r.Last-1) && d.Person(r.Last-2) && d.Name(r.Last-1) && !Prepositions[d.Low(r.First-1)]
}

// AttachedRight extends the phrase r to the right over "of X", "at X", "for X".
func (d *Text) AttachedRight(r Run, ceil int) Run {
	for hops := 0; hops < 4 && r.Last < ceil && !r.Empty(); hops++ {
		w := d.Low(r.Last)
		next := d.Low(r.Last + 1)
		inside := w == "in" && hops == 0 && next != "a" && (next != "an" || !Issued[d.Low(r.Last+2)]) // not "in an email"
		if w != "of" && w != "for" && w != "at" && !inside {
			return r
		}
		right := d.NounRight(r.Last+1, ceil)
		if right.Empty() || right.Last == right.First+1 && Determiners[d.Low(right.First)] {
			return r
		}
		r.Last = right.Last
	}
	return r
}

// IsNumber reports whether w is a number in digits or one of NumberWords.
func IsNumber(w string) bool {
	return w != "" && IsDigit(w[0]) || NumberWords[w]
}

// IsDigit reports whether c is a decimal digit.
func IsDigit(c byte) bool { return c >= '0' && c <= '9' }

// Near reports whether one of the lower-case words stands in [first, last).
func (d *Text) Near(first, last int, words ...string) bool {
	for i := first; i < last; i++ {
		if slices.Contains(words, d.Low(i)) {
			return true
		}
	}
	return false
}
