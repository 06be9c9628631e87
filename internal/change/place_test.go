package change_test

import (
	"slices"
	"strings"
	"testing"

	"rashomon"
	"rashomon/internal/change"
)

// A page that is reached by another way, or that calls another page's address its own,
// changes the text that stands there only as that page could.
func TestJudgeAt(t *testing.T) {
	const story, other = "https://harbour.example/story", "https://elsewhere.example/1"
	report := func(at, source, text string) *rashomon.Report {
		r := rashomon.NewReport("Blast in Dorla", text, rashomon.Report{URL: at, Source: rashomon.Source{Name: source}})
		return &r
	}
	words := strings.Repeat("Twelve people were killed in Dorla when a shell hit the market, Mayor Ilse Varn said. ", 8)
	edited := strings.Replace(words, "Twelve", "Fifteen", 1)
	unlike := strings.Repeat("The regatta at Port Sella ended with a win for Jon Ake and his crew of six. ", 8)
	first := report(story, "The Harbour Post", words)
	led := []rashomon.Redirect{{Status: 301, To: story}}
	for name, c := range map[string]struct {
		asked, final string
		steps        []rashomon.Redirect
		was, now     *rashomon.Report
		fate         rashomon.Fate
		at, source   string // of what is kept; empty: nothing is
	}{
		"first seen":                     {story + "2", story + "2", nil, nil, report(story+"2", "P", unlike), rashomon.Stands, story + "2", "P"},
		"led there, under another name":  {other, story, led, nil, report(story, "Elsewhere", words), rashomon.Stands, story, "The Harbour Post"},
		"led there, edited":              {other, story, led, nil, report(story, "Elsewhere", edited), rashomon.Edited, story, "The Harbour Post"},
		"led there, to a wall":           {other, story, led, nil, report(story, "Elsewhere", "Subscribe to continue reading."), rashomon.Walled, "", ""},
		"led there, to another text":     {other, story, led, nil, report(story, "Elsewhere", unlike), rashomon.FrontPage, "", ""},
		"moved there, under its name":    {other, story, led, report(other, "Elsewhere", words), report(story, "Elsewhere", words), rashomon.Moved, story, "The Harbour Post"},
		"calls it its own, the same":     {story + "?a=1", story + "?a=1", nil, nil, report(story, "P", words), rashomon.Stands, story, "The Harbour Post"},
		"calls it its own, another text": {story + "2", story + "2", nil, nil, report(story, "P", unlike), rashomon.Stands, story + "2", "P"},
	} {
		capture := rashomon.Capture{Means: rashomon.Fetched, Requested: c.asked, Final: c.final, Status: 200, Redirects: c.steps}
		v, err := change.JudgeAt(c.was, c.was, capture, c.now, nil, func(at string) (*rashomon.Report, error) {
			if at == story {
				return first, nil
			}
			return nil, nil
		})
		at, source := "", ""
		if v.Keep != nil {
			at, source = v.Keep.URL, v.Keep.Source.Name
		}
		if err != nil || v.Fate != c.fate || at != c.at || source != c.source {
			t.Errorf("%s: %s, kept at %q of %q (%v); want %s, %q of %q", name, v.Fate, at, source, err, c.fate, c.at, c.source)
		}
	}
}

// A text that a person gave is no reason to take the article that is fetched from its
// address for another page, though it is one to know a wall.
func TestJudgeGiven(t *testing.T) {
	const story = "https://harbour.example/story"
	report := func(text string) *rashomon.Report {
		r := rashomon.NewReport("", text, rashomon.Report{URL: story, Source: rashomon.Source{Name: "The Harbour Post"}})
		return &r
	}
	words := strings.Repeat("Twelve people were killed in Dorla when a shell hit the market, Mayor Ilse Varn said. ", 8)
	unlike := strings.Repeat("The regatta at Port Sella ended with a win for Jon Ake and his crew of six. ", 8)
	given, before := report(unlike), report(strings.Replace(words, "Twelve", "Eleven", 1))
	fetched := rashomon.Capture{Means: rashomon.Fetched, Requested: story, Final: story, Status: 200}
	led := fetched
	led.Redirects = []rashomon.Redirect{{Status: 302, To: "https://harbour.example/"}}
	other := report(strings.Repeat("A new road to the north opens on Friday with two lanes and a bridge over the river Ostra. ", 8))
	for name, c := range map[string]struct {
		fetched *rashomon.Report
		capture rashomon.Capture
		now     *rashomon.Report
		fate    rashomon.Fate
		kept    bool
	}{
		"the article":                     {nil, fetched, report(words), rashomon.Stands, true},
		"a wall":                          {nil, fetched, report("Subscribe to continue reading."), rashomon.Walled, false},
		"a notice":                        {nil, fetched, report("Choose your region."), rashomon.FrontPage, false},
		"led away":                        {nil, led, report(words), rashomon.FrontPage, false},
		"the article, edited":             {before, fetched, report(words), rashomon.Edited, true},
		"what was fetched, is back":       {before, fetched, before, rashomon.Stands, true},
		"neither":                         {before, fetched, other, rashomon.FrontPage, false},
		"what was fetched is what stands": {given, fetched, report(words), rashomon.FrontPage, false},
	} {
		v, err := change.JudgeAt(given, c.fetched, c.capture, c.now, nil, func(string) (*rashomon.Report, error) { return given, nil })
		if err != nil || v.Fate != c.fate || (v.Keep != nil) != c.kept {
			t.Errorf("%s: %+v (%v)", name, v, err)
		}
	}
	now := report(words)
	took := rashomon.Capture{Means: rashomon.Given, Requested: "story.html", Report: given.ID, OwnWord: true}
	fetched.Report, fetched.Received = now.ID, took.Received.AddDate(0, 0, 1)
	told, elsewhere := took, fetched
	told.OwnWord, elsewhere.Requested, elsewhere.Final = false, "https://harbour.example/other", "https://harbour.example/other"
	elsewhere.Report = other.ID // a page that calls the address its own
	for name, c := range map[string]struct {
		captures []rashomon.Capture
		want     rashomon.ReportID
	}{
		"its own word":            {[]rashomon.Capture{took}, ""},
		"the word of who gave it": {[]rashomon.Capture{told, took}, given.ID},
		"fetched":                 {[]rashomon.Capture{fetched, took, elsewhere}, now.ID},
	} {
		if got := change.From(story, c.captures); got != c.want {
			t.Errorf("%s: %q came from there last", name, got)
		}
	}
	got := change.History([]rashomon.Capture{rashomon.NewCapture(took), rashomon.NewCapture(fetched)}, func(id rashomon.ReportID) (rashomon.Version, bool) {
		if id == given.ID {
			return rashomon.Version{Report: *given}, true
		}
		return rashomon.Version{Report: *now}, true
	})
	if len(got) != 0 {
		t.Errorf("what was never at the address is told to have been changed there: %+v", got)
	}
}

func TestSpellings(t *testing.T) {
	for address, want := range map[string]string{
		"HTTP://www.Harbour.example:80/a/?utm_source=x#top": "https://harbour.example/a",
		"https://harbour.example/a?id=7&fbclid=z":           "http://www.harbour.example/a/?id=7",
		"http://harbour.example":                            "https://www.harbour.example/",
		"story.html":                                        "story.html",
	} {
		if got := change.Spellings(address); got[0] != address || !slices.Contains(got, want) {
			t.Errorf("%s: %q has not %s", address, got, want)
		}
	}
}
