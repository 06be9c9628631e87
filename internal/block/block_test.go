package block

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// meetings are the pairs that meet in an index, with what that tells.
func meetings(x *Index, n int, keys func(i int32) []Key) map[[2]int32]int {
	out := map[[2]int32]int{}
	for i := range int32(n) {
		x.Mates(i, keys(i), func(j int32, tells uint8) { out[[2]int32{min(i, j), max(i, j)}] += int(tells) })
	}
	for p := range out {
		out[p] /= 2 // told from both sides
	}
	return out
}

// TestMates: items meet that stand near each other in a block, however full it is.
func TestMates(t *testing.T) {
	x := New(1)
	keys := func(i int32) []Key { return []Key{{7, 2}} }
	for i := range int32(4) {
		x.Item(uint64(10*i), uint64(i))
		x.Put(7, i)
	}
	if got, want := fmt.Sprint(meetings(x, 4, keys)), "map[[0 1]:2 [1 2]:2 [2 3]:2]"; got != want {
		t.Errorf("met %s, want %s", got, want)
	}
	x.Item(15, 9)
	x.Put(7, 4)
	if got, want := fmt.Sprint(x.Parted(7, 4)), "[[1 2]]"; got != want {
		t.Errorf("parted %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(meetings(x, 5, keys)), "map[[0 1]:2 [1 4]:2 [2 3]:2 [2 4]:2]"; got != want {
		t.Errorf("met %s, want %s", got, want)
	}
}

// TestOneByOne: items put in one by one, in any order, meet as those that are put in at
// once; and what Parted tells on the way is what no longer meets.
func TestOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "items")
		ranks := rapid.SliceOfN(rapid.Uint64Range(0, 5), n, n).Draw(t, "ranks")
		var all [][]Key
		for range n {
			hashes := rapid.SliceOfNDistinct(rapid.Uint64Range(0, 4), 0, 3, rapid.ID[uint64]).Draw(t, "keys")
			var own []Key
			for _, h := range hashes {
				own = append(own, Key{h, uint8(h + 1)})
			}
			all = append(all, own)
		}
		keys := func(i int32) []Key { return all[i] }
		whole, one := New(2), New(2)
		for i := range n {
			whole.Item(ranks[i], uint64(i))
			one.Item(ranks[i], uint64(i))
		}
		met := map[[2]int32]int{}
		var behind []Key // met by the item at hand: number and what it tells
		whole.Fill(keys, func(j int32, tells uint8) { behind = append(behind, Key{uint64(j), tells}) }, func(i int32) {
			for _, b := range behind {
				met[[2]int32{min(i, int32(b.Hash)), max(i, int32(b.Hash))}] += int(b.Tells)
			}
			behind = nil
		})
		order := rapid.Permutation(slices.Collect(func(yield func(int32) bool) {
			for i := range int32(n) {
				if !yield(i) {
					return
				}
			}
		})).Draw(t, "order")
		told := map[[2]int32]int{}
		for _, i := range order {
			for _, k := range keys(i) {
				one.Put(k.Hash, i)
				for _, p := range one.Parted(k.Hash, i) {
					told[[2]int32{min(p[0], p[1]), max(p[0], p[1])}] -= int(k.Tells)
				}
				one.Mates(i, []Key{k}, func(j int32, tells uint8) { told[[2]int32{min(i, j), max(i, j)}] += int(tells) })
			}
		}
		for p, tells := range told {
			if tells == 0 {
				delete(told, p)
			}
		}
		want := fmt.Sprint(met)
		for what, got := range map[string]map[[2]int32]int{"filled": meetings(whole, n, keys), "put one by one": meetings(one, n, keys), "told on the way": told} {
			if fmt.Sprint(got) != want {
				t.Fatalf("%s: met %v, want %v", what, got, want)
			}
		}
	})
}
