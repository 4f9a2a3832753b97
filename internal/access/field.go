package access

import (
	"net/mail"
	"strings"
	"time"
	_ "time/tzdata" // so that every zone is known where the machine has no list of its own
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"reinstate/internal/reinstate"
)

// Longest fields. An address is as long as mail can carry it (RFC 5321,
// section 4.5.3.1.3); the others are far beyond any real one, in characters.
const (
	emailLongest   = 254
	nameLongest    = 200
	zoneLongest    = 64
	langLongest    = 64
	addressLongest = 64
	agentLongest   = 300
)

// Sentences that refuse a field.
const (
	emailNone   = "Enter an e-mail address."
	emailOdd    = "Enter an e-mail address such as anna@example.com."
	nameOdd     = "Use one line of at most 200 ordinary characters."
	zoneOdd     = "Choose a time zone such as Europe/Berlin or Asia/Shanghai."
	languageOdd = "Choose a language such as English (en) or Chinese (zh-Hans)."
)

// foldEmail brings an address to the form it is stored in.
func foldEmail(typed string) string {
	if len(typed) > 2*emailLongest {
		return ""
	}
	return strings.ToLower(norm.NFC.String(strings.TrimSpace(typed)))
}

// refuseEmail checks an address and gives its stored form.
func refuseEmail(v reinstate.Invalid, field, typed string) string {
	email := foldEmail(typed)
	parsed, err := mail.ParseAddress(email)
	switch {
	case strings.TrimSpace(typed) == "":
		v.Refuse(field, emailNone)
	case err != nil || parsed.Address != email || len(email) > emailLongest || hidden(email):
		v.Refuse(field, emailOdd)
	}
	return email
}

// refuseName checks the name of a person or firm and gives its stored form.
func refuseName(v reinstate.Invalid, field, typed, empty string) string {
	if len(typed) > 4*nameLongest || !utf8.ValidString(typed) || hidden(strings.TrimSpace(typed)) {
		v.Refuse(field, nameOdd)
		return ""
	}
	name := norm.NFC.String(strings.Join(strings.Fields(typed), " "))
	if name == "" {
		v.Refuse(field, empty)
	}
	if utf8.RuneCountInString(name) > nameLongest {
		v.Refuse(field, nameOdd)
	}
	return name
}

// hidden reports whether s has characters that show nothing but change how
// the rest is read: controls, and marks that turn the direction of writing.
func hidden(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == utf8.RuneError
	})
}

// refuseZone checks the name of a time zone; empty stands for UTC.
func refuseZone(v reinstate.Invalid, field, typed string) string {
	zone := strings.TrimSpace(typed)
	if zone == "" {
		return ""
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" || len(zone) > zoneLongest || hidden(zone) {
		v.Refuse(field, zoneOdd)
		return ""
	}
	return zone
}

// refuseLanguage checks a BCP 47 tag and gives its canonical form; empty
// stands for the browser's.
func refuseLanguage(v reinstate.Invalid, field, typed string) string {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return ""
	}
	if len(typed) <= langLongest {
		tag, err := language.Parse(typed)
		if base, _, _ := tag.Raw(); err == nil && base.String() != "und" {
			return tag.String()
		}
	}
	v.Refuse(field, languageOdd)
	return ""
}

// cut shortens what is only shown, at a character.
func cut(s string, most int) string {
	s = strings.ToValidUTF8(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s[:min(len(s), 4*most)]), "")
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most])
	}
	return s
}
