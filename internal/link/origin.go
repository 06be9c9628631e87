package link

import "rashomon"

func (s *set) origins(incidents []rashomon.Incident, groups [][]int) {
	for g, members := range groups {
		for _, i := range members {
			a := s.accounts[i]
			incidents[g].Origins = append(incidents[g].Origins, rashomon.Origin{Name: s.told[a.report].Reading.Outlet, Kind: rashomon.Media, Accounts: []rashomon.AccountID{a.id}})
		}
	}
}
