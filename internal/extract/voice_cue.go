package extract

import (
	"strings"

	"rashomon"
)

// cueAt returns the cue whose words of speech begin at word i of sentence s.
func (l *listener) cueAt(i int, s run) (cue, bool) {
	w := l.low(i)
	switch {
	case w == "according" && l.low(i+1) == "to":
		return l.rightCue(run{i, i + 2}, s, rashomon.States)
	case w == "per" && i == s.first:
		return l.rightCue(run{i, i + 1}, s, rashomon.States)
	case w == "citing" || w == "quoting":
		return l.citing(i, s)
	case w == ":" || w == "-" || w == "–" || w == "|":
		return l.headline(i, s)
	case tailing[w] && i == s.last-1:
		return l.tail(i, s)
	case goingOn[w] != "":
		return l.participle(i, s)
	case speechVerbs[w] != "", l.holding(i, s), l.giving(i, s):
		return l.verbCue(i, s)
	case statementNouns[w]:
		return l.statement(i, s)
	}
	return cue{}, false
}

// rightCue is a cue whose speaker stands after its words: "according to X".
func (l *listener) rightCue(at run, s run, stance rashomon.Stance) (cue, bool) {
	speaker := l.issuer(l.attachedRight(l.nounRight(at.last, s.last), s.last), at.last, s)
	if speaker.empty() {
		return cue{}, false
	}
	c := cue{at: at, speaker: speaker, stance: stance, before: at.first > s.first}
	if prev := l.low(at.first - 1); prev == "who" || prev == "which" || prev == "," && (l.low(at.first-2) == "who" || l.low(at.first-2) == "which") {
		c.before = false
	}
	c.beside = l.apposition(speaker, s)
	c.relay = l.relayRight(c.whole().last, s)
	return c, true
}

// issuer returns who gave out what the phrase r, which begins at word first, names:
// "a statement by X", "information provided by X"; r itself when it names a voice.
func (l *listener) issuer(r run, first int, s run) run {
	last, head := r.last, l.head(r)
	if r.empty() {
		last, head = first+1, first
	}
	if !issued[l.low(head)] {
		return r
	}
	if w := l.low(last); w == "provided" || w == "released" || w == "issued" || w == "published" {
		last++
	}
	if w := l.low(last); w == "by" || w == "from" {
		if by := l.attachedRight(l.nounRight(last+1, s.last), s.last); !by.empty() {
			return by
		}
	}
	return r
}

// statement is "in a statement by X", "reports by X".
func (l *listener) statement(i int, s run) (cue, bool) {
	if w := l.low(i + 1); w != "by" && w != "from" {
		return cue{}, false
	}
	c, ok := l.rightCue(run{i, i + 2}, s, rashomon.States)
	if !ok || !l.voiceLike(c.speaker) && !l.name(c.speaker.first) {
		return cue{}, false
	}
	if v := c.whole().last; v < s.last && speechVerbs[l.low(v)] != "" {
		c.at, c.before = c.at.join(run{v, v + 1}), false
	}
	return c, true
}

// citing is "SANA reported citing X", "X, quoting Y": the subject relays.
func (l *listener) citing(i int, s run) (cue, bool) {
	c, ok := l.rightCue(run{i, i + 1}, s, rashomon.States)
	if !ok || !l.voiceLike(c.speaker) {
		return cue{}, false
	}
	if n := len(l.cues); n > 0 && l.cues[n-1].at.first >= s.first {
		prev := l.cues[n-1]
		l.cues = l.cues[:n-1]
		c.relay, c.before, c.at, c.apart = prev.speaker, prev.before, prev.whole(), true
		if !prev.before && l.content(run{c.speaker.last, s.last}) {
			c.at, c.apart = run{i, i + 1}, false
		}
		return c, true
	}
	c.relay = l.subject(i, s)
	return c, true
}

// headline is a title's "Monitor: 12 killed" or "12 killed: monitor".
func (l *listener) headline(i int, s run) (cue, bool) {
	if k := l.doc.Words[s.first].Sentence; !l.doc.Sentences[k].Title && !l.loud[k] {
		return cue{}, false
	}
	left, right := run{s.first, i}, run{i + 1, s.last}
	switch {
	case right.last-right.first <= 4 && !right.empty() && voiceNouns[l.low(l.head(right))]:
		return cue{at: run{i, i + 1}, speaker: right, stance: rashomon.States, before: true}, true
	case left.last-left.first <= 4 && !left.empty() && voiceNouns[l.low(l.head(left))]:
		return cue{at: run{i, i + 1}, speaker: left, stance: rashomon.States}, true
	}
	return cue{}, false
}

