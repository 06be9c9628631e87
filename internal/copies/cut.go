package copies

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	shingleWords = 5  // words in a row that two texts must share for that to say anything
	longLine     = 25 // words of a line that is prose though nothing closes it
	stemLetters  = 5
	longTitle    = 50 // words of a title that are looked at
)

// cut is a text taken apart for comparison. Of its words only hashes are kept: an
// incident may have ten thousand texts.
type cut struct {
	words     []word
	sentences []sentence
	body      int      // index of the first word that is not the title's
	headline  []uint64 // the words of the title that carry content, without numbers, as stems, each once
	story     []bool   // of each word: does it stand in prose, said for the first time?
	taken     []uint64 // the stems of the story, sorted, each once
	shingles  []uint64 // a hash for each run of five words of the body
	index     []place  // where the shingles stand, once somebody asks for them
}

// word is one word in lower case. Stem is the hash of its first letters, so that
// "killing" in a text answers "killed" in a title.
type word struct {
	hash, stem uint64
	start, end int // bytes
}

// sentence is the words [first, last).
type sentence struct{ first, last int }

// cutText takes a report's text apart: title, line break, body. Sentences are cut
// plainly: a cut too many, behind "Dr.", does no harm here.
func cutText(text string) *cut {
	c := &cut{}
	title := max(strings.IndexByte(text, '\n'), 0)
	opens := true // the next word begins a sentence
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !wordRune(r) {
			opens = opens || r == '\n' || (r == '.' || r == '!' || r == '?' || r == '…') && closes(text[i+n:])
			i += n
			continue
		}
		end := i
		for end < len(text) {
			r, n := utf8.DecodeRuneInString(text[end:])
			if !wordRune(r) {
				break
			}
			end += n
		}
		if opens {
			c.sentences = append(c.sentences, sentence{len(c.words), len(c.words)})
		}
		c.add(text, i, end)
		if end <= title {
			c.body = len(c.words)
		}
		opens, i = false, end
	}
	for _, w := range c.words[:min(c.body, longTitle)] {
		if !common[w.hash] && !unicode.IsDigit(rune(text[w.start])) {
			c.headline = append(c.headline, w.stem)
		}
	}
	slices.Sort(c.headline)
	c.headline = slices.Compact(c.headline)
	c.markStory(text)
	c.taken = c.stems(c.story)
	c.hashRuns()
	return c
}

func (c *cut) add(text string, start, end int) {
	lower := strings.ToLower(text[start:end])
	c.words = append(c.words, word{hash: hashOf(lower), stem: hashOf(stem(lower)), start: start, end: end})
	c.sentences[len(c.sentences)-1].last = len(c.words)
}

// markStory marks the words of the body that are prose, each sentence once. A line
// that no mark closes is a menu's or a list's, unless it is long; a caption may stand
// four times on a page.
func (c *cut) markStory(text string) {
	c.story = make([]bool, len(c.words))
	seen := map[uint64]bool{}
	for _, s := range c.sentences {
		h := uint64(1)
		for _, w := range c.words[s.first:s.last] {
			h = mix(h ^ w.hash)
		}
		end := text[c.words[s.last-1].end:]
		if s.last < len(c.words) {
			end = text[c.words[s.last-1].end:c.words[s.last].start]
		}
		end, _, _ = strings.Cut(end, "\n")
		prose := strings.ContainsAny(end, ".!?…\"”:") || s.last-s.first >= longLine
		if s.first >= c.body && prose && !seen[h] {
			fill(c.story, s.first, s.last)
		}
		seen[h] = true
	}
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// closes reports whether a full stop before these words ends a sentence.
func closes(rest string) bool {
	rest = strings.TrimLeft(rest, `"'”’)]`)
	after := strings.TrimLeft(rest, " \t")
	r, _ := utf8.DecodeRuneInString(after)
	return len(after) < len(rest) && !unicode.IsLower(r)
}

// stem is a word without its ending, and no more than its first letters.
func stem(w string) string {
	for _, ending := range []string{"ing", "ed", "es", "s"} {
		if bare, ok := strings.CutSuffix(w, ending); ok && len(bare) >= stemLetters-2 {
			w = bare
			break
		}
	}
	n := 0
	for i := range w {
		if n++; n > stemLetters {
			return w[:i]
		}
	}
	return w
}

// hashOf is FNV-1a: the same in every run, so that results are.
func hashOf(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// common are the words that say nothing of an event.
var common = func() map[uint64]bool {
	out := map[uint64]bool{}
	for _, w := range strings.Fields(`a about after against all also am an and any are as at be been before being between both but by can could did do does
		down during each for from had has have he her here him his how i if in into is it its just may me more most my new news no nor not now of off on once one
		only or other our out over own per s said say says she since so some such t than that the their them then there these they this those through to too
		two under until up us update updated very video was watch we were what when where which while who whom why will with would you your photo photos`) {
		out[hashOf(w)] = true
	}
	return out
}()

// hashRuns gives every run of five words of the body a hash: at i, that of the words
// from body+i on.
func (c *cut) hashRuns() {
	body := c.words[c.body:]
	if len(body) < shingleWords {
		return
	}
	c.shingles = make([]uint64, len(body)-shingleWords+1)
	for i := range c.shingles {
		h := uint64(1)
		for _, w := range body[i : i+shingleWords] {
			h = mix(h ^ w.hash)
		}
		c.shingles[i] = h
	}
}

// mix spreads the bits of a hash, whose low bits follow the last byte.
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}
