package web

import (
	"path"
	"strings"
	"time"

	"reinstate/internal/reinstate"
)

var weekdays = [...]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}

var longWeekdays = [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}

var months = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

var longMonths = [...]string{
	"January", "February", "March", "April", "May", "June",
	"July", "August", "September", "October", "November", "December",
}

// zoneOf finds a time zone. One that is not known is UTC, which is always
// shown beside the time.
func zoneOf(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}

// zoneName is what a zone is called: a marketplace's own word, else the city.
func (v *voice) zoneName(zone *time.Location) string {
	if name, ok := v.house.zones[zone.String()]; ok {
		return name
	}
	return cityOf(zone.String())
}

func cityOf(zone string) string { return strings.ReplaceAll(path.Base(zone), "_", " ") }

// date is the day of an instant in the reader's zone. The year stands there
// unless it is the present one.
func (v *voice) date(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return v.dateIn(at, v.zone)
}

func (v *voice) dateIn(at time.Time, zone *time.Location) string {
	at = at.In(zone)
	weekday, month, day := v.t(weekdays[at.Weekday()]), v.t(months[at.Month()-1]), at.Format("2")
	if at.Year() == v.now.In(zone).Year() {
		return v.t("%[1]s %[2]s %[3]s", weekday, day, month)
	}
	return v.t("%[1]s %[2]s %[3]s %[4]s", weekday, day, month, at.Format("2006"))
}

// longDate is a whole date, for headings and letters.
func (v *voice) longDate(at time.Time) string {
	at = at.In(v.zone)
	return v.t("%[1]s %[2]s %[3]s %[4]s", v.t(longWeekdays[at.Weekday()]), at.Format("2"), v.t(longMonths[at.Month()-1]), at.Format("2006"))
}

// day is a calendar date that is kept as YYYY-MM-DD. What is no date is shown
// as it was written.
func (v *voice) day(written string) string {
	at, err := time.Parse(time.DateOnly, written)
	if err != nil {
		return written
	}
	return v.t("%[1]s %[2]s %[3]s", at.Format("2"), v.t(months[at.Month()-1]), at.Format("2006"))
}

// moment is an instant in the reader's zone, with the zone's name.
func (v *voice) moment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return v.momentIn(at, v.zone)
}

// zoned is an instant in another zone, as those count it who set it. The last
// minute of a day is the end of that day.
func (v *voice) zoned(at time.Time, zone string) string {
	if at.IsZero() {
		return ""
	}
	there := zoneOf(zone)
	if at = at.In(there); at.Hour() == 23 && at.Minute() == 59 {
		return v.t("%[1]s, end of day %[2]s", v.dateIn(at, there), v.zoneName(there))
	}
	return v.momentIn(at, there)
}

// here is the same instant in the reader's zone, to stand beside zoned; empty
// where the clocks of both show the same.
func (v *voice) here(at time.Time, zone string) string {
	if at.IsZero() || at.In(v.zone).Format(time.DateTime) == at.In(zoneOf(zone)).Format(time.DateTime) {
		return ""
	}
	return v.moment(at)
}

func (v *voice) momentIn(at time.Time, zone *time.Location) string {
	at = at.In(zone)
	return v.t("%[1]s %[2]s %[3]s", v.dateIn(at, zone), at.Format("15:04"), v.zoneName(zone))
}

