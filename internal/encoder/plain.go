package encoder

import "math"

// This file is the float arithmetic in plain Go: what runs where no kernel fits,
// and what the kernels are tested against, bit for bit. The conversions float32(a*b)
// keep the compiler from fusing a product with a sum (arm64 would).

func plainKernel() *Kernel {
	return &Kernel{name: "go", quantise: quantiseTriples, multiply: multiplyTriples,
		matmul: plainMatmul, widen: plainWiden, softmax: plainSoftmax, gelu: plainGELU, addNorm: plainAddNorm}
}

// Numbers that the kernels share with this file.
const (
	roundBit = 1.5 * (1 << 23) // adding and subtracting it rounds to a whole number, ties to even
	log2e    = 1.44269504
	// leastPower bounds the exponent of exp from below: 2^-100 beside 1 is nothing,
	// and no later product becomes subnormal.
	leastPower = -100
)

// Coefficients of 2^f for f within a half of 0, the highest power first. Error below
// 1e-7.
const (
	power5 = .00132647271
	power4 = .00967151268
	power3 = .0555073374
	power2 = .240222421
	power1 = .693146978
	power0 = 1
)

// Coefficients of erf(x) = x P(x*x) / Q(x*x) for x within 4 of 0, the highest power
// first: the rational fit that Eigen and XLA use, error below 2e-7.
var (
	erfP = [...]float32{-2.72614225801306e-10, 2.77068142495902e-08, -2.10102402082508e-06, -5.69250639462346e-05,
		-7.34990630326855e-04, -2.95459980854025e-03, -1.60960333262415e-02}
	erfQ = [...]float32{-1.45660718464996e-05, -2.13374055278905e-04, -1.68282697438203e-03, -7.37332916720468e-03,
		-1.42647390514189e-02}
)

// power returns 2^t for t from leastPower to 0. It is short enough to be inlined.
func power(t float32) float32 {
	whole := t + roundBit
	f := t - (whole - roundBit)
	p := float32(power5*f) + power4
	p = float32(p*f) + power3
	p = float32(p*f) + power2
	p = float32(p*f) + power1
	p = float32(p*f) + power0
	return math.Float32frombits(math.Float32bits(p) + math.Float32bits(whole)<<23)
}

func plainSoftmax(x []float32, scale float32) {
	top := x[0]
	for _, v := range x {
		if v > top {
			top = v
		}
	}
	scale *= log2e
	var sum [lanes]float32
	rest := x
	for len(rest) >= lanes {
		b := (*[lanes]float32)(rest)
		for j := range b {
			t := float32((b[j] - top) * scale)
			if t < leastPower { // max would look for NaN
				t = leastPower
			}
			t = power(t)
			b[j] = t
			sum[j] += t
		}
		rest = rest[lanes:]
	}
	for i, v := range rest {
		rest[i] = power(max(float32((v-top)*scale), leastPower))
		sum[i] += rest[i]
	}
	inverse := 1 / fold(&sum)
	for i := range x {
		x[i] *= inverse
	}
}

// fold adds the lanes up in the order that vector machines take.
func fold(s *[lanes]float32) float32 {
	for half := lanes / 2; half > 0; half /= 2 {
		for i := range half {
			s[i] += s[i+half]
		}
	}
	return s[0]
}

func plainGELU(x []float32) {
	c, d := &erfP, &erfQ
	for i, v := range x {
		u := v * (math.Sqrt2 / 2)
		if u < -4 {
			u = -4
		}
		if u > 4 {
			u = 4
		}
		u2 := u * u
		p := float32(c[0]*u2) + c[1]
		p = float32(p*u2) + c[2]
		p = float32(p*u2) + c[3]
		p = float32(p*u2) + c[4]
		p = float32(p*u2) + c[5]
		p = float32(p*u2) + c[6]
		q := float32(d[0]*u2) + d[1]
		q = float32(q*u2) + d[2]
		q = float32(q*u2) + d[3]
		q = float32(q*u2) + d[4]
		erf := u * p / q
		x[i] = v * .5 * (1 + erf)
	}
}

func plainAddNorm(x, t, gain, bias []float32, eps float32) {
	t, gain, bias = t[:len(x)], gain[:len(x)], bias[:len(x)]
	var sum, squares [lanes]float32
	for i := range x {
		x[i] += t[i]
		sum[i%lanes] += x[i]
	}
	share := 1 / float32(len(x))
	mean := float32(fold(&sum) * share)
	for i, v := range x {
		d := v - mean
		squares[i%lanes] += float32(d * d)
	}
	r := 1 / float32(math.Sqrt(float64(float32(fold(&squares)*share)+eps)))
	for i, v := range x {
		x[i] = float32(float32(float32(v-mean)*r)*gain[i]) + bias[i]
	}
}

// levels are the 255 values that a row of activations is rounded to: center + scale*q
// for whole q from -127 to 127. They reach from the row's lowest value to its highest,
// so a row that leans to one side, as rows do after GELU, wastes none of them.
type levels struct{ center, scale, inverse float32 }

