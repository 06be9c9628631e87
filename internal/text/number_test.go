package text

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string // words = tally
	}{
		{"Twelve died and 1,204 fled.", []string{"Twelve = 12", "1,204 = 1204"}},
		{"twenty-three and a hundred and five", []string{"twenty-three = 23", "a hundred and five = 105"}},
		{"two hundred thousand, two thousand three hundred and forty one", []string{"two hundred thousand = 200000", "two thousand three hundred and forty one = 2341"}},
		{"two dozen men, a dozen women and half a dozen boys", []string{"two dozen = 24", "a dozen = 12", "half a dozen = 6"}},
		{"more than a quarter of a million people", []string{"more than a quarter of a million = at least 250000"}},
		{"3.5 million people and 40 thousand cows", []string{"3.5 million = 3500000", "40 thousand = 40000"}},
		{"At least 12 and more than 30, over 5, no fewer than six", []string{"At least 12 = at least 12", "more than 30 = at least 30", "over 5 = at least 5", "no fewer than six = at least 6"}},
		{"up to 40, as many as 27, no more than 3, fewer than ten", []string{"up to 40 = up to 40", "as many as 27 = up to 27", "no more than 3 = up to 3", "fewer than ten = up to 10"}},
		{"around 30, some 20, nearly 58, at least about 9", []string{"around 30 = about 30", "some 20 = about 20", "nearly 58 = about 58", "at least about 9 = about at least 9"}},
		{"100 or more, 200+, 30 or so", []string{"100 or more = at least 100", "200+ = at least 200", "30 or so = about 30"}},
		{"10 to 15, between 8 and 9, 3-5, 10 or 12, 4 – 6", []string{"10 to 15 = 10 to 15", "between 8 and 9 = 8 to 9", "3-5 = 3 to 5", "10 or 12 = 10 to 12", "4 – 6 = 4 to 6"}},
		{"Not one soldier died, not one but two men did.", []string{"Not one = 0", "one = 1", "two = 2"}},
		{"The toll rose from 22 to 31.", []string{"22 = 22", "31 = 31"}},
		{"dozens of men, scores, hundreds, several boys, tens of thousands", []string{"dozens = dozens (24 to 99)", "scores = scores (40 to 199)", "hundreds = hundreds (200 to 999)", "several = several (3 to 9)", "tens of thousands = tens of thousands (20000 to 99999)"}},
		{"a number of men, many women, a few boys, several hundred people", []string{"a number of = a number (at least 1)", "many = many (at least 1)", "a few = a few (3 to 9)", "several hundred = several hundred (300 to 999)"}},
		{"an unknown number of guards", []string{"an unknown number of = an unknown number (at least 1)"}},
		{"In May more than 60 people died", []string{"more than 60 = at least 60"}},
		{"the third victim, a 12-year-old, 12 years old, aged 9, the 4th", nil},
		{"on 12 April, April 12, 2017, since 2011, in 1990, 20 MAY 89", nil},
		{"at 5 p.m., 7:30, 24 hours, three days, $40, 60 percent, 12 km, 5 miles", nil},
		{"Resolution 2254, Article 5, Camp 16, Brigade 46, 9/11", nil},
		{"Imo Odo (51), a mother of 12; a 12- year-old", nil},
		{"his daughter, 9, and the men, ages 26 and 27, who was 24, ranging in age from 19 to 27, between the ages of 16-18", nil},
		{"Major Odo, 56, and Imo Sol, 43.", nil},
		{"no one died, one another, the one", nil},
		{"One of the men died", []string{"One = 1"}},
		{"over the past few days hundreds of people", []string{"hundreds = hundreds (200 to 999)"}},
		{"99999999999999999999 people", nil},
	} {
		d := Parse("\n" + c.in)
		var got []string
		for _, n := range d.Numbers(0, len(d.Words)) {
			got = append(got, n.Of(d.Text)+" = "+n.Tally.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("numbers of %q (-want +got):\n%s", c.in, diff)
		}
	}
}
