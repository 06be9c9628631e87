package grammar

import (
	"slices"
	"strings"
)

// VerbGroup returns where the verb at i begins, with its auxiliaries and the
// adverbs and days that stand before it.
func (d *Text) VerbGroup(i, floor int) int {
	for i > floor {
		w := d.Low(i - 1)
		switch {
		case Auxiliary[w], d.Adverb(i - 1), w == "both" || w == "all" || w == "each":
		case d.namedAfterTime(i - 1): // "the New Dawn denied"
			return i
		case Weekdays[w] && (d.Low(i-2) == "on" || d.Low(i-2) == "late" || d.Low(i-2) == "early"):
			i--
		case Weekdays[w]:
		case (w == "“" || w == `"`) && d.closes(i+1): // had “confirmed” that
		default:
			return i
		}
		i--
	}
	return i
}

// closes reports whether word i is a closing quotation mark.
func (d *Text) closes(i int) bool {
	w := d.Low(i)
	return w == "”" || w == `"`
}

// SubjectLeft returns the subject that ends at word end, and the apposition
// between it and the verb.
func (d *Text) SubjectLeft(end int, s Run) (subject, beside Run) {
	if end <= s.First {
		return Run{}, Run{}
	}
	w := d.Low(end - 1)
	switch {
	case w == "who" || w == "which":
		end--
		if end > s.First && d.Low(end-1) == "," {
			end--
		}
	case w == "that" && end-1 > s.First && SpeechVerbs[d.Low(end-2)] == "" && d.HasVoice(d.NounLeft(end-1, s.First)):
		end--
	case Pronouns[w]:
		return Between(end-1, end), Run{}
	case w == ",":
		return d.beforeApposition(end-1, s)
	case w == ")" || w == "]":
	case (w == `"` || w == "“") && end < s.Last && d.Doc.Words[end-1].End == d.Doc.Words[end].Start:
		end-- // the Observatory "has documented"
	case w == `"` || w == "”":
		return Run{}, Run{}
	}
	floor := d.clauseFloor(end, s)
	r := d.agencyOnly(d.NounLeft(end, floor))
	if r.Empty() {
		r = d.beforeSpeaking(end, floor)
	}
	if who, clause := d.beforeRelative(r, floor); !who.Empty() {
		return who, clause
	}
	if who := d.openingVoice(r, s); !who.Empty() {
		return who, Run{}
	}
	r = d.AttachedLeft(r, floor, d.VoiceNoun)
	if name := d.bareApposition(r, s); !name.Empty() {
		return name, r
	}
	if d.Low(r.First) == "that" && r.Last-r.First > 1 {
		r.First++
	}
	return r, Run{}
}

// openingVoice finds the speaker that opens the sentence when r, which stands
// before the verb, hangs on a preposition: "Doctors in a town held by X said",
// "X in a statement on Y said".
func (d *Text) openingVoice(r, s Run) Run {
	if r.Empty() || !SettingWords[d.Low(r.First-1)] && d.Low(r.First-1) != "and" || r.First-s.First > 25 {
		return Run{}
	}
	first := s.First
	for first < r.First && (d.Adverb(first) || Conjunctions[d.Low(first)] || d.Doc.Punct(first)) {
		first++
	}
	who := d.AttachedRight(d.NounRight(first, r.First), r.First)
	titled := who.Last-who.First > 1 && d.Name(who.Last-1) && articles[d.Low(who.Last)]                              // "N the governor of"
	abroad := who.Last == r.First-1 && who.Last-who.First > 1 && d.Name(who.Last-1) && !VoiceNouns[d.Low(d.Head(r))] // "N in X"
	if who.Empty() || !d.VoiceLike(who) || !d.HasVoice(who) && !titled && !abroad && d.Low(who.Last+2) != "statement" {
		return Run{}
	}
	if who.Last >= r.First-1 && !abroad {
		return Run{}
	}
	for i := who.Last; i < r.First; i++ {
		if w := d.Low(i); Auxiliary[w] || w == "," || SpeechVerbs[w] != "" && !Issued[w] && w != "published" || ViolentVerbs[w] {
			return Run{}
		}
	}
	return who
}

