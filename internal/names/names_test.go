package names

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestSame also asks every pair the other way round.
func TestSame(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		// Transliterations of one person.
		{"Mustaq Talib Al Saidi", "Mushtaq al-Saeedi", true},
		{"Talib Al Saidi", "Mustaq Talib Al Saidi", true},
		{"Qassem Soleimani", "Qasim Suleimani", true},
		{"Muammar Gaddafi", "Moammar Qaddafi", true},
		{"Abu Omar al-Shami", "Abou Omar Al Shami", true},
		{"Abdul Rahman Saleh", "Abdelrahman Salih", true},
		{"Abdurrahman Nasser", "Abd al-Rahman Naser", true},
		{"Sergei Vilensky", "Sergey Vilenskiy", true},
		{"Сергей Виленский", "Sergei Vilensky", true},
		{"خالد", "Khaled", true},
		{"José Núñez", "Jose Nunez", true},
		{"Gen. Karl Oder", "Karl Oder", true},
		{"Oder, Karl", "Karl Oder", true},
		{"J. Marlow", "John Marlow", true},
		{"Ilan Toma", "I. Toma", true},
		{"Marlow", "John Marlow", true},
		{"Osama bin Laden", "Usama Ben Laden", true},
		// Different persons, near in sound or spelling.
		{"Khamenei", "Khomeini", false},
		{"Ali Khamenei", "Ruhollah Khomeini", false},
		{"Ahmad Hassan", "Mahmoud Hassan", false},
		{"Hassan", "Ahmad Hassan", false}, // a common given name names nobody
		{"Jamal Nasser", "Jamil Nasser", false},
		{"Hassan Darwish", "Hussein Darwish", false},
		{"Mohammed Omar Darwish", "Mohammed Ali Darwish", false},
		{"John Marlow", "Jane Marlow", false},
		{"J. M.", "John Marlow", false},
		{"Talib Al Saidi", "Mushtaq al-Saeedi", false}, // may be one, but the names do not say so
		// Bodies.
		{"PMF", "Popular Mobilization Forces", true},
		{"Hashd al-Shaabi", "the Popular Mobilisation Forces", true},
		{"SRF", "Sarmian Relief Front", true},
		{"S.R.F.", "Sarmian Relief Front", true},
		{"U.S. military", "American forces", true},
		{"US", "U.S. military", true},
		{"United States", "the U.S.", true},
		{"US police", "U.S. military", false},
		{"World Relief Organization", "Turkish relief workers", false},
		{"Relief Front", "Syrian Relief Front", true},
		{"Daesh", "the Islamic State group", true},
		{"Hizballah", "Hezbollah", true},
		{"the Observatory", "Sarmian Observatory for Human Rights", true},
		{"the ministry", "Sarmian Ministry of Health", false},
		{"Sarmian Observatory", "Sarmian Observatory for Human Rights", true},
		{"Syrian army", "Free Syrian Army", false},
		{"Syrian army", "Iraqi army", false},
		{"Syrian regime", "Syrian army", false},
		{"101st Brigade", "103rd Brigade", false},
		{"Sarmia", "Sarmian", true},
		{"", "", false},
		{"the", "the", true},
	}
	for _, tt := range tests {
		if got := Same(tt.a, tt.b); got != tt.want || Same(tt.b, tt.a) != got {
			t.Errorf("Same(%q, %q) = %v, want %v (%+v, %+v)", tt.a, tt.b, got, tt.want, Parse(tt.a), Parse(tt.b))
		}
	}
}

// drawName makes names of the parts that spellings vary in.
func drawName(t *rapid.T, label string) string {
	parts := rapid.SliceOfN(rapid.SampledFrom(strings.Fields(
		"Al al- El Tolvara Tolvaran Alqasim Abu Abdul Saeedi Saidi Mushtaq Mustaq Khaled Halid Qasim U.S. American US Syrian army forces police Front Brigade J. M 7th PMF Popular Mobilization the Виленский خالد ʿ -")), 0, 5)
	return strings.Join(parts.Draw(t, label), " ")
}

func TestHostileNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), string(rapid.SliceOf(rapid.Byte()).Draw(t, "b"))
		if Same(a, b) != Same(b, a) {
			t.Errorf("Same(%q, %q) differs from the other way round", a, b)
		}
		if Key(a) != "" && !Same(a, a) {
			t.Errorf("%q has the key %q but is not Same as itself", a, Key(a))
		}
		Words(b)
		Blocks(b)
	})
}

func TestSameHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawName(t, "a"), drawName(t, "b")
		if !Parse(a).empty() && !Same(a, a) {
			t.Errorf("Same(%q, itself) = false", a)
		}
		if Same(a, b) != Same(b, a) {
			t.Errorf("Same(%q, %q) differs from the other way round", a, b)
		}
		if k := Key(a); k != "" && k == Key(b) && !Same(a, b) {
			t.Errorf("%q and %q have the key %q but are not Same", a, b, k)
		}
		if Same(a, b) && !slices.ContainsFunc(Blocks(a), func(k string) bool { return slices.Contains(Blocks(b), k) }) {
			t.Errorf("%q and %q are Same but share no block: %q, %q", a, b, Blocks(a), Blocks(b))
		}
	})
}

// TestPairs holds that no two names of a list that are Same are left out, and that
// each pair comes once.
func TestPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []Name
		for range rapid.IntRange(0, 12).Draw(t, "names") {
			list = append(list, Parse(drawName(t, "name")))
		}
		seen := map[[2]int]bool{}
		for i, j := range Pairs(list) {
			if i >= j || seen[[2]int{i, j}] {
				t.Fatalf("pair %d, %d comes twice or the wrong way round", i, j)
			}
			seen[[2]int{i, j}] = true
		}
		for i := range list {
			for j := range list[i+1:] {
				if list[i].Same(list[i+1+j]) && !seen[[2]int{i, i + 1 + j}] {
					t.Errorf("%+v and %+v are Same and no pair", list[i], list[i+1+j])
				}
			}
		}
	})
}
