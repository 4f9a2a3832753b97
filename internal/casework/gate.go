package casework

import (
	"time"

	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Gate is why a case calls for counsel before anything is answered, or why
// counsel is advised, which holds nothing back.
type Gate struct {
	Notice  reinstate.NoticeID // the message whose words call for it, zero: none
	Quote   reinstate.Quote    // those words
	Reasons []catalog.Reason   // confirmed reasons that call for it by the catalog
	Advice  []catalog.Reason   // confirmed reasons for which the catalog advises it
	Advised reinstate.Quote    // words of the message for which it is advised
}

// Calls reports whether nothing may be answered before counsel was asked.
func (g Gate) Calls() bool { return g.Notice != 0 || len(g.Reasons) > 0 }

// Advises reports whether counsel is advised and no more.
func (g Gate) Advises() bool { return !g.Calls() && (len(g.Advice) > 0 || g.Advised.Found()) }

// gateOf looks at a message: at its words and, before a case is opened from it,
// at what the catalog knows of its reasons.
func gateOf(market catalog.Market, n reinstate.Notice) Gate {
	g := Gate{Advised: n.Checked.Advised}
	if n.Case == 0 || n.Kind != reinstate.KindReply {
		g.counselled(market, codes(n.Checked.Reasons))
	}
	if n.Checked.Severe {
		g.Notice, g.Quote = n.ID, n.Checked.SevereQuote
	}
	return g
}

// counselled sorts the reasons for which the catalog calls for counsel and
// those for which it advises it.
func (g *Gate) counselled(market catalog.Market, reasons []reinstate.ReasonCode) {
	for _, code := range reasons {
		reason, ok := market.Reason(code)
		switch {
		case !ok || reason.Counsel == "":
		case reason.Stops:
			g.Reasons = append(g.Reasons, reason)
		default:
			g.Advice = append(g.Advice, reason)
		}
	}
}

// Gate is what calls for counsel in a case before its correction begins. Once
// counsel was asked it calls no more.
func (f File) Gate() Gate {
	before := f.Case.State == reinstate.NoticeLogged || f.Case.State == reinstate.ReasonIdentified
	if !before || f.Case.Counsel != (reinstate.Counsel{}) {
		return Gate{}
	}
	g := Gate{}
	g.counselled(f.Market, f.Case.Reasons)
	for _, n := range f.Notices { // the newest that says so is last
		if n.Checked.Severe {
			g.Notice, g.Quote = n.ID, n.Checked.SevereQuote
		}
		if n.Checked.Advised.Found() {
			g.Advised = n.Checked.Advised
		}
	}
	return g
}

// Held reports whether correcting is held back until counsel was asked, or
// until somebody wrote down why the case goes on without.
func (f File) Held() bool {
	return f.Case.State == reinstate.ReasonIdentified && f.Gate().Calls()
}

// mayAnswer refuses to write an answer in a case that is held back.
func (f File) mayAnswer() error {
	if !f.Held() {
		return nil
	}
	return reinstate.Invalid{"plan": "This case calls for counsel before anything is answered. Refer it to counsel, or start corrective action and say in writing why it goes on without."}
}

// callsAtFiling is what calls for counsel when the letter is about to be sent:
// any message of the case, for a reply can be graver than the notice was.
// Counsel who was asked answers it, and so does what somebody wrote down since
// the message came.
func (d *Desk) callsAtFiling(tx *store.Tx, f File) (Gate, error) {
	g := Gate{}
	if f.Case.Counsel != (reinstate.Counsel{}) {
		return g, nil
	}
	entries, err := tx.TimelineOf(f.Case.ID, passedOver)
	if err != nil {
		return g, err
	}
	var passed time.Time
	for _, e := range entries {
		passed = e.At
	}
	if passed.IsZero() {
		g.counselled(f.Market, f.Case.Reasons)
	}
	for _, n := range f.Notices {
		if n.Checked.Severe && n.Logged.After(passed) {
			g.Notice, g.Quote = n.ID, n.Checked.SevereQuote
		}
	}
	return g, nil
}

// mayGoOn refuses to file the letter of a case that calls for counsel unless
// somebody says in writing why it goes on without. It reports whether that was
// needed.
func (d *Desk) mayGoOn(tx *store.Tx, f File, m Move) (needed bool, err error) {
	g, err := d.callsAtFiling(tx, f)
	if err == nil && g.Calls() && m.WithoutCounsel == "" {
		err = reinstate.Invalid{"without_counsel": "A message of this case calls for counsel. Refer it to counsel, or say in writing why the letter goes out without."}
	}
	return g.Calls(), err
}

// noteCounsel puts on the timeline why the letter goes out without counsel.
func (d *Desk) noteCounsel(tx *store.Tx, f File, m Move) error {
	needed, err := d.mayGoOn(tx, f, m)
	if err != nil || !needed {
		return err
	}
	return tx.Note(f.Case.ID, event(passedOver, "why", m.WithoutCounsel))
}

// passedOver is what the timeline calls going on without counsel.
const passedOver = "counsel_passed_over"

// passGate refuses to begin correcting a case that calls for counsel unless
// somebody says in writing why it goes on without. The reason stays on the
// timeline.
func (d *Desk) passGate(tx *store.Tx, c *reinstate.Case, m Move, _ int) error {
	account, err := tx.Account(c.Account)
	if err != nil {
		return err
	}
	f := File{Case: *c}
	f.Case.State = reinstate.ReasonIdentified // the state the step starts from
	f.Market, _ = d.catalog.Market(account.Marketplace)
	if f.Notices, err = tx.Notices(c.ID); err != nil {
		return err
	}
	refused := reinstate.Invalid{}
	bounded(refused, maxText, map[string]string{"without_counsel": m.WithoutCounsel})
	switch {
	case !f.Held():
		return nil
	case len(refused) > 0:
		return refused
	case m.WithoutCounsel == "":
		return reinstate.Invalid{"without_counsel": "This case calls for counsel. Refer it to counsel, or confirm and say in writing why it goes on without."}
	}
	return tx.Note(c.ID, event(passedOver, "why", m.WithoutCounsel))
}
