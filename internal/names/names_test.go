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
		{"Salah al-Din Toma", "Salaheddine Touma", true},
		{"Umm Karim Toma", "Um Kareem Toma", true},
		{"Dhaif Allah Toma", "Dhaifallah Toma", true},
		{"Dr. Prof. Ilan Toma", "Ilan Toma", true},
		{"Ilan Toma Jr.", "Ilan Toma", true},
		{"Ilan (Lani) Toma", "Ilan Toma", true},
		{"Karim Toma (Abu Salim)", "Karim Toma", true},
		{"Vasquez Oder", "Rosa Elena Vasquez Oder", true}, // the two family names
		{"Rosa Vasquez", "Rosa Elena Vasquez Oder", true}, // the first of them
		{"Toma Ilan", "Ilan Toma", true},                  // family name first
		{"the taxi driver Karim Oder", "Karim Oder", true},
		{"baker Karim Oder", "driver Ana Oder", false},
		{"police chief Karl Oder", "Karl Oder", true},
		{"police chief Karl Oder", "Oder", true},
		{"Arden police chief Karl Oder", "Arden police", false},
		{"Interior Minister Ana Oder", "the interior minister", false},
		{"chief of the Arden police", "Arden police chief", true},
		{"Ana Oder, the town's mayor", "Ana Oder", true},
		{"sources in Port Oder", "witnesses in Port Oder", false},
		{"al-Malk", "Karim al-Malk", true},
		{"bin Oder", "van Oder", false},
		{"Yusuf Toma", "Youssef Toma", true},
		{"Fatemeh Toma", "Fatima Toma", true},
		{"Nasrallah Toma", "Nasrullah Toma", true},
		{"Matthieu Oder", "Mathieu Oder", true},
		{"Rizwan Malk", "Rizvan Malk", false}, // w for v is not yet known
		{"Nuri Yakub Toma", "Nouri Yaqoub Touma", true},
		// Different persons, near in sound or spelling.
		{"Khamenei", "Khomeini", false},
		{"Ali Khamenei", "Ruhollah Khomeini", false},
		{"Ahmad Hassan", "Mahmoud Hassan", false},
		{"Hassan", "Ahmad Hassan", false}, // a common given name names nobody
		{"Jamal Nasser", "Jamil Nasser", false},
		{"Hassan Darwish", "Hussein Darwish", false},
		{"Mohammed Omar Darwish", "Mohammed Ali Darwish", false},
		{"John Marlow", "Jane Marlow", false},
		{"Amir Toma", "Amira Toma", false},            // a brother and a sister
		{"Hani Toma", "Omar Hani Toma", false},        // a father and a son
		{"Karim Hani Toma", "Hani Karim Toma", false}, // the same
		{"Umm Karim Toma", "Karim Toma", false},       // a mother and a son
		{"Ilan Toma Jr.", "Ilan Toma Sr.", false},
		{"Karim A.", "Karim Aldan", false},  // a given name and a letter
		{"Hani Karim", "Karim Hani", false}, // which of them is the family's?
		{"Marlow", "Marla", false},
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
		{"Hashd Al Shaabi", "PMF", true},
		{"Hashd Al Shaabi", "Iraqi Popular Mobilisation Forces", true},
		{"Farabundo Marti National Liberation Front", "Marti Liberation Front", true}, // cut short
		{"Jabhat Fateh al-Sham", "Al-Nusra Front", true},                              // renamed in 2016
		{"Nusra", "Hayat Tahrir al-Sham", false},                                      // an alliance
		{"Tamil Tigers", "LTTE", true},
		{"Tamil Tiger rebels", "Liberation Tigers of Tamil Eelam", true},
		{"Taliban fighters", "Afghan Taliban", true},
		{"Taliban", "Pakistani Taliban", false},
		{"CPT", "Partido Comunista Tolvarano (CPT)", false}, // a person's name for all one can tell
		{"PCT", "Communist Party of Tolvara (PCT)", true},
		{"PCT", "Communist Party of Tolvara [PCT] guerrillas", false},
		{"about 150 Shining Path columns", "Sendero Luminoso", true},
		{"FMLN [Farabundo Marti National Liberation Front] guerrillas", "FMLN", true},
		{"Shining Path and the MRTA", "MRTA", false},
		{"Fighters of Hashd Al Shaabi", "the PMF", true},
		{"Terrorists of the so-called Jaish al-Islam", "Army of Islam", true},
		{"terrorist groups near Jaish al-Islam", "Army of Islam", false},
		{"Hezbollah", "Kata'ib Hezbollah", false},
		{"Army of Islam", "Jaysh al-Islam", true},
		{"Islamic State", "Islamic Jihad", false},
		{"FMLN", "Farabundo Marti National Liberation Front (FMLN)", true},
		{"the Houthis", "Ansar Allah", true},
		{"NRA", "National Rifle Association", true}, // also the letters of a known group
		{"Karl Oder (FARC)", "FARC", false},
		{"Harakah al-Yaqin", "ARSA", true}, // renamed, known to UCDP
		{"Salafist Group for Preaching and Combat", "AQIM", true},
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
		"Al al- El Tolvara Tolvaran Alqasim Abu Abdul Saeedi Saidi Mushtaq Mustaq Khaled Halid Qasim U.S. American US Syrian army forces police Front Brigade J. M 7th PMF Popular Mobilization Nusra Hezbollah Islamic State Shining Path Jr. Umm din (PMF) , the Виленский خالد ʿ -")), 0, 5)
	return strings.Join(parts.Draw(t, label), " ")
}

