package extract

import (
	"strings"

	"rashomon"
	"rashomon/internal/grammar"
)

func (d *draft) sentenceOf(c rashomon.Claim) int {
	return d.doc.Words[min(d.doc.At(c.Span.Start), len(d.doc.Words)-1)].Sentence
}

// after returns the setting for the claim that follows c.
func (d *draft) after(at setting, c rashomon.Claim, r role) setting {
	at.prev, at.sentence = r, d.sentenceOf(c)
	if t, ok := c.Tally(); ok {
		at.stated[stateKey(c.Field, t)] = r
	}
	return at
}

// shared reports whether one of the sentences names the place by its first name.
func (d *draft) shared(sentences []int, place string) bool {
	first := ""
	for w := range strings.FieldsSeq(place) {
		if w = strings.Trim(w, ","); w[0] < 'a' && !grammar.Directions[strings.ToLower(w)] && !grammar.PlaceNouns[strings.ToLower(w)] || strings.HasPrefix(w, "al-") {
			first = w
			break
		}
	}
	for _, s := range sentences {
		if first != "" && strings.Contains(d.doc.Sentences[s].Of(d.doc.Text), first) {
			return true
		}
	}
	return false
}

func (d *draft) spotsOf(s int) []spot {
	sentence := d.doc.Sentences[s]
	return d.spots(run{sentence.First, sentence.Last})
}

// timesIn returns the times that sentence s names for what it tells of.
func (d *draft) timesIn(s int) []timed {
	var all []timed
	sentence := d.doc.Sentences[s]
	for _, t := range d.timed(run{sentence.First, sentence.Last}) {
		if !t.since && !d.lined(t.Time) && !d.ofSpeech(t) && !d.ofOccasion(t) {
			all = append(all, t)
		}
	}
	return all
}

// whenOf returns the first time that the sentences give an attack, or else the
// first that they name.
func (d *draft) whenOf(sentences []int) rashomon.When {
	var first, known, attack rashomon.When
	keep := func(w *rashomon.When, t timed, is bool) {
		if is && w.Words == "" {
			*w = t.When
		}
	}
	for _, s := range sentences {
		for _, t := range d.timesIn(s) {
			keep(&attack, t, d.ofAttack(t) && t.When.From.Known())
			keep(&known, t, t.When.From.Known())
			keep(&first, t, true)
		}
	}
	for _, w := range []rashomon.When{attack, known} {
		if w.Words != "" {
			return w
		}
	}
	return first
}

// whereOf returns the place that the sentences tell of: the first that names a
// town, a village or a part of one, else the first; eventful sentences come first
// and the title last.
func (d *draft) whereOf(sentences []int) rashomon.Where {
	var best rashomon.Where
	most := 0
	for _, s := range sentences {
		for _, p := range d.spotsOf(s) {
			if d.belongsToVoice(p) {
				continue
			}
			score := 1
			if !d.doc.Sentences[s].Title {
				score++
			}
			if d.eventful(s) {
				score++
			}
			if d.precise(p) {
				score += 3
			}
			if score > most {
				best, most = p.where, score
			}
		}
	}
	return best
}

// precise reports whether a place is a town or less, by its words.
func (d *draft) precise(p spot) bool {
	for i := p.first; i < p.last; i++ {
		switch w := d.low(i); w {
		case "province", "country", "region", "border", "state", "parts", "capital":
		default:
			if grammar.PlaceNouns[w] {
				return true
			}
		}
	}
	return false
}
