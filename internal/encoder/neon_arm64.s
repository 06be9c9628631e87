#include "textflag.h"

// The kernels of arm64, by hand: avo writes amd64 only. What each function computes,
// bit for bit, is said in plain Go in plain.go. Go's assembler lacks most of NEON's
// float instructions; the macros below are their encodings, with register numbers as
// operands: FADD(d, n, m) is FADD Vd.4S, Vn.4S, Vm.4S.

#define FADD(d, n, m) WORD $(0x4E20D400 | (m)<<16 | (n)<<5 | (d))
#define FSUB(d, n, m) WORD $(0x4EA0D400 | (m)<<16 | (n)<<5 | (d))
#define FMUL(d, n, m) WORD $(0x6E20DC00 | (m)<<16 | (n)<<5 | (d))
#define FDIV(d, n, m) WORD $(0x6E20FC00 | (m)<<16 | (n)<<5 | (d))
#define FMAX(d, n, m) WORD $(0x4E20F400 | (m)<<16 | (n)<<5 | (d))
#define FMIN(d, n, m) WORD $(0x4EA0F400 | (m)<<16 | (n)<<5 | (d))
#define FABS(d, n) WORD $(0x4EA0F800 | (n)<<5 | (d))
#define SCVTF(d, n) WORD $(0x4E21D800 | (n)<<5 | (d))  // int32 to float
#define FCVTNS(d, n) WORD $(0x4E21A800 | (n)<<5 | (d)) // float to int32, ties to even
#define FMINV(d, n) WORD $(0x6EB0F800 | (n)<<5 | (d))  // least of four
#define FMAXV(d, n) WORD $(0x6E30F800 | (n)<<5 | (d))  // largest of four
#define SQXTNH(d, n) WORD $(0x0E614800 | (n)<<5 | (d)) // four int32 to int16, lower half
#define SQXTNH2(d, n) WORD $(0x4E614800 | (n)<<5 | (d)) // upper half
#define SQXTNB(d, n) WORD $(0x0E214800 | (n)<<5 | (d)) // eight int16 to int8, lower half
#define SQXTNB2(d, n) WORD $(0x4E214800 | (n)<<5 | (d)) // upper half

// SDOT(d, n, m, i) adds to each int32 of Vd the four products of its bytes in Vn with
// the bytes of lane i of Vm.
#define SDOT(d, n, m, i) WORD $(0x4F80E000 | ((i)&1)<<21 | ((i)>>1)<<11 | (m)<<16 | (n)<<5 | (d))

// What older processors have instead: products of eight bytes as int16, and sums of
// two int16 added to an int32.
#define SMULL(d, n, m) WORD $(0x0E20C000 | (m)<<16 | (n)<<5 | (d))
#define SMULL2(d, n, m) WORD $(0x4E20C000 | (m)<<16 | (n)<<5 | (d))
#define SADALP(d, n) WORD $(0x4E606800 | (n)<<5 | (d))
#define ADDP(d, n, m) WORD $(0x4EA0BC00 | (m)<<16 | (n)<<5 | (d))

// Bytes out of 32 bits: shifted to the top, then down with their sign.
#define SHL(d, n, bits) WORD $(0x4F205400 | (bits)<<16 | (n)<<5 | (d))
#define SSHR24(d, n) WORD $(0x4F280400 | (n)<<5 | (d))

