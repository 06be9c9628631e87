package rashomon_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"rashomon"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestReportID(t *testing.T) {
	base := rashomon.Report{Source: rashomon.Source{Name: "The Harbour Post"}, URL: "https://example.invalid/1"}
	a := rashomon.NewReport("Blast at market", "Ten were killed.", base)
	if b := rashomon.NewReport("Blast at market", "Ten were killed.", base); a.ID != b.ID {
		t.Errorf("the same report read twice has two ids: %s, %s", a.ID, b.ID)
	}
	received := base
	received.Received = time.Date(2031, 3, 4, 5, 6, 7, 0, time.UTC)
	if b := rashomon.NewReport("Blast at market", "Ten were killed.", received); a.ID != b.ID {
		t.Error("the time of receipt changed the id")
	}
	if b := rashomon.NewReport("Blast at market", "Eleven were killed.", base); a.ID == b.ID {
		t.Error("other words have the same id")
	}
	moved := base
	moved.Source.Name = "Northern Ledger"
	if b := rashomon.NewReport("Blast at market", "Ten were killed.", moved); a.ID == b.ID {
		t.Error("another outlet's printing of the same words has the same id")
	}
}

func TestTitleEndsAtFirstLineBreak(t *testing.T) {
	r := rashomon.NewReport("Two\nlines\r\n", "Body.\nMore.", rashomon.Report{})
	body, start := r.Body()
	if r.Title() != "Two lines  " || body != "Body.\nMore." || r.Text[start:] != body {
		t.Errorf("title %q, body %q at %d of %q", r.Title(), body, start, r.Text)
	}
}

func TestPublishedOn(t *testing.T) {
	for in, want := range map[string]string{
		"2031-03-04": "2031-03-04", "2031-03-04T10:00:00Z": "2031-03-04", "": "", "2031": "", "yesterday at noon": "",
	} {
		d, ok := rashomon.Report{Published: in}.PublishedOn()
		if d.String() != want || ok != (want != "") {
			t.Errorf("PublishedOn(%q) = %q, %v; want %q", in, d, ok, want)
		}
	}
}

func TestSpanCutsNoCharacter(t *testing.T) {
	text := "aéb" // é is two bytes
	for s, want := range map[rashomon.Span]bool{
		{Start: 0, End: 1}: true, {Start: 1, End: 3}: true, {Start: 1, End: 2}: false, {Start: 2, End: 3}: false,
		{Start: 0, End: 4}: true, {Start: 0, End: 5}: false, {Start: -1, End: 1}: false, {Start: 3, End: 1}: false, {Start: 4, End: 4}: true,
	} {
		if got := s.Valid(text); got != want {
			t.Errorf("%v.Valid = %v, want %v", s, got, want)
		}
	}
}

func TestTallyReads(t *testing.T) {
	const open = rashomon.Open
	for want, tally := range map[string]rashomon.Tally{
		"12":                {Min: 12, Max: 12},
		"at least 12":       {Min: 12, Max: open},
		"up to 40":          {Min: open, Max: 40},
		"10 to 15":          {Min: 10, Max: 15},
		"about 30":          {Min: 30, Max: 30, Approx: true},
		"dozens (24 to 99)": {Min: 24, Max: 99, Vague: "dozens"},
		"many (at least 1)": {Min: 1, Max: open, Vague: "many"},
	} {
		if got := tally.String(); got != want {
			t.Errorf("%#v reads %q, want %q", tally, got, want)
		}
	}
}

