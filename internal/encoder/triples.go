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

// tripleBlocks returns how many blocks of triples hold n values.
func tripleBlocks(n int) int { return (n + 3*tripleBlock - 1) / (3 * tripleBlock) }

// packTriples lays the weights out in pairs of rows.
func packTriples(q []int8, out, in int) []uint64 {
	n := tripleBlocks(in) * tripleBlock
	p := make([]uint64, roundUp(out, lanes)*n)
	for o := range out {
		row := q[o*in : (o+1)*in]
		dst := p[o/2*2*n+o%2:]
		at := 0
		for len(row) >= 3 {
			dst[at] = uint64(int64(row[2])) + uint64(int64(row[1]))<<tripleShift + uint64(int64(row[0]))<<(2*tripleShift)
			row, at = row[3:], at+2
		}
		for i, v := range row {
			dst[at] += uint64(int64(v)) << ((2 - i) * tripleShift)
		}
	}
	return p
}

// quantiseTriples lays the activations out in pairs of rows.
func quantiseTriples(a *activations, x []float32) {
	n := tripleBlocks(a.in) * tripleBlock
	for r := range a.rows {
		row := x[r*a.in : (r+1)*a.in]
		l := levelsOf(span(row))
		a.scale[r], a.center[r] = l.scale, l.center
		dst := a.q[r/2*2*n+r%2 : (r/2+1)*2*n]
		at := 0
		for len(row) >= 3 {
			v0, v1, v2 := l.nearest(row[0]), l.nearest(row[1]), l.nearest(row[2])
			dst[at] = uint64(int64(v0)) + uint64(int64(v1))<<tripleShift + uint64(int64(v2))<<(2*tripleShift)
			row, at = row[3:], at+2
		}
		for ; at < len(dst); at += 2 {
			dst[at] = 0
			for i, v := range row {
				dst[at] += uint64(int64(l.nearest(v))) << (i * tripleShift)
			}
			row = nil
		}
	}
}

func multiplyTriples(dst []float32, a *activations, w *weights) {
	n := tripleBlocks(a.in) * tripleBlock
	var sums [2][2]int32
	for o := 0; o < w.out; o += 2 {
		wq := w.q[o*n : (o+2)*n]
		for r := 0; r < a.rows; r += 2 {
			sumTriples(&sums, a.q[r*n:(r+2)*n], wq)
			for i := range sums {
				d := dst[(r+i)*w.out+o : (r+i+1)*w.out]
				for j := range min(2, len(d)) {
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

// sumTriples sets sums to the products of two rows of activations with two of weights.
func sumTriples(sums *[2][2]int32, a, w []uint64) {
	*sums = [2][2]int32{}
	for len(a) >= 2*tripleBlock && len(w) >= 2*tripleBlock {
		x, y := (*[2 * tripleBlock]uint64)(a), (*[2 * tripleBlock]uint64)(w)
		var s00, s01, s10, s11 uint64
		for k := 0; k < 2*tripleBlock; k += 4 {
			x0, x1, y0, y1 := x[k], x[k+1], y[k], y[k+1]
			s00 += x0 * y0
			s10 += x1 * y0
			s01 += x0 * y1
			s11 += x1 * y1
			x0, x1, y0, y1 = x[k+2], x[k+3], y[k+2], y[k+3]
			s00 += x0 * y0
			s10 += x1 * y0
			s01 += x0 * y1
			s11 += x1 * y1
		}
		sums[0][0] += middle(s00)
		sums[0][1] += middle(s01)
		sums[1][0] += middle(s10)
		sums[1][1] += middle(s11)
		a, w = a[2*tripleBlock:], w[2*tripleBlock:]
	}
}

// middle reads the sum at z² out of a word.
func middle(s uint64) int32 {
	return int32(int64((s+tripleHalf)<<1) >> (2*tripleShift + 1))
}
