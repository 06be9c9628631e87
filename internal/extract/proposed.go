package extract

import (
	"sort"
	"strings"

	"rashomon"
	"rashomon/internal/deed"
	"rashomon/internal/grammar"
	"rashomon/internal/tagger"
	"rashomon/internal/tally"
	"rashomon/internal/text"
)

// proposed returns the claim that a proposal makes, its value computed by the grammar
// from the words at its anchor.
func (d *draft) proposed(p *tagger.Proposal, numbers []text.Number) rashomon.Claim {
	value := d.phrase(p)
	var v rashomon.Value
	switch p.Field {
	case rashomon.PlaceField:
		v, value, _ = d.placeAt(value)
	case rashomon.DateField:
		v = d.dateAt(value)
	default:
		value = deed.Unpossessed(p.Field, value, d.doc.Text)
		v = valueOf(p.Field, value.Of(d.doc.Text))
	}
	span := value
	if p.Field.Toll() {
		var t rashomon.Tally
		t, value = d.counted(p, numbers)
		span = d.asserting(value)
		v = d.people(t, p, value)
	}
	c := rashomon.Claim{Report: d.report.ID, Field: p.Field, Value: v, Span: span, Quote: span.Of(d.doc.Text), ValueSpan: value,
		Superseded: p.Superseded > .5, Attribution: d.heard(p), Maker: Maker}
	return c
}

// numberAt returns the number whose words hold the anchor.
func numberAt(numbers []text.Number, anchor rashomon.Span) (n text.Number, ok bool) {
	i := sort.Search(len(numbers), func(i int) bool { return numbers[i].End > anchor.Start })
	if i < len(numbers) && numbers[i].Overlaps(anchor) {
		return numbers[i], true
	}
	return n, false
}

// phrase returns the words of a proposal as a whole phrase, for the model may stop
// inside "U.S.", inside a name or at "the".
func (d *draft) phrase(p *tagger.Proposal) rashomon.Span {
	r := d.run(p.Anchor)
	if w := d.low(r.Last); p.Field == rashomon.DateField && (w == "a.m." || w == "p.m." || w == "am" || w == "pm") {
		r.Last++
	}
	if !p.Field.Toll() && p.Field != rashomon.DateField {
		r = d.grammar.Whole(p.Field, r)
	}
	r.Last = min(r.Last, d.sentence(r.First).last) // the title and the body are two texts
	return d.grammar.SpanOf(r)
}

// numeric reports whether a number stands at the words.
func (w *weighing) numeric(words rashomon.Span) bool {
	_, ok := numberAt(w.numbers, words)
	return ok
}

// farBound is how sure the model must be of a comparator that stands elsewhere: "at
// least 3 killed and 30 wounded".
const farBound = .9

// counted computes the bounds of a count from the number at its anchor with its
// comparators, and by the model's bound where none stands there. It returns the words
// that they stand on.
func (d *draft) counted(p *tagger.Proposal, numbers []text.Number) (rashomon.Tally, rashomon.Span) {
	n, ok := numberAt(numbers, p.Anchor)
	if !ok {
		first, _ := d.doc.Range(p.Anchor)
		n, ok = d.doc.Number(first)
	}
	if ok {
		t := n.Tally
		if t.Min == t.Max && !t.Approx {
			switch {
			case p.BoundP(tagger.AtLeast) > farBound:
				t.Max = rashomon.Open
			case p.BoundP(tagger.UpTo) > farBound:
				t.Min = rashomon.Open
			}
		}
		return t, n.Span
	}
	t := rashomon.Tally{Min: 1, Max: 1, Approx: p.Approx > .5}
	if strings.EqualFold(p.Anchor.Of(d.doc.Text), "both") {
		t.Min, t.Max = 2, 2
	}
	switch p.BoundOf(false) {
	case tagger.SomeOf:
		t.Max = rashomon.Open
	case tagger.NoneOf:
		t.Min, t.Max = 0, 0
	}
	return t, p.Anchor
}

