package storm

import sqlite3 "modernc.org/sqlite/lib"

// Fault says which calls fail, and how. The zero Fault lets all of them pass.
type Fault struct {
	Nth  int  // the call that fails: 1 is the next write, sync, change of size, new or deleted file
	Ever bool // all calls after it fail too
	Full bool // the disk is full; otherwise it answers with an input/output error
}

// Fail has calls fail from now on, and counts them anew.
func (d *Disk) Fail(f Fault) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fault, d.calls = f, 0
}

// Calls returns how many calls that can fail were made since the last Fail.
func (d *Disk) Calls() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls
}

// failing counts a call that matters and returns the code with which it fails; 0
// when it does not. The codes are those of SQLite's own layer for ENOSPC and EIO.
func (d *Disk) failing(kind Kind, matters bool) int32 {
	if !matters {
		return 0
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls++
	hit := d.fault.Nth > 0 && (d.calls == d.fault.Nth || d.fault.Ever && d.calls > d.fault.Nth)
	switch {
	case !hit:
		return 0
	case kind == Write && d.fault.Full:
		return sqlite3.SQLITE_FULL
	case kind == Write:
		return sqlite3.SQLITE_IOERR_WRITE
	case kind == Sync:
		return sqlite3.SQLITE_IOERR_FSYNC
	case kind == Resize && d.fault.Full:
		return 0 // to make a file shorter needs no room
	case kind == Resize:
		return sqlite3.SQLITE_IOERR_TRUNCATE
	case kind == Delete && d.fault.Full:
		return 0
	case kind == Delete:
		return sqlite3.SQLITE_IOERR_DELETE
	}
	return sqlite3.SQLITE_CANTOPEN
}
