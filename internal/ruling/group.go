package ruling

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"rashomon"
)

// salts is how many names an incident is tried under: a later one is taken only
// where two accounts have one name.
const salts = 4

// Score is how strongly two accounts are linked, 0 where nothing links them.
type Score func(a, b rashomon.AccountID) float64

// Groups gives merges and splits their effect on which accounts are held to tell of
// one event.
type Groups struct {
	rulings []rashomon.Ruling
	apart   []cut
}

// cut is what a split parted: accounts, one side in out.
type cut struct {
	rashomon.Ruling
	stay, out []rashomon.AccountID
}

// NewGroups takes the merges and splits that are in force.
func NewGroups(rulings []rashomon.Ruling) *Groups {
	g := &Groups{}
	for _, r := range rashomon.Standings(rulings) {
		if r.Kind == rashomon.Merge || r.Kind == rashomon.Split {
			g.rulings = append(g.rulings, r)
		}
	}
	return g
}

// Regroup returns groups of accounts as the rulings leave them, applied in the order
// made. An account that came after a split goes to the side to which its strongest
// link leads. A ruling on incidents or accounts that are not there does nothing.
func (g *Groups) Regroup(groups [][]rashomon.AccountID, score Score) [][]rashomon.AccountID {
	groups, g.apart = slices.Clone(groups), nil
	for _, r := range g.rulings {
		at := groupOf(groups, rashomon.IncidentID(r.Target))
		if at < 0 {
			continue
		}
		if r.Kind == rashomon.Split {
			stay, out := part(groups[at], r, score)
			if len(stay) > 0 && len(out) > 0 {
				groups[at] = stay
				groups = append(groups, out)
				g.apart = append(g.apart, cut{r, stay, out})
			}
			continue
		}
		into := groupOf(groups, rashomon.IncidentID(r.Value))
		if into < 0 || into == at {
			continue
		}
		groups[into] = slices.Concat(groups[into], groups[at])
		groups = slices.Delete(groups, at, at+1)
	}
	return groups
}

// groupOf is the group that has the account after which an incident is named; -1
// when none has.
func groupOf(groups [][]rashomon.AccountID, id rashomon.IncidentID) int {
	for salt := range salts {
		for i, accounts := range groups {
			if slices.ContainsFunc(accounts, func(a rashomon.AccountID) bool { return rashomon.NameIncident(a, salt) == id }) {
				return i
			}
		}
	}
	return -1
}

// Accounts reads the accounts that a split names.
func Accounts(r rashomon.Ruling) []rashomon.AccountID {
	var out []rashomon.AccountID
	for _, a := range strings.Fields(r.Value) {
		out = append(out, rashomon.AccountID(a))
	}
	return out
}

// part divides accounts by a split.
func part(accounts []rashomon.AccountID, r rashomon.Ruling, score Score) (stay, out []rashomon.AccountID) {
	named := Accounts(r)
	var stayed []rashomon.AccountID
	if r.Of != nil {
		stayed = r.Of.Stay
	}
	best := func(a rashomon.AccountID, side []rashomon.AccountID) (most float64) {
		for _, b := range side {
			if slices.Contains(accounts, b) {
				most = max(most, score(a, b))
			}
		}
		return most
	}
	for _, a := range accounts {
		switch {
		case slices.Contains(named, a), !slices.Contains(stayed, a) && best(a, named) > best(a, stayed):
			out = append(out, a)
		default:
			stay = append(stay, a)
		}
	}
	return stay, out
}

// Explain writes on incidents what the rulings did, which must be those that
// Regroup grouped: merged ones say who joined them, those of a split name each
// other, and no link within an incident stays refused.
func (g *Groups) Explain(incidents []rashomon.Incident) {
	if len(g.rulings) == 0 {
		return
	}
	of := map[rashomon.AccountID]int{}
	for i, inc := range incidents {
		for _, a := range inc.Accounts {
			of[a] = i
		}
	}
	for _, c := range g.apart {
		a, b := of[c.stay[0]], of[c.out[0]]
		if a == b { // merged again
			continue
		}
		incidents[a].Apart, incidents[b].Apart = with(incidents[a].Apart, incidents[b].ID), with(incidents[b].Apart, incidents[a].ID)
		why := "held apart by a ruling of " + by(c.Ruling)
		l := rashomon.Link{A: c.stay[0], B: c.out[0], Why: []string{why}, Refused: true}
		incidents[a].Links, incidents[b].Links = append(incidents[a].Links, l), append(incidents[b].Links, l)
	}
	for _, r := range g.rulings {
		g.explainMerge(incidents, r)
	}
}

func (g *Groups) explainMerge(incidents []rashomon.Incident, r rashomon.Ruling) {
	if r.Kind != rashomon.Merge {
		return
	}
	for i, inc := range incidents {
		a, okA := namedIn(inc.Accounts, rashomon.IncidentID(r.Target))
		b, okB := namedIn(inc.Accounts, rashomon.IncidentID(r.Value))
		if okA && okB {
			incidents[i].Links = append(slices.Clone(inc.Links), rashomon.Link{A: b, B: a, Score: 1, Why: []string{"held together by a ruling of " + by(r)}})
		}
	}
}

func namedIn(accounts []rashomon.AccountID, id rashomon.IncidentID) (rashomon.AccountID, bool) {
	for salt := range salts {
		for _, a := range accounts {
			if rashomon.NameIncident(a, salt) == id {
				return a, true
			}
		}
	}
	return "", false
}

func by(r rashomon.Ruling) string {
	return fmt.Sprintf("%s, %s: %s", r.Author, r.At.UTC().Format("2 January 2006"), r.Why)
}

// with adds an id to a sorted list, once.
func with(list []rashomon.IncidentID, id rashomon.IncidentID) []rashomon.IncidentID {
	set := map[rashomon.IncidentID]bool{id: true}
	for _, x := range list {
		set[x] = true
	}
	return slices.Sorted(maps.Keys(set))
}
