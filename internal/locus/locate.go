package locus

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rashomon"
	"rashomon/internal/gazetteer"
)

// sureEnough is how sure a place must be (gazetteer.Resolution.Sure) to be shown.
const sureEnough = .8

// Locate returns what the gazetteer has for the place of a record, in the light of
// the other places and the countries that its claims name. nil where it has none,
// is not sure, or the words name several places. It is never narrower than the
// words: a town that bears the name of its province is given as near, unless the
// words say that they mean the town.
func Locate(rec *rashomon.Record) *rashomon.Location {
	if rec.Place == "" {
		return nil
	}
	g := gazetteer.Own()
	words := []string{ordered(clip(rec.Place))}
	var quotes []string
	for _, c := range rec.Claims {
		if w, ok := c.Value.(rashomon.Where); ok && c.Field == rashomon.PlaceField && !slices.Contains(words, w.String()) && len(words) < mostBeside {
			words = append(words, clip(w.String()))
		}
		quotes = append(quotes, c.Quote)
	}
	x := g.ResolveAll(words, countriesOf(g, quotes))[0]
	switch {
	case x.Sure < sureEnough, x.Precision != gazetteer.AtCountry && several(rec.Place), onStreet(rec.Place) && !onStreet(x.Unknown):
		return nil
	}
	l := rashomon.Location{Words: rec.Place, Name: x.Place.Name, Country: x.Place.Country, Precision: string(x.Precision), Credit: gazetteer.Credit}
	var within []string
	for _, around := range g.Around(x.Place) {
		if x.Precision == gazetteer.AtTown && !strings.Contains(strings.ToLower(rec.Place), "city") && bears(g, around, x.Place.Name) {
			l.Precision = string(gazetteer.NearTown)
		}
		if around.Level >= gazetteer.Province && around.Name != x.Place.Name {
			within = append(within, around.Name)
		}
	}
	switch {
	case x.Precision == gazetteer.AtPoint && !beside(rec.Place):
		l.Precision = string(gazetteer.AtTown)
	case x.Precision == gazetteer.AtPoint, x.Precision == gazetteer.AtTown && beside(rec.Place):
		l.Precision = string(gazetteer.NearTown)
	}
	l.Within = strings.Join(within, ", ")
	step := math.Pow(10, float64(digits(l.Precision)))
	l.Lat, l.Lon = math.Round(x.Place.Lat*step)/step+0, math.Round(x.Place.Lon*step)/step+0 // no negative nothing
	return &l
}

// mostBeside is how many other places of a record are looked at.
const mostBeside = 40

// digits is how many decimals of a degree a precision bears: two are about a
// kilometre, one is ten.
func digits(precision string) int {
	switch gazetteer.Precision(precision) {
	case gazetteer.AtTown:
		return 2
	case gazetteer.AtCountry:
		return 0
	}
	return 1
}

// several reports whether words name more than one place.
func several(words string) bool {
	for w := range strings.FieldsSeq(strings.ToLower(words)) {
		if w == "and" || w == "or" || w == "&" || w == "between" {
			return true
		}
	}
	return strings.Contains(words, "/")
}

// beside reports whether words may mean what lies outside the place they name:
// "22 km south of Homs", "the outskirts of Homs".
func beside(words string) bool {
	fields := strings.Fields(strings.ToLower(words))
	for i, w := range fields {
		switch w {
		case "near", "outside", "outskirts", "vicinity", "close", "km", "kilometers", "kilometres", "miles", "toward", "towards", "suburb", "suburbs", "countryside", "rural":
			return true
		case "of":
			if i > 0 && compass[fields[i-1]] != 0 {
				return true
			}
		}
	}
	return false
}

// bears reports whether a division has that name too.
func bears(g *gazetteer.Gazetteer, division gazetteer.Place, name string) bool {
	return slices.ContainsFunc(g.Find(name), func(p gazetteer.Place) bool { return p.ID == division.ID })
}

// mostLooked is how many words of a record are looked up for its countries.
const mostLooked = 24

// countriesOf returns the countries that quotes name, the most named first.
func countriesOf(g *gazetteer.Gazetteer, quotes []string) []string {
	words := map[string]int{}
	for _, q := range quotes {
		eachCapital(q, func(w string) { words[w]++ })
	}
	count := map[string]int{}
	for _, w := range most(words, mostLooked) {
		if code := g.Country(w); code != "" {
			count[code] += words[w]
		}
	}
	return most(count, mostHints)
}

// most returns the n keys with the highest counts, the highest first.
func most(count map[string]int, n int) []string {
	keys := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), strings.Compare(a, b))
	})
	return keys[:min(n, len(keys))]
}

// eachCapital calls f with the words of a quote that may name a country.
func eachCapital(quote string, f func(w string)) {
	for w := range strings.FieldsFuncSeq(quote, func(r rune) bool { return !unicode.IsLetter(r) && r != '.' }) {
		if x, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(x) && len(w) > 1 && len(w) <= longestWord && w != "Us" {
			f(w)
		}
	}
}
