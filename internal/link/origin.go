package link

import (
	"cmp"

	"rashomon"
	"rashomon/internal/copies"
)

// origins puts the origins of each incident's accounts on it: near-copies of one
// text together, every other account alone. It looks at the incident's own reports
// and no others.
func (s *set) origins(incidents []rashomon.Incident, groups [][]int) {
	for g, members := range groups {
		var reports []int
		of := map[int][]int{} // accounts by report
		for _, i := range members {
			r := s.accounts[i].report
			if of[r] == nil {
				reports = append(reports, r)
			}
			of[r] = append(of[r], i)
		}
		texts := make([]string, len(reports))
		for n, r := range reports {
			texts[n] = s.told[r].Text
		}
		for _, c := range copies.Find(texts) {
			incidents[g].Origins = append(incidents[g].Origins, s.origin(c, reports, of))
		}
	}
}

// origin names a set of copies after the agency that one of the texts credits, or
// else after the outlet that had it first.
func (s *set) origin(c copies.Set, reports []int, accounts map[int][]int) rashomon.Origin {
	o := rashomon.Origin{Kind: rashomon.Media, Why: c.Why}
	first := reports[c.Texts[0]]
	for _, n := range c.Texts {
		r := reports[n]
		for _, i := range accounts[r] {
			o.Accounts = append(o.Accounts, s.accounts[i].id)
		}
		if a, b := s.told[r].Reading.Published, s.told[first].Reading.Published; a != "" && b != "" && a < b {
			first = r
		}
	}
	o.Name = cmp.Or(c.Agency, s.told[first].Reading.Outlet, "this outlet")
	return o
}
