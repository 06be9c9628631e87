package gazetteer

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestResolve: the report's other places, "|" between them, and what the words
// mean beside them. The names are real places, the reports are invented.
func TestResolve(t *testing.T) {
	g := Own()
	for _, c := range []struct{ words, others, country, want string }{
		// Context before population.
		{"Paris", "", "", "Paris FR town"},
		{"Paris", "Lyon|Marseille", "", "Paris FR town"},
		{"Paris", "Dallas|Fort Worth|Greenville", "", "Paris US town"},
		{"Tripoli", "", "", "Tripoli LY town"},
		{"Tripoli", "Beirut|Sidon", "", "Tripoli LB town"},
		{"Tripoli", "", "Lebanon", "Tripoli LB town"},
		{"Tripoli", "", "LB", "Tripoli LB town"},
		{"Tripoli", "Benghazi|Misrata", "", "Tripoli LY town"},
		{"Valencia", "Caracas|Maracay", "", "Valencia VE town"},
		{"Alexandria", "Cairo", "", "Alexandria EG town"},
		{"Georgia", "Atlanta|Savannah", "", "Georgia US province"},
		{"Georgia", "Tbilisi|Batumi", "", "Georgia GE country"},
		{"Hama", "Homs|Idlib", "", "Ḩamāh SY town"},
		{"Zahlé", "", "LB", "Zahlé LB town"},
		// What the words say themselves, against the rest of the report.
		{"Alexandria, Louisiana", "Cairo", "", "Alexandria US town"},
		{"Paris, Texas", "Lyon|Marseille", "", "Paris US town"},
		{"Tripoli, Lebanon", "Benghazi", "", "Tripoli LB town"},
		{"Khan Sheikhoun, Idlib", "", "", "Khān Shaykhūn SY town"},
		{"Washington, D.C.", "", "", "Washington US town"},
		// Spellings.
		{"Hodeidah", "Sanaa", "", "Al Ḩudaydah YE town"},
		{"Deir Ezzor", "", "", "Deir ez-Zor SY town"},
		{"Dayr az-Zawr", "", "", "Deir ez-Zor SY town"},
		{"al-Fallujah", "", "", "Al Fallūjah IQ town"},
		{"Ft. Worth", "", "", "Fort Worth US town"},
		{"SAO PAULO", "", "", "São Paulo BR town"},
		// How near.
		{"near Saraqib", "", "SY", "Saraqib SY near"},
		{"east of Palmyra", "", "SY", "Tadmur SY near"},
		{"on the road to Palmyra", "", "SY", "Tadmur SY near: the road"},
		{"Hama countryside", "", "", "Ḩamāh SY province"},
		{"the northern countryside of Hama", "", "", "Ḩamāh SY province"},
		{"northern Syria", "", "", "Syria SY country"},
		{"Syrian", "", "", "Syria SY country"},
		{"Rapides Parish", "", "", "Rapides Parish US district"},
		{"northern Guatemala City", "", "", "Guatemala City GT town"},
		{"a market in Idlib city", "", "", "Idlib SY point: a market"},
		{"a courthouse, Mosul", "", "", "Mosul IQ point: a courthouse"},
		{"Tarsun mosque, Mosul", "", "", "Mosul IQ point: Tarsun mosque"},
		{"Mosul's Tarsun district", "", "", "Mosul IQ near: Tarsun district"},
		// Unknown names stay unknown, with their words.
		{"Kestrin", "Damascus", "", ": Kestrin"},
		{"Kestrin, Idlib province", "", "", "Idlib SY province: Kestrin"},
		{"village of Kestrin, Homs", "", "", "Ḩimş SY province: Kestrin"},
		{"Kestrin near Homs", "", "", "Homs SY near: Kestrin"},
		{"Castello Road, Aleppo", "", "", "Aleppo SY point: Castello Road"},
		{"Middle East", "", "", ": Middle East"},
		{"Europe", "Paris", "", ": Europe"},
		{"its house", "", "", ": its house"},
		{"", "", "", ": "},
	} {
		var x Context
		if c.others != "" {
			x.Others = strings.Split(c.others, "|")
		}
		if c.country != "" {
			x.Countries = []string{c.country}
		}
		r, ok := g.Resolve(c.words, x)
		got := ""
		if ok {
			got = fmt.Sprint(r.Place.Name, " ", r.Place.Country, " ", r.Precision)
		}
		if r.Unknown != "" || !ok {
			got += ": " + r.Unknown
		}
		if got != c.want || r.Words != c.words {
			t.Errorf("%q beside %q: %q, want %q (%s)", c.words, c.others, got, c.want, r.Why)
		}
	}
}

