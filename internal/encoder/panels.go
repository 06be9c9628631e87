//go:build amd64 || arm64

package encoder

import "unsafe"

// This file is what the kernels in assembly share. Weights lie in panels of 16 rows;
// a panel is [k/4][16][4] bytes, so that a step of four k reads 64 bytes in a row.
// Activations lie row by row, k rounded up to a multiple of 64.

// tile multiplies rows of a with panels of b, k in steps of four, and writes floats.
// Strides are in bytes.
type tile func(k int, a *byte, lda int, b *byte, ldb int, sa, ca, sw, shift, bias *float32, corr *int32, dst *float32, ldd int)

// tiles are the integer products of a machine: one panel at a time, and as many as
// its registers hold.
type tiles struct {
	row       rowFormat
	rows      int
	one, wide tile
	panels    int  // of wide
	lacks     bool // sums lack something for each row, not have too much for each column
}

// rowFormat is how a machine wants a row of activations.
type rowFormat struct {
	width int                                         // bytes of a value
	span  func(n int, x *float32) (low, high float32) // n is a multiple of 16
	// write writes n values, a multiple of 16, and put value i; what they return, added
	// up, is what the sums of the row will lack.
	write func(n int, x *float32, center, inverse float32, dst *byte) (lack int)
	put   func(dst []byte, i int, v int8) (lack int)
}

// lackNothing is the write of a kernel whose sums lack nothing.
func lackNothing(write func(int, *float32, float32, float32, *byte)) func(int, *float32, float32, float32, *byte) int {
	return func(n int, x *float32, center, inverse float32, dst *byte) int {
		write(n, x, center, inverse, dst)
		return 0
	}
}

// stride is the length in bytes of a row.
func (f *rowFormat) stride(in int) int { return f.width * roundUp(in, 64) }

// quantise fills activations.
func (f *rowFormat) quantise(a *activations, x []float32) {
	stride, whole := f.stride(a.in), a.in/lanes*lanes
	q := asBytes(a.q)
	for r := range a.rows {
		row, dst := x[r*a.in:(r+1)*a.in], q[r*stride:(r+1)*stride]
		low, high := span(row[min(whole, a.in-1):])
		if whole > 0 {
			l, h := f.span(whole, &row[0])
			low, high = min(low, l), max(high, h)
		}
		l, lack := levelsOf(low, high), 0
		if whole > 0 {
			lack = f.write(whole, &row[0], l.center, l.inverse, &dst[0])
		}
		for i := whole; i < a.in; i++ {
			lack += f.put(dst, i, l.nearest(row[i]))
		}
		for i := a.in; i%4 != 0; i++ {
			f.put(dst, i, 0) // meets a weight of 0, which may be flipped
		}
		a.scale[r], a.center[r], a.lack[r] = l.scale, l.center, int32(lack)
	}
}

// multiplyPanels is the whole product, tile by tile.
func multiplyPanels(t *tiles, dst []float32, a *activations, w *weights) {
	out, k := w.out, (w.in+3)/4
	if a.in != w.in || len(dst) < a.rows*out {
		panic("encoder: product of the wrong size")
	}
	whole := out / lanes // panels with no column beyond the matrix
	for p := 0; p < whole; {
		run, n := t.one, 1
		if whole-p >= t.panels {
			run, n = t.wide, t.panels
		}
		for r := 0; r < a.rows; r += t.rows {
			t.run(run, a, w, r, p, k, &dst[r*out+p*lanes], out)
		}
		p += n
	}
	if left := out - whole*lanes; left > 0 {
		for r := 0; r < a.rows; r += t.rows {
			t.run(t.one, a, w, r, whole, k, &a.spill[0], lanes)
			for i := range t.rows {
				copy(dst[(r+i)*out+whole*lanes:][:left], a.spill[i*lanes:])
			}
		}
	}
}

// run calls a tile for the rows from r and the panels from p.
func (t *tiles) run(f tile, a *activations, w *weights, r, p, k int, dst *float32, stride int) {
	q, at := asBytes(a.q), p*lanes
	correction := &w.correction[at]
	if t.lacks {
		correction = &a.lack[r]
	}
	f(k, &q[r*t.row.stride(a.in)], t.row.stride(a.in), &w.q[at*4*k], lanes*4*k,
		&a.scale[r], &a.center[r], &w.scale[at], &w.shift[at], &w.bias[at], correction, dst, 4*stride)
}

// asBytes views words as bytes; layouts in assembly are of bytes.
func asBytes(w []uint64) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(w))), 8*len(w))
}

// floatTile is a float product of rows of a with panels of b, strides in bytes.
type floatTile func(k int, a *float32, lda int, b *float32, dst *float32, ldd int)

// multiplyFloats is matmul by tiles of the machine.
func multiplyFloats(p *product, rows int, one, wide floatTile, panels int) {
	p.check()
	for r := 0; r < tileRows; r += rows {
		a, dst := p.a[r*p.aStride:], p.dst[r*p.dstStride:]
		for at := 0; at < p.panels; {
			run, n := one, 1
			if p.panels-at >= panels {
				run, n = wide, panels
			}
			run(p.k, &a[0], 4*p.aStride, &p.b[at*lanes*p.k], &dst[at*lanes], 4*p.dstStride)
			at += n
		}
	}
}
