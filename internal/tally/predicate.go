package tally

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

// predicate is a word or phrase of harm as it stands in a sentence.
type predicate struct {
	run
	field   rashomon.Field
	form    form
	start   int              // where its auxiliaries begin: the subject ends before it
	passive bool             // "were killed"
	among   bool             // "among the dead": who is counted is a part
	denied  bool             // "was not hurt"
	unreal  bool             // "tried to kill", "would kill"
	either  bool             // "killed or wounded"
	also    []rashomon.Field // "killing and wounding": the further fields
}

var (
	beings = grammar.LexiconOf(`be is are was were been being am get gets got getting wasn't weren't isn't aren't`)
	// groupWordsBefore stand between a subject and its predicate.
	auxWords = grammar.LexiconOf(`be is are was were been being have has had may might could can will would shall should must do does did
		not all both also either reportedly allegedly apparently then later now still already instantly immediately believed
		reported feared said thought confirmed presumed pronounced declared found left known critically seriously badly severely slightly lightly
		fatally mortally subsequently eventually recently only just never wasn't weren't hadn't didn't to get got getting
		dead listed each himself themselves quickly tragically brutally likely confirmed martyred summarily publicly accidentally`)
	unrealBefore = grammar.LexiconOf(`try tries tried trying attempt attempts attempted attempting want wants wanted plan plans planned planning vow vowed vows
		threaten threatened threatens threatening order ordered orders intend intended intends able ability seek seeks sought
		seeking refuse refused fail failed fails aim aimed aims aiming ready going willing decide decided wish used designed
		continue intention orders chance enough permission right licence license determined hoping supposed capable bent
		attempting how`)
	carried    = grammar.LexiconOf(`taken transported rushed airlifted brought flown sent admitted transferred evacuated`)
	conditions = grammar.LexiconOf(`critical serious stable fair grave good guarded`)
	amongWords = grammar.LexiconOf(`the those people who were at least more than dozens`)
	fatally    = grammar.LexiconOf(`fatally mortally`)
	wounds     = grammar.LexiconOf(`injuries wounds wound injury burns fractures gunshot shrapnel`)
)

// predicates returns the words of harm among the words [first, last), in order.
func (d *reader) predicates(first, last int) []*predicate {
	var all []*predicate
	for i := first; i < last; i++ {
		p := d.predicateAt(i, last)
		if p == nil {
			continue
		}
		d.dress(p, first)
		if n := len(all); n > 0 && d.joins(all[n-1], p) {
			i = all[n-1].last - 1
			continue
		}
		all = append(all, p)
		i = p.last - 1
	}
	return all
}

// predicateAt returns the predicate whose first word is i, or nil.
func (d *reader) predicateAt(i, last int) *predicate {
	w := d.low(i)
	if p := d.phrase(i, last); p != nil {
		return p
	}
	hs := harms[w]
	if len(hs) == 0 {
		return nil
	}
	h := hs[0]
	next := d.low(i + 1)
	switch {
	case h.form == verbForm && strings.HasSuffix(w, "ing") && next == "of",
		h.form == verbForm && (w == "murder" || w == "massacre" || w == "arrest" || w == "capture" || w == "slaughter") && next == "of":
		h.form = nounForm
	case h.form == headForm:
		n, ok := as(w, nounForm)
		if !ok || next != "of" && (next != "to" || h.field != rashomon.Injured) {
			return nil
		}
		h = n
	case h.form == nounForm && next != "of":
		return nil
	case h.form == targetForm && (next == "at" || next == "down" || next == "up" || next == "out" || next == "themselves"):
		return nil
	case w == "shot" && beings[next] && d.low(i+2) == "fired", w == "shooting" && !d.counts(i+1):
		return nil
	case w == "lives" && d.near(i-4, i, "save", "saved", "saves", "saving", "risk", "risked", "threatened", "threatening", "endanger"):
		return nil
	case w == "wound" || w == "wounds":
		return nil
	case w == "missing" && (next == "the" || next == "a"):
		return nil
	case w == "trapped" && h.field == rashomon.Missing && !d.near(i+1, i+6, "rubble", "debris", "ruins", "wreckage"):
		return nil
	}
	p := &predicate{run: run{i, i + 1}, field: h.field, form: h.form, start: i}
	return d.toDeath(p, last)
}

