package link

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rashomon"
)

// report makes a reading published on a day; its accounts get the keys a1, a2 ...
func report(id, published, title string, accounts ...rashomon.Account) Told {
	r := rashomon.Reading{Report: rashomon.ReportID(id), Outlet: "The " + id, Published: published, Title: title}
	for i, a := range accounts {
		a.Report, a.Key = r.Report, fmt.Sprintf("a%d", i+1)
		r.Accounts = append(r.Accounts, a)
	}
	return Told{Reading: r, Received: time.Date(2031, 5, 1, 0, 0, len(id), int(id[0]), time.UTC)}
}

// news is a main account; date may be empty or a weekday.
func news(kind rashomon.Kind, date, place string, claims ...rashomon.Claim) rashomon.Account {
	a := rashomon.Account{Main: true, Kind: kind, When: rashomon.When{Words: date}, Where: rashomon.Where{Name: place}, Claims: claims}
	if d, ok := rashomon.ParseDate(date); ok {
		a.When.From, a.When.To = d, d
	}
	return a
}

func recall(kind rashomon.Kind, date, place string, claims ...rashomon.Claim) rashomon.Account {
	a := news(kind, date, place, claims...)
	a.Main = false
	return a
}

func killed(n int) rashomon.Claim { return toll(rashomon.Killed, n, n) }

func toll(f rashomon.Field, low, high int) rashomon.Claim {
	return rashomon.Claim{Field: f, Value: rashomon.Tally{Min: low, Max: high, Group: rashomon.People}, Quote: fmt.Sprintf("%s %d", f, low)}
}

func victim(name string) rashomon.Claim {
	return rashomon.Claim{Field: rashomon.Victim, Value: rashomon.Party{Name: name}, Quote: name}
}

func by(name string) rashomon.Claim {
	return rashomon.Claim{Field: rashomon.Perpetrator, Value: rashomon.Party{Name: name}, Quote: name}
}

// grouped writes the incidents as "courier/a1 gazette/a1 | lantern/a2", sorted.
func grouped(incidents []rashomon.Incident) string {
	var groups []string
	for _, inc := range incidents {
		var ids []string
		for _, id := range inc.Accounts {
			ids = append(ids, string(id))
		}
		slices.Sort(ids)
		groups = append(groups, strings.Join(ids, " "))
	}
	slices.Sort(groups)
	return strings.Join(groups, " | ")
}

