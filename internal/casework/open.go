package casework

import (
	"context"
	"slices"
	"strings"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// OpenCase opens a case from a checked message. Confirmed, the case starts in
// reason_identified with what the person left of the reading; unconfirmed, in
// notice_logged. A message that already opened one returns that case, so a
// double click opens one case.
func (d *Desk) OpenCase(ctx context.Context, who reinstate.Actor, id reinstate.NoticeID, in Checking, confirm bool) (reinstate.Case, error) {
	var c reinstate.Case
	err := d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		n, err := tx.Notice(id)
		if err != nil {
			return err
		}
		if n.Case != 0 {
			c, err = tx.Case(n.Case)
			return err
		}
		if err := d.tidy(&in); err != nil {
			return err
		}
		if n.Version != in.Version {
			return reinstate.ErrConflict
		}
		account, err := resolve(tx, in)
		if err != nil {
			return err
		}
		c, err = d.openFrom(tx, &n, in, account, confirm)
		return err
	})
	return c, err
}

// openFrom makes the case of a message, with its demands and clocks. A notice
// that a case was opened ahead of joins that case.
func (d *Desk) openFrom(tx *store.Tx, n *reinstate.Notice, in Checking, account reinstate.Account, confirm bool) (reinstate.Case, error) {
	who := tx.Who()
	shown := d.clocks(placed(n.Checked, account), *n, n.Round)
	n.Received = in.receivedAt(n.Received)
	n.Account, n.Round, n.Checked = account.ID, 1, in.apply(n.Read)
	n.Kind, n.Checked.Kind = reinstate.KindNotice, reinstate.KindNotice
	if confirm {
		if early, found, err := ahead(tx, account, codes(n.Checked.Reasons)); err != nil || found {
			if err == nil {
				early, err = d.join(tx, early, n, in, account, shown)
			}
			return early, err
		}
	}
	c := reinstate.Case{
		Client: account.Client, Account: account.ID, State: reinstate.NoticeLogged, Level: n.Checked.Level,
		Reasons: codes(n.Checked.Reasons), Round: 1, Owner: who.User, Opened: tx.Now(),
	}
	if err := tx.AddCase(&c, event("case_opened", "account", account.Key)); err != nil {
		return c, err
	}
	n.Case = c.ID
	at := placed(n.Checked, account)
	clocks := wanted(d.clocks(at, *n, c.Round), shown, in, d.zone(at), c.Round)
	if confirm {
		n.CheckedBy, n.CheckedAt = who.Name, tx.Now()
		n.Checked.Clocks = in.limits(n.Read.Clocks, shown)
	}
	if err := tx.SaveNotice(n, event("notice_logged", "sha256", n.SHA256, "subject", excerpt(n.Subject), "file", n.FileName)); err != nil {
		return c, err
	}
	if err := tx.Reword(c.ID, words(n.Checked.References)); err != nil {
		return c, err
	}
	if err := d.openDemands(tx, c, n.Checked); err != nil {
		return c, err
	}
	if err := openClocks(tx, c, clocks); err != nil {
		return c, err
	}
	if confirm {
		return c, d.confirm(tx, &c, in)
	}
	return tx.Case(c.ID)
}

// ConfirmReading confirms or corrects the notice of a case that was opened
// unconfirmed.
func (d *Desk) ConfirmReading(ctx context.Context, who reinstate.Actor, ref string, in Checking) (reinstate.Case, error) {
	var c reinstate.Case
	err := d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, file reinstate.Case) error {
		c = file
		if _, err := c.Step(who, reinstate.ConfirmReason); err != nil {
			return err
		}
		account, err := tx.Account(c.Account)
		if err != nil {
			return err
		}
		n, err := opening(tx, c)
		if err != nil {
			return err
		}
		if n.Version != in.Version {
			return reinstate.ErrConflict
		}
		in.Account, in.NewClient = c.Account, ""
		if err := d.tidy(&in); err != nil {
			return err
		}
		shown := d.clocks(placed(n.Checked, account), n, c.Round)
		n.Received = in.receivedAt(n.Received)
		n.Checked, n.CheckedBy, n.CheckedAt = in.apply(n.Read), who.Name, tx.Now()
		n.Checked.Kind = reinstate.KindNotice
		at := placed(n.Checked, account)
		clocks := wanted(d.clocks(at, n, c.Round), shown, in, d.zone(at), c.Round)
		n.Checked.Clocks = in.limits(n.Read.Clocks, shown)
		if err := tx.SaveNotice(&n, event("reading_checked")); err != nil {
			return err
		}
		if err := reindex(tx, c); err != nil {
			return err
		}
		if err := d.settleDemands(tx, c, n.Checked); err != nil {
			return err
		}
		if err := settleClocks(tx, c, clocks); err != nil {
			return err
		}
		c.Level, c.Reasons = n.Checked.Level, codes(n.Checked.Reasons)
		return d.confirm(tx, &c, in)
	})
	return c, err
}

