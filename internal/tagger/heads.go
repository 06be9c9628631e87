package tagger

import (
	"math"

	"rashomon"
	"rashomon/internal/encoder"
)

// speakerWords is the longest run of words that a pointer can mean, and pointerStarts
// how many of the likeliest first words are tried.
const (
	speakerWords  = 16
	pointerStarts = 5
)

// candidate is a word of a window that may begin a value.
type candidate struct {
	field       int
	first, last int // words of the window
	p           float64
}

// vectors are the rows of numbers that the heads stand on, for one window. The zero
// value is ready; what it holds stands until the next window.
type vectors struct {
	word      []float32 // [words][hidden]
	tags      []float32 // [words][tags][3], as probabilities
	near      []float32 // [candidates][2][hidden]: means of the sentence and of the title
	input     []float32
	inner     []float32
	query     []float32 // [candidates][2*pointers][pointer]
	keys      []float32 // [words][2*pointers][pointer]
	nobody    []float32 // [candidates][2*pointers]
	claim     []float32 // [candidates][role, stance, bound, approx, superseded]
	vector    []float32 // [candidates][numbers of a claim]
	scores    [2][]float32
	starts    []int
	sentences map[int32][]float32
}

func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}

// words sets v.word to the vectors of the window's words: the encoder's at the word's
// first piece, and what the word's shape and the title add.
func (m *Model) words(v *vectors, d *document, w *window, h []float32) {
	v.word = grow(v.word, len(w.words)*m.hidden)
	for i, word := range w.words {
		title := m.title[0]
		if i < w.titleWords {
			title = m.title[1]
		}
		dst, shape := v.word[i*m.hidden:(i+1)*m.hidden], m.shape[d.tokens[word].shape]
		for k, x := range h[w.first[i]*m.hidden : (w.first[i]+1)*m.hidden] {
			dst[k] = x + shape[k] + title[k]
		}
	}
}

// at returns the vector of word i of the window.
func (v *vectors) at(i, hidden int) []float32 { return v.word[i*hidden : (i+1)*hidden] }

// twoLayers sets dst to the images of the rows of x.
func (m *Model) twoLayers(s *encoder.Scratch, v *vectors, a, b *encoder.Linear, dst, x []float32, rows int) []float32 {
	v.inner = grow(v.inner, rows*a.Out())
	a.Apply(s, v.inner, x, rows)
	m.kernel.GELU(v.inner)
	dst = grow(dst, rows*b.Out())
	b.Apply(s, dst, v.inner, rows)
	return dst
}

// tag sets v.tags to the odds of outside, begin and inside, for each word and tag.
func (m *Model) tag(s *encoder.Scratch, v *vectors, words int) {
	v.tags = m.twoLayers(s, v, m.tag0, m.tag3, v.tags, v.word, words)
	for i := 0; i < len(v.tags); i += 3 {
		softmax(v.tags[i : i+3])
	}
}

// softmax turns x into odds. The exponentials are of float64: thresholds stand on them.
func softmax(x []float32) {
	top := x[0]
	for _, y := range x {
		top = max(top, y)
	}
	sum := 0.0
	for i, y := range x {
		e := math.Exp(float64(y - top))
		x[i], sum = float32(e), sum+e
	}
	for i := range x {
		x[i] = float32(float64(x[i]) / sum)
	}
}

// candidates appends the words that may begin a value: their odds are above the floor.
// A count is one word; another value goes on while "inside" is likeliest.
func (w *window) candidates(dst []candidate, tags []float32) []candidate {
	const row = 3 * (fields + 5)
	for f := range fields {
		for i := range w.words {
			p := tags[i*row+3*f:]
			if p[1] <= floor || !w.own(i) {
				continue
			}
			last := i
			for !fieldLabels[f].Toll() && w.follows(last) {
				next := tags[(last+1)*row+3*f:]
				if next[2] <= max(next[0], next[1]) {
					break
				}
				last++
			}
			dst = append(dst, candidate{field: f, first: i, last: last, p: float64(p[1])})
		}
	}
	return dst
}