func TestTallyCompatible(t *testing.T) {
	const open = rashomon.Open
	for _, c := range []struct {
		a, b rashomon.Tally
		want bool
	}{
		{rashomon.Tally{Min: 10, Max: open}, rashomon.Tally{Min: 12, Max: 12}, true},
		{rashomon.Tally{Min: 14, Max: 14}, rashomon.Tally{Min: 9, Max: 9}, false},
		{rashomon.Tally{Min: open, Max: 40}, rashomon.Tally{Min: 41, Max: open}, false},
		{rashomon.Tally{Min: 30, Max: 30, Approx: true}, rashomon.Tally{Min: 32, Max: 32}, true},
		{rashomon.Tally{Min: 30, Max: 30, Approx: true}, rashomon.Tally{Min: 40, Max: 40}, false},
	} {
		if got := c.a.Compatible(c.b); got != c.want || got != c.b.Compatible(c.a) {
			t.Errorf("%s and %s: compatible %v, want %v both ways", c.a, c.b, got, c.want)
		}
	}
}

func TestDate(t *testing.T) {
	for _, s := range []string{"2031", "2031-02", "2031-02-28"} {
		d, ok := rashomon.ParseDate(s)
		if !ok || d.String() != s {
			t.Errorf("ParseDate(%q) = %v, %v", s, d, ok)
		}
	}
	for _, s := range []string{"", "2031-02-30", "31-02-2031", "2031-00-00", "0000-01-01", "Thursday"} {
		if d, ok := rashomon.ParseDate(s); ok {
			t.Errorf("ParseDate(%q) = %v, want none", s, d)
		}
	}
	feb := rashomon.Date{Year: 2032, Month: time.February}
	if got := feb.Last().Format("2006-01-02"); got != "2032-02-29" {
		t.Errorf("the last day of %s is %s", feb, got)
	}
}

func TestIncidentID(t *testing.T) {
	id := rashomon.NameIncident("r0/a1", 0)
	if !strings.HasPrefix(string(id), "RSH-") || len(id) != len("RSH-")+7 {
		t.Fatalf("name %q", id)
	}
	if rashomon.NameIncident("r0/a1", 1) == id {
		t.Error("salt changes nothing")
	}
	for _, typed := range []string{string(id), strings.ToLower(string(id)), string(id)[4:], " " + string(id) + " "} {
		if got, ok := rashomon.ParseIncidentID(typed); !ok || got != id {
			t.Errorf("ParseIncidentID(%q) = %q, %v; want %q", typed, got, ok, id)
		}
	}
}

// A recorder copies names by hand: one wrong character must never lead to another incident.
func TestIncidentIDFindsEveryMistypedCharacter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rashomon.NameIncident(rashomon.AccountID(rapid.String().Draw(t, "account")), 0)
		const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
		i := rapid.IntRange(4, 10).Draw(t, "position")
		c := alphabet[rapid.IntRange(0, 31).Draw(t, "character")]
		typed := string(id)[:i] + string(c) + string(id)[i+1:]
		if got, ok := rashomon.ParseIncidentID(typed); ok && got != id {
			t.Fatalf("%s mistyped as %s is taken for %s", id, typed, got)
		}
	})
}

