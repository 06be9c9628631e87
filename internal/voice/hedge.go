package voice

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

var (
	// hearsay are words near a claim by which nobody vouches for it.
	hearsay = grammar.LexiconOf(`reportedly allegedly purportedly apparently presumably possibly perhaps might believed thought
		rumored presumed supposedly ostensibly`)
	// suspicion are the same for who did it only: "an alleged X strike".
	suspicion = grammar.LexiconOf(`alleged suspected accused likely probably may could blamed appeared`)
	// reporting words stand between a denial and what is denied.
	reporting = grammar.LexiconOf(`that of the any all reports report claims claim allegations allegation accounts rumours rumors at least up to more than some about a`)
	// asking words open what somebody did not tell.
	asking = grammar.LexiconOf(`who whose which what whether if how why`)
	// withholding verbs, when they are negated, leave it open.
	withholding = grammar.LexiconOf(`specify specified disclose disclosed reveal revealed identify identified indicate indicated
		explain explained confirm confirmed know known`)
	// open are words of a question that nobody has answered.
	open = grammar.LexiconOf(`unclear unknown undetermined unverified unconfirmed unidentified undisclosed`)
)

// hedge returns the stance of the words r on field f, given the stance of their
// voice: the words themselves may allege, doubt or deny.
func (d *Speech) hedge(f rashomon.Field, stance rashomon.Stance, r grammar.Run) rashomon.Stance {
	switch {
	case stance == rashomon.Threats && f != rashomon.Threat,
		stance == rashomon.Denies && (f.Toll() && !d.disowned(r) || f == rashomon.DateField || f == rashomon.PlaceField),
		stance == rashomon.Alleges && f != rashomon.Perpetrator && f != rashomon.Motive && !d.believed(r):
		stance = rashomon.States
	}
	if stance != rashomon.States && stance != rashomon.Confirms {
		return stance
	}
	switch s := d.Sentence(r.First); {
	case f != rashomon.PlaceField && f != rashomon.DateField && d.unsettled(r, s):
		return rashomon.Doubts
	case d.negation(r) && d.Unknowing(r):
		return rashomon.Doubts
	case f != rashomon.Response && !f.Toll() && f != rashomon.PlaceField && f != rashomon.DateField && d.negation(r):
		return rashomon.Denies
	case (f == rashomon.Weapon || f == rashomon.Target || f == rashomon.Motive) && d.undone(r, s):
		return rashomon.Denies
	case d.hearsayNear(f, r, s) && stance == rashomon.States:
		return rashomon.Alleges
	}
	return stance
}

// disowned reports whether what the voice denies is the harm itself, "denied that 12
// people were killed", and not a doer's part in it, "denied that its planes killed 12":
// only words of reporting stand between the cue and the count.
func (d *Speech) disowned(r grammar.Run) bool {
	u, ok := d.at(r.First)
	if !ok {
		return false
	}
	_, from := d.Doc.Range(u.cue)
	if u.cue.Empty() || from > r.First {
		return false
	}
	for i := from; i < r.First; i++ {
		if w := d.Low(i); !reporting[w] && !grammar.IsNumber(w) {
			return false
		}
	}
	return true
}

// believed reports whether the cue that governs the words is one of belief.
func (d *Speech) believed(r grammar.Run) bool {
	u, ok := d.at(r.Last - 1)
	return ok && strings.HasPrefix(u.cue.Of(d.Doc.Text), "believe")
}

// unsettled reports whether the words stand in a question left open: "it was
// unclear whether", "no one could say who", or say so themselves.
func (d *Speech) unsettled(r grammar.Run, s grammar.Run) bool {
	for i := max(r.First-9, s.First); i < r.Last; i++ {
		w := d.Low(i)
		switch {
		case open[w] && (i < r.First || i == r.Last-1) && !d.Doc.Punct(r.First-1):
			return w != "unidentified" && w != "unknown" || i == r.Last-1
		case w == "whether" && i < r.First:
			return true
		case (w == "clear" || w == "known" || w == "sure" || w == "established" || w == "certain") && d.Negated(i-1, i-3):
			return true
		case asking[d.Low(i+1)] && i < r.First && (withholding[w] && d.Negated(i-1, i-4) || withholding[w] && d.Low(i-1) == "to" && d.Negated(i-2, i-5)):
			return true
		case (w == "evidence" || w == "indication" || w == "proof") && i < r.First && d.Negated(i-1, i-3):
			return true
		case (w == "determine" || w == "say") && (d.Negated(i-1, i-3) || d.Low(i-1) == "to" && w == "determine"):
			return true
		}
	}
	return false
}

// negation reports whether the words say that something did not happen.
func (d *Speech) negation(r grammar.Run) bool {
	for i := max(r.First-1, 0); i < r.Last; i++ {
		w := d.Low(i)
		if w == "not" && d.Low(i+1) != "only" && d.Low(i+1) != "just" && d.Low(i-1) != "and" && d.Low(i-1) != "," || w == "never" || w == "neither" || strings.HasSuffix(w, "n't") {
			return true
		}
	}
	return d.Low(r.First-1) == "no"
}

// undone reports whether the words are the object of what was not done: "did not
// use chemical weapons", "had no gun".
func (d *Speech) undone(r grammar.Run, s grammar.Run) bool {
	for i := r.First - 1; i >= s.First && i > r.First-5; i-- {
		w := d.Low(i)
		switch {
		case w == "no":
			return i >= r.First-2
		case w == "not" || w == "never" || strings.HasSuffix(w, "n't"):
			next := d.Low(i + 1)
			return next != "only" && next != "just" && !d.Unknowing(grammar.Between(i, r.First))
		case d.Doc.Punct(i), grammar.Conjunctions[w], grammar.Prepositions[w] && w != "of" && w != "with", grammar.SpeechVerbs[w] != "":
			return false
		}
	}
	return false
}

// hearsayNear reports whether a word of hearsay stands in the words or just before
// them.
func (d *Speech) hearsayNear(f rashomon.Field, r grammar.Run, s grammar.Run) bool {
	for i := max(r.First-4, s.First); i < r.Last; i++ {
		w := d.Low(i)
		switch {
		case hearsay[w]:
			return true
		case w == "reported" && (d.Low(i-1) == "were" || d.Low(i-1) == "was") && i >= r.First-2:
			return true
		case suspicion[w] && f == rashomon.Perpetrator && i >= r.First-2:
			return true
		}
	}
	return false
}
