package extract

import (
	"testing"

	"rashomon"
)

// A count of an earlier version of the same story is superseded, and the outlet's
// own; the one that takes its place stands.
func TestRetracted(t *testing.T) {
	for _, c := range []struct {
		in  string
		own bool
		n   int // superseded counts
	}{
		{"An earlier version of this story said that 11 people were killed in Sol. The correct number is seven, police said.", true, 1},
		{"This article incorrectly reported that 11 people were killed in Sol.", true, 1},
		{"The army withdrew its claim that 11 people were killed in Sol.", false, 1},
		{"Earlier reports said that 11 people were killed in Sol.", false, 0},
	} {
		n := 0
		for _, claim := range Extract(rashomon.NewReport("Blast in Sol", c.in, rashomon.Report{})).Claims() {
			if !claim.Superseded {
				continue
			}
			n++
			if tally, _ := claim.Tally(); tally.Min != 11 {
				t.Errorf("%q: %v is superseded", c.in, tally)
			}
			if _, other := claim.Attribution.Speaker(); c.own && other {
				t.Errorf("%q: somebody else's word", c.in)
			}
		}
		if n != c.n {
			t.Errorf("%q: %d counts superseded, want %d", c.in, n, c.n)
		}
	}
}

func TestNothingHappened(t *testing.T) {
	for _, in := range []string{
		"In the film, gunmen kill 12 hostages in Sol. Critics said it was dull.",
		"The army simulated a bombing in Sol on Friday in which 40 people were killed.",
		"The shop in Sol was hit by a strike of luck on Friday.",
	} {
		if got := Extract(rashomon.NewReport("News", in, rashomon.Report{})).Claims(); len(got) > 0 {
			t.Errorf("%q: %d claims, the first %v %v", in, len(got), got[0].Field, got[0].Value)
		}
	}
}
