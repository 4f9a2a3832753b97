package storetest

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Case is one case of an account.
type Case struct {
	*Account
	Case reinstate.Case
}

// did is the event of a seed.
func did(what string) reinstate.Event { return reinstate.Event{Did: what} }

// Case opens a case for an inauthentic listing, in the state corrective_action;
// change fills in what the test wants otherwise.
func (a *Account) Case(change ...func(*reinstate.Case)) *Case {
	a.tb.Helper()
	c := &Case{Account: a, Case: reinstate.Case{
		Account: a.Account.ID, State: reinstate.InCorrection, Level: reinstate.AccountLevel,
		Reasons: []reinstate.ReasonCode{"inauthentic"}, Response: reinstate.RespondPlan,
	}}
	for _, f := range change {
		f(&c.Case)
	}
	a.Update(a.Owner, func(tx *store.Tx) error { return tx.AddCase(&c.Case, did("case_opened")) })
	return c
}

// In is a change for Account.Case: the state it is in.
func In(s reinstate.State) func(*reinstate.Case) {
	return func(c *reinstate.Case) { c.State = s }
}

// Reload reads the case as it stands.
func (c *Case) Reload() reinstate.Case {
	c.tb.Helper()
	c.View(c.Owner, func(tx *store.Tx) (err error) {
		c.Case, err = tx.Case(c.Case.ID)
		return err
	})
	return c.Case
}

// Notice keeps a message in the case.
func (c *Case) Notice(text string) reinstate.Notice {
	c.tb.Helper()
	n := reinstate.Notice{
		Case: c.Case.ID, Kind: reinstate.KindNotice, Round: c.Case.Round, Text: text, MediaType: "text/plain",
		Size: int64(len(text)), SHA256: Digest(text),
	}
	c.Update(c.Owner, func(tx *store.Tx) error { return tx.AddNotice(&n, did("notice_logged")) })
	return n
}

// Demand adds an open demand.
func (c *Case) Demand(text string) reinstate.Demand {
	c.tb.Helper()
	d := reinstate.Demand{Case: c.Case.ID, Round: c.Case.Round, Code: "supplier_invoices", Text: text, State: reinstate.DemandOpen}
	c.Update(c.Owner, func(tx *store.Tx) error { return tx.AddDemand(&d, did("demand_added")) })
	return d
}

// Clock starts a clock.
func (c *Case) Clock(kind reinstate.ClockKind, due time.Time) reinstate.Clock {
	c.tb.Helper()
	k := reinstate.Clock{Case: c.Case.ID, Round: c.Case.Round, Kind: kind, Due: due, Zone: "America/Los_Angeles", Basis: reinstate.Stated, Quote: "within 7 days"}
	c.Update(c.Owner, func(tx *store.Tx) error { return tx.AddClock(&k, did("clock_started")) })
	return k
}

// Exhibit adds a document; its bytes are not kept, only described.
func (c *Case) Exhibit(title string) reinstate.Exhibit {
	c.tb.Helper()
	x := reinstate.Exhibit{
		Case: c.Case.ID, Kind: "supplier_invoice", Title: title, FileName: title + ".pdf", MediaType: "application/pdf",
		Size: int64(len(title)), SHA256: Digest(title), Pages: 1,
	}
	c.Update(c.Owner, func(tx *store.Tx) error { return tx.AddExhibit(&x, did("exhibit_added")) })
	return x
}

// Claim adds a claim that answers a cause, or none.
func (c *Case) Claim(kind reinstate.ClaimKind, text string, cause reinstate.ClaimID, exhibits ...reinstate.ExhibitID) reinstate.Claim {
	c.tb.Helper()
	k := reinstate.Claim{Case: c.Case.ID, Kind: kind, Text: text, Cause: cause, Exhibits: exhibits}
	c.Update(c.Owner, func(tx *store.Tx) error { return tx.AddClaim(&k, did("claim_added")) })
	return k
}

// Plan starts the plan of the present round.
func (c *Case) Plan(opening string) reinstate.Plan {
	c.tb.Helper()
	p := reinstate.Plan{
		Case: c.Case.ID, Round: c.Case.Round, Route: reinstate.RespondPlan, Title: "Plan of action", Language: "en",
		Body: reinstate.PlanBody{Title: "Plan of action", Sections: []reinstate.Section{
			{Key: "opening", Kind: reinstate.SectionText, Title: "Opening", Text: opening},
		}},
	}
	c.Update(c.Owner, func(tx *store.Tx) error { return tx.AddPlan(&p, did("plan_started")) })
	return p
}

// Filing seals a packet of the present round; its bytes are not kept.
func (c *Case) Filing() reinstate.Filing {
	c.tb.Helper()
	f := reinstate.Filing{Case: c.Case.ID, Round: c.Case.Round, Revision: 1, SHA256: Digest("packet"), Size: 6, Pages: 2, Channel: "seller_central"}
	c.Update(c.Owner, func(tx *store.Tx) error { return tx.AddFiling(&f, did("appeal_filed")) })
	return f
}

// Sent adds what was sent in the case's present round, with its receipt.
func (c *Case) Sent() reinstate.Filing {
	c.tb.Helper()
	f := c.Filing()
	c.Update(c.Owner, func(tx *store.Tx) error {
		f.Sent, f.NoneGiven = tx.Now(), true
		return tx.SaveReceipt(&f, did("receipt_kept"))
	})
	return f
}

// Digest is the hex SHA-256 of a text.
func Digest(text string) string {
	d := sha256.Sum256([]byte(text))
	return hex.EncodeToString(d[:])
}
