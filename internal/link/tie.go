package link

import (
	"cmp"
	"slices"

	"rashomon"
	"rashomon/internal/tie"
)

// tie puts on each incident how its reports say that it stands to others.
func (s *set) tie(incidents []rashomon.Incident, groups [][]int) {
	at := make([]int, len(s.accounts))
	index := make(map[rashomon.IncidentID]int, len(incidents))
	for g, members := range groups {
		index[incidents[g].ID] = g
		for _, i := range members {
			at[i] = g
		}
	}
	for first := 0; first < len(s.accounts); {
		var accounts []rashomon.Account
		var of []rashomon.IncidentID
		told := s.told[s.accounts[first].report]
		for ; first < len(s.accounts) && s.accounts[first].Report == told.Reading.Report; first++ {
			accounts, of = append(accounts, s.accounts[first].Account), append(of, incidents[at[first]].ID)
		}
		for _, t := range tie.Of(told.Reading.Report, told.Text, accounts, of) {
			inc := &incidents[index[t.From]]
			inc.Ties = append(inc.Ties, t.Tie)
		}
	}
	for i := range incidents {
		slices.SortStableFunc(incidents[i].Ties, func(a, b rashomon.Tie) int {
			return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Report, b.Report))
		})
	}
}
