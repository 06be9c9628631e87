package backup_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/backup"
	"rashomon/internal/database"
	"rashomon/internal/store"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var noon = time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)

// give adds the n-th report to a store.
func give(ctx context.Context, s *store.Store, n int) (rashomon.Report, error) {
	r := rashomon.NewReport(fmt.Sprintf("Shell hits house %d", n), "A shell killed two people, the mayor said.",
		rashomon.Report{Source: rashomon.Source{Name: "The Harbour Post (invented)"}, Received: noon.Add(time.Duration(n) * time.Second)})
	body := []byte(strings.Repeat(fmt.Sprint(n), 3000))
	kept, _, err := s.AddReport(ctx, r, body)
	return kept, err
}

func opened(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	return s
}

// verified is what 'rashomon restore' holds a copy against.
func verified(ctx context.Context, path string, _ backup.Manifest) error {
	s, err := store.OpenToRead(ctx, path)
	if err != nil {
		return err
	}
	faults, err := s.Verify(ctx)
	if len(faults) > 0 {
		err = fmt.Errorf("%v", faults)
	}
	return errors.Join(err, s.Close())
}

// TestUnderLoad backs a store up while somebody adds to it, again and again: each backup
// is the store as it was at one moment, with all that was acknowledged before.
func TestUnderLoad(t *testing.T) {
	rounds := 5
	if os.Getenv("RASHOMON_LONG") != "" {
		rounds = 100
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "store.db")
	s := opened(t, path)
	turns, ended := make(chan struct{}, 64), make(chan error, 1)
	var given atomic.Int64
	go func() {
		for range turns {
			if _, err := give(context.WithoutCancel(t.Context()), s, int(given.Load())); err != nil {
				ended <- err
				return
			}
			given.Add(1)
		}
		ended <- nil
	}()
	var sizes []int64
	for round := range rounds {
		for range 32 { // some are given before the backup begins, most while it is made
			turns <- struct{}{}
		}
		before := given.Load()
		manifest, m, err := backup.Make(t.Context(), backup.Job{Store: path, Dir: filepath.Join(dir, "backups"), Now: noon, Program: "test"})
		must(t, err)
		to := filepath.Join(dir, fmt.Sprintf("restored%d.db", round))
		_, err = backup.Restore(t.Context(), manifest, to, verified)
		must(t, err)
		if rows := m.Rows["kept_report"]; rows < before {
			t.Errorf("round %d: %d reports were acknowledged before, %d are in the backup", round, before, rows)
		}
		identical(t, s, to)
		sizes = append(sizes, m.Rows["kept_report"])
		must(t, os.Remove(to))
	}
	close(turns)
	must(t, <-ended)
	all, incomplete, err := backup.List(filepath.Join(dir, "backups"))
	must(t, err)
	if len(all) != rounds || len(incomplete) != 0 {
		t.Errorf("%d backups and %v, want %d", len(all), incomplete, rounds)
	}
	t.Logf("%d backups restored identical, of %d to %d reports", rounds, sizes[0], sizes[len(sizes)-1])
}

// identical holds the store at path against what s held when it was copied: its log is
// the beginning of that of s, hash by hash up to its root, and its reports with their bytes are the first
// that s was given.
func identical(t *testing.T, s *store.Store, path string) {
	t.Helper()
	copied, err := store.OpenToRead(t.Context(), path)
	must(t, err)
	defer func() { must(t, copied.Close()) }()
	tree := hashes(t, copied, -1)
	if !reflect.DeepEqual(tree, hashes(t, s, len(tree))) || len(tree) == 0 {
		t.Errorf("%s: its log is not the beginning of the store's", path)
	}
	was, err := copied.Reports(t.Context())
	must(t, err)
	is, err := s.Reports(t.Context())
	must(t, err)
	for i, r := range was {
		if !reflect.DeepEqual(r, is[i]) {
			t.Errorf("%s: report %d is %s, was given as %s", path, i, r.ID, is[i].ID)
		}
		if _, err := copied.Object(t.Context(), r.Bytes); err != nil { // it is held against its digest
			t.Error(err)
		}
	}
}

// hashes returns those of the tree that the first n entries of the log make.
func hashes(t *testing.T, s *store.Store, n int) [][]byte {
	t.Helper()
	all, err := database.Column[[]byte](t.Context(), s.Database().Reader(), `SELECT hashes FROM kept_hash ORDER BY position LIMIT $1`, n)
	must(t, err)
	return all
}

// made returns the manifest of a backup of a small store, and the directory of both.
func made(t *testing.T) (manifest, dir string) {
	t.Helper()
	dir = t.TempDir()
	s := opened(t, filepath.Join(dir, "store.db"))
	for n := range 3 {
		_, err := give(t.Context(), s, n)
		must(t, err)
	}
	manifest, _, err := backup.Make(t.Context(), backup.Job{Store: filepath.Join(dir, "store.db"), Dir: dir, Now: noon, Program: "test"})
	must(t, err)
	return manifest, dir
}