// counts reports whether a counted phrase or a determiner stands at word i, as it
// does after a verb and not after a noun.
func (d *reader) counts(i int) bool {
	w := d.low(i)
	return grammar.Determiners[w] || numberWord(w) || w == "at" || w == "more" || w == "and" || w == "dead"
}

// toDeath reads "shot dead", "shot and killed", "beaten to death", "fatally shot".
func (d *reader) toDeath(p *predicate, last int) *predicate {
	if p.field != rashomon.Injured || p.form != verbForm && p.form != targetForm {
		return p
	}
	i := p.last
	switch a, b := d.low(i), d.low(i+1); {
	case i >= last:
	case a == "dead", a == "fatally":
		p.field, p.form, p.last = rashomon.Killed, verbForm, i+1
	case i+1 >= last:
	case (a == "and" || a == "&") && (b == "killed" || b == "killing" || b == "kills" || b == "kill") && p.form == targetForm, a == "to" && b == "death":
		p.field, p.form, p.last = rashomon.Killed, verbForm, i+2
	}
	if fatally[d.low(p.first-1)] {
		p.field, p.form = rashomon.Killed, verbForm
	}
	return p
}

// phrase reads harm said in several words.
func (d *reader) phrase(i, last int) *predicate {
	w, b, c := d.low(i), d.low(i+1), d.low(i+2)
	make := func(n int, f rashomon.Field, form form) *predicate {
		if i+n > last {
			return nil
		}
		return &predicate{run: run{i, i + n}, field: f, form: form, start: i}
	}
	switch {
	case (w == "lost" || w == "lose" || w == "losing") && grammar.Determiners[b] && (c == "lives" || c == "life"):
		return make(3, rashomon.Killed, diesForm)
	case (w == "took" || w == "taken" || w == "take" || w == "taking" || w == "gunned" || w == "mowed") && (b == "out" || b == "down") && (w[0] != 't' || b == "out"):
		return make(2, rashomon.Killed, verbForm)
	case (w == "blew" || w == "blown" || w == "blow") && b == "themselves" && c == "up":
		return make(3, rashomon.Killed, diesForm)
	case b == "to" && c == "death" && strings.HasSuffix(w, "ed") && harms[w] == nil:
		return make(3, rashomon.Killed, verbForm)
	case w == "took" || w == "take" || w == "taking" || w == "held" || w == "holding":
		if d.near(i+2, min(i+9, last), "hostage", "prisoner", "captive") && len(harms[d.low(i+1)]) == 0 {
			return make(1, rashomon.Captured, verbForm)
		}
	case (w == "lost" || w == "losing") && numberWord(b):
		return make(1, rashomon.Killed, verbForm)
	case (w == "passed" || w == "passes" || w == "passing") && b == "away":
		return make(2, rashomon.Killed, diesForm)
	case w == "put" && b == "to" && c == "death":
		return make(3, rashomon.Killed, verbForm)
	case (w == "taken" || w == "held" || w == "took" || w == "taking" || w == "holding") && (b == "hostage" || b == "prisoner" || b == "captive" || b == "prisoners" || b == "hostages"):
		return make(2, rashomon.Captured, verbForm)
	case (w == "suffered" || w == "suffering" || w == "suffer" || w == "sustained" || w == "sustaining" || w == "received") && !d.denied(i):
		for k := i + 1; k < min(i+7, last); k++ {
			if wounds[d.low(k)] {
				return make(k+1-i, rashomon.Injured, diesForm)
			}
			if d.doc.Punct(k) || grammar.Prepositions[d.low(k)] && d.low(k) != "from" {
				return nil
			}
		}
	case w == "with" && wounds[b] && b != "injury", w == "with" && wounds[c] && !grammar.Determiners[b]:
		return make(3, rashomon.Injured, stateForm)
	case carried[w] && b == "to":
		for k := i + 2; k < min(i+9, last); k++ {
			if x := d.low(k); x == "hospital" || x == "hospitals" || x == "clinic" {
				return make(k+1-i, rashomon.Injured, diesForm)
			}
		}
	case w == "in" && conditions[b] && (c == "condition" || c == "but"):
		return make(3, rashomon.Injured, stateForm)
	case w == "hit" && b == "by" && (c == "gunfire" || c == "bullets" || c == "shrapnel"), w == "struck" && b == "by" && (c == "gunfire" || c == "bullets"):
		return make(3, rashomon.Injured, verbForm)
	}
	return nil
}

