package voice

import (
	"rashomon"
	"rashomon/internal/grammar"
)

// told takes the hearer after the verb: an outlet relays, anyone else only hears.
func (l *listener) told(c *cue, s grammar.Run) {
	i := c.at.Last
	switch w := l.Low(i - 1); {
	case w == "told" || w == "tells" || w == "tell" || w == "informed":
	case l.Low(i) == "to" && l.media(l.NounRight(i+1, s.Last)):
		i++
	case w == "saying":
		c.relay = l.relayRight(i, s)
		return
	case w == "quoted" || w == "cited" || w == "quotes" || w == "reported" && l.quotes(i, s):
		quoted := l.AttachedRight(l.NounRight(i, s.Last), s.Last)
		if !quoted.Empty() {
			c.relay, c.speaker = c.speaker, quoted
		}
		return
	default:
		if c.relay = l.relayRight(i, s); !c.relay.Empty() {
			c.farRelay = c.relay.First > i+1 && grammar.Determiners[l.Low(i)]
		} else {
			c.relay = l.relayLeft(c.whole().First, s)
		}
		return
	}
	hearer := l.NounRight(i, s.Last)
	switch {
	case hearer.Empty():
		if grammar.Pronouns[l.Low(i)] {
			c.at.Last = i + 1
		}
	case l.media(hearer) || l.AgencyName(hearer) || l.outletName(hearer):
		c.relay = hearer
	default:
		if l.VoiceLike(hearer) || grammar.Determiners[l.Low(hearer.First)] {
			c.at.Last = hearer.Last
		}
	}
}

// quotes reports whether "as saying" follows word i: "reported residents as saying".
func (l *listener) quotes(i int, s grammar.Run) bool {
	as := l.NextOf(i, s, 10, "as")
	return as > 0 && l.Low(as+1) == "saying"
}

// outletName reports whether a hearer is written as outlets are: "The New Arab".
func (l *listener) outletName(r grammar.Run) bool {
	return l.Doc.Word(r.First) == "The" && r.Last-r.First > 1 && l.Name(r.Last-1) && !l.HasVoice(r)
}

// relayLeft finds "in a statement to X" before the speaker that begins at word i.
func (l *listener) relayLeft(i int, s grammar.Run) grammar.Run {
	for j := i - 1; j > s.First && j > i-7; j-- {
		if l.Low(j) == "to" && grammar.Issued[l.Low(j-1)] {
			if r := l.NounRight(j+1, i); l.media(r) && r.Last >= i-1 {
				return r
			}
		}
	}
	return grammar.Run{}
}

// relayRight finds "in a statement carried by X", "in remarks to X" after a cue.
func (l *listener) relayRight(i int, s grammar.Run) grammar.Run {
	for j := i; j < s.Last && j < i+8; j++ {
		switch w := l.Low(j); {
		case w == "that" || grammar.SpeechVerbs[w] != "" && w != "quoted":
			return grammar.Run{}
		case w == "to" && (l.Low(j-1) == "speaking" || l.Low(j-1) == "talking" || grammar.Issued[l.Low(j-1)]):
			if r := l.NounRight(j+1, s.Last); l.media(r) || l.AgencyName(r) || l.outletName(r) {
				return r
			}
		case w == "quoted" || w == "carried" || w == "cited" || w == "published":
			if l.Low(j+1) != "by" {
				continue
			}
			if r := l.NounRight(j+2, s.Last); l.media(r) || l.AgencyName(r) {
				return r
			}
		}
	}
	return grammar.Run{}
}

// issuer returns who gave out what the phrase r, which begins at word first, names:
// "a statement by X", "information provided by X"; r itself when it names a voice.
func (l *listener) issuer(r grammar.Run, first int, s grammar.Run) grammar.Run {
	last, head := r.Last, l.Head(r)
	if r.Empty() {
		last, head = first+1, first
	}
	if !grammar.Issued[l.Low(head)] {
		return r
	}
	if w := l.Low(last); w == "provided" || w == "released" || w == "issued" || w == "published" {
		last++
	}
	if w := l.Low(last); w == "by" || w == "from" {
		if by := l.AttachedRight(l.NounRight(last+1, s.Last), s.Last); !by.Empty() {
			return by
		}
	}
	return r
}

// citing is "SANA reported citing X", "X, quoting Y": the subject relays.
func (l *listener) citing(i int, s grammar.Run) (cue, bool) {
	c, ok := l.rightCue(grammar.Between(i, i+1), s, rashomon.States)
	if !ok || !l.VoiceLike(c.speaker) {
		return cue{}, false
	}
	if n := len(l.cues); n > 0 && l.cues[n-1].at.First >= s.First {
		prev := l.cues[n-1]
		l.cues = l.cues[:n-1]
		c.relay, c.before, c.at, c.apart = prev.speaker, prev.before, prev.whole(), true
		if !prev.before && l.content(grammar.Between(c.speaker.Last, s.Last)) {
			c.at, c.apart = grammar.Between(i, i+1), false
		}
		return c, true
	}
	c.relay = l.Subject(i, s)
	return c, true
}

// statement is "in a statement by X", "reports by X".
func (l *listener) statement(i int, s grammar.Run) (cue, bool) {
	if w := l.Low(i + 1); w != "by" && w != "from" {
		return cue{}, false
	}
	c, ok := l.rightCue(grammar.Between(i, i+2), s, rashomon.States)
	if !ok || !l.VoiceLike(c.speaker) && !l.Name(c.speaker.First) {
		return cue{}, false
	}
	if v := c.whole().Last; v < s.Last && grammar.SpeechVerbs[l.Low(v)] != "" {
		c.at, c.before = c.at.Join(grammar.Between(v, v+1)), false
	}
	return c, true
}
