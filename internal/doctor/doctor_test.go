package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"rashomon/internal/database"
	"rashomon/internal/lock"
	"rashomon/internal/store"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var noon = time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)

// healthy returns a store with nothing in it, and no trouble around it.
func healthy(t *testing.T) Patient {
	t.Helper()
	path := filepath.Join(t.TempDir(), "store.db")
	s, err := store.Open(t.Context(), path)
	must(t, err)
	must(t, s.Close())
	return Patient{Store: path, Now: noon, Built: noon.Add(-time.Hour), Newest: func(ctx context.Context, path string) (time.Time, error) {
		s, err := store.OpenToRead(ctx, path)
		if err != nil {
			return time.Time{}, err
		}
		return noon.Add(-time.Minute), s.Close()
	}, Key: func(ctx context.Context, path string) error {
		s, err := store.OpenToRead(ctx, path)
		if err != nil {
			return nil //nolint:nilerr // other findings say why
		}
		return errors.Join(s.Log().Keyed(ctx), s.Close())
	}}
}

func look(t *testing.T, p Patient) map[string]Finding {
	t.Helper()
	all := map[string]Finding{}
	must(t, Look(t.Context(), p, func(f Finding) error {
		if _, twice := all[f.What]; twice {
			t.Errorf("%s is told twice", f.What)
		}
		all[f.What] = f
		return nil
	}))
	return all
}

func TestHealthy(t *testing.T) {
	for what, f := range look(t, healthy(t)) {
		if f.State != OK && what != "file system" && what != "space" { // those are the machine's
			t.Errorf("%s: %+v", what, f)
		}
	}
}

func TestTrouble(t *testing.T) {
	fails := func(err error) func(*testing.T, *Patient) {
		return func(_ *testing.T, p *Patient) {
			p.Newest = func(context.Context, string) (time.Time, error) { return time.Time{}, fmt.Errorf("open: %w", err) }
		}
	}
	for _, c := range []struct {
		name, what string
		state      State
		says       string
		damaged    bool
		make       func(t *testing.T, p *Patient)
	}{
		{"newer", "store", Bad, "newer version", false, fails(database.ErrNewer)},
		{"older", "store", Warn, "rashomon run", false, fails(database.ErrOlder)},
		{"damaged", "store", Bad, "restore a backup", true, func(t *testing.T, p *Patient) {
			must(t, os.Truncate(p.Store, 8192))
		}},
		{"another file", "store", Bad, "not a rashomon store", true, func(t *testing.T, p *Patient) {
			must(t, os.WriteFile(p.Store, []byte(strings.Repeat("text ", 200)), 0o600))
		}},
		{"derived is gone", "store", Bad, "run --again", true, fails(database.ErrDerived)},
		{"clock before the program", "clock", Bad, "set the clock", false, func(_ *testing.T, p *Patient) { p.Built = noon.Add(time.Hour) }},
		{"clock before the store", "clock", Warn, "the newest thing in the store is of 2031-03-05", false, func(_ *testing.T, p *Patient) {
			p.Newest = func(context.Context, string) (time.Time, error) { return noon.Add(24 * time.Hour), nil }
		}},
		{"locked", "writer", Warn, "another process is writing", false, func(t *testing.T, p *Patient) {
			s, err := store.Open(t.Context(), p.Store)
			must(t, err)
			tx, err := s.Database().Writer().BeginTx(t.Context(), nil)
			must(t, err)
			t.Cleanup(func() { must(t, tx.Rollback()); must(t, s.Close()) })
		}},
		{"served", "serve", OK, fmt.Sprintf("process %d does that", os.Getpid()), false, func(t *testing.T, p *Patient) {
			l, err := lock.Take(p.Store, "serve")
			must(t, err)
			t.Cleanup(func() { must(t, l.Close()) })
		}},
		{"a journal without an end", "journal file", Warn, "never delete", false, func(t *testing.T, p *Patient) {
			must(t, os.WriteFile(p.Store+"-wal", nil, 0o600))
			must(t, os.Truncate(p.Store+"-wal", 100<<20))
		}},
		{"a store for all", "rights", Warn, "chmod 600", false, func(t *testing.T, p *Patient) { must(t, os.Chmod(p.Store, 0o644)) }},
		{"no key", "key", Warn, "put your copy", false, func(t *testing.T, p *Patient) { must(t, os.Remove(p.Store+".key")) }},
		{"a key for all", "key", Bad, "chmod 600", false, func(t *testing.T, p *Patient) {
			must(t, os.Chmod(p.Store+".key", 0o640))
		}},
		{"another's key", "key", Bad, "this file is not the key of this log", false, func(t *testing.T, p *Patient) {
			must(t, os.Rename(healthy(t).Store+".key", p.Store+".key"))
		}},
		{"not in WAL", "journal", Warn, "mode delete", false, func(t *testing.T, p *Patient) {
			must(t, database.Copy(t.Context(), p.Store, p.Store+".copy"))
			p.Store += ".copy"
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if runtime.GOOS == "windows" && (c.what == "rights" || c.what == "key") {
				t.Skip("rights are another matter there")
			}
			p := healthy(t)
			c.make(t, &p)
			f := look(t, p)[c.what]
			if f.State != c.state || f.Damaged != c.damaged || !strings.Contains(f.Text+" "+f.Do, c.says) {
				t.Errorf("%+v, want %s, %q", f, c.state, c.says)
			}
		})
	}
}

func TestDirectory(t *testing.T) {
	if f := directory(filepath.Join(t.TempDir(), "none")); f.State != Bad || !strings.Contains(f.Text, "only be read") {
		t.Errorf("%+v", f)
	}
}

func TestOlder(t *testing.T) {
	for _, c := range []struct {
		version string
		want    bool
	}{{"3.51.2", true}, {"3.51.3", false}, {"3.9.9", true}, {"3.53.0", false}, {"4.0", false}, {"3.51", true}, {"x", true}} {
		if got := older(c.version, Floor); got != c.want {
			t.Errorf("%s: %v", c.version, got)
		}
	}
}
