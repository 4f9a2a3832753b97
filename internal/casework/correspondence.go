package casework

import (
	"cmp"
	"context"
	"slices"
	"time"

	"reinstate/internal/post"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Passage is one thing that went in or out of a case. Exactly one of its parts
// is set.
type Passage struct {
	At         time.Time
	Came       bool
	Notice     *reinstate.Notice
	Filing     *reinstate.Filing
	Mail       *reinstate.Mail // that became no message
	Outgoing   *reinstate.Outgoing
	Exchange   *reinstate.Exchange
	Files      []reinstate.MailFile // attachments of the mail that a message came as
	Source     reinstate.MailID     // the mail that a message came as, zero: none
	Words      string               // of a mail that came, as far as it could be read
	Privileged bool
}

// Correspondence is everything that went in and out of a case, in the order of
// time. What is privileged is not shown to a client's person.
func (d *Desk) Correspondence(ctx context.Context, who reinstate.Actor, f File) (all []Passage, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		all, err = passages(tx, f)
		return err
	})
	if who.Client != 0 {
		all = slices.DeleteFunc(all, func(p Passage) bool { return p.Privileged })
	}
	for i, left := len(all)-1, mostWords; i >= 0 && left > 0; i-- {
		if m := all[i].Mail; m != nil && m.Talk() && m.Size <= mostRead {
			all[i].Words, _ = d.wordsOf(who, *m) // a damaged mail is told on its own page
			left--
		}
	}
	return all, err
}

// How many mails, the newest, a correspondence shows the first words of, and how
// large they may be: their words are read from their bytes each time.
const (
	mostWords = 40
	mostRead  = 1 << 20
)

func passages(tx *store.Tx, f File) ([]Passage, error) {
	mails, err := tx.Mails(f.Case.ID)
	if err != nil {
		return nil, err
	}
	out, err := tx.OutgoingOf(f.Case.ID)
	if err != nil {
		return nil, err
	}
	said, err := tx.Exchanges(f.Case.ID)
	if err != nil {
		return nil, err
	}
	var all []Passage
	for _, n := range f.Notices {
		p := Passage{At: n.Received, Came: true, Notice: &n, Privileged: f.Privileged(reinstate.ThingNotice, int64(n.ID))}
		if at := slices.IndexFunc(mails, func(m reinstate.Mail) bool { return m.Notice == n.ID }); at >= 0 {
			p.Files, p.Source = mails[at].Attached, mails[at].ID
		}
		all = append(all, p)
	}
	for _, m := range mails {
		if m.Notice == 0 {
			all = append(all, Passage{At: m.Came, Came: true, Mail: &m, Files: m.Attached, Source: m.ID, Privileged: f.Privileged(reinstate.ThingMail, int64(m.ID))})
		}
	}
	for _, filing := range f.Filings {
		all = append(all, Passage{At: cmp.Or(filing.Went(), filing.Filed), Filing: &filing})
	}
	for _, m := range out {
		all = append(all, Passage{At: cmp.Or(m.Sent, m.Written), Outgoing: &m, Files: m.Attached, Privileged: f.Privileged(reinstate.ThingOut, int64(m.ID))})
	}
	for _, x := range said {
		all = append(all, Passage{At: x.At, Came: x.Came, Exchange: &x, Files: x.Files, Privileged: f.Privileged(reinstate.ThingSaid, int64(x.ID))})
	}
	slices.SortStableFunc(all, func(a, b Passage) int { return cmp.Or(a.At.Compare(b.At), a.rank()-b.rank()) })
	return all, nil
}

// rank orders what happened at the same instant: a notice is filed against, and
// a filing is replied to.
func (p Passage) rank() int {
	switch {
	case p.Notice != nil && p.Notice.Kind != reinstate.KindReply:
		return 0
	case p.Filing != nil:
		return 1
	}
	return 2
}

// secretFrom is ErrNotFound to a client's person for what is privileged.
func secretFrom(tx *store.Tx, who reinstate.Actor, c reinstate.Case, thing reinstate.Thing, id int64) error {
	if who.Client == 0 {
		return nil
	}
	h, err := handlingOf(tx, c, thing, id)
	if err == nil && h.Privileged {
		err = reinstate.ErrNotFound
	}
	return err
}

// Acquaintance is somebody that mail of a case can go to.
type Acquaintance struct {
	Name    string
	Address string
	Party   reinstate.Party
}

// Acquaintances are the addresses that a case knows: its client, who issued its
// papers, who wrote to it and whom it wrote to.
func (d *Desk) Acquaintances(ctx context.Context, who reinstate.Actor, f File) ([]Acquaintance, error) {
	var known []Acquaintance
	add := func(name, address string, party reinstate.Party) {
		bare := bareAddress(address)
		if !post.IsAddress(bare) || slices.ContainsFunc(known, func(a Acquaintance) bool { return a.Address == bare }) {
			return
		}
		known = append(known, Acquaintance{Name: line(name), Address: bare, Party: party})
	}
	add(cmp.Or(f.Client.Contact, f.Client.LegalName), f.Client.Email, reinstate.ToClient)
	for _, e := range f.Present() {
		add(e.Record.Issuer.Name, e.Record.Issuer.Email, reinstate.ToSupplier)
	}
	all, err := d.Correspondence(ctx, who, f)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		switch {
		case p.Outgoing != nil:
			for _, to := range p.Outgoing.To {
				add("", to, p.Outgoing.Party)
			}
		case p.Mail != nil:
			add("", p.Mail.Sender, reinstate.ToOther)
		case p.Notice != nil:
			add(f.Market.Name, p.Notice.Sender, reinstate.ToMarketplace)
		}
	}
	return known, nil
}
