package store

import "reinstate/internal/reinstate"

// CaseCounts say how many cases there are.
type CaseCounts struct {
	State   map[reinstate.State]int
	Due     int // open, with a time limit of the seller's still to come
	Overdue int // open, with one that has passed, as reinstate.Late says
	Waiting int // open, a decision awaited
}

// Open is how many cases are open.
func (c CaseCounts) Open() int {
	n := 0
	for state, cases := range c.State {
		if state.Open() {
			n += cases
		}
	}
	return n
}

// CaseCounts counts the cases that exist for the actor, from indexes only
// unless the actor sees one client only.
func (tx *Tx) CaseCounts() (CaseCounts, error) {
	w := tx.caseScope()
	mine, now := w.String(), micros(tx.now)
	var rows []struct {
		What string
		N    int
	}
	sql := "SELECT c.state AS what, count(*) AS n FROM cases c WHERE " + mine + " GROUP BY c.state" +
		" UNION ALL SELECT 'overdue', count(*) FROM cases c WHERE " + mine + " AND c.open = 1 AND c.urgency < ?" +
		" UNION ALL SELECT 'due', count(*) FROM cases c WHERE " + mine + " AND c.open = 1 AND c.urgency >= ? AND c.urgency < ?" +
		" UNION ALL SELECT 'waiting', count(*) FROM cases c WHERE " + mine + " AND c.open = 1 AND c.patience < ?"
	args := append([]any{}, w.args...)
	args = append(append(args, w.args...), now)
	args = append(append(args, w.args...), now, int64(never))
	args = append(append(args, w.args...), int64(never))
	if err := tx.g.Raw(sql, args...).Scan(&rows).Error; err != nil {
		return CaseCounts{}, err
	}
	counts := CaseCounts{State: map[reinstate.State]int{}}
	for _, r := range rows {
		switch r.What {
		case "overdue":
			counts.Overdue = r.N
		case "due":
			counts.Due = r.N
		case "waiting":
			counts.Waiting = r.N
		default:
			counts.State[reinstate.State(r.What)] = r.N
		}
	}
	return counts, nil
}
