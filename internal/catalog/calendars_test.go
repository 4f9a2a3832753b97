package catalog_test

import (
	"testing"
	"time"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// TestBusinessDaysGoByTheCalendarOfThePlace counts over holidays that move, and
// over days of a weekend on which people work all the same.
func TestBusinessDaysGoByTheCalendarOfThePlace(t *testing.T) {
	t.Parallel()
	known, err := catalog.Load(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, calendar, zone, from, want string
		count                            int
		unsure                           bool
	}{
		{"a Sunday that is worked", "cn_state_council", "Asia/Shanghai", "2026-09-18", "2026-09-21", 2, false},
		{"the Spring Festival", "cn_state_council", "Asia/Shanghai", "2026-02-13", "2026-02-24", 2, false},
		{"the National Day and the Saturday after", "cn_state_council", "Asia/Shanghai", "2026-09-30", "2026-10-10", 3, false},
		{"Mid-Autumn", "cn_state_council", "Asia/Shanghai", "2026-09-24", "2026-09-28", 1, false},
		{"a year that is not named yet", "cn_state_council", "Asia/Shanghai", "2026-12-31", "2027-01-01", 1, true},
		{"five days off in May", "jp_national", "Asia/Tokyo", "2026-05-01", "2026-05-07", 1, false},
		{"a day between two holidays", "jp_national", "Asia/Tokyo", "2026-09-18", "2026-09-24", 1, false},
		{"a holiday on a Sunday is kept on Monday", "jp_national", "Asia/Tokyo", "2027-03-19", "2027-03-23", 1, false},
	} {
		zone, err := time.LoadLocation(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		from, _ := time.ParseInLocation("2006-01-02 15:04", tt.from+" 10:00", zone)
		due, r, ok := reinstate.Reckon(reinstate.Span{Count: tt.count, Unit: reinstate.UnitBusinessDay}, from, reinstate.Venue{Zone: zone, Calendar: known.Calendar(tt.calendar)})
		if got := due.In(zone).Format(time.DateOnly); !ok || got != tt.want || r.Unsure != tt.unsure {
			t.Errorf("%s: %d business days from %s end on %s (unsure %t), want %s", tt.name, tt.count, tt.from, got, r.Unsure, tt.want)
		}
	}
}
