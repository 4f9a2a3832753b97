package casework

import (
	"context"
	"slices"
	"strconv"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Move is one step of the flow table with what a person says about it. Which
// fields matter depends on Do.
type Move struct {
	Do        reinstate.Action
	Note      string
	Outcome   reinstate.Outcome   // close
	Channel   string              // file_appeal: code of a channel, or a person's own words
	Override  string              // file_appeal: why the letter goes out although something is missing
	Seen      string              // file_appeal: mark of the letter that was looked at; empty: not checked
	Receipt   string              // confirm_receipt: the marketplace's reference
	Proof     reinstate.ExhibitID // confirm_receipt: proof of submission
	NoneGiven bool                // confirm_receipt: no reference was given
	Sent      time.Time           // confirm_receipt: when it was sent, zero: now
	Reply     reinstate.NoticeID  // a decision: the reply that says so
	Checking  *Checking           // a decision: what the person made of that reply
	Counsel   reinstate.Counsel   // refer_to_counsel
	Response  reinstate.Response  // confirm_reason
	// start_correcting, file_appeal: why a case that calls for counsel goes on without.
	WithoutCounsel string
	Waits          bool // file_appeal: whoever asks can wait for a large packet to be made
	Version        int  // of the case as the person saw it; 0: not checked
}

// Take takes one step of the flow table. A step that needs something else
// first is refused with Invalid, whose keys are the places on the case page
// where that is mended: reasons, response, packet, receipt, note, outcome.
func (d *Desk) Take(ctx context.Context, who reinstate.Actor, ref string, m Move) (reinstate.Case, error) {
	if err := m.tidy(); err != nil {
		return reinstate.Case{}, err
	}
	if m.Do == reinstate.FileAppeal {
		return d.file(ctx, who, ref, m)
	}
	var c reinstate.Case
	err := d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) (err error) {
		if c, err = caseAt(tx, ref, m.Version); err != nil {
			return err
		}
		return d.take(tx, &c, m)
	})
	return c, err
}

// tidy refuses texts that are too long to be honest.
func (m *Move) tidy() error {
	m.Note, m.Receipt, m.Channel = text(m.Note), line(m.Receipt), line(m.Channel)
	m.WithoutCounsel, m.Override = text(m.WithoutCounsel), text(m.Override)
	m.Counsel.Name, m.Counsel.Note, m.Counsel.Privileged = line(m.Counsel.Name), text(m.Counsel.Note), text(m.Counsel.Privileged)
	if m.Note == "" {
		m.Note = m.Counsel.Note
	}
	refused := reinstate.Invalid{}
	bounded(refused, maxLine, map[string]string{"receipt": m.Receipt, "channel": m.Channel, "counsel": m.Counsel.Name})
	bounded(refused, maxText, map[string]string{"note": m.Note, "override": m.Override, "privileged": m.Counsel.Privileged})
	return refused.Err()
}

// caseAt finds a case and refuses one that changed since the person saw it.
func caseAt(tx *store.Tx, ref string, version int) (reinstate.Case, error) {
	c, err := tx.CaseByReference(ref)
	if err == nil && version != 0 && c.Version != version {
		return c, reinstate.ErrConflict
	}
	return c, err
}

// take checks the step against the flow table, then does what it brings with it.
func (d *Desk) take(tx *store.Tx, c *reinstate.Case, m Move) error {
	from := c.State
	if m.Do == reinstate.ConfirmReason && m.Response != "" {
		c.Response = m.Response
	}
	facts := reinstate.Facts{
		Reasons: len(c.Reasons), Response: c.Response, Note: m.Note, Outcome: m.Outcome,
		Receipt: m.Receipt, Proof: m.Proof != 0, NoneGiven: m.NoneGiven,
	}
	round := c.Round
	c.Held = reinstate.Hold{} // somebody has taken it up
	if err := c.Take(tx.Who(), m.Do, facts); err != nil {
		return err
	}
	if after := aftermath[m.Do]; after != nil {
		if err := after(d, tx, c, m, round); err != nil {
			return err
		}
	}
	with := []string{"from", string(from), "to", string(c.State), "note", m.Note, "outcome", string(m.Outcome)}
	if c.Round != round {
		with = append(with, "round", strconv.Itoa(c.Round))
	}
	if err := tx.SaveCase(c, event(string(m.Do), with...)); err != nil {
		return err
	}
	switch {
	case c.Round != round:
		return d.openRound(tx, c, m)
	case m.Do == reinstate.RecordFinalDenial && m.Reply != 0:
		return d.seed(tx, c, m)
	}
	return nil
}

