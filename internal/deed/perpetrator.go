package deed

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

// perpetrators finds who did it: subjects of violent verbs,
// "by X", "a X strike", the accused, those who claim or deny, and what is unknown.
func (d *reader) perpetrators() []finding {
	var found []finding
	d.eachWord(func(i int, s grammar.Run) { found = append(found, d.doersAt(i, s)...) })
	return found
}

func (d *reader) doersAt(i int, s grammar.Run) []finding {
	w := d.Low(i)
	var found []finding
	add := func(x finding, ok bool) {
		if ok && (x.stance == rashomon.Doubts || !d.nameless(x.value)) {
			x.value = d.called(x.value)
			found = append(found, x)
		}
	}
	switch w {
	case "by":
		add(d.doneBy(i, s))
	case "responsibility", "responsible", "behind", "credit":
		add(d.responsible(i, s))
	case "between", "with":
		found = append(found, d.clashing(i, s)...)
	case "rejecting", "denied", "denies", "deny", "denying", "rejected", "rejects", "refuted", "dismissed", "disputed", "disavowed":
		add(d.denier(i, s))
	case "not", "nothing":
		add(d.notDoing(i, s))
	case "claimed", "claims":
		add(d.claimer(i, s))
	case "who", "whether":
		add(d.unknown(i, s))
	case "for", "seeking", "hunting":
		add(d.sought(i, s))
	case "identified":
		add(d.named(i, s))
	case "suspect", "suspects", "gunman", "shooter", "attackers", "perpetrators", "culprits", "assailants":
		add(d.noSuspect(i, s))
	case "shooting", "firing":
		add(d.beginner(i, s))
	}
	if grammar.Accusing[w] || attributing[w] {
		add(d.accused(i, s))
	}
	if charging[w] {
		add(d.charged(i, s))
	}
	if charging[w] || w == "jailed" {
		add(d.judged(i, s))
	}
	if assailants[w] {
		add(d.assailant(i, s))
	}
	if grammar.ViolentVerbs[w] {
		add(d.acting(i, s))
	}
	if grammar.AttackNouns[w] {
		add(d.whose(i, s))
	}
	return found
}

// called returns the name that stands before the same noun in the two sentences
// before, for a phrase that is that noun alone: "the Ash group" for "the group".
func (d *reader) called(r grammar.Run) grammar.Run {
	if r.Last-r.First != 1 || d.Low(r.First-1) != "the" {
		return r
	}
	switch d.Low(r.First) {
	case "group", "organization", "organisation", "movement", "militia", "brigade":
	default:
		return r
	}
	floor := d.Doc.Sentences[max(0, d.Doc.Words[r.First].Sentence-2)].First
	for i := r.First - 1; i > floor; i-- {
		if d.Low(i) != d.Low(r.First) {
			continue
		}
		first := i
		for first > floor && d.Name(first-1) && !grammar.Determiners[d.Low(first-1)] {
			first--
		}
		if first < i {
			return grammar.Between(first, i+1)
		}
	}
	return r
}

// nameless reports whether no word of a phrase tells who it is.
func (d *reader) nameless(r grammar.Run) bool {
	for i := r.First; i < r.Last; i++ {
		if w := d.Low(i); !d.Doc.Punct(i) && !grammar.Determiners[w] && !grammar.Prepositions[w] && !grammar.Auxiliary[w] && !nobody[w] {
			return false
		}
	}
	return true
}

// attackerShot reports whether those of the phrase had done it themselves: who shot
// the bomber did not do what the bomber did.
func (d *reader) attackerShot(r grammar.Run) bool {
	for i := r.First; i < r.Last; i++ {
		switch d.Low(i) {
		case "attacker", "attackers", "bomber", "bombers", "gunman", "gunmen", "assailant", "assailants", "hijacker", "hijackers":
			return true
		}
	}
	return false
}

// assailants are nouns that say by themselves that one did it.
var assailants = grammar.LexiconOf(`gunman gunmen shooter shooters assailant assailants attacker attackers suspect suspects`)

// assailing are verbs that follow such a noun.
var assailing = grammar.LexiconOf(`ran drove walked got came left shot began broke took who was were had then also went
	drew`)

// assailant is "the gunman", wherever the text names one.
func (d *reader) assailant(i int, s grammar.Run) (finding, bool) {
	next := d.Low(i + 1)
	if !d.NounWord(i) || !strings.HasSuffix(next, "ed") && !assailing[next] {
		return finding{}, false
	}
	r := d.NounLeft(i+1, s.First)
	if r.Empty() || d.Negated(r.First, r.First-3) || grammar.SettingWords[d.Low(r.First-1)] {
		return finding{}, false
	}
	return finding{value: d.bare(r), span: r}, true
}

