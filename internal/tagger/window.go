package tagger

import "slices"

// The sizes of a window, in pieces and words, as the model was trained on them.
const (
	windowPieces = 512
	overlap      = 100 // pieces that a window shares with the one before it, at least
	titleWords   = 60  // words of the title that each window begins with, at most
	wordPieces   = 8   // pieces of a word that are read, at most
)

// The longest report that is read to its end: what goes beyond stays unread, so that
// the time a report takes has a bound. No report of a newsroom is nearly as long.
const (
	mostWords   = 1 << 15
	mostWindows = 128
)

// window is [CLS] title [SEP] part of the body [SEP].
type window struct {
	ids        []int32
	words      []int // the document's number of each word
	first      []int // and its first piece
	titleWords int   // how many words of the title there are
	low, high  int   // the words of the body whose claims are read here, half-open
	owns       bool  // whether those of the title are
}

// pieced holds the word pieces of a document.
type pieced struct {
	ids   []int32
	start []int // where the pieces of each word begin, and the end
}

func (p *pieced) of(word int) []int32 { return p.ids[p.start[word]:p.start[word+1]] }

// pieces cuts the words of d into p. A word of which no piece is left is unknown.
func (m *Model) pieces(d *document, p *pieced, room []Piece) []Piece {
	p.ids, p.start = p.ids[:0], append(p.start[:0], 0)
	for i := range d.tokens {
		room = m.vocabulary.Append(room[:0], d.word(i))
		for _, piece := range room[:min(len(room), wordPieces)] {
			p.ids = append(p.ids, piece.ID)
		}
		if len(room) == 0 {
			p.ids = append(p.ids, m.vocabulary.Unknown)
		}
		p.start = append(p.start, len(p.ids))
	}
	return room
}

// parts returns the first and last+1 word of the body of each window.
func (p *pieced) parts(title, words int) [][2]int {
	shown := min(title, titleWords)
	room := windowPieces - 3 - p.start[shown]
	var parts [][2]int
	for i := title; ; {
		j := i
		for j < words && p.start[j+1]-p.start[i] <= room {
			j++
		}
		parts = append(parts, [2]int{i, j})
		if j >= words || len(parts) == mostWindows {
			return parts
		}
		k := j
		for k > i+1 && p.start[j]-p.start[k] < overlap {
			k--
		}
		i = k
	}
}

// fill makes w the window of part n.
func (w *window) fill(m *Model, d *document, p *pieced, parts [][2]int, n int) {
	i, j := parts[n][0], parts[n][1]
	w.low, w.high, w.owns = i, j, n == 0
	if n > 0 {
		w.low = halfway(i-d.title, parts[n-1][1]-d.title) + d.title
	}
	if n+1 < len(parts) {
		w.high = halfway(parts[n+1][0]-d.title, j-d.title) + d.title
	}
	w.titleWords = min(d.title, titleWords)
	w.ids, w.words, w.first = append(w.ids[:0], m.vocabulary.Classify), w.words[:0], w.first[:0]
	put := func(from, to int) {
		for word := from; word < to; word++ {
			w.first, w.words = append(w.first, len(w.ids)), append(w.words, word)
			w.ids = append(w.ids, p.of(word)...)
		}
		w.ids = append(w.ids, m.vocabulary.Separator)
	}
	put(0, w.titleWords)
	put(i, j)
}

// halfway is where two windows that share the words [a, b) of the body part them.
func halfway(a, b int) int { return (a + b) / 2 }

// own reports whether the window is the one to read word i of its words.
func (w *window) own(i int) bool {
	if i < w.titleWords {
		return w.owns
	}
	return w.low <= w.words[i] && w.words[i] < w.high
}

// follows reports whether word i+1 of the window follows word i in the report.
func (w *window) follows(i int) bool {
	return i+1 < len(w.words) && w.words[i+1] == w.words[i]+1
}

// best returns the indices of the n largest values, largest first, the earlier of
// equals first.
func best(x []float32, n int, room []int) []int {
	room = room[:0]
	for i, v := range x {
		at := len(room)
		for at > 0 && x[room[at-1]] < v {
			at--
		}
		if at < n {
			room = slices.Insert(room, at, i)
			room = room[:min(len(room), n)]
		}
	}
	return room
}
