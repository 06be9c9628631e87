package extract

import (
	"strings"

	"rashomon"
)

// accused is the object of "accused", "blamed", "hold ... responsible".
func (d *draft) accused(i int, s run) (finding, bool) {
	w := d.low(i)
	j := i + 1
	switch w {
	case "attributed", "attributing", "pointed", "blamed":
		if to := d.nextOf(i, s, 8, "to", "on"); to >= 0 {
			j = to + 1
		} else if w != "blamed" {
			return finding{}, false
		}
	case "hold", "holds", "held", "holding":
		if d.nextOf(i, s, 12, "responsible", "accountable") < 0 {
			return finding{}, false
		}
	case "suspect", "suspects", "suspected":
		return finding{}, false
	}
	for w == "blamed" && j < s.last && d.low(j) == "either" {
		j++
	}
	value := d.nounRight(j, s.last)
	if d.low(value.last) == "of" && actorNouns[d.low(d.head(value))] {
		value = d.attachedRight(value, s.last)
	}
	value = d.bare(value)
	if value.empty() || !d.agentive(value) && !d.doc.Capital(value.first) || d.patient(value) || attackNouns[d.low(d.head(value))] {
		return finding{}, false
	}
	end := value.last
	if strings.HasPrefix(w, "h") {
		end = max(end, d.nextOf(i, s, 12, "responsible", "accountable")+1)
	}
	return finding{value, run{i, end}, rashomon.Alleges}, true
}

// responsible is "X claimed responsibility", "X was behind the attack"; "no group
// has claimed" is a doubt.
func (d *draft) responsible(i int, s run) (finding, bool) {
	if x, ok := d.noClaim(i, s); ok {
		return x, true
	}
	verb := i - 1
	for verb > s.first && verb > i-4 && (determiners[d.low(verb)] || adverbs[d.low(verb)] || auxiliary[d.low(verb)]) {
		verb--
	}
	claims := strings.HasPrefix(d.low(verb), "claim") || strings.HasPrefix(d.low(verb), "accept") || strings.HasPrefix(d.low(verb), "admit")
	if !claims && d.low(i) == "responsibility" {
		return finding{}, false
	}
	start := d.verbGroup(verb, s.first)
	if !claims {
		start = d.verbGroup(i, s.first)
		if start == i || d.low(i) == "behind" && !determiners[d.low(i+1)] {
			return finding{}, false
		}
	}
	subject, _ := d.subjectLeft(start, s)
	if subject.empty() || d.pronounRun(subject) {
		return finding{}, false
	}
	first := d.low(subject.first)
	if first == "no" || d.low(d.head(subject)) == "one" && d.low(subject.last-2) == "no" || d.low(subject.first-1) == "no" {
		if d.low(subject.first-1) == "no" {
			subject.first--
		}
		return finding{subject, run{subject.first, i + 1}, rashomon.Doubts}, true
	}
	if !claims && !d.agentive(subject) {
		return finding{}, false
	}
	return finding{value: d.bare(subject), span: run{subject.first, i + 1}}, true
}

// denier is who denies having done it, or rejects the charge.
func (d *draft) denier(i int, s run) (finding, bool) {
	subject, _ := d.subjectLeft(d.verbGroup(i, s.first), s)
	if subject.empty() || d.pronounRun(subject) || !d.anyOf(run{i + 1, min(i+13, s.last)}, deniedThings) {
		return finding{}, false
	}
	return finding{d.bare(subject), run{subject.first, i + 1}, rashomon.Denies}, true
}

// notDoing is "X had nothing to do with", "X is not a suspect".
func (d *draft) notDoing(i int, s run) (finding, bool) {
	verb := i
	switch {
	case d.low(i) == "nothing" && d.low(i+1) == "to" && d.low(i+2) == "do":
	case d.low(i) == "not" && (d.low(i+1) == "a" || d.low(i+1) == "the" || d.low(i+1) == "considered") && d.nextOf(i, s, 3, "suspect", "suspects") > 0:
		verb = i + 1
	default:
		return finding{}, false
	}
	subject, _ := d.subjectLeft(d.verbGroup(verb, s.first), s)
	if subject.empty() || d.pronounRun(subject) {
		return finding{}, false
	}
	return finding{d.bare(subject), run{subject.first, min(i+3, s.last)}, rashomon.Denies}, true
}

// noClaim is "there was no claim of responsibility".
func (d *draft) noClaim(i int, s run) (finding, bool) {
	if d.low(i) != "responsibility" || d.low(i-1) != "of" || !strings.HasPrefix(d.low(i-2), "claim") {
		return finding{}, false
	}
	for j := i - 3; j >= s.first && j > i-6; j-- {
		if d.low(j) == "no" {
			return finding{run{j, i + 1}, run{j, i + 1}, rashomon.Doubts}, true
		}
	}
	return finding{}, false
}

// claimer is "X claimed the attack".
func (d *draft) claimer(i int, s run) (finding, bool) {
	if !d.attackWithin(i, s, 4) || d.nextOf(i, s, 4, "lives", "responsibility", "by", "that") > 0 {
		return finding{}, false
	}
	subject, _ := d.subjectLeft(d.verbGroup(i, s.first), s)
	if !d.agentive(subject) || !d.armed(subject) {
		return finding{}, false
	}
	return finding{d.bare(subject), run{subject.first, i + 1}, rashomon.States}, true
}