func reading() rashomon.Reading {
	const open = rashomon.Open
	voices := []rashomon.Voice{{Name: "The Harbour Post", Kind: rashomon.Media},
		{Words: rashomon.Span{Start: 50, End: 56}, As: "Agency", Name: "Coastal Agency", Kind: rashomon.Media},
		{Words: rashomon.Span{Start: 40, End: 46}, As: "police", Name: "police", Kind: rashomon.Police}}
	base := rashomon.Claim{Report: "r1", Account: "a1", Maker: "grammar-1",
		Attribution: rashomon.Attribution{Voices: voices, Cue: rashomon.Span{Start: 47, End: 49}, Stance: rashomon.States}}
	with := func(f rashomon.Field, v rashomon.Value, start int) rashomon.Claim {
		c := base
		c.Field, c.Value, c.Span, c.ValueSpan = f, v, rashomon.Span{Start: start, End: start + 5}, rashomon.Span{Start: start, End: start + 2}
		c.Quote = "words"
		return c.Identify()
	}
	whole := with(rashomon.Killed, rashomon.Tally{Min: 26, Max: open, Who: "people", Group: rashomon.People}, 10)
	part := with(rashomon.Killed, rashomon.Tally{Min: 11, Max: 11, Who: "children", Group: rashomon.Children}, 20)
	part.PartOf = whole.ID
	cumulative := with(rashomon.Killed, rashomon.Tally{Min: 200, Max: 999, Vague: "hundreds", Relation: rashomon.Rose}, 30)
	cumulative.Account, cumulative.Cumulative = "", true
	day := rashomon.Date{Year: 2031, Month: 3, Day: 4}
	return rashomon.Reading{Report: "r1", Title: "Blast", Outlet: "The Harbour Post", Published: "2031-03-05", Maker: "grammar-1",
		Accounts: []rashomon.Account{{Report: "r1", Key: "a1", Main: true, Kind: rashomon.Bombing,
			When: rashomon.When{Words: "Tuesday", From: day, To: day}, Where: rashomon.Where{Name: "Port Sella", Near: true},
			Claims: []rashomon.Claim{whole, part,
				with(rashomon.Perpetrator, rashomon.Party{Name: "Red Tide", Spellings: []string{"the Red Tide"}}, 31),
				with(rashomon.DateField, rashomon.When{Words: "Tuesday", From: day, To: day}, 32),
				with(rashomon.PlaceField, rashomon.Where{Name: "Port Sella", Near: true}, 33),
				with(rashomon.Weapon, rashomon.Words("a car bomb"), 34)}}},
		Cumulative: []rashomon.Claim{cumulative}}
}

func TestReadingSurvivesItsLine(t *testing.T) {
	want := reading()
	b, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got rashomon.Reading
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a reading changed on its way through JSON (-want +got):\n%s", diff)
	}
}

func TestLineKeepsToFormats(t *testing.T) {
	b, err := json.Marshal(reading())
	if err != nil {
		t.Fatal(err)
	}
	var line struct {
		ID        string           `json:"id"`
		Incidents []map[string]any `json:"incidents"`
		Claims    []map[string]any `json:"claims"`
	}
	if err := json.Unmarshal(b, &line); err != nil {
		t.Fatal(err)
	}
	c := line.Claims[1]
	for key, want := range map[string]any{"incident": "a1", "field": "killed", "min": 11.0, "max": 11.0, "approx": false, "value": nil,
		"who": "children", "part_of": 0.0, "cumulative": false, "superseded": false, "quote": "words", "start": 20.0, "end": 25.0,
		"speaker": "police", "speaker_name": "police", "speaker_kind": "police", "anonymous": false, "via": "Agency", "stance": "states", "maker": "grammar-1"} {
		got, there := c[key]
		if !there || got != want {
			t.Errorf("key %q is %v, want %v", key, got, want)
		}
	}
	if last := line.Claims[len(line.Claims)-1]; last["incident"] != nil || last["cumulative"] != true {
		t.Errorf("cumulative claim: incident %v, cumulative %v", last["incident"], last["cumulative"])
	}
	if i := line.Incidents[0]; i["date"] != "2031-03-04" || i["date_to"] != nil || i["place"] != "Port Sella" || i["main"] != true {
		t.Errorf("incident %v", i)
	}
}

func TestReadingRefusesAnUnlistedIncident(t *testing.T) {
	var r rashomon.Reading
	err := json.Unmarshal([]byte(`{"id":"x","incidents":[],"claims":[{"incident":"a9","field":"killed","min":1,"max":1}]}`), &r)
	if err == nil || !strings.Contains(err.Error(), "a9") {
		t.Errorf("error %v, want one that names a9", err)
	}
}

