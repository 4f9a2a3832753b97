package casework

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"reinstate/internal/reinstate"
)

// Lengths, in characters, beyond which a field is refused: far above honest
// use, low enough that a row stays a row.
const (
	maxLine = 300
	maxText = 20_000
)

// line tidies one line of input: normal form, no control or direction
// characters, single spaces.
func line(s string) string {
	return strings.Join(strings.Fields(text(strings.ReplaceAll(s, "\n", " "))), " ")
}

// text tidies input that may span lines: normal form, plain line ends, no
// other control characters and none that change the direction of reading.
func text(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ").Replace(s)
	s = strings.Map(func(r rune) rune {
		if r == '\n' || !unicode.IsControl(r) && !directional(r) {
			return r
		}
		return -1
	}, s)
	return strings.TrimSpace(norm.NFC.String(s))
}

// directional reports whether r is one of the invisible characters that turn
// the direction of reading, with which names are disguised.
func directional(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x200E || r == 0x200F || r == 0x061C || r == 0xFEFF
}

// bounded refuses fields that are longer than their bound.
func bounded(refused reinstate.Invalid, bound int, fields map[string]string) {
	for field, value := range fields {
		if utf8.RuneCountInString(value) > bound {
			refused.Refuse(field, "This is too long.")
		}
	}
}

var (
	keyShape   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	storeShape = regexp.MustCompile(`^[A-Z]{2}$`)
)

func tidyClient(c *reinstate.Client) error {
	for _, field := range []*string{&c.LegalName, &c.OtherName, &c.Contact, &c.Email, &c.Phone} {
		*field = line(*field)
	}
	c.Address, c.Notes = text(c.Address), text(c.Notes)
	refused := reinstate.Invalid{}
	if c.LegalName == "" {
		refused.Refuse("legal_name", "Give the client's legal name, as registered.")
	}
	if c.Email != "" && !strings.Contains(c.Email, "@") {
		refused.Refuse("email", "This is not an e-mail address.")
	}
	bounded(refused, maxLine, map[string]string{
		"legal_name": c.LegalName, "other_name": c.OtherName, "contact": c.Contact, "email": c.Email, "phone": c.Phone,
	})
	bounded(refused, maxText, map[string]string{"address": c.Address, "notes": c.Notes})
	return refused.Err()
}

func tidyAccount(a *reinstate.Account) error {
	for _, field := range []*string{&a.Key, &a.SellerID, &a.StoreName, &a.Store} {
		*field = line(*field)
	}
	a.Key, a.Store = strings.ToLower(a.Key), strings.ToUpper(a.Store)
	if a.Standing == "" {
		a.Standing = reinstate.StandingUnknown
	}
	refused := reinstate.Invalid{}
	if !a.Marketplace.Known() {
		refused.Refuse("marketplace", "Choose the marketplace.")
	}
	if a.Store != "" && !storeShape.MatchString(a.Store) {
		refused.Refuse("store", "Give the store as a country code of two letters, such as US.")
	}
	if a.Key != "" && !keyShape.MatchString(a.Key) {
		refused.Refuse("key", "A short name has small letters, digits and single hyphens, such as alder-amazon-de.")
	}
	if !slices.Contains(reinstate.Standings(), a.Standing) {
		refused.Refuse("standing", "Choose how the account stands.")
	}
	bounded(refused, maxLine, map[string]string{"key": a.Key, "seller_id": a.SellerID, "store_name": a.StoreName})
	return refused.Err()
}

// calendarDate reports whether s is empty or a real day written YYYY-MM-DD.
func calendarDate(s string) bool {
	if s == "" {
		return true
	}
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// fileName cleans an uploaded name for display: its last element, tidied, and
// never empty or a dot name.
func fileName(s string) string {
	s = strings.ReplaceAll(s, "\\", "/")
	s = line(s[strings.LastIndexByte(s, '/')+1:])
	s = strings.TrimLeft(strings.Trim(s, " "), ".")
	if runes := []rune(s); len(runes) > 180 {
		ext := ""
		if dot := strings.LastIndexByte(s, '.'); dot >= 0 && len(s)-dot <= 10 {
			ext = s[dot:]
		}
		s = string(runes[:160]) + ext
	}
	if s == "" {
		return "unnamed"
	}
	return s
}
