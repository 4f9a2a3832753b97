package casework_test

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// us is the product itself, as the rounds of background work call it.
func (o *office) us() reinstate.Actor {
	return reinstate.Actor{Org: o.who.Org, Name: "Reinstate", Kind: reinstate.System, Role: reinstate.RoleManager}
}

// told lists everything people were told so far.
func (o *office) told() []reinstate.Reminder {
	o.t.Helper()
	var all []reinstate.Reminder
	o.must(o.db.View(o.t.Context(), o.who, func(tx *store.Tx) (err error) {
		all, err = tx.RemindersOf(time.Time{}, o.now().AddDate(9, 0, 0))
		return err
	}))
	return all
}

// letters counts the reminders that wait to be sent.
func (o *office) letters() int {
	o.t.Helper()
	keys := map[string]bool{}
	o.must(o.db.View(o.t.Context(), o.who, func(tx *store.Tx) error {
		jobs, err := tx.Jobs(store.JobWaiting, 5000)
		for _, j := range jobs {
			if j.Kind != casework.ReminderKind {
				continue
			}
			if keys[j.Key] {
				o.t.Errorf("%s is queued twice", j.Key)
			}
			keys[j.Key] = true
		}
		return err
	}))
	return len(keys)
}

// restart stops the server and starts it again on the same folder.
func (o *office) restart() {
	o.t.Helper()
	o.must(o.db.Close())
	var err error
	o.db, err = store.Open(o.t.Context(), store.Options{Dir: o.dir, Now: o.now})
	o.must(err)
	options, err := kit()
	o.must(err)
	options.DB, options.Blobs = o.db, o.blobs
	o.desk = casework.New(options)
}

func (o *office) remind() {
	o.t.Helper()
	o.must(o.desk.Remind(o.t.Context(), o.us(), true))
}

func TestPeopleAreToldOnceHoweverOftenItIsLooked(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.open() // its limit is 17 days away, its owner has an address
	o.wait(11 * 24 * time.Hour)
	o.remind()
	for range 5 {
		o.wait(time.Minute)
		o.restart()
		o.remind()
	}
	limits, days := 0, 0
	for _, r := range o.told() {
		switch r.Sort {
		case reinstate.OfLimit:
			limits++
			if r.Lead != 7*24*time.Hour {
				t.Errorf("told %v before", r.Lead)
			}
		case reinstate.OfDay:
			days++
		}
	}
	if limits != 1 || days != 1 || o.letters() != 1 {
		t.Errorf("%d limits and %d mornings in %d letters, want one letter with one of each", limits, days, o.letters())
	}
	o.must(o.desk.ReadReminders(t.Context(), o.who))
	if list, err := o.desk.Reminders(t.Context(), o.who); err != nil || len(list) != 0 {
		t.Errorf("after they were seen: %v, %v", list, err)
	}
}

func TestAWeekWithoutPowerIsOneLetter(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for range 3 {
		o.open()
	}
	o.wait(9 * 24 * time.Hour)
	o.remind()
	before := o.letters()
	o.restart()
	o.wait(7 * 24 * time.Hour) // three days and one day before the limits have passed meanwhile
	o.remind()
	if n := o.letters() - before; n != 1 {
		t.Errorf("%d letters after a week, want one", n)
	}
	steps := map[time.Duration]int{}
	for _, r := range o.told() {
		if r.Sort == reinstate.OfLimit && r.Told.Equal(o.now()) {
			steps[r.Lead]++
		}
	}
	if len(steps) != 1 || steps[3*24*time.Hour] != 3 {
		t.Errorf("told: %v, want the last step of each of three limits", steps)
	}
}

func TestOwnersHearOfWhatNobodyLooksAtUnlessSomebodyDoes(t *testing.T) {
	t.Parallel()
	for _, looks := range []bool{false, true} {
		o := newOffice(t)
		c := o.open()
		due := o.file(c.Reference).Case.Next.Due
		o.wait(due.Add(-23 * time.Hour).Sub(o.now()))
		o.remind()
		if looks {
			o.must(o.desk.Saw(t.Context(), o.who, c.ID))
		}
		o.wait(4 * time.Hour)
		o.remind()
		o.wait(time.Hour)
		o.remind()
		unseen := 0
		for _, r := range o.told() {
			if r.Sort == reinstate.OfUnseen {
				unseen++
			}
		}
		if want := map[bool]int{false: 1, true: 0}[looks]; unseen != want {
			t.Errorf("somebody looks %t: the owner hears %d times, want %d", looks, unseen, want)
		}
	}
}

