package store

import (
	"fmt"
	"time"
)

// forgetRemindersSQL are reminders that can never matter again: letters of
// mornings long past, and what was told of limits that were due long ago, once it
// was read or the limit no longer runs.
const forgetRemindersSQL = `DELETE FROM reminders WHERE org_id = @org AND (
	due_at = 0 AND told_at < @before
	OR due_at > 0 AND due_at < @before AND (read_at > 0 OR NOT EXISTS (
		SELECT 1 FROM clocks k JOIN cases c ON c.id = k.case_id WHERE k.id = reminders.clock_id AND k.met_at = 0 AND c.open = 1)))`

// Forget removes what was only kept so that nobody is told twice, and who looked
// at a case when, where it lies before an instant and can no longer matter. It
// returns how many rows that were. An actor who sees one client only is refused.
func (tx *Tx) Forget(before time.Time) (int64, error) {
	if err := tx.wide(); err != nil {
		return 0, fmt.Errorf("forget reminders: %w", err)
	}
	reminders := tx.g.Exec(forgetRemindersSQL, map[string]any{"org": tx.who.Org, "before": micros(before)})
	if reminders.Error != nil {
		return 0, fmt.Errorf("forget reminders: %w", reminders.Error)
	}
	seen := tx.mine("case_seen").Where("at < ?", micros(before)).Delete(nil)
	if seen.Error != nil {
		return 0, fmt.Errorf("forget who looked at cases: %w", seen.Error)
	}
	return reminders.RowsAffected + seen.RowsAffected, nil
}
