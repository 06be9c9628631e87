package main

import (
	"fmt"
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Numbers of internal/encoder/plain.go.
const (
	roundBit   = 1.5 * (1 << 23)
	leastPower = -100
)

var (
	powerCoefficients = []float32{.00132647271, .00967151268, .0555073374, .240222421, .693146978, 1}
	erfP              = []float32{-2.72614225801306e-10, 2.77068142495902e-08, -2.10102402082508e-06, -5.69250639462346e-05,
		-7.34990630326855e-04, -2.95459980854025e-03, -1.60960333262415e-02}
	erfQ = []float32{-1.45660718464996e-05, -2.13374055278905e-04, -1.68282697438203e-03, -7.37332916720468e-03,
		-1.42647390514189e-02}
)

// group is 16 floats in one or two registers.
type group []reg.VecVirtual

func (m isa) group() group {
	var g group
	for range lanes / m.width {
		g = append(g, m.vector())
	}
	return g
}

// at is the place of register i of a group that begins at p.
func (m isa) at(p reg.Register, i int) Mem { return Mem{Base: p, Disp: 4 * m.width * i} }

// constants holds the data symbols already written, by their bits.
var constants = map[uint32]Mem{}

// number is a 32-bit constant in memory.
func number(bits uint32) Mem {
	if _, ok := constants[bits]; !ok {
		constants[bits] = ConstData(fmt.Sprintf("number%08x", bits), U32(bits))
	}
	return constants[bits]
}

func (m isa) spread(v float32) reg.VecVirtual { return m.spreadBits(math.Float32bits(v)) }

func (m isa) spreadBits(bits uint32) reg.VecVirtual {
	r := m.vector()
	VBROADCASTSS(number(bits), r)
	return r
}

func (m isa) zero() group {
	var g group
	for range lanes / m.width {
		g = append(g, m.none())
	}
	return g
}

// none is one register of zeros.
func (m isa) none() reg.VecVirtual {
	r := m.vector()
	if m.width == 16 {
		VPXORD(r, r, r)
	} else {
		VXORPS(r, r, r)
	}
	return r
}

// each runs body for every group of n floats and moves the pointers on.
func (m isa) each(label string, n reg.Register, pointers []reg.Register, body func()) {
	left := GP64()
	MOVQ(n, left)
	Label(label)
	body()
	for _, p := range pointers {
		ADDQ(U8(4*lanes), p)
	}
	SUBQ(U8(lanes), left)
	JNZ(LabelRef(label))
}

// fold combines 16 lanes to one: 8 onto 8, 4 onto 4, 2 onto 2, 1 onto 1.
func (m isa) fold(g group, op func(ops ...Op)) reg.Register {
	low := g[0].AsY()
	if m.width == 16 {
		high := YMM()
		VEXTRACTF64X4(U8(1), g[0], high)
		op(high, low, low)
	} else {
		op(g[1], low, low)
	}
	four, quarter := g[0].AsX(), XMM()
	VEXTRACTF128(U8(1), low, quarter)
	op(quarter, four, four)
	VPERMILPS(U8(0x4e), four, quarter)
	op(quarter, four, four)
	VPERMILPS(U8(0xb1), four, quarter)
	op(quarter, four, four)
	return four
}

// horner sets each register of p to the polynomial of x with the coefficients, the
// highest power first, without fusing.
func (m isa) horner(x group, coefficients []float32) group {
	p := m.group()
	first := m.spread(coefficients[0])
	for i := range p {
		VMULPS(x[i], first, p[i])
	}
	for j, c := range coefficients[1:] {
		r := m.spread(c)
		for i := range p {
			VADDPS(r, p[i], p[i])
			if j < len(coefficients)-2 {
				VMULPS(x[i], p[i], p[i])
			}
		}
	}
	return p
}

func (m isa) span() {
	TEXT("span"+m.suffix, NOSPLIT, "func(n int, x *float32) (low, high float32)")
	Pragma("noescape")
	Doc("span" + m.suffix + " returns the lowest and the highest of n floats, n a multiple of 16.")
	n, x := Load(Param("n"), GP64()), Load(Param("x"), GP64())
	low, high := m.group(), m.group()
	for i := range low {
		VMOVUPS(m.at(x, i), low[i])
		VMOVAPS(low[i], high[i])
	}
	m.each("span", n, []reg.Register{x}, func() {
		for i := range low {
			v := m.vector()
			VMOVUPS(m.at(x, i), v)
			VMINPS(v, low[i], low[i])
			VMAXPS(v, high[i], high[i])
		}
	})
	Store(m.fold(low, VMINPS), ReturnIndex(0))
	Store(m.fold(high, VMAXPS), ReturnIndex(1))
	VZEROUPPER()
	RET()
}

// power sets each register to 2^t for t <= 0.
func (m isa) power(t group) group {
	round, least := m.spread(roundBit), m.spread(leastPower)
	whole, f := m.group(), m.group()
	for i := range t {
		VMAXPS(least, t[i], t[i])
		VADDPS(round, t[i], whole[i])
		VSUBPS(round, whole[i], f[i])
		VSUBPS(f[i], t[i], f[i])
	}
	p := m.horner(f, powerCoefficients)
	for i := range p {
		VPSLLD(U8(23), whole[i], whole[i])
		VPADDD(whole[i], p[i], p[i])
	}
	return p
}

func (m isa) softmax() {
	TEXT("softmax"+m.suffix, NOSPLIT, "func(n int, x *float32, scale float32)")
	Pragma("noescape")
	Doc("softmax" + m.suffix + " turns n floats, n a multiple of 16, into 2^((x-max)*scale) over its sum.")
	n, x := Load(Param("n"), GP64()), Load(Param("x"), GP64())
	at := GP64()
	MOVQ(x, at)
	top := m.group()
	for i, t := range top {
		VMOVUPS(m.at(x, i), t)
	}
	m.each("softmaxTop", n, []reg.Register{at}, func() {
		for i, t := range top {
			VMAXPS(m.at(at, i), t, t)
		}
	})
	most, scale := m.vector(), m.vector()
	VBROADCASTSS(m.fold(top, VMAXPS), most)
	VBROADCASTSS(NewParamAddr("scale", 16), scale)
	MOVQ(x, at)
	sum := m.zero()
	m.each("softmaxPower", n, []reg.Register{at}, func() {
		t := m.group()
		for i := range t {
			VMOVUPS(m.at(at, i), t[i])
			VSUBPS(most, t[i], t[i])
			VMULPS(scale, t[i], t[i])
		}
		for i, p := range m.power(t) {
			VMOVUPS(p, m.at(at, i))
			VADDPS(p, sum[i], sum[i])
		}
	})
	total, one := m.fold(sum, VADDPS), XMM()
	VMOVSS(number(math.Float32bits(1)), one)
	VDIVSS(total, one, one)
	inverse := m.vector()
	VBROADCASTSS(one, inverse)
	m.each("softmaxShare", n, []reg.Register{x}, func() {
		for i := range sum {
			v := m.vector()
			VMULPS(m.at(x, i), inverse, v)
			VMOVUPS(v, m.at(x, i))
		}
	})
	VZEROUPPER()
	RET()
}

func (m isa) gelu() {
	TEXT("gelu"+m.suffix, NOSPLIT, "func(n int, x *float32)")
	Pragma("noescape")
	Doc("gelu" + m.suffix + " sets n floats, n a multiple of 16, to x * (1+erf(x/sqrt 2)) / 2.")
	n, x := Load(Param("n"), GP64()), Load(Param("x"), GP64())
	m.each("gelu", n, []reg.Register{x}, func() {
		u, u2 := m.group(), m.group()
		root, least, most := m.spread(math.Sqrt2/2), m.spread(-4), m.spread(4)
		for i := range u {
			VMULPS(m.at(x, i), root, u[i])
			VMAXPS(least, u[i], u[i])
			VMINPS(most, u[i], u[i])
			VMULPS(u[i], u[i], u2[i])
		}
		p := m.horner(u2, erfP)
		for i := range u {
			VMULPS(p[i], u[i], u[i])
		}
		q := m.horner(u2, erfQ)
		half, one := m.spread(.5), m.spread(1)
		for i := range u {
			VDIVPS(q[i], u[i], u[i])
			VADDPS(one, u[i], u[i])
			v := m.vector()
			VMULPS(m.at(x, i), half, v)
			VMULPS(u[i], v, v)
			VMOVUPS(v, m.at(x, i))
		}
	})
	VZEROUPPER()
	RET()
}

func (m isa) addNorm() {
	TEXT("addNorm"+m.suffix, NOSPLIT, "func(n int, x, t, gain, bias *float32, eps float32)")
	Pragma("noescape")
	Doc("addNorm" + m.suffix + " sets the n floats x, n a multiple of 16, to the layer norm of x+t.")
	n, x, t := Load(Param("n"), GP64()), Load(Param("x"), GP64()), Load(Param("t"), GP64())
	gain, bias := Load(Param("gain"), GP64()), Load(Param("bias"), GP64())
	one, share := XMM(), XMM()
	VMOVSS(number(math.Float32bits(1)), one)
	VXORPS(share, share, share)
	VCVTSI2SSQ(n, share, share)
	VDIVSS(share, one, share)
	at := GP64()
	MOVQ(x, at)
	sum := m.zero()
	m.each("addNormSum", n, []reg.Register{at, t}, func() {
		for i := range sum {
			v := m.vector()
			VMOVUPS(m.at(at, i), v)
			VADDPS(m.at(t, i), v, v)
			VMOVUPS(v, m.at(at, i))
			VADDPS(v, sum[i], sum[i])
		}
	})
	total, mean := XMM(), m.vector()
	VMULSS(share, m.fold(sum, VADDPS), total)
	VBROADCASTSS(total, mean)
	MOVQ(x, at)
	squares := m.zero()
	m.each("addNormSquares", n, []reg.Register{at}, func() {
		for i := range squares {
			v := m.vector()
			VMOVUPS(m.at(at, i), v)
			VSUBPS(mean, v, v)
			VMULPS(v, v, v)
			VADDPS(v, squares[i], squares[i])
		}
	})
	variance, root := XMM(), m.vector()
	VMULSS(share, m.fold(squares, VADDPS), variance)
	VADDSS(NewParamAddr("eps", 40), variance, variance)
	VSQRTSS(variance, variance, variance)
	VDIVSS(variance, one, variance)
	VBROADCASTSS(variance, root)
	m.each("addNormScale", n, []reg.Register{x, gain, bias}, func() {
		for i := range squares {
			v := m.vector()
			VMOVUPS(m.at(x, i), v)
			VSUBPS(mean, v, v)
			VMULPS(root, v, v)
			VMULPS(m.at(gain, i), v, v)
			VADDPS(m.at(bias, i), v, v)
			VMOVUPS(v, m.at(x, i))
		}
	})
	VZEROUPPER()
	RET()
}
