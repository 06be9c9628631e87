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

// ofSpeech reports whether t says when somebody spoke: "police said on Friday",
// "the army on Friday denied", "claimed responsibility on Friday".
func (d *draft) ofSpeech(t timed) bool {
	if speaks(d.low(t.Last)) {
		return true
	}
	first := d.sentence(t.First).first
	for k := t.First - 1; k >= first && k > t.First-4; k-- {
		w := d.low(k)
		if speaks(w) {
			return true
		}
		if w != "on" && w != "late" && w != "early" && w != "responsibility" && !grammar.RelayNouns[w] {
			return false
		}
	}
	return false
}

func speaks(w string) bool { return grammar.SpeechVerbs[w] != "" && !grammar.ViolentVerbs[w] }

// ofAttack reports whether t is the day of an attack by the words right behind it:
// "Wednesday's car bombing", "the 4 May strike".
func (d *draft) ofAttack(t timed) bool {
	for k := t.Last; k < min(t.Last+4, d.sentence(t.First).last); k++ {
		w := d.low(k)
		if grammar.AttackNouns[w] {
			return true
		}
		if d.doc.Punct(k) || grammar.Prepositions[w] || grammar.Determiners[w] {
			return false
		}
	}
	return false
}
