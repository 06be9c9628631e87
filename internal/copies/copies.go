// Package copies finds which texts of one incident are near-copies of one telling:
// an agency's text shortened, under another headline, in another order, with a
// later toll. What texts share besides their story (forms, link lists, footers,
// paragraphs of background) makes no copy. It looks at nothing but the texts given,
// and keeps no state.
package copies

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Set is texts that are one telling, or one text that nobody copied.
type Set struct {
	Texts  []int   // indexes of the texts, ascending
	Share  float64 // of the story of the shorter text, what stands in the longer: the least of the comparisons that made the set; 1 for a text alone
	Agency string  // whom one of the texts credits, as it writes the name; empty when none does
	Why    string  // in words; empty for a text alone that credits nobody
}

// Find parts the texts of one incident into sets, in the order of their first texts;
// each text is in one. A text is a report's: title, line break, body. What is one set
// does not depend on the order of the texts. Time grows with the number of different
// texts, not with that of their pairs.
func Find(texts []string) []Set {
	f := finder{first: map[string]int{}}
	for _, t := range texts {
		f.add(t)
	}
	f.compare()
	var out []Set
	at := map[int]int{}
	for i := range texts {
		root := f.find(f.of[i])
		n, ok := at[root]
		if !ok {
			n = len(out)
			at[root], out = n, append(out, Set{Share: f.share[root]})
		}
		out[n].Texts = append(out[n].Texts, i)
		out[n].Agency = cmp.Or(out[n].Agency, f.agency[f.of[i]])
	}
	for n := range out {
		out[n].Why = out[n].why()
	}
	return out
}

func (s Set) why() string {
	var why []string
	if len(s.Texts) > 1 && s.Share < 1 {
		why = append(why, fmt.Sprintf("copies of one text: %.0f%% of the shorter stands in the longer, the news with it", 100*s.Share))
	} else if len(s.Texts) > 1 {
		why = append(why, "copies of one text, word for word")
	}
	if s.Agency != "" {
		why = append(why, "the text credits "+s.Agency)
	}
	return strings.Join(why, "; ")
}

// finder joins texts step by step. Different texts are known by a number, the longest
// first, so that their order does not depend on that of the texts given.
type finder struct {
	first  map[string]int // a text -> its number
	of     []int          // numbers of the texts given
	texts  []string
	cuts   []*cut
	parent []int
	share  []float64
	agency []string
	wire   []map[string]bool // the agencies that the texts of a set credit, where they are well known
}

func (f *finder) add(text string) {
	n, ok := f.first[text]
	if !ok || len(text) < leastTotal*16 && len(strings.Fields(text)) < leastTotal {
		n = len(f.texts)
		f.first[text], f.texts = n, append(f.texts, text)
	}
	f.of = append(f.of, n)
}

// compare cuts the different texts, finds those that may be copies, and joins those
// that are.
func (f *finder) compare() {
	order := make([]int, len(f.texts))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(len(f.texts[b])-len(f.texts[a]), strings.Compare(f.texts[a], f.texts[b]), a-b)
	})
	place := make([]int, len(order))
	sorted := make([]string, len(order))
	for n, i := range order {
		place[i], sorted[n] = n, f.texts[i]
	}
	for i, n := range f.of {
		f.of[i] = place[n]
	}
	f.texts = sorted
	meet := meeting{buckets: map[uint64][]int{}}
	for n, t := range f.texts {
		c := cutText(t)
		f.cuts, f.parent, f.share = append(f.cuts, c), append(f.parent, n), append(f.share, 1)
		f.agency = append(f.agency, Credited(t))
		f.wire = append(f.wire, wellKnown(f.agency[n]))
		for _, m := range meet.next(n, c) {
			f.try(n, m)
		}
	}
}

// try joins the sets of two texts if they are copies. Two agencies' texts that a third
// report has printed together are two tellings, unless they are nearly one text.
func (f *finder) try(n, m int) {
	x, y := f.find(n), f.find(m)
	if x == y {
		return
	}
	share, back, ok := judge(f.cuts[n], f.cuts[m])
	if !ok || min(share, back) < oneText && apart(f.wire[x], f.wire[y]) {
		return
	}
	x, y = min(x, y), max(x, y)
	f.parent[y] = x
	f.share[x] = min(f.share[x], f.share[y], share)
	for a := range f.wire[y] {
		if f.wire[x] == nil {
			f.wire[x] = map[string]bool{}
		}
		f.wire[x][a] = true
	}
}

func (f *finder) find(i int) int {
	for f.parent[i] != i {
		f.parent[i] = f.parent[f.parent[i]]
		i = f.parent[i]
	}
	return i
}

// apart reports whether two sets credit agencies and none in common.
func apart(a, b map[string]bool) bool {
	for k := range a {
		if b[k] {
			return false
		}
	}
	return len(a) > 0 && len(b) > 0
}