func TestQuestions(t *testing.T) {
	for _, f := range rashomon.Fields() {
		if q := f.Question(""); q == string(f) || q == "" {
			t.Errorf("%s has no question", f)
		}
	}
	for _, c := range []struct {
		field rashomon.Field
		group rashomon.Group
		want  string
	}{{rashomon.Killed, "", "People killed"}, {rashomon.Injured, rashomon.Officers, "Police officers injured"}, {rashomon.Target, "", "What was hit"}} {
		if got := c.field.Question(c.group); got != c.want {
			t.Errorf("%s of %s: %q, want %q", c.field, c.group, got, c.want)
		}
	}
}

// TestRelay says who stands between the outlet and the speaker: nobody relays himself.
func TestRelay(t *testing.T) {
	for _, c := range []struct{ relay, speaker, want string }{
		{"Meridian Agency", "police", "Meridian Agency"},
		{"Ilo Brel", "Ilo Brel", ""},
		{"Brel", "Ilo Brel", ""},
		{"Commander Ilo Brel", "Ilo Brel", ""},
		{"Brel", "Gabrel", "Brel"},
	} {
		v, ok := rashomon.Attribution{Voices: []rashomon.Voice{{Name: "Harbour Post"}, {Name: c.relay}, {Name: c.speaker}}}.Relay()
		if v.Name != c.want || ok != (c.want != "") {
			t.Errorf("%q, via %q: relay %q, %v, want %q", c.speaker, c.relay, v.Name, ok, c.want)
		}
	}
}

// A text that its outlet changed without another date came out when the page says, or
// when it was first seen; never before, and never by when a person gave it.
func TestWhenAChangedTextCameOut(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2031, 3, 4, hour, 0, 0, 0, time.UTC) }
	report := func(id, replaces rashomon.ReportID, published, modified string) rashomon.Report {
		return rashomon.Report{ID: id, Replaces: replaces, Published: published, Modified: modified}
	}
	seen := func(id rashomon.ReportID, means rashomon.Means, hour int) rashomon.Capture {
		return rashomon.Capture{Report: id, Means: means, Received: at(hour)}
	}
	cases := []struct {
		name, published, modified string // of the text that replaces one of 10 o'clock
		means                     rashomon.Means
		want                      string
	}{
		{"the same date: when seen", "2031-03-04T10:00:00Z", "", rashomon.Fetched, "2031-03-04T19:00:00Z"},
		{"in an archive: when that saw it", "2031-03-04T10:00:00Z", "", rashomon.Archived, "2031-03-04T19:00:00Z"},
		{"the page says when", "2031-03-04T10:00:00Z", "2031-03-04T12:00:00Z", rashomon.Fetched, "2031-03-04T12:00:00Z"},
		{"it says before it came out", "2031-03-04T10:00:00Z", "2031-03-03", rashomon.Fetched, "2031-03-04T19:00:00Z"},
		{"another date is its own", "2031-03-04T15:00:00Z", "", rashomon.Fetched, "2031-03-04T15:00:00Z"},
		{"given by hand: nobody saw when", "2031-03-04T10:00:00Z", "", rashomon.Given, "2031-03-04T10:00:00Z"},
		{"seen before it came out: a clock is wrong", "2031-03-05T10:00:00Z", "", rashomon.Fetched, "2031-03-05T10:00:00Z"},
		{"no date", "", "", rashomon.Fetched, ""},
	}
	for _, c := range cases {
		before := report("r1", "", "2031-03-04T10:00:00Z", "")
		if c.published == "" || c.published > "2031-03-05" {
			before.Published = c.published
		}
		got := rashomon.AsSeen([]rashomon.Report{before, report("r2", "r1", c.published, c.modified)},
			[]rashomon.Capture{seen("r1", rashomon.Fetched, 11), seen("r2", c.means, 19), seen("r2", c.means, 22)})
		if got[0].Told() != before.Published || got[1].Told() != c.want || got[1].Published != c.published {
			t.Errorf("%s: %q, then %q (published %q), want %q", c.name, got[0].Told(), got[1].Told(), got[1].Published, c.want)
		}
	}
}
