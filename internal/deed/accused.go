package deed

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

// accused is the object of "accused", "blamed", "hold ... responsible".
func (d *reader) accused(i int, s grammar.Run) (finding, bool) {
	w := d.Low(i)
	j := i + 1
	switch w {
	case "attributed", "attributing", "pointed", "blamed":
		if to := d.NextOf(i, s, 8, "to", "on"); to >= 0 {
			j = to + 1
		} else if w != "blamed" {
			return finding{}, false
		}
	case "hold", "holds", "held", "holding":
		if d.NextOf(i, s, 12, "responsible", "accountable") < 0 {
			return finding{}, false
		}
	case "suspect", "suspects", "suspected":
		if next := d.Low(j); !grammar.VoiceNouns[d.Low(i-1)] || next != "the" && !d.Name(j) {
			return finding{}, false
		}
	}
	for w == "blamed" && j < s.Last && d.Low(j) == "either" {
		j++
	}
	value := d.NounRight(j, s.Last)
	if d.Low(value.Last) == "of" && grammar.ActorNouns[d.Low(d.Head(value))] {
		if whole := d.AttachedRight(value, s.Last); !grammar.AttackNouns[d.Low(d.Head(whole))] {
			value = whole
		}
	}
	value = d.bare(value)
	if value.Empty() || !d.agentive(value) && !d.Doc.Capital(value.First) || d.patient(value) || grammar.AttackNouns[d.Low(d.Head(value))] {
		return finding{}, false
	}
	end := value.Last
	if strings.HasPrefix(w, "h") {
		end = max(end, d.NextOf(i, s, 12, "responsible", "accountable")+1)
	}
	return finding{value, grammar.Between(i, end), rashomon.Alleges}, true
}

// responsible is "X claimed responsibility", "X was behind the attack"; "no group
// has claimed" is a doubt.
func (d *reader) responsible(i int, s grammar.Run) (finding, bool) {
	if x, ok := d.noClaim(i, s); ok {
		return x, true
	}
	if x, ok := d.unclaimed(i, s); ok {
		return x, true
	}
	if d.Low(i) == "credit" {
		return finding{}, false
	}
	verb := i - 1
	for verb > s.First && verb > i-4 && (grammar.Determiners[d.Low(verb)] || grammar.Adverbs[d.Low(verb)] || grammar.Auxiliary[d.Low(verb)]) {
		verb--
	}
	claims := strings.HasPrefix(d.Low(verb), "claim") || strings.HasPrefix(d.Low(verb), "accept") || strings.HasPrefix(d.Low(verb), "admit")
	if !claims && d.Low(i) == "responsibility" {
		return finding{}, false
	}
	start := d.VerbGroup(verb, s.First)
	if !claims {
		start = d.VerbGroup(i, s.First)
		if start == i || d.Low(i) == "behind" && !grammar.Determiners[d.Low(i+1)] {
			return finding{}, false
		}
	}
	subject, _ := d.SubjectLeft(start, s)
	if subject.Empty() || d.IsPronoun(subject) {
		return finding{}, false
	}
	first := d.Low(subject.First)
	if first == "no" || d.Low(d.Head(subject)) == "one" && d.Low(subject.Last-2) == "no" || d.Low(subject.First-1) == "no" {
		if d.Low(subject.First-1) == "no" {
			subject.First--
		}
		return finding{subject, grammar.Between(subject.First, i+1), rashomon.Doubts}, true
	}
	if !claims && !d.agentive(subject) {
		return finding{}, false
	}
	return finding{value: d.bare(subject), span: grammar.Between(subject.First, i+1)}, true
}

// denier is who denies having done it, or rejects the charge.
func (d *reader) denier(i int, s grammar.Run) (finding, bool) {
	subject, _ := d.SubjectLeft(d.VerbGroup(i, s.First), s)
	if subject.Empty() || d.IsPronoun(subject) || !d.anyOf(grammar.Between(i+1, min(i+13, s.Last)), deniedThings) || d.existence(i+1) {
		return finding{}, false
	}
	return finding{d.bare(subject), grammar.Between(subject.First, i+1), rashomon.Denies}, true
}

// existence reports whether what is denied from word i on is no deed of the denier:
// "that there was any attack", "calls for talks".
func (d *reader) existence(i int) bool {
	if d.Low(i) == "that" {
		i++
	}
	switch d.Low(i) {
	case "there", "calls", "call", "requests", "offers", "demands", "appeals", "entry", "access":
		return true
	}
	return false
}

// notDoing is "X had nothing to do with", "X is not a suspect".
func (d *reader) notDoing(i int, s grammar.Run) (finding, bool) {
	verb := i
	switch {
	case d.Low(i) == "nothing" && d.Low(i+1) == "to" && d.Low(i+2) == "do":
	case d.Low(i) == "not" && (d.Low(i+1) == "a" || d.Low(i+1) == "the" || d.Low(i+1) == "considered") && d.NextOf(i, s, 3, "suspect", "suspects") > 0:
		verb = i + 1
	default:
		return finding{}, false
	}
	subject, _ := d.SubjectLeft(d.VerbGroup(verb, s.First), s)
	if subject.Empty() || d.IsPronoun(subject) {
		return finding{}, false
	}
	return finding{d.bare(subject), grammar.Between(subject.First, min(i+3, s.Last)), rashomon.Denies}, true
}

