package locus

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"pgregory.net/rapid"

	"rashomon"
	"rashomon/internal/gazetteer"
)

// TestRead: what the words, and the rest of the report, make of a place.
func TestRead(t *testing.T) {
	r := NewReader(gazetteer.Own())
	claim := func(place, quote string) rashomon.Claim {
		return rashomon.Claim{Field: rashomon.PlaceField, Value: rashomon.Where{Name: place}, Quote: quote}
	}
	for _, c := range []struct {
		where  string
		claims []rashomon.Claim
		said   string
		words  string
		in     string
	}{
		{"Hass, Idlib", nil, "Hass, Idlib", "has idlib", "SY"},
		{"", nil, "", "", ""},
		{"Syria", nil, "", "", "SY"},
		{"Syria", []rashomon.Claim{claim("Kestrin", "Kestrin")}, "Kestrin", "kestrin", "SY"},
		{"a market", []rashomon.Claim{claim("the market", "the market"), claim("Homs", "Homs")}, "Homs", "homs", "SY"},
		{"Tripoli", []rashomon.Claim{{Quote: "The Lebanese army said two died"}}, "Tripoli", "tripoli", "LB"},
		{"Tripoli", nil, "Tripoli", "tripoli", "LY"},
		{"northern Lebanon", nil, "", "", "LB"},
		{"the 2100 block of Tarsun Avenue", nil, "the 2100 block of Tarsun Avenue", "tarsun", ""},
	} {
		p := r.Read([]rashomon.Account{{Key: "a1", Where: rashomon.Where{Name: c.where}, Claims: c.claims}})[0]
		in := strings.Trim(string(p.country[:]), "\x00")
		if p.Said() != c.said || strings.Join(p.Words(), " ") != c.words || in != c.in {
			t.Errorf("%q: said %q, words %q, in %q; want %q, %q, %q", c.where, p.Said(), p.Words(), in, c.said, c.words, c.in)
		}
		if p.Placed() != (c.words != "") {
			t.Errorf("%q: placed %v", c.where, p.Placed())
		}
	}
}

// TestKeys: places that are the same, near by name or one in the other are found.
func TestKeys(t *testing.T) {
	r := NewReader(gazetteer.Own())
	for _, c := range [][2]string{
		{"Douma", "Duma, Syria"}, {"Tadmur", "Palmyra | Homs | Damascus"}, {"Kestrin, Idlib", "Kistrin"},
		{"Saraqib", "Idlib province"}, {"al-Hafa", "Hafa"}, {"Rapides Parish", "Alexandria, Louisiana"},
	} {
		a, b := placeIn(r, c[0]), placeIn(r, c[1])
		if !slices.ContainsFunc(a.Keys(), func(k uint64) bool { return slices.Contains(b.Keys(), k) }) {
			t.Errorf("%s and %s share no key", c[0], c[1])
		}
	}
	a, b := placeIn(r, "Homs"), placeIn(r, "Mosul")
	if slices.ContainsFunc(a.Keys(), func(k uint64) bool { return slices.Contains(b.Keys(), k) }) {
		t.Error("Homs and Mosul share a key")
	}
}

// TestSmall holds the size that package link reckons with.
func TestSmall(t *testing.T) {
	p := placeIn(NewReader(gazetteer.Own()), "the village of Kestrin, near Khan Sheikhoun, Idlib")
	if n := int(unsafe.Sizeof(p)) + len(p.said) + len(p.folded); n > 250 {
		t.Errorf("a place of long words takes %d bytes", n)
	}
	if n := unsafe.Sizeof(p); n > 160 {
		t.Errorf("a place takes %d bytes without its strings", n)
	}
}

// TestHostile: any words, of any length, in any script, give a place that can be
// compared with itself and others, alike both ways round.
func TestHostile(t *testing.T) {
	r := NewReader(gazetteer.Own())
	words := rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{"Aleppo", "Syria", "eastern Ghouta", ", , near", "Tel Tarsun, Tel Tarsun, Tel Tarsun, Tel Tarsun, Tel Tarsun"}),
		rapid.Custom(func(t *rapid.T) string {
			return strings.Repeat(rapid.SampledFrom([]string{"Kestrin, ", "Ünal ", "حمص", "near Homs "}).Draw(t, "words"), rapid.IntRange(1, 300).Draw(t, "times"))
		}),
	)
	rapid.Check(t, func(t *rapid.T) {
		a, b := placeIn(r, words.Draw(t, "a")), placeIn(r, words.Draw(t, "b"))
		v := Compare(&a, &b)
		if back := Compare(&b, &a); back != v {
			t.Fatalf("%v, back %v", v, back)
		}
		if (Why(&a, &b) == "") != (v.Relation == Unknown) {
			t.Fatalf("%v: %q", v, Why(&a, &b))
		}
		if self := Compare(&a, &a); a.Placed() && self.Relation != Same {
			t.Fatalf("%s against itself: %v", a.Said(), self)
		}
		if v.Relation == Same && !slices.ContainsFunc(a.Keys(), func(k uint64) bool { return slices.Contains(b.Keys(), k) }) {
			t.Fatalf("%s and %s are one and share no key", a.Said(), b.Said())
		}
	})
}

// TestAlone: a place depends on its own report only, not on what was read before.
func TestAlone(t *testing.T) {
	used := NewReader(gazetteer.Own())
	for _, w := range []string{"Tripoli | Beirut", "Paris | Dallas", "Homs", "Georgia | Atlanta"} {
		placeIn(used, w)
	}
	for _, w := range []string{"Tripoli", "Paris", "Georgia", "Hass | Idlib"} {
		if a, b := placeIn(used, w), placeIn(NewReader(gazetteer.Own()), w); a != b {
			t.Errorf("%s: %+v, read alone %+v", w, a, b)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	r := NewReader(gazetteer.Own())
	var accounts []rashomon.Account
	for i, w := range []string{"Khan Sheikhoun, Idlib province", "near Damascus", "Kestrin, Homs"} {
		accounts = append(accounts, rashomon.Account{Key: fmt.Sprint("a", i), Where: rashomon.Where{Name: w}, Claims: []rashomon.Claim{
			{Quote: "The Syrian Observatory said 14 people were killed"}, {Quote: "Russian warplanes"}, {Quote: "a market in the town"},
		}})
	}
	b.ReportAllocs()
	for b.Loop() {
		r.Read(accounts)
	}
}

func BenchmarkCompare(b *testing.B) {
	r := NewReader(gazetteer.Own())
	x, y := placeIn(r, "Khan Sheikhoun, Idlib province"), placeIn(r, "Kestrin, Idlib")
	b.ReportAllocs()
	for b.Loop() {
		Compare(&x, &y)
	}
}
