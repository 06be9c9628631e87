package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"rashomon"
	"rashomon/internal/reconcile"
)

// addresses are every page of the fixture.
func addresses(orrin, evil rashomon.IncidentID) []string {
	return []string{"/", incidentHref(orrin), incidentHref(evil), reportHref(courier.ID), reportHref(corrected.ID), reportHref(hostile.ID),
		reportHref(unread.ID), "/about", "/problems", "/reports", "/sources"}
}

// TestEveryPage holds each page to what a page must be: one heading, a language, a
// way past the menu, a twin that answers, links that lead somewhere, ids that stand once.
func TestEveryPage(t *testing.T) {
	site, orrin, evil := newSite(t, Options{Version: "9.9"})
	for _, path := range addresses(orrin, evil) {
		doc := tree(t, site, path)
		if n := len(find(doc, tag("h1", ""))); n != 1 {
			t.Errorf("%s: %d headings of the first rank", path, n)
		}
		if got := attr(find(doc, tag("html", ""))[0], "lang"); got != "en" {
			t.Errorf("%s: lang %q", path, got)
		}
		ids := map[string]int{}
		for _, n := range find(doc, func(n *html.Node) bool { return attr(n, "id") != "" }) {
			ids[attr(n, "id")]++
		}
		for id, n := range ids {
			if n > 1 {
				t.Errorf("%s: id %s stands %d times", path, id, n)
			}
		}
		for _, a := range find(doc, tag("a", "")) {
			follow(t, site, path, ids, attr(a, "href"))
		}
		twin := attr(find(doc, func(n *html.Node) bool { return n.Data == "link" && attr(n, "rel") == "alternate" })[0], "href")
		if w := get(t, site, twin, http.StatusOK); w.Header().Get("Content-Type") != "application/json" || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s: its twin %s is no JSON", path, twin)
		}
	}
}

// follow requires a link of a page to lead to an anchor of it, to a page of the site,
// or, as an original, to the web.
func follow(t *testing.T, site http.Handler, path string, ids map[string]int, href string) {
	t.Helper()
	u, err := url.Parse(href)
	if err != nil || href == "" {
		t.Errorf("%s: link %q leads nowhere", path, href)
		return
	}
	switch {
	case u.Host == "example.invalid":
	case u.Host != "" || u.Scheme != "":
		t.Errorf("%s: link %q leads out", path, href)
	case u.Path == "":
		if ids[u.Fragment] == 0 {
			t.Errorf("%s: no anchor %q", path, u.Fragment)
		}
	default:
		w := get(t, site, u.RequestURI(), http.StatusOK)
		if u.Fragment != "" && !strings.Contains(w.Body.String(), `id="`+u.Fragment+`"`) {
			t.Errorf("%s: %s has no anchor %q", path, u.Path, u.Fragment)
		}
	}
}

// TestNothingFromElsewhere: no page makes a browser ask anyone but this server, or
// run a script.
func TestNothingFromElsewhere(t *testing.T) {
	site, orrin, evil := newSite(t, Options{})
	for _, path := range append(addresses(orrin, evil), "/nowhere") {
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if got := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(got, "default-src 'none'; style-src 'self';") {
			t.Errorf("%s: policy %q", path, got)
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" || w.Header().Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s: headers %v", path, w.Header())
		}
		doc, err := html.Parse(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range find(doc, func(*html.Node) bool { return true }) {
			switch n.Data {
			case "script", "img", "iframe", "object", "embed", "form", "style", "base":
				t.Errorf("%s: holds <%s>", path, n.Data)
			case "link":
				if !strings.HasPrefix(attr(n, "href"), "/") {
					t.Errorf("%s: link %q", path, attr(n, "href"))
				}
			}
			for _, a := range n.Attr {
				if a.Key == "style" || a.Key == "src" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: <%s %s=%q>", path, n.Data, a.Key, a.Val)
				}
			}
		}
	}
}

