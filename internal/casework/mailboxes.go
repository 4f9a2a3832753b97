package casework

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"reinstate/internal/post"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Mailboxes lists the mailboxes that the firm's mail is fetched from, for those
// who manage its people.
func (d *Desk) Mailboxes(ctx context.Context, who reinstate.Actor) (boxes []store.Mailbox, err error) {
	if err := who.Need(reinstate.ManagePeople); err != nil {
		return nil, err
	}
	err = d.view(ctx, who, func(tx *store.Tx) error {
		boxes, err = tx.Mailboxes()
		return err
	})
	return boxes, err
}

// AddMailbox lets mail be fetched from a mailbox, after it was opened once. The
// password is kept sealed with a key that lies outside the database. Reach is the
// address that its mail comes to; empty: its user's, where that is one.
func (d *Desk) AddMailbox(ctx context.Context, who reinstate.Actor, address, password, reach string) error {
	if err := who.Need(reinstate.ManagePeople); err != nil {
		return err
	}
	address = line(address)
	m, err := post.ParseMailbox(address)
	if err != nil {
		return err
	}
	if password == "" {
		return reinstate.Invalid{"password": "Give the password of the mailbox."}
	}
	if reach, err = reachOf(m, reach); err != nil {
		return err
	}
	m.Password, m.Largest, m.Allowed = password, d.limits.Message, d.mailboxes
	if err := m.Look(ctx); err != nil {
		return reinstate.Invalid{"address": trouble(err)}
	}
	sealed, err := d.db.Seal(secretPlace(who, address), password)
	if err != nil {
		return err
	}
	return d.update(ctx, who, reinstate.ManagePeople, func(tx *store.Tx) error {
		return tx.AddMailbox(&store.Mailbox{Address: address, Secret: sealed, Reach: reach})
	})
}

// secretPlace names where a mailbox's password lies.
func secretPlace(who reinstate.Actor, address string) string {
	return fmt.Sprintf("mailbox of firm %d: %s", who.Org, address)
}

// trouble is a mailbox's fault for people to read.
func trouble(err error) string {
	if errors.Is(err, post.ErrRefused) {
		return "The mailbox refuses: check the address, the folder and the password. " + err.Error()
	}
	if errors.Is(err, post.ErrPrivate) {
		return "The mailbox lies in a private network. Whoever runs the server can allow it with --mailboxes-at."
	}
	return "The mailbox cannot be reached: " + err.Error()
}

// RemoveMailbox stops fetching from a mailbox and forgets its password. What
// came from it stays.
func (d *Desk) RemoveMailbox(ctx context.Context, who reinstate.Actor, id int64) error {
	return d.update(ctx, who, reinstate.ManagePeople, func(tx *store.Tx) error { return tx.RemoveMailbox(id) })
}

// FetchMail takes in what came to the firm's mailboxes since the last time. A
// mailbox that fails says so on its page and keeps the others from nothing.
func (d *Desk) FetchMail(ctx context.Context, who reinstate.Actor) error {
	var boxes []store.Mailbox
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		boxes, err = tx.Mailboxes()
		return err
	})
	for _, b := range boxes {
		if !b.Paused {
			err = errors.Join(err, d.fetch(ctx, who, b))
		}
	}
	return err
}

// fetchWithin bounds a round with one mailbox: a server that drips must not keep
// those of others waiting. What is not fetched by then comes the next time.
const fetchWithin = 90 * time.Second

