package voice

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

// cueAt returns the cue whose words of speech begin at word i of sentence s.
func (l *listener) cueAt(i int, s grammar.Run) (cue, bool) {
	w := l.Low(i)
	switch {
	case w == "according" && l.Low(i+1) == "to":
		return l.rightCue(grammar.Between(i, i+2), s, rashomon.States)
	case w == "per" && i == s.First:
		return l.rightCue(grammar.Between(i, i+1), s, rashomon.States)
	case w == "citing" || w == "quoting":
		return l.citing(i, s)
	case w == ":" || w == "-" || w == "–" || w == "|":
		return l.headline(i, s)
	case tailing[w] && i == s.Last-1:
		return l.tail(i, s)
	case goingOn[w] != "":
		return l.participle(i, s)
	case grammar.SpeechVerbs[w] != "", l.holding(i, s), l.giving(i, s):
		return l.verbCue(i, s)
	case statementNouns[w]:
		return l.statement(i, s)
	}
	return cue{}, false
}

// rightCue is a cue whose speaker stands after its words: "according to X".
func (l *listener) rightCue(at grammar.Run, s grammar.Run, stance rashomon.Stance) (cue, bool) {
	speaker := l.issuer(l.AttachedRight(l.NounRight(at.Last, s.Last), s.Last), at.Last, s)
	if speaker.Empty() || l.theOutlet(speaker) {
		return cue{}, false
	}
	c := cue{at: at, speaker: speaker, stance: stance, before: at.First > s.First}
	if prev := l.Low(at.First - 1); prev == "who" || prev == "which" || prev == "," && (l.Low(at.First-2) == "who" || l.Low(at.First-2) == "which") {
		c.before = false
	}
	c.beside = l.apposition(speaker, s)
	c.relay = l.relayRight(c.whole().Last, s)
	return c, true
}

// headline is a title's "Monitor: 12 killed" or "12 killed: monitor".
func (l *listener) headline(i int, s grammar.Run) (cue, bool) {
	if k := l.Doc.Words[s.First].Sentence; !l.Doc.Sentences[k].Title && !l.Shouting(k) {
		return cue{}, false
	}
	left, right := grammar.Between(s.First, i), grammar.Between(i+1, s.Last)
	switch {
	case right.Last-right.First <= 4 && !right.Empty() && grammar.VoiceNouns[l.Low(l.Head(right))]:
		return cue{at: grammar.Between(i, i+1), speaker: right, stance: rashomon.States, before: true}, true
	case left.Last-left.First <= 4 && !left.Empty() && (grammar.VoiceNouns[l.Low(l.Head(left))] || l.acronym(left) && l.Low(i) == ":"):
		return cue{at: grammar.Between(i, i+1), speaker: left, stance: rashomon.States}, true
	}
	return cue{}, false
}

// acronym reports whether the phrase is one word of capitals that stands alone.
func (l *listener) acronym(r grammar.Run) bool {
	w := l.Doc.Word(r.First)
	return r.Last-r.First == 1 && len(w) > 2 && len(w) < 7 && w == strings.ToUpper(w) && w != strings.ToLower(w)
}

// tail is a title that ends with its speaker and lost the mark before it: "12
// killed in X monitor".
func (l *listener) tail(i int, s grammar.Run) (cue, bool) {
	if k := l.Doc.Words[i].Sentence; i != s.Last-1 || s.Last-s.First < 5 || !l.Doc.Sentences[k].Title {
		return cue{}, false
	}
	first := i
	for first > s.First && (l.Low(first-1) == "state" || l.Low(first-1) == "war" || l.Low(first-1) == "monitoring") {
		first--
	}
	prev := l.Low(first - 1)
	if grammar.Prepositions[prev] || grammar.Determiners[prev] || grammar.ViolentVerbs[prev] || grammar.SpeechVerbs[prev] != "" || grammar.IsNumber(prev) || grammar.Conjunctions[prev] {
		return cue{}, false
	}
	return cue{at: grammar.Between(first, s.Last), speaker: grammar.Between(first, s.Last), stance: rashomon.States, before: true}, true
}

