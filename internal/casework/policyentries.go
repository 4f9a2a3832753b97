package casework

import (
	"context"
	"errors"
	"slices"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// procedure is the kind of evidence that an SOP is.
const procedure reinstate.ExhibitKind = "procedure"

// PolicyTieLine is what an entry is tied to, by name.
type PolicyTieLine struct {
	reinstate.PolicyTie
	Title string
	Path  string // of a page about it, as the web has it; empty: none
}

// ProcedureLine is a document that an entry can be tied to.
type ProcedureLine struct {
	Exhibit reinstate.ExhibitID
	Paper   reinstate.PaperID
	Title   string
}

// ties fills in what the entry is about, and what it can be tied to.
func (f *PolicyFile) ties(tx *store.Tx) error {
	ties, err := tx.PolicyTies(f.Key)
	if err != nil {
		return err
	}
	for _, t := range ties {
		line := PolicyTieLine{PolicyTie: t}
		switch {
		case t.Account != 0:
			a, err := tx.Account(t.Account)
			if err != nil {
				return err
			}
			line.Title = a.Key
		case t.Exhibit != 0:
			x, err := tx.Exhibit(t.Exhibit)
			if err != nil {
				return err
			}
			c, err := tx.Case(x.Case)
			if err != nil {
				return err
			}
			line.Title, line.Path = nameOfPaper(x.Title, x.FileName), "/cases/"+c.Reference+"/evidence"
		default:
			p, err := tx.Paper(t.Paper)
			if err != nil {
				return err
			}
			line.Title = nameOfPaper(p.Title, p.FileName)
			line.Account = p.Account
		}
		f.Ties = append(f.Ties, line)
	}
	if f.Accounts, err = tx.Accounts(); err != nil {
		return err
	}
	exhibits, papers, err := tx.Procedures(procedure)
	for _, x := range exhibits {
		f.Exhibits = append(f.Exhibits, ProcedureLine{Exhibit: x.ID, Title: nameOfPaper(x.Title, x.FileName)})
	}
	for _, p := range papers {
		f.Exhibits = append(f.Exhibits, ProcedureLine{Paper: p.ID, Title: nameOfPaper(p.Title, p.FileName)})
	}
	return err
}

func nameOfPaper(title, file string) string {
	if title != "" {
		return title
	}
	return file
}

// SavePolicy adds an entry of the firm's own, or changes one. A change asks
// everybody who read it to read it again.
func (d *Desk) SavePolicy(ctx context.Context, who reinstate.Actor, in reinstate.PolicyEntry) (reinstate.PolicyEntry, error) {
	in.Title, in.Source, in.Effective, in.Text = line(in.Title), line(in.Source), line(in.Effective), text(in.Text)
	refused := reinstate.Invalid{}
	if in.Title == "" {
		refused.Refuse("title", "Give the policy a title.")
	}
	if in.Text == "" {
		refused.Refuse("text", "Write what the policy says.")
	}
	if !calendarDate(in.Effective) {
		refused.Refuse("effective", "This is not a date.")
	}
	if in.Marketplace != "" && !in.Marketplace.Known() {
		refused.Refuse("marketplace", "Choose a marketplace of the list, or none.")
	}
	bounded(refused, maxLine, map[string]string{"title": in.Title, "source": in.Source})
	bounded(refused, maxText, map[string]string{"text": in.Text})
	if err := refused.Err(); err != nil {
		return in, err
	}
	err := d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		if in.ID == 0 {
			in.About, in.Reviewed = "", tx.Now().Format(time.DateOnly)
			return tx.AddPolicyEntry(&in)
		}
		old, err := tx.PolicyEntry(in.ID)
		if err != nil {
			return err
		}
		if old.About != "" || !old.Closed.IsZero() {
			return reinstate.ErrNotFound
		}
		old.Marketplace, old.Title, old.Text, old.Source, old.Effective = in.Marketplace, in.Title, in.Text, in.Source, in.Effective
		old.Version, old.By, old.Saved, old.Reviewed = in.Version, who.Name, tx.Now(), tx.Now().Format(time.DateOnly)
		err = tx.SavePolicyEntry(&old)
		in = old
		return err
	})
	return in, err
}

