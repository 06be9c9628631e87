package eval

import (
	"bytes"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rashomon"
	"rashomon/internal/sample"
)

var update = flag.Bool("update", false, "raise eval/floors.json to the figures reached")

func n(i int) *int { return &i }

func TestSameName(t *testing.T) {
	cases := []struct {
		a, b string
		want bool
	}{
		{"police", "Police", true},
		{"the health ministry", "Ministry of Health of Kestrin", true},
		{"a police spokesman", "police", true},
		{"army spokesman Oren Malk", "the interior ministry", false},
		{"Free Kestrin Front", "the Front", true},
		{"Kestrin police", "Tarsk police", true},                 // one of two words is half
		{"Kestrin harbour police", "Tarsk border police", false}, // one of three is less
		{"officials", "the officials", true},                     // stop words count where there are no others
		{"officials", "an official", false},
		{"İzel_Kaya", "i̇zel", true},
		{"", "police", false},
		{"", "", false},
		{"24 Brigade", "24", true},
	}
	for _, c := range cases {
		if got := sameName(c.a, c.b); got != c.want || sameName(c.b, c.a) != c.want {
			t.Errorf("sameName(%q, %q) = %v, want %v both ways", c.a, c.b, got, c.want)
		}
	}
}

func TestScoreClaims(t *testing.T) {
	text := "Doctors said that 14 people died. The army said that nine died."
	gold := Line{ID: "r1", Title: "Nine or 14 die", Text: &text, Incidents: []Account{{"m", true}, {"b", false}}, Claims: []Claim{
		{Incident: "m", Field: rashomon.Killed, Min: n(14), Max: n(14), Speaker: "Doctors", Quote: "14 people died"},
		{Incident: "m", Field: rashomon.Killed, Min: n(9), Max: n(9), Speaker: "The army", Quote: "nine died"},
		{Incident: "b", Field: rashomon.Injured, Min: n(3), Quote: "at least three"},
		{Incident: "m", Field: rashomon.Perpetrator, Value: "the air force", Speaker: "Doctors"},
		{Incident: "m", Field: rashomon.PlaceField, Value: "Tarsk"},
	}}
	cases := []struct {
		name   string
		read   []Claim
		want   ClaimScores
		misses []string
	}{
		{"nothing read", nil,
			ClaimScores{Tolls: Score{0, 3, 0}, Speaker: Score{0, 3, 0}, Incident: Score{0, 3, 0}, All: Score{0, 3, 0}, Perpetrators: Score{0, 1, 0}, PerpetratorsSpeaker: Score{0, 1, 0}},
			[]string{
				`r1  missed    killed 14..14 by "Doctors": "14 people died"`, `r1  missed    killed 9..9 by "The army": "nine died"`,
				`r1  missed    injured 3.. by the outlet: "at least three"`, `r1  missed    perpetrator the air force by "Doctors": ""`,
			}},
		{"all right", gold.Claims,
			ClaimScores{Tolls: Score{3, 3, 3}, Speaker: Score{3, 3, 3}, Incident: Score{3, 3, 3}, All: Score{3, 3, 3}, Perpetrators: Score{1, 1, 1}, PerpetratorsSpeaker: Score{1, 1, 1}, Quotes: Score{2, 0, 5}},
			nil},
		{"by the wrong voice, of the wrong incident, not as said", []Claim{
			{Incident: "m", Field: rashomon.Killed, Min: n(14), Max: n(14), Quote: "14 dead"},
			{Field: rashomon.Killed, Min: n(9), Max: n(9), Cumulative: true, Speaker: "army", Quote: "Nine or 14"},
			{Incident: "m", Field: rashomon.Injured, Min: n(3), Max: n(3), Quote: "died"},
			{Incident: "m", Field: rashomon.Perpetrator, Value: "air force", Speaker: "army", Quote: "army"},
		},
			ClaimScores{Tolls: Score{2, 3, 3}, Speaker: Score{1, 3, 3}, Incident: Score{1, 3, 3}, All: Score{0, 3, 3}, Perpetrators: Score{1, 1, 1}, PerpetratorsSpeaker: Score{0, 1, 1}, Quotes: Score{3, 0, 4}},
			[]string{
				`r1  speaker   killed 14..14 by "Doctors": "14 people died"; read as by the outlet`,
				`r1  incident  killed 9..9 by "The army": "nine died"; main, read as cumulative`,
				`r1  missed    injured 3.. by the outlet: "at least three"`, `r1  extra     injured 3..3 by the outlet: "died"`,
				`r1  speaker   perpetrator the air force by "Doctors": ""; read as by "army"`,
			}},
		{"one claim cannot answer two labels, and the better match is taken", []Claim{
			{Incident: "b", Field: rashomon.Killed, Min: n(14), Max: n(14), Speaker: "Doctors", Quote: "14 people"},
			{Incident: "m", Field: rashomon.Killed, Min: n(14), Max: n(14), Speaker: "Doctors", SpeakerName: "Tarsk hospital", Quote: "14 people died"},
		},
			ClaimScores{Tolls: Score{1, 3, 2}, Speaker: Score{1, 3, 2}, Incident: Score{1, 3, 2}, All: Score{1, 3, 2}, Perpetrators: Score{0, 1, 0}, PerpetratorsSpeaker: Score{0, 1, 0}, Quotes: Score{2, 0, 2}},
			[]string{
				`r1  missed    killed 9..9 by "The army": "nine died"`, `r1  missed    injured 3.. by the outlet: "at least three"`,
				`r1  extra     killed 14..14 by "Doctors": "14 people"`, `r1  missed    perpetrator the air force by "Doctors": ""`,
			}},
	}
	for _, c := range cases {
		got, misses := ScoreClaims([]Line{gold}, []Line{{ID: "r0", Claims: gold.Claims}, {ID: "r1", Incidents: gold.Incidents, Claims: c.read}})
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: want - got +\n%s", c.name, d)
		}
		var told []string
		for _, m := range misses {
			told = append(told, m.String())
		}
		if d := cmp.Diff(c.misses, told); d != "" {
			t.Errorf("%s: misses: want - got +\n%s", c.name, d)
		}
	}
}

