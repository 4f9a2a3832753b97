package casework

import (
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
