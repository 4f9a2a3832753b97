package reinstate

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Start says what a time limit is counted from.
type Start string

// Starts of a time limit.
const (
	FromReceipt Start = "receipt" // the message reached the seller
	FromDate    Start = "date"    // the date that the message bears
	FromClick   Start = "click"   // somebody opens a page or presses a button, and records it
	FromFiling  Start = "filing"  // the appeal was filed
)

// Span is a length of time, or the day on which it is over.
type Span struct {
	Count int
	Unit  ClockUnit
	Date  string // YYYY-MM-DD, instead of Count and Unit
}

// Venue is where a time limit is counted.
type Venue struct {
	Zone     *time.Location
	Name     string // what people there call the zone, such as Pacific; empty: its abbreviation
	Calendar Calendar
}

// Reckoning is how a time limit was counted: everything that is needed to
// count it again, or to say it in words.
type Reckoning struct {
	Span
	From     Start
	Started  time.Time // the instant it is counted from; zero while that has not happened
	Calendar string    // code of the calendar of business days; empty: weekends only, or not needed
	LeftOut  string    // the holidays that were left out, with their dates
	Unsure   bool      // holidays of the time in question are not known
}

// MostCounted bounds a span: beyond it no marketplace gives time, and calendars overflow.
const MostCounted = 100_000

// Reckon counts a span from an instant, at a place. Hours run from the instant
// itself. Days, weeks and months end with the last second of their day there; a
// month that is too short ends on its last day. Business days leave out what
// the calendar of the place calls free. A date is over when its day is. It is
// not ok for a span that no instant ends, such as a number of attempts.
func Reckon(span Span, started time.Time, at Venue) (due time.Time, r Reckoning, ok bool) {
	r = Reckoning{Span: span, Started: started.UTC()}
	if span.Date != "" {
		day, err := time.Parse(time.DateOnly, span.Date)
		if err != nil {
			return time.Time{}, r, false
		}
		return lastSecond(day, at.Zone), r, true
	}
	if span.Count <= 0 || span.Count > MostCounted {
		return time.Time{}, r, false
	}
	from := civil(started.In(at.Zone).Date())
	switch span.Unit {
	case UnitHour:
		return started.Add(time.Duration(span.Count) * time.Hour).UTC(), r, true
	case UnitDay:
		return lastSecond(from.AddDate(0, 0, span.Count), at.Zone), r, true
	case UnitWeek:
		return lastSecond(from.AddDate(0, 0, 7*span.Count), at.Zone), r, true
	case UnitMonth:
		return lastSecond(addMonths(from, span.Count), at.Zone), r, true
	case UnitBusinessDay:
		day := r.workingDays(from, span.Count, at.Calendar)
		return lastSecond(day, at.Zone), r, true
	}
	return time.Time{}, r, false
}

// addMonths moves a day by months; where the month is too short, to its last day.
func addMonths(day time.Time, months int) time.Time {
	last := civil(day.Year(), day.Month()+time.Month(months)+1, 0)
	return civil(last.Year(), last.Month(), min(day.Day(), last.Day()))
}

// workingDays moves a day by so many working days and notes what was left out.
func (r *Reckoning) workingDays(day time.Time, count int, calendar Calendar) time.Time {
	if len(calendar.Weekend) == 0 || len(calendar.Weekend) > 6 {
		calendar.Weekend = WeekendsOnly.Weekend
	}
	r.Calendar = calendar.Code
	var skipped []string
	for count > 0 {
		day = day.AddDate(0, 0, 1)
		why := calendar.Free(day)
		if why == "" {
			count--
		} else if !calendar.weekend(day) {
			skipped = append(skipped, why+" ("+day.Format("2 Jan 2006")+")")
		}
	}
	r.LeftOut, r.Unsure = strings.Join(skipped, ", "), !calendar.Knows(day)
	return day
}

// lastSecond is the last second whose date is that day in a zone, in UTC; for a
// day that the zone leaves out, the last second before it. It looks at every
// offset that holds around that midnight, since midnight may be missing or
// come twice.
func lastSecond(day time.Time, zone *time.Location) time.Time {
	const widest = 26 * time.Hour // no zone is farther from UTC
	midnight := civil(day.Year(), day.Month(), day.Day()+1)
	from, to := midnight.Add(-widest), midnight.Add(widest)
	last := from
	for _, end := range append(Turns(zone, from, to, time.Hour), to) {
		over := midnight.Add(-offset(zone, from))
		if end.Before(over) {
			over = end
		}
		if over.After(from) {
			last = over
		}
		from = end
	}
	return last.Add(-time.Second)
}

// Turns lists the instants at which the clocks of a zone are changed, after
// from and not after to. Changes that are less than a step apart and undo each
// other may be missed. It tries instants rather than asking Time.ZoneBounds,
// which after 2037 gives bounds that do not end.
func Turns(zone *time.Location, from, to time.Time, step time.Duration) []time.Time {
	var turns []time.Time
	for from.Before(to) {
		next := from.Add(step)
		if next.After(to) {
			next = to
		}
		if was := offset(zone, from); was != offset(zone, next) {
			before, after := from.Unix(), next.Unix()
			for after-before > 1 {
				if middle := (before + after) / 2; offset(zone, time.Unix(middle, 0)) == was {
					before = middle
				} else {
					after = middle
				}
			}
			turns = append(turns, time.Unix(after, 0).UTC())
		}
		from = next
	}
	return turns
}

// offset is how far a zone is ahead of UTC at an instant.
func offset(zone *time.Location, at time.Time) time.Duration {
	_, seconds := at.In(zone).Zone()
	return time.Duration(seconds) * time.Second
}

// Words say in English how a limit was counted, such as "17 days from 22 Nov
// 2026, end of day Pacific".
func (r Reckoning) Words(at Venue) string {
	name := func(t time.Time) string {
		if at.Name != "" {
			return at.Name
		}
		return zoneName(t.In(at.Zone))
	}
	if r.Date != "" {
		day, _ := time.Parse(time.DateOnly, r.Date)
		return fmt.Sprintf("%s, end of day %s", day.Format("2 Jan 2006"), name(day))
	}
	if r.Started.IsZero() {
		return fmt.Sprintf("%s from the moment the page is opened, which nobody has recorded yet", r.Span.String())
	}
	from := r.Started.In(at.Zone)
	if r.Unit == UnitHour {
		return fmt.Sprintf("%s from %s %s", r.Span.String(), from.Format("2 Jan 2006 15:04"), name(from))
	}
	words := fmt.Sprintf("%s from %s, end of day %s", r.Span.String(), from.Format("2 Jan 2006"), name(from))
	if r.Unit != UnitBusinessDay {
		return words
	}
	words += ", weekends left out"
	if r.LeftOut != "" {
		words += ", and " + r.LeftOut
	}
	if r.Unsure {
		words += "; holidays are not known there"
	}
	return words
}

// String says a span in English, such as "17 days".
func (s Span) String() string {
	unit := strings.ReplaceAll(string(s.Unit), "_", " ")
	if s.Count != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", s.Count, unit)
}

// zoneName is what people call the zone at that time, such as PST, or its
// IANA name where it has only an offset.
func zoneName(t time.Time) string {
	name, _ := t.Zone()
	if name == "" || name[0] == '+' || name[0] == '-' {
		return t.Location().String()
	}
	return name
}

// Starts lists what a time limit may be counted from.
func Starts() []Start { return []Start{FromReceipt, FromDate, FromClick, FromFiling} }

// Valid reports whether s is one of Starts, or empty for receipt.
func (s Start) Valid() bool { return s == "" || slices.Contains(Starts(), s) }
