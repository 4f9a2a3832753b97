package access

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// newToken makes a session token: what the cookie holds. Only its digest is stored.
func newToken() string { return base64.RawURLEncoding.EncodeToString(random(tokenBytes)) }

// tokenLike reports whether s could be a token at all, so that rubbish in a
// cookie costs no query.
func tokenLike(s string) bool { return len(s) == base64.RawURLEncoding.EncodedLen(tokenBytes) }

// digest is the hex SHA-256 of a secret that was drawn at random. Such a
// secret cannot be guessed from it, unlike a password.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// sameDigest compares two digests in constant time. An empty one fits no secret.
func sameDigest(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// crockford is Douglas Crockford's base 32: no I, L, O or U, so that a code
// read aloud or copied by hand comes out right.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// newCode makes a setup code in eight groups of four, such as
// 7KQ2-M9XD-....
func newCode() string {
	letters := crockford.EncodeToString(random(codeBytes))
	var groups []string
	for len(letters) > 0 {
		groups = append(groups, letters[:4])
		letters = letters[4:]
	}
	return strings.Join(groups, "-")
}

// typedCode is a setup code as a person may type it, brought to one form:
// case, spaces and dashes do not matter, and the letters that look like digits
// are read as those.
var typedCode = strings.NewReplacer("-", "", " ", "", "\t", "", "\r", "", "\n", "", "O", "0", "I", "1", "L", "1")

func foldCode(typed string) string {
	if len(typed) > 4*codeBytes {
		return ""
	}
	return typedCode.Replace(strings.ToUpper(typed))
}
