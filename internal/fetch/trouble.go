package fetch

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"
)

// Why is the class of what went wrong, for who must decide whether to try again.
type Why string

// The classes.
const (
	BadAddress  Why = "bad address" // it will never be fetched as it is written
	NotPublic   Why = "not public"  // the address leads where we do not go
	Unreachable Why = "unreachable" // no such host, nobody answers there, or the connection broke
	TooSlow     Why = "too slow"    // it took longer than the limits
	Insecure    Why = "insecure"    // the certificate or the TLS of the host is not right
	Redirected  Why = "redirected"  // too often, to nowhere, or from https to http
	TooLong     Why = "too long"    // longer than the limit; Answer.Bytes has the beginning
	Undecodable Why = "undecodable" // the content coding is unknown, broken, or a bomb
	Malformed   Why = "malformed"   // what came is no HTTP
	Stopped     Why = "stopped"     // the caller's context ended
)

// Error is a fetch that gave no whole answer.
type Error struct {
	URL string // as it was asked, without a password
	Why Why
	Err error // the cause and what to do, in plain words
}

// Error names the address, the cause and what to do. Before it is known which address was
// asked it is a part of another's words.
func (e *Error) Error() string {
	if e.URL == "" {
		return e.problem()
	}
	return "fetch " + e.URL + ": " + e.problem()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

func (e *Error) problem() string { return e.Err.Error() }

// StatusError is an answer whose status is not 2xx.
type StatusError struct {
	URL        string        // as it was asked, without a password
	Status     int           // of HTTP
	RetryAfter time.Duration // what the server asks us to wait; 0 where it asks nothing
}

// Error names the address, the status and what to do.
func (e *StatusError) Error() string { return "fetch " + e.URL + ": " + e.problem() }

func (e *StatusError) problem() string {
	text := fmt.Sprint(e.Status)
	if t := http.StatusText(e.Status); t != "" {
		text += " " + t
	}
	return fmt.Sprintf("it answered %s; %s", text, advice(e.Status))
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

// named makes of any error one of ours that names the address, and its words
// without the address.
func named(address string, err error) (error, string) { //nolint:staticcheck // the words go with the error

	if u, parseErr := url.Parse(address); parseErr == nil {
		address = u.Redacted()
	} else {
		address = fmt.Sprintf("%q", address)
	}
	if s, ok := errors.AsType[*StatusError](err); ok {
		s.URL = address
		return s, s.problem()
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		e = &Error{Why: Unreachable, Err: err}
	}
	e = &Error{URL: address, Why: e.Why, Err: e.Err}
	return e, e.problem()
}

var errSlow = fmt.Errorf("no whole answer within %v, or less than %d kB a second; try again later, or save the page and give the file", MaxTime, minRate>>10)

// plain puts what went wrong on the way in words, with its class. ctx is the
// caller's.
func plain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return &Error{Why: Stopped, Err: context.Cause(ctx)}
	}
	if ours, ok := errors.AsType[*Error](err); ok {
		return ours
	}
	if errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) {
		return &Error{Why: TooSlow, Err: errSlow}
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return &Error{Why: Unreachable, Err: fmt.Errorf("no host %q is known; check the address and the network", dns.Name)}
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return &Error{Why: Insecure, Err: fmt.Errorf("%w; open it in a browser to see whether the outlet's certificate has run out, save the page and give the file", err)}
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		if op.Timeout() {
			return &Error{Why: TooSlow, Err: fmt.Errorf("nobody answers at %v within %v; check the address and the network, or save the page and give the file", cmp.Or[any](op.Addr, "the host"), connectTime)}
		}
		return &Error{Why: Unreachable, Err: fmt.Errorf("%w; check the address and the network, or save the page and give the file", err)}
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return &Error{Why: Unreachable, Err: fmt.Errorf("the connection broke: %w; try again later, or save the page and give the file", err)}
}
