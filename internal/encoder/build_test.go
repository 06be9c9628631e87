package encoder

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// builder writes weight files as training/export.py does, with random weights.
type builder struct {
	rng     *rand.Rand
	data    []byte
	tensors []wireTensor
}

func (b *builder) put(p []byte) int {
	b.data = append(b.data, make([]byte, roundUp(len(b.data), alignment)-len(b.data))...)
	at := len(b.data)
	b.data = append(b.data, p...)
	return at
}

func bytesOf(f []float32) []byte {
	var p []byte
	for _, v := range f {
		p = binary.LittleEndian.AppendUint32(p, math.Float32bits(v))
	}
	return p
}

// normal returns n numbers around mean: sums of three whole numbers, because the
// functions of package math may differ between machines in the last bit.
func (b *builder) normal(n int, mean, deviation float32) []float32 {
	f := make([]float32, n)
	for i := range f {
		x := b.rng.IntN(1<<16) + b.rng.IntN(1<<16) + b.rng.IntN(1<<16) - 3<<15
		f[i] = mean + float32(deviation*float32(x)/(1<<15))
	}
	return f
}

func (b *builder) float(name string, f []float32, shape ...int) {
	b.tensors = append(b.tensors, wireTensor{Name: name, Type: "f32", Layout: "rows", Shape: shape, Offset: b.put(bytesOf(f))})
}

// roundRows rounds each row to 8 bits a value by a scale of its own: the largest
// magnitude is 127.
func roundRows(x []float32, out, in int) ([]int8, []float32) {
	q, scale := make([]int8, out*in), make([]float32, out)
	for o := range out {
		row := x[o*in : (o+1)*in]
		low, high := span(row)
		l := levels{scale: max(high, -low) / 127}
		if l.scale > 0 {
			l.inverse = 1 / l.scale
		}
		scale[o] = l.scale
		for i, v := range row {
			q[o*in+i] = l.nearest(v)
		}
	}
	return q, scale
}

// place is where value i of row o lies in a matrix: in rows, or in panels whose steps
// are of that many values.
func place(panels bool, step, in, o, i int) int {
	if !panels {
		return o*in + i
	}
	return o/lanes*lanes*roundUp(in, step) + i/step*lanes*step + o%lanes*step + i%step
}

// panelled lays a matrix of [out, in] out in panels.
func panelled[T any](x []T, step, out, in int) []T {
	p := make([]T, roundUp(out, lanes)*roundUp(in, step))
	for o := range out {
		for i := range in {
			p[place(true, step, in, o, i)] = x[o*in+i]
		}
	}
	return p
}

func rawBytes(q []int8) []byte {
	p := make([]byte, len(q))
	for i, v := range q {
		p[i] = byte(v)
	}
	return p
}

// rowSums returns what a matrix in panels has beside its scales, filled up.
func rowSums(q []int8, scale []float32, out, in int) (shift []float32, correction []int32) {
	shift, correction = make([]float32, roundUp(out, lanes)), make([]int32, roundUp(out, lanes))
	for o := range out {
		var sum int32
		for _, v := range q[o*in : (o+1)*in] {
			sum += int32(v)
		}
		shift[o], correction[o] = float32(sum)*scale[o], 128*sum
	}
	return shift, correction
}

// table writes a matrix of integers in rows.
func (b *builder) table(name string, out, in int) {
	q, scale := roundRows(b.normal(out*in, 0, .05), out, in)
	at := b.put(rawBytes(q))
	scales := b.put(bytesOf(scale))
	b.tensors = append(b.tensors, wireTensor{Name: name, Type: "i8", Layout: "rows", Shape: []int{out, in}, Offset: at, Scales: &scales})
}

