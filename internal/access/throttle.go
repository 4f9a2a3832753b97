package access

import (
	"fmt"
	"net/netip"
	"time"

	"reinstate/internal/store"
)

// Throttled refuses a try because too many went before it. It says nothing
// about whether the password or the code was right: that was not looked at.
type Throttled struct {
	Until time.Time // by then at the latest another try is heard
}

func (t *Throttled) Error() string {
	return fmt.Sprintf("There have been too many tries. Please wait until %s UTC and try again.", t.Until.UTC().Format(time.TimeOnly))
}

// by is the key of guesses from an address.
func (a allowance) by(v Visitor) string { return a.Name + ":" + network(v.Address) }

// at is the key of guesses at an account. What was typed as an e-mail address
// is digested, for people type their passwords there.
func (a allowance) at(email string) string { return a.Name + ":" + digest(email) }

// nowhere stands for an address that is none.
const nowhere = "unknown"

// network is what one subscriber holds: the address itself, or its /64 in
// IPv6, where every host has more addresses than could ever be counted.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return nowhere
	}
	a = a.Unmap().WithZone("")
	if a.Is4() {
		return a.String()
	}
	return netip.PrefixFrom(a, 64).Masked().String()
}

// admit returns a *Throttled unless another guess is allowed under the key.
func (a allowance) admit(tx *store.Tx, key string) error {
	count, last, err := tx.Failures(key, tx.Now().Add(-a.Window))
	if err != nil {
		return fmt.Errorf("count failed guesses: %w", err)
	}
	if until := last.Add(a.pause(count)); count > 0 && tx.Now().Before(until) {
		return &Throttled{Until: until}
	}
	return nil
}

// pause is how long after the last of so many guesses the next one waits.
func (a allowance) pause(guesses int) time.Duration {
	switch {
	case guesses >= a.Limit:
		return a.Window
	case guesses <= a.Free:
		return 0
	}
	wait := a.Wait
	for range guesses - a.Free - 1 {
		if wait *= 2; wait >= a.Longest {
			return a.Longest
		}
	}
	return min(wait, a.Longest)
}
