package tagger

import (
	"fmt"
)

// pairHead says of two claims whether they tell of one incident and whether the first
// is a part of the second. Its first matrix stands on [x, y, x*y, |x-y|, distance]. The
// parts on x, on y and on the distance are summed once for each claim and each step of
// distance; those on x*y and |x-y|, the same in both orders, once for each two claims.
type pairHead struct {
	rows     [][]float32  // the first matrix, without the distance
	distance [][]float32  // the part on the distance, with the bias: a row for each step
	out      [2][]float32 // the second matrix
	bias     [2]float32
	vector   int // numbers of a claim
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
	p.vector = vector
	p.rows = r.rows("pair.0.weight", shape[0], wide)
	bias, last := r.floats("pair.0.bias", shape[0]), r.floats("pair.2.bias", 2)
	out := r.rows("pair.2.weight", 2, shape[0])
	if r.err != nil {
		return p
	}
	p.out, p.bias = [2][]float32{out[0], out[1]}, [2]float32{last[0], last[1]}
	for _, d := range apart {
		row := make([]float32, len(p.rows))
		for o := range row {
			row[o] = bias[o] + dot(p.rows[o][4*vector:], d)
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
	v, wide := p.vector, len(p.rows)
	first, second := make([]float32, n*wide), make([]float32, n*wide)
	for i, x := range claims {
		for o, row := range p.rows {
			first[i*wide+o], second[i*wide+o] = dot(row[:v], x), dot(row[v:2*v], x)
		}
	}
	out := make([]float32, 2*n*n)
	both, middle, sum := make([]float32, 2*v), make([]float32, wide), make([]float32, wide)
	for i, x := range claims {
		for j := i; j < n; j++ {
			for k, y := range claims[j] {
				both[k], both[v+k] = x[k]*y, max(x[k]-y, y-x[k])
			}
			for o, row := range p.rows {
				middle[o] = dot(row[2*v:4*v], both)
			}
			for _, e := range [][2]int{{i, j}, {j, i}} {
				near := p.distance[m.step(at[e[1]]-at[e[0]])]
				a, b := first[e[0]*wide:], second[e[1]*wide:]
				for o := range sum {
					sum[o] = a[o] + b[o] + middle[o] + near[o]
				}
				m.kernel.GELU(sum)
				for c := range p.out {
					out[2*(e[0]*n+e[1])+c] = dot(p.out[c], sum) + p.bias[c]
				}
			}
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
