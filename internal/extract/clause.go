package extract

import "strings"

// verbGroup returns where the verb at i begins, with its auxiliaries and the
// adverbs and days that stand before it.
func (d *draft) verbGroup(i, floor int) int {
	for i > floor {
		w := d.low(i - 1)
		switch {
		case auxiliary[w], d.adverb(i - 1), w == "both" || w == "all" || w == "each":
		case weekdays[w] && (d.low(i-2) == "on" || d.low(i-2) == "late" || d.low(i-2) == "early"):
			i--
		case weekdays[w]:
		default:
			return i
		}
		i--
	}
	return i
}

// subjectLeft returns the subject that ends at word end, and the apposition
// between it and the verb.
func (d *draft) subjectLeft(end int, s run) (subject, beside run) {
	if end <= s.first {
		return none, none
	}
	w := d.low(end - 1)
	switch {
	case w == "who" || w == "which":
		end--
		if end > s.first && d.low(end-1) == "," {
			end--
		}
	case w == "that" && end-1 > s.first && speechVerbs[d.low(end-2)] == "" && d.hasVoice(d.nounLeft(end-1, s.first)):
		end--
	case pronouns[w]:
		return run{end - 1, end}, none
	case w == ",":
		return d.beforeApposition(end-1, s)
	case w == ")" || w == "]":
	case w == `"` || w == "”":
		return none, none
	}
	floor := d.clauseFloor(end, s)
	r := d.agencyOnly(d.nounLeft(end, floor))
	if r.empty() {
		r = d.beforeSpeaking(end, floor)
	}
	if who, clause := d.beforeRelative(r, floor); !who.empty() {
		return who, clause
	}
	if who := d.openingVoice(r, s); !who.empty() {
		return who, none
	}
	r = d.attachedLeft(r, floor, d.voiceNoun)
	if name := d.bareApposition(r, s); !name.empty() {
		return name, r
	}
	if d.low(r.first) == "that" && r.last-r.first > 1 {
		r.first++
	}
	return r, none
}

// openingVoice finds the speaker that opens the sentence when r, which stands
// before the verb, hangs on a preposition: "Doctors in a town held by X said",
// "X in a statement on Y said".
func (d *draft) openingVoice(r, s run) run {
	if r.empty() || !settingWords[d.low(r.first-1)] && d.low(r.first-1) != "and" || r.first-s.first > 25 {
		return none
	}
	first := s.first
	for first < r.first && (d.adverb(first) || conjunctions[d.low(first)] || d.doc.Punct(first)) {
		first++
	}
	who := d.attachedRight(d.nounRight(first, r.first), r.first)
	if who.empty() || !d.voiceLike(who) || !d.hasVoice(who) && d.low(who.last+2) != "statement" || who.last >= r.first-1 {
		return none
	}
	for i := who.last; i < r.first; i++ {
		if w := d.low(i); auxiliary[w] || w == "," || speechVerbs[w] != "" && !issued[w] && w != "published" || violentVerbs[w] {
			return none
		}
	}
	return who
}

// bareApposition finds the name that opens the sentence right before its
// apposition r: "The Committees an activist network said".
func (d *draft) bareApposition(r, s run) run {
	switch d.low(r.first) {
	case "a", "an", "the", "part":
	default:
		return none
	}
	name := d.attachedRight(d.nounRight(s.first, r.first), r.first)
	if name.empty() || name.last != r.first || name.last-name.first < 2 && !d.hasVoice(name) || !d.voiceLike(name) || !d.name(name.last-1) && !voiceNouns[d.low(name.last-1)] {
		return none
	}
	return name
}

func (d *draft) voiceNoun(i int) bool { return voiceNouns[d.low(i)] }

// beforeSpeaking finds the speaker of "an official speaking on condition of
// anonymity said".
func (d *draft) beforeSpeaking(end, floor int) run {
	for j := end - 1; j > floor && j > end-8; j-- {
		switch w := d.low(j); {
		case w == "speaking" || w == "talking" || w == "writing":
			return d.nounLeft(j, floor)
		case w == ",", violentVerbs[w]:
			return run{end, end}
		}
	}
	return run{end, end}
}

