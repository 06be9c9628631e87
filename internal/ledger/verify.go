package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"rashomon/internal/custody"
	"rashomon/internal/database"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Fault is one thing that Verify found wrong.
type Fault struct {
	Object string // "report r0123...", "log entry 17", "log hash 3 of entry 17", "checkpoint of 40 entries"
	What   string
}

// Verify reads every entry, every hash, every checkpoint and every kept row, and
// returns all that do not fit one another: an entry that is missing, moved, repeated or
// not the one that was hashed, a hash that is not that of its part of the tree, a
// checkpoint that is not signed by a key of the log or not of this log, a row that has
// no entry or is not the row that its entry was made of, an entry whose row is gone.
// Where the key file can be read (Remembers), the log must go on from what the key signed
// last, and the key be the one in force: who changes the store alone cannot make these
// anew. Memory does not grow with the store, but for what is wrong.
func (l Log) Verify(ctx context.Context, tx *sql.Tx) ([]Fault, error) {
	v := verifier{log: l, roots: map[int64]branch{}}
	for _, check := range []func(context.Context, *sql.Tx) error{v.checkpoints, v.remembered, v.repeated, v.strays, v.entries, v.covered, v.rows} {
		if err := check(ctx, tx); err != nil {
			return v.faults, err
		}
	}
	return v.faults, nil
}

type verifier struct {
	log    Log
	last   custody.Checkpoint // what the key signed last; of no entries where nobody knows
	signed string             // the note of it
	faults []Fault
	kept   []kept           // checkpoints
	roots  map[int64]branch // of the tree at the sizes of checkpoints
	size   int64
	astray []misfit
	stray  map[int64][]byte // hashes whose entry is gone, by position
}

// kept is a row of kept_checkpoint that could be read.
type kept struct {
	size int64
	msg  string
}

// misfit is an entry that is not the one that was hashed at its place.
type misfit struct {
	position        int64
	what            string
	entry, recorded tlog.Hash
}

func (v *verifier) add(object, format string, args ...any) {
	v.faults = append(v.faults, Fault{object, fmt.Sprintf(format, args...)})
}

func entryName(position int64) string { return fmt.Sprintf("log entry %d", position) }

func checkpointName(size int64) string { return fmt.Sprintf("checkpoint of %d entries", size) }

// checkpoints reads the checkpoints, so that entries can note the roots at their sizes.
func (v *verifier) checkpoints(ctx context.Context, tx *sql.Tx) (err error) {
	v.kept, err = database.Collect(ctx, tx, func(row database.Scanner) (k kept, err error) {
		return k, row.Scan(&k.size, &k.msg)
	}, `SELECT size, note FROM kept_checkpoint ORDER BY size`)
	for _, k := range v.kept {
		v.roots[k.size] = branch{}
	}
	return err
}

// remembered reads what the key in force signed last, so that entries can note the root at
// that size. Nothing is wrong with a store whose key file lies elsewhere.
func (v *verifier) remembered(ctx context.Context, tx *sql.Tx) error {
	k, err := loadKey(v.log.Key)
	if err != nil {
		return nil //nolint:nilerr // Remembers says so
	}
	current, err := inForce(ctx, tx)
	if err == nil && k.verifier != current { // the key may have been rotated since tx began
		current, err = inForce(ctx, v.log.DB.Reader())
	}
	if errors.Is(err, database.ErrDamaged) {
		return nil // covered names it
	}
	if err != nil {
		return err
	}
	if k.verifier != current {
		if k, err = loadKey(v.log.next()); err != nil || k.verifier != current {
			v.add("key file "+v.log.Key, "its key is not the one in force, %s: another file was put there, or the log was made anew without it", current)
			return nil //nolint:nilerr // what is wrong is the fault
		}
	}
	if len(k.last) == 0 {
		return nil
	}
	if v.last, _, err = custody.Open(k.last, known([]string{k.verifier})...); err != nil {
		v.add("key file "+v.log.Key, "what it says was signed last: %v", err)
		return nil
	}
	v.roots[v.last.Size], v.signed = branch{}, string(k.last)
	return nil
}

