package encoder

import "encoding/binary"

// This file is the integer product in plain Go. A 64-bit multiplication does three
// products and their sum at once: with z = 2^21,
//
//	(a0 + a1 z + a2 z²) * (w2 + w1 z + w0 z²)
//
// has a0 w0 + a1 w1 + a2 w2 at z². What stands below it is small enough never to
// reach it but by a borrow, which rounding takes back; what stands above falls out
// of the word, but for bit 63, which is shifted away. With values within 127 of 0
// the sum of 21 such products still fits its 21 bits; blocks are of 16.
//
// Weights lie in steps of four values; a triple is of the same value of three steps in
// a row, so that three 32-bit words give four triples. Activations follow.

const (
	tripleShift = 21
	tripleBlock = 16              // triples
	tripleSpan  = 3 * tripleBlock // values of a block
	tripleHalf  = 1 << (2*tripleShift - 1)
	tripleCols  = 4 // rows of weights that are multiplied at once
	tripleRows  = 2 // rows of activations
)

// tripleBlocks returns how many blocks of triples hold n values.
func tripleBlocks(n int) int { return (n + tripleSpan - 1) / tripleSpan }

// triple puts three whole numbers in a word, the first lowest.
func triple(a, b, c int8) uint64 {
	return uint64(int64(a)) + uint64(int64(b))<<tripleShift + uint64(int64(c))<<(2*tripleShift)
}

// quantiseTriples lays the activations out in groups of tripleRows rows.
func quantiseTriples(a *activations, x []float32) {
	n := tripleBlocks(a.in) * tripleBlock
	for r := range a.rows {
		row := x[r*a.in : (r+1)*a.in]
		l := levelsOf(span(row))
		a.scale[r], a.center[r] = l.scale, l.center
		dst := a.q[r/tripleRows*tripleRows*n+r%tripleRows : (r/tripleRows+1)*tripleRows*n]
		for len(row) >= 12 {
			v, d := (*[12]float32)(row), (*[3*tripleRows + 1]uint64)(dst)
			for j := range 4 {
				d[tripleRows*j] = triple(l.nearest(v[j]), l.nearest(v[4+j]), l.nearest(v[8+j]))
			}
			row, dst = row[12:], dst[min(4*tripleRows, len(dst)):]
		}
		var last [12]int8
		for i, v := range row {
			last[i] = l.nearest(v)
		}
		for j := 0; len(dst) > 0; j++ {
			if j < 4 {
				dst[0] = triple(last[j], last[4+j], last[8+j])
			} else {
				dst[0] = 0
			}
			dst = dst[min(tripleRows, len(dst)):]
		}
	}
}

// unpack turns tripleCols rows of a panel, from row o on, to triples.
func unpack(dst []uint64, panel []byte, o int) {
	for len(dst) > 0 {
		var v [3][4 * tripleCols]byte
		for i := range v {
			if len(panel) >= 4*lanes {
				v[i] = [4 * tripleCols]byte(panel[4*o:])
				panel = panel[4*lanes:]
			}
		}
		d := (*[4 * tripleCols]uint64)(dst)
		for c := range tripleCols {
			x, y, z := binary.LittleEndian.Uint32(v[0][4*c:]), binary.LittleEndian.Uint32(v[1][4*c:]), binary.LittleEndian.Uint32(v[2][4*c:])
			for j := range 4 {
				d[tripleCols*j+c] = triple(int8(z>>(8*j)), int8(y>>(8*j)), int8(x>>(8*j)))
			}
		}
		dst = dst[4*tripleCols:]
	}
}

func multiplyTriples(dst []float32, a *activations, w *weights) {
	n, size := tripleBlocks(a.in)*tripleBlock, lanes*roundUp(a.in, 4)
	a.triples = grow(a.triples, tripleCols*n)
	var sums [tripleRows][tripleCols]int32
	for o := 0; o < w.out; o += tripleCols {
		unpack(a.triples, w.q[o/lanes*size:][:size], o%lanes)
		for r := 0; r < a.rows; r += tripleRows {
			sumTriples(&sums, a.q[r*n:(r+tripleRows)*n], a.triples)
			for i := range sums {
				d := dst[(r+i)*w.out+o : (r+i+1)*w.out]
				for j := range min(tripleCols, len(d)) {
					d[j] = w.float(sums[i][j], o+j, a.scale[r+i], a.center[r+i])
				}
			}
		}
	}
}

// float turns the sum of row o of the weights with a row of activations to its value.
func (w *weights) float(sum int32, o int, scale, center float32) float32 {
	return float32(float32(float32(sum)*scale)*w.scale[o]) + float32(center*w.shift[o]) + w.bias[o]
}

// sumTriples sets sums to the products of rows of activations with rows of weights.
func sumTriples(sums *[tripleRows][tripleCols]int32, a, w []uint64) {
	*sums = [tripleRows][tripleCols]int32{}
	for len(a) >= tripleRows*tripleBlock && len(w) >= tripleCols*tripleBlock {
		x, y := (*[tripleRows * tripleBlock]uint64)(a), (*[tripleCols * tripleBlock]uint64)(w)
		var s00, s01, s02, s03, s10, s11, s12, s13 uint64
		for k := range tripleBlock {
			x0, x1 := x[2*k], x[2*k+1]
			v := y[4*k]
			s00 += x0 * v
			s10 += x1 * v
			v = y[4*k+1]
			s01 += x0 * v
			s11 += x1 * v
			v = y[4*k+2]
			s02 += x0 * v
			s12 += x1 * v
			v = y[4*k+3]
			s03 += x0 * v
			s13 += x1 * v
		}
		p, q := &sums[0], &sums[1]
		p[0] += middle(s00)
		p[1] += middle(s01)
		p[2] += middle(s02)
		p[3] += middle(s03)
		q[0] += middle(s10)
		q[1] += middle(s11)
		q[2] += middle(s12)
		q[3] += middle(s13)
		a, w = a[tripleRows*tripleBlock:], w[tripleCols*tripleBlock:]
	}
}

// middle reads the sum at z² out of a word.
func middle(s uint64) int32 {
	return int32(int64((s+tripleHalf)<<1) >> (2*tripleShift + 1))
}
