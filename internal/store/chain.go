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

// chain follows the timeline or the custody of one case, entry by entry.
type chain struct {
	what      string // "timeline" or "custody"
	id        reinstate.CaseID
	last      chained // the entry last seen
	reference string
	headSeq   int
	headHash  string
	broken    bool // the first bad entry is named, not those after it
}

// chained is what makes an entry a link of a chain.
type chained struct {
	seq        int
	prev, hash string
	sum        string // what its hash should be
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
		next := chain{what: "timeline"}
		var org reinstate.OrgID
		var seq, at, user sql.NullInt64
		var actor, kind, did, with, prev, hash sql.NullString
		err := rows.Scan(&next.id, &org, &next.reference, &next.headSeq, &next.headHash,
			&seq, &at, &actor, &kind, &user, &did, &with, &prev, &hash)
		if err != nil {
			return err
		}
		if next.id != now.id {
			now.end(report)
			now = next
		}
		if !seq.Valid {
			continue // the case has no entry at all, which its head says
		}
		entry := entryRow{
			OrgID: org, CaseID: now.id, Seq: int(seq.Int64), At: at.Int64, Actor: actor.String, With: with.String,
			Did: did.String, Prev: prev.String, Kind: reinstate.ActorKind(kind.String), UserID: reinstate.UserID(user.Int64),
		}
		now.follow(chained{seq: entry.Seq, prev: entry.Prev, hash: hash.String, sum: entry.sum()}, report)
	}
	now.end(report)
	return rows.Err()
}

// follow checks that an entry comes after the one last seen.
func (c *chain) follow(e chained, report func(Finding)) {
	last := c.last
	c.last = e
	if c.broken {
		return
	}
	switch {
	case e.seq != last.seq+1:
		c.breaks(report, last.seq+1, "is missing or not in its place")
	case e.prev != last.hash:
		c.breaks(report, e.seq, "does not follow the entry before it: one of the two was changed")
	case e.hash != e.sum:
		c.breaks(report, e.seq, "was changed after it was written")
	}
}

// end checks that the chain ends where the case says it does.
func (c *chain) end(report func(Finding)) {
	if c.id == 0 || c.broken {
		return
	}
	switch {
	case c.last.seq < c.headSeq || c.headSeq == 0:
		c.breaks(report, c.last.seq+1, "and what came after it are missing")
	case c.last.seq > c.headSeq, c.last.hash != c.headHash:
		c.breaks(report, c.last.seq, "is not the one the case was left with")
	}
}

func (c *chain) breaks(report func(Finding), seq int, how string) {
	c.broken = true
	where := fmt.Sprintf("%s, entry %d", c.reference, seq)
	said := fmt.Sprintf("The timeline of %s was tampered with or damaged: entry %d %s.", c.reference, seq, how)
	if c.what == "custody" {
		said = fmt.Sprintf("The record of custody of %s was tampered with or damaged: entry %d %s.", c.reference, seq, how)
	}
	report(Finding{c.what, where, said})
}
