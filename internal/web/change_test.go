package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"rashomon"
	"rashomon/internal/store"
)

// TestChangedAfterPublication: a report's page says how it was received and what became
// of its page, in both texts' words and without colour; the incident's page has the notes.
func TestChangedAfterPublication(t *testing.T) {
	s := newStore(t)
	site, orrin, _ := newSiteOn(t, s, Options{})
	if _, err := s.AddCapture(t.Context(), store.Taken{Capture: rashomon.Capture{Means: rashomon.Fetched, Requested: courier.URL, Status: 404,
		Asked: at(9), Received: at(9), Problem: "404"}}); err != nil {
		t.Fatal(err)
	}
	earlier := tree(t, site, "/r/"+string(courier.ID))
	page := words(earlier)
	for _, want := range []string{"Changed after publication", "Lake Courier, 7 March 2031, 04:00 UTC: killed", "the sentence on who did it", "is gone",
		"removed", "added", "How it was received", "given as", "the text after"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of the earlier text lacks %q", want)
		}
	}
	for _, name := range []string{"del", "ins"} {
		if len(find(earlier, tag(name, ""))) == 0 {
			t.Errorf("no <%s> shows a sentence", name)
		}
	}
	later := words(tree(t, site, "/r/"+string(corrected.ID)))
	if want := "the page was gone (404); the text kept on 7 March 2031 stands"; !strings.Contains(later, want) {
		t.Errorf("the page of the later text lacks %q", want)
	}
	incident := words(tree(t, site, "/i/"+string(orrin)))
	for _, want := range []string{"Changed after publication", "the page was gone (404)", "page gone since"} {
		if !strings.Contains(incident, want) {
			t.Errorf("the page of the incident lacks %q", want)
		}
	}
	var twin struct {
		Captures []rashomon.Capture
		Changes  []rashomon.Change
	}
	if err := json.Unmarshal(get(t, site, "/r/"+string(courier.ID)+".json", http.StatusOK).Body.Bytes(), &twin); err != nil {
		t.Fatal(err)
	}
	if len(twin.Captures) != 1 || len(twin.Changes) != 1 || twin.Changes[0].After != corrected.ID || len(twin.Changes[0].Differences) == 0 {
		t.Errorf("the twin has %d captures and changes %+v", len(twin.Captures), twin.Changes)
	}
}

// TestMovedPage: of a page that moved it is not said that the outlet changed its text.
func TestMovedPage(t *testing.T) {
	s := newStore(t)
	const from, to = "https://post.example/1", "https://post.example/2031/1"
	const body = "Nine people were killed at the pier of Orrin on Friday, the harbour clinic said."
	first := rashomon.NewReport("Blast at the pier", body, rashomon.Report{URL: from})
	second := rashomon.NewReport("Blast at the pier", body, rashomon.Report{URL: to, Replaces: first.ID})
	for i, r := range []rashomon.Report{first, second} {
		c := rashomon.Capture{Means: rashomon.Fetched, Requested: from, Final: r.URL, Status: 200, Asked: at(8 + i), Received: at(8 + i)}
		if r.URL != from {
			c.Redirects = []rashomon.Redirect{{Status: 301, To: r.URL}}
		}
		if _, err := s.AddCapture(t.Context(), store.Taken{Report: &r, Body: []byte(body), Capture: c}); err != nil {
			t.Fatal(err)
		}
	}
	site := New(s, Options{})
	for id, want := range map[rashomon.ReportID]string{first.ID: "This report was replaced. Its page moved", second.ID: "replaces an earlier text of a page that moved to this address"} {
		if page := oneLine(words(tree(t, site, reportHref(id)))); !strings.Contains(page, want) || strings.Contains(page, "changed its text") {
			t.Errorf("the page of %s lacks %q:\n%s", id, want, page)
		}
	}
}
