package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"rashomon/internal/pipeline"
	"rashomon/internal/store"
)

type addCmd struct {
	Reports []string `arg:"" help:"Files (text, HTML, JSON lines), folders, addresses, or - for standard input." name:"report"`
	givenFlags
	storeFlag
	JSONL bool `help:"Read the files as JSON lines, whatever their names." name:"jsonl"`
}

// Help is printed below the flags.
func (addCmd) Help() string {
	return `The same report twice adds nothing. A changed text at the same address is a new report that replaces the old; both stay.

Examples:
  rashomon add --source "The Harbour Post" --published 2031-03-04 story.txt
  rashomon add reports.jsonl https://example.org/story`
}

// Run keeps the reports.
func (c addCmd) Run(ctx context.Context, w world) error {
	s, err := store.Open(ctx, c.Store)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // every report is committed by itself
	var added, known, replaced int
	var broken error
	given := c.given(w)
	given.JSONLines = c.JSONL
	failed := gather(ctx, w, c.Reports, given, func(item pipeline.Item) error {
		r := item.Report
		r.Received = w.now().UTC()
		kept, isNew, err := s.AddReport(ctx, r, item.Body)
		switch {
		case err != nil: // the store's trouble, not the report's
			broken = fmt.Errorf("keep %s: %w; the reports before it are kept", item.Name, err)
			return errStop
		case !isNew:
			known++
		case kept.Replaces != "":
			replaced++
			fmt.Fprintf(w.stdout, "%s  %s  (replaces %s)\n", kept.ID, shown(item.Name), kept.Replaces)
		default:
			added++
			fmt.Fprintf(w.stdout, "%s  %s\n", kept.ID, shown(item.Name))
		}
		return nil
	})
	if err := errors.Join(ctx.Err(), broken); err != nil {
		return err
	}
	fmt.Fprintf(w.stderr, "%d new, %d replacing an older text, %d known already; 'rashomon run' reads them\n", added, replaced, known)
	return someFailed(failed, added+known+replaced+failed)
}

type runCmd struct {
	storeFlag
	Again bool `help:"Delete everything derived first, and derive it again."`
}

// Help is printed below the flags.
func (runCmd) Help() string {
	return `Reads every report that this version has not read yet and links the accounts anew where any changed. Interrupted, it loses nothing: run it again.`
}

// Run brings the store up to date.
func (c runCmd) Run(ctx context.Context, w world) error {
	s, err := store.Open(ctx, c.Store)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // every turn is committed by itself
	if c.Again {
		if err := s.DropDerived(ctx); err != nil {
			return err
		}
	}
	return runStore(ctx, s, w)
}

func runStore(ctx context.Context, s *store.Store, w world) error {
	show, done := progress(w)
	sum, err := pipeline.Run(ctx, s, show)
	done()
	if err != nil {
		return err
	}
	fmt.Fprintf(w.stderr, "%s read, %d with a problem; %s in the store\n", plural(sum.Read, "report"), sum.Problems, plural(sum.Incidents, "incident"))
	if sum.Problems == 0 {
		return nil
	}
	problems, err := s.Problems(ctx)
	if err != nil {
		return err
	}
	for _, p := range problems {
		fmt.Fprintf(w.stderr, "rashomon: %s\n", p.Text)
	}
	return someFailed(sum.Problems, sum.Read+sum.Problems)
}

type verifyCmd struct {
	storeFlag
	JSON bool `help:"Print the faults as JSON lines." name:"json"`
}

// Help is printed below the flags.
func (verifyCmd) Help() string {
	return `Reads every kept byte, report, span and claim again and names whatever is wrong (exit status 8).`
}

// Run verifies the store.
func (c verifyCmd) Run(ctx context.Context, w world) error {
	s, err := openExisting(ctx, c.Store)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // only read
	faults, err := s.Verify(ctx)
	if err != nil {
		return err
	}
	for _, f := range faults {
		if c.JSON {
			if err := json.NewEncoder(w.stdout).Encode(f); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintln(w.stdout, f)
	}
	if len(faults) > 0 {
		return exit{exitIntegrity, fmt.Errorf("verify %s: %s; do not publish from this store, restore a copy that verifies", c.Store, plural(len(faults), "fault"))}
	}
	counts, err := s.Counts(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(w.stderr, "%s: %s, nothing wrong\n", c.Store, plural(counts.Reports, "report"))
	return nil
}
