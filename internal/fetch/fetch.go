// Package fetch brings bytes from web addresses. It owns the limits of one fetch:
// the time it may take, the size, the redirects, and the addresses that are never
// dialled. It parses nothing and keeps nothing.
package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// The limits of one fetch.
const (
	MaxBytes     = 8 << 20          // of the body, inflated
	MaxRedirects = 10               // followed; the next is an error
	MaxTime      = 20 * time.Second // from the first look-up to the last byte
)

// userAgent says who asks and why, so that an outlet can tell.
const userAgent = "Rashomon (reads reports to document harm; fetches single pages that a person names)"

// Body is what an address answered.
type Body struct {
	Bytes     []byte
	URL       string // the final address, after redirects, without a fragment
	MediaType string // the Content-Type as given, charset included; may be empty
}

// Options change how pages are fetched. The zero Options are the safe ones.
type Options struct {
	// AllowLocal lets addresses of this machine and of private networks be dialled.
	// It is for tests and for archives on one's own network: with it, a page that
	// somebody else wrote can redirect into that network.
	AllowLocal bool
}

// Get fetches an http or https address. A status other than 2xx, a body longer
// than MaxBytes, more than MaxRedirects redirects, more than MaxTime, and an address
// of a private network are errors that name the address and say what to do.
func Get(ctx context.Context, address string, o Options) (Body, error) {
	u, err := parse(address)
	if err != nil {
		return Body{}, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, MaxTime, fmt.Errorf("no whole answer within %v; try again later, or save the page and give the file", MaxTime))
	defer cancel()
	body, err := o.get(ctx, u)
	if err != nil {
		return Body{}, fmt.Errorf("fetch %s: %w", u.Redacted(), plain(ctx, err))
	}
	return body, nil
}

func parse(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("fetch %q: it is no web address: %w", address, plain(context.Background(), err))
	}
	if err := check(u); err != nil {
		return nil, fmt.Errorf("fetch %s: %w", u.Redacted(), err)
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// check refuses what is not fetched whatever it holds.
func check(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return errors.New("only http:// and https:// addresses are fetched")
	case u.User != nil:
		return errors.New("the address holds a name or password; take it out, it would be kept with the report")
	}
	return nil
}

func (o Options) get(ctx context.Context, u *url.URL) (Body, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return Body{}, err
	}
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Accept", "text/html, application/xhtml+xml, text/plain, application/jsonl;q=0.9, */*;q=0.1")
	client := o.client()
	defer client.CloseIdleConnections()
	resp, err := client.Do(req)
	if err != nil {
		return Body{}, err
	}
	defer resp.Body.Close() //nolint:errcheck // only read
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return Body{}, fmt.Errorf("it answered %s; %s", cmp.Or(resp.Status, fmt.Sprint(resp.StatusCode)), advice(resp.StatusCode))
	}
	b, err := io.ReadAll(io.LimitReader(resp.Body, MaxBytes+1))
	if err != nil {
		return Body{}, fmt.Errorf("read the answer after %d bytes: %w", len(b), err)
	}
	if len(b) > MaxBytes {
		return Body{}, fmt.Errorf("the page is longer than %d MB; save its text and give that file", MaxBytes>>20)
	}
	final := *resp.Request.URL
	final.Fragment, final.RawFragment = "", ""
	return Body{Bytes: b, URL: final.String(), MediaType: resp.Header.Get("Content-Type")}, nil
}

func (o Options) client() *http.Client {
	dialer := &net.Dialer{Timeout: MaxTime}
	if !o.AllowLocal {
		dialer.Control = refuseLocal
	}
	return &http.Client{
		// No proxy: it would dial for us, and the check at dial time would see only it.
		Transport: &http.Transport{
			DialContext: dialer.DialContext, Proxy: nil, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: MaxTime, MaxResponseHeaderBytes: 1 << 20,
		},
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if len(via) > MaxRedirects {
				return fmt.Errorf("it redirects more than %d times; open it in a browser and give the address that it ends at", MaxRedirects)
			}
			if err := check(req.URL); err != nil {
				return fmt.Errorf("it redirects to %s: %w", req.URL.Redacted(), err)
			}
			return nil
		},
	}
}

// advice says what a person can do about a status.
func advice(status int) string {
	switch {
	case status == http.StatusNotFound || status == http.StatusGone:
		return "check the address, or look for the page in a web archive"
	case status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusPaymentRequired ||
		status == http.StatusUnavailableForLegalReasons:
		return "the outlet does not give it to programs; open it in a browser, save it and give the file"
	case status == http.StatusTooManyRequests:
		return "the outlet asks for fewer requests; wait, then try again"
	case status >= 500:
		return "the outlet has trouble; try again later"
	}
	return "open it in a browser, save it and give the file"
}

// plain takes off what net/http wraps around the cause (the method and the address,
// which the message has), and puts the reason of a timeout for its bare fact.
func plain(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil && errors.Is(err, ctx.Err()) {
		return cause
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	var dns *net.DNSError
	if errors.As(err, &dns) && dns.IsNotFound {
		return fmt.Errorf("no host %q is known; check the address and the network", dns.Name)
	}
	var dial *net.OpError
	if errors.As(err, &dial) && dial.Op == "dial" && !errors.Is(err, errLocal) {
		return fmt.Errorf("%w; check the address and the network, or save the page and give the file", err)
	}
	return err
}
