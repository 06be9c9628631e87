package wording_test

import (
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/wording"
)

// TestValues says of pairs of values what they are to each other: same (one value
// in two wordings), differ (both cannot be true) or beside (both may be true).
func TestValues(t *testing.T) {
	for _, c := range []struct {
		field rashomon.Field
		a, b  string
		want  string
	}{
		{rashomon.Perpetrator, "U.S. forces", "the American military", "same"},
		{rashomon.Perpetrator, "U.S.", "Pentagon", "same"},
		{rashomon.Perpetrator, "Russian jets", "Moscow", "same"},
		{rashomon.Perpetrator, "U.S. forces", "U.S.-led coalition", "differ"},
		{rashomon.Perpetrator, "the international coalition", "U.S.-led coalition", "same"},
		{rashomon.Perpetrator, "Veldia-led coalition", "Arden-led coalition", "differ"},
		{rashomon.Perpetrator, "Syrian army", "Syrian Democratic Forces", "differ"},
		{rashomon.Perpetrator, "Islamic State", "the IS group", "same"},
		{rashomon.Perpetrator, "Hashd Al Shaabi", "the PMF", "same"},
		{rashomon.Perpetrator, "Hashd Al Shaabi", "Popular Mobilization Forces (PMF)", "same"},
		{rashomon.Perpetrator, "the Hezbollah Brigades", "Hezbollah", "differ"},
		{rashomon.Perpetrator, "Iran-backed fighters", "Iranian forces", "differ"},
		{rashomon.Perpetrator, "Harakat al-Sahil", "the Al Sahil movement", "same"},
		{rashomon.Perpetrator, "the Toma regime", "Veldian regime forces", "same"},
		{rashomon.Perpetrator, "gunmen", "Northern Front", "beside"},
		{rashomon.Perpetrator, "a suicide bomber on a motorcycle", "Northern Front", "beside"},
		{rashomon.Perpetrator, "government forces", "Veldian army", "beside"},
		{rashomon.Perpetrator, "Syrian or Russian jets", "Russian jets", "beside"},
		{rashomon.Weapon, "a drone strike", "several drones", "same"},
		{rashomon.Weapon, "airstrikes", "an air raid", "same"},
		{rashomon.Weapon, "a drone strike", "rockets", "beside"},
		{rashomon.Weapon, "a car bomb", "the bombing", "beside"},
		{rashomon.Weapon, "an air strike", "artillery shelling", "differ"},
		{rashomon.Weapon, "car bomb", "a suicide bomber", "beside"},
		{rashomon.Weapon, "gunfire", "a roadside bomb", "differ"},
		{rashomon.Target, "a vehicle parked inside the building", "vehicle", "same"},
		{rashomon.Target, "a vehicle parked inside the building", "a building", "beside"},
		{rashomon.Target, "logistics support centre", "a logistics center", "same"},
		{rashomon.Target, "logistics centre", "a vehicle", "differ"},
		{rashomon.Target, "a vehicle", "a militia leader", "beside"},
		{rashomon.Target, "their buses", "a crowded bus convoy", "beside"},
		{rashomon.Target, "a market", "a town", "beside"},
		{rashomon.PlaceField, "Ostry, Veldia", "east Ostry", "same"},
		{rashomon.PlaceField, "Ostry", "Pellin", "beside"},
		{rashomon.PlaceField, "Ostry, Arden", "Pellin, Arden", "differ"},
		{rashomon.DateField, "2031-05-01", "2031-05-01", "same"},
		{rashomon.DateField, "2031-05-01", "2031-05-02", "differ"},
		{rashomon.DateField, "2031-05-01", "2031-05", "beside"},
		{rashomon.DateField, "Thursday", "2031-05-01", "beside"},
		{rashomon.DateField, "Thursday", "on Thursday", "same"},
		{rashomon.Motive, "in revenge for a raid", "revenge for raids", "same"},
		{rashomon.Motive, "revenge", "robbery", "beside"},
	} {
		a, b := value(c.field, c.a), value(c.field, c.b)
		if got := relation(c.field, a, b); got != c.want {
			t.Errorf("%s %q and %q: %s, want %s", c.field, c.a, c.b, got, c.want)
		}
		if got := relation(c.field, b, a); got != c.want {
			t.Errorf("%s %q and %q, the other way round: %s, want %s", c.field, c.b, c.a, got, c.want)
		}
	}
}

func relation(f rashomon.Field, a, b rashomon.Value) string {
	switch {
	case wording.Read(f, a).Same(wording.Read(f, b)):
		return "same"
	case wording.Read(f, a).Differ(wording.Read(f, b)):
		return "differ"
	}
	return "beside"
}

