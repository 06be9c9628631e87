package gazetteer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// part is one name of the words of a place, with what the words around it say.
type part struct {
	said string // as the report has it, with the words around
	name string // what is looked up; "" for "a market"
	kind kind
	near bool // the words before say that it is close by, not here: "near", "east of"
	off  bool // it holds such a word itself: "east", "outskirts"
	with bool // "X and Y": Y stands beside the part before
}

// kind is what the common nouns of a part say of it.
type kind uint8

const (
	anyKind kind = iota
	spotKind
	townKind
	districtKind
	provinceKind
	directionKind // a compass word, "rural", an article: it says nothing of the level
)

// mostWords is the most bytes of the words of a place that are read.
const mostWords = 400

// read takes the words of a place apart, the finest part first, as the words have
// them. known reports whether the gazetteer holds a name exactly.
func read(words string, known func(string) bool) []part {
	var parts []part
	for segment := range strings.FieldsFuncSeq(clip(words, mostWords), func(r rune) bool { return strings.ContainsRune(",;()/\n", r) }) {
		parts = appendParts(parts, strings.Fields(segment), known)
	}
	return parts
}

// appendParts cuts a segment where a small word stands between two names.
func appendParts(parts []part, words []string, known func(string) bool) []part {
	var link joint
	for len(words) > 0 {
		n := len(words)
		if !known(strings.Join(words, " ")) {
			n = nextCut(words, known)
		}
		p := link.join(partOf(words[:n], known))
		if n == len(words) && p.name == "" && p.kind == anyKind && !p.off {
			p.kind = spotKind // "a courthouse", before the comma
		}
		if n > 0 {
			parts = append(parts, p)
		}
		if n == len(words) {
			break
		}
		if n > 0 && possessive(words[n-1]) {
			return appendOwned(parts, words[n:], known)
		}
		link.after(p, strings.ToLower(words[n]))
		words = words[n+1:]
	}
	return parts
}

// joint is what the words before a part say of it.
type joint struct {
	kind       kind
	near, with bool
}

func (j *joint) join(p part) part {
	p.near, p.with = j.near, j.with
	if p.kind == anyKind || p.kind == townKind {
		p.kind = max(p.kind, j.kind)
	}
	return p
}

// after reads the small word that follows p. A part that is no name hands on what
// it says: "the city of", "east of", "near the village of".
func (j *joint) after(p part, word string) {
	next := joint{with: word == "and" || word == "or" || word == "&"}
	switch word {
	case "near", "outside", "towards", "toward", "around", "from", "to", "between", "off", "by":
		next.near = true
	}
	if p.name == "" {
		next.near = next.near || j.near || p.off
		if p.kind != spotKind {
			next.kind = p.kind
		}
	}
	*j = next
}

func possessive(word string) bool {
	return strings.HasSuffix(word, "'s") || strings.HasSuffix(word, "’s")
}

// appendOwned reads what stands after "Baghdad's" and puts it before it.
func appendOwned(parts []part, words []string, known func(string) bool) []part {
	owner := parts[len(parts)-1]
	parts = appendParts(parts[:len(parts)-1], words, known)
	return append(parts, owner)
}

// nextCut returns where the first name of the words ends: before a small word, or
// after one with a possessive. A small word inside a name that is known ("Isle of
// Man") does not cut it.
func nextCut(words []string, known func(string) bool) int {
	for i, w := range words {
		if i+1 < len(words) && possessive(w) {
			return i + 1
		}
		if !between(strings.ToLower(w)) {
			continue
		}
		if i > 0 && i+1 < len(words) && known(strings.Join(words[i-1:min(i+2, len(words))], " ")) {
			continue
		}
		return i
	}
	return len(words)
}

func between(w string) bool {
	switch w {
	case "in", "of", "near", "outside", "at", "on", "from", "to", "toward", "towards", "between", "and", "or", "&", "along",
		"around", "off", "by", "inside", "within", "for", "under", "where", "that", "with":
		return true
	}
	return false
}

