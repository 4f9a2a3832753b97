package web

import (
	"testing"
	"time"
)

// speakAt is an English voice at an instant.
func speakAt(t *testing.T, zone, now string) *voice {
	t.Helper()
	v := quietVoice(t)
	v.zone, v.now = zoneOf(zone), instant(t, now)
	return v
}

func instant(t *testing.T, written string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, written)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestTimeLeftNeverShowsMoreThanThereIs(t *testing.T) {
	t.Parallel()
	v := speakAt(t, "Europe/Berlin", "2026-11-22T10:20:00Z")
	for _, tt := range []struct {
		due, short, long, class string
		near                    bool
	}{
		{"2026-11-22T16:00:00Z", "5 h 40 min", "5 h 40 min left", "late", true},
		{"2026-11-22T10:20:59Z", "0 min", "0 min left", "late", true},
		{"2026-11-22T11:19:59Z", "59 min", "59 min left", "late", true},
		{"2026-11-23T10:19:59Z", "23 h 59 min", "23 h 59 min left", "late", true},
		{"2026-11-23T13:20:00Z", "1 day 3 h", "1 day 3 h left", "soon", false},
		{"2026-11-25T22:59:00Z", "3 d 12 h", "3 d 12 h left", "soon", false},
		{"2026-12-04T07:59:00Z", "11 days", "11 days left", "", false},
		{"2026-11-22T10:19:00Z", "Passed 1 minute ago", "Passed 1 minute ago", "late", false},
		{"2026-11-20T09:00:00Z", "Passed 2 days ago", "Passed 2 days ago", "late", false},
	} {
		t.Run(tt.due, func(t *testing.T) {
			t.Parallel()
			got := v.left(instant(t, tt.due))
			want := Left{Short: tt.short, Long: tt.long, Class: tt.class, Near: tt.near}
			if got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
	if got := v.left(time.Time{}); got.Short != "No time limit" {
		t.Errorf("got %q for no instant", got.Short)
	}
}

func TestInstantsSayTheirZone(t *testing.T) {
	t.Parallel()
	v := speakAt(t, "Asia/Shanghai", "2026-11-22T10:20:00Z")
	for _, tt := range []struct{ name, got, want string }{
		{"in the reader's zone", v.moment(instant(t, "2026-11-26T01:00:00Z")), "Thu 26 Nov 09:00 Shanghai"},
		{"in the marketplace's zone, by its own name", v.zoned(instant(t, "2026-11-26T01:00:00Z"), "America/Los_Angeles"), "Wed 25 Nov 17:00 Pacific"},
		{"the last minute is the end of the day", v.zoned(instant(t, "2026-12-04T07:59:00Z"), "America/Los_Angeles"), "Thu 3 Dec, end of day Pacific"},
		{"another year is named", v.moment(instant(t, "2027-01-31T12:00:00Z")), "Sun 31 Jan 2027 20:00 Shanghai"},
		{"summer time is counted", v.zoned(instant(t, "2026-07-01T12:00:00Z"), "America/Toronto"), "Wed 1 Jul 08:00 Eastern"},
		{"here, beside another zone", v.here(instant(t, "2026-11-26T01:00:00Z"), "America/Los_Angeles"), "Thu 26 Nov 09:00 Shanghai"},
		{"here, where the clocks show the same", v.here(instant(t, "2026-11-26T01:00:00Z"), "Asia/Singapore"), ""},
		{"a calendar day is no instant", v.day("2026-11-03"), "3 Nov 2026"},
		{"what is no day stays as written", v.day("early spring"), "early spring"},
		{"a zone nobody knows is UTC", v.zoned(instant(t, "2026-11-26T01:00:00Z"), "Mars/Olympus"), "Thu 26 Nov 01:00 UTC"},
		{"no instant says nothing", v.moment(time.Time{}), ""},
		{"a long date", v.longDate(instant(t, "2026-11-22T10:20:00Z")), "Sunday 22 November 2026"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.got != tt.want {
				t.Errorf("got %q, want %q", tt.got, tt.want)
			}
		})
	}
}

func TestTimePassedIsToldInWords(t *testing.T) {
	t.Parallel()
	v := speakAt(t, "UTC", "2026-11-22T10:20:00Z")
	for at, want := range map[string]string{
		"2026-11-22T10:19:30Z": "just now", "2026-11-22T10:18:00Z": "2 minutes ago", "2026-11-22T09:00:00Z": "1 hour ago",
		"2026-11-21T09:00:00Z": "1 day ago", "2026-10-22T09:00:00Z": "31 days ago",
	} {
		if got := v.ago(instant(t, at)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestSizesAreToldAsFilesAre(t *testing.T) {
	t.Parallel()
	v := speakAt(t, "UTC", "2026-11-22T10:20:00Z")
	for bytes, want := range map[int64]string{0: "0 B", 999: "999 B", 1500: "1.5 kB", 104857600: "105 MB", 1 << 30: "1.1 GB"} {
		if got := v.size(bytes); got != want {
			t.Errorf("%d: got %q, want %q", bytes, got, want)
		}
	}
}