func TestWhy(t *testing.T) {
	g := Own()
	for _, c := range []struct{ words, others, want string }{
		{"Paris", "", "Paris (town in France): the likeliest of 17 places of that name by its people"},
		{"Paris", "Dallas|Fort Worth|Greenville", "Paris (town in United States): close to other places of the report; the report's other places are in United States"},
		{"Paris, Texas", "Lyon|Rennes", "Paris (town in United States): the words say where it lies; the report's other places are in United States"},
		{"Khan Sheikhoun", "", "Khān Shaykhūn (town in Syria): the only place of that name"},
	} {
		r, _ := g.Resolve(c.words, Context{Others: strings.Split(c.others, "|")})
		if r.Why != c.want {
			t.Errorf("%s beside %s: %q, want %q", c.words, c.others, r.Why, c.want)
		}
	}
}

func TestCountry(t *testing.T) {
	g := Own()
	for word, want := range map[string]string{
		"Syria": "SY", "Syrians": "SY", "U.S.": "US", "British": "GB", "Côte d’Ivoire": "CI", "Congo": "CD", "Georgia": "GE", "Paris": "", "Kestria": "", "The": "",
	} {
		if got := g.Country(word); got != want {
			t.Errorf("%s: %q, want %q", word, got, want)
		}
	}
}

// TestResolveAllInAnyOrder: the places of a report do not depend on their order.
func TestResolveAllInAnyOrder(t *testing.T) {
	g := Own()
	names := []string{"Paris", "Tripoli", "San José", "Georgia", "Springfield", "Hama, Syria", "near Homs", "Victoria", "Santa Cruz", "Kestrin", "Aleppo countryside"}
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom(names), 1, 8).Draw(t, "words")
		shuffled := rapid.Permutation(words).Draw(t, "shuffled")
		a, b := g.ResolveAll(words, nil), g.ResolveAll(shuffled, nil)
		for i, w := range words {
			if got := b[slices.Index(shuffled, w)]; got != a[i] {
				t.Fatalf("%q: %+v in one order, %+v in the other", w, a[i], got)
			}
		}
	})
}

// TestHostileWords: whatever the words are, the answer has them and is whole.
func TestHostileWords(t *testing.T) {
	g := Own()
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
			rapid.Map(rapid.SliceOf(rapid.SampledFrom([]string{"near", "of", "Homs", "'s", ",", " ", "al-", "Idlib", "'s ", "and ", "(", "province", "\xff", "ا"})),
				func(s []string) string { return strings.Join(s, "") })).Draw(t, "words")
		r, ok := g.Resolve(words, Context{Countries: []string{words}, Others: []string{words + ", Syria"}})
		switch {
		case r.Words != words:
			t.Fatalf("the words are %q", r.Words)
		case ok && (r.Place.Name == "" || len(r.Place.Country) != 2 || r.Why == ""):
			t.Fatalf("found %+v", r)
		case !ok && r.Place != (Place{}):
			t.Fatalf("not found, but %+v", r)
		}
		g.Find(words)
	})
}

// TestLongWords: names of 10 kB and a report of 100,000 places are read in part.
func TestLongWords(t *testing.T) {
	g := Own()
	for _, unit := range []string{"a", "near ", "Homs ", "Homs, ", "of Homs's ", "é", "ا", "al-"} {
		long := strings.Repeat(unit, 10_000/len(unit))
		if r, _ := g.Resolve(long, Context{Countries: []string{long}}); r.Words != long {
			t.Errorf("%q repeated: words are not kept", unit)
		}
		if found := g.Find(long); len(found) > 0 {
			t.Errorf("%q repeated: found %v", unit, found[0])
		}
	}
	words := make([]string, 100_000)
	for i := range words {
		words[i] = fmt.Sprint("Springfield, Kestrin ", i)
	}
	if got := g.ResolveAll(words, nil); len(got) != len(words) {
		t.Errorf("%d answers to %d words", len(got), len(words))
	}
}
