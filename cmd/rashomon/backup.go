package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"rashomon/internal/backup"
	"rashomon/internal/doctor"
	"rashomon/internal/ledger"
	"rashomon/internal/store"
)

type backupCmd struct {
	Dir string `arg:"" help:"The directory that backups go to; made when it is not there. Another disk is best."`
	storeFlag
}

// Help is printed below the flags.
func (backupCmd) Help() string {
	return `Others may go on using the store meanwhile. Each backup is a file of its own, named after the time, and a manifest beside it that is
written last; none is ever written over. The key that signs the log is not in it: keep a copy of it elsewhere, on paper or in a safe.

Example:
  rashomon backup /media/usb/rashomon`
}

// Run makes the backup and prints the path of its manifest.
func (c backupCmd) Run(ctx context.Context, w world) error {
	if err := mustExist(c.Store); err != nil {
		return err
	}
	path, m, err := backup.Make(ctx, backup.Job{Store: c.Store, Dir: c.Dir, Now: w.now(), Program: version, Checkpoint: signed(ctx, c.Store, w)})
	if err != nil {
		return ofBackup(err)
	}
	fmt.Fprintln(w.stdout, path)
	fmt.Fprintf(w.stderr, "%s and %s are in it, %d bytes; 'rashomon restore %s --store NEW' makes a store of it\n",
		plural(int(m.Rows["kept_report"]), "report"), plural(int(m.Rows["kept_ruling"]), "ruling"), m.Size, path)
	return nil
}

// signed returns a checkpoint of the log as it is now. A store that cannot sign, for
// want of its key or because it is of another version, is worth a backup all the same.
func signed(ctx context.Context, path string, w world) string {
	s, err := store.OpenToRead(ctx, path)
	if err != nil {
		fmt.Fprintf(w.stderr, "rashomon: the backup has no signed checkpoint: %v\n", err)
		return ""
	}
	defer s.Close() //nolint:errcheck // what it wrote is committed
	msg, err := s.Log().Checkpoint(ctx)
	if err != nil {
		fmt.Fprintf(w.stderr, "rashomon: the backup has no signed checkpoint: %v\n", err)
	}
	return string(msg)
}

// ofBackup gives an error of package backup its status.
func ofBackup(err error) error {
	switch {
	case errors.Is(err, backup.ErrNone):
		return exit{exitNotFound, err}
	case errors.Is(err, backup.ErrChanged) || errors.Is(err, backup.ErrIncomplete):
		return exit{exitIntegrity, err}
	}
	return err
}

type restoreCmd struct {
	From  string `arg:"" help:"A backup, or the directory of some: then the newest."`
	Store string `help:"The store to make." required:"" placeholder:"NEW"`
}

// Help is printed below the flags.
func (restoreCmd) Help() string {
	return `Makes a new store out of a backup, after holding it against its manifest and verifying it as 'rashomon verify --quick' does. It writes over
nothing: give the store a new name, look at it, then move it to where the old one was.

Example:
  rashomon restore /media/usb/rashomon --store restored.db`
}

// Run restores the backup.
func (c restoreCmd) Run(ctx context.Context, w world) error {
	manifest, err := backup.Find(c.From)
	if err != nil {
		return ofBackup(err)
	}
	older := false
	m, err := backup.Restore(ctx, manifest, c.Store, func(ctx context.Context, path string, m backup.Manifest) error {
		err := verifyQuickly(ctx, path, m.Checkpoint)
		older = errors.Is(err, store.ErrOlder)
		if older {
			return nil
		}
		return err
	})
	if err != nil {
		return ofBackup(err)
	}
	fmt.Fprintln(w.stdout, c.Store)
	fmt.Fprintf(w.stderr, "%s of %s, %s and %s: nothing wrong", manifest, m.Made.Format("2 January 2006 15:04 MST"),
		plural(int(m.Rows["kept_report"]), "report"), plural(int(m.Rows["kept_ruling"]), "ruling"))
	if older {
		fmt.Fprint(w.stderr, " with the file; an older version wrote it: 'rashomon run' brings it up to date, then 'rashomon verify' reads it again")
	}
	fmt.Fprintf(w.stderr, "\n%s\n", ofItsKey(ctx, c.Store))
	return nil
}

