package extract

import (
	"slices"

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

// happened returns the claims on what happened: none of a film.
func (d *draft) happened(claims []rashomon.Claim) []rashomon.Claim {
	return slices.DeleteFunc(claims, func(c rashomon.Claim) bool { return d.imagined(d.sentenceOf(c)) })
}

// eventful reports whether the claims tell of more than a place and a day, which
// alone are no incident.
func eventful(claims []rashomon.Claim) bool {
	return slices.ContainsFunc(claims, func(c rashomon.Claim) bool { return c.Field != rashomon.PlaceField && c.Field != rashomon.DateField })
}