// TestRefusals: what is not there, not asked rightly, or not allowed.
func TestRefusals(t *testing.T) {
	site, orrin, _ := newSite(t, Options{})
	tests := []struct {
		method, path string
		status       int
		says         string
	}{
		{"GET", "/nowhere", 404, "Start from the list"},
		{"GET", "/i/RSH-ZZZZZZZ", 404, "check character"},
		{"GET", "/i/" + string(orrin[:len(orrin)-1]), 404, "check character"},
		{"GET", "/i/RSH-0000011", 404, "rashomon run"},
		{"GET", "/r/r00000000000000000000", 404, "No report of this store"},
		{"GET", "/?page=0", 404, "counted from 1"},
		{"GET", "/?page=x", 404, "counted from 1"},
		{"GET", incidentHref(orrin) + "?policy=loudest", 404, "How to read this"},
		{"POST", "/", 405, "for reading"},
		{"DELETE", incidentHref(orrin), 405, "for reading"},
	}
	for _, tt := range tests {
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequest(tt.method, tt.path, nil))
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%s %s: status %d, want %d with %q\n%s", tt.method, tt.path, w.Code, tt.status, tt.says, w.Body)
		}
		if tt.status == 405 && w.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("%s %s: Allow %q", tt.method, tt.path, w.Header().Get("Allow"))
		}
	}
	w := get(t, site, "/i/nothing.json", 404)
	var p problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Status != 404 || p.Title != "Not Found" || p.Do == "" || p.Instance != "/i/nothing.json" {
		t.Errorf("problem %+v, %v", p, err)
	}
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("a problem's type is %q", got)
	}
}

// TestHead: a HEAD answers as GET does.
func TestHead(t *testing.T) {
	site, orrin, _ := newSite(t, Options{})
	w := httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest(http.MethodHead, incidentHref(orrin), nil))
	if w.Code != 200 {
		t.Errorf("status %d", w.Code)
	}
}

// TestNamesMove: an alias, and an id typed another way, move to the incident's name.
func TestNamesMove(t *testing.T) {
	site, orrin, _ := newSite(t, Options{})
	alias, ok := rashomon.ParseIncidentID(string(orrinAlias))
	if !ok {
		t.Fatalf("%s is no name", orrinAlias)
	}
	for _, tt := range []struct{ from, to string }{
		{incidentHref(alias), incidentHref(orrin)},
		{incidentHref(alias) + ".json?policy=ucdp", incidentHref(orrin) + ".json?policy=ucdp"},
		{strings.ToLower(incidentHref(orrin)), incidentHref(orrin)},
		{"/i/" + strings.TrimPrefix(string(orrin), "RSH-"), incidentHref(orrin)},
	} {
		w := get(t, site, tt.from, http.StatusMovedPermanently)
		if got := w.Header().Get("Location"); got != tt.to {
			t.Errorf("%s moves to %q, want %q", tt.from, got, tt.to)
		}
	}
}

// record asks for an incident as JSON.
func record(t *testing.T, site http.Handler, path string) rashomon.Record {
	t.Helper()
	var rec rashomon.Record
	if err := json.Unmarshal(get(t, site, path, http.StatusOK).Body.Bytes(), &rec); err != nil {
		t.Fatal(err)
	}
	return rec
}

