package store

import (
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"reinstate/internal/reinstate"
)

type messageRow struct {
	ID         int64 `gorm:"primaryKey"`
	OrgID      reinstate.OrgID
	AccountID  reinstate.AccountID
	SnapshotID reinstate.SnapshotID
	Thread     string
	OrderNo    string
	ReceivedAt int64
	AnsweredAt int64
}

func (r messageRow) domain() reinstate.BuyerMessage {
	return reinstate.BuyerMessage{Thread: r.Thread, Order: r.OrderNo, Received: moment(r.ReceivedAt), Answered: moment(r.AnsweredAt)}
}

// AddBuyerMessages keeps the messages of a log. Of one that is known, only its
// answer can be new.
func (tx *Tx) AddBuyerMessages(s reinstate.Snapshot, messages []reinstate.BuyerMessage) error {
	if err := tx.reports(s); err != nil {
		return err
	}
	return tx.atomic(func() error {
		for _, m := range messages {
			err := tx.g.Exec(`INSERT INTO buyer_messages (org_id, account_id, snapshot_id, thread, order_no, received_at, answered_at) VALUES (?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (account_id, thread, order_no, received_at) DO UPDATE SET answered_at = excluded.answered_at, snapshot_id = excluded.snapshot_id
				WHERE answered_at = 0 AND excluded.answered_at > 0`,
				tx.who.Org, s.Account, s.ID, m.Thread, m.Order, micros(m.Received), micros(m.Answered)).Error
			if err != nil {
				return fmt.Errorf("keep messages: %w", err)
			}
		}
		return nil
	})
}

// BuyerMessages lists the messages that an account was sent since an instant,
// and those that wait since before, oldest first.
func (tx *Tx) BuyerMessages(account reinstate.AccountID, since time.Time) ([]reinstate.BuyerMessage, error) {
	old, err := find(tx.mine("buyer_messages").Where("account_id = ? AND answered_at = 0 AND received_at < ?", account, micros(since)).Order("received_at"), messageRow.domain)
	if err != nil {
		return nil, err
	}
	newer, err := find(tx.mine("buyer_messages").Where("account_id = ? AND received_at >= ?", account, micros(since)).Order("received_at"), messageRow.domain)
	return append(old, newer...), err
}

type buyerClaimRow struct {
	ID         reinstate.BuyerClaimID `gorm:"primaryKey"`
	OrgID      reinstate.OrgID
	AccountID  reinstate.AccountID
	SnapshotID reinstate.SnapshotID
	TakenAt    int64
	Kind       reinstate.BuyerClaimKind
	Number     string
	OrderNo    string
	OpenedAt   int64
	DueAt      int64
	State      reinstate.BuyerClaimState
	Word       string
	Amount     float64
	Currency   string
	Item       string
	Reason     string
}

func (r buyerClaimRow) domain() reinstate.BuyerClaim {
	return reinstate.BuyerClaim{
		ID: r.ID, Account: r.AccountID, Kind: r.Kind, Number: r.Number, Order: r.OrderNo, Opened: moment(r.OpenedAt), Due: moment(r.DueAt),
		State: r.State, Word: r.Word, Amount: r.Amount, Currency: r.Currency, Item: r.Item, Reason: r.Reason,
	}
}

// AddBuyerClaims keeps the claims of a log. Of one that is known, the newer log
// has the word.
func (tx *Tx) AddBuyerClaims(s reinstate.Snapshot, claims []reinstate.BuyerClaim) error {
	if err := tx.reports(s); err != nil {
		return err
	}
	return tx.atomic(func() error {
		for _, c := range claims {
			err := tx.g.Exec(`INSERT INTO buyer_claims
				(org_id, account_id, snapshot_id, taken_at, kind, number, order_no, opened_at, due_at, state, word, amount, currency, item, reason)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (account_id, kind, number) DO UPDATE SET snapshot_id = excluded.snapshot_id, taken_at = excluded.taken_at, order_no = excluded.order_no,
				opened_at = excluded.opened_at, due_at = excluded.due_at, state = excluded.state, word = excluded.word, amount = excluded.amount,
				currency = excluded.currency, item = excluded.item, reason = excluded.reason WHERE excluded.taken_at >= taken_at`,
				tx.who.Org, s.Account, s.ID, micros(s.Imported), c.Kind, c.Number, c.Order, micros(c.Opened), micros(c.Due), c.State, c.Word, c.Amount, c.Currency, c.Item, c.Reason).Error
			if err != nil {
				return fmt.Errorf("keep claims: %w", err)
			}
		}
		return nil
	})
}

