package encoder

// lanes is the width in which sums over a row are taken, on every machine.
const lanes = 16

// tileRows is the number of rows that kernels work on at once. Buffers hold a
// multiple of it, so kernels need no code for the rows left over.
const tileRows = 8

// Kernel is one way to do the arithmetic: the functions of one instruction set.
// All kernels give the same bits (package comment). A Kernel is read only.
type Kernel struct {
	name string

	// quantise fills a from the a.rows x a.in activations x.
	quantise func(a *activations, x []float32)
	// multiply sets dst, a.rows x w.out, to the product of a and w with scales and bias.
	multiply func(dst []float32, a *activations, w *weights)

	// matmul is the product of attention; see product.
	matmul func(p *product)
	// widen turns a panel of integers, [k/4][16][4], with the scales of its 16 rows to
	// floats, [k][16].
	widen func(dst []float32, q []byte, scale []float32)
	// softmax turns x into exp((x-max)*scale) over its sum; len(x) is a multiple of 16.
	softmax func(x []float32, scale float32)
	// gelu is x * (1+erf(x/sqrt 2)) / 2 of each element; len(x) is a multiple of 16.
	gelu func(x []float32)
	// addNorm sets x to the layer norm of x+t, with gain and bias; len(x) is a multiple of 16.
	addNorm func(x, t, gain, bias []float32, eps float32)
}

// Name returns what the kernel is called in reports of speed: "avx512vnni",
// "avxvnni", "avx2", "neondot", "neon" or "go".
func (k *Kernel) Name() string { return k.name }

// Kernels returns the kernels that this machine can run, the fastest first. The
// last is always plain Go.
func Kernels() []*Kernel { return append(machineKernels(), plainKernel()) }

// activations are the quantised rows that go into an integer product.
type activations struct {
	rows, in int       // rows is a multiple of tileRows
	q        []uint64  // laid out as the kernel likes it
	scale    []float32 // one a row: value = center + scale * whole number
	center   []float32
	lack     []int32 // what some kernels' sums of the row lack
	spill    [tileRows * 3 * lanes]float32
	triples  []uint64 // weights as plain Go multiplies them
}

// reset makes room for rows x in activations.
func (a *activations) reset(rows, in int) {
	a.rows, a.in = rows, in
	// The widest layout is plain Go's, a word for three values; for short rows it is
	// AVX2's, two bytes for one.
	a.q = grow(a.q, rows*max(tripleBlocks(in)*tripleBlock, roundUp(in, 64)/4))
	a.scale, a.center, a.lack = grow(a.scale, rows), grow(a.center, rows), grow(a.lack, rows)
}

// weights are one matrix with what belongs to its rows, in place in the file. Rows
// are filled up to a multiple of 16.
type weights struct {
	out, in    int
	q          []byte // int8, in panels of [in/4][16][4]
	scale      []float32
	shift      []float32 // the row's weights added up
	bias       []float32
	correction []int32 // 128 times the sum of the row: what an unsigned kernel sums too much
}

// product is a float product of tileRows rows: dst[r][16p+j] = sum over k of
// a[r][k] * b[p][k][j]. Strides are in elements. The struct lives in a Scratch, so
// that handing it to a kernel allocates nothing.
type product struct {
	dst       []float32
	dstStride int
	a         []float32
	aStride   int
	b         []float32 // panels of 16 columns, [k][16] each
	k, panels int
}

// check panics where a kernel would read or write outside of the slices.
func (p *product) check() {
	if p.k == 0 || p.panels == 0 {
		panic("encoder: empty product")
	}
	_ = p.dst[(tileRows-1)*p.dstStride+p.panels*lanes-1]
	_ = p.a[(tileRows-1)*p.aStride+p.k-1]
	_ = p.b[p.panels*p.k*lanes-1]
}

// grow returns s with n elements; it allocates only if s never was so long.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// roundUp returns the smallest multiple of m that is not less than n.
func roundUp(n, m int) int { return (n + m - 1) / m * m }
