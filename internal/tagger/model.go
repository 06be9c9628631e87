package tagger

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"

	"rashomon/internal/encoder"
)

// Model is a weight file ready to read reports. It is read only and may be shared by
// goroutines, each with a Scratch of its own.
type Model struct {
	encoder    *encoder.Encoder
	kernel     *encoder.Kernel
	vocabulary *Vocabulary
	maker      string
	rules      rules
	near       [41]int // near[i] is the smallest distance of step i-20 of the log scale

	hidden, pointer, vector int // widths of a word, of a pointer's key, of a claim for pairs

	shape, title, far, field, apart [][]float32

	tag0, tag3, query0, query2, keys, nobody, claim0, claim3, incident0, incident3 *encoder.Linear
	pair                                                                           pairHead
}

// rules are the thresholds that decoding goes by, chosen on reports that never trained.
type rules struct {
	field                         [fields]float64 // the least odds of a tag
	link, main, cumulative, share float64
}

// header is what the tagger reads of the weight file's header.
type header struct {
	Maker      string
	Pointer    int
	Tags       []string
	Bounds     []string
	Roles      []string
	Stances    []string
	Pointers   []string
	Distances  []int
	Thresholds map[string]json.RawMessage
}

//go:embed reader.rsh
var weights []byte

// Own opens the weights that the program carries (training/MODEL_CARD.md). They are a
// part of it as its code is: a test holds them to their checksum, a start does not, and
// reads of them only what it uses.
func Own() (*Model, error) { return open(weights, encoder.OpenUnchecked) }

// Open makes a Model of the bytes of a weight file, which must not change afterwards,
// with the fastest arithmetic of this machine. Its error says whether the file is
// foreign, cut, damaged, of another format or made for other labels.
func Open(file []byte) (*Model, error) { return open(file, encoder.Open) }

func open(b []byte, read func([]byte) (*encoder.File, error)) (*Model, error) {
	f, err := read(b)
	if err != nil {
		return nil, fmt.Errorf("open reader: %w", err)
	}
	return New(f, encoder.Kernels()[0])
}

// New makes a Model of a weight file for a kernel.
func New(f *encoder.File, k *encoder.Kernel) (*Model, error) {
	m := &Model{kernel: k}
	var h header
	if err := json.Unmarshal(f.Header(), &h); err != nil {
		return nil, fmt.Errorf("open reader: header: %w", err)
	}
	if err := m.take(&h); err != nil {
		return nil, fmt.Errorf("open reader: %w", err)
	}
	var err error
	if m.encoder, err = encoder.New(f, k); err != nil {
		return nil, fmt.Errorf("open reader: %w", err)
	}
	if m.encoder.Places() < windowPieces {
		return nil, fmt.Errorf("open reader: the encoder takes %d pieces, a window has %d", m.encoder.Places(), windowPieces)
	}
	lines, count := f.Pieces()
	if m.vocabulary, err = NewVocabulary(lines, count); err != nil {
		return nil, fmt.Errorf("open reader: %w", err)
	}
	if shape := f.Shape("enc.word.weight"); shape[0] != count {
		return nil, fmt.Errorf("open reader: %d word pieces, %d vectors of them", count, shape[0])
	}
	m.hidden = m.encoder.Hidden()
	if err := m.heads(f); err != nil {
		return nil, fmt.Errorf("open reader: %w", err)
	}
	return m, nil
}

// Maker returns the name that the weight file gives itself.
func (m *Model) Maker() string { return m.maker }

// take checks the labels of the header and keeps its rules.
func (m *Model) take(h *header) error {
	for _, l := range []struct {
		what      string
		got, want []string
	}{
		{"tags", h.Tags, append(names(fieldLabels), otherTags...)}, {"bounds", h.Bounds, names(boundLabels)},
		{"roles", h.Roles, names(roleLabels)}, {"stances", h.Stances, names(stanceLabels)}, {"pointers", h.Pointers, pointerLabels},
	} {
		if !slices.Equal(l.got, l.want) {
			return fmt.Errorf("the weights were made for the %s %v, this program reads %v", l.what, l.got, l.want)
		}
	}
	if h.Pointer < 1 || h.Pointer > 1<<12 || len(h.Distances) != 21 {
		return fmt.Errorf("the header has a pointer width of %d and %d distances, not 1 to 4096 and 21", h.Pointer, len(h.Distances))
	}
	m.maker, m.pointer = h.Maker, h.Pointer
	for i, d := range h.Distances {
		m.near[20+i] = d
	}
	return m.rules.take(h.Thresholds)
}

