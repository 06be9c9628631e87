package encoder

import "fmt"

// Linear is y = Wx + b of the file, read in place. It may be shared.
type Linear struct {
	kernel *Kernel
	w      weights
	floats bool      // products are of floats
	float  []float32 // the panels, if the file has floats
}

// Linear reads name.weight, a matrix of integers in panels, and name.bias for integer
// products.
func (f *File) Linear(k *Kernel, name string) (*Linear, error) {
	l, err := f.linear(k, name)
	if err == nil && l.w.q == nil {
		return nil, fmt.Errorf("weights: %s.weight has floats, not 8-bit integers", name)
	}
	return l, err
}

// FloatLinear reads name.weight, in panels, and name.bias for float products: slower,
// with no rounding of activations.
func (f *File) FloatLinear(k *Kernel, name string) (*Linear, error) {
	l, err := f.linear(k, name)
	if err == nil {
		l.floats = true
	}
	return l, err
}

// NewLinear packs a matrix of at least one row, row by row, and its bias for float
// products.
func NewLinear(k *Kernel, rows [][]float32, bias []float32) *Linear {
	out, in := len(rows), len(rows[0])
	n := roundUp(out, lanes)
	l := &Linear{kernel: k, w: weights{out: out, in: in, bias: make([]float32, n)}, floats: true, float: make([]float32, n*in)}
	copy(l.w.bias, bias)
	for o, row := range rows {
		panel := l.float[o/lanes*lanes*in+o%lanes:]
		for i, v := range row {
			panel[i*lanes] = v
		}
	}
	return l
}

func (f *File) linear(k *Kernel, name string) (*Linear, error) {
	t, ok := f.tensors[name+".weight"]
	if !ok || !t.Panels {
		return nil, fmt.Errorf("weights: no matrix %s.weight in panels", name)
	}
	out, in := t.Shape[0], t.Shape[1]
	b, err := f.Tensor(name+".bias", out)
	if err != nil {
		return nil, err
	}
	n := roundUp(out, lanes)
	l := &Linear{kernel: k, w: weights{out: out, in: in, bias: b.Float[:n]}}
	if t.Bytes == nil {
		l.float = t.Float
		return l, nil
	}
	l.w.q, l.w.scale, l.w.shift, l.w.correction = t.Bytes, t.Float[:n], t.shift[:n], t.correction[:n]
	return l, nil
}

// In returns the length of the vectors that go in.
func (l *Linear) In() int { return l.w.in }

// Out returns the length of the vectors that come out.
func (l *Linear) Out() int { return l.w.out }

// Apply sets dst, rows x Out, to the images of x, rows x In. It panics if a slice is
// too short.
func (l *Linear) Apply(s *Scratch, dst, x []float32, rows int) {
	in, out := l.w.in, l.w.out
	x, dst = x[:rows*in], dst[:rows*out]
	whole := rows / tileRows * tileRows
	if whole > 0 {
		l.apply(s, dst[:whole*out], x[:whole*in], whole)
	}
	if rows == whole {
		return
	}
	s.tail = grow(s.tail, tileRows*(in+out))
	xt, dt := s.tail[:tileRows*in], s.tail[tileRows*in:]
	clear(xt[copy(xt, x[whole*in:]):])
	l.apply(s, dt, xt, tileRows)
	copy(dst[whole*out:], dt)
}

// apply is Apply for a multiple of tileRows rows.
func (l *Linear) apply(s *Scratch, dst, x []float32, rows int) {
	if l.floats {
		l.applyFloat(s, dst, x, rows)
		return
	}
	s.acts.reset(rows, l.w.in)
	l.kernel.quantise(&s.acts, x)
	l.kernel.multiply(dst, &s.acts, &l.w)
}

// floatPanels is how many panels of a float product go through all rows at once.
const floatPanels = 2

func (l *Linear) applyFloat(s *Scratch, dst, x []float32, rows int) {
	in, out := l.w.in, l.w.out
	for c := 0; c < out; c += floatPanels * lanes {
		p := product{aStride: in, k: in, b: l.panels(s, c/lanes), dstStride: out, panels: min(floatPanels, (out-c)/lanes)}
		left := min(floatPanels*lanes, out-c) - p.panels*lanes
		for r := 0; r < rows; r += tileRows {
			s.product = p
			s.product.a, s.product.dst = x[r*in:], dst[r*out+c:]
			if p.panels > 0 {
				l.kernel.matmul(&s.product)
			}
			if left > 0 {
				s.product.b, s.product.panels = p.b[p.panels*lanes*in:], 1
				s.product.dst, s.product.dstStride = s.tile[:], lanes
				l.kernel.matmul(&s.product)
				for i := range tileRows {
					copy(dst[(r+i)*out+c+p.panels*lanes:][:left], s.tile[i*lanes:])
				}
			}
		}
	}
	for r := range rows {
		d := dst[r*out : (r+1)*out]
		for j, v := range l.w.bias[:out] {
			d[j] += v
		}
	}
}

// panels returns the panels from number p on as floats, up to floatPanels.
func (l *Linear) panels(s *Scratch, p int) []float32 {
	in, n := l.w.in, min(floatPanels, len(l.w.bias)/lanes-p)
	if l.float != nil {
		return l.float[p*lanes*in:][:n*lanes*in]
	}
	// The rows up to a multiple of four that a panel may have too many are written over.
	steps := roundUp(in, 4)
	s.wide = grow(s.wide, lanes*(n*in+3))
	for i := range n {
		at := (p + i) * lanes
		l.kernel.widen(s.wide[i*lanes*in:][:lanes*steps], l.w.q[at*steps:][:lanes*steps], l.w.scale[at:at+lanes])
	}
	return s.wide
}

// GELU sets each element to x * (1+erf(x/sqrt 2)) / 2, by any length.
func (k *Kernel) GELU(x []float32) {
	whole := len(x) / lanes * lanes
	if whole > 0 {
		k.gelu(x[:whole])
	}
	plainGELU(x[whole:])
}
