package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"rashomon"
	"rashomon/internal/pipeline"
	"rashomon/internal/store"
)

// linkVersion is the version of linking that makes incidents due.
const linkVersion = pipeline.LinkVersion

type rulingsCmd struct {
	storeFlag
	JSON bool `help:"Print one ruling a line as JSON." name:"json"`
}

// Help is printed below the flags.
func (rulingsCmd) Help() string {
	return `In the order made. What is withheld stays so: of a withholding the list says on which claim it was made, and not what.`
}

// Run prints the rulings.
func (c rulingsCmd) Run(ctx context.Context, w world) error {
	s, err := openExisting(ctx, c.Store)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // only read
	decisions, err := decided(ctx, s)
	if err != nil {
		return err
	}
	if len(decisions) == 0 {
		fmt.Fprintf(w.stderr, "rashomon: %s holds no ruling; 'rashomon rule --help' says how to make one\n", c.Store)
	}
	for _, d := range decisions {
		if c.JSON {
			err = printJSON(w, d)
		} else {
			_, err = fmt.Fprintf(w.stdout, "%s  %s\n", d.ID, shown(d.Sentence()))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// printJSON prints a value on a line.
func printJSON(w world, v any) error {
	out := json.NewEncoder(w.stdout)
	out.SetEscapeHTML(false)
	return out.Encode(v)
}

// decided returns every ruling as the record that it bears on shows it. One that is on
// nothing of any incident is without effect.
func decided(ctx context.Context, s *store.Store) ([]rashomon.Decision, error) {
	all, err := s.Rulings(ctx)
	if err != nil {
		return nil, err
	}
	hide, err := pipeline.Veil(ctx, s)
	if err != nil {
		return nil, err
	}
	undone := rashomon.UndoneBy(all)
	found := map[rashomon.RulingID]rashomon.Decision{}
	settled := map[rashomon.IncidentID]bool{}
	policy, _ := pipeline.PolicyNamed(string(rashomon.RangePolicy))
	out := make([]rashomon.Decision, 0, len(all))
	for _, r := range all {
		incidents, err := about(ctx, s, r)
		if err != nil {
			return nil, err
		}
		for _, id := range incidents {
			if settled[id] {
				continue
			}
			settled[id] = true
			d, err := s.Dossier(ctx, id)
			if err != nil {
				return nil, err
			}
			for _, dec := range pipeline.Settle([]rashomon.Dossier{d}, policy)[0].Rulings {
				found[dec.ID] = dec
			}
		}
		dec, ok := found[r.ID]
		if !ok {
			dec = rashomon.Decision{Ruling: hide.Ruling(r), Standing: rashomon.Adrift, UndoneBy: undone[r.ID]}
		}
		out = append(out, dec)
	}
	return out, nil
}

// about names the incidents that may show a ruling.
func about(ctx context.Context, s *store.Store, r rashomon.Ruling) ([]rashomon.IncidentID, error) {
	var incidents []rashomon.Incident
	var err error
	if id, ok := rashomon.ParseIncidentID(r.Target); ok {
		var inc rashomon.Incident
		inc, err = s.Incident(ctx, id)
		incidents = append(incidents, inc)
	} else if r.Report() != "" {
		incidents, err = s.IncidentsOf(ctx, r.Report())
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	var out []rashomon.IncidentID
	for _, inc := range incidents {
		out = append(out, inc.ID)
	}
	return out, err
}
