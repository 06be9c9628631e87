package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"rashomon"
	"rashomon/internal/pipeline"
)

type extractCmd struct {
	File string `arg:"" optional:"" default:"-" help:"JSON lines of reports; - is standard input."`
	harvestFlags
	ID   string `help:"With --warc: by what the claims name their report, ${enum}." enum:"url,report" default:"url" name:"id"`
	Jobs int    `short:"j" help:"How many reports to read at a time (0: one a core)." default:"0"`
}

// Help is printed below the flags.
func (extractCmd) Help() string {
	return `One report a line in ("text" is the only key that must be there), one line of claims out, in the same order. A line that is no report is
told on standard error with its number, and the rest goes on (exit status 7).

Example:
  rashomon extract reports.jsonl | rashomon link > incidents.jsonl
  rashomon extract --warc CC-NEWS-20310304.warc.gz > claims.jsonl`
}

// Run is the filter.
func (c extractCmd) Run(ctx context.Context, w world) error {
	if c.WARC {
		return c.extractArchive(ctx, w)
	}
	in, name, err := openInput(c.File, w)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // only read
	jobs := c.Jobs
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	show, done := progress(w)
	n, err := pipeline.ExtractLines(ctx, in, name, w.stdout, jobs, warn(w), show)
	done()
	if errors.Is(err, pipeline.ErrNoLines) {
		return exit{exitSomeFailed, err}
	}
	if err != nil {
		return err
	}
	return someFailed(n.Failed, n.Done+n.Failed)
}

type linkCmd struct {
	File    string `arg:"" optional:"" default:"-" help:"JSON lines of claims; - is standard input."`
	Reports string `help:"The reports that were read: with their texts, copies of one are found, and ties cite their words." placeholder:"FILE"`
}

// Help is printed below the flags.
func (linkCmd) Help() string {
	return `The output of 'rashomon extract' in, one incident a line out, with the reason of each link, and of each that was close and refused.
A line that nobody can have read (a date that is none, fewer than no dead) is told on standard error with its number, and the rest goes
on (exit status 7).

Example:
  rashomon extract reports.jsonl | rashomon link --reports reports.jsonl`
}

// Run is the filter.
func (c linkCmd) Run(ctx context.Context, w world) error {
	texts, lost := c.texts(ctx, w)
	in, name, err := openInput(c.File, w)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // only read
	n, err := pipeline.LinkLines(ctx, in, name, texts, w.stdout, warn(w))
	if err != nil {
		return err
	}
	return someFailed(n.Failed+lost, n.Done+n.Failed+lost)
}

// texts reads the reports' texts. A line that is no report is told and counted.
func (c linkCmd) texts(ctx context.Context, w world) (texts map[rashomon.ReportID]string, failed int) {
	texts = map[rashomon.ReportID]string{}
	if c.Reports == "" {
		return texts, 0
	}
	failed = gather(ctx, w, []string{c.Reports}, pipeline.Given{Stdin: bytes.NewReader(nil), Parsers: w.parsers}, func(item pipeline.Item) error {
		id := item.Report.ID
		if item.Report.Ref != "" {
			id = rashomon.ReportID(item.Report.Ref)
		}
		if item.Err == nil {
			texts[id] = item.Report.Text
		}
		return nil
	})
	return texts, failed
}

// openInput opens a file, or standard input for "-". name is what to call it.
func openInput(file string, w world) (in io.ReadCloser, name string, err error) {
	if file == "-" {
		return io.NopCloser(w.stdin), "standard input", nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, "", exit{exitNotFound, fmt.Errorf("read %s: %w", file, pipeline.Unopened(err))}
	}
	return f, file, nil
}

func warn(w world) func(error) {
	return func(err error) { complain(w, err) }
}
