// Package lock sees to it that one process at a time does one kind of work on a store:
// serving it, or watching its sources. It locks a file of its own beside the store, never
// the store itself: closing a file on which SQLite holds locks would end them. The system
// lets go of the lock when the process ends, however it ends.
package lock

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

// ErrHeld is the error of Take when another process does that work on that store.
var ErrHeld = errors.New("stop it first, or name another store")

// ErrReadOnly is the error of Take when no file can be made beside the store. Whoever
// only reads the store may go on without the lock.
var ErrReadOnly = errors.New("its directory cannot be written")

// Lock is a kind of work that no other process does while it is held.
type Lock struct{ file *flock.Flock }

// Name returns the file that Take locks for that work on the store at path.
func Name(path, work string) string { return path + "." + work + ".lock" }

// Take locks the store at path, which need not be there yet, for work: "serve" or
// "watch". It does not wait: where another process holds the lock, it returns ErrHeld
// with that process's number.
func Take(path, work string) (*Lock, error) {
	l, err := take(path, work)
	if err != nil {
		return nil, fmt.Errorf("lock store %s to %s: %w", path, work, err)
	}
	return l, nil
}

func take(path, work string) (*Lock, error) {
	real, err := filepath.EvalSymlinks(path) // one store may have two names
	if err != nil {
		if real, err = filepath.Abs(path); err != nil {
			return nil, err
		}
	}
	name := Name(real, work)
	file := flock.New(name, flock.SetPermissions(0o600), flock.SetFlag(os.O_CREATE|os.O_RDWR))
	got, err := file.TryLock()
	switch {
	case errors.Is(err, fs.ErrPermission) || readOnly(err):
		return nil, fmt.Errorf("%w (%w)", ErrReadOnly, err)
	case err != nil:
		return nil, err
	case !got:
		return nil, fmt.Errorf("%s does that already: %w", holder(name), ErrHeld)
	}
	// Who holds it is for people to read: the lock holds without it.
	_ = os.WriteFile(name, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600) //nolint:errcheck
	return &Lock{file}, nil
}

// Holder names the process that does that work on the store at path; empty when none
// does, or nobody may know.
func Holder(path, work string) string {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return ""
	}
	name := Name(real, work)
	if _, err := os.Stat(name); err != nil {
		return ""
	}
	file := flock.New(name, flock.SetFlag(os.O_RDONLY))
	got, err := file.TryRLock()
	_ = file.Close() //nolint:errcheck // only tried
	if got || err != nil {
		return ""
	}
	return holder(name)
}

// holder names the process that wrote its number into the file.
func holder(name string) string {
	b, err := os.ReadFile(name)
	pid := strings.TrimSpace(string(b))
	if _, notNumber := strconv.Atoi(pid); err != nil || notNumber != nil {
		return "another process"
	}
	return "process " + pid
}

// Close lets go of the lock. Its file stays: another process may be waiting at it.
func (l *Lock) Close() error {
	if err := l.file.Close(); err != nil {
		return fmt.Errorf("unlock %s: %w", l.file.Path(), err)
	}
	return nil
}
