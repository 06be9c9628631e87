package fetch

import (
	"errors"
	"fmt"
	"net/netip"
	"syscall"
)

// reserved are the networks of the IANA special-purpose registries that netip has
// no word for, and those that carry an IPv4 address inside an IPv6 one.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"), // shared by carriers
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), // benchmarks
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), // NAT64
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("2002::/16"), // 6to4
	netip.MustParsePrefix("2001::/32"), // Teredo
	netip.MustParsePrefix("fec0::/10"),
}

var errLocal = errors.New("an address of this machine or of a private network")

// refuseLocal is a net.Dialer.Control: it sees the address after the look-up, for
// redirects too, so that a name that leads into a private network is caught.
func refuseLocal(_, address string, _ syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("dial %s: %w", address, err)
	}
	if local(ap.Addr()) {
		return fmt.Errorf("%s is %w, which are not fetched; save the page and give the file", ap.Addr(), errLocal)
	}
	return nil
}

// local reports whether a is anything but a public unicast address.
func local(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() {
		return true
	}
	for _, p := range reserved {
		if p.Contains(a) {
			return true
		}
	}
	return false
}
