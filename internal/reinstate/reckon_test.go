package reinstate

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"
)

// federal is the calendar of the United States, as far as the tests need it.
var federal = Calendar{
	Code: "us_federal", Weekend: WeekendsOnly.Weekend,
	Holidays: []Holiday{
		{Name: "New Year's Day", Month: time.January, Day: 1, Shift: ShiftNearest},
		{Name: "Birthday of Martin Luther King, Jr.", Month: time.January, Weekday: time.Monday, Nth: 3},
		{Name: "Washington's Birthday", Month: time.February, Weekday: time.Monday, Nth: 3},
		{Name: "Memorial Day", Month: time.May, Weekday: time.Monday, Nth: -1},
		{Name: "Juneteenth", Month: time.June, Day: 19, Since: 2021, Shift: ShiftNearest},
		{Name: "Independence Day", Month: time.July, Day: 4, Shift: ShiftNearest},
		{Name: "Labor Day", Month: time.September, Weekday: time.Monday, Nth: 1},
		{Name: "Columbus Day", Month: time.October, Weekday: time.Monday, Nth: 2},
		{Name: "Veterans Day", Month: time.November, Day: 11, Shift: ShiftNearest},
		{Name: "Thanksgiving Day", Month: time.November, Weekday: time.Thursday, Nth: 4},
		{Name: "Christmas Day", Month: time.December, Day: 25, Shift: ShiftNearest},
	},
}

// england has holidays that follow Easter and move to the next free day.
var england = Calendar{
	Code: "gb_england", Weekend: WeekendsOnly.Weekend,
	Holidays: []Holiday{
		{Name: "Good Friday", Easter: new(-2)}, {Name: "Easter Monday", Easter: new(1)},
		{Name: "Christmas Day", Month: time.December, Day: 25, Shift: ShiftNext}, {Name: "Boxing Day", Month: time.December, Day: 26, Shift: ShiftNext},
	},
}

func zoned(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestATimeLimitIsCountedWhereTheMarketplaceIs(t *testing.T) {
	t.Parallel()
	pacific := Venue{Zone: zoned(t, "America/Los_Angeles"), Name: "Pacific", Calendar: federal}
	at := func(zone string) Venue { return Venue{Zone: zoned(t, zone)} }
	for _, tt := range []struct {
		name    string
		place   Venue
		started string
		span    Span
		due     string
		words   string
	}{
		{"17 days end with the day there", pacific, "2026-11-22T20:00:00Z", Span{Count: 17, Unit: UnitDay}, "2026-12-10T07:59:59Z", "17 days from 22 Nov 2026, end of day Pacific"},
		{"received before midnight there", pacific, "2026-11-23T05:00:00Z", Span{Count: 1, Unit: UnitDay}, "2026-11-24T07:59:59Z", "1 day from 22 Nov 2026, end of day Pacific"},
		{"hours run from the instant", pacific, "2026-11-22T20:00:00Z", Span{Count: 72, Unit: UnitHour}, "2026-11-25T20:00:00Z", "72 hours from 22 Nov 2026 12:00 Pacific"},
		{"hours across the autumn change", pacific, "2026-11-01T08:00:00Z", Span{Count: 24, Unit: UnitHour}, "2026-11-02T08:00:00Z", "24 hours from 1 Nov 2026 01:00 Pacific"},
		{"days across the spring change", pacific, "2026-03-07T20:00:00Z", Span{Count: 1, Unit: UnitDay}, "2026-03-09T06:59:59Z", "1 day from 7 Mar 2026, end of day Pacific"},
		{"business days leave the weekend and Thanksgiving out", pacific, "2026-11-25T20:00:00Z", Span{Count: 2, Unit: UnitBusinessDay}, "2026-12-01T07:59:59Z",
			"2 business days from 25 Nov 2026, end of day Pacific, weekends left out, and Thanksgiving Day (26 Nov 2026)"},
		{"business days from a Saturday", pacific, "2026-11-14T20:00:00Z", Span{Count: 5, Unit: UnitBusinessDay}, "2026-11-21T07:59:59Z", "5 business days from 14 Nov 2026, end of day Pacific, weekends left out"},
		{"a holiday on a Saturday is kept on Friday", pacific, "2026-07-02T20:00:00Z", Span{Count: 1, Unit: UnitBusinessDay}, "2026-07-07T06:59:59Z",
			"1 business day from 2 Jul 2026, end of day Pacific, weekends left out, and Independence Day (3 Jul 2026)"},
		{"New Year kept in the old year", pacific, "2027-12-30T20:00:00Z", Span{Count: 1, Unit: UnitBusinessDay}, "2028-01-04T07:59:59Z",
			"1 business day from 30 Dec 2027, end of day Pacific, weekends left out, and New Year's Day (31 Dec 2027)"},
		{"Easter", Venue{Zone: zoned(t, "Europe/London"), Calendar: england}, "2027-03-25T12:00:00Z", Span{Count: 1, Unit: UnitBusinessDay}, "2027-03-30T22:59:59Z",
			"1 business day from 25 Mar 2027, end of day GMT, weekends left out, and Good Friday (26 Mar 2027), Easter Monday (29 Mar 2027)"},
		{"Christmas on a Saturday moves both days", Venue{Zone: zoned(t, "Europe/London"), Calendar: england}, "2027-12-24T12:00:00Z", Span{Count: 1, Unit: UnitBusinessDay}, "2027-12-29T23:59:59Z",
			"1 business day from 24 Dec 2027, end of day GMT, weekends left out, and Christmas Day (27 Dec 2027), Boxing Day (28 Dec 2027)"},
		{"a place whose holidays nobody told us", at("Asia/Dubai"), "2026-11-20T12:00:00Z", Span{Count: 1, Unit: UnitBusinessDay}, "2026-11-23T19:59:59Z",
			"1 business day from 20 Nov 2026, end of day Asia/Dubai, weekends left out; holidays are not known there"},
		{"weeks", pacific, "2026-11-22T20:00:00Z", Span{Count: 2, Unit: UnitWeek}, "2026-12-07T07:59:59Z", "2 weeks from 22 Nov 2026, end of day Pacific"},
		{"a month that is too short", pacific, "2026-01-31T20:00:00Z", Span{Count: 1, Unit: UnitMonth}, "2026-03-01T07:59:59Z", "1 month from 31 Jan 2026, end of day Pacific"},
		{"six months to a leap day", pacific, "2027-08-31T20:00:00Z", Span{Count: 6, Unit: UnitMonth}, "2028-03-01T07:59:59Z", "6 months from 31 Aug 2027, end of day Pacific"},
		{"a date", pacific, "2026-11-22T20:00:00Z", Span{Date: "2026-12-09"}, "2026-12-10T07:59:59Z", "9 Dec 2026, end of day Pacific"},
		{"the day before one that has no midnight", at("America/Sao_Paulo"), "2018-11-02T12:00:00Z", Span{Count: 1, Unit: UnitDay}, "2018-11-04T02:59:59Z", "1 day from 2 Nov 2018, end of day America/Sao_Paulo"},
		{"a day that ends twice", at("America/Sao_Paulo"), "2018-02-16T12:00:00Z", Span{Count: 1, Unit: UnitDay}, "2018-02-18T02:59:59Z", "1 day from 16 Feb 2018, end of day America/Sao_Paulo"},
		{"a day that Samoa left out", at("Pacific/Apia"), "2011-12-29T20:00:00Z", Span{Count: 1, Unit: UnitDay}, "2011-12-30T09:59:59Z", "1 day from 29 Dec 2011, end of day Pacific/Apia"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			started, err := time.Parse(time.RFC3339, tt.started)
			if err != nil {
				t.Fatal(err)
			}
			due, r, ok := Reckon(tt.span, started, tt.place)
			if got := due.Format(time.RFC3339); !ok || got != tt.due || r.Words(tt.place) != tt.words {
				t.Errorf("got  %s, %q\nwant %s, %q", got, r.Words(tt.place), tt.due, tt.words)
			}
		})
	}
}

