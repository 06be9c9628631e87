package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/database"

	"pgregory.net/rapid"
)

// fetched returns a capture of an address at a minute.
func fetched(address string, minutes int) rashomon.Capture {
	return rashomon.Capture{Means: rashomon.Fetched, Requested: address, Final: address, Asked: noon(minutes), Received: noon(minutes).Add(time.Second),
		Status: 200, Header: "HTTP/1.1 200 OK\r\nServer: \u00ff\r\n", Collector: "rashomon test"}
}

// mustTake keeps a capture of an address on which a text stood.
func mustTake(t testing.TB, s *Store, address, text string, minutes int) Kept {
	t.Helper()
	r := report("The Veldra Courier", address, "Blast", text, minutes)
	k, err := s.AddCapture(context.Background(), Taken{Capture: fetched(address, minutes), Report: &r, Body: []byte("<p>" + text)})
	must(t, err)
	return k
}

func noFaults(t testing.TB, s *Store) {
	t.Helper()
	faults, err := s.Verify(context.Background())
	must(t, err)
	same(t, "faults", faults, []Fault(nil))
}

// A text with the name of another, which takes 2^40 tries to make, does not pass for it.
func TestNamesake(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		const at = "https://courier.example/1"
		a := mustTake(t, s, at, "3 killed.", 0)
		mustExec(t, s.db.Writer(), `UPDATE kept_report SET content = replace(content, '3', '4')`) // now a has the name of another text
		b := mustTake(t, s, at, "3 killed.", 10)
		if b.Added || b.Capture.Report != "" || b.Capture.Body != a.Capture.Body || !strings.Contains(b.Capture.Problem, "another report has the same name") {
			t.Errorf("kept as %+v", b)
		}
		r := report("The Veldra Courier", at, "Blast", "3 killed.", 0)
		given, err := s.AddCapture(t.Context(), Taken{Report: &r, Body: []byte("<p>3 killed."), Capture: rashomon.Capture{Means: rashomon.Given, Requested: at, Received: noon(20)}})
		must(t, err)
		if given.Added || given.Report.ID != "" || given.Capture.Problem == "" {
			t.Errorf("kept as %+v", given)
		}
	})
}

// The last received text is what stands at an address, also when it is an earlier one
// that came back.
func TestBackAndForth(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		const at = "https://courier.example/1"
		a := mustTake(t, s, at, "3 killed.", 0)
		b := mustTake(t, s, at, "4 killed.", 10)
		same(t, "b replaces", b.Report.Replaces, a.Report.ID)
		same(t, "before b", b.Before, a.Report.ID)
		by, err := s.ReplacedBy(t.Context(), a.Report.ID)
		must(t, err)
		same(t, "a is replaced by", by, b.Report.ID)

		again := mustTake(t, s, at, "3 killed.", 20)
		same(t, "a is new", again.Added, false)
		same(t, "a, as first received", again.Report, a.Report)
		same(t, "before a", again.Before, b.Report.ID)
		if again.Capture.ID == a.Capture.ID {
			t.Error("two occasions are one capture")
		}
		_, err = s.ReplacedBy(t.Context(), a.Report.ID)
		refused(t, err, ErrNotFound)
		by, err = s.ReplacedBy(t.Context(), b.Report.ID)
		must(t, err)
		same(t, "b is replaced by", by, a.Report.ID)
		standing, err := s.Standing(t.Context(), at)
		must(t, err)
		same(t, "standing", standing, a.Report.ID)

		for _, r := range []rashomon.Report{a.Report, b.Report} {
			must(t, s.PutReading(t.Context(), read(t, r, map[rashomon.ReportID]int{a.Report.ID: 3, b.Report.ID: 4}[r.ID]), "1"))
		}
		inc := incident(a.Report, b.Report)
		must(t, s.PutIncidents(t.Context(), "1", []rashomon.Incident{inc}))
		d, err := s.Dossier(t.Context(), inc.ID)
		must(t, err)
		same(t, "replaced", d.Replaced, []rashomon.Replacement{{Report: b.Report.ID, By: a.Report.ID, Published: "2031-05-02"}})
		same(t, "captures", []rashomon.CaptureID{d.Captures[0].ID, d.Captures[1].ID, d.Captures[2].ID},
			[]rashomon.CaptureID{a.Capture.ID, b.Capture.ID, again.Capture.ID})
		same(t, "versions", []rashomon.ReportID{d.Versions[0].Report.ID, d.Versions[1].Reading.Report}, []rashomon.ReportID{a.Report.ID, b.Report.ID})
		entries, err := s.Entries(t.Context(), 0, 0)
		must(t, err)
		for _, e := range entries {
			same(t, "entry "+string(e.Report), e.ReplacedBy, map[rashomon.ReportID]rashomon.ReportID{b.Report.ID: a.Report.ID}[e.Report])
		}
		noFaults(t, s)

		// A later text than both, and an older one that an archive brings.
		c := mustTake(t, s, at, "5 killed.", 30)
		same(t, "c replaces", c.Report.Replaces, a.Report.ID)
		old := report("The Veldra Courier", at, "Blast", "Some killed.", 0)
		first := fetched(at, -60)
		first.Means = rashomon.Archived
		k, err := s.AddCapture(t.Context(), Taken{Capture: first, Report: &old})
		must(t, err)
		same(t, "the oldest replaces", k.Report.Replaces, rashomon.ReportID(""))
		by, err = s.ReplacedBy(t.Context(), k.Report.ID)
		must(t, err)
		same(t, "the oldest is replaced by", by, a.Report.ID)
		standing, err = s.Standing(t.Context(), at)
		must(t, err)
		same(t, "standing", standing, c.Report.ID)
		noFaults(t, s)
	})
}