// TestIncidentShowsItsRecord: what the JSON holds, the page shows, under every policy.
func TestIncidentShowsItsRecord(t *testing.T) {
	site, orrin, _ := newSite(t, Options{})
	for _, p := range reconcile.Policies() {
		q := "?policy=" + string(p.Name)
		rec := record(t, site, incidentHref(orrin)+".json"+q)
		if rec.Policy.Name != p.Name || len(rec.Claims) != 14 {
			t.Fatalf("%s: policy %q, %d claims", p.Name, rec.Policy.Name, len(rec.Claims))
		}
		doc := tree(t, site, incidentHref(orrin)+q)
		text := oneLine(words(doc))
		for _, want := range []string{rec.Title, p.Rule, sentence(&rec)} {
			if !strings.Contains(text, oneLine(want)) {
				t.Errorf("%s: the page lacks %q", p.Name, want)
			}
		}
		for _, d := range rec.Disputes {
			if !strings.Contains(text, d.Why) {
				t.Errorf("%s: the page lacks the dispute %q", p.Name, d.Why)
			}
		}
		for _, rg := range rec.Ranges {
			if !strings.Contains(text, rg.Field.Question(rg.Group)+rangeText(rg)) {
				t.Errorf("%s: the page lacks the range %+v", p.Name, rg)
			}
		}
		for _, r := range rec.Reports {
			if !strings.Contains(text, r.Title) {
				t.Errorf("%s: the page lacks the report %q", p.Name, r.Title)
			}
		}
		sameMatrix(t, doc, &rec)
	}
}

// sameMatrix requires the table of a page to hold the record's matrix, cell by cell.
func sameMatrix(t *testing.T, doc *html.Node, rec *rashomon.Record) {
	t.Helper()
	if len(rec.Matrix) == 0 {
		return
	}
	table := find(doc, tag("table", "matrix"))[0]
	if got := len(find(table, func(n *html.Node) bool { return n.Data == "th" && attr(n, "scope") == "col" })); got != len(rec.Origins)+1 {
		t.Errorf("%d columns, want one for each of %d origins and one for the questions", got, len(rec.Origins))
	}
	rows := find(find(table, tag("tbody", ""))[0], tag("tr", ""))
	if len(rows) != len(rec.Matrix) {
		t.Fatalf("%d rows, want %d", len(rows), len(rec.Matrix))
	}
	for i, row := range rec.Matrix {
		head := words(find(rows[i], tag("th", ""))[0])
		_, _, word := standing(row)
		if !strings.Contains(head, row.Field.Question(row.Group)) || !strings.Contains(head, word) {
			t.Errorf("row %d is headed %q, want %q and %q", i, head, row.Field.Question(row.Group), word)
		}
		cells := find(rows[i], func(n *html.Node) bool { return n.Data == "td" && attr(n, "role") == "cell" })
		if len(cells) != len(row.Cells) {
			t.Fatalf("row %d: %d cells, want %d", i, len(cells), len(row.Cells))
		}
		for j, origin := range byAnswers(rec) {
			ids := row.Cells[origin]
			if len(ids) == 0 && !strings.Contains(words(cells[j]), "silent") {
				t.Errorf("row %d, origin %d: silence shows %q", i, j, words(cells[j]))
			}
			for _, id := range ids {
				c, _ := rec.ClaimByID(id)
				want := reportHref(c.Report) + "#" + anchor(id)
				links := find(cells[j], func(n *html.Node) bool { return n.Data == "a" && attr(n, "href") == want })
				if len(links) != 1 || !strings.Contains(words(cells[j]), valueText(c)) {
					t.Errorf("row %d, origin %d lacks claim %s (%s)", i, j, id, valueText(c))
				}
			}
		}
	}
}

// TestReportPage: every claim's words are marked and listed with who says them.
func TestReportPage(t *testing.T) {
	site, orrin, _ := newSite(t, Options{})
	doc := tree(t, site, reportHref(courier.ID))
	got := map[string]string{}
	for _, m := range find(doc, tag("mark", "")) {
		got[attr(m, "data-claim")] += words(m)
	}
	want := map[string]string{}
	claims := readings(t)[0].Claims()
	for _, c := range claims {
		want[anchor(c.ID)] = c.Quote
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("marked words (-want +got):\n%s", diff)
	}
	list := find(doc, tag("section", "claims"))[0]
	for _, s := range []string{"People killed: at least 9 people", "Harbour clinic said", "Fighters killed: 5 fighters", "islanders alleged", string(orrin), "Over a longer time"} {
		if !strings.Contains(oneLine(words(list)), s) {
			t.Errorf("the list of claims lacks %q in\n%s", s, oneLine(words(list)))
		}
	}
	for path, notice := range map[string]string{
		reportHref(courier.ID):   "This report was replaced.",
		reportHref(corrected.ID): "replaces an earlier text",
		reportHref(unread.ID):    "it holds no words",
	} {
		if text := words(tree(t, site, path)); !strings.Contains(text, notice) {
			t.Errorf("%s lacks %q", path, notice)
		}
	}
}

