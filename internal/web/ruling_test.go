package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"rashomon"
	"rashomon/internal/reconcile"
	"rashomon/internal/store"
)

// TestWithheldNameIsOnNoPage: after a ruling no page and no twin shows the name, under
// any policy, in any spelling; the report's other words stay where they stood.
func TestWithheldNameIsOnNoPage(t *testing.T) {
	s := newStore(t)
	site, orrin, evil := newSiteOn(t, s, Options{})
	pages := addresses(orrin, evil)
	for _, p := range reconcile.Policies() {
		pages = append(pages, "/i/"+string(orrin)+"?policy="+string(p.Name), "/i/"+string(orrin)+".json?policy="+string(p.Name))
	}
	for _, r := range []rashomon.Report{courier, wire, gazette, corrected, hostile, unread} {
		pages = append(pages, "/r/"+string(r.ID), "/r/"+string(r.ID)+".json")
	}
	shown := func() (on []string) {
		for _, page := range pages {
			body := strings.ToLower(get(t, site, page, http.StatusOK).Body.String())
			if strings.Contains(body, "tove") || strings.Contains(body, "marrick") || strings.Contains(body, "marick") {
				on = append(on, page)
			}
		}
		return on
	}
	if before := shown(); len(before) < 10 {
		t.Fatalf("only on %v before it is withheld", before)
	}
	victim := readings(t)[0].Accounts[0].Claims[4]
	kept, _, err := s.AddRuling(t.Context(), rashomon.Ruling{Kind: rashomon.Withhold, Target: string(victim.ID), Value: "Tove Marrick", Why: "Tove was a minor", Author: "ana", At: at(9),
		Of: &rashomon.Ruled{Field: victim.Field, Spans: []rashomon.Span{victim.Span}, Value: victim.Value.String()}})
	if err != nil {
		t.Fatal(err)
	}
	if after := shown(); len(after) > 0 {
		t.Errorf("the withheld name is on %v", after)
	}
	for _, page := range []string{"/i/" + string(orrin), "/r/" + string(courier.ID)} {
		body := get(t, site, page, http.StatusOK).Body.String()
		if !strings.Contains(body, "kept back") || !strings.Contains(body, string(kept.ID)) {
			t.Errorf("%s does not say that something is withheld", page)
		}
		if strings.Contains(body, "ticket seller") {
			t.Errorf("%s shows who the person was", page)
		}
	}
	var twin struct{ Report rashomon.Report }
	if err := json.Unmarshal(get(t, site, "/r/"+string(courier.ID)+".json", http.StatusOK).Body.Bytes(), &twin); err != nil {
		t.Fatal(err)
	}
	if got := twin.Report.Text; len(got) != len(courier.Text) || !strings.HasSuffix(got, "More than 200 people have died on the lake since spring, the clinic said.") {
		t.Errorf("the text's other words moved: %q", got)
	}
	if _, _, err := s.AddRuling(t.Context(), rashomon.Ruling{Kind: rashomon.Undo, Target: string(kept.ID), Why: "her family asks", Author: "ana", At: at(10)}); err != nil {
		t.Fatal(err)
	}
	if again := shown(); len(again) < 10 {
		t.Errorf("undone, it is only on %v", again)
	}
}

