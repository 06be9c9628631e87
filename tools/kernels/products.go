package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// rows addresses rows of a constant stride with one register for every three rows.
type rows struct {
	stride reg.Register
	base   []reg.Register
}

func newRows(n int, first, stride reg.Register) rows {
	r := rows{stride: stride, base: []reg.Register{first}}
	for i := 3; i < n; i += 3 {
		p := GP64()
		LEAQ(Mem{Base: r.base[len(r.base)-1], Index: stride, Scale: 2}, p)
		ADDQ(stride, p)
		r.base = append(r.base, p)
	}
	return r
}

// at is the place disp bytes after the beginning of row i.
func (r rows) at(i, disp int) Mem {
	m := Mem{Base: r.base[i/3], Disp: disp}
	if i%3 > 0 {
		m.Index, m.Scale = r.stride, uint8(i%3)
	}
	return m
}

// advance moves every row on by n bytes.
func (r rows) advance(n int) {
	for _, p := range r.base {
		ADDQ(U8(n), p)
	}
}

// scaling is how the sums of an integer product become floats.
type scaling struct{ sa, ca, sw, shift, bias, corr reg.Register }

const tileSignature = "func(k int, a *byte, lda int, b *byte, ldb int, sa, ca, sw, shift, bias *float32, corr *int32, dst *float32, ldd int)"

func loadScaling() scaling {
	load := func(name string) reg.Register { return Load(Param(name), GP64()) }
	return scaling{load("sa"), load("ca"), load("sw"), load("shift"), load("bias"), load("corr")}
}

// correction is what is taken off the sums of an integer product, or added to them.
type correction int

const (
	perColumn correction = iota // what unsigned activations sum too much
	perRow                      // what flipped weights sum too little
)

// store writes the sums of one column of registers as floats:
// sum * sa * sw + ca * shift + bias.
func (m isa) store(s scaling, sums []reg.VecVirtual, disp int, dst rows, c correction) {
	sw, shift, bias, corr := m.vector(), m.vector(), m.vector(), m.vector()
	VMOVUPS(Mem{Base: s.sw, Disp: disp}, sw)
	VMOVUPS(Mem{Base: s.shift, Disp: disp}, shift)
	VMOVUPS(Mem{Base: s.bias, Disp: disp}, bias)
	if c == perColumn {
		VMOVUPS(Mem{Base: s.corr, Disp: disp}, corr)
	}
	for r, sum := range sums {
		if c == perColumn {
			VPSUBD(corr, sum, sum)
		} else {
			VPBROADCASTD(Mem{Base: s.corr, Disp: 4 * r}, corr)
			VPADDD(corr, sum, sum)
		}
		VCVTDQ2PS(sum, sum)
		sa := m.vector()
		VBROADCASTSS(Mem{Base: s.sa, Disp: 4 * r}, sa)
		VMULPS(sa, sum, sum)
		VMULPS(sw, sum, sum)
		VBROADCASTSS(Mem{Base: s.ca, Disp: 4 * r}, sa)
		VMULPS(shift, sa, sa)
		VADDPS(sa, sum, sum)
		VADDPS(bias, sum, sum)
		VMOVUPS(sum, dst.at(r, disp))
	}
}

// tileVNNI is 8 rows by panels of 16 columns, k in steps of 4 bytes. Activations are
// unsigned, 128 too large; corr takes that off again.
func tileVNNI(panels int) {
	const height = 8
	m := isa{"AVX512", 16, ZMM}
	name := fmt.Sprintf("tile%dVNNI", panels)
	TEXT(name, NOSPLIT, tileSignature)
	Pragma("noescape")
	Doc(fmt.Sprintf("%s is the integer product of 8 rows of a and %d panels of b.", name, panels))
	k := Load(Param("k"), GP64())
	a := newRows(height, Load(Param("a"), GP64()), Load(Param("lda"), GP64()))
	b := newRows(panels, Load(Param("b"), GP64()), Load(Param("ldb"), GP64()))
	sums := make([][]reg.VecVirtual, panels)
	for p := range sums {
		for range height {
			sums[p] = append(sums[p], m.none())
		}
	}
	label := name + "K"
	Label(label)
	w := make([]reg.VecVirtual, panels)
	for p := range w {
		w[p] = m.vector()
		VMOVDQU32(b.at(p, 0), w[p])
	}
	for r := range height {
		x := m.vector()
		VPBROADCASTD(a.at(r, 0), x)
		for p := range w {
			VPDPBUSD(w[p], x, sums[p][r])
		}
	}
	a.advance(4)
	b.advance(64)
	DECQ(k)
	JNZ(LabelRef(label))
	s := loadScaling()
	dst := newRows(height, Load(Param("dst"), GP64()), Load(Param("ldd"), GP64()))
	for p := range sums {
		m.store(s, sums[p], 64*p, dst, perColumn)
	}
	VZEROUPPER()
	RET()
}

