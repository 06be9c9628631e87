package encoder

import (
	"hash/crc32"
	"math"
	"slices"
	"strconv"
	"sync"
	"testing"
)

// reference is the encoder in 64-bit floats, one line a formula, with the weights of
// the file and no rounding of activations.
type reference struct{ f *File }

func (r reference) matrix(name string) (w [][]float64) {
	t := r.f.tensors[name]
	for i := range t.Shape[0] {
		row := make([]float64, t.Shape[1])
		for j := range row {
			if t.Bytes != nil {
				row[j] = float64(int8(t.Bytes[place(t.Panels, 4, len(row), i, j)])) * float64(t.Float[i])
			} else {
				row[j] = float64(t.Float[place(t.Panels, 1, len(row), i, j)])
			}
		}
		w = append(w, row)
	}
	return w
}

func (r reference) linear(name string, x [][]float64) (y [][]float64) {
	w, b := r.matrix(name+".weight"), r.f.tensors[name+".bias"].Float
	for _, v := range x {
		row := make([]float64, len(w))
		for o := range w {
			row[o] = dot(w[o], v) + float64(b[o])
		}
		y = append(y, row)
	}
	return y
}

func dot(a, b []float64) (s float64) {
	for i := range a {
		s += a[i] * b[i]
	}
	return s
}

// addNorm returns the layer norm of x + t.
func (r reference) addNorm(name string, x, t [][]float64) (y [][]float64) {
	g, b := r.f.tensors[name+".weight"].Float, r.f.tensors[name+".bias"].Float
	for i := range x {
		row := make([]float64, len(x[i]))
		var mean, variance float64
		for j := range row {
			row[j] = x[i][j] + t[i][j]
			mean += row[j] / float64(len(row))
		}
		for j := range row {
			variance += (row[j] - mean) * (row[j] - mean) / float64(len(row))
		}
		for j := range row {
			row[j] = (row[j]-mean)/math.Sqrt(variance+float64(r.f.config.Eps))*float64(g[j]) + float64(b[j])
		}
		y = append(y, row)
	}
	return y
}

func exactGELU(x float64) float64 { return x * (1 + math.Erf(x/math.Sqrt2)) / 2 }

func softmax(x []float64) {
	top, sum := slices.Max(x), 0.0
	for i := range x {
		x[i] = math.Exp(x[i] - top)
		sum += x[i]
	}
	for i := range x {
		x[i] /= sum
	}
}

func (r reference) attention(qkv [][]float64) (out [][]float64) {
	h := r.f.config.Hidden
	d := h / r.f.config.Heads
	for i := range qkv {
		row := make([]float64, h)
		for at := 0; at < h; at += d {
			scores := make([]float64, len(qkv))
			for j := range qkv {
				scores[j] = dot(qkv[i][at:at+d], qkv[j][h+at:h+at+d]) / math.Sqrt(float64(d))
			}
			softmax(scores)
			for j := range qkv {
				for k := range d {
					row[at+k] += scores[j] * qkv[j][2*h+at+k]
				}
			}
		}
		out = append(out, row)
	}
	return out
}

func (r reference) encode(ids []int32) [][]float64 {
	words, places := r.matrix("enc.word.weight"), r.matrix("enc.place.weight")
	var x [][]float64
	for _, id := range ids {
		x = append(x, words[id])
	}
	x = r.addNorm("enc.ln", x, places)
	for i := range r.f.config.Layers {
		p := "enc.layers." + strconv.Itoa(i) + "."
		x = r.addNorm(p+"ln1", x, r.linear(p+"out", r.attention(r.linear(p+"qkv", x))))
		wide := r.linear(p+"up", x)
		for _, row := range wide {
			for j := range row {
				row[j] = exactGELU(row[j])
			}
		}
		x = r.addNorm(p+"ln2", x, r.linear(p+"down", wide))
	}
	return x
}

func cosine(got []float32, want []float64) float64 {
	var ab, aa, bb float64
	for i, v := range got {
		ab += float64(v) * want[i]
		aa += float64(v) * float64(v)
		bb += want[i] * want[i]
	}
	return ab / math.Sqrt(aa*bb)
}

