package encoder

import "golang.org/x/sys/cpu"

//go:generate go -C ../../tools run ./kernels -isa avx512 -out ../internal/encoder/avx512_amd64.s -stubs ../internal/encoder/avx512_amd64.go -pkg encoder
//go:generate go -C ../../tools run ./kernels -isa avx2 -out ../internal/encoder/avx2_amd64.s -stubs ../internal/encoder/avx2_amd64.go -pkg encoder

func machineKernels() []*Kernel {
	var k []*Kernel
	x := &cpu.X86
	if x.HasAVX512F && x.HasAVX512BW && x.HasAVX512DQ && x.HasAVX512VL && x.HasAVX512VNNI {
		k = append(k, kernelAVX512())
	}
	if x.HasAVX2 && x.HasAVXVNNI {
		k = append(k, kernelVNNI256())
	}
	if x.HasAVX2 {
		k = append(k, kernelAVX2())
	}
	return k
}

func kernelAVX512() *Kernel {
	unsigned := rowFormat{width: 1, span: spanAVX512, put: putUnsigned, write: lackNothing(quantiseAVX512)}
	t := &tiles{row: unsigned, rows: 8, one: tile1VNNI, wide: tile3VNNI, panels: 3}
	return &Kernel{
		name:     "avx512vnni",
		quantise: t.row.quantise,
		multiply: func(dst []float32, a *activations, w *weights) { multiplyPanels(t, dst, a, w) },
		matmul:   func(p *product) { multiplyFloats(p, 8, matmul1AVX512, matmul2AVX512, 2) },
		widen:    func(dst []float32, q []byte, scale []float32) { widenAVX512(len(q)/64, &q[0], &scale[0], &dst[0]) },
		softmax:  func(x []float32, scale float32) { softmaxAVX512(len(x), &x[0], scale*log2e) },
		gelu:     func(x []float32) { geluAVX512(len(x), &x[0]) },
		addNorm: func(x, t, gain, bias []float32, eps float32) {
			n := len(x)
			addNormAVX512(n, &x[0], &t[:n][0], &gain[:n][0], &bias[:n][0], eps)
		},
	}
}

func kernelAVX2() *Kernel {
	// Which of four values are below 0, then their magnitudes.
	paired := rowFormat{width: 2, span: spanAVX2, write: quantiseAVX2, put: func(dst []byte, i int, v int8) int {
		dst[i/4*8+i%4], dst[i/4*8+4+i%4] = byte(v>>7), byte(max(v, -v))
		return max(0, -int(v))
	}}
	return floatsAVX2("avx2", &tiles{row: paired, rows: 4, one: tileAVX2, wide: tileAVX2, panels: 1, lacks: true})
}

// kernelVNNI256 is for machines with byte products but without AVX-512.
func kernelVNNI256() *Kernel {
	unsigned := rowFormat{width: 1, span: spanAVX2, put: putUnsigned, write: lackNothing(quantiseVNNI256)}
	return floatsAVX2("avxvnni", &tiles{row: unsigned, rows: 4, one: tileVNNI256, wide: tileVNNI256, panels: 1})
}

func putUnsigned(dst []byte, i int, v int8) int {
	dst[i] = byte(v) + 128
	return 0
}

func floatsAVX2(name string, t *tiles) *Kernel {
	return &Kernel{
		name: name, quantise: t.row.quantise,
		multiply: func(dst []float32, a *activations, w *weights) { multiplyPanels(t, dst, a, w) },
		matmul:   func(p *product) { multiplyFloats(p, 4, matmul1AVX2, matmul1AVX2, 1) },
		widen:    func(dst []float32, q []byte, scale []float32) { widenAVX2(len(q)/64, &q[0], &scale[0], &dst[0]) },
		softmax:  func(x []float32, scale float32) { softmaxAVX2(len(x), &x[0], scale*log2e) },
		gelu:     func(x []float32) { geluAVX2(len(x), &x[0]) },
		addNorm: func(x, t, gain, bias []float32, eps float32) {
			n := len(x)
			addNormAVX2(n, &x[0], &t[:n][0], &gain[:n][0], &bias[:n][0], eps)
		},
	}
}
