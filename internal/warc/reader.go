// Package warc reads and writes web archives as streams: WARC 1.0 and 1.1 (ISO
// 28500:2017; plain, gzip, zstd), and WACZ 1.1.1 (specs.webrecorder.net). It owns what
// in a record is a Capture, and how a Capture is written. What it reads is held to be
// hostile: it keeps no more than one record in memory, and a broken record does not
// stop the rest. It fetches nothing and writes to no file system.
package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// MaxBlock is the largest block of a record that is read, in bytes: a body of 15
// MiB, which is the most that is fetched, and its header. Larger records are passed by.
const MaxBlock = 16 << 20

const (
	maxHead = 64 << 10 // of a record's header
	magic   = "WARC/"  // begins every record
)

var (
	errTooLarge = fmt.Errorf("it is larger than %d MB, the most that is read", MaxBlock>>20)
	errCut      = errors.New("the file ends in the middle of it; get the file again")
	errNoRecord = errors.New("no record begins here")
	errLong     = fmt.Errorf("its header is longer than %d kB", maxHead>>10)
	errNoLength = errors.New("it has no Content-Length")
	errTrailing = errors.New("it does not end where its Content-Length says")
)

// Fault is what is wrong with one record, or with a stretch of the file in which
// none can be found. Reading goes on after it.
type Fault struct {
	Offset int64  // in the file; with gzip, of the member
	Inner  int64  // in what the member inflates to, where it holds several records
	Kind   string // of the record, where its header could be read
	Target string // address, where its header could be read
	Err    error
}

// Error says where, what and why.
func (f *Fault) Error() string {
	what := strings.TrimSpace(f.Kind + " " + f.Target)
	if what != "" {
		what = " (" + what + ")"
	}
	return fmt.Sprintf("record at %s%s: %v", place(f.Offset, f.Inner), what, f.Err)
}

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.Err }

// place names where a record stands.
func place(offset, inner int64) string {
	if inner > 0 {
		return fmt.Sprintf("byte %d of what byte %d inflates to", inner, offset)
	}
	return fmt.Sprintf("byte %d", offset)
}

// Reader reads the records of a WARC file, one after the other, in constant memory.
type Reader struct {
	s     *stream
	b     *bufio.Reader
	block []byte
	lost  bool // where the next record begins is not known
	ended error
}

// NewReader returns a Reader of a WARC file of any size. How it is compressed is
// told by its first bytes.
func NewReader(r io.Reader) *Reader {
	s := newStream(r)
	return &Reader{s: s, b: bufio.NewReaderSize(s, maxHead)}
}

// Next returns the next record. A *Fault tells of one that cannot be read, and Next
// can be called again; io.EOF is the end of the file, and any other error one of
// reading it, which ends the matter too. The record's Block is valid until then.
func (r *Reader) Next() (Record, error) {
	if r.ended != nil {
		return Record{}, r.ended
	}
	if r.lost {
		r.lost = false
		if err := r.find(); err != nil {
			return Record{}, r.end(err)
		}
	}
	rec, err := r.record()
	if err == nil {
		return rec, nil
	}
	if errors.Is(err, io.EOF) || r.s.tail.err != nil {
		return Record{}, r.end(err)
	}
	r.lost = true
	return Record{}, &Fault{rec.Offset, rec.Inner, rec.Kind(), rec.Target(), err}
}

// end keeps why nothing follows. A fault of compression where a record is looked
// for has been told already.
func (r *Reader) end(err error) error {
	var broken *inflateError
	if r.ended = err; errors.As(err, &broken) {
		r.ended = io.EOF
	}
	return r.ended
}

func (r *Reader) at() int64 { return r.s.out - int64(r.b.Buffered()) }

// find goes to where the next record begins: at the next gzip member that begins
// with one when the compression is at fault, else at the next line that begins as one.
func (r *Reader) find() error {
	for {
		if r.s.broken != nil && len(r.s.pending) == 0 && r.b.Buffered() == 0 {
			if err := r.s.resync(); err != nil {
				return err
			}
			r.b.Reset(r.s)
		}
		line, err := r.b.Peek(len(magic) + 1)
		if len(line) < len(magic)+1 {
			if _, drop := r.b.Discard(len(line)); drop != nil {
				return drop
			}
			var broken *inflateError
			if errors.As(err, &broken) {
				continue
			}
			return err
		}
		if isMagic(line) {
			return nil
		}
		if err := r.skipLine(); err != nil {
			return err
		}
	}
}

// isMagic reports whether a line begins as a record does: WARC/ and a digit.
func isMagic(line []byte) bool {
	return bytes.HasPrefix(line, []byte(magic)) && len(line) > len(magic) && line[len(magic)] >= '0' && line[len(magic)] <= '9'
}

// skipLine passes by a line, or as much of it as there is.
func (r *Reader) skipLine() error {
	_, err := r.b.ReadSlice('\n')
	var broken *inflateError
	if errors.Is(err, bufio.ErrBufferFull) || errors.As(err, &broken) || errors.Is(err, errBoundary) {
		return nil
	}
	return err
}

