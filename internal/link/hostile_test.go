package link_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"rashomon"
	"rashomon/internal/link"
)

// told makes a reading of accounts, which get their report and, without one, a key.
func told(id string, accounts ...rashomon.Account) link.Told {
	r := rashomon.Reading{Report: rashomon.ReportID(id), Outlet: "The Courier", Title: "Strike in Tarsk", Published: "2031-05-05"}
	for i, a := range accounts {
		a.Report = r.Report
		if a.Key == "" {
			a.Key = fmt.Sprint("a", i+1)
		}
		r.Accounts = append(r.Accounts, a)
	}
	return link.Told{Reading: r, Received: time.Unix(int64(len(id)), 0)}
}

// strike is an ordinary account.
func strike(place string, day, killed int) rashomon.Account {
	d := rashomon.Date{Year: 2031, Month: 5, Day: day}
	return rashomon.Account{Main: true, Kind: rashomon.AirStrike, When: rashomon.When{From: d, To: d}, Where: rashomon.Where{Name: place},
		Claims: []rashomon.Claim{count(killed, killed)}}
}

func count(low, high int) rashomon.Claim {
	return rashomon.Claim{Field: rashomon.Killed, Quote: fmt.Sprint("killed ", low), Value: rashomon.Tally{Min: low, Max: high, Group: rashomon.People}}
}

func party(f rashomon.Field, name string) rashomon.Claim {
	return rashomon.Claim{Field: f, Quote: name, Value: rashomon.Party{Name: name}}
}

// dated is an account of a time that may be none.
func dated(from, to rashomon.Date) rashomon.Account {
	a := strike("Tarsk", 4, 14)
	a.When = rashomon.When{Words: "that day", From: from, To: to}
	return a
}

// linked links, holds the result to what every result must be, and returns it.
func linked(t testing.TB, all []link.Told) []rashomon.Incident {
	t.Helper()
	incidents := link.Link(all)
	if err := clear(all, incidents); err != nil {
		t.Fatal(err)
	}
	return incidents
}

// clear says what is wrong with a result: every account of every report must stand in
// one incident, and what incidents say of each other must lead somewhere.
func clear(all []link.Told, incidents []rashomon.Incident) error {
	want := map[rashomon.AccountID]bool{}
	seen := map[rashomon.ReportID]bool{}
	for _, x := range all {
		if !seen[x.Reading.Report] {
			for _, a := range x.Reading.Accounts {
				want[rashomon.AccountID(string(x.Reading.Report)+"/"+a.Key)] = true
			}
		}
		seen[x.Reading.Report] = true
	}
	ids, in := map[rashomon.IncidentID]bool{}, map[rashomon.AccountID]bool{}
	for _, inc := range incidents {
		if _, ok := rashomon.ParseIncidentID(string(inc.ID)); !ok || ids[inc.ID] {
			return fmt.Errorf("incident %q: no name, or that of another", inc.ID)
		}
		ids[inc.ID] = true
		if len(inc.Accounts) == 0 {
			return fmt.Errorf("incident %s has no account", inc.ID)
		}
		for _, a := range inc.Accounts {
			if !want[a] || in[a] {
				return fmt.Errorf("incident %s: account %.60q is of no report, or twice in an incident", inc.ID, a)
			}
			in[a] = true
		}
	}
	if len(in) != len(want) {
		return fmt.Errorf("%d accounts in incidents, of %d", len(in), len(want))
	}
	for _, inc := range incidents {
		if err := clearOf(inc, in, ids); err != nil {
			return fmt.Errorf("incident %s: %w", inc.ID, err)
		}
	}
	return nil
}

// most is how long a reason may be: it is read by people, and stored with each link.
const most = 400

