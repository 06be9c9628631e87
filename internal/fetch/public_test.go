package fetch

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
	"pgregory.net/rapid"
)

// anOutlet is an address of the public space. Nothing is ever sent to it here.
var anOutlet = netip.MustParseAddr("93.184.216.34")

// canary counts the connections to this machine, at one port of both families.
type canary struct {
	port  string
	heard atomic.Int64
}

func newCanary(t *testing.T) *canary {
	t.Helper()
	c := &canary{}
	four, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, c.port, _ = net.SplitHostPort(four.Addr().String())
	listeners := []net.Listener{four}
	if six, err := net.Listen("tcp6", "[::1]:"+c.port); err == nil {
		listeners = append(listeners, six)
	}
	for _, l := range listeners {
		t.Cleanup(func() { l.Close() })
		go func() {
			for conn, err := l.Accept(); err == nil; conn, err = l.Accept() {
				c.heard.Add(1)
				io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")
				conn.Close()
			}
		}()
	}
	return c
}

// names is a DNS in memory: it answers each question with the next of the name's
// answers, and what it does not know with this machine.
type names struct {
	mu    sync.Mutex
	asked map[string]int
	known map[string][]string // each answer: addresses, or -> and a name, divided by spaces
}

func (n *names) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go n.serve(theirs)
		return ours, nil
	}}
}

// serve answers questions as they are put over a stream (RFC 1035, 4.2.2).
func (n *names) serve(conn net.Conn) {
	defer conn.Close()
	for {
		var size uint16
		if binary.Read(conn, binary.BigEndian, &size) != nil {
			return
		}
		question := make([]byte, size)
		if _, err := io.ReadFull(conn, question); err != nil {
			return
		}
		answer := n.answer(question)
		conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...))
	}
}

func (n *names) answer(question []byte) []byte {
	var m dnsmessage.Message
	if m.Unpack(question) != nil || len(m.Questions) != 1 {
		return nil
	}
	q := m.Questions[0]
	m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
	name := q.Name
	for range 8 {
		all, known := n.known[strings.ToLower(strings.TrimSuffix(name.String(), "."))]
		if !known {
			all = []string{"127.0.0.1 ::1"}
		}
		n.mu.Lock()
		key := fmt.Sprint(name, q.Type)
		text := all[n.asked[key]%len(all)]
		n.asked[key]++
		n.mu.Unlock()
		to, chained := strings.CutPrefix(text, "->")
		head := dnsmessage.ResourceHeader{Name: name, Class: dnsmessage.ClassINET, TTL: 0}
		if chained {
			head.Type = dnsmessage.TypeCNAME
			target := dnsmessage.MustNewName(to + ".")
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.CNAMEResource{CNAME: target}})
			name = target
			continue
		}
		for _, one := range strings.Fields(text) {
			a := netip.MustParseAddr(one)
			head.Type = dnsmessage.TypeA
			if a.Is4() && q.Type == dnsmessage.TypeA {
				m.Answers = append(m.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AResource{A: a.As4()}})
			}
			head.Type = dnsmessage.TypeAAAA
			if a.Is6() && q.Type == dnsmessage.TypeAAAA {
				m.Answers = append(m.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AAAAResource{AAAA: a.As16()}})
			}
		}
		break
	}
	b, _ := m.Pack()
	return b
}

func newNames() *names {
	return &names{asked: map[string]int{}, known: map[string][]string{
		"public.example":  {anOutlet.String()},
		"a.cname.example": {"->b.cname.example"}, "b.cname.example": {"->c.cname.example"}, "c.cname.example": {"->localhost.example"},
		"d.cname.example": {"->mapped.example"}, "e.cname.example": {"->metadata.example"},
		"v4.example": {"127.0.0.1"}, "v6.example": {"::1"}, "many.example": {"10.0.0.1 127.0.0.1 192.168.0.1 ::1 fe80::1"},
		"mapped.example": {"::ffff:127.0.0.1"}, "nat64.example": {"64:ff9b::7f00:1"}, "sixtofour.example": {"2002:7f00:1::1"},
		"teredo.example": {"2001:0:7f00:1::1"}, "linklocal.example": {"169.254.1.1 fe80::1"}, "ula.example": {"fd00::1"},
		"zero.example": {"0.0.0.0 ::"}, "broadcast.example": {"255.255.255.255"}, "metadata.example": {"169.254.169.254 fd00:ec2::254"},
		"carrier.example": {"100.64.0.1"}, "rebind.example": {"127.0.0.1", "10.0.0.1", "::1"}, "rebind-late.example": {"192.0.2.1", "127.0.0.1"},
	}}
}

