package pipeline_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/export"
	"rashomon/internal/pipeline"
	"rashomon/internal/sample"
	"rashomon/internal/store"

	"github.com/google/go-cmp/cmp"
)

var quiet = func(string, int, int) {}

// sampleItems returns the built-in sample as received a minute apart.
func sampleItems(t testing.TB) []pipeline.Item {
	t.Helper()
	var items []pipeline.Item
	received := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	given := pipeline.Given{Stdin: bytes.NewReader(sample.Lines()), JSONLines: true}
	pipeline.Gather(t.Context(), []string{"-"}, given, func(item pipeline.Item) bool {
		if item.Err != nil {
			t.Fatal(item.Err)
		}
		item.Report.Received = received
		received = received.Add(time.Minute)
		items = append(items, item)
		return true
	})
	return items
}

func openStore(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "s.db"))
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

func add(t *testing.T, s *store.Store, items ...pipeline.Item) {
	t.Helper()
	for _, item := range items {
		if _, _, err := s.AddReport(t.Context(), item.Report, item.Body); err != nil {
			t.Fatal(err)
		}
	}
}

// exports settles every incident of the store and returns the JSON and the CSV.
func exports(t *testing.T, s *store.Store) string {
	t.Helper()
	incidents, err := s.Incidents(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := pipeline.PolicyNamed("range")
	var records []rashomon.Record
	for _, inc := range incidents {
		d, err := s.Dossier(t.Context(), inc.ID)
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, pipeline.Settle([]rashomon.Dossier{d}, p)...)
	}
	var b bytes.Buffer
	if err := export.JSON(&b, records); err != nil {
		t.Fatal(err)
	}
	if err := export.CSV(&b, records, export.CSVOptions{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestDerivingAgainGivesEqualExports(t *testing.T) {
	s := openStore(t)
	add(t, s, sampleItems(t)...)
	if _, err := pipeline.Run(t.Context(), s, quiet); err != nil {
		t.Fatal(err)
	}
	before := exports(t, s)
	if !strings.Contains(before, `"field":"killed"`) {
		t.Fatal("the exports of the sample hold no count of the dead")
	}
	if err := s.DropDerived(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after := exports(t, s); after == before {
		t.Fatal("DropDerived dropped nothing")
	}
	if _, err := pipeline.Run(t.Context(), s, quiet); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, exports(t, s)); diff != "" {
		t.Error(diff)
	}
}

// Reports come in any order and in several runs; each keeps the time at which it
// was received.
func TestOrderOfRunsChangesNothing(t *testing.T) {
	items := sampleItems(t)
	whole := openStore(t)
	add(t, whole, items...)
	if _, err := pipeline.Run(t.Context(), whole, quiet); err != nil {
		t.Fatal(err)
	}
	// A corrected text at one address replaces what came before it there: keep that order.
	var corrections, rest []pipeline.Item
	byURL := map[string]bool{}
	for _, item := range items {
		if byURL[item.Report.URL] {
			corrections = append(corrections, item)
		} else {
			rest = append(rest, item)
		}
		byURL[item.Report.URL] = true
	}
	rng := rand.New(rand.NewPCG(1, 2))
	rng.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	pieces := openStore(t)
	for _, item := range append(rest, corrections...) {
		add(t, pieces, item)
		if _, err := pipeline.Run(t.Context(), pieces, quiet); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(exports(t, whole), exports(t, pieces)); diff != "" {
		t.Error(diff)
	}
}

func TestNewReaderVersionReadsAgain(t *testing.T) {
	s := openStore(t)
	items := sampleItems(t)[:3]
	add(t, s, items...)
	for _, item := range items {
		old := rashomon.Reading{Report: item.Report.ID, Maker: "grammar-0"}
		if err := s.PutReading(t.Context(), old, "grammar-0"); err != nil {
			t.Fatal(err)
		}
	}
	sum, err := pipeline.Run(t.Context(), s, quiet)
	if err != nil || sum.Read != 3 {
		t.Fatalf("read %d reports, %v; want 3", sum.Read, err)
	}
	readings, err := s.Readings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range readings {
		if r.Maker != pipeline.ReaderVersion {
			t.Errorf("report %s is still read by %s", r.Report, r.Maker)
		}
	}
	if sum, err = pipeline.Run(t.Context(), s, quiet); err != nil || sum.Read != 0 || sum.Linked {
		t.Errorf("a second run read %d reports, linked %v, %v; want nothing to do", sum.Read, sum.Linked, err)
	}
}

// Every claim that reaches a record stands on its exact words.
func TestEveryClaimOfTheSampleIsGrounded(t *testing.T) {
	var reports []rashomon.Report
	texts := map[rashomon.ReportID]string{}
	for _, item := range sampleItems(t) {
		reports = append(reports, item.Report)
		texts[item.Report.ID] = item.Report.Text
	}
	dossiers, _, failed := pipeline.Read(t.Context(), reports, quiet)
	if len(failed) > 0 {
		t.Fatal(failed)
	}
	p, _ := pipeline.PolicyNamed("range")
	n := 0
	for _, rec := range pipeline.Settle(dossiers, p) {
		for _, c := range append(rec.Claims, rec.Cumulative...) {
			n++
			text := texts[c.Report]
			if !c.Span.Valid(text) || c.Span.Empty() || c.Span.Of(text) != c.Quote {
				t.Errorf("claim %s: %q is not at its span %v", c.ID, c.Quote, c.Span)
			}
			for _, v := range c.Attribution.Voices {
				if !v.Words.Valid(text) || v.Words.Of(text) != v.As {
					t.Errorf("claim %s: voice %q is not at its span %v", c.ID, v.As, v.Words)
				}
			}
		}
	}
	if n < 50 {
		t.Errorf("the sample gave %d claims", n)
	}
}

func TestExtractLinesKeepsOrderOnAnyNumberOfWorkers(t *testing.T) {
	var in strings.Builder
	for i := range 200 {
		line, err := json.Marshal(map[string]any{"id": fmt.Sprintf("n%03d", i), "text": fmt.Sprintf("A bomb killed %d people in Port Sella, police said.", i+2)})
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(line, '\n'))
	}
	var want string
	for _, workers := range []int{1, 2, 7} {
		var out bytes.Buffer
		n, err := pipeline.ExtractLines(t.Context(), strings.NewReader(in.String()), "lines", &out, workers, func(err error) { t.Error(err) }, quiet)
		if err != nil || n.Done != 200 {
			t.Fatalf("%d workers: %d lines, %v", workers, n.Done, err)
		}
		if want == "" {
			want = out.String()
		}
		if out.String() != want {
			t.Errorf("%d workers gave other output than one", workers)
		}
	}
	for i, line := range strings.Split(strings.TrimSpace(want), "\n") {
		var r rashomon.Reading
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		if id := rashomon.ReportID(fmt.Sprintf("n%03d", i)); r.Report != id {
			t.Fatalf("line %d is of report %s, want %s", i, r.Report, id)
		}
	}
}

func TestInterruptedRunLosesNothing(t *testing.T) {
	s := openStore(t)
	add(t, s, sampleItems(t)...)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := pipeline.Run(ctx, s, quiet); err == nil {
		t.Fatal("an interrupted run reports no error")
	}
	sum, err := pipeline.Run(t.Context(), s, quiet)
	if err != nil || sum.Read != len(sampleItems(t)) {
		t.Errorf("the next run read %d reports, %v", sum.Read, err)
	}
}

// An outlet that goes back to an earlier text at one address stands by that text.
func TestReadStandsByTheLastText(t *testing.T) {
	text := func(n string) rashomon.Report {
		return rashomon.NewReport("Bomb in Dorla", "A bomb killed "+n+" people in the town of Dorla on Tuesday, police said.",
			rashomon.Report{Source: rashomon.Source{Name: "Post (invented)"}, URL: "https://post.invalid/1", Published: "2031-03-04"})
	}
	for _, c := range []struct {
		given []string
		want  int
	}{{[]string{"12", "seven"}, 7}, {[]string{"12", "seven", "12"}, 12}} {
		var reports []rashomon.Report
		for _, n := range c.given {
			reports = append(reports, text(n))
		}
		dossiers, _, failed := pipeline.Read(t.Context(), reports, quiet)
		if len(failed) > 0 || len(dossiers) != 1 {
			t.Fatalf("%v: %d incidents, %v", c.given, len(dossiers), failed)
		}
		p, _ := pipeline.PolicyNamed("range")
		rec := pipeline.Settle(dossiers, p)[0]
		if len(rec.Ranges) != 1 || rec.Ranges[0].Low.N != c.want || rec.Ranges[0].High.N != c.want {
			t.Errorf("%v: ranges %+v, want %d", c.given, rec.Ranges, c.want)
		}
	}
}

// A report that counts a war and tells of no incident is not passed over.
func TestReadKeepsCountsOfNoIncident(t *testing.T) {
	r := rashomon.NewReport("Monitor counts the dead of the war", "The fighting has killed more than 300,000 people since 2011, the Coast Monitor said on Monday.", rashomon.Report{})
	dossiers, apart, failed := pipeline.Read(t.Context(), []rashomon.Report{r}, quiet)
	if len(dossiers)+len(failed) > 0 || len(apart) != 1 || apart[0].Quote != "killed more than 300,000 people" {
		t.Errorf("%d incidents, apart %+v, %v", len(dossiers), apart, failed)
	}
}
