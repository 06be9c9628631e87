package copies

import (
	"cmp"
	"maps"
	"slices"
)

const (
	sampled  = 4   // of a long text, one in so many of its shingles is looked up
	few      = 256 // a text of no more shingles is looked up by all
	perShelf = 16  // texts that one shingle leads to
	tried    = 8   // texts that a text is compared with
	together = 3   // shingles that two texts must share to be compared
)

// meeting finds which texts may be copies (MinHash and LSH): a text's sketch is those
// of its shingles whose hash has a certain remainder, the same for all texts, and each
// hash of a sketch is a bucket by itself. So a text cut down to a tenth still meets
// the whole, which one MinHash of a few bands would miss.
type meeting struct{ buckets map[uint64][]int }

// next returns the earlier texts that share most with text n, and keeps n for later
// ones. A bucket holds the first texts only: a later copy of one telling meets the
// first ones of it, and what everybody shares leads nowhere.
func (m meeting) next(n int, c *cut) []int {
	hits := map[int]int{}
	for _, h := range c.sketch() {
		shelf := m.buckets[h]
		for _, other := range shelf {
			hits[other]++
		}
		if len(shelf) < perShelf {
			m.buckets[h] = append(shelf, n)
		}
	}
	maps.DeleteFunc(hits, func(_, k int) bool { return k < together })
	out := slices.SortedFunc(maps.Keys(hits), func(a, b int) int { return cmp.Or(hits[b]-hits[a], a-b) })
	return out[:min(len(out), tried)]
}

// sketch returns the hashes by which a text is looked up, each once: of its story
// only, as far as it has one.
func (c *cut) sketch() []uint64 {
	var all []uint64
	for i, h := range c.shingles {
		if c.story[c.body+i] {
			all = append(all, h)
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) > few {
		all = slices.DeleteFunc(all, func(h uint64) bool { return h%sampled != 0 })
	}
	return all
}
