package encoder

// The functions of neon_arm64.s; n is a multiple of 16.

// spanNEON returns the lowest and the highest of n floats.
//
//go:noescape
func spanNEON(n int, x *float32) (low, high float32)

// quantiseNEON writes round((x-center)*inverse) of n floats.
//
//go:noescape
func quantiseNEON(n int, x *float32, center, inverse float32, dst *byte)

// softmaxNEON turns n floats into 2^((x-max)*scale) over its sum.
//
//go:noescape
func softmaxNEON(n int, x *float32, scale float32)

// geluNEON sets n floats to x * (1+erf(x/sqrt 2)) / 2.
//
//go:noescape
func geluNEON(n int, x *float32)

// addNormNEON sets the n floats x to the layer norm of x+t.
//
//go:noescape
func addNormNEON(n int, x, t, gain, bias *float32, eps float32)

// widenNEON turns a panel of bytes, [steps][16][4], with the scales of its 16 rows to
// floats, [4*steps][16].
//
//go:noescape
func widenNEON(steps int, q *byte, scale *float32, dst *float32)

// tileDot is the integer product of 4 rows of a and a panel of b, for processors with
// byte products.
//
//go:noescape
func tileDot(k int, a *byte, lda int, b *byte, ldb int, sa, ca, sw, shift, bias *float32, corr *int32, dst *float32, ldd int)

// tileLong is the integer product of 2 rows of a and a panel of b, for all others.
//
//go:noescape
func tileLong(k int, a *byte, lda int, b *byte, ldb int, sa, ca, sw, shift, bias *float32, corr *int32, dst *float32, ldd int)

// matmulNEON is the float product of 4 rows of a and a panel of b; strides are in bytes.
//
//go:noescape
func matmulNEON(k int, a *float32, lda int, b *float32, dst *float32, ldd int)