// opening is the message that opened a case: the first that was logged and is
// no reply.
func opening(tx *store.Tx, c reinstate.Case) (reinstate.Notice, error) {
	notices, err := tx.Notices(c.ID)
	if err != nil {
		return reinstate.Notice{}, err
	}
	var first reinstate.Notice
	for _, n := range notices {
		if n.Kind != reinstate.KindReply && (first.ID == 0 || n.ID < first.ID) {
			first = n
		}
	}
	if first.ID == 0 {
		return first, reinstate.ErrNotFound
	}
	return first, nil
}

// confirm takes the step out of notice_logged.
func (d *Desk) confirm(tx *store.Tx, c *reinstate.Case, in Checking) error {
	fresh, err := tx.Case(c.ID)
	if err != nil {
		return err
	}
	fresh.Level, fresh.Reasons, fresh.Response = c.Level, c.Reasons, in.Response
	*c = fresh
	if err := c.Take(tx.Who(), reinstate.ConfirmReason, reinstate.Facts{Reasons: len(c.Reasons), Response: c.Response}); err != nil {
		return err
	}
	return tx.SaveCase(c, event(string(reinstate.ConfirmReason), "reasons", join(c.Reasons), "response", string(c.Response)))
}

// resolve finds the account a message is about, or makes the new client's.
func resolve(tx *store.Tx, in Checking) (reinstate.Account, error) {
	if in.Account != 0 {
		account, err := tx.Account(in.Account)
		if err == nil && account.Marketplace != in.Marketplace {
			return account, reinstate.Invalid{"account": "This account is on another marketplace than the message. Choose another account, or correct the marketplace."}
		}
		return account, err
	}
	if err := tx.Who().Need(reinstate.ManageFirm); err != nil {
		return reinstate.Account{}, err
	}
	client := reinstate.Client{LegalName: in.NewClient}
	if err := tx.AddClient(&client); err != nil {
		return reinstate.Account{}, err
	}
	account := reinstate.Account{
		Client: client.ID, Marketplace: in.Marketplace, Store: in.Store,
		SellerID: in.NewSellerID, StoreName: in.NewStore, Standing: standingAfter(in.Level),
	}
	return account, addAccount(tx, &account)
}

func standingAfter(level reinstate.Level) reinstate.Standing {
	switch level {
	case reinstate.AccountLevel:
		return reinstate.StandingSuspended
	case reinstate.WarningLevel:
		return reinstate.StandingAtRisk
	}
	return reinstate.StandingUnknown
}

// openDemands puts what the message asks for on the case.
func (d *Desk) openDemands(tx *store.Tx, c reinstate.Case, reading reinstate.Reading) error {
	for _, found := range reading.Demands {
		demand := reinstate.Demand{
			Case: c.ID, Round: c.Round, Code: found.Code, Text: d.demandTitle(found.Code), Quote: found.Quote.Words, State: reinstate.DemandOpen,
		}
		if err := tx.AddDemand(&demand, event("demand_added", "text", excerpt(demand.Text))); err != nil {
			return err
		}
	}
	return nil
}

// settleDemands brings the demands of an unconfirmed case in line with the
// checked reading.
func (d *Desk) settleDemands(tx *store.Tx, c reinstate.Case, reading reinstate.Reading) error {
	present, err := tx.Demands(c.ID)
	if err != nil {
		return err
	}
	for _, demand := range present {
		asked := slices.ContainsFunc(reading.Demands, func(f reinstate.DemandFound) bool { return f.Code == demand.Code })
		if asked || demand.Quote == "" || demand.State != reinstate.DemandOpen {
			continue
		}
		demand.State, demand.Why = reinstate.DemandWaived, "The notice does not ask for it: the reading was corrected."
		if err := tx.SaveDemand(&demand, event("demand_waived", "text", excerpt(demand.Text), "why", demand.Why)); err != nil {
			return err
		}
	}
	missing := reading
	missing.Demands = slices.DeleteFunc(slices.Clone(reading.Demands), func(f reinstate.DemandFound) bool {
		return slices.ContainsFunc(present, func(p reinstate.Demand) bool { return p.Code == f.Code })
	})
	return d.openDemands(tx, c, missing)
}

func (d *Desk) demandTitle(code reinstate.DemandCode) string {
	if known, ok := d.catalog.Demand(code); ok {
		return known.Title
	}
	return strings.ReplaceAll(string(code), "_", " ")
}

func codes(found []reinstate.ReasonFound) []reinstate.ReasonCode {
	out := make([]reinstate.ReasonCode, len(found))
	for i, f := range found {
		out[i] = f.Code
	}
	return out
}

func join[S ~string](words []S) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return strings.Join(out, ", ")
}

// reindex makes a case findable by the identifiers that all its messages name
// and the references its filings were given.
func reindex(tx *store.Tx, c reinstate.Case) error {
	notices, err := tx.Notices(c.ID)
	if err != nil {
		return err
	}
	filings, err := tx.Filings(c.ID)
	if err != nil {
		return err
	}
	found := words(File{Notices: notices}.References())
	for _, f := range filings {
		found += " " + f.Receipt
	}
	return tx.Reword(c.ID, found)
}

// words are the identifiers of a case, for searching.
func words(r reinstate.References) string {
	var ids []string
	for _, ref := range r.All() {
		ids = append(ids, ref.ID)
	}
	return strings.Join(ids, " ")
}
