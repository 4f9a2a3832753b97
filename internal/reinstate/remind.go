package reinstate

import (
	"slices"
	"time"
)

// Wishes say what a person wants to be told of time limits, and when.
type Wishes struct {
	User       UserID
	Mail       bool // by e-mail too, not only on the page
	Digest     int  // hour of the morning letter where the person is; NoDigest: none
	Everything bool // of all cases; otherwise of those the person runs
	Leads      map[ClockKind][]time.Duration
}

// NoDigest is the hour of somebody who wants no morning letter.
const NoDigest = -1

// usualDigest is eight in the morning.
const usualDigest = 8

// Leads are how long before the end of a limit a person can be told of it.
func Leads() []time.Duration {
	const day = 24 * time.Hour
	return []time.Duration{7 * day, 3 * day, day, 4 * time.Hour}
}

// Reminded are the kinds of time limit that people are told of.
func Reminded() []ClockKind {
	return []ClockKind{
		ClockAppeal, ClockDocuments, ClockCall, ClockCure, ClockCertification, ClockMeeting, ClockFunds, ClockInventory, ClockMediation, ClockFollowUp,
	}
}

// UsualWishes hold for people who have said nothing: the seller's own limits at
// each step, others a day before.
func UsualWishes(user UserID) Wishes {
	w := Wishes{User: user, Mail: true, Digest: usualDigest, Leads: map[ClockKind][]time.Duration{}}
	for _, kind := range Reminded() {
		w.Leads[kind] = []time.Duration{24 * time.Hour}
		if kind.Sellers() {
			w.Leads[kind] = Leads()
		}
	}
	return w
}

// Wants reports whether the person is to be told so long before such a limit.
func (w Wishes) Wants(kind ClockKind, lead time.Duration) bool {
	return slices.Contains(w.Leads[kind], lead)
}

// ReminderSort is why somebody is told something.
type ReminderSort string

// Reminder sorts.
const (
	OfLimit  ReminderSort = "limit"  // a limit is so near
	OfUnseen ReminderSort = "unseen" // a limit is near, and nobody has looked at its case
	OfDay    ReminderSort = "digest" // the morning letter
)

// Reminder is one thing that a person was told.
type Reminder struct {
	ID    int64
	User  UserID
	Sort  ReminderSort
	Case  CaseID // zero for a digest
	Clock ClockID
	Due   time.Time
	Lead  time.Duration
	Day   string // YYYY-MM-DD where its reader is, for a digest
	Told  time.Time
	Read  time.Time // zero while it waits to be seen
}

// Next is the reminder of a running clock that is to be told now, of which told
// are those a person had before. Of several steps that have come, as after a
// week without power, the last one counts; a step that had come before the
// limit was set is none. A limit that is over is no longer announced. Nothing
// is told twice, also when the machine's time was wrong for a while.
func (w Wishes) Next(c Clock, now time.Time, told []Reminder) (Reminder, bool) {
	if !c.Running() || c.Due.IsZero() || Late(c.Due, now) {
		return Reminder{}, false
	}
	last := time.Duration(0)
	for _, lead := range w.Leads[c.Kind] {
		at := c.Due.Add(-lead)
		if !now.Before(at) && !at.Before(c.Opened) && (last == 0 || lead < last) {
			last = lead
		}
	}
	before := func(r Reminder) bool {
		return r.User == w.User && r.Sort == OfLimit && r.Clock == c.ID && r.Due.Equal(c.Due) && r.Lead <= last
	}
	if last == 0 || slices.ContainsFunc(told, before) {
		return Reminder{}, false
	}
	return Reminder{User: w.User, Sort: OfLimit, Case: c.Case, Clock: c.ID, Due: c.Due, Lead: last}, true
}

// Unseen reports whether the owners of a firm have to be told that nobody looks
// at a case: a limit of the seller's is less than a day away, and nobody has
// opened the case since. People have four hours, or half of what is left, to do so.
func Unseen(c Clock, seen, now time.Time) bool {
	if !c.Kind.Sellers() || c.Stands(now) != Near {
		return false
	}
	from := c.Due.Add(-NearWithin)
	if c.Opened.After(from) {
		from = c.Opened
	}
	grace := min(4*time.Hour, c.Due.Sub(from)/2)
	return !now.Before(from.Add(grace)) && seen.Before(from)
}

// Morning is the day whose letter a person is to have now, and whether it is:
// from the hour they chose on, where they are.
func (w Wishes) Morning(zone *time.Location, now time.Time) (day string, ok bool) {
	local := now.In(zone)
	return local.Format(time.DateOnly), w.Digest >= 0 && local.Hour() >= w.Digest
}
