package fetch

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// bomb is n zero bytes under a coding.
func bomb(t *testing.T, coding string, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	var err error
	switch coding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w, err = flate.NewWriter(&b, flate.BestSpeed)
	case "br":
		w = brotli.NewWriterLevel(&b, 1)
	case "zstd":
		w, err = zstd.NewWriter(&b, zstd.WithEncoderConcurrency(1))
	}
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range n >> 20 {
		w.Write(zeros)
	}
	w.Close()
	return b.Bytes()
}

// processorTime is what this process has used.
func processorTime() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// What inflates beyond all measure is given up early, and its beginning kept with the
// reason.
func TestBombs(t *testing.T) {
	size := 64 << 20
	if os.Getenv("RASHOMON_LONG") != "" {
		size = 1 << 30
	}
	for _, coding := range []string{"gzip", "deflate", "br", "zstd"} {
		coded := bomb(t, coding, size)
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", coding)
			w.Write(coded)
		}))
		for _, kind := range []Kind{Page, Feed} {
			before := processorTime()
			got, err := local().Get(t.Context(), Request{URL: s.URL, Kind: kind})
			used := processorTime() - before // of the server too
			t.Logf("| %s, %d MB in %d kB | %.2f s | %d kB kept | %v |", coding, size>>20, len(coded)>>10, used.Seconds(), len(got.Bytes)>>10, err)
			if used > 5*time.Second {
				t.Errorf("%s: %v of processor time", coding, used)
			}
			if !is(err, Undecodable) && !is(err, TooLong) {
				t.Errorf("%s: %v", coding, err)
			}
			if len(got.Bytes) > kind.limit() || len(got.Wire) > kind.limit() || got.Capture.Truncated == "" || got.Capture.Problem == "" {
				t.Errorf("%s: %d bytes, %d on the wire, %+v", coding, len(got.Bytes), len(got.Wire), got.Capture)
			}
		}
		s.Close()
	}
}

// Of two layers one is undone: what is inside is for who reads it to refuse.
func TestTwoLayers(t *testing.T) {
	inner := bomb(t, "gzip", 1<<20)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(coded("gzip", string(inner)))
	}))
	defer s.Close()
	got, err := local().Get(t.Context(), Request{URL: s.URL})
	if err != nil || !bytes.Equal(got.Bytes, inner) {
		t.Errorf("%v, %d bytes", err, len(got.Bytes))
	}
}

// Broken codings of every length are errors, and break nothing.
func TestBrokenCodings(t *testing.T) {
	for _, coding := range []string{"gzip", "deflate", "br", "zstd"} {
		whole := coded(coding, strings.Repeat(news, 20))
		for n := 1; n < len(whole); n++ {
			if _, err := decode(whole[:n], coding, MaxPage); err == nil {
				t.Errorf("%s cut at %d: no error", coding, n)
			}
			damaged := bytes.Clone(whole)
			damaged[n] ^= 0x55
			if b, err := decode(damaged, coding, MaxPage); err == nil && len(b) > 100_000 {
				t.Errorf("%s damaged at %d: %d bytes", coding, n, len(b))
			}
		}
	}
}

// inMemory is a Fetcher of an Internet in memory: each host is a function that has
// read the request and writes what it likes.
func inMemory(hosts map[string]func(conn net.Conn, r *http.Request)) *Fetcher {
	f := New(Options{})
	f.dial = func(ctx context.Context, _, address string) (net.Conn, error) {
		host, _, _ := net.SplitHostPort(address)
		host = strings.TrimSuffix(host, ".")
		ours, theirs := net.Pipe()
		go func() {
			defer theirs.Close()
			r, err := http.ReadRequest(bufio.NewReader(theirs))
			if err == nil {
				hosts[host](theirs, r)
			}
		}()
		return ours, nil
	}
	return f
}

func answers(body string) func(net.Conn, *http.Request) {
	return func(conn net.Conn, _ *http.Request) {
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	}
}

// drips writes head, and then part again and again, every so often.
func drips(head, part string, every time.Duration) func(net.Conn, *http.Request) {
	return func(conn net.Conn, _ *http.Request) {
		for _, err := io.WriteString(conn, head); err == nil; _, err = io.WriteString(conn, part) {
			time.Sleep(every)
		}
	}
}

