package catalog

import (
	"slices"
	"time"

	"reinstate/internal/reinstate"
)

// Calendar is when nobody works in a country, with the page that says so. No
// marketplace publishes the calendar it counts business days by, so that a
// limit counted with one is never more than a rule of ours.
type Calendar struct {
	reinstate.Calendar
	Source Source
}

type calendarsFile struct {
	Sources   map[string]sourceFile `yaml:"sources"`
	Calendars []calendarFile        `yaml:"calendars"`
}

type calendarFile struct {
	Code     string        `yaml:"code"`
	Name     string        `yaml:"name"`
	Weekend  []string      `yaml:"weekend"`
	Until    int           `yaml:"until"`
	Holidays []holidayFile `yaml:"holidays"`
	Works    []string      `yaml:"works"`
	Source   string        `yaml:"source"`
}

type holidayFile struct {
	Name    string          `yaml:"name"`
	Month   int             `yaml:"month"`
	Day     int             `yaml:"day"`
	Weekday string          `yaml:"weekday"`
	Nth     int             `yaml:"nth"`
	Easter  *int            `yaml:"easter"`
	On      []string        `yaml:"on"`
	Since   int             `yaml:"since"`
	Shift   reinstate.Shift `yaml:"shift"`
}

func (f calendarsFile) compile(m *mistakes) []Calendar {
	sources := compileSources(m, f.Sources)
	var all []Calendar
	for _, one := range f.Calendars {
		place := "calendars." + one.Code
		m.need(place+".code", one.Code)
		m.need(place+".name", one.Name)
		c := Calendar{
			Calendar: reinstate.Calendar{Code: one.Code, Name: one.Name, Works: one.Works, Until: one.Until},
			Source:   findSource(m, sources, place+".source", one.Source),
		}
		for _, name := range one.Weekend {
			c.Weekend = append(c.Weekend, compileWeekday(m, place+".weekend", name))
		}
		if len(one.Weekend) == 0 || len(one.Weekend) > 6 {
			m.add(place+".weekend", "names %d days", len(one.Weekend))
		}
		for _, day := range one.Works {
			checkDay(m, place+".works", day)
		}
		for _, h := range one.Holidays {
			c.Holidays = append(c.Holidays, h.compile(m, place+".holidays."+h.Name))
		}
		all = append(all, c)
	}
	checkTwice(m, "calendars", all, func(c Calendar) string { return c.Code })
	return all
}

func (f holidayFile) compile(m *mistakes, place string) reinstate.Holiday {
	m.need(place, f.Name)
	h := reinstate.Holiday{
		Name: f.Name, Month: time.Month(f.Month), Day: f.Day, Nth: f.Nth, Easter: f.Easter, On: f.On, Since: f.Since, Shift: f.Shift,
	}
	said := 0
	if f.Day != 0 {
		said++
	}
	if f.Weekday != "" {
		h.Weekday = compileWeekday(m, place+".weekday", f.Weekday)
		said++
	}
	if f.Easter != nil {
		said++
	}
	if len(f.On) > 0 {
		said++
	}
	if said != 1 {
		m.add(place, "has to say one of day, weekday, easter or on")
	}
	if (f.Day != 0 || f.Weekday != "") && (f.Month < 1 || f.Month > 12) {
		m.add(place+".month", "%d is not a month", f.Month)
	}
	if f.Day < 0 || f.Day > 31 || (f.Weekday != "") != (f.Nth != 0) || f.Nth < -1 || f.Nth > 5 {
		m.add(place, "falls on no day")
	}
	for _, day := range f.On {
		checkDay(m, place+".on", day)
	}
	if !slices.Contains([]reinstate.Shift{reinstate.NoShift, reinstate.ShiftNearest, reinstate.ShiftNext}, f.Shift) {
		m.add(place+".shift", "%q is not nearest or next", f.Shift)
	}
	return h
}

func compileWeekday(m *mistakes, place, name string) time.Weekday {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if name == day.String() {
			return day
		}
	}
	m.add(place, "%q is not a weekday such as Monday", name)
	return time.Sunday
}

// Calendar finds a calendar by its code. An unknown code gives weekends only.
func (c *Catalog) Calendar(code string) reinstate.Calendar {
	for _, one := range c.calendars {
		if one.Code == code {
			return one.Calendar
		}
	}
	return reinstate.WeekendsOnly
}

// Calendars lists the calendars of free days.
func (c *Catalog) Calendars() []Calendar { return slices.Clone(c.calendars) }
