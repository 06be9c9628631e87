package encoder

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"math"
	"unsafe"
)

// The flat weight file, as training/export.py writes it. All numbers are little endian.
//
//	 8 bytes  magic
//	 4 bytes  length n of the header
//	 4 bytes  CRC-32 (IEEE) of everything after these 16 bytes
//	 n bytes  header, JSON
//	the rest  tensors; offsets count from the end of the header
const (
	magic     = "RSHREAD1"
	preamble  = len(magic) + 8
	newest    = 1 // the newest format that this package reads
	alignment = 64
)

// Config is the shape of the encoder that a file holds.
type Config struct {
	Hidden int     `json:"hidden"` // width of a vector, a multiple of 16
	Heads  int     `json:"heads"`  // attention heads; Hidden/Heads is a multiple of 16
	Layers int     `json:"layers"`
	Inner  int     `json:"inner"`  // width inside the feed-forward half, a multiple of 16
	Places int     `json:"places"` // the longest sequence
	Eps    float32 `json:"eps"`    // added to the variance in layer norms
}

// File is a weight file in memory. The bytes are read in place: they must not change
// as long as the File or anything made from it is used.
type File struct {
	config  Config
	header  []byte
	pieces  []byte
	count   int
	tensors map[string]Tensor
}

// Tensor is one array of the file: 32-bit floats, or a matrix of 8-bit integers with
// a scale a row, weight = integer * scale.
type Tensor struct {
	Name  string
	Shape []int
	Int8  []int8    // in place in the file; nil for a tensor of floats
	Float []float32 // the values, or the scales of the rows of Int8
}

// wireHeader is what this package reads of the header; the rest is the tagger's.
type wireHeader struct {
	Format  int          `json:"format"`
	Encoder Config       `json:"encoder"`
	Pieces  wirePieces   `json:"pieces"`
	Tensors []wireTensor `json:"tensors"`
}

type wirePieces struct {
	Offset int `json:"offset"`
	Bytes  int `json:"bytes"`
	Count  int `json:"count"`
}

type wireTensor struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Shape  []int  `json:"shape"`
	Offset int    `json:"offset"`
	Scales *int   `json:"scales"`
}

// Open reads a weight file from b without copying its matrices. The error of a file
// that is foreign, cut, damaged or of a newer format says which of these it is.
func Open(b []byte) (*File, error) {
	if len(b) < preamble || string(b[:len(magic)]) != magic {
		return nil, fmt.Errorf("open weights: no weight file: it begins with %q, not %q", b[:min(len(b), len(magic))], magic)
	}
	n := int64(binary.LittleEndian.Uint32(b[len(magic):]))
	if n > int64(len(b)-preamble) {
		return nil, fmt.Errorf("open weights: the file is cut: its header of %d bytes does not fit %d bytes", n, len(b))
	}
	f := &File{header: b[preamble : preamble+int(n)], tensors: map[string]Tensor{}}
	var h wireHeader
	if err := json.Unmarshal(f.header, &h); err != nil {
		return nil, fmt.Errorf("open weights: the header is damaged: %w", err)
	}
	if h.Format != newest {
		return nil, fmt.Errorf("open weights: the file has format %d, this program reads format %d: use the weights made for it", h.Format, newest)
	}
	if err := f.locate(&h, b[preamble+int(n):]); err != nil {
		return nil, fmt.Errorf("open weights: %w", err)
	}
	if crc32.ChecksumIEEE(b[preamble:]) != binary.LittleEndian.Uint32(b[len(magic)+4:]) {
		return nil, fmt.Errorf("open weights: the file is damaged: its checksum is not the one it was written with")
	}
	if err := f.finite(); err != nil {
		return nil, fmt.Errorf("open weights: %w", err)
	}
	return f, h.Encoder.check()
}

// locate finds every tensor and the pieces in the data after the header.
func (f *File) locate(h *wireHeader, data []byte) error {
	f.config = h.Encoder
	for _, w := range h.Tensors {
		if _, twice := f.tensors[w.Name]; twice {
			return fmt.Errorf("tensor %s stands in the header twice", w.Name)
		}
		t, err := w.read(data)
		if err != nil {
			return err
		}
		f.tensors[w.Name] = t
	}
	var err error
	if f.pieces, err = part("the word pieces", data, h.Pieces.Offset, h.Pieces.Bytes); err != nil {
		return err
	}
	f.count = h.Pieces.Count
	if len(f.pieces) > 0 && bytes.Count(f.pieces, []byte("\n"))+1 != f.count {
		return fmt.Errorf("the file has %d word pieces, its header says %d", bytes.Count(f.pieces, []byte("\n"))+1, f.count)
	}
	return nil
}