// bareApposition finds the name that opens the sentence right before its
// apposition r: "The Committees an activist network said".
func (d *Text) bareApposition(r, s Run) Run {
	switch d.Low(r.First) {
	case "a", "an", "the", "part":
	default:
		return Run{}
	}
	name := d.AttachedRight(d.NounRight(s.First, r.First), r.First)
	if name.Empty() || name.Last != r.First || name.Last-name.First < 2 && !d.HasVoice(name) || !d.VoiceLike(name) || !d.Name(name.Last-1) && !VoiceNouns[d.Low(name.Last-1)] {
		return Run{}
	}
	return name
}

// VoiceNoun reports whether word i is one of VoiceNouns.
func (d *Text) VoiceNoun(i int) bool { return VoiceNouns[d.Low(i)] }

// beforeSpeaking finds the speaker of "an official speaking on condition of
// anonymity said".
func (d *Text) beforeSpeaking(end, floor int) Run {
	for j := end - 1; j > floor && j > end-8; j-- {
		switch w := d.Low(j); {
		case w == "speaking" || w == "talking" || w == "writing":
			return d.NounLeft(j, floor)
		case w == ",", ViolentVerbs[w]:
			return Between(end, end)
		}
	}
	return Between(end, end)
}

// agencyOnly cuts a phrase down to the agency's letters that end it, when what
// stands before them belongs to another phrase that lost its comma.
func (d *Text) agencyOnly(r Run) Run {
	h := r.Last - 1
	if r.Last-r.First < 2 || !d.AgencyName(Between(h, r.Last)) {
		return r
	}
	if w := d.Low(h - 1); VoiceNouns[w] || d.Doc.Capital(h-1) || Determiners[w] {
		return r
	}
	return Between(h, r.Last)
}

// beforeRelative finds the speaker before a relative clause without commas: "the
// Observatory which watches the war in X said".
func (d *Text) beforeRelative(r Run, floor int) (who, clause Run) {
	if r.Empty() || VoiceNouns[d.Low(d.Head(r))] && !SettingWords[d.Low(r.First-1)] {
		return Run{}, Run{}
	}
	for j := r.First - 2; j > floor && j > r.First-16; j-- {
		switch w := d.Low(j); {
		case w == "which" || w == "who":
			who = d.AttachedLeft(d.NounLeft(j, floor), floor, d.VoiceNoun)
			if !who.Empty() && d.HasVoice(who) {
				return who, Between(j, r.Last)
			}
			return Run{}, Run{}
		case w == "," || SpeechVerbs[w] != "":
			return Run{}, Run{}
		}
	}
	return Run{}, Run{}
}

// HasVoice reports whether a word of the phrase is one of voiceNouns.
func (d *Text) HasVoice(r Run) bool {
	for i := r.First; i < r.Last; i++ {
		if VoiceNouns[d.Low(i)] {
			return true
		}
	}
	return false
}

// beforeApposition returns the phrase before an apposition that ends with the
// comma at word comma.
func (d *Text) beforeApposition(comma int, s Run) (subject, beside Run) {
	for j := comma - 1; j > s.First && j > comma-25; j-- {
		if d.Low(j) != "," {
			continue
		}
		r := d.AttachedLeft(d.NounLeft(j, s.First), s.First, d.VoiceNoun)
		if beside := (Between(j+1, comma)); !r.Empty() && d.VoiceLike(r) {
			if h := d.Low(d.Head(r)); (h == "source" || h == "sources") && d.NounRight(j+1, comma).Last == comma && d.Name(comma-1) {
				return beside, r
			}
			return r, beside
		}
		return Run{}, Run{}
	}
	return Run{}, Run{}
}

