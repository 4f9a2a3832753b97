package store

// fewCases is how many cases a list is willing to sort. What narrows a list to
// no more than that is read first and sorted; otherwise the list is read in the
// order of an index until a page is full, which does not take long where many
// cases fit.
const fewCases = 2000

// listFrom chooses where a list is read from: the cases that a search finds,
// the few cases with something the query names, or an index.
func (tx *Tx) listFrom(q CaseQuery) (from string, args []any, err error) {
	if len(terms(q.Search)) > 0 {
		scope := tx.caseScope()
		sub, args := hits(q.Search, scope.String(), scope.args)
		return among(sub), args, nil
	}
	for _, group := range tx.groups(q) {
		var n int
		err := tx.g.Raw("SELECT count(*) FROM ("+group.String()+" LIMIT ?)", append(group.args, tx.few+1)...).Scan(&n).Error
		if err != nil {
			return "", nil, err
		}
		if n <= tx.few {
			return among(group.String()), group.args, nil
		}
	}
	return "cases c INDEXED BY " + tx.indexFor(q), nil, nil
}

func among(ids string) string { return "(" + ids + ") h CROSS JOIN cases c ON c.id = h.id" }

// groups are queries of the ids of cases that have something the query names,
// apart from those that an index gives in the list's order.
func (tx *Tx) groups(q CaseQuery) []where {
	var groups []where
	add := func(from string, is any) {
		var w where
		w.add(from, tx.who.Org, is)
		groups = append(groups, w)
	}
	if q.Reason != "" {
		add("SELECT r.case_id AS id FROM case_reasons r WHERE r.org_id = ? AND r.reason = ?", q.Reason)
	}
	if q.Marketplace != "" {
		add("SELECT k.id FROM accounts m CROSS JOIN cases k INDEXED BY cases_by_account ON k.org_id = m.org_id AND k.account_id = m.id WHERE m.org_id = ? AND m.marketplace = ?", q.Marketplace)
	}
	if q.Held != nil && *q.Held {
		add("SELECT k.id FROM cases k INDEXED BY cases_held WHERE k.org_id = ? AND k.held_until <> 0 AND k.held_until > ?", micros(tx.now))
	}
	if q.Sort == "due" {
		return groups
	}
	if q.Account != 0 {
		add("SELECT k.id FROM cases k INDEXED BY cases_by_account WHERE k.org_id = ? AND k.account_id = ?", q.Account)
	}
	if tx.narrowed() {
		q.Client = tx.who.Client
	}
	if q.Client != 0 {
		add("SELECT k.id FROM cases k INDEXED BY cases_by_client WHERE k.org_id = ? AND k.client_id = ?", q.Client)
	}
	if q.Owner != 0 {
		add("SELECT k.id FROM cases k INDEXED BY cases_by_owner WHERE k.org_id = ? AND k.owner_id = ?", q.Owner)
	}
	return groups
}

// indexFor is the index that gives the list's order, with as few cases that do
// not fit as can be had.
func (tx *Tx) indexFor(q CaseQuery) string {
	switch {
	case q.Sort != "due":
	case q.Account != 0:
		return "cases_by_account"
	case q.Client != 0 || tx.narrowed():
		return "cases_by_client"
	case q.Owner != 0:
		return "cases_by_owner"
	case len(q.State) == 1:
		return "cases_by_state"
	}
	if q.Open != nil {
		return "cases_open_by_" + q.Sort
	}
	return "cases_by_" + q.Sort
}
