package link

import (
	"cmp"
	"fmt"
	"slices"

	"rashomon/internal/names"
)

const (
	crowded  = 400 // accounts that share a block from which only near ones are candidates of each other
	nearby   = 40  // how many
	mates    = 60  // candidates compared for each account
	rareHeld = 12  // heaviest words of an account that are blocks
)

// pair is a comparison made: accounts i < j and the log odds of their link.
type pair struct {
	i, j int
	odds float64
}

// candidates compares every account with those that share most blocks with it:
// never all with all. Pairs come by account.
func (s *set) candidates() []pair {
	lists := map[string][]int{}
	blocks := make([][]string, len(s.accounts))
	for i := range s.accounts {
		blocks[i] = s.blocks(i)
		for _, b := range blocks[i] {
			lists[b] = append(lists[b], i)
		}
	}
	var pairs []pair
	hits := make([]float64, len(s.accounts))
	at := map[string]int{} // position of the current account in each list
	for i := range s.accounts {
		var met []int
		for _, b := range blocks[i] {
			list := lists[b]
			at[b]++
			rest := list[at[b]:]
			if len(list) > crowded {
				rest = rest[:min(len(rest), nearby)]
			}
			for _, j := range rest {
				if hits[j] == 0 {
					met = append(met, j)
				}
				hits[j] += 1 / (1 + float64(len(list))/20)
			}
		}
		slices.SortFunc(met, func(a, b int) int { return cmp.Or(cmp.Compare(hits[b], hits[a]), cmp.Compare(a, b)) })
		for n, j := range met {
			hits[j] = 0
			if n < mates && s.joinable(i, j) {
				pairs = append(pairs, pair{i, j, s.compare(i, j).logOdds()})
			}
		}
	}
	return pairs
}

// joinable reports whether i and j may tell of one event at all: two accounts of
// one report do only when both are recalls.
func (s *set) joinable(i, j int) bool {
	a, b := &s.accounts[i], &s.accounts[j]
	return a.report != b.report || !a.Main && !b.Main
}

// blocks returns the keys under which account i can be found.
func (s *set) blocks(i int) []string {
	a := &s.accounts[i]
	var out []string
	for _, v := range a.victims {
		for _, b := range names.Blocks(v.said) {
			if len(b) > 1 {
				out = append(out, "v:"+b)
			}
		}
	}
	week, known := a.days.first/7, a.days.known && !a.days.wide
	if !known && a.told != 0 && a.Main {
		week, known = a.told/7, true
	}
	for _, w := range a.place.words() {
		c := names.Coarse(w)
		out = append(out, "p:"+c)
		if known {
			out = append(out, fmt.Sprintf("p:%s/%d", c, week), fmt.Sprintf("p:%s/%d", c, week+1))
		}
	}
	if known {
		out = append(out, fmt.Sprintf("k:%s/%d", a.Kind, week), fmt.Sprintf("k:%s/%d", a.Kind, week+1))
		for _, t := range a.killed {
			if n := figure(t); n > 2 && t.Vague == "" {
				out = append(out, fmt.Sprintf("t:%d/%d", n, week), fmt.Sprintf("t:%d/%d", n, week+1))
			}
		}
	}
	heavy := slices.Clone(a.words)
	slices.SortFunc(heavy, func(a, b term) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.word, b.word)) })
	for _, t := range heavy[:min(len(heavy), rareHeld)] {
		out = append(out, fmt.Sprintf("w:%d", t.word))
	}
	slices.Sort(out)
	return slices.Compact(out)
}
