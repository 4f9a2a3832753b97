package post

import (
	"errors"
	"net/netip"
	"syscall"

	"reinstate/internal/reinstate"
)

// Networks are the private networks that somebody who is not the operator of
// this server may have it reach. Public addresses are always reached.
type Networks []netip.Prefix

// ErrPrivate says that an address lies in a private network that is not
// allowed.
var ErrPrivate = errors.New("it lies in a private network, which is not allowed")

// mayReach reports whether an address is public, or allowed.
func (n Networks) mayReach(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	for _, p := range n {
		if p.Contains(ip) {
			return true
		}
	}
	return reinstate.PublicAddress(ip)
}

// control is a net.Dialer's. It judges an address when it has been looked up,
// in the moment of connecting, so that no name can lead elsewhere between
// judging and connecting.
func (n Networks) control(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !n.mayReach(at.Addr()) {
		return ErrPrivate
	}
	return nil
}