// participle is "adding that", "accusing X": the speaker of the sentence so far,
// or its subject.
func (l *listener) participle(i int, s grammar.Run) (cue, bool) {
	at := grammar.Between(i, i+1)
	if own, _ := l.SubjectLeft(l.VerbGroup(i, s.First), s); l.Low(own.First-1) == "with" && l.VoiceLike(own) {
		return cue{at: at, speaker: own, stance: goingOn[l.Low(i)]}, true
	}
	if own := l.NounLeft(i, s.First); l.Low(i) == "saying" && !own.Empty() && grammar.VoiceNouns[l.Low(l.Head(own))] && !l.inCue(own, s) {
		return cue{at: at, speaker: own, stance: rashomon.States}, true
	}
	if n := len(l.cues); n > 0 && l.cues[n-1].at.First >= s.First {
		c := l.cues[n-1]
		if goingOn[l.Low(i)] == c.stance {
			return cue{}, false
		}
		return cue{at: at, speaker: c.speaker, stance: goingOn[l.Low(i)], pronoun: c.pronoun, apart: true}, true
	}
	subject := l.Subject(i, s)
	if subject.Empty() || !l.VoiceLike(subject) {
		return cue{}, false
	}
	return cue{at: at, speaker: subject, stance: goingOn[l.Low(i)], pronoun: l.IsPronoun(subject), apart: true}, true
}

// inCue reports whether the phrase belongs to a cue found before in the sentence.
func (l *listener) inCue(r, s grammar.Run) bool {
	n := len(l.cues)
	return n > 0 && l.cues[n-1].at.First >= s.First && l.cues[n-1].whole().Has(r.Last-1)
}

// verbCue is a finite verb of speech at word i with its subject before or after.
func (l *listener) verbCue(i int, s grammar.Run) (cue, bool) {
	w := l.Low(i)
	c := cue{at: grammar.Between(i, i+1), stance: grammar.SpeechVerbs[w]}
	switch {
	case l.holding(i, s):
		c.stance = rashomon.Alleges
	case c.stance == "":
		c.stance = rashomon.States
	}
	if l.Doc.Capital(i) && i > s.First && !l.Shouting(l.Doc.Words[i].Sentence) && l.Low(i-1) != `"` && l.Low(i-1) != "“" {
		return cue{}, false
	}
	if i > s.First && w != "claimed" && l.Low(i+2) != "saying" && l.passive(i, s) {
		return l.passiveCue(i, s)
	}
	if l.noSpeech(i, s) {
		return cue{}, false
	}
	return l.spoken(c, i, s)
}