// The same on a group of 16 floats in four registers from d on. With C the last operand
// is one register for all.
#define GADD(d, n, m) FADD(d, n, m); FADD(d+1, n+1, m+1); FADD(d+2, n+2, m+2); FADD(d+3, n+3, m+3)
#define GSUB(d, n, m) FSUB(d, n, m); FSUB(d+1, n+1, m+1); FSUB(d+2, n+2, m+2); FSUB(d+3, n+3, m+3)
#define GMUL(d, n, m) FMUL(d, n, m); FMUL(d+1, n+1, m+1); FMUL(d+2, n+2, m+2); FMUL(d+3, n+3, m+3)
#define GDIV(d, n, m) FDIV(d, n, m); FDIV(d+1, n+1, m+1); FDIV(d+2, n+2, m+2); FDIV(d+3, n+3, m+3)
#define GMAX(d, n, m) FMAX(d, n, m); FMAX(d+1, n+1, m+1); FMAX(d+2, n+2, m+2); FMAX(d+3, n+3, m+3)
#define GMIN(d, n, m) FMIN(d, n, m); FMIN(d+1, n+1, m+1); FMIN(d+2, n+2, m+2); FMIN(d+3, n+3, m+3)
#define GADDC(d, n, m) FADD(d, n, m); FADD(d+1, n+1, m); FADD(d+2, n+2, m); FADD(d+3, n+3, m)
#define GSUBC(d, n, m) FSUB(d, n, m); FSUB(d+1, n+1, m); FSUB(d+2, n+2, m); FSUB(d+3, n+3, m)
#define GMULC(d, n, m) FMUL(d, n, m); FMUL(d+1, n+1, m); FMUL(d+2, n+2, m); FMUL(d+3, n+3, m)
#define GMAXC(d, n, m) FMAX(d, n, m); FMAX(d+1, n+1, m); FMAX(d+2, n+2, m); FMAX(d+3, n+3, m)
#define GMINC(d, n, m) FMIN(d, n, m); FMIN(d+1, n+1, m); FMIN(d+2, n+2, m); FMIN(d+3, n+3, m)

// HORNER(p, x, c) is one step of a polynomial: p = p*x + c.
#define HORNER(p, x, c) GMUL(p, p, x); GADDC(p, p, c)

// CONSTANT spreads 32 bits over a register.
#define CONSTANT(bits, v) MOVD $bits, R9; VDUP R9, v.S4

#define ZERO4(a, b, c, d) VEOR a.B16, a.B16, a.B16; VEOR b.B16, b.B16, b.B16; VEOR c.B16, c.B16, c.B16; VEOR d.B16, d.B16, d.B16

// SUMOF16 folds the 16 lanes of V16 to V19 into lane 0 of V16: 8, 4, 2, 1.
#define SUMOF16 \
	FADD(16, 16, 18) \
	FADD(17, 17, 19) \
	FADD(16, 16, 17) \
	VEXT $8, V16.B16, V16.B16, V17.B16 \
	FADD(16, 16, 17) \
	VDUP V16.S[1], V17.S4 \
	FADD(16, 16, 17)

// func spanNEON(n int, x *float32) (low, high float32)
TEXT ·spanNEON(SB), NOSPLIT, $0-24
	MOVD n+0(FP), R0
	MOVD x+8(FP), R1
	VLD1 (R1), [V0.S4, V1.S4, V2.S4, V3.S4]
	VLD1 (R1), [V4.S4, V5.S4, V6.S4, V7.S4]

span:
	VLD1.P 64(R1), [V8.S4, V9.S4, V10.S4, V11.S4]
	GMIN(0, 0, 8)
	GMAX(4, 4, 8)
	SUBS   $16, R0
	BNE    span
	FMIN(0, 0, 1)
	FMIN(2, 2, 3)
	FMIN(0, 0, 2)
	FMINV(0, 0)
	FMAX(4, 4, 5)
	FMAX(6, 6, 7)
	FMAX(4, 4, 6)
	FMAXV(4, 4)
	FMOVS  F0, low+16(FP)
	FMOVS  F4, high+20(FP)
	RET

// func quantiseNEON(n int, x *float32, center, inverse float32, dst *byte)
TEXT ·quantiseNEON(SB), NOSPLIT, $0-32
	MOVD  n+0(FP), R0
	MOVD  x+8(FP), R1
	FMOVS center+16(FP), F17
	FMOVS inverse+20(FP), F16
	MOVD  dst+24(FP), R2
	VDUP  V16.S[0], V16.S4
	VDUP  V17.S[0], V17.S4
	CONSTANT(0xC2FE0000, V18) // -127
	CONSTANT(0x42FE0000, V19) // 127

quantise:
	VLD1.P 64(R1), [V0.S4, V1.S4, V2.S4, V3.S4]
	GSUBC(0, 0, 17)
	GMULC(0, 0, 16)
	GMAXC(0, 0, 18)
	GMINC(0, 0, 19)
	FCVTNS(0, 0)
	FCVTNS(1, 1)
	FCVTNS(2, 2)
	FCVTNS(3, 3)
	SQXTNH(4, 0)
	SQXTNH2(4, 1)
	SQXTNH(5, 2)
	SQXTNH2(5, 3)
	SQXTNB(6, 4)
	SQXTNB2(6, 5)
	VST1.P [V6.B16], 16(R2)
	SUBS   $16, R0
	BNE    quantise
	RET

