package encoder

import "math"

// attend sets s.ctx to the attention of the n pieces from piece at on, head by head,
// in tiles of rows: the scores of a tile fit the nearest cache.
func (e *Encoder) attend(s *Scratch, at, n int) {
	h, heads := e.config.Hidden, e.config.Heads
	d := h / heads
	padded := roundUp(n, lanes)
	for head := range heads {
		rows := s.qkv[at*3*h+head*d:]
		packKeys(s.keys[:padded*d], rows[h:], 3*h, n, d)
		packValues(s.values[:padded*d], rows[2*h:], 3*h, n, d)
		for r := 0; r < n; r += tileRows {
			e.scoreTile(s, rows[r*3*h:], min(tileRows, n-r), n, d)
			s.product = product{dst: s.ctx[(at+r)*h+head*d:], dstStride: h, a: s.scores, aStride: padded,
				b: s.values, k: padded, panels: d / lanes}
			e.kernel.matmul(&s.product)
		}
	}
}

// scoreTile sets s.scores to the attention weights of a tile of queries. The tile's
// rows beyond the sequence are computed but their result is written over or unread.
func (e *Encoder) scoreTile(s *Scratch, queries []float32, rows, n, d int) {
	padded := roundUp(n, lanes)
	s.product = product{dst: s.scores, dstStride: padded, a: queries, aStride: 3 * e.config.Hidden,
		b: s.keys, k: d, panels: padded / lanes}
	e.kernel.matmul(&s.product)
	for r := range tileRows {
		row := s.scores[r*padded : (r+1)*padded]
		if r >= rows {
			clear(row)
			continue
		}
		for i := n; i < padded; i++ {
			row[i] = float32(math.Inf(-1))
		}
		e.kernel.softmax(row, e.scale)
	}
}

// packKeys lays n keys of d numbers out in panels of 16 keys, [d][16] each.
func packKeys(dst, keys []float32, stride, n, d int) {
	for t := range n {
		key := keys[t*stride:][:d]
		panel := dst[t/lanes*lanes*d+t%lanes:]
		panel = panel[:(d-1)*lanes+1]
		for i, v := range key {
			panel[i*lanes] = v
		}
	}
	for t := n; t < roundUp(n, lanes); t++ {
		for i := range d {
			dst[t/lanes*lanes*d+t%lanes+i*lanes] = 0
		}
	}
}

// packValues lays n values of d numbers out in panels of 16 numbers, [n][16] each, with
// zeros after the last value.
func packValues(dst, values []float32, stride, n, d int) {
	padded := roundUp(n, lanes)
	for c := 0; c < d; c += lanes {
		panel := dst[c*padded : (c+lanes)*padded]
		for t := range n {
			*(*[lanes]float32)(panel[t*lanes:]) = [lanes]float32(values[t*stride+c:])
		}
		clear(panel[n*lanes:])
	}
}
