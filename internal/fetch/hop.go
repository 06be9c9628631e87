package fetch

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"time"

	"rashomon"
)

// follow asks u, and what it redirects to, and fills a.
func (f *Fetcher) follow(ctx context.Context, u *url.URL, r Request, a *Answer) error {
	first, left := u, MaxTime
	for {
		if u.Hostname() != first.Hostname() {
			r.ETag, r.LastModified = "", "" // said by one host, and no other's business
		}
		next, err := f.turn(ctx, u, r, a, &left)
		if err != nil || next == nil {
			return err
		}
		if len(a.Capture.Redirects) > MaxRedirects {
			return &Error{Why: Redirected, Err: fmt.Errorf("it redirects more than %d times; open it in a browser and give the address that it ends at", MaxRedirects)}
		}
		if r.May != nil && next.Host != u.Host {
			if err := r.May(ctx, next.String()); err != nil {
				return &Error{Why: Redirected, Err: fmt.Errorf("it redirects to %s: %w", next.Redacted(), err)}
			}
		}
		u = next
	}
}

// turn waits until the host of u may be asked, and asks it. What it takes goes off
// left; the wait does not.
func (f *Fetcher) turn(ctx context.Context, u *url.URL, r Request, a *Answer, left *time.Duration) (next *url.URL, err error) {
	done, err := f.hosts.take(ctx, hostOf(u))
	if err != nil {
		return nil, plain(ctx, err)
	}
	defer func() {
		met := a.Capture.Peer != "" || f.egress != nil
		done(met && !onThisMachine(a.Capture.Peer))
	}()
	start := time.Now()
	hop, cancel := context.WithTimeout(ctx, *left)
	defer cancel()
	next, err = f.ask(hop, u, r, a)
	*left -= time.Since(start)
	if _, answered := errors.AsType[*StatusError](err); err == nil || answered {
		return next, err
	}
	if _, ours := errors.AsType[*Error](err); !ours && hop.Err() != nil {
		err = hop.Err() // and not that the connection was closed for it
	}
	return nil, plain(ctx, err)
}

// ask sends one request and reads its answer. next is where it redirects to.
func (f *Fetcher) ask(ctx context.Context, u *url.URL, r Request, a *Answer) (next *url.URL, err error) {
	c := &a.Capture
	c.Final, c.Peer, c.TLS, c.Certificate, c.Status, c.Header = "", "", "", "", 0, ""
	if c.Asked.IsZero() {
		c.Asked = f.now()
	}
	conn, err := f.connect(ctx, u, c)
	if err != nil {
		return nil, err
	}
	defer conn.Close()                                      //nolint:errcheck // one answer a connection
	defer context.AfterFunc(ctx, func() { conn.Close() })() //nolint:errcheck // ends the reads
	if _, err := conn.Write(f.request(u, r)); err != nil {
		return nil, err
	}
	resp, err := readHead(bufio.NewReader(&steady{conn: conn, from: time.Now()}), c)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close() //nolint:errcheck // only read
	c.Final, c.Received = u.String(), f.now()
	if isRedirect(resp) {
		return f.leads(u, resp, c)
	}
	return nil, f.receive(resp, r, a)
}

// request is the bytes that we send. A server learns who we are, what we can read,
// and what we have of it already; no cookie, no page that we come from.
func (f *Fetcher) request(u *url.URL, r Request) []byte {
	var b bytes.Buffer
	target, authorization := u.RequestURI(), ""
	if f.egress != nil && f.egress.Scheme == "http" && u.Scheme == "http" {
		target, authorization = u.String(), proxyAuthorization(f.egress)
	}
	fmt.Fprintf(&b, "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\nAccept: %s\r\n", target, u.Host, f.agent, r.Kind.accept())
	// What comes uncoded is kept as it came, and is what it will be served as.
	b.WriteString("Accept-Encoding: identity\r\nConnection: close\r\n" + authorization)
	if r.ETag != "" && isField(r.ETag) {
		fmt.Fprintf(&b, "If-None-Match: %s\r\n", r.ETag)
	}
	if r.LastModified != "" && isField(r.LastModified) {
		fmt.Fprintf(&b, "If-Modified-Since: %s\r\n", r.LastModified)
	}
	b.WriteString("\r\n")
	return b.Bytes()
}

func isField(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}

