package link

import (
	"cmp"
	"fmt"
	"slices"

	"rashomon"
)

// memberships says in which groups each report is.
type memberships map[rashomon.ReportID][]string

func (m memberships) add(r rashomon.ReportID, group string) {
	if !slices.Contains(m[r], group) {
		m[r] = append(m[r], group)
	}
}

// scores are the figures of ../shared/tools/score_links.py.
type scores struct{ pairs, cubed rate }

// rate is precision and recall.
type rate struct{ p, r float64 }

func (s rate) f1() float64 { return 2 * s.p * s.r / max(s.p+s.r, 1e-9) }

// String writes F1, precision and recall.
func (s scores) String() string {
	f := func(s rate) string { return fmt.Sprintf("%.3f (P %.3f R %.3f)", s.f1(), s.p, s.r) }
	return "pairs " + f(s.pairs) + "  B3 " + f(s.cubed)
}

// score links every world of a corpus by its table and scores all its reports.
func (c corpus) score(by func(world int) *table) scores {
	gold, pred := memberships{}, memberships{}
	for w, world := range c.worlds() {
		for _, r := range world {
			r.labelled(gold, fmt.Sprint(w, " "))
		}
		l := newLinker(by(w))
		l.load(toldOf(world))
		for i, c := range l.cards {
			if id := l.reports[c.report].id; c.main && gold[id] != nil {
				pred.add(id, fmt.Sprint(w, " ", l.home(int32(i))))
			}
		}
	}
	for r := range gold {
		if pred[r] == nil && c.violent {
			pred.add(r, "alone "+string(r))
		} else if pred[r] == nil {
			delete(gold, r)
		}
	}
	return scored(gold, pred)
}

// labelled adds the incidents that a report's news is of.
func (l labelled) labelled(gold memberships, prefix string) {
	if l.incident != "" {
		gold.add(l.report.ID, prefix+l.incident)
	}
	for _, a := range l.gold {
		if a.Main {
			gold.add(l.report.ID, prefix+a.Key)
		}
	}
}

func scored(gold, pred memberships) scores {
	g, p := gold.pairs(), pred.pairs()
	hit := 0.0
	for k := range g {
		if p[k] {
			hit++
		}
	}
	return scores{rate{hit / max(1, float64(len(p))), hit / max(1, float64(len(g)))}, rate{pred.cubed(gold), gold.cubed(pred)}}
}

func (m memberships) groups() map[string][]rashomon.ReportID {
	by := map[string][]rashomon.ReportID{}
	for r, ks := range m {
		for _, k := range ks {
			by[k] = append(by[k], r)
		}
	}
	return by
}

func (m memberships) pairs() map[[2]rashomon.ReportID]bool {
	out := map[[2]rashomon.ReportID]bool{}
	for _, rs := range m.groups() {
		for _, a := range rs {
			for _, b := range rs {
				if cmp.Less(a, b) {
					out[[2]rashomon.ReportID{a, b}] = true
				}
			}
		}
	}
	return out
}

// cubed is the mean, over every report in every group, of the share of the group that
// other puts with it.
func (m memberships) cubed(other memberships) float64 {
	by := m.groups()
	sum, n := 0.0, 0.0
	for r, ks := range m {
		for _, k := range ks {
			with := 0.0
			for _, mate := range by[k] {
				if slices.ContainsFunc(other[r], func(x string) bool { return slices.Contains(other[mate], x) }) {
					with++
				}
			}
			sum += with / float64(len(by[k]))
			n++
		}
	}
	return sum / max(n, 1)
}
