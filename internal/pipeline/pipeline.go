// Package pipeline is the stages in order: get, read, extract, link, settle. It
// asks the store what is due, calls the stage, and has output and stamp written in
// one transaction. The same stages run without a store for one-off reading and as
// plain filters over JSON lines. It owns no tables.
package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/extract"
	"rashomon/internal/link"
	"rashomon/internal/store"
	"rashomon/internal/text"
)

// ExtractStage is the stage that the store stamps.
const ExtractStage = store.StageExtract

// Versions of the stages. A stored result of another version is due again.
const (
	ReaderVersion = extract.Maker
	LinkVersion   = link.Version
)

// batch is how many due reports one turn takes: enough to keep every core at
// work, few enough that an interrupted run loses little.
const batch = 64

// Progress is told how far a stage has come. total is 0 when it is not known.
type Progress func(stage string, done, total int)

// Summary is what one Run did.
type Summary struct {
	Read      int // reports read in this run
	Problems  int // reports that could not be read, in this run
	Incidents int // incidents in the store afterwards that are some report's news
	Recalled  int // and those that reports only recall
	Linked    bool
}

// Run brings the store up to date: it extracts every report that is due and
// links the accounts anew when any of them changed. Interrupted, it loses at most
// the turn at hand, and the next Run goes on.
func Run(ctx context.Context, s *store.Store, progress Progress) (Summary, error) {
	var sum Summary
	due, err := s.Due(ctx, ExtractStage, ReaderVersion, 0)
	if err != nil {
		return sum, err
	}
	reader := extract.NewReader()
	for turn := range slices.Chunk(due, batch) {
		if err := extractDue(ctx, s, reader, turn, &sum); err != nil {
			return sum, err
		}
		progress("reading reports", sum.Read+sum.Problems, len(due))
	}
	if err := linkDue(ctx, s, progress, &sum); err != nil {
		return sum, err
	}
	counts, err := s.Counts(ctx)
	sum.Incidents, sum.Recalled = counts.MainIncidents, counts.Incidents-counts.MainIncidents
	return sum, err
}

// extractDue reads one batch on all cores and writes the results in order.
func extractDue(ctx context.Context, s *store.Store, reader *extract.Reader, due []rashomon.ReportID, sum *Summary) error {
	reports := make([]rashomon.Report, len(due))
	for i, id := range due {
		r, err := s.Report(ctx, id)
		if err != nil {
			return err
		}
		reports[i] = r
	}
	readings, problems := readAll(reader, reports, runtime.GOMAXPROCS(0))
	if err := ctx.Err(); err != nil {
		return err
	}
	var good []rashomon.Reading
	for i, id := range due {
		if problems[i] == nil {
			good = append(good, readings[i])
			continue
		}
		if err := s.PutProblem(ctx, id, ExtractStage, ReaderVersion, problems[i].Error()+"; it is kept"); err != nil {
			return err
		}
		sum.Problems++
	}
	if err := s.PutReadings(ctx, good, ReaderVersion); err != nil {
		return err
	}
	sum.Read += len(good)
	return nil
}

// readAll extracts reports on the given number of workers. A report that the
// reader fails on has its problem at the same index.
func readAll(reader *extract.Reader, reports []rashomon.Report, workers int) ([]rashomon.Reading, []error) {
	readings, problems := make([]rashomon.Reading, len(reports)), make([]error, len(reports))
	next := make(chan int)
	done := make(chan struct{})
	for range workers {
		go func() {
			for i := range next {
				readings[i], problems[i] = readOne(reader, reports[i])
			}
			done <- struct{}{}
		}()
	}
	for i := range reports {
		next <- i
	}
	close(next)
	for range workers {
		<-done
	}
	return readings, problems
}

// ErrLanguage is the problem of a text in a language that the reader does not know.
var ErrLanguage = errors.New("not read: it does not look like English text (this reader reads English only)")

// readOne extracts one report. A panic of the reader is that report's problem: it
// is kept and shown, and the batch goes on.
func readOne(reader *extract.Reader, r rashomon.Report) (reading rashomon.Reading, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("not read: the reader %s failed: %v; please report this with the text", ReaderVersion, p)
		}
	}()
	if !text.English(r.Text) {
		return reading, ErrLanguage
	}
	return reader.Extract(r)
}

// called names a report to the person who gave it.
func called(r rashomon.Report) string {
	return "report " + cmp.Or(r.Ref, strings.TrimSpace(r.Title()), r.URL, string(r.ID))
}
