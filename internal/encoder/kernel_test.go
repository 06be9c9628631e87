package encoder

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// values returns n floats of one sort, chosen by the generator: small, wide, mostly
// zero, with outliers, tiny, huge.
func values(rng *rand.Rand, n int) []float32 {
	x := make([]float32, n)
	sort := rng.IntN(6)
	for i := range x {
		v := float32(rng.NormFloat64())
		switch sort {
		case 1:
			v *= 100
		case 2:
			if rng.IntN(10) > 0 {
				v = 0
			}
		case 3:
			if rng.IntN(50) == 0 {
				v *= 1000
			}
		case 4:
			v *= 1e-30
		case 5:
			v *= 1e15
		}
		x[i] = v
	}
	return x
}

func bits(x []float32) []uint32 {
	b := make([]uint32, len(x))
	for i, v := range x {
		b[i] = math.Float32bits(v)
	}
	return b
}

// same fails where two results differ in a bit.
func same(t *testing.T, what string, got, want []float32) {
	t.Helper()
	if g, w := bits(got), bits(want); !slices.Equal(g, w) {
		for i := range g {
			if g[i] != w[i] {
				t.Fatalf("%s: value %d of %d is %v, want %v", what, i, len(g), got[i], want[i])
			}
		}
	}
}

// checkMultiply compares an integer product with plain Go, and plain Go with sums
// taken one by one.
func checkMultiply(t *testing.T, rng *rand.Rand, rows, in, out int) {
	x := values(rng, rows*in)
	q := make([]int8, out*in)
	for i := range q {
		q[i] = int8(rng.IntN(255) - 127)
		if rng.IntN(8) == 0 {
			q[i] = 127
		}
	}
	padded := roundUp(out, lanes)
	w := weights{out: out, in: in, q: rawBytes(panelled(q, 4, out, in)), scale: values(rng, padded), bias: values(rng, padded)}
	w.shift, w.correction = rowSums(q, w.scale, out, in)
	want := make([]float32, rows*out)
	for r := range rows {
		row := x[r*in : (r+1)*in]
		l := levelsOf(slices.Min(row), slices.Max(row))
		for o := range out {
			var sum int32
			for i, v := range row {
				nearest := math.RoundToEven(float64(float32((v - l.center) * l.inverse)))
				sum += int32(min(max(nearest, -127), 127)) * int32(q[o*in+i])
			}
			want[r*out+o] = float32(float32(float32(sum)*l.scale)*w.scale[o]) + float32(l.center*w.shift[o]) + w.bias[o]
		}
	}
	for _, k := range Kernels() {
		var a activations
		// A used scratch holds what other products left there.
		a.reset(rows+8, in+200)
		for i := range a.q {
			a.q[i] = 0xa5a5a5a5a5a5a5a5
		}
		a.reset(rows, in)
		k.quantise(&a, x)
		got := make([]float32, rows*out)
		k.multiply(got, &a, &w)
		same(t, fmt.Sprintf("%s, product of %d x %d and %d x %d", k.name, rows, in, out, in), got, want)
	}
}

func checkMatmul(t *testing.T, rng *rand.Rand, n, panels int) {
	p := product{k: n, panels: panels, aStride: n + rng.IntN(9), dstStride: panels*lanes + rng.IntN(9)}
	p.a = values(rng, tileRows*p.aStride)
	p.b = values(rng, panels*lanes*n)
	results := make([][]float32, 0, 3)
	for _, k := range append(machineKernels(), plainKernel()) {
		p.dst = make([]float32, tileRows*p.dstStride)
		k.matmul(&p)
		results = append(results, p.dst)
	}
	want := results[len(results)-1]
	for i, k := range machineKernels() {
		same(t, fmt.Sprintf("%s, matmul of k %d, panels %d", k.name, n, panels), results[i], want)
	}
}

// checkWiden compares integers turned to floats.
func checkWiden(t *testing.T, rng *rand.Rand, steps int) {
	q := make([]byte, 4*lanes*steps)
	for i := range q {
		q[i] = byte(rng.IntN(256))
	}
	scale, want := values(rng, lanes), make([]float32, len(q))
	plainWiden(want, q, scale)
	for i, v := range want {
		if w := float32(int8(q[i/(4*lanes)*4*lanes+i%lanes*4+i/lanes%4])) * scale[i%lanes]; v != w {
			t.Fatalf("widened value %d is %v, want %v", i, v, w)
		}
	}
	for _, k := range machineKernels() {
		got := make([]float32, len(q))
		k.widen(got, q, scale)
		same(t, fmt.Sprintf("%s, %d steps widened", k.name, steps), got, want)
	}
}

