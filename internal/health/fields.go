package health

import (
	"math"
	"strconv"
	"strings"
	"time"

	"reinstate/internal/reinstate"
)

// instants are the ways in which reports write an instant. Amazon's schema
// leaves the seconds out, its live reports do not.
var instants = []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02 15:04:05 MST", time.DateTime, time.DateOnly}

// instant reads one.
func instant(s string) (time.Time, bool) {
	for _, layout := range instants {
		if at, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

// dayOf is the day of an instant as it is written, empty for what is none.
func dayOf(s string) string {
	if at, ok := instant(s); ok && len(s) >= len(time.DateOnly) {
		return at.Format(time.DateOnly)
	}
	return ""
}

// fraction reads a rate and refuses what is none. whole is what 100 % is
// written as: 1 or 100.
func (r *Report) fraction(n node, whole float64) (value float64, ok bool) {
	if !n.present() {
		return 0, false
	}
	value, ok = n.number()
	switch value = exact(value / whole); {
	case !ok && n.text() == "":
		return 0, false
	case !ok:
		r.refuse(0, n.path, reinstate.Say("%s is no number.", quoted(n.text())))
	case value < 0:
		r.refuse(0, n.path, reinstate.Say("A rate cannot be below zero."))
	case value > 1:
		r.refuse(0, n.path, reinstate.Say("A rate cannot be above 100%%: it says %s%%.", number(value*100)))
	default:
		return value, true
	}
	return 0, false
}

// count reads a count and refuses what is none.
func (r *Report) count(n node) (value int64, ok bool) {
	if !n.present() {
		return 0, false
	}
	f, ok := n.number()
	switch {
	case !ok && n.text() == "":
		return 0, false
	case !ok:
		r.refuse(0, n.path, reinstate.Say("%s is no number.", quoted(n.text())))
	case f < 0:
		r.refuse(0, n.path, reinstate.Say("A count cannot be below zero."))
	case f != float64(int64(f)) || f > 1e15:
		r.refuse(0, n.path, reinstate.Say("%s is no whole number.", quoted(n.text())))
	default:
		return int64(f), true
	}
	return 0, false
}

// exact takes out what dividing by a hundred puts into the last digits.
func exact(f float64) float64 {
	if rounded := math.Round(f*1e12) / 1e12; math.Abs(rounded-f) < 1e-13 {
		return rounded
	}
	return f
}

func quoted(s string) string { return "“" + clip(s) + "”" }

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
