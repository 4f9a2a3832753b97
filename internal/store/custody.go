package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"reinstate/internal/reinstate"
)

type custodyRow struct {
	ID        int64 `gorm:"primaryKey"`
	OrgID     reinstate.OrgID
	CaseID    reinstate.CaseID
	Seq       int
	ExhibitID reinstate.ExhibitID
	At        int64
	Actor     string
	Kind      reinstate.ActorKind
	UserID    reinstate.UserID
	Address   string
	Did       string
	With      string
	Prev      string
	Hash      string
}

// sum is the hash of an entry: hex SHA-256 over a JSON array of what it says
// and the hash of the entry before. The first element names this format.
func (r custodyRow) sum() string {
	text, err := json.Marshal([]any{
		"reinstate custody 1", r.CaseID, r.Seq, r.ExhibitID, r.At, r.Actor, r.Kind, r.UserID, r.Address, r.Did, r.With, r.Prev,
	})
	if err != nil {
		panic(err) // numbers and strings only
	}
	digest := sha256.Sum256(text)
	return hex.EncodeToString(digest[:])
}

func (r custodyRow) domain() reinstate.Custody {
	return reinstate.Custody{
		Case: r.CaseID, Seq: r.Seq, Exhibit: r.ExhibitID, At: moment(r.At), Actor: r.Actor, Kind: r.Kind, User: r.UserID,
		Address: r.Address, Did: r.Did, With: r.With, Prev: r.Prev, Hash: r.Hash,
	}
}

// Custody is who handled the documents of a case, oldest first.
func (tx *Tx) Custody(id reinstate.CaseID) ([]reinstate.Custody, error) {
	return find(tx.mine("custody").Where("case_id = ?", id).Order("seq"), custodyRow.domain)
}

// CustodyOf is who handled one document, oldest first.
func (tx *Tx) CustodyOf(id reinstate.ExhibitID) ([]reinstate.Custody, error) {
	return find(tx.mine("custody").Where("exhibit_id = ?", id).Order("seq"), custodyRow.domain)
}

// Handle puts on record that the actor did something with a document. The same
// deed of the same actor from the same address is not repeated within a span;
// zero records each.
func (tx *Tx) Handle(x reinstate.Exhibit, did, with string, within time.Duration) error {
	if err := tx.has("exhibits", "id = ? AND case_id = ?", x.ID, x.Case); err != nil {
		return err
	}
	if within > 0 {
		err := tx.has("custody", `exhibit_id = ? AND did = ? AND "with" = ? AND kind = ? AND user_id = ? AND actor = ? AND address = ? AND at > ?`,
			x.ID, clean(did), clean(with), tx.who.Kind, tx.who.User, clean(tx.who.Name), clean(tx.who.Address), micros(tx.now.Add(-within)))
		if !errors.Is(err, reinstate.ErrNotFound) {
			return err // there is one, or nobody can tell
		}
	}
	return tx.atomic(func() error { return tx.handle(x.Case, x.ID, did, with) })
}

// handle appends an entry to the custody of a case.
func (tx *Tx) handle(id reinstate.CaseID, x reinstate.ExhibitID, did, with string) error {
	var head struct {
		Seq  int
		Hash string
	}
	err := tx.mine("custody_heads").Select("seq, hash").Where("case_id = ?", id).Take(&head).Error
	if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
		return fmt.Errorf("find the head of the custody: %w", err)
	}
	row := custodyRow{
		OrgID: tx.who.Org, CaseID: id, Seq: head.Seq + 1, ExhibitID: x, At: micros(tx.now), Actor: clean(tx.who.Name), Kind: tx.who.Kind,
		UserID: tx.who.User, Address: clean(tx.who.Address), Did: clean(did), With: clean(with), Prev: head.Hash,
	}
	row.Hash = row.sum()
	if err := tx.insert("custody", &row); err != nil {
		return fmt.Errorf("write the custody: %w", err)
	}
	return tx.g.Exec(`INSERT INTO custody_heads (case_id, org_id, seq, hash) VALUES (?, ?, ?, ?)
		ON CONFLICT (case_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash`, id, tx.who.Org, row.Seq, row.Hash).Error
}

const custodySQL = `
SELECT c.id, c.org_id, c.reference, coalesce(h.seq, 0), coalesce(h.hash, ''), t.seq, t.exhibit_id, t.at, t.actor, t.kind, t.user_id, t.address, t.did, t."with", t.prev, t.hash
FROM cases c LEFT JOIN custody_heads h ON h.case_id = c.id LEFT JOIN custody t ON t.case_id = c.id
WHERE h.seq IS NOT NULL OR t.seq IS NOT NULL
ORDER BY c.id, t.seq`

// checkCustody follows the custody of every case and names the first entry
// that is not as it was written. A case without documents has none.
func checkCustody(ctx context.Context, t *sql.Tx, report func(Finding)) error {
	rows, err := t.QueryContext(ctx, custodySQL)
	if err != nil {
		return err
	}
	defer rows.Close()
	var now chain
	for rows.Next() {
		next := chain{what: "custody"}
		var e custodyRow
		var seq, exhibit, at, user sql.NullInt64
		var actor, kind, address, did, with, prev, hash sql.NullString
		err := rows.Scan(&e.CaseID, &e.OrgID, &next.reference, &next.headSeq, &next.headHash,
			&seq, &exhibit, &at, &actor, &kind, &user, &address, &did, &with, &prev, &hash)
		if err != nil {
			return err
		}
		next.id = e.CaseID
		if next.id != now.id {
			now.end(report)
			now = next
		}
		if !seq.Valid {
			continue // only the head is left
		}
		e.Seq, e.ExhibitID, e.At, e.Actor, e.Kind = int(seq.Int64), reinstate.ExhibitID(exhibit.Int64), at.Int64, actor.String, reinstate.ActorKind(kind.String)
		e.UserID, e.Address, e.Did, e.With, e.Prev = reinstate.UserID(user.Int64), address.String, did.String, with.String, prev.String
		now.follow(chained{seq: e.Seq, prev: e.Prev, hash: hash.String, sum: e.sum()}, report)
	}
	now.end(report)
	return rows.Err()
}
