package copies

import "slices"

// The bounds were chosen on the train half of the gva data: on pairs of stories of
// different incidents by one outlet (none comes above .35 of a story), on such pairs
// with a third story's end under both, and on copies made by program.
const (
	leastTotal   = 8   // words of a text that can be said to be another's word for word
	leastStory   = 20  // words of story that two texts need for a comparison
	copied       = .4  // of the shorter story, what must stand in the longer, first words weighing most
	tail         = .7  // how much less the last word of a story weighs than its first
	leadWords    = 40  // the first words of a story
	leadSentence = 12  // words that a lead has at least
	leadCopied   = .15 // and what of them must be shared, in one of the two: a footer is no story
	told         = .4  // of the words of a headline, what a body must take up to be its story
	toldAtEnd    = .5  // the same of what is shared where each text has a lead of its own;
	toldWords    = 3   // so many words of the headlines will do
	oneText      = .8  // of both stories, what makes two texts one whomever they credit
)

// judge reports whether one text is a copy of the other, or both of a third. Three
// things are asked: is the body a story at all, one that its headline announces; how
// much of the shorter story stands in the longer, the beginning weighing most; and
// does what is shared hold any of the lead, or only the end. share is of the words of
// the shorter story, back of those of the longer.
func judge(a, b *cut) (share, back float64, ok bool) {
	if count(a.story) > count(b.story) {
		a, b = b, a
	}
	if share, words := announced(a, b, a.taken, b.taken); count(a.story) < leastStory || share < told || words < 2 && share < 1 {
		return 0, 0, false
	}
	inA, inB := align(a, b)
	share, weight, lead := a.holds(inA)
	back, _, other := b.holds(inB)
	if min(a.ahead(inA), b.ahead(inB)) >= leadSentence {
		if share, words := announced(a, b, a.stems(inA), b.stems(inB)); share < toldAtEnd && words < toldWords {
			return 0, 0, false // two briefs and one long footer
		}
	}
	return share, back, weight >= copied && max(lead, other) >= leadCopied
}

// ahead counts the words of a story before the first that is marked.
func (c *cut) ahead(marks []bool) int {
	n := 0
	for i, in := range c.story {
		if in && marks[i] {
			break
		}
		n += number(in)
	}
	return n
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// holds returns how much of a story is marked: of its words; the same with the first
// words weighing most; and of its first words.
func (c *cut) holds(marks []bool) (share, weight, lead float64) {
	total := float64(count(c.story))
	var n, all, first float64
	at := 0.
	for i, in := range c.story {
		if !in {
			continue
		}
		w := 1 - tail*at/total
		all += w
		if marks[i] {
			n++
			weight += w
			if at < leadWords {
				first++
			}
		}
		at++
	}
	return n / max(total, 1), weight / max(all, 1), first / max(min(total, leadWords), 1)
}

// announced returns how much of a headline the words of a body take up, by stems: as a
// share of the one headline that is taken up best, and in words of both. Where a page
// gave only a form to sign in by, or a gallery, it is little. Without headlines nothing
// says what the story should be, and all is taken up.
func announced(a, b *cut, saidA, saidB []uint64) (share float64, words int) {
	both := append(slices.Clone(a.headline), b.headline...)
	slices.Sort(both)
	both = slices.Compact(both)
	if len(both) == 0 {
		return 1, 0
	}
	for _, said := range [][]uint64{saidA, saidB} {
		for _, headline := range [][]uint64{a.headline, b.headline} {
			share = max(share, float64(takesUp(said, headline))/float64(max(1, len(headline))))
		}
		words = max(words, takesUp(said, both))
	}
	return share, words
}

// stems returns the stems of the marked words, sorted, each once.
func (c *cut) stems(marks []bool) []uint64 {
	var out []uint64
	for i, in := range marks {
		if in {
			out = append(out, c.words[i].stem)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func takesUp(said, headline []uint64) int {
	n := 0
	for _, h := range headline {
		_, ok := slices.BinarySearch(said, h)
		n += number(ok)
	}
	return n
}
