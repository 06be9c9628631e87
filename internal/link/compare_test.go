package link

import (
	"slices"
	"strings"
	"testing"

	"rashomon"
)

// reasonsFor compares two reports of one account each and returns what speaks
// for and against, strongest first.
func reasonsFor(a, b Told) (for_, against []string) {
	l := New()
	l.load([]Told{a, b})
	var e evidence
	l.compare(&e, &l.cards[0], &l.cards[1])
	x := &voiced{l: l, kept: map[int32]Told{}, read: reading(a, b)}
	return l.why(&e, 0, 1, x, false), l.why(&e, 0, 1, x, true)
}

func TestReasons(t *testing.T) {
	const strike = rashomon.AirStrike
	on := func(date string) rashomon.Account { return news(strike, date, "") }
	at := func(place string) rashomon.Account { return news(strike, "", place) }
	told := func(n, published string, a rashomon.Account) Told { return report(n, published, "", a) }
	tests := []struct {
		name         string
		a, b         Told
		for_, versus string
	}{
		{"one day", told("a", "", on("2031-05-04")), told("bb", "", on("2031-05-04")), "same date: 4 May 2031", ""},
		{"a day in a month", told("a", "", on("2031-05-04")), told("bb", "", on("2031-05")), "dates overlap: 4 May 2031", ""},
		{"the next day", told("a", "", on("2031-05-04")), told("bb", "", on("2031-05-05")), "", "4 May 2031 against 5 May 2031"},
		{"weekdays that nothing places", told("a", "", on("Sunday")), told("bb", "", on("on Sunday night")), "both on a Sunday", ""},
		{"a weekday against a date", told("a", "", on("Sunday")), told("bb", "", on("2031-05-04")), "4 May 2031 was a Sunday", ""},
		{"another weekday", told("a", "", on("Monday")), told("bb", "", on("2031-05-04")), "", "4 May 2031 against Monday"},
		{"a weekday placed by publication", told("a", "2031-05-05", on("Sunday")), told("bb", "", on("2031-05-04")), "same date: 4 May 2031", ""},
		{"published together, undated", told("a", "2031-05-05", on("")), told("bb", "2031-05-05", on("")), "published within days of each other", "no date, place"},
		{"told before it happened", told("a", "2031-05-01", on("")), told("bb", "", on("2031-05-04")), "", "told before it happened"},
		{"the day of publication is a guess", told("a", "2031-05-05", func() rashomon.Account {
			a := on("2031-05-05")
			a.When.Words = ""
			return a
		}()), told("bb", "2031-05-05", on("2031-05-04")), "told within days of each other", "no date, place"},
		{"two spellings of a town", told("a", "", at("al-Hasarah, Kestrin")), told("bb", "", at("Hasara")), "same place: al-Hasarah and Hasara", ""},
		{"a town in its province", told("a", "", at("Kestrin province")), told("bb", "", at("Tarsk, Kestrin")), "Tarsk is in Kestrin province", ""},
		{"two towns of one province", told("a", "", at("Pellin, Kestrin")), told("bb", "", at("Tarsk, Kestrin")), "", "Pellin against Tarsk, both in Kestrin"},
		{"two sides of a town", told("a", "", at("east Tarsk")), told("bb", "", at("western Tarsk")), "", "east Tarsk against western Tarsk: opposite sides"},
		{"the place of one stands in the text of the other", told("a", "", at("Tarsk")), report("bb", "", "Fire in Tarsk", at("")), "both reports name Tarsk", ""},
		{"captured people", told("a", "", news(strike, "", "", toll(rashomon.Captured, 19, 19))), told("bb", "", news(strike, "", "", toll(rashomon.Captured, 19, 19))),
			"19 and 19 captured agree", ""},
		{"counts", told("a", "", news(strike, "", "", toll(rashomon.Killed, 43, rashomon.Open))), told("bb", "", news(strike, "", "", killed(43))),
			"at least 43 and 43 killed agree", ""},
		{"counts that clash", told("a", "", news(strike, "", "", killed(4))), told("bb", "", news(strike, "", "", killed(40))), "", "4 against 40 killed"},
		{"one killer, in two spellings", told("a", "", news(strike, "", "", by("Qadir Osh"))), told("bb", "", news(strike, "", "", by("Kadir Osh"))),
			"both say who did it: Kadir Osh", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for_, against := reasonsFor(tt.a, tt.b)
			if tt.for_ != "" && !slices.Contains(for_, tt.for_) {
				t.Errorf("nothing says %q: for %q, against %q", tt.for_, for_, against)
			}
			if tt.versus != "" && !slices.ContainsFunc(against, func(s string) bool { return strings.HasPrefix(s, tt.versus) }) {
				t.Errorf("nothing objects %q: for %q, against %q", tt.versus, for_, against)
			}
			if tt.versus == "" && len(against) > 0 {
				t.Errorf("objects %q", strings.Join(against, "; "))
			}
		})
	}
}