// TestEncoderAgainstReference holds every kernel to the float formulas: 8-bit
// activations may cost no more than a small angle of any vector.
func TestEncoderAgainstReference(t *testing.T) {
	f := openRandom(t, tiny, 50)
	for _, k := range Kernels() {
		t.Run(k.Name(), func(t *testing.T) {
			e := newEncoder(t, f, k)
			var s Scratch
			for _, n := range []int{1, 2, 7, 8, 9, 16, 17, 33, 70} {
				ids := someIDs(n, 50, uint64(n))
				got, err := e.Encode(&s, ids, []int{n})
				if err != nil {
					t.Fatal(err)
				}
				for i, want := range (reference{f}).encode(ids) {
					if c := cosine(got[i*tiny.Hidden:(i+1)*tiny.Hidden], want); c < .999 {
						t.Fatalf("%d pieces: vector %d has cosine %.5f with the reference", n, i, c)
					}
				}
			}
		})
	}
}

// TestEncodeAloneOrTogether: a sequence gives the same bits alone, in any batch, with
// any kernel, with a used or a fresh scratch.
func TestEncodeAloneOrTogether(t *testing.T) {
	f := openRandom(t, tiny, 50)
	lengths := []int{5, 1, 70, 16, 9, 33}
	ids := someIDs(134, 50, 3)
	h := tiny.Hidden
	var want []float32
	plain := newEncoder(t, f, plainKernel())
	at := 0
	for _, n := range lengths {
		one, err := plain.Encode(&Scratch{}, ids[at:at+n], []int{n})
		if err != nil {
			t.Fatal(err)
		}
		want, at = append(want, one...), at+n
	}
	for _, k := range Kernels() {
		e := newEncoder(t, f, k)
		var s Scratch
		for range 2 {
			got, err := e.Encode(&s, ids, lengths)
			if err != nil {
				t.Fatal(err)
			}
			for i := range want {
				if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
					t.Fatalf("%s: piece %d, number %d: %v, want %v", k.Name(), i/h, i%h, got[i], want[i])
				}
			}
		}
	}
}

// TestSameBitsEverywhere holds all kernels of all machines to one result.
func TestSameBitsEverywhere(t *testing.T) {
	const want = uint32(0xf3664afa)
	f := openRandom(t, tiny, 50)
	ids := someIDs(100, 50, 6)
	for _, k := range Kernels() {
		got, err := newEncoder(t, f, k).Encode(&Scratch{}, ids, []int{67, 33})
		if err != nil {
			t.Fatal(err)
		}
		if sum := crc32.ChecksumIEEE(bytesOf(got)); sum != want {
			t.Errorf("%s: the vectors have checksum %#x, want %#x", k.Name(), sum, want)
		}
	}
}

