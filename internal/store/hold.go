package store

import "reinstate/internal/reinstate"

// resting narrows a list to the cases that rest, or to all others. It is
// Case.OnHold for open cases, in SQL; a test holds the two together.
func (tx *Tx) resting(w *where, rest bool) {
	condition := "(c.held_until > ? AND (c.next_due = 0 OR c.next_due >= ?))"
	if !rest {
		condition = "NOT " + condition
	}
	w.add(condition, micros(tx.now), micros(tx.now.Add(reinstate.HideWithin)))
}
