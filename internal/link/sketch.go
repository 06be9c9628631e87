package link

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
)

const (
	shingleWords = 5
	leastHashes  = 64
)

// sketch is a text as the hashes of its shingles, runs of five words. least holds
// the smallest of them (a bottom MinHash): two texts that share many shingles
// share some of these. The hash is FNV-1a, so that sketches can be kept.
type sketch struct {
	all   map[uint64]bool
	least []uint64
}

// sketchOf reads body and title alike, so that a new headline costs little.
func sketchOf(text string) sketch {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	sk := sketch{all: map[uint64]bool{}}
	for i := 0; i+shingleWords <= len(words); i++ {
		h := fnv.New64a()
		for _, w := range words[i : i+shingleWords] {
			h.Write([]byte(w))
			h.Write([]byte{0})
		}
		sk.all[h.Sum64()] = true
	}
	sk.sort()
	return sk
}

// sort keeps in least the hashes below a bound that leaves a fixed share of long
// texts, and all of short ones: a shortened copy then still shares them.
func (sk *sketch) sort() {
	sk.least = sk.least[:0]
	for h := range sk.all {
		if len(sk.all) <= leastHashes || mix(h)%4 == 0 {
			sk.least = append(sk.least, h)
		}
	}
	slices.Sort(sk.least)
}

// mix spreads the bits of an FNV hash, whose low bits follow the last byte.
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	return h ^ h>>33
}

// drop takes the hashes of boilerplate out.
func (sk *sketch) drop(boiler map[uint64]bool) {
	before := len(sk.all)
	for h := range sk.all {
		if boiler[h] {
			delete(sk.all, h)
		}
	}
	if len(sk.all) != before {
		sk.sort()
	}
}

// contained returns the share of the shorter text's shingles that stand in the
// longer, in any order; 0 when they are too few to tell.
func (sk sketch) contained(other sketch) float64 {
	short, long := sk.all, other.all
	if len(short) > len(long) {
		short, long = long, short
	}
	n := 0
	for h := range short {
		if long[h] {
			n++
		}
	}
	if n < copiedMin {
		return 0
	}
	return float64(n) / float64(len(short))
}