func names[T ~string](labels []T) []string {
	out := make([]string, len(labels))
	for i, l := range labels {
		out[i] = string(l)
	}
	return out
}

// take reads the thresholds by name. One that is missing is an error: a threshold of
// zero would make a claim of every word.
func (r *rules) take(t map[string]json.RawMessage) error {
	read := func(name string, to any) error {
		if t[name] == nil {
			return fmt.Errorf("the header has no threshold %q", name)
		}
		if err := json.Unmarshal(t[name], to); err != nil {
			return fmt.Errorf("threshold %q: %w", name, err)
		}
		return nil
	}
	for i, f := range fieldLabels {
		if err := read(string(f), &r.field[i]); err != nil {
			return err
		}
	}
	for name, to := range map[string]*float64{"link": &r.link, "main": &r.main, "cumulative": &r.cumulative, "own": &r.share} {
		if err := read(name, to); err != nil {
			return err
		}
	}
	return nil
}

// heads prepares what reads the word vectors. Widths inside the heads are the file's.
func (m *Model) heads(f *encoder.File) error {
	h, p := m.hidden, 2*pointers
	r := tables{f: f, k: m.kernel}
	m.shape, m.title = r.rows("shape.weight", shapes, h), r.rows("title.weight", 2, h)
	m.tag0 = r.linear("tag.0", 0, h)
	m.tag3 = r.linear("tag.3", 3*(fields+len(otherTags)), r.out(m.tag0))
	m.query0 = r.linear("query.0", 0, 2*h)
	m.query2 = r.linear("query.2", p*m.pointer, r.out(m.query0))
	m.keys, m.nobody = r.linear("keys", p*m.pointer, h), r.linear("nobody", p, 3*h)
	m.far, m.field = r.rows("far.weight", len(m.near), p), r.rows("field.weight", fields+len(otherTags), 0)
	width := 5 * h
	if len(m.field) > 0 {
		width += len(m.field[0])
	}
	m.claim0 = r.linear("claim.0", 0, width)
	m.claim3 = r.linear("claim.3", roles+stances+bounds+4, r.out(m.claim0))
	m.incident0 = r.linear("incident.0", 0, width)
	m.incident3 = r.linear("incident.3", 0, r.out(m.incident0))
	m.vector, m.apart = r.out(m.incident3), r.rows("apart.weight", len(m.near), 0)
	m.pair = r.pairs(m.vector, m.apart)
	return r.err
}

// tables reads tensors and keeps the first error. A width of 0 is whatever the file has.
type tables struct {
	f   *encoder.File
	k   *encoder.Kernel
	err error
}

func (r *tables) linear(name string, out, in int) *encoder.Linear {
	if r.err != nil {
		return nil
	}
	l, err := r.f.FloatLinear(r.k, name)
	switch {
	case err != nil:
		r.err = err
	case l.In() != in || out > 0 && l.Out() != out:
		r.err = fmt.Errorf("weights: %s has shape [%d %d], want [%d %d]", name, l.Out(), l.In(), out, in)
	}
	return l
}

func (r *tables) out(l *encoder.Linear) int {
	if r.err != nil {
		return 0
	}
	return l.Out()
}

func (r *tables) rows(name string, n, width int) [][]float32 {
	if shape := r.f.Shape(name); width == 0 && len(shape) == 2 {
		width = shape[1]
	}
	if r.err != nil {
		return nil
	}
	t, err := r.f.Tensor(name, n, width)
	if err != nil {
		r.err = err
		return nil
	}
	out := make([][]float32, n)
	for i := range out {
		if t.Bytes == nil {
			out[i] = t.Float[i*width : (i+1)*width]
			continue
		}
		out[i] = make([]float32, width)
		t.AddRow(out[i], i)
	}
	return out
}