// What is given twice and stands already adds nothing; every fetch is an occasion.
func TestCaptures(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		const at, asked = "https://courier.example/2", "https://courier.example/short"
		given := report("The Veldra Courier", at, "Blast", "3 killed.", 0)
		given.Authors, given.Modified = []string{"Ina Oss", "B. \"Q\" Ray"}, "2031-05-03"
		c := rashomon.Capture{Means: rashomon.Given, Requested: "page.html", Asked: noon(0), Received: noon(1), Collector: "rashomon test", By: "ana"}
		k, err := s.AddCapture(t.Context(), Taken{Capture: c, Report: &given, Body: []byte("page")})
		must(t, err)
		same(t, "authors", k.Report.Authors, given.Authors)
		got, err := s.Report(t.Context(), k.Report.ID)
		must(t, err)
		same(t, "report", got, k.Report)
		same(t, "received", got.Received, noon(1))
		same(t, "length", k.Capture.Length, int64(4))
		c.Received = noon(5)
		again, err := s.AddCapture(t.Context(), Taken{Capture: c, Report: &given, Body: []byte("another page")})
		must(t, err)
		same(t, "the capture that it had", again.Capture, k.Capture)

		moved := fetched(asked, 7)
		moved.Final, moved.Redirects = at, []rashomon.Redirect{{Status: 301, To: at}}
		moved.Coding = "gzip"
		taken, err := s.AddCapture(t.Context(), Taken{Capture: moved, Report: &given, Body: []byte("page"), Wire: []byte("egap")})
		must(t, err)
		gone := fetched(asked, 9)
		gone.Final, gone.Status, gone.Problem = "", 410, "the server says that it is gone"
		without, err := s.AddCapture(t.Context(), Taken{Capture: gone})
		must(t, err)

		for of, want := range map[string][]rashomon.Capture{
			string(k.Report.ID):           {k.Capture, taken.Capture},
			string(k.Report.ID)[:8]:       {k.Capture, taken.Capture},
			string(taken.Capture.ID)[:12]: {taken.Capture},
			string(k.Capture.Body):        {k.Capture, taken.Capture},
			string(taken.Capture.Wire):    {taken.Capture},
			at:                            {k.Capture, taken.Capture},
			asked:                         {taken.Capture, without.Capture},
			"page.html":                   nil,
			"":                            nil,
		} {
			got, err := s.Captures(t.Context(), of)
			must(t, err)
			same(t, "captures of "+of, got, want)
		}
		var all []rashomon.Capture
		must(t, s.EachCapture(t.Context(), func(c rashomon.Capture) error { all = append(all, c); return nil }))
		same(t, "all", all, []rashomon.Capture{k.Capture, taken.Capture, without.Capture})
		standing, err := s.Standing(t.Context(), asked)
		must(t, err)
		same(t, "standing at what was asked", standing, k.Report.ID)
		_, err = s.Standing(t.Context(), "")
		refused(t, err, ErrNotFound)
		noFaults(t, s)
	})
}

