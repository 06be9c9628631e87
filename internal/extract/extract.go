// Package extract reads a Report into Accounts of Claims by a grammar: it finds
// the words that assert something, whose word they are, which incident they
// speak of, and computes each value from the words it stands on. It owns no
// tables and keeps no state.
package extract

import (
	"rashomon"
	"rashomon/internal/grammar"
	"rashomon/internal/text"
	"rashomon/internal/voice"
)

// Maker names this reader and its version. A change of what it reads changes the
// number, so that stored reports become due by themselves.
const Maker = "grammar-1"

// Extract reads one report. It is pure, safe for concurrent use, and returns an
// empty Reading for a text that tells of no violence.
func Extract(r rashomon.Report) rashomon.Reading {
	d := begin(r)
	var claims []rashomon.Claim
	for _, read := range []func() []rashomon.Claim{
		d.tolls, d.deeds, d.places, d.dates,
	} {
		claims = append(claims, read()...)
	}
	return d.reading(d.happened(claims))
}

// begin parses the report and finds who speaks and what is told of.
func begin(r rashomon.Report) *draft {
	d := &draft{report: r, doc: text.Parse(r.Text)}
	d.grammar = grammar.Of(d.doc)
	d.speech = voice.Listen(d.grammar)
	d.stage()
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
	scenes   []scene  // account.go: the incidents that the text tells of
}

// claim returns a claim of the words at span, attributed, with no account yet.
func (d *draft) claim(f rashomon.Field, v rashomon.Value, span, value rashomon.Span) rashomon.Claim {
	return rashomon.Claim{
		Report: d.report.ID, Field: f, Value: v, Span: span, Quote: span.Of(d.doc.Text), ValueSpan: value,
		Attribution: d.attribution(f, span), Maker: Maker,
	}
}