func clearOf(inc rashomon.Incident, in map[rashomon.AccountID]bool, ids map[rashomon.IncidentID]bool) error {
	if n := len(inc.Links); n > 3*len(inc.Accounts)+5 {
		return fmt.Errorf("%d links of %d accounts", n, len(inc.Accounts))
	}
	for _, l := range inc.Links {
		if !in[l.A] || !in[l.B] || l.A == l.B || math.IsNaN(l.Score) || l.Score < 0 || l.Score > 1 {
			return fmt.Errorf("link between %.60q and %.60q with score %v", l.A, l.B, l.Score)
		}
		for _, w := range l.Why {
			if w == "" || len(w) > most || !utf8.ValidString(w) {
				return fmt.Errorf("link between %.60q and %.60q has a reason of %d bytes: %.60q", l.A, l.B, len(w), w)
			}
		}
	}
	for _, x := range inc.Ties {
		if !ids[x.To] || x.To == inc.ID {
			return fmt.Errorf("tie to %q", x.To)
		}
	}
	told := map[rashomon.AccountID]bool{}
	for _, o := range inc.Origins {
		for _, a := range o.Accounts {
			told[a] = true
			if !slices.Contains(inc.Accounts, a) && len(inc.Accounts) < 100 {
				return fmt.Errorf("origin %q has account %.60q of another incident", o.Name, a)
			}
		}
	}
	for _, a := range inc.Accounts {
		if !told[a] {
			return fmt.Errorf("account %.60q has no origin", a)
		}
	}
	return nil
}