// Of several captures all are kept or none.
func TestCapturesTogether(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		a, b := report("Radio Ostmark", "", "Blast", "9 killed", 1), report("Radio Ostmark", "", "Fire", "2 hurt", 2)
		b.Bytes = rashomon.DigestOf([]byte("nowhere"))
		taken := []Taken{{Capture: fetched("https://ostmark.example/1", 1), Report: &a}, {Capture: fetched("https://ostmark.example/2", 2), Report: &b}}
		_, err := s.AddCaptures(t.Context(), taken)
		refused(t, err, ErrNotFound, "add 2 captures", "its bytes")
		counts, err := s.Counts(t.Context())
		must(t, err)
		same(t, "counts", counts, Counts{})
		b.Bytes = ""
		kept, err := s.AddCaptures(t.Context(), taken)
		must(t, err)
		same(t, "kept", len(kept), 2)
		for name, c := range map[string]rashomon.Capture{"no means": {Received: noon(1)}, "of before": {Means: rashomon.Earlier, Received: noon(1)},
			"no time": {Means: rashomon.Given}} {
			if _, err := s.AddCapture(t.Context(), Taken{Capture: c}); err == nil {
				t.Errorf("%s: it is kept", name)
			}
		}
	})
}

// Whatever is seen at some addresses, in whatever order the captures arrive: each report
// but the one that stands is replaced by the next one seen after it, and nothing is
// wrong with the store.
func TestSightings(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and no test of what goroutines share")
	}
	path, dir := 0, t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		s := quickStore(t, dir, "seen", path)
		path++
		defer closeStore(t, s)
		seen := map[int]int{} // which text stood at each minute
		for _, minute := range rapid.SliceOfNDistinct(rapid.IntRange(0, 20), 1, 12, rapid.ID[int]).Draw(rt, "minutes") {
			seen[minute] = rapid.IntRange(0, 3).Draw(rt, "text")
		}
		ids := map[int]rashomon.ReportID{}
		minutes := make([]int, 0, len(seen))
		for minute := range seen {
			minutes = append(minutes, minute)
		}
		slices.Sort(minutes)
		for _, minute := range rapid.Permutation(minutes).Draw(rt, "order of arrival") {
			text := seen[minute]
			ids[text] = mustTake(t, s, "https://courier.example/1", fmt.Sprintf("%d killed.", text), minute).Report.ID
		}
		for text, id := range ids {
			want := rashomon.ReportID("")
			for _, minute := range slices.Backward(minutes) {
				if seen[minute] == text {
					break
				}
				want = ids[seen[minute]]
			}
			got, err := s.ReplacedBy(context.Background(), id)
			if err != nil && !errors.Is(err, ErrNotFound) {
				rt.Fatal(err)
			}
			same(t, "replaced by", got, want)
		}
		noFaults(t, s)
		if t.Failed() {
			rt.FailNow()
		}
	})
}

// Whatever happens to a capture's row is named.
func TestVerifyCaptures(t *testing.T) {
	for damage, want := range map[string]string{
		`UPDATE kept_capture SET content = replace(content, '"status":200', '"status":201')`:                 "its id is not the digest of its content",
		`UPDATE kept_capture SET content = '{'`:                                                              "the file is damaged",
		`UPDATE kept_capture SET id = 'c00000000000000000000' WHERE n = 1`:                                   "its id is not the digest of its content",
		`UPDATE kept_capture SET received = '2031-05-02T12:00:00.000000000Z' WHERE n = 2`:                    "filed under another time",
		`UPDATE kept_capture SET address = 'https://courier.example/7' WHERE n = 2`:                          "filed under another address",
		`UPDATE kept_capture SET requested = 'https://courier.example/7' WHERE n = 2`:                        "filed under another address",
		`UPDATE kept_capture SET report = NULL WHERE n = 2`:                                                  "no capture says how it was received",
		`UPDATE kept_capture SET body = (SELECT body FROM kept_capture WHERE n = 1)`:                         "filed under another time, report or bytes",
		`DELETE FROM kept_capture WHERE n = 1`:                                                               "it is counted as number 2, and is number 1",
		`UPDATE kept_capture SET n = 9 WHERE n = 2`:                                                          "it is counted as number 9, and is number 2",
		`UPDATE kept_object SET size = size + 1`:                                                             "its bytes are of another length",
		`UPDATE kept_report SET authors = '['`:                                                               "its authors are no names",
		`UPDATE kept_feed SET author = 'ben'`:                                                                "decision on a feed f",
		`UPDATE kept_feed SET made = 'noon'`:                                                                 "its time is no time",
		`PRAGMA foreign_keys = OFF; DELETE FROM kept_report WHERE id IN (SELECT report FROM kept_capture)`:   "names a row of kept_report that is missing",
		`PRAGMA foreign_keys = OFF; DELETE FROM kept_object WHERE digest IN (SELECT body FROM kept_capture)`: "names a row of kept_object that is missing",
	} {
		s := newStore(t)
		mustTake(t, s, "https://courier.example/1", "3 killed.", 1)
		mustTake(t, s, "https://courier.example/1", "4 killed.", 2)
		must(t, s.RuleFeed(t.Context(), FeedRule{URL: "https://courier.example/feed", Act: "add", At: noon(1), By: "ana"}))
		noFaults(t, s)
		mustExec(t, s.db.Writer(), damage)
		faults, err := s.Verify(t.Context())
		must(t, err)
		if !slices.ContainsFunc(faults, func(f Fault) bool { return f.Kept && strings.Contains(f.String(), want) }) {
			t.Errorf("%s: faults %v, want one with %q", damage, faults, want)
		}
	}
}

