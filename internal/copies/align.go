package copies

import (
	"slices"

	"rashomon"
)

const (
	sameAt = 16 // places of the other text at which a run of words is looked for
	bridge = 3  // words that may be changed between two runs: a later toll, another word
	mostly = .6 // of the words of a sentence, what must be shared
	nearly = .8 // the same where nothing else says that the text is a copy

	longSentence = 12 // words of a sentence that two do not write alike by chance
)

// align marks the words of two bodies that stand in runs which both have, in whatever
// order: it lays the longest runs of a onto b, from the first to the last.
func align(a, b *cut) (inA, inB []bool) {
	inA, inB = make([]bool, len(a.words)), make([]bool, len(b.words))
	lastA, lastB := -1, -1 // where the last run ended
	for i := 0; i < len(a.shingles); {
		start := a.body + i
		from, n := a.longest(start, b, b.places(a.shingles[i]), lastB)
		if n == 0 {
			i++
			continue
		}
		if lastA >= 0 && start-lastA <= bridge && from >= lastB && from-lastB <= bridge {
			fill(inA, lastA, start)
			fill(inB, lastB, from)
		}
		fill(inA, start, start+n)
		fill(inB, from, from+n)
		lastA, lastB = start+n, from+n
		i += n
	}
	return inA, inB
}

// longest is the longest of the runs that begin at word i of c and at one of the
// places of b; of equals that which goes on where the last one ended.
func (c *cut) longest(i int, b *cut, places []place, after int) (from, n int) {
	for _, p := range places[:min(len(places), sameAt)] {
		m := 0
		for i+m < len(c.words) && p.at+m < len(b.words) && c.words[i+m].hash == b.words[p.at+m].hash {
			m++
		}
		if m > n || m == n && from < after && p.at >= after {
			from, n = p.at, m
		}
	}
	if n < shingleWords { // two hashes met by chance
		return 0, 0
	}
	return from, n
}

func fill(marks []bool, from, to int) {
	for i := from; i < to; i++ {
		marks[i] = true
	}
}

// Shared returns, for each of the texts of one telling, the sentences of its body that
// stand in another of the texts too, in order: what was copied. A sentence counts
// whose words are mostly shared, so that a later toll does not make it another.
func Shared(texts []string) [][]rashomon.Span {
	out := make([][]rashomon.Span, len(texts))
	for i, passages := range passagesOf(texts) {
		for _, p := range passages {
			if float64(p.shared) >= mostly*float64(p.words) {
				out[i] = append(out[i], p.Span)
			}
		}
	}
	return out
}

// Lifted is a sentence that stands in an earlier text nearly word for word.
type Lifted struct {
	rashomon.Span
	From int // index of the first text that has it
}

// Sentences returns, for each of some texts, the sentences of its body that an earlier
// one of them has nearly word for word, in order: a report may take one paragraph of an
// agency's. A short sentence may be anybody's and does not count.
func Sentences(texts []string) [][]Lifted {
	out := make([][]Lifted, len(texts))
	for i, passages := range passagesOf(texts) {
		for _, p := range passages {
			if p.words >= longSentence && float64(p.shared) >= nearly*float64(p.words) && p.from < i {
				out[i] = append(out[i], Lifted{p.Span, p.from})
			}
		}
	}
	return out
}

// passage is a sentence of a body, how many of its words stand in other texts, and the
// first text that has most of these.
type passage struct {
	rashomon.Span
	words, shared, from int
}

func passagesOf(texts []string) [][]passage {
	cuts, cutOf := make([]*cut, len(texts)), map[string]*cut{}
	first, several := map[uint64]int{}, map[uint64]bool{} // of a shingle: its first text; is there a second?
	for i, t := range texts {
		if cutOf[t] == nil {
			cutOf[t] = cutText(t)
		}
		cuts[i] = cutOf[t]
		for _, h := range cuts[i].shingles {
			if n, ok := first[h]; !ok {
				first[h] = i
			} else if n != i {
				several[h] = true
			}
		}
	}
	out := make([][]passage, len(texts))
	for i, c := range cuts {
		marks := make([]bool, len(c.words))
		last := -1
		for n, h := range c.shingles {
			if !several[h] {
				continue
			}
			start := c.body + n
			if last >= 0 && start-last <= bridge {
				fill(marks, min(last, start), start)
			}
			last = start + shingleWords
			fill(marks, start, last)
		}
		for _, s := range c.sentences {
			if s.first < c.body {
				continue
			}
			span := rashomon.Span{Start: c.words[s.first].start, End: c.words[s.last-1].end}
			out[i] = append(out[i], passage{span, s.last - s.first, count(marks[s.first:s.last]), c.firstWith(s, first, several)})
		}
	}
	return out
}

// firstWith is the text that has the most of a sentence's shared runs, of equals the
// first; -1 when none is shared.
func (c *cut) firstWith(s sentence, first map[uint64]int, several map[uint64]bool) int {
	votes := map[int]int{}
	for n := s.first - c.body; n >= 0 && n+c.body+shingleWords <= s.last; n++ {
		if h := c.shingles[n]; several[h] {
			votes[first[h]]++
		}
	}
	best := -1
	for n, k := range votes {
		if best < 0 || k > votes[best] || k == votes[best] && n < best {
			best = n
		}
	}
	return best
}

func count(marks []bool) int {
	n := 0
	for _, m := range marks {
		n += number(m)
	}
	return n
}

// place is where a shingle stands in a text.
type place struct {
	hash uint64
	at   int
}

// places returns where the body has a shingle, from the first on.
func (c *cut) places(hash uint64) []place {
	if c.index == nil {
		c.index = make([]place, len(c.shingles))
		for i, h := range c.shingles {
			c.index[i] = place{h, c.body + i}
		}
		slices.SortStableFunc(c.index, func(a, b place) int { return compareHash(a.hash, b.hash) })
	}
	i, _ := slices.BinarySearchFunc(c.index, hash, func(p place, h uint64) int { return compareHash(p.hash, h) })
	n := i
	for n < len(c.index) && n < i+sameAt && c.index[n].hash == hash {
		n++
	}
	return c.index[i:n]
}

func compareHash(a, b uint64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
