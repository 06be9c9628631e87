package eval

import (
	"slices"

	"rashomon"
)

// LinkScores are the figures of score_links.py over a set of reports.
type LinkScores struct {
	Pairs   Score   // pairs of reports that share a main incident
	B3P     float64 // B-cubed precision, over reports in incidents
	B3R     float64 // B-cubed recall
	Reports int     // labelled reports that have a main incident
}

// Linked is one incident as score_links.py reads it: a line of `rashomon link`,
// with what the scorer needs to leave background accounts out.
type Linked struct {
	Incident string          `json:"incident"`
	Accounts []LinkedAccount `json:"accounts"`
}

// LinkedAccount is one account of a Linked.
type LinkedAccount struct {
	Report string `json:"report"`
	Key    string `json:"key"`
	Main   bool   `json:"main"`
}

// B3F1 is the harmonic mean of B-cubed precision and recall.
func (s LinkScores) B3F1() float64 { return f1(s.B3P, s.B3R) }

// grouping says in which incidents each report is, and back. A report is in a
// group once, however many accounts it gives there.
type grouping struct {
	of      map[string][]string
	members map[string][]string
	in      map[[2]string]bool // report, group
}

func newGrouping() grouping {
	return grouping{of: map[string][]string{}, members: map[string][]string{}, in: map[[2]string]bool{}}
}

func (g grouping) add(report, group string) {
	if key := [2]string{report, group}; !g.in[key] {
		g.in[key] = true
		g.of[report] = append(g.of[report], group)
		g.members[group] = append(g.members[group], report)
	}
}

// ScoreLinks compares linked incidents with the labels. Only reports of gold that
// have a main incident count; one that no incident holds stands alone.
func ScoreLinks(gold []Line, incidents []Linked) LinkScores {
	g, p := newGrouping(), newGrouping()
	var reports []string
	for _, l := range gold {
		if _, twice := g.of[l.ID]; !twice {
			reports = append(reports, l.ID)
		}
		if l.Incident != nil {
			g.add(l.ID, *l.Incident)
			continue
		}
		for _, a := range l.Incidents {
			if a.Main {
				g.add(l.ID, a.Key)
			}
		}
	}
	reports = slices.DeleteFunc(reports, func(r string) bool { return len(g.of[r]) == 0 })
	for _, i := range incidents {
		for _, a := range i.Accounts {
			if a.Main && len(g.of[a.Report]) > 0 {
				p.add(a.Report, i.Incident)
			}
		}
	}
	for _, r := range reports {
		if len(p.of[r]) == 0 {
			p.add(r, "alone: "+r)
		}
	}
	s := LinkScores{Reports: len(reports), B3P: bcubed(reports, p, g), B3R: bcubed(reports, g, p)}
	gp, pp := g.pairs(), p.pairs()
	s.Pairs.Gold, s.Pairs.Predicted = len(gp), len(pp)
	for k := range gp {
		if pp[k] {
			s.Pairs.Hit++
		}
	}
	return s
}

func (g grouping) pairs() map[[2]string]bool {
	out := map[[2]string]bool{}
	for _, reports := range g.members {
		for i, a := range reports {
			for _, b := range reports[i+1:] {
				out[[2]string{min(a, b), max(a, b)}] = true
			}
		}
	}
	return out
}

// bcubed is the mean, over each report in each of its groups in a, of the share of
// that group that b also puts with the report.
func bcubed(reports []string, a, b grouping) float64 {
	var total float64
	n := 0
	for _, r := range reports {
		for _, group := range a.of[r] {
			with := 0
			for _, mate := range a.members[group] {
				if b.together(r, mate) {
					with++
				}
			}
			total += ratio(with, len(a.members[group]))
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return total / float64(n)
}

func (g grouping) together(a, b string) bool {
	return slices.ContainsFunc(g.of[a], func(group string) bool { return g.in[[2]string{b, group}] })
}

// linked returns the incidents as lines for the scorer; accounts that a report
// gives as background say so.
func linked(incidents []rashomon.Incident, readings []rashomon.Reading) []Linked {
	accounts := map[rashomon.AccountID]rashomon.Account{}
	for _, r := range readings {
		for _, a := range r.Accounts {
			accounts[a.ID()] = a
		}
	}
	out := make([]Linked, len(incidents))
	for i, inc := range incidents {
		out[i].Incident = string(inc.ID)
		for _, id := range inc.Accounts {
			a := accounts[id]
			out[i].Accounts = append(out[i].Accounts, LinkedAccount{string(a.Report), a.Key, a.Main})
		}
	}
	return out
}
