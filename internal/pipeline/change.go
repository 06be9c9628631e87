package pipeline

import (
	"context"
	"errors"

	"rashomon"
	"rashomon/internal/change"
	"rashomon/internal/reconcile"
	"rashomon/internal/store"
)

// Changes returns what became of the pages of a report, or of those at an address, or of
// all where of is empty, in the order seen, with withheld names hidden as in the incidents
// that the reports tell of. Of an incident, the Record has them.
func Changes(ctx context.Context, s *store.Store, of string) ([]rashomon.Change, error) {
	captures, texts, err := s.CapturesOf(ctx, of)
	if err != nil {
		return nil, err
	}
	changes := change.Told(captures, texts)
	withheld, err := s.Withheld(ctx)
	if err != nil || len(withheld) == 0 {
		return changes, err
	}
	d := rashomon.Dossier{Withheld: withheld, Versions: texts}
	seen := map[rashomon.IncidentID]bool{}
	for _, v := range texts {
		incidents, err := s.IncidentsOf(ctx, v.Report.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		for _, inc := range incidents {
			if seen[inc.ID] {
				continue
			}
			seen[inc.ID] = true
			of, err := s.Dossier(ctx, inc.ID)
			if err != nil {
				return nil, err
			}
			d = d.With(of)
		}
	}
	return reconcile.Veil(d).Changes(changes), nil
}