// tileAVX2 is 4 rows by 16 columns, k in steps of 4 bytes. The byte product of AVX2
// wants one side unsigned: it gets the magnitudes of the activations. Where an
// activation is below 0 the weight's bits are flipped, w to -w-1, so that each such
// product is its magnitude too small; corr adds these up for a row. (A sign would be
// put on the weight by VPSIGNB, which waits for the units that multiply.) Two products
// within 127 * 128 fit 16 bits.
func tileAVX2() {
	const height = 4
	m := isa{"AVX2", 8, YMM}
	TEXT("tileAVX2", NOSPLIT, tileSignature)
	Pragma("noescape")
	Doc("tileAVX2 is the integer product of 4 rows of a and a panel of b.")
	k := Load(Param("k"), GP64())
	a := newRows(height, Load(Param("a"), GP64()), Load(Param("lda"), GP64()))
	b := Load(Param("b"), GP64())
	sums := make([][]reg.VecVirtual, 2)
	for j := range sums {
		for range height {
			sums[j] = append(sums[j], m.none())
		}
	}
	ones := m.spreadBits(0x00010001)
	Label("tileAVX2K")
	w := []reg.VecVirtual{YMM(), YMM()}
	for j := range w {
		VMOVDQU(Mem{Base: b, Disp: 32 * j}, w[j])
	}
	for r := range height {
		flip, magnitude := YMM(), YMM()
		VPBROADCASTD(a.at(r, 0), flip)
		VPBROADCASTD(a.at(r, 4), magnitude)
		for j := range w {
			t := YMM()
			VPXOR(flip, w[j], t)
			VPMADDUBSW(t, magnitude, t)
			VPMADDWD(ones, t, t)
			VPADDD(t, sums[j][r], sums[j][r])
		}
	}
	a.advance(8)
	ADDQ(U8(64), b)
	DECQ(k)
	JNZ(LabelRef("tileAVX2K"))
	s := loadScaling()
	dst := newRows(height, Load(Param("dst"), GP64()), Load(Param("ldd"), GP64()))
	for j := range sums {
		m.store(s, sums[j], 32*j, dst, perRow)
	}
	VZEROUPPER()
	RET()
}

// widen turns a panel of integers to floats: byte i of every 32 bits is moved to the
// top, and down again with its sign.
func (m isa) widen() {
	name := "widen" + m.suffix
	TEXT(name, NOSPLIT, "func(steps int, q *byte, scale *float32, dst *float32)")
	Pragma("noescape")
	Doc(name + " turns a panel of bytes, [steps][16][4], with the scales of its 16 rows to floats, [4*steps][16].")
	steps, q, dst := Load(Param("steps"), GP64()), Load(Param("q"), GP64()), Load(Param("dst"), GP64())
	from := Load(Param("scale"), GP64())
	scale := m.group()
	for i := range scale {
		VMOVUPS(m.at(from, i), scale[i])
	}
	Label("widen")
	for i := range scale {
		w := m.vector()
		if m.width == 16 {
			VMOVDQU32(m.at(q, i), w)
		} else {
			VMOVDQU(m.at(q, i), w)
		}
		for k := range 4 {
			v := m.vector()
			VPSLLD(U8(24-8*k), w, v)
			VPSRAD(U8(24), v, v)
			VCVTDQ2PS(v, v)
			VMULPS(scale[i], v, v)
			VMOVUPS(v, Mem{Base: dst, Disp: 4 * (lanes*k + m.width*i)})
		}
	}
	ADDQ(U8(64), q)
	ADDQ(U32(256), dst)
	DECQ(steps)
	JNZ(LabelRef("widen"))
	VZEROUPPER()
	RET()
}

