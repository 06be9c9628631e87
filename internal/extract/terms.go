package extract

import "rashomon"

// run is a half-open range of the words of the draft's Doc.
type run struct{ first, last int }

func (d *draft) low(i int) string { return d.grammar.Low(i) }

// words returns the span of r.
func (d *draft) words(r run) rashomon.Span { return d.doc.Span(r.first, r.last) }

// attribution returns whose word the words at span are for a claim on field f.
func (d *draft) attribution(f rashomon.Field, span rashomon.Span) rashomon.Attribution {
	return d.speech.Attribution(f, span, d.report.Outlet())
}

// sentence returns the words of the sentence that word i stands in.
func (d *draft) sentence(i int) run {
	s := d.grammar.Sentence(i)
	return run{s.First, s.Last}
}
