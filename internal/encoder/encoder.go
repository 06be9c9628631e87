package encoder

import (
	"fmt"
	"math"
	"strconv"
)

// Encoder is a BERT encoder: learned places, post-layer norm, GELU. It is read only
// and may be shared by goroutines.
type Encoder struct {
	config      Config
	kernel      *Kernel
	vocabulary  int
	word, place Tensor
	first       norm
	layers      []layer
	scale       float32 // of attention scores
}

type norm struct{ gain, bias []float32 }

type layer struct {
	qkv, out, up, down *Linear
	ln1, ln2           norm
}

// Scratch is the room that one goroutine works in. The zero value is ready; it grows
// with the longest input and is then used again.
type Scratch struct {
	x, qkv, ctx, side, inner []float32
	keys, values, scores     []float32
	acts                     activations
	product                  product
	tail                     []float32
	wide                     []float32
	tile                     [tileRows * lanes]float32
}

// blockRows is how many rows go through the feed-forward half at once, so that its
// wide rows stay in the cache.
const blockRows = 128

// New makes the encoder of a file for a kernel. Its error names the tensor
// that is missing or has another shape.
func New(f *File, k *Kernel) (*Encoder, error) {
	c := f.config
	if c == (Config{}) {
		return nil, fmt.Errorf("new encoder: the weight file has no encoder")
	}
	e := &Encoder{config: c, kernel: k, scale: 1 / float32(math.Sqrt(float64(c.Hidden/c.Heads)))}
	r := reader{f: f, k: k}
	if shape := f.Shape("enc.word.weight"); len(shape) == 2 {
		e.vocabulary = shape[0]
	}
	e.word = r.tensor("enc.word.weight", e.vocabulary, c.Hidden)
	e.place = r.tensor("enc.place.weight", c.Places, c.Hidden)
	e.first = r.norm("enc.ln", c.Hidden)
	for i := range c.Layers {
		p := "enc.layers." + strconv.Itoa(i) + "."
		e.layers = append(e.layers, layer{
			qkv: r.linear(p+"qkv", 3*c.Hidden, c.Hidden), out: r.linear(p+"out", c.Hidden, c.Hidden), ln1: r.norm(p+"ln1", c.Hidden),
			up: r.linear(p+"up", c.Inner, c.Hidden), down: r.linear(p+"down", c.Hidden, c.Inner), ln2: r.norm(p+"ln2", c.Hidden),
		})
		if r.err != nil {
			break
		}
	}
	if r.err != nil {
		return nil, fmt.Errorf("new encoder: %w", r.err)
	}
	return e, nil
}

// reader reads tensors of known shape and keeps the first error.
type reader struct {
	f   *File
	k   *Kernel
	err error
}

func (r *reader) tensor(name string, shape ...int) Tensor {
	if r.err != nil {
		return Tensor{}
	}
	t, err := r.f.Tensor(name, shape...)
	r.err = err
	return t
}

func (r *reader) norm(name string, n int) norm {
	g, b := r.tensor(name+".weight", n), r.tensor(name+".bias", n)
	return norm{g.Float, b.Float}
}

func (r *reader) linear(name string, out, in int) *Linear {
	if r.err != nil {
		return nil
	}
	l, err := r.f.Linear(r.k, name)
	if err == nil && (l.Out() != out || l.In() != in) {
		err = fmt.Errorf("weights: tensor %s.weight has shape [%d %d], want [%d %d]", name, l.Out(), l.In(), out, in)
	}
	r.err = err
	return l
}

// Hidden returns the length of a vector.
func (e *Encoder) Hidden() int { return e.config.Hidden }

// Places returns the length of the longest sequence.
func (e *Encoder) Places() int { return e.config.Places }

