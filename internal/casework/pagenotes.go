package casework

import (
	"context"
	"strconv"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Notes on pages are what the people of a firm say to each other about a
// document. They stand beside its pictures and nowhere else: not in the
// original, not in a packet, a pack or a filing.

// AddPageNote writes a note to a page of an exhibit. Whoever of the firm reads
// the case may.
func (d *Desk) AddPageNote(ctx context.Context, who reinstate.Actor, ref string, in reinstate.PageNote) (reinstate.PageNote, error) {
	err := d.annotate(ctx, who, ref, func(tx *store.Tx, c reinstate.Case) error {
		e, err := exhibitOf(tx, c, in.Exhibit)
		if err != nil {
			return err
		}
		p, _ := tx.Preview(e.SHA256)
		in.Case = c.ID
		if in.Page < 1 || in.Page > (Looking{Exhibit: e, Preview: p}).Pages() || !e.Purged.IsZero() {
			return reinstate.ErrNotFound
		}
		if err := tidyPageNote(&in); err != nil {
			return err
		}
		return tx.AddPageNote(&in, noted("page_noted", e, in))
	})
	return in, err
}

// EditPageNote changes what a note of the actor's own says and where it is
// pinned, unless somebody changed it first.
func (d *Desk) EditPageNote(ctx context.Context, who reinstate.Actor, ref string, in reinstate.PageNote) error {
	return d.onPageNote(ctx, who, ref, in, func(tx *store.Tx, e reinstate.Exhibit, n reinstate.PageNote) error {
		if n.User != who.User || who.User == 0 {
			return reinstate.ErrForbidden
		}
		n.Text, n.Spot, n.Version, n.Edited = in.Text, in.Spot, in.Version, tx.Now()
		if err := tidyPageNote(&n); err != nil {
			return err
		}
		return tx.SavePageNote(&n, noted("page_note_edited", e, n))
	})
}

// ResolvePageNote marks a note as settled, or as open again.
func (d *Desk) ResolvePageNote(ctx context.Context, who reinstate.Actor, ref string, in reinstate.PageNote, resolved bool) error {
	if !who.May(reinstate.Contribute) && !who.May(reinstate.Approve) {
		return reinstate.ErrForbidden
	}
	return d.onPageNote(ctx, who, ref, in, func(tx *store.Tx, e reinstate.Exhibit, n reinstate.PageNote) error {
		if n.Open() != resolved {
			return nil // it is as wanted already
		}
		did := "page_note_reopened"
		n.Version, n.Resolved, n.ResolvedBy = in.Version, reinstate.PageNote{}.Resolved, ""
		if resolved {
			did, n.Resolved, n.ResolvedBy = "page_note_resolved", tx.Now(), who.Name
		}
		return tx.SavePageNote(&n, noted(did, e, n))
	})
}

// RemovePageNote removes a note: the actor's own, or any where he may delete.
func (d *Desk) RemovePageNote(ctx context.Context, who reinstate.Actor, ref string, in reinstate.PageNote) error {
	return d.onPageNote(ctx, who, ref, in, func(tx *store.Tx, e reinstate.Exhibit, n reinstate.PageNote) error {
		if (n.User != who.User || who.User == 0) && !who.May(reinstate.Delete) {
			return reinstate.ErrForbidden
		}
		n.Version = in.Version
		return tx.RemovePageNote(n, noted("page_note_removed", e, n))
	})
}

// annotate runs f for one who may write notes: anybody who reads an open case
// and is no client.
func (d *Desk) annotate(ctx context.Context, who reinstate.Actor, ref string, f func(*store.Tx, reinstate.Case) error) error {
	if who.Client != 0 || who.Role == reinstate.RoleClient || who.Link != 0 {
		return reinstate.ErrForbidden
	}
	return d.work(ctx, who, reinstate.Read, ref, f)
}

// onPageNote runs f on a note of an exhibit of a case.
func (d *Desk) onPageNote(ctx context.Context, who reinstate.Actor, ref string, in reinstate.PageNote, f func(*store.Tx, reinstate.Exhibit, reinstate.PageNote) error) error {
	return d.annotate(ctx, who, ref, func(tx *store.Tx, c reinstate.Case) error {
		n, err := tx.PageNote(in.ID)
		if err != nil {
			return err
		}
		if n.Case != c.ID || n.Exhibit != in.Exhibit {
			return reinstate.ErrNotFound
		}
		e, err := exhibitOf(tx, c, n.Exhibit)
		if err != nil {
			return err
		}
		return f(tx, e, n)
	})
}

// tidyPageNote refuses a note without words or off the page.
func tidyPageNote(n *reinstate.PageNote) error {
	n.Text = text(n.Text)
	refused := reinstate.Invalid{}
	if n.Text == "" {
		refused.Refuse("note", "Write the note.")
	}
	if !n.Spot.OnPage() {
		refused.Refuse("spot", "This place is not on the page.")
	}
	bounded(refused, maxComment, map[string]string{"note": n.Text})
	return refused.Err()
}

func noted(did string, e reinstate.Exhibit, n reinstate.PageNote) reinstate.Event {
	return event(did, "letter", e.Letter, "page", strconv.Itoa(n.Page), "text", excerpt(n.Text))
}