func TestLink(t *testing.T) {
	const strike, bomb, clash = rashomon.AirStrike, rashomon.Bombing, rashomon.Clash
	tests := []struct {
		name string
		told []Told
		want string
	}{
		{"one event in two outlets, the place at two depths",
			[]Told{
				report("courier", "2031-05-05", "Strike on Tarsk market kills 14", news(strike, "2031-05-04", "Tarsk market, Kestrin", killed(14))),
				report("gazette", "2031-05-05", "Jets bomb market in Kestrin, 14 dead", news(strike, "2031-05-04", "Tarsk, Kestrin", killed(14))),
			}, "courier/a1 gazette/a1"},
		{"the same town on the next day is another event",
			[]Told{
				report("courier", "2031-05-05", "Car bomb kills six in Belmora", news(bomb, "2031-05-04", "Belmora", killed(6))),
				report("gazette", "2031-05-06", "Car bomb kills 11 in Belmora", news(bomb, "2031-05-05", "Belmora", killed(11))),
			}, "courier/a1 | gazette/a1"},
		{"two strikes in one report stay two, each with its own report elsewhere",
			[]Told{
				report("courier", "2031-05-05", "Strikes hit Tarsk and Pellin",
					news(strike, "2031-05-04", "Tarsk", killed(14)), news(strike, "2031-05-04", "Pellin", killed(6))),
				report("gazette", "2031-05-05", "Six die in Pellin raid", news(strike, "2031-05-04", "Pellin", killed(6))),
				report("lantern", "2031-05-05", "Fourteen die in Tarsk raid", news(strike, "2031-05-04", "Tarsk", killed(14))),
			}, "courier/a1 lantern/a1 | courier/a2 gazette/a1"},
		{"a recall joins the older event that another report gives as its news",
			[]Told{
				report("courier", "2031-04-03", "Raid on Pellin bus depot kills six", news(strike, "2031-04-02", "Pellin", killed(6))),
				report("gazette", "2031-05-05", "Strike on Tarsk kills 14",
					news(strike, "2031-05-04", "Tarsk", killed(14)), recall(strike, "2031-04", "Pellin bus depot", killed(6))),
			}, "courier/a1 gazette/a2 | gazette/a1"},
		{"a named victim in two spellings joins accounts whose tolls clash",
			[]Told{
				report("courier", "2031-05-05", "Commander killed", news(strike, "2031-05-04", "Tarsk", killed(3), victim("Ismar Dovani"))),
				report("gazette", "2031-05-06", "Front leader dies", news(strike, "", "Tarsk", killed(9), victim("Esmar Dovany"))),
			}, "courier/a1 gazette/a1"},
		{"a rising toll is one event",
			[]Told{
				report("courier", "2031-05-05", "Strike on Tarsk market kills 14", news(strike, "2031-05-04", "Tarsk", killed(14), by("Ostrevian air force"))),
				report("gazette", "2031-05-06", "Tarsk market strike toll reaches 31", news(strike, "2031-05-04", "Tarsk", killed(31), killed(14), by("Ostrevian air force"))),
			}, "courier/a1 gazette/a1"},
		{"another kind of event in another town on the same day",
			[]Told{
				report("courier", "2031-05-05", "Strike on Tarsk kills 14", news(strike, "2031-05-04", "Tarsk", killed(14))),
				report("gazette", "2031-05-05", "Fighting near Orlo", news(clash, "2031-05-04", "Orlo", killed(14))),
			}, "courier/a1 | gazette/a1"},
		{"a weekday is placed by the day of publication",
			[]Told{
				report("courier", "2031-05-05", "Strike on Tarsk market kills 14", news(strike, "Sunday", "Tarsk", killed(14))),
				report("gazette", "2031-05-12", "Strike on Tarsk school kills two", news(strike, "Sunday", "Tarsk", killed(2))),
			}, "courier/a1 | gazette/a1"},
		{"news without a day goes on telling of the same report's news, where place and toll agree",
			[]Told{report("courier", "2031-05-05", "Strike on Tarsk market kills 14",
				news(strike, "2031-05-04", "Tarsk", killed(14)), news(strike, "", "Tarsk", killed(14)))},
			"courier/a1 courier/a2"},
		{"but not where the toll is another",
			[]Told{report("courier", "2031-05-05", "Strike on Tarsk market kills 14",
				news(strike, "2031-05-04", "Tarsk", killed(14)), news(strike, "", "Tarsk", killed(3)))},
			"courier/a1 | courier/a2"},
		{"nor where it has nothing in common with it",
			[]Told{report("courier", "2031-05-05", "Strike on Tarsk market kills 14",
				news(strike, "2031-05-04", "Tarsk", killed(14)), news(strike, "", "", by("Free Kestrin Front")))},
			"courier/a1 | courier/a2"},
		{"no reports, and a report without accounts",
			[]Told{report("courier", "", "Weather")}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := grouped(Link(tt.told)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestLinkSaysWhy(t *testing.T) {
	incidents := Link([]Told{
		report("a", "2031-05-05", "Car bomb kills six in Belmora", news(rashomon.Bombing, "2031-05-04", "Belmora", killed(6))),
		report("bb", "2031-05-05", "Belmora car bomb kills six", news(rashomon.Bombing, "2031-05-04", "Belmora port", killed(6))),
		report("ccc", "2031-05-06", "Car bomb kills 11 in Belmora", news(rashomon.Bombing, "2031-05-05", "Belmora", killed(11))),
	})
	if got, want := grouped(incidents), "a/a1 bb/a1 | ccc/a1"; got != want {
		t.Fatalf("got %s, want %s", got, want)
	}
	var joined, refused []string
	for _, l := range incidents[0].Links {
		if l.Refused {
			refused = append(refused, l.Why...)
		} else {
			joined = append(joined, l.Why...)
		}
	}
	for _, want := range []string{"same place: Belmora and Belmora port", "same date: 4 May 2031", "same kind: bombing/IED/suicide", "6 and 6 killed agree"} {
		if !slices.Contains(joined, want) {
			t.Errorf("the link does not say %q: %q", want, joined)
		}
	}
	for _, want := range []string{"same place: Belmora", "but 4 May 2031 against 5 May 2031"} {
		if !slices.Contains(refused, want) {
			t.Errorf("the refusal does not say %q: %q", want, refused)
		}
	}
	if len(incidents[1].Links) == 0 || !incidents[1].Links[0].Refused {
		t.Errorf("the other incident does not hold the refusal: %+v", incidents[1].Links)
	}
}

// drawTold makes reports that are often of one event, with everything that
// linking looks at left out now and then.
func drawTold(t *rapid.T) []Told {
	pick := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	var told []Told
	for n := range rapid.IntRange(0, 9).Draw(t, "reports") {
		var accounts []rashomon.Account
		for range rapid.IntRange(0, 3).Draw(t, "accounts") {
			a := news(rashomon.Kind(pick("kind", "shooting", "air/drone strike", "")), pick("date", "", "2031-05-04", "2031-05-05", "2031-05", "Sunday"),
				pick("place", "", "Tarsk", "Tarsk, Kestrin", "Pellin, Kestrin", "east Tarsk"), killed(rapid.IntRange(0, 3).Draw(t, "killed")*7))
			a.Main = rapid.Bool().Draw(t, "main")
			if v := pick("victim", "", "Ismar Dovani", "Esmar Dovany", "Lena Vashti"); v != "" {
				a.Claims = append(a.Claims, victim(v))
			}
			accounts = append(accounts, a)
		}
		r := report(fmt.Sprintf("r%d", n), pick("published", "", "2031-05-05", "2031-05-20"), pick("title", "", "Tarsk market bombed", "Raid on Pellin"), accounts...)
		r.Received = time.Unix(int64(rapid.IntRange(0, 3).Draw(t, "received")), 0)
		r.Text = pick("text", "", r.Reading.Title+"\n"+agencyText, r.Reading.Title+"\n"+agencyText[:300])
		told = append(told, r)
	}
	return told
}

func TestLinkHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		told := drawTold(t)
		incidents := Link(told)
		shuffled := slices.Clone(told)
		rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed"))).Shuffle(len(told), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if diff := cmp.Diff(incidents, Link(shuffled)); diff != "" {
			t.Fatalf("the order of reports matters (-sorted +shuffled):\n%s", diff)
		}
		once(t, told, incidents)
	})
}

