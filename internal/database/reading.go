package database

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// OpenToRead opens a store that is there, for reading, and changes nothing in it. It
// may stand on a medium, in a folder or in a file that cannot be written. What Open
// would mend or bring up to date is an error: ErrOlder, ErrDerived. No file at path
// is ErrNotFound, and an empty one is no store. A state_ table that is gone is not missed.
func OpenToRead(ctx context.Context, path string, schema Schema, wait time.Duration) (*DB, error) {
	d, err := openToRead(ctx, path, schema, wait)
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	return d, nil
}

func openToRead(ctx context.Context, path string, schema Schema, wait time.Duration) (*DB, error) {
	abs, fresh, err := place(path)
	if err != nil {
		return nil, err
	}
	if fresh {
		return nil, fmt.Errorf("there is no such file: %w", ErrNotFound)
	}
	all := ways(abs)
	for _, way := range all {
		var d *DB
		if d, err = readBy(ctx, path, abs, way, schema, wait); err == nil || !errors.Is(err, ErrAccess) {
			return d, err
		}
	}
	if len(all) < 3 {
		return nil, fmt.Errorf("%w; or copy it together with %s-wal, which holds a part of it, to a folder that you may write to", err, path)
	}
	return nil, err
}

// readBy opens the store at abs in one way, and reads its schema.
func readBy(ctx context.Context, path, abs, way string, schema Schema, wait time.Duration) (*DB, error) {
	writer, reader, err := handles(abs, wait, way, way)
	if err != nil {
		return nil, err
	}
	d := &DB{path: path, dialect: sqliteDialect(), writer: writer, reader: reader}
	pending, err := d.pending(ctx, reader, schema)
	switch {
	case err == nil && len(pending) == len(schema):
		err = fmt.Errorf("%w (it is empty)", ErrNotStore)
	case err == nil && len(pending) > 0:
		err = ErrOlder
	case err == nil:
		err = d.whole(ctx, reader, schema)
	}
	if err != nil && !errors.Is(err, errState) {
		return nil, errors.Join(d.Classify(err), d.Close())
	}
	return d, nil
}