func TestWishesAreKeptToWhatCanBeWished(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	w := reinstate.UsualWishes(o.who.User)
	w.Mail, w.Digest = false, reinstate.NoDigest
	w.Leads = map[reinstate.ClockKind][]time.Duration{reinstate.ClockAppeal: {24 * time.Hour, 5 * time.Minute}, "moon": {24 * time.Hour}}
	o.must(o.desk.SetWishes(t.Context(), o.who, w))
	got, err := o.desk.Wishes(t.Context(), o.who)
	o.must(err)
	if got.Mail || got.Digest != reinstate.NoDigest || len(got.Leads) != 1 || len(got.Leads[reinstate.ClockAppeal]) != 1 {
		t.Errorf("kept %+v", got)
	}
	w.Digest = 24
	refuses(t, o.desk.SetWishes(t.Context(), o.who, w), "digest")
	o.open()
	o.wait(17 * 24 * time.Hour)
	o.remind()
	if n := o.letters(); n != 0 {
		t.Errorf("%d letters for somebody who wants none", n)
	}
	if list, err := o.desk.Reminders(t.Context(), o.who); err != nil || len(list) != 1 {
		t.Errorf("on the page: %v, %v", list, err)
	}
}

// step is what a clock's owner is told of it when, counted another way: by the
// steps that have come since the limit was set, and by what was told before.
func stepNow(due, opened, now time.Time, least time.Duration) time.Duration {
	step := time.Duration(0)
	for _, hours := range []int{168, 72, 24, 4} { // each later one takes the place of the one before
		lead := time.Duration(hours) * time.Hour
		if came := due.Add(-lead); !came.After(now) && !came.Before(opened) {
			step = lead
		}
	}
	if now.After(due) || step == 0 || least != 0 && least <= step {
		return 0
	}
	return step
}

// TestRemindersComeOnceUnderRestartsAndJumpsOfTime lets time pass, stand and
// jump, stops and starts the server, and cuts rounds off in the middle.
func TestRemindersComeOnceUnderRestartsAndJumpsOfTime(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		dice := rand.New(rand.NewPCG(seed, 6))
		o := newOffice(t)
		var clocks []reinstate.Clock
		for range 3 {
			ref := o.open().Reference
			for _, c := range o.file(ref).Clocks {
				if c.Kind == reinstate.ClockAppeal {
					clocks = append(clocks, c)
				}
			}
			o.wait(time.Duration(dice.IntN(50)) * time.Hour)
		}
		least, known, days := map[reinstate.ClockID]time.Duration{}, 0, map[string]bool{}
		for range 120 {
			switch dice.IntN(12) {
			case 0:
				o.wait(7 * 24 * time.Hour)
			case 1:
				o.wait(-time.Duration(dice.IntN(60)) * time.Hour)
			case 2:
				o.restart()
			default:
				o.wait(time.Duration(dice.IntN(400)) * time.Minute)
			}
			if dice.IntN(4) == 0 { // the power goes while the round runs
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(dice.IntN(4000))*time.Microsecond)
				o.desk.Remind(ctx, o.us(), true)
				cancel()
				o.restart()
			}
			before := o.letters()
			o.remind()
			if n := o.letters() - before; n > 1 {
				t.Errorf("seed %d, %s: %d letters at once", seed, o.now(), n)
			}
			all := o.told()
			now := map[reinstate.ClockID][]time.Duration{}
			morning := map[string]int{}
			for _, r := range all {
				if r.Sort == reinstate.OfDay {
					if morning[r.Day]++; morning[r.Day] > 1 {
						t.Errorf("seed %d: two mornings of %s", seed, r.Day)
					}
				}
				if r.Sort == reinstate.OfLimit {
					now[r.Clock] = append(now[r.Clock], r.Lead)
				}
			}
			for _, c := range clocks {
				if want := stepNow(c.Due, c.Opened, o.now(), least[c.ID]); want != 0 {
					least[c.ID] = want
				}
				had := map[time.Duration]int{}
				for _, lead := range now[c.ID] {
					had[lead]++
				}
				if least[c.ID] != 0 && had[least[c.ID]] != 1 {
					t.Fatalf("seed %d, %s: %v before %s was told %d times; told are %v", seed, o.now(), least[c.ID], c.Due, had[least[c.ID]], now[c.ID])
				}
				for lead, n := range had {
					if n > 1 || least[c.ID] == 0 || lead < least[c.ID] {
						t.Fatalf("seed %d, %s: %v before %s was told %d times, the last step is %v", seed, o.now(), lead, c.Due, n, least[c.ID])
					}
				}
			}
			if local := o.now().UTC(); local.Hour() >= 8 {
				days[local.Format(time.DateOnly)] = true
			}
			if len(all) < known {
				t.Fatalf("seed %d: what was told is forgotten", seed)
			}
			known = len(all)
		}
		for _, r := range o.told() {
			if r.Sort == reinstate.OfDay && !days[r.Day] {
				t.Errorf("seed %d: a morning letter on %s", seed, r.Day)
			}
		}
	}
}