func value(f rashomon.Field, s string) rashomon.Value {
	switch f {
	case rashomon.Perpetrator:
		return rashomon.Party{Name: s}
	case rashomon.PlaceField:
		return rashomon.Where{Name: s}
	case rashomon.DateField:
		d, ok := rashomon.ParseDate(s)
		if !ok {
			return rashomon.When{Words: s}
		}
		return rashomon.When{From: d, To: d}
	}
	return rashomon.Words(s)
}

// TestOfParty says who speaks for the party that is said to have done it.
func TestOfParty(t *testing.T) {
	for _, c := range []struct {
		party, speaker string
		want           bool
	}{
		{"American forces", "a U.S. official", true},
		{"Veldian forces", "a spokesman for the Veldian army", true},
		{"Northern Front", "the Northern Front", true},
		{"Islamic State", "IS", true},
		{"American forces", "an Iraqi official", false},
		{"U.S.-led coalition", "a U.S. official", false},
		{"gunmen", "gunmen", false},
		{"Veldian forces", "police", false},
	} {
		if got := wording.SideOf(wording.Bare(c.speaker)).Of(wording.SideOf(c.party)); got != c.want {
			t.Errorf("%q speaks for %q: %v, want %v", c.speaker, c.party, got, c.want)
		}
	}
}

// TestNarrower says which time lies within which.
func TestNarrower(t *testing.T) {
	day := rashomon.When{From: rashomon.Date{Year: 2031, Month: time.May, Day: 1}}
	for _, c := range []struct {
		name string
		a, b rashomon.When
		want bool
	}{
		{"a day of its month", day, rashomon.When{From: rashomon.Date{Year: 2031, Month: time.May}}, true},
		{"a day of another month", day, rashomon.When{From: rashomon.Date{Year: 2031, Month: time.June}}, false},
		{"a month of its day", rashomon.When{From: rashomon.Date{Year: 2031, Month: time.May}}, day, false},
		{"a day of an unanchored weekday", day, rashomon.When{Words: "Thursday"}, true},
		{"itself", day, day, false},
	} {
		if got := wording.Read(rashomon.DateField, c.a).Narrower(wording.Read(rashomon.DateField, c.b)); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestSameSpeaker(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Iraq", "the Iraqi government", true},
		{"Iraq", "Iraqi Armed Forces", false},
		{"U.S. military", "American forces", true},
		{"Ostry police", "the police of Ostry", true},
		{"Ostry police", "Ostry army", false},
	} {
		if got := wording.NameOf(c.a).SameSpeaker(wording.NameOf(c.b)); got != c.want || wording.NameOf(c.b).SameSpeaker(wording.NameOf(c.a)) != got {
			t.Errorf("SameSpeaker(%q, %q) = %v, want %v both ways", c.a, c.b, got, c.want)
		}
	}
}

// TestPersons says who is one person, and that a family name which two bear joins
// nobody, in whatever order the names come.
func TestPersons(t *testing.T) {
	said := []string{"Oder", "Ana Oder", "Karl Oder", "Karl J. Oder", "Toma", "Ilan Toma", "Gen. Ilan Touma", "Amir Malk", "Amira Malk"}
	person := map[string]string{"Karl J. Oder": "Karl Oder", "Toma": "Ilan Toma", "Gen. Ilan Touma": "Ilan Toma"}
	for turn := range said {
		order := append(append([]string{}, said[turn:]...), said[:turn]...)
		var values []rashomon.Value
		for _, s := range order {
			values = append(values, value(rashomon.Victim, s))
		}
		group := map[string]int{}
		for i, g := range wording.Groups(rashomon.Victim, values) {
			group[order[i]] = g
		}
		for _, a := range said {
			for _, b := range said {
				want := a == b || person[a] == b || person[b] == a || person[a] != "" && person[a] == person[b]
				if (group[a] == group[b]) != want {
					t.Errorf("in the order %q, %q and %q are one person: %v, want %v", order, a, b, !want, want)
				}
			}
		}
	}
}

// TestPlural says which counts tell of several people without a number.
func TestPlural(t *testing.T) {
	for words, want := range map[string]bool{
		"a number of shepherds were killed": true,
		"martyrs and wounded":               true,
		"at least one shepherd was killed":  false,
		"more than 1 killed":                false,
		"an unknown number were killed":     false,
	} {
		vague := ""
		if words[0] == 'a' && words[1] != 't' {
			vague = "a number"
		}
		c := rashomon.Claim{Field: rashomon.Killed, Quote: words, Value: rashomon.Tally{Min: 1, Max: rashomon.Open, Vague: vague}}
		if got := wording.Plural(c); got != want {
			t.Errorf("%q: %v", words, got)
		}
	}
	if wording.Plural(rashomon.Claim{Quote: "shepherds were killed", Value: rashomon.Tally{Min: 3, Max: rashomon.Open}}) {
		t.Error("a number of its own is given")
	}
}
