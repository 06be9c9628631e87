package gazetteer

import (
	"bytes"
	"encoding/hex"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden file again")

func small() []Row {
	return []Row{
		{Name: "Kestria", Level: Country, Code: "KX", Around: -1, Lat: 10, Lon: 20, Population: 3_000_000, Others: []string{"Kestrian"}},
		{Name: "Ōst Marche", Level: Province, Around: 0, Lat: 11, Lon: 21, Population: 700_000, Others: []string{"Ost Marche", "East March"}},
		{Name: "Tarsk District", Level: District, Around: 1, Lat: 11.5, Lon: 21, Population: 90_000},
		{Name: "Tarsk", Around: 2, Lat: 11.5, Lon: 21.25, Population: 60_000},
		{Name: "Tarsk", Around: 0, Lat: -10, Lon: -20, Population: 900},
		{Name: "al-Ḩasārah", Around: 1, Lat: 11, Lon: 20.5, Others: []string{"Tarsk", "Нет", "Hasara"}},
	}
}

// TestFormat holds the file's format: whoever changes it must see it here, and make
// places.rsg again.
func TestFormat(t *testing.T) {
	packed, err := Pack(small())
	if err != nil {
		t.Fatal(err)
	}
	got := hex.Dump(packed)
	if *update {
		if err := os.WriteFile("testdata/format.golden", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/format.golden")
	if err != nil || string(want) != got {
		t.Errorf("the format changed (%v); if it was meant to: go test -run TestFormat -update, and training/places\n%s", err, got)
	}
}

func TestPackedIsFound(t *testing.T) {
	packed, err := Pack(small())
	if err != nil {
		t.Fatal(err)
	}
	f, err := open(string(packed))
	if err != nil {
		t.Fatal(err)
	}
	g := &Gazetteer{f}
	var got []string
	for _, name := range []string{"kestrians", "Kestria", "Ost-Marche", "east march", "TARSK", "Hasara", "Hasarah", "нет"} {
		for _, p := range g.Find(name) {
			got = append(got, strings.Join([]string{name, p.Name, p.Country, p.Level.String()}, "/"))
		}
	}
	want := []string{
		"Kestria/Kestria/KX/country", "Ost-Marche/Ōst Marche/KX/province", "east march/Ōst Marche/KX/province",
		"TARSK/Tarsk/KX/town", "TARSK/Tarsk/KX/town", "TARSK/al-Ḩasārah/KX/town", "Hasara/al-Ḩasārah/KX/town", "Hasarah/al-Ḩasārah/KX/town",
	}
	if !slices.Equal(got, want) {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if p := g.Find("Tarsk")[0]; p.Lat < 11.49 || p.Lat > 11.51 || p.Lon < 21.24 || p.Lon > 21.26 || p.Population < 45_000 || p.Population > 80_000 {
		t.Errorf("Tarsk is %+v", p)
	}
}

func TestPackRefuses(t *testing.T) {
	for name, spoil := range map[string]func([]Row){
		"cannot be looked up": func(r []Row) { r[3].Name = "Тарск" },
		"lies in no division": func(r []Row) { r[3].Around = 4 },
		"has not two letters": func(r []Row) { r[0].Code = "KXX" },
	} {
		rows := small()
		spoil(rows)
		if _, err := Pack(rows); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want an error that says %q", err, name)
		}
	}
}

// TestOpenRefuses: a file that is cut, grown or of another kind is an error.
func TestOpenRefuses(t *testing.T) {
	packed, err := Pack(small())
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		bad := packed[:rapid.IntRange(0, len(packed)-1).Draw(t, "cut")]
		if rapid.Bool().Draw(t, "grown") {
			bad = slices.Concat(packed, bytes.Repeat([]byte{1}, rapid.IntRange(1, 9).Draw(t, "by")))
		}
		if _, err := open(string(bad)); err == nil {
			t.Fatalf("%d of %d bytes were opened", len(bad), len(packed))
		}
	})
}

// TestOwnIsWhole walks the embedded file: its entries are in order, its places are
// numbered as they come, and every place and division points into the file.
func TestOwnIsWhole(t *testing.T) {
	g := Own()
	places, divisions := len(g.places)/placeSize, len(g.divisions)/divisionSize
	n, last := 0, ""
	r := g.from(0)
	for entries := 0; r.next(); entries++ {
		name := string(r.e.bytes())
		at := key(fold(name)) + "\x00" + name
		if at <= last || r.e.first != n || fold(name) == "" {
			t.Fatalf("entry %d, %q: after %q, first place %d, want %d", entries, name, last, r.e.first, n)
		}
		for o := 0; o < len(r.e.others); o += 3 {
			if u24(r.e.others, o) >= places {
				t.Fatalf("%q names place %d of %d", name, u24(r.e.others, o), places)
			}
		}
		n, last = n+r.e.own, at
	}
	if n != places {
		t.Errorf("%d places have names, %d are there", n, places)
	}
	for id := range places {
		s := g.spot(id)
		if s.division >= divisions || s.lat < -90 || s.lat > 90 || s.lon < -180 || s.lon > 180 {
			t.Fatalf("place %d: %+v", id, s)
		}
	}
	for d := range divisions {
		if c := g.code(g.country(d)); g.divisionPlace(d) >= places || len(c) != countrySize || g.spot(g.divisionPlace(d)).division != d {
			t.Fatalf("division %d: place %d, country %q", d, g.divisionPlace(d), c)
		}
	}
}

// TestOwnNamesAreFound: every place is found by its name, whatever its case.
func TestOwnNamesAreFound(t *testing.T) {
	g := Own()
	rapid.Check(t, func(t *rapid.T) {
		p := g.place(rapid.IntRange(0, len(g.places)/placeSize-1).Draw(t, "place"))
		for _, name := range []string{p.Name, strings.ToUpper(p.Name), "  " + strings.ToLower(p.Name) + " "} {
			if !slices.Contains(g.Find(name), p) {
				t.Fatalf("%q does not find %+v", name, p)
			}
		}
	})
}
