package change

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"rashomon"
	"rashomon/internal/text"
)

// cut is a text in sentences, and what of each is compared.
type cut struct {
	sentences []text.Sentence
	folded    []string
	words     [][]string // of each sentence, in lower case, sorted
}

func cutUp(s string) cut {
	doc := text.Parse(s)
	c := cut{sentences: doc.Sentences}
	for _, sentence := range doc.Sentences {
		var words []string
		for i := sentence.First; i < sentence.Last; i++ {
			if !doc.Punct(i) {
				words = append(words, doc.Lower(i))
			}
		}
		slices.Sort(words)
		c.folded, c.words = append(c.folded, folded(sentence.Of(s))), append(c.words, words)
	}
	return c
}

// at is the sentence in which a span begins; -1 where it begins in none.
func (c cut) at(s rashomon.Span) int {
	i := sort.Search(len(c.sentences), func(i int) bool { return c.sentences[i].End > s.Start })
	if i == len(c.sentences) || s.Empty() {
		return -1
	}
	return i
}

// folded is a text with its white space, quotation marks and dashes made alike, so that
// typography is no change.
func folded(s string) string { return strings.Join(strings.Fields(alike.Replace(s)), " ") }

var alike = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "’", "'", "‘", "'", "ʼ", "'",
	"–", "-", "—", "-", "‐", "-", "‑", "-", "…", "...", "\u00a0", " ", "\u202f", " ", "\u00ad", "", "\u200b", "")

// lines says which sentence of one text is which of the other: the same, or one much like
// it in other words. -1 is none.
type lines struct {
	was, now cut
	to, from []int
	same     []bool // of the sentences of was: the other one has the same words
	kept     []bool // the same, of now
}

// alikeAt is the share of their words that two sentences have in common (Dice) from which
// on one is held to be the other, edited.
const alikeAt = 0.5

// What is compared with each other at most: pairs of claims, claims that both texts have,
// and words of sentences. Beyond it only equal ones meet.
const (
	mostCompared = 250_000
	mostBoth     = 2_000
	mostWords    = 10_000_000
)

// align finds equal sentences wherever they stand, each once, and then edited ones.
func align(was, now string) lines {
	l := lines{was: cutUp(was), now: cutUp(now)}
	l.to, l.from = none(len(l.was.folded)), none(len(l.now.folded))
	l.same, l.kept = make([]bool, len(l.to)), make([]bool, len(l.from))
	there := map[string][]int{}
	for j, s := range l.now.folded {
		there[s] = append(there[s], j)
	}
	for i, s := range l.was.folded {
		if at := there[s]; len(at) > 0 {
			l.to[i], l.from[at[0]], l.same[i], l.kept[at[0]] = at[0], i, true, true
			there[s] = at[1:]
		}
	}
	l.edited()
	return l
}

// edited joins what is left to what it is most like.
func (l *lines) edited() {
	left, right := open(l.to), open(l.from)
	if len(right)*count(l.was, left)+len(left)*count(l.now, right) > mostWords {
		return
	}
	var found []match
	for x, i := range left {
		for y, j := range right {
			if like := dice(l.was.words[i], l.now.words[j]); like >= alikeAt {
				found = append(found, match{i, j, x, y, like})
			}
		}
	}
	each(found, func(m match) { l.to[m.i], l.from[m.j] = m.j, m.i })
}

// count is how many words some sentences have.
func count(c cut, some []int) int {
	n := 0
	for _, i := range some {
		n += len(c.words[i])
	}
	return n
}

// only are the sentences that the other text has not in the same words.
func (l lines) only() (was, now []rashomon.Span) {
	for i, s := range l.was.sentences {
		if !l.same[i] {
			was = append(was, s.Span)
		}
	}
	for j, s := range l.now.sentences {
		if !l.kept[j] {
			now = append(now, s.Span)
		}
	}
	return was, now
}

func none(n int) []int { return slices.Repeat([]int{-1}, n) }

func open(list []int) []int {
	var out []int
	for i, to := range list {
		if to < 0 {
			out = append(out, i)
		}
	}
	return out
}

// match is a possible pair: i of one side with j of the other, x and y their places among
// what is left.
type match struct {
	i, j, x, y int
	like       float64
}

// each takes the matches from the best on, every i and j once. Of two equally good the
// nearer is taken; the order does not depend on which side is which.
func each(found []match, take func(match)) {
	slices.SortFunc(found, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.like, a.like), cmp.Compare(apart(a), apart(b)), cmp.Compare(a.x+a.y, b.x+b.y))
	})
	left, right := map[int]bool{}, map[int]bool{}
	for _, m := range found {
		if !left[m.i] && !right[m.j] {
			left[m.i], right[m.j] = true, true
			take(m)
		}
	}
}

func apart(m match) int { return max(m.x-m.y, m.y-m.x) }

// dice is twice the words in common by all words of both, which are sorted.
func dice(a, b []string) float64 {
	if len(a)+len(b) == 0 {
		return 0
	}
	return 2 * float64(common(a, b)) / float64(len(a)+len(b))
}

func common(a, b []string) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := cmp.Compare(a[i], b[j]); {
		case c == 0:
			n, i, j = n+1, i+1, j+1
		case c < 0:
			i++
		default:
			j++
		}
	}
	return n
}
