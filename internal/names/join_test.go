package names

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestJoins holds that no order of the names changes who is one, that a name which
// two persons fit joins nobody, and that only names that are Same are joined one by
// one.
func TestJoins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		said := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"Oder", "Ana Oder", "Karl Oder", "Karl J. Oder", "Mr Oder", "A. Oder",
			"Ana Maria Oder", "Toma", "Ilan Toma", "Illan Touma", "Sarmian army", "Sarmia", "PMF", "Hashd al-Shaabi"}), 0, 14, rapid.ID).Draw(t, "names")
		other := rapid.Permutation(said).Draw(t, "other order")
		one, two := joinedNames(t, said), joinedNames(t, other)
		for i, a := range said {
			for _, b := range said[:i] {
				if (one[a] == one[b]) != (two[a] == two[b]) {
					t.Errorf("%q and %q: one in one order only", a, b)
				}
			}
		}
		if slices.Contains(said, "Karl Oder") && slices.Contains(said, "Ana Oder") && one["Karl Oder"] == one["Ana Oder"] {
			t.Error("Ana and Karl Oder are one")
		}
	})
}

func joinedNames(t *rapid.T, said []string) map[string]int {
	list := make([]Name, len(said))
	group := map[string]int{}
	for i, s := range said {
		list[i], group[s] = Parse(s), i
	}
	for a, b := range Joins(list, func(i, j int) bool { return list[i].Same(list[j]) }) {
		if !list[a].Same(list[b]) {
			t.Errorf("%q and %q are joined and not Same", said[a], said[b])
		}
		was, is := group[said[b]], group[said[a]]
		for s, g := range group {
			if g == was {
				group[s] = is
			}
		}
	}
	return group
}
