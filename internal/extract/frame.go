package extract

import (
	"slices"

	"rashomon"
)

// happened returns the claims on what happened: none of a film.
func (d *draft) happened(claims []rashomon.Claim) []rashomon.Claim {
	return slices.DeleteFunc(claims, func(c rashomon.Claim) bool { return d.grammar.Imagined(d.sentenceOf(c)) })
}

// eventful reports whether the claims tell of more than a place and a day, which
// alone are no incident.
func eventful(claims []rashomon.Claim) bool {
	return slices.ContainsFunc(claims, func(c rashomon.Claim) bool { return c.Field != rashomon.PlaceField && c.Field != rashomon.DateField })
}
