package locus

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"rashomon/internal/names"
)

// between parts the bounds of a place's words.
var between = regexp.MustCompile(`(?i)\s*[,;()]\s*|(?:^|\s+)(?:and|in|of|near|outside|on|at|between|from|to|along)\s+`)

// piece is a part of some words with its names.
type piece struct {
	from, to int // in the words
	names    []string
}

// pieces takes the words of a place apart, the finest first, and gathers their
// compass words. Those that name nothing are left out.
func pieces(words string) (out []piece, toward side) {
	lower := words == strings.ToLower(words)
	from, wider := 0, 0 // wider: one more than the piece that the next one lies in
	cuts := between.FindAllStringIndex(words, -1)
	for _, cut := range append(cuts, []int{len(words), len(words)}) {
		p := piece{from: from, to: cut[0]}
		for w := range strings.FieldsSeq(words[from:cut[0]]) {
			named, s := telling(w, lower)
			p.names = append(p.names, named...)
			toward |= s
		}
		if len(p.names) > 0 {
			out = append(out, p)
		}
		if n := len(out); wider > 0 && n > wider {
			out[wider-1], out[n-1] = out[n-1], out[wider-1]
		}
		wider = 0
		if owns(words, p, cut) {
			wider = len(out)
		}
		from = cut[1]
	}
	return out, toward
}

// owns reports whether a piece holds the one after "of": "Damascus suburb of
// Jaramana".
func owns(words string, p piece, cut []int) bool {
	said := strings.Fields(words[p.from:p.to])
	return len(p.names) > 0 && strings.TrimSpace(words[cut[0]:cut[1]]) == "of" && kinds[said[len(said)-1]]
}

// ordered writes the words with the finest part first, as the gazetteer reads them.
func ordered(words string) string {
	cut := between.FindStringIndex(words)
	if cut == nil {
		return words
	}
	first, _ := pieces(words[:cut[0]])
	if len(first) == 1 && owns(words, piece{to: cut[0], names: first[0].names}, cut) {
		return words[cut[1]:] + ", " + words[:cut[0]]
	}
	return words
}

// telling returns the folded names of a word, none of one that says only what kind
// of place it is, or on which side. lower: the whole is written in small letters.
func telling(w string, lower bool) (named []string, toward side) {
	if s, ok := compass[strings.ToLower(strings.Trim(w, `.'"“”`))]; ok {
		return nil, s
	}
	r, _ := utf8.DecodeRuneInString(w)
	if !lower && unicode.IsLower(r) && !strings.ContainsFunc(w, unicode.IsUpper) {
		return nil, 0
	}
	for _, f := range names.Words(w) {
		if len(f) <= longestWord && !kinds[f] && strings.ContainsFunc(f, unicode.IsLetter) {
			named = append(named, f)
		}
	}
	return named, 0
}

// onStreet reports whether a part is the name of a street.
func onStreet(said string) bool {
	for w := range strings.FieldsSeq(said) {
		if streets[strings.ToLower(strings.Trim(w, "."))] {
			return true
		}
	}
	return false
}

// The tables below are read only.

var compass = map[string]side{
	"north": north, "south": south, "east": east, "west": west, "northern": north, "southern": south, "eastern": east, "western": west,
	"northeast": north | east, "northwest": north | west, "southeast": south | east, "southwest": south | west,
	"northeastern": north | east, "northwestern": north | west, "southeastern": south | east, "southwestern": south | west,
	"north-east": north | east, "north-west": north | west, "south-east": south | east, "south-west": south | west,
	"north-eastern": north | east, "north-western": north | west, "south-eastern": south | east, "south-western": south | west,
}

// kinds are words that say what a place is, not what it is called.
var kinds = folded(`city town village villages district districts neighborhood neighbourhood neighborhoods neighbourhoods area areas province
	provinces governorate countryside region suburb suburbs outskirts street streets road avenue boulevard drive lane highway crossing border
	central center centre held rebel government opposition regime state county camp refugee house home main base checkpoint capital inside two
	several residential rural quarter hospital clinic medical point school mosque church university market bakery hall houses house building
	buildings headquarters square mall park restaurant station convoy bus bridge airport base office family apartment apartments behind front
	vicinity junction roundabout sector side edge part parts zone territory stronghold positions populated jihadist militant islamist terrorist
	st ave dr rd blvd ln hwy block downtown complex club hotel college prison military air army police national old new greater local people
	civilians january february march april may june july august september october november december monday tuesday wednesday thursday friday
	saturday sunday`)

var streets = map[string]bool{"street": true, "st": true, "avenue": true, "ave": true, "road": true, "rd": true, "drive": true, "dr": true, "lane": true,
	"boulevard": true, "blvd": true, "highway": true, "hwy": true, "block": true, "streets": true}

func folded(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		for _, f := range names.Words(w) {
			m[f] = true
		}
	}
	return m
}