// A server that is slow, however it goes about it, is given up within the limit, and
// nobody else waits for it.
func TestSlow(t *testing.T) {
	const ok, kilobyte = "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n", 1 << 10
	chunk := fmt.Sprintf("%x\r\n%s\r\n", 2*kilobyte, strings.Repeat("x", 2*kilobyte))
	for name, c := range map[string]struct {
		serve      func(net.Conn, *http.Request)
		after      time.Duration // fetching ends
		atLeast    int           // bytes kept
		headIsHere bool
	}{
		"silence":               {func(conn net.Conn, _ *http.Request) { time.Sleep(time.Hour) }, 5 * time.Second, 0, false},
		"a head by the letter":  {drips("HTTP/1.1 200 OK\r\nA: ", "b", time.Second), 5 * time.Second, 0, false},
		"endless heads":         {drips("HTTP/1.1 200 OK\r\n", "A: b\r\n", time.Second), 5 * time.Second, 0, false},
		"a body by the letter":  {drips(ok, "x", time.Second), 6 * time.Second, 1, true},
		"no body":               {drips(ok, "", time.Hour), 6 * time.Second, 0, true},
		"a gigabyte in a drip":  {drips("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", chunk, time.Second), MaxTime, 30 * kilobyte, true},
		"bursts between pauses": {drips(ok+strings.Repeat("x", 64*kilobyte), "x", 19*time.Second), MaxTime, 64 * kilobyte, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := inMemory(map[string]func(net.Conn, *http.Request){"slow.example": c.serve, "quick.example": answers(news)})
				start := time.Now()
				var other time.Duration
				var all sync.WaitGroup
				all.Go(func() {
					time.Sleep(time.Millisecond)
					if got, err := f.Get(t.Context(), Request{URL: "http://quick.example/"}); err != nil || string(got.Bytes) != news {
						t.Errorf("another host: %q, %v", got.Bytes, err)
					}
					other = time.Since(start)
				})
				got, err := f.Get(t.Context(), Request{URL: "http://slow.example/"})
				took := time.Since(start)
				if !is(err, TooSlow) || !strings.Contains(err.Error(), "try again later") {
					t.Errorf("error %v", err)
				}
				if took < c.after-time.Second || took > c.after+time.Second {
					t.Errorf("it took %v, want %v", took, c.after)
				}
				if len(got.Bytes) < c.atLeast || (got.Capture.Status == 200) != c.headIsHere || (got.Capture.Truncated != "") != c.headIsHere || got.Capture.Problem == "" || strings.Contains(got.Capture.Truncated, "fetch") {
					t.Errorf("%d bytes, %+v", len(got.Bytes), got.Capture)
				}
				all.Wait()
				if other != time.Millisecond {
					t.Errorf("another host was served after %v", other)
				}
				time.Sleep(2 * time.Hour) // until the server has noticed, too
			})
		})
	}
}

// A host is asked one thing at a time and not within a second of the last; who no
// longer wants it gives up the turn.
func TestTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var starts []time.Duration
		now, most := 0, 0
		begun := time.Now()
		serve := func(conn net.Conn, _ *http.Request) {
			mu.Lock()
			starts = append(starts, time.Since(begun))
			now++
			most = max(most, now)
			mu.Unlock()
			time.Sleep(300 * time.Millisecond)
			mu.Lock()
			now--
			mu.Unlock()
			answers(news)(conn, nil)
		}
		f := inMemory(map[string]func(net.Conn, *http.Request){"a.example": serve})
		var all sync.WaitGroup
		for i, address := range []string{"http://a.example/1", "http://A.example:80/2", "http://a.example/3", "http://a.example./4", "http://a.example/5"} {
			all.Go(func() {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if i == 4 { // it stops waiting before its turn comes
					time.AfterFunc(500*time.Millisecond, cancel)
				}
				time.Sleep(time.Duration(i) * time.Millisecond)
				_, err := f.Get(ctx, Request{URL: address})
				if (err != nil) != (i == 4) || err != nil && !errors.Is(err, context.Canceled) {
					t.Errorf("%s: %v", address, err)
				}
			})
		}
		all.Wait()
		if most != 1 || len(starts) != 4 {
			t.Errorf("%d at a time, %d in all", most, len(starts))
		}
		for i := 1; i < len(starts); i++ {
			if starts[i]-starts[i-1] < Pause+300*time.Millisecond {
				t.Errorf("asked after %v", starts)
			}
		}
		if len(f.hosts.all) != 1 {
			t.Errorf("hosts: %v", f.hosts.all)
		}
	})
}

// Hosts of which nothing more is wanted are forgotten.
func TestTurnsAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h hosts
		for i := range 5000 {
			done, err := h.take(t.Context(), fmt.Sprint(i))
			if err != nil {
				t.Fatal(err)
			}
			done(true)
			time.Sleep(10 * time.Millisecond)
		}
		if len(h.all) > 1200 {
			t.Errorf("%d hosts are remembered", len(h.all))
		}
	})
}

// The time that redirects take is taken together; the wait for a turn is not counted.
func TestTimeOfRedirects(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hop := func(conn net.Conn, r *http.Request) {
			time.Sleep(4500 * time.Millisecond)
			fmt.Fprintf(conn, "HTTP/1.1 302 Found\r\nLocation: %s1\r\n\r\n", r.URL.Path)
		}
		f := inMemory(map[string]func(net.Conn, *http.Request){"a.example": hop})
		start := time.Now()
		got, err := f.Get(t.Context(), Request{URL: "http://a.example/"})
		if took := time.Since(start); !is(err, TooSlow) || took != MaxTime+4*Pause || len(got.Capture.Redirects) != 4 {
			t.Errorf("%v after %v, %d redirects", err, took, len(got.Capture.Redirects))
		}
		time.Sleep(time.Minute) // until the server has noticed, too
	})
}
