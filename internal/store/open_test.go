package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/database"
)

// refused checks that err is want, and that its message has every part.
func refused(t testing.TB, err, want error, parts ...string) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got error %v, want %v", err, want)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("message %q does not say %q", err, part)
		}
	}
}

func TestLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	holder := openStore(t, path)
	r := three(t, holder)
	impatient, err := openBy(t.Context(), path, database.Open, time.Millisecond)
	must(t, err)
	defer closeStore(t, impatient)

	tx, err := holder.db.Writer().BeginTx(t.Context(), nil)
	must(t, err)
	_, _, err = impatient.AddReport(t.Context(), report("Radio Ostmark", "", "Blast", "9 killed", 9), nil)
	refused(t, err, ErrLocked, "add report r", path, "stop it, and run again")
	err = impatient.PutReading(t.Context(), read(t, r[0], 3), "1")
	refused(t, err, ErrLocked, "store reading", path)

	// Reading goes on, and so does adding what is there already.
	all, err := impatient.Reports(t.Context())
	must(t, err)
	same(t, "reports", len(all), 3)
	_, added, err := impatient.AddReport(t.Context(), r[0], nil)
	if err != nil || added {
		t.Errorf("adding what is there: %v, %v", added, err)
	}
	// So does opening.
	third, err := openBy(t.Context(), path, database.Open, time.Millisecond)
	must(t, err)
	closeStore(t, third)

	must(t, tx.Rollback())
	_, added, err = impatient.AddReport(t.Context(), report("Radio Ostmark", "", "Blast", "9 killed", 9), nil)
	if err != nil || !added {
		t.Errorf("after the other is done: %v, %v", added, err)
	}
}

// addUntilFull adds reports until one fails, and returns those that were added
// and the one that was not.
func addUntilFull(t testing.TB, s *Store) (added []rashomon.ReportID, next rashomon.Report, err error) {
	t.Helper()
	for i := range 10_000 {
		r := report("The Veldra Courier", "", fmt.Sprintf("Blast %d", i), strings.Repeat(fmt.Sprintf("%d killed in Veldra. ", i), 100), i)
		kept, _, err := s.AddReport(t.Context(), r, []byte(r.Text))
		if err != nil {
			return added, r, err
		}
		added = append(added, kept.ID)
	}
	t.Fatal("the disk never filled")
	return nil, rashomon.Report{}, nil
}

// checkAfterFull checks that all is there that was added, and nothing else.
func checkAfterFull(t testing.TB, s *Store, added []rashomon.ReportID) {
	t.Helper()
	all, err := s.Reports(t.Context())
	must(t, err)
	same(t, "reports after the disk was full", ids(all...), added)
	faults, err := s.Verify(t.Context())
	must(t, err)
	same(t, "faults after the disk was full", faults, []Fault(nil))
}

func TestFull(t *testing.T) {
	s := newStore(t)
	mustExec(t, s.db.Writer(), `PRAGMA max_page_count = 200`)
	added, next, err := addUntilFull(t, s)
	refused(t, err, ErrFull, "add report "+string(next.ID), s.db.Path(), "free some space")
	if strings.Contains(err.Error(), "rollback") {
		t.Errorf("message speaks of the machinery: %v", err)
	}
	checkAfterFull(t, s, added)

	mustExec(t, s.db.Writer(), `PRAGMA max_page_count = 100000`)
	mustAdd(t, s, next, nil)
	checkAfterFull(t, s, append(added, next.ID))
}

func TestCancelled(t *testing.T) {
	s := newStore(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err := s.AddReport(ctx, report("Radio Ostmark", "", "Blast", "9 killed", 9), nil)
	refused(t, err, context.Canceled)
	_, err = s.Verify(ctx)
	refused(t, err, context.Canceled)
	_, err = Open(ctx, filepath.Join(t.TempDir(), "other.db"))
	refused(t, err, context.Canceled)
	three(t, s)
}

// fill makes a store of some size at path.
func fill(t testing.TB, path string) {
	t.Helper()
	s, err := Open(t.Context(), path)
	must(t, err)
	defer closeStore(t, s)
	for i := range 50 {
		mustAdd(t, s, report("The Veldra Courier", "", fmt.Sprintf("Blast %d", i), strings.Repeat("3 killed in Veldra. ", 200), i), nil)
	}
}

// A store that is reached by a link has one key, beside the store itself.
func TestKeyBehindLink(t *testing.T) {
	path, link := filepath.Join(t.TempDir(), "store.db"), filepath.Join(t.TempDir(), "link.db")
	must(t, os.Symlink(path, link))
	s := openStore(t, link) // makes it
	_, err := s.Log().Checkpoint(t.Context())
	must(t, err)
	three(t, s)
	_, err = openStore(t, path).Log().Checkpoint(t.Context())
	must(t, err)
	if _, err := os.Stat(link + ".key"); err == nil {
		t.Error("the link has a key too")
	}
}
