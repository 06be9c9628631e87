package store

import (
	"context"
	"database/sql"
	"embed"
	"sync"
	"time"

	"rashomon"
	"rashomon/internal/agenda"
	"rashomon/internal/database"
	"rashomon/internal/ledger"
	"rashomon/internal/object"
)

// StageExtract is the stage that PutReading stamps.
const StageExtract = "extract"

// busyWait is how long a writer waits for its turn before it gives up with
// ErrLocked.
const busyWait = 5 * time.Second

// The errors that a caller may want to tell apart with errors.Is, as package database
// has them.
var (
	ErrNotFound = database.ErrNotFound
	ErrLocked   = database.ErrLocked
	ErrNewer    = database.ErrNewer
	ErrFull     = database.ErrFull
	ErrDisk     = database.ErrDisk
	ErrNotStore = database.ErrNotStore
	ErrDamaged  = database.ErrDamaged
	ErrDerived  = database.ErrDerived
	ErrOlder    = database.ErrOlder
	ErrAccess   = database.ErrAccess
)

// What the agenda of a store is made of, as package agenda has it.
type (
	FeedRule  = agenda.FeedRule  // a person's decision on a feed
	FeedState = agenda.FeedState // a feed that is watched
	Visit     = agenda.Visit     // an address that is to be fetched
	Robots    = agenda.Robots    // what a host lets programs fetch
	Source    = agenda.Source    // a feed that is watched, with what came of it
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// steps returns the schema of the store at path.
func steps(path string) (database.Schema, error) {
	return database.Steps(schemaFiles, map[string]func(context.Context, *sql.Tx) error{
		"0004_kept_capture.sql": backfillCaptures,
		"0006_kept_log.sql":     func(ctx context.Context, tx *sql.Tx) error { return ledger.Begin(ctx, tx, keyFile(path)) },
	})
}

// Store is one open store. Close it when done.
type Store struct {
	*agenda.Agenda // its feeds, visits and robots.txt files
	db             *database.DB
	packer         object.Packer // of the one that writes

	// asked is what the readings were when LinkDue first said so since the last
	// PutIncidents; PutIncidents records it, so that a reading that was put in
	// between leaves the incidents due.
	asked struct {
		sync.Mutex
		inputs rashomon.Digest
	}
}

// Open opens the store in the SQLite file at path, and makes it if there is none,
// readable by the user alone. A file that is no store, or one of a newer version,
// is left as it is: ErrNotStore, ErrNewer. One of an older version is brought up to
// date. When a derived table is gone, all of them are made anew, empty.
func Open(ctx context.Context, path string) (*Store, error) {
	return openBy(ctx, path, database.Open, busyWait)
}

// OpenToRead opens a store that is there, for reading, and changes nothing in it. It
// may stand on a medium, in a folder or in a file that cannot be written. What Open
// would mend or bring up to date is an error: ErrOlder, ErrDerived. No file at path
// is ErrNotFound, and an empty one is no store.
func OpenToRead(ctx context.Context, path string) (*Store, error) {
	return openBy(ctx, path, database.OpenToRead, busyWait)
}

// opener is database.Open or database.OpenToRead.
type opener func(context.Context, string, database.Schema, time.Duration) (*database.DB, error)

func openBy(ctx context.Context, path string, open opener, wait time.Duration) (*Store, error) {
	schema, err := steps(path)
	if err != nil {
		return nil, err
	}
	db, err := open(ctx, path, schema, wait)
	if err != nil {
		return nil, err
	}
	return &Store{Agenda: agenda.Of(db), db: db}, nil
}

// Database returns what the tables stand in, for what concerns the file as a whole.
func (s *Store) Database() *database.DB { return s.db }

// Close ends the use of the store.
func (s *Store) Close() error { return s.db.Close() }
