package link

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"

	"rashomon"
	"rashomon/internal/rarity"
)

const (
	nameBoost    = 1.7 // a word that is mostly written with a capital is a name
	seldomWithin = 3.0 // rarity below that of an unknown name at which a name stops being seldom
	commonRare   = 1.2 // the most that a word of nearly every report counts for
	heaviest     = 64  // terms kept
	around       = 120 // bytes to each side of a claim that speak of its account
	longestRead  = 1 << 16
)

// term is a word with its weight, in parts of 65,535. seldom is 255 for a name that no
// training report holds, less for one that some do, 0 for other words.
type term struct {
	key    uint32
	weight uint16
	seldom uint8
}

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

// read adds the words of s, each counting weight times. Of a text longer than any
// report the beginning is read.
func (b *carder) read(s string, weight float32) {
	b.words.Each(s[:min(len(s), longestRead)], func(w rarity.Word) {
		t := b.counts.at(w.Key)
		t.n += weight
		if w.Capital {
			t.named += weight
		}
		if t.rare = w.Rare; w.Common {
			t.rare = min(t.rare, commonRare)
		}
	})
}

// vector weighs the words of one account. A report's title and text speak of its
// one main account; where there are several, and of background accounts, only
// the words around its claims do.
func (b *carder) vector(t Told, a rashomon.Account, alone bool) []term {
	if alone {
		b.read(t.Reading.Title, 1)
		b.read(t.Text, 1)
	}
	for n, c := range a.Claims {
		if n == longList {
			break
		}
		b.read(c.Quote, 1)
		if !alone {
			b.read(window(t.Text, c.Span), .5)
		}
	}
	b.read(a.Where.Name, 1)
	return b.weigh(true)
}

// longList is how many claims of an account are read for their words.
const longList = 200

// headline weighs the words of a title.
func (b *carder) headline(title string) []term {
	b.read(title, 1)
	return b.weigh(false)
}

// weighed is a word with its weight before all weights together make one.
type weighed struct {
	key            uint32
	weight, seldom float64
}

// weigh returns the heaviest of the words read, by their numbers, and forgets them.
func (b *carder) weigh(named bool) []term {
	all := b.heap[:0]
	b.counts.empty(func(t *tallied) {
		w := weighed{key: t.key, weight: (1 + math.Log(math.Max(float64(t.n), .5))) * float64(t.rare)}
		if named && t.named > t.n/2 {
			w.weight *= nameBoost
			w.seldom = max(0, 1-(rarity.Most-float64(t.rare))/seldomWithin)
		}
		if w.weight > 0 {
			all = append(all, w)
		}
	})
	b.heap = all
	if len(all) > heaviest {
		slices.SortFunc(all, func(x, y weighed) int { return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.key, y.key)) })
		all = all[:heaviest]
	}
	slices.SortFunc(all, func(x, y weighed) int { return cmp.Compare(x.key, y.key) })
	sum := 0.0
	for _, w := range all {
		sum += w.weight * w.weight
	}
	out := make([]term, len(all))
	for i, w := range all {
		out[i] = term{w.key, uint16(math.Round(w.weight / math.Sqrt(sum) * fullWeight)), uint8(math.Round(w.seldom * fullSeldom))}
	}
	return out
}

// window returns the text around a span, cut between characters.
func window(text string, s rashomon.Span) string {
	if s.Empty() || s.End > len(text) || s.Start < 0 {
		return ""
	}
	from, to := max(0, s.Start-around), min(len(text), s.End+around)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	return text[from:to]
}

// meet returns the cosine of a and b, 0 for vectors that share no word and 1 for
// equal ones, and how seldom the names are that they share.
func meet(a, b []term) (cosine, seldom float64) {
	var sum uint64
	var names uint32
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch x, y := a[i].key, b[j].key; {
		case x < y:
			i++
		case x > y:
			j++
		default:
			sum += uint64(a[i].weight) * uint64(b[j].weight)
			names += uint32(min(a[i].seldom, b[j].seldom))
			i++
			j++
		}
	}
	return float64(sum) / (fullWeight * fullWeight), float64(names) / fullSeldom
}

// holds reports whether a word is among the terms.
func holds(terms []term, key uint32) bool {
	_, ok := slices.BinarySearchFunc(terms, key, func(t term, k uint32) int { return cmp.Compare(t.key, k) })
	return ok
}