// TestEncodeMiniLM compares kernels with plain Go, bit for bit, at the real shape.
func TestEncodeMiniLM(t *testing.T) {
	f := openRandom(t, miniLM, 100)
	ids := someIDs(141, 100, 9)
	want, err := newEncoder(t, f, plainKernel()).Encode(&Scratch{}, ids, []int{13, 128})
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range machineKernels() {
		got, err := newEncoder(t, f, k).Encode(&Scratch{}, ids, []int{13, 128})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s and plain Go differ", k.Name())
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	e := newEncoder(t, openRandom(t, tiny, 50), plainKernel())
	for _, c := range []struct {
		ids     []int32
		lengths []int
		want    string
	}{
		{[]int32{1, 2}, []int{3}, "encode: lengths add up to 3, there are 2 pieces"},
		{[]int32{1, 2}, []int{2, 0}, "encode sequence 1: length 0 is not from 1 to 70"},
		{[]int32{1}, []int{-1, 2}, "encode sequence 0: length -1 is not from 1 to 70"},
		{make([]int32, 71), []int{71}, "encode sequence 0: length 71 is not from 1 to 70"},
		{[]int32{1, 50}, []int{2}, "encode: piece 1 has number 50, the vocabulary has 50"},
		{[]int32{-1}, []int{1}, "encode: piece 0 has number -1, the vocabulary has 50"},
	} {
		if _, err := e.Encode(&Scratch{}, c.ids, c.lengths); err == nil || err.Error() != c.want {
			t.Errorf("%v %v: error %v, want %s", c.ids, c.lengths, err, c.want)
		}
	}
	if got, err := e.Encode(&Scratch{}, nil, nil); len(got) != 0 || err != nil {
		t.Errorf("no sequence: %v, %v", got, err)
	}
}

// TestNoAllocation: after the longest input no call allocates.
func TestNoAllocation(t *testing.T) {
	f := openRandom(t, tiny, 50)
	for _, k := range Kernels() {
		e := newEncoder(t, f, k)
		head, err := f.Linear(k, "head")
		if err != nil {
			t.Fatal(err)
		}
		exact, err := f.FloatLinear(k, "head")
		if err != nil {
			t.Fatal(err)
		}
		var s Scratch
		ids, lengths := someIDs(90, 50, 1), []int{70, 20}
		short := []int{3}
		x, y := make([]float32, 11*head.In()), make([]float32, 11*head.Out())
		work := func() {
			for _, l := range [][]int{lengths, short} {
				if _, err := e.Encode(&s, ids[:sum(l)], l); err != nil {
					t.Error(err)
				}
			}
			head.Apply(&s, y, x, 11)
			exact.Apply(&s, y, x, 11)
			k.GELU(y)
		}
		work()
		if n := testing.AllocsPerRun(10, work); n != 0 {
			t.Errorf("%s: %v allocations a run", k.Name(), n)
		}
	}
}

func sum(n []int) (s int) {
	for _, v := range n {
		s += v
	}
	return s
}

// TestManyGoroutines shares one encoder; run with -race it shows that nothing is written.
func TestManyGoroutines(t *testing.T) {
	e := newEncoder(t, openRandom(t, tiny, 50), Kernels()[0])
	ids := someIDs(40, 50, 5)
	first, err := e.Encode(&Scratch{}, ids, []int{40})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			var s Scratch
			for range 5 {
				if got, err := e.Encode(&s, ids, []int{40}); err != nil || !slices.Equal(got, first) {
					t.Error("another result in another goroutine", err)
				}
			}
		})
	}
	wg.Wait()
}

// TestHeads holds the products of heads of odd shapes to the formula.
func TestHeads(t *testing.T) {
	f := openRandom(t, tiny, 50)
	for _, k := range Kernels() {
		for _, name := range []string{"head", "small", "enc.layers.0.up"} {
			exact, err := f.FloatLinear(k, name)
			if err != nil {
				t.Fatal(err)
			}
			checkHead(t, f, name, exact, 1e-5)
		}
		l, err := f.Linear(k, "head")
		if err != nil {
			t.Fatal(err)
		}
		checkHead(t, f, "head", l, .15)
	}
}

// TestNewLinear: a matrix packed here gives the bits of the same matrix in a file.
func TestNewLinear(t *testing.T) {
	f := openRandom(t, tiny, 50)
	var rows [][]float32
	for _, wide := range (reference{f}).matrix("small.weight") {
		row := make([]float32, len(wide))
		for i, v := range wide {
			row[i] = float32(v)
		}
		rows = append(rows, row)
	}
	for _, k := range Kernels() {
		l, err := f.FloatLinear(k, "small")
		if err != nil {
			t.Fatal(err)
		}
		x := (&builder{rng: newRand(8)}).normal(11*l.In(), 0, 1)
		got, want := make([]float32, 11*l.Out()), make([]float32, 11*l.Out())
		l.Apply(&Scratch{}, want, x, 11)
		NewLinear(k, rows, f.tensors["small.bias"].Float).Apply(&Scratch{}, got, x, 11)
		same(t, k.name, got, want)
	}
}

func checkHead(t *testing.T, f *File, name string, l *Linear, bound float64) {
	t.Helper()
	b := &builder{rng: newRand(8)}
	for _, rows := range []int{0, 1, 7, 8, 9, 20} {
		x := b.normal(rows*l.In(), 0, 1)
		var wide [][]float64
		for r := range rows {
			row := make([]float64, l.In())
			for i := range row {
				row[i] = float64(x[r*l.In()+i])
			}
			wide = append(wide, row)
		}
		want := slices.Concat((reference{f}).linear(name, wide)...)
		got := make([]float32, rows*l.Out())
		l.Apply(&Scratch{}, got, x, rows)
		for i := range want {
			if math.Abs(float64(got[i])-want[i]) > bound {
				t.Fatalf("%s %s, %d rows: value %d is %v, want %v within %v", l.kernel.Name(), name, rows, i, got[i], want[i], bound)
			}
		}
	}
}
