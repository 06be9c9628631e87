package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"rashomon"
	"rashomon/internal/export"
	"rashomon/internal/reconcile"
)

var update = flag.Bool("update", false, "write what the exports now give into testdata")

// said is one claim of an invented report: the words must stand in its text.
type said struct {
	field   rashomon.Field
	value   rashomon.Value
	speaker rashomon.Voice // Name empty: the outlet
	via     string
	stance  rashomon.Stance
	words   string
	apart   bool // cumulative
}

func people(n int) rashomon.Tally {
	return rashomon.Tally{Min: n, Max: n, Who: "people", Group: rashomon.People}
}

func report(d *rashomon.Dossier, r rashomon.Report, title, body string, claims ...said) {
	r.Received = time.Date(2031, 5, 5, 0, len(d.Reports), 0, 0, time.UTC)
	r = rashomon.NewReport(title, body, r)
	a := rashomon.Account{Report: r.ID, Key: "a1", Main: true, Kind: rashomon.AirStrike, Where: rashomon.Where{Name: "Ostry, Veldia"},
		When: rashomon.When{From: rashomon.Date{Year: 2031, Month: 5, Day: 1}}}
	for _, s := range claims {
		at := strings.Index(r.Text, s.words)
		if at < 0 {
			panic("words do not stand in the text: " + s.words)
		}
		c := rashomon.Claim{Report: r.ID, Account: "a1", Field: s.field, Value: s.value, Quote: s.words, Maker: "test",
			Span: rashomon.Span{Start: at, End: at + len(s.words)}, Cumulative: s.apart}
		c.Attribution = rashomon.Attribution{Stance: s.stance, Voices: []rashomon.Voice{{Name: r.Outlet(), Kind: rashomon.Media}}}
		if s.stance == "" {
			c.Attribution.Stance = rashomon.States
		}
		if s.via != "" {
			c.Attribution.Voices = append(c.Attribution.Voices, rashomon.Voice{Name: s.via, As: s.via, Kind: rashomon.Media})
		}
		if s.speaker.Name != "" {
			s.speaker.As = s.speaker.Name
			c.Attribution.Voices = append(c.Attribution.Voices, s.speaker)
		}
		if c = c.Identify(); s.apart {
			d.Cumulative = append(d.Cumulative, c)
		} else {
			a.Claims = append(a.Claims, c)
		}
	}
	d.Incident.Accounts = append(d.Incident.Accounts, a.ID())
	d.Accounts, d.Reports = append(d.Accounts, a), append(d.Reports, r)
}

// strike is an invented incident of an invented country.
func strike() rashomon.Dossier {
	police := rashomon.Voice{Name: "Ostry police", Kind: rashomon.Police}
	front := rashomon.Voice{Name: "Northern Front", Kind: rashomon.ArmedGroup}
	aide := rashomon.Voice{Name: "a Veldian official", Kind: rashomon.Official, Anonymous: true}
	d := rashomon.Dossier{Incident: rashomon.Incident{ID: "RSH-0STRY11"}}
	report(&d, rashomon.Report{Source: rashomon.Source{Name: "Harbour Post"}, Published: "2031-05-01", URL: "https://harbour.example/1"},
		"Strike on Ostry depot", "A drone hit a depot in Ostry. Four people were killed, police told Meridian Agency. The Northern Front blamed Veldian forces "+
			"and named its commander, Ilan Toma, among the dead. It vowed to answer. Some 300 people have died in the north since January, the Coast Monitor says.",
		said{field: rashomon.Killed, value: people(4), speaker: police, via: "Meridian Agency", words: "Four people were killed"},
		said{field: rashomon.Perpetrator, value: rashomon.Party{Name: "Veldian forces"}, speaker: front, stance: rashomon.Alleges, words: "blamed Veldian forces"},
		said{field: rashomon.Victim, value: rashomon.Party{Name: "Ilan Toma"}, speaker: front, words: "its commander, Ilan Toma"},
		said{field: rashomon.Threat, value: rashomon.Words("an answer"), speaker: front, stance: rashomon.Threats, words: "It vowed to answer"},
		said{field: rashomon.Weapon, value: rashomon.Words("drone"), words: "A drone"},
		said{field: rashomon.Target, value: rashomon.Words("depot"), words: "a depot in Ostry"},
		said{field: rashomon.Killed, value: people(300), speaker: rashomon.Voice{Name: "Coast Monitor", Kind: rashomon.Monitor}, apart: true,
			words: "Some 300 people have died in the north since January"})
	report(&d, rashomon.Report{Source: rashomon.Source{Name: "Daily Bell"}, Published: "2031-05-02"},
		"=Toll in Ostry\u202e rises", "Police in Ostry now count at least 9 dead. A Veldian official, who would not be named, said its army had struck a\u202e vehicle. "+
			"The Front said two of its members died, Ilan Tomah one of them.",
		said{field: rashomon.Killed, value: rashomon.Tally{Min: 9, Max: rashomon.Open, Who: "people", Group: rashomon.People}, speaker: police, words: "at least 9 dead"},
		said{field: rashomon.Killed, value: people(2), speaker: front, words: "two of its members died"},
		said{field: rashomon.Victim, value: rashomon.Party{Name: "Ilan Tomah"}, speaker: front, words: "Ilan Tomah"},
		said{field: rashomon.Perpetrator, value: rashomon.Party{Name: "Veldian army"}, speaker: aide, stance: rashomon.Confirms, words: "its army had struck"},
		said{field: rashomon.Target, value: rashomon.Words("vehicle"), speaker: aide, words: "struck a\u202e vehicle"})
	report(&d, rashomon.Report{Published: "2031-05-03"}, "Veldia denies", "=1+1, the ministry wrote: no army of Veldia was there.",
		said{field: rashomon.Perpetrator, value: rashomon.Party{Name: "army of Veldia"}, speaker: rashomon.Voice{Name: "@ministry", Kind: rashomon.Official},
			stance: rashomon.Denies, words: "no army of Veldia was there"},
		said{field: rashomon.Response, value: rashomon.Words("=1+1"), words: "=1+1, the ministry wrote"})
	return d
}

