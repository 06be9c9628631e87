// Package doctor looks at a store and where it stands, and says what may lose or stop
// it: the disk, who may write, who is at work, the clock. It reads no report; that is for
// 'rashomon verify'.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"rashomon/internal/database"
	"rashomon/internal/lock"
)

// State says how serious a Finding is.
type State string

// The states.
const (
	OK   State = "ok"
	Warn State = "warn" // it works, and somebody should know
	Bad  State = "bad"  // it does not work, or loses what it holds
)

// Finding is one thing that was looked at.
type Finding struct {
	What  string `json:"what"`
	State State  `json:"state"`
	Text  string `json:"text"`
	Do    string `json:"do,omitempty"` // what to do about it
	// Damaged is true where the store itself is wrong, and not what is around it.
	Damaged bool `json:"damaged,omitempty"`
}

// Patient is a store and its surroundings.
type Patient struct {
	Store string
	Now   time.Time
	Built time.Time // when this program was built; zero when nobody knows
	// Newest opens the store to read, and returns the newest time that stands in it.
	Newest func(ctx context.Context, path string) (time.Time, error)
	// Key returns why the key file beside the store can sign nothing of it; nil where it can.
	Key func(ctx context.Context, path string) error
}

// Look returns what it found, one thing after the other, to told.
func Look(ctx context.Context, p Patient, told func(Finding) error) error {
	dir := filepath.Dir(p.Store)
	for _, look := range []func() []Finding{
		func() []Finding {
			return []Finding{directory(dir), fileSystem(dir), space(dir, p.Store), journal(p.Store)}
		}, // the journal goes when the store is opened and closed
		func() []Finding { return p.store(ctx) },
		func() []Finding { return p.vitals(ctx) },
		func() []Finding { return workers(p.Store) },
		func() []Finding { return p.private(ctx) },
	} {
		for _, f := range look() {
			if err := errors.Join(ctx.Err(), told(f)); err != nil {
				return err
			}
		}
	}
	return nil
}

// directory tries to make a file beside the store, as SQLite must.
func directory(dir string) Finding {
	f, err := os.CreateTemp(dir, ".rashomon-doctor-*")
	if err != nil {
		return Finding{What: "directory", State: Bad, Text: fmt.Sprintf("no file can be made in %s (%v): the store can only be read", dir, err),
			Do: "change its rights, or move the store to a directory of your own"}
	}
	if err := errors.Join(f.Close(), os.Remove(f.Name())); err != nil {
		return Finding{What: "directory", State: Bad, Text: err.Error(), Do: "look at the system's log"}
	}
	return Finding{What: "directory", State: OK, Text: dir + " can be written"}
}

// lowest is how much room must be left in any case; beyond it, as much as the store
// itself takes is wanted, for a backup or for everything being derived again.
const lowest = 32 << 20

func space(dir, store string) Finding {
	f := Finding{What: "space", State: OK}
	free, err := room(dir)
	if err != nil {
		f.State, f.Text = Warn, fmt.Sprintf("how much room is left is not known: %v", err)
		return f
	}
	var size uint64
	if info, err := os.Stat(store); err == nil {
		size = uint64(info.Size()) //nolint:gosec // a size is not negative
	}
	f.Text = fmt.Sprintf("%s free, the store takes %s", bytes(free), bytes(size))
	switch {
	case free < lowest:
		f.State, f.Do = Bad, "free some space: when the disk is full nothing can be added"
	case free < size:
		f.State, f.Do = Warn, "free some space, or back up to another disk: a backup needs as much room as the store"
	}
	return f
}

