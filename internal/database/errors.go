package database

import (
	"context"
	"errors"
	"fmt"
)

// The errors that a caller may want to tell apart with errors.Is. Each says what
// can be done; the error that carries it names the operation and the store.
var (
	ErrNotFound = errors.New("not in this store")
	ErrLocked   = errors.New("another process is writing to it: wait until that is done, or stop it, and run again")
	ErrNewer    = errors.New("it was written by a newer version of rashomon: install that version, or name another store")
	ErrFull     = errors.New("the disk is full: free some space and run again; all that was added before is safe")
	ErrDisk     = errors.New("the disk failed, and what was just asked may not be done: look at the system's log, copy the store to another disk and run 'rashomon verify' on the copy")
	ErrNotStore = errors.New("not a rashomon store: name another path, or move this file away")
	ErrDamaged  = errors.New("the file is damaged: keep a copy of it, and go back to a backup")
	ErrDerived  = errors.New("what is derived is damaged: 'rashomon run --again' makes it anew from what is kept")
	ErrOlder    = errors.New("it was written by an older version of rashomon: 'rashomon run' brings it up to date")
	ErrAccess   = errors.New("it cannot be opened or written")
)

// mayWrite is what to do about an ErrAccess of unknown cause.
const mayWrite = "check that you may read and write it, and its directory"

// Fail adds to err what was being done and in which store, once for each exported
// method of a caller, and one of the errors of this package where it is one of them. A
// cancelled context shows as such, whatever the driver makes of it. No error stays none.
func (d *DB) Fail(ctx context.Context, op string, err error) error {
	if err == nil {
		return nil
	}
	if cause := ctx.Err(); cause != nil {
		err = cause
	}
	return fmt.Errorf("%s: store %s: %w", op, d.path, d.Classify(err))
}

// Classify adds one of the errors of this package to an error of the driver.
func (d *DB) Classify(err error) error { return d.dialect.classify(err) }
