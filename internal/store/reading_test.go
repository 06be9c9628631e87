package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Opening to read makes nothing and mends nothing.
func TestOpenToRead(t *testing.T) {
	dir := t.TempDir()
	_, err := OpenToRead(t.Context(), filepath.Join(dir, "typo.db"))
	refused(t, err, ErrNotFound, "no such file")
	empty := filepath.Join(dir, "empty.db")
	must(t, os.WriteFile(empty, nil, 0o600))
	_, err = OpenToRead(t.Context(), empty)
	refused(t, err, ErrNotStore, "it is empty")
	info, err := os.Stat(empty)
	must(t, err)
	same(t, "bytes written to an empty file", info.Size(), int64(0))

	path := filepath.Join(dir, "store.db")
	fill(t, path)
	s, err := OpenToRead(t.Context(), path)
	must(t, err)
	all, err := s.Reports(t.Context())
	must(t, err)
	if len(all) == 0 {
		t.Error("no reports")
	}
	must(t, s.Close())
	entries, err := os.ReadDir(dir)
	must(t, err)
	if len(entries) != 3 { // both stores, and the key of the one that was made
		t.Errorf("reading left %v", entries)
	}
}

// A store whose tables are gone says so; opening it to write makes derived ones
// anew, and everything due again.
func TestMissingTables(t *testing.T) {
	for name, c := range map[string]struct {
		damage       string
		read, write  error
		says         string
		dueAfterward bool
	}{
		"derived": {`DROP TABLE derived_alias`, ErrDerived, nil, "it has no table derived_alias", true},
		"kept":    {`DROP TABLE kept_ruling`, ErrDamaged, ErrDamaged, "it has no table kept_ruling", false},
		"both":    {`DROP TABLE derived_alias; DROP TABLE kept_ruling`, ErrDamaged, ErrDamaged, "it has no table kept_ruling", false},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "store.db")
			s := openStore(t, path)
			related(t, s)
			mustExec(t, s.db.Writer(), c.damage)
			_, err := OpenToRead(t.Context(), path)
			refused(t, err, c.read, c.says)
			s, err = Open(t.Context(), path)
			if c.write != nil {
				refused(t, err, c.write, c.says)
				return
			}
			must(t, err)
			due, err := s.Due(t.Context(), StageExtract, "1", 0)
			must(t, err)
			same(t, "due", len(due), 5)
			faults, err := s.Verify(t.Context())
			must(t, err)
			same(t, "faults", faults, []Fault(nil))
			must(t, s.Close())
		})
	}
}

// A report that is stamped as read, and whose reading is gone, is due again.
func TestDueWithoutReading(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		related(t, s)
		mustExec(t, s.db.Writer(), `DELETE FROM derived_reading WHERE report = (SELECT min(report) FROM derived_stamp)`)
		due, err := s.Due(t.Context(), StageExtract, "1", 0)
		must(t, err)
		same(t, "due", len(due), 1)
		must(t, s.PutProblem(t.Context(), due[0], StageExtract, "1", "no words"))
		due, err = s.Due(t.Context(), StageExtract, "1", 0)
		must(t, err)
		same(t, "due with a problem", len(due), 0)
	})
}

// A file that was cut short is damaged, wherever it was cut.
func TestTruncated(t *testing.T) {
	whole := filepath.Join(t.TempDir(), "store.db")
	fill(t, whole)
	b, err := os.ReadFile(whole)
	must(t, err)
	for _, n := range []int{1, 50, 99, 100, 512, 4095, 4096, 5000, len(b) / 2, len(b) - 4096} {
		path := filepath.Join(t.TempDir(), "cut.db")
		must(t, os.WriteFile(path, b[:n], 0o600))
		s, err := OpenToRead(t.Context(), path)
		if err != nil {
			damaged := errors.Is(err, ErrDamaged) || n < 512 && errors.Is(err, ErrNotStore)
			if !damaged || !strings.Contains(err.Error(), "go back to a backup") {
				t.Errorf("cut to %d bytes: %v", n, err)
			}
			continue
		}
		faults, err := s.Verify(t.Context())
		must(t, err)
		if len(faults) == 0 || !faults[0].Kept {
			t.Errorf("cut to %d of %d bytes: faults %v", n, len(b), faults)
		}
		must(t, s.Close())
	}
}
