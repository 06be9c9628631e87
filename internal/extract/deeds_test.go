package extract

import (
	"strings"
	"testing"

	"rashomon"
)

// A possessive names whose the attack was; its ending is no part of the name.
func TestPossessiveIsNoPartOfTheName(t *testing.T) {
	for _, text := range []string{
		"The army said on Monday that its strikes were a response to the Kestrin Front's surprise attack on Dorla.",
		"The army said on Monday that its strikes were a response to the Kestrin Front’s surprise attack on Dorla.",
	} {
		report := rashomon.NewReport("Attack in Dorla", text, rashomon.Report{})
		r := reading(report)
		found := false
		for _, c := range r.Claims() {
			if c.Field != rashomon.Perpetrator {
				continue
			}
			found = true
			if name := strings.TrimPrefix(c.Value.String(), "the "); name != "Kestrin Front" || c.ValueSpan.Of(report.Text) != c.Value.String() {
				t.Errorf("who did it is %q", c.Value)
			}
		}
		if !found {
			t.Errorf("nobody is said to have done it in %q", text)
		}
	}
}

// A date that the text does not give is not taken from the day of publication.
func TestNoDateIsGuessed(t *testing.T) {
	r := reading(rashomon.NewReport("Bomb in Dorla", "A bomb killed nine people in the town of Dorla, police said.", rashomon.Report{Published: "2031-03-04"}))
	if len(r.Accounts) != 1 || r.Accounts[0].When != (rashomon.When{}) {
		t.Errorf("accounts %+v, want one without a date", r.Accounts)
	}
}

// A voice that named somebody and then denies it says two things.
func TestADenialIsNotDroppedForWhatWasSaidBefore(t *testing.T) {
	r := reading(rashomon.NewReport("Bomb in Dorla", "The Kestrin Front bombed a market in Dorla on Monday, killing nine people. The Kestrin Front did not bomb the market in Dorla.", rashomon.Report{}))
	stances := map[rashomon.Stance]bool{}
	for _, c := range r.Claims() {
		if c.Field == rashomon.Perpetrator {
			stances[c.Attribution.Stance] = true
		}
	}
	if !stances[rashomon.States] || !stances[rashomon.Denies] {
		t.Errorf("stances on who did it: %v, want states and denies", stances)
	}
}