// once checks that every account stands in one incident, with a reason, and in one origin of it,
// that names are unique, and that news of one report is one incident only where at
// most one of them has a day and a place of its own.
func once(t *rapid.T, told []Told, incidents []rashomon.Incident) {
	main := map[rashomon.AccountID]bool{} // news with a day and a place
	total := 0
	for _, r := range told {
		for _, a := range r.Reading.Accounts {
			main[a.ID()] = a.Main && a.When.Words != "" && a.Where.Name != ""
			total++
		}
	}
	names := map[rashomon.IncidentID]bool{}
	seen := map[rashomon.AccountID]bool{}
	for _, inc := range incidents {
		if names[inc.ID] {
			t.Errorf("two incidents are named %s", inc.ID)
		}
		names[inc.ID] = true
		linked := map[rashomon.AccountID]bool{}
		for _, l := range inc.Links {
			if linked[l.A], linked[l.B] = linked[l.A] || !l.Refused, linked[l.B] || !l.Refused; len(l.Why) == 0 {
				t.Errorf("the link of %s and %s has no reason", l.A, l.B)
			}
		}
		for _, id := range inc.Accounts {
			if len(inc.Accounts) > 1 && !linked[id] {
				t.Errorf("nothing says why %s is in its incident", id)
			}
		}
		var inOrigins []rashomon.AccountID
		for _, o := range inc.Origins {
			inOrigins = append(inOrigins, o.Accounts...)
		}
		slices.Sort(inOrigins)
		if diff := cmp.Diff(slices.Sorted(slices.Values(inc.Accounts)), inOrigins); diff != "" {
			t.Errorf("accounts and those of origins differ: %s", diff)
		}
		news := map[string]bool{}
		for _, id := range inc.Accounts {
			if seen[id] {
				t.Errorf("account %s stands in two incidents", id)
			}
			seen[id] = true
			r, _, _ := strings.Cut(string(id), "/")
			if main[id] && news[r] {
				t.Errorf("two news of %s are one incident", r)
			}
			news[r] = news[r] || main[id]
		}
	}
	if len(seen) != total {
		t.Errorf("%d of %d accounts are in incidents", len(seen), total)
	}
}
