package extract

import (
	"strings"

	"rashomon"
)

// perpetrators returns the claims of who did it: subjects of violent verbs,
// "by X", "a X strike", the accused, those who claim or deny, and what is unknown.
func (d *draft) perpetrators() []rashomon.Claim {
	var found []finding
	d.eachWord(func(i int, s run) { found = append(found, d.doersAt(i, s)...) })
	return d.claims(rashomon.Perpetrator, found)
}

func (d *draft) doersAt(i int, s run) []finding {
	w := d.low(i)
	var found []finding
	add := func(x finding, ok bool) {
		if ok {
			found = append(found, x)
		}
	}
	switch w {
	case "by":
		add(d.doneBy(i, s))
	case "responsibility", "responsible", "behind":
		add(d.responsible(i, s))
	case "between", "with":
		found = append(found, d.clashing(i, s)...)
	case "denied", "denies", "deny", "denying", "rejected", "rejects", "refuted", "dismissed", "disputed", "disavowed":
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
	if accusing[w] || attributing[w] {
		add(d.accused(i, s))
	}
	if charging[w] {
		add(d.charged(i, s))
	}
	if violentVerbs[w] {
		add(d.acting(i, s))
	}
	if attackNouns[w] {
		add(d.whose(i, s))
	}
	return found
}

// acting is the subject of an active verb of violence.
func (d *draft) acting(i int, s run) (finding, bool) {
	if !d.activeVerb(i, s) {
		return finding{}, false
	}
	start := d.verbGroup(i, s.first)
	if d.low(start-1) == "to" {
		start = d.overInfinitive(start-1, s)
	}
	for j := start; j < i; j++ {
		if w := d.low(j); w == "was" || w == "were" || w == "been" || w == "being" || w == "be" || w == "is" || w == "are" {
			return finding{}, false
		}
	}
	subject, _ := d.subjectLeft(start, s)
	subject = d.coordinated(d.attachedLeft(subject, s.first, d.actorNoun), s)
	if !d.agentive(subject) || d.patient(subject) || attackNouns[d.low(i)] && !d.armed(subject) {
		return finding{}, false
	}
	if settingWords[d.low(subject.first-1)] && (subject.first-1 > s.first || !d.armed(subject)) {
		return finding{}, false
	}
	return finding{value: d.bare(subject), span: run{subject.first, d.objectEnd(i, s)}}, true
}

// actorNoun reports whether a phrase headed by word i goes on to name an actor:
// "units of", "in cooperation with".
func (d *draft) actorNoun(i int) bool {
	switch d.low(i) {
	case "cooperation", "coordination", "cover", "support", "alliance", "number", "dozens", "hundreds", "warplanes":
		return true
	}
	return actorNouns[d.low(i)]
}

// overInfinitive returns the start of the verb group in "began to shell", "managed
// to kill", whose "to" is word to.
func (d *draft) overInfinitive(to int, s run) int {
	switch d.low(to - 1) {
	case "began", "continued", "continue", "continues", "managed", "used", "started", "succeeded", "tried", "attempted":
		return d.verbGroup(to-1, s.first)
	}
	return to
}

// patient reports whether the phrase counts people to whom things are done.
func (d *draft) patient(r run) bool {
	return patients[d.low(d.head(r))]
}

// activeVerb reports whether the form at word i is a verb with its finding before it.
func (d *draft) activeVerb(i int, s run) bool {
	w, next := d.low(i), d.low(i+1)
	if determiners[d.low(i-1)] || prepositions[d.low(i-1)] || i == s.first {
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
		return d.attackWithin(i, s, 6) && next != "to" || strings.HasPrefix(w, "use") && d.nextOf(i, s, 4, "gas", "weapons", "chlorine", "sarin", "napalm") > 0
	case "set", "ended", "planted", "burned", "threw", "hurled", "dropped", "drops", "inflicted", "dealt", "sprayed":
		return d.attackWithin(i, s, 5) || next == "fire" || next == "off" || w == "inflicted" || w == "dealt"
	case "blew":
		return next == "himself" || next == "herself" || next == "up" || next == "themselves"
	case "fires":
		return next == "on" || next == "at" || next == "into"
	case "attack", "strike", "shells", "targets", "raids", "shoot", "execute", "murders", "kidnaps":
		return d.objectFollows(i, s) && !d.whoseBefore(i)
	case "fired", "fire", "shelled", "clashed", "advanced", "detonated", "bombed", "bombarded", "bombarding", "stormed":
		return !(w == "fire") && next != "by"
	case "killing", "wounding", "injuring", "clash", "clashes", "arrested", "detained", "seized", "besieged":
		return false
	}
	return d.objectFollows(i, s)
}

// whoseBefore reports whether a word of whose attack it was stands before word i,
// which is then a noun.
func (d *draft) whoseBefore(i int) bool {
	return actorAdjectives[d.low(i-1)] || attackKinds[d.low(i-1)]
}

// objectFollows reports whether the verb at i has an object: not "killed in".
func (d *draft) objectFollows(i int, s run) bool {
	for i++; i < s.last && adverbs[d.low(i)]; i++ {
	}
	if i >= s.last {
		return false
	}
	w := d.low(i)
	return !prepositions[w] && !conjunctions[w] && !d.doc.Punct(i) && !weekdays[w] && !auxiliary[w] && !violentVerbs[w] ||
		w == "at" || w == `"` || w == "“" || w == "and" && violentVerbs[d.low(i+1)] && d.objectFollows(i+1, s)
}

// attackWithin reports whether a noun of attack stands within n words after i.
func (d *draft) attackWithin(i int, s run, n int) bool {
	for j := i + 1; j < s.last && j <= i+n; j++ {
		if w := d.low(j); attackNouns[w] || w == "device" || w == "grenade" || w == "grenades" || w == "fire" || w == "explosives" || w == "ied" || w == "bullets" || w == "shots" || w == "gun" || missiles[w] {
			return true
		}
	}
	return false
}

// objectEnd returns where the shortest asserting words end that begin with the
// verb at i: after its object's head, or after the verb.
func (d *draft) objectEnd(i int, s run) int {
	j := i + 1
	for j < s.last && (adverbs[d.low(j)] || d.low(j) == "out") {
		j++
	}
	if r := d.nounRight(j, min(s.last, j+6)); !r.empty() {
		return r.last
	}
	return i + 1
}

// coordinated extends a subject to the left over "A and B".
func (d *draft) coordinated(r run, s run) run {
	if r.empty() || d.low(r.first-1) != "and" {
		return r
	}
	left := d.nounLeft(r.first-1, s.first)
	if left.empty() || !d.armed(left) {
		return r
	}
	return run{left.first, r.last}
}

// bare returns the phrase without its articles.
func (d *draft) bare(r run) run {
	for r.first < r.last-1 {
		switch d.low(r.first) {
		case "the", "a", "an", "these", "those", "that", "this", `"`, "so-called", "another", "their", "its", "alleged", "suspected":
			r.first++
			continue
		}
		break
	}
	return r
}

// doneBy is "killed by X", "an attack by X", "at the hands of X".
func (d *draft) doneBy(i int, s run) (finding, bool) {
	trigger := -1
	for j := i - 1; j >= s.first && j > i-9; j-- {
		w := d.low(j)
		if violentVerbs[w] && !notByWhom[w] || attackNouns[w] && w != "siege" || w == "out" && d.low(j-1) == "carried" || w == "claimed" || w == "dead" {
			trigger = j
			break
		}
		if d.doc.Punct(j) && w != "-" || speechVerbs[w] != "" || strings.HasSuffix(w, "ed") || w == "held" || w == "run" {
			return finding{}, false
		}
	}
	if trigger < 0 {
		return finding{}, false
	}
	value := d.actorPart(d.attachedRight(d.nounRight(i+1, s.last), s.last))
	if d.low(value.last) == "and" {
		if more := d.nounRight(value.last+1, s.last); !more.empty() && d.armed(more) && !attackNouns[d.low(d.head(more))] {
			value.last = more.last
		}
	}
	if !d.agentive(value) || attackNouns[d.low(d.head(value))] && !d.armed(value) {
		return finding{}, false
	}
	return finding{value: d.bare(value), span: run{trigger, value.last}}, true
}

// actorPart cuts "terrorists rocket shells" down to the words of the actor.
func (d *draft) actorPart(r run) run {
	if r.empty() {
		return r
	}
	end := r.last
	for end > r.first && (attackNouns[d.low(end-1)] || attackKinds[d.low(end-1)]) && !actorNouns[d.low(end-1)] {
		end--
	}
	if end > r.first && end < r.last && d.armed(run{r.first, end}) {
		return run{r.first, end}
	}
	return r
}

// whose is the actor named before an attack: "a U.S. drone strike".
func (d *draft) whose(i int, s run) (finding, bool) {
	if attackNouns[d.low(i+1)] && d.low(i+1) != "fire" || actorNouns[d.low(i)] || notWhose[d.low(i)] {
		return finding{}, false
	}
	end := i
	for end > s.first && (attackKinds[d.low(end-1)] || attackNouns[d.low(end-1)] || d.low(end-1) == "-") && !actorNouns[d.low(end-1)] {
		end--
	}
	first := end
	for first > s.first && d.actorWord(first-1) {
		first--
	}
	value := d.bare(run{first, end})
	if value.empty() || !d.armed(value) {
		return finding{}, false
	}
	if w := d.low(value.first); value.last-value.first == 1 && nations[w] && !actorAdjectives[w] {
		return finding{}, false // "the Syria attack" names the place
	}
	if last := d.low(end - 1); strings.HasPrefix(d.low(i), "shooting") && (strings.HasSuffix(last, "'s") || strings.HasSuffix(last, "s'")) {
		return finding{}, false
	}
	if w := d.low(i); end == i && strings.HasPrefix(w, "attack") && value.last-value.first == 1 && d.low(value.first) == "terrorist" {
		return finding{}, false
	}
	from := value.first
	if w := d.low(from - 1); w == "alleged" || w == "suspected" || w == "apparent" {
		from--
	}
	return finding{value: value, span: run{from, i + 1}}, true
}

// actorWord reports whether word i can be a part of a name that stands before an
// attack.
func (d *draft) actorWord(i int) bool {
	w := strings.TrimSuffix(d.low(i), "'s")
	if actorAdjectives[w] || nations[w] || actorNouns[w] || strings.HasSuffix(w, "-led") || strings.HasSuffix(w, "-backed") {
		return true
	}
	return d.name(i) && !weekdays[w] && !prepositions[w] && !determiners[w] && !conjunctions[w] && speechVerbs[w] == ""
}