// part returns n bytes of data, or says what does not lie inside of it.
func part(what string, data []byte, offset, n int) ([]byte, error) {
	if offset < 0 || n < 0 || offset%alignment != 0 {
		return nil, fmt.Errorf("%s: no place for a part: %d bytes at %d", what, n, offset)
	}
	if n > len(data) || offset > len(data)-n {
		return nil, fmt.Errorf("%s: %d bytes at %d lie beyond the end of the data, %d: the file is cut", what, n, offset, len(data))
	}
	return data[offset : offset+n], nil
}

func (w *wireTensor) read(data []byte) (Tensor, error) {
	t := Tensor{Name: w.Name, Shape: w.Shape}
	what := "tensor " + w.Name
	size := 1
	for _, d := range w.Shape {
		if d <= 0 || d > math.MaxInt32/size {
			return t, fmt.Errorf("%s: no shape of a tensor: %v", what, w.Shape)
		}
		size *= d
	}
	switch w.Type {
	case "f32":
		b, err := part(what, data, w.Offset, 4*size)
		t.Float = floats(b)
		return t, err
	case "i8":
		if w.Scales == nil || len(w.Shape) != 2 {
			return t, fmt.Errorf("%s: an i8 tensor has two dimensions and scales", what)
		}
		b, err := part(what, data, w.Offset, size)
		if err != nil {
			return t, err
		}
		t.Int8 = unsafe.Slice((*int8)(unsafe.Pointer(unsafe.SliceData(b))), len(b))
		s, err := part("scales of "+w.Name, data, *w.Scales, 4*w.Shape[0])
		t.Float = floats(s)
		return t, err
	}
	return t, fmt.Errorf("%s: type %q is unknown, f32 and i8 are read", what, w.Type)
}

// floats copies: the bytes may stand at any address, and there are few floats.
func floats(b []byte) []float32 {
	f := make([]float32, len(b)/4)
	for i := range f {
		f[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return f
}

// finite refuses a file with a float that is no number: kernels may disagree on it.
func (f *File) finite() error {
	for name, t := range f.tensors {
		for i, v := range t.Float {
			if v-v != 0 {
				return fmt.Errorf("tensor %s: value %d is %v", name, i, v)
			}
		}
	}
	return nil
}

// check refuses a shape that the kernels cannot run. A file without an encoder is
// left to New to refuse.
func (c Config) check() error {
	if c == (Config{}) {
		return nil
	}
	bad := func(what string, n int) error {
		return fmt.Errorf("open weights: an encoder with %s %d cannot be run here: widths are multiples of %d", what, n, lanes)
	}
	const most = 1 << 16
	switch {
	case c.Hidden <= 0 || c.Hidden > most || c.Hidden%lanes != 0:
		return bad("hidden width", c.Hidden)
	case c.Heads <= 0 || c.Hidden%c.Heads != 0 || c.Hidden/c.Heads%lanes != 0:
		return bad("heads", c.Heads)
	case c.Inner <= 0 || c.Inner > most || c.Inner%lanes != 0:
		return bad("inner width", c.Inner)
	case c.Layers < 0 || c.Layers > most:
		return bad("layers", c.Layers)
	case c.Places <= 0 || c.Places > most:
		return bad("places", c.Places)
	}
	return nil
}

// Config returns the shape of the encoder.
func (f *File) Config() Config { return f.config }

// Header returns the file's header, JSON: labels, thresholds and the maker's name are
// the tagger's to read.
func (f *File) Header() []byte { return f.header }

// Pieces returns the vocabulary, one piece a line in the order of their numbers, and
// how many they are.
func (f *File) Pieces() (lines []byte, count int) { return f.pieces, f.count }

// Tensor returns the tensor of that name if it has the given shape.
func (f *File) Tensor(name string, shape ...int) (Tensor, error) {
	t, ok := f.tensors[name]
	if !ok {
		return t, fmt.Errorf("weights: no tensor %s", name)
	}
	same := len(t.Shape) == len(shape)
	for i := range shape {
		same = same && t.Shape[i] == shape[i]
	}
	if !same {
		return t, fmt.Errorf("weights: tensor %s has shape %v, want %v", name, t.Shape, shape)
	}
	return t, nil
}

// Shape returns the shape of a tensor, nil if the file has none of that name.
func (f *File) Shape(name string) []int { return f.tensors[name].Shape }

// AddRow adds row i of a matrix to dst, whose length is the matrix' width.
func (t *Tensor) AddRow(dst []float32, i int) {
	n := len(dst)
	if t.Int8 == nil {
		for j, v := range t.Float[i*n : (i+1)*n] {
			dst[j] += v
		}
		return
	}
	s := t.Float[i]
	for j, v := range t.Int8[i*n : (i+1)*n] {
		dst[j] += float32(float32(v) * s)
	}
}
