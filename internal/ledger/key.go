package ledger

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"rashomon/internal/custody"
	"rashomon/internal/database"

	"golang.org/x/mod/sumdb/note"
)

// key is what a key file holds: the secret, and the last checkpoint that it signed, so
// that a store which was put back to an older state cannot make it sign another history.
type key struct {
	note.Signer
	secret   string // as golang.org/x/mod/sumdb/note writes it; never shown
	verifier string
	last     []byte // note; empty before the first
}

// String keeps the secret out of whatever prints a key.
func (k key) String() string { return k.verifier }

// GoString keeps the secret out of whatever prints a key.
func (k key) GoString() string { return k.verifier }

// newKey makes a key for a log of that name, from the system's source of randomness.
func newKey(name string) (key, error) {
	secret, _, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return key{}, err
	}
	return parseKey([]byte(secret + "\n\n"))
}

// newName returns a name for a log that no other has.
func newName() string { return "rashomon/" + strings.ToLower(rand.Text()) }

// parseKey reads the text of a key file. No error of it holds any of the text.
func parseKey(b []byte) (key, error) {
	line, last, ok := bytes.Cut(b, []byte("\n\n"))
	k := key{secret: string(line), last: last}
	var err error
	if k.Signer, err = note.NewSigner(k.secret); !ok || err != nil {
		return key{}, errors.New("it is not a key file, or was cut short")
	}
	parts := strings.SplitN(k.secret, "+", 5) // the last may hold further plus signs
	seed, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(seed) != 1+ed25519.SeedSize {
		return key{}, errors.New("it is not a key file, or was cut short")
	}
	public, ok := ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey)
	if !ok {
		return key{}, errors.New("it is not a key file")
	}
	k.verifier, err = note.NewEd25519VerifierKey(k.Name(), public)
	return k, err
}

// readKey reads the key file at path: ErrNoKey, ErrKey, ErrExposed.
func readKey(path string) (key, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return key{}, fmt.Errorf("key file %s: %w", path, ErrNoKey)
	}
	if err != nil {
		return key{}, fmt.Errorf("key file: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return key{}, fmt.Errorf("key file %s: %w", path, ErrExposed)
	}
	return loadKey(path)
}

// loadKey is readKey of a file that others may read too.
func loadKey(path string) (key, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return key{}, fmt.Errorf("key file: %w", err)
	}
	k, err := parseKey(b)
	if err != nil {
		return key{}, fmt.Errorf("key file %s: %w (%w)", path, ErrKey, err)
	}
	return k, nil
}

// write puts the key file in the place of what is at path, whole or not at all, and on
// the disk.
func (k key) write(path string) error {
	part := path + ".part" // of one name, so that none that a crash left stays
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("write key file: %w", err)
	}
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("write key file: %w", err)
	}
	_, err = f.WriteString(k.secret + "\n\n" + string(k.last))
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = move(part, path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write key file: %w", err), os.Remove(part))
	}
	return nil
}

// move renames a file, and returns when that is on the disk.
func move(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(to))
}

// syncFolder returns when the names in a directory are on the disk.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil // has no directories that can be synced
	}
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// setAside renames a key file that is not to be used any more to a name that no
// other file has. What is not there needs no name.
func setAside(path string) error {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for n := 1; ; n++ {
		to := fmt.Sprintf("%s.old-%d", path, n)
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			return move(path, to)
		}
	}
}

// Begin makes the log of a store that has none: a key file at keyPath, the entries that
// name the log and the key, and one for every row that is kept already. It belongs in
// the transaction that makes the tables. A key file that is there, left by a beginning
// that was cut short, is used if it has signed nothing. One that has is set aside for a
// store in which nothing is kept yet, as one key never signs two logs; where something is,
// the log that it signed was of these rows, and is gone: ErrBegun.
func Begin(ctx context.Context, tx *sql.Tx, keyPath string) error {
	tree, err := treeOf(ctx, tx)
	if err != nil || tree.Size > 0 {
		return err
	}
	k, err := readKey(keyPath)
	if err != nil || len(k.last) > 0 {
		if err := makeWay(ctx, tx, keyPath); err != nil {
			return fmt.Errorf("begin the log: %w", err)
		}
		if k, err = newKey(newName()); err == nil {
			err = k.write(keyPath)
		}
		if err != nil {
			return fmt.Errorf("begin the log: %w", err)
		}
	}
	err = Append(ctx, tx, custody.Entry{Kind: custody.Store, ID: k.Name()}, custody.Entry{Kind: custody.Key, ID: k.verifier})
	if err != nil {
		return err
	}
	for _, t := range tables() {
		order := t.key
		if t.at != "" {
			order = t.at + ", " + t.key
		}
		ids, err := database.Column[string](ctx, tx, `SELECT `+t.key+` FROM `+t.name+` ORDER BY `+order)
		if err != nil {
			return err
		}
		var things []Thing
		for _, id := range ids {
			things = append(things, Thing{t.kind, id})
		}
		if err := Keep(ctx, tx, things...); err != nil {
			return err
		}
	}
	return nil
}