// agencyOnly cuts a phrase down to the agency's letters that end it, when what
// stands before them belongs to another phrase that lost its comma.
func (d *draft) agencyOnly(r run) run {
	h := r.last - 1
	if r.last-r.first < 2 || !d.agencyName(run{h, r.last}) {
		return r
	}
	if w := d.low(h - 1); voiceNouns[w] || d.doc.Capital(h-1) || determiners[w] {
		return r
	}
	return run{h, r.last}
}

// beforeRelative finds the speaker before a relative clause without commas: "the
// Observatory which watches the war in X said".
func (d *draft) beforeRelative(r run, floor int) (who, clause run) {
	if r.empty() || voiceNouns[d.low(d.head(r))] && !settingWords[d.low(r.first-1)] {
		return none, none
	}
	for j := r.first - 2; j > floor && j > r.first-16; j-- {
		switch w := d.low(j); {
		case w == "which" || w == "who":
			who = d.attachedLeft(d.nounLeft(j, floor), floor, d.voiceNoun)
			if !who.empty() && d.hasVoice(who) {
				return who, run{j, r.last}
			}
			return none, none
		case w == "," || speechVerbs[w] != "":
			return none, none
		}
	}
	return none, none
}

// hasVoice reports whether a word of the phrase is one of voiceNouns.
func (d *draft) hasVoice(r run) bool {
	for i := r.first; i < r.last; i++ {
		if voiceNouns[d.low(i)] {
			return true
		}
	}
	return false
}

// beforeApposition returns the phrase before an apposition that ends with the
// comma at word comma.
func (d *draft) beforeApposition(comma int, s run) (subject, beside run) {
	for j := comma - 1; j > s.first && j > comma-25; j-- {
		if d.low(j) != "," {
			continue
		}
		r := d.attachedLeft(d.nounLeft(j, s.first), s.first, d.voiceNoun)
		if beside := (run{j + 1, comma}); !r.empty() && d.voiceLike(r) {
			if h := d.low(d.head(r)); (h == "source" || h == "sources") && d.nounRight(j+1, comma).last == comma && d.name(comma-1) {
				return beside, r
			}
			return r, beside
		}
		return none, none
	}
	return none, none
}

// clauseFloor returns the place before which a phrase that ends at end cannot
// begin: a clause mark.
func (d *draft) clauseFloor(end int, s run) int {
	for i := end - 1; i > s.first && i > end-25; i-- {
		switch d.low(i) {
		case ";", ":", `"`, "”", "“", "–", "—":
			return i + 1
		}
	}
	return s.first
}

// agencyName reports whether a phrase looks like an outlet's name: capitals only
// and no person.
func (d *draft) agencyName(r run) bool {
	if r.last-r.first != 1 {
		return false
	}
	w := d.doc.Word(r.first)
	return len(w) > 1 && w == strings.ToUpper(w) && !d.shouting(d.doc.Words[r.first].Sentence)
}

// voiceLike reports whether a phrase looks like one that can speak: a noun of
// voiceNouns, a name, a pronoun.
func (d *draft) voiceLike(r run) bool {
	if r.empty() {
		return false
	}
	if first := d.nounRight(r.first, r.last); !first.empty() && first.last < r.last && d.voiceLike(first) {
		return true
	}
	h := d.head(r)
	w := d.low(h)
	switch {
	case voiceNouns[w], relayNouns[w], actorNouns[w], d.name(h), pronouns[w] && w != "them", d.low(r.first) == "@":
		return true
	case attackNouns[w], isNumber(w):
		return false
	}
	for i := r.first; i < h; i++ {
		if voiceNouns[d.low(i)] && attaching[d.low(i+1)] {
			return true
		}
	}
	return d.doc.Capital(h) && d.shouting(d.doc.Words[h].Sentence) && r.last-r.first <= 8
}

func (d *draft) pronounRun(r run) bool {
	return r.last-r.first == 1 && pronouns[d.low(r.first)]
}

// subject returns the first phrase of the sentence before word i.
func (d *draft) subject(i int, s run) run {
	j := s.first
	for j < i && (adverbs[d.low(j)] || conjunctions[d.low(j)] || d.doc.Punct(j)) {
		j++
	}
	if pronouns[d.low(j)] {
		return run{j, j + 1}
	}
	return d.attachedRight(d.nounRight(j, i), i)
}

// follows reports whether the word stands within n words after word i.
func (d *draft) follows(i int, s run, word string, n int) bool {
	for j := i + 1; j < s.last && j <= i+n; j++ {
		if d.low(j) == word {
			return true
		}
	}
	return false
}