// TestRefused: what is not whole is not restored, and nothing is written over.
func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		harm func(t *testing.T, manifest, dir, to string)
		want error
	}{
		{"a bit of the copy", func(t *testing.T, manifest, _, _ string) { flip(t, copyOf(manifest), 9000) }, backup.ErrChanged},
		{"the copy cut short", func(t *testing.T, manifest, _, _ string) { must(t, os.Truncate(copyOf(manifest), 8192)) }, backup.ErrChanged},
		{"the manifest cut short", func(t *testing.T, manifest, _, _ string) { must(t, os.Truncate(manifest, 100)) }, backup.ErrIncomplete},
		{"the manifest says another number", func(t *testing.T, manifest, _, _ string) {
			text, err := os.ReadFile(manifest)
			must(t, err)
			must(t, os.WriteFile(manifest, []byte(strings.Replace(string(text), `"kept_report": 3`, `"kept_report": 4`, 1)), 0o600))
		}, backup.ErrChanged},
		{"of a later format", func(t *testing.T, manifest, _, _ string) {
			text, err := os.ReadFile(manifest)
			must(t, err)
			must(t, os.WriteFile(manifest, []byte(strings.Replace(string(text), `"rashomon_backup": 1`, `"rashomon_backup": 2`, 1)), 0o600))
		}, database.ErrNewer},
		{"a store is there", func(t *testing.T, _, _, to string) { must(t, os.WriteFile(to, []byte("mine"), 0o600)) }, backup.ErrExists},
		{"a journal is there", func(t *testing.T, _, _, to string) { must(t, os.WriteFile(to+"-wal", []byte("mine"), 0o600)) }, backup.ErrExists},
		{"a journal of a restoring that was cut short", func(t *testing.T, _, _, to string) {
			must(t, os.WriteFile(to+".partial-journal", []byte("mine"), 0o600))
		}, backup.ErrExists},
		{"another restores there", func(t *testing.T, _, _, to string) {
			must(t, os.WriteFile(to+".partial", []byte("mine"), 0o600))
		}, backup.ErrExists},
	} {
		t.Run(c.name, func(t *testing.T) {
			manifest, dir := made(t)
			to := filepath.Join(dir, "new.db")
			c.harm(t, manifest, dir, to)
			before := files(t, dir)
			if _, err := backup.Restore(t.Context(), manifest, to, verified); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			if after := files(t, dir); after != before {
				t.Errorf("before: %s\nafter: %s", before, after)
			}
		})
	}
}

// TestCheckHasTheLastWord: a copy that verify does not like gets no name.
func TestCheckHasTheLastWord(t *testing.T) {
	manifest, dir := made(t)
	before := files(t, dir)
	no := errors.New("no")
	if _, err := backup.Restore(t.Context(), manifest, filepath.Join(dir, "new.db"), func(context.Context, string, backup.Manifest) error { return no }); !errors.Is(err, no) {
		t.Errorf("%v", err)
	}
	if after := files(t, dir); after != before {
		t.Errorf("before: %s\nafter: %s", before, after)
	}
}

// TestIncomplete: what a backup that was cut short leaves behind is told apart, at every
// point at which it may be cut.
func TestIncomplete(t *testing.T) {
	manifest, dir := made(t)
	must(t, os.WriteFile(filepath.Join(dir, "rashomon-20310305T000000Z.db"), nil, 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "rashomon-20310306T000000Z.db.partial"), nil, 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "rashomon-20310307T000000Z.db"), nil, 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "rashomon-20310307T000000Z.json.partial"), nil, 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "rashomon-20310306T000000Z.db.partial-journal"), nil, 0o600))
	found, err := backup.Find(dir)
	must(t, err)
	if found != manifest {
		t.Errorf("the newest backup is %s, want %s", found, manifest)
	}
	_, incomplete, err := backup.List(dir)
	must(t, err)
	if len(incomplete) != 5 {
		t.Errorf("cut short: %v", incomplete)
	}
	for _, name := range incomplete {
		if strings.HasSuffix(name, ".json.partial") {
			continue
		}
		if _, err := backup.Find(name); !errors.Is(err, backup.ErrIncomplete) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, os.Remove(manifest))
	if _, err := backup.Find(dir); !errors.Is(err, backup.ErrNone) || !errors.Is(err, backup.ErrIncomplete) {
		t.Errorf("only incomplete ones: %v", err)
	}
	if _, err := backup.Find(filepath.Join(dir, "none")); !errors.Is(err, backup.ErrNone) {
		t.Errorf("nothing there: %v", err)
	}
}

// TestNeverOver: two backups of one second are two backups.
func TestNeverOver(t *testing.T) {
	first, dir := made(t)
	was, err := os.ReadFile(first)
	must(t, err)
	for n := 2; n < 12; n++ {
		second, _, err := backup.Make(t.Context(), backup.Job{Store: filepath.Join(dir, "store.db"), Dir: dir, Now: noon, Program: "test"})
		must(t, err)
		if found, err := backup.Find(dir); err != nil || found != second {
			t.Errorf("the newest is %s (%v), want %s", found, err, second)
		}
	}
	is, err := os.ReadFile(first)
	must(t, err)
	if string(is) != string(was) {
		t.Error("the first was changed")
	}
}

// copyOf returns the store beside a manifest.
func copyOf(manifest string) string { return strings.TrimSuffix(manifest, ".json") + ".db" }

func flip(t *testing.T, path string, at int) {
	t.Helper()
	b, err := os.ReadFile(path)
	must(t, err)
	b[at] ^= 1
	must(t, os.WriteFile(path, b, 0o600))
}

// files lists a directory with the sizes of what is in it.
func files(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var b strings.Builder
	for _, e := range entries {
		info, err := e.Info()
		must(t, err)
		fmt.Fprintf(&b, "%s %d\n", e.Name(), info.Size())
	}
	return b.String()
}