// matmul is a float product of height rows and panels of 16 columns.
func (m isa) matmul(height, panels int) {
	name := fmt.Sprintf("matmul%d%s", panels, m.suffix)
	TEXT(name, NOSPLIT, "func(k int, a *float32, lda int, b *float32, dst *float32, ldd int)")
	Pragma("noescape")
	Doc(fmt.Sprintf("%s is the float product of %d rows of a and %d panels of b; strides are in bytes.", name, height, panels))
	k := Load(Param("k"), GP64())
	a := newRows(height, Load(Param("a"), GP64()), Load(Param("lda"), GP64()))
	panel := GP64() // bytes of a panel
	MOVQ(k, panel)
	SHLQ(U8(6), panel)
	b := newRows(panels, Load(Param("b"), GP64()), panel)
	sums := make([]group, height)
	for r := range sums {
		for range panels {
			sums[r] = append(sums[r], m.zero()...)
		}
	}
	label := name + "K"
	Label(label)
	var w group
	for p := range panels {
		for i := range lanes / m.width {
			v := m.vector()
			VMOVUPS(b.at(p, 4*m.width*i), v)
			w = append(w, v)
		}
	}
	for r := range sums {
		x := m.vector()
		VBROADCASTSS(a.at(r, 0), x)
		for j := range w {
			t := m.vector()
			VMULPS(w[j], x, t)
			VADDPS(t, sums[r][j], sums[r][j])
		}
	}
	a.advance(4)
	b.advance(4 * lanes)
	DECQ(k)
	JNZ(LabelRef(label))
	dst := newRows(height, Load(Param("dst"), GP64()), Load(Param("ldd"), GP64()))
	for r := range sums {
		for j := range w {
			VMOVUPS(sums[r][j], dst.at(r, 4*m.width*j))
		}
	}
	VZEROUPPER()
	RET()
}

// levels hold what rounding needs, spread over registers.
type levels struct{ center, inverse, least, most reg.VecVirtual }

// levels loads the parameters center and inverse.
func (m isa) levels() levels {
	l := levels{m.vector(), m.vector(), m.spread(-127), m.spread(127)}
	VBROADCASTSS(NewParamAddr("center", 16), l.center)
	VBROADCASTSS(NewParamAddr("inverse", 20), l.inverse)
	return l
}

// nearest sets v to the whole numbers of the floats at x.
func (l levels) nearest(x Mem, v reg.VecVirtual) {
	VMOVUPS(x, v)
	VSUBPS(l.center, v, v)
	VMULPS(l.inverse, v, v)
	VMAXPS(l.least, v, v)
	VMINPS(l.most, v, v)
	VCVTPS2DQ(v, v)
}

func quantiseAVX512() {
	TEXT("quantiseAVX512", NOSPLIT, "func(n int, x *float32, center, inverse float32, dst *byte)")
	Pragma("noescape")
	Doc("quantiseAVX512 writes round((x-center)*inverse) + 128 of n floats, n a multiple of 16.")
	n, x, dst := Load(Param("n"), GP64()), Load(Param("x"), GP64()), Load(Param("dst"), GP64())
	m := isa{"AVX512", 16, ZMM}
	offset := m.spreadBits(128)
	l := m.levels()
	m.each("quantise", n, []reg.Register{x}, func() {
		v := ZMM()
		l.nearest(m.at(x, 0), v)
		VPADDD(offset, v, v)
		VPMOVDB(v, Mem{Base: dst})
		ADDQ(U8(16), dst)
	})
	VZEROUPPER()
	RET()
}

// quantiseAVX2 writes for every four values which are below 0, as bytes of ones, and
// their magnitudes; it returns the magnitudes of those below 0 added up.
func quantiseAVX2() {
	n, x, dst, m := quantise("quantiseAVX2", " (lack int)", ": which of four are below 0, and their magnitudes; lack is the sum of those below 0")
	zero, lack := XMM(), XMM()
	VPXOR(zero, zero, zero)
	VPXOR(lack, lack, lack)
	l := m.levels()
	m.each("quantise", n, []reg.Register{x}, func() {
		v := m.packed(l, x)
		flip, magnitude, high := XMM(), XMM(), XMM()
		VPCMPGTB(v, zero, flip)
		VPABSB(v, magnitude)
		VPAND(flip, magnitude, high)
		VPSADBW(zero, high, high)
		VPADDQ(high, lack, lack)
		VPUNPCKHDQ(magnitude, flip, high)
		VPUNPCKLDQ(magnitude, flip, v)
		VMOVDQU(v, Mem{Base: dst})
		VMOVDQU(high, Mem{Base: dst, Disp: 16})
		ADDQ(U8(32), dst)
	})
	VPSHUFD(U8(0x4e), lack, zero)
	VPADDQ(zero, lack, lack)
	sum := GP64()
	VMOVQ(lack, sum)
	Store(sum, ReturnIndex(0))
	VZEROUPPER()
	RET()
}

// quantiseVNNI256 writes unsigned values, 128 too large.
func quantiseVNNI256() {
	n, x, dst, m := quantise("quantiseVNNI256", "", ", with 128 added")
	offset := XMM()
	VBROADCASTSS(number(0x80808080), offset)
	l := m.levels()
	m.each("quantise", n, []reg.Register{x}, func() {
		v := m.packed(l, x)
		VPXOR(offset, v, v)
		VMOVDQU(v, Mem{Base: dst})
		ADDQ(U8(16), dst)
	})
	VZEROUPPER()
	RET()
}