func TestWhatNoInstantEndsHasNone(t *testing.T) {
	t.Parallel()
	for _, span := range []Span{
		{}, {Count: 2, Unit: UnitAttempt}, {Count: -1, Unit: UnitDay}, {Date: "2026-02-30"}, {Count: 1 << 40, Unit: UnitMonth}, {Count: 3, Unit: "moon"},
	} {
		if due, _, ok := Reckon(span, time.Now(), Venue{Zone: time.UTC}); ok {
			t.Errorf("%+v is due %s", span, due)
		}
	}
}

func TestALimitIsLateOnceItsInstantIsOver(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name string
		due  time.Time
		want Nearness
	}{
		{"none", time.Time{}, NoLimit},
		{"a second over", now.Add(-time.Second), Passed},
		{"the very instant is in time", now, Near},
		{"less than a day", now.Add(24*time.Hour - time.Second), Near},
		{"a day", now.Add(24 * time.Hour), Soon},
		{"four days", now.Add(96 * time.Hour), Ahead},
	} {
		if got := Stands(tt.due, now); got != tt.want || Late(tt.due, now) != (tt.want == Passed) {
			t.Errorf("%s: got %d, want %d", tt.name, got, tt.want)
		}
	}
	met := Clock{Due: now.Add(-time.Hour), Met: now}
	if met.Stands(now) != NoLimit {
		t.Error("a clock that was met is still called late")
	}
}

