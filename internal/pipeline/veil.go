package pipeline

import (
	"context"

	"rashomon"
	"rashomon/internal/reconcile"
	"rashomon/internal/store"
	"rashomon/internal/veil"
)

// Veil returns what hides the names withheld anywhere in the store: in words about the
// incidents given all parts of the names of those whom they tell of, and in words that
// belong to no incident the full names.
func Veil(ctx context.Context, s *store.Store, about ...rashomon.IncidentID) (*veil.Veil, error) {
	withheld, err := s.Withheld(ctx)
	if err != nil || len(withheld) == 0 {
		return nil, err
	}
	all := rashomon.Dossier{Withheld: withheld}
	for _, id := range about {
		d, err := s.Dossier(ctx, id)
		if err != nil {
			return nil, err
		}
		all = all.With(d)
	}
	return reconcile.Veil(all), nil
}
