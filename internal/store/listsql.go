package store

import (
	"slices"
	"strings"

	"reinstate/internal/reinstate"
)

// unmet holds for an open demand d of a case c that nothing answers: not what
// the sections of the present round's plan of action tell by themselves. A plan
// that is a mere copy of the last one does not answer what was asked again.
const unmet = ` d.case_id = c.id AND d.state = 'open' AND NOT (d.code IN ('root_cause', 'corrective_actions', 'preventive_actions')
	AND EXISTS (SELECT 1 FROM plans p WHERE p.case_id = c.id AND p.round = c.round AND p.route = 'plan_of_action'
		AND (p.round = 1 OR d.round <> p.round OR p.revision > 1 OR p.drafted_at <> 0))
	AND EXISTS (SELECT 1 FROM claims k WHERE k.case_id = c.id AND k.kind = CASE d.code WHEN 'root_cause' THEN 'root_cause'
		WHEN 'corrective_actions' THEN 'corrective_action' ELSE 'preventive_measure' END))`

// lineColumns are what a line shows. The demands are counted for the rows of
// the page only.
const lineColumns = `SELECT c.id, c.reference, c.state, c.level, c.reasons, c.response, c.round, c.opened_at, c.changed_at, c.waiting_at,
	c.outcome, c.next_kind, c.next_due, c.next_zone, c.next_basis, c.held_until, c.held_why, c.urgency, c.patience, c.owner_id, c.client_id, c.account_id,
	l.legal_name AS client_name, l.other_name AS client_other, a.key AS account_key, a.marketplace, a.store, a.store_name, a.seller_id,
	coalesce(u.name, '') AS owner_name,
	(SELECT count(*) FROM demands d WHERE` + unmet + `) AS open_demands,
	(SELECT count(*) FROM demands d WHERE d.case_id = c.id AND d.state <> 'asked_again') AS demands,
	coalesce((SELECT d.text FROM demands d WHERE` + unmet + ` ORDER BY d.id LIMIT 1), '') AS asks
FROM `

// lineNames are where a line's names come from. CROSS JOIN keeps SQLite from
// starting with them: the cases come in the order of their index.
const lineNames = `
CROSS JOIN clients l ON l.id = c.client_id
CROSS JOIN accounts a ON a.id = c.account_id
LEFT JOIN users u ON u.id = c.owner_id
WHERE `

// listSQL writes the list's query, having put the defaults into q.
func (tx *Tx) listSQL(q *CaseQuery) (string, []any, error) {
	if q.Sort == "" {
		q.Sort = "due"
	}
	column, ok := sorts[q.Sort]
	if !ok {
		return "", nil, reinstate.Invalid{"sort": "A list of cases cannot be sorted by that."}
	}
	if q.Limit <= 0 {
		q.Limit = DefaultLines
	}
	q.Limit = min(q.Limit, MostLines)
	q.State = slices.Compact(slices.Sorted(slices.Values(q.State)))
	if q.Open == nil {
		q.Open = openness(q.State)
	}
	from, args, err := tx.listFrom(*q)
	if err != nil {
		return "", nil, err
	}
	w := tx.caseScope()
	w.args = append(args, w.args...)
	q.narrow(&w)
	if q.Held != nil {
		tx.resting(&w, *q.Held)
	}
	direction, beyond := "", ">"
	if q.Desc {
		direction, beyond = " DESC", "<"
	}
	if q.After != "" {
		last, err := parseCursor(q.After)
		if err != nil || last.Sort != q.Sort || last.Desc != q.Desc {
			return "", nil, reinstate.Invalid{"after": "This page of the list is no longer there. Start from the first page."}
		}
		w.add("(c."+column+", c.id) "+beyond+" (?, ?)", last.Key, last.ID)
	}
	sql := lineColumns + from + lineNames + w.String() + " ORDER BY c." + column + direction + ", c.id" + direction + " LIMIT ?"
	return sql, append(w.args, q.Limit+1), nil
}

// where is a list of conditions on cases c, all of which must hold.
type where struct {
	conditions []string
	args       []any
}

func (w *where) add(condition string, args ...any) {
	w.conditions = append(w.conditions, condition)
	w.args = append(w.args, args...)
}

func (w where) String() string { return strings.Join(w.conditions, " AND ") }

// caseScope is mine("cases") for queries that are written as SQL.
func (tx *Tx) caseScope() where {
	var w where
	w.add("c.org_id = ?", tx.who.Org)
	switch {
	case tx.who.Link != 0:
		w.add("c.id = (SELECT case_id FROM review_links WHERE id = ? AND org_id = ?)", tx.who.Link, tx.who.Org)
	case tx.narrowed():
		w.add("c.client_id = ?", tx.who.Client)
	}
	return w
}

// narrow adds what the query asks for.
func (q CaseQuery) narrow(w *where) {
	switch len(q.State) {
	case 0:
	case 1:
		w.add("c.state = ?", q.State[0]) // with IN, SQLite would sort
	default:
		w.add("c.state IN ?", q.State)
	}
	if q.Open != nil {
		w.add("c.open = ?", *q.Open)
	}
	if q.Account != 0 {
		w.add("c.account_id = ?", q.Account)
	}
	if q.Client != 0 {
		w.add("c.client_id = ?", q.Client)
	}
	if q.Owner != 0 {
		w.add("c.owner_id = ?", q.Owner)
	}
	if q.Marketplace != "" {
		w.add("a.marketplace = ?", q.Marketplace)
	}
	if q.Reason != "" {
		w.add("EXISTS (SELECT 1 FROM case_reasons r WHERE r.org_id = c.org_id AND r.reason = ? AND r.case_id = c.id)", q.Reason)
	}
}

// openness says whether all of the states are open, or all finished.
func openness(states []reinstate.State) *bool {
	if len(states) == 0 {
		return nil
	}
	open := states[0].Open()
	for _, s := range states {
		if s.Open() != open {
			return nil
		}
	}
	return &open
}
