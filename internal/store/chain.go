package store

import (
	"context"
	"database/sql"
	"fmt"

	"reinstate/internal/reinstate"
)

const chainsSQL = `
SELECT c.id, c.org_id, c.reference, c.head_seq, c.head_hash, t.seq, t.at, t.actor, t.kind, t.user_id, t.did, t."with", t.prev, t.hash
FROM cases c LEFT JOIN timeline t ON t.case_id = c.id
ORDER BY c.id, t.seq`

// chain follows the timeline of one case, entry by entry.
type chain struct {
	row       entryRow // CaseID and OrgID of the case, and the entry last seen
	reference string
	headSeq   int
	headHash  string
	broken    bool // the first bad entry is named, not those after it
}

// checkTimelines follows every timeline from its first entry to the head that
// the case keeps, and names the first entry that is not as it was written.
func checkTimelines(ctx context.Context, t *sql.Tx, report func(Finding)) error {
	rows, err := t.QueryContext(ctx, chainsSQL)
	if err != nil {
		return err
	}
	defer rows.Close()
	var now chain
	for rows.Next() {
		var next chain
		var seq, at, user sql.NullInt64
		var actor, kind, did, with, prev, hash sql.NullString
		err := rows.Scan(&next.row.CaseID, &next.row.OrgID, &next.reference, &next.headSeq, &next.headHash,
			&seq, &at, &actor, &kind, &user, &did, &with, &prev, &hash)
		if err != nil {
			return err
		}
		if next.row.CaseID != now.row.CaseID {
			now.end(report)
			now = next
		}
		if !seq.Valid {
			continue // the case has no entry at all, which its head says
		}
		entry := entryRow{
			OrgID: now.row.OrgID, CaseID: now.row.CaseID, Seq: int(seq.Int64), At: at.Int64, Actor: actor.String, With: with.String,
			Did: did.String, Prev: prev.String, Hash: hash.String, Kind: reinstate.ActorKind(kind.String), UserID: reinstate.UserID(user.Int64),
		}
		now.follow(entry, report)
	}
	now.end(report)
	return rows.Err()
}

// follow checks that an entry comes after the one last seen.
func (c *chain) follow(e entryRow, report func(Finding)) {
	last := c.row
	c.row = e
	if c.broken {
		return
	}
	switch {
	case e.Seq != last.Seq+1:
		c.breaks(report, last.Seq+1, "is missing or not in its place")
	case e.Prev != last.Hash:
		c.breaks(report, e.Seq, "does not follow the entry before it: one of the two was changed")
	case e.Hash != e.sum():
		c.breaks(report, e.Seq, "was changed after it was written")
	}
}

// end checks that the chain ends where the case says it does.
func (c *chain) end(report func(Finding)) {
	if c.row.CaseID == 0 || c.broken {
		return
	}
	switch {
	case c.row.Seq < c.headSeq || c.headSeq == 0:
		c.breaks(report, c.row.Seq+1, "and what came after it are missing")
	case c.row.Seq > c.headSeq, c.row.Hash != c.headHash:
		c.breaks(report, c.row.Seq, "is not the one the case was left with")
	}
}

func (c *chain) breaks(report func(Finding), seq int, how string) {
	c.broken = true
	where := fmt.Sprintf("%s, entry %d", c.reference, seq)
	report(Finding{"timeline", where, fmt.Sprintf("The timeline of %s was tampered with or damaged: entry %d %s.", c.reference, seq, how)})
}
