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
	tripleRows  = 4 // rows of weights that are multiplied at once
)

// tripleBlocks returns how many blocks of triples hold n values.
func tripleBlocks(n int) int { return (n + tripleSpan - 1) / tripleSpan }

// triple puts three whole numbers in a word, the first lowest.
func triple(a, b, c int8) uint64 {
	return uint64(int64(a)) + uint64(int64(b))<<tripleShift + uint64(int64(c))<<(2*tripleShift)
}

// quantiseTriples lays the activations out row by row.
func quantiseTriples(a *activations, x []float32) {
	n := tripleBlocks(a.in) * tripleBlock
	for r := range a.rows {
		row, dst := x[r*a.in:(r+1)*a.in], a.q[r*n:(r+1)*n]
		l := levelsOf(span(row))
		a.scale[r], a.center[r] = l.scale, l.center
		for len(row) >= 12 && len(dst) >= 4 {
			v, d := (*[12]float32)(row), (*[4]uint64)(dst)
			for j := range d {
				d[j] = triple(l.nearest(v[j]), l.nearest(v[4+j]), l.nearest(v[8+j]))
			}
			row, dst = row[12:], dst[4:]
		}
		var last [12]int8
		for i, v := range row {
			last[i] = l.nearest(v)
		}
		for j := range dst {
			dst[j] = 0
			if j < 4 {
				dst[j] = triple(last[j], last[4+j], last[8+j])
			}
		}
	}
}

// unpack turns tripleRows rows of a panel, from row o on, to triples of each in turn.
func unpack(dst []uint64, panel []byte, o int) {
	for len(dst) > 0 {
		var v [3][4 * tripleRows]byte
		for i := range v {
			if len(panel) >= 4*lanes {
				v[i] = [4 * tripleRows]byte(panel[4*o:])
				panel = panel[4*lanes:]
			}
		}
		d := (*[4 * tripleRows]uint64)(dst)
		for c := range tripleRows {
			x, y, z := binary.LittleEndian.Uint32(v[0][4*c:]), binary.LittleEndian.Uint32(v[1][4*c:]), binary.LittleEndian.Uint32(v[2][4*c:])
			for j := range 4 {
				d[tripleRows*j+c] = triple(int8(z>>(8*j)), int8(y>>(8*j)), int8(x>>(8*j)))
			}
		}
		dst = dst[4*tripleRows:]
	}
}

func multiplyTriples(dst []float32, a *activations, w *weights) {
	n, size := tripleBlocks(a.in)*tripleBlock, lanes*roundUp(a.in, 4)
	a.triples = grow(a.triples, tripleRows*n)
	for o := 0; o < w.out; o += tripleRows {
		unpack(a.triples, w.q[o/lanes*size:][:size], o%lanes)
		sumTriples(dst[o:], a, w, o)
	}
}

// sumTriples multiplies the activations with the unpacked rows of weights, from row o
// on. A block is written out, since a loop would check its indices.
func sumTriples(dst []float32, a *activations, w *weights, o int) {
	left := a.q
	sw, shift, bias := (*[tripleRows]float32)(w.scale[o:]), (*[tripleRows]float32)(w.shift[o:]), (*[tripleRows]float32)(w.bias[o:])
	for r := range a.rows {
		var sums [tripleRows]int32
		rows := a.triples
		for len(rows) >= tripleRows*tripleBlock && len(left) >= tripleBlock {
			x, y := (*[tripleBlock]uint64)(left), (*[tripleRows * tripleBlock]uint64)(rows)
			var s0, s1, s2, s3 uint64
			s0, s1, s2, s3 = s0+x[0]*y[0], s1+x[0]*y[1], s2+x[0]*y[2], s3+x[0]*y[3]
			s0, s1, s2, s3 = s0+x[1]*y[4], s1+x[1]*y[5], s2+x[1]*y[6], s3+x[1]*y[7]
			s0, s1, s2, s3 = s0+x[2]*y[8], s1+x[2]*y[9], s2+x[2]*y[10], s3+x[2]*y[11]
			s0, s1, s2, s3 = s0+x[3]*y[12], s1+x[3]*y[13], s2+x[3]*y[14], s3+x[3]*y[15]
			s0, s1, s2, s3 = s0+x[4]*y[16], s1+x[4]*y[17], s2+x[4]*y[18], s3+x[4]*y[19]
			s0, s1, s2, s3 = s0+x[5]*y[20], s1+x[5]*y[21], s2+x[5]*y[22], s3+x[5]*y[23]
			s0, s1, s2, s3 = s0+x[6]*y[24], s1+x[6]*y[25], s2+x[6]*y[26], s3+x[6]*y[27]
			s0, s1, s2, s3 = s0+x[7]*y[28], s1+x[7]*y[29], s2+x[7]*y[30], s3+x[7]*y[31]
			s0, s1, s2, s3 = s0+x[8]*y[32], s1+x[8]*y[33], s2+x[8]*y[34], s3+x[8]*y[35]
			s0, s1, s2, s3 = s0+x[9]*y[36], s1+x[9]*y[37], s2+x[9]*y[38], s3+x[9]*y[39]
			s0, s1, s2, s3 = s0+x[10]*y[40], s1+x[10]*y[41], s2+x[10]*y[42], s3+x[10]*y[43]
			s0, s1, s2, s3 = s0+x[11]*y[44], s1+x[11]*y[45], s2+x[11]*y[46], s3+x[11]*y[47]
			s0, s1, s2, s3 = s0+x[12]*y[48], s1+x[12]*y[49], s2+x[12]*y[50], s3+x[12]*y[51]
			s0, s1, s2, s3 = s0+x[13]*y[52], s1+x[13]*y[53], s2+x[13]*y[54], s3+x[13]*y[55]
			s0, s1, s2, s3 = s0+x[14]*y[56], s1+x[14]*y[57], s2+x[14]*y[58], s3+x[14]*y[59]
			s0, s1, s2, s3 = s0+x[15]*y[60], s1+x[15]*y[61], s2+x[15]*y[62], s3+x[15]*y[63]
			sums[0] += middle(s0)
			sums[1] += middle(s1)
			sums[2] += middle(s2)
			sums[3] += middle(s3)
			left, rows = left[tripleBlock:], rows[tripleRows*tripleBlock:]
		}
		scale, center := a.scale[r], a.center[r]
		d := dst[r*w.out:][:min(tripleRows, w.out-o)]
		for j := range d {
			d[j] = float32(float32(float32(sums[j])*scale)*sw[j]) + float32(center*shift[j]) + bias[j]
		}
	}
}

// middle reads the sum at z² out of a word.
func middle(s uint64) int32 {
	return int32(int64((s+tripleHalf)<<1) >> (2*tripleShift + 1))
}