func settle(t *testing.T, policy rashomon.PolicyName) rashomon.Record {
	t.Helper()
	p, ok := reconcile.PolicyNamed(string(policy))
	if !ok {
		t.Fatalf("no policy %s", policy)
	}
	return reconcile.Settle(strike(), p)
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestText(t *testing.T) {
	for name, o := range map[string]export.TextOptions{"strike-80.txt": {Full: true}, "strike-50.txt": {Width: 50, Full: true}, "strike-brief.txt": {Width: 100}} {
		var b bytes.Buffer
		if err := export.Text(&b, settle(t, rashomon.RangePolicy), o); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.Bytes())
	}
	var b bytes.Buffer
	if err := export.Text(&b, settle(t, rashomon.UCDP), export.TextOptions{Width: 100}); err != nil {
		t.Fatal(err)
	}
	golden(t, "strike-ucdp.txt", b.Bytes())
}

// TestTextSafe holds what must be true of any page: lines no wider than asked, no
// control character, no turned direction, and colour that adds nothing but itself.
func TestTextSafe(t *testing.T) {
	rec := settle(t, rashomon.RangePolicy)
	var plain, coloured bytes.Buffer
	if err := export.Text(&plain, rec, export.TextOptions{Width: 60}); err != nil {
		t.Fatal(err)
	}
	if err := export.Text(&coloured, rec, export.TextOptions{Width: 60, Color: true}); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(plain.String(), "\n") {
		if utf8.RuneCountInString(line) > 60 {
			t.Errorf("line wider than 60: %q", line)
		}
		if strings.ContainsAny(line, "\x1b\r\u202e") {
			t.Errorf("line holds what a terminal obeys: %q", line)
		}
	}
	stripped := strings.NewReplacer("\x1b[1m", "", "\x1b[2m", "", "\x1b[0m", "").Replace(coloured.String())
	if diff := cmp.Diff(plain.String(), stripped); diff != "" {
		t.Errorf("colour changes the words:\n%s", diff)
	}
	if coloured.String() == plain.String() {
		t.Error("colour was asked for and there is none")
	}
}

// TestTextAccording holds that every statement on who did it is somebody's.
func TestTextAccording(t *testing.T) {
	for full, quotes := range map[bool][]string{
		false: {"“its army had struck”", "“no army of Veldia was there”"},
		true:  {"“blamed Veldian forces”", "“its army had struck”", "“no army of Veldia was there”"},
	} {
		var b bytes.Buffer
		if err := export.Text(&b, settle(t, rashomon.RangePolicy), export.TextOptions{Width: 500, Full: full}); err != nil {
			t.Fatal(err)
		}
		for _, words := range quotes {
			i := strings.Index(b.String(), words)
			if i < 0 {
				t.Fatalf("%s is not printed", words)
			}
			line := b.String()[strings.LastIndex(b.String()[:i], "\n")+1 : i]
			if !strings.Contains(line, "according to ") {
				t.Errorf("%s stands without its speaker: %q", words, line)
			}
		}
	}
}

func TestCSV(t *testing.T) {
	var b bytes.Buffer
	if err := export.CSV(&b, []rashomon.Record{settle(t, rashomon.UCDP)}, export.CSVOptions{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "strike.csv", b.Bytes())
	var marked bytes.Buffer
	if err := export.CSV(&marked, []rashomon.Record{settle(t, rashomon.UCDP)}, export.CSVOptions{BOM: true}); err != nil {
		t.Fatal(err)
	}
	if marked.String() != "\uFEFF"+b.String() {
		t.Error("the byte order mark is not all that the option adds")
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(export.Columns(), rows[0]); diff != "" {
		t.Errorf("header:\n%s", diff)
	}
	for _, row := range rows[1:] {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
				t.Errorf("a table program would compute %q", cell)
			}
		}
	}
}

func TestJSON(t *testing.T) {
	want := []rashomon.Record{settle(t, rashomon.RangePolicy), settle(t, rashomon.Majority)}
	var b bytes.Buffer
	if err := export.JSON(&b, want); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	if len(lines) != len(want) {
		t.Fatalf("%d lines for %d records", len(lines), len(want))
	}
	for i, line := range lines {
		var got rashomon.Record
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Fatal(err)
		}
		if got.Policy.Name != want[i].Policy.Name {
			t.Errorf("line %d is of policy %s, want %s", i, got.Policy.Name, want[i].Policy.Name)
		}
		for _, f := range got.Findings {
			for _, id := range f.Claims {
				if c, ok := got.ClaimByID(id); !ok || c.Quote == "" {
					t.Errorf("claim %s is cited and does not stand in the line with its words", id)
				}
			}
		}
	}
}

// full is a writer whose disk is full.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestErrorsNameTheRecord(t *testing.T) {
	rec := settle(t, rashomon.RangePolicy)
	for name, err := range map[string]error{
		"text": export.Text(full{}, rec, export.TextOptions{}),
		"JSON": export.JSON(full{}, []rashomon.Record{rec}),
		"CSV":  export.CSV(full{}, []rashomon.Record{rec}, export.CSVOptions{}),
	} {
		if err == nil || !strings.Contains(err.Error(), "write") {
			t.Errorf("%s: error %v, want one that says what was written", name, err)
		}
	}
}
