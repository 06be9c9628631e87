package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rashomon"
)

// TestHarmed: who is counted as killed or injured, and who is not.
func TestHarmed(t *testing.T) {
	for _, c := range []struct {
		name, title, body string
		want              []string // "killed 1", each once, in order
	}{
		{"spoken of before", "Teen shot in Vellmar", "A 17-year-old was shot on Pell Street on Friday night, police said. He was taken to Saint Vera hospital, where he was pronounced dead.", []string{"injured 1", "killed 1"}},
		{"the victim", "Teen shot in Vellmar", "Police found a 17-year-old with a gunshot wound on Pell Street on Friday. The victim later died in hospital.", []string{"killed 1"}},
		{"who is counted is not counted again", "Two die in Vellmar", "Two men were shot and killed on Pell Street on Friday. The younger man ran. He was shot and died by a wall.", []string{"killed 2"}},
		{"himself", "Man shoots guard, himself", "A man shot and wounded a guard at a mill in Vellmar on Friday, then shot and killed himself, police said.", []string{"injured 1", "killed 1"}},
		{"both", "Woman and child hurt in Vellmar", "A woman and a child were shot in Vellmar on Friday. Both were taken to Saint Vera hospital.", []string{"injured 1", "injured 2"}},
		{"who kills is not killed", "Shots in Vellmar", "Two men shot and killed a shopkeeper in Vellmar on Friday, police said.", []string{"killed 1"}},
		{"fatally wounding", "Shots at mill in Vellmar", "Gunmen fired at a mill in Vellmar on Friday, fatally wounding a 9-year-old boy and injuring two women, police said.", []string{"injured 2", "killed 1"}},
		{"fatally wounding one spoken of before", "Shots in Vellmar", "A man was charged on Friday after a pistol went off in his home in Vellmar, fatally wounding the younger brother, police said.", []string{"killed 1"}},
		{"a number that is put right", "Hospital corrects toll", "Eight people, not nine, were killed in the blast at Vellmar mill on Friday, the hospital said.", []string{"killed 8"}},
		{"no word of harm", "Shots in Vellmar", "A man was shot at a house in Vellmar on Friday, police said. Four children were at home. Three other boys ran.", []string{"injured 1"}},
	} {
		got := map[string]bool{}
		for _, claim := range reading(rashomon.NewReport(c.title, c.body, rashomon.Report{Published: "2031-03-04"})).Claims() {
			if claim.Field == rashomon.Killed || claim.Field == rashomon.Injured {
				tally, _ := claim.Tally()
				got[fmt.Sprint(claim.Field, " ", tally)] = true
			}
		}
		var all []string
		for g := range got {
			all = append(all, g)
		}
		slices.Sort(all)
		if strings.Join(all, ", ") != strings.Join(c.want, ", ") {
			t.Errorf("%s: %v, want %v", c.name, all, c.want)
		}
	}
}
