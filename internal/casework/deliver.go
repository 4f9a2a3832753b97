package casework

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"reinstate/internal/post"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// DeliverMail hands a mail that waits to the mail server, and notes what the
// server said. Handed over again, because we were stopped between sending and
// noting it, it has the same bytes and the same Message-ID. Last says that it is
// not tried again by itself.
func (d *Desk) DeliverMail(ctx context.Context, who reinstate.Actor, server post.Server, id reinstate.OutgoingID, last bool) error {
	m, err := d.outgoing(ctx, who, id)
	if err != nil || m.State != reinstate.OutgoingWaiting {
		return err
	}
	raw, err := d.sentBytes(who, m)
	switch {
	case err != nil:
		return d.refuseMail(ctx, who, m, "The bytes of this mail are damaged, so it was not sent.")
	case !server.Set():
		return d.refuseMail(ctx, who, m, "No mail server is set any more.")
	}
	demo, err := d.demo(ctx, who)
	switch {
	case err != nil:
		return err
	case demo:
		return d.refuseMail(ctx, who, m, "This is the demonstration: nothing is sent from it.")
	}
	err = server.Deliver(ctx, m.From, m.To, raw)
	switch {
	case err == nil:
		return d.markMail(ctx, who, m, func(m *reinstate.Outgoing, tx *store.Tx) reinstate.Event {
			m.State, m.Told, m.Sent, m.Tried = reinstate.OutgoingSent, "", tx.Now(), tx.Now()
			return event("mail_sent", "to", excerpt(recipients(*m)), "subject", excerpt(m.Subject))
		})
	case ctx.Err() != nil:
		return err // we are being stopped; the next start goes on
	case errors.Is(err, post.ErrRefused), last:
		return d.refuseMail(ctx, who, m, err.Error())
	}
	if told := clip(err.Error()); told != m.Told {
		noted := d.markMail(ctx, who, m, func(m *reinstate.Outgoing, tx *store.Tx) reinstate.Event {
			m.Told, m.Tried = told, tx.Now()
			return event("mail_delayed", "subject", excerpt(m.Subject), "note", told)
		})
		err = errors.Join(err, noted)
	}
	return err
}

// demo reports whether the actor's firm is the demonstration, whose people have
// no addresses.
func (d *Desk) demo(ctx context.Context, who reinstate.Actor) (demo bool, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		firms, err := tx.Orgs()
		for _, firm := range firms {
			demo = demo || firm.ID == who.Org && firm.Demo
		}
		return err
	})
	return demo, err
}

// refuseMail notes that a mail is not tried any more, unless a person wants it.
func (d *Desk) refuseMail(ctx context.Context, who reinstate.Actor, m reinstate.Outgoing, told string) error {
	return d.markMail(ctx, who, m, func(m *reinstate.Outgoing, tx *store.Tx) reinstate.Event {
		m.State, m.Told, m.Tried = reinstate.OutgoingRefused, clip(told), tx.Now()
		return event("mail_refused", "subject", excerpt(m.Subject), "note", m.Told)
	})
}

// markMail notes how far a mail is, unless somebody did meanwhile.
func (d *Desk) markMail(ctx context.Context, who reinstate.Actor, m reinstate.Outgoing, change func(*reinstate.Outgoing, *store.Tx) reinstate.Event) error {
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		did := change(&m, tx)
		err := tx.SaveOutgoing(&m, did)
		if errors.Is(err, reinstate.ErrConflict) {
			return nil
		}
		return err
	})
}

// RetryMail has a mail that was refused tried again at once.
func (d *Desk) RetryMail(ctx context.Context, who reinstate.Actor, ref string, id reinstate.OutgoingID) error {
	return d.work(ctx, who, reinstate.SendMail, ref, func(tx *store.Tx, c reinstate.Case) error {
		m, err := tx.Outgoing(id)
		if err == nil && m.Case != c.ID {
			err = reinstate.ErrNotFound
		}
		if err != nil || m.State != reinstate.OutgoingRefused {
			return err
		}
		m.State = reinstate.OutgoingWaiting
		if err := tx.SaveOutgoing(&m, event("mail_retried", "subject", excerpt(m.Subject))); err != nil {
			return err
		}
		return queueMail(tx, m)
	})
}

// Outgoing is a mail of a case as it was sent.
func (d *Desk) Outgoing(ctx context.Context, who reinstate.Actor, ref string, id reinstate.OutgoingID) (m reinstate.Outgoing, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		if m, err = tx.Outgoing(id); err != nil {
			return err
		}
		if m.Case != c.ID {
			return reinstate.ErrNotFound
		}
		return secretFrom(tx, who, c, reinstate.ThingOut, int64(id))
	})
	return m, err
}

// OpenOutgoing opens the exact bytes that were sent.
func (d *Desk) OpenOutgoing(ctx context.Context, who reinstate.Actor, ref string, id reinstate.OutgoingID) (Download, error) {
	m, err := d.Outgoing(ctx, who, ref, id)
	if err != nil {
		return Download{}, err
	}
	return d.open(who, Download{Name: fmt.Sprintf("%s mail %d.eml", ref, m.ID), MediaType: "message/rfc822", Size: m.Size, SHA256: m.SHA256})
}

func (d *Desk) outgoing(ctx context.Context, who reinstate.Actor, id reinstate.OutgoingID) (m reinstate.Outgoing, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		m, err = tx.Outgoing(id)
		return err
	})
	return m, err
}

// sentBytes are the bytes of a mail as they were written.
func (d *Desk) sentBytes(who reinstate.Actor, m reinstate.Outgoing) ([]byte, error) {
	file, err := d.original(who, "A mail", m.SHA256, m.Size)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

func recipients(m reinstate.Outgoing) string { return strings.Join(m.To, ", ") }

// clip bounds what a server said: servers say what they want.
func clip(said string) string {
	said = line(strings.ToValidUTF8(said, "�"))
	if runes := []rune(said); len(runes) > 300 {
		return string(runes[:299]) + "…"
	}
	return said
}