// noClaim is "there was no claim of responsibility".
func (d *reader) noClaim(i int, s grammar.Run) (finding, bool) {
	if d.Low(i) != "responsibility" || d.Low(i-1) != "of" || !strings.HasPrefix(d.Low(i-2), "claim") {
		return finding{}, false
	}
	for j := i - 3; j >= s.First && j > i-6; j-- {
		if d.Low(j) == "no" {
			return finding{grammar.Between(j, i+1), grammar.Between(j, i+1), rashomon.Doubts}, true
		}
	}
	return finding{}, false
}

// unclaimed is "no group has so far claimed responsibility", "nobody had taken credit".
func (d *reader) unclaimed(i int, s grammar.Run) (finding, bool) {
	if w := d.Low(i); w != "responsibility" && w != "credit" {
		return finding{}, false
	}
	verb := i - 1
	for verb > s.First && verb > i-4 && !claiming[d.Low(verb)] {
		verb--
	}
	if !claiming[d.Low(verb)] {
		return finding{}, false
	}
	for j := verb - 1; j >= s.First && j > verb-11; j-- {
		w := d.Low(j)
		switch {
		case w == "no" || w == "nobody" || w == "none" || w == "nor", d.Negated(j, j) && j > verb-5:
			span, value := grammar.Between(j, i+1), grammar.Between(j, i+1)
			if r := d.NounRight(j+1, verb); w == "no" && !r.Empty() {
				value = grammar.Between(j, r.Last)
			}
			return finding{value, span, rashomon.Doubts}, true
		case d.Doc.Punct(j), w == "that", w == "which", w == "but":
			return finding{}, false
		}
	}
	return finding{}, false
}

// claiming verbs take responsibility or credit as their object.
var claiming = grammar.LexiconOf(`claimed claim claiming taken took take announced assumed accepted admitted asserted`)

// claimer is "X claimed the attack".
func (d *reader) claimer(i int, s grammar.Run) (finding, bool) {
	if !d.attackWithin(i, s, 4) || d.NextOf(i, s, 4, "lives", "responsibility", "by", "that") > 0 {
		return finding{}, false
	}
	subject, _ := d.SubjectLeft(d.VerbGroup(i, s.First), s)
	if !d.agentive(subject) || !d.armed(subject) {
		return finding{}, false
	}
	return finding{d.bare(subject), grammar.Between(subject.First, i+1), rashomon.States}, true
}

// charged is one whom the law names: "charged with murder", "accused of killing".
func (d *reader) charged(i int, s grammar.Run) (finding, bool) {
	if d.Low(i) != "sentenced" && !d.attackWithin(i, s, 14) && !d.violenceWithin(i, s, 14) {
		return finding{}, false
	}
	verb := i
	if w := d.Low(i - 1); w == "found" || w == "pleaded" || w == "pled" {
		verb--
	}
	start := d.VerbGroup(verb, s.First)
	subject, _ := d.SubjectLeft(start, s)
	if start == i && d.Low(i-1) == "," && subject.Empty() {
		subject = d.NounLeft(i-1, s.First)
	}
	if subject.Empty() || d.IsPronoun(subject) || !d.chargeable(subject, i, start == i) {
		return finding{}, false
	}
	stance := rashomon.Alleges
	switch w := d.Low(i); {
	case d.Negated(i-1, start) && start < i:
		stance = rashomon.Denies
	case w == "convicted" || w == "sentenced" || w == "guilty":
		stance = rashomon.States
	case w == "confessed":
		stance = rashomon.Confirms
	}
	return finding{d.bare(subject), grammar.Between(subject.First, i+1), stance}, true
}

// judged is whom a court or the police name as the verb's object: "sentenced N to
// life for the bombing".
func (d *reader) judged(i int, s grammar.Run) (finding, bool) {
	stance := rashomon.States
	switch d.Low(i) {
	case "sentenced", "convicted", "jailed":
	case "charged":
		stance = rashomon.Alleges
	default:
		return finding{}, false
	}
	who := d.personIn(grammar.Between(i+1, min(i+5, s.Last)))
	if who.Empty() || who.First > i+1 && !d.NounWord(who.First-1) || !d.attackWithin(i, s, 16) && !d.violenceWithin(i, s, 16) {
		return finding{}, false
	}
	return finding{who, grammar.Between(i, who.Last), stance}, true
}

// chargeable reports whether the subject can be one whom the verb at i charges:
// bare says that the verb has no auxiliary ("the man charged with murder").
func (d *reader) chargeable(subject grammar.Run, i int, bare bool) bool {
	w, next := d.Low(d.Head(subject)), d.Low(i+1)
	switch {
	case d.Low(i) == "accused" && next != "of" && next != "in" && next != "with":
		return false
	case w == "police" || w == "forces" || w == "government" || d.patient(subject):
		return false
	case next == "with" || next == "of":
		return d.agentive(subject) || bare && !grammar.AttackNouns[w] && !grammar.Weekdays[w]
	case grammar.ActorNouns[w]:
		return true
	case bare && d.Low(i-1) != ",":
		return false
	}
	return d.agentive(subject) && !grammar.VoiceNouns[w]
}

