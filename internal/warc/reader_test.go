package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"rashomon"

	"github.com/klauspost/compress/gzip"
	"pgregory.net/rapid"
)

// pageAt is a record of a page that names itself.
func pageAt(i int) string {
	return record("1.0", strings.Replace(response, "/ferry", fmt.Sprintf("/ferry/%d", i), 1), answer("", fmt.Sprintf("%d %s", i, story)))
}

// members is a file of a gzip member each.
func members(records ...string) []byte {
	var b []byte
	for _, r := range records {
		b = append(b, zipped([]byte(r))...)
	}
	return b
}

// pathsOf reads a file: the last part of the address of each record, and ! for a fault.
func pathsOf(t testing.TB, r io.Reader) (paths []string, last error) {
	in := NewReader(r)
	for {
		rec, err := in.Next()
		var f *Fault
		switch {
		case errors.As(err, &f):
			paths = append(paths, "!")
		case err != nil:
			if _, again := in.Next(); !errors.Is(again, err) {
				t.Errorf("after the end (%v) comes %v", err, again)
			}
			return paths, err
		default:
			paths = append(paths, rec.Target()[strings.LastIndexByte(rec.Target(), '/')+1:])
		}
	}
}

func TestTheNextRecordIsFoundAfterABrokenOne(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 3*window) // longer than what can be read again
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	flip := func(b []byte, at int) []byte {
		b = bytes.Clone(b)
		b[at] ^= 0x55
		return b
	}
	one := zipped([]byte(pageAt(1)))
	huge := record("1.0", strings.Replace(response, "/ferry", "/ferry/huge", 1), strings.Repeat("x", MaxBlock+1))
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"sound", members(pageAt(0), pageAt(1), pageAt(2)), "0 1 2"},
		{"a flipped bit early in a member", slices.Concat(members(pageAt(0)), flip(one, 30), members(pageAt(2))), "0 ! 2"},
		{"a flipped bit late in a member", slices.Concat(members(pageAt(0)), flip(one, len(one)-30), members(pageAt(2))), "0 ! 2"},
		{"a wrong checksum", slices.Concat(members(pageAt(0)), flip(one, len(one)-6), members(pageAt(2))), "0 ! 2"},
		{"a broken header of a member", slices.Concat(members(pageAt(0)), flip(one, 2), members(pageAt(2))), "0 ! 2"},
		{"the first broken", slices.Concat(flip(one, 40), members(pageAt(2))), "! 2"},
		{"half a member", slices.Concat(members(pageAt(0)), one[:len(one)/2], members(pageAt(2), pageAt(3))), "0 ! 2 3"},
		{"noise between members", slices.Concat(members(pageAt(0)), noise, members(pageAt(2))), "0 ! 2"},
		{"noise after the last", slices.Concat(members(pageAt(0)), noise), "0 !"},
		{"cut off", members(pageAt(0), pageAt(1))[:len(one)+30], "0 !"},
		{"no length", members(pageAt(0), strings.Replace(pageAt(1), "Content-Length", "Length", 1), pageAt(2)), "0 ! 2"},
		{"a length too long, past the member", members(pageAt(0), strings.Replace(pageAt(1), "Content-Length: ", "Content-Length: 1", 1), pageAt(2)), "0 ! 2"},
		{"a length too short", members(pageAt(0), strings.Replace(pageAt(1), "Content-Length: 1", "Content-Length: ", 1), pageAt(2)), "0 ! 2"},
		{"a negative length", []byte(pageAt(0) + strings.Replace(pageAt(1), "Content-Length: ", "Content-Length: -", 1) + pageAt(2)), "0 ! 2"},
		{"plain, with noise", []byte(pageAt(0) + "noise\nWARC/ noise\n" + pageAt(2)), "! 2"},
		{"too large, plain", []byte(pageAt(0) + huge + pageAt(2)), "0 ! 2"},
		{"a bomb", members(pageAt(0), huge, pageAt(2)), "0 ! 2"},
		{"empty members", members(pageAt(0), "", "", pageAt(2)), "0 2"},
		{"a header without end", []byte(pageAt(0) + "WARC/1.0\r\n" + strings.Repeat("a: b\r\n", 20_000) + "\r\n" + pageAt(2)), "0 ! 2"},
		{"a line without end", []byte(pageAt(0) + "WARC/1.0\r\nx: " + strings.Repeat("y", 200_000) + "\r\n\r\n" + pageAt(2)), "0 ! 2"},
		{"a web page", []byte(story), "!"},
		{"nothing", nil, ""},
		{"no dictionary", append([]byte("\x5d\x2a\x4d\x18\xff\xff\xff\x00"), story...), "!"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, r := range []io.Reader{bytes.NewReader(tt.file), iotest.HalfReader(bytes.NewReader(tt.file))} {
				got, last := pathsOf(t, r)
				if strings.Join(got, " ") != tt.want || !errors.Is(last, io.EOF) {
					t.Errorf("got %q, %v; want %q", got, last, tt.want)
				}
			}
		})
	}
}

