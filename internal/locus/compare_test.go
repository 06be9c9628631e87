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
		{"Douma", "Duma, Syria", "x"},
		{"Tadmur", "Palmyra | Homs | Damascus", "x"},
		{"Idlib", "Idlib city", "x"},
		{"Hassakeh", "al-Hasaka", "x"},
		{"Khan Sheikhoun in Idlib", "Khan Shaykhun", "x"},
		{"Kestrin, Idlib", "the village of Kistrin", "x"},
		{"Tarsun mosque, Mosul", "Tarsun Mosque in the city of Mosul", "x"},
		// One in the other.
		{"Kestrin, Idlib", "Idlib", "x"},
		{"Saraqib", "Idlib province", "x"},
		{"Saraqib", "Syria", "x"},
		// Near.
		{"Saraqib", "near Binnish", "x"},
		// Two in one.
		{"Qaboun, Damascus", "Barzeh, Damascus", "x"},
		{"eastern Aleppo", "western Aleppo", "x"},
		{"Khan Sheikhoun, Idlib", "Khan al-Subul, Idlib", "x"},
		// Apart.
		{"Columbus, Georgia", "Columbus, Ohio", "x"},
		{"Main Street, Dayton, Ohio", "Main Street, Austin, Texas", "x"},
		{"Homs", "Damascus", "x"},
		{"Homs", "Mosul", "x"},
		{"Kestrin", "Tarsun", "x"},
		{"Harasta", "Homs", "x"},
		// Unknown.
		{"", "Homs", "x"},
		{"a market", "Homs", "x"},
		{"Syria", "Iraq", "x"},
		{"Syria", "Mosul", "x"},
		{"Atlanta, Georgia", "Tbilisi, Georgia", "x"},
		{"Georgia", "Tbilisi", "x"},
		{"Myrtle Beach", "Myrtle Beach Boulevard", "x"},
		{"Deir Tarsun", "Deir Kestrin", "x"},
		{"Rapides Parish", "Alexandria, Louisiana", "x"},
		{"Homs countryside", "Homs", "x"},
		{"Kestrin, Idlib province", "Saraqib", "x"},
		{"Springfield", "Springfield, Ohio", "x"},
		{"Kafr Tarsun near Homs", "Homs", "x"},
		{"المدينة", "Homs", "x"},
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
