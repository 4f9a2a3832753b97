package access

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"reinstate/internal/reinstate"
)

// foldPassword brings what was typed to one form, so that the same password
// typed on another machine is the same: composed characters (NFC), and a plain
// space for every other kind of it (as RFC 8265, OpaqueString). It is not ok
// for what no password can be; that costs nothing to find out.
func foldPassword(typed string) (secret string, ok bool) {
	if len(typed) > passwordBytes || !utf8.ValidString(typed) {
		return "", false
	}
	spaced := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Zs, r) {
			return ' '
		}
		return r
	}, typed)
	secret = norm.NFC.String(spaced)
	return secret, secret != "" && utf8.RuneCountInString(secret) <= passwordLongest
}

// Sentences that refuse a new password.
const (
	tooShort     = "Use at least 8 characters. A few words in a row make a good password."
	tooLong      = "Use at most 128 characters."
	unprintable  = "A password cannot contain control characters, such as a line break."
	guessedFirst = "This is one of the passwords that are guessed first. Choose another."
	aboutThem    = "Choose a password that is not the name, the e-mail address or the firm."
)

// chosen checks a new password and gives its secret. known is what anybody
// would try first: the person's name and e-mail address, and the firm.
func chosen(typed string, known ...string) (secret, refusal string) {
	if typed == "" {
		return "", tooShort
	}
	if !utf8.ValidString(typed) || len(typed) <= passwordBytes && strings.ContainsFunc(typed, unicode.IsControl) {
		return "", unprintable
	}
	secret, ok := foldPassword(typed)
	switch {
	case !ok:
		return "", tooLong
	case utf8.RuneCountInString(secret) < passwordShortest:
		return "", tooShort
	case common(secret):
		return "", guessedFirst
	case personal(secret, known):
		return "", aboutThem
	}
	return secret, ""
}

// personal reports whether a password is no more than a known name, with a few
// digits or signs around it at most.
func personal(secret string, known []string) bool {
	secret = strings.ToLower(secret)
	for _, k := range append(known, "reinstate") {
		k = strings.ToLower(norm.NFC.String(k))
		local, _, _ := strings.Cut(k, "@")
		for _, name := range []string{k, local, strings.ReplaceAll(k, " ", "")} {
			if name != "" && (secret == name || stem(secret) == name) {
				return true
			}
		}
	}
	return false
}

// refusePassword checks a new password into a form's refusals.
func refusePassword(v reinstate.Invalid, field, typed string, known ...string) (secret string) {
	secret, refusal := chosen(typed, known...)
	if refusal != "" {
		v.Refuse(field, refusal)
	}
	return secret
}
