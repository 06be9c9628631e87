package names

import (
	"slices"
	"strings"
	"testing"
)

// TestKnownGroups walks the embedded table: its lines are in order, each name finds
// its group, and each group has two names.
func TestKnownGroups(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(known, "\n"), "\n")
	if len(lines) < 1000 || !slices.IsSorted(lines) {
		t.Fatalf("%d lines, in order: %v; make the table again with training/groups", len(lines), slices.IsSorted(lines))
	}
	names := map[string]int{}
	for _, l := range lines {
		f := strings.Split(l, "\t")
		if len(f) != 4 || f[0] != groupBlock(strings.Fields(f[1])) {
			t.Fatalf("line %q is not made as this package searches; make the table again with training/groups", l)
		}
		if g, _ := search(strings.Fields(f[1])); g != f[2] {
			t.Errorf("%q finds %q, not %q", f[1], g, f[2])
		}
		names[f[2]]++
	}
	for g, n := range names {
		if n < 2 {
			t.Errorf("%s has one name", g)
		}
	}
}

func TestPackGroups(t *testing.T) {
	wellKnown := []ArmedGroup{{Names: []string{"Hill Guard", "HG", "Harakat al-Tall"}, Countries: []string{"sy"}}}
	table := PackGroups(wellKnown, []ArmedGroup{
		{Names: []string{"Harakat al-Tall", "Movement of the Summit"}}, // the same, by its long name
		{Names: []string{"HG", "Harbour Grenadiers"}},                  // only letters in common
		{Names: []string{"Oder League", "Liga Oder", "United Front"}},
		{Names: []string{"Vilen League", "United Front", "Liga Vilen"}}, // two bear one name
		{Names: []string{"Lone Sparrows"}},
	})
	groups := map[string][]string{}
	for l := range strings.Lines(table) {
		f := strings.Split(l, "\t")
		groups[f[2]] = append(groups[f[2]], f[1])
	}
	for group, want := range map[string]int{"Hill Guard": 4, "HG": 0, "Oder League": 2, "Vilen League": 2, "Lone Sparrows": 0} {
		if len(groups[group]) != want {
			t.Errorf("%s has the names %q, want %d", group, groups[group], want)
		}
	}
}

// BenchmarkParse is what a name costs that is compared for the first time.
func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		Parse("Popular Mobilisation Forces fighters")
	}
}
