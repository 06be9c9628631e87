package encoder

// This file is the integer product in plain Go. A 64-bit multiplication does three
// products and their sum at once: with z = 2^21,
//
//	(a0 + a1 z + a2 z²) * (w2 + w1 z + w0 z²)
//
// has a0 w0 + a1 w1 + a2 w2 at z². What stands below it is small enough never to
// reach it but by a borrow, which rounding takes back; what stands above falls out
// of the word, but for bit 63, which is shifted away. With values within 127 of 0
// the sum of 21 such products still fits its 21 bits; blocks are of 16.

const (
	tripleShift = 21
	tripleBlock = 16
	tripleHalf  = 1 << (2*tripleShift - 1)
)

// words returns how many triples hold n values.
func tripleWords(n int) int { return (n + 2) / 3 }

// packTriples lays the weights out in groups of four rows, their words side by side.
func packTriples(q []int8, out, in int) []uint64 {
	n := tripleWords(in)
	p := make([]uint64, roundUp(out, lanes)*n)
	for o := range out {
		row := q[o*in : (o+1)*in]
		group := p[o/4*4*n+o%4:]
		for k := range n {
			var w [3]uint64
			for i, v := range row[3*k : min(3*k+3, in)] {
				w[i] = uint64(int64(v))
			}
			group[4*k] = w[2] + w[1]<<tripleShift + w[0]<<(2*tripleShift)
		}
	}
	return p
}

// quantiseTriples lays the activations out in pairs of rows, their words side by side.
func quantiseTriples(a *activations, x []float32) {
	n := tripleWords(a.in)
	for r := range a.rows {
		row := x[r*a.in : (r+1)*a.in]
		scale, inverse := quantiseScale(row)
		a.scale[r] = scale
		pair := a.q[r/2*2*n+r%2:]
		at := 0
		for len(row) >= 3 {
			v0, v1, v2 := roundInt8(row[0], inverse), roundInt8(row[1], inverse), roundInt8(row[2], inverse)
			pair[at] = uint64(int64(v0)) + uint64(int64(v1))<<tripleShift + uint64(int64(v2))<<(2*tripleShift)
			row, at = row[3:], at+2
		}
		var w uint64
		for i, v := range row {
			w += uint64(int64(roundInt8(v, inverse))) << (i * tripleShift)
		}
		if len(row) > 0 {
			pair[at] = w
		}
	}
}

func multiplyTriples(dst []float32, a *activations, w *weights) {
	n := tripleWords(a.in)
	var sums [8]int32
	for o := 0; o < w.out; o += 4 {
		wq := w.q[o*n : (o+4)*n]
		for r := 0; r < a.rows; r += 2 {
			sums = [8]int32{}
			sumTriples(&sums, a.q[r*n:(r+2)*n], wq)
			for i := range min(4, w.out-o) {
				s, b := w.scale[o+i], w.bias[o+i]
				dst[r*w.out+o+i] = float32(float32(float32(sums[i])*a.scale[r])*s) + b
				dst[(r+1)*w.out+o+i] = float32(float32(float32(sums[4+i])*a.scale[r+1])*s) + b
			}
		}
	}
}

// sumTriples adds the products of two rows of activations with four rows of weights.
func sumTriples(sums *[8]int32, a, w []uint64) {
	for len(a) > 0 {
		n := min(tripleBlock, len(a)/2)
		var s00, s01, s02, s03, s10, s11, s12, s13 uint64
		for k := range n {
			x, y := (*[2]uint64)(a[2*k:]), (*[4]uint64)(w[4*k:])
			x0, x1 := x[0], x[1]
			y0, y1, y2, y3 := y[0], y[1], y[2], y[3]
			s00 += x0 * y0
			s01 += x0 * y1
			s02 += x0 * y2
			s03 += x0 * y3
			s10 += x1 * y0
			s11 += x1 * y1
			s12 += x1 * y2
			s13 += x1 * y3
		}
		sums[0] += middle(s00)
		sums[1] += middle(s01)
		sums[2] += middle(s02)
		sums[3] += middle(s03)
		sums[4] += middle(s10)
		sums[5] += middle(s11)
		sums[6] += middle(s12)
		sums[7] += middle(s13)
		a, w = a[2*n:], w[4*n:]
	}
}

// middle reads the sum at z² out of a word.
func middle(s uint64) int32 {
	return int32(int64((s+tripleHalf)<<1) >> (2*tripleShift + 1))
}