// TestALaterReminderWaitsBesideAnEarlierOne has nobody send letters meanwhile.
func TestALaterReminderWaitsBesideAnEarlierOne(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	due := o.clock(o.open().Reference, reinstate.ClockAppeal).Due
	for i, lead := range []time.Duration{7 * 24 * time.Hour, 3 * 24 * time.Hour} {
		o.wait(due.Add(-lead).Sub(o.now()) + time.Minute)
		before := o.letters()
		o.remind()
		if got := o.letters() - before; got < 1 {
			t.Errorf("step %d: %d letters were added to %d", i, got, before)
		}
	}
}

// TestOldLimitsHideNothingAhead has more limits passed and unmet than an agenda
// gives at once, and one due in three hours.
func TestOldLimitsHideNothingAhead(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	c := o.file(ref).Case
	near := o.now().Add(3 * time.Hour)
	o.must(o.db.Update(t.Context(), o.who, func(tx *store.Tx) error {
		for _, due := range []time.Time{o.now().AddDate(0, 0, -30), near} {
			one := reinstate.Clock{Case: c.ID, Kind: reinstate.ClockAppeal, Due: due, Zone: "UTC", Basis: reinstate.Assumed, Round: 1, Opened: o.now().AddDate(-1, 0, 0)}
			if err := tx.AddClock(&one, reinstate.Event{Did: "clock_opened"}); err != nil {
				return err
			}
		}
		return nil
	}))
	o.copyOldest(store.MostAgenda)
	o.remind()
	found := false
	for _, r := range o.told() {
		found = found || r.Sort == reinstate.OfLimit && r.Due.Equal(near)
	}
	if !found {
		t.Errorf("nobody was told of the limit in three hours; told are %d things", len(o.told()))
	}
	a, err := o.desk.Agenda(t.Context(), o.who, o.now(), o.now().AddDate(0, 0, 7), 0)
	o.must(err)
	if len(a.Passed) == 0 || a.Passed[len(a.Passed)-1].Clock.Due.Before(o.now().AddDate(0, 0, -31)) {
		t.Errorf("the newest of %d passed limits is not the last that passed", len(a.Passed))
	}
}

// copyOldest copies the clock that was due first, each copy due a minute before
// the last one: by hand, for each clock of its own would be counted against all.
func (o *office) copyOldest(copies int) {
	o.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(o.dir, store.Database)+"?_busy_timeout=10000")
	o.must(err)
	defer db.Close()
	var columns string
	o.must(db.QueryRow("SELECT group_concat(name) FROM pragma_table_info('clocks') WHERE name NOT IN ('id', 'due_at')").Scan(&columns))
	_, err = db.Exec("INSERT INTO clocks ("+columns+", due_at) SELECT "+columns+", due_at - n.value * 60000000 FROM (SELECT * FROM clocks ORDER BY due_at LIMIT 1), (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ?) SELECT value FROM n) n", copies)
	o.must(err)
}
