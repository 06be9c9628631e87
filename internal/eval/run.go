package eval

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"rashomon"
	"rashomon/internal/extract"
	"rashomon/internal/link"
)

// Result is what one labelled set gives.
type Result struct {
	Set      string // name of the set: its file name without ".jsonl"
	Claims   ClaimScores
	Links    LinkScores
	Misses   []Miss
	Judged   []Judged           // every claim that was read: is it right, and how sure was the reader?
	Readings []rashomon.Reading // in the order of the labels
	Linked   []Linked
}

// Run reads the labelled reports of a JSON lines file, extracts and links them on
// all cores, and scores both. The result is the same on every run.
func Run(ctx context.Context, path string) (Result, error) {
	f, err := os.Open(path)
	if err != nil {
		return Result{}, fmt.Errorf("evaluate %s: %w", path, err)
	}
	defer f.Close() //nolint:errcheck // only read
	gold, err := ReadLines(f)
	if err != nil {
		return Result{}, fmt.Errorf("evaluate %s: %w", path, err)
	}
	set := strings.TrimSuffix(filepath.Base(path), ".jsonl")
	r, err := score(ctx, set, gold)
	if err != nil {
		return Result{}, fmt.Errorf("evaluate %s: %w", path, err)
	}
	return r, nil
}

func score(ctx context.Context, set string, gold []Line) (Result, error) {
	for i, g := range gold {
		if g.ID == "" || g.Text == nil {
			return Result{}, fmt.Errorf("report %d has no id or no text, so that it cannot be read and scored", i+1)
		}
	}
	readings, err := extractAll(ctx, gold)
	if err != nil {
		return Result{}, err
	}
	r := Result{Set: set, Readings: readings}
	told := make([]link.Told, len(readings))
	pred := make([]Line, len(readings))
	for i, reading := range readings {
		told[i] = link.Told{Reading: reading, Text: gold[i].report().Text}
		if pred[i], err = lineOf(reading); err != nil {
			return Result{}, err
		}
	}
	r.Claims, r.Misses = ScoreClaims(gold, pred)
	r.Judged = Judge(gold, pred)
	r.Linked = linked(link.Link(told), readings)
	r.Links = ScoreLinks(gold, r.Linked)
	return r, nil
}

// extractAll reads every report, each on whichever core is free; the result is in
// the order of the labels.
func extractAll(ctx context.Context, gold []Line) ([]rashomon.Reading, error) {
	readings := make([]rashomon.Reading, len(gold))
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	reader := extract.NewReader()
	var next atomic.Int64
	var workers sync.WaitGroup
	read := func() {
		for ctx.Err() == nil {
			i := int(next.Add(1)) - 1
			if i >= len(gold) {
				return
			}
			var err error
			if readings[i], err = reader.Extract(gold[i].report()); err != nil {
				fail(err)
			}
		}
	}
	for range min(runtime.GOMAXPROCS(0), len(gold)) {
		workers.Go(read)
	}
	workers.Wait()
	return readings, context.Cause(ctx)
}

// Figure is one row of the table.
type Figure struct {
	Name    string // as the scorers print it
	Key     string // as eval/floors.json names it: Name, made unique
	P, R, F float64
	Count   string // what it counts, in brackets

	// How eval/floors.json keeps F.
	Slack float64 // how far it may fall below its floor, or rise above it if Less
	Less  bool    // less is better: the floor is a ceiling
}

// Figures returns the rows in the order in which the scorers print them. The row
// "quotes" has one figure, F.
func (r Result) Figures() []Figure {
	c := r.Claims
	rows := []Figure{
		figure("tolls", "tolls", c.Tolls), figure("+speaker", "tolls +speaker", c.Speaker),
		figure("+incident", "tolls +incident", c.Incident), figure("+all", "tolls +all", c.All),
		figure("perpetrators", "perpetrators", c.Perpetrators), figure("+speaker", "perpetrators +speaker", c.PerpetratorsSpeaker),
	}
	if q := c.Quotes; q.Predicted > 0 {
		rows = append(rows, Figure{Name: "quotes", Key: "quotes", F: q.Precision(), Slack: slack, Count: fmt.Sprintf("%d of %d", q.Hit, q.Predicted)})
	}
	pairs := figure("pairs", "pairs", r.Links.Pairs)
	return append(rows, pairs, Figure{Name: "B3", Key: "B3", P: r.Links.B3P, R: r.Links.B3R, F: r.Links.B3F1(), Slack: slack, Count: fmt.Sprintf("%d reports", r.Links.Reports)})
}

func figure(name, key string, s Score) Figure {
	return Figure{Name: name, Key: key, P: s.Precision(), R: s.Recall(), F: s.F1(), Slack: slack, Count: fmt.Sprintf("%d of %d gold, %d predicted", s.Hit, s.Gold, s.Predicted)}
}

// Report writes the table, row for row as score_claims.py and then score_links.py
// print theirs, and below it at most limit of the misses with their words; a
// negative limit is none.
func (r Result) Report(w io.Writer, limit int) error {
	var b strings.Builder
	for _, f := range r.Figures() {
		switch f.Key {
		case "quotes":
			fmt.Fprintf(&b, "quotes         %.3f letter by letter (%s)\n", f.F, f.Count)
		case "pairs", "B3":
			fmt.Fprintf(&b, "%-5s  P %.3f  R %.3f  F1 %.3f   (%s)\n", f.Name, f.P, f.R, f.F, f.Count)
		default:
			fmt.Fprintf(&b, "%-14s P %.3f  R %.3f  F1 %.3f   (%s)\n", f.Name, f.P, f.R, f.F, f.Count)
		}
	}
	if n := len(r.Misses); limit != 0 && n > 0 {
		if limit < 0 || limit > n {
			limit = n
		}
		fmt.Fprintf(&b, "\nmisses (%d of %d)\n", limit, n)
		for _, m := range r.Misses[:limit] {
			b.WriteString(m.String() + "\n")
		}
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write figures of %s: %w", r.Set, err)
	}
	return nil
}

// String tells of the miss in one line: report, what is wrong, field and value,
// speaker, words.
func (m Miss) String() string {
	s := fmt.Sprintf("%s  %-8s  %s", m.Report, m.What, m.Claim.told())
	switch {
	case m.What == "speaker":
		return s + fmt.Sprintf("; read as by %s", said(*m.Read))
	case m.Note != "":
		return s + "; " + m.Note
	}
	return s
}

func (c Claim) told() string {
	value := c.Value
	if c.Field.Toll() {
		value = bound(c.Min) + ".." + bound(c.Max)
	}
	return fmt.Sprintf("%s %s by %s: %q", c.Field, value, said(c), c.Quote)
}

func said(c Claim) string {
	switch {
	case c.Speaker == "" && c.SpeakerName == "":
		return "the outlet"
	case c.SpeakerName == "" || c.SpeakerName == c.Speaker:
		return fmt.Sprintf("%q", c.Speaker)
	}
	return fmt.Sprintf("%q (%s)", c.Speaker, c.SpeakerName)
}

func bound(n *int) string {
	if n == nil {
		return ""
	}
	return fmt.Sprint(*n)
}
