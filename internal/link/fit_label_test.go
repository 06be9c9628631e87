package link

import (
	"strings"

	"rashomon"
)

// share is what a pair of a corpus weighs in the fit: few reports of war, many of
// shootings.
func share(name string) float64 {
	return map[string]float64{"gold-train": 4, "gva-train": 1, "gvc-train": 1, "ecbplus-train": 2, "gva-train-whole": 1,
		"gold-train-textless": .1, "gva-train-textless": .05}[name]
}

// compareAll compares the accounts of one world as the linker does, where it is known
// whether they are of one event. Incidents with many accounts do not weigh more for that.
func compareAll(c corpus, world []labelled) []compared {
	l := newLinker(&ours)
	l.load(toldOf(world))
	label := labelsOf(world)
	size := map[string]float64{}
	for _, l := range label {
		size[l]++
	}
	var all []compared
	for _, p := range l.pairs() {
		a, b := label[l.account(p[0])], label[l.account(p[1])]
		if a == "" || b == "" {
			continue
		}
		var e evidence
		l.compare(&e, &l.cards[p[0]], &l.cards[p[1]])
		x := compared{e.amounts, a == b, share(c.name)}
		if strings.HasPrefix(string(l.account(p[0])), "aw") {
			x.weight /= 4 // assessments of one body, in its set words, no two of one event
		}
		if x.same {
			x.weight *= 2 / size[a]
		}
		all = append(all, x)
	}
	return all
}

// labelsOf says which incident each account of ours tells of, where that is known.
func labelsOf(world []labelled) map[rashomon.AccountID]string {
	label := map[rashomon.AccountID]string{}
	for _, l := range world {
		if l.incident != "" {
			if a := fullest(l.reading.Accounts); a != nil {
				label[a.ID()] = l.incident
			}
			continue
		}
		only := onlyNews(l.gold)
		for _, a := range l.reading.Accounts {
			if g := matching(a, l.gold); g != nil {
				label[a.ID()] = g.Key
			} else if a.Main && only != nil && onlyNews(l.reading.Accounts) != nil {
				label[a.ID()] = only.Key
			}
		}
	}
	return label
}

// fullest returns the news with most claims, nil without news.
func fullest(accounts []rashomon.Account) *rashomon.Account {
	var best *rashomon.Account
	for i := range accounts {
		if a := &accounts[i]; a.Main && (best == nil || len(a.Claims) > len(best.Claims)) {
			best = a
		}
	}
	return best
}

// onlyNews returns the one main account, nil when there is none or more.
func onlyNews(accounts []rashomon.Account) *rashomon.Account {
	var found *rashomon.Account
	for i := range accounts {
		if !accounts[i].Main {
			continue
		}
		if found != nil {
			return nil
		}
		found = &accounts[i]
	}
	return found
}

// matching is the labelled account that shares most claims with a, nil for none.
func matching(a rashomon.Account, gold []rashomon.Account) *rashomon.Account {
	var best *rashomon.Account
	most := 0.0
	for i := range gold {
		score := 0.0
		for _, c := range a.Claims {
			got := 0.0
			for _, d := range gold[i].Claims {
				got = max(got, likeness(c, d))
			}
			score += got
		}
		if score > 0 && a.Main == gold[i].Main {
			score += .1
		}
		if score > most {
			best, most = &gold[i], score
		}
	}
	return best
}

// likeness says how surely two claims are one: counts say most.
func likeness(a, b rashomon.Claim) float64 {
	if a.Field != b.Field {
		return 0
	}
	quoted := a.Quote != "" && b.Quote != "" && (strings.Contains(a.Quote, b.Quote) || strings.Contains(b.Quote, a.Quote))
	t, counts := a.Tally()
	u, _ := b.Tally()
	switch equal := t.Min == u.Min && t.Max == u.Max; {
	case counts && equal && quoted:
		return 3
	case counts && equal:
		return 1.5
	case counts && quoted:
		return .5
	case counts:
		return 0
	}
	if quoted || a.Value != nil && b.Value != nil && strings.EqualFold(a.Value.String(), b.Value.String()) {
		return 1
	}
	return 0
}

// pairs returns all cards that are candidates of each other.
func (l *Linker) pairs() (all [][2]int32) {
	for i := range l.cards {
		for _, j := range l.candidates(int32(i), l.cards[i].blocks()) {
			if j > int32(i) {
				all = append(all, [2]int32{int32(i), j})
			}
		}
	}
	return all
}
