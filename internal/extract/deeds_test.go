package extract

import (
	"testing"

	"rashomon"
)

// A possessive names whose the attack was; its ending is no part of the name.
func TestPossessiveIsNoPartOfTheName(t *testing.T) {
	for _, text := range []string{
		"The army said on Monday that its strikes were a response to the Kestrin Front's surprise attack on Dorla.",
		"The army said on Monday that its strikes were a response to the Kestrin Front’s surprise attack on Dorla.",
	} {
		r := Extract(rashomon.NewReport("Attack in Dorla", text, rashomon.Report{}))
		found := false
		for _, c := range r.Claims() {
			if c.Field != rashomon.Perpetrator {
				continue
			}
			found = true
			if c.Value.String() != "Kestrin Front" || c.ValueSpan.Of("Attack in Dorla\n"+text) != "Kestrin Front" {
				t.Errorf("who did it is %q", c.Value)
			}
		}
		if !found {
			t.Errorf("nobody is said to have done it in %q", text)
		}
	}
}
