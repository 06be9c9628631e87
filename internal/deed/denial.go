package deed

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

var (
	// deeds are verbs of which one says that one did not do it.
	deeds = grammar.LexiconOf(`use used carry carried kill killed bomb bombed fire fired target targeted attack attacked conduct
		conducted launch launched strike struck hit shell shelled possess possessed injure injured harm harmed shoot shot murder
		torture tortured drop dropped commit committed perform order ordered plant planted kidnap kidnapped`)
	// shares are what one has no part of a deed by.
	shares = grammar.LexiconOf(`part role involvement participation hand responsibility connection connections links link
		knowledge strikes airstrikes operations`)
	// charges are what is denied in the passive: "an accusation dismissed by".
	charges = grammar.LexiconOf(`accusation accusations claim claims charge charges allegation allegations report reports`)
	// rejecting verbs and participles deny.
	rejecting = grammar.LexiconOf(`denied rejected dismissed refuted disputed`)
)

// denials finds who is said not to have done it and what is said not to have been
// hit, beside those who only deny.
func (d *reader) denials() []Finding {
	var found []Finding
	add := func(f rashomon.Field, x finding, ok bool) {
		if ok {
			found = append(found, Finding{f, x.value, x.span, rashomon.Denies})
		}
	}
	d.eachWord(func(i int, s grammar.Run) {
		w := d.Low(i)
		if deeds[w] || w == "have" || w == "had" {
			x, ok := d.notDone(i, s)
			add(rashomon.Perpetrator, x, ok)
		}
		if targeting[w] || w == "target" {
			x, ok := d.notHit(i, s)
			add(rashomon.Target, x, ok)
		}
		if shares[w] || w == "involved" {
			x, ok := d.noShare(i, s)
			add(rashomon.Perpetrator, x, ok)
		}
		if w == "innocent" || w == "guilty" && d.Low(i-1) == "not" {
			x, ok := d.innocent(i, s)
			add(rashomon.Perpetrator, x, ok)
		}
		if rejecting[w] && d.Low(i+1) == "by" {
			x, ok := d.deniedBy(i, s)
			add(rashomon.Perpetrator, x, ok)
		}
		if strings.HasPrefix(w, "den") && grammar.SpeechVerbs[w] == rashomon.Denies {
			x, ok := d.cleared(i, s)
			add(rashomon.Perpetrator, x, ok)
		}
	})
	return found
}

// doer returns the subject that ends at word end and where its words begin. For a
// pronoun that is whoever speaks before it: "the army said it had not".
func (d *reader) doer(end int, s grammar.Run) (value grammar.Run, first int) {
	subject, _ := d.SubjectLeft(end, s)
	if !d.IsPronoun(subject) {
		return subject, subject.First
	}
	if d.Low(subject.First) != "it" {
		return grammar.Run{}, 0 // "the sheriff said they were not"
	}
	for j := subject.First - 1; j > s.First && j > subject.First-6; j-- {
		if grammar.SpeechVerbs[d.Low(j)] == "" || d.Doc.Punct(j) {
			continue
		}
		if who, _ := d.SubjectLeft(d.VerbGroup(j, s.First), s); !who.Empty() && !d.IsPronoun(who) {
			return who, who.First
		}
	}
	return grammar.Run{}, 0
}

// notDone is "the army did not use gas", "the coalition conducted no strikes".
func (d *reader) notDone(i int, s grammar.Run) (finding, bool) {
	start := d.VerbGroup(i, s.First)
	not := d.Negated(i-1, start) && start < i && d.Low(i-1) != "only"
	have := strings.HasPrefix(d.Low(i), "ha")
	if next := d.NounRight(i+1, s.Last); have || d.Low(i+1) == "no" {
		armed := false
		for j := next.First; j < next.Last; j++ {
			armed = armed || grammar.WeaponHeads[d.Low(j)] && d.Low(j) != "gun"
		}
		if !armed || have && !not {
			return finding{}, false
		}
		not = true
	}
	if !not {
		return finding{}, false
	}
	for j := start; j < i; j++ {
		if w := d.Low(j); w == "was" || w == "were" || w == "been" || w == "be" || w == "is" || w == "are" || w == "wasn't" || w == "weren't" {
			return finding{}, false
		}
	}
	value, first := d.doer(start, s)
	if value.Empty() || !d.agentive(value) && first == value.First && d.Low(value.Last) != "said" || d.patient(value) || d.nameless(value) {
		return finding{}, false
	}
	return finding{value: d.bare(value), span: grammar.Between(first, d.objectEnd(i, s))}, true
}

