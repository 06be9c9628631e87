package fetch

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/proxy"

	"rashomon"
)

// connect opens the connection that u is asked over, and notes in c whom it reaches.
func (f *Fetcher) connect(ctx context.Context, u *url.URL, c *rashomon.Capture) (net.Conn, error) {
	port, err := portNumber(u)
	if err != nil {
		return nil, err
	}
	address := net.JoinHostPort(u.Hostname(), strconv.Itoa(int(port)))
	conn, err := f.through(ctx, u, address)
	if err != nil {
		return nil, err
	}
	if f.egress == nil {
		c.Peer = conn.RemoteAddr().String()
	}
	if u.Scheme != "https" {
		return conn, nil
	}
	return f.secure(ctx, conn, u.Hostname(), c)
}

// secure speaks TLS over conn, and HTTP/1.1 inside it, whose head can be kept as
// it came.
func (f *Fetcher) secure(ctx context.Context, conn net.Conn, host string, c *rashomon.Capture) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectTime)
	defer cancel()
	secured := tls.Client(conn, &tls.Config{ServerName: host, RootCAs: f.roots, NextProtos: []string{"http/1.1"}, MinVersion: tls.VersionTLS12})
	if err := secured.HandshakeContext(ctx); err != nil {
		conn.Close() //nolint:errcheck // nothing was sent
		if alert, ok := errors.AsType[tls.AlertError](err); ok {
			return nil, &Error{Why: Insecure, Err: fmt.Errorf("it refuses the encryption that we speak (%w); save the page and give the file", alert)}
		}
		if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
			return nil, &Error{Why: Insecure, Err: errors.New("it does not answer in TLS; check whether the address is http://")}
		}
		return nil, err
	}
	state := secured.ConnectionState()
	c.TLS, c.Certificate = tls.VersionName(state.Version), rashomon.DigestOf(state.PeerCertificates[0].Raw)
	return secured, nil
}

// through dials address, by the proxy where one is set.
func (f *Fetcher) through(ctx context.Context, u *url.URL, address string) (net.Conn, error) {
	if f.egress == nil {
		return f.dial(ctx, "tcp", address)
	}
	ctx, cancel := context.WithTimeout(ctx, connectTime)
	defer cancel()
	conn, err := f.byProxy(ctx, u.Scheme, address)
	if err != nil && ctx.Err() == nil {
		return nil, &Error{Why: Unreachable, Err: fmt.Errorf("by the proxy %s: %w; check that it runs and lets us through", f.egress.Redacted(), err)}
	}
	return conn, err
}

func (f *Fetcher) byProxy(ctx context.Context, scheme, address string) (net.Conn, error) {
	if f.egress.Scheme == "http" {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", f.egress.Host)
		if err != nil || scheme == "http" {
			return conn, err
		}
		return tunnel(ctx, conn, f.egress, address)
	}
	var auth *proxy.Auth
	if f.egress.User != nil {
		auth = &proxy.Auth{User: f.egress.User.Username()}
		auth.Password, _ = f.egress.User.Password()
	}
	socks, err := proxy.SOCKS5("tcp", f.egress.Host, auth, &net.Dialer{})
	if err != nil {
		return nil, err
	}
	return socks.(proxy.ContextDialer).DialContext(ctx, "tcp", address) //nolint:errcheck // SOCKS5 documents that it is one
}

// tunnel asks an HTTP proxy for a connection to address (RFC 9110, 9.3.6).
func tunnel(ctx context.Context, conn net.Conn, by *url.URL, address string) (net.Conn, error) {
	defer context.AfterFunc(ctx, func() { conn.Close() })() //nolint:errcheck // ends the reads
	if _, err := fmt.Fprintf(conn, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n%s\r\n", address, address, proxyAuthorization(by)); err != nil {
		conn.Close() //nolint:errcheck // of no more use
		return nil, err
	}
	// Nothing is lost in the buffer: in TLS it is we who speak first.
	resp, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: http.MethodConnect}) //nolint:bodyclose // its body is the tunnel
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("it answers %s", resp.Status)
	}
	if err != nil {
		conn.Close() //nolint:errcheck // of no more use
		return nil, err
	}
	return conn, nil
}

// proxyAuthorization is the header line with the proxy's name and password, where
// it has them.
func proxyAuthorization(by *url.URL) string {
	if by.User == nil {
		return ""
	}
	password, _ := by.User.Password()
	return "Proxy-Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(by.User.Username()+":"+password)) + "\r\n"
}

func parseProxy(s string) (*url.URL, error) {
	if s == "" {
		return nil, nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "socks5" || u.Hostname() == "" || u.Port() == "" {
		return nil, &Error{Why: BadAddress, Err: errors.New("the proxy is no address like http://host:3128 or socks5://host:1080")}
	}
	return u, nil
}

func defaultPort(scheme string) uint16 {
	if scheme == "https" {
		return 443
	}
	return 80
}

func portNumber(u *url.URL) (uint16, error) {
	if u.Port() == "" {
		return defaultPort(u.Scheme), nil
	}
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil || n == 0 {
		return 0, &Error{Why: BadAddress, Err: fmt.Errorf("%q is no port; check the address", u.Port())}
	}
	return uint16(n), nil
}

// hostOf names the host whose turn is waited for: its ports 80 and 443 are one.
func hostOf(u *url.URL) string {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if port, err := portNumber(u); err == nil && port != 80 && port != 443 {
		return net.JoinHostPort(host, strconv.Itoa(int(port)))
	}
	return host
}

func onThisMachine(peer string) bool {
	ap, err := netip.ParseAddrPort(peer)
	return err == nil && ap.Addr().Unmap().IsLoopback()
}
