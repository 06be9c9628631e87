// Package backup makes copies of a store that can be trusted to be whole, and brings
// them back. A backup is two files in a directory: NAME.db, which is a store, and NAME.json,
// its Manifest, which is written last: a NAME.db without one, and what ends in .partial, was
// cut short. Nothing that is there is ever written over. The key that signs the log is never
// in a backup.
package backup

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rashomon"
	"rashomon/internal/database"
)

// Manifest says what a backup is.
type Manifest struct {
	Format  int              `json:"rashomon_backup"` // 1
	File    string           `json:"file"`            // in the directory of the manifest
	Made    time.Time        `json:"made"`
	Program string           `json:"program"` // the version that made it
	Size    int64            `json:"size"`    // of the file, in bytes
	Digest  rashomon.Digest  `json:"digest"`  // of the file
	Schema  int              `json:"schema"`  // how many steps of the schema it went through
	Rows    map[string]int64 `json:"rows"`    // by table
	// Checkpoint is a signed checkpoint (C2SP) of the log as it was when the backup began;
	// the copy holds it too. Empty where nothing could be signed.
	Checkpoint string `json:"checkpoint,omitempty"`
}

// Errors that a caller may want to tell apart.
var (
	ErrExists     = errors.New("it is there already, and nothing is written over: name another path, or move it away")
	ErrIncomplete = errors.New("it was cut short, or is no backup: use another")
	ErrChanged    = errors.New("it is not what was backed up: it was changed, or its disk is failing; use another backup")
	ErrNone       = errors.New("there is no backup there")
)

const (
	format  = 1
	partial = ".partial"
	journal = "-journal" // SQLite's, of a file that it was filling
	stamp   = "20060102T150405Z"
)

// Job is a backup to be made.
type Job struct {
	Store   string    // its path
	Dir     string    // where the backup goes; made when it is not there
	Now     time.Time // names it
	Program string
	// Checkpoint is for the manifest: it was signed just now, before the copy is made.
	Checkpoint string
}

// Make makes a backup while others go on using the store, and returns the path of its
// manifest. When it returns, the backup is on the disk; when it fails, what it had written
// is gone again, and the store is as it was.
func Make(ctx context.Context, j Job) (string, Manifest, error) {
	base, err := j.reserve()
	if err != nil {
		return "", Manifest{}, fmt.Errorf("back up %s to %s: %w", j.Store, j.Dir, err)
	}
	m, err := j.fill(ctx, base)
	if err != nil {
		for _, name := range []string{base + ".db" + partial, base + ".db" + partial + journal, base + ".json" + partial, base + ".db"} {
			if gone := os.Remove(name); !errors.Is(gone, fs.ErrNotExist) {
				err = errors.Join(err, gone)
			}
		}
		return "", Manifest{}, fmt.Errorf("back up %s to %s: %w", j.Store, j.Dir, err)
	}
	return base + ".json", m, nil
}

// reserve makes the empty file NAME.db.partial, for a NAME that no other backup has,
// and returns the path of NAME.
func (j Job) reserve() (base string, err error) {
	if err := os.MkdirAll(j.Dir, 0o700); err != nil {
		return "", err
	}
	name := "rashomon-" + j.Now.UTC().Format(stamp)
	for n := 1; ; n++ {
		base = filepath.Join(j.Dir, name)
		if n > 1 {
			base += fmt.Sprintf("-%d", n)
		}
		if there(base+".db") || there(base+".json") || there(base+".db"+partial+journal) {
			continue
		}
		f, err := os.OpenFile(base+".db"+partial, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err == nil {
			return base, f.Close()
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", err
		}
	}
}

func there(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// fill copies the store, checks the copy, and writes the manifest last.
func (j Job) fill(ctx context.Context, base string) (Manifest, error) {
	file := base + ".db" + partial
	if err := database.Copy(ctx, j.Store, file); err != nil {
		return Manifest{}, err
	}
	shape, err := database.Survey(ctx, file)
	if err != nil {
		return Manifest{}, err
	}
	m := Manifest{Format: format, File: filepath.Base(base) + ".db", Made: j.Now.UTC(), Program: j.Program, Schema: shape.Steps, Rows: shape.Rows,
		Checkpoint: j.Checkpoint}
	if m.Size, m.Digest, err = settle(file); err != nil {
		return Manifest{}, err
	}
	if err := os.Rename(file, base+".db"); err != nil {
		return Manifest{}, err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return Manifest{}, err
	}
	if err := os.WriteFile(base+".json"+partial, append(text, '\n'), 0o600); err != nil {
		return Manifest{}, err
	}
	if _, _, err := settle(base + ".json" + partial); err != nil {
		return Manifest{}, err
	}
	if err := syncDir(j.Dir); err != nil { // the copy has its name before the manifest has
		return Manifest{}, err
	}
	if err := os.Rename(base+".json"+partial, base+".json"); err != nil {
		return Manifest{}, err
	}
	return m, syncDir(j.Dir)
}

// settle waits until the file is on the disk, and returns its size and digest as read
// back.
func settle(path string) (int64, rashomon.Digest, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return 0, "", err
	}
	defer f.Close() //nolint:errcheck // it was synced
	if err := f.Sync(); err != nil {
		return 0, "", err
	}
	h := sha256.New()
	n, err := io.Copy(h, f)
	return n, rashomon.Digest(hex.EncodeToString(h.Sum(nil))), err
}

// List returns the paths of the manifests of a directory, the newest last, and the files
// that backups which were cut short left there.
func List(dir string) (manifests, incomplete []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("list backups in %s: %w", dir, err)
	}
	var all []Manifest
	names := map[string]bool{}
	for _, e := range entries {
		names[e.Name()] = true
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		switch base, isStore := strings.CutSuffix(e.Name(), ".db"); {
		case strings.HasPrefix(e.Name(), "rashomon-") && strings.HasSuffix(strings.TrimSuffix(e.Name(), journal), partial),
			isStore && strings.HasPrefix(e.Name(), "rashomon-") && !names[base+".json"]:
			incomplete = append(incomplete, path)
		case filepath.Ext(e.Name()) == ".json":
			if m, err := Read(path); err == nil {
				all = append(all, m)
			}
		}
	}
	slices.SortFunc(all, func(a, b Manifest) int {
		return cmp.Or(a.Made.Compare(b.Made), cmp.Compare(len(a.File), len(b.File)), strings.Compare(a.File, b.File)) // NAME, NAME-2, ..., NAME-10
	})
	for _, m := range all {
		manifests = append(manifests, filepath.Join(dir, strings.TrimSuffix(m.File, ".db")+".json"))
	}
	return manifests, incomplete, nil
}

// Read returns the manifest in the file at path.
func Read(path string) (Manifest, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Manifest{}, fmt.Errorf("read manifest %s: %w", path, err)
	}
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return Manifest{}, fmt.Errorf("read manifest %s: %w: %w", path, ErrIncomplete, err)
	}
	switch {
	case m.Format > format:
		return Manifest{}, fmt.Errorf("read manifest %s: %w", path, database.ErrNewer)
	case m.Format < 1 || m.File != filepath.Base(m.File) || m.File == "":
		return Manifest{}, fmt.Errorf("read manifest %s: it is none of rashomon's: %w", path, ErrNone)
	}
	return m, nil
}
