// Package locus makes of the words with which reports say where something happened
// a small value, and compares two of them: the same place, one inside the other,
// near, two places beside each other, apart. What the gazetteer knows is compared
// by where it lies, everything else (quarters, villages, streets) by its words. A
// value depends on its report alone; the package keeps nothing of a collection.
package locus

import (
	"hash/fnv"
	"strings"

	"rashomon/internal/gazetteer"
	"rashomon/internal/names"
)

// Place is where an account says it happened, ready to be compared: at most four
// parts of its words, the finest first ("Hass", "Idlib"), and the place that the
// gazetteer has for the finest of them that it knows. The zero value: nothing is
// said. A typical one takes less than 200 bytes with its strings.
type Place struct {
	said    string // the words as the report has them
	folded  string // the words of the parts, folded by sound, run together
	words   [mostWords]word
	parts   [mostParts]part
	nWords  uint8
	nParts  uint8 // 0: nothing finer than a country is said
	toward  side
	country [2]byte // ISO code, zero where unknown

	entry     int32    // 1 more than the number in the gazetteer; 0: it is not there
	around    [3]int32 // what the entry lies in, its country last; counted as entry is, 0 where there is less
	lat, lon  float32
	level     gazetteer.Level
	anchor    uint8 // the part that the entry is of; those before are unknown to the gazetteer
	loose     bool  // near the entry, not in it
	street    bool  // the words name a street and no town
	countries bool  // the words name the country themselves
	rare      uint8 // how rare the entry is, in hundredths
	sure      uint8 // how sure the entry is, in hundredths
}

const (
	mostWords   = 6
	mostParts   = 4
	longest     = 200 // bytes of words that are read
	longestWord = 32
)

// word is a folded word: its part and where it stands in Place.folded. Words that
// are spellings of one have the same key.
type word struct {
	key      uint32
	from, to uint8
	part     uint8
}

// part is a name of the words: where it stands in Place.said.
type part struct{ from, to uint8 }

// side holds compass directions.
type side uint8

const (
	north side = 1 << iota
	south
	east
	west
)

// opposite reports whether two sides exclude each other.
func (s side) opposite(t side) bool {
	vertical, flat := north|south, east|west
	against := func(axis side) bool {
		a, b := s&axis, t&axis
		return a != 0 && b != 0 && a != axis && b != axis && a != b
	}
	return against(vertical) || against(flat)
}

// Placed reports whether something finer than a country is said.
func (p *Place) Placed() bool { return p.nParts > 0 }

// Said are the words that the place is read from; empty when only a country is known.
func (p *Place) Said() string { return p.said }

// Words are the folded words of the place's names (names.Words), the finest first:
// to look for in another report's text.
func (p *Place) Words() []string {
	out := make([]string, p.nWords)
	for i := range out {
		out[i] = p.word(i)
	}
	return out
}

// SaidOf returns the words of the name that word i of Words is of, as the report
// has them.
func (p *Place) SaidOf(i int) string { return p.part(int(p.words[i].part)) }

// Keys are what to find places by: two that are the same, or one inside the other,
// have a key in common: each word in any spelling, the place itself and the
// districts and provinces that it lies in. Countries give none. The order is that
// of how much a key tells.
func (p *Place) Keys() []uint64 {
	out := make([]uint64, 0, int(p.nWords)+3)
	const byEntry = 1 << 32
	for i := range int(p.nWords) {
		if k := uint64(p.words[i].key); !contains(out, k) {
			out = append(out, k)
		}
	}
	if p.entry != 0 && p.level != gazetteer.Country {
		out = append(out, byEntry|uint64(p.entry))
		for _, a := range p.around[:2] {
			if a != 0 {
				out = append(out, byEntry|uint64(a))
			}
		}
	}
	return out
}

func contains(keys []uint64, k uint64) bool {
	for _, x := range keys {
		if x == k {
			return true
		}
	}
	return false
}

func (p *Place) word(i int) string {
	w := p.words[i]
	return p.folded[w.from:w.to]
}

func (p *Place) part(i int) string {
	if i >= int(p.nParts) {
		return p.said
	}
	return p.said[p.parts[i].from:p.parts[i].to]
}

// keyOf is the same for all spellings of a folded word, with or without an article
// written on.
func keyOf(folded string) uint32 {
	h := fnv.New32a()
	coarse := names.Coarse(folded)
	if short := strings.TrimLeft(coarse, "l"); short != "" {
		coarse = short
	}
	h.Write([]byte(coarse))
	return h.Sum32()
}
