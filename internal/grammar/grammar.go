// Package grammar finds phrases and clauses in a text cut into words: noun
// phrases to the left and to the right of a word, subjects and appositions, the
// classes of words that tell them apart. It owns the lexicons and keeps no state.
package grammar

import "rashomon/internal/text"

// Text is a text cut up, with its words as the lexicons spell them.
type Text struct {
	Doc *text.Doc

	lower []string
	loud  []bool // per sentence: capitals say nothing
}

// Of returns the Text of doc.
func Of(doc *text.Doc) *Text {
	t := &Text{Doc: doc}
	t.spell()
	return t
}

// Run is a half-open range of the words of a Text.
type Run struct{ First, Last int }

// Between returns the run of the words [first, last).
func Between(first, last int) Run { return Run{First: first, Last: last} }

// Empty reports whether the run holds no word.
func (r Run) Empty() bool { return r.First >= r.Last }

// Has reports whether word i stands in the run.
func (r Run) Has(i int) bool { return r.First <= i && i < r.Last }

// Join returns the shortest run that covers r and o.
func (r Run) Join(o Run) Run { return Between(min(r.First, o.First), max(r.Last, o.Last)) }
