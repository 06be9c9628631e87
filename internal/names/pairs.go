package names

import (
	"iter"
	"slices"
	"strings"
)

// Pairs yields every pair i < j of the list whose names may be Same, each once, so
// that a long list need not be compared each with each. A pair that it leaves out
// is not Same.
func Pairs(list []Name) iter.Seq2[int, int] {
	return func(yield func(i, j int) bool) {
		at := map[string][]int{}
		for i, n := range list {
			for _, b := range n.blocks() {
				at[b] = append(at[b], i)
			}
		}
		for i, near := range meetings(list, at) {
			for _, j := range near {
				if !yield(i, j) {
					return
				}
			}
		}
	}
}

// meetings lists, for each name, the later ones that it may be Same as. Of two names
// of which one says less, every full word of that one is in the other: it is looked
// up under its rarest word only.
func meetings(list []Name, at map[string][]int) [][]int {
	out := make([][]int, len(list))
	for i, n := range list {
		for _, b := range n.rarest(at) {
			for _, j := range at[b] {
				if i != j {
					out[min(i, j)] = append(out[min(i, j)], max(i, j))
				}
			}
		}
	}
	for i := range out {
		slices.Sort(out[i])
		out[i] = slices.Compact(out[i])
	}
	return out
}

// blocks are the coarse keys of a name.
func (n Name) blocks() []string {
	var out []string
	if n.alias != "" {
		out = append(out, "@"+n.alias)
	}
	for _, w := range n.words {
		out = append(out, wordBlocks(w)...)
	}
	if n.country != "" {
		out = append(out, "="+n.country)
	}
	if len(n.words) == 0 && n.kind != "" {
		out = append(out, "~"+n.kind)
	}
	for _, letters := range []string{n.initials, n.acronym} {
		if letters != "" {
			out = append(out, "^"+letters)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// rarest are the blocks under which to look up a name as the one that says less.
func (n Name) rarest(at map[string][]int) []string {
	if n.alias != "" { // who cuts its name short looks it up
		out := []string{"@" + n.alias}
		if n.acronym != "" {
			out = append(out, "^"+n.acronym)
		}
		return out
	}
	var out []string
	least := -1
	for _, w := range n.words {
		if len(w) < 2 { // an initial stands for any word
			continue
		}
		found := 0
		for _, b := range wordBlocks(w) {
			found += len(at[b])
		}
		if least < 0 || found < least {
			least, out = found, wordBlocks(w)
		}
	}
	if out == nil {
		return n.blocks()
	}
	if n.acronym != "" {
		out = append(out, "^"+n.acronym)
	}
	return out
}

// wordBlocks are the keys of one word: its own, and those without a leading article
// or the ending of a people, where sameWord overlooks them.
func wordBlocks(w string) []string {
	out := []string{coarse(w)}
	if stem, ok := strings.CutPrefix(w, "al"); ok {
		out = append(out, coarse(stem))
	}
	for _, end := range demonymEndings {
		if stem, ok := strings.CutSuffix(w, end); ok && len(stem) >= 4 {
			out = append(out, coarse(stem))
		}
	}
	return out
}