// func softmaxNEON(n int, x *float32, scale float32)
TEXT ·softmaxNEON(SB), NOSPLIT, $0-20
	MOVD  n+0(FP), R0
	MOVD  x+8(FP), R1
	FMOVS scale+16(FP), F21
	VDUP  V21.S[0], V21.S4
	MOVD  R1, R2
	MOVD  R0, R3
	VLD1  (R1), [V0.S4, V1.S4, V2.S4, V3.S4]

top:
	VLD1.P 64(R2), [V4.S4, V5.S4, V6.S4, V7.S4]
	GMAX(0, 0, 4)
	SUBS $16, R3
	BNE  top
	FMAX(0, 0, 1)
	FMAX(2, 2, 3)
	FMAX(0, 0, 2)
	FMAXV(0, 0)
	VDUP V0.S[0], V20.S4
	CONSTANT(0x4B400000, V22) // 1.5 * 2^23
	CONSTANT(0xC2C80000, V23) // -100
	CONSTANT(0x3AADDD0A, V24) // the coefficients of plain.go
	CONSTANT(0x3C1E7544, V25)
	CONSTANT(0x3D635BA9, V26)
	CONSTANT(0x3E75FCDE, V27)
	CONSTANT(0x3F317215, V28)
	CONSTANT(0x3F800000, V29)
	ZERO4(V16, V17, V18, V19)
	MOVD R1, R2
	MOVD R0, R3

power:
	VLD1 (R2), [V0.S4, V1.S4, V2.S4, V3.S4]
	GSUBC(0, 0, 20)
	GMULC(0, 0, 21)
	GMAXC(0, 0, 23)
	GADDC(4, 0, 22)
	GSUBC(8, 4, 22)
	GSUB(0, 0, 8)
	GMULC(8, 0, 24)
	GADDC(8, 8, 25)
	HORNER(8, 0, 26)
	HORNER(8, 0, 27)
	HORNER(8, 0, 28)
	HORNER(8, 0, 29)
	VSHL   $23, V4.S4, V4.S4
	VSHL   $23, V5.S4, V5.S4
	VSHL   $23, V6.S4, V6.S4
	VSHL   $23, V7.S4, V7.S4
	VADD   V4.S4, V8.S4, V8.S4
	VADD   V5.S4, V9.S4, V9.S4
	VADD   V6.S4, V10.S4, V10.S4
	VADD   V7.S4, V11.S4, V11.S4
	VST1.P [V8.S4, V9.S4, V10.S4, V11.S4], 64(R2)
	GADD(16, 16, 8)
	SUBS   $16, R3
	BNE    power
	SUMOF16
	FMOVS $1.0, F1
	FDIVS F16, F1, F1
	VDUP  V1.S[0], V20.S4

share:
	VLD1   (R1), [V0.S4, V1.S4, V2.S4, V3.S4]
	GMULC(0, 0, 20)
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R1)
	SUBS   $16, R0
	BNE    share
	RET

// func geluNEON(n int, x *float32)
TEXT ·geluNEON(SB), NOSPLIT, $0-16
	MOVD n+0(FP), R0
	MOVD x+8(FP), R1
	MOVD $0x3F000000, R5 // .5
	MOVD $0x3F800000, R6 // 1
	CONSTANT(0x3F3504F3, V16) // the root of a half
	CONSTANT(0xC0800000, V17) // -4
	CONSTANT(0x40800000, V18) // 4
	CONSTANT(0xAF95DF0B, V19)
	CONSTANT(0x32EDFFEE, V20)
	CONSTANT(0xB60CFF51, V21)
	CONSTANT(0xB86EC2D2, V22)
	CONSTANT(0xBA40AC63, V23)
	CONSTANT(0xBB41A1F6, V24)
	CONSTANT(0xBC83DBD4, V25)
	CONSTANT(0xB77460CD, V26)
	CONSTANT(0xB95FBD29, V27)
	CONSTANT(0xBADC924E, V28)
	CONSTANT(0xBBF19BF8, V29)
	CONSTANT(0xBC69B6A7, V30)