// BuyerClaims lists the newest claims of an account, the newest first.
func (tx *Tx) BuyerClaims(account reinstate.AccountID, limit int) ([]reinstate.BuyerClaim, error) {
	return find(tx.mine("buyer_claims").Where("account_id = ?", account).Order("opened_at DESC, id DESC").Limit(limit), buyerClaimRow.domain)
}

// ClaimLimit is how long the seller has to answer a kind of claims on a
// marketplace.
type ClaimLimit struct {
	Marketplace reinstate.Marketplace
	Kind        reinstate.BuyerClaimKind
	Within      time.Duration
}

// OpenBuyerClaims lists claims of all accounts that wait for the seller and
// have a limit: the log's own, else one of the limits given. Those still to
// come are first, the nearest before the others; then those that passed after
// an instant, the last before the others. So however many old claims a log
// never closed, the fresh ones are there.
func (tx *Tx) OpenBuyerClaims(limits []ClaimLimit, passed time.Time, most int) ([]reinstate.BuyerClaim, error) {
	rules, args := "0", []any{}
	for _, l := range limits {
		rules = "CASE WHEN kind = ? AND (SELECT marketplace FROM accounts a WHERE a.id = account_id) = ? THEN opened_at + ? ELSE " + rules + " END"
		args = append([]any{l.Kind, l.Marketplace, l.Within.Microseconds()}, args...)
	}
	limited := tx.mine("buyer_claims").Select("*, CASE WHEN due_at > 0 THEN due_at ELSE "+rules+" END AS limit_at", args...).Where("state = 'open'")
	return find(tx.g.Table("(?) AS n", limited).Where("limit_at > ?", micros(passed)).
		Order(clause.OrderBy{Expression: clause.Expr{SQL: "limit_at < ?, CASE WHEN limit_at < ? THEN -limit_at ELSE limit_at END, id", Vars: []any{micros(tx.now), micros(tx.now)}}}).
		Limit(most), buyerClaimRow.domain)
}

type feedbackRow struct {
	ID         int64 `gorm:"primaryKey"`
	OrgID      reinstate.OrgID
	AccountID  reinstate.AccountID
	SnapshotID reinstate.SnapshotID
	TakenAt    int64
	OrderNo    string
	Day        string
	Nth        int
	Stars      int
	Text       string
}

func (r feedbackRow) domain() reinstate.Feedback {
	return reinstate.Feedback{Order: r.OrderNo, Day: r.Day, Stars: r.Stars, Text: r.Text}
}

// AddFeedback keeps the ratings of a log. One that is known can have changed.
func (tx *Tx) AddFeedback(s reinstate.Snapshot, ratings []reinstate.Feedback) error {
	if err := tx.reports(s); err != nil {
		return err
	}
	type place struct{ order, day string }
	nth := map[place]int{}
	return tx.atomic(func() error {
		for _, f := range ratings {
			at := place{f.Order, f.Day}
			nth[at]++
			err := tx.g.Exec(`INSERT INTO buyer_feedback (org_id, account_id, snapshot_id, taken_at, order_no, day, nth, stars, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (account_id, order_no, day, nth) DO UPDATE SET snapshot_id = excluded.snapshot_id, taken_at = excluded.taken_at, stars = excluded.stars,
				text = excluded.text WHERE excluded.taken_at >= taken_at`,
				tx.who.Org, s.Account, s.ID, micros(s.Taken), f.Order, f.Day, nth[at], f.Stars, f.Text).Error
			if err != nil {
				return fmt.Errorf("keep ratings: %w", err)
			}
		}
		return nil
	})
}

// Feedback lists the ratings of an account since a day, the newest first.
func (tx *Tx) Feedback(account reinstate.AccountID, since string) ([]reinstate.Feedback, error) {
	return find(tx.mine("buyer_feedback").Where("account_id = ? AND day >= ?", account, since).Order("day DESC, id DESC"), feedbackRow.domain)
}
