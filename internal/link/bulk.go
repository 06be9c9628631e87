package link

import "slices"

// seat is where a card stands in a block, while many are put in at once.
type seat struct {
	list  int32
	tells uint8
}

// LinkAll finds every link and group of the reports that were taken, and marks nothing
// as changed. Call it once, before anything is added. It goes through the accounts in the order that blocks keep, so that each block is in order as it grows, and
// every pair is met once, from its earlier card.
func (l *Linker) LinkAll() {
	order := make([]int32, len(l.cards))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, l.index.before)
	numbers := make(map[uint64]int32, len(order))
	var lists [][]int32
	var seats []seat
	ends := make([]int, len(order))
	for n, i := range order {
		for _, b := range l.cards[i].blocks() {
			at, ok := numbers[b.key]
			if !ok {
				at = int32(len(lists))
				numbers[b.key], lists = at, append(lists, nil)
			}
			lists[at] = append(lists[at], i)
			seats = append(seats, seat{at, b.tells})
		}
		ends[n] = len(seats)
	}
	gone, first := make([]int32, len(lists)), 0 // gone: how many cards of each block were gone through
	for n, i := range order {
		for _, s := range seats[first:ends[n]] {
			gone[s.list]++
			list := lists[s.list][gone[s.list]:]
			for _, j := range list[:min(len(list), l.index.beside)] {
				l.hit(j, s.tells)
			}
		}
		first = ends[n]
		for _, j := range l.worth(i) {
			if odds := l.odds(i, j); odds >= l.by.joinAt {
				l.join(i, j, odds)
			}
		}
	}
	l.index.fill(numbers, lists)
	l.regroup(order)
	l.touchAll()
	l.rename(l.touched)
	clear(l.touched)
}

// fill makes the blocks of lists by their numbers.
func (x *index) fill(numbers map[uint64]int32, lists [][]int32) {
	for key, n := range numbers {
		if list := lists[n]; len(list) == 1 {
			x.at[key] = list[0]
		} else {
			x.lists = append(x.lists, list)
			x.at[key] = -int32(len(x.lists))
		}
	}
}
