package encoder

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"math"
)

// The flat weight file, as training/export.py writes it. All numbers are little endian.
//
//	 8 bytes  magic
//	 4 bytes  length n of the header
//	 4 bytes  CRC-32 (IEEE) of everything after these 16 bytes
//	 n bytes  header, JSON
//	the rest  arrays, each from a multiple of 64 on and followed by zeros up to the
//	          next, the last one too; offsets count from the end of the header
const (
	magic     = "RSHREAD1"
	preamble  = len(magic) + 8
	format    = 2 // the one that this package reads
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
// a scale a row, weight = integer * scale. A matrix of [out, in] lies row after row, or
// in panels of 16 rows, the last one filled up with zeros, as the kernels read it:
// floats as [in][16], integers as [in/4][16][4].
type Tensor struct {
	Name   string
	Shape  []int
	Panels bool
	Bytes  []byte    // of integers: the file's bytes, each an int8; nil for a tensor of floats
	Float  []float32 // the values, or the scales of the rows of Bytes

	shift      []float32 // of integers in panels: a row's weights added up
	correction []int32   // of integers in panels: 128 times a row's integers added up
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
	Name        string `json:"name"`
	Type        string `json:"type"`
	Layout      string `json:"layout"`
	Shape       []int  `json:"shape"`
	Offset      int    `json:"offset"`
	Scales      *int   `json:"scales,omitempty"`
	Shifts      *int   `json:"shifts,omitempty"`
	Corrections *int   `json:"corrections,omitempty"`
}

// Open reads a weight file from b without copying its arrays. The error of a file
// that is foreign, cut, damaged or of another format says which of these it is.
func Open(b []byte) (*File, error) {
	f, err := OpenUnchecked(b)
	if err != nil {
		return nil, err
	}
	if crc32.ChecksumIEEE(b[preamble:]) != binary.LittleEndian.Uint32(b[len(magic)+4:]) {
		return nil, fmt.Errorf("open weights: the file is damaged: its checksum is not the one it was written with")
	}
	if err := f.finite(); err != nil {
		return nil, fmt.Errorf("open weights: %w", err)
	}
	return f, nil
}

// OpenUnchecked is Open for bytes that are a part of the program and were checked when
// it was built: only what is used of them is read from disk. Bytes that are damaged
// give other numbers, never a read outside of b.
func OpenUnchecked(b []byte) (*File, error) {
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
	if h.Format != format {
		age := "an older"
		if h.Format > format {
			age = "a newer"
		}
		return nil, fmt.Errorf("open weights: the file has format %d, made for %s reader: this one reads format %d: use the weights made for it", h.Format, age, format)
	}
	if err := f.locate(&h, b[preamble+int(n):]); err != nil {
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
			return fmt.Errorf("tensor %s: %w", w.Name, err)
		}
		f.tensors[w.Name] = t
	}
	var err error
	if f.pieces, err = part(data, &h.Pieces.Offset, h.Pieces.Bytes); err != nil {
		return fmt.Errorf("the word pieces: %w", err)
	}
	f.count = h.Pieces.Count
	if len(f.pieces) > 0 && bytes.Count(f.pieces, []byte("\n"))+1 != f.count {
		return fmt.Errorf("the file has %d word pieces, its header says %d", bytes.Count(f.pieces, []byte("\n"))+1, f.count)
	}
	return nil
}

// part returns n bytes of data, with the room up to a multiple of 64 behind them, or
// says what does not lie inside of it.
func part(data []byte, offset *int, n int) ([]byte, error) {
	if offset == nil || *offset < 0 || n < 0 || *offset%alignment != 0 {
		return nil, fmt.Errorf("no place for a part of %d bytes", n)
	}
	if n > len(data) || *offset > len(data)-roundUp(n, alignment) {
		return nil, fmt.Errorf("%d bytes at %d lie beyond the end of the data, %d: the file is cut", n, *offset, len(data))
	}
	return data[*offset : *offset+n : *offset+roundUp(n, alignment)], nil
}

func (w *wireTensor) read(data []byte) (t Tensor, err error) {
	t = Tensor{Name: w.Name, Shape: w.Shape, Panels: w.Layout == "panels"}
	if !t.Panels && w.Layout != "rows" {
		return t, fmt.Errorf("layout %q is unknown, rows and panels are read", w.Layout)
	}
	size := 1
	for _, d := range w.Shape {
		if d <= 0 || d > math.MaxInt32/size/alignment {
			return t, fmt.Errorf("no shape of a tensor: %v", w.Shape)
		}
		size *= d
	}
	if (t.Panels || w.Type == "i8") && len(w.Shape) != 2 {
		return t, fmt.Errorf("a tensor of %s in %s has two dimensions, not the shape %v", w.Type, w.Layout, w.Shape)
	}
	switch w.Type {
	case "f32":
		if t.Panels {
			size = roundUp(w.Shape[0], lanes) * w.Shape[1]
		}
		b, err := part(data, &w.Offset, 4*size)
		t.Float = floats(b)
		return t, err
	case "i8":
		return t, w.integers(&t, data)
	}
	return t, fmt.Errorf("type %q is unknown, f32 and i8 are read", w.Type)
}

// integers finds the parts of a matrix of 8-bit integers.
func (w *wireTensor) integers(t *Tensor, data []byte) (err error) {
	out, in := w.Shape[0], w.Shape[1]
	size := out * in
	if t.Panels {
		size = roundUp(out, lanes) * roundUp(in, 4)
	}
	if t.Bytes, err = part(data, &w.Offset, size); err != nil {
		return err
	}
	scales, err := part(data, w.Scales, 4*out)
	if err != nil {
		return fmt.Errorf("scales: %w", err)
	}
	t.Float = floats(scales)
	if !t.Panels {
		return nil
	}
	shifts, err := part(data, w.Shifts, 4*out)
	if err != nil {
		return fmt.Errorf("shifts: %w", err)
	}
	corrections, err := part(data, w.Corrections, 4*out)
	if err != nil {
		return fmt.Errorf("corrections: %w", err)
	}
	t.shift, t.correction = floats(shifts), integers(corrections)
	return nil
}

// finite refuses a file with a float that is no number: kernels may disagree on it.
func (f *File) finite() error {
	for name, t := range f.tensors {
		for _, values := range [][]float32{t.Float, t.shift} {
			for i, v := range values {
				if v-v != 0 {
					return fmt.Errorf("tensor %s: value %d is %v", name, i, v)
				}
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

// Tensor returns the tensor of that name if it has the given shape and lies in rows.
func (f *File) Tensor(name string, shape ...int) (Tensor, error) {
	t, ok := f.tensors[name]
	if !ok {
		return t, fmt.Errorf("weights: no tensor %s", name)
	}
	if t.Panels {
		return t, fmt.Errorf("weights: tensor %s lies in panels, not in rows", name)
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

// AddRow adds row i of a matrix that lies in rows to dst, whose length is its width.
func (t *Tensor) AddRow(dst []float32, i int) {
	n := len(dst)
	if t.Bytes == nil {
		for j, v := range t.Float[i*n : (i+1)*n] {
			dst[j] += v
		}
		return
	}
	s := t.Float[i]
	for j, v := range t.Bytes[i*n : (i+1)*n] {
		dst[j] += float32(float32(int8(v)) * s)
	}
}