// TestWhatAWrongLengthTakesInIsNamed: in a plain file nothing but the length says where a
// record ends.
func TestWhatAWrongLengthTakesInIsNamed(t *testing.T) {
	before := pageAt(0) + strings.Replace(pageAt(1), "Content-Length: ", "Content-Length: 1", 1)
	for _, tt := range []struct{ after, want string }{
		{pageAt(2) + strings.Repeat("\r\n"+story, 100) + "\r\n\r\n" + pageAt(3), "it does not end where its Content-Length says"},
		{pageAt(2) + pageAt(3), "the file ends in the middle of it; get the file again"},
	} {
		in := NewReader(strings.NewReader(before + tt.after))
		if _, err := in.Next(); err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf("record at byte %d (response https://harbour.example/ferry/1): %s; it may run into a record that begins at byte %d, which is then not read either",
			len(pageAt(0)), tt.want, len(before))
		if _, err := in.Next(); err == nil || err.Error() != want {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
}

// TestAnyDamageCostsOnlyWhatItTouches damages one member of many at random.
func TestAnyDamageCostsOnlyWhatItTouches(t *testing.T) {
	const n = 6
	rapid.Check(t, func(t *rapid.T) {
		hit := rapid.IntRange(0, n-1).Draw(t, "hit")
		var file []byte
		var want []string
		for i := range n {
			m := zipped([]byte(pageAt(i)))
			if i == hit {
				at := rapid.IntRange(0, len(m)-1).Draw(t, "at")
				m[at] ^= byte(rapid.IntRange(1, 255).Draw(t, "xor"))
			} else {
				want = append(want, fmt.Sprint(i))
			}
			file = append(file, m...)
		}
		in, got := NewReader(bytes.NewReader(file)), []string{}
		for {
			rec, err := in.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err == nil && !strings.HasSuffix(rec.Target(), fmt.Sprintf("/%d", hit)) {
				got = append(got, rec.Target()[strings.LastIndexByte(rec.Target(), '/')+1:])
			}
		}
		if hit > 0 && !slices.Equal(got, want) { // the first bytes say how the file is compressed
			t.Fatalf("hit %d: %q", hit, got)
		}
	})
}

var errMedium = errors.New("input/output error")

func TestAnErrorOfTheMediumEndsIt(t *testing.T) {
	file := members(pageAt(0), pageAt(1), pageAt(2))
	for _, cut := range []int{len(file) - 30, len(file) / 2, 5} {
		_, last := pathsOf(t, io.MultiReader(bytes.NewReader(file[:cut]), iotest.ErrReader(errMedium)))
		if !errors.Is(last, errMedium) {
			t.Errorf("after %d bytes: %v", cut, last)
		}
	}
}

// endless gives records for ever, and counts them.
type endless struct {
	part []byte
	n    int64
	left []byte
}

func (e *endless) Read(p []byte) (int, error) {
	if len(e.left) == 0 {
		e.left = e.part
	}
	n := copy(p, e.left)
	e.left = e.left[n:]
	e.n += int64(n)
	return n, nil
}

// TestMemoryDoesNotGrowWithTheFile reads the captures of 64 MB of records, and holds what
// is allocated at the end to what was after the first.
func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	in := NewReader(io.LimitReader(&endless{part: members(pageAt(0), pageAt(1))}, 4<<20))
	for {
		if _, err := in.Next(); err != nil {
			break
		}
		if kept := cap(in.block) + cap(in.s.tail.kept) + cap(in.s.tail.again) + cap(in.s.pending) + 16*cap(in.s.marks); kept > 4<<20 {
			t.Fatalf("%d bytes are kept after %d of the file", kept, in.s.at())
		}
	}
	e := NewEntries(bytes.NewReader(nil), "x")
	for i := range 3 * maxSeen {
		e.remember(Record{Fields: []Field{{"WARC-Record-ID", fmt.Sprintf("<urn:%d>", i)}}}, rashomon.Capture{Body: "x"})
	}
	if len(e.seen) > maxSeen+1 || len(e.order) > maxSeen {
		t.Errorf("%d bodies are remembered", len(e.seen))
	}
}

// TestAFileOfBeginningsCostsNoMoreThanItsSize reads a file in which every byte seems to
// begin a member that breaks only at the end.
func TestAFileOfBeginningsCostsNoMoreThanItsSize(t *testing.T) {
	var stored bytes.Buffer
	z := must(gzip.NewWriterLevel(&stored, gzip.NoCompression))
	for range 20_000 {
		z.Write([]byte(gzipMagic + "\x00\x00\x00\x00\x00\x00\xff\x00\x06\x00\xf9\xffWARC/1"))
	}
	z.Close()
	file := stored.Bytes()
	file[len(file)-7] ^= 1
	in := NewReader(bytes.NewReader(file))
	for {
		if _, err := in.Next(); errors.Is(err, io.EOF) {
			break
		}
	}
	if twice := in.s.tail.twice; twice > 3*int64(len(file))+3*window {
		t.Errorf("of %d bytes, %d were read again", len(file), twice)
	}
}

func FuzzWARC(f *testing.F) {
	f.Add(members(pageAt(0), pageAt(1)))
	f.Add([]byte(pageAt(0) + pageAt(1)))
	f.Add(zstded([]byte(pageAt(0))))
	f.Add([]byte(record("1.1", response, answer("Transfer-Encoding: chunked\nContent-Encoding: gzip\n", "3\r\nabc\r\n0\r\n\r\n"))))
	f.Fuzz(func(t *testing.T, b []byte) {
		in, faults := NewEntries(bytes.NewReader(b), "x.warc"), 0
		for {
			e, err := in.Next()
			var fault *Fault
			if errors.As(err, &fault) {
				if faults++; faults > len(b)+1 {
					t.Fatal("it reads and reads and comes no further")
				}
				continue
			}
			if err != nil {
				return
			}
			c := e.Capture
			if !e.Revisit && (rashomon.DigestOf(e.Body) != c.Body && len(e.Body) > 0 || int64(len(e.Body)) != c.Length || len(e.Body) > MaxBlock) {
				t.Errorf("%d bytes of body are not those that the capture names: %d, %s", len(e.Body), c.Length, c.Body)
			}
		}
	})
}