// TestRulingsAreOnThePage: a correction stands beside its claim with who made it, and
// a split on both pages.
func TestRulingsAreOnThePage(t *testing.T) {
	s := newStore(t)
	site, orrin, _ := newSiteOn(t, s, Options{})
	toll := readings(t)[1].Accounts[0].Claims[0]
	if _, _, err := s.AddRuling(t.Context(), rashomon.Ruling{Kind: rashomon.Correct, Target: string(toll.ID), Value: "14", Why: "the <b>list</b>", Author: "ana", At: at(9),
		Of: &rashomon.Ruled{Field: toll.Field, Spans: []rashomon.Span{toll.Span}, Value: toll.Value.String()}}); err != nil {
		t.Fatal(err)
	}
	body := get(t, site, "/i/"+string(orrin), http.StatusOK).Body.String()
	for _, want := range []string{"corrected from 11 by ana, 7 March 2031", "Correct killed 11", "the &lt;b&gt;list&lt;/b&gt;", `id="rulings-h"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if _, _, err := s.AddRuling(t.Context(), rashomon.Ruling{Kind: rashomon.Correct, Target: string(orrin), Value: string(rashomon.Clash), Why: "both sides fired", Author: "ana", At: at(10),
		Of: &rashomon.Ruled{Field: rashomon.KindField}}); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"/", "/i/" + string(orrin)} {
		if text := words(tree(t, site, page)); !strings.Contains(text, "Armed clash, Orrin") {
			t.Errorf("%s does not show the corrected kind", page)
		}
	}
	if text := oneLine(words(tree(t, site, "/i/"+string(orrin)))); strings.Count(text, "to armed clash, on the author's own word and no report's - by ana, 7 March 2031: both sides fired.") != 2 {
		t.Errorf("the page does not say beside its title who corrected the kind: %s", text)
	}
	incidents, err := s.Incidents(t.Context(), 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	incidents[0].Apart = []rashomon.IncidentID{incidents[1].ID}
	if err := s.PutIncidents(t.Context(), "test-1", incidents); err != nil {
		t.Fatal(err)
	}
	body = get(t, site, "/i/"+string(incidents[0].ID), http.StatusOK).Body.String()
	if !strings.Contains(body, "A ruling split this incident") || !strings.Contains(body, `href="/i/`+string(incidents[1].ID)+`"`) {
		t.Error("the page does not say that it was split")
	}
}

// TestRejectedOnTheReportsPage: a claim that is out of every record still stands on the
// page of its report, marked, with who took it out and why; so does all of an account.
func TestRejectedOnTheReportsPage(t *testing.T) {
	s := newStore(t)
	site, orrin, _ := newSiteOn(t, s, Options{})
	account := readings(t)[1].Accounts[0]
	toll := account.Claims[0]
	rule := func(r rashomon.Ruling, minute int) rashomon.RulingID {
		r.Author, r.At = "ana", at(minute)
		kept, _, err := s.AddRuling(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		return kept.ID
	}
	page := func(path string) string { return oneLine(words(tree(t, site, path))) }
	of := "/r/" + string(toll.Report)
	const tag = "rejected, in no record"
	if strings.Contains(page(of), tag) {
		t.Fatal("it is rejected before anybody has done so")
	}
	one := rule(rashomon.Ruling{Kind: rashomon.Reject, Target: string(toll.ID), Why: "another pier",
		Of: &rashomon.Ruled{Field: toll.Field, Spans: []rashomon.Span{toll.Span}, Value: toll.Value.String()}}, 9)
	got := page(of)
	if strings.Count(got, tag) != 1 || !strings.Contains(got, "Rejected by ana, 7 March 2031: another pier.") {
		t.Errorf("the page does not say that the claim is out: %s", got)
	}
	if strings.Contains(get(t, site, "/i/"+string(orrin), http.StatusOK).Body.String(), string(toll.ID)) {
		t.Error("the incident still cites it")
	}
	rule(rashomon.Ruling{Kind: rashomon.Undo, Target: string(one), Why: "it was this pier"}, 10)
	if strings.Contains(page(of), tag) {
		t.Error("it is out although that was undone")
	}
	rule(rashomon.Ruling{Kind: rashomon.Reject, Target: string(account.ID()), Why: "a hoax"}, 11)
	if got := page(of); strings.Count(got, tag) != len(account.Claims) || !strings.Contains(got, "Rejected by ana, 7 March 2031: a hoax.") {
		t.Errorf("the page does not say that the account is out: %s", got)
	}
}

// TestCorrectionLeadsToItsWords: a correction that cites other words of the report is
// quoted with them, and the link of the quotation leads to them.
func TestCorrectionLeadsToItsWords(t *testing.T) {
	s := newStore(t)
	site, orrin, _ := newSiteOn(t, s, Options{})
	toll := readings(t)[1].Accounts[0].Claims[0]
	rep, err := s.Report(t.Context(), toll.Report)
	if err != nil {
		t.Fatal(err)
	}
	words := rashomon.Span{Start: 0, End: strings.IndexByte(rep.Text, ' ')} // the first word of the title
	if _, _, err := s.AddRuling(t.Context(), rashomon.Ruling{Kind: rashomon.Correct, Target: string(toll.ID), Value: "14", Why: "so it says", Author: "ana", At: at(9),
		Of: &rashomon.Ruled{Field: toll.Field, Spans: []rashomon.Span{toll.Span}, Value: toll.Value.String(), In: rep.ID, Words: &words, Quote: words.Of(rep.Text)}}); err != nil {
		t.Fatal(err)
	}
	quoted := ">" + words.Of(rep.Text) + "</a></q>"
	if body := get(t, site, "/i/"+string(orrin), http.StatusOK).Body.String(); !strings.Contains(body, `href="/r/`+string(rep.ID)+"#"+anchor(toll.ID)+`"`+quoted) {
		t.Errorf("no quotation of %q leads to the claim", words.Of(rep.Text))
	}
	if body := get(t, site, "/r/"+string(rep.ID), http.StatusOK).Body.String(); !strings.Contains(body, `<mark id="`+anchor(toll.ID)+`"`) || !strings.Contains(body, `">`+words.Of(rep.Text)+`<a class="ref"`) {
		t.Errorf("the words are not marked where they stand")
	}
}

// TestWithheldNameAcrossTheCutOfATitle: a list shows 200 characters of a title, and no
// beginning of a name that stands across the 200th.
func TestWithheldNameAcrossTheCutOfATitle(t *testing.T) {
	const name = "Zvjezdan Qorralich"
	s := newStore(t)
	site, _, _ := newSiteOn(t, s, Options{})
	victim := readings(t)[0].Accounts[0].Claims[4]
	for kept := range len(name) + 1 {
		title := strings.Repeat("é", 199-kept) + " " + name + " dies of his wounds"
		r := rashomon.NewReport(title, "A text.", rashomon.Report{Source: rashomon.Source{Name: "Lake Post"}, Received: at(8)})
		_, _, err := s.AddReport(t.Context(), r, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.PutProblem(t.Context(), r.ID, store.StageExtract, "1", "of no known language"); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err := s.AddRuling(t.Context(), rashomon.Ruling{Kind: rashomon.Withhold, Target: string(victim.ID), Value: name, Why: "a minor", Author: "ana", At: at(9),
		Of: &rashomon.Ruled{Field: victim.Field, Spans: []rashomon.Span{victim.Span}, Value: victim.Value.String()}})
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"/reports", "/reports.json", "/problems", "/problems.json"} {
		body := get(t, site, page, http.StatusOK).Body.String()
		if !strings.Contains(body, strings.Repeat("é", 180)) {
			t.Errorf("%s shows none of the titles", page)
		}
		if strings.Contains(body, "Zv") || strings.Contains(body, "Qo") || strings.Contains(body, "é Z") || strings.Contains(body, "dies of his wounds") {
			t.Errorf("%s shows a part of the name, or too much of a title", page)
		}
	}
}