// ClosePolicy puts an entry of the firm's own away. Who read it stays written
// down.
func (d *Desk) ClosePolicy(ctx context.Context, who reinstate.Actor, id reinstate.PolicyEntryID, version int) error {
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		e, err := tx.PolicyEntry(id)
		if err != nil {
			return err
		}
		if e.About != "" || !e.Closed.IsZero() {
			return reinstate.ErrNotFound
		}
		e.Version, e.Closed = version, tx.Now()
		return tx.SavePolicyEntry(&e)
	})
}

// NotePolicy writes the firm's note on an entry of the catalog, in place of the
// one before. An empty one takes it off. Everybody who read the entry is asked
// to read it again.
func (d *Desk) NotePolicy(ctx context.Context, who reinstate.Actor, key reinstate.PolicyKey, note string, version int) error {
	note = text(note)
	refused := reinstate.Invalid{}
	bounded(refused, maxText, map[string]string{"note": note})
	if err := refused.Err(); err != nil {
		return err
	}
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		market, _ := key.Catalog()
		if _, err := d.policyNow(key, nil); err != nil {
			return err
		}
		old, err := tx.PolicyNote(key)
		switch {
		case errors.Is(err, reinstate.ErrNotFound) && note == "":
			return reinstate.Invalid{"note": "Write a note first."}
		case errors.Is(err, reinstate.ErrNotFound):
			return tx.AddPolicyEntry(&reinstate.PolicyEntry{About: key, Marketplace: market, Text: note, Reviewed: tx.Now().Format(time.DateOnly)})
		case err != nil:
			return err
		}
		old.Text, old.Version, old.By, old.Saved, old.Reviewed = note, version, who.Name, tx.Now(), tx.Now().Format(time.DateOnly)
		return tx.SavePolicyEntry(&old)
	})
}

// AskReaders says who is to read an entry, in place of who was.
func (d *Desk) AskReaders(ctx context.Context, who reinstate.Actor, key reinstate.PolicyKey, users []reinstate.UserID) error {
	slices.Sort(users)
	users = slices.Compact(users)
	return d.update(ctx, who, reinstate.ManageFirm, func(tx *store.Tx) error {
		if err := d.policyThere(tx, key); err != nil {
			return err
		}
		return tx.SetPolicyReaders(key, users)
	})
}

// policyThere returns ErrNotFound unless there is such an entry.
func (d *Desk) policyThere(tx *store.Tx, key reinstate.PolicyKey) error {
	words, err := ownWords(tx)
	if err != nil {
		return err
	}
	_, err = d.policyNow(key, words)
	return err
}

// TiePolicy ties an entry to an account or to a procedure.
func (d *Desk) TiePolicy(ctx context.Context, who reinstate.Actor, t reinstate.PolicyTie) error {
	if t.Account == 0 && t.Exhibit == 0 && t.Paper == 0 {
		return reinstate.Invalid{"tie": "Choose an account or a procedure."}
	}
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		if err := d.policyThere(tx, t.Entry); err != nil {
			return err
		}
		if t.Exhibit != 0 {
			if x, err := tx.Exhibit(t.Exhibit); err != nil || x.Kind != procedure {
				return reinstate.ErrNotFound
			}
		}
		if t.Paper != 0 {
			if p, err := tx.Paper(t.Paper); err != nil || p.Kind != procedure {
				return reinstate.ErrNotFound
			}
		}
		return tx.AddPolicyTie(t)
	})
}

// UntiePolicy takes a tie off.
func (d *Desk) UntiePolicy(ctx context.Context, who reinstate.Actor, id reinstate.PolicyTieID) error {
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error { return tx.RemovePolicyTie(id) })
}

// PoliciesOf lists the entries that an account is tied to.
func (d *Desk) PoliciesOf(ctx context.Context, who reinstate.Actor, id reinstate.AccountID) ([]PolicyNow, error) {
	var out []PolicyNow
	err := d.view(ctx, who, func(tx *store.Tx) error {
		ties, err := tx.PoliciesOf(id)
		if err != nil {
			return err
		}
		words, err := ownWords(tx)
		if err != nil {
			return err
		}
		for _, t := range ties {
			if now, err := d.policyNow(t.Entry, words); err == nil {
				out = append(out, now)
			}
		}
		return nil
	})
	return out, err
}
