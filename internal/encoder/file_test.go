package encoder

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"runtime"
	"strings"
	"testing"
)

// sealed returns a copy of a file, changed by edit, with a right checksum.
func sealed(raw []byte, edit func(b []byte) []byte) []byte {
	b := edit(bytes.Clone(raw))
	if len(b) >= preamble {
		binary.LittleEndian.PutUint32(b[12:], crc32.ChecksumIEEE(b[preamble:]))
	}
	return b
}

// swap exchanges text in the header for text of the same length.
func swap(from, to string) func(b []byte) []byte {
	return func(b []byte) []byte {
		if len(from) != len(to) || !bytes.Contains(b, []byte(from)) {
			panic("swap " + from)
		}
		return bytes.Replace(b, []byte(from), []byte(to), 1)
	}
}

// TestOpenRefuses: what is no whole weight file is an error that says why.
func TestOpenRefuses(t *testing.T) {
	raw := randomFile(tiny, 50)
	for _, c := range []struct {
		name string
		file []byte
		want string
	}{
		{"empty", nil, `no weight file: it begins with ""`},
		{"foreign", []byte("\x80\x02}q\x00 a pickle of another program"), "no weight file"},
		{"header cut", raw[:200], "the file is cut"},
		{"tensors cut", raw[:len(raw)-10], "the file is cut"},
		{"half a file", raw[:len(raw)/2], "the file is cut"},
		{"a flipped bit", func() []byte { b := bytes.Clone(raw); b[len(b)-40] ^= 4; return b }(), "the file is damaged"},
		{"header damaged", sealed(raw, swap(`{"format"`, `["format"`)), "the header is damaged"},
		{"newer format", sealed(raw, swap(`"format":2`, `"format":3`)), "format 3, made for a newer reader: this one reads format 2"},
		{"older format", sealed(raw, swap(`"format":2`, `"format":1`)), "format 1, made for an older reader: this one reads format 2"},
		{"unknown type", sealed(raw, swap(`"type":"f32"`, `"type":"f16"`)), `type "f16" is unknown`},
		{"unknown layout", sealed(raw, swap(`"layout":"rows"`, `"layout":"cols"`)), `layout "cols" is unknown`},
		{"no sums", sealed(raw, swap(`"shifts"`, `"drifts"`)), "shifts: no place for a part"},
		{"odd width", sealed(raw, swap(`"hidden":64`, `"hidden":63`)), "hidden width 63"},
		{"odd heads", sealed(raw, swap(`"heads":2`, `"heads":3`)), "heads 3"},
		{"off by some bytes", sealed(raw, swap(`"scales":3200`, `"scales":3201`)), "no place for a part"},
		{"pieces miscounted", sealed(raw, swap(`"count":3`, `"count":4`)), "3 word pieces, its header says 4"},
	} {
		_, err := Open(c.file)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "open weights: ") {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

// TestNewRefuses: a file whose tensors do not make the encoder it says.
func TestNewRefuses(t *testing.T) {
	raw := randomFile(tiny, 50)
	for _, c := range []struct {
		name, from, to, want string
	}{
		{"no tensor", "enc.layers.1.up.weight", "enc.layers.1.ab.weight", "no matrix enc.layers.1.up.weight in panels"},
		{"more layers", `"layers":2`, `"layers":3`, "no matrix enc.layers.2.qkv.weight in panels"},
		{"other shape", `"inner":112`, `"inner":128`, "tensor enc.layers.0.up.weight has shape [112 64], want [128 64]"},
		{"a matrix in rows", `"layout":"panels","shape":[192,64]`, `"layout":"rows",  "shape":[192,64]`, "no matrix enc.layers.0.qkv.weight in panels"},
		{"no words", "enc.word.weight", "enc.work.weight", "no tensor enc.word.weight"},
	} {
		f, err := Open(sealed(raw, swap(c.from, c.to)))
		if err != nil {
			t.Fatal(c.name, err)
		}
		if _, err = New(f, plainKernel()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
	f, err := Open(sealed(raw, func(b []byte) []byte {
		i := bytes.Index(b, []byte(`"encoder"`))
		copy(b[i:], `"nothing"`)
		return b
	}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(f, plainKernel()); err == nil || err.Error() != "new encoder: the weight file has no encoder" {
		t.Errorf("no encoder: error %v", err)
	}
	for name, want := range map[string]string{
		"nobody": "weights: no matrix nobody.weight in panels", "rows": "weights: no matrix rows.weight in panels",
		"small": "weights: small.weight has floats, not 8-bit integers",
	} {
		if _, err := f.Linear(plainKernel(), name); err == nil || err.Error() != want {
			t.Errorf("%s: error %v, want %s", name, err, want)
		}
	}
	if _, err := f.Tensor("head.weight", 37, 69); err == nil || err.Error() != "weights: tensor head.weight lies in panels, not in rows" {
		t.Errorf("panels as rows: error %v", err)
	}
}

func TestOpenReads(t *testing.T) {
	raw := randomFile(tiny, 50)
	f, err := Open(raw)
	if err != nil {
		t.Fatal(err)
	}
	if f.Config() != tiny {
		t.Errorf("config %+v, want %+v", f.Config(), tiny)
	}
	if lines, n := f.Pieces(); string(lines) != "[PAD]\n[UNK]\nword" || n != 3 {
		t.Errorf("pieces %q, %d", lines, n)
	}
	w, err := f.Tensor("rows.weight", 3, 7)
	if err != nil {
		t.Fatal(err)
	}
	row := make([]float32, 7)
	w.AddRow(row, 2)
	for i, v := range row {
		if v != w.Float[14+i] {
			t.Errorf("row 2: %v", row)
		}
	}
	words, err := f.Tensor("enc.word.weight", 50, 64)
	if err != nil {
		t.Fatal(err)
	}
	before := int8(words.Bytes[0])
	raw[preamble+len(f.Header())]++
	if int8(words.Bytes[0]) != before+1 {
		t.Error("the matrix of words is a copy, not the file's bytes")
	}
}

// TestAnyAddress: a file is read at every address with the same result, and without a
// copy where the address suits numbers of 32 bits.
func TestAnyAddress(t *testing.T) {
	raw := randomFile(tiny, 50)
	room := make([]byte, len(raw)+16)
	for !inPlace(room) && little() {
		room = room[1:]
	}
	ids := someIDs(20, 50, 4)
	var want []float32
	for at := range 9 {
		b := room[at:][:len(raw)]
		copy(b, raw)
		f, err := Open(b)
		if err != nil {
			t.Fatal(err)
		}
		got, err := newEncoder(t, f, Kernels()[0]).Encode(&Scratch{}, ids, []int{20})
		if err != nil {
			t.Fatal(err)
		}
		if at == 0 {
			want = got
		}
		same(t, fmt.Sprintf("at address %d", at), got, want)
		gain := f.tensors["enc.ln.weight"].Float
		before := gain[0]
		for i := range b[preamble+len(f.Header()):] {
			b[preamble+len(f.Header())+i] = 0
		}
		if inPlace := before != gain[0]; inPlace != (at%4 == 0 && little()) {
			t.Errorf("at address %d: floats in place: %v", at, inPlace)
		}
	}
}

// TestOpenAllocatesLittle: what opening takes does not grow with the matrices.
func TestOpenAllocatesLittle(t *testing.T) {
	if !little() {
		t.Skip("this machine has the other order of bytes: numbers are copied")
	}
	raw := randomFile(miniLM, 2000)
	k := Kernels()[0]
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f, err := OpenUnchecked(raw)
	if err != nil {
		t.Fatal(err)
	}
	newEncoder(t, f, k)
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 200_000 {
		t.Errorf("opening a file of %d bytes takes %d", len(raw), n)
	}
}

// FuzzOpen: no bytes panic, and what opens and makes an encoder also runs.
func FuzzOpen(f *testing.F) {
	small := Config{Hidden: 16, Heads: 1, Layers: 1, Inner: 16, Places: 4, Eps: 1e-12}
	raw := randomFile(small, 5)
	f.Add(raw)
	f.Add(raw[:len(raw)/2])
	f.Add(sealed(raw, swap(`"hidden":16`, `"hidden":32`)))
	f.Add(sealed(raw, swap(`"layers":1`, `"layers":0`)))
	f.Add([]byte(magic + "\xff\xff\xff\xff\x00\x00\x00\x00{}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		b = sealed(b, func(b []byte) []byte { return b }) // or the checksum stops everything
		file, err := Open(b)
		if err != nil {
			return
		}
		e, err := New(file, Kernels()[0])
		if err != nil {
			return
		}
		if _, err := e.Encode(&Scratch{}, []int32{0}, []int{1}); err != nil {
			t.Fatal(err)
		}
	})
}
