package watch

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rashomon/internal/fetch"
	"rashomon/internal/store"
)

func TestAfter(t *testing.T) {
	now := time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		interval           time.Duration
		failures           int
		o                  outcome
		chance             float64
		wantInterval, want time.Duration
	}{
		"a new feed with news":      {0, 0, outcome{news: 9}, 0, 30 * time.Minute, 30 * time.Minute},
		"a new feed without":        {0, 0, outcome{}, 0, 90 * time.Minute, 90 * time.Minute},
		"news at its fastest":       {Least, 0, outcome{news: 1}, 0, Least, Least},
		"none at its slowest":       {Most, 0, outcome{}, 0, Most, Most},
		"chance adds a tenth":       {Most, 0, outcome{}, 1, Most, Most + Most/10},
		"the feed asks for an hour": {Least, 0, outcome{news: 1, floor: time.Hour}, 0, time.Hour, time.Hour},
		"the feed asks for a week":  {Least, 0, outcome{news: 1, floor: 7 * 24 * time.Hour}, 0, Most, Most},
		"the server asks to wait":   {time.Hour, 0, outcome{failed: true, hold: 5 * time.Hour}, 0, time.Hour, 5 * time.Hour},
		"for a year":                {time.Hour, 0, outcome{failed: true, hold: 365 * 24 * time.Hour}, 0, time.Hour, MaxHold},
		"the first failure":         {Least, 0, outcome{failed: true}, 0, Least, Least},
		"the fifth":                 {Least, 4, outcome{failed: true}, 0, Least, 160 * time.Minute},
		"the hundredth":             {Least, 99, outcome{failed: true}, 0, Least, Most},
		"one of a slow feed":        {5 * time.Hour, 0, outcome{failed: true}, 0, 5 * time.Hour, 5 * time.Hour},
	} {
		c.o.at = now
		got := after(store.FeedState{Interval: c.interval, Failures: c.failures}, c.o, c.chance)
		if got.Interval != c.wantInterval || got.Next.Sub(now) != c.want || got.Tried != now || (got.Failures > 0) != c.o.failed {
			t.Errorf("%s: interval %v, next in %v, %d failures; want %v, %v", name, got.Interval, got.Next.Sub(now), got.Failures, c.wantInterval, c.want)
		}
	}
}

// TestAfterBounds holds whatever comes: never sooner than the least or than was asked
// for, never later than the most, or than was asked for, and a tenth.
func TestAfterBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "now"), 0)
		span := func(name string) time.Duration { return time.Duration(rapid.Int64Range(-1<<50, 1<<60).Draw(t, name)) }
		f := store.FeedState{Interval: span("interval"), Failures: rapid.IntRange(0, 1<<30).Draw(t, "failures")}
		f.Interval = min(f.Interval, Most)
		o := outcome{at: now, news: rapid.IntRange(0, 500).Draw(t, "news"), floor: max(span("floor"), 0), hold: max(span("hold"), 0), failed: rapid.Bool().Draw(t, "failed")}
		got := after(f, o, rapid.Float64Range(0, 1).Draw(t, "chance"))
		wait := got.Next.Sub(now)
		least := max(min(o.hold, MaxHold), Least)
		if !o.failed {
			least = max(least, min(o.floor, Most))
		}
		if f.Interval > 0 && f.Interval < Least {
			least = min(least, max(f.Interval, min(o.hold, MaxHold))) // kept by an older version
		}
		if wait < least || wait > max(Most+Most/10, min(o.hold, MaxHold)) {
			t.Fatalf("%+v after %+v: next in %v, not between %v and the most", f, o, wait, least)
		}
	})
}

