package fetch

import (
	"bufio"
	"bytes"
	"net/http"
	"strings"
	"testing"
)

// FuzzAnswer holds the reading of an answer, whatever a server sends, to its limits and
// to what came.
func FuzzAnswer(f *testing.F) {
	f.Add([]byte("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello"))
	f.Add([]byte("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 302 Found\nLocation: //127.0.0.1/\xff\n\n"))
	f.Add([]byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n3\r\n\x1f\x8b\x08\r\n0\r\n\r\n"))
	f.Add([]byte("HTTP/1.1 503 x\r\nRetry-After: 99999999999999999999\r\nContent-Encoding: br, zstd\r\n\r\n\x00"))
	fetcher := New(Options{})
	from, err := fetcher.parse("https://mirrin.example/a?b=c")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var a Answer
		resp, err := readHead(bufio.NewReader(bytes.NewReader(b)), &a.Capture) //nolint:bodyclose // it is, below
		if err != nil {
			return
		}
		defer resp.Body.Close()
		if c := a.Capture; len([]rune(c.Header)) > maxHeader || !strings.Contains(latin1(b), c.Header) {
			t.Fatalf("the head %q is none of what came", c.Header)
		}
		if isRedirect(resp) {
			to, err := fetcher.leads(from, resp, &a.Capture)
			if err == nil && (to.Scheme != "https" || to.User != nil || to.Fragment != "") {
				t.Fatalf("it leads to %s", to)
			}
			return
		}
		if err := fetcher.receive(resp, Request{Kind: Robots}, &a); err == nil && resp.StatusCode/100 != 2 {
			t.Fatalf("status %d is no error", resp.StatusCode)
		}
		if len(a.Bytes) > MaxRobots || len(a.Wire) > MaxRobots || (a.Capture.Body == "") != (len(a.Bytes) == 0) || a.RetryAfter < 0 {
			t.Fatalf("%d bytes, %+v", len(a.Bytes), a.Capture)
		}
	})
}

// FuzzAddress holds every address that passes to one that may be asked as it stands.
func FuzzAddress(f *testing.F) {
	for _, s := range []string{"https://mirrin.example/a b?c d#e", "http://１２７。0。0。1/", "http://[::ffff:10.0.0.1]:80/", "HTTPS://a@b.example:443\\@c/", "http://0x7f.1/"} {
		f.Add(s)
	}
	fetcher := New(Options{})
	f.Fuzz(func(t *testing.T, s string) {
		u, err := fetcher.parse(s)
		if err != nil {
			return
		}
		line := string(fetcher.request(u, Request{}))
		first, _, _ := strings.Cut(line, "\r\n")
		if strings.Count(first, " ") != 2 || strings.ContainsAny(first, "\r\n\x00") || strings.Count(line, "\r\n") != 7 {
			t.Fatalf("%q asks %q", s, line)
		}
		again, err := fetcher.parse(u.String())
		if err != nil || again.String() != u.String() {
			t.Fatalf("%q is %q, and that is %q, %v", s, u, again, err)
		}
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(line)))
		if err != nil || r.Host != u.Host {
			t.Fatalf("%q asks %q: %v", s, line, err)
		}
	})
}