// TestImpossible links what no reader writes but a line of claims can hold: beside two
// ordinary accounts of one strike, which must be one incident whatever else there is.
func TestImpossible(t *testing.T) {
	day := func(y, m, d int) rashomon.Date { return rashomon.Date{Year: y, Month: time.Month(m), Day: d} }
	with := func(change func(a *rashomon.Account)) rashomon.Account {
		a := strike("Tarsk", 4, 14)
		change(&a)
		return a
	}
	claims := func(c ...rashomon.Claim) rashomon.Account {
		return with(func(a *rashomon.Account) { a.Claims = c })
	}
	cases := map[string][]rashomon.Account{
		"no date at all":             {dated(day(0, 0, 0), day(0, 0, 0))},
		"a day of no year":           {dated(day(0, 5, 4), day(0, 5, 4))},
		"the year 99999":             {dated(day(99999, 1, 1), day(99999, 1, 1))},
		"the year -1":                {dated(day(-1, 1, 1), day(-1, 1, 1))},
		"the last year there is":     {dated(day(math.MaxInt, 1, 1), day(math.MaxInt, 1, 1)), dated(day(math.MinInt, 1, 1), day(math.MinInt, 1, 1))},
		"month 13, day 77":           {dated(day(2031, 13, 77), day(2031, 13, 77))},
		"to before from":             {dated(day(2031, 5, 9), day(2031, 5, 1))},
		"a span of 30,000 years":     {dated(day(1, 1, 1), day(30000, 1, 1))},
		"only to":                    {dated(day(0, 0, 0), day(2031, 5, 4))},
		"negative counts":            {claims(count(-7, -9), count(-1, -5))},
		"counts that cross":          {claims(count(30, 3))},
		"the largest counts":         {claims(count(math.MaxInt, math.MaxInt)), claims(count(math.MinInt, math.MaxInt))},
		"about the largest":          {claims(rashomon.Claim{Field: rashomon.Killed, Value: rashomon.Tally{Min: math.MaxInt, Max: math.MaxInt, Approx: true}})},
		"no number":                  {claims(rashomon.Claim{Field: rashomon.Killed, Confidence: math.NaN()}, rashomon.Claim{Field: rashomon.Killed, Value: rashomon.Words("many"), Confidence: math.Inf(-1)})},
		"values of other fields":     {claims(rashomon.Claim{Field: rashomon.Victim, Value: rashomon.Tally{Min: 1}}, rashomon.Claim{Field: "no such field", Value: rashomon.Where{}}, rashomon.Claim{Field: rashomon.DateField, Value: rashomon.When{}})},
		"spans outside":              {claims(rashomon.Claim{Field: rashomon.Killed, Value: rashomon.Tally{Min: 3, Max: 3}, Span: rashomon.Span{Start: -5, End: 1 << 40}}, rashomon.Claim{Span: rashomon.Span{Start: 9, End: 3}})},
		"a kind of event of its own": {with(func(a *rashomon.Account) { a.Kind = "no such kind" })},
		"empty words":                {claims(party(rashomon.Victim, ""), party(rashomon.Perpetrator, " \n"), rashomon.Claim{Field: rashomon.Target, Value: rashomon.Words("")})},
		"bytes that are no text": {with(func(a *rashomon.Account) {
			a.Where.Name = "\xff\xfe\x00"
			a.Claims = append(a.Claims, party(rashomon.Victim, "\xc3\x28 \xff"), rashomon.Claim{Field: rashomon.Target, Value: rashomon.Words("\xe2\x82"), Quote: "\xed\xa0\x80"})
		}), with(func(a *rashomon.Account) {
			a.Where.Name = "\xff\xfe\x00"
			a.Claims = append(a.Claims, party(rashomon.Victim, "\xc3\x28 \xff"))
		})},
		"nothing": {{}},
	}
	for name, accounts := range cases {
		t.Run(name, func(t *testing.T) {
			all := []link.Told{told("gazette", strike("Tarsk", 4, 14)), told("lantern1", strike("Tarsk", 4, 14))}
			for i, a := range accounts {
				all = append(all, told(fmt.Sprint("odd", i), a), told(fmt.Sprint("odder", i), a))
			}
			same := linked(t, all)
			if of(same, "gazette/a1") != of(same, "lantern1/a1") {
				t.Error("two ordinary accounts of one strike are two incidents")
			}
			rand.New(rand.NewPCG(1, 2)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
			if again := linked(t, all); !reflect.DeepEqual(same, again) {
				t.Error("another order of arrival gives other incidents")
			}
		})
	}
}

// of is the incident of an account.
func of(incidents []rashomon.Incident, a rashomon.AccountID) rashomon.IncidentID {
	for _, inc := range incidents {
		if slices.Contains(inc.Accounts, a) {
			return inc.ID
		}
	}
	return ""
}

// TestImpossibleDatesAreNone holds dates that no calendar has to join nothing: what
// they have in common is that they are wrong.
func TestImpossibleDatesAreNone(t *testing.T) {
	for _, d := range []rashomon.Date{{Year: 99999, Month: 1, Day: 1}, {Year: -4, Month: 1, Day: 1}, {Year: 2031, Month: 40, Day: 40}} {
		a, b := strike("Tarsk", 4, 14), strike("Orva", 4, 31)
		for _, x := range []*rashomon.Account{&a, &b} {
			x.When = rashomon.When{From: d, To: d}
		}
		for _, inc := range linked(t, []link.Told{told("gazette", a), told("lantern", b)}) {
			for _, l := range inc.Links {
				if slices.ContainsFunc(l.Why, func(w string) bool { return strings.Contains(w, d.String()) }) {
					t.Errorf("%v is a reason: %q", d, l.Why)
				}
			}
		}
	}
}

// TestSameNames gives accounts the names of others.
func TestSameNames(t *testing.T) {
	twice := told("gazette", strike("Tarsk", 4, 14), strike("Orva", 9, 3))
	twice.Reading.Accounts[1].Key = "a1"
	nameless := told("", strike("Tarsk", 4, 14))
	for name, all := range map[string][]link.Told{ // keys have no slash: rashomon link refuses those
		"a key twice":              {twice},
		"a report twice":           {told("gazette", strike("Tarsk", 4, 14)), told("gazette", strike("Orva", 9, 3))},
		"reports named as paths":   {told("2031/05/a.txt", strike("Tarsk", 4, 14)), told("2031", strike("Orva", 9, 3)), told("/", strike("Orva", 9, 3))},
		"a report without a name":  {nameless, told("gazette", strike("Tarsk", 4, 14))},
		"nothing":                  nil,
		"a reading of nothing":     {{}},
		"a hundred empty readings": slices.Repeat([]link.Told{told("gazette")}, 100),
	} {
		t.Run(name, func(t *testing.T) {
			first := linked(t, all)
			back := slices.Clone(all)
			slices.Reverse(back)
			if !reflect.DeepEqual(first, linked(t, back)) && name != "a report twice" {
				t.Error("another order of arrival gives other incidents")
			}
		})
	}
}

// TestLongNames links names, places and quotes of 10 kB: reasons stay short.
func TestLongNames(t *testing.T) {
	long := strings.Repeat("Ulmar-Ben ", 1000)
	for name, change := range map[string]func(a *rashomon.Account, n int){
		"a place":         func(a *rashomon.Account, n int) { a.Where.Name = long + fmt.Sprint(n) },
		"one word":        func(a *rashomon.Account, n int) { a.Where.Name = strings.Repeat("x", 10_000) },
		"a place's parts": func(a *rashomon.Account, n int) { a.Where.Name = strings.Repeat("Ulmar, ", 1500) },
		"a victim":        func(a *rashomon.Account, n int) { a.Claims = append(a.Claims, party(rashomon.Victim, long)) },
		"a perpetrator":   func(a *rashomon.Account, n int) { a.Claims = append(a.Claims, party(rashomon.Perpetrator, long)) },
		"victims": func(a *rashomon.Account, n int) {
			for i := range 300 {
				a.Claims = append(a.Claims, party(rashomon.Victim, fmt.Sprintf("Ona%d Brel%d", i, i*n)))
			}
		},
		"a target": func(a *rashomon.Account, n int) {
			a.Claims = append(a.Claims, rashomon.Claim{Field: rashomon.Target, Value: rashomon.Words(long), Quote: long})
		},
		"a weapon of one word": func(a *rashomon.Account, n int) {
			a.Claims = append(a.Claims, rashomon.Claim{Field: rashomon.Weapon, Value: rashomon.Words(strings.Repeat("y", 10_000))})
		},
		"a time": func(a *rashomon.Account, n int) { a.When.Words = long },
		"a kind": func(a *rashomon.Account, n int) { a.Kind = rashomon.Kind(long[:9000+n]) },
		"a vague count": func(a *rashomon.Account, n int) {
			a.Claims = append(a.Claims, rashomon.Claim{Field: rashomon.Injured, Value: rashomon.Tally{Min: 24, Max: 99, Vague: long}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			var all []link.Told
			for n := range 8 {
				a := strike("Tarsk", 4+n/4, 14+n)
				change(&a, n)
				x := told(fmt.Sprint("courier", n), a)
				x.Reading.Title, x.Reading.Outlet = long, long
				all = append(all, x)
			}
			linked(t, all)
		})
	}
}

// TestOneReportOfMany links a report of 200 incidents, and two that tell of the same.
func TestOneReportOfMany(t *testing.T) {
	const many = 200
	report := func(id string) link.Told {
		var accounts []rashomon.Account
		var b strings.Builder
		b.WriteString("Strikes in many towns\n")
		for i := range many {
			a := strike(fmt.Sprintf("Town%c%c", 'a'+i/20, 'a'+i%20), 1+i%28, 3+i)
			a.Main = i%3 > 0
			start := b.Len()
			fmt.Fprintf(&b, "A strike on %s killed %d people in retaliation for a raid. ", a.Where.Name, 3+i)
			a.Claims[0].Span = rashomon.Span{Start: start, End: b.Len() - 1}
			accounts = append(accounts, a)
		}
		x := told(id, accounts...)
		x.Text = b.String()
		return x
	}
	if n := len(linked(t, []link.Told{report("gazette")})); n < many*9/10 {
		t.Errorf("%d incidents of one report of %d", n, many)
	}
	three := []link.Told{report("gazette"), report("lantern"), report("courier")}
	for i := range three {
		three[i].Text = ""
	}
	if n := len(linked(t, three)); n < many*9/10 || n > many*11/10 {
		t.Errorf("%d incidents of three reports of the same %d", n, many)
	}
}

// TestManyOfOne links thousands of accounts of one incident by as many reports: they
// are one incident, with a bounded number of links, and the next costs no more than
// the last. The quadratic would be felt: 3,000 accounts have 4,500,000 pairs.
func TestManyOfOne(t *testing.T) {
	for name, account := range map[string]func(i int) rashomon.Account{
		"alike":            func(int) rashomon.Account { return strike("Tarsk", 4, 37) },
		"with other tolls": func(i int) rashomon.Account { return strike("Tarsk", 4, 30+i%9) },
		"without a day":    func(int) rashomon.Account { a := strike("Tarsk", 4, 37); a.When = rashomon.When{}; return a },
	} {
		t.Run(name, func(t *testing.T) {
			const many = 3_000
			var all []link.Told
			for i := range many {
				all = append(all, told(fmt.Sprintf("courier%05d", i), account(i)))
			}
			incidents := linked(t, all)
			if name == "alike" && len(incidents) != 1 {
				t.Errorf("%d incidents of one strike told by %d reports", len(incidents), many)
			}
			if len(incidents) > many/20 {
				t.Errorf("%d incidents of one strike told by %d reports", len(incidents), many)
			}
		})
	}
}

// TestIdentical links thousands of reports of one text, as a machine would that sends
// one again and again: one incident, one origin.
func TestIdentical(t *testing.T) {
	const text = "Strike in Tarsk\nA strike on the market of Tarsk killed 37 people on Sunday, the governor of Tarsk told the Courier. " +
		"Rescuers were still looking for survivors late at night, and the hospital of Orva asked for blood."
	const many = 3_000
	var all []link.Told
	for i := range many {
		x := told(fmt.Sprintf("copy%05d", i), strike("Tarsk", 4, 37))
		x.Text = text
		x.Reading.Accounts[0].Claims[0].Span = rashomon.Span{Start: strings.Index(text, "killed"), End: strings.Index(text, " on Sunday")}
		all = append(all, x)
	}
	incidents := linked(t, all)
	if len(incidents) != 1 {
		t.Fatalf("%d incidents of one text sent %d times", len(incidents), many)
	}
	if n := len(incidents[0].Origins); n != 1 {
		t.Errorf("%d origins of one text sent %d times", n, many)
	}
}

// TestCrowds links reports that share one thing with all others, a place, a week or a
// word, and are of as many incidents.
func TestCrowds(t *testing.T) {
	const many = 3_000
	for name, account := range map[string]func(i int) rashomon.Account{
		"one town, each its day": func(i int) rashomon.Account {
			a := strike("Tarsk", 1, 3+i%40)
			d := rashomon.Date{Year: 2001 + i/300, Month: time.Month(1 + i/25%12), Day: 1 + i%25}
			a.When = rashomon.When{From: d, To: d}
			return a
		},
		"one day, each its town": func(i int) rashomon.Account {
			return strike(fmt.Sprintf("Quar%c%c%c", 'a'+i/400, 'a'+i/20%20, 'a'+i%20), 4, 3+i%40)
		},
		"no day, no town": func(i int) rashomon.Account {
			return rashomon.Account{Main: true, Kind: rashomon.Shooting, Claims: []rashomon.Claim{count(1, 1)}}
		},
		"one name of all": func(i int) rashomon.Account {
			a := strike(fmt.Sprintf("Quar%c%c%c", 'a'+i/400, 'a'+i/20%20, 'a'+i%20), 1+i%28, 3+i%40)
			a.Claims = append(a.Claims, party(rashomon.Victim, "Ona Brel"), party(rashomon.Perpetrator, "Red Brigade of Arden"))
			return a
		},
	} {
		t.Run(name, func(t *testing.T) {
			var all []link.Told
			for i := range many {
				all = append(all, told(fmt.Sprintf("courier%05d", i), account(i)))
			}
			linked(t, all)
		})
	}
}

// TestAnyReadings holds the result to be clear, and the same in any order, for readings
// drawn by chance from odd parts.
func TestAnyReadings(t *testing.T) {
	names := []string{"", "Tarsk", "Orva, Kelm", "near Tarsk", ",", "  ", "\xff", "the", strings.Repeat("Ulmar ", 50)}
	numbers := []int{math.MinInt, -9, -1, 0, 1, 2, 14, 99, math.MaxInt}
	years := []int{math.MinInt, -1, 0, 1, 2031, 99999, math.MaxInt}
	fields := append(rashomon.Fields(), "")
	rapid.Check(t, func(t *rapid.T) {
		number := func() int { return rapid.SampledFrom(numbers).Draw(t, "number") }
		name := func() string { return rapid.SampledFrom(names).Draw(t, "name") }
		date := func() rashomon.Date {
			return rashomon.Date{Year: rapid.SampledFrom(years).Draw(t, "year"), Month: time.Month(rapid.IntRange(-1, 14).Draw(t, "month")), Day: rapid.IntRange(-1, 40).Draw(t, "day")}
		}
		value := func() rashomon.Value {
			return []rashomon.Value{nil, rashomon.Tally{Min: number(), Max: number(), Approx: rapid.Bool().Draw(t, "approx"), Vague: name()}, rashomon.Where{Name: name()},
				rashomon.When{Words: name(), From: date(), To: date()}, rashomon.Party{Name: name()}, rashomon.Words(name())}[rapid.IntRange(0, 5).Draw(t, "value")]
		}
		var all []link.Told
		for i := range rapid.IntRange(0, 7).Draw(t, "reports") {
			x := told(fmt.Sprint("r", i))
			x.Received = time.Unix(int64(rapid.IntRange(0, 3).Draw(t, "received")), 0)
			x.Reading.Published = rapid.SampledFrom([]string{"", "2031-05-05", "9999-99-99", "yesterday", "0000-00-00", "2031-05-05T10:00:00Z"}).Draw(t, "published")
			x.Text = rapid.SampledFrom([]string{"", "Strike in Tarsk\nA strike on Tarsk killed 14 people. It came hours after a raid killed two in Orva.", "\xff", "\n"}).Draw(t, "text")
			for k := range rapid.IntRange(0, 4).Draw(t, "accounts") {
				a := rashomon.Account{Report: x.Reading.Report, Key: fmt.Sprint("a", k), Main: rapid.Bool().Draw(t, "main"), Kind: rapid.SampledFrom([]rashomon.Kind{"", rashomon.AirStrike, "odd"}).Draw(t, "kind"),
					When: rashomon.When{Words: name(), From: date(), To: date()}, Where: rashomon.Where{Name: name()}}
				for range rapid.IntRange(0, 4).Draw(t, "claims") {
					at := rapid.IntRange(-3, 110).Draw(t, "at")
					a.Claims = append(a.Claims, rashomon.Claim{Report: a.Report, Account: a.Key, Field: rapid.SampledFrom(fields).Draw(t, "field"), Value: value(), Quote: name(),
						Span: rashomon.Span{Start: at, End: at + rapid.IntRange(-2, 20).Draw(t, "long")}})
				}
				x.Reading.Accounts = append(x.Reading.Accounts, a)
			}
			all = append(all, x)
		}
		first := link.Link(all)
		if err := clear(all, first); err != nil {
			t.Fatal(err)
		}
		shuffled := rapid.Permutation(all).Draw(t, "order")
		if !reflect.DeepEqual(first, link.Link(shuffled)) {
			t.Fatal("another order of arrival gives other incidents")
		}
	})
}

// BenchmarkHostile links crowds at sizes that a test would wait for too long.
func BenchmarkHostile(b *testing.B) {
	for _, many := range []int{10_000, 30_000} {
		b.Run(fmt.Sprint("one incident of ", many), func(b *testing.B) {
			var all []link.Told
			for i := range many {
				all = append(all, told(fmt.Sprintf("courier%07d", i), strike("Tarsk", 4, 37)))
			}
			b.ReportAllocs()
			for b.Loop() {
				if n := len(link.Link(all)); n != 1 {
					b.Fatalf("%d incidents", n)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*many), "ns/account")
		})
	}
}
