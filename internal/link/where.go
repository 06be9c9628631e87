package link

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/names"
	"rashomon/internal/rarity"
)

// place is where an account says it happened: the parts of its words, the finest
// first ("Hass", "Idlib"), each as folded words.
type place struct {
	parts   [][]string
	rare    []float32 // how rare the rarest word of each part is, 0 to 1
	toward  string    // compass words: "east" of "east Aleppo"
	country string
}

// between parts the bounds of a place's words.
var betweenParts = regexp.MustCompile(`(?i)\s*[,;()]\s*|\s+(?:and|in|of|near|outside|on|at)\s+`)

// place takes the account's place, or else, where that names nothing finer than a
// country, the first place claim that does.
func (b *carder) place(name string, claims []rashomon.Claim) place {
	p, _ := b.placeOf(placeWordsOf(name, claims))
	if q, _ := b.placeOf(name); p.country == "" {
		p.country = q.country
	}
	return p
}

// placeWordsOf returns the words that name the place of an account: those of the
// account, or of the first place claim that names something finer than a country.
func placeWordsOf(name string, claims []rashomon.Claim) string {
	b := carder{}
	if p, _ := b.placeOf(name); len(p.parts) > 0 {
		return name
	}
	for _, c := range claims {
		if w, ok := c.Value.(rashomon.Where); ok && c.Field == rashomon.PlaceField {
			if p, _ := b.placeOf(w.Name); len(p.parts) > 0 {
				return w.Name
			}
		}
	}
	return name
}

// longestPlace is the most bytes of a place's words that are read.
const longestPlace = 200

// placeOf takes the words of a place apart; said are those of each part as the report
// has them.
func (b *carder) placeOf(name string) (p place, said []string) {
	if len(name) > longestPlace {
		name = strings.ToValidUTF8(name[:longestPlace], "")
	}
	for _, part := range betweenParts.Split(name, -1) {
		var kept []string
		for _, w := range names.Words(part) {
			switch {
			case compass[w]:
				p.toward += w[:1]
			case !placeWords[w] && !rarity.Common(w):
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
			said = append(said, strings.TrimSpace(part))
		}
	}
	if b.words == nil {
		return p, said
	}
	for _, part := range p.parts {
		rare := float32(.1)
		for i, w := range part {
			part[i] = b.one(w)
			rare = max(rare, b.rare(w))
		}
		p.rare = append(p.rare, rare)
	}
	return p, said
}

// leadingCountry returns the country that the first of several words names: "Syrias"
// of "Syrias central Hama", where the apostrophe is lost.
func leadingCountry(words []string) string {
	if len(words) < 2 {
		return ""
	}
	return cmp.Or(names.Country(words[0]), names.Country(strings.TrimSuffix(words[0], "s")))
}

func (p place) words() []string {
	var all []string
	for _, part := range p.parts {
		all = append(all, part...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// compareWhere adds what the places of a and b say. Where they do not meet, the
// place of one may still stand in the other's text.
func (l *Linker) compareWhere(e *evidence, a, b *card) {
	comparePlaces(e, &a.place, &b.place)
	if e.amounts[placeSame] > 0 || e.amounts[placeInside] == 1 {
		return
	}
	if rare := max(l.named(a, b), l.named(b, a)); rare > .3 {
		e.add(placeNamed, rare)
		e.amounts[placeDiffers] = 0
	}
}

// named returns how rare a's place is, of which b's report holds a word; 0 when it
// holds none.
func (l *Linker) named(a, b *card) (rare float64) {
	for n, part := range a.place.parts {
		for _, w := range part {
			key := rarity.Key(rarity.Singular(w))
			if r := float64(a.place.rare[n]); r > rare && l.mentions(b, key) {
				rare = r
			}
		}
	}
	return rare
}

// mentions reports whether a word is among the telling ones of an account or of its
// report's news.
func (l *Linker) mentions(c *card, key uint32) bool {
	if holds(c.words, key) {
		return true
	}
	lead := l.reports[c.report].lead
	return lead != none && holds(l.cards[lead].words, key)
}

func comparePlaces(e *evidence, p, q *place) {
	if len(p.parts) == 0 || len(q.parts) == 0 {
		e.add(placeUnknown, 1)
		if p.country != "" && p.country == q.country {
			e.add(placeInside, .5)
		}
		return
	}
	x, y := met(p, q)
	switch {
	case x < 0 && p.country != "" && q.country != "" && p.country != q.country:
		e.add(placeDiffers, 1.5)
	case x < 0:
		e.add(placeDiffers, 1)
	case opposite(p.toward, q.toward):
		e.add(placeSibling, 1)
	case x == 0 && y == 0, fine(p, x) && fine(q, y):
		e.add(placeSame, float64(min(p.rare[x], q.rare[y])))
	case x == 0 || y == 0:
		e.add(placeInside, 1)
	default:
		e.add(placeSibling, 1)
	}
}

// fine reports whether part i of p is finer than its last part.
func fine(p *place, i int) bool { return i < len(p.parts)-1 }

// met finds the finest parts that share a word in some spelling: the least sum of
// indexes; none when no parts do.
func met(p, q *place) (x, y int) {
	x, y = none, none
	for i, a := range p.parts {
		for j, b := range q.parts {
			if (x == none || i+j < x+y) && alike(a, b) {
				x, y = i, j
			}
		}
	}
	return x, y
}

// alike reports whether both parts hold a word in some spelling.
func alike(a, b []string) bool {
	for _, w := range a {
		for _, v := range b {
			if w == v || names.Alike(w, v) {
				return true
			}
		}
	}
	return false
}

// opposite reports whether compass letters exclude each other.
func opposite(a, b string) bool {
	has := func(x, y string) bool {
		return strings.Contains(a, x) && !strings.Contains(a, y) && strings.Contains(b, y) && !strings.Contains(b, x)
	}
	return has("e", "w") || has("w", "e") || has("n", "s") || has("s", "n")
}