func TestScoreLinks(t *testing.T) {
	label := func(id string, main ...string) Line {
		l := Line{ID: id}
		for _, k := range main {
			l.Incidents = append(l.Incidents, Account{k, true})
		}
		l.Incidents = append(l.Incidents, Account{"old", false})
		return l
	}
	gold := []Line{label("a", "x"), label("b", "x"), label("c", "x", "y"), label("d", "y"), label("e")}
	incident := func(name string, reports ...string) Linked {
		i := Linked{Incident: name}
		for _, r := range reports {
			i.Accounts = append(i.Accounts, LinkedAccount{Report: strings.TrimSuffix(r, "?"), Main: !strings.HasSuffix(r, "?")})
		}
		return i
	}
	cases := []struct {
		name     string
		linked   []Linked
		pairs    Score
		b3p, b3r float64
	}{
		{"all right", []Linked{incident("X", "a", "b", "c"), incident("Y", "c", "d", "e")}, Score{4, 4, 4}, 1, 1},
		{"all alone", nil, Score{0, 4, 0}, 1, (3*1.0/3 + 2*1.0/2) / 5},
		{"all together", []Linked{incident("X", "a", "b", "c", "d", "e")}, Score{4, 4, 6}, (0.75 + 0.75 + 1 + 0.5) / 4, 1},
		{"background accounts are left out", []Linked{incident("X", "a", "b", "c?", "d?")}, Score{1, 4, 1}, 1, (2*2.0/3 + 1.0/3 + 2*1.0/2) / 5},
	}
	for _, c := range cases {
		got := ScoreLinks(gold, c.linked)
		if got.Pairs != c.pairs || got.Reports != 4 {
			t.Errorf("%s: pairs %+v of %d reports, want %+v of 4", c.name, got.Pairs, got.Reports, c.pairs)
		}
		if abs(got.B3P-c.b3p) > 1e-9 || abs(got.B3R-c.b3r) > 1e-9 {
			t.Errorf("%s: B3 %v %v, want %v %v", c.name, got.B3P, got.B3R, c.b3p, c.b3r)
		}
	}
}

func abs(x float64) float64 { return max(x, -x) }

