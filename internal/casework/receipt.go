package casework

import (
	"strconv"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// keepReceipt keeps that the sealed packet was sent, when, and what the
// marketplace gave for it. Only now do the time limits stop that the appeal
// answers, as of when it was sent, and those of the wait begin.
func (d *Desk) keepReceipt(tx *store.Tx, c *reinstate.Case, m Move, round int) error {
	f, err := tx.Filing(c.ID, round)
	if err != nil {
		return err
	}
	if f.Sent, err = sentAt(m.Sent, f.Filed, tx.Now()); err != nil {
		return err
	}
	if m.Proof != 0 {
		if _, err := exhibitOf(tx, *c, m.Proof); err != nil {
			return err
		}
	}
	f.Receipt, f.Proof, f.NoneGiven, f.ReceiptedAt = m.Receipt, m.Proof, m.NoneGiven && m.Receipt == "", tx.Now()
	c.Waiting = f.Sent
	did := event("receipt_kept", "receipt", m.Receipt, "round", strconv.Itoa(round), "sent", instant(f.Sent))
	if err := tx.SaveReceipt(&f, did); err != nil {
		return err
	}
	if err := stopEnded(tx, *c, m.Do, f.Sent); err != nil {
		return err
	}
	if err := d.follow(tx, *c, m.Do, f.Sent); err != nil {
		return err
	}
	return reindex(tx, *c)
}

// sentAt is when a packet was sent as a person says, to the minute; now where
// they say nothing. Its bytes did not exist before they were sealed.
func sentAt(said, sealed, now time.Time) (time.Time, error) {
	switch {
	case said.IsZero():
		return now, nil
	case said.Before(sealed.Truncate(time.Minute)):
		return said, reinstate.Invalid{"sent": "It cannot have been sent before it was sealed. Give the day and time when you sent it."}
	case said.After(now.Add(time.Minute)):
		return said, reinstate.Invalid{"sent": "This lies ahead. Record it once you have sent it."}
	case said.Before(sealed):
		return sealed, nil
	case said.After(now):
		return now, nil
	}
	return said.UTC(), nil
}
