package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/store"
)

// TestSources shows sources in every state; what is withheld is hidden there too.
func TestSources(t *testing.T) {
	s := newStore(t)
	ctx := t.Context()
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	rule := func(url, title, act, by string) {
		do(s.RuleFeed(ctx, store.FeedRule{URL: url, Title: title, Act: act, At: at(8), By: by}))
	}
	rule("https://post.example/feed", "The <b>Harbour</b> Post", "add", "Ana K.")
	rule("https://www.new.example/feed", "", "add", "Ana K.")
	rule("https://gone.example/feed", "Gone", "add", "Ana K.")
	rule("https://gone.example/feed", "", "pause", "schedule")
	rule("https://shy.example/feed", "Shy", "add", "Ana K.")
	rule("https://shy.example/feed", "", "pause", "Ben <i>L.</i>")
	do(s.PutFeedState(ctx, store.FeedState{FeedRule: store.FeedRule{URL: "https://post.example/feed"}, Tried: at(10), Succeeded: at(9), Next: at(11), Failures: 2,
		Problem: "it answered <500>", Interval: time.Hour}))
	do(s.PutFeedState(ctx, store.FeedState{FeedRule: store.FeedRule{URL: "https://gone.example/feed"}, Tried: at(10), Problem: "gone for good"}))
	do(s.PutVisits(ctx, []store.Visit{{URL: "https://post.example/1", Feed: "https://post.example/feed", Step: 1}, {URL: "https://post.example/2", Feed: "https://post.example/feed", Problem: "nobody answers"},
		{URL: "https://post.example/3", Feed: "https://post.example/feed"}}))
	report := rashomon.NewReport("Title", "Text.\n", rashomon.Report{URL: "https://post.example/1"})
	_, err := s.AddCapture(ctx, store.Taken{Report: &report, Body: []byte("Text."), Capture: rashomon.Capture{Means: rashomon.Fetched,
		Requested: "https://post.example/1?x", Final: "https://post.example/1", Asked: at(9), Received: at(9)}})
	do(err)
	site := New(s, Options{})
	rows := find(tree(t, site, "/sources"), tag("tr", ""))[1:]
	want := []string{
		"The <b>Harbour</b> Post1 · https://post.example/feed Problem: it answered <500> Last success 7 March 2031, 09:00 failed 2 times since, last 7 March 2031, 10:00 Next fetch 7 March 2031, 11:00 Kept 1 report from 3 addresses, 1 not fetched yet, 1 gave no text when last fetched",
		"new.example 2 · https://www.new.example/feed Last success not fetched yet Next fetch with the next watch Kept 0 reports from 0 addresses",
		"Gone 3 · https://gone.example/feed Problem: gone for good Last success none yet Next fetch paused by itself Kept 0 reports from 0 addresses",
		"Shy 4 · https://shy.example/feed Last success not fetched yet Next fetch paused by Ben <i>L.</i> Kept 0 reports from 0 addresses",
	}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	for i, w := range want {
		if got := words(rows[i]); squeeze(got) != squeeze(w) {
			t.Errorf("row %d:\n%s\nwant\n%s", i+1, got, w)
		}
	}
	twin := get(t, site, "/sources.json", http.StatusOK).Body.String()
	for _, w := range []string{`"number": 1`, `"reports": 1`, `"waiting": 1`, `"failures": 2`, `"interval_seconds": 3600`, `"paused": true`, `"succeeded": "2031-03-07T09:00:00Z"`} {
		if !strings.Contains(twin, w) {
			t.Errorf("the twin lacks %s:\n%s", w, twin)
		}
	}
	do(s.RuleFeed(ctx, store.FeedRule{URL: "https://blog.example/maravesk.xml", Site: "https://mara-vesk.example/", Title: "Mara Vesk writes", Act: "add", At: at(8), By: "Mara Vesk"}))
	shown := func() string {
		return strings.ToLower(get(t, site, "/sources", http.StatusOK).Body.String() + get(t, site, "/sources.json", http.StatusOK).Body.String())
	}
	if !strings.Contains(shown(), "vesk") {
		t.Error("the name is nowhere before it is withheld")
	}
	_, _, err = s.AddRuling(ctx, rashomon.Ruling{Kind: rashomon.Withhold, Target: string(report.ID) + ".0123456789", Value: "Mara Vesk", Why: "a minor", Author: "Ana K.", At: at(12)})
	do(err)
	if found := shown(); strings.Contains(found, "vesk") {
		t.Errorf("the name is shown:\n%s", found)
	}
}