// Encode runs sequences of word pieces through the encoder. Ids holds the sequences
// one after the other, lengths their lengths, each from 1 to Places. The result holds
// a vector of Hidden numbers for each piece, in order; it belongs to s and stands
// until the next call with s. No sequence sees another, and none is padded: what a
// sequence gives does not depend on those beside it.
func (e *Encoder) Encode(s *Scratch, ids []int32, lengths []int) ([]float32, error) {
	total := 0
	for i, n := range lengths {
		if n < 1 || n > e.config.Places {
			return nil, fmt.Errorf("encode sequence %d: length %d is not from 1 to %d", i, n, e.config.Places)
		}
		total += n
	}
	if total != len(ids) {
		return nil, fmt.Errorf("encode: lengths add up to %d, there are %d pieces", total, len(ids))
	}
	for i, id := range ids {
		if id < 0 || int(id) >= e.vocabulary {
			return nil, fmt.Errorf("encode: piece %d has number %d, the vocabulary has %d", i, id, e.vocabulary)
		}
	}
	if total == 0 {
		return nil, nil
	}
	e.reset(s, total, lengths)
	e.embed(s, ids, lengths)
	for i := range e.layers {
		e.runLayer(s, &e.layers[i], lengths)
	}
	return s.x[:total*e.config.Hidden], nil
}

// reset makes room for n pieces.
func (e *Encoder) reset(s *Scratch, n int, lengths []int) {
	h, rows := e.config.Hidden, roundUp(n, tileRows)
	longest := 0
	for _, l := range lengths {
		longest = max(longest, roundUp(l, lanes))
	}
	s.x = grow(s.x, rows*h)
	s.side = grow(s.side, rows*h)
	// Attention works in tiles of rows that may begin at any piece.
	s.qkv = grow(s.qkv, (rows+tileRows)*3*h)
	s.ctx = grow(s.ctx, (rows+tileRows)*h)
	s.inner = grow(s.inner, min(rows, blockRows)*e.config.Inner)
	d := h / e.config.Heads
	s.keys = grow(s.keys, longest*d)
	s.values = grow(s.values, longest*d)
	s.scores = grow(s.scores, tileRows*longest)
	// Rows beyond the last piece are computed and never read; keep them finite.
	clear(s.x[n*h:])
	clear(s.qkv[rows*3*h:])
	clear(s.ctx[n*h:])
}

func (e *Encoder) embed(s *Scratch, ids []int32, lengths []int) {
	h, i := e.config.Hidden, 0
	for _, n := range lengths {
		for at := range n {
			x, t := s.x[i*h:(i+1)*h], s.side[i*h:(i+1)*h]
			clear(x)
			clear(t)
			e.word.AddRow(x, int(ids[i]))
			e.place.AddRow(t, at)
			e.kernel.addNorm(x, t, e.first.gain, e.first.bias, e.config.Eps)
			i++
		}
	}
}

func (e *Encoder) runLayer(s *Scratch, l *layer, lengths []int) {
	h, inner := e.config.Hidden, e.config.Inner
	rows := len(s.x) / h
	l.qkv.apply(s, s.qkv[:rows*3*h], s.x, rows)
	at := 0
	for _, n := range lengths {
		e.attend(s, at, n)
		at += n
	}
	l.out.apply(s, s.side, s.ctx[:rows*h], rows)
	e.addNorm(s.x, s.side, l.ln1)
	for r := 0; r < rows; r += blockRows {
		n := min(blockRows, rows-r)
		x, side, wide := s.x[r*h:(r+n)*h], s.side[r*h:(r+n)*h], s.inner[:n*inner]
		l.up.apply(s, wide, x, n)
		e.kernel.gelu(wide)
		l.down.apply(s, side, wide, n)
		e.addNorm(x, side, l.ln2)
	}
}

// addNorm does all rows of x.
func (e *Encoder) addNorm(x, t []float32, n norm) {
	h := e.config.Hidden
	for i := 0; i < len(x); i += h {
		e.kernel.addNorm(x[i:i+h], t[i:i+h], n.gain, n.bias, e.config.Eps)
	}
}