// notHit is "the school was not targeted", "he was not the intended target".
func (d *reader) notHit(i int, s grammar.Run) (finding, bool) {
	verb := i
	if d.Low(i) == "target" {
		for verb > s.First && verb > i-4 && (grammar.Determiners[d.Low(verb)] || d.Low(verb) == "intended" || d.Low(verb) == "target") {
			verb--
		}
		verb++
	}
	start := d.VerbGroup(verb, s.First)
	passive := false
	for j := start; j < verb; j++ {
		w := d.Low(j)
		passive = passive || w == "was" || w == "were" || w == "is" || w == "been" || w == "wasn't" || w == "weren't"
	}
	if !passive || !d.Negated(verb-1, start) {
		return finding{}, false
	}
	subject, _ := d.SubjectLeft(start, s)
	if subject.Empty() || d.IsPronoun(subject) {
		return finding{}, false
	}
	return finding{value: d.bare(subject), span: grammar.Between(subject.First, i+1)}, true
}

// noShare is "X had no part in it", "X bears no responsibility", "X was not involved".
func (d *reader) noShare(i int, s grammar.Run) (finding, bool) {
	verb := i
	if d.Low(i) != "involved" {
		for verb > s.First && verb > i-4 && !strings.HasPrefix(d.Low(verb), "ha") && !partaking[d.Low(verb)] {
			verb--
		}
		if !d.Negated(i-1, verb) && !d.Negated(verb-1, verb-3) {
			return finding{}, false
		}
		if !partaking[d.Low(verb)] && !strings.HasPrefix(d.Low(verb), "ha") {
			return finding{}, false
		}
	} else if !d.Negated(i-1, i-2) {
		return finding{}, false
	}
	value, first := d.doer(d.VerbGroup(verb, s.First), s)
	if value.Empty() || d.nameless(value) || grammar.AttackNouns[d.Low(d.Head(value))] || d.Low(value.First) == "no" {
		return finding{}, false
	}
	return finding{value: d.bare(value), span: grammar.Between(first, i+1)}, true
}

// innocent is "X is innocent", "X pleaded not guilty".
func (d *reader) innocent(i int, s grammar.Run) (finding, bool) {
	verb := i
	if d.Low(i) == "guilty" {
		verb--
	}
	if w := d.Low(verb - 1); w == "pleaded" || w == "pled" {
		verb--
	}
	start := d.VerbGroup(verb, s.First)
	if start == i || d.Negated(i-1, start) && d.Low(i) == "innocent" {
		return finding{}, false
	}
	value, first := d.doer(start, s)
	if value.Empty() || d.patient(value) || grammar.SettingWords[d.Low(first-1)] || grammar.TargetHeads[d.Low(d.Head(value))] || !d.Name(d.Head(value)) && !d.agentive(value) {
		return finding{}, false
	}
	return finding{value: d.bare(value), span: grammar.Between(first, i+1)}, true
}

// partaking verbs take a share as their object.
var partaking = grammar.LexiconOf(`bear bears bore played play plays conducted carried`)

// deniedBy is "an accusation dismissed by X", "the claim was denied by X".
func (d *reader) deniedBy(i int, s grammar.Run) (finding, bool) {
	value := d.bare(d.AttachedRight(d.NounRight(i+2, s.Last), s.Last))
	for j := i - 1; j >= s.First && j > i-6; j-- {
		if charges[d.Low(j)] {
			return finding{value: value, span: grammar.Between(j, value.Last)}, !value.Empty() && d.agentive(value)
		}
	}
	return finding{}, false
}

// cleared is whom a denial clears: "denied that government forces use it", "denied
// that there were any armed men".
func (d *reader) cleared(i int, s grammar.Run) (finding, bool) {
	j := i + 1
	if d.Low(j) == "that" {
		j++
	}
	there := d.Low(j) == "there"
	if there {
		for j++; grammar.Auxiliary[d.Low(j)]; j++ {
		}
	}
	value := d.NounRight(j, s.Last)
	if d.Low(value.Last) == "of" {
		value = d.AttachedRight(value, s.Last)
	}
	next := d.Low(value.Last)
	if value.Empty() || !d.agentive(value) || !d.armed(value) || grammar.AttackNouns[d.Low(d.Head(value))] || !there && !grammar.Auxiliary[next] && !grammar.ViolentVerbs[next] && !deeds[next] {
		return finding{}, false
	}
	return finding{value: d.bare(value), span: grammar.Between(i, value.Last)}, true
}
