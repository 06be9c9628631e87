package link

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/names"
)

// place is where an account says it happened: the parts of its words, the finest
// first ("Hass", "Idlib"), each as folded words.
type place struct {
	parts   [][]string
	said    []string // the words of each part as the report has them
	toward  string   // compass words: "east" of "east Aleppo"
	country string
}

// between parts the bounds of a place's words.
var betweenParts = regexp.MustCompile(`(?i)\s*[,;()]\s*|\s+(?:and|in|of|near|outside|on|at)\s+`)

// readPlace takes the account's place, or else, where that names nothing finer
// than a country, the first place claim that does.
func readPlace(name string, claims []rashomon.Claim) place {
	p := placeOf(name)
	for _, c := range claims {
		w, ok := c.Value.(rashomon.Where)
		if len(p.parts) > 0 || !ok || c.Field != rashomon.PlaceField {
			continue
		}
		if q := placeOf(w.Name); len(q.parts) > 0 {
			p.parts, p.said, p.toward = q.parts, q.said, q.toward
			p.country = cmp.Or(p.country, q.country)
		}
	}
	return p
}

func placeOf(name string) place {
	var p place
	for _, part := range betweenParts.Split(name, -1) {
		var kept []string
		for _, w := range names.Words(part) {
			switch {
			case compass[w]:
				p.toward += w[:1]
			case !placeWords[w] && !common[w]:
				kept = append(kept, w)
			}
		}
		if c := leadingCountry(kept); c != "" {
			p.country, kept = c, kept[1:]
		}
		switch {
		case len(kept) == 0:
		case len(kept) <= 2 && names.Country(part) != "":
			p.country = names.Country(part)
		default:
			p.parts = append(p.parts, kept)
			p.said = append(p.said, strings.TrimSpace(part))
		}
	}
	return p
}

// leadingCountry returns the country that the first of several words names: "Syrias"
// of "Syrias central Hama", where the apostrophe is lost.
func leadingCountry(words []string) string {
	if len(words) < 2 {
		return ""
	}
	return cmp.Or(names.Country(words[0]), names.Country(strings.TrimSuffix(words[0], "s")))
}

// rarity weighs the words of places: 1 for one that a single account names, less
// for one that many do.
type rarity map[string]float64

func placeRarity(accounts []profile) rarity {
	count := map[string]float64{}
	for _, a := range accounts {
		for _, w := range a.place.words() {
			count[names.Coarse(w)]++
		}
	}
	r := rarity{}
	n := float64(len(accounts)) + 20
	for w, c := range count {
		r[w] = max(.1, 1-math.Log(c)/math.Log(n))
	}
	return r
}

func (p place) words() []string {
	var all []string
	for _, part := range p.parts {
		all = append(all, part...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// named returns the part of a's place of which report b holds a word, and how rare
// the rarest of them is.
func (s *set) named(a, b *profile) (said string, rare float64) {
	for i, part := range a.place.parts {
		for _, w := range part {
			if r := s.words.mention(w, b.report); r > rare {
				said, rare = a.place.said[i], r
			}
		}
	}
	return said, rare
}

// compareWhere adds what the places of a and b say. Where they do not meet, the
// place of one may still stand in the other's text.
func (s *set) compareWhere(e *evidence, a, b *profile) {
	compareWhere(e, a.place, b.place, s.places)
	if e.amounts[placeSame] > 0 || e.amounts[placeInside] == 1 {
		return
	}
	said, rare := s.named(a, b)
	if other, r := s.named(b, a); r > rare {
		said, rare = other, r
	}
	if rare > .3 {
		e.add(placeNamed, rare, "both reports name "+said)
		if e.amounts[placeDiffers] > 0 {
			e.take(placeDiffers)
		}
	}
}

func compareWhere(e *evidence, p, q place, r rarity) {
	if len(p.parts) == 0 || len(q.parts) == 0 {
		e.add(placeUnknown, 1, "")
		if p.country != "" && p.country == q.country {
			e.add(placeInside, .5, "same country")
		}
		return
	}
	x, y, word := meet(p, q)
	switch {
	case x < 0 && p.country != "" && q.country != "" && p.country != q.country:
		e.add(placeDiffers, 1.5, p.said[0]+" against "+q.said[0])
	case x < 0:
		e.add(placeDiffers, 1, p.said[0]+" against "+q.said[0])
	case opposite(p.toward, q.toward):
		e.add(placeSibling, 1, "opposite sides of "+p.said[x])
	case x == 0 && y == 0, fine(p, x) && fine(q, y):
		e.add(placeSame, r[names.Coarse(word)], "same place: "+p.said[x])
	case x == 0 || y == 0:
		e.add(placeInside, 1, "one place inside the other: "+p.said[x])
	default:
		e.add(placeSibling, 1, p.said[0]+" against "+q.said[0]+", both in "+p.said[x])
	}
}

// fine reports whether part i of p is finer than its last part.
func fine(p place, i int) bool { return i < len(p.parts)-1 }

// meet finds the finest parts that share a word: the least sum of indexes.
func meet(p, q place) (x, y int, word string) {
	x, y = none, none
	for i, a := range p.parts {
		for j, b := range q.parts {
			if x != none && i+j >= x+y {
				continue
			}
			if w, ok := alike(a, b); ok {
				x, y, word = i, j, w
			}
		}
	}
	return x, y, word
}

// alike returns the longest word that both parts hold in some spelling.
func alike(a, b []string) (word string, ok bool) {
	for _, w := range a {
		for _, v := range b {
			if len(w) > len(word) && names.Alike(w, v) {
				word, ok = w, true
			}
		}
	}
	return word, ok
}

// opposite reports whether compass letters exclude each other.
func opposite(a, b string) bool {
	has := func(x, y string) bool {
		return strings.Contains(a, x) && !strings.Contains(a, y) && strings.Contains(b, y) && !strings.Contains(b, x)
	}
	return has("e", "w") || has("w", "e") || has("n", "s") || has("s", "n")
}
