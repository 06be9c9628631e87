// Package link holds accounts of one event together. It compares what accounts
// say of time, place, kind, parties, victims, tolls and words, groups those that
// tell of one incident, finds the near-copies of one text among them, and ties
// incidents to each other. Every link keeps its score and its reasons in words.
// It keeps nothing in files or tables.
package link

import (
	"cmp"
	"maps"
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
func Link(told []Told) []rashomon.Incident {
	told = sorted(told)
	by := make(map[rashomon.ReportID]Told, len(told))
	for _, t := range told {
		by[t.Reading.Report] = t
	}
	l := New()
	l.load(told)
	incidents, _ := l.Incidents(func(r rashomon.ReportID) (Told, error) { return by[r], nil }) // it has all that was loaded
	return incidents
}

// Regroup returns groups of accounts as people have ruled them. score is how
// strongly two accounts are linked, from 0 to 1; 0 too where one is not there.
type Regroup func(groups [][]rashomon.AccountID, score func(a, b rashomon.AccountID) float64) [][]rashomon.AccountID

// sorted puts readings in the order received, each report once.
func sorted(told []Told) []Told {
	told = slices.Clone(told)
	slices.SortStableFunc(told, func(a, b Told) int {
		return cmp.Or(a.Received.Compare(b.Received), cmp.Compare(a.Reading.Report, b.Reading.Report),
			cmp.Compare(a.Text, b.Text), cmp.Compare(len(a.Reading.Accounts), len(b.Reading.Accounts)))
	})
	seen := map[rashomon.ReportID]bool{}
	return slices.DeleteFunc(told, func(t Told) bool {
		again := seen[t.Reading.Report]
		seen[t.Reading.Report] = true
		return again
	})
}

// Regroup leaves the groups as people have ruled them: regroup must give the same
// accounts back, each once. Add nothing afterwards: it would not know of the rulings.
func (l *Linker) Regroup(regroup Regroup) {
	l.touchAll()
	at := make(map[rashomon.AccountID]int32, len(l.cards))
	homes := map[int32][]int32{}
	for i := range int32(len(l.cards)) {
		at[l.account(i)] = i
		homes[l.home(i)] = append(homes[l.home(i)], i)
	}
	score := func(a, b rashomon.AccountID) float64 {
		i, okA := at[a]
		j, okB := at[b]
		if !okA || !okB {
			return 0
		}
		return probability(l.odds(i, j))
	}
	groups := slices.SortedFunc(maps.Values(homes), func(a, b []int32) int {
		return l.received(slices.MinFunc(a, l.received), slices.MinFunc(b, l.received))
	})
	named := make([][]rashomon.AccountID, len(groups))
	for g, cards := range groups {
		slices.SortFunc(cards, l.received)
		for _, i := range cards {
			named[g] = append(named[g], l.account(i))
		}
	}
	clear(l.members)
	for _, accounts := range regroup(named, score) {
		var cards []int32
		for _, a := range accounts {
			cards = append(cards, at[a])
		}
		l.sort(cards)
		for _, i := range cards {
			l.group[i] = cards[0]
		}
		if len(cards) > 1 {
			l.members[cards[0]] = cards
		} else {
			l.cards[cards[0]].follows = none // it stands alone by a ruling, or always did
		}
	}
}
