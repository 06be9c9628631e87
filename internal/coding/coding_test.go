package coding

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"
)

const large = 15 << 20

// coders writes each coding; "bare" is DEFLATE without its zlib header.
func coders(name string, w io.Writer) (io.WriteCloser, string) {
	switch name {
	case "gzip":
		return gzip.NewWriter(w), "gzip"
	case "deflate":
		return zlib.NewWriter(w), "deflate"
	case "bare":
		f, _ := flate.NewWriter(w, 5)
		return f, "deflate"
	case "br":
		return brotli.NewWriter(w), "br"
	}
	z, _ := zstd.NewWriter(w)
	return z, "zstd"
}

var names = []string{"gzip", "deflate", "bare", "br", "zstd"}

func coded(t testing.TB, name string, plain []byte) (body []byte, coding string) {
	t.Helper()
	var b bytes.Buffer
	w, coding := coders(name, &b)
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), coding
}

func decode(coding string, b []byte, max int64) ([]byte, error) {
	r, err := Reader(coding, bytes.NewReader(b), max)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func TestEveryCodingGivesItsBytesBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		plain := rapid.SliceOf(rapid.Byte()).Draw(rt, "plain")
		body, coding := coded(t, rapid.SampledFrom(names).Draw(rt, "coding"), plain)
		got, err := decode(coding, body, large)
		if err != nil || !bytes.Equal(got, plain) {
			rt.Fatalf("%s: %q, %v; want %q", coding, got, err, plain)
		}
	})
}

func TestLimits(t *testing.T) {
	bomb := make([]byte, 20<<20)
	for _, name := range names {
		body, coding := coded(t, name, bomb)
		got, err := decode(coding, body, 64<<20)
		if !errors.Is(err, ErrBomb) || len(got) > 2*RatioFrom {
			t.Errorf("%s bomb: %d bytes, %v", name, len(got), err)
		}
		got, err = decode(coding, body, 1000)
		if !errors.Is(err, ErrTooLarge) || len(got) != 1000 {
			t.Errorf("%s over its limit: %d bytes, %v", name, len(got), err)
		}
		half, err := decode(coding, body[:len(body)/2], 64<<20)
		if err == nil {
			t.Errorf("%s cut in the middle: %d bytes and no error", name, len(half))
		}
	}
	if got, err := decode("", []byte("12345"), 5); err != nil || string(got) != "12345" {
		t.Errorf("no coding: %q, %v", got, err)
	}
	for _, name := range []string{"compress", "gzip, gzip"} {
		if _, err := decode(name, []byte("x"), large); !errors.Is(err, ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestName(t *testing.T) {
	for field, want := range map[string]string{"": "", " GZIP ": "gzip", "x-gzip": "gzip", "identity": "", "br": "br", "gzip, br": "gzip, br"} {
		if got := Name(field); got != want {
			t.Errorf("Name(%q) = %q, want %q", field, got, want)
		}
	}
}

func FuzzReader(f *testing.F) {
	for _, name := range names {
		body, coding := coded(f, name, []byte(strings.Repeat("Eleven people were killed at the ferry in Ostrevia. ", 9)))
		f.Add(coding, body)
	}
	f.Fuzz(func(t *testing.T, coding string, body []byte) {
		const max = 4 << 20
		got, err := decode(Name(coding), body, max)
		if len(got) > max {
			t.Errorf("%d bytes over a limit of %d: %v", len(got), max, err)
		}
	})
}