// TestReportTwin: a report's JSON is the report, its reading and its incidents.
func TestReportTwin(t *testing.T) {
	site, orrin, _ := newSite(t, Options{})
	var got reportTwin
	if err := json.Unmarshal(get(t, site, reportHref(courier.ID)+".json", 200).Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Report.Text != courier.Text || got.ReplacedBy != corrected.ID || got.Incidents[rashomon.AccountID(courier.ID+"/a1")] != orrin {
		t.Errorf("got %+v", got)
	}
	if diff := cmp.Diff(readings(t)[0].Claims(), got.Reading.Claims()); diff != "" {
		t.Errorf("claims (-want +got):\n%s", diff)
	}
}

// TestHostileWords: markup stays text, and what turns the direction of writing is
// shown by its number.
func TestHostileWords(t *testing.T) {
	site, orrin, evil := newSite(t, Options{})
	for _, path := range append(addresses(orrin, evil), "/i/%3Cscript%3E", "/%E2%80%AE") {
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if i := bytes.IndexFunc(w.Body.Bytes(), deceives); i >= 0 {
			t.Errorf("%s: holds %U", path, []rune(w.Body.String()[i:])[0])
		}
	}
	var twin reportTwin
	body := get(t, site, reportHref(hostile.ID)+".json", 200).Body.Bytes()
	if err := json.Unmarshal(body, &twin); err != nil || twin.Report.Text != hostile.Text || bytes.ContainsFunc(body, deceives) {
		t.Errorf("the JSON holds %q, %v", twin.Report.Text, err)
	}
	text := words(tree(t, site, reportHref(hostile.ID)))
	for _, want := range []string{"<script>alert(1)</script> [U+202E]solyf[U+202C]", "<img src=x onerror=alert(1)>", "</mark></p>[U+0007]", "<b>Evil</b> [U+2066]News", "\"><img src=x> [U+202E]ecilop"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report's page does not show %q", want)
		}
	}
	if strings.Contains(get(t, site, incidentHref(evil), 200).Body.String(), "javascript:") {
		t.Error("an address that is no web address became a link")
	}
}

// TestClosedStore: trouble with the store is a page with advice, not a crash.
func TestClosedStore(t *testing.T) {
	s := newStore(t)
	site := New(s, Options{})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {})
	w := get(t, site, "/", http.StatusInternalServerError)
	if !strings.Contains(w.Body.String(), "rashomon verify") {
		t.Errorf("got %s", w.Body)
	}
}

var colour = regexp.MustCompile(`--(\w[\w-]*): (#[0-9a-f]{3,6})`)

// TestContrast holds the colours of the style sheet, light and dark, to WCAG 2.2 AA:
// 4.5 to 1 for words, 3 to 1 for the lines that carry meaning.
func TestContrast(t *testing.T) {
	css, err := os.ReadFile("assets/style.css")
	if err != nil {
		t.Fatal(err)
	}
	screen, _, _ := strings.Cut(string(css), "@media print")
	light, dark, _ := strings.Cut(screen, "@media (prefers-color-scheme: dark)")
	for name, part := range map[string]string{"light": light, "dark": dark} {
		c := map[string]float64{}
		for _, m := range colour.FindAllStringSubmatch(part, -1) {
			c[m[1]] = luminance(t, m[2])
		}
		for _, pair := range []struct {
			fore, back string
			least      float64
		}{
			{"ink", "paper", 7}, {"ink", "wash", 7}, {"ink", "accent-wash", 7}, {"soft", "paper", 4.5}, {"soft", "wash", 4.5},
			{"soft", "accent-wash", 4.5}, {"accent", "paper", 4.5}, {"accent", "wash", 4.5}, {"accent", "accent-wash", 4.5},
			{"paper", "accent", 4.5}, {"edge", "paper", 3}, {"edge", "wash", 3},
		} {
			if got := contrast(c[pair.fore], c[pair.back]); got < pair.least {
				t.Errorf("%s: %s on %s is %.2f to 1, want %.1f", name, pair.fore, pair.back, got, pair.least)
			}
		}
	}
}