func inForce(ctx context.Context, q database.Querier) (verifier string, err error) {
	_, verifiers, err := names(ctx, q)
	if err == nil {
		verifier = verifiers[len(verifiers)-1]
	}
	return verifier, err
}

// Remembers says whether there is a key file that can be read, by which Verify knows what
// was signed last whatever became of the store.
func (l Log) Remembers() bool {
	_, err := loadKey(l.Key)
	return err == nil
}

// Keyed returns why the key file can sign nothing of this log, nil where it can: ErrNoKey,
// ErrKey, ErrExposed, ErrBehind.
func (l Log) Keyed(ctx context.Context) error {
	err := l.keyed(ctx)
	if errors.Is(err, ErrKey) || errors.Is(err, ErrNoKey) {
		err = l.keyed(ctx) // somebody may have rotated it meanwhile
	}
	return err
}

// keyed is Keyed at one look. The files are read before the log: beside them it may have
// grown, and not they beside it.
func (l Log) keyed(ctx context.Context) error {
	k, err := readKey(l.Key)
	next, other := readKey(l.next())
	return l.DB.InView(ctx, func(tx *sql.Tx) error {
		current, unknown := inForce(ctx, tx)
		if unknown != nil {
			return unknown
		}
		if other == nil && next.verifier == current {
			k, err = next, nil // which the next signature puts in its place
		}
		if err == nil && k.verifier != current {
			err = fmt.Errorf("key file %s: %w", l.Key, ErrKey)
		}
		if err != nil {
			return err
		}
		return l.fits(ctx, tx, k)
	})
}

// branch is a subtree that is complete: its hash by the entries, and the one that is
// recorded for it where that is another.
type branch struct{ is, recorded tlog.Hash }

// root returns the hash of the tree of all branches.
func root(branches []branch) branch {
	is, recorded := custody.Tree{Size: 1}, custody.Tree{Size: 1}
	for _, b := range branches {
		is.Peaks, recorded.Peaks = append(is.Peaks, b.is), append(recorded.Peaks, b.recorded)
	}
	return branch{is.Root(), recorded.Root()}
}

// entries makes the tree again from the entries and holds each recorded hash against it.
func (v *verifier) entries(ctx context.Context, tx *sql.Tx) error {
	var branches []branch
	err := database.Each(ctx, tx, func(row database.Scanner) error {
		var position int64
		var recorded []byte
		e, bad, err := scanEntry(row, &position, &recorded)
		if err != nil {
			return err
		}
		branches = v.place(position, branches)
		branches = v.entry(e, bad, recorded, branches)
		if _, wanted := v.roots[v.size]; wanted {
			v.roots[v.size] = root(branches)
		}
		return nil
	}, `SELECT `+entryColumns+`, e.position, h.hashes FROM kept_entry e
		LEFT JOIN kept_hash h ON h.position = e.position ORDER BY e.position`)
	v.moved()
	return err
}

// place names the entries that are missing before position, which is the next one that
// is there, and adds those whose hash is left.
func (v *verifier) place(position int64, branches []branch) []branch {
	for v.size < position {
		recorded, left := v.stray[v.size]
		v.add(entryName(v.size), "it is missing, or was moved")
		if !left {
			v.size = position
			break
		}
		branches = v.entry(custody.Entry{}, errMissing, recorded, branches)
	}
	return branches
}

var errMissing = errors.New("it is missing")

