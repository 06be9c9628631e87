package storm

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// Disk stands between SQLite and the files of one directory. While it is started,
// every connection that this process opens goes through it; files elsewhere are
// passed on unseen.
type Disk struct {
	root string

	mu     sync.Mutex
	log    []Op
	names  map[string]int // file number by name, of those that are there
	files  int            // files seen so far
	open   map[uintptr]handle
	fault  Fault
	calls  int
	normal bool

	// What SQLite calls and reads; it sees only numbers, so they are held here.
	name    []byte
	vfs     *sqlite3.Tsqlite3_vfs
	under   *sqlite3.Tsqlite3_vfs
	methods map[uintptr]*methods
	held    []any
	sync    []byte // "openDirectory", the call by which a directory is synced
	opendir uintptr
}

// handle is an open file under the root.
type handle struct {
	file  int
	under *sqlite3.Tsqlite3_io_methods
}

type methods struct{ ours, under *sqlite3.Tsqlite3_io_methods }

// Start puts a Disk between SQLite and the files under the directory root, none of
// which may be open. Stop it before the next one is started.
func Start(root string) (*Disk, error) {
	root, err := filepath.EvalSymlinks(root)
	if err != nil {
		return nil, fmt.Errorf("start storm in %s: %w", root, err)
	}
	d := &Disk{root: root, names: map[string]int{}, open: map[uintptr]handle{}, methods: map[uintptr]*methods{}}
	if err := errors.Join(d.before(), d.register()); err != nil {
		return nil, fmt.Errorf("start storm in %s: %w", root, err)
	}
	return d, nil
}

// before notes the files that are there already.
func (d *Disk) before() error {
	entries, err := os.ReadDir(d.root)
	for _, e := range entries {
		if !e.Type().IsRegular() || strings.HasSuffix(e.Name(), "-shm") {
			continue
		}
		content, reading := os.ReadFile(filepath.Join(d.root, e.Name()))
		err = errors.Join(err, reading)
		n := d.born(e.Name())
		d.log = append(d.log, Op{Kind: Write, File: n, Data: content}, Op{Kind: Sync, File: n})
	}
	d.log = append(d.log, Op{Kind: SyncNames}, Op{Kind: Mark, Name: Began})
	return err
}

// born notes a new file and returns its number.
func (d *Disk) born(name string) int {
	n := d.files
	d.files++
	d.names[name] = n
	d.log = append(d.log, Op{Kind: Create, File: n, Name: name})
	return n
}

// Stop takes the Disk away again. What is open under it must be closed first.
func (d *Disk) Stop() error {
	tls := libc.NewTLS()
	defer tls.Close()
	d.setOpenDirectory(tls, d.opendir)
	if rc := sqlite3.Xsqlite3_vfs_unregister(tls, address(d.vfs)); rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("stop storm in %s: code %d", d.root, rc)
	}
	return nil
}

// Normal has every connection that is opened from now on run with PRAGMA
// synchronous = NORMAL, whatever it asks for.
func (d *Disk) Normal() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.normal = true
}

// Mark writes a line of the test's own into the log: it stands behind all that
// happened before.
func (d *Disk) Mark(text string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.log = append(d.log, Op{Kind: Mark, Name: text})
}

// Log returns what happened so far.
func (d *Disk) Log() []Op {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.log[:len(d.log):len(d.log)]
}

func (d *Disk) register() error {
	tls := libc.NewTLS()
	defer tls.Close()
	under := sqlite3.Xsqlite3_vfs_find(tls, 0)
	if under == 0 {
		return errors.New("SQLite has no file layer")
	}
	d.under = at[sqlite3.Tsqlite3_vfs](under)
	vfs := *d.under
	d.name, d.sync = []byte("storm\x00"), []byte("openDirectory\x00")
	vfs.FzName = address(&d.name[0])
	vfs.FpNext = 0
	vfs.FxOpen = function(d, d.xOpen)
	vfs.FxDelete = function(d, d.xDelete)
	d.vfs = &vfs
	d.opendir = call[func(*libc.TLS, uintptr, uintptr) uintptr](d.under.FxGetSystemCall)(tls, under, address(&d.sync[0]))
	d.setOpenDirectory(tls, function(d, d.xOpenDirectory))
	if rc := sqlite3.Xsqlite3_vfs_register(tls, address(d.vfs), 1); rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("code %d", rc)
	}
	return nil
}

func (d *Disk) setOpenDirectory(tls *libc.TLS, to uintptr) {
	call[func(*libc.TLS, uintptr, uintptr, uintptr) int32](d.under.FxSetSystemCall)(tls, address(d.under), address(&d.sync[0]), to)
}

// relative returns the name of a file under the root.
func (d *Disk) relative(path string) (name string, under bool) {
	name, under = strings.CutPrefix(path, d.root+string(filepath.Separator))
	return name, under
}

func (d *Disk) xOpen(tls *libc.TLS, _, name, file uintptr, flags int32, out uintptr) int32 {
	path := ""
	if name != 0 {
		path = libc.GoString(name)
	}
	rel, ours := d.relative(path)
	fresh := false
	if ours {
		_, err := os.Lstat(path)
		fresh = errors.Is(err, os.ErrNotExist)
		if rc := d.failing(Create, fresh && flags&sqlite3.SQLITE_OPEN_CREATE != 0); rc != 0 {
			return rc
		}
	}
	rc := call[func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32](d.under.FxOpen)(tls, address(d.under), name, file, flags, out)
	if rc == sqlite3.SQLITE_OK && ours {
		d.opened(rel, file, fresh)
	}
	return rc
}

