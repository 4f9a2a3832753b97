package web

import (
	"time"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
)

// monthPage is a month as a grid, in the reader's zone.
type monthPage struct {
	page
	City     string
	Mine     bool
	Name     string // such as November 2026
	Weekdays []string
	Weeks    [][]monthDay
	More     bool
	Before   string // addresses of the months beside it
	After    string
	Days     string
}

// monthDay is one cell of the grid. A cell of another month has no number.
type monthDay struct {
	Number string
	Name   string // the whole date, for those who do not see the grid
	Today  bool
	Path   string // of the agenda from that day
	Rows   []agendaRow
	Rest   int // lines that do not fit
}

// cellLines is how many limits a day of the grid names.
const cellLines = 3

func (s *server) month(c *gin.Context) error {
	v := s.voice(c)
	today := dayOf(v.now, v.zone)
	first := time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, v.zone)
	if month, err := time.ParseInLocation("2006-01", c.Query("m"), v.zone); err == nil && farFrom(month, today) {
		first = month
	}
	mine, owner := c.Query("who") == "me", reinstate.UserID(0)
	if mine {
		owner = who(c).User
	}
	next := time.Date(first.Year(), first.Month()+1, 1, 0, 0, 0, 0, v.zone)
	found, err := s.desk.Agenda(c.Request.Context(), who(c), first, next, owner)
	if err != nil {
		return err
	}
	p := monthPage{
		page: s.page(c, reinstate.Say("Agenda")), City: v.zoneName(v.zone), Mine: mine, More: found.More,
		Name:   v.t("%[1]s %[2]s", v.t(longMonths[first.Month()-1]), first.Format("2006")),
		Before: agendaPath("/agenda/month", "m", first.AddDate(0, -1, 0).Format("2006-01"), mine),
		After:  agendaPath("/agenda/month", "m", next.Format("2006-01"), mine), Days: agendaPath("/agenda", "", "", mine),
	}
	for i := range 7 {
		p.Weekdays = append(p.Weekdays, v.t(weekdays[(i+1)%7]))
	}
	rows := map[string][]agendaRow{}
	for _, l := range found.Lines {
		day := dayOf(l.Clock.Due, v.zone).Format(time.DateOnly)
		rows[day] = append(rows[day], v.agendaRow(l, who(c).User))
	}
	p.Weeks = v.grid(first, today, rows, mine)
	return s.show(c, "agenda/month", p)
}

// grid lays a month out in weeks from Monday to Sunday.
func (v *voice) grid(first, today time.Time, rows map[string][]agendaRow, mine bool) [][]monthDay {
	lead := (int(first.Weekday()) + 6) % 7
	days := time.Date(first.Year(), first.Month()+1, 0, 12, 0, 0, 0, v.zone).Day()
	var weeks [][]monthDay
	for at := -lead; at < days; at += 7 {
		week := make([]monthDay, 7)
		for i := range week {
			number := at + i + 1
			if number < 1 || number > days {
				continue
			}
			day := time.Date(first.Year(), first.Month(), number, 0, 0, 0, 0, v.zone)
			key := day.Format(time.DateOnly)
			week[i] = monthDay{Number: day.Format("2"), Name: v.dateIn(day, v.zone), Today: day.Equal(today), Path: agendaPath("/agenda", "from", key, mine), Rows: rows[key]}
			if len(week[i].Rows) > cellLines {
				week[i].Rest = len(week[i].Rows) - cellLines
				week[i].Rows = week[i].Rows[:cellLines]
			}
		}
		weeks = append(weeks, week)
	}
	return weeks
}
