package custody

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io/fs"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A published log is a directory of files that never change, but for the
// checkpoint (https://c2sp.org/tlog-tiles).
const (
	// CheckpointPath is the one file that changes.
	CheckpointPath = "checkpoint"
	tileHeight     = 8
	tileWidth      = 1 << tileHeight
	entryLevel     = -1
)

// NewTiles returns the tiles that a log of size newer has beside those of one of size
// older: of hashes, and bundles of entries (level -1).
func NewTiles(older, newer int64) []tlog.Tile {
	tiles := tlog.NewTiles(tileHeight, older, newer)
	for _, t := range tiles {
		if t.L == 0 {
			t.L = entryLevel
			tiles = append(tiles, t)
		}
	}
	return tiles
}

// TilePath returns where a tile lies below the directory: "tile/0/x001/234.p/5",
// "tile/entries/000".
func TilePath(t tlog.Tile) string {
	path := strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/", tileHeight))
	if rest, ok := strings.CutPrefix(path, "data/"); ok {
		return "tile/entries/" + rest
	}
	return "tile/" + path
}

// FormatBundle writes the lines of entries one after another, each with its length
// before it in two bytes, the higher first.
func FormatBundle(lines [][]byte) []byte {
	var b []byte
	for _, line := range lines {
		b = binary.BigEndian.AppendUint16(b, uint16(len(line)))
		b = append(b, line...)
	}
	return b
}

// ParseBundle is the inverse of FormatBundle, of entries of this log.
func ParseBundle(b []byte) (all []Entry, err error) {
	for len(b) > 0 {
		if len(b) < 2 || len(b)-2 < int(binary.BigEndian.Uint16(b)) || len(all) == tileWidth {
			return nil, fmt.Errorf("bundle of entries: %w", ErrForm)
		}
		n := int(binary.BigEndian.Uint16(b))
		e, err := ParseEntry(b[2 : 2+n])
		if err != nil {
			return nil, fmt.Errorf("bundle of entries: entry %d: %w", len(all), err)
		}
		all, b = append(all, e), b[2+n:]
	}
	return all, nil
}

// CheckTiles reads a published log whole: that its checkpoint is signed by one of
// the keys, that every entry and hash in it is what the checkpoint says, and that it
// extends the log of an earlier checkpoint, where one is given (ErrRewritten).
func CheckTiles(dir fs.FS, earlier *Checkpoint, known ...note.Verifier) (Checkpoint, error) {
	msg, err := fs.ReadFile(dir, CheckpointPath)
	if err != nil {
		return Checkpoint{}, err
	}
	c, _, err := Open(msg, known...)
	if err != nil {
		return Checkpoint{}, err
	}
	r := reader{hashes: map[int64]tlog.Hash{}}
	if earlier != nil {
		r.stop = earlier.Size
	}
	for r.tree.Size < c.Size {
		// One after another: a size that is far off ends at the first file that is not there.
		bundle := tlog.Tile{H: tileHeight, L: entryLevel, N: r.tree.Size / tileWidth, W: int(min(c.Size-r.tree.Size, tileWidth))}
		if err := r.bundle(dir, bundle); err != nil {
			return c, fmt.Errorf("%s: %w", TilePath(bundle), err)
		}
	}
	if r.tree.Root() != c.Root {
		return c, fmt.Errorf("the %d entries: %w", c.Size, ErrProof)
	}
	if earlier != nil && earlier.Size > c.Size {
		return c, fmt.Errorf("%w (it has %d entries, the checkpoint %d)", ErrRewritten, c.Size, earlier.Size)
	}
	if earlier != nil && earlier.Size > 0 && r.root != earlier.Root {
		return c, fmt.Errorf("%w (of its first %d entries)", ErrRewritten, earlier.Size)
	}
	return c, checkHashTiles(dir, tlog.NewTiles(tileHeight, 0, c.Size), r.hashes)
}

// reader makes the tree of a published log again.
type reader struct {
	tree   Tree
	hashes map[int64]tlog.Hash // by stored index: of the subtrees that tiles hold
	stop   int64               // a size
	root   tlog.Hash           // of the tree of that size
}

// bundle adds the entries of a bundle.
func (r *reader) bundle(dir fs.FS, bundle tlog.Tile) error {
	b, err := fs.ReadFile(dir, TilePath(bundle))
	if err != nil {
		return err
	}
	entries, err := ParseBundle(b)
	if err != nil {
		return err
	}
	if len(entries) != bundle.W {
		return fmt.Errorf("%w: %d entries, not %d", ErrForm, len(entries), bundle.W)
	}
	for _, e := range entries {
		leaf, err := e.Leaf()
		if err != nil {
			return err
		}
		position := r.tree.Size
		for level, h := range r.tree.Add(leaf) {
			if level%tileHeight == 0 {
				r.hashes[tlog.StoredHashIndex(level, position>>level)] = h
			}
		}
		if r.tree.Size == r.stop {
			r.root = r.tree.Root()
		}
	}
	return nil
}

func checkHashTiles(dir fs.FS, tiles []tlog.Tile, hashes map[int64]tlog.Hash) error {
	for _, t := range tiles {
		b, err := fs.ReadFile(dir, TilePath(t))
		if err != nil {
			return err
		}
		var want []byte
		for i := range int64(t.W) {
			h := hashes[tlog.StoredHashIndex(t.L*tileHeight, t.N<<tileHeight+i)]
			want = append(want, h[:]...)
		}
		if !bytes.Equal(b, want) {
			return fmt.Errorf("%s: %w: it is not made of the entries", TilePath(t), ErrForm)
		}
	}
	return nil
}