// tail is a title that ends with its speaker and lost the mark before it: "12
// killed in X monitor".
func (l *listener) tail(i int, s run) (cue, bool) {
	if k := l.doc.Words[i].Sentence; i != s.last-1 || s.last-s.first < 5 || !l.doc.Sentences[k].Title {
		return cue{}, false
	}
	first := i
	for first > s.first && (l.low(first-1) == "state" || l.low(first-1) == "war" || l.low(first-1) == "monitoring") {
		first--
	}
	prev := l.low(first - 1)
	if prepositions[prev] || determiners[prev] || violentVerbs[prev] || speechVerbs[prev] != "" || isNumber(prev) || conjunctions[prev] {
		return cue{}, false
	}
	return cue{at: run{first, s.last}, speaker: run{first, s.last}, stance: rashomon.States, before: true}, true
}

// participle is "adding that", "accusing X": the speaker of the sentence so far,
// or its subject.
func (l *listener) participle(i int, s run) (cue, bool) {
	at := run{i, i + 1}
	if own, _ := l.subjectLeft(l.verbGroup(i, s.first), s); l.low(own.first-1) == "with" && l.voiceLike(own) {
		return cue{at: at, speaker: own, stance: goingOn[l.low(i)]}, true
	}
	if own := l.nounLeft(i, s.first); l.low(i) == "saying" && !own.empty() && voiceNouns[l.low(l.head(own))] && !l.inCue(own, s) {
		return cue{at: at, speaker: own, stance: rashomon.States}, true
	}
	if n := len(l.cues); n > 0 && l.cues[n-1].at.first >= s.first {
		c := l.cues[n-1]
		if goingOn[l.low(i)] == c.stance {
			return cue{}, false
		}
		return cue{at: at, speaker: c.speaker, stance: goingOn[l.low(i)], pronoun: c.pronoun, apart: true}, true
	}
	subject := l.subject(i, s)
	if subject.empty() || !l.voiceLike(subject) {
		return cue{}, false
	}
	return cue{at: at, speaker: subject, stance: goingOn[l.low(i)], pronoun: l.pronounRun(subject), apart: true}, true
}

// inCue reports whether the phrase belongs to a cue found before in the sentence.
func (l *listener) inCue(r, s run) bool {
	n := len(l.cues)
	return n > 0 && l.cues[n-1].at.first >= s.first && l.cues[n-1].whole().has(r.last-1)
}

// verbCue is a finite verb of speech at word i with its subject before or after.
func (l *listener) verbCue(i int, s run) (cue, bool) {
	w := l.low(i)
	c := cue{at: run{i, i + 1}, stance: speechVerbs[w]}
	switch {
	case l.holding(i, s):
		c.stance = rashomon.Alleges
	case c.stance == "":
		c.stance = rashomon.States
	}
	if l.doc.Capital(i) && i > s.first && !l.shouting(l.doc.Words[i].Sentence) && l.low(i-1) != `"` && l.low(i-1) != "“" {
		return cue{}, false
	}
	if i > s.first && w != "claimed" && l.low(i+2) != "saying" && l.passive(i, s) {
		return l.passiveCue(i, s)
	}
	if l.noSpeech(i, s) {
		return cue{}, false
	}
	left := l.verbGroup(i, s.first)
	c.at.first = left
	c.speaker, c.beside = l.subjectLeft(left, s)
	if prev := l.low(left - 1); c.speaker.empty() && (prev == "and" || prev == "but") && invertible[w] {
		c.speaker, c.apart = l.sharedSubject(left-1, s), true
	}
	if l.inverted(c.speaker, i, s) {
		c, ok := l.rightCue(run{i, i + 1}, s, speechVerbs[w])
		c.before = true
		return c, ok && l.voiceLike(c.speaker)
	}
	if c.speaker.empty() || !strongVerbs[w] && !l.voiceLike(c.speaker) {
		return cue{}, false
	}
	if l.low(i-1) == "to" {
		c.at.first = l.verbGroup(i-2, s.first)
		c.speaker, c.beside = l.subjectLeft(c.at.first, s)
		c.stance = rashomon.Doubts
		return c, !c.speaker.empty()
	}
	if w == "verify" && !l.negated(c.at) {
		return cue{}, false
	}
	if l.negated(c.at) {
		if l.silent(c.at) {
			return cue{}, false
		}
		c.stance = rashomon.Doubts
	}
	c.pronoun = l.pronounRun(c.speaker)
	if c.pronoun && firstPerson[l.low(c.speaker.first)] {
		return cue{}, false
	}
	if l.claimsDeed(i, s) {
		if first := l.low(c.speaker.first); first == "no" || l.low(c.speaker.first-1) == "no" {
			return cue{}, false
		}
		c.at.last, c.narrow, c.stance = max(i, l.nextOf(i, s, 3, "responsibility"))+1, true, rashomon.States
		return c, true
	}
	if narrowVerbs[w] {
		c.narrow = true
		return c, true
	}
	if w == "quoted" && l.low(i+1) == "as" {
		c.at.last = i + 3
	}
	l.told(&c, s)
	c.before = l.contentBefore(c, s)
	return c, true
}

