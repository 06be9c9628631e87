// Package block finds items that are worth comparing by keys that they share. Every
// block keeps its items in an order of their own, and two items meet in it that stand
// near each other: a block of thousands costs each of them no more than one of dozens,
// and which items meet does not depend on when they came (the sorted neighbourhood of
// Hernandez and Stolfo, "The merge/purge problem for large databases", SIGMOD 1995).
package block

import (
	"cmp"
	"slices"
)

// Key names a block, with what it tells of two items to be in it.
type Key struct {
	Hash  uint64
	Tells uint8
}

// Index holds items, numbered from 0, by their blocks.
type Index struct {
	ranks  []uint64 // items stand in a block by rank
	orders []uint64 // and those of one rank by this
	beside int
	at     map[uint64]int32 // an item, or less than zero: -1 minus its number in lists
	lists  [][]int32
}

// New returns an empty index. An item meets, in each block, as many items to each side
// as beside says.
func New(beside int) *Index { return &Index{beside: beside, at: map[uint64]int32{}} }

// Item numbers one more item, in no block yet. Items of like rank stand near each
// other; order tells apart those of one rank, alike on every machine.
func (x *Index) Item(rank, order uint64) int32 {
	x.ranks, x.orders = append(x.ranks, rank), append(x.orders, order)
	return int32(len(x.ranks) - 1)
}

// Order is the order of an item.
func (x *Index) Order(i int32) uint64 { return x.orders[i] }

func (x *Index) before(i, j int32) int {
	if a, b := x.ranks[i], x.ranks[j]; a != b {
		return cmp.Compare(a, b)
	}
	return cmp.Or(cmp.Compare(x.orders[i], x.orders[j]), cmp.Compare(i, j))
}

// list returns the items of a block. The slice of one is scratch.
func (x *Index) list(key uint64, scratch *[1]int32) []int32 {
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

// place is where an item stands, or would, in a block.
func (x *Index) place(list []int32, i int32) int {
	n, _ := slices.BinarySearchFunc(list, i, x.before)
	return n
}

// Put adds an item to a block.
func (x *Index) Put(key uint64, i int32) {
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

// Mates calls f with every item beside i in a block, and what meeting there tells.
func (x *Index) Mates(i int32, keys []Key, f func(j int32, tells uint8)) {
	var scratch [1]int32
	for _, b := range keys {
		list := x.list(b.Hash, &scratch)
		if len(list) < 2 {
			continue
		}
		p := x.place(list, i)
		for _, j := range list[max(0, p-x.beside):min(len(list), p+x.beside+1)] {
			if j != i {
				f(j, b.Tells)
			}
		}
	}
}

// Parted returns the pairs that met in a block, and no longer do because item i, which
// was put there last, stands between them.
func (x *Index) Parted(key uint64, i int32) [][2]int32 {
	var scratch [1]int32
	list := x.list(key, &scratch)
	if len(list) <= x.beside+1 {
		return nil
	}
	var out [][2]int32
	p := x.place(list, i)
	for u := max(0, p-x.beside); u < p && u+x.beside+1 < len(list); u++ {
		out = append(out, [2]int32{list[u], list[u+x.beside+1]})
	}
	return out
}

// seat is where an item stands in a block, while all are put in at once.
type seat struct {
	list  int32
	tells uint8
}

// Fill puts all items into their blocks, which must be empty, and tells of every pair
// that meets once: it goes through the items in the order that blocks keep, so that
// each block is in order as it grows, calls hit with those that stand behind an item
// and then done with the item.
func (x *Index) Fill(keys func(i int32) []Key, hit func(j int32, tells uint8), done func(i int32)) {
	order := make([]int32, len(x.ranks))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, x.before)
	numbers := make(map[uint64]int32, len(order))
	var lists [][]int32
	var seats []seat
	ends := make([]int, len(order))
	for n, i := range order {
		for _, k := range keys(i) {
			at, ok := numbers[k.Hash]
			if !ok {
				at = int32(len(lists))
				numbers[k.Hash], lists = at, append(lists, nil)
			}
			lists[at] = append(lists[at], i)
			seats = append(seats, seat{at, k.Tells})
		}
		ends[n] = len(seats)
	}
	gone, first := make([]int32, len(lists)), 0 // gone: how many items of each block were gone through
	for n, i := range order {
		for _, s := range seats[first:ends[n]] {
			gone[s.list]++
			list := lists[s.list][gone[s.list]:]
			for _, j := range list[:min(len(list), x.beside)] {
				hit(j, s.tells)
			}
		}
		first = ends[n]
		done(i)
	}
	x.hold(numbers, lists)
}

// hold keeps lists as blocks by their numbers.
func (x *Index) hold(numbers map[uint64]int32, lists [][]int32) {
	for key, n := range numbers {
		if list := lists[n]; len(list) == 1 {
			x.at[key] = list[0]
		} else {
			x.lists = append(x.lists, list)
			x.at[key] = -int32(len(x.lists))
		}
	}
}
