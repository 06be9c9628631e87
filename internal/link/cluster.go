package link

import (
	"cmp"
	"slices"
)

const sampled = 6 // members of each group compared when two groups may be one

// group joins accounts into groups, best pairs first. Two groups become one when
// their members agree on the average, so that a chain of near misses does not
// tie distant events together. Groups and members come in the order received.
func (s *set) group(pairs []pair) [][]int {
	byOdds := slices.Clone(pairs)
	slices.SortFunc(byOdds, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.odds, a.odds), cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j))
	})
	of := make([]int, len(s.accounts)) // group of each account
	members := make([][]int, len(s.accounts))
	for i := range of {
		of[i], members[i] = i, []int{i}
	}
	told := make([]map[int]bool, len(s.accounts)) // reports of each group: is one of its accounts there the news?
	for i, a := range s.accounts {
		told[i] = map[int]bool{a.report: a.Main}
	}
	known := map[[2]int]float64{}
	for _, p := range pairs {
		known[[2]int{p.i, p.j}] = p.odds
	}
	for _, p := range byOdds {
		if p.odds < s.by.joinAt {
			break
		}
		g, h := min(of[p.i], of[p.j]), max(of[p.i], of[p.j])
		if g == h || !joinable(told[g], told[h]) || !s.agree(members[g], members[h], known) {
			continue
		}
		told[g], told[h] = united(told[g], told[h]), nil
		for _, m := range members[h] {
			of[m] = g
		}
		members[g] = append(members[g], members[h]...)
		slices.Sort(members[g])
		members[h] = nil
	}
	return slices.DeleteFunc(members, func(m []int) bool { return m == nil })
}

// joinable reports whether two groups may be one: accounts of one report are joined
// through those of others only when both are recalls.
func joinable(g, h map[int]bool) bool {
	if len(g) > len(h) {
		g, h = h, g
	}
	for report, news := range g {
		if other, both := h[report]; both && (news || other) {
			return false
		}
	}
	return true
}

// united adds the smaller map to the larger and returns it.
func united(g, h map[int]bool) map[int]bool {
	if len(g) < len(h) {
		g, h = h, g
	}
	for report, news := range h {
		g[report] = g[report] || news
	}
	return g
}

// agree reports whether two groups tell of one event on the average of their
// members.
func (s *set) agree(g, h []int, known map[[2]int]float64) bool {
	sum, n := 0.0, 0.0
	for _, i := range sample(g) {
		for _, j := range sample(h) {
			odds := s.odds(min(i, j), max(i, j), known)
			if s.accounts[i].report == s.accounts[j].report && odds < sameAt {
				return false
			}
			sum += max(s.by.least, min(-s.by.least, odds))
			n++
		}
	}
	return sum/n >= s.by.meanAt
}

func (s *set) odds(i, j int, known map[[2]int]float64) float64 {
	k := [2]int{i, j}
	odds, ok := known[k]
	if !ok {
		odds = s.compare(i, j).logOdds()
		known[k] = odds
	}
	return odds
}

// sample takes members evenly, the first always.
func sample(g []int) []int {
	if len(g) <= sampled {
		return g
	}
	out := make([]int, sampled)
	for i := range out {
		out[i] = g[i*len(g)/sampled]
	}
	return out
}
