package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rashomon"
	"rashomon/internal/store"
)

// The fixture: a ferry landing is shelled in an invented country. Two outlets tell
// of it, a third prints the second's words, and one corrects its text.
var (
	courier = rashomon.NewReport("Shells hit Orrin ferry landing",
		"Shells hit the ferry landing at Orrin on Tuesday, killing at least nine people, the harbour clinic said.\n\n"+
			"The Fourth Brigade said that five fighters were killed and that it had fired on a gun boat.\n\n"+
			"Islanders blamed the Fourth Brigade. Tove Marrick, a ticket seller, was among the dead, the clinic said.\n\n"+
			"More than 200 people have died on the lake since spring, the clinic said.",
		rashomon.Report{Source: rashomon.Source{Name: "Lake Courier"}, URL: "https://example.invalid/orrin", Published: "2031-03-04T12:00:00Z", Language: "en", Received: at(1)})
	wire = rashomon.NewReport("Toll at Orrin rises",
		"The number of people killed at the Orrin ferry landing rose to 11, the harbour clinic told Moor Wire on Wednesday.\n\n"+
			"The Fourth Brigade denied that it had shelled the landing. Tove Marick, 31, was buried at noon.",
		rashomon.Report{Source: rashomon.Source{Name: "Moor Wire"}, Published: "2031-03-05", Received: at(2)})
	gazette = rashomon.NewReport("Toll at Orrin rises",
		strings.SplitN(wire.Text, "\n", 2)[1],
		rashomon.Report{Source: rashomon.Source{Name: "Hill Gazette"}, Published: "2031-03-05", Received: at(3)})
	corrected = rashomon.NewReport("Shells hit Orrin ferry landing (corrected)",
		"Shells hit the ferry landing at Orrin on Tuesday, killing ten people, the harbour clinic said.",
		rashomon.Report{Source: rashomon.Source{Name: "Lake Courier"}, URL: "https://example.invalid/orrin", Published: "2031-03-06", Received: at(4)})
	hostile = rashomon.NewReport("<script>alert(1)</script> \u202Esolyf\u202C",
		"<img src=x onerror=alert(1)> said \"two\" & 'three' people were killed \u202Eterces\u202C </mark></p>\x07",
		rashomon.Report{Source: rashomon.Source{Name: "<b>Evil</b> \u2066News"}, URL: "javascript:alert(1)", Published: "\"><script>", Received: at(5)})
	unread = rashomon.NewReport("A report that no reader could read", "Nothing.",
		rashomon.Report{Source: rashomon.Source{Name: "Hill Gazette"}, Received: at(6)})
)

const orrinAlias = rashomon.IncidentID("RSH-0000000")

func at(hour int) time.Time { return time.Date(2031, 3, 7, hour, 0, 0, 0, time.UTC) }

var clinic = rashomon.Voice{Name: "Harbour clinic", As: "the harbour clinic", Kind: rashomon.Medical}
var brigade = rashomon.Voice{Name: "Fourth Brigade", As: "The Fourth Brigade", Kind: rashomon.ArmedGroup}
var islanders = rashomon.Voice{Name: "islanders", As: "Islanders", Kind: rashomon.Witness}

// says makes a claim whose words must stand exactly once in the report.
func says(t *testing.T, r rashomon.Report, f rashomon.Field, v rashomon.Value, quote string, stance rashomon.Stance, voices ...rashomon.Voice) rashomon.Claim {
	t.Helper()
	if strings.Count(r.Text, quote) != 1 {
		t.Fatalf("%q stands %d times in %q", quote, strings.Count(r.Text, quote), r.Text)
	}
	start := strings.Index(r.Text, quote)
	span := rashomon.Span{Start: start, End: start + len(quote)}
	c := rashomon.Claim{Report: r.ID, Account: "a1", Field: f, Value: v, Span: span, Quote: quote, ValueSpan: span, Maker: "test-1",
		Attribution: rashomon.Attribution{Stance: stance, Voices: append([]rashomon.Voice{{Name: r.Outlet(), Kind: rashomon.Media}}, voices...)}}
	return c.Identify()
}

func people(n, upTo int, g rashomon.Group) rashomon.Tally {
	return rashomon.Tally{Min: n, Max: upTo, Who: string(g), Group: g}
}

