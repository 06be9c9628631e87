// Package rarity knows how rare a word is in news of violence. It owns the table of
// words, counted once in training reports (training/rarity), so that what two reports
// have in common weighs the same whatever else is linked with them. It keeps no state
// and owns no tables of the store.
package rarity

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"math"
	"slices"
	"sort"
)

//go:embed words.rsw
var packed []byte

// Most is how rare a word is that no training report holds: the natural logarithm of
// the share of reports that one is taken to be in.
const Most = 7.0

const (
	magic = "RSHW1\n"
	steps = 32 // levels to one unit of rarity
)

// Table says how rare words are. Its zero value takes every word for the rarest.
type Table struct {
	keys   []byte // four bytes each, ascending, little endian
	levels []byte
}

// Own returns the table that the program carries. It is read in place.
func Own() Table {
	t, err := Open(packed)
	if err != nil {
		panic("rarity: the table in the program: " + err.Error()) // a test opens it
	}
	return t
}

// Open reads a table that Pack wrote. It keeps b.
func Open(b []byte) (Table, error) {
	if len(b) < len(magic)+4 || string(b[:len(magic)]) != magic {
		return Table{}, errors.New("open rarity table: it does not begin as one; make it again with go run ./training/rarity")
	}
	b = b[len(magic):]
	n := int(binary.LittleEndian.Uint32(b))
	if b = b[4:]; len(b) != 5*n {
		return Table{}, errors.New("open rarity table: it is cut short; make it again with go run ./training/rarity")
	}
	return Table{keys: b[:4*n], levels: b[4*n:]}, nil
}

// Pack writes a table of the share of reports, between 0 and 1, that hold each word.
// Words as rare as unknown ones are left out.
func Pack(share map[string]float64) []byte {
	levels := map[uint32]byte{}
	for w, s := range share {
		if rare := -math.Log(s); rare < Most-1/steps {
			k := Key(w)
			level := byte(math.Round(max(0, rare) * steps))
			if other, taken := levels[k]; !taken || level < other {
				levels[k] = level
			}
		}
	}
	var keys []uint32
	for k := range levels {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	b := binary.LittleEndian.AppendUint32([]byte(magic), uint32(len(keys)))
	for _, k := range keys {
		b = binary.LittleEndian.AppendUint32(b, k)
	}
	for _, k := range keys {
		b = append(b, levels[k])
	}
	return b
}

// Key is the number by which a folded word is known: FNV-1a, 32 bits.
func Key(folded string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(folded))
	return h.Sum32()
}

// Of returns how rare the word with that key is: 0 for one that every report holds,
// Most for one that none does.
func (t Table) Of(key uint32) float64 {
	at := func(i int) uint32 { return binary.LittleEndian.Uint32(t.keys[4*i:]) }
	n := len(t.levels)
	i := sort.Search(n, func(i int) bool { return at(i) >= key })
	if i == n || at(i) != key {
		return Most
	}
	return float64(t.levels[i]) / steps
}
