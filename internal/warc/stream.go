package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

const (
	window    = 1 << 20  // bytes of the file that can be read again to look for the next record
	maxRatio  = 200      // of what a gzip member, or a file in zstd, inflates to, to its size
	ratioFrom = 16 << 20 // bytes inflated from which maxRatio counts
)

var (
	errBomb     = fmt.Errorf("it inflates to more than %d times its size", maxRatio)
	errBoundary = errors.New("its gzip member ends before its Content-Length")
	errGap      = errors.New("what follows is no gzip member")
)

// inflateError is a fault of the file's own compression. Its record is lost, the
// next may be found.
type inflateError struct{ err error }

func (e *inflateError) Error() string { return e.err.Error() }

func (e *inflateError) Unwrap() error { return e.err }

// tail reads a file, knows where it stands, and keeps what was read last.
type tail struct {
	in    io.Reader
	kept  []byte // the last bytes of in, at most 2*window
	n     int64  // bytes read of in
	again []byte // to be read once more
	twice int64  // bytes read again so far
	err   error  // of in, when it is not its end
}

func (t *tail) Read(p []byte) (int, error) {
	if len(t.again) > 0 {
		n := copy(p, t.again)
		t.again = t.again[n:]
		return n, nil
	}
	n, err := t.in.Read(p)
	t.n += int64(n)
	if t.kept = append(t.kept, p[:n]...); len(t.kept) > 2*window {
		t.kept = t.kept[:copy(t.kept, t.kept[len(t.kept)-window:])]
	}
	if err != nil && !errors.Is(err, io.EOF) {
		t.err = err
	}
	return n, err
}

// at is the offset of what Read gives next.
func (t *tail) at() int64 { return t.n - int64(len(t.again)) }

// back has what stands from the offset on read again, as far as it is still there; at
// is where reading has come to. All in all little more is read twice than is read: a
// file made of beginnings would otherwise cost the square of its size.
func (t *tail) back(offset, at int64) bool {
	from := max(offset, t.n-int64(len(t.kept)))
	if from >= at || t.twice+at-from > t.n+window {
		return false
	}
	t.twice += at - from
	t.again = t.kept[int64(len(t.kept))-(t.n-from):] // which stays as it is until it is read
	return true
}

// mark says where in the file stands what is at an offset of what comes out.
type mark struct{ out, file int64 }

// stream is a WARC file without its compression: plain, gzip of any number of
// members, or zstd.
type stream struct {
	tail    *tail
	raw     *bufio.Reader
	gzip    *gzip.Reader // nil where the file is not in gzip, or not begun
	member  io.Reader    // what is read now
	out     int64        // bytes given
	marks   []mark       // beginnings of members, those that out has passed long ago left out
	pending []byte       // inflated, to be given next
	broken  error        // what ended the member before its end; resync goes on
	trial   gzip.Reader  // looks whether a member begins
	guard   bool         // a record's block is being read: no record may begin in it at the beginning of a member
}

func newStream(in io.Reader) *stream {
	t := &tail{in: in}
	return &stream{tail: t, raw: bufio.NewReaderSize(t, 64<<10)}
}

func (s *stream) at() int64 { return s.tail.at() - int64(s.raw.Buffered()) }

// begin opens the file as its first bytes say.
func (s *stream) begin() error {
	start, err := s.raw.Peek(4)
	if len(start) == 0 {
		return err
	}
	s.marks = []mark{{}}
	switch {
	case bytes.HasPrefix(start, []byte("\x1f\x8b")):
		s.gzip = new(gzip.Reader)
		return s.open()
	case bytes.Equal(start, []byte("\x28\xb5\x2f\xfd")), len(start) == 4 && start[0]&0xf0 == 0x50 && bytes.Equal(start[1:], []byte("\x2a\x4d\x18")):
		s.member, err = s.openZstd()
		return err
	}
	s.member = s.raw
	return nil
}

// openZstd opens a .warc.zst: its first frame may hold a dictionary for the others
// (iipc/warc-specifications, warc-zstd 1.0).
func (s *stream) openZstd() (io.Reader, error) {
	const maxDictionary, maxSpace = 4 << 20, 64 << 20
	options := []zstd.DOption{zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxSpace)}
	head, _ := s.raw.Peek(8)
	if len(head) == 8 && bytes.Equal(head[:4], []byte("\x5d\x2a\x4d\x18")) {
		size := int(head[4]) | int(head[5])<<8 | int(head[6])<<16 | int(head[7])<<24
		if size > maxDictionary {
			return nil, s.fault(fmt.Errorf("its dictionary is larger than %d MB", maxDictionary>>20))
		}
		dictionary := make([]byte, size)
		if _, err := s.raw.Discard(len(head)); err != nil {
			return nil, err
		}
		if _, err := io.ReadFull(s.raw, dictionary); err != nil {
			return nil, s.fault(err)
		}
		if bytes.HasPrefix(dictionary, []byte("\x28\xb5\x2f\xfd")) {
			d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxDictionary))
			if err != nil {
				return nil, err
			}
			defer d.Close()
			if dictionary, err = d.DecodeAll(dictionary, nil); err != nil {
				return nil, s.fault(err)
			}
		}
		options = append(options, zstd.WithDecoderDicts(dictionary))
	}
	d, err := zstd.NewReader(s.raw, options...)
	if err != nil {
		return nil, s.fault(err)
	}
	return d, nil
}

