package link

import (
	"cmp"
	"encoding/binary"
	"hash/fnv"
	"slices"

	"rashomon/internal/block"
	"rashomon/internal/rarity"
)

const (
	neighbours = 12 // accounts to each side, in the order of a block, that an account meets there
	enough     = 3  // what the blocks in which two accounts meet must tell, before they are compared
	enoughFar  = 7  // the same, where their days lie apart
	rareHeld   = 16 // heaviest words of an account that are blocks
)

// blocks returns the blocks of a card, each once.
func (c *card) blocks() []block.Key {
	var out []block.Key
	add := func(tells uint8, sort byte, parts ...uint32) {
		h := fnv.New64a()
		b := []byte{sort}
		for _, p := range parts {
			b = binary.LittleEndian.AppendUint32(b, p)
		}
		h.Write(b)
		out = append(out, block.Key{Hash: h.Sum64(), Tells: tells})
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
	slices.SortFunc(out, func(a, b block.Key) int { return cmp.Or(cmp.Compare(a.Hash, b.Hash), cmp.Compare(b.Tells, a.Tells)) })
	return slices.CompactFunc(out, func(a, b block.Key) bool { return a.Hash == b.Hash })
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
