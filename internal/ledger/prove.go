package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"rashomon/internal/custody"
	"rashomon/internal/database"

	"golang.org/x/mod/sumdb/tlog"
)

// Prove returns the proof that a kept thing is in the log, with its row, against the
// last checkpoint that was signed; if that does not cover it yet, against a new one.
// ErrUnlogged when it has no entry.
func (l Log) Prove(ctx context.Context, thing Thing) (p custody.Proof, err error) {
	op := fmt.Sprintf("prove %s %s", thing.Kind, thing.ID)
	prove := func(tx *sql.Tx) error {
		p, err = proof(ctx, tx, thing, func(size int64) (custody.Checkpoint, []byte, error) { return signedFrom(ctx, tx, size) })
		return err
	}
	if err = l.DB.InView(ctx, prove); errors.Is(err, errUnsigned) {
		if _, err := l.Checkpoint(ctx); err != nil {
			return p, fmt.Errorf("%s: %w", op, err)
		}
		err = l.DB.InView(ctx, prove)
	}
	return p, l.DB.Fail(ctx, op, err)
}

// ProveIn is Prove against a checkpoint that was published before and covers the thing
// (ErrLater). It must be one of this log: custody.ErrSignature, custody.ErrRewritten.
func (l Log) ProveIn(ctx context.Context, thing Thing, msg []byte) (p custody.Proof, err error) {
	err = l.DB.InView(ctx, func(tx *sql.Tx) error {
		_, verifiers, err := names(ctx, tx)
		if err != nil {
			return err
		}
		c, _, err := custody.Open(msg, known(verifiers)...)
		if err != nil {
			return err
		}
		tree, err := treeOf(ctx, tx)
		if err == nil {
			err = extends(ctx, tx, tree, c)
		}
		if err != nil {
			return err
		}
		p, err = proof(ctx, tx, thing, func(size int64) (custody.Checkpoint, []byte, error) {
			if c.Size < size {
				return c, nil, fmt.Errorf("entry %d, checkpoint of %d: %w", size-1, c.Size, ErrLater)
			}
			return c, msg, nil
		})
		return err
	})
	return p, l.DB.Fail(ctx, fmt.Sprintf("prove %s %s in a checkpoint", thing.Kind, thing.ID), err)
}

// ErrLater is that a thing was kept after a checkpoint.
var ErrLater = errors.New("it was kept after that checkpoint, which does not cover it: name a later one")

// errUnsigned is that no checkpoint covers an entry yet.
var errUnsigned = errors.New("no checkpoint covers it yet")

// proof makes the proof of a thing against the checkpoint that from gives, of that size at least.
func proof(ctx context.Context, tx *sql.Tx, thing Thing, from func(size int64) (custody.Checkpoint, []byte, error)) (custody.Proof, error) {
	e, position, err := Find(ctx, tx, thing)
	if err != nil {
		return custody.Proof{}, err
	}
	p := custody.Proof{Entry: e, Index: position}
	var c custody.Checkpoint
	if c, p.Note, err = from(position + 1); err != nil {
		return p, err
	}
	if p.Note == nil {
		return p, errUnsigned
	}
	if p.Path, err = tlog.ProveRecord(c.Size, position, hashes(ctx, tx)); err != nil {
		return p, err
	}
	row, _, err := read(ctx, tx, thing)
	if err != nil {
		return p, err
	}
	p.Row = row.Format()
	if err := p.CheckIn(c); err != nil {
		return p, fmt.Errorf("%w (%w); 'rashomon verify' says what was changed", database.ErrDamaged, err)
	}
	return p, nil
}

// Named returns the logged thing of that name, or whose name begins so and that alone;
// ErrUnlogged, ErrAmbiguous.
func (l Log) Named(ctx context.Context, beginning string) (Thing, error) {
	all, err := database.Collect(ctx, l.DB.Reader(), func(row database.Scanner) (thing Thing, err error) {
		return thing, row.Scan(&thing.Kind, &thing.ID)
	}, `SELECT kind, id FROM kept_entry WHERE kind IN ('object', 'report', 'capture', 'ruling', 'feed')
		AND id >= $1 AND id < $2 ORDER BY id = $1 DESC, id LIMIT 2`, beginning, beginning+"~")
	switch {
	case err != nil:
	case len(all) == 0 || beginning == "":
		err = ErrUnlogged
	case len(all) > 1 && all[0].ID != beginning:
		err = ErrAmbiguous
	default:
		return all[0], nil
	}
	return Thing{}, l.DB.Fail(ctx, fmt.Sprintf("find %q in the log", beginning), err)
}

// Extension returns the proof that the log extends an earlier checkpoint of it, against a
// checkpoint of today. The signatures on the earlier one are not looked at.
func (l Log) Extension(ctx context.Context, old custody.Checkpoint) (x custody.Extension, err error) {
	x.Old = old.Size
	if x.Note, err = l.Checkpoint(ctx); err != nil {
		return x, err
	}
	now, _, err := custody.Peek(x.Note)
	if err != nil {
		return x, err
	}
	err = l.DB.InView(ctx, func(tx *sql.Tx) error {
		if 0 < old.Size && old.Size <= now.Size {
			x.Path, err = tlog.ProveTree(now.Size, old.Size, hashes(ctx, tx))
		}
		if err != nil {
			return err
		}
		return custody.Extends(x.Path, now, old)
	})
	return x, l.DB.Fail(ctx, "prove that the log extends that of the checkpoint", err)
}

