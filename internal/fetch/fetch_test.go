package fetch

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"rashomon"
)

// news is what the outlet of the tests prints.
const news = "<p>Nine people were killed in Lower Mirrin, the fire brigade said.</p>"

// outlet answers by path, so that each case names what it wants.
func outlet(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/page", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=windows-1251")
		fmt.Fprint(w, news)
	})
	mux.HandleFunc("/seen", func(w http.ResponseWriter, r *http.Request) { r.Write(w) })
	mux.HandleFunc("/status/{code}", func(w http.ResponseWriter, r *http.Request) {
		code, _ := strconv.Atoi(r.PathValue("code"))
		w.WriteHeader(code)
		if code != 304 {
			fmt.Fprint(w, "sorry")
		}
	})
	mux.HandleFunc("/hops/{n}", func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.PathValue("n"))
		if n == 0 {
			http.Redirect(w, r, "/page#part", http.StatusFound)
			return
		}
		http.Redirect(w, r, "/hops/"+strconv.Itoa(n-1), http.StatusMovedPermanently)
	})
	mux.HandleFunc("/to", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", r.URL.Query().Get("it"))
		w.WriteHeader(http.StatusFound)
	})
	mux.HandleFunc("/size/{bytes}", func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.PathValue("bytes"))
		fmt.Fprint(w, strings.Repeat("x", n))
	})
	mux.HandleFunc("/coded/{coding}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", r.PathValue("coding"))
		w.Write(coded(r.PathValue("coding"), news))
	})
	mux.HandleFunc("/conditional", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"one"`)
		w.Header().Set("Last-Modified", "Mon, 03 Mar 2031 08:00:00 GMT")
		if r.Header.Get("If-None-Match") == `"one"` || r.Header.Get("If-Modified-Since") == "Mon, 03 Mar 2031 08:00:00 GMT" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, news)
	})
	mux.HandleFunc("/busy", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", r.URL.Query().Get("for"))
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	mux.HandleFunc("/cut", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100")
		fmt.Fprint(w, "half")
	})
	mux.HandleFunc("/raw", func(w http.ResponseWriter, r *http.Request) {
		conn, _, _ := w.(http.Hijacker).Hijack()
		defer conn.Close()
		io.WriteString(conn, r.URL.Query().Get("it"))
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// coded applies a content coding; of "a, b" first a, then b.
func coded(coding, text string) []byte {
	var b bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "gzip", "x-gzip":
		w = gzip.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "br":
		w = brotli.NewWriter(&b)
	case "zstd":
		w, _ = zstd.NewWriter(&b)
	default:
		return []byte(text)
	}
	io.WriteString(w, text)
	w.Close()
	return b.Bytes()
}

var noon = time.Date(2031, 3, 4, 12, 0, 0, 0, time.UTC)

// local returns a Fetcher that may ask this machine.
func local() *Fetcher {
	return New(Options{AllowLocal: true, Contact: "desk@mirrin.example", Version: "v1.2.3", Now: func() time.Time { return noon }})
}

func TestGet(t *testing.T) {
	s := outlet(t)
	for _, path := range []string{"/page", "/page#part", "/hops/0", "/hops/4"} {
		got, err := local().Get(t.Context(), Request{URL: s.URL + path})
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		c := got.Capture
		if string(got.Bytes) != news || c.Final != s.URL+"/page" || c.MediaType != "text/html; charset=windows-1251" || c.Problem != "" {
			t.Errorf("%s: body %q, capture %+v", path, got.Bytes, c)
		}
	}
	for _, size := range []int{MaxFeed, 0} {
		got, err := local().Get(t.Context(), Request{URL: s.URL + "/size/" + strconv.Itoa(size), Kind: Feed})
		if err != nil || len(got.Bytes) != size || (got.Capture.Body == "") != (size == 0) {
			t.Errorf("a body of %d bytes: %d bytes, %v, digest %q", size, len(got.Bytes), err, got.Capture.Body)
		}
	}
}

// Whatever bears on where bytes came from is in the capture.
func TestGetRecords(t *testing.T) {
	s := outlet(t)
	got, err := local().Get(t.Context(), Request{URL: s.URL + "/hops/0", Parent: "https://feed.example/rss", By: "Ana K."})
	if err != nil {
		t.Fatal(err)
	}
	c := got.Capture
	for _, want := range []string{"HTTP/1.1 200 OK\r\n", "\r\nContent-Type: text/html; charset=windows-1251\r\n", "\r\n\r\n"} {
		if !strings.Contains(c.Header, want) {
			t.Errorf("header %q lacks %q", c.Header, want)
		}
	}
	if !strings.HasPrefix(c.Header, "HTTP/1.1 200") || !strings.HasSuffix(c.Header, "\r\n\r\n") || strings.Contains(c.Header, news) {
		t.Errorf("header %q", c.Header)
	}
	if c.Settings == "" || c.Settings != local().settings || c.Settings == New(Options{}).settings {
		t.Errorf("settings %q", c.Settings)
	}
	c.Header, c.Settings = "", ""
	want := rashomon.Capture{
		Means: rashomon.Fetched, Requested: s.URL + "/hops/0", Final: s.URL + "/page", Redirects: []rashomon.Redirect{{Status: 302, To: s.URL + "/page"}},
		Asked: noon, Received: noon, Peer: strings.TrimPrefix(s.URL, "http://"), Status: 200,
		Body: rashomon.DigestOf([]byte(news)), Length: int64(len(news)), MediaType: "text/html; charset=windows-1251",
		Collector: "rashomon v1.2.3", Egress: "direct", By: "Ana K.", Parent: "https://feed.example/rss",
		Agent: "Rashomon/v1.2.3 (+desk@mirrin.example; documents harm in news reports; one request a second to a host at most)",
	}
	if d := cmp.Diff(want, c); d != "" {
		t.Errorf("capture (-want +got):\n%s", d)
	}
}

// A server learns nothing of us but this.
func TestGetTells(t *testing.T) {
	s := outlet(t)
	got, err := local().Get(t.Context(), Request{URL: s.URL + "/seen?q=1"})
	if err != nil {
		t.Fatal(err)
	}
	seen := strings.ReplaceAll(string(got.Bytes), strings.TrimPrefix(s.URL, "http://"), "HOST")
	const want = "GET /seen?q=1 HTTP/1.1\r\nHost: HOST\r\n" +
		"User-Agent: Rashomon/v1.2.3 (+desk@mirrin.example; documents harm in news reports; one request a second to a host at most)\r\n" +
		"Accept: text/html, application/xhtml+xml, application/pdf, text/plain, application/jsonl;q=0.9, */*;q=0.1\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n"
	if d := cmp.Diff(want, seen); d != "" {
		t.Errorf("seen (-want +got):\n%s", d)
	}
	for _, c := range []struct{ contact, version, want string }{
		{"", "", "Rashomon/dev (documents harm in news reports;"},
		{"a\r\nX: 1 (é)", "v1 beta", "Rashomon/v1-beta (+aX: 1 ; documents harm"},
	} {
		if got := agent(Options{Contact: c.contact, Version: c.version}); !strings.HasPrefix(got, c.want) {
			t.Errorf("agent %q, want %q", got, c.want)
		}
	}
}

func TestGetTLS(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/down" {
			http.Redirect(w, r, "http://"+r.Host+"/", http.StatusFound)
			return
		}
		fmt.Fprint(w, r.Proto)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	f := local()
	if _, err := f.Get(t.Context(), Request{URL: s.URL}); !is(err, Insecure) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("a certificate that nobody signed: %v", err)
	}
	f.roots = x509.NewCertPool()
	f.roots.AddCert(s.Certificate())
	got, err := f.Get(t.Context(), Request{URL: s.URL})
	if err != nil || string(got.Bytes) != "HTTP/1.1" || got.Capture.TLS != "TLS 1.3" || got.Capture.Certificate != rashomon.DigestOf(s.Certificate().Raw) {
		t.Errorf("%v: %q, %+v", err, got.Bytes, got.Capture)
	}
	if _, err := f.Get(t.Context(), Request{URL: s.URL + "/down"}); !is(err, Redirected) || !strings.Contains(err.Error(), "from https to http://") {
		t.Errorf("from https to http: %v", err)
	}
	plain := outlet(t)
	if _, err := f.Get(t.Context(), Request{URL: strings.Replace(plain.URL, "http", "https", 1)}); !is(err, Insecure) || !strings.Contains(err.Error(), "http://") {
		t.Errorf("no TLS there: %v", err)
	}
}

func is(err error, why Why) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Why == why
}

// A server that codes what was asked for uncoded is understood, and both are kept.
func TestGetCoded(t *testing.T) {
	s := outlet(t)
	for _, coding := range []string{"gzip", "x-gzip", "deflate", "br", "zstd"} {
		got, err := local().Get(t.Context(), Request{URL: s.URL + "/coded/" + coding})
		c := got.Capture
		if err != nil || string(got.Bytes) != news || !bytes.Equal(got.Wire, coded(coding, news)) ||
			c.Coding != strings.TrimPrefix(coding, "x-") || c.Wire != rashomon.DigestOf(got.Wire) || c.Body != rashomon.DigestOf([]byte(news)) {
			t.Errorf("%s: %v, %q, %+v", coding, err, got.Bytes, c)
		}
	}
	for _, coding := range []string{"gzip, gzip", "rot13"} {
		got, err := local().Get(t.Context(), Request{URL: s.URL + "/coded/" + coding})
		if !is(err, Undecodable) || got.Bytes != nil || len(got.Wire) == 0 || got.Capture.Wire == "" || got.Capture.Truncated == "" {
			t.Errorf("%s: %v, %+v", coding, err, got.Capture)
		}
	}
}

func TestGetConditional(t *testing.T) {
	s := outlet(t)
	first, err := local().Get(t.Context(), Request{URL: s.URL + "/conditional", Kind: Feed})
	if err != nil || first.NotModified || first.ETag != `"one"` || first.LastModified == "" {
		t.Fatalf("%v, %+v", err, first)
	}
	for _, r := range []Request{{ETag: first.ETag}, {LastModified: first.LastModified}} {
		r.URL = s.URL + "/conditional"
		again, err := local().Get(t.Context(), r)
		if err != nil || !again.NotModified || again.Bytes != nil || again.Capture.Status != 304 || again.Capture.Problem != "" {
			t.Errorf("%+v: %v, %+v", r, err, again)
		}
	}
	// What one host said of its page is no other's business, and no header line.
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(s.URL, "http://"))
	other := "http://localhost:" + port + "/conditional"
	got, err := local().Get(t.Context(), Request{URL: s.URL + "/to?it=" + other, ETag: first.ETag})
	if err != nil || got.NotModified || string(got.Bytes) != news {
		t.Errorf("to another host: %v, %+v", err, got)
	}
	seen, err := local().Get(t.Context(), Request{URL: s.URL + "/seen", ETag: "\"a\"\r\nX-Remote-User: admin"})
	if err != nil || strings.Contains(string(seen.Bytes), "Remote-User") {
		t.Errorf("%v: a header line was let in: %q", err, seen.Bytes)
	}
}

func TestRetryAfter(t *testing.T) {
	s := outlet(t)
	for given, want := range map[string]time.Duration{
		"120": 2 * time.Minute, "Tue,%2004%20Mar%202031%2012:00:30%20GMT": 30 * time.Second, "Tue,%2004%20Mar%202031%2011:00:30%20GMT": 0,
		"": 0, "-1": 0, "soon": 0, "99999999999999": 0,
	} {
		got, err := local().Get(t.Context(), Request{URL: s.URL + "/busy?for=" + given})
		status, ok := errors.AsType[*StatusError](err)
		if !ok || status.Status != 503 || status.RetryAfter != want || got.RetryAfter != want {
			t.Errorf("Retry-After %q: %v, %v", given, err, got.RetryAfter)
		}
	}
}

// Every message names the address and says what to do; the capture has the reason.
func TestGetErrors(t *testing.T) {
	s := outlet(t)
	cases := []struct {
		address string
		why     Why // "" for a status
		want    []string
	}{
		{s.URL + "/status/404", "", []string{"404 Not Found", "check the address"}},
		{s.URL + "/status/403", "", []string{"403 Forbidden", "save it and give the file"}},
		{s.URL + "/status/429", "", []string{"429", "wait"}},
		{s.URL + "/status/503", "", []string{"503", "try again later"}},
		{s.URL + "/status/418", "", []string{"418", "browser"}},
		{s.URL + "/status/304", "", []string{"304", "browser"}},
		{s.URL + "/hops/5", Redirected, []string{"more than 5 times"}},
		{s.URL + "/to?it=file:///etc/hostname", BadAddress, []string{"redirects to file:///etc/hostname: only http:// and https://"}},
		{s.URL + "/to?it=http://ann:secret@a.example/", BadAddress, []string{"redirects to http://ann:xxxxx@a.example/", "take it out"}},
		{s.URL + "/to?it=http://%5B", Redirected, []string{"no web address"}},
		{s.URL + "/size/" + strconv.Itoa(MaxPage+1), TooLong, []string{"longer than 15 MB", "save its text"}},
		{s.URL + "/cut", Unreachable, []string{"after 4 bytes", "unexpected EOF"}},
		{s.URL + "/raw?it=SSH-2.0", Unreachable, []string{"connection broke"}},
		{s.URL + "/raw?it=SSH-2.0%0a%0a", Malformed, []string{"no web server that we understand"}},
		{s.URL + "/raw?it=" + strings.Repeat("HTTP/1.1%20100%20Continue%0d%0a%0d%0a", 6), Malformed, []string{"again and again"}},
		{"ftp://a.invalid/1", BadAddress, []string{"only http:// and https://"}},
		{"/etc/hostname", BadAddress, []string{"only http:// and https://"}},
		{"http://%zz", BadAddress, []string{"no web address"}},
		{"http://a_b..example/", BadAddress, []string{"no host name"}},
		{"http://a.example:99999/", BadAddress, []string{"no port"}},
	}
	for _, c := range cases {
		got, err := local().Get(t.Context(), Request{URL: c.address})
		_, isStatus := errors.AsType[*StatusError](err)
		if c.why == "" != isStatus || c.why != "" && !is(err, c.why) {
			t.Errorf("%s: error %v, want one of %q", c.address, err, c.why)
			continue
		}
		for _, w := range append(c.want, c.address) {
			if w != c.address && strings.Contains(c.address, "secret") {
				continue
			}
			if !strings.Contains(err.Error(), w) && !strings.Contains(c.address, "secret") {
				t.Errorf("%s: message %q lacks %q", c.address, err, w)
			}
		}
		if got.Capture.Problem == "" || !strings.HasSuffix(err.Error(), got.Capture.Problem) {
			t.Errorf("%s: message %q, capture's problem %q", c.address, err, got.Capture.Problem)
		}
		if asked := strings.HasPrefix(c.address, s.URL); got.Capture.Asked.IsZero() == asked || got.Capture.Received.IsZero() == asked {
			t.Errorf("%s: asked %v, received %v", c.address, got.Capture.Asked, got.Capture.Received)
		}
	}
}

// An answer that is no page is kept all the same.
func TestGetKeepsWhatCame(t *testing.T) {
	s := outlet(t)
	for path, want := range map[string]string{"/status/404": "sorry", "/cut": "half"} {
		got, err := local().Get(t.Context(), Request{URL: s.URL + path})
		c := got.Capture
		if err == nil || string(got.Bytes) != want || c.Body != rashomon.DigestOf([]byte(want)) || c.Header == "" || c.Peer == "" || (c.Truncated != "") != (path == "/cut") {
			t.Errorf("%s: %v, %q, %+v", path, err, got.Bytes, c)
		}
	}
	robots, err := local().Get(t.Context(), Request{URL: s.URL + "/size/" + strconv.Itoa(MaxRobots+1), Kind: Robots})
	if err != nil || len(robots.Bytes) != MaxRobots || robots.Capture.Truncated == "" {
		t.Errorf("robots: %v, %d bytes, %+v", err, len(robots.Bytes), robots.Capture)
	}
}

func TestGetKeepsPasswordsOutOfMessages(t *testing.T) {
	s := outlet(t)
	for _, address := range []string{"https://ann:secret@a.invalid/1", s.URL + "/to?it=http://ann:secret@a.example/"} {
		got, err := local().Get(t.Context(), Request{URL: address})
		message := strings.ReplaceAll(fmt.Sprint(err), address, "")
		if err == nil || strings.Contains(message, "secret") || !strings.Contains(message, "take it out") || strings.Contains(fmt.Sprint(got.Capture.Redirects), "secret") {
			t.Errorf("error %v, capture %+v", err, got.Capture)
		}
	}
}

func TestGetNobodyAnswers(t *testing.T) {
	s := outlet(t)
	s.Close()
	got, err := local().Get(t.Context(), Request{URL: s.URL + "/page"})
	if !is(err, Unreachable) || !strings.Contains(err.Error(), "refused") || !strings.Contains(err.Error(), "save the page and give the file") || got.Capture.Asked.IsZero() {
		t.Errorf("error %v", err)
	}
}

func TestGetEndsWithItsContext(t *testing.T) {
	s := outlet(t)
	stop := errors.New("the user stopped it")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(stop)
	if _, err := local().Get(ctx, Request{URL: s.URL + "/page"}); !errors.Is(err, stop) || !is(err, Stopped) {
		t.Errorf("error %v, want %v", err, stop)
	}
	ctx, done := context.WithCancel(t.Context())
	done()
	if _, err := local().Get(ctx, Request{URL: s.URL + "/page"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

// A proxy dials for us where one is set, and the environment's never does.
func TestGetByProxy(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	asked := make(chan string, 10)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Method + " " + r.RequestURI + " " + r.Header.Get("Proxy-Authorization")
		if r.Method == http.MethodConnect {
			conn, buffered, _ := w.(http.Hijacker).Hijack()
			conn.Write([]byte("HTTP/1.1 403 Forbidden\r\n\r\n"))
			buffered.Flush()
			conn.Close()
			return
		}
		fmt.Fprint(w, news)
	}))
	defer proxy.Close()
	f := New(Options{Proxy: strings.Replace(proxy.URL, "http://", "http://ann:secret@", 1)})
	got, err := f.Get(t.Context(), Request{URL: "http://mirrin.example/story"})
	if seen := <-asked; err != nil || string(got.Bytes) != news || seen != "GET http://mirrin.example/story Basic YW5uOnNlY3JldA==" {
		t.Errorf("%v: %q; the proxy saw %q", err, got.Bytes, seen)
	}
	if c := got.Capture; c.Peer != "" || !strings.Contains(c.Egress, "127.0.0.1") || strings.Contains(c.Egress, "secret") {
		t.Errorf("capture %+v", c)
	}
	if _, err := f.Get(t.Context(), Request{URL: "https://observer.example/story"}); !is(err, Unreachable) || !strings.Contains(err.Error(), "by the proxy") || strings.Contains(err.Error(), "secret") {
		t.Errorf("refused by the proxy: %v", err)
	}
	if seen := <-asked; !strings.HasPrefix(seen, "CONNECT observer.example:443 ") {
		t.Errorf("the proxy saw %q", seen)
	}
	if _, err := f.Get(t.Context(), Request{URL: "http://169.254.169.254/"}); !is(err, NotPublic) {
		t.Errorf("a private address by the proxy: %v", err)
	}
	for _, bad := range []string{"127.0.0.1:3128", "ftp://a.example:21", "http://a.example"} {
		if _, err := New(Options{Proxy: bad}).Get(t.Context(), Request{URL: "http://mirrin.example/"}); err == nil || !strings.Contains(err.Error(), "proxy") {
			t.Errorf("proxy %q: %v", bad, err)
		}
	}
}

// What a server sends for a head is kept byte for byte, and bounded.
func TestRawHead(t *testing.T) {
	for in, want := range map[string]string{
		"HTTP/1.0 200 OK\nA: \xe9\n\nbody":                                "HTTP/1.0 200 OK\nA: \xe9\n\n",
		"HTTP/1.1 200\r\n\r\n\r\n":                                        "HTTP/1.1 200\r\n\r\n",
		"HTTP/1.1 200 OK\r\nA: " + strings.Repeat("b", 9000) + "\r\n\r\n": "HTTP/1.1 200 OK\r\nA: " + strings.Repeat("b", 9000) + "\r\n\r\n",
	} {
		got, err := rawHead(bufio.NewReader(strings.NewReader(in)))
		if err != nil || string(got) != want {
			t.Errorf("%.60q: %.60q, %v", in, got, err)
		}
	}
	if _, err := rawHead(bufio.NewReader(strings.NewReader(strings.Repeat("A: b\r\n", 100_000)))); !is(err, Malformed) {
		t.Errorf("an endless head: %v", err)
	}
	if got := latin1([]byte("A: \xe9")); got != "A: é" {
		t.Errorf("latin1: %q", got)
	}
}

// TestAddress writes addresses as they are asked.
func TestAddress(t *testing.T) {
	f := New(Options{})
	for address, want := range map[string]string{
		"HTTPS://Post.EXAMPLE:443/a b?é#top": "https://post.example/a%20b?%C3%A9",
		"http://münchen.example/":            "http://xn--mnchen-3ya.example/",
		"http://127.0.0.1/":                  "http://127.0.0.1/",
		"mailto:ana@post.example":            "mailto:ana@post.example",
	} {
		if got := f.Address(address); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}

// TestMay asks before another host is asked, and not before the same one is.
func TestMay(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "there") }))
	defer other.Close()
	first := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		to := map[string]string{"/": "/2", "/2": other.URL + "/3"}[r.URL.Path]
		http.Redirect(w, r, to, http.StatusFound)
	}))
	defer first.Close()
	var asked []string
	no := errors.New("not now")
	for _, answer := range []error{nil, no} {
		got, err := local().Get(t.Context(), Request{URL: first.URL, May: func(_ context.Context, address string) error {
			asked = append(asked, address)
			return answer
		}})
		if !errors.Is(err, answer) || answer == nil && string(got.Bytes) != "there" || answer != nil && (!is(err, Redirected) || got.Bytes != nil || len(got.Capture.Redirects) != 2) {
			t.Errorf("%v: %q, %v", answer, got.Bytes, err)
		}
	}
	if want := []string{other.URL + "/3", other.URL + "/3"}; !slices.Equal(asked, want) {
		t.Errorf("asked about %v, want %v", asked, want)
	}
}
