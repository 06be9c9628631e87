package web

import (
	"math"
	"strconv"
	"testing"

	"rashomon"
)

func TestRangeText(t *testing.T) {
	for _, tt := range []struct {
		low, high rashomon.End
		want      string
	}{
		{rashomon.End{N: 12}, rashomon.End{N: 12}, "12"},
		{rashomon.End{N: 12, Open: true}, rashomon.End{N: 12, Open: true}, "at least 12"},
		{rashomon.End{N: 9}, rashomon.End{N: 18}, "9 to 18"},
		{rashomon.End{N: 9, Open: true}, rashomon.End{N: 18}, "9 to 18"},
		{rashomon.End{N: 9}, rashomon.End{N: 18, Open: true}, "9 to 18 or more"},
	} {
		if got := rangeText(rashomon.Range{Low: tt.low, High: tt.high}); got != tt.want {
			t.Errorf("%+v %+v: %q, want %q", tt.low, tt.high, got, tt.want)
		}
	}
}

func TestValueText(t *testing.T) {
	for _, tt := range []struct {
		value rashomon.Value
		quote string
		want  string
	}{
		{rashomon.Tally{Min: 4, Max: 4, Who: "islanders", Relation: rashomon.Additional}, "killing a further four islanders", "4 more islanders"},
		{rashomon.Tally{Min: 17, Max: 17, Relation: rashomon.Rose, Group: rashomon.People}, "rose to 17", "rose to 17"},
		{rashomon.Tally{Min: 1, Max: 1, Relation: rashomon.OfInjured}, "one of the wounded died", "1 of the injured"},
		{rashomon.Tally{Min: 1, Max: 1, Who: "wounded", Relation: rashomon.OfInjured}, "one of the wounded died", "1 of the injured"},
		{rashomon.Tally{Min: 4, Max: 4, Who: "additional islanders", Relation: rashomon.Additional}, "four Additional Islanders", "4 more Islanders"},
		{rashomon.Tally{Min: 2, Max: 2, Who: "lake islanders"}, "two Lake Islanders died", "2 Lake Islanders"},
		{rashomon.Tally{Min: 2, Max: 2, Who: "members of the fourth brigade"}, "two members of the Fourth Brigade", "2"},
		{rashomon.Tally{Min: 2, Max: 2, Who: "people"}, "two were killed", "2"},
		{rashomon.Tally{Min: 24, Max: 99, Vague: "dozens", Who: "people"}, "dozens of people", "dozens (24 to 99) people"},
		{rashomon.Where{Name: "Orrin", Near: true}, "", "near Orrin"},
		{nil, "", ""},
	} {
		if got := valueText(rashomon.Claim{Value: tt.value, Quote: tt.quote}); got != tt.want {
			t.Errorf("%+v in %q: %q, want %q", tt.value, tt.quote, got, tt.want)
		}
	}
}

func TestByline(t *testing.T) {
	outlet := rashomon.Voice{Name: "Moor Wire"}
	for _, tt := range []struct {
		voices []rashomon.Voice
		want   string
	}{
		{[]rashomon.Voice{outlet}, ""},
		{[]rashomon.Voice{outlet, {Name: "police"}}, "police"},
		{[]rashomon.Voice{outlet, {Name: "Lake Courier"}, {As: "an official", Anonymous: true}}, "an official, via Lake Courier"},
		{[]rashomon.Voice{outlet, {}}, "someone not named"},
	} {
		if got := byline(rashomon.Attribution{Voices: tt.voices}); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.voices, got, tt.want)
		}
	}
}

func TestDay(t *testing.T) {
	for in, want := range map[string]string{
		"2031-03-04T12:05:00+02:00": "4 March 2031, 10:05 UTC", "2031-03-04": "4 March 2031", "2031-03": "March 2031", "2031": "2031",
		"Tuesday": "Tuesday", "": "", "2031-03-04T00:00:00Z": "4 March 2031",
	} {
		if got := day(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 4 {
		hex = "#" + hex[1:2] + hex[1:2] + hex[2:3] + hex[2:3] + hex[3:] + hex[3:]
	}
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	channel := func(v uint64) float64 {
		c := float64(v&0xFF) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(n>>16) + 0.7152*channel(n>>8) + 0.0722*channel(n)
}

func contrast(a, b float64) float64 { return (max(a, b) + 0.05) / (min(a, b) + 0.05) }

func TestPeopleText(t *testing.T) {
	for _, tt := range []struct {
		n, m int
		g    rashomon.Group
		want string
	}{
		{1, 1, rashomon.People, "1 person"}, {1, 1, "", "1 person"}, {1, 1, rashomon.Children, "1 child"}, {1, 1, rashomon.Women, "1 woman"},
		{1, 1, rashomon.Men, "1 man"}, {1, 1, rashomon.Fighters, "1 fighter"}, {1, 1, rashomon.Officers, "1 police officer"},
		{1, 2, rashomon.Officers, "1 to 2 police officers"}, {3, 3, "", "3 people"},
	} {
		rg := rashomon.Range{Group: tt.g, Low: rashomon.End{N: tt.n}, High: rashomon.End{N: tt.m}}
		if got := peopleText(rg); got != tt.want {
			t.Errorf("%d to %d %q: %q, want %q", tt.n, tt.m, tt.g, got, tt.want)
		}
	}
}

// TestSentence: the sentence under the title, from the record alone.
func TestSentence(t *testing.T) {
	killed := rashomon.Range{Field: rashomon.Killed, Group: rashomon.People, Low: rashomon.End{N: 9}, High: rashomon.End{N: 18}}
	injured := rashomon.Range{Field: rashomon.Injured, Group: rashomon.People, Low: rashomon.End{N: 31}, High: rashomon.End{N: 31}}
	children := rashomon.Range{Field: rashomon.Injured, Group: rashomon.Children, Low: rashomon.End{N: 1}, High: rashomon.End{N: 1}}
	attackers := rashomon.Range{Field: rashomon.Killed, Group: rashomon.Attackers, Low: rashomon.End{N: 2}, High: rashomon.End{N: 2}}
	for _, tt := range []struct {
		rec  rashomon.Record
		want string
	}{
		{rashomon.Record{}, "No report gives a number of dead or injured. 0 origins speak in 0 reports. Nothing is in dispute."},
		{rashomon.Record{Ranges: []rashomon.Range{attackers, killed, injured}, Origins: make([]rashomon.Origin, 3), Reports: make([]rashomon.ReportRef, 2),
			Disputes: []rashomon.Dispute{{Field: rashomon.Killed, Group: rashomon.People}, {Field: rashomon.Perpetrator}}},
			"9 to 18 people are reported killed and 31 injured. 3 origins speak in 2 reports. In dispute: people killed and who did it."},
		{rashomon.Record{Ranges: []rashomon.Range{killed, children}, Origins: make([]rashomon.Origin, 1), Reports: make([]rashomon.ReportRef, 1)},
			"9 to 18 people are reported killed. 1 child is reported injured. 1 origin speaks in 1 report. Nothing is in dispute."},
		{rashomon.Record{Ranges: []rashomon.Range{attackers}}, "2 attackers are reported killed. 0 origins speak in 0 reports. Nothing is in dispute."},
	} {
		if got := sentence(&tt.rec); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}