// Holds checks a checkpoint that was published earlier against every entry of the
// log as it is now: that one of the log's keys signed it (custody.ErrSignature), and
// that the log begins with what was signed (custody.ErrRewritten). It returns the
// checkpoint and how many entries the log has now.
func (l Log) Holds(ctx context.Context, msg []byte) (c custody.Checkpoint, size int64, err error) {
	err = l.DB.InView(ctx, func(tx *sql.Tx) error {
		_, verifiers, err := names(ctx, tx)
		if err != nil {
			return err
		}
		if c, _, err = custody.Open(msg, known(verifiers)...); err != nil {
			return err
		}
		var tree custody.Tree
		root := tree.Root()
		err = database.Each(ctx, tx, func(row database.Scanner) error {
			e, bad, err := scanEntry(row)
			if bad != nil {
				return fmt.Errorf("entry %d: %w (%w)", tree.Size, custody.ErrRewritten, bad)
			}
			if err != nil {
				return err
			}
			leaf, err := e.Leaf()
			if tree.Add(leaf); tree.Size == c.Size {
				root = tree.Root()
			}
			return err
		}, `SELECT `+entryColumns+` FROM kept_entry e ORDER BY e.position`)
		if err != nil {
			return err
		}
		size = tree.Size
		if c.Size > size {
			return fmt.Errorf("%w (it has %d entries, the checkpoint %d)", custody.ErrRewritten, size, c.Size)
		}
		if root != c.Root {
			return fmt.Errorf("%w (of its first %d entries)", custody.ErrRewritten, c.Size)
		}
		return nil
	})
	return c, size, l.DB.Fail(ctx, "hold the log against the checkpoint", err)
}

// Publish writes the log as static files below dir, which anybody can check without the
// store and without seeing what was kept: names, digests and times only. Files that are
// there stay; a directory that is not an earlier state of this log is refused, with
// custody.ErrRewritten.
func (l Log) Publish(ctx context.Context, dir string) (c custody.Checkpoint, err error) {
	op := "publish the log in " + dir
	msg, err := l.Checkpoint(ctx)
	if err != nil {
		return c, err
	}
	if c, _, err = custody.Peek(msg); err != nil {
		return c, l.DB.Fail(ctx, op, err)
	}
	err = l.DB.InView(ctx, func(tx *sql.Tx) error {
		older, err := published(ctx, tx, dir)
		if err != nil {
			return err
		}
		folders := map[string]bool{dir: true}
		for _, t := range custody.NewTiles(older, c.Size) {
			b, err := tileOf(ctx, tx, t)
			if err != nil {
				return err
			}
			path := filepath.Join(dir, filepath.FromSlash(custody.TilePath(t)))
			if err := writeFile(path, b); err != nil {
				return err
			}
			for at := filepath.Dir(path); !folders[at]; at = filepath.Dir(at) {
				folders[at] = true
			}
		}
		for folder := range folders {
			if err := syncFolder(folder); err != nil {
				return err
			}
		}
		// Last: what it covers is there, on the disk, before it says so.
		return errors.Join(writeFile(filepath.Join(dir, custody.CheckpointPath), msg), syncFolder(dir))
	})
	return c, l.DB.Fail(ctx, op, err)
}

// published returns how many entries the log in dir has; none where there is no log.
func published(ctx context.Context, tx *sql.Tx, dir string) (int64, error) {
	b, err := os.ReadFile(filepath.Join(dir, custody.CheckpointPath))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	old, _, err := custody.Peek(b)
	if err != nil {
		return 0, err
	}
	tree, err := treeOf(ctx, tx)
	if err != nil {
		return 0, err
	}
	return old.Size, extends(ctx, tx, tree, old)
}

func tileOf(ctx context.Context, tx *sql.Tx, t tlog.Tile) ([]byte, error) {
	if t.L >= 0 {
		return tlog.ReadTileData(t, hashes(ctx, tx))
	}
	lines, err := database.Collect(ctx, tx, func(row database.Scanner) ([]byte, error) {
		e, bad, err := scanEntry(row)
		if err != nil {
			return nil, err
		}
		if bad != nil {
			return nil, fmt.Errorf("%w (%w)", database.ErrDamaged, bad)
		}
		return e.Line()
	}, `SELECT `+entryColumns+` FROM kept_entry e WHERE e.position >= $1 AND e.position < $2 ORDER BY e.position`,
		t.N<<t.H, t.N<<t.H+int64(t.W))
	return custody.FormatBundle(lines), err
}

// writeFile writes a file whole or not at all, and the directories to it. When it returns,
// what is in the file is on the disk; its name once its folder is synced.
func writeFile(path string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(path+".part", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}

// Entry returns the entry of a kept thing, its place in the log, and the size of the first
// checkpoint that covers it, 0 while none does; ErrUnlogged when it has no entry.
func (l Log) Entry(ctx context.Context, thing Thing) (e custody.Entry, position, covered int64, err error) {
	err = l.DB.InView(ctx, func(tx *sql.Tx) error {
		if e, position, err = Find(ctx, tx, thing); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `SELECT coalesce(min(size), 0) FROM kept_checkpoint WHERE size > $1`, position).Scan(&covered)
	})
	return e, position, covered, l.DB.Fail(ctx, fmt.Sprintf("find %s %s in the log", thing.Kind, thing.ID), err)
}
