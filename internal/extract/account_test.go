package extract

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rashomon"
)

// told writes what a report counts, and whether as its news, a recall or a sum.
func told(title, body, published string) []string {
	r := reading(rashomon.NewReport(title, body, rashomon.Report{Published: published}))
	role := map[string]string{"": "sum"}
	for _, a := range r.Accounts {
		role[a.Key] = "recall"
		if a.Main {
			role[a.Key] = "news"
		}
	}
	var got []string
	for _, c := range r.Claims() {
		if t, ok := c.Tally(); ok {
			got = append(got, fmt.Sprintf("%s %s: %s", c.Field, t, role[c.Account]))
		}
	}
	return got
}

const lead = "A car bomb killed 12 people in the market of Sol on Thursday, police said. Thirty others were wounded in the blast. " +
	"Rescuers searched the rubble through the night. The mayor visited the market in the morning. "

func TestRoles(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{"the news", lead, []string{"killed 12: news", "injured 30: news"}},
		{"a war's dead are a sum", lead + "The conflict has killed more than 300,000 people since it began in March 2011.",
			[]string{"killed 12: news", "injured 30: news", "killed at least 300000: sum"}},
		{"a period's dead are a sum", lead + "More than 400 civilians have been killed in the province since the truce began.",
			[]string{"killed 12: news", "injured 30: news", "killed at least 400: sum"}},
		{"an older attack is recalled", lead + "Last month a similar attack in Imo killed 40 people.",
			[]string{"killed 12: news", "injured 30: news", "killed 40: recall"}},
		{"a year recalls", lead + "A bombing at the same market killed six traders in May 2013.",
			[]string{"killed 12: news", "injured 30: news", "killed 6: recall"}},
		{"attacks are no people", lead + "There have been more than 100 attacks since October.",
			[]string{"killed 12: news", "injured 30: news"}},
	} {
		if diff := cmp.Diff(c.want, told("Bomb in Sol", c.body, "2019-04-20")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestAccounts(t *testing.T) {
	r := reading(rashomon.NewReport("Bomb kills 12 in Sol", lead+"Last month a similar attack in Imo killed 40 people.", rashomon.Report{Published: "2019-04-20"}))
	var got []string
	for _, a := range r.Accounts {
		got = append(got, fmt.Sprintf("%s %v %s %s %s", a.Key, a.Main, a.Kind, a.When, a.Where))
	}
	want := []string{
		"a1 true bombing/IED/suicide 2019-04-18 (Thursday) market of Sol",
		"a2 false other 2019-03 (Last month) Imo",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("accounts (-want +got):\n%s", diff)
	}
}

// Who did many attacks is of no one incident.
func TestCampaigns(t *testing.T) {
	for _, in := range []string{
		"The Grey Front has carried out more than 100 attacks since October.",
		"Rebels have attacked the base over a hundred times since October.",
	} {
		found := false
		for _, c := range reading(rashomon.NewReport("Bomb in Sol", lead+in, rashomon.Report{Published: "2019-04-20"})).Cumulative {
			found = found || c.Field == rashomon.Perpetrator
		}
		if !found {
			t.Errorf("%q: no cumulative claim of who did it", in)
		}
	}
}

// A later sentence that names the day of the first of two attacks tells of it.
func TestBackToItsDay(t *testing.T) {
	body := "Two bombs in two days shook Sol. A car bomb killed nine guards at a gate in Sol on Wednesday. On Thursday another car bomb killed four clerks at a bank in Imo. " +
		"The two attackers who died on Wednesday were brothers."
	r := reading(rashomon.NewReport("Bombs in Sol", body, rashomon.Report{Published: "2019-04-20"}))
	for _, a := range r.Accounts {
		for _, c := range a.Claims {
			if n, ok := c.Tally(); ok && n.Min == 2 && a.When.Words != "Wednesday" {
				t.Errorf("the two attackers are of %s", a.When)
			}
		}
	}
}

// One sentence recalls a raid and the attack before it: two incidents.
func TestForkedRecall(t *testing.T) {
	r := reading(rashomon.NewReport("Bomb kills 12 in Sol", lead+"Army forces shelled the town of Imo last month after a rocket attack by rebels killed six teachers.", rashomon.Report{Published: "2019-04-20"}))
	var got []string
	for _, a := range r.Accounts {
		for _, c := range a.Claims {
			if !a.Main && (c.Field == rashomon.Perpetrator || c.Field.Toll()) {
				got = append(got, fmt.Sprintf("%s %s %s", a.Key, c.Field, c.Value))
			}
		}
	}
	want := []string{"a2 perpetrator Army forces", "a3 perpetrator rebels", "a3 killed 6"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("accounts (-want +got):\n%s", diff)
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"A shell killed two people in the town of Sol in Imo province.", []string{"town of Sol in Imo province"}},
		{"Two guards died near the village of Odo, north of Imo.", []string{"near village of Odo"}},
		{"A blast hit a bus in central Imo on Friday.", []string{"central Imo"}},
		{"Raids on the rebel-held district of al-Sol killed a boy.", []string{"rebel-held district of al-Sol"}},
		{"A spokesman in Sol said the raid killed a boy.", nil},
		{"The raid killed a boy in April.", nil},
		{"The raid killed five soldiers of the Imo Brigade in an hour.", nil},
	} {
		d := begin(rashomon.NewReport("", c.in, rashomon.Report{Published: "2019-04-20"}))
		var got []string
		for _, p := range d.places() {
			got = append(got, p.Value.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("places of %q (-want +got):\n%s", c.in, diff)
		}
	}
}

func TestDates(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"A bomb killed two people in Sol on Thursday.", []string{"2019-04-18 (Thursday)"}},
		{"The raid of 12 April killed a boy, police said on Friday.", []string{"2019-04-12 (12 April)"}},
		{"Since Monday 12 people have been killed.", nil},
		{"The council met on Thursday.", nil},
	} {
		d := begin(rashomon.NewReport("", c.in, rashomon.Report{Published: "2019-04-20"}))
		var got []string
		for _, p := range d.dates() {
			got = append(got, p.Value.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("dates of %q (-want +got):\n%s", c.in, diff)
		}
	}
}

func TestDistinct(t *testing.T) {
	for _, c := range []struct {
		name, title, body string
		want              []string
	}{
		{"the title says it again", "Bomb kills 12", "A bomb killed 12 people.", []string{"killed 12: news"}},
		{"the body is more careful", "Bomb kills 12", "A bomb killed at least 12 people.", []string{"killed at least 12: news"}},
		{"twice by one voice", "Bomb", "A bomb killed 12 people. The blast left 12 dead.", []string{"killed 12: news"}},
		{"two people of one number", "Bomb", "A bomb killed a driver. It also killed a guard.", []string{"killed 1: news", "killed 1: news"}},
	} {
		if diff := cmp.Diff(c.want, told(c.title, c.body, "2019-04-20")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