func (d *reader) violenceWithin(i int, s grammar.Run, n int) bool {
	for j := i + 1; j < s.Last && j <= i+n; j++ {
		if w := d.Low(j); grammar.ViolentVerbs[w] || w == "murder" || w == "homicide" || w == "manslaughter" {
			return true
		}
	}
	return false
}

// unknown is "it was not clear who carried out the attack".
func (d *reader) unknown(i int, s grammar.Run) (finding, bool) {
	if d.Low(i) == "whether" || !d.violenceWithin(i, s, 6) && d.NextOf(i, s, 4, "responsible", "behind") < 0 {
		return finding{}, false
	}
	for j := i - 1; j >= s.First && j > i-7; j-- {
		switch d.Low(j) {
		case "unclear", "clear", "unknown", "determine", "say", "sure", "identify", "know":
			r := grammar.Between(j, min(s.Last, i+6))
			for k := i; k < r.Last; k++ {
				if d.Doc.Punct(k) {
					r.Last = k
				}
			}
			return finding{grammar.Between(i, r.Last), r, rashomon.Doubts}, true
		}
	}
	return finding{}, false
}

// sought is whom the police look for: "searching for two suspects".
func (d *reader) sought(i int, s grammar.Run) (finding, bool) {
	if d.Low(i) == "for" && d.Low(i-1) != "looking" && d.Low(i-1) != "searching" && d.Low(i-1) != "hunt" && d.Low(i-1) != "search" {
		return finding{}, false
	}
	value := d.NounRight(i+1, s.Last)
	switch h := d.Low(d.Head(value)); h {
	case "suspect", "suspects", "gunman", "gunmen", "shooter", "shooters", "attacker", "attackers", "man", "men", "assailants":
		if d.Low(i) == "for" && d.Negated(i-2, i-4) || d.Low(i) != "for" && d.Negated(i-1, i-3) {
			return finding{d.bare(value), grammar.Between(max(s.First, i-2), value.Last), rashomon.Denies}, !value.Empty()
		}
		return finding{d.bare(value), grammar.Between(i, value.Last), rashomon.Alleges}, !value.Empty()
	}
	return finding{}, false
}

// named is "the gunman was identified as N".
func (d *reader) named(i int, s grammar.Run) (finding, bool) {
	as := d.NextOf(i, s, 6, "as")
	if as < 0 {
		return finding{}, false
	}
	for j := max(s.First, i-6); j < as; j++ {
		switch d.Low(j) {
		case "suspect", "suspects", "gunman", "shooter", "attacker", "bomber", "assailant", "attackers", "gunmen":
			if who := d.personAt(as+1, s); !who.Empty() {
				return finding{who, grammar.Between(i, who.Last), rashomon.Alleges}, true
			}
		}
	}
	return finding{}, false
}

// noSuspect is "there are no suspects", "no description of the gunman", "have not
// named a suspect".
func (d *reader) noSuspect(i int, s grammar.Run) (finding, bool) {
	for j := i - 1; j >= s.First && j >= i-6; j-- {
		w := d.Low(j)
		if d.Doc.Punct(j) || w == "said" || w == "searching" || w == "looking" {
			return finding{}, false
		}
		if w == "no" || w == "any" && d.Low(j-1) != "for" && d.Negated(j-1, j-5) || (w == "not" || strings.HasSuffix(w, "n't")) && d.Unknowing(grammar.Between(j, i)) {
			last := i + 1
			if next := d.Low(last); next == "information" || next == "info" || next == "description" {
				last++
			}
			return finding{grammar.Between(j, last), grammar.Between(j, last), rashomon.Doubts}, true
		}
	}
	return finding{}, false
}

// beginner is "X began shooting".
func (d *reader) beginner(i int, s grammar.Run) (finding, bool) {
	if w := d.Low(i - 1); w != "began" && w != "started" {
		return finding{}, false
	}
	subject, _ := d.SubjectLeft(d.VerbGroup(i-1, s.First), s)
	if !d.agentive(subject) || d.patient(subject) {
		return finding{}, false
	}
	return finding{value: d.bare(subject), span: grammar.Between(subject.First, i+1)}, true
}

// clashing is "clashes between A and B", "clashed with B".
func (d *reader) clashing(i int, s grammar.Run) []finding {
	from := -1
	for j := i - 1; j >= s.First && j > i-8; j-- {
		if w := d.Low(j); w == "clashes" || w == "clash" || w == "fighting" && d.Low(i) == "between" || w == "battles" || w == "battle" {
			from = j
			break
		}
	}
	if from < 0 {
		return nil
	}
	a := d.NounRight(i+1, s.Last)
	if a.Empty() || !d.agentive(a) {
		return nil
	}
	return []finding{{value: d.bare(a), span: grammar.Between(from, a.Last)}}
}
