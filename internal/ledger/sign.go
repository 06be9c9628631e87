package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"rashomon/internal/custody"
	"rashomon/internal/database"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint returns a signed checkpoint of the log as it is now, and keeps it. A log
// that has not grown since the last one gives that again, for which no key is needed.
// Nothing is signed that does not extend what was signed last: custody.ErrRewritten,
// ErrBehind.
func (l Log) Checkpoint(ctx context.Context) (msg []byte, err error) {
	err = l.DB.InView(ctx, func(tx *sql.Tx) error {
		msg, err = l.standing(ctx, tx)
		return err
	})
	if err != nil || msg != nil {
		return msg, l.DB.Fail(ctx, "sign a checkpoint", err)
	}
	err = l.DB.InTx(ctx, func(tx *sql.Tx) error {
		if msg, err = l.standing(ctx, tx); err != nil || msg != nil {
			return err
		}
		logs, verifiers, err := names(ctx, tx)
		if err != nil {
			return err
		}
		k, err := l.signer(verifiers)
		if err != nil {
			return err
		}
		if err := l.fits(ctx, tx, k); err != nil {
			return err
		}
		if msg, err = sign(ctx, tx, logs[len(logs)-1], k); err != nil {
			return err
		}
		// Before the store has it: then the key may know of a signature that nobody saw,
		// never the other way about.
		k.last = msg
		return k.write(l.Key)
	})
	if err != nil {
		return nil, l.DB.Fail(ctx, "sign a checkpoint", err)
	}
	return msg, nil
}

// standing returns the last checkpoint if it is of the whole log, and nil otherwise.
func (l Log) standing(ctx context.Context, tx *sql.Tx) ([]byte, error) {
	last, msg, err := lastSigned(ctx, tx)
	if err != nil || msg == nil {
		return nil, err
	}
	tree, err := treeOf(ctx, tx)
	if err != nil || tree.Size != last.Size {
		return nil, err
	}
	return msg, extends(ctx, tx, tree, last)
}

// lastSigned returns the longest checkpoint that is kept, its signatures checked; no
// message where there is none.
func lastSigned(ctx context.Context, q database.Querier) (custody.Checkpoint, []byte, error) {
	return signedFrom(ctx, q, 0)
}

// signedFrom returns the longest checkpoint that is kept, if it covers size entries.
func signedFrom(ctx context.Context, q database.Querier, size int64) (c custody.Checkpoint, msg []byte, err error) {
	found, err := database.Column[string](ctx, q, `SELECT note FROM kept_checkpoint WHERE size >= $1 ORDER BY size DESC LIMIT 1`, size)
	if err != nil || len(found) == 0 {
		return c, nil, err
	}
	_, verifiers, err := names(ctx, q)
	if err != nil {
		return c, nil, err
	}
	c, err = custody.OpenWhole([]byte(found[0]), known(verifiers)...)
	if err != nil {
		return c, nil, fmt.Errorf("the last kept checkpoint: %w: %w", database.ErrDamaged, err)
	}
	return c, []byte(found[0]), nil
}

// extends returns custody.ErrRewritten unless the log begins with that of old.
func extends(ctx context.Context, q database.Querier, tree custody.Tree, old custody.Checkpoint) error {
	var path tlog.TreeProof
	var err error
	if 0 < old.Size && old.Size <= tree.Size {
		if path, err = tlog.ProveTree(tree.Size, old.Size, hashes(ctx, q)); err != nil {
			return err
		}
	}
	return custody.Extends(path, custody.Checkpoint{Size: tree.Size, Root: tree.Root()}, old)
}

// fits returns ErrBehind when the key has signed anything but a beginning of this log.
func (l Log) fits(ctx context.Context, tx *sql.Tx, k key) error {
	if len(k.last) == 0 {
		return nil
	}
	v, err := note.NewVerifier(k.verifier)
	if err != nil {
		return err
	}
	last, _, err := custody.Open(k.last, v)
	if err != nil {
		return fmt.Errorf("key file %s: what it signed last: %w (%w)", l.Key, ErrKey, err)
	}
	tree, err := treeOf(ctx, tx)
	if err != nil {
		return err
	}
	if err := extends(ctx, tx, tree, last); errors.Is(err, custody.ErrRewritten) {
		return fmt.Errorf("%w (%w)", ErrBehind, err)
	} else if err != nil {
		return err
	}
	return nil
}

// sign signs the log as it is in tx and keeps the checkpoint there, unless the log does
// not extend the last one.
func sign(ctx context.Context, tx *sql.Tx, name string, by ...key) ([]byte, error) {
	tree, err := treeOf(ctx, tx)
	if err != nil {
		return nil, err
	}
	last, msg, err := lastSigned(ctx, tx)
	if err != nil {
		return nil, err
	}
	if msg != nil {
		if err := extends(ctx, tx, tree, last); err != nil {
			return nil, err
		}
	}
	var signers []note.Signer
	for _, k := range by {
		signers = append(signers, k)
	}
	msg, err = custody.Sign(custody.Checkpoint{Log: name, Size: tree.Size, Root: tree.Root()}, signers...)
	if err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO kept_checkpoint (size, note) VALUES ($1, $2)`, tree.Size, string(msg))
	return msg, err
}

// Newest returns the newest time that any of the last thousand entries gives; zero when
// none gives one. A clock that is behind it is wrong, or was wrong then.
func (l Log) Newest(ctx context.Context) (at time.Time, err error) {
	texts, err := database.Column[string](ctx, l.DB.Reader(), `SELECT at FROM (SELECT at FROM kept_entry ORDER BY position DESC LIMIT 1000) AS last
		WHERE at <> '-' ORDER BY at DESC LIMIT 1`)
	if err == nil && len(texts) > 0 {
		at, err = time.Parse(database.TimeForm, texts[0])
	}
	return at, l.DB.Fail(ctx, "find the newest time in the log", err)
}
