package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"rashomon/internal/gazetteer"
)

// middles gives countries and divisions the middle of their towns, each
// cell of half a degree counted once so that one crowded corner does not decide,
// and divisions the people of their towns.
func (m *maker) middles() error {
	type cell struct{ row, lat, lon int }
	seen := map[cell]bool{}
	count := make([]float64, len(m.rows))
	for _, t := range m.rows {
		if t.Level != gazetteer.Town {
			continue
		}
		for row := t.Around; row >= 0; row = m.rows[row].Around {
			r := &m.rows[row]
			if r.Level != gazetteer.Country {
				r.Population += t.Population
			}
			c := cell{row, int(2 * (t.Lat + 90)), int(2 * (t.Lon + 180))}
			if !seen[c] {
				seen[c] = true
				count[row]++
				r.Lat += (t.Lat - r.Lat) / count[row]
				r.Lon += (t.Lon - r.Lon) / count[row]
			}
		}
	}
	for line := range strings.Lines(centres) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var code string
		var lat, lon float64
		if _, err := fmt.Sscan(line, &code, &lat, &lon); err != nil {
			return fmt.Errorf("centres.txt: %q: %w", line, err)
		}
		r := &m.rows[m.row[code]]
		r.Lat, r.Lon = lat, lon
	}
	return nil
}

// known returns the rows that lie somewhere, each with the names worth keeping:
// divisions that hold no town have no middle and are left out. A row whose name is
// in another script takes the first of its other names that is not.
func (m *maker) known() []gazetteer.Row {
	moved := make([]int, len(m.rows))
	var out []gazetteer.Row
	for i, r := range m.rows {
		if r.Around >= 0 {
			moved[i] = moved[r.Around]
		}
		if gazetteer.Spelling(r.Name, false) == "" {
			n := slices.IndexFunc(r.Others, func(o string) bool { return gazetteer.Spelling(o, false) != "" && spoken.MatchString(o) })
			if n < 0 {
				continue
			}
			r.Name = r.Others[n]
		}
		if r.Lat == 0 && r.Lon == 0 || r.Level == gazetteer.Town && r.Population < smallTown && !villages.MatchString(m.language(m.rows[i])) {
			continue
		}
		moved[i] = len(out)
		if r.Around >= 0 {
			r.Around = moved[r.Around]
		}
		r.Others = m.worthKeeping(m.rows[i])
		out = append(out, r)
	}
	return out
}

var (
	// airport finds the letters of an airport, and the like.
	airport = regexp.MustCompile(`^[A-Z]{2,4}$`)
	// spoken finds what begins as a name in Latin letters does; romanisations made
	// letter by letter are in lower case.
	spoken = regexp.MustCompile(`^(?:[\p{Lu}'’‘]|(?:al|el|as|ash|ar|at|az|ad|an|de|la|le|les|los|las)[- ])`)
	kinds  = regexp.MustCompile(`(?i)^(?:(?:state|province|department|region|governorate|muhafazat) (?:of )?(.+)|(.+) (?:governorate|province|department|region|state|oblast|prefecture|wilayah?|voivodeship|territory))$`)
)

// largeTown has so many people that its other names are kept wherever it lies.
const largeTown = 15000

// transcribed matches the languages whose place names English news writes in many
// ways, because they are not written in Latin letters.
var transcribed = regexp.MustCompile(`^(?:am|ar|be|bg|bn|dv|dz|el|fa|he|hi|hy|ka|km|ky|lo|mk|mn|my|ne|ps|ru|si|so|ta|th|ti|tg|uk|ur|uz)\b`)

// smallTown has so few people that it is kept only where villages matches: where
// names are transcribed, and where English is the first language, as most news
// of villages is of these. Four in ten of the others lie in China, Indonesia and Mexico.
const smallTown = 1000

var villages = regexp.MustCompile(transcribed.String() + `|^en\b`)

// worthKeeping returns the other names of a row that someone writing English may
// use and that the name itself does not find. Small towns and
// districts keep them only where names are transcribed.
func (m *maker) worthKeeping(r gazetteer.Row) []string {
	town := r.Level == gazetteer.Town
	small := r.Level == gazetteer.District || town && r.Population < largeTown
	if small && !transcribed.MatchString(m.language(r)) {
		return nil
	}
	others := slices.Clone(r.Others)
	if r.Level == gazetteer.Province {
		for _, o := range append([]string{r.Name}, r.Others...) {
			if f := kinds.FindStringSubmatch(o); f != nil {
				others = append(others, f[1]+f[2])
			}
		}
	}
	loose := r.Level == gazetteer.Town || r.Level == gazetteer.District
	known := map[string]bool{gazetteer.Spelling(r.Name, loose): true}
	var out []string
	for _, o := range others {
		spelling := gazetteer.Spelling(o, loose)
		short := town && (len(o) < 3 || airport.MatchString(o))
		if spelling == "" || known[spelling] || short || !spoken.MatchString(o) {
			continue
		}
		known[spelling] = true
		out = append(out, o)
	}
	return out
}

// language returns the languages of the country that a row lies in, the first first.
func (m *maker) language(r gazetteer.Row) string {
	for r.Around >= 0 {
		r = m.rows[r.Around]
	}
	return m.languages[r.Code]
}