// ofItsKey says whether what lies beside a restored store can sign its log, and what to do
// where it cannot.
func ofItsKey(ctx context.Context, path string) string {
	s, err := store.OpenToRead(ctx, path)
	if err == nil {
		defer s.Close() //nolint:errcheck // only read
		err = s.Log().Keyed(ctx)
	}
	switch {
	case errors.Is(err, ledger.ErrNoKey), errors.Is(err, store.ErrOlder):
		return fmt.Sprintf("the key that signs its log is not in a backup: put your copy of it at %s.key, or 'rashomon key rotate' makes a new one", path)
	case err != nil:
		return fmt.Sprintf("the key beside it cannot sign for it: %v", err)
	}
	return "the key beside it goes on with its log"
}

// verifyQuickly returns an error that names what 'rashomon verify --quick' would, and one
// where the log is not that of the checkpoint, if there is any.
func verifyQuickly(ctx context.Context, path, checkpoint string) error {
	s, err := store.OpenToRead(ctx, path)
	if err != nil {
		return err
	}
	defer s.Close() //nolint:errcheck // only read
	faults, err := s.Verify(ctx)
	if err != nil {
		return err
	}
	if len(faults) == 0 && checkpoint != "" {
		if _, _, err := s.Log().Holds(ctx, []byte(checkpoint)); err != nil {
			return fmt.Errorf("the checkpoint of its manifest: %w (%w)", backup.ErrChanged, err)
		}
	}
	if len(faults) == 0 {
		return nil
	}
	var lines []string
	for _, f := range faults[:min(3, len(faults))] {
		lines = append(lines, f.String())
	}
	return fmt.Errorf("%s, %s: %w", plural(len(faults), "fault"), strings.Join(lines, "; "), store.ErrDamaged)
}

type doctorCmd struct {
	storeFlag
	JSON bool `help:"Print what was found as JSON lines." name:"json"`
}

// Help is printed below the flags.
func (doctorCmd) Help() string {
	return `Looks at the store and where it stands: the file system, room, rights, who is at work, the journal, the clock. It reads no report: that is for
'rashomon verify'. It ends with status 8 when the store is damaged, and with 1 when anything else is bad.`
}

// Run prints a line for each thing that was looked at.
func (c doctorCmd) Run(ctx context.Context, w world) error {
	if err := mustExist(c.Store); err != nil {
		return err
	}
	bad, damaged := 0, false
	err := doctor.Look(ctx, doctor.Patient{Store: c.Store, Now: w.now(), Built: built(), Newest: newest, Key: keyed}, func(f doctor.Finding) error {
		if f.State == doctor.Bad {
			bad++
		}
		damaged = damaged || f.Damaged
		if c.JSON {
			return json.NewEncoder(w.stdout).Encode(f)
		}
		line := fmt.Sprintf("%-5s %-13s %s", f.State, f.What, f.Text)
		if f.Do != "" {
			line += ". To do: " + f.Do
		}
		_, err := fmt.Fprintln(w.stdout, line)
		return err
	})
	switch {
	case err != nil:
		return err
	case damaged:
		return exit{exitIntegrity, fmt.Errorf("doctor %s: the store is damaged", c.Store)}
	case bad > 0:
		return exit{exitError, fmt.Errorf("doctor %s: %s to mend", c.Store, plural(bad, "thing"))}
	}
	return nil
}

// newest returns the newest time in the store at path.
func newest(ctx context.Context, path string) (time.Time, error) {
	s, err := store.OpenToRead(ctx, path)
	if err != nil {
		return time.Time{}, err
	}
	defer s.Close() //nolint:errcheck // only read
	return s.Log().Newest(ctx)
}

// keyed returns why the key beside the store at path can sign nothing of it. Of a store that
// cannot be opened that is not known, and other findings say why.
func keyed(ctx context.Context, path string) error {
	s, err := store.OpenToRead(ctx, path)
	if err != nil {
		return nil //nolint:nilerr // as it says
	}
	defer s.Close() //nolint:errcheck // only read
	return s.Log().Keyed(ctx)
}

// built returns the time of the commit that this program was built from; zero where
// nobody wrote it down.
func built() (at time.Time) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return at
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.time" {
			at, _ = time.Parse(time.RFC3339, s.Value) //nolint:errcheck // zero is what there is then
		}
	}
	return at
}
