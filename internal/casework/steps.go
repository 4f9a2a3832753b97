package casework

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"reinstate/internal/notice"
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
	Receipt   string              // confirm_receipt: the marketplace's reference
	Proof     reinstate.ExhibitID // confirm_receipt: proof of submission
	NoneGiven bool                // confirm_receipt: no reference was given
	Reply     reinstate.NoticeID  // a decision: the reply that says so
	Checking  *Checking           // a decision: what the person made of that reply
	Counsel   reinstate.Counsel   // refer_to_counsel
	Response  reinstate.Response  // confirm_reason
	// start_correcting: why a case that calls for counsel goes on without.
	WithoutCounsel string
	Version        int // of the case as the person saw it; 0: not checked
}

// Take takes one step of the flow table. A step that needs something else
// first is refused with Invalid, whose keys are the places on the case page
// where that is mended: reasons, response, packet, receipt, note, outcome.
func (d *Desk) Take(ctx context.Context, who reinstate.Actor, ref string, m Move) (reinstate.Case, error) {
	m.tidy()
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

func (m *Move) tidy() {
	m.Note, m.Receipt, m.Channel = text(m.Note), line(m.Receipt), line(m.Channel)
	m.WithoutCounsel = text(m.WithoutCounsel)
	m.Counsel.Name, m.Counsel.Note, m.Counsel.Privileged = line(m.Counsel.Name), text(m.Counsel.Note), text(m.Counsel.Privileged)
	if m.Note == "" {
		m.Note = m.Counsel.Note
	}
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
	if err := c.Take(tx.Who(), m.Do, facts); err != nil {
		return err
	}
	if after := aftermath[m.Do]; after != nil {
		if err := after(d, tx, c, m, round); err != nil {
			return err
		}
	}
	with := []string{"from", string(from), "to", string(c.State), "note", excerpt(m.Note), "outcome", string(m.Outcome)}
	if c.Round != round {
		with = append(with, "round", strconv.Itoa(c.Round))
	}
	if err := tx.SaveCase(c, event(string(m.Do), with...)); err != nil {
		return err
	}
	if c.Round == round {
		return nil
	}
	return d.openRound(tx, c, m)
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

func (d *Desk) keepReceipt(tx *store.Tx, c *reinstate.Case, m Move, round int) error {
	f, err := tx.Filing(c.ID, round)
	if err != nil {
		return err
	}
	if m.Proof != 0 {
		if _, err := exhibitOf(tx, *c, m.Proof); err != nil {
			return err
		}
	}
	f.Receipt, f.Proof, f.NoneGiven, f.ReceiptedAt = m.Receipt, m.Proof, m.NoneGiven && m.Receipt == "", tx.Now()
	c.Waiting = f.Filed
	return tx.SaveReceipt(&f, event("receipt_kept", "receipt", m.Receipt, "round", strconv.Itoa(round)))
}

// decide closes the round with its decision and, where a reply says so, keeps
// what the person made of it.
func (d *Desk) decide(tx *store.Tx, c *reinstate.Case, m Move, round int) error {
	decision := decisionOf[m.Do]
	var zero = reinstate.Case{}.Waiting
	c.Waiting = zero
	if m.Do == reinstate.RecordFinalDenial {
		c.Counsel = m.Counsel
	}
	if m.Reply != 0 {
		if err := d.checkReply(tx, c, m, decision); err != nil {
			return err
		}
	}
	r := reinstate.Round{Number: round, Decision: decision, Decided: tx.Now(), Reply: m.Reply, Note: m.Note}
	rounds, err := tx.Rounds(c.ID)
	if err != nil {
		return err
	}
	for _, old := range rounds {
		if old.Number == round {
			r.Opened = old.Opened
		}
	}
	return tx.SaveRound(c.ID, r, event("round_decided", "round", strconv.Itoa(round), "decision", string(decision)))
}

func (d *Desk) checkReply(tx *store.Tx, c *reinstate.Case, m Move, decision reinstate.Decision) error {
	n, err := tx.Notice(m.Reply)
	if err != nil {
		return err
	}
	if n.Case != c.ID {
		return reinstate.ErrNotFound
	}
	if m.Checking != nil {
		in := *m.Checking
		in.Account = c.Account
		shown := d.clocks(n.Checked, n.Received, n.Round)
		if !in.Received.IsZero() {
			n.Received = in.Received.UTC()
		}
		n.Checked = in.apply(n.Read)
		n.Checked.Clocks = in.limits(n.Read.Clocks, shown)
	}
	n.Checked.Kind, n.Checked.Decision = reinstate.KindReply, decision
	if decision != n.Read.Decision {
		n.Checked.DecidedBy = reinstate.Quote{}
	}
	n.CheckedBy, n.CheckedAt = tx.Who().Name, tx.Now()
	return tx.SaveNotice(&n, event("reading_checked", "decision", string(decision)))
}

func (d *Desk) reinstated(tx *store.Tx, c *reinstate.Case, m Move, round int) error {
	c.Outcome = reinstate.OutcomeReinstated
	if err := d.decide(tx, c, m, round); err != nil {
		return err
	}
	if err := stopClocks(tx, *c, func(reinstate.ClockKind) bool { return true }); err != nil {
		return err
	}
	account, err := tx.Account(c.Account)
	if err != nil || c.Level != reinstate.AccountLevel {
		return err
	}
	account.Standing = reinstate.StandingActive
	return tx.SaveAccount(&account)
}

func (d *Desk) refer(_ *store.Tx, c *reinstate.Case, m Move, _ int) error {
	c.Counsel = m.Counsel
	if c.Counsel.Note == "" {
		c.Counsel.Note = m.Note
	}
	c.Waiting = reinstate.Case{}.Waiting
	return nil
}

func (d *Desk) closeCase(tx *store.Tx, c *reinstate.Case, m Move, _ int) error {
	c.Outcome, c.Waiting = m.Outcome, reinstate.Case{}.Waiting
	return stopClocks(tx, *c, func(reinstate.ClockKind) bool { return true })
}

// reopen clears the outcome. A round that was filed stays as it is, so work
// goes on in a new one.
func (d *Desk) reopen(tx *store.Tx, c *reinstate.Case, _ Move, round int) error {
	c.Outcome = reinstate.NoOutcome
	_, err := tx.Filing(c.ID, round)
	if errors.Is(err, reinstate.ErrNotFound) {
		return nil
	}
	c.Round++
	return err
}

// openRound records the new round, its demands and clocks, and lays a copy of
// the last plan out for it.
func (d *Desk) openRound(tx *store.Tx, c *reinstate.Case, m Move) error {
	if err := tx.SaveRound(c.ID, reinstate.Round{Number: c.Round, Opened: tx.Now()}, event("round_opened", "round", strconv.Itoa(c.Round))); err != nil {
		return err
	}
	if m.Reply != 0 {
		n, err := tx.Notice(m.Reply)
		if err != nil {
			return fmt.Errorf("open round %d: %w", c.Round, err)
		}
		if err := d.seedRound(tx, *c, n, m.Checking); err != nil {
			return err
		}
	}
	if _, err := tx.Plan(c.ID, c.Round-1); errors.Is(err, reinstate.ErrNotFound) {
		return nil
	}
	if _, err := d.startPlan(tx, *c); err != nil {
		return err
	}
	fresh, err := tx.Case(c.ID)
	*c = fresh
	return err
}

// seedRound carries what the reply asks for into the new round: a demand that
// was met or waived is open again, one not asked before is new. What was never
// answered stays open as it is.
func (d *Desk) seedRound(tx *store.Tx, c reinstate.Case, n reinstate.Notice, in *Checking) error {
	demands, err := tx.Demands(c.ID)
	if err != nil {
		return err
	}
	compared := notice.Compare(demands, n.Checked.Demands)
	for _, again := range compared.Again {
		old := again.Demand
		old.Round, old.State, old.Why = c.Round, reinstate.DemandOpen, ""
		if again.Quote.Words != "" {
			old.Quote = again.Quote.Words
		}
		if err := tx.SaveDemand(&old, event("demand_asked_again", "text", excerpt(old.Text))); err != nil {
			return err
		}
	}
	fresh := n.Checked
	fresh.Demands, fresh.Clocks = compared.New, n.Read.Clocks // the clocks as the person was shown them
	if err := d.openDemands(tx, c, fresh); err != nil {
		return err
	}
	checking := Checking{}
	if in != nil {
		checking = *in
	}
	if fresh.Marketplace == "" || !fresh.Marketplace.Known() {
		account, err := tx.Account(c.Account)
		if err != nil {
			return err
		}
		fresh.Marketplace, fresh.Store = account.Marketplace, account.Store
	}
	clocks := d.clocks(fresh, n.Received, c.Round)
	return openClocks(tx, c, wanted(clocks, clocks, checking, c.Round))
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
