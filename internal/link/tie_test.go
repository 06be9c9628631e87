package link

import (
	"strings"
	"testing"

	"rashomon"
)

// claimAt is a killed claim on the words of text.
func claimAt(text, words string, n int) rashomon.Claim {
	c := killed(n)
	start := strings.Index(text, words)
	c.Span, c.Quote = rashomon.Span{Start: start, End: start + len(words)}, words
	return c
}

// TestTies holds a tie that one report tells of to be on both incidents. How ties are
// read from words is tested with them (internal/tie).
func TestTies(t *testing.T) {
	const text = "Strike in Tarsk\nA strike on Tarsk killed 14 people. It came hours after a bomb killed six people in Pellin."
	r := report("courier", "2031-05-05", "Strike in Tarsk",
		news(rashomon.AirStrike, "2031-05-04", "Tarsk", claimAt(text, "killed 14 people", 14)),
		recall(rashomon.Bombing, "2031-05-04", "Pellin", claimAt(text, "killed six people", 6)))
	r.Text = text
	incidents := Link([]Told{r})
	if len(incidents) != 2 {
		t.Fatalf("%d incidents, want 2", len(incidents))
	}
	strike, bomb := incidents[0], incidents[1]
	words := "came hours after a bomb killed six people in Pellin."
	want := rashomon.Tie{To: bomb.ID, Kind: rashomon.FollowUpOf, Report: "courier", Words: words,
		Span: rashomon.Span{Start: strings.Index(text, words), End: len(text)}}
	if len(strike.Ties) != 1 || strike.Ties[0] != want {
		t.Errorf("the strike has %+v, want %+v", strike.Ties, want)
	}
	want.To, want.Kind = strike.ID, rashomon.FollowedBy
	if len(bomb.Ties) != 1 || bomb.Ties[0] != want {
		t.Errorf("the bomb has %+v, want %+v", bomb.Ties, want)
	}
}