// readings are the fixture's claims, one reading for each report that was read.
func readings(t *testing.T) []rashomon.Reading {
	t.Helper()
	where := rashomon.Where{Name: "Orrin"}
	day := rashomon.Date{Year: 2031, Month: 3, Day: 4}
	when := rashomon.When{Words: "Tuesday", From: day, To: day}
	account := func(r rashomon.Report, claims ...rashomon.Claim) rashomon.Reading {
		return rashomon.Reading{Report: r.ID, Title: r.Title(), Outlet: r.Outlet(), Published: r.Published, Maker: "test-1",
			Accounts: []rashomon.Account{{Report: r.ID, Key: "a1", Main: true, Kind: rashomon.Shelling, Where: where, When: when, Claims: claims}}}
	}
	first := account(courier,
		says(t, courier, rashomon.Killed, people(9, rashomon.Open, rashomon.People), "killing at least nine people", rashomon.States, clinic),
		says(t, courier, rashomon.Killed, people(5, 5, rashomon.Fighters), "five fighters were killed", rashomon.States, brigade),
		says(t, courier, rashomon.Perpetrator, rashomon.Party{Name: "Fourth Brigade"}, "Islanders blamed the Fourth Brigade", rashomon.Alleges, islanders),
		says(t, courier, rashomon.Target, rashomon.Words("a gun boat"), "it had fired on a gun boat", rashomon.States, brigade),
		says(t, courier, rashomon.Victim, rashomon.Party{Name: "Tove Marrick"}, "Tove Marrick, a ticket seller, was among the dead", rashomon.States, clinic),
		says(t, courier, rashomon.PlaceField, where, "the ferry landing at Orrin", rashomon.States),
		says(t, courier, rashomon.DateField, when, "Tuesday", rashomon.States))
	cumulative := says(t, courier, rashomon.Killed, people(201, rashomon.Open, rashomon.People), "More than 200 people have died on the lake since spring", rashomon.States, clinic)
	cumulative.Account, cumulative.Cumulative = "", true
	first.Cumulative = append(first.Cumulative, cumulative.Identify())
	toll := func(r rashomon.Report) rashomon.Reading {
		rose := people(11, 11, rashomon.People)
		rose.Relation = rashomon.Rose
		return account(r,
			says(t, r, rashomon.Killed, rose, "people killed at the Orrin ferry landing rose to 11", rashomon.States, clinic),
			says(t, r, rashomon.Perpetrator, rashomon.Party{Name: "Fourth Brigade"}, "The Fourth Brigade denied that it had shelled the landing", rashomon.Denies, brigade),
			says(t, r, rashomon.Victim, rashomon.Party{Name: "Tove Marick"}, "Tove Marick, 31, was buried", rashomon.States))
	}
	return []rashomon.Reading{first, toll(wire), toll(gazette),
		account(corrected, says(t, corrected, rashomon.Killed, people(10, 10, rashomon.People), "killing ten people", rashomon.States, clinic)),
		account(hostile, says(t, hostile, rashomon.Killed, rashomon.Tally{Min: 2, Max: 2, Who: "<i>people</i>", Group: rashomon.People}, "\"two\" & 'three' people were killed \u202Eterces", rashomon.States,
			rashomon.Voice{Name: "\"><img src=x> \u202Eecilop", Kind: rashomon.Police}))}
}

// newSite serves the fixture from a real store.
func newSite(t *testing.T, o Options) (site http.Handler, orrin, evil rashomon.IncidentID) {
	t.Helper()
	return newSiteOn(t, newStore(t), o)
}

// newSiteOn is newSite on a store that is there, and empty.
func newSiteOn(t *testing.T, s *store.Store, o Options) (site http.Handler, orrin, evil rashomon.IncidentID) {
	t.Helper()
	ctx := context.Background()
	for _, r := range []rashomon.Report{courier, wire, gazette, corrected, hostile, unread} {
		if _, _, err := s.AddReport(ctx, r, []byte(r.Text)); err != nil {
			t.Fatal(err)
		}
	}
	told := readings(t)
	for _, r := range told {
		if err := s.PutReading(ctx, r, "test-1"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.PutProblem(ctx, unread.ID, "extract", "test-1", "it holds no words"); err != nil {
		t.Fatal(err)
	}
	var ids []rashomon.AccountID
	for _, r := range told {
		ids = append(ids, r.Accounts[0].ID())
	}
	orrin, evil = rashomon.NameIncident(ids[0], 0), rashomon.NameIncident(ids[4], 0)
	err := s.PutIncidents(ctx, "test-1", []rashomon.Incident{
		{ID: orrin, Aliases: []rashomon.IncidentID{orrinAlias}, Main: true, Accounts: ids[:4],
			Origins: []rashomon.Origin{{Name: "Moor Wire", Kind: rashomon.Media, Accounts: ids[1:3], Why: "the same words"}},
			Links:   []rashomon.Link{{A: ids[0], B: ids[1], Score: 0.91, Why: []string{"same place: Orrin"}}, {A: ids[0], B: ids[4], Score: 0.3, Why: []string{"other place"}, Refused: true}},
			Ties:    []rashomon.Tie{{To: evil, Kind: rashomon.Recalls, Report: courier.ID, Span: rashomon.Span{Start: 0, End: 6}}}},
		{ID: evil, Main: true, Accounts: ids[4:]},
	})
	if err != nil {
		t.Fatal(err)
	}
	return New(s, o), orrin, evil
}

func newStore(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "web.rashomon"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// get asks for an address and requires the status.
func get(t *testing.T, site http.Handler, path string, status int) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != status {
		t.Fatalf("GET %s: status %d, want %d\n%s", path, w.Code, status, w.Body)
	}
	return w
}

// tree asks for a page and parses it.
func tree(t *testing.T, site http.Handler, path string) *html.Node {
	t.Helper()
	doc, err := html.Parse(get(t, site, path, http.StatusOK).Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// find returns every element below n that the test accepts, in document order.
func find(n *html.Node, accept func(*html.Node) bool) []*html.Node {
	var out []*html.Node
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && accept(c) {
			out = append(out, c)
		}
	}
	return out
}

// tag accepts elements of a name and, when given, a class.
func tag(name, class string) func(*html.Node) bool {
	return func(n *html.Node) bool {
		return n.Data == name && (class == "" || hasClass(n, class))
	}
}

func hasClass(n *html.Node, class string) bool {
	for _, c := range strings.Fields(attr(n, "class")) {
		if c == class {
			return true
		}
	}
	return false
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// words is the text of a node, without the numbers that marks end with.
func words(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	if hasClass(n, "ref") {
		return ""
	}
	var b strings.Builder
	for c := range n.ChildNodes() {
		b.WriteString(words(c))
	}
	return b.String()
}
