package ledger

import (
	"bytes"
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
		var size int64
		if size, msg, err = l.vouch(ctx, tx); err != nil {
			return err
		}
		return enter(ctx, tx, size, msg)
	})
	if err != nil {
		return nil, l.DB.Fail(ctx, "sign a checkpoint", err)
	}
	return msg, nil
}

// Remember has the key file remember the log as it is now, as it does when a checkpoint is
// signed: without the key nothing of it can be taken away unseen. Its errors are those of
// Checkpoint; the store is not written to.
func (l Log) Remember(ctx context.Context) error {
	err := l.DB.InTx(ctx, func(tx *sql.Tx) error { // so that nobody else writes the key file
		_, _, err := l.vouch(ctx, tx)
		return err
	})
	return l.DB.Fail(ctx, "sign the log", err)
}

// vouch signs the log as it is in tx, and has the key file remember that: before the store
// has it, so that the key may know of a signature that nobody saw, never the other way about.
func (l Log) vouch(ctx context.Context, tx *sql.Tx) (size int64, msg []byte, err error) {
	logs, verifiers, err := names(ctx, tx)
	if err != nil {
		return 0, nil, err
	}
	k, err := l.signer(verifiers)
	if err != nil {
		return 0, nil, err
	}
	if err := l.fits(ctx, tx, k); err != nil {
		return 0, nil, err
	}
	size, msg, err = sign(ctx, tx, logs[len(logs)-1], k)
	if err != nil || bytes.Equal(msg, k.last) { // what Ed25519 signs twice is signed alike
		return size, msg, err
	}
	k.last = msg
	return size, msg, k.write(l.Key)
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

// sign signs the log as it is in tx, unless it does not extend the last checkpoint.
func sign(ctx context.Context, tx *sql.Tx, name string, by ...key) (size int64, msg []byte, err error) {
	tree, err := treeOf(ctx, tx)
	if err != nil {
		return 0, nil, err
	}
	last, msg, err := lastSigned(ctx, tx)
	if err != nil {
		return 0, nil, err
	}
	if msg != nil {
		if err := extends(ctx, tx, tree, last); err != nil {
			return 0, nil, err
		}
	}
	var signers []note.Signer
	for _, k := range by {
		signers = append(signers, k)
	}
	msg, err = custody.Sign(custody.Checkpoint{Log: name, Size: tree.Size, Root: tree.Root()}, signers...)
	return tree.Size, msg, err
}

// enter keeps a checkpoint in the store.
func enter(ctx context.Context, tx *sql.Tx, size int64, msg []byte) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO kept_checkpoint (size, note) VALUES ($1, $2)`, size, string(msg))
	return err
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
