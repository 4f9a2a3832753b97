package web

import (
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// agendaRoutes lists the pages of what is due, and the feed that calendar
// programs read with a secret in its address instead of a session.
func (s *server) agendaRoutes() {
	read := reinstate.Read
	s.get("/agenda", read, s.agenda)
	s.get("/agenda/month", read, s.month)
	s.get("/agenda/feed", read, s.feedSettings)
	s.post("/agenda/feed", read, s.makeFeed)
	s.post("/agenda/feed/end", read, s.dropFeed)
	s.get("/calendar/:secret", anyone, s.feed)
}

// agendaSpan is how many days an agenda shows at once.
const agendaSpan = 30

// agendaPage is what is due, day by day in the reader's zone.
type agendaPage struct {
	page
	City   string // of the reader's zone
	Mine   bool   // only cases the reader runs
	Passed []agendaRow
	Days   []agendaDay
	More   bool
	Now    bool   // it begins today
	First  string // the days shown, in words
	Last   string
	Later  string // address of the days that follow
	Month  string // address of the month
	All    string // address of everybody's cases
	Own    string // address of the reader's
}

// agendaDay is one day with what is due on it.
type agendaDay struct {
	Name  string
	Today bool
	Rows  []agendaRow
}

// agendaRow is one line of an agenda, with its instant where it is counted and
// where it is read.
type agendaRow struct {
	store.AgendaLine
	There string // in the zone it is counted in
	Here  string // in the reader's zone; empty where both clocks show the same
	Left  Left
	Mine  bool
}

// Path is the page of the case.
func (r agendaRow) Path() string { return casePath(r.Reference) }

// CountedPath is where it stands how the limit was counted.
func (r agendaRow) CountedPath() string { return casePath(r.Reference, "details") + "#counted" }

// Place is where the account sells; the marketplace's name goes before it.
func (r agendaRow) Place() string { return r.Store }

func (v *voice) agendaRow(l store.AgendaLine, reader reinstate.UserID) agendaRow {
	row := agendaRow{AgendaLine: l, Left: v.left(l.Clock.Due), Mine: l.OwnerID == reader && reader != 0}
	if l.Back() {
		row.There = v.date(l.Clock.Due)
		return row
	}
	row.There, row.Here = v.zoned(l.Clock.Due, l.Clock.Zone), v.here(l.Clock.Due, l.Clock.Zone)
	return row
}

func (s *server) agenda(c *gin.Context) error {
	v := s.voice(c)
	today := dayOf(v.now, v.zone)
	from, chosen := today, false
	if day, err := time.ParseInLocation(time.DateOnly, c.Query("from"), v.zone); err == nil && farFrom(day, today) {
		from, chosen = day, !day.Equal(today)
	}
	mine := c.Query("who") == "me"
	owner := reinstate.UserID(0)
	if mine {
		owner = who(c).User
	}
	to := from.AddDate(0, 0, agendaSpan)
	found, err := s.desk.Agenda(c.Request.Context(), who(c), later(from, v.now), to, owner)
	if err != nil {
		return err
	}
	p := agendaPage{
		page: s.page(c, reinstate.Say("Agenda")), City: v.zoneName(v.zone), Mine: mine, More: found.More, Now: !chosen,
		First: v.dateIn(from, v.zone), Last: v.dateIn(to.AddDate(0, 0, -1), v.zone),
		Later: agendaPath("/agenda", "from", to.Format(time.DateOnly), mine), Month: agendaPath("/agenda/month", "m", from.Format("2006-01"), mine),
		All: agendaPath("/agenda", "", "", false), Own: agendaPath("/agenda", "", "", true),
	}
	if !chosen {
		for _, l := range found.Passed {
			p.Passed = append(p.Passed, v.agendaRow(l, who(c).User))
		}
	}
	p.Days = v.agendaDays(found.Lines, today, who(c).User)
	return s.show(c, "agenda/days", p)
}

// agendaDays puts lines under their days in the reader's zone.
func (v *voice) agendaDays(lines []store.AgendaLine, today time.Time, reader reinstate.UserID) []agendaDay {
	var days []agendaDay
	last := time.Time{}
	for _, l := range lines {
		if day := dayOf(l.Clock.Due, v.zone); !day.Equal(last) {
			last = day
			days = append(days, agendaDay{Name: v.longDate(day), Today: day.Equal(today)})
		}
		at := len(days) - 1
		days[at].Rows = append(days[at].Rows, v.agendaRow(l, reader))
	}
	return days
}

// dayOf is the beginning of an instant's day in a zone.
func dayOf(at time.Time, zone *time.Location) time.Time {
	at = at.In(zone)
	return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, zone)
}

// farFrom reports whether a day is near enough to today to be asked for.
func farFrom(day, today time.Time) bool {
	const years = 20
	return day.After(today.AddDate(-years, 0, 0)) && day.Before(today.AddDate(years, 0, 0))
}

// later is the later of two instants: what has passed today stands among what
// has passed.
func later(a, b time.Time) time.Time {
	if a.Year() == b.In(a.Location()).Year() && a.YearDay() == b.In(a.Location()).YearDay() && b.After(a) {
		return b
	}
	return a
}

func agendaPath(path, name, value string, mine bool) string {
	query := url.Values{}
	if name != "" {
		query.Set(name, value)
	}
	if mine {
		query.Set("who", "me")
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}
