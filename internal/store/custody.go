package store

import "rashomon/internal/ledger"

// keyFile returns where the key of the store at path lies: beside it, and never in it.
func keyFile(path string) string { return path + ".key" }

// Log returns the log of custody of the store.
func (s *Store) Log() ledger.Log { return ledger.Log{DB: s.db, Key: keyFile(s.db.Path())} }
