package casework

import (
	"context"
	"strconv"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// MarkRead says that somebody looked at a message that decides nothing, such
// as an acknowledgement, so that it no longer waits to be checked.
func (d *Desk) MarkRead(ctx context.Context, who reinstate.Actor, id reinstate.NoticeID) error {
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		n, err := tx.Notice(id)
		if err != nil || !n.CheckedAt.IsZero() {
			return err
		}
		n.CheckedBy, n.CheckedAt = who.Name, tx.Now()
		if n.Case == 0 {
			n.Kind = reinstate.KindOther
			return tx.SaveNotice(&n, reinstate.Event{})
		}
		return tx.SaveNotice(&n, event("message_read", "subject", excerpt(n.Subject)))
	})
}

// FileReply puts a message that was logged on its own with the case it
// answers. A message that lies in a case stays there.
func (d *Desk) FileReply(ctx context.Context, who reinstate.Actor, id reinstate.NoticeID, ref string) (reinstate.Case, error) {
	var c reinstate.Case
	err := d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, file reinstate.Case) error {
		c = file
		n, err := tx.Notice(id)
		if err != nil {
			return err
		}
		if n.Case == c.ID {
			return nil
		}
		if n.Case != 0 {
			return reinstate.Invalid{"case": "This message lies in another case already."}
		}
		n.Case, n.Account, n.Round, n.Kind = c.ID, c.Account, c.Round, reinstate.KindReply
		if err := tx.SaveNotice(&n, event("reply_logged", "sha256", n.SHA256, "subject", excerpt(n.Subject), "round", strconv.Itoa(c.Round))); err != nil {
			return err
		}
		return reindex(tx, c)
	})
	return c, err
}
