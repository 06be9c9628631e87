package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rashomon"
	"rashomon/internal/store"
)

// TestList: the list names incidents, counts what was not read, and pages.
func TestList(t *testing.T) {
	site, orrin, evil := newSite(t, Options{Sample: true})
	text := oneLine(words(tree(t, site, "/")))
	for _, want := range []string{"2 incidents, told in 6 reports", "1 report could not be read", "These reports are invented", string(orrin), string(evil)} {
		if !strings.Contains(text, want) {
			t.Errorf("the list lacks %q in\n%s", want, text)
		}
	}
	var twin listTwin
	if err := json.Unmarshal(get(t, site, "/index.json", 200).Body.Bytes(), &twin); err != nil {
		t.Fatal(err)
	}
	if len(twin.Incidents) != 2 || twin.Next != "" || twin.Problems != 1 || twin.Reports != 6 {
		t.Errorf("got %+v", twin)
	}
	if text := words(tree(t, site, "/?page=2")); !strings.Contains(text, "This page of the list is empty") {
		t.Errorf("page 2 says %q", oneLine(text))
	}
	empty := New(newStore(t), Options{})
	if text := words(tree(t, empty, "/")); !strings.Contains(text, "There are no incidents yet.") || strings.Contains(text, "invented") {
		t.Errorf("an empty store says %q", oneLine(text))
	}
}

// TestReports: every report is listed with the incidents that it tells of, or why it
// tells of none.
func TestReports(t *testing.T) {
	site, orrin, _ := newSite(t, Options{})
	page := tree(t, site, "/reports")
	text := oneLine(words(page))
	for _, want := range []string{"6 reports, the last received first", string(orrin), "no incident: "} {
		if !strings.Contains(text, want) {
			t.Errorf("the list of reports lacks %q in\n%s", want, text)
		}
	}
	var twin struct {
		Reports []store.Entry
		Total   int
	}
	if err := json.Unmarshal(get(t, site, "/reports.json", 200).Body.Bytes(), &twin); err != nil || len(twin.Reports) != 6 || twin.Total != 6 {
		t.Errorf("got %+v, %v", twin, err)
	}
	if text := words(tree(t, New(newStore(t), Options{}), "/reports")); !strings.Contains(text, "There are no reports yet.") {
		t.Errorf("an empty store says %q", oneLine(text))
	}
}

// TestPaging: a list longer than a page leads to the next and back, and loses none.
func TestPaging(t *testing.T) {
	s := newStore(t)
	var incidents []rashomon.Incident
	for i := range perPage + 3 {
		r := rashomon.NewReport(fmt.Sprintf("Report %d", i), "Two people were killed.", rashomon.Report{Received: at(1)})
		if _, _, err := s.AddReport(t.Context(), r, []byte(r.Text)); err != nil {
			t.Fatal(err)
		}
		a := rashomon.Account{Report: r.ID, Key: "a1", Main: true, Kind: rashomon.OtherEvent}
		if err := s.PutReading(t.Context(), rashomon.Reading{Report: r.ID, Title: r.Title(), Maker: "test-1", Accounts: []rashomon.Account{a}}, "test-1"); err != nil {
			t.Fatal(err)
		}
		incidents = append(incidents, rashomon.Incident{ID: rashomon.NameIncident(a.ID(), 0), Main: true, Accounts: []rashomon.AccountID{a.ID()}})
	}
	if err := s.PutIncidents(t.Context(), "test-1", incidents); err != nil {
		t.Fatal(err)
	}
	site := New(s, Options{})
	seen := map[rashomon.IncidentID]bool{}
	var pages []int
	for path := "/index.json?policy=ucdp"; path != ""; {
		var twin listTwin
		if err := json.Unmarshal(get(t, site, path, http.StatusOK).Body.Bytes(), &twin); err != nil {
			t.Fatal(err)
		}
		for _, in := range twin.Incidents {
			seen[in.ID] = true
		}
		if twin.Policy != rashomon.UCDP {
			t.Errorf("%s is settled by %s", path, twin.Policy)
		}
		pages, path = append(pages, len(twin.Incidents)), twin.Next
	}
	if diff := cmp.Diff([]int{perPage, 3}, pages); diff != "" || len(seen) != len(incidents) {
		t.Errorf("%d of %d seen; pages (-want +got):\n%s", len(seen), len(incidents), diff)
	}
	for path, want := range map[string]string{"/": "/?page=2", "/?page=2": "/"} {
		pager := find(tree(t, site, path), tag("nav", "pager"))[0]
		if links := find(pager, tag("a", "")); len(links) != 1 || attr(links[0], "href") != want {
			t.Errorf("%s does not lead to %s alone", path, want)
		}
	}
}
