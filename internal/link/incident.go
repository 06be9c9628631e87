package link

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/copies"
	"rashomon/internal/tie"
)

const (
	shownLinks    = 3  // links kept for each account of an incident
	shownRefusals = 5  // close refusals kept for each incident
	asked         = 50 // accounts of an incident whose close refusals are looked for
)

// Reports gives a reading that was added again, with its text: cards do not keep words.
// Its error ends what asked.
type Reports func(rashomon.ReportID) (Told, error)

// Incidents returns all incidents, in the order in which their first accounts were
// received, and marks none as changed. Its errors are those of read.
func (l *Linker) Incidents(read Reports) ([]rashomon.Incident, error) {
	l.touchAll()
	changed, _, err := l.Changed(read)
	return changed, err
}

// Changed returns the incidents that are new or may read otherwise since LinkAll,
// Incidents or Changed was last called, and the names that no incident has any more: an
// alias of another now leads on from them. Its errors are those of read; after one the
// linker is of no more use.
func (l *Linker) Changed(read Reports) (changed []rashomon.Incident, gone []rashomon.IncidentID, err error) {
	groups, gone := l.rename(l.touched)
	clear(l.touched)
	var there []int32
	for g := range groups {
		if _, ok := l.names.of[g]; ok {
			there = append(there, g)
		}
	}
	slices.SortFunc(there, func(g, h int32) int { return l.received(l.names.of[g].head, l.names.of[h].head) })
	told := map[rashomon.ReportID][]tie.Tied{} // a report of many incidents is read once
	for _, g := range there {
		cards := l.at(g)
		slices.SortFunc(cards, l.received)
		x := &voiced{l: l, read: read, kept: map[int32]Told{}}
		changed = append(changed, l.incident(cards, l.nameOf(l.names.of[g]), x, told))
		if x.err != nil {
			return nil, nil, x.err
		}
	}
	return changed, gone, nil
}

// received orders cards by when their reports were received.
func (l *Linker) received(i, j int32) int {
	a, b := &l.cards[i], &l.cards[j]
	x, y := &l.reports[a.report], &l.reports[b.report]
	return cmp.Or(cmp.Compare(x.received, y.received), cmp.Compare(x.id, y.id), cmp.Compare(a.key, b.key))
}

func (l *Linker) account(i int32) rashomon.AccountID {
	c := &l.cards[i]
	return rashomon.Account{Report: l.reports[c.report].id, Key: c.key}.ID()
}

// incident describes cards, in the order received, as an incident of that name.
func (l *Linker) incident(cards []int32, name rashomon.IncidentID, x *voiced, told map[rashomon.ReportID][]tie.Tied) rashomon.Incident {
	inc := rashomon.Incident{ID: name}
	for n, i := range cards {
		id := l.account(i)
		inc.Accounts = append(inc.Accounts, id)
		inc.Main = inc.Main || l.cards[i].main
		if n > 0 {
			inc.Aliases = append(inc.Aliases, rashomon.NameIncident(id, 0))
		}
	}
	inc.Links = append(l.links(cards, x), l.refusals(cards, x)...)
	var reports []Told
	for _, i := range cards {
		if n, t := len(reports), x.told(l.cards[i].report); n == 0 || reports[n-1].Reading.Report != t.Reading.Report {
			reports = append(reports, t)
		}
	}
	inc.Origins, inc.Ties = origins(reports, inc.Accounts), l.ties(reports, name, told)
	return inc
}

// origins are the tellings of an incident's accounts: near-copies of one text together,
// every other report alone. Reports and accounts are in the order received.
func origins(reports []Told, accounts []rashomon.AccountID) []rashomon.Origin {
	texts := make([]string, len(reports))
	of := map[rashomon.ReportID][]rashomon.AccountID{}
	for n, t := range reports {
		texts[n] = t.Text
	}
	for _, id := range accounts {
		report, _ := id.Parts()
		of[report] = append(of[report], id)
	}
	var out []rashomon.Origin
	for _, c := range copies.Find(texts) {
		o := rashomon.Origin{Kind: rashomon.Media, Why: c.Why}
		first := reports[c.Texts[0]].Reading
		for _, n := range c.Texts {
			r := reports[n].Reading
			o.Accounts = append(o.Accounts, of[r.Report]...)
			if r.Published != "" && first.Published != "" && r.Published < first.Published {
				first = r
			}
		}
		o.Name = cmp.Or(c.Agency, first.Outlet, "this outlet")
		out = append(out, o)
	}
	return out
}

