// Package link holds accounts of one event together. It compares what accounts
// say of time, place, kind, parties, victims, tolls and words, groups those that
// tell of one incident, finds the near-copies of one text among them, and ties
// incidents to each other. Every link keeps its score and its reasons in words.
// It keeps no state.
package link

import (
	"cmp"
	"slices"
	"time"

	"rashomon"
)

// Told is one reading to be linked. Text is the report's, as its spans mean it
// (title, "\n", body); without it, near-copies are not looked for. Received
// orders the incidents' names.
type Told struct {
	Reading  rashomon.Reading
	Text     string
	Received time.Time
}

// Link groups the accounts of the readings into incidents, in the order in which
// their first accounts were received. The order of told does not matter; of two
// readings of one report, the first received counts.
func Link(told []Told) []rashomon.Incident { return Ruled(told, nil) }

// Regroup returns groups of accounts as people have ruled them. score is how
// strongly two accounts are linked, from 0 to 1; 0 too where nobody compared them.
type Regroup func(groups [][]rashomon.AccountID, score func(a, b rashomon.AccountID) float64) [][]rashomon.AccountID

// Ruled is Link with the groups as regroup leaves them, which must hold the same
// accounts, each once. nil leaves them as they are.
func Ruled(told []Told, regroup Regroup) []rashomon.Incident {
	s := gather(told, &ours)
	pairs := s.candidates()
	groups, settled := s.settle(s.group(pairs))
	if regroup != nil {
		groups = s.regroup(groups, pairs, regroup)
	}
	incidents := make([]rashomon.Incident, len(groups))
	taken := map[rashomon.IncidentID]bool{}
	for i, g := range groups {
		incidents[i] = s.incident(g, taken)
	}
	s.explain(incidents, groups, pairs, settled)
	s.origins(incidents, groups)
	s.tie(incidents, groups)
	return incidents
}

// set is everything that is linked at once. Accounts and reports are known by
// their index, in the order received.
type set struct {
	by        *table
	told      []Told
	published []int // day of publication by report, 0 when unknown
	anchors   []int // the same, or else the last day of the report's news
	accounts  []profile
	words     *vocabulary
	places    rarity
	kinds     map[rashomon.Kind]float64
}

// gather sorts the readings by time received, report and key, and prepares every
// account for comparison.
func gather(told []Told, by *table) *set {
	told = slices.Clone(told)
	slices.SortStableFunc(told, func(a, b Told) int {
		return cmp.Or(a.Received.Compare(b.Received), cmp.Compare(a.Reading.Report, b.Reading.Report),
			cmp.Compare(a.Text, b.Text), cmp.Compare(len(a.Reading.Accounts), len(b.Reading.Accounts)))
	})
	s := &set{by: by}
	seen := map[rashomon.ReportID]bool{}
	for _, t := range told {
		if !seen[t.Reading.Report] {
			seen[t.Reading.Report] = true
			s.told = append(s.told, t)
		}
	}
	s.words = readWords(s.told)
	for r, t := range s.told {
		s.published = append(s.published, publicationDay(t))
		s.anchors = append(s.anchors, anchor(t))
		accounts := slices.Clone(t.Reading.Accounts)
		slices.SortStableFunc(accounts, func(a, b rashomon.Account) int { return cmp.Compare(a.Key, b.Key) })
		accounts = slices.CompactFunc(accounts, func(a, b rashomon.Account) bool { return a.Key == b.Key })
		for _, a := range accounts {
			a.Report = t.Reading.Report
			s.accounts = append(s.accounts, s.profile(r, a))
		}
	}
	s.places = placeRarity(s.accounts)
	s.kinds = kindRarity(s.accounts)
	return s
}

// incident names a group of accounts after the one first received.
func (s *set) incident(group []int, taken map[rashomon.IncidentID]bool) rashomon.Incident {
	var inc rashomon.Incident
	for n, i := range group {
		a := s.accounts[i]
		inc.Accounts = append(inc.Accounts, a.id)
		inc.Main = inc.Main || a.Main
		if n > 0 {
			inc.Aliases = append(inc.Aliases, rashomon.NameIncident(a.id, 0))
			continue
		}
		for salt := 0; inc.ID == "" || taken[inc.ID]; salt++ {
			inc.ID = rashomon.NameIncident(a.id, salt)
		}
		taken[inc.ID] = true
	}
	return inc
}