// holding reports whether word i begins "hold X responsible".
func (l *listener) holding(i int, s run) bool {
	switch l.low(i) {
	case "hold", "holds", "held":
		return l.follows(i, s, "responsible", 12) || l.follows(i, s, "accountable", 12)
	}
	return false
}

// giving reports whether word i begins "put the death toll at", "called on X".
func (l *listener) giving(i int, s run) bool {
	switch l.low(i) {
	case "put", "puts", "gave", "gives", "raised":
		return l.follows(i, s, "toll", 5) || l.follows(i, s, "number", 3)
	case "called", "calls":
		n := l.low(i + 1)
		return n == "on" || n == "for" || n == "upon"
	}
	return false
}

// sharedSubject returns the subject of the verb before word i that the verb after
// it shares: "police arrested a man and said".
func (l *listener) sharedSubject(i int, s run) run {
	if n := len(l.cues); n > 0 && l.cues[n-1].at.first >= s.first && !l.cues[n-1].before {
		return l.cues[n-1].speaker
	}
	for j := i - 1; j > s.first; j-- {
		w := l.low(j)
		if !violentVerbs[w] && speechVerbs[w] == "" || l.noSpeech(j, s) && speechVerbs[w] != "" {
			continue
		}
		subject, _ := l.subjectLeft(l.verbGroup(j, s.first), s)
		if !subject.empty() && l.voiceLike(subject) {
			return subject
		}
	}
	return none
}

// noSpeech reports whether the form at word i is no verb of speech here: a noun,
// "claimed 12 lives", "was told".
func (l *listener) noSpeech(i int, s run) bool {
	w, prev, next := l.low(i), l.low(i-1), l.low(i+1)
	switch {
	case w == "quoted" && next == "as":
		return false
	case ambiguousNoun[w] && (speechVerbs[next] != "" || determiners[prev] || prepositions[prev] || prepositions[next] && next != "on" || prev == ""):
		return true
	case w == "claimed" && l.takesLives(i, s):
		return true
	case next == "of" || next == "by" || w == "accused" && (next == "in" || next == "with"), w != "said" && w != "told" && (next == "to" && l.low(i+2) == "be" || next == "as"), w != "said" && w != "say" && w != "says" && (harmed[next] || next == "missing"):
		return true
	case prev == "to" || prev == "be":
		return (w != "verify" && w != "confirm") || l.low(i-2) != "able" && l.low(i-2) != "unable"
	case w == "claim" && prev == "source", w == "denied" && (next == "bond" || next == "bail"):
		return true
	case w == "identified":
		return !l.follows(i, s, "as", 25)
	case w == "showed" || w == "charged":
		return !l.follows(i, s, "that", 4)
	case w == "accepted" || w == "accepts":
		return !l.follows(i, s, "responsibility", 3)

	case w == "suspected" || w == "alleged" || w == "published":
		return next != "that" && !determiners[next]
	case w == "told" && l.low(i-1) != ",":
		h := l.nounRight(i+1, s.last)
		return l.low(h.last) == "to" && !l.media(h)
	}
	return false
}

// claimsDeed reports whether the verb at i claims an attack: "claimed responsibility".
func (l *listener) claimsDeed(i int, s run) bool {
	if w := l.low(i); !strings.HasPrefix(w, "claim") && !strings.HasPrefix(w, "accept") {
		return false
	}
	deed := l.nounRight(i+1, s.last)
	return l.follows(i, s, "responsibility", 3) || !deed.empty() && attackNouns[l.low(l.head(deed))] && !violentVerbs[l.low(deed.last)] && !auxiliary[l.low(deed.last)]
}