// opened notes an open file.
func (d *Disk) opened(rel string, file uintptr, fresh bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	number, known := d.names[rel]
	if !known || fresh {
		number = d.born(rel)
	}
	f := at[sqlite3.Tsqlite3_file](file)
	m := d.methods[f.FpMethods]
	if m == nil {
		m = d.wrap(at[sqlite3.Tsqlite3_io_methods](f.FpMethods))
		d.methods[f.FpMethods] = m
	}
	f.FpMethods = address(m.ours)
	d.open[file] = handle{number, m.under}
}

func (d *Disk) wrap(under *sqlite3.Tsqlite3_io_methods) *methods {
	ours := *under
	ours.FxClose = function(d, d.xClose)
	ours.FxWrite = function(d, d.xWrite)
	ours.FxTruncate = function(d, d.xTruncate)
	ours.FxSync = function(d, d.xSync)
	ours.FxFileControl = function(d, d.xFileControl)
	return &methods{&ours, under}
}

func (d *Disk) of(file uintptr) handle {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.open[file]
}

func (d *Disk) note(op Op) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.log = append(d.log, op)
}

func (d *Disk) xClose(tls *libc.TLS, file uintptr) int32 {
	h := d.of(file)
	d.mu.Lock()
	delete(d.open, file)
	d.mu.Unlock()
	return call[func(*libc.TLS, uintptr) int32](h.under.FxClose)(tls, file)
}

func (d *Disk) xWrite(tls *libc.TLS, file, data uintptr, n int32, offset int64) int32 {
	h := d.of(file)
	if rc := d.failing(Write, true); rc != 0 {
		return rc
	}
	rc := call[func(*libc.TLS, uintptr, uintptr, int32, int64) int32](h.under.FxWrite)(tls, file, data, n, offset)
	if rc == sqlite3.SQLITE_OK {
		b := append([]byte(nil), unsafe.Slice(at[byte](data), n)...)
		d.note(Op{Kind: Write, File: h.file, Offset: offset, Data: b})
	}
	return rc
}

func (d *Disk) xTruncate(tls *libc.TLS, file uintptr, size int64) int32 {
	h := d.of(file)
	if rc := d.failing(Resize, true); rc != 0 {
		return rc
	}
	rc := call[func(*libc.TLS, uintptr, int64) int32](h.under.FxTruncate)(tls, file, size)
	if rc == sqlite3.SQLITE_OK {
		d.note(Op{Kind: Resize, File: h.file, Offset: size})
	}
	return rc
}

func (d *Disk) xSync(tls *libc.TLS, file uintptr, flags int32) int32 {
	h := d.of(file)
	if rc := d.failing(Sync, true); rc != 0 {
		d.note(Op{Kind: Unsynced, File: h.file})
		return rc
	}
	rc := call[func(*libc.TLS, uintptr, int32) int32](h.under.FxSync)(tls, file, flags)
	if rc == sqlite3.SQLITE_OK {
		d.note(Op{Kind: Sync, File: h.file})
	}
	return rc
}

// xFileControl turns PRAGMA synchronous = FULL into NORMAL where that is asked for.
func (d *Disk) xFileControl(tls *libc.TLS, file uintptr, op int32, arg uintptr) int32 {
	h := d.of(file)
	d.mu.Lock()
	normal := d.normal
	d.mu.Unlock()
	if normal && op == sqlite3.SQLITE_FCNTL_PRAGMA {
		args := at[[3]uintptr](arg)
		if strings.EqualFold(libc.GoString(args[1]), "synchronous") && args[2] != 0 {
			copy(unsafe.Slice(at[byte](args[2]), 2), "1\x00")
		}
	}
	return call[func(*libc.TLS, uintptr, int32, uintptr) int32](h.under.FxFileControl)(tls, file, op, arg)
}

func (d *Disk) xDelete(tls *libc.TLS, _, name uintptr, syncDir int32) int32 {
	rel, ours := d.relative(libc.GoString(name))
	if ours {
		if rc := d.failing(Delete, true); rc != 0 {
			return rc
		}
		d.mu.Lock()
		if _, there := d.names[rel]; there {
			delete(d.names, rel)
			d.log = append(d.log, Op{Kind: Delete, Name: rel})
		}
		d.mu.Unlock()
	}
	return call[func(*libc.TLS, uintptr, uintptr, int32) int32](d.under.FxDelete)(tls, address(d.under), name, syncDir)
}

// xOpenDirectory is what SQLite calls right before it syncs the directory of a file.
func (d *Disk) xOpenDirectory(tls *libc.TLS, name, fd uintptr) int32 {
	rc := call[func(*libc.TLS, uintptr, uintptr) int32](d.opendir)(tls, name, fd)
	if _, ours := d.relative(libc.GoString(name)); ours && rc == sqlite3.SQLITE_OK {
		d.note(Op{Kind: SyncNames})
	}
	return rc
}

// address returns where p points to as SQLite takes it. The caller holds on to p.
func address[T any](p *T) uintptr { return uintptr(unsafe.Pointer(p)) }

// at returns the pointer that SQLite gave as a number.
func at[T any](p uintptr) *T { return *(**T)(unsafe.Pointer(&p)) }

// call returns the function that SQLite gave as a number.
func call[F any](p uintptr) F { return *(*F)(unsafe.Pointer(&p)) }

// function returns f as SQLite calls it, and keeps it for as long as d is there.
func function[F any](d *Disk, f F) uintptr {
	d.held = append(d.held, f)
	return *(*uintptr)(unsafe.Pointer(&f))
}