gelu:
	VLD1 (R1), [V0.S4, V1.S4, V2.S4, V3.S4]
	GMULC(0, 0, 16)
	GMAXC(0, 0, 17)
	GMINC(0, 0, 18)
	GMUL(4, 0, 0)
	GMULC(8, 4, 19)
	GADDC(8, 8, 20)
	HORNER(8, 4, 21)
	HORNER(8, 4, 22)
	HORNER(8, 4, 23)
	HORNER(8, 4, 24)
	HORNER(8, 4, 25)
	GMUL(0, 0, 8)
	GMULC(8, 4, 26)
	GADDC(8, 8, 27)
	HORNER(8, 4, 28)
	HORNER(8, 4, 29)
	HORNER(8, 4, 30)
	GDIV(0, 0, 8)
	VDUP R6, V8.S4
	GADDC(0, 0, 8)
	VLD1 (R1), [V4.S4, V5.S4, V6.S4, V7.S4]
	VDUP R5, V8.S4
	GMULC(4, 4, 8)
	GMUL(0, 4, 0)
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R1)
	SUBS   $16, R0
	BNE    gelu
	RET

// func addNormNEON(n int, x, t, gain, bias *float32, eps float32)
TEXT ·addNormNEON(SB), NOSPLIT, $0-44
	MOVD   n+0(FP), R0
	MOVD   x+8(FP), R1
	MOVD   t+16(FP), R2
	MOVD   gain+24(FP), R3
	MOVD   bias+32(FP), R4
	FMOVS  $1.0, F20
	SCVTFS R0, F21
	FDIVS  F21, F20, F21 // 1/n
	ZERO4(V16, V17, V18, V19)
	MOVD   R1, R5
	MOVD   R0, R6

sum:
	VLD1   (R5), [V0.S4, V1.S4, V2.S4, V3.S4]
	VLD1.P 64(R2), [V4.S4, V5.S4, V6.S4, V7.S4]
	GADD(0, 0, 4)
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R5)
	GADD(16, 16, 0)
	SUBS   $16, R6
	BNE    sum
	SUMOF16
	FMULS  F21, F16, F22
	VDUP   V22.S[0], V22.S4 // the mean
	ZERO4(V16, V17, V18, V19)
	MOVD   R1, R5
	MOVD   R0, R6

squares:
	VLD1.P 64(R5), [V0.S4, V1.S4, V2.S4, V3.S4]
	GSUBC(0, 0, 22)
	GMUL(0, 0, 0)
	GADD(16, 16, 0)
	SUBS   $16, R6
	BNE    squares
	SUMOF16
	FMULS  F21, F16, F23
	FMOVS  eps+40(FP), F24
	FADDS  F24, F23, F23
	FSQRTS F23, F23
	FDIVS  F23, F20, F23
	VDUP   V23.S[0], V23.S4 // 1 / the deviation

scale:
	VLD1   (R1), [V0.S4, V1.S4, V2.S4, V3.S4]
	VLD1.P 64(R3), [V4.S4, V5.S4, V6.S4, V7.S4]
	VLD1.P 64(R4), [V8.S4, V9.S4, V10.S4, V11.S4]
	GSUBC(0, 0, 22)
	GMULC(0, 0, 23)
	GMUL(0, 0, 4)
	GADD(0, 0, 8)
	VST1.P [V0.S4, V1.S4, V2.S4, V3.S4], 64(R1)
	SUBS   $16, R0
	BNE    scale
	RET

// DOTROW(d, m, i): a row's 16 sums from d on, with lane i of its activations Vm.
#define DOTROW(d, m, i) SDOT(d, 0, m, i); SDOT(d+1, 1, m, i); SDOT(d+2, 2, m, i); SDOT(d+3, 3, m, i)

// DOTSTEP(i): the next 64 bytes of the panel with lane i of the activations.
#define DOTSTEP(i) \
	VLD1.P 64(R3), [V0.B16, V1.B16, V2.B16, V3.B16] \
	DOTROW(16, 4, i) \
	DOTROW(20, 5, i) \
	DOTROW(24, 6, i) \
	DOTROW(28, 7, i)

