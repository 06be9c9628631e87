package wording

import (
	"regexp"

	"rashomon"
)

var ages = regexp.MustCompile(`\b(\d{1,2})[- ](?:year|month)s?[- ]old|\bage[sd]? (\d{1,2})\b|, (\d{1,2}),`)

// Age is the age that the words give the one person they tell of, as they write it; it is
// empty when they give none or several.
func Age(words string) string {
	all := ages.FindAllStringSubmatch(words, -1)
	if len(all) != 1 {
		return ""
	}
	return all[0][1] + all[0][2] + all[0][3]
}

// OnePerson reports whether two counts of one may be taken to tell of the same person, by
// the age and the kind of person that their words give: "a boy of 9" and "the boy".
func OnePerson(a, b rashomon.Claim) bool {
	t, _ := a.Tally()
	u, _ := b.Tally()
	if x, y := Age(a.Quote), Age(b.Quote); x != "" && y != "" {
		return x == y
	}
	g := ClassOf(t)
	return g == ClassOf(u) && g != rashomon.People
}
