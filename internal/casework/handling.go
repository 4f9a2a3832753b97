package casework

import (
	"context"
	"slices"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Handling is what was decided about an exhibit or a message.
func (f File) Handling(thing reinstate.Thing, id int64) reinstate.Handling {
	for _, h := range f.Handlings {
		if h.Thing == thing && h.ID == id {
			return h
		}
	}
	return reinstate.Handling{Case: f.Case.ID, Thing: thing, ID: id}
}

// Privileged reports whether a thing is kept out of what leaves the firm.
func (f File) Privileged(thing reinstate.Thing, id int64) bool {
	return f.Handling(thing, id).Privileged
}

// Linked reports whether a claim or a demand points at an exhibit.
func (f File) Linked(id reinstate.ExhibitID) bool {
	return slices.ContainsFunc(f.Claims, func(c reinstate.Claim) bool { return slices.Contains(c.Exhibits, id) }) || f.AskedFor(id)
}

// AskedFor reports whether a demand points at an exhibit.
func (f File) AskedFor(id reinstate.ExhibitID) bool {
	return slices.ContainsFunc(f.Demands, func(d reinstate.Demand) bool { return slices.Contains(d.Exhibits, id) })
}

// Goes reports whether an exhibit goes with the letter: as somebody decided,
// else if a claim or a demand points at it. In a case where nothing points at
// any exhibit, all of them go. One that shows private data goes only where it
// was asked for, and what is privileged never does.
func (f File) Goes(e reinstate.Exhibit) bool { return f.goes(e, f.pointed()) }

// pointed reports whether a claim or a demand points at any exhibit of the case.
func (f File) pointed() bool {
	return slices.ContainsFunc(f.Exhibits, func(x reinstate.Exhibit) bool { return x.Stands() && f.Linked(x.ID) })
}

// goes decides for one exhibit, knowing whether anything points at any.
func (f File) goes(e reinstate.Exhibit, pointed bool) bool {
	h := f.Handling(reinstate.ThingExhibit, int64(e.ID))
	switch {
	case !e.Withdrawn.IsZero(), f.withheldCopy(e), h.Goes == reinstate.GoesWithout:
		return false
	case h.Goes == reinstate.GoesWith:
		return true
	case e.Record.Sensitive:
		return f.AskedFor(e.ID)
	}
	return !pointed || f.Linked(e.ID)
}

// withheldCopy reports whether an exhibit, or another of the case with the same
// bytes, is privileged.
func (f File) withheldCopy(e reinstate.Exhibit) bool {
	return f.Privileged(reinstate.ThingExhibit, int64(e.ID)) || slices.ContainsFunc(f.Exhibits, func(x reinstate.Exhibit) bool {
		return x.SHA256 == e.SHA256 && f.Privileged(reinstate.ThingExhibit, int64(x.ID))
	})
}

// Going lists the exhibits that go with the letter; once it is filed, those
// that went. What was called privileged since stays here.
func (f File) Going() []reinstate.Exhibit {
	if filing, ok := f.Filed(); ok {
		return slices.DeleteFunc(f.sealed(filing), func(e reinstate.Exhibit) bool { return f.Privileged(reinstate.ThingExhibit, int64(e.ID)) })
	}
	pointed := f.pointed()
	return slices.DeleteFunc(f.Present(), func(e reinstate.Exhibit) bool { return !f.goes(e, pointed) })
}

// Staying lists the exhibits of the case that do not go with the letter.
func (f File) Staying() []reinstate.Exhibit {
	pointed := f.pointed()
	return slices.DeleteFunc(f.Present(), func(e reinstate.Exhibit) bool { return f.goes(e, pointed) })
}

// Include says whether an exhibit goes with the letter, whatever points at it.
func (d *Desk) Include(ctx context.Context, who reinstate.Actor, ref string, id reinstate.ExhibitID, goes bool) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		e, err := exhibitOf(tx, c, id)
		if err != nil {
			return err
		}
		h, err := handlingOf(tx, c, reinstate.ThingExhibit, int64(id))
		if err != nil {
			return err
		}
		did := "exhibit_left_out"
		if h.Goes = reinstate.GoesWithout; goes {
			h.Goes, did = reinstate.GoesWith, "exhibit_put_in"
			if h.Privileged {
				return reinstate.Invalid{"exhibits": "This exhibit is privileged, so it cannot go with the letter. Lift the privilege first."}
			}
		}
		return tx.SaveHandling(h, event(did, "letter", e.Letter, "title", e.Title))
	})
}

// Privilege marks an exhibit or a message as privileged, or lifts the mark.
func (d *Desk) Privilege(ctx context.Context, who reinstate.Actor, ref string, thing reinstate.Thing, id int64, on bool) error {
	return d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		h, err := handlingOf(tx, c, thing, id)
		if err != nil {
			return err
		}
		if h.Privileged == on {
			return nil
		}
		h.Privileged = on
		did := "privilege_lifted"
		if on {
			did = "privilege_claimed"
		}
		name, err := nameOf(tx, c, thing, id)
		if err != nil {
			return err
		}
		return tx.SaveHandling(h, event(did, "what", name))
	})
}

// handlingOf is what was decided about a thing so far.
func handlingOf(tx *store.Tx, c reinstate.Case, thing reinstate.Thing, id int64) (reinstate.Handling, error) {
	all, err := tx.Handlings(c.ID)
	return File{Case: c, Handlings: all}.Handling(thing, id), err
}

// nameOf is what the timeline calls an exhibit or a message.
func nameOf(tx *store.Tx, c reinstate.Case, thing reinstate.Thing, id int64) (string, error) {
	if thing == reinstate.ThingExhibit {
		e, err := exhibitOf(tx, c, reinstate.ExhibitID(id))
		return e.Letter + " " + e.Title, err
	}
	switch thing {
	case reinstate.ThingOut:
		m, err := tx.Outgoing(reinstate.OutgoingID(id))
		return m.Subject, within(m.Case, c, err)
	case reinstate.ThingMail:
		m, err := tx.Mail(reinstate.MailID(id))
		return m.Subject, within(m.Case, c, err)
	case reinstate.ThingSaid:
		x, err := tx.Exchange(reinstate.ExchangeID(id))
		return string(x.Way) + ", " + x.Party, within(x.Case, c, err)
	case reinstate.ThingNotice:
	default:
		return "", reinstate.ErrNotFound
	}
	n, err := tx.Notice(reinstate.NoticeID(id))
	if err == nil && n.Case != c.ID {
		err = reinstate.ErrNotFound
	}
	if n.Subject == "" {
		n.Subject = string(n.Kind)
	}
	return n.Subject, err
}

// within is ErrNotFound for a thing of another case.
func within(of reinstate.CaseID, c reinstate.Case, err error) error {
	if err == nil && of != c.ID {
		return reinstate.ErrNotFound
	}
	return err
}
