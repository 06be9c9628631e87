package pipeline

import (
	"context"

	"rashomon/internal/store"
	"rashomon/internal/veil"
)

// Veil returns what hides the names withheld anywhere in the store, for words that
// belong to no one incident: the full names, and not their parts.
func Veil(ctx context.Context, s *store.Store) (*veil.Veil, error) {
	withheld, err := s.Withheld(ctx)
	if err != nil {
		return nil, err
	}
	return veil.Over(withheld, veil.Scene{}), nil
}