// iso is an instant for machines.
func iso(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// Left is the time until an instant: short for a table, long for a heading,
// and how urgently it is to be shown.
type Left struct {
	Short string // 5 h 40 min
	Long  string // 5 h 40 min left
	Class string // late, soon, or empty
	Near  bool   // less than a day: worth counting while one looks
}

// left tells how long it is until an instant. Whole days are counted down, so
// that a page never shows more time than there is.
func (v *voice) left(due time.Time) Left {
	stands := reinstate.Stands(due, v.now)
	switch stands {
	case reinstate.NoLimit:
		return Left{Short: v.t("No time limit"), Long: v.t("No time limit runs")}
	case reinstate.Passed:
		passed := v.t("Passed %s", v.ago(due))
		return Left{Short: passed, Long: passed, Class: "late"}
	}
	l := Left{Short: v.span(due.Sub(v.now)), Near: stands == reinstate.Near}
	l.Long = v.t("%s left", l.Short)
	switch stands {
	case reinstate.Near:
		l.Class = "late"
	case reinstate.Soon:
		l.Class = "soon"
	}
	return l
}

// exactDays is how many days ahead the hours still matter.
const exactDays = 4

// span is a length of time in the two units that matter.
func (v *voice) span(span time.Duration) string {
	minutes, hours, days := int(span.Minutes()), int(span.Hours()), int(span.Hours())/24
	switch {
	case hours == 0:
		return v.t("%s min", v.num(minutes))
	case days == 0:
		return v.t("%s h %s min", v.num(hours), v.num(minutes%60))
	case days == 1:
		return v.t("1 day %s h", v.num(hours%24))
	case days < exactDays:
		return v.t("%s d %s h", v.num(days), v.num(hours%24))
	}
	return v.t("%d days", days)
}

// ago tells how long an instant has passed.
func (v *voice) ago(at time.Time) string {
	span := v.now.Sub(at)
	switch hours := int(span.Hours()); {
	case span < time.Minute:
		return v.t("just now")
	case hours == 0:
		return v.t("%d minutes ago", int(span.Minutes()))
	case hours < 24:
		return v.t("%d hours ago", hours)
	default:
		return v.t("%d days ago", hours/24)
	}
}

// waited is how many whole days have passed since an instant, in words.
func (v *voice) waited(since time.Time) reinstate.Sentence {
	return reinstate.Say("%d days", max(0, int(v.now.Sub(since).Hours())/24))
}

// counted says how a time limit was counted, such as "17 days from 22 Nov 2026,
// end of day Pacific".
func (v *voice) counted(c reinstate.Clock) string {
	zone, r := zoneOf(c.Zone), c.Counted
	switch {
	case c.Kind == reinstate.ClockAttempts:
		return v.t("%d attempts are taken", r.Count)
	case r.Date != "":
		return v.t("%[1]s, end of day %[2]s", v.day(r.Date), v.zoneName(zone))
	case r.Count == 0 && c.Why != "":
		return v.t("Set by hand: %s", c.Why)
	case r.Count == 0:
		return v.t(c.Arithmetic)
	case r.Started.IsZero():
		return v.t("%s from the moment the page is opened; nobody has recorded that yet", v.length(r.Span))
	}
	from := v.day(r.Started.In(zone).Format(time.DateOnly))
	switch {
	case r.Unit == reinstate.UnitHour:
		return v.t("%[1]s from %[2]s %[3]s %[4]s", v.length(r.Span), from, r.Started.In(zone).Format("15:04"), v.zoneName(zone))
	case r.Unit != reinstate.UnitBusinessDay:
		return v.t("%[1]s from %[2]s, end of day %[3]s", v.length(r.Span), from, v.zoneName(zone))
	case r.Unsure:
		return v.t("%[1]s from %[2]s, end of day %[3]s; weekends left out, holidays there are not known", v.length(r.Span), from, v.zoneName(zone))
	case r.LeftOut != "":
		return v.t("%[1]s from %[2]s, end of day %[3]s; left out: weekends, %[4]s", v.length(r.Span), from, v.zoneName(zone), r.LeftOut)
	}
	return v.t("%[1]s from %[2]s, end of day %[3]s; weekends left out, no holiday fell in it", v.length(r.Span), from, v.zoneName(zone))
}

// length is a span in words.
func (v *voice) length(s reinstate.Span) string {
	switch s.Unit {
	case reinstate.UnitHour:
		return v.t("%d hours", s.Count)
	case reinstate.UnitBusinessDay:
		return v.t("%d business days", s.Count)
	case reinstate.UnitWeek:
		return v.t("%d weeks", s.Count)
	case reinstate.UnitMonth:
		return v.t("%d months", s.Count)
	}
	return v.t("%d days", s.Count)
}
