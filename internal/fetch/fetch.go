// Package fetch brings bytes from web addresses, and the record of how they came
// (rashomon.Capture). Everything that this program fetches goes through one Fetcher.
// It owns the limits of one fetch: the addresses that are never dialled, the time,
// the size, the redirects, what a server is told of us, and how often a host is
// asked. It parses nothing and keeps nothing, and tries nothing twice.
package fetch

import (
	"cmp"
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"rashomon"
	"rashomon/internal/coding"
)

// The limits of one fetch. Sizes are of bodies without their content coding.
const (
	MaxPage      = 15 << 20
	MaxFeed      = 8 << 20
	MaxRobots    = 512 << 10        // what follows is left unread (RFC 9309, 2.5), and that is no error
	MaxRedirects = 5                // followed; the next is an error
	MaxTime      = 20 * time.Second // from the first look-up to the last byte, without the waits for a host's turn
	Pause        = time.Second      // from the end of one request to a host to the next

	maxHeader   = 256 << 10
	connectTime = 5 * time.Second
	slowFrom    = 5 * time.Second // from here on, a server must have sent minRate for each second
	minRate     = 1 << 10         // bytes
)

// Kind is what is fetched: it sets the limit of size and what a server is told that
// we can read.
type Kind int

// The kinds.
const (
	Page Kind = iota
	Feed
	Robots
)

func (k Kind) limit() int {
	return [...]int{MaxPage, MaxFeed, MaxRobots}[k]
}

func (k Kind) accept() string {
	return [...]string{
		"text/html, application/xhtml+xml, application/pdf, text/plain, application/jsonl;q=0.9, */*;q=0.1",
		"application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.1",
		"text/plain, */*;q=0.1",
	}[k]
}

// Options change how things are fetched. The zero Options are the safe ones.
type Options struct {
	// AllowLocal lets addresses of this machine and of private networks be dialled,
	// and any port. It is for tests and for archives on one's own network: with it,
	// a page that somebody else wrote can redirect into that network.
	AllowLocal bool

	// Proxy is the http:// or socks5:// address of a proxy that dials for us; empty
	// for none. The environment's is never used. The proxy looks names up, so it must
	// itself refuse the addresses of private networks: we see only addresses that are
	// written as numbers.
	Proxy string

	// Contact is where an outlet can complain: an address of mail or of a page.
	Contact string
	Version string           // of the program; "dev" where empty
	Now     func() time.Time // for the times of captures; nil: time.Now
}

// Request is what to fetch. ETag and LastModified are what an earlier Answer gave;
// with either, Answer.NotModified can be true. Parent and By go into the Capture.
type Request struct {
	URL                string
	Kind               Kind
	ETag, LastModified string
	Parent, By         string

	// May is asked before a redirect to another host is followed; its error ends the
	// fetch. nil lets every host be asked.
	May func(ctx context.Context, address string) error
}

// Answer is what came.
type Answer struct {
	Capture rashomon.Capture // without Report and ID; its Problem says why the answer is not a whole 2xx
	Bytes   []byte           // the body without content coding; nil when none came
	Wire    []byte           // the body as it came, only where Capture.Coding is set

	ETag, LastModified string        // to be given with the next Request
	RetryAfter         time.Duration // what the server asks us to wait, from Capture.Received on; 0 where it asks nothing
	NotModified        bool          // 304: nothing has changed since ETag or LastModified
}

// Fetcher fetches. A process has one, so that a host is asked one thing at a time
// whoever asks.
type Fetcher struct {
	options  Options
	egress   *url.URL // the proxy, or nil
	bad      error    // what is wrong with the options: every Get answers it
	agent    string
	settings rashomon.Digest
	hosts    hosts

	// What tests replace.
	checked  func(host string, port uint16) error // before anything is looked up
	allowed  func(netip.AddrPort) error           // before anything is dialled
	resolver *net.Resolver
	dial     func(ctx context.Context, network, address string) (net.Conn, error)
	roots    *x509.CertPool // whom we trust to sign certificates; nil: whom the system trusts
}

// New returns a Fetcher. A Proxy that is no address is told of by every Get.
func New(o Options) *Fetcher {
	f := &Fetcher{options: o, agent: agent(o), checked: check, allowed: allow}
	if o.Now == nil {
		f.options.Now = time.Now
	}
	if o.AllowLocal {
		f.checked = func(string, uint16) error { return nil }
		f.allowed = func(netip.AddrPort) error { return nil }
	}
	f.dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		d := net.Dialer{Timeout: connectTime, Control: f.guard, Resolver: f.resolver}
		return d.DialContext(ctx, network, address)
	}
	f.egress, f.bad = parseProxy(o.Proxy)
	f.settings = settings(o, f.agent)
	return f
}

// agent says who asks and why, so that an outlet can tell and complain.
func agent(o Options) string {
	contact := ""
	if c := strings.Map(printable, o.Contact); c != "" {
		contact = "+" + c + "; "
	}
	return fmt.Sprintf("Rashomon/%s (%sdocuments harm in news reports; one request a second to a host at most)",
		cmp.Or(strings.Map(printable, strings.ReplaceAll(o.Version, " ", "-")), "dev"), contact)
}