func levelsOf(low, high float32) levels {
	// Adding zero takes the sign off a zero: it depends on the order of comparing.
	l := levels{center: (low+high)*.5 + 0, scale: (high - low) / 254}
	if l.scale > 0 {
		l.inverse = 1 / l.scale
	}
	return l
}

// nearest returns the q of v, ties to even. It is held to the ends because the center
// is rounded too.
func (l levels) nearest(v float32) int8 {
	q := float32((v - l.center) * l.inverse)
	if q < -127 {
		q = -127
	}
	if q > 127 {
		q = 127
	}
	return int8(math.Float32bits(q + roundBit))
}

// span returns the lowest and the highest value of a row.
func span(row []float32) (low, high float32) {
	low, high = row[0], row[0]
	for _, v := range row {
		if v < low {
			low = v
		}
		if v > high {
			high = v
		}
	}
	return low, high
}

func plainWiden(dst []float32, q []byte, scale []float32) {
	s := (*[lanes]float32)(scale)
	for len(q) >= 4*lanes && len(dst) >= 4*lanes {
		v, d := (*[4 * lanes]byte)(q), (*[4 * lanes]float32)(dst)
		for i := range lanes {
			for j := range 4 {
				d[j*lanes+i] = float32(int8(v[4*i+j])) * s[i]
			}
		}
		q, dst = q[4*lanes:], dst[4*lanes:]
	}
}

func plainMatmul(p *product) {
	p.check()
	const rows, columns = 2, 4
	for c := 0; c < p.panels*lanes; c += columns {
		b := p.b[c/lanes*lanes*p.k:][:lanes*p.k]
		for r := 0; r < tileRows; r += rows {
			a0 := p.a[(r+0)*p.aStride:][:p.k]
			a1 := p.a[(r+1)*p.aStride:][:p.k]
			d0 := (*[4]float32)(p.dst[(r+0)*p.dstStride+c:])
			d1 := (*[4]float32)(p.dst[(r+1)*p.dstStride+c:])
			plainTile(d0, d1, a0, a1, b, c%lanes)
		}
	}
}

// plainTile is two rows by four columns of a panel, from column c on. Four k at a time
// spare it the checks of bounds.
func plainTile(d0, d1 *[4]float32, a0, a1, b []float32, c int) {
	const unroll = 4
	var s00, s01, s02, s03, s10, s11, s12, s13 float32
	c &= lanes - 4
	for len(a0) >= unroll && len(a1) >= unroll && len(b) >= unroll*lanes {
		x0, x1, v := (*[unroll]float32)(a0), (*[unroll]float32)(a1), (*[unroll * lanes]float32)(b)
		b0, b1, b2, b3 := v[0+c+0], v[0+c+1], v[0+c+2], v[0+c+3]
		s00 += float32(x0[0] * b0)
		s01 += float32(x0[0] * b1)
		s02 += float32(x0[0] * b2)
		s03 += float32(x0[0] * b3)
		s10 += float32(x1[0] * b0)
		s11 += float32(x1[0] * b1)
		s12 += float32(x1[0] * b2)
		s13 += float32(x1[0] * b3)
		b0, b1, b2, b3 = v[16+c+0], v[16+c+1], v[16+c+2], v[16+c+3]
		s00 += float32(x0[1] * b0)
		s01 += float32(x0[1] * b1)
		s02 += float32(x0[1] * b2)
		s03 += float32(x0[1] * b3)
		s10 += float32(x1[1] * b0)
		s11 += float32(x1[1] * b1)
		s12 += float32(x1[1] * b2)
		s13 += float32(x1[1] * b3)
		b0, b1, b2, b3 = v[32+c+0], v[32+c+1], v[32+c+2], v[32+c+3]
		s00 += float32(x0[2] * b0)
		s01 += float32(x0[2] * b1)
		s02 += float32(x0[2] * b2)
		s03 += float32(x0[2] * b3)
		s10 += float32(x1[2] * b0)
		s11 += float32(x1[2] * b1)
		s12 += float32(x1[2] * b2)
		s13 += float32(x1[2] * b3)
		b0, b1, b2, b3 = v[48+c+0], v[48+c+1], v[48+c+2], v[48+c+3]
		s00 += float32(x0[3] * b0)
		s01 += float32(x0[3] * b1)
		s02 += float32(x0[3] * b2)
		s03 += float32(x0[3] * b3)
		s10 += float32(x1[3] * b0)
		s11 += float32(x1[3] * b1)
		s12 += float32(x1[3] * b2)
		s13 += float32(x1[3] * b3)
		a0, a1, b = a0[unroll:], a1[unroll:], b[unroll*lanes:]
	}
	for k, x := range a0 {
		b0, b1, b2, b3 := b[k*lanes+c+0], b[k*lanes+c+1], b[k*lanes+c+2], b[k*lanes+c+3]
		s00, s01, s02, s03 = s00+float32(x*b0), s01+float32(x*b1), s02+float32(x*b2), s03+float32(x*b3)
		s10, s11, s12, s13 = s10+float32(a1[k]*b0), s11+float32(a1[k]*b1), s12+float32(a1[k]*b2), s13+float32(a1[k]*b3)
	}
	*d0 = [4]float32{s00, s01, s02, s03}
	*d1 = [4]float32{s10, s11, s12, s13}
}
