package rarity

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestOwn: the table in the program opens, and knows common words from names.
func TestOwn(t *testing.T) {
	r := NewReader(Own())
	rare := func(word string) float64 {
		rare := -1.0
		r.Each(word, func(w Word) { rare = float64(w.Rare) })
		return rare
	}
	if got := rare("police"); got < 0 || got > 2 {
		t.Errorf("police has %.2f; most reports hold it", got)
	}
	if got := rare("Ostrevazk"); got != Most {
		t.Errorf("a name that nobody bears has %.2f, want %v", got, Most)
	}
	if market, knife := rare("market"), rare("police"); market <= knife {
		t.Errorf("market has %.2f, police %.2f", market, knife)
	}
	if got := rare("the"); got != -1 {
		t.Errorf("an article tells %.2f", got)
	}
}

// TestEach shows what of a text is read.
func TestEach(t *testing.T) {
	for text, want := range map[string]string{
		"The men were shot.":    "men Sot", // sounds are written by one letter each
		"Ismar’s BAKERY, 3 km!": "ismar bakeri km",
		"al-Hasarah Hasara":     "hasara hasara",
		"Ákos x 12 markets":     "akos 12 market",
		"\xff\xfe broken":       "broken",
		"":                      "",
	} {
		var got []string
		Fold(text, func(w string) { got = append(got, w) })
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		var keys []uint32
		NewReader(Own()).Each(text, func(w Word) { keys = append(keys, w.Key) })
		if len(keys) != len(got) {
			t.Errorf("%q: Each has %d words, Fold %d", text, len(keys), len(got))
		}
	}
}

// TestCapital: a name begins with a capital of any alphabet.
func TestCapital(t *testing.T) {
	for word, want := range map[string]bool{"Tarsk": true, "market": false, "Łódź": true, "évry": false, "Évry": true, "9mm": false} {
		NewReader(Own()).Each(word, func(w Word) {
			if w.Capital != want {
				t.Errorf("%s: capital %v, want %v", word, w.Capital, want)
			}
		})
	}
}

// TestPacked: a table keeps what it was made of, and what is cut short does not open.
func TestPacked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		share := rapid.MapOf(rapid.StringMatching(`[a-z]{2,8}`), rapid.Float64Range(1e-5, 1)).Draw(t, "share")
		b := Pack(share)
		table, err := Open(b)
		if err != nil {
			t.Fatal(err)
		}
		for w, s := range share {
			want := min(Most, -math.Log(s))
			if got := table.Of(Key(w)); math.Abs(got-want) > 1.0/steps+1e-9 && got > want {
				t.Errorf("%s: %.3f, want %.3f", w, got, want)
			}
		}
		if _, err := Open(b[:len(b)-1]); err == nil {
			t.Error("a table cut short opens")
		}
	})
	if _, err := Open([]byte("something else")); err == nil {
		t.Error("what is no table opens")
	}
}

// TestVectors: the cosine is symmetric, 1 with itself and 0 with nothing in common;
// what was read before is forgotten.
func TestVectors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"Tarsk", "market", "Pellin", "jets", "Ismar", "Dovani", "shot", "harbour"}), 1, 200)
		r := NewReader(Own())
		vector := func(words []string) Vector {
			r.Read(strings.Join(words, " "), 1)
			return r.Weigh(true)
		}
		a, b := words.Draw(t, "a"), words.Draw(t, "b")
		v, w := vector(a), vector(b)
		x, nx := v.Meet(w)
		y, ny := w.Meet(v)
		if x != y || nx != ny || x < 0 || x > 1.001 {
			t.Errorf("%v and %v meet in %v %v, and %v %v", a, b, x, nx, y, ny)
		}
		if self, _ := v.Meet(v); math.Abs(self-1) > .001 {
			t.Errorf("%v meets itself in %v", a, self)
		}
		if !slices.Equal(v, vector(a)) {
			t.Errorf("%v reads otherwise after %v", a, b)
		}
		for _, term := range v {
			if !v.Holds(term.Key) {
				t.Errorf("%v does not hold its own word", a)
			}
		}
	})
}

func FuzzFold(f *testing.F) {
	f.Add("The men were shot in al-Hasarah.")
	f.Add("\xff\xfeé’s")
	f.Fuzz(func(t *testing.T, s string) {
		Fold(s, func(w string) {
			if w == "" {
				t.Errorf("%q: an empty word", s)
			}
		})
	})
}
