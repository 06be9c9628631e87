package fetch

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"rashomon"
)

// body reads the body into a, and says in its Capture what of it is missing. The
// error says why it is not whole.
func (f *Fetcher) body(resp *http.Response, kind Kind, a *Answer) error {
	c, limit := &a.Capture, kind.limit()
	came, err := io.ReadAll(io.LimitReader(resp.Body, int64(limit)+1))
	switch {
	case len(came) > limit:
		came, err = came[:limit], tooLong(limit)
	case err != nil:
		err = cut(len(came), err)
	}
	coding := codingOf(resp.Header)
	if coding == "" || len(came) == 0 {
		a.Bytes = came
	} else {
		var undone error
		a.Bytes, undone = decode(came, coding, limit)
		a.Wire, c.Coding, c.Wire = came, coding, rashomon.DigestOf(came)
		if err == nil {
			err = undone
		}
	}
	if len(a.Bytes) > 0 {
		c.Body, c.Length = rashomon.DigestOf(a.Bytes), int64(len(a.Bytes))
	}
	if err != nil {
		c.Truncated = err.Error()
	}
	if kind == Robots && len(a.Bytes) == limit {
		return nil
	}
	return err
}

func tooLong(limit int) error {
	size := fmt.Sprintf("%d MB", limit>>20)
	if limit < 1<<20 {
		size = fmt.Sprintf("%d kB", limit>>10)
	}
	return &Error{Why: TooLong, Err: fmt.Errorf("it is longer than %s; save its text and give that file", size)}
}

// cut says where a body broke off. Only its time closes a connection under a read.
func cut(n int, err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, net.ErrClosed) || errors.Is(err, io.ErrClosedPipe) {
		return &Error{Why: TooSlow, Err: fmt.Errorf("it broke off after %d bytes: %w", n, errSlow)}
	}
	return &Error{Why: Unreachable, Err: fmt.Errorf("it broke off after %d bytes: %w; try again later, or save the page and give the file", n, err)}
}

// codingOf returns the content codings of an answer, as "gzip" or "gzip, br"; "" for
// none.
func codingOf(h http.Header) string {
	var all []string
	for _, name := range strings.Split(strings.Join(h.Values("Content-Encoding"), ","), ",") {
		name = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(name)), "x-")
		if name != "" && name != "identity" {
			all = append(all, name)
		}
	}
	return strings.Join(all, ", ")
}

// decode undoes one content coding. With an error it returns what came before it.
func decode(came []byte, coding string, limit int) (b []byte, err error) {
	// The libraries are not ours, and the bytes may be made to break them.
	defer func() {
		if p := recover(); p != nil {
			b, err = nil, undecodable(coding, fmt.Errorf("%v", p))
		}
	}()
	in := &counting{r: bytes.NewReader(came)}
	from, err := decoder(in, coding)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	part := make([]byte, 32<<10)
	for {
		n, err := from.Read(part)
		out.Write(part[:n])
		switch {
		case out.Len() > limit:
			return out.Bytes()[:limit], tooLong(limit)
		case out.Len() > ratioFrom && out.Len() > maxRatio*in.n:
			return out.Bytes(), &Error{Why: Undecodable, Err: fmt.Errorf("it inflates to more than %d times its size, as no report does; open it in a browser, save it and give the file", maxRatio)}
		case errors.Is(err, io.EOF):
			return out.Bytes(), nil
		case err != nil:
			return out.Bytes(), undecodable(coding, err)
		}
	}
}

func undecodable(coding string, err error) error {
	return &Error{Why: Undecodable, Err: fmt.Errorf("undo its content coding %q: %w; open it in a browser, save it and give the file", coding, err)}
}

// decoder returns what undoes a coding (RFC 9110, 8.4; RFC 9659 bounds the window
// of zstd). "deflate" is meant to be zlib, and often is not.
func decoder(in *counting, coding string) (io.Reader, error) {
	switch coding {
	case "gzip":
		r, err := gzip.NewReader(in)
		if err != nil {
			return nil, undecodable(coding, err)
		}
		return r, nil
	case "deflate":
		buffered := bufio.NewReader(in)
		if start, _ := buffered.Peek(2); len(start) == 2 && start[0]&0x0F == 8 && (int(start[0])<<8|int(start[1]))%31 == 0 {
			r, err := zlib.NewReader(buffered)
			if err != nil {
				return nil, undecodable(coding, err)
			}
			return r, nil
		}
		return flate.NewReader(buffered), nil
	case "br":
		return brotli.NewReader(in), nil
	case "zstd":
		const window = 8 << 20
		r, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(window), zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, undecodable(coding, err)
		}
		return r, nil // with one thread it holds nothing that must be closed
	}
	return nil, undecodable(coding, errors.New("one coding of gzip, deflate, br and zstd is undone, and no more than one"))
}

// counting counts what is read.
type counting struct {
	r io.Reader
	n int
}

// Read reads on.
func (c *counting) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += n
	return n, err
}