func TestFloors(t *testing.T) {
	r := Result{Set: "s", Claims: ClaimScores{Tolls: Score{8, 10, 10}, Quotes: Score{9, 0, 10}}}
	cases := []struct {
		name  string
		floor Floors
		want  string // "" passes
	}{
		{"reached", Floors{"s": {"tolls": 0.8, "quotes": 0.9}}, ""},
		{"half a point below", Floors{"s": {"tolls": 0.8049}}, ""},
		{"more than half a point below", Floors{"s": {"tolls": 0.8051}}, "s: tolls fell to 0.8000 from 0.8051"},
		{"another set", Floors{"t": {"tolls": 1}}, ""},
		{"no such row", Floors{"s": {"toll": 0.1}}, `s: the floor "toll" is of no row that was measured`},
	}
	for _, c := range cases {
		got := ""
		if err := c.floor.Check(r); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	raised := Floors{"s": {"tolls": 0.7, "quotes": 0.95}, "t": {"tolls": 1}}.Raise(r)
	if raised["s"]["tolls"] != 0.8 || raised["s"]["quotes"] != 0.95 || raised["t"]["tolls"] != 1 {
		t.Errorf("raised floors %v", raised)
	}
	var b bytes.Buffer
	if err := raised.Write(&b); err != nil {
		t.Fatal(err)
	}
	again, err := ReadFloors(&b)
	if d := cmp.Diff(raised, again); d != "" || err != nil {
		t.Errorf("read again: %v\n%s", err, d)
	}
}

func TestRunSaysWhatIsWrong(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"no JSON", "{\"id\": \"a\", \"text\": \"x\"}\nx\n", "line 2"},
		{"no text", `{"id": "a"}`, "report 1 has no id or no text"},
	}
	for _, c := range cases {
		path := filepath.Join(t.TempDir(), "gold.jsonl")
		if err := os.WriteFile(path, []byte(c.in), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Run(t.Context(), path); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: error %v", c.name, err)
		}
	}
	if _, err := Run(t.Context(), "absent.jsonl"); err == nil || !strings.Contains(err.Error(), "absent.jsonl") {
		t.Errorf("absent: error %v", err)
	}
}

// shared returns the path of a file beside the repository, or skips.
func shared(t *testing.T, path string) string {
	t.Helper()
	path = filepath.Join("..", "..", "..", "shared", path)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED: %s is not there; nothing was measured", path)
	}
	return path
}

// labels returns the path of a labelled set: the sample's in the repository, others
// in ../shared.
func labels(t *testing.T, set string) string {
	t.Helper()
	if set == "sample" {
		return filepath.Join("..", "..", "eval", "sample.jsonl")
	}
	return shared(t, "gold/"+set+".jsonl")
}

// python runs a scorer of ../shared/tools and returns what it prints.
func python(t *testing.T, tool string, args ...string) string {
	t.Helper()
	exe, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("SKIPPED: python3 is not there; the figures were not compared with the scorers'")
	}
	cmd := exec.CommandContext(t.Context(), exe, append([]string{shared(t, "tools/"+tool)}, args...)...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err, stderr.String())
	}
	return string(out)
}

// The figures are those of the scorers, digit by digit: for what the program reads
// and links, and for labels with errors put in at random.
func TestSameFiguresAsTheScorers(t *testing.T) {
	for _, set := range []string{"sample", "seeds", "dev", "dev_other"} {
		t.Run(set, func(t *testing.T) {
			path := labels(t, set)
			r, err := Run(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, path, r, jsonLines(t, r.Readings))

			gold, err := ReadLines(open(t, path))
			if err != nil {
				t.Fatal(err)
			}
			rng := rand.New(rand.NewPCG(7, 11))
			for range 3 {
				pred := spoiled(gold, rng)
				r.Claims, r.Misses = ScoreClaims(gold, pred)
				for i := range r.Linked {
					for j := range r.Linked[i].Accounts {
						if rng.IntN(5) == 0 {
							other := &r.Linked[rng.IntN(len(r.Linked))]
							other.Accounts[0].Main = rng.IntN(2) == 0
							r.Linked[i].Accounts[j].Report = gold[rng.IntN(len(gold))].ID
						}
					}
				}
				r.Links = ScoreLinks(gold, r.Linked)
				compare(t, path, r, jsonLines(t, pred))
			}
		})
	}
}

