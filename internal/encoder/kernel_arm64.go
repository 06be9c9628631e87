package encoder

import (
	"runtime"

	"golang.org/x/sys/cpu"
)

func machineKernels() []*Kernel {
	var k []*Kernel
	// Every Mac of this kind has the byte products; other systems say so.
	if cpu.ARM64.HasASIMDDP || runtime.GOOS == "darwin" {
		k = append(k, kernelNEON("neondot", 4, tileDot))
	}
	return append(k, kernelNEON("neon", 2, tileLong))
}

func kernelNEON(name string, rows int, f tile) *Kernel {
	signed := rowFormat{width: 1, span: spanNEON, write: lackNothing(quantiseNEON), put: func(dst []byte, i int, v int8) int {
		dst[i] = byte(v)
		return 0
	}}
	t := &tiles{row: signed, rows: rows, one: f, wide: f, panels: 1}
	return &Kernel{
		name: name, quantise: t.row.quantise,
		multiply: func(dst []float32, a *activations, w *weights) { multiplyPanels(t, dst, a, w) },
		matmul:   func(p *product) { multiplyFloats(p, 4, matmulNEON, matmulNEON, 1) },
		widen:    func(dst []float32, q []byte, scale []float32) { widenNEON(len(q)/64, &q[0], &scale[0], &dst[0]) },
		softmax:  func(x []float32, scale float32) { softmaxNEON(len(x), &x[0], scale*log2e) },
		gelu:     func(x []float32) { geluNEON(len(x), &x[0]) },
		addNorm: func(x, t, gain, bias []float32, eps float32) {
			n := len(x)
			addNormNEON(n, &x[0], &t[:n][0], &gain[:n][0], &bias[:n][0], eps)
		},
	}
}
