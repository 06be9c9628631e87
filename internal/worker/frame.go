package worker

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Both ways, a frame is the number of its bytes (four, big-endian) and the bytes. A
// piece of work is two frames, what to do as JSON and the bytes to do it with; its
// answer is one, JSON. Before the first, a child says with one frame that it is
// ready.

const frameHead = 4

// writeFrame writes b as one frame.
func writeFrame(w io.Writer, b []byte) error {
	var head [frameHead]byte
	binary.BigEndian.PutUint32(head[:], uint32(len(b))) //nolint:gosec // every frame is held to a limit far below
	if _, err := w.Write(head[:]); err != nil {
		return err
	}
	_, err := w.Write(b)
	return err
}

var errFrame = errors.New("a frame longer than its limit")

// readFrame reads one frame of at most limit bytes. io.EOF means that there was none,
// and not a byte of one. It takes no more memory than came.
func readFrame(r io.Reader, limit int) ([]byte, error) {
	var head [frameHead]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := int64(binary.BigEndian.Uint32(head[:]))
	if n > int64(limit) {
		return nil, fmt.Errorf("%w: %d bytes, %d at most", errFrame, n, limit)
	}
	b, err := io.ReadAll(io.LimitReader(r, n))
	if err == nil && int64(len(b)) < n {
		err = io.ErrUnexpectedEOF
	}
	return b, err
}