// printable keeps a header field one line of ASCII, and its comment closed.
func printable(r rune) rune {
	if r < ' ' || r > '~' || strings.ContainsRune(`()\`, r) {
		return -1
	}
	return r
}

// settings is the digest of all that bears on what a fetch gives.
func settings(o Options, agent string) rashomon.Digest {
	b, err := json.Marshal(map[string]any{
		"agent": agent, "local": o.AllowLocal, "proxy": o.Proxy != "", "page": MaxPage, "feed": MaxFeed, "robots": MaxRobots,
		"redirects": MaxRedirects, "time": MaxTime, "connect": connectTime, "header": maxHeader, "ratio": coding.MaxRatio, "pause": Pause, "rate": minRate,
	})
	if err != nil {
		panic("settings that are no JSON: " + err.Error()) // numbers, words and truth always are
	}
	return rashomon.DigestOf(b)
}

// Get fetches an http or https address, following redirects. The error is a
// *StatusError when a server answered something else than 2xx (or a 304 that was
// asked for), and an *Error otherwise: the address is bad or not fetched, nothing
// whole came, or it was cut at a limit. Either names the address and says what to
// do. The Answer always tells what is known: with an error too it may hold the
// beginning of the body, or an error page. Capture.Asked is zero when no server was
// to be asked anything.
func (f *Fetcher) Get(ctx context.Context, r Request) (Answer, error) {
	a := Answer{Capture: rashomon.Capture{
		Means: rashomon.Fetched, Requested: r.URL, Parent: r.Parent, By: r.By,
		Collector: "rashomon " + cmp.Or(f.options.Version, "dev"), Settings: f.settings, Agent: f.agent, Egress: "direct",
	}}
	if f.egress != nil {
		a.Capture.Egress = f.egress.Redacted()
	}
	u, err := f.parse(r.URL)
	if err == nil {
		a.Capture.Requested = u.String()
		err = f.follow(ctx, u, r, &a)
	}
	if err != nil {
		err, a.Capture.Problem = named(r.URL, err)
		e, ours := errors.AsType[*Error](err)
		if ours && len(a.Capture.Redirects) == 0 && (e.Why == BadAddress || e.Why == NotPublic || e.Why == Stopped) {
			a.Capture.Asked = time.Time{}
		}
	}
	if !a.Capture.Asked.IsZero() && a.Capture.Received.IsZero() {
		a.Capture.Received = f.now()
	}
	return a, err
}

func (f *Fetcher) now() time.Time { return f.options.Now().UTC().Round(0) }

// Address returns an address as it is asked, and as captures name it; one that is not
// fetched stays as it is.
func (f *Fetcher) Address(address string) string {
	u, err := f.parse(address)
	if err != nil {
		return address
	}
	return u.String()
}

// parse makes of a person's words, or a page's, an address that may be asked.
func (f *Fetcher) parse(address string) (*url.URL, error) {
	if f.bad != nil {
		return nil, f.bad
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		if wrapped, ok := errors.AsType[*url.Error](err); ok {
			err = wrapped.Err
		}
		return nil, &Error{Why: BadAddress, Err: fmt.Errorf("it is no web address: %w", err)}
	}
	if err := f.mend(u); err != nil {
		return nil, err
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// mend refuses what is not fetched, whatever it holds, and writes the host as it is
// looked up and the rest as it is sent.
func (f *Fetcher) mend(u *url.URL) error {
	u.Scheme = strings.ToLower(u.Scheme)
	switch {
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return &Error{Why: BadAddress, Err: errors.New("only http:// and https:// addresses are fetched")}
	case u.User != nil:
		return &Error{Why: BadAddress, Err: errors.New("the address holds a name or password; take it out, it would be kept with the report")}
	}
	host, err := hostName(u.Hostname())
	if err != nil {
		return err
	}
	port, err := portNumber(u)
	if err != nil {
		return err
	}
	if err := f.checked(host, port); err != nil {
		return err
	}
	u.Host = host
	if strings.Contains(host, ":") {
		u.Host = "[" + host + "]"
	}
	if port != defaultPort(u.Scheme) {
		u.Host = fmt.Sprintf("%s:%d", u.Host, port)
	}
	u.RawQuery = escaped(u.RawQuery)
	return nil
}

// escaped keeps a query one word of ASCII, as the request line wants it.
func escaped(query string) string {
	var b strings.Builder
	for _, c := range []byte(query) {
		if c <= ' ' || c > '~' {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// hostName writes a host in the letters of the DNS, where "１２７。0.0.1" is what it
// looks like. Underscores and doubled hyphens are no host's by the standards, and are
// in use.
func hostName(host string) (string, error) {
	if a, err := netip.ParseAddr(host); err == nil {
		return a.String(), nil
	}
	name, err := strings.ToLower(host), error(nil)
	if strings.ContainsFunc(host, func(r rune) bool { return r >= utf8.RuneSelf }) {
		name, err = idna.Lookup.ToASCII(host)
	}
	const longest = 253
	labels := strings.TrimSuffix(name, ".")
	if err != nil || labels == "" || len(labels) > longest || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != "" ||
		strings.Contains("."+name, "..") || !utf8.ValidString(host) {
		return "", &Error{Why: BadAddress, Err: fmt.Errorf("%q is no host name; check the address", host)}
	}
	if a, err := netip.ParseAddr(name); err == nil {
		return a.String(), nil
	}
	return name, nil
}
