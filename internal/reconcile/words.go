package reconcile

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// set makes a look-up table of space-separated words.
func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// union holds sets of keys that are joined step by step. The name of a set is its
// least key, whatever the order of joining.
type union struct{ parent map[string]string }

func newUnion(keys []string) union {
	u := union{parent: map[string]string{}}
	for _, k := range keys {
		u.parent[k] = k
	}
	return u
}

func (u union) find(k string) string {
	for u.parent[k] != k {
		k = u.parent[k]
	}
	return k
}

func (u union) join(a, b string) {
	a, b = u.find(a), u.find(b)
	u.parent[max(a, b)] = min(a, b)
}

func itoa(n int) string { return strconv.Itoa(n) }
