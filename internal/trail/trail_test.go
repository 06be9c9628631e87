package trail_test

import (
	"strings"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/trail"
)

// TestRedline lays an edited sentence beside what it became, whatever was cut before it.
func TestRedline(t *testing.T) {
	was := "Blast\nTwelve people were killed, police said. The Front did it. Shops were closed for a day."
	now := "Blast\nRain fell. Shops were closed for a week. Fifteen people were killed, police said."
	spans := func(text string, sentences ...string) (out []rashomon.Span) {
		for _, s := range sentences {
			at := strings.Index(text, s)
			out = append(out, rashomon.Span{Start: at, End: at + len(s)})
		}
		return out
	}
	c := rashomon.Change{Fate: rashomon.Edited, Before: "a", After: "b",
		Cut: spans(was, "Twelve people were killed, police said.", "The Front did it.", "Shops were closed for a day."),
		New: spans(now, "Rain fell.", "Shops were closed for a week.", "Fifteen people were killed, police said.")}
	var got []string
	for _, s := range trail.Changes([]rashomon.Change{c}, func(id rashomon.ReportID) string { return map[rashomon.ReportID]string{"a": was, "b": now}[id] })[0].Sentences {
		sign := "- "
		if s.New {
			sign = "+ "
		}
		got = append(got, sign+s.Text)
	}
	want := []string{"- Twelve people were killed, police said.", "+ Fifteen people were killed, police said.", "- The Front did it.",
		"- Shops were closed for a day.", "+ Shops were closed for a week.", "+ Rain fell."}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

// TestCaptures says in a line how bytes came.
func TestCaptures(t *testing.T) {
	at := time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		capture      rashomon.Capture
		how, answers string
	}{
		{rashomon.Capture{Means: rashomon.Fetched, Requested: "https://a.example/1", Final: "https://a.example/2", Status: 200, MediaType: "text/html", Coding: "gzip", TLS: "TLS 1.3", Received: at},
			"fetched from https://a.example/1, answered by https://a.example/2", "200, text/html, gzip, TLS 1.3"},
		{rashomon.Capture{Means: rashomon.Fetched, Requested: "https://a.example/1", Status: 200, Truncated: "the connection broke", Received: at},
			"fetched from https://a.example/1", "200, cut short: the connection broke"},
		{rashomon.Capture{Means: rashomon.Given, Requested: "story.txt", Received: at}, "given as story.txt", ""},
		{rashomon.Capture{Means: rashomon.Given, Requested: "story.html", OwnWord: true, Received: at}, "given as story.html; only the text itself says where it stood", ""},
		{rashomon.Capture{Means: rashomon.Earlier, Received: at}, "kept by an earlier version, which wrote no more of it", ""},
	} {
		v := trail.Captures([]rashomon.Capture{c.capture})[0]
		how := v.How
		if v.Way != "" {
			how += ", answered by " + v.Way
		}
		if how != c.how || v.Answer != c.answers || v.When != "4 March 2031, 12:00:00 UTC" {
			t.Errorf("%q, %q, %q; want %q, %q", how, v.Answer, v.When, c.how, c.answers)
		}
	}
}
