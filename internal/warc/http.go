package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"rashomon/internal/coding"
)

// maxBody is the largest body that is read, in bytes, without its content coding: as
// much as is fetched.
const maxBody = 15 << 20

// maxAnswerHead is the longest header of an HTTP answer that is read, in bytes: twice
// what is fetched.
const maxAnswerHead = 512 << 10

// Response is an HTTP answer as a record holds it.
type Response struct {
	Status    int
	Head      []byte // status line and fields as they stand, with the empty line
	Body      []byte // without transfer coding and content coding
	Wire      []byte // with its content coding, where it has one
	Coding    string // the content coding that was undone; empty for none
	MediaType string // Content-Type, as it stands
}

var (
	errNoHead = errors.New("it holds no HTTP answer")
	errChunks = errors.New("its chunks are broken")
	errHead   = fmt.Errorf("its HTTP header is longer than %d kB", maxAnswerHead>>10)
)

// ParseResponse reads the block of a response record. Writers differ in what they
// undo: a body that is not in the coding that its header names is taken as it is.
// Of a body that is known to be truncated, what can be decoded is taken. Nothing
// returned is shared with the block, except that Body is where it had no coding.
func ParseResponse(block []byte, truncated bool) (Response, error) {
	head, body := splitHead(block)
	line, _, _ := bytes.Cut(head, []byte("\n"))
	status, ok := statusOf(string(line))
	if !ok {
		return Response{}, fmt.Errorf("%w: its first line is %q", errNoHead, bytes.TrimSpace(line[:min(len(line), 60)]))
	}
	if len(head) > maxAnswerHead {
		return Response{}, errHead
	}
	r := Response{Status: status, Head: bytes.Clone(head), MediaType: field(head, "Content-Type"), Body: body}
	if transfer := strings.ToLower(field(head, "Transfer-Encoding")); strings.Contains(transfer, "chunked") {
		joined, err := unchunk(body)
		switch {
		case err == nil:
			r.Body = joined
		case truncated && len(joined) > 0:
			r.Body = joined
		case beginsChunk(body):
			return r, err
		}
	}
	name := coding.Name(field(head, "Content-Encoding"))
	if name == "" || len(r.Body) == 0 {
		return r, r.fits()
	}
	decoded, err := decode(name, r.Body)
	switch {
	case err == nil, truncated && len(decoded) > 0:
		r.Wire, r.Coding, r.Body = bytes.Clone(r.Body), name, decoded
	case errors.Is(err, coding.ErrBomb), errors.Is(err, coding.ErrTooLarge), errors.Is(err, coding.ErrUnknown), isCoded(name, r.Body):
		return r, fmt.Errorf("its body: %w", err)
	}
	return r, r.fits()
}

func (r Response) fits() error {
	if len(r.Body) > maxBody {
		return fmt.Errorf("its body: %w", coding.ErrTooLarge)
	}
	return nil
}

func decode(name string, b []byte) ([]byte, error) {
	r, err := coding.Reader(name, bytes.NewReader(b), maxBody)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// isCoded reports whether a body that cannot be decoded is in the coding all the
// same, and not plain. Brotli and bare DEFLATE have no mark of their own: what begins
// as text is plain.
func isCoded(name string, b []byte) bool {
	switch name {
	case "gzip":
		return bytes.HasPrefix(b, []byte("\x1f\x8b"))
	case "zstd":
		return bytes.HasPrefix(b, []byte("\x28\xb5\x2f\xfd"))
	}
	start := bytes.TrimSpace(b[:min(len(b), 64)])
	return !bytes.HasPrefix(start, []byte("<")) && !bytes.HasPrefix(start, []byte("{")) && !bytes.HasPrefix(start, []byte("%PDF"))
}

// splitHead cuts an HTTP message after its empty line. A message that ends with its
// header has an empty body.
func splitHead(b []byte) (head, body []byte) {
	for at := 0; ; {
		i := bytes.IndexByte(b[at:], '\n')
		if i < 0 {
			return b, nil
		}
		at += i + 1
		switch rest := b[at:]; {
		case bytes.HasPrefix(rest, []byte("\r\n")):
			return b[:at+2], b[at+2:]
		case bytes.HasPrefix(rest, []byte("\n")):
			return b[:at+1], b[at+1:]
		}
	}
}

// statusOf reads a status line: HTTP/1.1 200 OK, or HTTP/2 200.
func statusOf(line string) (int, bool) {
	parts := strings.Fields(line)
	if len(parts) < 2 || !strings.HasPrefix(line, "HTTP/") {
		return 0, false
	}
	n, err := strconv.Atoi(parts[1])
	return n, err == nil && n >= 100 && n <= 999
}

// field returns the first value of a field of an HTTP header, or "".
func field(head []byte, name string) string {
	_, rest, _ := bytes.Cut(head, []byte("\n"))
	for len(rest) > 0 {
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		n, v, ok := bytes.Cut(line, []byte(":"))
		if ok && strings.EqualFold(string(bytes.TrimSpace(n)), name) {
			return string(bytes.TrimSpace(v))
		}
	}
	return ""
}

// chunkSize reads the line that begins a chunk. rest is what follows it.
func chunkSize(b []byte) (size int, rest []byte, ok bool) {
	line, rest, ok := bytes.Cut(b, []byte("\n"))
	text, _, _ := strings.Cut(string(line[:min(len(line), 40)]), ";")
	n, err := strconv.ParseUint(strings.TrimSpace(text), 16, 31)
	return int(n), rest, ok && err == nil
}

func beginsChunk(b []byte) bool {
	_, _, ok := chunkSize(b)
	return ok
}

// unchunk joins the chunks of a body (RFC 9112, 7.1). The last chunk may be missing,
// as where a crawler stopped between two; what follows it is left out. With an error,
// what came before it is returned.
func unchunk(b []byte) ([]byte, error) {
	var joined []byte
	for len(b) > 0 {
		size, rest, ok := chunkSize(b)
		switch {
		case !ok:
			return joined, errChunks
		case size > len(rest):
			return append(joined, rest...), errChunks
		case size == 0:
			return joined, nil
		}
		joined = append(joined, rest[:size]...)
		rest = rest[size:]
		switch {
		case bytes.HasPrefix(rest, []byte("\r\n")):
			rest = rest[2:]
		case bytes.HasPrefix(rest, []byte("\n")):
			rest = rest[1:]
		case len(rest) > 0:
			return joined, errChunks
		}
		b = rest
	}
	return joined, nil
}