// partOf strips the common nouns of a part from both of its ends, until what is
// left is known as it stands ("Guatemala City", "Rapides Parish").
func partOf(words []string, known func(string) bool) part {
	p := part{said: strings.Join(words, " ")}
	for len(words) > 0 && !named(words, known) {
		last := len(words) - 1
		if k, ok := commonNoun(words[0]); ok {
			p.note(k)
			p.off = p.off || besideIt(words[0])
			words = words[1:]
		} else if k, ok := commonNoun(words[last]); ok {
			p.note(k)
			words = words[:last]
		} else {
			break
		}
	}
	p.name = strings.Join(words, " ")
	for _, end := range []string{"'s", "’s"} {
		p.name = strings.TrimSuffix(p.name, end)
	}
	return p
}

// named reports whether words are a name as they stand. There is a town called
// Market, but "a market" and "Market" beside other words are not it.
func named(words []string, known func(string) bool) bool {
	r, _ := utf8.DecodeRuneInString(words[0])
	if _, common := commonNoun(words[0]); common && (len(words) == 1 || unicode.IsLower(r)) {
		return false
	}
	return known(strings.Join(words, " "))
}

// note keeps the kind that says most.
func (p *part) note(k kind) {
	if k != directionKind && (p.kind == anyKind || p.kind == townKind) {
		p.kind = k
	}
}

// besideIt reports whether a word before "of" puts a place beside what follows.
func besideIt(word string) bool {
	switch strings.ToLower(word) {
	case "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "north-east", "north-west", "south-east",
		"south-west", "outskirts", "edge", "vicinity", "close", "km", "kilometers", "kilometres", "miles", "near", "outside":
		return true
	}
	return false
}

// commonNoun reports whether a word says what a place is, not what it is called: a
// word in the tables below, in small letters or large; or any other in small
// letters that is not an article of a name ("al-Bab").
func commonNoun(word string) (kind, bool) {
	word = strings.Trim(word, `.:"“”`)
	if k, ok := nouns[strings.ToLower(word)]; ok {
		return k, true
	}
	r, _ := utf8.DecodeRuneInString(word)
	small := unicode.IsLower(r)
	if small {
		if article(word) || strings.ContainsFunc(word, unicode.IsUpper) {
			return anyKind, false
		}
		return directionKind, true
	}
	if unicode.IsDigit(r) {
		return directionKind, true
	}
	return anyKind, word == ""
}

// nouns holds what places are.
var nouns = table(map[kind]string{
	provinceKind: "province governorate state department region oblast prefecture countryside rural voivodeship wilaya republic provincial " +
		"provinces states departments",
	districtKind: "district county parish subdistrict sub-district municipality township raion canton districts counties",
	townKind:     "city town village hamlet settlement suburb capital port villages towns cities suburbs",
	spotKind: "neighborhood neighbourhood neighborhoods neighbourhoods quarter street streets road highway avenue boulevard square market " +
		"mosque church hospital school university hotel embassy consulate airport airfield base airbase camp bridge checkpoint crossing " +
		"station block house home farm roundabout prison building tower park river valley mountain hill border junction intersection dam " +
		"refinery pipeline plant office offices headquarters college restaurant club shop store cafe theater theatre shrine tomb cemetery " +
		"stadium compound clinic apartment apartments center centre complex stream mall temple synagogue bazaar lane drive ave st rd blvd " +
		"parking lot beach lake bar nightclub garage barracks outpost post area areas zone residence residences refugee roads",
	directionKind: "north south east west northern southern eastern western northeast northwest southeast southwest northeastern " +
		"northwestern southeastern southwestern north-east north-west south-east south-west central downtown greater old the a an outskirts " +
		"edge vicinity near outside",
})

func table(words map[kind]string) map[string]kind {
	t := map[string]kind{}
	for k, list := range words {
		for w := range strings.FieldsSeq(list) {
			t[w] = k
		}
	}
	return t
}