// SCALEROW(d): four registers of sums to floats: sum * sa * sw + ca * shift + bias;
// stores a row.
#define SCALEROW(a, b, c, e, d) \
	SCVTF(d, d) \
	SCVTF(d+1, d+1) \
	SCVTF(d+2, d+2) \
	SCVTF(d+3, d+3) \
	VLD1R.P 4(R5), [V8.S4] \
	VLD1R.P 4(R4), [V9.S4] \
	GMULC(d, d, 8) \
	GMUL(d, d, 0) \
	FMUL(14, 10, 9) \
	FMUL(15, 11, 9) \
	FADD(d, d, 14) \
	FADD(d+1, d+1, 15) \
	FMUL(14, 12, 9) \
	FMUL(15, 13, 9) \
	FADD(d+2, d+2, 14) \
	FADD(d+3, d+3, 15) \
	GADD(d, d, 4) \
	VST1 [a.S4, b.S4, c.S4, e.S4], (R8) \
	ADD R9, R8, R8

// func tileDot(k int, a *byte, lda int, b *byte, ldb int, sa, ca, sw, shift, bias *float32, corr *int32, dst *float32, ldd int)
// Four rows by 16 columns, k in steps of four; the activations of four steps are read at once.
TEXT ·tileDot(SB), NOSPLIT, $0-104
	MOVD k+0(FP), R0
	MOVD a+8(FP), R1
	MOVD lda+16(FP), R2
	MOVD b+24(FP), R3
	ADD  R2, R1, R10
	ADD  R2, R10, R11
	ADD  R2, R11, R12
	ZERO4(V16, V17, V18, V19)
	ZERO4(V20, V21, V22, V23)
	ZERO4(V24, V25, V26, V27)
	ZERO4(V28, V29, V30, V31)
	SUBS $4, R0
	BLT  rest

fours:
	VLD1.P 16(R1), [V4.B16]
	VLD1.P 16(R10), [V5.B16]
	VLD1.P 16(R11), [V6.B16]
	VLD1.P 16(R12), [V7.B16]
	DOTSTEP(0)
	DOTSTEP(1)
	DOTSTEP(2)
	DOTSTEP(3)
	SUBS   $4, R0
	BGE    fours

rest:
	ADDS $4, R0
	BEQ  done

ones:
	FMOVS.P 4(R1), F4
	FMOVS.P 4(R10), F5
	FMOVS.P 4(R11), F6
	FMOVS.P 4(R12), F7
	DOTSTEP(0)
	SUBS    $1, R0
	BNE     ones

done:
	MOVD sa+40(FP), R5
	MOVD ca+48(FP), R4
	MOVD sw+56(FP), R6
	MOVD shift+64(FP), R13
	MOVD bias+72(FP), R7
	MOVD dst+88(FP), R8
	MOVD ldd+96(FP), R9
	VLD1 (R6), [V0.S4, V1.S4, V2.S4, V3.S4]
	VLD1 (R7), [V4.S4, V5.S4, V6.S4, V7.S4]
	VLD1 (R13), [V10.S4, V11.S4, V12.S4, V13.S4]
	SCALEROW(V16, V17, V18, V19, 16)
	SCALEROW(V20, V21, V22, V23, 20)
	SCALEROW(V24, V25, V26, V27, 24)
	SCALEROW(V28, V29, V30, V31, 28)
	RET

// LONGROW(d, m): a row's sums of 16 columns, two lanes each, from d on.
#define LONGPART(d, n, m) SMULL(6, n, m); SMULL2(7, n, m); SADALP(d, 6); SADALP(d+1, 7)
#define LONGROW(d, m) LONGPART(d, 0, m); LONGPART(d+2, 1, m); LONGPART(d+4, 2, m); LONGPART(d+6, 3, m)
#define JOINROW(d) ADDP(d, d, d+1); ADDP(d+1, d+2, d+3); ADDP(d+2, d+4, d+5); ADDP(d+3, d+6, d+7)

// func tileLong(k int, a *byte, lda int, b *byte, ldb int, sa, ca, sw, shift, bias *float32, corr *int32, dst *float32, ldd int)
// Two rows by 16 columns, k in steps of four.
TEXT ·tileLong(SB), NOSPLIT, $0-104
	MOVD k+0(FP), R0
	MOVD a+8(FP), R1
	MOVD lda+16(FP), R2
	MOVD b+24(FP), R3
	ADD  R2, R1, R10
	ZERO4(V16, V17, V18, V19)
	ZERO4(V20, V21, V22, V23)
	ZERO4(V24, V25, V26, V27)
	ZERO4(V28, V29, V30, V31)

