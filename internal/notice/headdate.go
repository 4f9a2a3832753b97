package notice

import (
	"net/mail"
	"strings"
	"time"
)

// Sent is when a message was sent: its mail's own date, else the date in the
// head of the text as it was pasted. Where that names no zone, UTC is taken,
// which is wrong by hours at most; a date that cannot be read for certain,
// such as 6/7/2026, is none, and the zero time.
func (r *Reader) Sent(m Message) time.Time {
	if !m.Date.IsZero() {
		return m.Date
	}
	value := strings.Join(strings.Fields(strings.NewReplacer(" at ", " ", "\u202f", " ", "\u00a0", " ").Replace(m.HeadDate)), " ")
	if at, err := mail.ParseDate(value); err == nil {
		return at.UTC()
	}
	for _, layout := range r.lexicon.HeadDates {
		if at, err := time.Parse(layout, value); err == nil {
			return at
		}
	}
	return time.Time{}
}