// clauseFloor returns the place before which a phrase that ends at end cannot
// begin: a clause mark.
func (d *Text) clauseFloor(end int, s Run) int {
	for i := end - 1; i > s.First && i > end-25; i-- {
		switch d.Low(i) {
		case ";", ":", `"`, "”", "“", "–", "—":
			return i + 1
		}
	}
	return s.First
}

// AgencyName reports whether a phrase looks like an outlet's name: capitals only
// and no person.
func (d *Text) AgencyName(r Run) bool {
	if r.Last-r.First != 1 {
		return false
	}
	w := d.Doc.Word(r.First)
	return len(w) > 1 && w == strings.ToUpper(w) && !d.Shouting(d.Doc.Words[r.First].Sentence)
}

// VoiceLike reports whether a phrase looks like one that can speak: a noun of
// VoiceNouns, a name, a pronoun.
func (d *Text) VoiceLike(r Run) bool {
	if r.Empty() {
		return false
	}
	if first := d.NounRight(r.First, r.Last); !first.Empty() && first.Last < r.Last && d.VoiceLike(first) {
		return true
	}
	h := d.Head(r)
	w := d.Low(h)
	switch {
	case VoiceNouns[w], RelayNouns[w], ActorNouns[w], d.Name(h), Pronouns[w] && w != "them", d.Low(r.First) == "@":
		return true
	case AttackNouns[w], IsNumber(w):
		return false
	}
	for i := r.First; i < h; i++ {
		if VoiceNouns[d.Low(i)] && Attaching[d.Low(i+1)] {
			return true
		}
	}
	return d.Doc.Capital(h) && d.Shouting(d.Doc.Words[h].Sentence) && r.Last-r.First <= 8
}

// IsPronoun reports whether the run is one pronoun.
func (d *Text) IsPronoun(r Run) bool {
	return r.Last-r.First == 1 && Pronouns[d.Low(r.First)]
}

// Subject returns the first phrase of the sentence before word i.
func (d *Text) Subject(i int, s Run) Run {
	j := s.First
	for j < i && (Adverbs[d.Low(j)] || Conjunctions[d.Low(j)] || d.Doc.Punct(j)) {
		j++
	}
	if Pronouns[d.Low(j)] {
		return Between(j, j+1)
	}
	return d.AttachedRight(d.NounRight(j, i), i)
}

// Follows reports whether the word stands within n words after word i.
func (d *Text) Follows(i int, s Run, word string, n int) bool {
	for j := i + 1; j < s.Last && j <= i+n; j++ {
		if d.Low(j) == word {
			return true
		}
	}
	return false
}

// NextOf returns the first of the given words within n words after i, -1 for none.
func (d *Text) NextOf(i int, s Run, n int, words ...string) int {
	for j := i + 1; j < s.Last && j <= i+n; j++ {
		if slices.Contains(words, d.Low(j)) {
			return j
		}
	}
	return -1
}

// Person reports whether word i can be a part of a person's name. Where capitals
// say nothing, any word that no lexicon knows can.
func (d *Text) Person(i int) bool {
	w := d.Low(i)
	if d.Doc.Punct(i) || VoiceNouns[w] || ActorNouns[w] || ActorAdjectives[w] || Nations[w] || TargetHeads[w] || Weekdays[w] ||
		Determiners[w] || AttackNouns[w] || Prepositions[w] || NotPersons[w] || IsNumber(w) || Conjunctions[w] || strings.HasSuffix(w, ".") && len(w) > 3 {
		return false
	}
	if i < len(d.Doc.Words) && d.Doc.Capital(i) && d.Shouting(d.Doc.Words[i].Sentence) {
		return d.NounWord(i) && !Harmed[w] && !Patients[w] && !strings.HasSuffix(w, "'s") && d.Doc.Word(i) == strings.ToUpper(d.Doc.Word(i))
	}
	return d.Name(i)
}
