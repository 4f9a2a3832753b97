package access

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Cost are the parameters of argon2id (RFC 9106).
type Cost struct {
	MemoryKiB uint32
	Passes    uint32
	Lanes     uint8
}

const (
	saltBytes = 16 // RFC 9106 section 3.1 recommends 16 for password hashing
	keyBytes  = 32
)

// Bounds of what a stored hash may ask for, so that a damaged or planted row
// cannot take the machine's memory.
const (
	mostMemoryKiB = 1 << 20 // 1 GiB
	mostPasses    = 64
	mostLanes     = 64
	mostBytes     = 64 // of salt and of key
	leastSalt     = 8  // RFC 9106 section 3.1
	leastKey      = 16
)

// errPHC says that a stored hash is not one of ours. It names no part of it.
var errPHC = errors.New("the stored password hash cannot be read")

// phc is a password hash in the PHC string format:
// $argon2id$v=19$m=19456,t=2,p=1$salt$key, with unpadded base64.
type phc struct {
	cost Cost
	salt []byte
	key  []byte
}

var phc64 = base64.RawStdEncoding.Strict()

// newPHC hashes a secret under a fresh salt.
func newPHC(secret string, cost Cost) phc {
	h := phc{cost: cost, salt: random(saltBytes)}
	h.key = h.derive(secret, keyBytes)
	return h
}

// decoy is a hash that no secret is known to fit. Checking against it costs
// what checking against a real one does.
func decoy(cost Cost) phc {
	return phc{cost: cost, salt: random(saltBytes), key: random(keyBytes)}
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: the program ends instead
	return b
}

func (h phc) derive(secret string, size int) []byte {
	return argon2.IDKey([]byte(secret), h.salt, h.cost.Passes, h.cost.MemoryKiB, h.cost.Lanes, uint32(size))
}

// fits reports whether the secret is the one that was hashed, in a time that
// does not depend on how near it is.
func (h phc) fits(secret string) bool {
	return subtle.ConstantTimeCompare(h.derive(secret, len(h.key)), h.key) == 1
}

// String is the hash as it is stored.
func (h phc) String() string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		h.cost.MemoryKiB, h.cost.Passes, h.cost.Lanes, phc64.EncodeToString(h.salt), phc64.EncodeToString(h.key))
}

// parsePHC reads what String writes, and nothing else.
func parsePHC(s string) (phc, error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != "v="+strconv.Itoa(argon2.Version) {
		return phc{}, errPHC
	}
	cost, ok := parseCost(parts[3])
	if !ok {
		return phc{}, errPHC
	}
	salt, okSalt := parseBytes(parts[4], leastSalt)
	key, okKey := parseBytes(parts[5], leastKey)
	if !okSalt || !okKey {
		return phc{}, errPHC
	}
	return phc{cost: cost, salt: salt, key: key}, nil
}

func parseCost(s string) (Cost, bool) {
	fields := strings.Split(s, ",")
	if len(fields) != 3 {
		return Cost{}, false
	}
	var n [3]uint64
	for i, want := range []struct {
		name string
		most uint64
	}{{"m=", mostMemoryKiB}, {"t=", mostPasses}, {"p=", mostLanes}} {
		digits, ok := strings.CutPrefix(fields[i], want.name)
		v, err := strconv.ParseUint(digits, 10, 32)
		if !ok || err != nil || v < 1 || v > want.most || strconv.FormatUint(v, 10) != digits {
			return Cost{}, false
		}
		n[i] = v
	}
	c := Cost{MemoryKiB: uint32(n[0]), Passes: uint32(n[1]), Lanes: uint8(n[2])}
	return c, c.MemoryKiB >= 8*uint32(c.Lanes) // RFC 9106: eight blocks a lane
}

func parseBytes(s string, least int) ([]byte, bool) {
	if phc64.DecodedLen(len(s)) > mostBytes {
		return nil, false
	}
	b, err := phc64.DecodeString(s)
	return b, err == nil && len(b) >= least && !strings.ContainsAny(s, "\r\n")
}