// charged is one whom the law names: "charged with murder", "accused of killing".
func (d *draft) charged(i int, s run) (finding, bool) {
	if d.low(i) != "sentenced" && !d.attackWithin(i, s, 14) && !d.violenceWithin(i, s, 14) {
		return finding{}, false
	}
	verb := i
	if w := d.low(i - 1); w == "found" || w == "pleaded" || w == "pled" {
		verb--
	}
	start := d.verbGroup(verb, s.first)
	subject, _ := d.subjectLeft(start, s)
	if start == i && d.low(i-1) == "," && subject.empty() {
		subject = d.nounLeft(i-1, s.first)
	}
	if subject.empty() || d.pronounRun(subject) || !d.agentive(subject) {
		return finding{}, false
	}
	if w := d.low(d.head(subject)); start == i && d.low(i-1) != "," && i != subject.last+1 && !actorNouns[w] || voiceNouns[w] && d.low(i) != "accused" && !actorNouns[w] {
		return finding{}, false
	}
	if w := d.low(d.head(subject)); w == "police" || w == "forces" || w == "government" {
		return finding{}, false
	}
	stance := rashomon.Alleges
	switch w := d.low(i); w {
	case "convicted", "sentenced", "guilty":
		stance = rashomon.States
	case "confessed":
		stance = rashomon.Confirms
	}
	return finding{d.bare(subject), run{subject.first, i + 1}, stance}, true
}

func (d *draft) violenceWithin(i int, s run, n int) bool {
	for j := i + 1; j < s.last && j <= i+n; j++ {
		if w := d.low(j); violentVerbs[w] || w == "murder" || w == "homicide" || w == "manslaughter" {
			return true
		}
	}
	return false
}

// unknown is "it was not clear who carried out the attack".
func (d *draft) unknown(i int, s run) (finding, bool) {
	if d.low(i) == "whether" || !d.violenceWithin(i, s, 6) && d.nextOf(i, s, 4, "responsible", "behind") < 0 {
		return finding{}, false
	}
	for j := i - 1; j >= s.first && j > i-7; j-- {
		switch d.low(j) {
		case "unclear", "clear", "unknown", "determine", "say", "sure", "identify", "know":
			r := run{j, min(s.last, i+6)}
			for k := i; k < r.last; k++ {
				if d.doc.Punct(k) {
					r.last = k
				}
			}
			return finding{run{i, r.last}, r, rashomon.Doubts}, true
		}
	}
	return finding{}, false
}

// sought is whom the police look for: "searching for two suspects".
func (d *draft) sought(i int, s run) (finding, bool) {
	if d.low(i) == "for" && d.low(i-1) != "looking" && d.low(i-1) != "searching" && d.low(i-1) != "hunt" && d.low(i-1) != "search" {
		return finding{}, false
	}
	value := d.nounRight(i+1, s.last)
	switch h := d.low(d.head(value)); h {
	case "suspect", "suspects", "gunman", "gunmen", "shooter", "shooters", "attacker", "attackers", "man", "men", "assailants":
		return finding{d.bare(value), run{i, value.last}, rashomon.Alleges}, !value.empty()
	}
	return finding{}, false
}

// named is "the gunman was identified as N".
func (d *draft) named(i int, s run) (finding, bool) {
	as := d.nextOf(i, s, 6, "as")
	if as < 0 {
		return finding{}, false
	}
	for j := max(s.first, i-6); j < as; j++ {
		switch d.low(j) {
		case "suspect", "suspects", "gunman", "shooter", "attacker", "bomber", "assailant", "attackers", "gunmen":
			if who := d.personAt(as+1, s); !who.empty() {
				return finding{who, run{i, who.last}, rashomon.Alleges}, true
			}
		}
	}
	return finding{}, false
}

// noSuspect is "there are no suspects", "no description of the gunman", "have not
// named a suspect".
func (d *draft) noSuspect(i int, s run) (finding, bool) {
	for j := i - 1; j >= s.first && j >= i-6; j-- {
		w := d.low(j)
		if d.doc.Punct(j) || w == "said" {
			return finding{}, false
		}
		if w == "no" || w == "any" && d.not(j-1, j-5) || (w == "not" || strings.HasSuffix(w, "n't")) && d.unknowing(run{j, i}) {
			last := i + 1
			if next := d.low(last); next == "information" || next == "info" || next == "description" {
				last++
			}
			return finding{run{j, last}, run{j, last}, rashomon.Doubts}, true
		}
	}
	return finding{}, false
}

// beginner is "X began shooting".
func (d *draft) beginner(i int, s run) (finding, bool) {
	if w := d.low(i - 1); w != "began" && w != "started" {
		return finding{}, false
	}
	subject, _ := d.subjectLeft(d.verbGroup(i-1, s.first), s)
	if !d.agentive(subject) || d.patient(subject) {
		return finding{}, false
	}
	return finding{value: d.bare(subject), span: run{subject.first, i + 1}}, true
}

// clashing is "clashes between A and B", "clashed with B".
func (d *draft) clashing(i int, s run) []finding {
	from := -1
	for j := i - 1; j >= s.first && j > i-8; j-- {
		if w := d.low(j); w == "clashes" || w == "clash" || w == "fighting" && d.low(i) == "between" || w == "battles" || w == "battle" {
			from = j
			break
		}
	}
	if from < 0 {
		return nil
	}
	a := d.nounRight(i+1, s.last)
	if a.empty() || !d.agentive(a) {
		return nil
	}
	return []finding{{value: d.bare(a), span: run{from, a.last}}}
}
