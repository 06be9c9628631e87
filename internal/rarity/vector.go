package rarity

import (
	"cmp"
	"math"
	"slices"
)

const (
	nameBoost    = 1.7 // a word that is mostly written with a capital is a name
	seldomWithin = 3.0 // rarity below that of an unknown name at which a name stops being seldom
	commonRare   = 1.2 // the most that a word of nearly every report counts for
	heaviest     = 48  // terms kept
	longestRead  = 1 << 16
)

// Term is a word with its weight, in parts of 65,535. Seldom is 255 for a name that no
// training report holds, less for one that some do, 0 for other words.
type Term struct {
	Key    uint32
	Weight uint16
	Seldom uint8
}

// Vector is the heaviest words of a text, by their keys; its length is 1.
type Vector []Term

const (
	fullWeight = 65535
	fullSeldom = 255
)

// tallied is how often a word stands in a text, and how rare it is.
type tallied struct {
	key            uint32
	n, named, rare float32
}

// bag counts words by their keys, by open addressing. Key 0 is of no word.
type bag struct {
	slots []tallied
	used  []uint32 // slots
}

// at returns the count of a word.
func (b *bag) at(key uint32) *tallied {
	if 2*len(b.used) >= len(b.slots) {
		b.grow()
	}
	mask := uint32(len(b.slots) - 1)
	for i := (key ^ key>>16) & mask; ; i = (i + 1) & mask {
		if b.slots[i].key == key {
			return &b.slots[i]
		}
		if b.slots[i].key == 0 {
			b.used = append(b.used, i)
			b.slots[i].key = key
			return &b.slots[i]
		}
	}
}

func (b *bag) grow() {
	old := *b
	*b = bag{slots: make([]tallied, max(1024, 2*len(old.slots)))}
	for _, i := range old.used {
		*b.at(old.slots[i].key) = old.slots[i]
	}
}

// empty calls f with every count and forgets them all.
func (b *bag) empty(f func(t *tallied)) {
	for _, i := range b.used {
		f(&b.slots[i])
		b.slots[i] = tallied{}
	}
	b.used = b.used[:0]
}

// Read adds the words of s to those at hand, each counting weight times. Of a text
// longer than any report the beginning is read.
func (r *Reader) Read(s string, weight float32) {
	r.Each(s[:min(len(s), longestRead)], func(w Word) {
		t := r.counts.at(w.Key)
		t.n += weight
		if w.Capital {
			t.named += weight
		}
		if t.rare = w.Rare; w.Common {
			t.rare = min(t.rare, commonRare)
		}
	})
}

// weighed is a word with its weight before all weights together make one.
type weighed struct {
	key            uint32
	weight, seldom float64
}

// Weigh returns the heaviest of the words at hand, by how often and how rare they are,
// and forgets them all. With named, names count for more.
func (r *Reader) Weigh(named bool) Vector {
	all := r.heap[:0]
	r.counts.empty(func(t *tallied) {
		w := weighed{key: t.key, weight: (1 + math.Log(math.Max(float64(t.n), .5))) * float64(t.rare)}
		if named && t.named > t.n/2 {
			w.weight *= nameBoost
			w.seldom = max(0, 1-(Most-float64(t.rare))/seldomWithin)
		}
		if w.weight > 0 {
			all = append(all, w)
		}
	})
	r.heap = all
	if len(all) > heaviest {
		slices.SortFunc(all, func(x, y weighed) int { return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.key, y.key)) })
		all = all[:heaviest]
	}
	slices.SortFunc(all, func(x, y weighed) int { return cmp.Compare(x.key, y.key) })
	sum := 0.0
	for _, w := range all {
		sum += w.weight * w.weight
	}
	out := make(Vector, len(all))
	for i, w := range all {
		out[i] = Term{w.key, uint16(math.Round(w.weight / math.Sqrt(sum) * fullWeight)), uint8(math.Round(w.seldom * fullSeldom))}
	}
	return out
}

// Meet returns the cosine of a and b, 0 for vectors that share no word and 1 for
// equal ones, and how seldom the names are that they share.
func (a Vector) Meet(b Vector) (cosine, seldom float64) {
	var sum uint64
	var names uint32
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch x, y := a[i].Key, b[j].Key; {
		case x < y:
			i++
		case x > y:
			j++
		default:
			sum += uint64(a[i].Weight) * uint64(b[j].Weight)
			names += uint32(min(a[i].Seldom, b[j].Seldom))
			i++
			j++
		}
	}
	return float64(sum) / (fullWeight * fullWeight), float64(names) / fullSeldom
}

// Holds reports whether a word is among the terms.
func (a Vector) Holds(key uint32) bool {
	_, ok := slices.BinarySearchFunc(a, key, func(t Term, k uint32) int { return cmp.Compare(t.Key, k) })
	return ok
}
