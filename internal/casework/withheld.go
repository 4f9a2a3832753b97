package casework

import (
	"context"
	"slices"
	"strings"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// withheld is what must not be told of the privileged things of a case.
type withheld struct {
	digests, letters, titles, subjects, senders, parties map[string]bool
	words                                                []string // of the privileged messages
	open                                                 []string // words that other messages say
}

// withheld gathers what names the privileged things of a case.
func (f File) withheld(mails []reinstate.Mail, all []Passage) withheld {
	w := withheld{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, nil, nil}
	for _, x := range f.Exhibits {
		if f.Privileged(reinstate.ThingExhibit, int64(x.ID)) {
			w.digests[x.SHA256], w.letters[x.Letter], w.titles[excerpt(x.Title)] = true, true, true
		}
	}
	for _, n := range f.Notices {
		if !f.Privileged(reinstate.ThingNotice, int64(n.ID)) {
			w.open = append(w.open, line(n.Text))
			continue
		}
		w.digests[n.SHA256], w.subjects[excerpt(n.Subject)], w.senders[excerpt(n.Sender)] = true, true, true
		w.words = append(w.words, line(n.Subject), line(n.Text))
	}
	w.gather(all)
	for _, m := range mails {
		if m.Notice == 0 && w.carries(m) {
			w.subjects[excerpt(m.Subject)], w.senders[excerpt(m.Sender)] = true, true
		}
	}
	return w
}

// secrets are what must not be told of a case to one who may see it and not
// what is privileged in it: they are gathered with the firm's own eyes.
func (d *Desk) secrets(ctx context.Context, who reinstate.Actor, ref string) (w withheld, err error) {
	us := reinstate.Actor{Org: who.Org, Name: "Reinstate", Kind: reinstate.System, Role: reinstate.RoleManager}
	err = d.db.View(ctx, us, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		f, err := d.gather(tx, c)
		if err != nil {
			return err
		}
		mails, err := tx.Mails(c.ID)
		if err != nil {
			return err
		}
		all, err := passages(tx, f)
		w = f.withheld(mails, all)
		return err
	})
	return w, err
}

// gather adds the privileged things of the correspondence that are no messages
// of the marketplace. With a privileged talk, every talk with that party is left
// out of the chronology: its entries do not tell one from another.
func (w *withheld) gather(all []Passage) {
	for _, p := range all {
		switch {
		case !p.Privileged:
		case p.Mail != nil:
			w.digests[p.Mail.SHA256], w.subjects[excerpt(p.Mail.Subject)], w.senders[excerpt(p.Mail.Sender)] = true, true, true
		case p.Outgoing != nil:
			w.digests[p.Outgoing.SHA256], w.subjects[excerpt(p.Outgoing.Subject)] = true, true
			w.words = append(w.words, line(p.Outgoing.Subject), line(p.Outgoing.Body))
		case p.Exchange != nil:
			w.parties[excerpt(p.Exchange.Party)] = true
			w.words = append(w.words, line(p.Exchange.Summary))
			for _, f := range p.Exchange.Files {
				w.digests[f.SHA256] = true
			}
		}
	}
}

// talk are the mails we sent and what people wrote down, without what is
// privileged or came with it.
func (w withheld) talk(all []Passage) []Passage {
	return slices.DeleteFunc(slices.Clone(all), func(p Passage) bool {
		if p.Outgoing == nil && p.Exchange == nil || p.Privileged {
			return true
		}
		return slices.ContainsFunc(p.Files, func(f reinstate.MailFile) bool { return w.digests[f.SHA256] })
	})
}

// fewestBytes is how long words of a person's own are that are taken for those
// of a message; shorter ones, such as the number of a round, stand in any.
const fewestBytes = 16

// quotes reports whether a quote is the words of a privileged message and of
// no other.
func (w withheld) quotes(quote string) bool {
	quote = strings.TrimSuffix(line(quote), "…")
	holds := func(text string) bool { return strings.Contains(text, quote) }
	return quote != "" && slices.ContainsFunc(w.words, holds) && !slices.ContainsFunc(w.open, holds)
}

// repeats reports whether what a person or the timeline says is such a quote.
func (w withheld) repeats(words string) bool { return len(words) >= fewestBytes && w.quotes(words) }

// told reports whether an event names something privileged or says its words.
// What people of the firm say to each other about a letter or on a page is left out too:
// nobody can tell what such a remark speaks of.
func (w withheld) told(e reinstate.Event) bool {
	switch e.Did {
	case "privilege_claimed", "privilege_lifted", "commented", "comment_resolved", "comment_reopened",
		"page_noted", "page_note_edited", "page_note_resolved", "page_note_reopened", "page_note_removed":
		return true
	}
	return w.betrayed(e)
}

// betrayed reports whether an event tells a client of something privileged:
// that it was called so, its name, or its words.
func (w withheld) betrayed(e reinstate.Event) bool {
	if e.Did == "privilege_claimed" || e.Did == "privilege_lifted" {
		return true
	}
	for name, value := range e.With {
		if w.named(name, value) || w.repeats(value) {
			return true
		}
	}
	return e.Did == "mail_received" && e.With["subject"] == "" && w.subjects[""] && w.senders[e.With["from"]]
}

// named reports whether a particular of an event is the name of something
// privileged.
func (w withheld) named(particular, value string) bool {
	switch particular {
	case "sha256":
		return w.digests[value]
	case "letter", "newer":
		return w.letters[value]
	case "title":
		return w.titles[excerpt(value)]
	case "subject":
		return w.subjects[value]
	case "with":
		return w.parties[value]
	}
	return false
}

// carries reports whether a mail came with a privileged document.
func (w withheld) carries(m reinstate.Mail) bool {
	return slices.ContainsFunc(m.Attached, func(a reinstate.MailFile) bool { return w.digests[a.SHA256] })
}

// mails are those of the case that became no message of it, without what is
// privileged.
func (w withheld) mails(all []reinstate.Mail) []reinstate.Mail {
	return slices.DeleteFunc(slices.Clone(all), func(m reinstate.Mail) bool {
		return m.Notice != 0 || w.digests[m.SHA256] || w.carries(m)
	})
}

// sealed are the digests of messages whose originals hold a privileged
// document beside the message.
func (w withheld) sealed(all []reinstate.Mail) map[string]bool {
	sums := map[string]bool{}
	for _, m := range all {
		if w.carries(m) {
			sums[m.SHA256] = true
		}
	}
	return sums
}