// acting is the subject of an active verb of violence.
func (d *reader) acting(i int, s grammar.Run) (finding, bool) {
	if !d.activeVerb(i, s) {
		return finding{}, false
	}
	start := d.VerbGroup(i, s.First)
	if d.Low(start-1) == "to" {
		start = d.overInfinitive(start-1, s)
	}
	for j := start; j < i; j++ {
		if w := d.Low(j); w == "was" || w == "were" || w == "been" || w == "being" || w == "be" || w == "is" || w == "are" {
			return finding{}, false
		}
	}
	subject, _ := d.SubjectLeft(start, s)
	if subject.Empty() && d.Low(start-1) == "and" {
		subject = d.doerBefore(start-1, s)
	}
	if d.IsPronoun(subject) {
		return d.avowed(start, i, s)
	}
	subject = d.coordinated(d.AttachedLeft(subject, s.First, d.actorNoun), s)
	if !d.objectFollows(i, s) && !d.armed(subject) && strings.HasSuffix(d.Low(i), "ed") {
		return finding{}, false // "Vellmar shelled" is a headline's passive
	}
	if !d.agentive(subject) || d.patient(subject) || grammar.AttackNouns[d.Low(i)] && !d.armed(subject) {
		return finding{}, false
	}
	if grammar.SettingWords[d.Low(subject.First-1)] && (subject.First-1 > s.First || !d.armed(subject)) {
		return finding{}, false
	}
	if d.Low(i+1) == "no" || d.attackerShot(grammar.Between(i+1, d.objectEnd(i, s))) {
		return finding{}, false
	}
	return finding{value: d.bare(subject), span: grammar.Between(subject.First, d.objectEnd(i, s))}, true
}

// avowed is who says to have done it: "the Front says it bombed the mill". The verb at
// word i begins at start, with its pronoun before it.
func (d *reader) avowed(start, i int, s grammar.Run) (finding, bool) {
	value, first := d.doer(start, s)
	if value.Empty() || d.Negated(i-1, start) || !d.objectFollows(i, s) && d.Low(i) != "carried" || !d.agentive(value) || d.patient(value) || d.anyOf(value, grammar.RelayNouns) {
		return finding{}, false
	}
	x := finding{value: d.bare(value), span: grammar.Between(first, d.objectEnd(i, s))}
	if d.Low(value.First) == "no" || d.Low(value.First-1) == "no" {
		x.stance = rashomon.Doubts
	}
	return x, true
}

// doerBefore returns the subject that the verb behind the "and" at word and shares
// with the one before: "he drew a gun and fired".
func (d *reader) doerBefore(and int, s grammar.Run) grammar.Run {
	for j := and - 1; j > s.First && j > and-12; j-- {
		w := d.Low(j)
		if d.Doc.Punct(j) || grammar.Conjunctions[w] {
			break
		}
		if !strings.HasSuffix(w, "ed") && !grammar.ViolentVerbs[w] && !assailing[w] {
			continue
		}
		if subject, _ := d.SubjectLeft(d.VerbGroup(j, s.First), s); d.agentive(subject) && !d.patient(subject) {
			return subject
		}
	}
	return grammar.Run{}
}

// actorNoun reports whether a phrase headed by word i goes on to name an actor:
// "units of", "in cooperation with".
func (d *reader) actorNoun(i int) bool {
	switch d.Low(i) {
	case "cooperation", "coordination", "cover", "support", "alliance", "number", "dozens", "hundreds", "warplanes":
		return true
	}
	return grammar.ActorNouns[d.Low(i)]
}

// overInfinitive returns the start of the verb group in "began to shell", "managed
// to kill", whose "to" is word to.
func (d *reader) overInfinitive(to int, s grammar.Run) int {
	switch d.Low(to - 1) {
	case "began", "continued", "continue", "continues", "managed", "used", "started", "succeeded", "tried", "attempted":
		return d.VerbGroup(to-1, s.First)
	}
	return to
}

// patient reports whether the phrase counts people to whom things are done.
func (d *reader) patient(r grammar.Run) bool {
	return grammar.Patients[d.Low(d.Head(r))]
}