// people says who is counted: the words that the model points to, else the noun
// behind the number.
func (d *draft) people(t rashomon.Tally, p *tagger.Proposal, value rashomon.Span) rashomon.Tally {
	t.Who, t.Group = "people", rashomon.People
	words := p.Who.Words
	if words.Empty() {
		_, last := d.doc.Range(value)
		if g, ok := tally.People(d.low(last)); ok {
			t.Who, t.Group = d.low(last), g
		}
		return t
	}
	first, last := d.doc.Range(words)
	t.Who = strings.ToLower(words.Of(d.doc.Text))
	for i := last - 1; i >= first; i-- {
		if g, ok := tally.People(d.low(i)); ok && g != rashomon.People {
			t.Group = g
			break
		}
	}
	return t
}

// reach is how many words from a count its word of harm is looked for.
const reach = 14

// asserting returns the words from the count to the nearest word of harm in its
// sentence: the shortest that show what is claimed.
func (d *draft) asserting(value rashomon.Span) rashomon.Span {
	first, last := d.doc.Range(value)
	s := d.sentence(first)
	for n := range reach {
		for _, i := range []int{last + n, first - 1 - n} {
			if i >= s.first && i < s.last && tally.Harmful(d.low(i)) {
				return d.words(run{min(first, i), max(last, i+1)})
			}
		}
	}
	return d.words(run{first, max(last, min(last+3, s.last))})
}

// heard returns whose word a proposal is: the chain that the model points to, each
// voice named as the text names it.
func (d *draft) heard(p *tagger.Proposal) rashomon.Attribution {
	a := rashomon.Attribution{Voices: []rashomon.Voice{{Name: d.report.Outlet(), Kind: rashomon.Media}}, Stance: p.StanceOf()}
	if p.Speaker.Words.Empty() {
		return a
	}
	if w := p.Via.Words; !w.Empty() && !w.Overlaps(p.Speaker.Words) {
		a.Voices = append(a.Voices, d.speech.Voice(w))
	}
	a.Voices = append(a.Voices, d.speech.Voice(p.Speaker.Words))
	return a
}

// placeAt returns the place at the words: those words, or, where they name nothing,
// the place that the grammar reads around them, at its words. named is false for "a village".
func (d *draft) placeAt(words rashomon.Span) (where rashomon.Where, at rashomon.Span, named bool) {
	first, last := d.doc.Range(words)
	prep := d.low(first - 1)
	where = rashomon.Where{Name: strings.TrimPrefix(words.Of(d.doc.Text), "the "), Near: prep == "near" || prep == "outside" || prep == "around"}
	named = d.naming(first, last)
	if open := d.low(last - 1); named && open != "of" && open != "the" && open != "in" {
		return where, words, true
	}
	for _, p := range d.spots(d.sentence(first)) {
		if p.first < last && first < p.last {
			return p.where, d.words(p.run), true
		}
	}
	return where, words, named
}

// naming reports whether a word of [first, last) may be a place's name.
func (d *draft) naming(first, last int) bool {
	for i := first; i < last; i++ {
		if d.placeName(i) && !grammar.PlaceNouns[d.low(i)] && !grammar.Directions[d.low(i)] {
			return true
		}
	}
	return false
}

// dateAt returns the time at the words, as wide as they are.
func (d *draft) dateAt(words rashomon.Span) rashomon.Value {
	first, _ := d.doc.Range(words)
	s := d.sentence(first)
	for _, t := range d.timed(s) {
		if t.Overlaps(words) {
			return t.When
		}
	}
	return rashomon.When{Words: words.Of(d.doc.Text)}
}

// nouns returns the words behind a count that may name who is counted.
func (d *draft) nouns(value rashomon.Span) []string {
	_, last := d.doc.Range(value)
	s := d.sentence(max(last-1, 0))
	var all []string
	for i := max(last-1, 0); i < min(last+4, s.last); i++ {
		w := d.low(i)
		if w >= "a" && !grammar.Prepositions[w] && !grammar.Determiners[w] && !grammar.Auxiliary[w] && !grammar.Conjunctions[w] && w != "other" && w != "others" && w != "more" && w != "civilian" {
			all = append(all, w)
		}
	}
	return all
}
