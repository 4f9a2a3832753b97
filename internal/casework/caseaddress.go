package casework

import (
	"context"
	"errors"
	"slices"
	"strings"

	"reinstate/internal/post"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// CaseAddress is the case's own mail address, such as
// cases+token@firm.example: what is sent there joins the case. It is empty
// where the firm has no mailbox that mail comes in by, or nobody has said which
// address that has.
func (d *Desk) CaseAddress(ctx context.Context, who reinstate.Actor, ref string) (string, error) {
	var reach, token string
	err := d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		boxes, err := tx.Mailboxes()
		if err != nil {
			return err
		}
		at := slices.IndexFunc(boxes, func(b store.Mailbox) bool { return !b.Paused && b.Reach != "" })
		if at < 0 {
			return nil
		}
		reach = boxes[at].Reach
		if token, err = tx.CaseToken(c.ID); errors.Is(err, reinstate.ErrNotFound) {
			err = nil
		}
		return err
	})
	if err != nil || reach == "" {
		return "", err
	}
	if token == "" {
		if !who.May(reinstate.Contribute) {
			return "", nil
		}
		if token, err = d.CaseToken(ctx, who, ref); err != nil {
			return "", err
		}
	}
	local, domain, _ := strings.Cut(reach, "@")
	return local + "+" + token + "@" + domain, nil
}

// reachOf is the address that mail of a mailbox comes to: as somebody says, else
// its user where that is an address.
func reachOf(m post.Mailbox, said string) (string, error) {
	said = strings.TrimSpace(said)
	if said == "" && strings.Contains(m.User, "@") {
		said = m.User
	}
	if said == "" {
		return "", nil
	}
	if bare := bareAddress(said); bare != said || strings.Count(said, "@") != 1 || strings.ContainsAny(said, "+ \t\"\\<>") || !post.IsAddress(said) {
		return "", reinstate.Invalid{"reach": "Write the bare address that mail of this mailbox comes to, such as cases@firm.example."}
	}
	return said, nil
}

// SetReach says which address mail of a mailbox comes to.
func (d *Desk) SetReach(ctx context.Context, who reinstate.Actor, id int64, address string) error {
	return d.update(ctx, who, reinstate.ManagePeople, func(tx *store.Tx) error {
		boxes, err := tx.Mailboxes()
		if err != nil {
			return err
		}
		at := slices.IndexFunc(boxes, func(b store.Mailbox) bool { return b.ID == id })
		if at < 0 {
			return reinstate.ErrNotFound
		}
		b := boxes[at]
		if b.Reach, err = reachOf(post.Mailbox{}, address); err != nil {
			return err
		}
		return tx.SaveMailbox(&b)
	})
}
