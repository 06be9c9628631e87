package encoder

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"
)

// oracleCase is what training/bits.py makes of some pieces.
type oracleCase struct {
	IDs     []int32     `json:"ids"`
	Vectors [][]float32 `json:"vectors"`
	Head    [][]float64 `json:"head"` // tag.3 of GELU of tag.0
}

// TestAgainstPython reads a file that training/export.py wrote and holds the vectors
// to training/bits.py, bit for bit, and a head on them to training/oracle.py, whose sums
// run in another order.
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
	x := slices.Concat(c.Vectors...)
	same(t, fmt.Sprintf("%d pieces, held to Python", n), got, x)
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
		if math.Abs(float64(x[i])-want) > 1e-5 {
			t.Fatalf("%d pieces: logit %d is %v, the oracle has %v", n, i, x[i], want)
		}
	}
}
