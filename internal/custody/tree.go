package custody

import (
	"golang.org/x/mod/sumdb/tlog"
)

// Tree is the Merkle tree of a log that grows at its end. It holds the roots of its
// complete subtrees only, largest first: one for each bit of Size. The zero Tree is that
// of no entries.
type Tree struct {
	Size  int64
	Peaks []tlog.Hash
}

// Add adds a leaf, and returns the hashes of the subtrees that it completes, the
// leaf's own first: what tlog.StoredHashes gives.
func (t *Tree) Add(leaf tlog.Hash) []tlog.Hash {
	done := []tlog.Hash{leaf}
	h := leaf
	for n := t.Size; n&1 == 1; n >>= 1 {
		last := len(t.Peaks) - 1
		h = tlog.NodeHash(t.Peaks[last], h)
		t.Peaks = t.Peaks[:last]
		done = append(done, h)
	}
	t.Peaks = append(t.Peaks, h)
	t.Size++
	return done
}

// Root returns the hash of the whole tree.
func (t *Tree) Root() tlog.Hash {
	if t.Size == 0 {
		return emptyRoot()
	}
	h := t.Peaks[len(t.Peaks)-1]
	for i := len(t.Peaks) - 2; i >= 0; i-- {
		h = tlog.NodeHash(t.Peaks[i], h)
	}
	return h
}

// PeakIndexes returns where the peaks of a tree of that size are stored, by
// tlog.StoredHashIndex.
func PeakIndexes(size int64) (indexes []int64) {
	var start int64
	for level := 62; level >= 0; level-- {
		if size>>level&1 == 1 {
			indexes = append(indexes, tlog.StoredHashIndex(level, start>>level))
			start += 1 << level
		}
	}
	return indexes
}

// Completed returns which entry completes the subtree whose hash is stored at index,
// and which of the hashes that Add returns for it that is.
func Completed(index int64) (entry int64, which int) {
	level, n := tlog.SplitStoredHashIndex(index)
	return (n+1)<<level - 1, level
}
