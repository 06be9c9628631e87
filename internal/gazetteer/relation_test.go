package gazetteer

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestRelate(t *testing.T) {
	g := Own()
	for _, c := range []struct {
		a, b string
		want Relation
	}{
		{"Deir ez-Zor", "Deir Ezzor", Same},
		{"Idlib, Syria", "Idlib city", Same},
		{"a market in Mosul", "a hospital in Mosul", Same},
		{"Idlib province", "Idlib countryside", Same},
		{"Saraqib", "Idlib province", Inside},
		{"Syria", "Saraqib", Inside},
		{"Kestrin, Idlib province", "Idlib province", Inside},
		{"Saraqib", "near Saraqib", Near},
		{"Damascus", "Darayya, Damascus", Near},
		{"near Saraqib", "Binnish, Idlib", Near},
		{"Saraqib", "Aleppo", Apart},
		{"Idlib province", "Hama province", Apart},
		{"Syria", "Baghdad", Apart},
		{"Kestrin, Idlib province", "Tarsun, Idlib province", Unknown},
		{"Kestrin, Idlib province", "Saraqib", Unknown},
		{"Kestrin", "Saraqib", Unknown},
		{"Kestrin", "Kestrin", Unknown},
	} {
		a, _ := g.Resolve(c.a, Context{Countries: []string{"SY"}})
		b, _ := g.Resolve(c.b, Context{Countries: []string{"SY"}})
		got, km := g.Relate(a, b)
		back, way := g.Relate(b, a)
		if got != c.want || back != got || way != km {
			t.Errorf("%s and %s: %s, %.0f km; back %s, %.0f km; want %s", c.a, c.b, got, km, back, way, c.want)
		}
		if (km < 0) != (a.Precision == "" || b.Precision == "") {
			t.Errorf("%s and %s: %.0f km", c.a, c.b, km)
		}
	}
}

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
