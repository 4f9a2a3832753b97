package notice

import (
	"net/mail"
	"strings"
	"time"
)

// headDates are the ways in which mail programs write the date into the head
// of a message that is forwarded or pasted, beside the one of RFC 5322.
var headDates = []string{
	"Mon, 2 Jan 2006 15:04", "Mon, 2 Jan 2006 15:04:05", "2 Jan 2006 15:04", "Mon, Jan 2, 2006 15:04", "Mon, Jan 2, 2006 3:04 PM",
	"Jan 2, 2006 3:04 PM", "Jan 2, 2006 3:04:05 PM", "Jan 2, 2006 15:04", "Monday, January 2, 2006 3:04 PM", "Monday, January 2, 2006 3:04:05 PM",
	"Monday, January 2, 2006 15:04", "January 2, 2006 3:04 PM", "January 2, 2006 3:04:05 PM", "January 2, 2006 15:04", "Monday, 2 January 2006 15:04",
	"Monday, 2 January 2006 3:04 PM", "2 January 2006 15:04", "2006-01-02 15:04", "2006-01-02 15:04:05",
	"Monday, January 2, 2006", "Monday, 2 January 2006", "January 2, 2006", "2 January 2006", "Jan 2, 2006", "2 Jan 2006", "Mon, 2 Jan 2006", "Mon, Jan 2, 2006", "2006-01-02",
}

// headDate reads the date of a message's head as it was pasted. Where it names
// no zone, UTC is taken, which is wrong by hours at most; a date that cannot
// be read for certain, such as 6/7/2026, is none.
func headDate(value string) time.Time {
	value = strings.Join(strings.Fields(strings.NewReplacer(" at ", " ", "\u202f", " ", "\u00a0", " ").Replace(value)), " ")
	if at, err := mail.ParseDate(value); err == nil {
		return at.UTC()
	}
	for _, layout := range headDates {
		if at, err := time.Parse(layout, value); err == nil {
			return at
		}
	}
	return time.Time{}
}
