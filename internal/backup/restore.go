package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"rashomon/internal/database"
)

// Find returns the manifest that a person means by from: a manifest, the store beside
// it, or a directory, of which it is the newest.
func Find(from string) (string, error) {
	path, err := find(from)
	if err != nil {
		return "", fmt.Errorf("find backup %s: %w", from, err)
	}
	return path, nil
}

func find(from string) (string, error) {
	info, err := os.Stat(from)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", ErrNone
	case err != nil:
		return "", err
	case info.IsDir():
		all, incomplete, err := List(from)
		switch {
		case err != nil:
			return "", err
		case len(all) > 0:
			return all[len(all)-1], nil
		case len(incomplete) > 0:
			return "", fmt.Errorf("%w, only %s: %w", ErrNone, strings.Join(incomplete, ", "), ErrIncomplete)
		}
		return "", ErrNone
	case filepath.Ext(from) == ".json":
		return from, nil
	case strings.HasSuffix(strings.TrimSuffix(from, journal), partial):
		return "", ErrIncomplete
	}
	manifest := strings.TrimSuffix(from, ".db") + ".json"
	if !there(manifest) {
		return "", fmt.Errorf("there is no %s beside it: %w", filepath.Base(manifest), ErrIncomplete)
	}
	return manifest, nil
}

// Restore makes a new store at the path to out of the backup of a manifest. The copy is
// held against the digest and the rows of the manifest, and check, which is given the
// path of the copy and the manifest, has the last word: only then does the store get its name. When it
// fails, nothing is at to.
func Restore(ctx context.Context, manifest, to string, check func(ctx context.Context, path string, m Manifest) error) (Manifest, error) {
	m, err := restore(ctx, manifest, to, check)
	if err != nil {
		return Manifest{}, fmt.Errorf("restore %s to %s: %w", manifest, to, err)
	}
	return m, nil
}

func restore(ctx context.Context, manifest, to string, check func(context.Context, string, Manifest) error) (Manifest, error) {
	m, err := Read(manifest)
	if err != nil {
		return m, err
	}
	for _, part := range []string{"", "-wal", journal, partial, partial + journal} { // SQLite would take an old journal for the new store's
		if there(to + part) {
			return m, fmt.Errorf("%s: %w", to+part, ErrExists)
		}
	}
	copied := to + partial
	if err := bring(filepath.Join(filepath.Dir(manifest), m.File), copied); err != nil {
		return m, err
	}
	err = m.hold(ctx, copied)
	if err == nil {
		err = check(ctx, copied, m)
	}
	if err == nil {
		err = name(copied, to)
	}
	if err != nil {
		return m, errors.Join(err, os.Remove(copied))
	}
	return m, syncDir(filepath.Dir(to))
}

// bring copies a file to a new one.
func bring(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // only read
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s: %w", to, ErrExists)
	}
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Close()); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}

// hold returns an error unless the file at path is the one of the manifest.
func (m Manifest) hold(ctx context.Context, path string) error {
	size, digest, err := settle(path)
	if err != nil {
		return err
	}
	if size != m.Size || digest != m.Digest {
		return fmt.Errorf("its file %s has %d bytes of %s, the manifest says %d of %s: %w", m.File, size, digest, m.Size, m.Digest, ErrChanged)
	}
	shape, err := database.Survey(ctx, path)
	if err != nil {
		return err
	}
	if shape.Steps != m.Schema || !maps.Equal(shape.Rows, m.Rows) {
		return fmt.Errorf("its file holds %v, the manifest says %v: %w", shape.Rows, m.Rows, ErrChanged)
	}
	return nil
}

// name gives the file its name, unless there is one of that name by now.
func name(file, to string) error {
	err := os.Link(file, to)
	switch {
	case err == nil:
		return os.Remove(file)
	case errors.Is(err, fs.ErrExist) || there(to):
		return fmt.Errorf("%s: %w", to, ErrExists)
	}
	return os.Rename(file, to) // a file system without links
}
