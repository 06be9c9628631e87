package locus

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rashomon/internal/names"
)

// cut is where a part of a place's words ends and the next begins.
type cut struct {
	from, to int
	of       bool // the word "of" stands between them
}

// cuts finds the commas, brackets and small words that part the words of a place.
func cuts(words string) []cut {
	var out []cut
	space := func(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }
	for i := 0; i < len(words); {
		start, end := i, i
		if strings.IndexByte(",;()", words[i]) >= 0 {
			end = i + 1
		} else {
			for end < len(words) && !space(words[end]) && strings.IndexByte(",;()", words[end]) < 0 {
				end++
			}
			if end == len(words) || !space(words[end]) || !small(words[start:end]) {
				i = max(end, i+1)
				continue
			}
		}
		of := strings.EqualFold(words[start:end], "of")
		for start > 0 && space(words[start-1]) {
			start--
		}
		for end < len(words) && space(words[end]) {
			end++
		}
		out = append(out, cut{start, end, of})
		i = end
	}
	return out
}

// small reports whether a word parts two names.
func small(w string) bool {
	if len(w) > len("outside") {
		return false
	}
	switch strings.ToLower(w) {
	case "and", "in", "of", "near", "outside", "on", "at", "between", "from", "to", "along":
		return true
	}
	return false
}

// piece is a part of some words with its names.
type piece struct {
	from, to int // in the words
	names    []string
	bare     string // its names as the words have them, without common nouns
}

// pieces takes the words of a place apart, the finest first, and gathers their
// compass words. Those that name nothing are left out.
func pieces(words string) (out []piece, toward side) {
	lower := words == strings.ToLower(words)
	from, wider := 0, 0 // wider: one more than the piece that the next one lies in
	for _, c := range append(cuts(words), cut{from: len(words), to: len(words)}) {
		p := piece{from: from, to: max(from, c.from)}
		for w := range strings.FieldsSeq(words[p.from:p.to]) {
			named, s := telling(w, lower)
			p.names = append(p.names, named...)
			toward |= s
			switch {
			case len(named) == 0:
			case p.bare == "":
				p.bare = owner(w)
			default:
				p.bare += " " + owner(w)
			}
		}
		if len(p.names) > 0 {
			out = append(out, p)
		}
		if n := len(out); wider > 0 && n > wider {
			out[wider-1], out[n-1] = out[n-1], out[wider-1]
		}
		wider = 0
		if owns(words, p, c) {
			wider = len(out)
		}
		from = c.to
	}
	return out, toward
}

// owner is a word without the ending of a possessor.
func owner(w string) string { return strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s") }

// owns reports whether a piece holds the one after "of": "Damascus suburb of
// Jaramana".
func owns(words string, p piece, c cut) bool {
	if !c.of || len(p.names) == 0 {
		return false
	}
	said := strings.Fields(words[p.from:p.to])
	return kinds[said[len(said)-1]]
}

// ordered writes the words with the finest part first, as the gazetteer reads them.
func ordered(words string) string {
	all := cuts(words)
	if len(all) == 0 || !all[0].of {
		return words
	}
	first, _ := pieces(words[:all[0].from])
	if len(first) == 1 && owns(words, piece{to: all[0].from, names: first[0].names}, all[0]) {
		return words[all[0].to:] + ", " + words[:all[0].from]
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
