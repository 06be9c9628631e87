package text

import "rashomon"

// Time is a date expression: the words [First, Last).
type Time struct {
	rashomon.Span
	First, Last int
	When        rashomon.When
}

// Times returns the date expressions among the words [first, last). published
// anchors weekdays and "yesterday"; unknown, they stay words only.
func (d *Doc) Times(first, last int, published rashomon.Date) []Time { return nil }