// entry adds one entry to the branches and names what is wrong with it. Where an entry
// and its hash differ, the hash is gone on with, so that one change is one fault and not
// one for every hash above it.
func (v *verifier) entry(e custody.Entry, bad error, recorded []byte, branches []branch) []branch {
	var leaf tlog.Hash
	if bad == nil {
		leaf, bad = e.Leaf()
	}
	if bad != nil && !errors.Is(bad, errMissing) {
		v.add(entryName(v.size), "%v", bad)
	}
	levels := 1
	for n := v.size; n&1 == 1; n >>= 1 {
		levels++
	}
	if len(recorded) != levels*tlog.HashSize {
		v.add(entryName(v.size), "%d bytes of hashes are recorded with it, not %d", len(recorded), levels*tlog.HashSize)
		recorded = append(recorded, make([]byte, levels*tlog.HashSize)...)
		copy(recorded, leaf[:])
	}
	hash := func(level int) tlog.Hash {
		return tlog.Hash(recorded[level*tlog.HashSize : (level+1)*tlog.HashSize])
	}
	b := branch{leaf, hash(0)}
	if bad == nil && b.is != b.recorded {
		v.astray = append(v.astray, misfit{v.size, fmt.Sprintf("%s %s", e.Kind, e.ID), b.is, b.recorded})
	}
	for level := 1; level < levels && len(branches) > 0; level++ {
		left := branches[len(branches)-1]
		branches = branches[:len(branches)-1]
		b = v.joined(level, left, b, hash(level))
	}
	v.size++
	return append(branches, b)
}

// joined returns the branch of two, held against the hash that is recorded for it. Each
// of the two may be as the entries are, or as is recorded: what fits is taken.
func (v *verifier) joined(level int, left, right branch, recorded tlog.Hash) branch {
	for _, l := range []tlog.Hash{left.recorded, left.is} {
		for _, r := range []tlog.Hash{right.recorded, right.is} {
			if tlog.NodeHash(l, r) == recorded {
				return branch{recorded, recorded}
			}
		}
	}
	v.add(fmt.Sprintf("log hash %d of entry %d", level, v.size), "it is not that of the hashes below it")
	return branch{tlog.NodeHash(left.is, right.is), recorded}
}

// moved names the entries that are not those that were hashed at their places, and says
// so where they are those of another place.
func (v *verifier) moved() {
	for _, m := range v.astray {
		from := slices.IndexFunc(v.astray, func(o misfit) bool { return o.recorded == m.entry })
		if from >= 0 {
			v.add(entryName(m.position), "it is of %s, which was entry %d: it was moved", m.what, v.astray[from].position)
			continue
		}
		v.add(entryName(m.position), "it is of %s, and not the one that was hashed: it, or its hash, was changed", m.what)
	}
}