// firstPerson are the pronouns of one who is being quoted already.
var firstPerson = lexiconOf(`i we you us me`)

// takesLives reports whether "claimed" at word i is no speech: "claimed 12 lives",
// "claimed responsibility".
func (l *listener) takesLives(i int, s run) bool {
	return l.follows(i, s, "lives", 4) || l.follows(i, s, "life", 4)
}

// inverted reports whether the verb at i has its subject after it: `," said X`.
func (l *listener) inverted(subject run, i int, s run) bool {
	next := l.low(i + 1)
	if i+1 >= s.last || !invertible[l.low(i)] || pronouns[next] || next == "that" || l.low(i) == "told" {
		return false
	}
	right := l.attachedRight(l.nounRight(i+1, s.last), s.last)
	if right.empty() || !l.voiceLike(right) {
		return false
	}
	if l.low(i) == "said" && i > s.first+3 && (right.last >= s.last-1 || right.last-right.first > 1 && l.low(right.last) == "which") && l.content(run{s.first, i}) {
		return true
	}
	if !subject.empty() && l.voiceLike(subject) {
		return false
	}
	prev := l.low(i - 1)
	marked := prev == "," || prev == `"` || prev == "”" || prev == "'"
	return i > s.first && (marked || !subject.empty() && strings.HasPrefix(l.low(i), "sa"))
}

// passive reports whether the form at i is "was reported".
func (l *listener) passive(i int, s run) bool {
	for j := i - 1; j >= s.first && j > i-4; j-- {
		switch w := l.low(j); {
		case adverbs[w]:
		case w == "was" || w == "were" || w == "been" || w == "is" || w == "are" || w == "being" || w == "as" || w == "be":
			return strings.HasSuffix(l.low(i), "ed") || l.low(i) == "said" || l.low(i) == "told"
		default:
			return l.low(i+1) == "by" && strings.HasSuffix(l.low(i), "ed")
		}
	}
	return false
}

// passiveCue is "was confirmed to X by Y", "as reported by Y".
func (l *listener) passiveCue(i int, s run) (cue, bool) {
	j, relay := i+1, none
	if l.low(j) == "to" {
		relay = l.nounRight(j+1, s.last)
		j = relay.last
	}
	for j < s.last && (adverbs[l.low(j)] || weekdays[l.low(j)] || l.low(j) == "on") {
		j++
	}
	if l.low(j) != "by" {
		return cue{}, false
	}
	c, ok := l.rightCue(run{j, j + 1}, s, speechVerbs[l.low(i)])
	if !ok || !l.voiceLike(c.speaker) {
		return cue{}, false
	}
	c.at = run{i, i + 1}
	if w := l.low(i); w == "quoted" || w == "cited" {
		return cue{}, false
	}
	if !relay.empty() {
		c.relay = relay
	}
	c.before = l.low(i-1) != "as" || i-1 > s.first
	return c, true
}

// negated reports whether the verb group says that something could not be said:
// "could not confirm".
func (l *listener) negated(at run) bool {
	for i := at.first; i < at.last; i++ {
		if w := l.low(i); w == "not" || w == "cannot" || strings.HasSuffix(w, "n't") {
			return true
		}
	}
	return false
}

// silent reports whether a negated verb group says only that nobody spoke, which
// is the outlet's own word: "has not said".
func (l *listener) silent(at run) bool {
	for i := at.first; i < at.last; i++ {
		switch l.low(i) {
		case "has", "have", "had", "hasn't", "haven't", "hadn't":
			return true
		}
	}
	return false
}

// told takes the hearer after the verb: an outlet relays, anyone else only hears.
func (l *listener) told(c *cue, s run) {
	i := c.at.last
	switch w := l.low(i - 1); {
	case w == "told" || w == "tells" || w == "tell" || w == "informed":
	case l.low(i) == "to" && l.media(l.nounRight(i+1, s.last)):
		i++
	case w == "saying":
		c.relay = l.relayRight(i, s)
		return
	case w == "quoted" || w == "cited" || w == "quotes" || w == "reported" && l.quotes(i, s):
		quoted := l.attachedRight(l.nounRight(i, s.last), s.last)
		if !quoted.empty() {
			c.relay, c.speaker = c.speaker, quoted
		}
		return
	default:
		if c.relay = l.relayRight(i, s); c.relay.empty() {
			c.relay = l.relayLeft(c.whole().first, s)
		}
		return
	}
	hearer := l.nounRight(i, s.last)
	switch {
	case hearer.empty():
		if pronouns[l.low(i)] {
			c.at.last = i + 1
		}
	case l.media(hearer) || l.agencyName(hearer) || l.outletName(hearer):
		c.relay = hearer
	default:
		if l.voiceLike(hearer) || determiners[l.low(hearer.first)] {
			c.at.last = hearer.last
		}
	}
}

