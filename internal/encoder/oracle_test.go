package encoder

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"
)

// oracleCase is what training/oracle.py makes of some pieces, in floats.
type oracleCase struct {
	IDs     []int32     `json:"ids"`
	Vectors [][]float64 `json:"vectors"`
	Head    [][]float64 `json:"head"` // tag.3 of GELU of tag.0
}

// TestAgainstPython reads a file that training/export.py wrote and holds the vectors
// to training/oracle.py. Eight bits of activations cost a small angle; a head in
// floats on the same vectors costs nothing.
func TestAgainstPython(t *testing.T) {
	raw, err := os.ReadFile("testdata/small.rsh")
	if err != nil {
		t.Fatal(err)
	}
	js, err := os.ReadFile("testdata/small.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []oracleCase
	if err := json.Unmarshal(js, &cases); err != nil {
		t.Fatal(err)
	}
	f, err := Open(raw)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range Kernels() {
		t.Run(k.Name(), func(t *testing.T) {
			for _, c := range cases {
				checkOracle(t, f, k, c)
			}
		})
	}
}

func checkOracle(t *testing.T, f *File, k *Kernel, c oracleCase) {
	t.Helper()
	var s Scratch
	n := len(c.IDs)
	got, err := newEncoder(t, f, k).Encode(&s, c.IDs, []int{n})
	if err != nil {
		t.Fatal(err)
	}
	h := f.Config().Hidden
	for i, want := range c.Vectors {
		if cos := cosine(got[i*h:(i+1)*h], want); cos < .9995 {
			t.Errorf("%d pieces: vector %d has cosine %.5f with the oracle", n, i, cos)
		}
	}
	var x []float32
	for _, v := range slices.Concat(c.Vectors...) {
		x = append(x, float32(v))
	}
	for i, name := range []string{"tag.0", "tag.3"} {
		l, err := f.FloatLinear(k, name)
		if err != nil {
			t.Fatal(err)
		}
		y := make([]float32, n*l.Out())
		l.Apply(&s, y, x, n)
		if i == 0 {
			k.GELU(y)
		}
		x = y
	}
	for i, want := range slices.Concat(c.Head...) {
		if math.Abs(float64(x[i])-want) > 1e-4 {
			t.Fatalf("%d pieces: logit %d is %v, the oracle has %v", n, i, x[i], want)
		}
	}
}
