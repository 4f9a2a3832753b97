package casework

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/packet"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Pack makes what counsel needs to take a case over: the chronology, every
// message, what was filed as it was sealed, the exhibits, the record of
// custody and a manifest, numbered page by page; a zip of it holds the
// originals and the case as JSON. What is privileged is left out.
func (d *Desk) Pack(ctx context.Context, who reinstate.Actor, ref string, o Order) (*Binding, error) {
	if err := who.Need(reinstate.Contribute); err != nil {
		return nil, err
	}
	var f File
	var entries []reinstate.Entry
	var custody []reinstate.Custody
	var mails []reinstate.Mail
	var all []Passage
	var now time.Time
	err := d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		if f, err = d.gather(tx, c); err != nil {
			return err
		}
		now = tx.Now()
		if custody, err = tx.Custody(c.ID); err != nil {
			return err
		}
		if mails, err = tx.Mails(c.ID); err != nil {
			return err
		}
		if all, err = passages(tx, f); err != nil {
			return err
		}
		entries, err = tx.Timeline(c.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	profile, _ := d.catalog.Profile(catalog.ProfileCounsel)
	if !o.Bates.On() {
		o.Bates = packet.Bates{Prefix: ref + "-", Start: 1}
	}
	secret := f.withheld(mails, all)
	p := &pack{desk: d, who: who, f: f.disclosed(secret), dated: now.In(f.Zone()), handled: custody}
	p.talk = secret.talk(all)
	p.entries, p.mails, p.sealed = disclosable(entries, secret), secret.mails(mails), secret.sealed(mails)
	b := packet.Bundle{
		Front: []plan.Document{p.facts(), p.chronology(), p.correspondence()}, Words: plan.Sheets("en"),
		Back:    []plan.Document{p.custody(), p.manifest()},
		Options: packet.Options{Paper: f.paper(), Dated: p.dated, Draft: o.Draft}, Bates: o.Bates, Progress: o.Progress,
	}
	k := &Binding{Profile: profile, name: ref + " counsel pack"}
	p.enclose(k, &b)
	if k.extras, err = p.extras(); err != nil {
		return nil, err
	}
	return k, d.make(ctx, f, b, k)
}

// pack is a counsel pack under way.
type pack struct {
	desk    *Desk
	who     reinstate.Actor
	f       File // without what is privileged
	entries []reinstate.Entry
	mails   []reinstate.Mail // that became no message of the case
	talk    []Passage        // mails we sent, and what people wrote down
	sealed  map[string]bool  // digests of messages whose originals stay back
	handled []reinstate.Custody
	dated   time.Time
}

// disclosed is a case without what is privileged, and without the words of it
// that were quoted.
func (f File) disclosed(secret withheld) File {
	f.Case.Counsel.Note, f.Case.Counsel.Privileged = "", ""
	f.Client.Notes = ""
	f.Notices = slices.DeleteFunc(slices.Clone(f.Notices), func(n reinstate.Notice) bool {
		return f.Privileged(reinstate.ThingNotice, int64(n.ID)) || secret.digests[n.SHA256] && n.SHA256 != ""
	})
	f.Exhibits = slices.DeleteFunc(slices.Clone(f.Exhibits), func(e reinstate.Exhibit) bool {
		return f.Privileged(reinstate.ThingExhibit, int64(e.ID)) || secret.digests[e.SHA256] // a copy of it, too
	})
	f.Demands, f.Clocks = slices.Clone(f.Demands), slices.Clone(f.Clocks)
	for i, d := range f.Demands {
		if secret.quotes(d.Quote) {
			f.Demands[i].Quote = ""
		}
		if secret.repeats(d.Text) {
			f.Demands[i].Text = plain(string(d.Code))
		}
		if secret.repeats(d.Why) {
			f.Demands[i].Why = ""
		}
	}
	for i, c := range f.Clocks {
		if secret.quotes(c.Quote) {
			f.Clocks[i].Quote = ""
		}
	}
	return f
}

// disclosable leaves out the entries that would tell of what is privileged, and
// what the people of the firm say to each other: a finding can name the case of
// another client.
func disclosable(entries []reinstate.Entry, secret withheld) []reinstate.Entry {
	var kept []reinstate.Entry
	for _, e := range entries {
		if secret.told(e.Event) {
			continue
		}
		switch e.Event.Did {
		case string(reinstate.ReferToCounsel), string(reinstate.RecordFinalDenial), passedOver:
			e.Event = reinstate.Event{Did: e.Event.Did, With: map[string]string{"from": e.Event.With["from"], "to": e.Event.With["to"]}}
		}
		kept = append(kept, e)
	}
	hush(kept)
	return kept
}

// enclose puts in what was filed, then the exhibits, then the messages.
func (p *pack) enclose(k *Binding, b *packet.Bundle) {
	for _, filing := range p.f.Filings {
		files := filing.Files()
		for i, part := range files {
			letter, title := fmt.Sprintf("F%d", filing.Round), fmt.Sprintf("Filing of round %d", filing.Round)
			if len(files) > 1 {
				letter, title = fmt.Sprintf("%s.%d", letter, i+1), fmt.Sprintf("%s, part %d of %d", title, i+1, len(files))
			}
			k.enclose(b, packet.Enclosure{
				Letter: letter, Title: title, Kind: "Sealed filing", Dated: plan.LongDate("en", filing.Filed.In(p.f.Zone()).Format(time.DateOnly)),
				FileName: partName(fmt.Sprintf("%s round %d", p.f.Case.Reference, filing.Round), i, len(files)), MediaType: "application/pdf",
				SHA256: part.SHA256, Size: part.Size, Shows: sent(filing),
				Open: func() (io.ReadSeekCloser, error) {
					return p.desk.original(p.who, "The filing of round "+strconv.Itoa(filing.Round), part.SHA256, part.Size)
				},
			}, 0)
		}
	}
	m := p.f.matter(time.Time{})
	for _, e := range p.f.Present() {
		one, id := p.desk.enclosure(p.who, m, e)
		k.enclose(b, one, id)
	}
	for _, one := range p.originals() {
		k.messages = append(k.messages, Enclosed{
			Entry: one,
			open:  func() (io.ReadSeekCloser, error) { return p.desk.original(p.who, "A message", one.SHA256, one.Size) },
		})
	}
}

// originals are the messages and mails as they came. One that holds a
// privileged document stays back, and so does a mail that was not kept.
func (p *pack) originals() []reinstate.ManifestEntry {
	var all []reinstate.ManifestEntry
	for _, n := range p.f.Notices {
		if !p.sealed[n.SHA256] {
			all = append(all, reinstate.ManifestEntry{FileName: messageName(n), Size: n.Size, SHA256: n.SHA256})
		}
	}
	for _, m := range p.mails {
		if m.SHA256 != "" {
			all = append(all, reinstate.ManifestEntry{FileName: m.Came.UTC().Format(time.DateOnly) + " mail.eml", Size: m.Size, SHA256: m.SHA256})
		}
	}
	for _, x := range p.talk {
		day := x.At.UTC().Format(time.DateOnly)
		if x.Outgoing != nil {
			all = append(all, reinstate.ManifestEntry{FileName: day + " mail sent.eml", Size: x.Outgoing.Size, SHA256: x.Outgoing.SHA256})
			continue
		}
		for _, file := range x.Files {
			all = append(all, reinstate.ManifestEntry{FileName: day + " " + file.Name, Size: file.Size, SHA256: file.SHA256})
		}
	}
	return all
}

// sent says how a filing went out.
func sent(f reinstate.Filing) string {
	says := fmt.Sprintf("Sent by %s by way of %s.", f.FiledBy, f.Channel)
	switch {
	case f.Receipt != "":
		says += " The marketplace gave the reference " + f.Receipt + "."
	case f.NoneGiven:
		says += " The marketplace gave no reference."
	}
	return says
}

// messageName is what the original of a message is called in a zip.
func messageName(n reinstate.Notice) string {
	name := n.FileName
	if name == "" {
		name = string(n.Kind) + ".txt"
	}
	return n.Received.UTC().Format(time.DateOnly) + " " + name
}