// record reads one record. Where it fails, what is known of it is returned too.
func (r *Reader) record() (rec Record, err error) {
	if err := r.skipBlank(); err != nil {
		return r.here(), outside(err)
	}
	rec = r.here()
	start := r.at()
	length, err := r.header(&rec)
	if err != nil {
		return rec, inside(err)
	}
	from := rec.Offset + r.at() - start
	r.s.guard = true
	err = r.read(length)
	r.s.guard = false
	if err != nil {
		return rec, r.swallowed(inside(err), from)
	}
	rec.Block = r.block[:length]
	if err := r.close(); err != nil {
		return rec, r.swallowed(err, from)
	}
	end := r.s.locate(r.at())
	switch {
	case r.s.gzip == nil:
		rec.Length = r.at() - start
	case end.out == r.at() && rec.Inner == 0:
		rec.Length = end.file - rec.Offset
	}
	return rec, nil
}

// here says where in the file the reader stands.
func (r *Reader) here() Record {
	m := r.s.locate(r.at())
	inner := r.at() - m.out
	if r.s.gzip == nil {
		return Record{Offset: m.file + inner}
	}
	return Record{Offset: m.file, Inner: inner}
}

// inside says of an error within a record what it means.
func inside(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errCut
	}
	return err
}

// outside says of an error between records what it means.
func outside(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errCut
	}
	return err
}

// skipBlank passes by the empty lines between records.
func (r *Reader) skipBlank() error {
	for {
		c, err := r.b.Peek(1)
		if err != nil {
			return err
		}
		if c[0] != '\r' && c[0] != '\n' {
			return nil
		}
		if _, err := r.b.Discard(1); err != nil {
			return err
		}
	}
}

// header reads the version line and the fields, and returns the length of the block.
func (r *Reader) header(rec *Record) (length int64, err error) {
	left := maxHead
	line, err := r.line(&left)
	if err != nil {
		return 0, err
	}
	if !isMagic([]byte(line)) {
		return 0, errNoRecord
	}
	rec.Version = line
	rec.Fields = make([]Field, 0, 12)
	for {
		line, err := r.line(&left)
		if err != nil {
			return 0, err
		}
		if line == "" {
			break
		}
		if last := len(rec.Fields) - 1; last >= 0 && (line[0] == ' ' || line[0] == '\t') {
			rec.Fields[last].Value += " " + strings.TrimSpace(line)
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return 0, fmt.Errorf("its header has a line without a colon, %q", line[:min(len(line), 60)])
		}
		rec.Fields = append(rec.Fields, Field{strings.TrimSpace(name), strings.TrimSpace(value)})
	}
	text := rec.Get("Content-Length")
	if text == "" {
		return 0, errNoLength
	}
	if length, err = strconv.ParseInt(text, 10, 64); err != nil || length < 0 {
		return 0, fmt.Errorf("its Content-Length is %q", text[:min(len(text), 40)])
	}
	return length, nil
}

func (r *Reader) line(left *int) (string, error) {
	b, err := r.b.ReadSlice('\n')
	if *left -= len(b); *left < 0 || errors.Is(err, bufio.ErrBufferFull) {
		return "", errLong
	}
	if err != nil {
		return "", err
	}
	return string(bytes.TrimRight(b, "\r\n")), nil
}

// read reads the block, or passes it by when it is too large.
func (r *Reader) read(length int64) error {
	r.block = r.block[:0]
	if length > MaxBlock {
		if n, err := io.CopyN(io.Discard, r.b, length); err != nil {
			return fmt.Errorf("%w (and only %d of its %d bytes can be had: %w)", errTooLarge, n, length, err)
		}
		return errTooLarge
	}
	const step = 64 << 10 // a length that lies must not cost memory
	for int64(len(r.block)) < length {
		n := len(r.block)
		r.block = slices.Grow(r.block, step)
		r.block = r.block[:min(int64(n+step), length)]
		got, err := io.ReadFull(r.b, r.block[n:])
		if err != nil {
			r.block = r.block[:n+got]
			return err
		}
	}
	return nil
}

// swallowed says of a record whose length is wrong what else is not read: the record that
// begins within its block, which in a plain file begins at byte from.
func (r *Reader) swallowed(err error, from int64) error {
	const end = "\r\n\r\n"
	i := bytes.Index(r.block, []byte(end+magic))
	if r.s.gzip != nil || i < 0 || !errors.Is(err, errTrailing) && !errors.Is(err, errCut) {
		return err
	}
	return fmt.Errorf("%w; it may run into a record that begins at byte %d, which is then not read either", err, from+int64(i+len(end)))
}

// close passes by the end of the record, and looks at what follows: so far a gzip
// member has not been held to its checksum. What is wrong with the next member is no
// fault of this record.
func (r *Reader) close() error {
	from := r.at()
	err := r.skipBlank()
	if errors.Is(err, io.EOF) {
		if s := r.s; s.gzip != nil { // where the last member ends
			s.marks = append(s.marks, mark{s.out, s.at()})
		}
		return nil
	}
	if r.s.gzip != nil && r.s.locate(r.at()).out >= from {
		return nil
	}
	if err != nil {
		return err
	}
	if start, _ := r.b.Peek(len(magic) + 1); !isMagic(start) {
		return errTrailing
	}
	return nil
}
