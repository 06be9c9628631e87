// Command kernels writes the amd64 assembly of internal/encoder with avo:
//
//	go generate ./internal/encoder
//
// One program text serves both instruction sets: a group of 16 floats is one register
// of AVX-512 or two of AVX2, so both add up in the same order. What the functions
// compute, bit for bit, is said in plain Go in internal/encoder/plain.go.
package main

import (
	"flag"
	"log"

	. "github.com/mmcloughlin/avo/build" // avo's own idiom: instructions are read as assembly
	"github.com/mmcloughlin/avo/reg"
)

// lanes is the group that sums are taken in.
const lanes = 16

// isa is an instruction set.
type isa struct {
	suffix string
	width  int // floats in a register
	vector func() reg.VecVirtual
}

func main() {
	name := flag.String("isa", "", "avx512 or avx2")
	flag.Parse()
	switch *name {
	case "avx512":
		m := isa{"AVX512", 16, ZMM}
		m.floats()
		quantiseAVX512()
		for _, panels := range []int{1, 3} {
			tileVNNI(panels)
		}
		for _, panels := range []int{1, 2} {
			m.matmul(8, panels)
		}
	case "avx2":
		m := isa{"AVX2", 8, YMM}
		m.floats()
		quantiseAVX2()
		quantiseVNNI256()
		tileAVX2()
		tileVNNI256()
		m.matmul(4, 1)
	default:
		log.Fatalf("kernels: no instruction set %q", *name)
	}
	Generate()
}

// floats writes the functions over one row or panel.
func (m isa) floats() {
	m.span()
	m.softmax()
	m.gelu()
	m.addNorm()
	m.widen()
}
