package extract

import (
	"rashomon"
	"rashomon/internal/grammar"
)

var (
	// told in these, harm is no news: "in the film, gunmen kill".
	fictions  = grammar.LexiconOf(`film movie novel play episode drama sitcom musical opera videogame thriller`)
	simulated = grammar.LexiconOf(`simulated simulates simulating simulate simulation mock re-enacted reenacted`)
)

// imagined reports whether sentence s tells of what did not happen: a film's
// plot, a drill.
func (d *draft) imagined(s int) bool {
	sentence := d.doc.Sentences[s]
	for i := sentence.First; i < sentence.Last; i++ {
		switch w := d.low(i); {
		case fictions[w] && (d.low(i-1) == "the" || d.low(i-1) == "this") && d.low(i-2) == "in" && (i-2 == sentence.First || d.low(i+1) == ","):
			return true
		case simulated[w]:
			for k := i + 1; k < min(i+5, sentence.Last); k++ {
				if grammar.AttackNouns[d.low(k)] {
					return true
				}
			}
		}
	}
	return false
}

// happened returns the claims on what happened: nothing of a text that tells only
// of a place and a day.
func (d *draft) happened(claims []rashomon.Claim) []rashomon.Claim {
	kept, eventful := claims[:0], false
	for _, c := range claims {
		if d.imagined(d.sentenceOf(c)) {
			continue
		}
		eventful = eventful || c.Field != rashomon.PlaceField && c.Field != rashomon.DateField
		kept = append(kept, c)
	}
	if !eventful {
		return nil
	}
	return kept
}
