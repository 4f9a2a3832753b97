package casework

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// decide closes the round with its decision and, where a reply says so, keeps
// what the person made of it. A round that was decided before keeps that
// decision; what comes later is told by the case and its timeline.
func (d *Desk) decide(tx *store.Tx, c *reinstate.Case, m Move, round int) error {
	decision := decisionOf[m.Do]
	c.Waiting = time.Time{}
	if m.Do == reinstate.RecordFinalDenial {
		c.Counsel = toldCounsel(c.Counsel, m)
	}
	if m.Reply != 0 {
		if err := d.checkReply(tx, c, m, decision); err != nil {
			return err
		}
	}
	if err := stopEnded(tx, *c, m.Do, tx.Now()); err != nil {
		return err
	}
	if err := d.follow(tx, *c, m.Do, decided(tx, m)); err != nil {
		return err
	}
	r, err := roundOf(tx, *c, round)
	if err != nil || r.Decision != reinstate.NoDecision {
		return err
	}
	r.Decision, r.Decided, r.Reply, r.Note = decision, tx.Now(), m.Reply, m.Note
	return tx.SaveRound(c.ID, r, event("round_decided", "round", strconv.Itoa(round), "decision", string(decision)))
}

// toldCounsel is what is known of counsel with what a step adds to it.
func toldCounsel(known reinstate.Counsel, m Move) reinstate.Counsel {
	if m.Counsel.Name != "" {
		known.Name = m.Counsel.Name
	}
	if m.Counsel.Privileged != "" {
		known.Privileged = m.Counsel.Privileged
	}
	if m.Note != "" {
		known.Note = m.Note
	}
	return known
}

func roundOf(tx *store.Tx, c reinstate.Case, number int) (reinstate.Round, error) {
	rounds, err := tx.Rounds(c.ID)
	if err != nil {
		return reinstate.Round{}, err
	}
	for _, r := range rounds {
		if r.Number == number {
			return r, nil
		}
	}
	return reinstate.Round{}, fmt.Errorf("round %d of %s: %w", number, c.Reference, reinstate.ErrNotFound)
}

// filed reports whether the present round is sealed.
func filed(tx *store.Tx, c reinstate.Case) (bool, error) {
	_, err := tx.Filing(c.ID, c.Round)
	if errors.Is(err, reinstate.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// checkReply keeps what a person made of the reply that decides the round.
func (d *Desk) checkReply(tx *store.Tx, c *reinstate.Case, m Move, decision reinstate.Decision) error {
	n, err := replyOf(tx, *c, m.Reply)
	if err != nil {
		return err
	}
	if m.Checking != nil {
		account, err := tx.Account(c.Account)
		if err != nil {
			return err
		}
		in := *m.Checking
		in.Account = c.Account
		if !in.Marketplace.Known() {
			in.Marketplace = account.Marketplace
		}
		if err := d.tidy(&in); err != nil {
			return err
		}
		shown := d.clocks(placed(n.Checked, account), n, n.Round)
		n.Received = in.receivedAt(n.Received)
		n.Checked = in.apply(n.Read)
		n.Checked.Clocks = in.limits(n.Read.Clocks, shown)
	}
	n.Checked.Kind, n.Checked.Decision = reinstate.KindReply, decision
	if decision != n.Read.Decision {
		n.Checked.DecidedBy = reinstate.Quote{}
	}
	n.CheckedBy, n.CheckedAt = tx.Who().Name, tx.Now()
	if err := tx.SaveNotice(&n, event("reading_checked", "decision", string(decision))); err != nil {
		return err
	}
	return reindex(tx, *c)
}

// replyOf finds a message of this case; one of another case does not exist.
func replyOf(tx *store.Tx, c reinstate.Case, id reinstate.NoticeID) (reinstate.Notice, error) {
	n, err := tx.Notice(id)
	if err == nil && n.Case != c.ID {
		return n, reinstate.ErrNotFound
	}
	return n, err
}

// openRound records the new round, its demands and clocks, and lays a copy of
// the last plan out for it.
func (d *Desk) openRound(tx *store.Tx, c *reinstate.Case, m Move) error {
	next := reinstate.Round{Number: c.Round, Opened: tx.Now()}
	if err := carryRoute(tx, *c, &next); err != nil {
		return err
	}
	if err := tx.SaveRound(c.ID, next, event("round_opened", "round", strconv.Itoa(c.Round))); err != nil {
		return err
	}
	if m.Reply != 0 {
		if err := d.seed(tx, c, m); err != nil {
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

// seed puts what a reply asks for and the time limits it sets on the case. A
// demand that was answered before keeps that answer and stands again as a new
// one; one not asked before is new. What was never answered stays open.
func (d *Desk) seed(tx *store.Tx, c *reinstate.Case, m Move) error {
	n, err := replyOf(tx, *c, m.Reply)
	if err != nil {
		return fmt.Errorf("seed round %d: %w", c.Round, err)
	}
	demands, err := asked(tx, *c)
	if err != nil {
		return err
	}
	compared := notice.Compare(demands, n.Checked.Demands)
	for _, again := range compared.Again {
		if err := askAgain(tx, *c, again.Demand, again.Quote.Words); err != nil {
			return err
		}
	}
	fresh := n.Checked
	fresh.Demands, fresh.Clocks = compared.New, n.Read.Clocks // the clocks as the person was shown them
	if err := d.openDemands(tx, *c, fresh); err != nil {
		return err
	}
	account, err := tx.Account(c.Account)
	if err != nil {
		return err
	}
	checking := Checking{}
	if m.Checking != nil {
		checking = *m.Checking
	}
	fresh = placed(fresh, account)
	clocks := d.clocks(fresh, n, c.Round)
	if err := openClocks(tx, *c, wanted(clocks, clocks, checking, d.zone(fresh), c.Round)); err != nil {
		return err
	}
	*c, err = tx.Case(c.ID)
	return err
}

// askAgain puts a new demand in the place of one that a reply repeats. One that
// was never answered goes on as it is, in the marketplace's new words.
func askAgain(tx *store.Tx, c reinstate.Case, old reinstate.Demand, quote string) error {
	if quote == "" {
		quote = old.Quote
	}
	did := event("demand_asked_again", "text", excerpt(old.Text))
	if old.State == reinstate.DemandOpen {
		old.Round, old.Quote = c.Round, quote
		return tx.SaveDemand(&old, did)
	}
	again := reinstate.Demand{Case: c.ID, Round: c.Round, Code: old.Code, Text: old.Text, Quote: quote, State: reinstate.DemandOpen}
	old.State = reinstate.DemandAskedAgain
	if err := tx.SaveDemand(&old, event("demand_kept", "text", excerpt(old.Text))); err != nil {
		return err
	}
	return tx.AddDemand(&again, did)
}

// asked are the demands that stand: those whose answers of earlier rounds a
// reply has not taken back.
func asked(tx *store.Tx, c reinstate.Case) ([]reinstate.Demand, error) {
	demands, err := tx.Demands(c.ID)
	standing, _ := parted(demands)
	return standing, err
}
