package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// ReminderKind is the kind of the background work that sends a Reminding.
const ReminderKind = "reminder"

// Reminding is everything that one person is told at once: what has come near,
// what nobody looked at, and in the morning the days ahead.
type Reminding struct {
	ID     string // of the mail, the same however often it is sent
	User   reinstate.UserID
	At     time.Time
	Day    string // of the morning letter, empty at other times
	Near   []RemindedLimit
	Unseen []RemindedLimit
	Passed []RemindedLimit // for the morning letter
	Ahead  []RemindedLimit // for the morning letter
}

// RemindedLimit is one time limit in a Reminding.
type RemindedLimit struct {
	Kind      reinstate.ClockKind
	Due       time.Time
	Zone      string
	Basis     reinstate.Basis
	Reference string
	Client    string
}

// aheadDays is how many days the morning letter looks ahead, and also the
// longest lead of a reminder.
const aheadDays = 7

// Remind tells the people of the actor's firm what has come near. What is told,
// and the letters that carry it, are noted in one transaction, so that nothing
// is told twice or lost, however often the server is stopped. Without mail, and
// in the demonstration, whose people have no addresses, it stands on the page only.
func (d *Desk) Remind(ctx context.Context, who reinstate.Actor, mail bool) error {
	found := false
	err := d.view(ctx, who, func(tx *store.Tx) error {
		firms, err := tx.Orgs()
		if err != nil {
			return err
		}
		for _, firm := range firms {
			mail = mail && (firm.ID != who.Org || !firm.Demo)
		}
		all, told, err := remindings(tx)
		found = len(all)+len(told) > 0
		return err
	})
	if err != nil || !found {
		return err
	}
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		all, told, err := remindings(tx)
		if err != nil {
			return err
		}
		for _, r := range told {
			if err := tx.AddReminder(&r); err != nil {
				return err
			}
		}
		if !mail {
			return nil
		}
		for _, r := range all {
			if err := tx.Queue(store.Job{Kind: ReminderKind, Args: r, Key: r.ID}); err != nil {
				return err
			}
		}
		return nil
	})
}

// remindings are the letters that are due now, and what they tell. Somebody
// who wants no mail is told on the page only. What has passed is asked for apart,
// so that no number of old limits hides what is ahead.
func remindings(tx *store.Tx) (letters []Reminding, told []reinstate.Reminder, err error) {
	now := tx.Now()
	passed, err := tx.Agenda(store.AgendaQuery{To: now, Last: true, Limit: store.MostAgenda})
	if err != nil {
		return nil, nil, err
	}
	lines, err := tx.Agenda(store.AgendaQuery{From: now, To: now.AddDate(0, 0, aheadDays).Add(time.Hour), Limit: store.MostAgenda})
	if err != nil {
		return nil, nil, err
	}
	if lines = append(passed, lines...); len(lines) == 0 {
		return nil, nil, nil
	}
	before, err := tx.RemindersOf(now.AddDate(0, 0, -1), now.AddDate(0, 0, aheadDays+1))
	if err != nil {
		return nil, nil, err
	}
	seen, err := tx.SeenSince(now.AddDate(0, 0, -2))
	if err != nil {
		return nil, nil, err
	}
	people, err := audience(tx)
	if err != nil {
		return nil, nil, err
	}
	for _, p := range people {
		r := Reminding{User: p.ID, At: now}
		mine := p.near(lines, before, seen, now, &r)
		morning, err := p.morning(tx, lines, now, &r)
		if err != nil {
			return nil, nil, err
		}
		mine = append(mine, morning...)
		told = append(told, mine...)
		if p.wishes.Mail && len(r.Near)+len(r.Unseen)+len(r.Passed)+len(r.Ahead) > 0 {
			r.ID = fmt.Sprintf("reminder-%d-%d-%d", tx.Who().Org, p.ID, now.UnixMicro())
			letters = append(letters, r)
		}
	}
	return letters, told, nil
}

// keptReminders is how long it is remembered what people were told, and who
// looked at a case. Two days would do; the rest is for machines whose time was
// wrong for a while.
const keptReminders = 60 * 24 * time.Hour

// ForgetReminders removes what was remembered of reminders and can never matter
// again.
func (d *Desk) ForgetReminders(ctx context.Context, who reinstate.Actor) error {
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		_, err := tx.Forget(tx.Now().Add(-keptReminders))
		return err
	})
}

// listener is a person with what they want to be told.
type listener struct {
	reinstate.User
	wishes reinstate.Wishes
}

// audience are the people of the firm who can act, with their wishes.
func audience(tx *store.Tx) ([]listener, error) {
	users, err := tx.Users()
	if err != nil {
		return nil, err
	}
	said, err := tx.Wishes()
	if err != nil {
		return nil, err
	}
	var people []listener
	for _, u := range users {
		if u.Disabled || u.Role == reinstate.RoleClient {
			continue
		}
		p := listener{User: u, wishes: reinstate.UsualWishes(u.ID)}
		if at := slices.IndexFunc(said, func(w reinstate.Wishes) bool { return w.User == u.ID }); at >= 0 {
			p.wishes = said[at]
		}
		people = append(people, p)
	}
	return people, nil
}

