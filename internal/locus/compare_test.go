package locus

import (
	"fmt"
	"strings"
	"testing"

	"rashomon"
	"rashomon/internal/gazetteer"
)

// placeIn reads the words of a place; after a bar, what the report's other accounts
// name.
func placeIn(r *Reader, words string) Place {
	var accounts []rashomon.Account
	for i, w := range strings.Split(words, " | ") {
		accounts = append(accounts, rashomon.Account{Key: fmt.Sprint("a", i+1), Main: i == 0, Where: rashomon.Where{Name: w}})
	}
	return r.Read(accounts)[0]
}

func TestCompare(t *testing.T) {
	r := NewReader(gazetteer.Own())
	for _, c := range []struct {
		a, b, want string
	}{
		// The same place.
		{"Douma", "Duma, Syria", "same 0.63: same place: Douma and Duma"},
		{"Tadmur", "Palmyra | Homs | Damascus", "same 0.69: Tadmur and Palmyra: one place under two names"},
		{"Idlib", "Idlib city", "same 0.63: same place: Idlib and Idlib city"},
		{"Hassakeh", "al-Hasaka", "same 0.51: same place: Hassakeh and al-Hasaka"},
		{"Khan Sheikhoun in Idlib", "Khan Shaykhun", "same 0.72: same place: Khan Sheikhoun and Khan Shaykhun"},
		{"Kestrin, Idlib", "the village of Kistrin", "same 0.9: same place: Kestrin and Kistrin"},
		{"Tarsun mosque, Mosul", "Tarsun Mosque in the city of Mosul", "same 0.9: same place: Tarsun mosque"},
		// One in the other.
		{"Kestrin, Idlib", "Idlib", "inside 0.63: Kestrin is in or near Idlib"},
		{"Saraqib", "Idlib province", "inside 0.4: Saraqib is in Idlib province"},
		{"Saraqib", "Syria", "inside 0.1: same country"},
		{"Damascus suburb of Jaramana", "Damascus", "inside 0.41: Jaramana is in Damascus"},
		{"Damascus suburb of Jaramana", "Jaramana", "same 0.66: same place: Jaramana"},
		// Near.
		{"Saraqib", "near Binnish", "near 1: Saraqib is near Binnish, 13 km apart"},
		// Two in one.
		{"Qaboun, Damascus", "Barzeh, Damascus", "sibling 1: Qaboun against Barzeh, both in Damascus"},
		{"eastern Aleppo", "western Aleppo", "sibling 1: eastern Aleppo against western Aleppo: opposite sides"},
		{"Khan Sheikhoun, Idlib", "Khan al-Subul, Idlib", "apart 1: Khan Sheikhoun against Khan al-Subul, 50 km apart"},
		// Apart.
		{"Columbus, Georgia", "Columbus, Ohio", "apart 1.5: Columbus, Georgia against Columbus, Ohio, 850 km apart"},
		{"Main Street, Dayton, Ohio", "Main Street, Austin, Texas", "apart 1.5: Dayton against Austin, 1620 km apart"},
		{"Homs", "Damascus", "apart 1: Homs against Damascus, 140 km apart"},
		{"Homs", "Mosul", "apart 1.5: Homs against Mosul, 610 km apart"},
		{"Kestrin", "Vorlund", "apart 1: Kestrin against Vorlund"},
		{"Harasta", "Homs", "apart 1: Harasta against Homs, 130 km apart"},
		// Unknown.
		{"", "Homs", "unknown 1: "},
		{"a market", "Homs", "unknown 1: "},
		{"Syria", "Iraq", "unknown 1: "},
		{"Syria", "Mosul", "unknown 1: "},
		{"Atlanta, Georgia", "Tbilisi, Georgia", "apart 1.5: Atlanta against Tbilisi, 10150 km apart"},
		{"Georgia", "Tbilisi", "inside 0.1: same country"},
		{"Myrtle Beach", "Myrtle Beach Boulevard", "same 0.75: same place: Myrtle Beach and Myrtle Beach Boulevard"},
		{"Deir Vorlund", "Deir Kestrin", "same 0.45: same place: Deir Vorlund and Deir Kestrin"},
		{"Rapides Parish", "Alexandria, Louisiana", "inside 0.6: Alexandria is in Rapides Parish"},
		{"Homs countryside", "Homs", "same 0.4: same place: Homs countryside and Homs"},
		{"Kestrin, Idlib province", "Saraqib", "apart 1: Kestrin against Saraqib"},
		{"Springfield", "Springfield, Ohio", "same 0.6: same place: Springfield"},
		{"Kafr Tarsun near Homs", "Homs", "inside 0.48: Kafr Tarsun is in or near Homs"},
		{"المدينة", "Homs", "apart 0.5: المدينة against Homs"},
	} {
		a, b := placeIn(r, c.a), placeIn(r, c.b)
		v := Compare(&a, &b)
		got := fmt.Sprintf("%s %.2g: %s", v.Relation, v.Amount, Why(&a, &b))
		if back := Compare(&b, &a); back != v {
			t.Errorf("%s and %s: %v, back %v", c.a, c.b, v, back)
		}
		if got != c.want {
			t.Errorf("%s and %s: %s; want %s", c.a, c.b, got, c.want)
		}
	}
}
