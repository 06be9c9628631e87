package eval

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rashomon"
	"rashomon/internal/link"
	"rashomon/internal/reconcile"
)

// TestSettled settles every report of airwars dev and of gva dev by itself and prints,
// beside a few regular expressions, how often the toll of its main incident is the
// labels'. It runs only when RASHOMON_SETTLED names the folder with data and gold. With
// RASHOMON_READINGS it keeps what was read in that folder, for as long as the reader
// stays as it is; RASHOMON_MISSES (airwars, gva-killed, gva-injured) lists the misses:
//
//	RASHOMON_SETTLED=../../../shared go test -run TestSettled -timeout 20m -v ./internal/eval
func TestSettled(t *testing.T) {
	shared := os.Getenv("RASHOMON_SETTLED")
	if shared == "" {
		t.Skip("RASHOMON_SETTLED is not set: nothing to settle")
	}
	misses := os.Getenv("RASHOMON_MISSES")
	aw := told(t, "airwars", airwars(t, shared), civiliansOf)
	unlabelled := slices.DeleteFunc(slices.Clone(aw), func(c counted) bool { return c.trained })
	for _, of := range [][]counted{aw, unlabelled} {
		fmt.Printf("airwars, %d narratives: low / high / both; labels inside the range\n", len(of))
		fmt.Println("  settled    ", rangeScore(of, func(c counted) span { return c.killed }))
		fmt.Println("  expressions", rangeScore(of, func(c counted) span { return lowestHighest(c.line.report().Text) }))
	}
	list(misses == "airwars", aw, func(c counted) (gold, ours span) { return c.goldKilled, c.killed })
	gva := told(t, "gva-dev", gvaClean(t, shared), peopleOf)
	many := slices.DeleteFunc(slices.Clone(gva), func(c counted) bool { return c.goldKilled.hi+c.goldInjured.hi < 3 })
	for _, of := range [][]counted{gva, many} {
		fmt.Printf("gva, %d reports: killed / injured / both\n", len(of))
		fmt.Println("  settled    ", tollScore(of, func(c counted) [2]int { return [2]int{c.killed.hi, c.injured.hi} }))
		fmt.Println("  expressions", tollScore(of, func(c counted) [2]int { return firstCounts(c.line.report().Text) }))
	}
	list(misses == "gva-killed", gva, func(c counted) (gold, ours span) { return c.goldKilled, span{c.killed.hi, c.killed.hi} })
	list(misses == "gva-injured", gva, func(c counted) (gold, ours span) { return c.goldInjured, span{c.injured.hi, c.injured.hi} })
}

// span is the least and the most of a toll.
type span struct{ lo, hi int }

// counted is a report with the toll that its labels give and the one settled.
type counted struct {
	line                    Line
	goldKilled, goldInjured span
	killed, injured         span
	trained                 bool // labelled in gold/train.jsonl
}

// labelled is what a line of either set may hold.
type labelled struct {
	Code, Date, Assessment       string
	KilledRange                  []int `json:"killed_range"`
	ID, Outlet, DCT, Title, Text string
	Clean                        bool
	Gold                         struct{ Killed, Injured int }
}

func airwars(t *testing.T, shared string) []counted {
	trained := map[string]bool{}
	for _, l := range rows[struct{ ID string }](t, shared+"/gold/train.jsonl") {
		trained[strings.ToLower(l.ID)] = true
	}
	var out []counted
	for _, l := range rows[labelled](t, shared+"/data/airwars/dev.jsonl.gz") {
		if l.KilledRange == nil {
			continue
		}
		text, _, _ := strings.Cut(l.Assessment, "Summary Strike status") // the page's box holds the labels
		out = append(out, counted{line: Line{ID: l.Code, Outlet: "Airwars", Text: &text}, goldKilled: span{l.KilledRange[0], l.KilledRange[1]}, trained: trained["aw"+strings.ToLower(l.Code)]})
	}
	return out
}

func gvaClean(t *testing.T, shared string) []counted {
	var out []counted
	for _, l := range rows[labelled](t, shared+"/data/gva/dev.jsonl.gz") {
		if l.Clean {
			out = append(out, counted{line: Line{ID: l.ID, Title: l.Title, Text: &l.Text, Outlet: l.Outlet, Published: l.DCT},
				goldKilled: span{l.Gold.Killed, l.Gold.Killed}, goldInjured: span{l.Gold.Injured, l.Gold.Injured}})
		}
	}
	return out
}

