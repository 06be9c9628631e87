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
	b.tensors = append(b.tensors, wireTensor{Name: name, Type: "f32", Shape: shape, Offset: b.put(bytesOf(f))})
}

func (b *builder) int8(name string, out, in int) {
	q, scale := roundRows(b.normal(out*in, 0, .05), out, in)
	p := make([]byte, len(q))
	for i, v := range q {
		p[i] = byte(v)
	}
	at := b.put(p)
	scales := b.put(bytesOf(scale))
	b.tensors = append(b.tensors, wireTensor{Name: name, Type: "i8", Shape: []int{out, in}, Offset: at, Scales: &scales})
}

func (b *builder) linear(name string, out, in int) {
	b.int8(name+".weight", out, in)
	b.float(name+".bias", b.normal(out, 0, .1), out)
}

func (b *builder) norm(name string, n int) {
	b.float(name+".weight", b.normal(n, 1, .1), n)
	b.float(name+".bias", b.normal(n, 0, .1), n)
}

// bytes puts the file together.
func (b *builder) bytes(c Config) []byte {
	pieces := b.put([]byte("[PAD]\n[UNK]\nword"))
	head, err := json.Marshal(wireHeader{Format: newest, Encoder: c, Pieces: wirePieces{pieces, 16, 3}, Tensors: b.tensors})
	if err != nil {
		panic(err)
	}
	for (preamble+len(head))%alignment != 0 {
		head = append(head, ' ')
	}
	body := append(head, b.data...)
	f := binary.LittleEndian.AppendUint32([]byte(magic), uint32(len(head)))
	return append(binary.LittleEndian.AppendUint32(f, crc32.ChecksumIEEE(body)), body...)
}

// randomFile is a whole encoder with random weights, and a head of odd shape.
func randomFile(c Config, vocabulary int) []byte {
	b := &builder{rng: rand.New(rand.NewPCG(4, 2))}
	b.int8("enc.word.weight", vocabulary, c.Hidden)
	b.int8("enc.place.weight", c.Places, c.Hidden)
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
	b.float("small.weight", b.normal(3*7, 0, 1), 3, 7)
	b.float("small.bias", b.normal(3, 0, 1), 3)
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
