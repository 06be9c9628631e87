package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/export"
	"rashomon/internal/pipeline"
)

// givenFlags say of reports what they do not say themselves.
type givenFlags struct {
	Source    string `help:"Who published the reports, where they do not say." placeholder:"NAME"`
	Published string `help:"When they were published, where they do not say." placeholder:"DATE"`
	URL       string `help:"Where they stand, where they do not say." placeholder:"ADDRESS"`
	fetchFlags
}

// Validate is called by kong, before anything is read.
func (g givenFlags) Validate() error {
	return pipeline.Given{Published: g.Published, URL: g.URL}.Check()
}

func (g givenFlags) given(w world) pipeline.Given {
	return pipeline.Given{Source: g.Source, Published: g.Published, URL: g.URL, Stdin: w.stdin,
		Fetcher: g.fetcher(w), Parsers: w.parsers, Now: w.now, Collector: collector()}
}

// policyFlag names the policy that records are settled by.
type policyFlag struct {
	Policy string `help:"How to settle: ${enum}." enum:"${policies}" default:"range"`
}

func (p policyFlag) policy() rashomon.Policy {
	policy, _ := pipeline.PolicyNamed(p.Policy) // kong holds the name to the list
	return policy
}

// everyPolicy is the word for all policies, side by side.
const everyPolicy = "all"

// policiesFlag is a policyFlag that also takes all.
type policiesFlag struct {
	Policy string `help:"How to settle: ${enum}; all: what each makes of the tolls, side by side." enum:"${policies},all" default:"range"`
}

func (p policiesFlag) policy() rashomon.Policy { return policyFlag(p).policy() }

// print prints the records of dossiers under the policy named, or what each policy
// makes of them.
func (p policiesFlag) print(w world, dossiers []rashomon.Dossier, asJSON, full bool) error {
	if p.Policy != everyPolicy {
		return printRecords(w, pipeline.Settle(dossiers, p.policy()), asJSON, full)
	}
	var incidents [][]rashomon.Record
	for _, d := range dossiers {
		var records []rashomon.Record
		for _, n := range rashomon.PolicyNames() {
			policy, _ := pipeline.PolicyNamed(string(n))
			records = append(records, pipeline.Settle([]rashomon.Dossier{d}, policy)...)
		}
		if asJSON {
			if err := export.JSON(w.stdout, records); err != nil {
				return err
			}
			continue
		}
		incidents = append(incidents, records)
	}
	return export.Policies(w.stdout, incidents, textOptions(w))
}

type readCmd struct {
	Reports []string `arg:"" help:"Files (text, HTML, PDF, JSON lines), folders, addresses, or - for standard input." name:"report"`
	givenFlags
	policiesFlag
	JSON bool `help:"Print whole records, one a line, every claim in full." name:"json"`
	Full bool `help:"Print every voice with its words."`
}

// Help is printed below the flags.
func (readCmd) Help() string {
	return `A text file's first line is its title. Nothing is kept.

Examples:
  rashomon read seeds/*.txt
  rashomon read --published 2031-03-04 monday.txt https://example.org/story
  curl -s https://example.org/story | rashomon read --json -`
}

// Run reads the reports and prints their records.
func (c readCmd) Run(ctx context.Context, w world) error {
	var items []pipeline.Item
	failed := gather(ctx, w, c.Reports, c.given(w), func(item pipeline.Item) error {
		if item.Body, item.Wire = nil, nil; item.Err == nil {
			items = append(items, item)
		}
		return nil
	})
	var reports []rashomon.Report
	received := w.now().UTC() // one time for all: the order of the names given changes nothing
	for i, item := range pipeline.Believed(items) {
		item.Report.Received = received
		if reports = append(reports, item.Report); item.Report.ID != items[i].Report.ID {
			complain(w, fmt.Errorf("%s: %s", item.Name, item.Capture.Problem))
		}
	}
	show, done := progress(w)
	dossiers, apart, problems := pipeline.Read(ctx, reports, show)
	done()
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, p := range problems {
		complain(w, p)
	}
	if err := c.print(w, dossiers, c.JSON, c.Full); err != nil {
		return err
	}
	for _, claim := range apart {
		fmt.Fprintf(w.stderr, "rashomon: of no single incident: %s\n", told(claim, reports))
	}
	if read := len(reports) - len(problems); len(dossiers) == 0 && read > 0 {
		fmt.Fprintf(w.stderr, "rashomon: no incident is told of in %s\n", plural(read, "report"))
	}
	return someFailed(failed+len(problems), len(reports)+failed)
}

// told writes a claim in a line: what, whose word, the words and where they stand.
func told(c rashomon.Claim, reports []rashomon.Report) string {
	i := slices.IndexFunc(reports, func(r rashomon.Report) bool { return r.ID == c.Report })
	in := cmp.Or(reports[i].Source.Name, reports[i].Ref, reports[i].Title())
	by := in
	if v, ok := c.Attribution.Speaker(); ok {
		by = v.Name
	}
	t, _ := c.Tally()
	return shown(strings.Join(strings.Fields(fmt.Sprintf("%s, %s - according to %s: “%s” (%s, bytes %d-%d)",
		c.Field.Question(t.Group), c.Value, by, c.Quote, in, c.Span.Start, c.Span.End)), " "))
}

// errStop ends gathering: what follows would fail in the same way.
var errStop = errors.New("stop")

// gather calls keep with every report given, and with every address that gave none: the
// item has an Err then. A failure is told on standard error and counted; the others go
// on, unless keep returns errStop.
func gather(ctx context.Context, w world, names []string, g pipeline.Given, keep func(pipeline.Item) error) (failed int) {
	show, done := progress(w)
	defer done()
	n := 0
	pipeline.Gather(ctx, names, g, func(item pipeline.Item) bool {
		done() // what is printed next begins on a line of its own
		err := item.Err
		if err == nil || item.Capture.Means == rashomon.Fetched && !item.Capture.Asked.IsZero() {
			err = cmp.Or(keep(item), err)
		}
		if errors.Is(err, errStop) {
			return false
		}
		if err != nil {
			failed++
			complain(w, err)
		}
		n++
		show("reading", n, 0)
		return ctx.Err() == nil
	})
	return failed
}

// someFailed turns a count of failures into the exit status for it.
func someFailed(failed, of int) error {
	switch failed {
	case 0:
		return nil
	case of:
		if of == 1 {
			return exit{exitSomeFailed, errors.New("the report could not be read; the reason stands above")}
		}
		return exit{exitSomeFailed, fmt.Errorf("none of %s could be read; the reasons stand above", plural(of, "report"))}
	}
	return exit{exitSomeFailed, fmt.Errorf("%d of %s failed; the reasons stand above, the rest is done", failed, plural(of, "report"))}
}

// printRecords prints records for a person, or as JSON lines.
func printRecords(w world, records []rashomon.Record, asJSON, full bool) error {
	if asJSON {
		return export.JSON(w.stdout, records)
	}
	o := textOptions(w)
	o.Full = full
	return printText(w.stdout, records, o)
}

// printText prints the records that are some report's news in full, and the others,
// which reports only recall, after them.
func printText(out io.Writer, records []rashomon.Record, o export.TextOptions) error {
	for i, r := range records {
		if i > 0 {
			fmt.Fprintln(out)
		}
		if err := export.Text(out, r, o); err != nil {
			return err
		}
	}
	return nil
}