// spoken finds the subject of the verb of speech at word i, what the verb says
// with it, and on which side its content stands.
func (l *listener) spoken(c cue, i int, s grammar.Run) (cue, bool) {
	w, left := l.Low(i), l.VerbGroup(i, s.First)
	c.at.First = left
	c.speaker, c.beside = l.SubjectLeft(left, s)
	if prev := l.Low(left - 1); c.speaker.Empty() && (prev == "and" || prev == "but") && invertible[w] {
		c.speaker, c.apart = l.sharedSubject(left-1, s), true
	}
	if l.inverted(c.speaker, i, s) {
		c, ok := l.rightCue(grammar.Between(i, i+1), s, grammar.SpeechVerbs[w])
		c.before = true
		return c, ok && l.VoiceLike(c.speaker)
	}
	if c.speaker.Empty() || !strongVerbs[w] && !l.VoiceLike(c.speaker) || l.theOutlet(c.speaker) || l.noOne(c.speaker) {
		return cue{}, false
	}
	if l.Low(i-1) == "to" {
		c.at.First = l.VerbGroup(i-2, s.First)
		c.speaker, c.beside = l.SubjectLeft(c.at.First, s)
		c.stance = rashomon.Doubts
		return c, !c.speaker.Empty()
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
	c.pronoun = l.IsPronoun(c.speaker)
	if c.pronoun && firstPerson[l.Low(c.speaker.First)] {
		return cue{}, false
	}
	if l.claimsDeed(i, s) {
		if first := l.Low(c.speaker.First); first == "no" || l.Low(c.speaker.First-1) == "no" {
			return cue{}, false
		}
		c.at.Last, c.narrow, c.stance = l.NounRight(i+1, s.Last).Last, true, rashomon.States
		return c, true
	}
	if narrowVerbs[w] {
		c.narrow = true
		return c, true
	}
	if w == "quoted" && l.Low(i+1) == "as" {
		c.at.Last = i + 3
	}
	l.told(&c, s)
	c.before = l.contentBefore(c, s)
	return c, true
}

// noOne reports whether a phrase says that nobody speaks: "no group said".
func (l *listener) noOne(r grammar.Run) bool {
	first := l.Low(r.First)
	return first == "no" || first == "nobody" || first == "none" || first == "neither" || l.Low(r.First-1) == "no"
}

// theOutlet reports whether a phrase is the telling itself, which is the outlet's own
// word: "this article", "an earlier version of this story".
func (l *listener) theOutlet(r grammar.Run) bool {
	head := r.First
	for head < r.Last && !grammar.Attaching[l.Low(head)] {
		head++
	}
	switch l.Low(head - 1) {
	case "article", "articles", "story", "version", "headline", "dispatch":
	default:
		return false
	}
	for i := r.First; i < head-1; i++ {
		if l.Name(i) && !grammar.Determiners[l.Low(i)] { // "a Vellmar Post article"
			return false
		}
	}
	if head >= r.Last {
		return true
	}
	switch l.Low(r.Last - 1) { // "version of events" is somebody's
	case "article", "story", "report", "item", "dispatch", "headline":
		return true
	}
	return false
}

// holding reports whether word i begins "hold X responsible".
func (l *listener) holding(i int, s grammar.Run) bool {
	switch l.Low(i) {
	case "hold", "holds", "held":
		return l.Follows(i, s, "responsible", 12) || l.Follows(i, s, "accountable", 12)
	}
	return false
}

// giving reports whether word i begins "put the death toll at", "called on X".
func (l *listener) giving(i int, s grammar.Run) bool {
	switch l.Low(i) {
	case "put", "puts", "gave", "gives", "raised":
		return l.Follows(i, s, "toll", 5) || l.Follows(i, s, "number", 3)
	case "called", "calls":
		n := l.Low(i + 1)
		return n == "on" || n == "for" || n == "upon"
	case "stood", "stands", "stand", "sticks", "stuck": // "stood by its account"
		n := l.Low(i + 1)
		return (n == "by" || n == "to") && grammar.Determiners[l.Low(i+2)] && l.NextOf(i+2, s, 4, "account", "statement", "claim", "version", "figure", "figures", "toll", "count", "denial") > 0
	}
	return false
}

// sharedSubject returns the subject of the verb before word i that the verb after
// it shares: "police arrested a man and said".
func (l *listener) sharedSubject(i int, s grammar.Run) grammar.Run {
	if n := len(l.cues); n > 0 && l.cues[n-1].at.First >= s.First && !l.cues[n-1].before {
		return l.cues[n-1].speaker
	}
	for j := i - 1; j > max(s.First, i-40); j-- {
		w := l.Low(j)
		if !grammar.ViolentVerbs[w] && grammar.SpeechVerbs[w] == "" || l.noSpeech(j, s) && grammar.SpeechVerbs[w] != "" {
			continue
		}
		subject, _ := l.SubjectLeft(l.VerbGroup(j, s.First), s)
		if !subject.Empty() && l.VoiceLike(subject) {
			return subject
		}
	}
	return grammar.Run{}
}

// noSpeech reports whether the form at word i is no verb of speech here: a noun,
// "claimed 12 lives", "was told".
func (l *listener) noSpeech(i int, s grammar.Run) bool {
	w, prev, next := l.Low(i), l.Low(i-1), l.Low(i+1)
	switch {
	case w == "quoted" && next == "as", strings.HasPrefix(w, "st") && l.giving(i, s):
		return false
	case grammar.AmbiguousNoun[w] && (grammar.SpeechVerbs[next] != "" || grammar.Determiners[prev] || grammar.Prepositions[prev] || grammar.Prepositions[next] && next != "on" || prev == ""):
		return true
	case w == "claimed" && l.takesLives(i, s):
		return true
	case next == "to" && (w == "believed" || w == "suspected" || w == "reported" || w == "alleged"):
		return true
	case next == "of" || next == "by" || w == "accused" && (next == "in" || next == "with"), w != "said" && w != "told" && (next == "to" && l.Low(i+2) == "be" || next == "as"), w != "said" && w != "say" && w != "says" && (grammar.Harmed[next] || next == "missing"):
		return true
	case prev == "to" || prev == "be":
		return (w != "verify" && w != "confirm") || l.Low(i-2) != "able" && l.Low(i-2) != "unable"
	case w == "claim" && prev == "source", w == "denied" && (next == "bond" || next == "bail"):
		return true
	case w == "identified":
		return !l.Follows(i, s, "as", 25)
	case w == "showed" || w == "charged":
		return !l.Follows(i, s, "that", 4)
	case w == "accepted" || w == "accepts":
		return !l.Follows(i, s, "responsibility", 3)

	case w == "suspected" || w == "alleged" || w == "published":
		return next != "that" && !grammar.Determiners[next]
	case w == "told" && l.Low(i-1) != ",":
		h := l.NounRight(i+1, s.Last)
		return l.Low(h.Last) == "to" && !l.media(h)
	}
	return false
}

// claimsDeed reports whether the verb at i claims an attack: "claimed responsibility".
func (l *listener) claimsDeed(i int, s grammar.Run) bool {
	if w := l.Low(i); !strings.HasPrefix(w, "claim") && !strings.HasPrefix(w, "accept") {
		return false
	}
	deed := l.NounRight(i+1, s.Last)
	return l.Follows(i, s, "responsibility", 3) || !deed.Empty() && grammar.AttackNouns[l.Low(l.Head(deed))] && !grammar.ViolentVerbs[l.Low(deed.Last)] && !grammar.Auxiliary[l.Low(deed.Last)]
}

// firstPerson are the pronouns of one who is being quoted already.
var firstPerson = grammar.LexiconOf(`i we you us me`)

// takesLives reports whether "claimed" at word i is no speech: "claimed 12 lives",
// "claimed responsibility".
func (l *listener) takesLives(i int, s grammar.Run) bool {
	return l.Follows(i, s, "lives", 6) || l.Follows(i, s, "life", 4)
}

// inverted reports whether the verb at i has its subject after it: `," said X`.
func (l *listener) inverted(subject grammar.Run, i int, s grammar.Run) bool {
	next := l.Low(i + 1)
	if i+1 >= s.Last || !invertible[l.Low(i)] || grammar.Pronouns[next] || next == "that" || l.Low(i) == "told" {
		return false
	}
	right := l.AttachedRight(l.NounRight(i+1, s.Last), s.Last)
	if right.Empty() || !l.VoiceLike(right) {
		return false
	}
	if l.Low(i) == "said" && i > s.First+3 && (right.Last >= s.Last-1 || right.Last-right.First > 1 && l.Low(right.Last) == "which") && l.content(grammar.Between(s.First, i)) {
		return true
	}
	if !subject.Empty() && l.VoiceLike(subject) {
		return false
	}
	prev := l.Low(i - 1)
	marked := prev == "," || prev == `"` || prev == "”" || prev == "'"
	return i > s.First && (marked || !subject.Empty() && strings.HasPrefix(l.Low(i), "sa"))
}

// passive reports whether the form at i is "was reported".
func (l *listener) passive(i int, s grammar.Run) bool {
	for j := i - 1; j >= s.First && j > i-4; j-- {
		switch w := l.Low(j); {
		case grammar.Adverbs[w]:
		case w == "was" || w == "were" || w == "been" || w == "is" || w == "are" || w == "being" || w == "as" || w == "be":
			return strings.HasSuffix(l.Low(i), "ed") || l.Low(i) == "said" || l.Low(i) == "told"
		default:
			return l.Low(i+1) == "by" && strings.HasSuffix(l.Low(i), "ed")
		}
	}
	return false
}

// passiveCue is "was confirmed to X by Y", "as reported by Y".
func (l *listener) passiveCue(i int, s grammar.Run) (cue, bool) {
	j, relay := i+1, grammar.Run{}
	if l.Low(j) == "to" {
		relay = l.NounRight(j+1, s.Last)
		j = relay.Last
	}
	for j < s.Last && (grammar.Adverbs[l.Low(j)] || grammar.Weekdays[l.Low(j)] || l.Low(j) == "on") {
		j++
	}
	if l.Low(j) != "by" {
		return cue{}, false
	}
	c, ok := l.rightCue(grammar.Between(j, j+1), s, grammar.SpeechVerbs[l.Low(i)])
	if !ok || !l.VoiceLike(c.speaker) {
		return cue{}, false
	}
	c.at = grammar.Between(i, i+1)
	if w := l.Low(i); w == "quoted" || w == "cited" {
		return cue{}, false
	}
	if !relay.Empty() {
		c.relay = relay
	}
	c.before = l.Low(i-1) != "as" || i-1 > s.First
	return c, true
}

// negated reports whether the verb group says that something could not be said:
// "could not confirm".
func (l *listener) negated(at grammar.Run) bool {
	for i := at.First; i < at.Last; i++ {
		if w := l.Low(i); w == "not" || w == "cannot" || strings.HasSuffix(w, "n't") {
			return true
		}
	}
	return false
}

// silent reports whether a negated verb group says only that nobody spoke, which
// is the outlet's own word: "has not said".
func (l *listener) silent(at grammar.Run) bool {
	for i := at.First; i < at.Last; i++ {
		switch l.Low(i) {
		case "has", "have", "had", "hasn't", "haven't", "hadn't":
			return true
		}
	}
	return false
}

// contentBefore reports whether what is said stands before the cue: the cue does
// not begin its clause.
func (l *listener) contentBefore(c cue, s grammar.Run) bool {
	start := c.whole().First
	if l.Low(c.at.Last) == "that" {
		return false
	}
	switch l.Low(start - 1) {
	case "that", "which", "but", "while", "whereas", "as", "what", "although", ";", ":":
		return false
	}
	if prev := l.Low(start - 1); start == s.First || c.pronoun && grammar.ViolentVerbs[l.Low(c.whole().Last)] || len(prev) > 2 && strings.HasSuffix(prev, ".") && l.Name(start) {
		return false
	}
	left := grammar.Between(s.First, start)
	if n := len(l.cues); n > 0 && l.cues[n-1].at.First >= s.First {
		left.First = l.cues[n-1].whole().Last
	}
	last := c.whole().Last
	return l.content(left) || l.Low(start-1) == "," && (l.Low(last) == "," || last >= s.Last-1)
}

// yearLike reports whether a number is written as years are.
func yearLike(w string) bool { return len(w) == 4 && grammar.IsDigit(w[0]) }

// content reports whether the words of r assert something of violence, a number
// or a quotation, rather than set a scene ("On Sunday,").
func (l *listener) content(r grammar.Run) bool {
	for i := r.First; i < r.Last; i++ {
		w := l.Low(i)
		switch {
		case grammar.ViolentVerbs[w], w == `"`, w == "”", grammar.Auxiliary[w]:
			return true
		case grammar.IsNumber(w) && !yearLike(w) && !grammar.Weekdays[l.Low(i+1)] && !grammar.Weekdays[l.Low(i-1)]:
			return true
		}
	}
	return r.Last-r.First > 7
}

// apposition returns ", head of Y" right of the speaker r, with its comma.
func (l *listener) apposition(r grammar.Run, s grammar.Run) grammar.Run {
	i := r.Last
	if i < s.Last && l.Low(i) == "," {
		i++
	}
	if i >= s.Last || !grammar.Determiners[l.Low(i)] && !grammar.VoiceNouns[l.Low(i)] {
		return grammar.Run{}
	}
	a := l.AttachedRight(l.NounRight(i, s.Last), s.Last)
	for j := a.First; j < a.Last; j++ {
		if bodySpeakers[l.Low(j)] {
			return grammar.Between(r.Last, a.Last)
		}
	}
	return grammar.Run{}
}