func TestNext(t *testing.T) {
	now := time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)
	again := Again()
	shown := func(v store.Visit) string {
		if v.Done {
			return "done"
		}
		return fmt.Sprintf("step %d, try %d, in %v", v.Step, v.Tries, v.Due.Sub(now))
	}
	for name, c := range map[string]struct {
		v    store.Visit
		r    result
		want string
	}{
		"the first answer":        {store.Visit{}, result{}, "step 1, try 0, in 1h0m0s"},
		"the second":              {store.Visit{Step: 1, Tries: 3}, result{}, "step 2, try 0, in 23h0m0s"},
		"the fifth":               {store.Visit{Step: 4}, result{}, "done"},
		"no answer":               {store.Visit{Step: 1}, result{unanswered: true}, "step 1, try 1, in 10m0s"},
		"none again":              {store.Visit{Step: 1, Tries: 3}, result{unanswered: true}, "step 1, try 4, in 1h20m0s"},
		"none for the last time":  {store.Visit{Step: 1, Tries: 5}, result{unanswered: true}, "step 2, try 0, in 23h0m0s"},
		"asked to wait":           {store.Visit{}, result{unanswered: true, hold: 3 * time.Hour}, "step 0, try 1, in 3h0m0s"},
		"an answer and a wait":    {store.Visit{}, result{hold: 3 * time.Hour}, "step 1, try 0, in 3h0m0s"},
		"none at the end of time": {store.Visit{Step: 4, Tries: 5}, result{unanswered: true}, "done"},
	} {
		c.r.at = now
		if got := shown(next(c.v, c.r, again, 0)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if got := next(store.Visit{}, result{at: now}, nil, 0); !got.Done {
		t.Errorf("never again: %+v", got)
	}
}

// TestManners runs worlds of hosts at random: good ones, slow ones, broken ones, ones
// that ask for patience. Whatever they do, no host is asked twice within a second, or
// before it said, and no host that is well waits for another.
func TestManners(t *testing.T) {
	worlds := uint64(1)
	if os.Getenv("RASHOMON_LONG") != "" {
		worlds = 20
	}
	for seed := range worlds {
		at(t, func(t *testing.T, b *bench) {
			rng := rand.New(rand.NewPCG(seed, 6))
			b.chance = rng.Float64
			var well []string
			for i := range 40 {
				host := fmt.Sprintf("https://h%d.example", i)
				b.add(host + "/feed")
				own := rand.New(rand.NewPCG(seed, uint64(i)+7)) // a host is asked by one at a time
				temper := own.IntN(4)
				if temper == 0 {
					well = append(well, host+"/feed")
				}
				answer := tempered(own, temper)
				b.answers[host+"/feed"] = func(r fetch.Request) reply {
					got := answer()
					if got.status == 200 {
						got.body = "<rss><channel>"
						for range own.IntN(4) {
							got.body += fmt.Sprintf("<item><link>%s/%d</link></item>", host, own.IntN(50))
						}
						got.body += "</channel></rss>"
					}
					return got
				}
				for n := range 50 {
					b.answers[fmt.Sprintf("%s/%d", host, n)] = func(r fetch.Request) reply {
						got := answer()
						if got.status == 200 {
							got.body = "Title\nText of " + r.URL
						}
						return got
					}
				}
			}
			for range 8 { // stopped and started again
				b.watch(30 * time.Minute)
				time.Sleep(time.Second) // as long as it takes a person to start it again
				for _, f := range well {
					if late := b.now().Sub(b.feed(f).Next); late > time.Minute {
						t.Errorf("seed %d: %s is well, and was due %v ago", seed, f, late)
					}
				}
			}
			polite(t, b)
		})
	}
}

// tempered returns how a host answers: well, slowly, with failures, or with requests
// to wait.
func tempered(rng *rand.Rand, temper int) func() reply {
	return func() reply {
		got := reply{status: 200}
		switch {
		case temper == 1:
			got.slow = time.Duration(rng.IntN(20)) * time.Second
		case temper == 2 && rng.IntN(2) == 0:
			got = reply{status: []int{0, 500, 404, 403}[rng.IntN(4)], slow: time.Duration(rng.IntN(20)) * time.Second}
		case temper == 3 && rng.IntN(3) == 0:
			got = reply{status: []int{429, 503}[rng.IntN(2)], after: time.Duration(rng.IntN(7200)) * time.Second}
		}
		return got
	}
}

// polite holds what was asked of each host to a second between, and to what it said.
func polite(t *testing.T, b *bench) {
	t.Helper()
	for host, asked := range hostsOf(b.asked) {
		slices.SortFunc(asked, func(a, b asking) int { return a.from.Compare(b.from) })
		var until, last time.Time
		for _, r := range asked {
			if r.from.Before(until) {
				t.Errorf("%s was asked %v before it said", r.url, until.Sub(r.from))
			}
			// The robots.txt and what it is asked for are one turn of ours; the fetcher
			// itself keeps the second between them.
			if gap := r.from.Sub(last); gap < time.Second && !robotsTurn(asked, r) {
				t.Errorf("%s was asked %v after the last of %s", r.url, gap, host)
			}
			last = r.to
			if r.after > 0 {
				until = r.to.Add(r.after)
			}
		}
	}
}

// TestThousandFeeds runs a day of many feeds, each with a handful of news, and says
// what that costs. The long version has a thousand.
func TestThousandFeeds(t *testing.T) {
	feeds := 30
	if os.Getenv("RASHOMON_LONG") != "" {
		feeds = 1000
	}
	began := time.Now()
	at(t, func(t *testing.T, b *bench) {
		rng := rand.New(rand.NewPCG(6, 6))
		b.chance, b.again = rng.Float64, []time.Duration{time.Hour}
		for i := range feeds {
			host := fmt.Sprintf("https://h%d.example", i)
			b.add(host + "/feed")
			published := []time.Duration{0}
			for range 4 {
				published = append(published, time.Duration(rng.IntN(24*3600))*time.Second)
			}
			slices.Sort(published)
			b.answers[host+"/feed"] = func(fetch.Request) reply {
				doc, now := "<rss><channel>", time.Since(start)
				for n, p := range published {
					if p <= now {
						doc += fmt.Sprintf("<item><link>%s/%d</link></item>", host, n)
					}
				}
				return page(doc + "</channel></rss>")
			}
			for n := range published {
				body := page(fmt.Sprintf("Title %d\nText of %s.", n, host))
				b.answers[fmt.Sprintf("%s/%d", host, n)] = func(fetch.Request) reply { return body }
			}
		}
		b.watch(24 * time.Hour)
		sources, err := b.store.Sources(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		late, reports := time.Duration(0), 0
		for _, f := range sources {
			late, reports = max(late, b.now().Sub(f.Next)), reports+f.Reports
			if f.Failures > 0 || f.Items == 0 {
				t.Errorf("%s: %+v", f.URL, f)
			}
		}
		if late > time.Minute {
			t.Errorf("a feed was due %v ago", late)
		}
		t.Logf("%d feeds, a day of their time: %d requests, %d reports kept, at the end nothing was due for longer than %v", feeds, len(b.asked), reports, max(late, 0))
	})
	t.Logf("in %v", time.Since(began).Round(time.Millisecond))
}