// readHead reads the head of an answer into c, as it came, and returns the answer
// with its body to be read. Answers that only announce another (1xx) are passed by.
func readHead(in *bufio.Reader, c *rashomon.Capture) (*http.Response, error) {
	const mostAnnounced = 5
	for range mostAnnounced {
		head, err := rawHead(in)
		if err != nil {
			return nil, err
		}
		resp, err := http.ReadResponse(bufio.NewReader(io.MultiReader(bytes.NewReader(head), in)), &http.Request{Method: http.MethodGet})
		if err != nil {
			return nil, &Error{Why: Malformed, Err: fmt.Errorf("what answers is no web server that we understand (%w); open it in a browser, save it and give the file", err)}
		}
		if resp.StatusCode >= 200 {
			c.Status, c.Header = resp.StatusCode, latin1(head)
			return resp, nil
		}
		resp.Body.Close() //nolint:errcheck // a 1xx has none
	}
	return nil, &Error{Why: Malformed, Err: errors.New("it announces an answer again and again and gives none; try again later")}
}

// rawHead returns the bytes up to the empty line, with it.
func rawHead(in *bufio.Reader) ([]byte, error) {
	var head []byte
	for {
		line, err := in.ReadSlice('\n')
		head = append(head, line...)
		switch {
		case len(head) > maxHeader:
			return nil, &Error{Why: Malformed, Err: fmt.Errorf("its header is longer than %d kB; open it in a browser, save it and give the file", maxHeader>>10)}
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil:
			return nil, err
		}
		if len(bytes.TrimRight(line, "\r\n")) == 0 && len(head) > len(line) && head[len(head)-len(line)-1] == '\n' {
			return head, nil
		}
	}
}

// latin1 writes each byte as the character of its number.
func latin1(b []byte) string {
	var s strings.Builder
	for _, c := range b {
		s.WriteRune(rune(c))
	}
	return s.String()
}

func isRedirect(resp *http.Response) bool {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return resp.Header.Get("Location") != ""
	}
	return false
}

// leads says where a redirect leads, and whether we go there.
func (f *Fetcher) leads(from *url.URL, resp *http.Response, c *rashomon.Capture) (*url.URL, error) {
	to, err := from.Parse(resp.Header.Get("Location"))
	if err != nil {
		return nil, &Error{Why: Redirected, Err: errors.New("it redirects to what is no web address; open it in a browser and give the address that it ends at")}
	}
	to.Fragment, to.RawFragment = "", ""
	c.Redirects = append(c.Redirects, rashomon.Redirect{Status: resp.StatusCode, To: to.Redacted()})
	if err := f.mend(to); err != nil {
		why := Redirected
		if ours, ok := errors.AsType[*Error](err); ok {
			why = ours.Why
		}
		return nil, &Error{Why: why, Err: fmt.Errorf("it redirects to %s: %w", to.Redacted(), err)}
	}
	if from.Scheme == "https" && to.Scheme == "http" {
		return nil, &Error{Why: Redirected, Err: fmt.Errorf("it redirects from https to %s, where anybody on the way could change it; give that address itself if you want it all the same", to.Redacted())}
	}
	c.Redirects[len(c.Redirects)-1].To = to.String()
	return to, nil
}

// receive reads the body and what else a says of the answer.
func (f *Fetcher) receive(resp *http.Response, r Request, a *Answer) error {
	c := &a.Capture
	c.MediaType = resp.Header.Get("Content-Type")
	a.ETag, a.LastModified = resp.Header.Get("ETag"), resp.Header.Get("Last-Modified")
	a.NotModified = resp.StatusCode == http.StatusNotModified && r.ETag+r.LastModified != ""
	err := f.body(resp, r.Kind, a)
	c.Received = f.now()
	a.RetryAfter = retryAfter(resp.Header.Get("Retry-After"), c.Received)
	switch {
	case a.NotModified:
		return nil
	case resp.StatusCode < 200 || resp.StatusCode > 299:
		return &StatusError{Status: resp.StatusCode, RetryAfter: a.RetryAfter}
	}
	return err
}

// retryAfter reads seconds, or a date (RFC 9110, 10.2.3).
func retryAfter(s string, now time.Time) time.Duration {
	s = textproto.TrimString(s)
	if n, err := strconv.ParseUint(s, 10, 31); err == nil {
		return time.Duration(n) * time.Second
	}
	if at, err := http.ParseTime(s); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}

// steady reads a connection and gives up on one that is slow: from slowFrom on,
// minRate bytes must have come for each second.
type steady struct {
	conn net.Conn
	from time.Time
	n    int64
}

// Read reads the connection.
func (s *steady) Read(b []byte) (int, error) {
	owed := slowFrom + time.Duration(s.n)*time.Second/minRate
	if err := s.conn.SetReadDeadline(s.from.Add(owed)); err != nil {
		return 0, err
	}
	n, err := s.conn.Read(b)
	s.n += int64(n)
	return n, err
}
