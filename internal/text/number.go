package text

import "rashomon"

// Number is a count of people as the words [First, Last) give it, comparators
// included.
type Number struct {
	rashomon.Span
	First, Last int
	Tally       rashomon.Tally
}

// Numbers returns the counts among the words [first, last).
func (d *Doc) Numbers(first, last int) []Number { return nil }
