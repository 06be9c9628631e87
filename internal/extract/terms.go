package extract

import (
	"rashomon"
	"rashomon/internal/grammar"
)

// run is a half-open range of the words of the draft's Doc.
type run struct{ first, last int }

func (r run) empty() bool { return r.first >= r.last }

// The classes of words that this package reads by; grammar owns them.
var (
	adverbs      = grammar.Adverbs
	attackNouns  = grammar.AttackNouns
	auxiliary    = grammar.Auxiliary
	conjunctions = grammar.Conjunctions
	determiners  = grammar.Determiners
	prepositions = grammar.Prepositions
	pronouns     = grammar.Pronouns
	relayNouns   = grammar.RelayNouns
	speechVerbs  = grammar.SpeechVerbs
	violentVerbs = grammar.ViolentVerbs
	voiceNouns   = grammar.VoiceNouns
	weekdays     = grammar.Weekdays
)

// lexicon is a set of lower-case words.
type lexicon = grammar.Lexicon

// lexiconOf returns the set of the words in lines, which white space parts.
func lexiconOf(lines ...string) lexicon { return grammar.LexiconOf(lines...) }

func (d *draft) low(i int) string { return d.grammar.Low(i) }

// name reports whether word i is capitalised where that means a name.
func (d *draft) name(i int) bool { return d.grammar.Name(i) }

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

func isNumber(w string) bool { return grammar.IsNumber(w) }