// open begins the gzip member that stands next; io.EOF when there is none.
func (s *stream) open() error {
	start, err := s.raw.Peek(2)
	if len(start) == 0 {
		return err
	}
	if last := s.marks[len(s.marks)-1]; last.out == s.out { // nothing came of it
		s.marks = s.marks[:len(s.marks)-1]
	}
	s.marks = append(s.marks, mark{s.out, s.at()})
	if !bytes.Equal(start, []byte("\x1f\x8b")) {
		return s.fault(errGap)
	}
	if err := s.gzip.Reset(s.raw); err != nil {
		return s.fault(err)
	}
	s.gzip.Multistream(false)
	s.member = s.gzip
	return nil
}

// fault keeps what is wrong with the member, until resync finds the next: what the
// medium said, where it is at fault.
func (s *stream) fault(err error) error {
	s.broken = &inflateError{err}
	if s.tail.err != nil {
		s.broken = s.tail.err
	}
	return s.broken
}

// Read gives what is in the file, one member after the other.
func (s *stream) Read(p []byte) (int, error) {
	if n := copy(p, s.pending); n > 0 {
		s.pending = s.pending[n:]
		s.out += int64(n)
		return n, nil
	}
	if s.broken != nil {
		return 0, s.broken
	}
	if len(s.marks) == 0 {
		if err := s.begin(); err != nil {
			return 0, err
		}
	}
	for {
		n, err := s.member.Read(p)
		switch {
		case n > 0:
			s.out += int64(n)
			return n, s.bomb()
		case err == nil:
			continue
		case !errors.Is(err, io.EOF):
			return 0, s.fault(err)
		case s.gzip == nil:
			return 0, err
		}
		if err := s.open(); err != nil {
			return 0, err
		}
		if s.guard {
			if err := s.peek(len(p)); err != nil {
				return 0, err
			}
			if len(s.pending) > 0 {
				return s.Read(p)
			}
		}
	}
}

// peek looks whether the member just opened begins with a record.
func (s *stream) peek(n int) error {
	start := make([]byte, max(len(magic), n))
	n, err := io.ReadAtLeast(s.member, start, len(magic))
	s.pending = start[:n]
	if bytes.HasPrefix(s.pending, []byte(magic)) {
		return errBoundary
	}
	if n == 0 && !errors.Is(err, io.EOF) {
		return s.fault(err)
	}
	return nil
}

// bomb holds a gzip member, or a whole file in zstd, to its ratio.
func (s *stream) bomb() error {
	last := s.marks[len(s.marks)-1]
	if s.out-last.out < ratioFrom || s.out-last.out < maxRatio*(s.at()-last.file) {
		return nil
	}
	return s.fault(errBomb)
}

// locate returns the beginning of the member in which the offset of what came out
// lies, and forgets those before it.
func (s *stream) locate(out int64) mark {
	for len(s.marks) > 1 && s.marks[1].out <= out {
		s.marks = s.marks[1:]
	}
	if len(s.marks) == 0 {
		return mark{}
	}
	return s.marks[0]
}

// resync goes to the next gzip member that begins with a record, from behind the
// beginning of the one that failed. It returns io.EOF when there is none.
func (s *stream) resync() error {
	if s.tail.err != nil {
		return s.tail.err
	}
	if s.gzip == nil || len(s.marks) == 0 {
		return io.EOF
	}
	s.broken = nil
	if s.tail.back(s.marks[len(s.marks)-1].file+1, s.at()) {
		s.raw.Reset(s.tail)
	}
	for {
		chunk, err := s.raw.Peek(len(gzipMagic))
		if len(chunk) < len(gzipMagic) {
			return s.over(err)
		}
		chunk, _ = s.raw.Peek(s.raw.Buffered())
		i := bytes.Index(chunk, []byte(gzipMagic))
		switch {
		case i < 0:
			i = len(chunk) - len(gzipMagic) + 1
		case i == 0:
			if s.begins() {
				return s.open()
			}
			i = 1
		}
		if _, err := s.raw.Discard(i); err != nil {
			return s.over(err)
		}
	}
}

// over returns why nothing more can be read.
func (s *stream) over(err error) error {
	if s.tail.err != nil {
		return s.tail.err
	}
	return err
}

const gzipMagic = "\x1f\x8b\x08"

// begins reports whether what stands next inflates to the beginning of a record.
func (s *stream) begins() bool {
	const enough = 1 << 10
	start, _ := s.raw.Peek(enough)
	if s.trial.Reset(bytes.NewReader(start)) != nil {
		return false
	}
	got := make([]byte, len(magic))
	_, err := io.ReadFull(&s.trial, got)
	return err == nil && string(got) == magic
}