// makeWay sets a key file aside for a new one, as Begin says.
func makeWay(ctx context.Context, q database.Querier, path string) error {
	if k, err := loadKey(path); err == nil && len(k.last) > 0 {
		for _, t := range tables() {
			kept, err := database.Column[int](ctx, q, `SELECT 1 FROM `+t.name+` LIMIT 1`)
			if err != nil {
				return err
			}
			if len(kept) > 0 {
				return fmt.Errorf("key file %s: %w", path, ErrBegun)
			}
		}
	}
	return setAside(path)
}

// names returns the names that the log has had and the keys that signed it, in
// order. Of entries that are damaged it says nothing.
func names(ctx context.Context, q database.Querier) (logs, verifiers []string, err error) {
	err = database.Each(ctx, q, func(row database.Scanner) error {
		e, bad, err := scanEntry(row)
		switch {
		case err != nil || bad != nil:
			return err
		case e.Kind == custody.Store:
			logs = append(logs, e.ID)
		case e.Kind == custody.Key:
			verifiers = append(verifiers, e.ID)
		}
		return nil
	}, `SELECT `+entryColumns+` FROM kept_entry e WHERE e.kind IN ('store', 'key') ORDER BY e.position`)
	if err == nil && (len(logs) == 0 || len(verifiers) == 0) {
		err = fmt.Errorf("the log has no name or no key: %w", database.ErrDamaged)
	}
	return logs, verifiers, err
}

// known returns the verifiers of a list of verifier keys; those that are none are
// left out.
func known(verifiers []string) (all []note.Verifier) {
	for _, line := range verifiers {
		if v, err := note.NewVerifier(line); err == nil {
			all = append(all, v)
		}
	}
	return all
}

// Log is the log of one store.
type Log struct {
	DB  *database.DB
	Key string // path of the key file
}

// Verifiers returns every verifier key that the log has had, the oldest first: lines to
// publish, with which anybody can check what is signed. The last is in force.
func (l Log) Verifiers(ctx context.Context) ([]string, error) {
	_, verifiers, err := names(ctx, l.DB.Reader())
	return verifiers, l.DB.Fail(ctx, "read the keys of the log", err)
}

// next is where a new key waits until the log has its entry.
func (l Log) next() string { return l.Key + ".next" }

// signer returns the key in force. A rotation that was cut short after its entry was
// written is brought to its end.
func (l Log) signer(verifiers []string) (key, error) {
	current := verifiers[len(verifiers)-1]
	k, err := readKey(l.Key)
	if err == nil && k.verifier == current {
		return k, nil
	}
	if next, other := readKey(l.next()); other == nil && next.verifier == current {
		return next, l.succeed(next)
	}
	if err == nil {
		err = fmt.Errorf("key file %s: %w", l.Key, ErrKey)
	}
	return key{}, err
}

// succeed puts the next key, which is in force, in the place of the one before. That is
// set aside where the log has another name since, for it may belong to a newer copy of
// the store; otherwise it handed over, and its secret goes. Call it in a transaction that
// writes, so that no other process does the same.
func (l Log) succeed(next key) error {
	k, err := loadKey(l.Key)
	if err == nil && k.verifier == next.verifier {
		return nil // somebody else was here
	}
	if err != nil || k.Name() != next.Name() {
		if err := setAside(l.Key); err != nil {
			return err
		}
	}
	return move(l.next(), l.Key)
}

// lost says whether err is that the key in force is gone, or can be trusted no more.
func lost(err error) bool {
	return errors.Is(err, ErrNoKey) || errors.Is(err, ErrKey) || errors.Is(err, ErrExposed) || errors.Is(err, ErrBehind)
}

// Rotate makes a new key, enters it in the log at the given time, and returns its
// verifier key. Where the key in force is there and has signed nothing but this log,
// it signs one last checkpoint, together with the new key, and its secret is deleted: who
// trusts the old key can trust the new one. Otherwise nobody can say what the lost key
// has signed, and the log goes on under a new name. What was signed before stays
// verifiable.
func (l Log) Rotate(ctx context.Context, at time.Time) (verifier string, renamed bool, err error) {
	var k key
	err = l.DB.InTx(ctx, func(tx *sql.Tx) error {
		logs, verifiers, err := names(ctx, tx)
		if err != nil {
			return err
		}
		name := logs[len(logs)-1]
		old, err := l.signer(verifiers)
		if err == nil {
			err = l.fits(ctx, tx, old)
		}
		if renamed = lost(err); renamed {
			name = newName()
		} else if err != nil {
			return err
		}
		if k, err = newKey(name); err != nil {
			return err
		}
		entries := []custody.Entry{{Kind: custody.Key, ID: k.verifier, At: at.UTC()}}
		if renamed {
			entries = append([]custody.Entry{{Kind: custody.Store, ID: name, At: at.UTC()}}, entries...)
		}
		if err := Append(ctx, tx, entries...); err != nil {
			return err
		}
		if renamed {
			return k.write(l.next())
		}
		var size int64
		if size, k.last, err = sign(ctx, tx, name, old, k); err != nil {
			return err
		}
		if err := enter(ctx, tx, size, k.last); err != nil {
			return err
		}
		return k.write(l.next())
	})
	if err == nil {
		err = l.DB.InTx(ctx, func(*sql.Tx) error { return l.succeed(k) })
	}
	return k.verifier, renamed, l.DB.Fail(ctx, "make a new key", err)
}
