package reinstate

import (
	"slices"
	"time"
)

// Calendar says on which days nobody works: by it business days are counted.
type Calendar struct {
	Code     string // such as us_federal; empty: weekends only, holidays unknown
	Name     string
	Weekend  []time.Weekday
	Holidays []Holiday
	Works    []string // YYYY-MM-DD: days of a weekend on which people work all the same
	Until    int      // the last year whose holidays are known; 0: they follow from rules
}

// WeekendsOnly is the calendar of a place whose holidays are not known.
var WeekendsOnly = Calendar{Weekend: []time.Weekday{time.Saturday, time.Sunday}}

// Holiday is one free day of a year. Exactly one of Day, Weekday with Nth,
// Easter or On says when: on a day of Month, on the Nth Weekday of Month (-1:
// the last), so many days after Easter Sunday, or on the days listed.
type Holiday struct {
	Name    string
	Month   time.Month
	Day     int
	Weekday time.Weekday
	Nth     int
	Easter  *int
	On      []string // YYYY-MM-DD
	Since   int      // the first year; 0: always
	Shift   Shift
}

// Shift says where a holiday goes that falls on a weekend.
type Shift string

// Shifts.
const (
	NoShift      Shift = ""        // it is lost
	ShiftNearest Shift = "nearest" // Saturday to Friday, Sunday to Monday
	ShiftNext    Shift = "next"    // to the next day that is free for nothing else
)

// Free names why nobody works on a day, which is given as a date at any hour
// and read without its zone: the holiday's name, or the weekday's on a weekend.
// It is empty for a working day.
func (c Calendar) Free(day time.Time) string {
	day = civil(day.Date())
	if slices.Contains(c.Works, day.Format(time.DateOnly)) {
		return ""
	}
	// A holiday of the year after may be observed on the last day of this one.
	for _, year := range []int{day.Year(), day.Year() + 1} {
		for _, h := range c.observed(year) {
			if h.day.Equal(day) {
				return h.name
			}
		}
	}
	if c.weekend(day) {
		return day.Weekday().String()
	}
	return ""
}

// Knows reports whether the holidays of a day's year are known.
func (c Calendar) Knows(day time.Time) bool {
	return c.Code != "" && (c.Until == 0 || day.Year() <= c.Until)
}

func (c Calendar) weekend(day time.Time) bool { return slices.Contains(c.Weekend, day.Weekday()) }

type freeDay struct {
	day  time.Time
	name string
}

// observed lists the days on which the holidays of a year are kept.
func (c Calendar) observed(year int) []freeDay {
	var days []freeDay
	for _, h := range c.Holidays {
		for _, day := range h.in(year) {
			days = append(days, freeDay{day, h.Name})
		}
	}
	taken := func(day time.Time) bool {
		return c.weekend(day) || slices.ContainsFunc(days, func(d freeDay) bool { return d.day.Equal(day) })
	}
	at := 0
	for _, h := range c.Holidays {
		for range h.in(year) {
			days[at].day = h.Shift.move(days[at].day, c.weekend, taken)
			at++
		}
	}
	return days
}

// move is where a holiday is kept.
func (s Shift) move(day time.Time, weekend, taken func(time.Time) bool) time.Time {
	if !weekend(day) {
		return day
	}
	switch s {
	case ShiftNearest:
		if day.Weekday() == time.Saturday {
			return day.AddDate(0, 0, -1)
		}
		return day.AddDate(0, 0, 1)
	case ShiftNext:
		for taken(day) {
			day = day.AddDate(0, 0, 1)
		}
	}
	return day
}

// in lists the days of a year on which a holiday falls.
func (h Holiday) in(year int) []time.Time {
	if year < h.Since {
		return nil
	}
	switch {
	case h.Easter != nil:
		return []time.Time{easter(year).AddDate(0, 0, *h.Easter)}
	case h.Nth > 0:
		first := civil(year, h.Month, 1)
		return []time.Time{first.AddDate(0, 0, (int(h.Weekday-first.Weekday())+7)%7+7*(h.Nth-1))}
	case h.Nth < 0:
		last := civil(year, h.Month+1, 0)
		return []time.Time{last.AddDate(0, 0, -(int(last.Weekday()-h.Weekday)+7)%7)}
	case h.Day > 0:
		return []time.Time{civil(year, h.Month, h.Day)}
	}
	var days []time.Time
	for _, on := range h.On {
		if day, err := time.Parse(time.DateOnly, on); err == nil && day.Year() == year {
			days = append(days, day)
		}
	}
	return days
}

// easter is Easter Sunday of the Gregorian calendar, by the rule of Meeus,
// Jones and Butcher.
func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return civil(year, time.Month(n/31), n%31+1)
}

// civil is a calendar day without a zone: midnight in UTC.
func civil(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}