// zones are all zones that the product offers.
func zones(t testing.TB) []*time.Location {
	t.Helper()
	text, err := os.ReadFile("../../data/words/zones.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []*time.Location
	for name := range strings.FieldsSeq(string(text)) {
		all = append(all, zoned(t, name))
	}
	if len(all) < 300 {
		t.Fatalf("only %d zones", len(all))
	}
	return all
}

// TestGeneratedClocksAgreeWithAnotherWayOfCounting counts 100,000 limits in all
// zones, half of them around a change of the clocks, both ways.
func TestGeneratedClocksAgreeWithAnotherWayOfCounting(t *testing.T) {
	t.Parallel()
	const many = 100_000
	dice := rand.New(rand.NewPCG(20261126, 6))
	all := zones(t)
	turns := make([][]time.Time, len(all))
	for i, zone := range all {
		turns[i] = Turns(zone, time.Unix(0, 0), time.Unix(2_200_000_000, 0), 24*time.Hour)
	}
	units := []ClockUnit{UnitHour, UnitDay, UnitDay, UnitBusinessDay, UnitWeek, UnitMonth}
	wrong := 0
	for range many {
		pick := dice.IntN(len(all))
		zone, unit := all[pick], units[dice.IntN(len(units))]
		span := Span{Count: 1 + dice.IntN(40), Unit: unit}
		started := time.Unix(dice.Int64N(2_200_000_000), 0).UTC()
		if n := len(turns[pick]); n > 0 && dice.IntN(2) == 0 {
			turn := turns[pick][dice.IntN(n)]
			started = turn.AddDate(0, 0, -dice.IntN(span.Count+1)).Add(time.Duration(dice.IntN(100_000)-50_000) * time.Second).UTC()
		}
		if dice.IntN(20) == 0 {
			local := started.In(zone)
			span = Span{Date: civil(local.Year(), local.Month(), local.Day()+dice.IntN(60)).Format(time.DateOnly)}
		}
		place := Venue{Zone: zone, Calendar: federal}
		due, _, ok := Reckon(span, started, place)
		if want := otherwise(t, span, started, place); !ok || !due.Equal(want) {
			if wrong++; wrong < 10 {
				t.Errorf("%s %s from %s in %s: got %s, another way gives %s", span, span.Date, started.In(zone), zone, due.In(zone), want.In(zone))
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%d of %d differ", wrong, many)
	}
}

// otherwise counts a limit by day numbers, and finds the end of a day by trying
// one instant after the other.
func otherwise(t *testing.T, span Span, started time.Time, at Venue) time.Time {
	if span.Date != "" {
		day, err := time.Parse(time.DateOnly, span.Date)
		if err != nil {
			t.Fatal(err)
		}
		return tryEnd(dayNumber(day.Year(), int(day.Month()), day.Day()), at.Zone)
	}
	if span.Unit == UnitHour {
		return time.Unix(started.Unix()+int64(span.Count)*3600, int64(started.Nanosecond()))
	}
	local := started.In(at.Zone)
	year, month, day := local.Year(), int(local.Month()), local.Day()
	number := dayNumber(year, month, day)
	switch span.Unit {
	case UnitDay:
		number += span.Count
	case UnitWeek:
		number += span.Count * 7
	case UnitMonth:
		for range span.Count {
			if month++; month == 13 {
				year, month = year+1, 1
			}
		}
		for day > 28 && dayNumber(year, month, day) >= dayNumber(year+month/12, month%12+1, 1) {
			day--
		}
		number = dayNumber(year, month, day)
	case UnitBusinessDay:
		for left := span.Count; left > 0; {
			number++
			if number%7 < 5 && !americanHoliday(number) {
				left--
			}
		}
	}
	return tryEnd(number, at.Zone)
}

// dayNumber is the Julian day number; its rest by seven is 0 on a Monday.
func dayNumber(y, m, d int) int {
	a := (14 - m) / 12
	y, m = y+4800-a, m+12*a-3
	return d + (153*m+2)/5 + 365*y + y/4 - y/100 + y/400 - 32045
}

// epoch is the day number of 1 January 1970.
const epoch = 2440588

// tryEnd looks for the last second whose date is not after a day.
func tryEnd(number int, zone *time.Location) time.Time {
	within := func(unix int64) bool {
		local := time.Unix(unix, 0).In(zone)
		return dayNumber(local.Year(), int(local.Month()), local.Day()) <= number
	}
	at := int64(number-epoch+1)*86400 + 27*3600
	for !within(at) {
		at -= 900
	}
	last := at
	for n := int64(1); n <= 15; n++ {
		if within(at + 60*n) {
			last = at + 60*n
		}
	}
	at = last
	for n := int64(1); n < 60; n++ {
		if within(at + n) {
			last = at + n
		}
	}
	return time.Unix(last, 0)
}

// americanHoliday knows the federal holidays by day number, observed days too.
func americanHoliday(number int) bool {
	day := time.Unix(int64(number-epoch)*86400, 0).UTC()
	year, month, weekday, week := day.Year(), day.Month(), day.Weekday(), (day.Day()-1)/7+1
	switch {
	case weekday == time.Monday && (month == 1 && week == 3 || month == 2 && week == 3 || month == 9 && week == 1 || month == 10 && week == 2 || month == 5 && day.Day() > 24):
		return true
	case weekday == time.Thursday && month == 11 && week == 4:
		return true
	}
	for _, fixed := range []int{dayNumber(year, 1, 1), dayNumber(year+1, 1, 1), dayNumber(year, 6, 19), dayNumber(year, 7, 4), dayNumber(year, 11, 11), dayNumber(year, 12, 25)} {
		if fixed == dayNumber(year, 6, 19) && year < 2021 {
			continue
		}
		if fixed == number || fixed%7 == 5 && fixed-1 == number || fixed%7 == 6 && fixed+1 == number {
			return true
		}
	}
	return false
}