// quotes reports whether "as saying" follows word i: "reported residents as saying".
func (l *listener) quotes(i int, s run) bool {
	as := l.nextOf(i, s, 10, "as")
	return as > 0 && l.low(as+1) == "saying"
}

// outletName reports whether a hearer is written as outlets are: "The New Arab".
func (l *listener) outletName(r run) bool {
	return l.doc.Word(r.first) == "The" && r.last-r.first > 1 && l.name(r.last-1) && !l.hasVoice(r)
}

// relayLeft finds "in a statement to X" before the speaker that begins at word i.
func (l *listener) relayLeft(i int, s run) run {
	for j := i - 1; j > s.first && j > i-7; j-- {
		if l.low(j) == "to" && issued[l.low(j-1)] {
			if r := l.nounRight(j+1, i); l.media(r) && r.last >= i-1 {
				return r
			}
		}
	}
	return none
}

// relayRight finds "in a statement carried by X", "in remarks to X" after a cue.
func (l *listener) relayRight(i int, s run) run {
	for j := i; j < s.last && j < i+8; j++ {
		switch w := l.low(j); {
		case w == "that" || speechVerbs[w] != "" && w != "quoted":
			return none
		case w == "to" && (l.low(j-1) == "speaking" || l.low(j-1) == "talking" || issued[l.low(j-1)]):
			if r := l.nounRight(j+1, s.last); l.media(r) || l.agencyName(r) || l.outletName(r) {
				return r
			}
		case w == "quoted" || w == "carried" || w == "cited" || w == "published":
			if l.low(j+1) != "by" {
				continue
			}
			if r := l.nounRight(j+2, s.last); l.media(r) || l.agencyName(r) {
				return r
			}
		}
	}
	return none
}

// contentBefore reports whether what is said stands before the cue: the cue does
// not begin its clause.
func (l *listener) contentBefore(c cue, s run) bool {
	start := c.whole().first
	if l.low(c.at.last) == "that" {
		return false
	}
	switch l.low(start - 1) {
	case "that", "which", "but", "while", "whereas", "as", "what", "although", ";", ":":
		return false
	}
	if prev := l.low(start - 1); start == s.first || c.pronoun && violentVerbs[l.low(c.whole().last)] || len(prev) > 2 && strings.HasSuffix(prev, ".") && l.name(start) {
		return false
	}
	left := run{s.first, start}
	if n := len(l.cues); n > 0 && l.cues[n-1].at.first >= s.first {
		left.first = l.cues[n-1].whole().last
	}
	last := c.whole().last
	return l.content(left) || l.low(start-1) == "," && (l.low(last) == "," || last >= s.last-1)
}

// content reports whether the words of r assert something of violence, a number
// or a quotation, rather than set a scene ("On Sunday,").
func (l *listener) content(r run) bool {
	for i := r.first; i < r.last; i++ {
		w := l.low(i)
		switch {
		case violentVerbs[w], w == `"`, w == "”", auxiliary[w]:
			return true
		case isNumber(w) && !(len(w) == 4 && isDigit(w[0])) && !weekdays[l.low(i+1)] && !weekdays[l.low(i-1)]:
			return true
		}
	}
	return r.last-r.first > 7
}

// apposition returns ", head of Y" right of the speaker r, with its comma.
func (l *listener) apposition(r run, s run) run {
	i := r.last
	if i < s.last && l.low(i) == "," {
		i++
	}
	if i >= s.last || !(determiners[l.low(i)] || voiceNouns[l.low(i)]) {
		return none
	}
	a := l.attachedRight(l.nounRight(i, s.last), s.last)
	for j := a.first; j < a.last; j++ {
		if bodySpeakers[l.low(j)] {
			return run{r.last, a.last}
		}
	}
	return none
}