func TestFeeds(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		rule := func(url, act string) error {
			return s.RuleFeed(t.Context(), FeedRule{URL: url, Title: strings.ToUpper(act[:1]), Act: act, At: noon(1), By: "ana"})
		}
		const one, two = "https://courier.example/feed", "https://ostmark.example/feed"
		must(t, rule(two, "add"))
		must(t, rule(one, "add"))
		must(t, rule(one, "add"))
		must(t, rule(one, "pause"))
		must(t, rule(two, "remove"))
		refused(t, rule(two, "pause"), ErrNotFound, "pause feed "+two)
		if err := rule(two, "eat"); err == nil {
			t.Error("a feed is eaten")
		}
		want := FeedState{Number: 2, FeedRule: FeedRule{URL: one, Title: "P", Act: "pause", At: noon(1), By: "ana"}, ETag: `"7"`, LastModified: "Friday",
			Next: noon(9), Tried: noon(8), Interval: time.Hour, Failures: 2, Problem: "no answer"}
		must(t, s.PutFeedState(t.Context(), want))
		feeds, err := s.Feeds(t.Context())
		must(t, err)
		same(t, "feeds", feeds, []FeedState{want})
		rules, err := database.Column[int](t.Context(), s.db.Reader(), `SELECT count(*) FROM kept_feed`)
		must(t, err)
		same(t, "decisions", rules, []int{4})
		must(t, rule(one, "resume"))
		must(t, rule(two, "add"))
		feeds, err = s.Feeds(t.Context())
		must(t, err)
		same(t, "feeds, in the order in which they were first added", []string{feeds[0].URL, feeds[1].URL}, []string{two, one})
		same(t, "paused", feeds[1].Paused(), false)
		noFaults(t, s)
	})
}

// What may be lost: with its tables gone, all else is as it was.
func TestState(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		a := Visit{URL: "https://courier.example/1", Feed: "https://courier.example/feed", Outlet: "The Veldra Courier", Due: noon(5)}
		b := Visit{URL: "https://courier.example/2", Due: noon(3), Step: 2, Tries: 1, Problem: "no answer"}
		c := Visit{URL: "https://courier.example/3", Due: noon(1), Done: true}
		must(t, s.PutVisits(t.Context(), []Visit{a, b, c}))
		due, err := s.DueVisits(t.Context(), noon(4), 0)
		must(t, err)
		same(t, "due", due, []Visit{b})
		again := a
		again.Due = noon(0)
		n, err := s.AddVisits(t.Context(), []Visit{again, {URL: "https://courier.example/4", Due: noon(9)}})
		must(t, err)
		same(t, "new ones", n, 1)
		b.Done, b.Problem = true, ""
		must(t, s.PutVisits(t.Context(), []Visit{b}))
		all, err := s.Visits(t.Context())
		must(t, err)
		same(t, "visits", all, []Visit{c, b, a, {URL: "https://courier.example/4", Due: noon(9)}})

		_, err = s.Robots(t.Context(), "https://courier.example")
		refused(t, err, ErrNotFound)
		r := Robots{Host: "https://courier.example", Tried: noon(1), Until: noon(9), Rules: []byte("User-agent: *\n")}
		must(t, s.PutRobots(t.Context(), Robots{Host: r.Host, Problem: "no answer"}))
		must(t, s.PutRobots(t.Context(), r))
		got, err := s.Robots(t.Context(), r.Host)
		must(t, err)
		same(t, "robots.txt", got, r)

		mustTake(t, s, a.URL, "3 killed.", 1)
		mustExec(t, s.db.Writer(), `DELETE FROM state_visit`)
		noFaults(t, s)
	})
}

// A store without its state can be read, and opening it to write makes the state anew.
func TestStateLost(t *testing.T) {
	s := newStore(t)
	mustTake(t, s, "https://courier.example/1", "3 killed.", 1)
	mustExec(t, s.db.Writer(), `DROP TABLE state_visit`)
	noFaults(t, s)
	r, err := OpenToRead(t.Context(), s.db.Path())
	must(t, err)
	noFaults(t, r)
	closeStore(t, r)
	again := openStore(t, s.db.Path())
	all, err := again.Visits(t.Context())
	must(t, err)
	same(t, "visits", len(all), 0)
}