func rows[T any](t *testing.T, path string) []T {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	var out []T
	for d := json.NewDecoder(in); ; {
		var row T
		if err := d.Decode(&row); err == io.EOF {
			return out
		} else if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		out = append(out, row)
	}
}

// told reads the reports and settles each by itself.
func told(t *testing.T, set string, all []counted, counts func(rashomon.Record, rashomon.Field) span) []counted {
	t.Helper()
	policy, _ := reconcile.PolicyNamed("range")
	for i, r := range read(t, set, all) {
		rec := settledAlone(all[i].line.report(), r, policy)
		all[i].killed, all[i].injured = counts(rec, rashomon.Killed).said(), counts(rec, rashomon.Injured).said()
	}
	return all
}

// read reads the reports, or takes what the same reader read before.
func read(t *testing.T, set string, all []counted) []rashomon.Reading {
	t.Helper()
	dir := os.Getenv("RASHOMON_READINGS")
	kept := filepath.Join(dir, set+"-"+readerDigest(t)+".jsonl")
	if _, err := os.Stat(kept); dir != "" && err == nil {
		return rows[rashomon.Reading](t, kept)
	}
	lines := make([]Line, len(all))
	for i, c := range all {
		lines[i] = c.line
	}
	readings, err := extractAll(t.Context(), lines)
	if err != nil {
		t.Fatal(err)
	}
	if dir == "" {
		return readings
	}
	var out bytes.Buffer
	w := bufio.NewWriter(&out)
	for _, r := range readings {
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(append(b, '\n'))
	}
	w.Flush()
	if err := os.WriteFile(kept, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return readings
}

// readerDigest changes with everything that readings come from.
func readerDigest(t *testing.T) string {
	t.Helper()
	h := sha256.New()
	for _, dir := range []string{"encoder", "tagger", "text", "tally", "grammar", "voice", "deed", "extract"} {
		err := filepath.WalkDir(filepath.Join("..", dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "testdata") {
				return err
			}
			b, err := os.ReadFile(path)
			h.Write(b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

// settledAlone is the record of the report's main incident, of several the first with
// a toll, as if no other report were known.
func settledAlone(r rashomon.Report, reading rashomon.Reading, p rashomon.Policy) rashomon.Record {
	accounts := map[rashomon.AccountID]rashomon.Account{}
	for _, a := range reading.Accounts {
		accounts[a.ID()] = a
	}
	var first rashomon.Record
	for _, inc := range link.Link([]link.Told{{Reading: reading, Text: r.Text}}) {
		if !inc.Main {
			continue
		}
		d := rashomon.Dossier{Incident: inc, Cumulative: reading.Cumulative, Reports: []rashomon.Report{r}}
		for _, id := range inc.Accounts {
			d.Accounts = append(d.Accounts, accounts[id])
		}
		if rec := reconcile.Settle(d, p); len(first.Ranges) == 0 {
			first = rec
		}
	}
	return first
}

// peopleOf is the range of all people that a record counts, those who did it among
// them; where it counts no whole, of the largest of its groups.
func peopleOf(rec rashomon.Record, f rashomon.Field) span {
	rows := rowsOf(rec, f)
	people, whole := rows[rashomon.People]
	for g, s := range rows {
		if g != rashomon.Attackers && !whole && s.hi > people.hi {
			people = s
		}
	}
	did := rows[rashomon.Attackers]
	return span{people.lo + did.lo, people.hi + did.hi}
}

// civiliansOf is the range of the civilians: of them alone where fighters are counted
// too, else of all people.
func civiliansOf(rec rashomon.Record, f rashomon.Field) span {
	rows := rowsOf(rec, f)
	civilians, ok := rows[rashomon.Civilians]
	people, whole := rows[rashomon.People]
	_, fighters := rows[rashomon.Fighters]
	switch {
	case !ok:
		return peopleOf(rec, f)
	case fighters || !whole:
		return civilians
	}
	lo := min(civilians.lo, people.lo)
	if civilians.lo == unsaid || people.lo == unsaid {
		lo = max(civilians.lo, people.lo)
	}
	return span{lo, max(civilians.hi, people.hi)}
}

// unsaid is the low end of "up to six".
const unsaid = -1

func rowsOf(rec rashomon.Record, f rashomon.Field) map[rashomon.Group]span {
	rows := map[rashomon.Group]span{}
	for _, r := range rec.Ranges {
		if r.Field != f {
			continue
		}
		s := span{r.Low.N, r.High.N}
		if r.Low.Open {
			s.lo = unsaid
		}
		rows[r.Group] = s
	}
	return rows
}

// said takes "up to six were killed" to say that somebody was.
func (s span) said() span {
	if s.lo == unsaid {
		s.lo = 1
	}
	return s
}

func rangeScore(all []counted, ours func(counted) span) string {
	var low, high, both, inside int
	for _, c := range all {
		g, s := c.goldKilled, ours(c)
		low += one(g.lo == s.lo)
		high += one(g.hi == s.hi)
		both += one(g == s)
		inside += one(s.lo <= g.lo && g.hi <= s.hi)
	}
	n := len(all)
	return fmt.Sprintf("%.3f / %.3f / %.3f; %.3f", ratio(low, n), ratio(high, n), ratio(both, n), ratio(inside, n))
}

func tollScore(all []counted, ours func(counted) [2]int) string {
	var killed, injured, both int
	for _, c := range all {
		s := ours(c)
		k, i := s[0] == c.goldKilled.hi, s[1] == c.goldInjured.hi
		killed, injured, both = killed+one(k), injured+one(i), both+one(k && i)
	}
	n := len(all)
	return fmt.Sprintf("%.3f / %.3f / %.3f", ratio(killed, n), ratio(injured, n), ratio(both, n))
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func list(wanted bool, all []counted, of func(counted) (gold, ours span)) {
	for _, c := range all {
		if gold, ours := of(c); wanted && gold != ours {
			fmt.Printf("%s: %d-%d, settled %d-%d\n", c.line.ID, gold.lo, gold.hi, ours.lo, ours.hi)
		}
	}
}

// The expressions: a number, at most a few words but no "and", and a word of harm; or
// the other way round. An age is no number.
var (
	numerals  = strings.Fields("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty")
	dead      = near("killed|dead|died|slain|dies|die|fatally|fatalities|deaths|bodies|martyrs|martyred", "killed|killing|kills|kill|deaths? of|leaves|death toll", 3)
	deadNear  = near("killed|dead|died|slain|dies|die|fatally|bodies", "killed|killing|kills|kill|deaths? of|leaves", 2)
	hurt      = near("injured|wounded|hurt|hospitalized|injuries", "injured|injuring|wounded|wounding|wounds|injures", 2)
	shot      = near("shot|shooting victims|victims", "shot|shooting|shoots", 2)
	deadAtAll = regexp.MustCompile(`(?i)\b(?:killed|dead|dies|died|homicide|fatal|fatally|murder|kills|slain|body)\b`)
	hurtAtAll = regexp.MustCompile(`(?i)\b(?:injured|injuries|wounded|hospitali[sz]ed|critical condition|stable condition|wounds)\b`)
	age       = regexp.MustCompile(`(?i)\b[\w]+(?:[ -]years?\b| hours\b| minutes\b| [ap]\.m)`)
)

func near(behind, before string, words int) *regexp.Regexp {
	number := `\b(\d{1,3}|` + strings.Join(numerals, "|") + `)\b`
	return regexp.MustCompile(fmt.Sprintf(`(?i)%s(?:[ -]+[\w'’]+){0,%d}? (?:%s)\b|\b(?:%s)(?: [\w'’]+){0,%d}? %s`, number, words, behind, before, words, number))
}

func numbers(re *regexp.Regexp, text string) []int {
	text = strings.ReplaceAll(age.ReplaceAllString(text, "~"), " and ", " & ")
	var out []int
	for _, m := range re.FindAllStringSubmatch(text, -1) {
		w := strings.ToLower(m[1] + m[2])
		n, err := strconv.Atoi(w)
		if err != nil {
			n = slices.Index(numerals, w) + 1
		}
		out = append(out, n)
	}
	return out
}

// lowestHighest is 1 where no number stands.
func lowestHighest(text string) span {
	all := numbers(dead, text)
	if len(all) == 0 {
		return span{1, 1}
	}
	return span{slices.Min(all), slices.Max(all)}
}

// firstCounts are the first killed and injured; without a number, one where there is a
// word of harm, and of the shot who are not dead the injured.
func firstCounts(text string) [2]int {
	killed, injured := one(deadAtAll.MatchString(text)), 0
	if all := numbers(deadNear, text); len(all) > 0 {
		killed = all[0]
	}
	switch hurt, shot := numbers(hurt, text), numbers(shot, text); {
	case len(hurt) > 0:
		injured = hurt[0]
	case len(shot) > 0:
		injured = max(0, shot[0]-killed)
	default:
		injured = one(killed == 0 && hurtAtAll.MatchString(text))
	}
	return [2]int{killed, injured}
}