// activeVerb reports whether the form at word i is a verb with its finding before it.
func (d *reader) activeVerb(i int, s grammar.Run) bool {
	w, next := d.Low(i), d.Low(i+1)
	if grammar.Determiners[d.Low(i-1)] || grammar.Prepositions[d.Low(i-1)] || i == s.First {
		return false
	}
	switch {
	case undone[w], w == "killed" && next == "off":
		return false
	}
	switch w {
	case "carried", "carries":
		return next == "out"
	case "opened":
		return next == "fire"
	case "launched", "launch", "launches", "staged", "mounted", "conducted", "conducts", "perpetrated", "committed", "unleashed", "carry":
		return d.attackWithin(i, s, 7)
	case "intensified", "stepped", "used", "uses":
		return !strings.HasPrefix(w, "use") && d.attackWithin(i, s, 6) && next != "to" ||
			strings.HasPrefix(w, "use") && d.NextOf(i, s, 4, "gas", "weapons", "chlorine", "sarin", "napalm", "bombs", "rockets", "missiles", "explosives") > 0
	case "set", "ended", "planted", "burned", "threw", "hurled", "dropped", "drops", "inflicted", "dealt", "sprayed":
		return d.attackWithin(i, s, 5) || next == "fire" || next == "off" || w == "inflicted" || w == "dealt"
	case "blew":
		return next == "himself" || next == "herself" || next == "up" || next == "themselves"
	case "fires":
		return next == "on" || next == "at" || next == "into"
	case "attack", "strike", "shells", "targets", "raids", "shoot", "execute", "murders", "kidnaps":
		return d.objectFollows(i, s) && !d.whoseBefore(i)
	case "fired", "fire", "shelled", "clashed", "advanced", "detonated", "bombed", "bombarded", "bombarding", "stormed":
		return w != "fire" && next != "by"
	case "killing", "wounding", "injuring", "clash", "clashes", "arrested", "detained", "seized", "besieged":
		return false
	}
	return d.objectFollows(i, s)
}

// whoseBefore reports whether a word of whose attack it was stands before word i,
// which is then a noun.
func (d *reader) whoseBefore(i int) bool {
	return grammar.ActorAdjectives[d.Low(i-1)] || attackKinds[d.Low(i-1)]
}

// objectFollows reports whether the verb at i has an object: not "killed in".
func (d *reader) objectFollows(i int, s grammar.Run) bool {
	for i++; i < s.Last && grammar.Adverbs[d.Low(i)]; i++ {
	}
	if i >= s.Last {
		return false
	}
	w := d.Low(i)
	return !grammar.Prepositions[w] && !grammar.Conjunctions[w] && !d.Doc.Punct(i) && !grammar.Weekdays[w] && !grammar.Auxiliary[w] && !grammar.ViolentVerbs[w] ||
		w == "at" || w == `"` || w == "“" || w == "and" && grammar.ViolentVerbs[d.Low(i+1)] && d.objectFollows(i+1, s)
}

// attackWithin reports whether a noun of attack stands within n words after i.
func (d *reader) attackWithin(i int, s grammar.Run, n int) bool {
	for j := i + 1; j < s.Last && j <= i+n; j++ {
		if w := d.Low(j); grammar.AttackNouns[w] || w == "device" || w == "grenade" || w == "grenades" || w == "fire" || w == "explosives" || w == "ied" || w == "bullets" || w == "shots" || w == "gun" || missiles[w] {
			return true
		}
	}
	return false
}

// objectEnd returns where the shortest asserting words end that begin with the
// verb at i: after its object's head, or after the verb.
func (d *reader) objectEnd(i int, s grammar.Run) int {
	j := i + 1
	for j < s.Last && (grammar.Adverbs[d.Low(j)] || d.Low(j) == "out") {
		j++
	}
	if r := d.NounRight(j, min(s.Last, j+6)); !r.Empty() {
		return r.Last
	}
	return i + 1
}

// coordinated extends a subject to the left over "A and B".
func (d *reader) coordinated(r grammar.Run, s grammar.Run) grammar.Run {
	if r.Empty() || d.Low(r.First-1) != "and" {
		return r
	}
	left := d.NounLeft(r.First-1, s.First)
	if left.Empty() || !d.armed(left) {
		return r
	}
	return grammar.Between(left.First, r.Last)
}

// bare returns the phrase without its articles.
func (d *reader) bare(r grammar.Run) grammar.Run {
	for r.First < r.Last-1 {
		switch d.Low(r.First) {
		case "the", "a", "an", "any", "these", "those", "that", "this", `"`, "so-called", "another", "their", "its", "alleged", "suspected":
			r.First++
			continue
		}
		break
	}
	return r
}

