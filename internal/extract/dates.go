package extract

import (
	"rashomon"
	"rashomon/internal/grammar"
	"rashomon/internal/tally"
	"rashomon/internal/text"
)

// dateable reports whether the time at the words may be that of an attack: it says no
// day of a burial, of who spoke when, of a later death, of the report itself, nor since when.
func (d *draft) dateable(words rashomon.Span) bool {
	first, _ := d.doc.Range(words)
	for _, t := range d.timed(d.sentence(first)) {
		if t.Overlaps(words) {
			return !t.since && !d.lined(t.Time) && !d.ofSpeech(t) && !d.ofOccasion(t) && !tally.Outlived(d.grammar, grammar.Between(t.First, t.Last))
		}
	}
	return true
}

// dates reads when it happened: the days named by sentences that tell of harm or
// of an attack, as wide as their words.
func (d *draft) dates() []rashomon.Claim {
	var claims []rashomon.Claim
	for _, t := range d.calendar.times {
		if s := d.doc.Words[t.First].Sentence; !d.eventful(s) || !d.dateable(t.Span) {
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

// occasions are days that come after an attack: a burial, a court's hearing.
var occasions = grammar.LexiconOf(`buried burial burials bury funeral funerals mourned mourning memorial vigil court trial hearing
	sentenced sentencing convicted pleaded testified testimony verdict acquitted jailed arraigned tribunal`)

// ofOccasion reports whether t is the day of what came after the attack, by the
// nearest word that tells: "were buried on Friday", "a court on Monday sentenced".
func (d *draft) ofOccasion(t timed) bool {
	if d.ofAttack(t) {
		return false
	}
	s := d.sentence(t.First)
	left := d.clauseBefore(t.First, s.first)
	for n := 1; n < 9; n++ {
		for _, i := range []int{left - n, t.Last - 1 + n} {
			if i < s.first || i >= s.last {
				continue
			}
			w := d.low(i)
			if occasions[w] {
				return true
			}
			if tally.Harmful(w) || grammar.AttackNouns[w] || grammar.ViolentVerbs[w] {
				return false
			}
		}
	}
	return false
}

// clauseBefore returns where the clause ends that the time at word i belongs to:
// i, or, behind a clause set in between commas, where that begins: "buried Odo, who
// died in the raid, on Friday".
func (d *draft) clauseBefore(i, first int) int {
	k := i - 1
	if d.low(k) == "on" {
		k--
	}
	if d.low(k) != "," {
		return i
	}
	for k--; k > first; k-- {
		if d.low(k) == "," {
			return k
		}
	}
	return i
}

// bylined reports whether t stands in the dateline before the first sentence:
// "SOL, March 3 (Wire) - ".
func (d *draft) bylined(t text.Time) bool {
	s := d.sentence(t.First)
	if d.doc.Words[t.First].Sentence > 2 || t.First-s.first > 6 || text.Weekday(t.When.Words) != "" && t.First == s.first {
		return false
	}
	for k := s.first; k < t.First; k++ {
		if !d.doc.Capital(k) && !d.doc.Punct(k) {
			return false
		}
	}
	switch d.low(t.Last) {
	case "(":
		for k := t.Last; k < min(t.Last+8, s.last); k++ {
			if d.low(k) == ")" {
				next := d.low(k + 1)
				return next == "-" || next == "–" || next == "—" || next == "--"
			}
		}
	case "-", "–", "—", "--":
		return true
	}
	return false
}
