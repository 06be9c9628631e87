package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/pipeline"
	"rashomon/internal/store"
)

type changesCmd struct {
	Of string `arg:"" optional:"" help:"An address, or the name of a report or an incident. Without it: all." placeholder:"ADDRESS|REPORT|INCIDENT"`
	storeFlag
	JSON bool `help:"Print the changes as JSON lines, with both quotations of every difference." name:"json"`
}

// Help is printed below the flags.
func (changesCmd) Help() string {
	return `Newest first: which text was edited, and what it says otherwise now; which page was taken down, walled off or moved, and what is kept of it.
Nothing that was kept is overwritten: 'rashomon show --reports' lists the earlier texts too.

Examples:
  rashomon changes
  rashomon changes https://example.org/story
  rashomon changes RSH-7K3QF2A --json`
}

// Run prints what changed.
func (c changesCmd) Run(ctx context.Context, w world) error {
	s, err := openExisting(ctx, c.Store)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // only read
	return errors.Join(c.list(ctx, s, w), warnDue(ctx, s, w))
}

func (c changesCmd) list(ctx context.Context, s *store.Store, w world) error {
	changes, err := c.find(ctx, s)
	if err != nil {
		return err
	}
	slices.Reverse(changes)
	if len(changes) == 0 {
		fmt.Fprintln(w.stderr, "rashomon: nothing changed that was received again; 'rashomon custody' prints when a report was")
	}
	for _, ch := range changes {
		if c.JSON {
			if err := printJSON(w, ch); err != nil {
				return err
			}
			continue
		}
		c.print(w, ch)
	}
	return nil
}

// find returns what the argument names, in the order seen.
func (c changesCmd) find(ctx context.Context, s *store.Store) ([]rashomon.Change, error) {
	if id, ok := rashomon.ParseIncidentID(c.Of); ok {
		d, err := s.Dossier(ctx, id)
		if err != nil {
			return nil, err
		}
		return pipeline.Settle([]rashomon.Dossier{d}, rashomon.Policy{Name: rashomon.RangePolicy})[0].Changes, nil // alike under every policy
	}
	if c.Of != "" {
		captures, err := s.Captures(ctx, c.Of)
		if err != nil {
			return nil, err
		}
		if len(captures) == 0 {
			return nil, exit{exitNotFound, fmt.Errorf("changes %s: %w", c.Of,
				errors.New("that is no address at which anything was received, and names no report or incident; 'rashomon show --reports' lists the reports"))}
		}
	}
	return pipeline.Changes(ctx, s, c.Of)
}

func (c changesCmd) print(w world, ch rashomon.Change) {
	fmt.Fprintf(w.stdout, "%s.\n    %s  %s\n", shown(ch.Note()), ch.Fate, shown(ch.Address))
	var told []string
	tell := func(sign string, said *rashomon.Said) {
		if said == nil || said.Quote == "" {
			return
		}
		if line := fmt.Sprintf("    %s “%s”\n", sign, shown(said.Quote)); !slices.Contains(told, line) {
			told = append(told, line)
		}
	}
	for _, d := range ch.Differences {
		if d.Is(rashomon.OnlyRead) || d.Was != nil && d.Now != nil && d.Was.Quote == d.Now.Quote {
			continue
		}
		tell("-", d.Was)
		tell("+", d.Now)
	}
	fmt.Fprint(w.stdout, strings.Join(told, ""))
	names := "    kept " + string(ch.Before)
	if ch.After != "" && ch.After != ch.Before {
		names += " and " + string(ch.After)
	}
	fmt.Fprintf(w.stdout, "%s, shown by capture %s\n", names, ch.Capture)
}
