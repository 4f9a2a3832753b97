package access

import (
	"encoding/base64"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestATokenHas256BitsAndIsNeverTheSame(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		token := newToken()
		raw, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil || len(raw) != 32 || !tokenLike(token) {
			t.Fatalf("%q is no token of 256 bits: %v", token, err)
		}
		if seen[token] {
			t.Fatal("a token came twice")
		}
		seen[token] = true
	}
}

func TestASetupCodeHas160BitsInReadableGroups(t *testing.T) {
	t.Parallel()
	shape := regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$`)
	seen := map[string]bool{}
	for range 1000 {
		code := newCode()
		if !shape.MatchString(code) {
			t.Fatalf("%q is not eight groups of unmistakable characters", code)
		}
		if raw, err := crockford.DecodeString(foldCode(code)); err != nil || 8*len(raw) < 160 {
			t.Fatalf("%q holds %d bits: %v", code, 8*len(raw), err)
		}
		if seen[code] {
			t.Fatal("a code came twice")
		}
		seen[code] = true
	}
}

func TestASetupCodeMayBeTypedCarelessly(t *testing.T) {
	t.Parallel()
	const want = "01KQM9XD0000AAAABBBBCCCCDDDDEEEE"
	for _, tt := range []struct {
		name, typed string
		same        bool
	}{
		{"as printed", "01KQ-M9XD-0000-AAAA-BBBB-CCCC-DDDD-EEEE", true},
		{"in small letters with spaces", " 01kq m9xd 0000 aaaa bbbb cccc dddd eeee\n", true},
		{"with letters that look like digits", "oIkq-m9xd-OOOO-aaaa-bbbb-cccc-dddd-eeee", true},
		{"with a small l for a one", "0lkq-m9xd-0000-aaaa-bbbb-cccc-dddd-eeee", true},
		{"with another last letter", "01KQ-M9XD-0000-AAAA-BBBB-CCCC-DDDD-EEEF", false},
		{"with a letter too few", "01KQ-M9XD-0000-AAAA-BBBB-CCCC-DDDD-EEE", false},
		{"with a NUL at the end", "01KQ-M9XD-0000-AAAA-BBBB-CCCC-DDDD-EEEE\x00", false},
		{"empty", "", false},
		{"with a megabyte after it", "01KQ-M9XD-0000-AAAA-BBBB-CCCC-DDDD-EEEE" + strings.Repeat(" ", 1<<20), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := sameDigest(digest(foldCode(tt.typed)), digest(want)); got != tt.same {
				t.Errorf("got %t, want %t", got, tt.same)
			}
		})
	}
}

func TestAddressesOfOneSubscriberCountTogether(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, address, want string }{
		{"IPv4 as it is", "203.0.113.7", "203.0.113.7"},
		{"IPv4 inside IPv6 as IPv4", "::ffff:203.0.113.7", "203.0.113.7"},
		{"IPv6 by its network", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
		{"another host of that network", "2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"},
		{"a link-local address without its zone", "fe80::1%eth0", "fe80::/64"},
		{"no address", "", "unknown"},
		{"an address that is none", "203.0.113.7, 10.0.0.1", "unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := network(tt.address); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestThePauseGrowsWithEveryGuess(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]allowance{
		"strangers": strangers, "acquainted": acquainted, "one address": fromAddress, "setup": atSetup,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for n := 1; n <= 3*a.Limit; n++ {
				if a.pause(n) < a.pause(n-1) {
					t.Errorf("the pause shrinks from %v to %v at guess %d", a.pause(n-1), a.pause(n), n)
				}
				if a.pause(n) > a.Window {
					t.Errorf("the pause after guess %d is %v, longer than the window", n, a.pause(n))
				}
			}
			if a.pause(a.Limit) != a.Window {
				t.Errorf("after %d guesses the pause is %v, want the whole window", a.Limit, a.pause(a.Limit))
			}
		})
	}
	if got, want := fromAddress.pause(fromAddress.Free+3), 4*time.Second; got != want {
		t.Errorf("after three guesses too many an address waits %v, want %v", got, want)
	}
	if strangers.Limit+acquainted.Limit > 10 || atSetup.Limit > 10 {
		t.Error("more than ten guesses are allowed in the window")
	}
}