var errHeld = errors.New("held back by the test")

// watched is a Fetcher whose every connection is noted before it would be made. None
// is made but to home, where home is valid.
type watched struct {
	*Fetcher
	mu     sync.Mutex
	passed []netip.AddrPort // let through by the rules
}

// newWatched returns one that holds to all rules, or that lets every port pass: a
// canary has none of the web's.
func newWatched(n *names, anyPort bool, home netip.AddrPort) *watched {
	w := &watched{Fetcher: New(Options{})}
	w.resolver = n.resolver()
	w.checked = func(host string, port uint16) error {
		if a, err := netip.ParseAddr(host); err == nil && netip.AddrPortFrom(a, port) == home {
			return nil
		}
		if anyPort {
			port = 80
		}
		return check(host, port)
	}
	w.allowed = func(ap netip.AddrPort) error {
		if ap == home {
			return nil
		}
		asked := ap
		if anyPort {
			asked = netip.AddrPortFrom(ap.Addr(), 80)
		}
		if err := allow(asked); err != nil {
			return err
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		w.passed = append(w.passed, ap)
		return errHeld
	}
	return w
}

// unreachable reads the corpus.
func unreachable(t *testing.T, port string) []string {
	t.Helper()
	b, err := os.ReadFile("testdata/unreachable.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSuffix(line, "\n"); !strings.HasPrefix(line, "# ") {
			all = append(all, strings.ReplaceAll(line, "PORT", port))
		}
	}
	if len(all) < 300 {
		t.Fatalf("%d addresses in the corpus", len(all))
	}
	return all
}

// No address of the corpus is reached: given, or led to by redirects, by any kind of
// fetch. The canaries do hear whom the rules are lifted for.
func TestUnreachable(t *testing.T) {
	c := newCanary(t)
	n := newNames()
	all := unreachable(t, c.port)
	for _, rules := range []struct {
		name    string
		anyPort bool
	}{{"every rule", false}, {"every rule but that of ports", true}} {
		w := newWatched(n, rules.anyPort, netip.AddrPort{})
		for _, kind := range []Kind{Page, Feed, Robots} {
			for _, address := range all {
				if rules.anyPort && strings.Contains(address, "public.example") {
					continue // only its port is wrong
				}
				got, err := w.Get(t.Context(), Request{URL: address, Kind: kind})
				if err == nil || got.Bytes != nil || got.Capture.Problem == "" {
					t.Errorf("%s, %s: %q, %v", rules.name, address, got.Bytes, err)
				}
			}
		}
		if len(w.passed) > 0 {
			t.Errorf("%s: let through: %v", rules.name, w.passed)
		}
	}
	if heard := c.heard.Load(); heard != 0 {
		t.Fatalf("the canaries heard %d connections", heard)
	}
	lifted := New(Options{AllowLocal: true})
	lifted.resolver = n.resolver()
	for _, address := range []string{"http://127.0.0.1:" + c.port, "http://a.cname.example:" + c.port, "http://１２７。0。0。1:" + c.port} {
		if got, err := lifted.Get(t.Context(), Request{URL: address}); err != nil || string(got.Bytes) != "secret" {
			t.Errorf("the canary does not sing: %s: %v", address, err)
		}
	}
}