// drawPerson makes names of two to four parts that no table knows.
func drawPerson(t *rapid.T, label string) []string {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(strings.Fields("Karim Toma Oder Malk Vilen Jorun Basko Teyra Hulm Duzan Feld Anwar")), 2, 4, rapid.ID).Draw(t, label)
}

// TestPersonsStayApart holds that sound alone joins no two persons: with another
// given name, or without the given name before a father's, a name is another's.
func TestPersonsStayApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawPerson(t, "name")
		b := slices.Clone(a)
		b[0] = "Zivko"
		if Same(strings.Join(a, " "), strings.Join(b, " ")) {
			t.Errorf("%q and %q are joined by their family name", a, b)
		}
		if child := append([]string{"Zivko", "Karim"}, a...); Same(strings.Join(child, " "), strings.Join(child[1:], " ")) {
			t.Errorf("%q is joined with the father, %q", child, child[1:])
		}
		if len(a) > 2 && Same(a[0], strings.Join(a, " ")) {
			t.Errorf("%q is joined by the given name", a)
		}
	})
}

// TestLongNames bounds the work on what is no name: nothing past the first bytes is
// looked at, so a name of 10 kB costs what one of 300 bytes does.
func TestLongNames(t *testing.T) {
	for _, unit := range []string{"Abu ", "A.", "al-", "(", "Karim Toma ", "\xff", "ال", "Islamic State "} {
		long := strings.Repeat(unit, 10_000/len(unit))
		if n := Parse(long); len(n.words) > longest/2 {
			t.Errorf("%q repeated has %d parts", unit, len(n.words))
		}
		if allocs := testing.AllocsPerRun(3, func() { Same(long, long+"x") }); allocs > 20_000 {
			t.Errorf("comparing %q repeated allocates %.0f times", unit, allocs)
		}
	}
}

// FuzzParse takes any bytes for a name: it ends, is like itself, and is the same
// asked either way.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"Karim Toma", "Toma, Karim (Abu Salim)", "P.M.F.", "abd al- (", "Islamic State \xff", ", ,", "ʿ(", "al bin abu umm din allah"} {
		f.Add(s, s+"x")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if Same(a, b) != Same(b, a) {
			t.Errorf("Same(%q, %q) differs from the other way round", a, b)
		}
		if Key(a) != "" && !Same(a, a) {
			t.Errorf("%q has a key but is not Same as itself", a)
		}
		if Same(a, b) && !slices.ContainsFunc(Blocks(a), func(k string) bool { return slices.Contains(Blocks(b), k) }) {
			t.Errorf("%q and %q are Same but share no block", a, b)
		}
	})
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
