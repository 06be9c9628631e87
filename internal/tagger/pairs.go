package tagger

import (
	"fmt"
	"slices"

	"rashomon/internal/encoder"
)

// pairHead says of two claims whether they tell of one incident and whether the first
// is a part of the second. Its first matrix stands on [x, y, x*y, |x-y|, distance]. The
// parts on x, on y and on the distance are summed once for each claim and each step of
// distance; those on x*y and |x-y|, the same in both orders, once for each two claims.
type pairHead struct {
	first, second, both *encoder.Linear // the first matrix, without the distance
	distance            [][]float32     // the part on the distance, with the bias: a row for each step
	out                 *encoder.Linear // the second matrix
	vector, wide        int             // numbers of a claim, and between the matrices
}

// pairs reads the head for claims of that many numbers and the vectors of distances.
func (r *tables) pairs(vector int, apart [][]float32) (p pairHead) {
	if r.err != nil {
		return p
	}
	shape, wide := r.f.Shape("pair.0.weight"), 4*vector+len(apart[0])
	if len(shape) != 2 || shape[1] != wide {
		r.err = fmt.Errorf("weights: pair.0.weight has shape %v, want %d columns", shape, wide)
		return p
	}
	rows := r.rows("pair.0.weight", shape[0], wide)
	bias, last := r.floats("pair.0.bias", shape[0]), r.floats("pair.2.bias", 2)
	out := r.rows("pair.2.weight", 2, shape[0])
	if r.err != nil {
		return p
	}
	part := func(from, to int) *encoder.Linear {
		cut := make([][]float32, len(rows))
		for o, row := range rows {
			cut[o] = row[from:to]
		}
		return encoder.NewLinear(r.k, cut, make([]float32, len(rows)))
	}
	p = pairHead{first: part(0, vector), second: part(vector, 2*vector), both: part(2*vector, 4*vector),
		out: encoder.NewLinear(r.k, out, last), vector: vector, wide: len(rows)}
	for _, d := range apart {
		row := make([]float32, len(rows))
		for o := range row {
			row[o] = bias[o] + dot(rows[o][4*vector:], d)
		}
		p.distance = append(p.distance, row)
	}
	return p
}

func (r *tables) floats(name string, n int) []float32 {
	if r.err != nil {
		return nil
	}
	t, err := r.f.Tensor(name, n)
	r.err = err
	return t.Float
}

// relate returns the logits of each two claims in both orders: the same incident, a
// part. Claims holds their vectors, at their words. The result is [n][n][2], row by row.
func (m *Model) relate(claims [][]float32, at []int) []float32 {
	n, p := len(claims), &m.pair
	v, wide := p.vector, p.wide
	var s encoder.Scratch
	all := slices.Concat(claims...)
	first, second := make([]float32, n*wide), make([]float32, n*wide)
	p.first.Apply(&s, first, all, n)
	p.second.Apply(&s, second, all, n)
	out, logits := make([]float32, 2*n*n), make([]float32, 4*n)
	both, middle, sums := make([]float32, 2*v*n), make([]float32, n*wide), make([]float32, 2*n*wide)
	for i, x := range claims {
		rest := claims[i:]
		for j, y := range rest {
			b := both[2*v*j : 2*v*(j+1)]
			for k, y := range y {
				b[k], b[v+k] = x[k]*y, max(x[k]-y, y-x[k])
			}
		}
		p.both.Apply(&s, middle, both, len(rest))
		for j := range rest {
			for order, e := range [2][2]int{{i, i + j}, {i + j, i}} {
				near := p.distance[m.step(at[e[1]]-at[e[0]])]
				a, b, c := first[e[0]*wide:], second[e[1]*wide:], middle[j*wide:]
				sum := sums[(2*j+order)*wide:][:wide]
				for o := range sum {
					sum[o] = a[o] + b[o] + c[o] + near[o]
				}
			}
		}
		m.kernel.GELU(sums[:2*len(rest)*wide])
		p.out.Apply(&s, logits, sums, 2*len(rest))
		for j := range rest {
			copy(out[2*(i*n+i+j):][:2], logits[4*j:])
			copy(out[2*((i+j)*n+i):][:2], logits[4*j+2:])
		}
	}
	return out
}

// step returns the step of a distance in words on the signed log scale, 0 to 40.
func (m *Model) step(d int) int {
	side, far := 1, d
	if d < 0 {
		side, far = -1, -d
	}
	for s := len(m.near) / 2; s > 0; s-- {
		if least := m.near[20+s]; least >= 0 && far >= least {
			return 20 + side*s
		}
	}
	return 20
}

// dot returns the sum of products of a and b, which is at least as long, in eight
// sums that are then added up: no sum waits for the one before it. The conversions keep
// products from being fused with sums on machines that can: all give the same bits.
func dot(a, b []float32) float32 {
	b = b[:len(a)]
	var s0, s1, s2, s3, s4, s5, s6, s7 float32
	i := 0
	for ; i+8 <= len(a); i += 8 {
		x, y := (*[8]float32)(a[i:]), (*[8]float32)(b[i:])
		s0 += float32(x[0] * y[0])
		s1 += float32(x[1] * y[1])
		s2 += float32(x[2] * y[2])
		s3 += float32(x[3] * y[3])
		s4 += float32(x[4] * y[4])
		s5 += float32(x[5] * y[5])
		s6 += float32(x[6] * y[6])
		s7 += float32(x[7] * y[7])
	}
	for ; i < len(a); i++ {
		s0 += float32(a[i] * b[i])
	}
	return ((s0 + s4) + (s1 + s5)) + ((s2 + s6) + (s3 + s7))
}
