package web

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// ical writes RFC 5545: lines end with CRLF and are folded after 75 bytes, and
// no text of a case can end a line or a component.
type ical struct{ out strings.Builder }

// foldAt is the most bytes of a line, its end not counted (RFC 5545, 3.1).
const foldAt = 75

// line writes one content line. The value is what the property's type wants;
// text goes through escaped first.
func (w *ical) line(name, value string) {
	rest, room := name+":"+value, foldAt
	for len(rest) > room {
		at := room
		for !utf8.RuneStart(rest[at]) {
			at--
		}
		w.out.WriteString(rest[:at] + "\r\n ")
		rest, room = rest[at:], foldAt-1 // the space counts
	}
	w.out.WriteString(rest + "\r\n")
}

// text writes a property of type TEXT.
func (w *ical) text(name, value string) { w.line(name, escaped(value)) }

// escaped is text as a value. Characters that no calendar shows are left out.
func escaped(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r\n", "\n")
	text = strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(text)
}

const (
	icalLocal = "20060102T150405"
	icalUTC   = "20060102T150405Z"
	icalDay   = "20060102"
)

// calendar is an agenda as a file for calendar programs.
func (v *voice) calendar(lines []store.AgendaLine, base string) []byte {
	w := &ical{}
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//Reinstate//Agenda//EN")
	w.line("CALSCALE", "GREGORIAN")
	w.line("METHOD", "PUBLISH")
	w.text("X-WR-CALNAME", "Reinstate")
	w.line("REFRESH-INTERVAL;VALUE=DURATION", "PT15M")
	w.line("X-PUBLISHED-TTL", "PT15M")
	w.zones(lines)
	for _, l := range lines {
		if l.Back() {
			v.backEvent(w, l, base)
		} else {
			v.clockEvent(w, l, base)
		}
	}
	w.line("END", "VCALENDAR")
	return []byte(w.out.String())
}

// clockEvent is a time limit: an instant, with alarms where it is the seller's own.
func (v *voice) clockEvent(w *ical, l store.AgendaLine, base string) {
	w.line("BEGIN", "VEVENT")
	w.line("UID", fmt.Sprintf("clock-%d@reinstate", l.Clock.ID))
	w.line("DTSTAMP", v.now.UTC().Format(icalUTC))
	w.line("SEQUENCE", fmt.Sprint(max(0, l.Clock.Version-1)))
	if zone := zoneOf(l.Clock.Zone); zone == time.UTC || twice(l.Clock.Due, zone) {
		w.line("DTSTART", l.Clock.Due.UTC().Format(icalUTC))
	} else {
		w.line("DTSTART;TZID="+zone.String(), l.Clock.Due.In(zone).Format(icalLocal))
	}
	summary := v.t("%[1]s: %[2]s %[3]s", v.label(l.Clock.Kind), l.Reference, l.ClientName)
	w.text("SUMMARY", summary)
	says := []string{v.t("%[1]s (%[2]s)", v.counted(l.Clock), v.label(l.Clock.Basis))}
	if was := l.Clock.Was; !was.IsZero() {
		says = []string{v.t("Moved by hand: %s", l.Clock.Why), v.t("Before that: %[1]s, %[2]s", v.moment(was), v.counted(l.Clock))}
	}
	if l.Clock.Quote != "" {
		says = append(says, "“"+l.Clock.Quote+"”")
	}
	w.text("DESCRIPTION", strings.Join(says, "\n"))
	w.about(l, base)
	if l.Clock.Kind.Sellers() {
		for _, before := range []string{"-P1D", "-PT4H"} {
			w.line("BEGIN", "VALARM")
			w.line("ACTION", "DISPLAY")
			w.line("TRIGGER", before)
			w.text("DESCRIPTION", summary)
			w.line("END", "VALARM")
		}
	}
	w.line("END", "VEVENT")
}

// backEvent is the day on which a case comes back from a hold.
func (v *voice) backEvent(w *ical, l store.AgendaLine, base string) {
	w.line("BEGIN", "VEVENT")
	w.line("UID", fmt.Sprintf("back-%d@reinstate", l.Clock.Case))
	w.line("DTSTAMP", v.now.UTC().Format(icalUTC))
	w.line("DTSTART;VALUE=DATE", l.Clock.Due.In(v.zone).Format(icalDay))
	w.text("SUMMARY", v.t("Back from hold: %[1]s %[2]s", l.Reference, l.ClientName))
	w.text("DESCRIPTION", l.Held.Why)
	w.about(l, base)
	w.line("END", "VEVENT")
}

// about is what every event says of its case. It takes up nobody's time.
func (w *ical) about(l store.AgendaLine, base string) {
	w.line("URL", base+casePath(l.Reference))
	w.line("STATUS", "CONFIRMED")
	w.line("TRANSP", "TRANSPARENT")
}

// zones writes a VTIMEZONE for each zone that events name, with every change of
// its clocks from a year before the first event to a year after the last, so
// that a program needs no list of its own.
func (w *ical) zones(lines []store.AgendaLine) {
	names := map[string]*time.Location{}
	var first, last time.Time
	for _, l := range lines {
		zone := zoneOf(l.Clock.Zone)
		if l.Back() || zone == time.UTC {
			continue
		}
		names[zone.String()] = zone
		if first.IsZero() || l.Clock.Due.Before(first) {
			first = l.Clock.Due
		}
		if l.Clock.Due.After(last) {
			last = l.Clock.Due
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		w.line("BEGIN", "VTIMEZONE")
		w.line("TZID", name)
		from := first.AddDate(-1, 0, 0)
		w.observance(names[name], from, from)
		for _, turn := range reinstate.Turns(names[name], from, last.AddDate(1, 0, 0), 24*time.Hour) {
			w.observance(names[name], turn, turn.Add(-time.Second))
		}
		w.line("END", "VTIMEZONE")
	}
}

// observance is one stretch of a zone's time, which begins at an instant and
// follows on what held before.
func (w *ical) observance(zone *time.Location, at, before time.Time) {
	kind := "STANDARD"
	if at.In(zone).IsDST() {
		kind = "DAYLIGHT"
	}
	name, to := at.In(zone).Zone()
	_, from := before.In(zone).Zone()
	w.line("BEGIN", kind)
	w.line("DTSTART", at.UTC().Add(time.Duration(from)*time.Second).Format(icalLocal))
	w.line("TZOFFSETFROM", utcOffset(from))
	w.line("TZOFFSETTO", utcOffset(to))
	w.text("TZNAME", name)
	w.line("END", kind)
}

// utcOffset writes seconds as RFC 5545 does, such as -0800.
func utcOffset(seconds int) string {
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	text := fmt.Sprintf("%s%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		text += fmt.Sprintf("%02d", seconds%60)
	}
	return text
}

// twice reports whether the clocks of a zone show the same time at another
// instant too, as in the night they are put back. Such a time is written in UTC.
func twice(at time.Time, zone *time.Location) bool {
	shown := at.In(zone).Format(icalLocal)
	for _, turn := range reinstate.Turns(zone, at.Add(-26*time.Hour), at.Add(26*time.Hour), time.Hour) {
		_, before := turn.Add(-time.Second).In(zone).Zone()
		_, after := turn.In(zone).Zone()
		step := time.Duration(before-after) * time.Second
		if at.Add(step).In(zone).Format(icalLocal) == shown || at.Add(-step).In(zone).Format(icalLocal) == shown {
			return step != 0
		}
	}
	return false
}
