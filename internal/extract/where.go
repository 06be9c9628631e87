package extract

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
	"rashomon/internal/tally"
)

var (
	// placePreps prepositions come before a place.
	placePreps = grammar.LexiconOf(`in at near on outside inside around of into`)
	// placeNouns stand in the name of a place or for one.
	// notPlaces are capitalised words that follow "in" and "of" and are no places.
	notPlaces = grammar.LexiconOf(`god allah islam english arabic twitter facebook telegram parliament congress`)
)

// spot is a place that the text names: the words at run, without the preposition.
type spot struct {
	run
	prep  int // the preposition's word
	where rashomon.Where
}

// spots returns the places named among the words of r.
func (d *draft) spots(r run) []spot {
	var all []spot
	for i := r.first; i < r.last; i++ {
		if !placePreps[d.low(i)] {
			continue
		}
		end := d.placeEnd(i+1, r.last)
		if end == 0 {
			continue
		}
		words := run{i + 1, end}
		if w := d.low(i); w == "of" && !grammar.PlaceNouns[d.low(i-1)] {
			continue
		}
		near := d.low(i) == "near" || d.low(i) == "outside" || d.low(i) == "around"
		name := d.words(words).Of(d.doc.Text)
		name = strings.TrimPrefix(strings.TrimPrefix(name, "the "), "THE ")
		all = append(all, spot{words, i, rashomon.Where{Name: name, Near: near}})
		i = end - 1
	}
	return all
}

// placeEnd returns the end of the place that begins at word i, or 0.
func (d *draft) placeEnd(i, last int) int {
	named, k := false, i
	if w := d.low(k); w == "the" || w == "a" || w == "an" {
		k++
	}
	for k < last && k < i+14 {
		w := d.low(k)
		switch {
		case d.placeName(k):
			named = true
		case grammar.PlaceNouns[w], grammar.Directions[w], held(w):
		case (w == "of" || w == "in" || w == "," || w == "near") && k+1 < last && d.goesOn(k, last):
		case w == "the" && (d.low(k-1) == "of" || d.low(k-1) == "in" || d.low(k-1) == "," || d.low(k-1) == "near"):
		case grammar.IsNumber(w) && grammar.PlaceNouns[d.low(k+1)] && d.low(k+1) == "block":
		default:
			return d.placeClosed(i, k, last, named)
		}
		k++
	}
	return d.placeClosed(i, k, last, named)
}

// placeClosed checks what follows the place [i, k).
func (d *draft) placeClosed(i, k, last int, named bool) int {
	for k > i && (d.doc.Punct(k-1) || d.low(k-1) == "of" || d.low(k-1) == "in" || d.low(k-1) == "the") {
		k--
	}
	if !named || k <= i {
		return 0
	}
	w := d.low(k)
	switch {
	case k >= last, d.doc.Punct(k), grammar.Prepositions[w], grammar.Conjunctions[w], grammar.Auxiliary[w], grammar.Adverbs[w], grammar.Weekdays[w], grammar.Pronouns[w], tally.Harmful(w),
		strings.HasSuffix(w, "ing"), strings.HasSuffix(w, "ed"), grammar.IsNumber(w), grammar.Determiners[w], w == "left", w == "hit", grammar.SpeechVerbs[w] != "":
		if groups := d.low(k - 1); grammar.VoiceNouns[groups] && !grammar.PlaceNouns[groups] || grammar.RelayNouns[groups] {
			return 0
		}
		return k
	case d.grammar.Shouted(k), grammar.DayName(w):
		return k
	}
	return 0
}

// goesOn reports whether the place goes on behind the word at k.
func (d *draft) goesOn(k, last int) bool {
	n := k + 1
	if w := d.low(n); w == "the" {
		n++
	}
	if d.low(k) == "," {
		if !d.placeName(n) && !grammar.Directions[d.low(n)] {
			return false
		}
		for j := n; j < min(n+5, last); j++ {
			if d.low(j) == "," || d.low(j) == "." || grammar.Prepositions[d.low(j)] {
				return true
			}
			if !d.placeName(j) && !grammar.PlaceNouns[d.low(j)] {
				return false
			}
		}
		return false
	}
	return d.placeName(n) || grammar.PlaceNouns[d.low(n)] || grammar.Directions[d.low(n)]
}

// placeName reports whether word i can be part of the name of a place.
func (d *draft) placeName(i int) bool {
	w := d.low(i)
	if notPlaces[w] || grammar.RelayNouns[w] || grammar.DayName(w) || d.grammar.Shouted(i) || grammar.Prepositions[w] || grammar.Conjunctions[w] || grammar.Auxiliary[w] || grammar.Determiners[w] || grammar.Pronouns[w] {
		return false
	}
	if _, person := tally.People(w); person && !strings.HasSuffix(w, "s's") {
		return false
	}
	if held(w) {
		return false
	}
	if d.doc.Capital(i) {
		return !tally.Harmful(w) && !grammar.AttackPlurals[w]
	}
	head, tail, cut := strings.Cut(d.doc.Word(i), "-")
	return cut && len(head) <= 3 && tail != "" && tail[0] >= 'A' && tail[0] <= 'Z'
}

// held reports whether w says whose a place is: "rebel-held".
func held(w string) bool {
	for _, end := range []string{"-held", "-controlled", "-backed", "-led", "-based", "-run", "-regime", "-ruled"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// places reads where it happened: the places of sentences that tell of the harm
// or of the attack.
func (d *draft) places() []rashomon.Claim {
	var claims []rashomon.Claim
	for s, sentence := range d.doc.Sentences {
		if !d.eventful(s) {
			continue
		}
		for _, p := range d.spots(run{sentence.First, sentence.Last}) {
			if d.belongsToVoice(p) {
				continue
			}
			claims = append(claims, d.claim(rashomon.PlaceField, p.where, d.words(run{p.prep, p.last}), d.words(p.run)))
		}
	}
	return claims
}

// belongsToVoice reports whether the place is part of who speaks or of a post held.
func (d *draft) belongsToVoice(p spot) bool {
	w := d.low(p.prep - 1)
	return grammar.VoiceNouns[w] && !grammar.PlaceNouns[w] || grammar.SpeechVerbs[w] != "" || w == "based" || w == "spokesman" || w == "reported"
}

// eventful reports whether sentence s tells of harm or of an attack.
func (d *draft) eventful(s int) bool { return d.events[s] }

// findEvents notes which sentences tell of harm or of an attack.
func (d *draft) findEvents() {
	d.events = make([]bool, len(d.doc.Sentences))
	for s, sentence := range d.doc.Sentences {
		for i := sentence.First; i < sentence.Last && !d.events[s]; i++ {
			w := d.low(i)
			d.events[s] = tally.Harmful(w) || grammar.AttackNouns[w] || grammar.ViolentVerbs[w]
		}
	}
}