// An outlet that may be asked leads nowhere else by its redirects, at whatever step.
func TestUnreachableByRedirect(t *testing.T) {
	c := newCanary(t)
	all := unreachable(t, c.port)
	statuses := []int{301, 302, 303, 307, 308}
	outlet := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var which, steps int
		if n, _ := fmt.Sscanf(r.URL.Path, "/%d/%d", &which, &steps); n < 2 {
			http.NotFound(w, r)
			return
		}
		to := fmt.Sprintf("/%d/%d", which, steps-1)
		if steps == 0 {
			to = all[which]
		}
		w.Header()["Location"] = []string{to}
		w.WriteHeader(statuses[(which+steps)%len(statuses)])
	}))
	defer outlet.Close()
	home := netip.MustParseAddrPort(strings.TrimPrefix(outlet.URL, "http://"))
	w := newWatched(newNames(), true, home)
	for i, address := range all {
		if strings.Contains(address, "public.example") {
			continue
		}
		got, err := w.Get(t.Context(), Request{URL: fmt.Sprintf("%s/%d/%d", outlet.URL, i, i%MaxRedirects)})
		if err == nil || strings.Contains(string(got.Bytes), "secret") || got.Capture.Asked.IsZero() || got.Capture.Problem == "" {
			t.Errorf("%s: %q, %v", address, got.Bytes, err)
		}
	}
	if heard := c.heard.Load(); heard != 0 || len(w.passed) > 0 {
		t.Errorf("the canaries heard %d connections; let through: %v", heard, w.passed)
	}
}

// A name that answers with a public address first and with a private one after, or
// with both at once, is dialled at the public one alone.
func TestRebinding(t *testing.T) {
	c := newCanary(t)
	n := newNames()
	public, private := anOutlet.String(), "127.0.0.1 ::1 169.254.169.254"
	n.known["turn.example"] = []string{public, private}
	n.known["back.example"] = []string{private, public}
	n.known["both.example"] = []string{public + " " + private, private + " " + public}
	n.known["chain.example"] = []string{"->turn.example", "->both.example"}
	w := newWatched(n, true, netip.AddrPort{})
	for range 10 {
		for _, name := range []string{"turn.example", "back.example", "both.example", "chain.example"} {
			for _, kind := range []Kind{Page, Feed, Robots} {
				w.hosts = hosts{} // without the pause
				if _, err := w.Get(t.Context(), Request{URL: "http://" + name + ":" + c.port + "/", Kind: kind}); err == nil {
					t.Errorf("%s was reached", name)
				}
			}
		}
	}
	w.hosts = hosts{}
	for _, ap := range w.passed {
		if ap.Addr() != anOutlet {
			t.Errorf("let through: %v", ap)
		}
	}
	if heard := c.heard.Load(); heard != 0 || len(w.passed) == 0 {
		t.Errorf("the canaries heard %d connections; %d went to the outlet", heard, len(w.passed))
	}
}

// What is no address of a machine that anybody may ask is not public, and what is
// inside an outlet's own network is.
func TestPublic(t *testing.T) {
	for _, a := range []string{"8.8.8.8", "1.1.1.1", "93.184.216.34", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "11.0.0.1", "126.255.255.255",
		"128.0.0.1", "169.253.0.1", "192.0.1.1", "192.0.3.1", "192.167.1.1", "198.17.255.255", "198.20.0.1", "223.255.255.255", "::ffff:8.8.8.8",
		"2000::1", "2001:200::1", "2001:470::1", "2001:db7:ffff::1", "2001:db9::1", "2003::1", "2606:2800:220:1::1", "2a00:1450::1", "3ffd::1", "3fff:1000::1"} {
		if !public(netip.MustParseAddr(a)) {
			t.Errorf("%s is public", a)
		}
	}
	if public(netip.Addr{}) {
		t.Error("no address is public")
	}
}

// However an IPv4 address is wrapped, it is public only if it is so bare.
func TestPublicWrapped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		four := netip.AddrFrom4([4]byte(rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(t, "four")))
		if public(netip.AddrFrom16(four.As16())) != public(four) {
			t.Fatalf("%v mapped is told apart", four)
		}
		if public(four) && (four.IsPrivate() || four.IsLoopback() || four.IsMulticast() || four.IsLinkLocalUnicast() || four.IsUnspecified()) {
			t.Fatalf("%v is public", four)
		}
		six := netip.AddrFrom16([16]byte(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "six")))
		if public(six) && !six.Is4In6() && (six.As16()[0]>>5 != 1 || six.IsPrivate() || six.IsLinkLocalUnicast()) {
			t.Fatalf("%v is public", six)
		}
		b := four.As4()
		for _, prefix := range [][]byte{{0x20, 0x02}, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}, {0x20, 0x01, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}} {
			var wrapped [16]byte
			copy(wrapped[copy(wrapped[:], prefix):], b[:])
			if a := netip.AddrFrom16(wrapped); public(a) {
				t.Fatalf("%v is public", a)
			}
		}
	})
}