long:
	VLD1.P  64(R3), [V0.B16, V1.B16, V2.B16, V3.B16]
	VLD1R.P 4(R1), [V4.S4]
	VLD1R.P 4(R10), [V5.S4]
	LONGROW(16, 4)
	LONGROW(24, 5)
	SUBS    $1, R0
	BNE     long
	JOINROW(16)
	JOINROW(24)
	MOVD    sa+40(FP), R5
	MOVD    ca+48(FP), R4
	MOVD    sw+56(FP), R6
	MOVD    shift+64(FP), R13
	MOVD    bias+72(FP), R7
	MOVD    dst+88(FP), R8
	MOVD    ldd+96(FP), R9
	VLD1    (R6), [V0.S4, V1.S4, V2.S4, V3.S4]
	VLD1    (R7), [V4.S4, V5.S4, V6.S4, V7.S4]
	VLD1    (R13), [V10.S4, V11.S4, V12.S4, V13.S4]
	SCALEROW(V16, V17, V18, V19, 16)
	SCALEROW(V24, V25, V26, V27, 24)
	RET

// WIDENPART(d, n, s, bits) and WIDENSTEP(bits): one byte of each 32 bits of V0 to V3,
// times the scales in V16 to V19.
#define WIDENPART(d, n, s, bits) SHL(d, n, bits); SSHR24(d, d); SCVTF(d, d); FMUL(d, d, s)
#define WIDENSTEP(bits) \
	WIDENPART(4, 0, 16, bits) \
	WIDENPART(5, 1, 17, bits) \
	WIDENPART(6, 2, 18, bits) \
	WIDENPART(7, 3, 19, bits) \
	VST1.P [V4.S4, V5.S4, V6.S4, V7.S4], 64(R3)

// func widenNEON(steps int, q *byte, scale *float32, dst *float32)
TEXT ·widenNEON(SB), NOSPLIT, $0-32
	MOVD steps+0(FP), R0
	MOVD q+8(FP), R1
	MOVD scale+16(FP), R2
	MOVD dst+24(FP), R3
	VLD1 (R2), [V16.S4, V17.S4, V18.S4, V19.S4]

widen:
	VLD1.P 64(R1), [V0.B16, V1.B16, V2.B16, V3.B16]
	WIDENSTEP(24)
	WIDENSTEP(16)
	WIDENSTEP(8)
	WIDENSTEP(0)
	SUBS   $1, R0
	BNE    widen
	RET

// MULROW(d, m): a row's 16 sums from d on, with its value spread over Vm.
#define MULROW(d, m) GMULC(8, 0, m); GADD(d, d, 8)

// func matmulNEON(k int, a *float32, lda int, b *float32, dst *float32, ldd int)
// Four rows of a by a panel of b; strides are in bytes.
TEXT ·matmulNEON(SB), NOSPLIT, $0-48
	MOVD k+0(FP), R0
	MOVD a+8(FP), R1
	MOVD lda+16(FP), R2
	MOVD b+24(FP), R3
	MOVD dst+32(FP), R8
	MOVD ldd+40(FP), R9
	ADD  R2, R1, R10
	ADD  R2, R10, R11
	ADD  R2, R11, R12
	ZERO4(V16, V17, V18, V19)
	ZERO4(V20, V21, V22, V23)
	ZERO4(V24, V25, V26, V27)
	ZERO4(V28, V29, V30, V31)

matmul:
	VLD1.P  64(R3), [V0.S4, V1.S4, V2.S4, V3.S4]
	VLD1R.P 4(R1), [V4.S4]
	VLD1R.P 4(R10), [V5.S4]
	VLD1R.P 4(R11), [V6.S4]
	VLD1R.P 4(R12), [V7.S4]
	MULROW(16, 4)
	MULROW(20, 5)
	MULROW(24, 6)
	MULROW(28, 7)
	SUBS    $1, R0
	BNE     matmul
	VST1    [V16.S4, V17.S4, V18.S4, V19.S4], (R8)
	ADD     R9, R8, R8
	VST1    [V20.S4, V21.S4, V22.S4, V23.S4], (R8)
	ADD     R9, R8, R8
	VST1    [V24.S4, V25.S4, V26.S4, V27.S4], (R8)
	ADD     R9, R8, R8
	VST1    [V28.S4, V29.S4, V30.S4, V31.S4], (R8)
	RET