// around sets v.near to the mean of the words of each candidate's sentence, as far as
// the window has it, and of the title.
func (m *Model) around(v *vectors, d *document, w *window, all []candidate) {
	h := m.hidden
	v.near = grow(v.near, 2*h*len(all))
	title := make([]float32, h)
	for i := range w.titleWords {
		add(title, v.at(i, h))
	}
	divide(title, max(w.titleWords, 1))
	v.sentences = map[int32][]float32{}
	for c, x := range all {
		sentence := d.tokens[w.words[x.first]].sentence
		mean := v.sentences[sentence]
		if mean == nil {
			mean = make([]float32, h)
			n := 0
			for i, word := range w.words {
				if d.tokens[word].sentence == sentence {
					add(mean, v.at(i, h))
					n++
				}
			}
			divide(mean, n)
			v.sentences[sentence] = mean
		}
		copy(v.near[2*c*h:], mean)
		copy(v.near[(2*c+1)*h:], title)
	}
}

func add(dst, x []float32) {
	for i, y := range x {
		dst[i] += y
	}
}

func divide(x []float32, n int) {
	for i := range x {
		x[i] /= float32(n)
	}
}

// judge sets v.claim and v.vector for the candidates. C0 is the vector of [CLS].
func (m *Model) judge(s *encoder.Scratch, v *vectors, all []candidate, c0 []float32) {
	h, wide := m.hidden, m.claim0.In()
	v.input = grow(v.input, len(all)*wide)
	for c, x := range all {
		row := v.input[c*wide : c*wide]
		row = append(append(append(row, v.at(x.first, h)...), v.at(x.last, h)...), c0...)
		_ = append(append(row, v.near[2*c*h:2*(c+1)*h]...), m.field[x.field]...)
	}
	v.claim = m.twoLayers(s, v, m.claim0, m.claim3, v.claim, v.input, len(all))
	v.vector = m.twoLayers(s, v, m.incident0, m.incident3, v.vector, v.input, len(all))
}

// point sets v.query, v.keys and v.nobody for the candidates.
func (m *Model) point(s *encoder.Scratch, v *vectors, w *window, all []candidate) {
	h := m.hidden
	v.keys = grow(v.keys, len(w.words)*m.keys.Out())
	m.keys.Apply(s, v.keys, v.word, len(w.words))
	v.input = grow(v.input, len(all)*3*h)
	for c, x := range all {
		row := append(append(v.input[3*c*h:3*c*h], v.at(x.first, h)...), v.at(x.last, h)...)
		_ = append(row, v.near[2*c*h:(2*c+1)*h]...)
	}
	v.nobody = grow(v.nobody, len(all)*m.nobody.Out())
	m.nobody.Apply(s, v.nobody, v.input, len(all))
	for c := range all {
		copy(v.input[2*c*h:2*(c+1)*h], v.input[3*c*h:])
	}
	v.query = m.twoLayers(s, v, m.query0, m.query2, v.query, v.input[:2*h*len(all)], len(all))
}

// column sets dst to the log odds of the words of the window, and at last of nobody,
// to be what column p of the pointers means for candidate c.
func (m *Model) column(dst []float32, v *vectors, w *window, c, at, p int) []float32 {
	const columns = 2 * pointers
	n, k := len(w.words), m.pointer
	dst = grow(dst, n+1)
	query, scale := v.query[(c*columns+p)*k:(c*columns+p+1)*k], float32(math.Sqrt(float64(k)))
	for i := range n {
		dst[i] = dot(query, v.keys[(i*columns+p)*k:])/scale + m.far[m.step(i-at)][p]
	}
	dst[n] = v.nobody[c*columns+p]
	logSoftmax(dst)
	return dst
}

func logSoftmax(x []float32) {
	top := x[0]
	for _, y := range x {
		top = max(top, y)
	}
	sum := 0.0
	for _, y := range x {
		sum += math.Exp(float64(y - top))
	}
	log := float32(math.Log(sum)) + top
	for i := range x {
		x[i] -= log
	}
}

// pointed returns the words that pointer p of candidate c means, empty for nobody.
func (m *Model) pointed(v *vectors, d *document, w *window, c int, x candidate, p int) Pointer {
	for side := range v.scores {
		v.scores[side] = m.column(v.scores[side], v, w, c, x.first, 2*p+side)
	}
	start, end, n := v.scores[0], v.scores[1], len(w.words)
	top := start[n] + end[n]
	words := rashomon.Span{}
	v.starts = best(start[:n], pointerStarts, v.starts)
	for _, a := range v.starts {
		for b := a; b < min(a+speakerWords, n) && w.words[b]-w.words[a] == b-a; b++ {
			if y := start[a] + end[b]; y > top {
				top, words = y, d.span(w.words[a], w.words[b])
			}
		}
	}
	return Pointer{Words: words, P: math.Exp(float64(top))}
}
