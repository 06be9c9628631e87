package encoder

import "fmt"

// Linear is y = Wx + b of the file, packed for a kernel. It may be shared.
type Linear struct {
	kernel *Kernel
	w      weights
	float  []float32 // panels of 16 rows, if the products are to be floats
}

// Linear packs name.weight and name.bias for integer products. A matrix of floats is
// rounded to 8 bits a value first, as export.py rounds.
func (f *File) Linear(k *Kernel, name string) (*Linear, error) {
	l, t, err := f.linear(k, name)
	if err != nil {
		return nil, err
	}
	q, scale := t.Int8, t.Float
	if q == nil {
		q, scale = roundRows(t.Float, l.w.out, l.w.in)
	}
	copy(l.w.scale, scale)
	l.w.q = k.pack(q, l.w.out, l.w.in)
	for o := range l.w.out {
		sum := rowSum(q[o*l.w.in : (o+1)*l.w.in])
		l.w.shift[o], l.w.correction[o] = float32(sum)*scale[o], 128*sum
	}
	return l, nil
}

// rowSum adds up a row of weights, four at a time: a start of the program does it for
// every weight.
func rowSum(row []int8) int32 {
	var sum int32
	for len(row) >= 4 {
		v := (*[4]int8)(row)
		sum += int32(v[0]) + int32(v[1]) + int32(v[2]) + int32(v[3])
		row = row[4:]
	}
	for _, v := range row {
		sum += int32(v)
	}
	return sum
}

// FloatLinear prepares name.weight and name.bias for float products: slower, with no
// rounding of activations.
func (f *File) FloatLinear(k *Kernel, name string) (*Linear, error) {
	l, t, err := f.linear(k, name)
	if err != nil {
		return nil, err
	}
	in, out := l.w.in, l.w.out
	l.float = make([]float32, roundUp(out, lanes)*in)
	row := make([]float32, in)
	for o := range out {
		clear(row)
		t.AddRow(row, o)
		panel := l.float[o/lanes*lanes*in+o%lanes:]
		for i, v := range row {
			panel[i*lanes] = v
		}
	}
	return l, nil
}

func (f *File) linear(k *Kernel, name string) (*Linear, Tensor, error) {
	shape := f.Shape(name + ".weight")
	if len(shape) != 2 {
		return nil, Tensor{}, fmt.Errorf("weights: no matrix %s.weight", name)
	}
	out, in := shape[0], shape[1]
	t := f.tensors[name+".weight"]
	b, err := f.Tensor(name+".bias", out)
	if err != nil {
		return nil, t, err
	}
	l := &Linear{kernel: k, w: weights{out: out, in: in}}
	padded := roundUp(out, lanes)
	l.w.scale, l.w.shift, l.w.bias = make([]float32, padded), make([]float32, padded), make([]float32, padded)
	l.w.correction = make([]int32, padded)
	copy(l.w.bias, b.Float)
	return l, t, nil
}

// roundRows rounds each row to 8 bits a value by a scale of its own: the largest
// magnitude is 127.
func roundRows(x []float32, out, in int) ([]int8, []float32) {
	q, scale := make([]int8, out*in), make([]float32, out)
	for o := range out {
		row := x[o*in : (o+1)*in]
		low, high := span(row)
		l := levels{scale: max(high, -low) / 127}
		if l.scale > 0 {
			l.inverse = 1 / l.scale
		}
		scale[o] = l.scale
		for i, v := range row {
			q[o*in+i] = l.nearest(v)
		}
	}
	return q, scale
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
	if l.float == nil {
		s.acts.reset(rows, l.w.in)
		l.kernel.quantise(&s.acts, x)
		l.kernel.multiply(dst, &s.acts, &l.w)
		return
	}
	l.applyFloat(s, dst, x, rows)
}

func (l *Linear) applyFloat(s *Scratch, dst, x []float32, rows int) {
	in, out := l.w.in, l.w.out
	whole := out / lanes * lanes
	p := &s.product
	for r := 0; r < rows; r += tileRows {
		*p = product{a: x[r*in:], aStride: in, b: l.float, k: in}
		if whole > 0 {
			p.dst, p.dstStride, p.panels = dst[r*out:], out, whole/lanes
			l.kernel.matmul(p)
		}
		if whole < out {
			p.dst, p.dstStride, p.panels, p.b = s.tile[:], lanes, 1, l.float[whole*in:]
			l.kernel.matmul(p)
		}
		for i := range tileRows {
			d := dst[(r+i)*out : (r+i+1)*out]
			copy(d[whole:], s.tile[i*lanes:])
			for j, v := range l.w.bias[:out] {
				d[j] += v
			}
		}
	}
}

// GELU sets each element to x * (1+erf(x/sqrt 2)) / 2, by any length.
func (k *Kernel) GELU(x []float32) {
	whole := len(x) / lanes * lanes
	if whole > 0 {
		k.gelu(x[:whole])
	}
	plainGELU(x[whole:])
}

// Softmax turns x into its softmax, by any length above 0.
func (k *Kernel) Softmax(x []float32) {
	if len(x)%lanes == 0 {
		k.softmax(x, 1)
		return
	}
	plainSoftmax(x, 1)
}
