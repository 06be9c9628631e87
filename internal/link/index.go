package link

import (
	"cmp"
	"encoding/binary"
	"hash/fnv"
	"slices"

	"rashomon/internal/rarity"
)

const (
	neighbours = 12  // accounts to each side, in the order of a block, that an account meets there
	enough     = 3   // what the blocks in which two accounts meet must tell, before they are compared
	enoughFar  = 7   // the same, where their days lie apart
	rareHeld   = 16  // heaviest words of an account that are blocks
	rareWord   = 4.5 // rarity from which sharing a word tells as much as sharing a place
)

// block is a key under which accounts are found, with what it tells to share it.
type block struct {
	key   uint64
	tells uint8
}

// blocks returns the blocks of a card, each once.
func (c *card) blocks() []block {
	var out []block
	add := func(tells uint8, sort byte, parts ...uint32) {
		h := fnv.New64a()
		b := []byte{sort}
		for _, p := range parts {
			b = binary.LittleEndian.AppendUint32(b, p)
		}
		h.Write(b)
		out = append(out, block{h.Sum64(), tells})
	}
	for _, v := range c.parties {
		for _, b := range v.blocks {
			if v.victim {
				add(4, 'v', b)
			}
		}
	}
	weeks := c.weeks()
	for _, k := range c.place.Keys() {
		low, high := uint32(k), uint32(k>>32)
		add(2, 'p', low, high)
		for _, week := range weeks {
			add(3, 'w', low, high, week)
		}
	}
	for _, week := range weeks {
		for _, n := range c.counts {
			if f := n.figure(); n.of == dead && f > 2 && !n.vague {
				add(2, 't', uint32(f), week)
			}
		}
	}
	for _, t := range c.heavy() {
		tells := uint8(1)
		if t.Seldom > 0 {
			tells = 2
		}
		add(tells, 'r', t.Key)
	}
	slices.SortFunc(out, func(a, b block) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(b.tells, a.tells)) })
	return slices.CompactFunc(out, func(a, b block) bool { return a.key == b.key })
}

// weeks returns the weeks in which an account may meet others: that of its day and
// the next, so that two days apart are never missed.
func (c *card) weeks() []uint32 {
	day := c.days.first
	if !c.days.known || c.days.wide {
		day = c.told
		if day == 0 || !c.main {
			return nil
		}
	}
	week := uint32(day+1<<21) / 7
	return []uint32{week, week + 1}
}

// heavy returns the heaviest words of a card.
func (c *card) heavy() rarity.Vector {
	heavy := slices.Clone(c.words)
	slices.SortFunc(heavy, func(a, b rarity.Term) int { return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Key, b.Key)) })
	return heavy[:min(len(heavy), rareHeld)]
}

// index finds accounts by their blocks. Every block keeps its accounts in an order of
// their own (by day, by toll), and two accounts meet in it that stand near each other:
// a block of thousands costs each of them no more than one of dozens, and no account
// depends on when another came.
type index struct {
	cards  *[]card
	ranks  []uint64         // of each card: by day, then by toll; accounts of one event stand near each other in a block
	beside int              // accounts to each side of a card that it meets in a block
	at     map[uint64]int32 // a card, or less than zero: -1 minus its number in lists
	lists  [][]int32
}

// before orders cards within a block.
func (x *index) before(i, j int32) int {
	if a, b := x.ranks[i], x.ranks[j]; a != b {
		return cmp.Compare(a, b)
	}
	a, b := &(*x.cards)[i], &(*x.cards)[j]
	return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(i, j))
}

// list returns the cards of a block. The slice of one is scratch.
func (x *index) list(key uint64, scratch *[1]int32) []int32 {
	n, ok := x.at[key]
	switch {
	case !ok:
		return nil
	case n < 0:
		return x.lists[-1-n]
	}
	scratch[0] = n
	return scratch[:]
}

// place is where a card stands, or would, in a block.
func (x *index) place(list []int32, i int32) int {
	n, _ := slices.BinarySearchFunc(list, i, x.before)
	return n
}

// put adds a card to a block.
func (x *index) put(key uint64, i int32) {
	n, ok := x.at[key]
	switch {
	case !ok:
		x.at[key] = i
	case n < 0:
		list := x.lists[-1-n]
		x.lists[-1-n] = slices.Insert(list, x.place(list, i), i)
	default:
		list := []int32{n, i}
		if x.before(n, i) > 0 {
			list[0], list[1] = i, n
		}
		x.lists = append(x.lists, list)
		x.at[key] = -int32(len(x.lists))
	}
}

// mates calls f with every card beside i in a block, and what meeting there tells.
func (x *index) mates(i int32, blocks []block, f func(j int32, tells uint8)) {
	var scratch [1]int32
	for _, b := range blocks {
		list := x.list(b.key, &scratch)
		if len(list) < 2 {
			continue
		}
		p := x.place(list, i)
		for _, j := range list[max(0, p-x.beside):min(len(list), p+x.beside+1)] {
			if j != i {
				f(j, b.tells)
			}
		}
	}
}
