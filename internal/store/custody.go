package store

import (
	"path/filepath"

	"rashomon/internal/ledger"
)

// keyFile returns where the key of the store at path lies: beside it, and never in it; of
// one that is reached by a link, beside the store itself, as SQLite's journal does.
func keyFile(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	path += ".key"
	if real, err := filepath.EvalSymlinks(path); err == nil { // it may lie on a medium of its own, and what is written there stays there
		path = real
	}
	return path
}

// Log returns the log of custody of the store.
func (s *Store) Log() ledger.Log { return ledger.Log{DB: s.db, Key: keyFile(s.db.Path())} }
