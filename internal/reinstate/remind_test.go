package reinstate

import (
	"testing"
	"time"
)

func TestAReminderComesWithTheStepItIsFor(t *testing.T) {
	t.Parallel()
	due := time.Date(2026, 12, 9, 7, 59, 59, 0, time.UTC)
	const day = 24 * time.Hour
	w := UsualWishes(7)
	clock := Clock{ID: 3, Case: 1, Kind: ClockAppeal, Due: due, Opened: due.Add(-20 * day)}
	for _, tt := range []struct {
		name   string
		change func(*Clock)
		now    time.Time
		told   []Reminder
		want   time.Duration // 0: nothing
	}{
		{"eight days before", nil, due.Add(-8 * day), nil, 0},
		{"seven days before", nil, due.Add(-7 * day), nil, 7 * day},
		{"after a week without power the last step counts", nil, due.Add(-5 * time.Hour), nil, day},
		{"the step was told", nil, due.Add(-20 * time.Hour), []Reminder{{User: 7, Sort: OfLimit, Clock: 3, Due: due, Lead: day}}, 0},
		{"a longer step was told", nil, due.Add(-20 * time.Hour), []Reminder{{User: 7, Sort: OfLimit, Clock: 3, Due: due, Lead: 3 * day}}, day},
		{"the machine's time went back", nil, due.Add(-2 * day), []Reminder{{User: 7, Sort: OfLimit, Clock: 3, Due: due, Lead: day}}, 0},
		{"somebody else was told", nil, due.Add(-20 * time.Hour), []Reminder{{User: 8, Sort: OfLimit, Clock: 3, Due: due, Lead: day}}, day},
		{"the limit was moved since", nil, due.Add(-20 * time.Hour), []Reminder{{User: 7, Sort: OfLimit, Clock: 3, Due: due.Add(-day), Lead: day}}, day},
		{"a limit that was set five days before", func(c *Clock) { c.Opened = due.Add(-5 * day) }, due.Add(-4 * day), nil, 0},
		{"and then comes near", func(c *Clock) { c.Opened = due.Add(-5 * day) }, due.Add(-3 * day), nil, 3 * day},
		{"it is over", nil, due.Add(time.Second), nil, 0},
		{"it is met", func(c *Clock) { c.Met = due.Add(-9 * day) }, due.Add(-day), nil, 0},
		{"the marketplace's own time", func(c *Clock) { c.Kind = ClockReplyExpected }, due.Add(-time.Hour), nil, 0},
		{"funds, a day before only", func(c *Clock) { c.Kind = ClockFunds }, due.Add(-3 * day), nil, 0},
	} {
		c := clock
		if tt.change != nil {
			tt.change(&c)
		}
		got, ok := w.Next(c, tt.now, tt.told)
		if ok != (tt.want != 0) || got.Lead != tt.want {
			t.Errorf("%s: got %v, %t", tt.name, got.Lead, ok)
		}
	}
}

func TestTheOwnersHearOfACaseThatNobodyLooksAt(t *testing.T) {
	t.Parallel()
	due := time.Date(2026, 12, 9, 12, 0, 0, 0, time.UTC)
	clock := Clock{Kind: ClockAppeal, Due: due, Opened: due.AddDate(0, 0, -9)}
	short := Clock{Kind: ClockCall, Due: due, Opened: due.Add(-6 * time.Hour)}
	for _, tt := range []struct {
		name  string
		clock Clock
		seen  time.Time
		now   time.Time
		want  bool
	}{
		{"two days before", clock, time.Time{}, due.Add(-48 * time.Hour), false},
		{"a day before people have four hours", clock, time.Time{}, due.Add(-21 * time.Hour), false},
		{"then the owners hear of it", clock, time.Time{}, due.Add(-20 * time.Hour), true},
		{"somebody looked two days ago", clock, due.Add(-48 * time.Hour), due.Add(-20 * time.Hour), true},
		{"somebody looked since", clock, due.Add(-23 * time.Hour), due.Add(-20 * time.Hour), false},
		{"it is over", clock, time.Time{}, due.Add(time.Second), false},
		{"a limit of six hours leaves three", short, time.Time{}, due.Add(-4 * time.Hour), false},
		{"and then the owners hear of it", short, time.Time{}, due.Add(-3 * time.Hour), true},
	} {
		if got := Unseen(tt.clock, tt.seen, tt.now); got != tt.want {
			t.Errorf("%s: got %t", tt.name, got)
		}
	}
}

func TestTheMorningIsWhereThePersonIs(t *testing.T) {
	t.Parallel()
	w := UsualWishes(1)
	now := time.Date(2026, 11, 26, 23, 59, 0, 0, time.UTC)
	if day, ok := w.Morning(zoned(t, "Asia/Shanghai"), now); day != "2026-11-27" || ok {
		t.Errorf("one minute to eight in Shanghai: %s, %t", day, ok)
	}
	if day, ok := w.Morning(zoned(t, "Asia/Shanghai"), now.Add(time.Minute)); day != "2026-11-27" || !ok {
		t.Errorf("eight in Shanghai: %s, %t", day, ok)
	}
	if day, ok := w.Morning(time.UTC, now); day != "2026-11-26" || !ok {
		t.Errorf("in London it is the evening: %s, %t", day, ok)
	}
	w.Digest = NoDigest
	if _, ok := w.Morning(time.UTC, now); ok {
		t.Error("a letter for somebody who wants none")
	}
}
