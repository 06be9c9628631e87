package extract

import (
	"strings"

	"rashomon"
)

var (
	// hearsay are words near a claim by which nobody vouches for it.
	hearsay = lexiconOf(`reportedly allegedly purportedly apparently presumably possibly perhaps might believed thought
		rumored presumed supposedly ostensibly`)
	// suspicion are the same for who did it only: "an alleged X strike".
	suspicion = lexiconOf(`alleged suspected accused likely probably may could blamed appeared`)
	// open are words of a question that nobody has answered.
	open = lexiconOf(`unclear unknown undetermined unverified unconfirmed unidentified undisclosed`)
)

// hedge returns the stance of the words r on field f, given the stance of their
// voice: the words themselves may allege, doubt or deny.
func (d *draft) hedge(f rashomon.Field, stance rashomon.Stance, r run) rashomon.Stance {
	switch {
	case stance == rashomon.Threats && f != rashomon.Threat,
		stance == rashomon.Denies && f.Toll(),
		stance == rashomon.Alleges && f != rashomon.Perpetrator && f != rashomon.Motive && !d.believed(r):
		stance = rashomon.States
	}
	if stance != rashomon.States && stance != rashomon.Confirms {
		return stance
	}
	switch s := d.sentence(r.first); {
	case f != rashomon.PlaceField && f != rashomon.DateField && d.unsettled(r, s):
		return rashomon.Doubts
	case d.negation(r) && d.unknowing(r):
		return rashomon.Doubts
	case f != rashomon.Response && !f.Toll() && f != rashomon.PlaceField && f != rashomon.DateField && d.negation(r):
		return rashomon.Denies
	case d.hearsayNear(f, r, s) && stance == rashomon.States:
		return rashomon.Alleges
	}
	return stance
}

// believed reports whether the cue that governs the words is one of belief.
func (d *draft) believed(r run) bool {
	u, ok := d.said(r.last - 1)
	return ok && strings.HasPrefix(u.cue.Of(d.doc.Text), "believe")
}

// unsettled reports whether the words stand in a question left open: "it was
// unclear whether", "no one could say who", or say so themselves.
func (d *draft) unsettled(r run, s run) bool {
	for i := max(r.first-9, s.first); i < r.last; i++ {
		w := d.low(i)
		switch {
		case open[w] && (i < r.first || i == r.last-1) && !d.doc.Punct(r.first-1):
			return w != "unidentified" && w != "unknown" || i == r.last-1
		case w == "whether" && i < r.first:
			return true
		case (w == "clear" || w == "known" || w == "sure" || w == "established" || w == "certain") && d.not(i-1, i-3):
			return true
		case (w == "determine" || w == "say") && (d.not(i-1, i-3) || d.low(i-1) == "to" && w == "determine"):
			return true
		}
	}
	return false
}

// not reports whether a negation stands among the words from last down to first.
func (d *draft) not(last, first int) bool {
	for i := last; i >= max(first, 0); i-- {
		if w := d.low(i); w == "not" || w == "never" || w == "cannot" || w == "no" || w == "nobody" || w == "neither" || strings.HasSuffix(w, "n't") {
			return true
		}
	}
	return false
}

// negation reports whether the words say that something did not happen.
func (d *draft) negation(r run) bool {
	for i := max(r.first-1, 0); i < r.last; i++ {
		w := d.low(i)
		if w == "not" && d.low(i+1) != "only" && d.low(i+1) != "just" && d.low(i-1) != "and" && d.low(i-1) != "," || w == "never" || w == "neither" || strings.HasSuffix(w, "n't") {
			return true
		}
	}
	return d.low(r.first-1) == "no"
}

// unknowing reports whether what the words deny is only that somebody knows or says
// it: "have not confirmed".
func (d *draft) unknowing(r run) bool {
	for i := r.first; i < r.last; i++ {
		switch w := d.low(i); w {
		case "could", "couldn't", "cannot", "can't", "confirm", "confirmed", "verify", "verified", "know", "known", "comment", "commented",
			"say", "said", "identify", "identified", "determined", "found", "released", "established", "clear", "sure", "disclosed",
			"specify", "specified", "name", "named", "naming", "discuss", "ruled", "rule", "documented", "caught", "apprehended":
			return true
		}
	}
	return false
}

// hearsayNear reports whether a word of hearsay stands in the words or just before
// them.
func (d *draft) hearsayNear(f rashomon.Field, r run, s run) bool {
	for i := max(r.first-4, s.first); i < r.last; i++ {
		w := d.low(i)
		switch {
		case hearsay[w]:
			return true
		case w == "reported" && (d.low(i-1) == "were" || d.low(i-1) == "was") && i >= r.first-2:
			return true
		case suspicion[w] && f == rashomon.Perpetrator && i >= r.first-2:
			return true
		}
	}
	return false
}