// concerned reports whether a limit is the person's business: of a case they
// run, of one nobody runs if they own the firm, or of any if they want that.
func (p listener) concerned(l store.AgendaLine) bool {
	return p.wishes.Everything || l.OwnerID == p.ID || l.OwnerID == 0 && p.Role == reinstate.RoleOwner
}

// near adds what has come near to a letter, and what the owners of the firm
// have to know because nobody looked.
func (p listener) near(lines []store.AgendaLine, before []reinstate.Reminder, seen map[reinstate.CaseID]time.Time, now time.Time, r *Reminding) (told []reinstate.Reminder) {
	for _, l := range lines {
		if p.concerned(l) {
			if next, ok := p.wishes.Next(l.Clock, now, before); ok {
				told, r.Near = append(told, next), append(r.Near, limitOf(l))
			}
		}
		if p.Role != reinstate.RoleOwner || !reinstate.Unseen(l.Clock, seen[l.Clock.Case], now) {
			continue
		}
		had := slices.ContainsFunc(before, func(b reinstate.Reminder) bool {
			return b.User == p.ID && b.Sort == reinstate.OfUnseen && b.Clock == l.Clock.ID && b.Due.Equal(l.Clock.Due)
		})
		if !had {
			told = append(told, reinstate.Reminder{User: p.ID, Sort: reinstate.OfUnseen, Case: l.Clock.Case, Clock: l.Clock.ID, Due: l.Clock.Due})
			r.Unseen = append(r.Unseen, limitOf(l))
		}
	}
	return told
}

// morning adds the days ahead to a letter, once a day.
func (p listener) morning(tx *store.Tx, lines []store.AgendaLine, now time.Time, r *Reminding) ([]reinstate.Reminder, error) {
	day, ok := p.wishes.Morning(userZone(p.Zone), now)
	if !ok {
		return nil, nil
	}
	if had, err := tx.HadDigest(p.ID, day); err != nil || had {
		return nil, err
	}
	for _, l := range lines {
		if !p.concerned(l) || !l.Clock.Kind.Acts() {
			continue
		}
		if l.Clock.Stands(now) == reinstate.Passed {
			r.Passed = append(r.Passed, limitOf(l))
		} else {
			r.Ahead = append(r.Ahead, limitOf(l))
		}
	}
	r.Day = day
	return []reinstate.Reminder{{User: p.ID, Sort: reinstate.OfDay, Day: day, Read: now}}, nil
}

func limitOf(l store.AgendaLine) RemindedLimit {
	return RemindedLimit{Kind: l.Clock.Kind, Due: l.Clock.Due, Zone: l.Clock.Zone, Basis: l.Clock.Basis, Reference: l.Reference, Client: l.ClientName}
}

func userZone(name string) *time.Location {
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return time.UTC
}

// Recipient is the person whom a Reminding is for, if they may still have it.
func (d *Desk) Recipient(ctx context.Context, who reinstate.Actor, id reinstate.UserID) (u reinstate.User, ok bool, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		u, err = tx.User(id)
		return err
	})
	return u, err == nil && !u.Disabled, err
}

// Reminders lists what the actor was told and has not seen.
func (d *Desk) Reminders(ctx context.Context, who reinstate.Actor) (list []store.UnreadReminder, err error) {
	const most = 20
	err = d.view(ctx, who, func(tx *store.Tx) error {
		list, err = tx.UnreadReminders(who.User, most)
		return err
	})
	return list, err
}

// ReadReminders notes that the actor has seen what they were told.
func (d *Desk) ReadReminders(ctx context.Context, who reinstate.Actor) error {
	return d.update(ctx, who, reinstate.Read, func(tx *store.Tx) error { return tx.ReadReminders(who.User) })
}

// Wishes are what the actor wants to be told.
func (d *Desk) Wishes(ctx context.Context, who reinstate.Actor) (reinstate.Wishes, error) {
	w := reinstate.UsualWishes(who.User)
	err := d.view(ctx, who, func(tx *store.Tx) error {
		said, err := tx.Wishes()
		if at := slices.IndexFunc(said, func(s reinstate.Wishes) bool { return s.User == who.User }); at >= 0 {
			w = said[at]
		}
		return err
	})
	return w, err
}

// SetWishes keeps what the actor wants to be told.
func (d *Desk) SetWishes(ctx context.Context, who reinstate.Actor, w reinstate.Wishes) error {
	if w.Digest < reinstate.NoDigest || w.Digest > 23 {
		return reinstate.Invalid{"digest": "Choose an hour of the day, or no morning letter."}
	}
	w.User = who.User
	for kind, leads := range w.Leads {
		if !slices.Contains(reinstate.Reminded(), kind) {
			delete(w.Leads, kind)
			continue
		}
		w.Leads[kind] = slices.DeleteFunc(slices.Clone(leads), func(l time.Duration) bool { return !slices.Contains(reinstate.Leads(), l) })
	}
	return d.update(ctx, who, reinstate.Read, func(tx *store.Tx) error { return tx.SaveWishes(w) })
}

// Saw notes that the actor looks at a case whose limit is near, so that nobody
// is told that nobody does.
func (d *Desk) Saw(ctx context.Context, who reinstate.Actor, id reinstate.CaseID) error {
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error { return tx.Saw(id) })
}