// checkRows compares the functions over one row of n floats.
func checkRows(t *testing.T, rng *rand.Rand, n int) {
	x, add, gain, bias := values(rng, n), values(rng, n), values(rng, n), values(rng, n)
	scale := rng.Float32() + .01
	for i := n - rng.IntN(lanes); i < n; i++ {
		x[i] = float32(math.Inf(-1))
	}
	run := func(k *Kernel) [][]float32 {
		soft, gelu, norm := slices.Clone(x), slices.Clone(add), slices.Clone(bias)
		k.softmax(soft, scale)
		k.gelu(gelu)
		k.addNorm(norm, add, gain, bias, 1e-12)
		return [][]float32{soft, gelu, norm}
	}
	want := run(plainKernel())
	for _, k := range machineKernels() {
		for i, got := range run(k) {
			same(t, fmt.Sprintf("%s, %s of %d", k.name, []string{"softmax", "GELU", "norm"}[i], n), got, want[i])
		}
	}
}

// FuzzKernels holds every kernel to plain Go, bit for bit, by shapes and values of a
// seed. Run as a test it does the seeds below.
func FuzzKernels(f *testing.F) {
	for seed := range uint64(150) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		rng := newRand(seed)
		checkMultiply(t, rng, tileRows*(1+rng.IntN(3)), 1+rng.IntN(200), 1+rng.IntN(120))
		checkMatmul(t, rng, 1+rng.IntN(70), 1+rng.IntN(5))
		checkWiden(t, rng, 1+rng.IntN(30))
		checkRows(t, rng, lanes*(1+rng.IntN(30)))
	})
}

// TestLargestSums drives the integer products to their largest sums: every activation
// and weight at 127 and of one sign, at the longest row of a model.
func TestLargestSums(t *testing.T) {
	const in, out, rows = 1536, 16, 8
	for _, k := range Kernels() {
		for _, sign := range []int32{1, -1} {
			q := slices.Repeat([]int8{int8(127 * sign)}, in*out)
			// One low value centers the row on 0: all others are at the top.
			x := slices.Repeat(append(slices.Repeat([]float32{127}, in-1), -127), rows)
			w := weights{out: out, in: in, q: rawBytes(q), scale: slices.Repeat([]float32{1}, out), shift: make([]float32, out), bias: make([]float32, out)}
			w.correction = slices.Repeat([]int32{128 * 127 * in * sign}, out)
			var a activations
			a.reset(rows, in)
			k.quantise(&a, x)
			got := make([]float32, rows*out)
			k.multiply(got, &a, &w)
			if want := float32(sign * (in - 2) * 127 * 127); got[0] != want || got[len(got)-1] != want {
				t.Errorf("%s: sum is %v and %v, want %v", k.name, got[0], got[len(got)-1], want)
			}
		}
	}
}

// TestLevels: rows that lean to one side, constant rows, and rows far from 0 whose
// center is rounded.
func TestLevels(t *testing.T) {
	for _, c := range []struct {
		row  []float32
		want []int8
	}{
		{[]float32{-1, 0, 1}, []int8{-127, 0, 127}},
		{[]float32{0, 254}, []int8{-127, 127}},
		{[]float32{-254, -1, 0}, []int8{-127, 126, 127}},
		{[]float32{3, 3}, []int8{0, 0}},
		{[]float32{0, 0}, []int8{0, 0}},
		{[]float32{1e8, 1e8 + 8}, []int8{0, 127}}, // the center is 1e8, not 1e8+4
	} {
		l := levelsOf(span(c.row))
		var got []int8
		for _, v := range c.row {
			got = append(got, l.nearest(v))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v (%+v)", c.row, got, c.want, l)
		}
	}
}

// TestApproximations holds exp and erf to the exact functions.
func TestApproximations(t *testing.T) {
	for x := -12.0; x <= 12; x += 1.0 / 512 {
		v := []float32{float32(x)}
		plainGELU(v)
		if want := exactGELU(float64(float32(x))); math.Abs(float64(v[0])-want) > 1e-6 {
			t.Fatalf("GELU(%v) = %v, want %v", x, v[0], want)
		}
	}
	for x := -60.0; x <= 0; x += 1.0 / 512 {
		got, want := float64(power(float32(x))), math.Exp2(float64(float32(x)))
		if math.Abs(got/want-1) > 3e-7 {
			t.Fatalf("2^%v = %v, want %v", x, got, want)
		}
	}
	if got := power(leastPower); got != 0x1p-100 {
		t.Errorf("the least power is %v", got)
	}
}
