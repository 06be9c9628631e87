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

func TestTies(t *testing.T) {
	tests := []struct {
		name, text    string
		first, second string // the words that kill, of the news and of the recall
		kind          rashomon.TieKind
		words         string // what the tie cites
	}{
		{"a recall", "Strike in Tarsk\nA strike on Tarsk killed 14 people. In April a raid on Pellin killed six people.",
			"killed 14 people", "killed six people", rashomon.Recalls, "In April a raid on Pellin killed six people."},
		{"retaliation", "Strike in Tarsk\nA strike killed 14 people in Tarsk in retaliation for a bomb that killed six people in Pellin.",
			"killed 14 people", "killed six people", rashomon.RetaliationFor, "in retaliation for a bomb that killed six people in Pellin."},
		{"the strike answers", "Strike in Tarsk\nA strike on Tarsk killed 14 people. Sunday's strike was in retaliation for a bomb that killed six people in Pellin.",
			"killed 14 people", "killed six people", rashomon.RetaliationFor, "in retaliation for a bomb that killed six people in Pellin."},
		{"a follow-up", "Strike in Tarsk\nA strike on Tarsk killed 14 people. It came hours after a bomb killed six people in Pellin.",
			"killed 14 people", "killed six people", rashomon.FollowUpOf, "hours after a bomb killed six people in Pellin."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := report("courier", "2031-05-05", "Strike in Tarsk",
				news(rashomon.AirStrike, "2031-05-04", "Tarsk", claimAt(tt.text, tt.first, 14)),
				recall(rashomon.Bombing, "2031-04", "Pellin", claimAt(tt.text, tt.second, 6)))
			r.Text = tt.text
			incidents := Link([]Told{r})
			found := false
			for _, tie := range incidents[0].Ties {
				if tie.Kind == tt.kind {
					found = true
					if tie.Words != tt.words {
						t.Errorf("the tie's words are %q, want %q", tie.Words, tt.words)
					}
					if tie.To != incidents[1].ID || tie.Span.Of(tt.text) != tt.words {
						t.Errorf("tie to %s cites %q, want %s and %q", tie.To, tie.Span.Of(tt.text), incidents[1].ID, tt.words)
					}
				}
			}
			if !found {
				t.Errorf("no tie %q: %+v", tt.kind, incidents[0].Ties)
			}
		})
	}
}

// TestForeignReasons holds ties of retaliation to the news of the report: what
// another event answered says nothing of it.
func TestForeignReasons(t *testing.T) {
	for _, text := range []string{
		"Strike in Tarsk\nA strike on Tarsk killed 14 people. Troops have been hit often since the invasion of Arden in response to a raid that killed six people in Pellin.",
		"Strike in Tarsk\nA strike on Tarsk killed 14 people. The war began in retaliation for a raid that killed six people in Pellin.",
		"Strike in Tarsk\nA strike on Tarsk killed 14 people. Attacks are common in response to raids like the one that killed six people in Pellin.",
	} {
		r := report("courier", "2031-05-05", "Strike in Tarsk",
			news(rashomon.AirStrike, "2031-05-04", "Tarsk", claimAt(text, "killed 14 people", 14)),
			recall(rashomon.Bombing, "2031-04", "Pellin", claimAt(text, "killed six people", 6)))
		r.Text = text
		for _, tie := range Link([]Told{r})[0].Ties {
			if tie.Kind == rashomon.RetaliationFor {
				t.Errorf("%q gives a tie of retaliation: %q", text, tie.Words)
			}
		}
	}
}