// doneBy is "killed by X", "an attack by X", "at the hands of X".
func (d *reader) doneBy(i int, s grammar.Run) (finding, bool) {
	trigger := -1
	for j := i - 1; j >= s.First && j > i-9; j-- {
		w := d.Low(j)
		if grammar.ViolentVerbs[w] && !notByWhom[w] || grammar.AttackNouns[w] && w != "siege" || w == "out" && d.Low(j-1) == "carried" || w == "claimed" || w == "dead" {
			trigger = j
			break
		}
		if d.Doc.Punct(j) && w != "-" || grammar.SpeechVerbs[w] != "" || strings.HasSuffix(w, "ed") || w == "held" || w == "run" {
			return finding{}, false
		}
	}
	if trigger < 0 || d.attackerShot(grammar.Between(max(s.First, trigger-5), trigger)) && grammar.ViolentVerbs[d.Low(trigger)] {
		return finding{}, false
	}
	value := d.actorPart(d.AttachedRight(d.NounRight(i+1, s.Last), s.Last))
	if d.Low(value.Last) == "and" {
		if more := d.NounRight(value.Last+1, s.Last); !more.Empty() && d.armed(more) && !grammar.AttackNouns[d.Low(d.Head(more))] {
			value.Last = more.Last
		}
	}
	if !d.agentive(value) || grammar.AttackNouns[d.Low(d.Head(value))] && !d.armed(value) {
		return finding{}, false
	}
	return finding{value: d.bare(value), span: grammar.Between(trigger, value.Last)}, true
}

// actorPart cuts "terrorists rocket shells" down to the words of the actor.
func (d *reader) actorPart(r grammar.Run) grammar.Run {
	if r.Empty() {
		return r
	}
	end := r.Last
	for end > r.First && (grammar.AttackNouns[d.Low(end-1)] || attackKinds[d.Low(end-1)]) && !grammar.ActorNouns[d.Low(end-1)] {
		end--
	}
	if end > r.First && end < r.Last && d.armed(grammar.Between(r.First, end)) {
		return grammar.Between(r.First, end)
	}
	return r
}

// whose is the actor named before an attack: "a U.S. drone strike".
func (d *reader) whose(i int, s grammar.Run) (finding, bool) {
	if grammar.AttackNouns[d.Low(i+1)] && d.Low(i+1) != "fire" || grammar.ActorNouns[d.Low(i)] || notWhose[d.Low(i)] {
		return finding{}, false
	}
	end := i
	for end > s.First && (attackKinds[d.Low(end-1)] || grammar.AttackNouns[d.Low(end-1)] || d.Low(end-1) == "-") && !grammar.ActorNouns[d.Low(end-1)] {
		end--
	}
	first := end
	for first > s.First && d.actorWord(first-1) {
		first--
	}
	value := d.bare(grammar.Between(first, end))
	if value.Empty() || !d.armed(value) {
		return finding{}, false
	}
	if w := d.Low(value.First); value.Last-value.First == 1 && grammar.Nations[w] && !grammar.ActorAdjectives[w] {
		return finding{}, false // "the Syria attack" names the place
	}
	if last := d.Low(end - 1); strings.HasPrefix(d.Low(i), "shooting") && (strings.HasSuffix(last, "'s") || strings.HasSuffix(last, "s'")) {
		return finding{}, false
	}
	if w := d.Low(i); end == i && strings.HasPrefix(w, "attack") && value.Last-value.First == 1 && d.Low(value.First) == "terrorist" {
		return finding{}, false
	}
	from := value.First
	if w := d.Low(from - 1); w == "alleged" || w == "suspected" || w == "apparent" {
		from--
	}
	return finding{value: value, span: grammar.Between(from, i+1)}, true
}

// actorWord reports whether word i can be a part of a name that stands before an
// attack.
func (d *reader) actorWord(i int) bool {
	w := strings.TrimSuffix(d.Low(i), "'s")
	if grammar.ActorAdjectives[w] || grammar.Nations[w] || grammar.ActorNouns[w] || strings.HasSuffix(w, "-led") || strings.HasSuffix(w, "-backed") {
		return true
	}
	return d.Name(i) && !grammar.Weekdays[w] && !grammar.Prepositions[w] && !grammar.Determiners[w] && !grammar.Conjunctions[w] && grammar.SpeechVerbs[w] == ""
}
