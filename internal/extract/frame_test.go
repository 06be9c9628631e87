package extract

import (
	"slices"
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
		for _, claim := range reading(rashomon.NewReport("Blast in Sol", c.in, rashomon.Report{})).Claims() {
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
	} {
		if got := reading(rashomon.NewReport("News", in, rashomon.Report{})).Claims(); len(got) > 0 {
			t.Errorf("%q: %d claims, the first %v %v", in, len(got), got[0].Field, got[0].Value)
		}
	}
}

// The day of a burial, of a court and of a dateline are no days of an attack.
func TestDays(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"SOL, March 3 (Imo Wire) - A bomb killed 12 people in Sol on Tuesday.", []string{"Tuesday"}},
		{"A bomb killed 12 people in Sol on Tuesday. The men killed were buried on Friday morning.", []string{"Tuesday"}},
		{"Mourners buried Ivo Odo, a teacher who died in the raid, on Friday.", nil},
		{"A court on Monday sentenced Ivo Odo for the 2019 bombing in Sol that killed 31 people.", []string{"2019"}},
		{"Funerals were held on Friday for 12 people whom Tuesday's raid in Sol had killed.", []string{"Tuesday's"}},
	} {
		var got []string
		for _, a := range reading(rashomon.NewReport("News of Sol", c.in, rashomon.Report{})).Accounts {
			if a.When.Words != "" {
				got = append(got, a.When.Words)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

// In a text all in capitals an ordinary word is no place, nor is a day anywhere.
func TestLoudPlaces(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"TWELVE PEOPLE WERE KILLED IN SOL YESTERDAY.", []string{"SOL"}},
		{"REBELS IN NO WAY KILLED THE TWELVE MEN IN CONNECTION WITH THE STRIKE.", nil},
		{"A BOMB KILLED TWELVE IN RETALIATION FOR A RAID IN THE PAST.", nil},
		{"The raid in Wednesday's fog killed 12 people in Sol Today.", []string{"Sol"}},
	} {
		var got []string
		for _, a := range reading(rashomon.NewReport("", c.in, rashomon.Report{})).Accounts {
			if a.Where.Name != "" {
				got = append(got, a.Where.Name)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}
