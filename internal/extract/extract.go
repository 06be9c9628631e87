// Package extract reads a Report into Accounts of Claims. A trained model and a
// grammar each find the words that assert something, whose word they are and which
// incident they speak of; the two are weighed against each other, and each value is
// computed by the grammar from the words it stands on. It owns no tables.
package extract

import (
	"rashomon"
	"rashomon/internal/grammar"
	"rashomon/internal/text"
	"rashomon/internal/voice"
)

// begin parses the report and finds who speaks and what is told of.
func begin(r rashomon.Report) *draft {
	d := &draft{report: r, doc: text.Parse(r.Text)}
	d.grammar = grammar.Of(d.doc)
	d.speech = voice.Listen(d.grammar)
	d.findEvents()
	d.dateTimes()
	return d
}

// draft is the state of one reading.
type draft struct {
	report   rashomon.Report
	doc      *text.Doc
	grammar  *grammar.Text
	speech   *voice.Speech
	calendar calendar // role.go: the times of the text
	events   []bool   // where.go: which sentences tell of harm or of an attack
}

// byGrammar returns the claims that the grammar alone finds.
func (d *draft) byGrammar() []rashomon.Claim {
	var claims []rashomon.Claim
	for _, read := range []func() []rashomon.Claim{
		d.tolls, d.deeds, d.places, d.dates,
	} {
		claims = append(claims, read()...)
	}
	return d.happened(claims)
}

// claim returns a claim of the words at span, attributed, with no account yet.
func (d *draft) claim(f rashomon.Field, v rashomon.Value, span, value rashomon.Span) rashomon.Claim {
	return rashomon.Claim{
		Report: d.report.ID, Field: f, Value: v, Span: span, Quote: span.Of(d.doc.Text), ValueSpan: value,
		Attribution: d.attribution(f, span), Maker: Maker,
	}
}
