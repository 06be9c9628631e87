package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rashomon"
	"rashomon/internal/export"
	"rashomon/internal/pipeline"
	"rashomon/internal/store"
)

type explainCmd struct {
	ID    string `arg:"" help:"The incident's name, as in RSH-7K3QF2A."`
	Field string `arg:"" optional:"" help:"The question: ${fields}."`
	storeFlag
	policyFlag
	JSON bool `help:"Print the derivation as JSON, with the claims, findings and rulings that it names." name:"json"`
}

// Help is printed below the flags.
func (explainCmd) Help() string {
	return `Says in plain sentences how one question of a record was settled: which words gave which value, what each origin is heard to say, what no longer
counts and why, how the origins stand to each other, and what the policy makes of it. Each claim has its name, by which 'rashomon rule' takes it.

Examples:
  rashomon explain RSH-7K3QF2A killed
  rashomon explain RSH-7K3QF2A killed --policy majority
  rashomon explain RSH-7K3QF2A perpetrator`
}

// Validate is called by kong, before anything is read.
func (c explainCmd) Validate() error {
	switch {
	case c.Field == "":
		return fmt.Errorf("which question of %s? Name one of: %s", c.ID, strings.ReplaceAll(fieldNames(), ",", ", "))
	case !slices.Contains(strings.Split(fieldNames(), ","), strings.ToLower(c.Field)):
		return fmt.Errorf("no question is called %q; they are: %s", c.Field, strings.ReplaceAll(fieldNames(), ",", ", "))
	}
	return nil
}

// Run prints the derivation.
func (c explainCmd) Run(ctx context.Context, w world) error {
	s, err := openExisting(ctx, c.Store)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // only read
	return errors.Join(c.explain(ctx, s, w), warnDue(ctx, s, w))
}

func (c explainCmd) explain(ctx context.Context, s *store.Store, w world) error {
	inc, err := incidentNamed(ctx, s, "explain", c.ID)
	if err != nil {
		return err
	}
	tellMoved(w, c.ID, inc.ID)
	d, err := s.Dossier(ctx, inc.ID)
	if errors.Is(err, store.ErrNotFound) {
		return exit{exitNotFound, fmt.Errorf("explain %s: %w", inc.ID, err)}
	}
	if err != nil {
		return err
	}
	rec, derived := pipeline.Derive(d, c.policy(), rashomon.Field(strings.ToLower(c.Field)))
	if c.JSON {
		return printJSON(w, export.Explained(rec, derived))
	}
	return export.Explain(w.stdout, rec, derived, textOptions(w))
}

// fieldNames lists what can be explained: the fields, and the kind of event.
func fieldNames() string {
	var names []string
	for _, f := range append(rashomon.Fields(), rashomon.KindField) {
		names = append(names, string(f))
	}
	return strings.Join(names, ",")
}
