package store

import (
	"fmt"
	"time"

	"reinstate/internal/reinstate"
)

type wishesRow struct {
	UserID     reinstate.UserID `gorm:"primaryKey;autoIncrement:false"`
	OrgID      reinstate.OrgID
	Mail       bool
	Digest     int
	Everything bool
	Leads      doc[map[reinstate.ClockKind][]int64] // seconds
}

func (r wishesRow) domain() reinstate.Wishes {
	w := reinstate.Wishes{User: r.UserID, Mail: r.Mail, Digest: r.Digest, Everything: r.Everything, Leads: map[reinstate.ClockKind][]time.Duration{}}
	for kind, seconds := range r.Leads.V {
		w.Leads[kind] = each(seconds, func(s int64) time.Duration { return time.Duration(s) * time.Second })
	}
	return w
}

// Wishes lists what the people of the firm have said about reminders. Those who
// said nothing are not in it.
func (tx *Tx) Wishes() ([]reinstate.Wishes, error) {
	return find(tx.mine("reminder_wishes").Order("user_id"), wishesRow.domain)
}

// SaveWishes keeps what a person of the firm wants.
func (tx *Tx) SaveWishes(w reinstate.Wishes) error {
	if err := tx.has("users", "id = ?", w.User); err != nil {
		return fmt.Errorf("keep wishes: %w", err)
	}
	row := wishesRow{UserID: w.User, OrgID: tx.who.Org, Mail: w.Mail, Digest: w.Digest, Everything: w.Everything}
	row.Leads.V = map[reinstate.ClockKind][]int64{}
	for kind, leads := range w.Leads {
		row.Leads.V[kind] = each(leads, func(d time.Duration) int64 { return int64(d / time.Second) })
	}
	if err := tx.mine("reminder_wishes").Where("user_id = ?", w.User).Delete(&wishesRow{}).Error; err != nil {
		return err
	}
	return tx.insert("reminder_wishes", &row)
}

type reminderRow struct {
	ID      int64 `gorm:"primaryKey"`
	OrgID   reinstate.OrgID
	UserID  reinstate.UserID
	Sort    reinstate.ReminderSort
	CaseID  *reinstate.CaseID // nil for a digest
	ClockID reinstate.ClockID
	DueAt   int64
	Lead    int64
	Day     string
	ToldAt  int64
	ReadAt  int64
}

func (r reminderRow) domain() reinstate.Reminder {
	out := reinstate.Reminder{
		ID: r.ID, User: r.UserID, Sort: r.Sort, Clock: r.ClockID, Due: moment(r.DueAt), Lead: time.Duration(r.Lead) * time.Second,
		Day: r.Day, Told: moment(r.ToldAt), Read: moment(r.ReadAt),
	}
	if r.CaseID != nil {
		out.Case = *r.CaseID
	}
	return out
}

// AddReminder notes that a person is told something now. What was told before
// is refused: nobody is told twice.
func (tx *Tx) AddReminder(r *reinstate.Reminder) error {
	if err := tx.has("users", "id = ?", r.User); err != nil {
		return fmt.Errorf("remind: %w", err)
	}
	row := reminderRow{
		OrgID: tx.who.Org, UserID: r.User, Sort: r.Sort, ClockID: r.Clock, DueAt: micros(r.Due), Lead: int64(r.Lead / time.Second), Day: r.Day,
		ToldAt: micros(tx.now), ReadAt: micros(r.Read),
	}
	if r.Case != 0 {
		if err := tx.has("cases", "id = ?", r.Case); err != nil {
			return fmt.Errorf("remind: %w", err)
		}
		row.CaseID = &r.Case
	}
	if err := tx.insert("reminders", &row); err != nil {
		return fmt.Errorf("remind person %d: %w", r.User, err)
	}
	*r = row.domain()
	return nil
}

// RemindersOf lists what people were told of limits that are due in a span of
// time, at most of so many.
func (tx *Tx) RemindersOf(from, to time.Time) ([]reinstate.Reminder, error) {
	return find(tx.mine("reminders").Where("due_at >= ? AND due_at < ?", micros(from), micros(to)).Order("due_at, id"), reminderRow.domain)
}

// HadDigest reports whether a person had the morning letter of a day.
func (tx *Tx) HadDigest(user reinstate.UserID, day string) (bool, error) {
	var n int64
	err := tx.mine("reminders").Where("user_id = ? AND sort = ? AND clock_id = 0 AND due_at = 0 AND lead = 0 AND day = ?", user, reinstate.OfDay, day).Count(&n).Error
	return n > 0, err
}

// UnreadReminder is one thing that a person was told and has not seen yet.
type UnreadReminder struct {
	reinstate.Reminder
	Kind      reinstate.ClockKind
	Zone      string
	Reference string
	Client    string
}

type unreadRow struct {
	Row       reminderRow `gorm:"embedded"`
	Kind      reinstate.ClockKind
	Zone      string
	Reference string
	Client    string
}

// UnreadReminders lists what a person was told of running limits and has not
// seen, the nearest limit first.
func (tx *Tx) UnreadReminders(user reinstate.UserID, limit int) ([]UnreadReminder, error) {
	w := tx.caseScope()
	w.add("r.org_id = ? AND r.user_id = ? AND r.read_at = 0 AND k.met_at = 0 AND c.open = 1", tx.who.Org, user)
	sql := `SELECT r.*, k.kind, k.zone, c.reference, l.legal_name AS client FROM reminders r INDEXED BY reminders_unread
		CROSS JOIN clocks k ON k.id = r.clock_id CROSS JOIN cases c ON c.id = r.case_id CROSS JOIN clients l ON l.id = c.client_id
		WHERE ` + w.String() + ` ORDER BY k.due_at, r.id LIMIT ?`
	return find(tx.g.Raw(sql, append(w.args, limit)...), func(r unreadRow) UnreadReminder {
		return UnreadReminder{Reminder: r.Row.domain(), Kind: r.Kind, Zone: r.Zone, Reference: r.Reference, Client: r.Client}
	})
}

// ReadReminders notes that a person has seen what they were told.
func (tx *Tx) ReadReminders(user reinstate.UserID) error {
	return tx.mine("reminders").Where("user_id = ? AND read_at = 0", user).Update("read_at", micros(tx.now)).Error
}

// Saw notes that the actor looks at a case now.
func (tx *Tx) Saw(id reinstate.CaseID) error {
	if err := tx.has("cases", "id = ?", id); err != nil {
		return fmt.Errorf("look at a case: %w", err)
	}
	if err := tx.has("users", "id = ?", tx.who.User); err != nil {
		return fmt.Errorf("look at a case: %w", err)
	}
	return tx.g.Exec(`INSERT INTO case_seen (org_id, case_id, user_id, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (case_id, user_id) DO UPDATE SET at = max(at, excluded.at)`, tx.who.Org, id, tx.who.User, micros(tx.now)).Error
}

// SeenSince tells when each case was last looked at, if it was since an instant.
func (tx *Tx) SeenSince(since time.Time) (map[reinstate.CaseID]time.Time, error) {
	var rows []struct {
		CaseID reinstate.CaseID
		At     int64
	}
	err := tx.mine("case_seen").Select("case_id, max(at) AS at").Where("at >= ?", micros(since)).Group("case_id").Scan(&rows).Error
	seen := make(map[reinstate.CaseID]time.Time, len(rows))
	for _, r := range rows {
		seen[r.CaseID] = moment(r.At)
	}
	return seen, err
}
