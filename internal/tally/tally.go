// Package tally reads counts of people killed, injured, missing and captured from
// sentences: which words of harm stand there, which counted people they are said
// of, and which counts are parts of others. It owns no tables and keeps no state.
package tally

import (
	"sort"

	"rashomon"
	"rashomon/internal/grammar"
	"rashomon/internal/text"
)

// Count is one toll as its words give it. Span covers the words of harm and the
// people counted; Value the words that the number is computed from.
type Count struct {
	Field      rashomon.Field
	Tally      rashomon.Tally
	Span       rashomon.Span
	Value      rashomon.Span
	Also       []rashomon.Span // words outside Span that the value stands on: "at least"
	Whole      int             // index, among the counts returned, of the one this is a part of; -1 for none
	OfDead     bool            // "11 of the dead were children": a part of those killed
	Superseded bool            // "rose from 22": replaced by a later count of the same sentence
}

// clauseLimit is the most words read as one sentence: no real one is longer, and
// it keeps hostile ones cheap.
const clauseLimit = 300

// Read returns the counts of every sentence of g, in text order by sentence.
// Numbers inside the times are dates and count nobody.
func Read(g *grammar.Text, times []text.Time) []Count {
	d := &reader{grammar: g, doc: g.Doc, times: times}
	d.police = d.policed(run{0, len(g.Doc.Words)})
	var counts []Count
	for _, s := range g.Doc.Sentences {
		d.before = counts
		for first := s.First; first < s.Last; first += clauseLimit {
			bounds := d.bind(first, min(first+clauseLimit, s.Last))
			base := len(counts)
			for _, b := range bounds {
				c := d.count(b)
				if b.whole >= 0 {
					c.Whole = base + b.whole
				}
				counts = append(counts, c)
			}
		}
	}
	for i := range counts {
		if counts[i].OfDead {
			counts[i].Whole = wholeBefore(counts[:i], counts[i])
		}
	}
	return counts
}

// wholeBefore returns the index of the last count that n can be a part of, or -1.
func wholeBefore(before []Count, n Count) int {
	for i := len(before) - 1; i >= 0; i-- {
		c := before[i]
		if c.Field == n.Field && c.Whole < 0 && !c.OfDead && c.Tally.Min >= n.Tally.Min && c.Tally.Group == rashomon.People {
			return i
		}
	}
	return -1
}

// Harmful reports whether the lower-case word w is one of death, injury or capture.
func Harmful(w string) bool { return len(harms[w]) > 0 }

// Harming reports whether words of harm, or of what comes of it, stand among the words of r.
func Harming(t *grammar.Text, r grammar.Run) bool {
	for i := r.First; i < r.Last; i++ {
		if w := t.Low(i); Harmful(w) || comesOfHarm[w] || conditions[w] {
			return true
		}
	}
	return false
}

var comesOfHarm = grammar.LexiconOf(`hit hits hitting struck striking victim victims hospital hospitals hospitalized clinic condition conditions bullet bullets gunshot
	gunshots gunfire fatal fatally fatality toll lost losing lose loss grazed paralyzed burned burnt burns wound wounds injuries survived survive
	survivor survivors suicide casualty casualties homicide fell fallen crushed buried funeral loses bleeding blood beaten beating beat blinded
	amputated unconscious shrapnel stabbed attacked tortured raped assaulted shootings fire`)

// People returns the class of the people that the lower-case noun w names. ok is
// false when it names no people.
func People(w string) (g rashomon.Group, ok bool) { return groupOf(w) }

// OnePhrase reports whether the words at a and b name the same people: "a" and "driver"
// of "a bus driver".
func OnePhrase(t *grammar.Text, a, b rashomon.Span) bool {
	if b.Start < a.Start {
		a, b = b, a
	}
	_, from := t.Doc.Range(a)
	to, _ := t.Doc.Range(b)
	if to-from > 3 || to < from {
		return false
	}
	for i := from; i <= to; i++ {
		if x := t.Low(i); t.Doc.Punct(i) || grammar.Conjunctions[x] || grammar.Prepositions[x] || grammar.Determiners[x] || grammar.IsNumber(x) || Harmful(x) {
			return false
		}
	}
	return true
}

// reader reads one text.
type reader struct {
	grammar *grammar.Text
	doc     *text.Doc
	times   []text.Time
	before  []Count // of the sentences before
	police  bool    // the text has police and no soldiers
}

// count makes a Count of what was bound.
func (d *reader) count(b bound) Count {
	t := b.people.tally
	t.Relation = b.relation
	c := Count{Field: b.field, Span: d.words(b.span), Value: d.words(b.people.number), Whole: -1, OfDead: b.people.dead, Superseded: b.superseded}
	if b.more != nil {
		t.Min, t.Max = t.Min+b.more.tally.Min, t.Max+b.more.tally.Max
		t.Who, t.Group = "people", rashomon.People
		c.Value = c.Value.Join(d.words(b.more.number))
	}
	if b.under != nil {
		t.Max = rashomon.Open
		c.Also = append(c.Also, d.words(b.under.number))
	}
	c.Tally = t
	return c
}

// run is a half-open range of the words of the text.
type run struct{ first, last int }

func (r run) join(o run) run { return run{min(r.first, o.first), max(r.last, o.last)} }

func (d *reader) low(i int) string          { return d.doc.Lower(i) }
func (d *reader) words(r run) rashomon.Span { return d.doc.Span(r.first, r.last) }

// sentence returns the words of the sentence that word i stands in.
func (d *reader) sentence(i int) run {
	s := d.doc.Sentences[d.doc.Words[i].Sentence]
	return run{s.First, s.Last}
}

// dated reports whether word i belongs to a date.
func (d *reader) dated(i int) bool {
	k := sort.Search(len(d.times), func(k int) bool { return d.times[k].Last > i })
	return k < len(d.times) && d.times[k].First <= i
}