func compare(t *testing.T, path string, r Result, pred []byte) {
	t.Helper()
	dir := t.TempDir()
	read, links := filepath.Join(dir, "read.jsonl"), filepath.Join(dir, "links.jsonl")
	if err := os.WriteFile(read, pred, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(links, jsonLines(t, r.Linked), 0o600); err != nil {
		t.Fatal(err)
	}
	want := python(t, "score_claims.py", path, read) + python(t, "score_links.py", path, links)
	var got strings.Builder
	if err := r.Report(&got, 0); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got.String()); d != "" {
		t.Errorf("scorers - ours +\n%s", d)
	}
}

func open(t *testing.T, path string) *os.File {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func jsonLines[T any](t *testing.T, all []T) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	for _, x := range all {
		if err := e.Encode(x); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// spoiled returns the labels with claims dropped, repeated, moved and changed.
func spoiled(gold []Line, rng *rand.Rand) []Line {
	out := make([]Line, len(gold))
	var voices []Claim
	for _, g := range gold {
		voices = append(voices, g.Claims...)
	}
	for i, g := range gold {
		l := Line{ID: g.ID, Incidents: g.Incidents, Claims: []Claim{}}
		for _, c := range g.Claims {
			other := voices[rng.IntN(len(voices))]
			switch rng.IntN(9) {
			case 0:
				continue
			case 1:
				c.Speaker, c.SpeakerName = other.Speaker, other.SpeakerName
			case 2:
				c.Min = other.Min
			case 3:
				c.Incident, c.Cumulative = "elsewhere", other.Cumulative
			case 4:
				c.Value, c.Quote = other.Value, other.Quote
			case 5:
				l.Claims = append(l.Claims, c)
			}
			l.Claims = append(l.Claims, c)
		}
		rng.Shuffle(len(l.Claims), func(a, b int) { l.Claims[a], l.Claims[b] = l.Claims[b], l.Claims[a] })
		out[i] = l
	}
	return out
}

// Two runs give the same readings, incidents and figures, whichever core is first.
func TestRunIsTheSameEveryTime(t *testing.T) {
	path := labels(t, "sample")
	a, err := Run(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Run(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(a, b); d != "" {
		t.Error(d)
	}
}

// The sample's labels are of the sample's texts, and their words stand in them.
func TestSampleLabels(t *testing.T) {
	gold, err := ReadLines(open(t, labels(t, "sample")))
	if err != nil {
		t.Fatal(err)
	}
	reports, err := ReadLines(bytes.NewReader(sample.Lines()))
	if err != nil {
		t.Fatal(err)
	}
	if len(gold) != len(reports) {
		t.Fatalf("%d labelled reports, %d in the sample", len(gold), len(reports))
	}
	for i, g := range gold {
		if r := reports[i]; g.ID != r.ID || g.Title != r.Title || g.Published != r.Published || *g.Text != *r.Text {
			t.Errorf("%s is labelled, %s stands there with other words", g.ID, r.ID)
		}
		if len(g.Claims) == 0 {
			t.Errorf("%s has no labels", g.ID)
		}
		for _, c := range g.Claims {
			for _, words := range []string{c.Quote, c.Speaker} {
				if !strings.Contains(*g.Text, words) && !strings.Contains(g.Title, words) {
					t.Errorf("%s: %q does not stand there", g.ID, words)
				}
			}
		}
	}
}

// No figure falls more than half a point below eval/floors.json. With -update the
// floors rise to what was reached.
func TestNoFigureFallsBelowItsFloor(t *testing.T) {
	const at = "../../eval/floors.json"
	floors, err := ReadFloors(open(t, at))
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range []string{"sample", "seeds", "dev", "dev_other"} {
		t.Run(set, func(t *testing.T) {
			r, err := Run(t.Context(), labels(t, set))
			if err != nil {
				t.Fatal(err)
			}
			if err := floors.Check(r); err != nil && !*update {
				t.Error(err)
			}
			for _, fig := range r.Kept() {
				if _, ok := floors[set][fig.Key]; !ok && !*update {
					t.Errorf("%s has no floor; run with -update", fig.Key)
				}
			}
			floors = floors.Raise(r)
		})
	}
	if *update {
		var b bytes.Buffer
		if err := floors.Write(&b); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