// TestAnyAddress: no address makes the server fail, and no answer holds a character
// that deceives.
func TestAnyAddress(t *testing.T) {
	site, orrin, _ := newSite(t, Options{})
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"/", "i", "r", "/i/", "/r/", ".json", string(orrin), string(courier.ID), "..", "%2F", "%00", "%E2%80%AE",
			"about", "problems", "index", "%ff", "RSH-", "*", "~", "<b>", "é"}), 0, 6).Draw(t, "parts")
		query := rapid.SampledFrom([]string{"", "page=2", "page=-1", "page=99999999999999999999", "policy=ucdp", "policy=", "policy=%00", "policy=range&policy=x", ";", "%"}).Draw(t, "query")
		u := &url.URL{Path: "/" + strings.Join(parts, ""), RawQuery: query}
		if p, err := url.PathUnescape(u.Path); err == nil {
			u.Path, u.RawPath = p, ""
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL = u
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		switch w.Code {
		case http.StatusOK, http.StatusMovedPermanently, http.StatusTemporaryRedirect, http.StatusNotFound:
		default:
			t.Fatalf("GET %q: status %d\n%s", u, w.Code, w.Body)
		}
		if bytes.ContainsFunc(w.Body.Bytes(), deceives) {
			t.Fatalf("GET %q: the answer holds a character that deceives", u)
		}
	})
}

// TestConnections: what leads out of an incident: other incidents by their titles,
// counts over a longer time, reasons of links, copies, corrections.
func TestConnections(t *testing.T) {
	site, orrin, evil := newSite(t, Options{})
	title := record(t, site, incidentHref(evil)+".json").Title
	text := oneLine(words(tree(t, site, incidentHref(orrin))))
	kind, _, _ := strings.Cut(title, ",")
	for _, want := range []string{
		"Recalls " + kind, string(evil) + ": Shells",
		"People killed: at least 201 people. Harbour clinic, in Lake Courier: More than 200 people have died on the lake since spring",
		"Lake Courier and Moor Wire score 0.91same place: Orrin",
		"Close, but held apart", "<b>Evil</b> [U+2066]News score 0.30other place",
		"Shares a text with Hill Gazette: what it copies is one origin.", "Shares a text with Moor Wire: what it copies is one origin.",
		"Replaced by a newer text", "They all lead here. " + string(orrinAlias),
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q in\n%s", want, text)
		}
	}
}

// A page elsewhere may point its own name at this machine and have the visitor's
// browser ask it: such a name gets no answer.
func TestAnswersOnlyUnderNamesOfThisMachine(t *testing.T) {
	srv := httptest.NewServer(New(newStore(t), Options{}))
	defer srv.Close()
	for host, want := range map[string]int{"": 200, "localhost:80": 200, "127.0.0.1": 200, "[::1]:8080": 200,
		"evil.example": 421, "evil.example:80": 421, "localhost.evil.example": 421} {
		req, err := http.NewRequest(http.MethodGet, srv.URL+"/index.json", nil)
		if err != nil {
			t.Fatal(err)
		}
		if host != "" {
			req.Host = host
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if err := res.Body.Close(); err != nil {
			t.Fatal(err)
		}
		if res.StatusCode != want {
			t.Errorf("Host %q got %d, want %d", host, res.StatusCode, want)
		}
	}
}
