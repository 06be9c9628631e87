package link

import (
	"slices"

	"rashomon"
)

// regroup hands the groups out by the names of their accounts and takes them back,
// groups and members in the order received.
func (s *set) regroup(groups [][]int, pairs []pair, regroup Regroup) [][]int {
	at := make(map[rashomon.AccountID]int, len(s.accounts))
	for i, a := range s.accounts {
		at[a.id] = i
	}
	odds := make(map[[2]int]float64, len(pairs))
	for _, p := range pairs {
		odds[[2]int{p.i, p.j}] = p.odds
	}
	score := func(a, b rashomon.AccountID) float64 {
		i, okA := at[a]
		j, okB := at[b]
		o, compared := odds[[2]int{min(i, j), max(i, j)}]
		if !okA || !okB || !compared {
			return 0
		}
		return probability(o)
	}
	named := make([][]rashomon.AccountID, len(groups))
	for g, members := range groups {
		for _, i := range members {
			named[g] = append(named[g], s.accounts[i].id)
		}
	}
	var out [][]int
	for _, accounts := range regroup(named, score) {
		var members []int
		for _, a := range accounts {
			members = append(members, at[a])
		}
		slices.Sort(members)
		out = append(out, members)
	}
	slices.SortFunc(out, func(a, b []int) int { return a[0] - b[0] })
	return out
}
