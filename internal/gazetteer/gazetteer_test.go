package gazetteer

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestDistance(t *testing.T) {
	at := func(lat, lon float64) Place { return Place{Lat: lat, Lon: lon} }
	for _, c := range []struct {
		a, b Place
		want float64
	}{
		{at(0, 0), at(0, 0), 0},
		{at(0, 0), at(0, 1), 111.2},
		{at(60, 0), at(60, 1), 55.6},
		{at(0, 179.5), at(0, -179.5), 111.2},
		{at(90, 0), at(-90, 0), 20015},
	} {
		if got := Distance(c.a, c.b); math.Abs(got-c.want) > c.want/1000 {
			t.Errorf("%v to %v: %.1f km, want %.1f", c.a, c.b, got, c.want)
		}
	}
}

// TestAround: every place lies in what is around it, and that ends in its country.
func TestAround(t *testing.T) {
	g := Own()
	rapid.Check(t, func(t *rapid.T) {
		p := g.place(rapid.IntRange(0, len(g.places)/placeSize-1).Draw(t, "place"))
		around := g.Around(p)
		last := p
		for _, a := range around {
			if !g.Inside(p, a) || a.Level <= last.Level && a.Level != Province || a.Country != p.Country {
				t.Fatalf("%+v is around %+v", a, p)
			}
			last = a
		}
		if last.Level != Country {
			t.Fatalf("%+v is in no country", p)
		}
	})
}
