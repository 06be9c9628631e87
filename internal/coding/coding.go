// Package coding undoes the content codings of HTTP (RFC 9110, 8.4), one layer, and
// holds what comes out to limits: a small body can inflate to a disk full.
package coding

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// The limits besides the size, which the caller gives.
const (
	MaxRatio  = 200     // of bytes out to bytes in
	RatioFrom = 1 << 20 // bytes out from which MaxRatio counts
	zstdSpace = 8 << 20 // the largest window that a browser takes (RFC 9659)
)

// What can be wrong with a coded body besides its bytes.
var (
	ErrUnknown  = errors.New("its content coding is none that we read (gzip, deflate, br, zstd), or more than one")
	ErrTooLarge = errors.New("it is larger than the limit")
	ErrBomb     = fmt.Errorf("it inflates to more than %d times its size", MaxRatio)
)

// Name returns the one coding that a Content-Encoding field names, in small letters
// and without "x-"; empty for none.
func Name(field string) string {
	name := strings.TrimPrefix(strings.ToLower(strings.TrimSpace(field)), "x-")
	if name == "identity" {
		return ""
	}
	return name
}

// Reader reads r without the coding, up to max bytes: more are ErrTooLarge, and more
// than MaxRatio times what r gave ErrBomb. The coding is one that Name returned; for
// none, only max is held.
func Reader(coding string, r io.Reader, max int64) (io.Reader, error) {
	in := &counter{r: r}
	buffered := bufio.NewReader(in)
	l := &limited{in: in, left: max, coded: coding != ""}
	var err error
	switch coding {
	case "":
		l.r = buffered
	case "gzip":
		l.r, err = gzip.NewReader(buffered)
	case "deflate":
		l.r, err = deflate(buffered)
	case "br":
		l.r = brotli.NewReader(buffered)
	case "zstd":
		var d *zstd.Decoder
		if d, err = zstd.NewReader(buffered, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdSpace)); err == nil {
			l.r = d
		}
	default:
		return nil, ErrUnknown
	}
	if err != nil {
		return nil, err
	}
	return l, nil
}

// deflate reads zlib, as the word is defined, or bare DEFLATE, as some servers have
// it (RFC 9110, 8.4.1.2).
func deflate(r *bufio.Reader) (io.Reader, error) {
	start, _ := r.Peek(2)
	const method, check = 8, 31 // RFC 1950, 2.2
	if len(start) == 2 && start[0]&0x0f == method && (int(start[0])<<8|int(start[1]))%check == 0 {
		return zlib.NewReader(r)
	}
	return flate.NewReader(r), nil
}

type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

type limited struct {
	r     io.Reader
	in    *counter
	coded bool
	out   int64
	left  int64
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p[:min(int64(len(p)), l.left+1)])
	l.out += int64(n)
	if l.left -= int64(n); l.left < 0 {
		return n - 1, ErrTooLarge
	}
	if l.coded && l.out > RatioFrom && l.out > MaxRatio*l.in.n {
		return n, ErrBomb
	}
	return n, err
}
