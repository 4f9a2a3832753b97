package notice

import (
	"fmt"
	"time"

	"reinstate/internal/reinstate"
)

// Due counts a time limit that starts when the message was received, in the
// zone of the marketplace. Hours run from the instant itself. Days, weeks and
// months end with the last second of their day there; a month that is too
// short ends on its last day. Business days leave out Saturdays and Sundays
// and say so, since no marketplace publishes its calendar of holidays. A date
// is over when its day is. The words say how it was counted. It is not ok for
// a limit that no instant ends, such as a number of attempts.
func Due(found reinstate.ClockFound, received time.Time, zone *time.Location) (due time.Time, words string, ok bool) {
	if found.Date != "" {
		day, err := time.ParseInLocation(time.DateOnly, found.Date, zone)
		if err != nil {
			return time.Time{}, "", false
		}
		return endOfDay(day), fmt.Sprintf("%s, end of day %s", day.Format("2 Jan 2006"), zoneName(day)), true
	}
	// Beyond this no marketplace gives time, and calendars overflow.
	const most = 100_000
	if found.Count <= 0 || found.Count > most {
		return time.Time{}, "", false
	}
	from := received.In(zone)
	switch found.Unit {
	case reinstate.UnitHour:
		due = received.Add(time.Duration(found.Count) * time.Hour).UTC()
		return due, fmt.Sprintf("%s from %s", counted(found), from.Format("2 Jan 2006 15:04 ")+zoneName(from)), true
	case reinstate.UnitDay:
		due = endOfDay(addDays(from, found.Count))
	case reinstate.UnitBusinessDay:
		due = endOfDay(addBusinessDays(from, found.Count))
	case reinstate.UnitWeek:
		due = endOfDay(addDays(from, 7*found.Count))
	case reinstate.UnitMonth:
		due = endOfDay(addMonths(from, found.Count))
	default:
		return time.Time{}, "", false
	}
	words = fmt.Sprintf("%s from %s, end of day %s", counted(found), from.Format("2 Jan 2006"), zoneName(due.In(zone)))
	if found.Unit == reinstate.UnitBusinessDay {
		words += ", weekends left out, holidays not"
	}
	return due, words, true
}

// endOfDay is the last second of the day of t, in UTC.
func endOfDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, t.Location()).Add(-time.Second).UTC()
}

// addDays moves to noon of a day, so that a change of the clocks in the night
// never moves the date.
func addDays(t time.Time, days int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+days, 12, 0, 0, 0, t.Location())
}

func addBusinessDays(t time.Time, days int) time.Time {
	t = addDays(t, 0)
	// Whole weeks first: the rest is at most four working days.
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = addDays(t, -1)
	}
	t = addDays(t, days/5*7)
	for left := days % 5; left > 0; {
		t = addDays(t, 1)
		if t.Weekday() != time.Saturday && t.Weekday() != time.Sunday {
			left--
		}
	}
	return t
}

func addMonths(t time.Time, months int) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, 12, 0, 0, 0, t.Location())
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// counted says a span in words, such as "17 days".
func counted(found reinstate.ClockFound) string {
	unit := map[reinstate.ClockUnit]string{
		reinstate.UnitHour: "hour", reinstate.UnitDay: "day", reinstate.UnitBusinessDay: "business day",
		reinstate.UnitWeek: "week", reinstate.UnitMonth: "month",
	}[found.Unit]
	if found.Count != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", found.Count, unit)
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
