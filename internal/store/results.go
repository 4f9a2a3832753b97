package store

import (
	"time"

	"reinstate/internal/reinstate"
)

// ResultQuery says which filings are looked at. Zero fields do not narrow it.
type ResultQuery struct {
	Marketplace reinstate.Marketplace
	Since       time.Time // filed then or later
	Limit       int       // the newest so many
}

// MostResults bounds what is looked at, so that no page takes longer the older
// a firm gets.
const MostResults = 20_000

type resultRow struct {
	CaseID      reinstate.CaseID
	Reference   string
	State       reinstate.State
	Marketplace reinstate.Marketplace
	Reason      reinstate.ReasonCode
	Route       reinstate.Response
	Round       int
	CaseRound   int
	FiledAt     int64
	Decision    reinstate.Decision
	DecidedAt   int64
	RepliedAt   int64
	NextAt      int64
	ChangedAt   int64
}

func (r resultRow) domain() reinstate.Result {
	o := reinstate.Result{
		Case: r.CaseID, Reference: r.Reference, Marketplace: r.Marketplace, Reason: r.Reason, Route: r.Route, Round: r.Round,
		Filed: moment(r.FiledAt), Decision: r.Decision,
	}
	switch {
	case r.Decision != reinstate.NoDecision && r.RepliedAt >= r.FiledAt:
		o.Ended = moment(r.RepliedAt) // when the reply came, not when somebody recorded it
	case r.Decision != reinstate.NoDecision:
		o.Ended = moment(r.DecidedAt)
	case r.NextAt != 0:
		o.Ended = moment(r.NextAt)
	case r.Round != r.CaseRound || r.State != reinstate.AwaitingDecision:
		o.Ended = moment(r.ChangedAt)
	}
	return o
}

const resultSQL = `SELECT f.case_id, c.reference, c.state, a.marketplace, coalesce(json_extract(c.reasons, '$[0]'), '') AS reason,
	coalesce(nullif(p.route, ''), c.response) AS route, f.round, c.round AS case_round, coalesce(nullif(f.sent_at, 0), f.filed_at) AS filed_at, coalesce(r.decision, '') AS decision,
	coalesce(r.decided_at, 0) AS decided_at, coalesce(n.received_at, 0) AS replied_at, coalesce(x.opened_at, 0) AS next_at, c.changed_at
FROM `

const resultNames = `
CROSS JOIN accounts a ON a.id = c.account_id
LEFT JOIN rounds r ON r.case_id = f.case_id AND r.number = f.round
LEFT JOIN rounds x ON x.case_id = f.case_id AND x.number = f.round + 1
LEFT JOIN notices n ON n.id = r.reply_id
LEFT JOIN plans p ON p.case_id = f.case_id AND p.round = f.round
WHERE `

// Results lists what became of the filings that were sent, the newest first.
func (tx *Tx) Results(q ResultQuery) ([]reinstate.Result, error) {
	from := "filings f INDEXED BY filings_by_org CROSS JOIN cases c ON c.id = f.case_id"
	if tx.narrowed() {
		from = "cases c INDEXED BY cases_by_client CROSS JOIN filings f ON f.case_id = c.id"
	}
	w := tx.caseScope()
	w.add("f.org_id = ? AND f.receipted_at > 0", tx.who.Org)
	if q.Marketplace != "" {
		w.add("a.marketplace = ?", q.Marketplace)
	}
	if !q.Since.IsZero() {
		w.add("f.filed_at >= ?", micros(q.Since))
	}
	if q.Limit <= 0 || q.Limit > MostResults {
		q.Limit = MostResults
	}
	sql := resultSQL + from + resultNames + w.String() + " ORDER BY f.filed_at DESC, f.id DESC LIMIT ?"
	return find(tx.g.Raw(sql, append(w.args, q.Limit)...), resultRow.domain)
}
