package reconcile

import (
	"cmp"
	"fmt"
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

// list writes "a", "a and b", "a, b and c", and no more than four by name.
func list(items []string) string {
	const most = 4
	if len(items) > most {
		items = append(slices.Clone(items[:most-1]), fmt.Sprintf("%d more", len(items)-most+1))
	}
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	return strings.Join(items[:len(items)-1], ", ") + " and " + items[len(items)-1]
}

func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func without(items []string, item string) []string {
	return slices.DeleteFunc(items, func(s string) bool { return s == item })
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