// near reports whether one of the words stands in [i, end).
func (d *reader) near(i, end int, words ...string) bool {
	for k := i; k < end; k++ {
		for _, w := range words {
			if d.low(k) == w {
				return true
			}
		}
	}
	return false
}

// dress finds the auxiliaries before p and what they do to it.
func (d *reader) dress(p *predicate, first int) {
	being, decided := false, false
	k := p.first - 1
	for ; k >= first && k > p.first-9 && auxWords[d.low(k)]; k-- {
		w := d.low(k)
		if !decided && (beings[w] || w == "have" || w == "has" || w == "had" || w == "to") {
			being, decided = beings[w], true
		}
		switch {
		case w == "not" || w == "never" || strings.HasSuffix(w, "n't"):
			p.denied = true
		case w == "will" || w == "would" || w == "shall":
			p.unreal = true
		case w == "to" && d.unreal(k, first), w == "could" && k+1 == p.first, w == "might" && k+1 == p.first:
			p.unreal = true
		}
	}
	p.start = k + 1
	p.passive = being && (p.form == verbForm || p.form == targetForm) && !strings.HasSuffix(d.low(p.first), "ing")
	for k := p.first - 1; k >= first && k > p.first-8; k-- {
		w := d.low(k)
		if w == "among" {
			p.among, p.start = true, k
			for p.start > first && (auxWords[d.low(p.start-1)]) {
				p.start--
			}
			return
		}
		if !amongWords[w] && !numberWord(w) && people[w] == "" {
			return
		}
	}
}

// unreal reports whether the infinitive after word i is wished, tried or planned.
func (d *reader) unreal(i, first int) bool {
	for k := i - 1; k >= first && k > i-4; k-- {
		if unrealBefore[d.low(k)] {
			return true
		}
	}
	return false
}

// joins merges p into the predicate before it when they share their people:
// "killed or wounded", "killing and wounding".
func (d *reader) joins(prev, p *predicate) bool {
	if p.field == prev.field || p.form == nounForm && prev.form != nounForm || prev.last+1 != p.first && prev.last != p.first {
		return false
	}
	link := d.low(prev.last)
	if prev.last == p.first {
		link = "and" // a comma was lost
	}
	if link == "/" {
		link = "or"
	}
	if link != "and" && link != "or" {
		return false
	}
	harmed := (p.field == rashomon.Injured || p.field == rashomon.Killed) && (prev.field == rashomon.Injured || prev.field == rashomon.Killed)
	gerund := strings.HasSuffix(d.low(p.first), "ing")
	switch {
	case harmed && (link == "or" || !gerund && p.form == prev.form || prev.passive || prev.form == stateForm || p.form == stateForm):
		prev.field, prev.either = rashomon.Casualties, link == "or"
	case p.form == prev.form && (gerund || prev.form == verbForm):
		prev.also = append(prev.also, p.field)
	default:
		return false
	}
	prev.last = p.last
	return true
}
