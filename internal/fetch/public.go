package fetch

import (
	"fmt"
	"net/netip"
	"strings"
	"syscall"
)

// global6 is the part of the IPv6 space that IANA gives out for unicast; whatever
// lies outside is not dialled (IANA IPv6 Address Space registry).
var global6 = netip.MustParsePrefix("2000::/3")

// special are the networks of the IANA special-purpose address registries (RFC 6890
// and what followed) that lie inside the unicast space, reachable or not, with
// multicast and what is reserved. A news outlet is in none of them.
var special = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("10.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // shared by carriers
	netip.MustParsePrefix("127.0.0.0/8"),
	netip.MustParsePrefix("169.254.0.0/16"), // link-local, and the metadata of clouds
	netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("192.31.196.0/24"),
	netip.MustParsePrefix("192.52.193.0/24"),
	netip.MustParsePrefix("192.88.99.0/24"), // relays of 6to4, once
	netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("192.175.48.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), // benchmarks
	netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("224.0.0.0/4"), // multicast
	netip.MustParsePrefix("240.0.0.0/4"), // reserved, broadcast
	netip.MustParsePrefix("2001::/23"),   // protocols: Teredo, ORCHID, benchmarks
	netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), // 6to4: an IPv4 address inside
	netip.MustParsePrefix("2620:4f:8000::/48"),
	netip.MustParsePrefix("3ffe::/16"), // the 6bone, given back
	netip.MustParsePrefix("3fff::/20"),
}

// public reports whether a is an address of the public unicast space. It is a list
// of what is allowed: an address that nobody thought of is not public.
func public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsValid() || a.Zone() != "" || a.Is6() && !global6.Contains(a) {
		return false
	}
	for _, p := range special {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// guard is a net.Dialer.Control: it sees the address that is about to be dialled,
// after the look-up, so that no name, however it answers the second time, leads
// where its address may not.
func (f *Fetcher) guard(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return &Error{Why: NotPublic, Err: fmt.Errorf("%s is no network address", address)}
	}
	return f.allowed(ap)
}

func allow(ap netip.AddrPort) error {
	if !public(ap.Addr()) {
		return notPublic(ap.Addr().String())
	}
	return webPort(ap.Port())
}

func webPort(port uint16) error {
	if port != 80 && port != 443 {
		return &Error{Why: NotPublic, Err: fmt.Errorf("port %d is not one of the web's own, 80 and 443; save the page and give the file", port)}
	}
	return nil
}

func notPublic(what string) error {
	return &Error{Why: NotPublic, Err: fmt.Errorf("%s is an address of this machine or of a private network, or one that no outlet has; such are not fetched: save the page and give the file (--allow-local fetches them)", what)}
}

// check refuses, before anything is looked up, what the resolver of another system might take for a number:
// "0x7f.1", "2130706433", "0177.0.0.1" (the numbers of the WHATWG URL standard). A
// whole address is looked at as the dialler will, also where a proxy would dial.
func check(host string, port uint16) error {
	if a, err := netip.ParseAddr(host); err == nil {
		if !public(a) {
			return notPublic(host)
		}
		return webPort(port)
	}
	name := strings.TrimSuffix(strings.ToLower(host), ".")
	last := name[strings.LastIndexByte(name, '.')+1:]
	if _, hex := strings.CutPrefix(last, "0x"); hex || last != "" && strings.Trim(last, "0123456789") == "" {
		return notPublic(host)
	}
	if last == "localhost" || last == "local" || last == "internal" {
		return notPublic(host)
	}
	return webPort(port)
}
