package store

import (
	"slices"
	"time"

	"reinstate/internal/reinstate"
)

// AgendaQuery says which time limits an agenda shows.
type AgendaQuery struct {
	From  time.Time // due then or later; zero: from the beginning
	To    time.Time // due before then
	Owner reinstate.UserID
	Kinds []reinstate.ClockKind // of an agenda; none: all
	Last  bool                  // of an agenda: those due last, where there are more than the limit
	Limit int                   // lines, 0: DefaultLines, at most MostAgenda
}

// MostAgenda is the most lines an agenda gives at once.
const MostAgenda = 2000

// AgendaLine is one running time limit of an open case, or the day on which a
// case that rests is back: then Clock has no kind and Due is that day.
type AgendaLine struct {
	Clock       reinstate.Clock
	Reference   string
	State       reinstate.State
	Reasons     []reinstate.ReasonCode
	Round       int
	Held        reinstate.Hold
	ClientName  string
	ClientOther string
	Marketplace reinstate.Marketplace
	Store       string
	OwnerID     reinstate.UserID
	OwnerName   string
}

// Back reports whether the line is a case that comes back, not a time limit.
func (l AgendaLine) Back() bool { return l.Clock.Kind == "" }

// agendaRow is what the one query of an agenda gives.
type agendaRow struct {
	Clock       clockRow `gorm:"embedded"`
	Reference   string
	State       reinstate.State
	Reasons     doc[[]reinstate.ReasonCode]
	CaseRound   int
	HeldUntil   int64
	HeldWhy     string
	ClientName  string
	ClientOther string
	Marketplace reinstate.Marketplace
	Store       string
	OwnerID     reinstate.UserID
	OwnerName   string
}

func (r agendaRow) domain() AgendaLine {
	return AgendaLine{
		Clock: r.Clock.domain(), Reference: r.Reference, State: r.State, Reasons: r.Reasons.V, Round: r.CaseRound,
		Held:       reinstate.Hold{Until: moment(r.HeldUntil), Why: r.HeldWhy},
		ClientName: r.ClientName, ClientOther: r.ClientOther, Marketplace: r.Marketplace, Store: r.Store,
		OwnerID: r.OwnerID, OwnerName: r.OwnerName,
	}
}

const agendaCase = `c.reference, c.state, c.reasons, c.round AS case_round, c.held_until, c.held_why,
	l.legal_name AS client_name, l.other_name AS client_other, a.marketplace, a.store, c.owner_id, coalesce(u.name, '') AS owner_name`

// Agenda lists the running time limits of open cases in the order they are due.
// It reads as many limits as there are in the time asked for, however many
// cases the firm has; for an actor who sees one client, those of its cases.
func (tx *Tx) Agenda(q AgendaQuery) ([]AgendaLine, error) {
	from := "clocks k INDEXED BY clocks_by_due CROSS JOIN cases c ON c.id = k.case_id"
	if tx.narrowed() {
		from = "cases c INDEXED BY cases_by_client CROSS JOIN clocks k INDEXED BY clocks_by_case ON k.case_id = c.id"
	}
	w := tx.caseScope()
	w.add("k.org_id = ? AND k.met_at = 0 AND k.due_at > 0 AND c.open = 1", tx.who.Org)
	if !q.From.IsZero() {
		w.add("k.due_at >= ?", micros(q.From))
	}
	w.add("k.due_at < ?", micros(q.To))
	if len(q.Kinds) > 0 {
		w.add("k.kind IN ?", q.Kinds)
	}
	order := " ORDER BY k.due_at, k.id LIMIT ?"
	if q.Last {
		order = " ORDER BY k.due_at DESC, k.id DESC LIMIT ?"
	}
	sql := "SELECT k.*, " + agendaCase + " FROM " + from + q.rest(&w) + order
	lines, err := find(tx.g.Raw(sql, append(w.args, q.limit())...), agendaRow.domain)
	if q.Last {
		slices.Reverse(lines)
	}
	return lines, err
}

// Returns lists the cases that rest, in the order in which they are back.
func (tx *Tx) Returns(q AgendaQuery) ([]AgendaLine, error) {
	w := tx.caseScope()
	w.add("c.held_until <> 0 AND c.open = 1 AND c.held_until < ?", micros(q.To))
	if !q.From.IsZero() {
		w.add("c.held_until >= ?", micros(q.From))
	}
	sql := "SELECT c.id AS case_id, c.held_until AS due_at, " + agendaCase + " FROM cases c INDEXED BY cases_held" + q.rest(&w) + " ORDER BY c.held_until, c.id LIMIT ?"
	return find(tx.g.Raw(sql, append(w.args, q.limit())...), agendaRow.domain)
}

// rest are the names of the parties and the conditions.
func (q AgendaQuery) rest(w *where) string {
	if q.Owner != 0 {
		w.add("c.owner_id = ?", q.Owner)
	}
	return lineNames + w.String()
}

func (q AgendaQuery) limit() int {
	if q.Limit <= 0 {
		return DefaultLines
	}
	return min(q.Limit, MostAgenda)
}
