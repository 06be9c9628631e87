// Package encoder owns the small transformer: word pieces in, one vector a piece
// out. It reads a flat weight file in place (file.go), chooses the kernel of the
// machine (kernel.go), and runs a BERT encoder whose large products are done in
// 8-bit integers (encoder.go, attention.go). It knows nothing of text or labels.
//
// # Arithmetic
//
// Every kernel gives the same bits, so that a reading does not depend on the
// machine, and plain Go is the test of all the others:
//
//   - An integer product quantises each row of activations to whole numbers from
//     -127 to 127, ties to even, around the middle of the row's values (levels in
//     plain.go). Sums of products are exact in 32 bits. The result is
//     float(sum) * row scale * weight scale + row center * weight shift + bias, in
//     this order, where the shift is the sum of the weights.
//   - Floats are multiplied and added one after the other, never fused, and the
//     sums of a product run along k from the first term to the last.
//   - A sum over a row is taken in 16 lanes (element i in lane i mod 16), then the
//     lanes are folded: 8 onto 8, 4 onto 4, 2 onto 2, 1 onto 1.
//   - exp and erf are the polynomials of plain.go, on every machine.
//
// Nothing here is global or locked: a File, an Encoder and a Linear are read only
// and may be shared; a Scratch belongs to one goroutine at a time. After the first
// call with the longest input no call allocates.
package encoder