// bytes writes a size for a person.
func bytes(n uint64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d kB", n>>10)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}

// store opens the store, and holds the clock against what stands in it.
func (p Patient) store(ctx context.Context) []Finding {
	newest, err := p.Newest(ctx, p.Store)
	f := Finding{What: "store", State: OK, Text: p.Store + " is a store of this version"}
	switch {
	case errors.Is(err, database.ErrOlder):
		f.State, f.Text, f.Do = Warn, "it was written by an older version", "back it up, then 'rashomon run' brings it up to date"
	case errors.Is(err, database.ErrDerived):
		f = Finding{What: "store", State: Bad, Damaged: true, Text: err.Error(), Do: "'rashomon run --again'"}
	case errors.Is(err, database.ErrDamaged) || errors.Is(err, database.ErrNotStore):
		f = Finding{What: "store", State: Bad, Damaged: true, Text: err.Error(), Do: "keep a copy of it, and restore a backup"}
	case err != nil:
		f.State, f.Text, f.Do = Bad, err.Error(), "see the message"
	}
	return []Finding{f, p.clock(newest)}
}

// slack is how far two clocks may differ.
const slack = 5 * time.Minute

func (p Patient) clock(newest time.Time) Finding {
	f := Finding{What: "clock", State: OK, Text: "it is " + p.Now.UTC().Format(time.RFC3339)}
	switch {
	case !p.Built.IsZero() && p.Now.Add(slack).Before(p.Built):
		f.State = Bad
		f.Text += ", and this program was built on " + p.Built.UTC().Format(time.RFC3339)
		f.Do = "set the clock: times of receipt are evidence"
	case p.Now.Add(slack).Before(newest):
		f.State = Warn
		f.Text += ", and the newest thing in the store is of " + newest.UTC().Format(time.RFC3339)
		f.Do = "set the clock, or find out when it was wrong: the order in the store does not depend on it, the times do"
	}
	return f
}

// Floor is the first version of SQLite without the fault that could damage a store
// when two processes write and reset its journal at once (3.7.0 to 3.51.2).
const Floor = "3.51.3"

func (p Patient) vitals(ctx context.Context) []Finding {
	v, err := database.Feel(ctx, p.Store)
	if err != nil {
		return nil // store said why
	}
	version := Finding{What: "sqlite", State: OK, Text: "version " + v.SQLite}
	if older(v.SQLite, Floor) {
		version.State, version.Do = Bad, "build rashomon with SQLite "+Floor+" or newer: older ones can damage a store"
	}
	mode := Finding{What: "journal", State: OK, Text: "mode " + v.Journal}
	if v.Journal != "wal" {
		mode.State, mode.Do = Warn, "nothing, if it is a copy or was just restored: the next 'rashomon add' or 'run' sets it"
	}
	writer := Finding{What: "writer", State: OK, Text: "nobody is writing"}
	if v.Locked {
		writer = Finding{What: "writer", State: Warn, Text: "another process is writing", Do: "wait until that is done; if it never is, find the process that has the store open, and stop it"}
	}
	return []Finding{version, mode, writer}
}

// older compares versions as SQLite writes them.
func older(version, floor string) bool {
	a, b := strings.Split(version, "."), strings.Split(floor, ".")
	for i := range min(len(a), len(b)) {
		x, errX := strconv.Atoi(a[i])
		y, errY := strconv.Atoi(b[i])
		if errX != nil || errY != nil || x != y {
			return errX != nil || x < y
		}
	}
	return len(a) < len(b)
}

// longest is the size of a journal that grew because somebody reads without an end.
const longest = 64 << 20

func journal(store string) Finding {
	f := Finding{What: "journal file", State: OK, Text: "none: all is in the store's file"}
	info, err := os.Stat(store + "-wal")
	if err != nil {
		return f
	}
	f.Text = fmt.Sprintf("%s-wal has %s and belongs to the store: never delete or part them", store, bytes(uint64(info.Size()))) //nolint:gosec // a size is not negative
	if info.Size() > longest {
		f.State, f.Do = Warn, "stop whatever has the store open for long, then 'rashomon run': it is brought back into the store"
	}
	return f
}

// workers says who serves and who watches.
func workers(store string) (all []Finding) {
	for _, work := range []string{"serve", "watch"} {
		f := Finding{What: work, State: OK, Text: "no process does that"}
		if who := lock.Holder(store, work); who != "" {
			f.Text = who + " does that"
		}
		all = append(all, f)
	}
	return all
}

// private looks at who may read the store and its key, and whether that is its key.
func (p Patient) private(ctx context.Context) (all []Finding) {
	store := p.Store
	if real, err := filepath.EvalSymlinks(store); err == nil { // its key lies beside the store itself
		store = real
	}
	for _, c := range []struct {
		what, path string
		others     State
	}{{"rights", store, Warn}, {"key", store + ".key", Bad}} {
		info, err := os.Stat(c.path)
		if errors.Is(err, fs.ErrNotExist) {
			all = append(all, Finding{What: c.what, State: Warn, Text: "there is no file " + c.path,
				Do: "put your copy of it there: without it no checkpoint can be signed"})
			continue
		}
		f := Finding{What: c.what, State: OK, Text: "only its user may read " + c.path}
		if !modes {
			f.Text = "who may read it is not looked at on this system"
		}
		switch {
		case err != nil:
			f.State, f.Text = Warn, err.Error()
		case modes && info.Mode().Perm()&0o077 != 0:
			f.State, f.Text, f.Do = c.others, fmt.Sprintf("other users may read or write %s (%v)", c.path, info.Mode().Perm()), "chmod 600 "+c.path
		case c.what == "key":
			if wrong := p.Key(ctx, store); wrong != nil {
				f.State, f.Text = Bad, wrong.Error()
			}
		}
		all = append(all, f)
	}
	return all
}