// ties are how the reports of an incident say that it stands to others.
func (l *Linker) ties(reports []Told, name rashomon.IncidentID, told map[rashomon.ReportID][]tie.Tied) []rashomon.Tie {
	var out []rashomon.Tie
	for _, t := range reports {
		id := t.Reading.Report
		ties, known := told[id]
		if !known {
			k := l.reports[l.byID[id]]
			var of []rashomon.IncidentID
			for i := k.first; i < k.first+k.n; i++ {
				of = append(of, l.nameOf(l.names.of[l.home(i)]))
			}
			if ties = tie.Of(id, t.Text, t.Reading.Accounts, of); len(ties) > 0 {
				told[id] = ties
			}
		}
		for _, x := range ties {
			if x.From == name {
				out = append(out, x.Tie)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b rashomon.Tie) int {
		return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Report, b.Report))
	})
	return out
}

// bond is two linked cards.
type bond struct {
	i, j int32
	odds float64
}

// best sorts bonds, the strongest first.
func (l *Linker) best(bonds []bond) {
	slices.SortFunc(bonds, func(a, b bond) int {
		return cmp.Or(cmp.Compare(b.odds, a.odds), l.ordered(a.i, b.i), l.ordered(a.j, b.j))
	})
}

// links are the strongest links of each account of an incident, with their reasons.
func (l *Linker) links(group []int32, x *voiced) []rashomon.Link {
	in := make(map[int32]bool, len(group))
	for _, i := range group {
		in[i] = true
	}
	var bonds []bond
	var out []rashomon.Link
	for _, i := range group {
		linked := false
		for _, e := range l.edges[i] {
			linked = linked || in[e.to]
			if in[e.to] && l.received(i, e.to) < 0 {
				bonds = append(bonds, bond{i, e.to, float64(e.odds)})
			}
		}
		if f := l.cards[i].follows; f != none && in[f] && !linked {
			out = append(out, l.going(i, x))
		}
	}
	l.best(bonds)
	shown := map[int32]int{}
	for _, b := range bonds {
		if min(shown[b.i], shown[b.j]) < shownLinks {
			shown[b.i]++
			shown[b.j]++
			out = append(out, l.told(b, x, false))
		}
	}
	return out
}

// refusals are the closest comparisons of an incident's accounts with those of others,
// one for each other report, with what stood against them.
func (l *Linker) refusals(group []int32, x *voiced) []rashomon.Link {
	in := make(map[int32]bool, len(group))
	for _, i := range group {
		in[i] = true
	}
	var bonds []bond
	for _, i := range group[:min(len(group), asked)] {
		for _, j := range slices.Clone(l.candidates(i, l.cards[i].blocks())) {
			if in[j] || l.cards[i].report == l.cards[j].report {
				continue
			}
			if odds := l.odds(i, j); odds > closeAt {
				bonds = append(bonds, bond{i, j, odds})
			}
		}
	}
	l.best(bonds)
	var out []rashomon.Link
	seen := map[int32]bool{}
	for _, b := range bonds {
		if r := l.cards[b.j].report; !seen[r] && len(out) < shownRefusals {
			seen[r] = true
			out = append(out, l.told(b, x, true))
		}
	}
	return out
}

// told writes a comparison as a Link: for a refusal, what agrees and then what stands
// against it.
func (l *Linker) told(b bond, x *voiced, refused bool) rashomon.Link {
	var e evidence
	l.compare(&e, &l.cards[b.i], &l.cards[b.j])
	why := l.why(&e, b.i, b.j, x, false)
	if refused {
		against := l.why(&e, b.i, b.j, x, true)
		if len(against) > 0 && !strings.HasPrefix(against[0], "but ") {
			against[0] = "but " + against[0]
		}
		why = append(why, against...)
	}
	return rashomon.Link{A: l.account(b.i), B: l.account(b.j), Refused: refused, Why: why, Score: math.Round(probability(b.odds)*1000) / 1000}
}

// at returns the cards of the incident whose group is g, none where there is no such.
func (l *Linker) at(g int32) []int32 {
	own := l.members[g]
	if own == nil {
		if l.group[g] != g || l.home(g) != g {
			return nil
		}
		own = []int32{g}
	}
	out := slices.Clone(own)
	for _, i := range own {
		k := l.reports[l.cards[i].report]
		for j := k.first; j < k.first+k.n; j++ {
			if l.cards[j].follows == i && l.home(j) == g && l.group[j] != g {
				out = append(out, j)
			}
		}
	}
	return out
}