// aftermath is what a step brings with it besides the new state. It runs
// before the case is saved; round is the round the step ends.
var aftermath = map[reinstate.Action]func(d *Desk, tx *store.Tx, c *reinstate.Case, m Move, round int) error{
	reinstate.StartCorrecting:       (*Desk).passGate,
	reinstate.ConfirmReceipt:        (*Desk).keepReceipt,
	reinstate.RecordMoreInformation: (*Desk).decide,
	reinstate.RecordDenied:          (*Desk).decide,
	reinstate.RecordFinalDenial:     (*Desk).decide,
	reinstate.RecordReinstated:      (*Desk).reinstated,
	reinstate.ReferToCounsel:        (*Desk).refer,
	reinstate.Close:                 (*Desk).closeCase,
	reinstate.Reopen:                (*Desk).reopen,
}

func (d *Desk) reinstated(tx *store.Tx, c *reinstate.Case, m Move, round int) error {
	c.Outcome = reinstate.OutcomeReinstated
	if err := d.decide(tx, c, m, round); err != nil {
		return err
	}
	if err := stopClocks(tx, *c, m.Do, tx.Now(), func(reinstate.ClockKind) bool { return true }); err != nil {
		return err
	}
	account, err := tx.Account(c.Account)
	if err != nil || c.Level != reinstate.AccountLevel {
		return err
	}
	others, err := tx.Cases(store.CaseQuery{Account: c.Account, State: openStates, Limit: 2})
	if err != nil || len(others.Lines) > 1 {
		return err // another case still holds the account
	}
	account.Standing = reinstate.StandingActive
	return tx.SaveAccount(&account)
}

// openStates are those in which a case still holds its account.
var openStates = slices.DeleteFunc(reinstate.States(), func(s reinstate.State) bool { return !s.Open() })

func (d *Desk) refer(tx *store.Tx, c *reinstate.Case, m Move, _ int) error {
	c.Counsel = toldCounsel(c.Counsel, m)
	c.Waiting = reinstate.Case{}.Waiting
	return stopEnded(tx, *c, m.Do, tx.Now())
}

func (d *Desk) closeCase(tx *store.Tx, c *reinstate.Case, m Move, _ int) error {
	c.Outcome, c.Waiting = m.Outcome, reinstate.Case{}.Waiting
	return stopClocks(tx, *c, m.Do, tx.Now(), func(reinstate.ClockKind) bool { return true })
}

// reopen clears the outcome. A round that was filed or decided stays as it is,
// so work goes on in a new one.
func (d *Desk) reopen(tx *store.Tx, c *reinstate.Case, _ Move, round int) error {
	c.Outcome = reinstate.NoOutcome
	if err := restart(tx, *c); err != nil {
		return err
	}
	sealed, err := filed(tx, *c)
	if err != nil {
		return err
	}
	r, err := roundOf(tx, *c, round)
	if err != nil {
		return err
	}
	if sealed || r.Decision != reinstate.NoDecision {
		c.Round++
	}
	return nil
}

// Assign gives a case to a person of the firm, or to nobody.
func (d *Desk) Assign(ctx context.Context, who reinstate.Actor, ref string, owner reinstate.UserID, version int) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		name := "nobody"
		if owner != 0 {
			u, err := tx.User(owner)
			if err != nil {
				return err
			}
			if u.Disabled || !u.Role.May(reinstate.Contribute) {
				return reinstate.Invalid{"owner": "Choose somebody who works on cases."}
			}
			name = u.Name
		}
		if version != 0 {
			c.Version = version
		}
		c.Owner = owner
		return tx.SaveCase(&c, event("case_assigned", "owner", name))
	})
}