func (d *Desk) fetch(ctx context.Context, who reinstate.Actor, b store.Mailbox) error {
	m, err := post.ParseMailbox(b.Address)
	if err == nil {
		m.Largest, m.Allowed = d.limits.Message, d.mailboxes
		m.Password, err = d.db.Unseal(secretPlace(who, b.Address), b.Secret)
	}
	at := post.Place{Validity: b.Validity, LastUID: b.LastUID}
	if err == nil {
		within, cancel := context.WithTimeout(ctx, fetchWithin)
		defer cancel()
		at, err = m.Fetch(within, at, func(f post.Fetched) error { return d.takeFetched(within, who, b.Address, f) })
	}
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		b.Validity, b.LastUID, b.Fetched, b.Trouble = at.Validity, at.LastUID, tx.Now(), ""
		if err != nil {
			b.Trouble = excerpt(trouble(err))
		}
		if err := tx.SaveMailbox(&b); !errors.Is(err, reinstate.ErrConflict) && !errors.Is(err, reinstate.ErrNotFound) {
			return err
		}
		return nil // somebody changed or removed it meanwhile; the mail is kept
	})
}

// takeFetched keeps one mail. One that is known already, or that nothing can
// be made of, must not hold up those behind it.
func (d *Desk) takeFetched(ctx context.Context, who reinstate.Actor, source string, f post.Fetched) error {
	key := fmt.Sprintf("uid-%d-%d@%s", f.Validity, f.UID, strings.NewReplacer(" ", "", "<", "", ">", "").Replace(source))
	left := reinstate.Mail{MessageID: key, Sender: line(f.From), Subject: line(f.Subject), Size: f.Size, Source: source, Sort: reinstate.MailTooLarge}
	if f.Refused != "" {
		left.Sort = reinstate.MailLeft
	}
	if f.Raw == nil {
		return d.noteMail(ctx, who, left)
	}
	err := d.receiveSurely(ctx, who, Arrival{Raw: f.Raw, Source: source})
	var refused reinstate.Invalid
	switch {
	case errors.Is(err, reinstate.ErrConflict):
		return nil
	case errors.As(err, &refused), errors.Is(err, errReader):
		left.Sort = reinstate.MailLeft
		return d.noteMail(ctx, who, left)
	}
	return err
}

// errReader says that a mail makes our own reader fail.
var errReader = errors.New("the reader failed")

// receiveSurely takes a mail in; a panic of the reader is its error.
func (d *Desk) receiveSurely(ctx context.Context, who reinstate.Actor, a Arrival) (err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("take a mail in: %w: %v", errReader, broken)
		}
	}()
	_, err = d.Receive(ctx, who, a)
	return err
}

// noteMail writes down once that there is a mail that was not taken in, so that
// nobody misses it.
func (d *Desk) noteMail(ctx context.Context, who reinstate.Actor, m reinstate.Mail) error {
	err := d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error { return tx.AddMail(&m, reinstate.Event{}) })
	if errors.Is(err, reinstate.ErrConflict) {
		return nil
	}
	return err
}

// DropFolder is where programs put mails for a firm as .eml files: the folder
// inbox of the data folder, with one folder for each firm by its number.
func (d *Desk) DropFolder(who reinstate.Actor) string {
	return filepath.Join(d.db.Dir(), "inbox", strconv.FormatInt(int64(who.Org), 10))
}

// TakeDropped takes in the mails of the firm's drop folder.
func (d *Desk) TakeDropped(ctx context.Context, who reinstate.Actor, now time.Time) error {
	drop := post.Drop{Dir: d.DropFolder(who), Largest: d.limits.Message}
	hopeless := func(err error) bool {
		var refused reinstate.Invalid
		return errors.As(err, &refused) || errors.Is(err, post.ErrTooLarge)
	}
	return drop.Each(now, func(err error) bool { return hopeless(err) || errors.Is(err, errReader) }, func(name string, raw []byte) error {
		err := post.ErrTooLarge
		if raw != nil {
			err = d.receiveSurely(ctx, who, Arrival{Raw: raw, Source: "drop"})
		}
		if errors.Is(err, reinstate.ErrConflict) {
			return nil
		}
		if hopeless(err) || errors.Is(err, errReader) {
			left := reinstate.Mail{Subject: line(name), Size: int64(len(raw)), Source: "drop", Sort: reinstate.MailLeft}
			err = errors.Join(err, d.noteMail(ctx, who, left))
		}
		return err
	})
}
