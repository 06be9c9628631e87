package fetch

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"

	"rashomon"
	"rashomon/internal/coding"
)

// body reads the body into a, and says in its Capture what of it is missing. The
// error says why it is not whole.
func (f *Fetcher) body(resp *http.Response, kind Kind, a *Answer) error {
	c, limit := &a.Capture, kind.limit()
	came, broke := io.ReadAll(io.LimitReader(resp.Body, int64(limit)+1))
	var err *Error
	switch {
	case len(came) > limit:
		came, err = came[:limit], tooLong(limit)
	case broke != nil:
		err = cut(len(came), broke)
	}
	name := codingOf(resp.Header)
	body := came
	if name != "" && len(came) > 0 {
		var undone *Error
		body, undone = decode(came, name, limit)
		a.Wire, c.Coding, c.Wire = came, name, rashomon.DigestOf(came)
		if err == nil {
			err = undone
		}
	}
	if len(body) > 0 {
		a.Bytes = body
		c.Body, c.Length = rashomon.DigestOf(a.Bytes), int64(len(a.Bytes))
	}
	if err != nil {
		c.Truncated = err.problem()
	}
	if err == nil || kind == Robots && len(a.Bytes) == limit {
		return nil
	}
	return err
}

func tooLong(limit int) *Error {
	size := fmt.Sprintf("%d MB", limit>>20)
	if limit < 1<<20 {
		size = fmt.Sprintf("%d kB", limit>>10)
	}
	return &Error{Why: TooLong, Err: fmt.Errorf("it is longer than %s; save its text and give that file", size)}
}

// cut says where a body broke off. Only its time closes a connection under a read.
func cut(n int, err error) *Error {
	if errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, net.ErrClosed) || errors.Is(err, io.ErrClosedPipe) {
		return &Error{Why: TooSlow, Err: fmt.Errorf("it broke off after %d bytes: %w", n, errSlow)}
	}
	return &Error{Why: Unreachable, Err: fmt.Errorf("it broke off after %d bytes: %w; try again later, or save the page and give the file", n, err)}
}

// codingOf returns the content coding of an answer, "" for none; several are named
// as they stand ("gzip, br").
func codingOf(h http.Header) string {
	var all []string
	for _, field := range strings.Split(strings.Join(h.Values("Content-Encoding"), ","), ",") {
		if name := coding.Name(field); name != "" {
			all = append(all, name)
		}
	}
	return strings.Join(all, ", ")
}

// decode undoes one content coding. With an error it returns what came before it.
func decode(came []byte, name string, limit int) (b []byte, failed *Error) {
	// The libraries are not ours, and the bytes may be made to break them.
	defer func() {
		if p := recover(); p != nil {
			b, failed = nil, undecodable(name, fmt.Errorf("%v", p))
		}
	}()
	r, err := coding.Reader(name, bytes.NewReader(came), int64(limit))
	if err != nil {
		return nil, undecodable(name, err)
	}
	b, err = io.ReadAll(r)
	switch {
	case errors.Is(err, coding.ErrTooLarge):
		return b, tooLong(limit)
	case err != nil:
		return b, undecodable(name, err)
	}
	return b, nil
}

func undecodable(name string, err error) *Error {
	return &Error{Why: Undecodable, Err: fmt.Errorf("its content coding (%s) cannot be undone: %w; open it in a browser, save it and give the file", name, err)}
}
