package change_test

import (
	"strings"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/change"
)

// A text that a person gave, or that was kept before captures were, stood at its address,
// though no server answered.
func TestGivenTexts(t *testing.T) {
	first := rashomon.NewReport("Blast in Dorla", "Twelve people were killed.", rashomon.Report{URL: "https://harbour.example/1"})
	second := rashomon.NewReport("Blast in Dorla", "Fifteen people were killed.", rashomon.Report{URL: "https://harbour.example/1"})
	versions := map[rashomon.ReportID]rashomon.Version{first.ID: {Report: first}, second.ID: {Report: second}}
	for _, means := range []rashomon.Means{rashomon.Given, rashomon.Earlier} {
		var captures []rashomon.Capture
		for i, id := range []rashomon.ReportID{first.ID, second.ID, first.ID} {
			captures = append(captures, rashomon.NewCapture(rashomon.Capture{Means: means, Requested: "story.txt", Report: id,
				Received: time.Date(2031, 5, 2, 12+i, 0, 0, 0, time.UTC)}))
		}
		got := change.History(captures, func(id rashomon.ReportID) (rashomon.Version, bool) { v, ok := versions[id]; return v, ok })
		if len(got) != 2 || got[0].Fate != rashomon.Edited || got[0].After != second.ID || got[1].Fate != rashomon.Returned || got[1].After != first.ID {
			t.Errorf("%s: %+v", means, got)
		}
	}
}

// TestGivenFromArchive: what was given as files of one name, and comes from an archive, is
// no text of one page, and two files may be.
func TestGivenFromArchive(t *testing.T) {
	versions := map[rashomon.ReportID]rashomon.Version{}
	text := func(at, words string) rashomon.ReportID {
		r := rashomon.NewReport("Blast in Dorla", words, rashomon.Report{URL: at})
		versions[r.ID] = rashomon.Version{Report: r}
		return r.ID
	}
	const one, two = "https://harbour.example/1", "https://coast.example/2"
	type given struct {
		file   string
		report rashomon.ReportID
	}
	for name, c := range map[string]struct {
		given []given
		want  int
	}{
		"two outlets":   {[]given{{"story.txt", text(one, "Twelve people were killed.")}, {"story.txt", text(two, "Three people were hurt.")}}, 0},
		"two addresses": {[]given{{"story.txt", text(one, "Twelve people were killed.")}, {"later.txt", text(one, "Fifteen people were killed.")}}, 1},
		"no address":    {[]given{{"story.txt", text("", "Twelve people were killed.")}, {"story.txt", text("", "Fifteen people were killed.")}}, 0},
	} {
		for _, means := range []rashomon.Means{rashomon.Given, rashomon.Archived} {
			var captures []rashomon.Capture
			for i, g := range c.given {
				captures = append(captures, rashomon.NewCapture(rashomon.Capture{Means: means, Requested: g.file, Report: g.report,
					Received: time.Date(2031, 5, 2, 12+i, 0, 0, 0, time.UTC)}))
			}
			got := change.History(captures, func(id rashomon.ReportID) (rashomon.Version, bool) { v, ok := versions[id]; return v, ok })
			if len(got) != c.want {
				t.Errorf("%s, %s: %d changes, want %d: %+v", name, means, len(got), c.want, got)
			}
		}
	}
}

// TestOwnWord: a text that stands at an address by its own word alone is no older and no
// newer text of what came from there; of one that is like it, the note says what it is.
func TestOwnWord(t *testing.T) {
	const one = "https://harbour.example/1"
	article := strings.Repeat("Twelve people were killed in Dorla when a shell hit the market, Mayor Ilse Varn said. ", 8)
	came := rashomon.NewReport("", article, rashomon.Report{URL: one})
	like := rashomon.NewReport("", strings.Replace(article, "Twelve", "Two", 1), rashomon.Report{URL: one})
	unlike := rashomon.NewReport("", strings.Repeat("The regatta at Port Sella ended with a win for Jon Ake and his crew of six. ", 8), rashomon.Report{URL: one})
	versions := map[rashomon.ReportID]rashomon.Version{came.ID: {Report: came}, like.ID: {Report: like}, unlike.ID: {Report: unlike}}
	fetched := rashomon.Capture{Means: rashomon.Fetched, Requested: one, Final: one, Status: 200, Report: came.ID}
	for name, c := range map[string]struct {
		given rashomon.Report
		first bool // given before it was fetched
		want  string
	}{
		"unlike, before": {unlike, true, ""},
		"unlike, after":  {unlike, false, ""},
		"like, before":   {like, true, "only its own word has it that it stood there"},
		"like, after":    {like, false, ""},
	} {
		given := rashomon.Capture{Means: rashomon.Given, Requested: "story.html", Report: c.given.ID, OwnWord: true, Received: time.Date(2031, 5, 2, 12, 0, 0, 0, time.UTC)}
		fetched.Received = given.Received.Add(-time.Hour)
		if c.first {
			fetched.Received = given.Received.Add(time.Hour)
		}
		got := change.History([]rashomon.Capture{rashomon.NewCapture(given), rashomon.NewCapture(fetched)},
			func(id rashomon.ReportID) (rashomon.Version, bool) { v, ok := versions[id]; return v, ok })
		said := ""
		for _, note := range got {
			said += note.Summary()
		}
		if (said == "") != (c.want == "") || !strings.Contains(said, c.want) {
			t.Errorf("%s: %q, want %q", name, said, c.want)
		}
	}
}
