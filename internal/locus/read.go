package locus

import (
	"math"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/gazetteer"
)

// Read returns the place of each account of one report. The names of all of them
// are resolved together, in the light of the countries that their claims name.
func Read(g *gazetteer.Gazetteer, accounts []rashomon.Account) []Place {
	return NewReader(g).Read(accounts)
}

// Reader reads the places of one report after the other. It remembers, up to a
// bound, which names it looked up; that changes its speed only. It is not for use
// by two at once.
type Reader struct{ g *gazetteer.Finder }

// NewReader returns a reader that resolves by g.
func NewReader(g *gazetteer.Gazetteer) *Reader { return &Reader{gazetteer.NewFinder(g)} }

// Read is the function Read, for those who read many reports.
func (r *Reader) Read(accounts []rashomon.Account) []Place {
	var all []string
	for _, a := range accounts {
		all = append(all, wordsOf(a)...)
	}
	inOrder := make([]string, len(all))
	for i, w := range all {
		inOrder[i] = ordered(w)
	}
	at := map[string]gazetteer.Resolution{}
	for i, x := range r.g.ResolveAll(inOrder, r.countries(accounts)) {
		at[all[i]] = x
	}
	out := make([]Place, len(accounts))
	for i, a := range accounts {
		out[i] = r.place(wordsOf(a), at)
	}
	return out
}

// mostClaims is how many place claims of an account are looked at.
const mostClaims = 4

// wordsOf returns the words that may name an account's place, its own first.
func wordsOf(a rashomon.Account) []string {
	out := []string{clip(a.Where.String())}
	for _, c := range a.Claims {
		w, ok := c.Value.(rashomon.Where)
		if s := clip(w.String()); ok && c.Field == rashomon.PlaceField && c.Attribution.Stance != rashomon.Denies && len(out) <= mostClaims && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func clip(s string) string {
	if len(s) <= longest {
		return s
	}
	return strings.ToValidUTF8(s[:longest], "")
}

// place reads the first words that name something finer than a country.
func (r *Reader) place(words []string, at map[string]gazetteer.Resolution) Place {
	var p Place
	for i, w := range words {
		q := r.placeOf(w, at[w])
		if i == 0 || q.nParts > 0 {
			if q.country == [2]byte{} {
				q.country = p.country
			}
			p = q
		}
		if p.nParts > 0 {
			return p
		}
	}
	return p
}

// placeOf makes the value of some words and what they resolve to.
func (r *Reader) placeOf(words string, x gazetteer.Resolution) Place {
	var p Place
	found, toward := pieces(words)
	p.toward = toward
	anchor := anchorOf(words, found, x)
	var folded strings.Builder
	for i, f := range found {
		if code := r.countryOf(f, x, i > anchor); code != "" {
			copy(p.country[:], code)
			p.countries = true
			continue
		}
		if i == anchor {
			p.anchor = p.nParts
		}
		p.add(&folded, f)
	}
	if p.nParts > 0 {
		p.said, p.folded = words, folded.String()
	} else {
		p.toward = 0
	}
	if x.Precision != "" {
		r.resolved(&p, x)
	}
	p.street = p.entry == 0 && p.nParts > 0 && onStreet(p.part(0))
	return p
}

func (p *Place) add(folded *strings.Builder, f piece) {
	if p.nParts == mostParts {
		return
	}
	for n, w := range f.names {
		if n == mostWords/2 || p.nWords == mostWords {
			break
		}
		from := folded.Len()
		folded.WriteString(w)
		p.words[p.nWords] = word{keyOf(w), uint8(from), uint8(folded.Len()), p.nParts}
		p.nWords++
	}
	p.parts[p.nParts] = part{uint8(f.from), uint8(f.to)}
	p.nParts++
}

// resolved enters what the gazetteer has for the words.
func (r *Reader) resolved(p *Place, x gazetteer.Resolution) {
	if int(p.anchor) < int(p.nParts) && onStreet(p.part(int(p.anchor))) {
		return // Houston Street is rarely in Houston
	}
	copy(p.country[:], x.Place.Country)
	if x.Precision == gazetteer.AtCountry {
		return
	}
	p.entry, p.level = int32(x.Place.ID)+1, x.Place.Level
	p.lat, p.lon = float32(x.Place.Lat), float32(x.Place.Lon)
	p.loose = x.Precision == gazetteer.NearTown
	around := r.g.Holders(x.Place)
	around = around[max(0, len(around)-len(p.around)):]
	for i, id := range around {
		p.around[len(p.around)-len(around)+i] = int32(id) + 1
	}
	p.rare, p.sure = uint8(100*rarity(x.Place)), uint8(100*x.Sure)
}

// rarity is how much it tells that two accounts name the same place, from 0 to 1,
// by its people: a country or a city of millions little, a village much.
func rarity(p gazetteer.Place) float64 {
	r := max(.2, min(1, 1.65-.2*math.Log10(float64(max(1, p.Population)))))
	switch p.Level {
	case gazetteer.Country:
		return .1
	case gazetteer.Province:
		return min(r, .4)
	case gazetteer.District:
		return min(r, .6)
	}
	return r
}

// anchorOf returns the first part that is not among the words the gazetteer lacks;
// past the last where it knows none.
func anchorOf(words string, found []piece, x gazetteer.Resolution) int {
	for i, f := range found {
		if x.Precision != "" && !strings.Contains(x.Unknown, words[f.from:f.to]) {
			return i
		}
	}
	return len(found)
}

// countryOf returns the code of the country that a part names, "" for a part of
// another meaning: "Georgia" beside Atlanta is none.
func (r *Reader) countryOf(f piece, x gazetteer.Resolution, coarser bool) string {
	code := ""
	if len(f.names) <= mostWords {
		code = r.g.Country(f.bare)
	}
	switch {
	case code == "" || x.Precision == "":
		return code
	case x.Precision == gazetteer.AtCountry, coarser && x.Place.Country == code:
		return code
	}
	return ""
}

// mostHints is how many countries a report is taken to be about.
const mostHints = 3

// countries returns the countries that the quotes of a report's claims name, the
// most named first.
func (r *Reader) countries(accounts []rashomon.Account) []string {
	count := map[string]int{}
	seen := map[string]bool{}
	for _, a := range accounts {
		for _, c := range a.Claims {
			if seen[c.Quote] {
				continue
			}
			seen[c.Quote] = true
			r.count(count, c.Quote)
		}
	}
	return most(count, mostHints)
}

func (r *Reader) count(count map[string]int, quote string) {
	eachCapital(quote, func(w string) {
		if code := r.g.Country(w); code != "" {
			count[code]++
		}
	})
}