// strays reads the hashes that belong to no entry, and names those behind the end.
func (v *verifier) strays(ctx context.Context, tx *sql.Tx) error {
	v.stray = map[int64][]byte{}
	var last int64
	if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(position), -1) FROM kept_entry`).Scan(&last); err != nil {
		return err
	}
	return database.Each(ctx, tx, func(row database.Scanner) error {
		var position int64
		var hashes []byte
		if err := row.Scan(&position, &hashes); err != nil {
			return err
		}
		v.stray[position] = hashes
		if position < 0 || position > last {
			v.add(fmt.Sprintf("log hashes of entry %d", position), "there is no such entry: it, or the end of the log, is missing")
		}
		return nil
	}, `SELECT h.position, h.hashes FROM kept_hash h
		LEFT JOIN kept_entry e ON e.position = h.position WHERE e.position IS NULL ORDER BY h.position`)
}

// repeated names what has more than one entry.
func (v *verifier) repeated(ctx context.Context, tx *sql.Tx) error {
	return database.Each(ctx, tx, func(row database.Scanner) error {
		var kind, id string
		var n int
		if err := row.Scan(&kind, &id, &n); err != nil {
			return err
		}
		v.add(kind+" "+id, "it has %d entries in the log", n)
		return nil
	}, `SELECT kind, id, count(*) FROM kept_entry GROUP BY kind, id HAVING count(*) > 1 ORDER BY kind, id`)
}

// covered checks the checkpoints: form, signatures, and that they are of this log.
func (v *verifier) covered(ctx context.Context, tx *sql.Tx) error {
	_, verifiers, err := names(ctx, tx)
	if errors.Is(err, database.ErrDamaged) {
		v.add("log", "%v", err)
	} else if err != nil {
		return err
	}
	var keys []note.Verifier
	for _, line := range verifiers {
		k, err := note.NewVerifier(line)
		if err != nil {
			v.add("key "+line, "it is no verifier key: %v", err)
			continue
		}
		keys = append(keys, k)
	}
	for _, k := range v.kept {
		name := checkpointName(k.size)
		c, err := custody.OpenWhole([]byte(k.msg), keys...)
		switch {
		case err != nil:
			v.add(name, "%v", err)
		case c.Size != k.size:
			v.add(name, "it is of %d entries", c.Size)
		case c.Size > v.size:
			v.add(name, "the log has only %d: its end was cut off", v.size)
		case c.Root != v.roots[c.Size].is && c.Root != v.roots[c.Size].recorded: // where the two differ, the entry or hash is named
			v.add(name, "the log is not the one that was signed")
		}
	}
	return v.extended(ctx)
}

// extended holds the log against what the key signed last, unless that is kept in the
// store too and was held against it.
func (v *verifier) extended(ctx context.Context) error {
	at := v.roots[v.last.Size]
	switch {
	case v.last.Size == 0 || slices.ContainsFunc(v.kept, func(k kept) bool { return k.msg == v.signed }):
	case v.last.Size > v.size:
		return v.grown(ctx)
	case v.last.Root != at.is && v.last.Root != at.recorded:
		v.add("key file "+v.log.Key, "the key has signed another history of the first %d entries: the log was made anew", v.last.Size)
	}
	return nil
}

// grown is extended where more was signed than the transaction sees: others may have
// added to the log, and signed it, since that began.
func (v *verifier) grown(ctx context.Context) error {
	return v.log.DB.InView(ctx, func(now *sql.Tx) error {
		tree, err := treeOf(ctx, now)
		if err == nil {
			err = extends(ctx, now, tree, v.last)
		}
		if errors.Is(err, custody.ErrRewritten) || errors.Is(err, database.ErrDamaged) {
			v.add("key file "+v.log.Key, "the key has signed %d entries, the log has only %d: its end was cut off, or this is an older copy", v.last.Size, v.size)
			return nil
		}
		return err
	})
}

// rows holds every kept row against its entry.
func (v *verifier) rows(ctx context.Context, tx *sql.Tx) error {
	for _, t := range tables() {
		if err := v.table(ctx, tx, t); err != nil {
			return err
		}
		gone, err := database.Column[string](ctx, tx, `SELECT e.id FROM kept_entry e LEFT JOIN `+t.name+` t ON t.`+t.key+` = e.id
			WHERE e.kind = $1 AND t.`+t.key+` IS NULL ORDER BY e.position`, string(t.kind))
		if err != nil {
			return err
		}
		for _, id := range gone {
			v.add(string(t.kind)+" "+id, "it is in the log, and gone from the store")
		}
	}
	return database.Each(ctx, tx, func(row database.Scanner) error {
		var position int64
		var kind string
		if err := row.Scan(&position, &kind); err != nil {
			return err
		}
		v.add(entryName(position), "it is of a kind that there is none of: %q", kind)
		return nil
	}, `SELECT position, kind FROM kept_entry
		WHERE kind NOT IN ('store', 'key', 'object', 'report', 'capture', 'ruling', 'feed') ORDER BY position`)
}

func (v *verifier) table(ctx context.Context, tx *sql.Tx, t table) error {
	query := `SELECT t.*, e.sum FROM ` + t.name + ` t LEFT JOIN kept_entry e ON e.kind = '` + string(t.kind) + `' AND e.id = t.` + t.key
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // what went wrong shows in rows.Err
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	names = names[:len(names)-1]
	for rows.Next() {
		var sum sql.NullString
		row, err := scanRow(rows, t.name, names, &sum)
		if err != nil {
			return err
		}
		name := string(t.kind) + " " + keyOf(row, t.key)
		switch {
		case !sum.Valid:
			v.add(name, "it has no entry in the log")
		case sum.String != string(row.Sum()):
			v.add(name, "it is not the one that its entry in the log was made of: it, or the entry, was changed")
		}
	}
	return rows.Err()
}

// keyOf returns the key of a row, whatever was made of it.
func keyOf(row custody.Row, key string) string {
	for _, c := range row.Columns {
		if c.Name == key {
			return string(bytes.ToValidUTF8(c.Value, []byte("?")))
		}
	}
	return "without a name"
}