// quantise begins a function that quantises.
func quantise(name, result, what string) (n, x, dst reg.Register, m isa) {
	TEXT(name, NOSPLIT, "func(n int, x *float32, center, inverse float32, dst *byte)"+result)
	Pragma("noescape")
	Doc(name + " writes round((x-center)*inverse) of n floats, n a multiple of 16" + what + ".")
	return Load(Param("n"), GP64()), Load(Param("x"), GP64()), Load(Param("dst"), GP64()), isa{"AVX2", 8, YMM}
}

// packed returns 16 quantised values as bytes.
func (m isa) packed(l levels, x reg.Register) reg.VecVirtual {
	v := m.group()
	for i := range v {
		l.nearest(m.at(x, i), v[i])
	}
	VPACKSSDW(v[1], v[0], v[0])
	VPERMQ(U8(0xd8), v[0], v[0])
	low, high := XMM(), XMM()
	VEXTRACTI128(U8(1), v[0], high)
	VPACKSSWB(high, v[0].AsX(), low)
	return low
}

// tileVNNI256 is 4 rows by 16 columns with the byte products of machines that have
// them without AVX-512. Neither avo nor Go's assembler knows that encoding, so the
// instruction is bytes and the registers are named: sums in Y0 to Y7, weights in Y8
// and Y9, activations in Y10.
func tileVNNI256() {
	const height = 4
	m := isa{"AVX2", 8, YMM}
	TEXT("tileVNNI256", NOSPLIT, tileSignature)
	Pragma("noescape")
	Doc("tileVNNI256 is the integer product of 4 rows of a and a panel of b; activations are unsigned.")
	k := Load(Param("k"), GP64())
	a := newRows(height, Load(Param("a"), GP64()), Load(Param("lda"), GP64()))
	b := Load(Param("b"), GP64())
	sums := []reg.VecPhysical{reg.Y0, reg.Y1, reg.Y2, reg.Y3, reg.Y4, reg.Y5, reg.Y6, reg.Y7}
	for _, s := range sums {
		VPXOR(s, s, s)
	}
	Label("tileVNNI256K")
	VMOVDQU(Mem{Base: b}, reg.Y8)
	VMOVDQU(Mem{Base: b, Disp: 32}, reg.Y9)
	for r := range height {
		VPBROADCASTD(a.at(r, 0), reg.Y10)
		for j := range 2 {
			dotBytes(height*j+r, 10, 8+j)
		}
	}
	a.advance(4)
	ADDQ(U8(64), b)
	DECQ(k)
	JNZ(LabelRef("tileVNNI256K"))
	s := loadScaling()
	dst := newRows(height, Load(Param("dst"), GP64()), Load(Param("ldd"), GP64()))
	for j := range 2 {
		m.storePhysical(s, sums[height*j:height*(j+1)], 32*j, dst)
	}
	VZEROUPPER()
	RET()
}

// dotBytes is VPDPBUSD in its VEX encoding: sum, below 8, gets the products of the
// unsigned bytes of x with the signed bytes of w, both from 8 on, added in fours.
func dotBytes(sum, x, w int) {
	Comment(fmt.Sprintf("VPDPBUSD Y%d, Y%d, Y%d", w, x, sum))
	for _, b := range []int{0xc4, 0xc2, (^x&15)<<3 | 5, 0x50, 0xc0 | sum<<3 | w&7} {
		Instruction(&ir.Instruction{Opcode: "BYTE", Operands: []Op{U8(b)}})
	}
}

// storePhysical is store for sums in named registers, with the correction.
func (m isa) storePhysical(s scaling, sums []reg.VecPhysical, disp int, dst rows) {
	VMOVUPS(Mem{Base: s.sw, Disp: disp}, reg.Y8)
	VMOVUPS(Mem{Base: s.bias, Disp: disp}, reg.Y9)
	VMOVUPS(Mem{Base: s.corr, Disp: disp}, reg.Y10)
	VMOVUPS(Mem{Base: s.shift, Disp: disp}, reg.Y12)
	for r, sum := range sums {
		VPSUBD(reg.Y10, sum, sum)
		VCVTDQ2PS(sum, sum)
		VBROADCASTSS(Mem{Base: s.sa, Disp: 4 * r}, reg.Y11)
		VMULPS(reg.Y11, sum, sum)
		VMULPS(reg.Y8, sum, sum)
		VBROADCASTSS(Mem{Base: s.ca, Disp: 4 * r}, reg.Y11)
		VMULPS(reg.Y12, reg.Y11, reg.Y11)
		VADDPS(reg.Y11, sum, sum)
		VADDPS(reg.Y9, sum, sum)
		VMOVUPS(sum, dst.at(r, disp))
	}
}
