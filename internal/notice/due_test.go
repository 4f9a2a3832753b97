package notice_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
)

func TestATimeLimitIsCountedInTheMarketplacesZone(t *testing.T) {
	t.Parallel()
	pacific, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		t.Fatal(err)
	}
	const day, hour, business, week, month = reinstate.UnitDay, reinstate.UnitHour, reinstate.UnitBusinessDay, reinstate.UnitWeek, reinstate.UnitMonth
	for _, tt := range []struct {
		name     string
		received string
		found    reinstate.ClockFound
		due      string
		words    string
	}{
		{"17 days end with the day there", "2026-11-22T20:00:00Z", reinstate.ClockFound{Count: 17, Unit: day}, "2026-12-10T07:59:59Z", "17 days from 22 Nov 2026, end of day PST"},
		{"received before midnight there", "2026-11-23T05:00:00Z", reinstate.ClockFound{Count: 1, Unit: day}, "2026-11-24T07:59:59Z", "1 day from 22 Nov 2026, end of day PST"},
		{"hours run from the instant", "2026-11-22T20:00:00Z", reinstate.ClockFound{Count: 72, Unit: hour}, "2026-11-25T20:00:00Z", "72 hours from 22 Nov 2026 12:00 PST"},
		{"hours across the autumn change", "2026-11-01T08:00:00Z", reinstate.ClockFound{Count: 24, Unit: hour}, "2026-11-02T08:00:00Z", "24 hours from 1 Nov 2026 01:00 PDT"},
		{"days across the spring change", "2026-03-07T20:00:00Z", reinstate.ClockFound{Count: 1, Unit: day}, "2026-03-09T06:59:59Z", "1 day from 7 Mar 2026, end of day PDT"},
		{"business days leave the weekend out", "2026-11-20T20:00:00Z", reinstate.ClockFound{Count: 2, Unit: business}, "2026-11-25T07:59:59Z", "2 business days from 20 Nov 2026, end of day PST, weekends left out, holidays not"},
		{"business days from a Saturday", "2026-11-21T20:00:00Z", reinstate.ClockFound{Count: 5, Unit: business}, "2026-11-28T07:59:59Z", "5 business days from 21 Nov 2026, end of day PST, weekends left out, holidays not"},
		{"weeks", "2026-11-22T20:00:00Z", reinstate.ClockFound{Count: 2, Unit: week}, "2026-12-07T07:59:59Z", "2 weeks from 22 Nov 2026, end of day PST"},
		{"a month that is too short", "2026-01-31T20:00:00Z", reinstate.ClockFound{Count: 1, Unit: month}, "2026-03-01T07:59:59Z", "1 month from 31 Jan 2026, end of day PST"},
		{"a leap day", "2027-08-31T20:00:00Z", reinstate.ClockFound{Count: 6, Unit: month}, "2028-03-01T07:59:59Z", "6 months from 31 Aug 2027, end of day PST"},
		{"a date", "2026-11-22T20:00:00Z", reinstate.ClockFound{Date: "2026-12-09"}, "2026-12-10T07:59:59Z", "9 Dec 2026, end of day PST"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			received, err := time.Parse(time.RFC3339, tt.received)
			if err != nil {
				t.Fatal(err)
			}
			due, words, ok := notice.Due(tt.found, received, pacific)
			if got := due.Format(time.RFC3339); !ok || got != tt.due || words != tt.words {
				t.Errorf("got %s, %q; want %s, %q", got, words, tt.due, tt.words)
			}
		})
	}
}

func TestWhatNoInstantEndsHasNone(t *testing.T) {
	t.Parallel()
	for _, found := range []reinstate.ClockFound{
		{}, {Count: 2, Unit: reinstate.UnitAttempt}, {Count: -1, Unit: reinstate.UnitDay}, {Date: "2026-02-30"}, {Count: 1 << 40, Unit: reinstate.UnitMonth},
	} {
		if due, _, ok := notice.Due(found, time.Now(), time.UTC); ok {
			t.Errorf("%+v is due %s", found, due)
		}
	}
}

func TestATimeLimitEndsAfterItStartsOnTheRightDayEverywhere(t *testing.T) {
	t.Parallel()
	zones := []string{"America/Los_Angeles", "Europe/Berlin", "Asia/Shanghai", "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns", "Asia/Kathmandu", "Africa/Casablanca", "UTC"}
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		received := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "received"), 0).UTC()
		days := rapid.IntRange(1, 400).Draw(t, "days")
		due, _, ok := notice.Due(reinstate.ClockFound{Count: days, Unit: reinstate.UnitDay}, received, zone)
		if !ok || !due.After(received) {
			t.Fatalf("%d days from %s are due %s", days, received, due)
		}
		from, to := received.In(zone), due.In(zone)
		noon := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC) }
		if got := int(noon(to).Sub(noon(from)).Hours() / 24); got != days {
			t.Fatalf("%d days from %s end on %s, %d days on", days, from, to, got)
		}
		if next := due.Add(time.Second).In(zone); next.Day() == to.Day() {
			t.Fatalf("%s is not the end of its day", to)
		}
	})
}
