package casework

import (
	"context"
	"slices"
	"strings"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// CorrectReading corrects what was confirmed of a case's notice before. The
// corrected reading is kept beside what the reader read, and the timeline
// names what was changed. Until the first appeal is filed, what is asked for
// and the time limits follow; what was answered, added or stopped by hand
// stays as it is.
func (d *Desk) CorrectReading(ctx context.Context, who reinstate.Actor, ref string, in Checking) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		if c.State == reinstate.NoticeLogged {
			return reinstate.Invalid{"case": "The notice was not confirmed yet. Check it first."}
		}
		n, err := opening(tx, c)
		if err != nil {
			return err
		}
		if n.Version != in.Version {
			return reinstate.ErrConflict
		}
		account, err := tx.Account(c.Account)
		if err != nil {
			return err
		}
		in.Account, in.NewClient = c.Account, ""
		if err := d.tidy(&in); err != nil {
			return err
		}
		if len(in.Reasons) == 0 {
			return reinstate.Invalid{"reasons": "Choose the reason, or another one."}
		}
		return d.correct(tx, c, n, account, in)
	})
}

func (d *Desk) correct(tx *store.Tx, c reinstate.Case, n reinstate.Notice, account reinstate.Account, in Checking) error {
	before, shown := n.Checked, d.clocks(placed(n.Checked, account), n, n.Round)
	n.Received = in.receivedAt(n.Received)
	n.Checked, n.CheckedBy, n.CheckedAt = in.apply(n.Read), tx.Who().Name, tx.Now()
	n.Checked.Kind, n.Checked.Clocks = reinstate.KindNotice, before.Clocks
	at := placed(n.Checked, account)
	hold := wanted(d.clocks(at, n, n.Round), shown, in, d.zone(at), n.Round)
	n.Checked.Clocks = in.limits(before.Clocks, shown)
	c.Level, c.Reasons = n.Checked.Level, codes(n.Checked.Reasons)
	if in.Response != "" {
		c.Response = in.Response
	}
	changed := differing(before, n.Checked)
	if err := tx.SaveNotice(&n, event("reading_corrected", "what", strings.Join(changed, ", "))); err != nil {
		return err
	}
	if err := reindex(tx, c); err != nil {
		return err
	}
	if c.Round == n.Round && (c.State == reinstate.ReasonIdentified || c.State == reinstate.InCorrection) {
		if err := d.settleDemands(tx, c, n.Checked); err != nil {
			return err
		}
		if err := moveClocks(tx, c, read(shown), read(hold)); err != nil {
			return err
		}
	}
	fresh, err := tx.Case(c.ID)
	if err != nil {
		return err
	}
	fresh.Level, fresh.Reasons, fresh.Response = c.Level, c.Reasons, c.Response
	return tx.SaveCase(&fresh, event("case_follows_reading", "reasons", join(fresh.Reasons)))
}

// differing names the facts in which two readings differ.
func differing(before, after reinstate.Reading) []string {
	var names []string
	for _, f := range facts {
		if f.name != "primary_reason" && len(f.changes(before, after)) > 0 {
			names = append(names, strings.ReplaceAll(f.name, "_", " "))
		}
	}
	return names
}

// read are the clocks that the words of a message or a rule give, without
// those that somebody set by hand: these have no words.
func read(clocks []reinstate.Clock) []reinstate.Clock {
	return slices.DeleteFunc(slices.Clone(clocks), func(c reinstate.Clock) bool {
		return c.Basis == reinstate.Stated && c.Quote == ""
	})
}

// moveClocks stops the running clocks that a reading gave and no longer gives,
// and opens those that it gives now. A clock that was stopped stays so.
func moveClocks(tx *store.Tx, c reinstate.Case, gave, gives []reinstate.Clock) error {
	present, err := tx.Clocks(c.ID)
	if err != nil {
		return err
	}
	same := func(list []reinstate.Clock, clock reinstate.Clock) bool {
		return slices.ContainsFunc(list, func(l reinstate.Clock) bool {
			return l.Kind == clock.Kind && l.Due.Equal(clock.Due) && l.Basis == clock.Basis && l.Counted.Span == clock.Counted.Span
		})
	}
	for _, clock := range present {
		if clock.Running() && same(gave, clock) && !same(gives, clock) {
			if err := stop(tx, clock, "clock_dropped", "", tx.Now()); err != nil {
				return err
			}
		}
	}
	missing := slices.DeleteFunc(slices.Clone(gives), func(g reinstate.Clock) bool { return same(present, g) })
	return openClocks(tx, c, missing)
}
