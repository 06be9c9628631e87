package encoder

import (
	"encoding/binary"
	"math"
	"unsafe"
)

// This file is where bytes of a weight file become numbers in place. Bytes that the
// program embeds or reads may stand at any address, and a machine may have the other
// order of bytes; there they are copied, which costs time and memory and no more.

// little reports whether the machine has the file's order of bytes.
func little() bool { return binary.NativeEndian.Uint16([]byte{1, 0}) == 1 }

// inPlace reports whether 32-bit numbers can be read where b lies.
func inPlace(b []byte) bool {
	return little() && uintptr(unsafe.Pointer(unsafe.SliceData(b)))%4 == 0
}

// floats views bytes as floats, with the room behind them.
func floats(b []byte) []float32 { return view(b, math.Float32frombits) }

// integers views bytes as whole numbers, with the room behind them.
func integers(b []byte) []int32 { return view(b, func(u uint32) int32 { return int32(u) }) }

// view returns len(b)/4 numbers and keeps the capacity of b for more. In place it is
// sound because the numbers have the size of four bytes, no pointers and, by inPlace,
// an address that suits them, and because b is never written (Open).
func view[T float32 | int32](b []byte, decode func(uint32) T) []T {
	n, room := len(b)/4, cap(b)/4
	if room > 0 && inPlace(b) {
		return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), room)[:n]
	}
	x := make([]T, room)
	for i := range x {
		x[i] = decode(binary.LittleEndian.Uint32(b[:cap(b)][4*i:]))
	}
	return x[:n]
}
