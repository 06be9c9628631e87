// Package store keeps what was received and holds what was derived from it.
package store

import (
	"context"
	"errors"

	"rashomon"

	_ "modernc.org/sqlite"
)

var errSkeleton = errors.New("not built yet")

// The errors that a caller may want to tell apart.
var (
	ErrNotFound = errors.New("no such thing in this store")
	ErrLocked   = errors.New("another process is writing to it")
	ErrNewer    = errors.New("it was written by a newer rashomon")
	ErrFull     = errors.New("the disk is full")
	ErrNotStore = errors.New("not a rashomon store")
	ErrDamaged  = errors.New("the file is damaged")
)

// StageExtract is the stage that PutReading stamps.
const StageExtract = "extract"

// Store is one open store.
type Store struct{}

// Problem is a report that a stage could not deal with.
type Problem struct {
	Report  rashomon.ReportID
	Title   string
	Outlet  string
	URL     string
	Stage   string
	Version string
	Text    string // what went wrong
}

// Counts says how much of everything the store holds.
type Counts struct {
	Objects, Reports, Rulings                                      int   // kept
	Readings, Claims, Accounts, Incidents, MainIncidents, Problems int   // derived
	Bytes                                                          int64 // of the objects, as received
}

// Fault is one thing that Verify found wrong. Kept says whether it lies in what
// was received (restore a backup) or in what is derived (derive again).
type Fault struct {
	Kept   bool
	Object string // "report r0123", "object 9f...", "claim r0123.ab"
	What   string
}

func Open(ctx context.Context, path string) (*Store, error) { return nil, errSkeleton }
func (s *Store) Close() error                               { return errSkeleton }

func (s *Store) AddReport(ctx context.Context, r rashomon.Report, body []byte) (rashomon.Report, bool, error) {
	return r, false, errSkeleton
}
func (s *Store) Report(ctx context.Context, id rashomon.ReportID) (rashomon.Report, error) {
	return rashomon.Report{}, errSkeleton
}
func (s *Store) Reports(ctx context.Context) ([]rashomon.Report, error) { return nil, errSkeleton }

// ReplacedBy returns the report that replaces id; ErrNotFound when none does.
func (s *Store) ReplacedBy(ctx context.Context, id rashomon.ReportID) (rashomon.ReportID, error) {
	return "", errSkeleton
}

// Object returns kept bytes.
func (s *Store) Object(ctx context.Context, d rashomon.Digest) ([]byte, error) {
	return nil, errSkeleton
}

// Due returns the reports, in the order received, without a stamp of the stage at version; limit <= 0: all.
func (s *Store) Due(ctx context.Context, stage, version string, limit int) ([]rashomon.ReportID, error) {
	return nil, errSkeleton
}
func (s *Store) PutReading(ctx context.Context, r rashomon.Reading, version string) error {
	return errSkeleton
}
func (s *Store) PutProblem(ctx context.Context, id rashomon.ReportID, stage, version, problem string) error {
	return errSkeleton
}
func (s *Store) Reading(ctx context.Context, id rashomon.ReportID) (rashomon.Reading, error) {
	return rashomon.Reading{}, errSkeleton
}

// Readings returns all of them in the order in which their reports were received.
func (s *Store) Readings(ctx context.Context) ([]rashomon.Reading, error) { return nil, errSkeleton }
func (s *Store) LinkDue(ctx context.Context, version string) (bool, error) {
	return false, errSkeleton
}
func (s *Store) PutIncidents(ctx context.Context, version string, incs []rashomon.Incident) error {
	return errSkeleton
}

// Incidents: main ones first, by newest report; limit <= 0: all.
func (s *Store) Incidents(ctx context.Context, offset, limit int) ([]rashomon.Incident, error) {
	return nil, errSkeleton
}
func (s *Store) Incident(ctx context.Context, id rashomon.IncidentID) (rashomon.Incident, error) {
	return rashomon.Incident{}, errSkeleton
}

// IncidentsOf returns the incidents that a report tells of.
func (s *Store) IncidentsOf(ctx context.Context, id rashomon.ReportID) ([]rashomon.Incident, error) {
	return nil, errSkeleton
}
func (s *Store) Dossier(ctx context.Context, id rashomon.IncidentID) (rashomon.Dossier, error) {
	return rashomon.Dossier{}, errSkeleton
}

// AddRuling sets the ID; r.At comes from the caller's clock.
func (s *Store) AddRuling(ctx context.Context, r rashomon.Ruling) (rashomon.Ruling, bool, error) {
	return r, false, errSkeleton
}
func (s *Store) Rulings(ctx context.Context) ([]rashomon.Ruling, error) { return nil, errSkeleton }
func (s *Store) Problems(ctx context.Context) ([]Problem, error)        { return nil, errSkeleton }
func (s *Store) Counts(ctx context.Context) (Counts, error)             { return Counts{}, errSkeleton }
func (s *Store) DropDerived(ctx context.Context) error                  { return errSkeleton }
func (s *Store) Verify(ctx context.Context) ([]Fault, error)            { return nil, errSkeleton }
