package extract

import (
	"rashomon"
	"rashomon/internal/grammar"
)

// dates reads when it happened: the days named by sentences that tell of harm or
// of an attack, as wide as their words.
func (d *draft) dates() []rashomon.Claim {
	var claims []rashomon.Claim
	for _, t := range d.calendar.times {
		s := d.doc.Words[t.First].Sentence
		if t.since || d.lined(t.Time) || !d.eventful(s) || d.ofSpeech(t) {
			continue
		}
		claims = append(claims, d.claim(rashomon.DateField, t.When, t.Span, t.Span))
	}
	return claims
}

// ofSpeech reports whether t says when somebody spoke: "police said on Friday".
func (d *draft) ofSpeech(t timed) bool {
	first := d.sentence(t.First).first
	for k := t.First - 1; k >= first && k > t.First-4; k-- {
		w := d.low(k)
		if grammar.SpeechVerbs[w] != "" && !grammar.ViolentVerbs[w] {
			return true
		}
		if w != "on" && w != "late" && w != "early" && !grammar.RelayNouns[w] {
			return false
		}
	}
	return false
}