// linear writes a matrix of integers in panels, and its bias.
func (b *builder) linear(name string, out, in int) {
	q, scale := roundRows(b.normal(out*in, 0, .05), out, in)
	shift, correction := rowSums(q, scale, out, in)
	at := b.put(rawBytes(panelled(q, 4, out, in)))
	scales, shifts := b.put(bytesOf(scale)), b.put(bytesOf(shift))
	var whole []byte
	for _, v := range correction {
		whole = binary.LittleEndian.AppendUint32(whole, uint32(v))
	}
	corrections := b.put(whole)
	b.tensors = append(b.tensors, wireTensor{Name: name + ".weight", Type: "i8", Layout: "panels", Shape: []int{out, in}, Offset: at,
		Scales: &scales, Shifts: &shifts, Corrections: &corrections})
	b.float(name+".bias", b.normal(out, 0, .1), out)
}

// floatLinear writes a matrix of floats in panels, and its bias.
func (b *builder) floatLinear(name string, out, in int) {
	at := b.put(bytesOf(panelled(b.normal(out*in, 0, 1), 1, out, in)))
	b.tensors = append(b.tensors, wireTensor{Name: name + ".weight", Type: "f32", Layout: "panels", Shape: []int{out, in}, Offset: at})
	b.float(name+".bias", b.normal(out, 0, .1), out)
}

func (b *builder) norm(name string, n int) {
	b.float(name+".weight", b.normal(n, 1, .1), n)
	b.float(name+".bias", b.normal(n, 0, .1), n)
}

// bytes puts the file together.
func (b *builder) bytes(c Config) []byte {
	pieces := b.put([]byte("[PAD]\n[UNK]\nword"))
	head, err := json.Marshal(wireHeader{Format: format, Encoder: c, Pieces: wirePieces{pieces, 16, 3}, Tensors: b.tensors})
	if err != nil {
		panic(err)
	}
	for (preamble+len(head))%alignment != 0 {
		head = append(head, ' ')
	}
	b.put(nil) // zeros up to a multiple of 64
	body := append(head, b.data...)
	f := binary.LittleEndian.AppendUint32([]byte(magic), uint32(len(head)))
	return append(binary.LittleEndian.AppendUint32(f, crc32.ChecksumIEEE(body)), body...)
}

// randomFile is a whole encoder with random weights, and a head of odd shape.
func randomFile(c Config, vocabulary int) []byte {
	b := &builder{rng: rand.New(rand.NewPCG(4, 2))}
	b.table("enc.word.weight", vocabulary, c.Hidden)
	b.table("enc.place.weight", c.Places, c.Hidden)
	b.norm("enc.ln", c.Hidden)
	for i := range c.Layers {
		p := "enc.layers." + strconv.Itoa(i) + "."
		b.linear(p+"qkv", 3*c.Hidden, c.Hidden)
		b.linear(p+"out", c.Hidden, c.Hidden)
		b.norm(p+"ln1", c.Hidden)
		b.linear(p+"up", c.Inner, c.Hidden)
		b.linear(p+"down", c.Hidden, c.Inner)
		b.norm(p+"ln2", c.Hidden)
	}
	b.linear("head", 37, c.Hidden+5)
	b.floatLinear("small", 35, 7)
	b.float("rows.weight", b.normal(3*7, 0, 1), 3, 7)
	return b.bytes(c)
}

var (
	tiny   = Config{Hidden: 64, Heads: 2, Layers: 2, Inner: 112, Places: 70, Eps: 1e-12}
	miniLM = Config{Hidden: 384, Heads: 12, Layers: 6, Inner: 1536, Places: 512, Eps: 1e-12}
)

func openRandom(t testing.TB, c Config, vocabulary int) *File {
	t.Helper()
	f, err := Open(randomFile(c, vocabulary))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func newEncoder(t testing.TB, f *File, k *Kernel) *Encoder {
	t.Helper()
	e, err := New(f, k)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// someIDs returns n pieces of a vocabulary.
func someIDs(n, vocabulary int, seed uint64) []int32 {
	rng := rand.New(rand.NewPCG(seed, 7))
	ids := make([]int32, n)
	for i := range ids {
		ids[i] = rng.Int32N(int32(vocabulary))
	}
	return ids
}

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 11)) }
