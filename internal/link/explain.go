package link

import (
	"cmp"
	"math"
	"slices"

	"rashomon"
)

const (
	shownLinks    = 3 // links kept for each account of an incident
	shownRefusals = 5 // close refusals kept for each incident
)

// explain puts the links of each incident's accounts on it, with their reasons,
// and the closest refusals between incidents on both.
func (s *set) explain(incidents []rashomon.Incident, groups [][]int, pairs []pair, settled []going) {
	of := make([]int, len(s.accounts))
	for g, members := range groups {
		for _, i := range members {
			of[i] = g
		}
	}
	for _, x := range settled {
		incidents[of[x.i]].Links = append(incidents[of[x.i]].Links, x.link(s))
	}
	pairs = slices.Clone(pairs)
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.odds, a.odds), cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j))
	})
	shown := make([]int, len(s.accounts))
	refused := make([]int, len(groups))
	met := map[[2]int]bool{}
	for _, p := range pairs {
		g, h := min(of[p.i], of[p.j]), max(of[p.i], of[p.j])
		switch {
		case g == h && p.odds >= s.by.joinAt && min(shown[p.i], shown[p.j]) < shownLinks:
			shown[p.i]++
			shown[p.j]++
			incidents[g].Links = append(incidents[g].Links, s.link(p, false))
		case g != h && !met[[2]int{g, h}] && min(refused[g], refused[h]) < shownRefusals && s.near(p):
			met[[2]int{g, h}] = true
			refused[g]++
			refused[h]++
			l := s.link(p, true)
			incidents[g].Links = append(incidents[g].Links, l)
			incidents[h].Links = append(incidents[h].Links, l)
		}
	}
}

// near reports whether a pair that was not joined came close enough to be shown.
func (s *set) near(p pair) bool {
	return p.odds > closeAt && s.accounts[p.i].report != s.accounts[p.j].report
}

// link writes a comparison as a Link: for a refusal, what agrees and then what
// stands against it.
func (s *set) link(p pair, refused bool) rashomon.Link {
	e := s.compare(p.i, p.j)
	why := e.why(false)
	if refused {
		for n, w := range e.why(true) {
			if n == 0 {
				w = "but " + w
			}
			why = append(why, w)
		}
	}
	return rashomon.Link{A: s.accounts[p.i].id, B: s.accounts[p.j].id, Refused: refused, Why: why,
		Score: math.Round(probability(p.odds)*1000) / 1000}
}
