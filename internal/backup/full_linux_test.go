package backup_test

import (
	"errors"
	"path/filepath"
	"testing"

	"rashomon/internal/backup"
	"rashomon/internal/store"
	"rashomon/internal/storm"
)

// TestFullDisk: a backup for which there is no room, or whose disk fails, says so,
// leaves nothing behind, and does the store no harm.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	disk, err := storm.Start(dir)
	must(t, err)
	defer func() { must(t, disk.Stop()) }()
	path := filepath.Join(dir, "store.db")
	s, err := store.Open(t.Context(), path)
	must(t, err)
	defer func() { must(t, s.Close()) }()
	for n := range 3 {
		_, err := give(t.Context(), s, n)
		must(t, err)
	}
	refused := 0
	for _, fault := range []storm.Fault{{Full: true, Ever: true}, {Ever: true}, {Full: true}, {}} {
		for fault.Nth = 1; ; fault.Nth++ {
			before := files(t, dir)
			disk.Fail(fault)
			_, _, err := backup.Make(t.Context(), backup.Job{Store: path, Dir: dir, Now: noon, Program: "test"})
			hit := disk.Calls() >= fault.Nth
			disk.Fail(storm.Fault{})
			if err == nil {
				if !hit {
					break
				}
				continue
			}
			refused++
			if !errors.Is(err, store.ErrFull) && !errors.Is(err, store.ErrDisk) && !errors.Is(err, store.ErrAccess) {
				t.Errorf("%+v: not a clear message: %v", fault, err)
			}
			if after := files(t, dir); after != before {
				t.Errorf("%+v: before: %s\nafter: %s", fault, before, after)
			}
			if _, err := give(t.Context(), s, 2); err != nil {
				t.Errorf("%+v: %v", fault, err)
			}
		}
	}
	faults, err := s.Verify(t.Context())
	must(t, err)
	if len(faults) > 0 || refused < 20 {
		t.Errorf("%d refused, %v", refused, faults)
	}
}
