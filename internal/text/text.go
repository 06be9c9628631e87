// Package text cuts a Report's Text into sentences and words and computes the
// numbers and dates that its words spell out, each with its Span. It owns no
// tables, keeps no state and does no I/O.
package text

import (
	"strings"

	"rashomon"
)

// Word is one word, number or punctuation mark. Sentence is the index of its
// Sentence in the Doc.
type Word struct {
	rashomon.Span
	Sentence int
}

// Sentence is a run of words [First, Last) of the Doc. Title marks the report's
// title, which is always one sentence.
type Sentence struct {
	rashomon.Span
	First, Last int
	Title       bool
}

// Doc is a text cut up. Words and Sentences are in text order; every word belongs
// to exactly one sentence.
type Doc struct {
	Text      string
	Words     []Word
	Sentences []Sentence

	lower []string
}

// Parse cuts up a Report's Text: a title, a line break, a body. It takes any
// bytes, in time linear in their number; what is no valid UTF-8 parts words.
func Parse(text string) *Doc {
	d := &Doc{Text: text}
	d.cutWords()
	d.cutSentences()
	d.lower = make([]string, len(d.Words))
	straight := strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "‐", "-", "‑", "-")
	for i, w := range d.Words {
		d.lower[i] = straight.Replace(strings.ToLower(w.Of(text)))
	}
	return d
}

// Word returns the words[i] as they stand in the text; "" out of range.
func (d *Doc) Word(i int) string {
	if i < 0 || i >= len(d.Words) {
		return ""
	}
	return d.Words[i].Of(d.Text)
}

// Lower returns word i in lower case with straight apostrophes and hyphens; ""
// out of range.
func (d *Doc) Lower(i int) string {
	if i < 0 || i >= len(d.lower) {
		return ""
	}
	return d.lower[i]
}

// Span returns the span from the start of word first to the end of word last-1.
// It is empty when the range holds no word.
func (d *Doc) Span(first, last int) rashomon.Span {
	first, last = max(first, 0), min(last, len(d.Words))
	if first >= last {
		return rashomon.Span{}
	}
	return rashomon.Span{Start: d.Words[first].Start, End: d.Words[last-1].End}
}

// At returns the index of the first word that ends after byte offset at, which is
// len(d.Words) when there is none.
func (d *Doc) At(at int) int {
	lo, hi := 0, len(d.Words)
	for lo < hi {
		mid := (lo + hi) / 2
		if d.Words[mid].End > at {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}

// Range returns the words [first, last) that overlap s.
func (d *Doc) Range(s rashomon.Span) (first, last int) {
	first = d.At(s.Start)
	last = first
	for last < len(d.Words) && d.Words[last].Start < s.End {
		last++
	}
	return first, last
}

// Capital reports whether word i begins with a capital letter.
func (d *Doc) Capital(i int) bool { return isCapital(d.Word(i)) }

// Punct reports whether word i is a punctuation mark or a symbol.
func (d *Doc) Punct(i int) bool {
	w := d.Word(i)
	return w != "" && !startsWord(w)
}
