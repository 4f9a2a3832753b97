package casework

import (
	"context"
	"errors"
	"slices"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// OpenAhead opens a case for an issue before any notice has come, with the
// evidence that a notice of that reason asks for. The case is under way at once,
// so that papers can be gathered; the notice joins it when it comes. An issue
// that has such a case gets the same one.
func (d *Desk) OpenAhead(ctx context.Context, who reinstate.Actor, id reinstate.IssueID, version int) (reinstate.Case, error) {
	var c reinstate.Case
	err := d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		issue, err := tx.Issue(id)
		if err != nil {
			return err
		}
		if issue.Case != 0 {
			c, err = tx.Case(issue.Case)
			return err
		}
		if !issue.Open() {
			return reinstate.Invalid{"issue": "This issue is closed. Its record stays as it is."}
		}
		account, err := tx.Account(issue.Account)
		if err != nil {
			return err
		}
		if c, err = d.openAhead(tx, account, issue); err != nil {
			return err
		}
		issue.Case, issue.Version = c.ID, version
		return tx.SaveIssue(&issue)
	})
	return c, err
}

func (d *Desk) openAhead(tx *store.Tx, account reinstate.Account, issue reinstate.Issue) (reinstate.Case, error) {
	metric, _ := d.catalog.Health().Metric(issue.Metric)
	market, _ := d.catalog.Market(account.Marketplace)
	reason, ok := market.Reason(metric.Reason)
	if !ok {
		return reinstate.Case{}, reinstate.Invalid{"issue": "No notice about this is known, so there is no list of evidence to open a case with."}
	}
	who := tx.Who()
	c := reinstate.Case{
		Client: account.Client, Account: account.ID, State: reinstate.NoticeLogged, Level: reinstate.WarningLevel,
		Reasons: []reinstate.ReasonCode{reason.Code}, Response: reinstate.RespondPlan, Round: 1, Owner: who.User, Opened: tx.Now(),
	}
	for _, do := range []reinstate.Action{reinstate.ConfirmReason, reinstate.StartCorrecting} {
		if err := c.Take(who, do, reinstate.Facts{Reasons: 1, Response: c.Response}); err != nil {
			return c, err
		}
	}
	if err := tx.AddCase(&c, event("case_opened_ahead", "issue", excerpt(issue.Title))); err != nil {
		return c, err
	}
	for _, code := range reason.Demands {
		demand := reinstate.Demand{Case: c.ID, Round: 1, Code: code, Text: d.demandTitle(code), State: reinstate.DemandOpen}
		if err := tx.AddDemand(&demand, event("demand_added", "text", excerpt(demand.Text))); err != nil {
			return c, err
		}
	}
	return tx.Case(c.ID)
}

// ahead finds the case that was opened ahead of a notice with one of these
// reasons: open, in its first round, and without any message so far.
func ahead(tx *store.Tx, account reinstate.Account, reasons []reinstate.ReasonCode) (reinstate.Case, bool, error) {
	issues, err := tx.Issues(account.ID)
	if err != nil {
		return reinstate.Case{}, false, err
	}
	for _, i := range issues {
		if i.Case == 0 {
			continue
		}
		c, err := tx.Case(i.Case)
		if errors.Is(err, reinstate.ErrNotFound) {
			continue
		}
		if err != nil {
			return c, false, err
		}
		notices, err := tx.Notices(c.ID)
		if err != nil {
			return c, false, err
		}
		fits := slices.ContainsFunc(c.Reasons, func(r reinstate.ReasonCode) bool { return slices.Contains(reasons, r) })
		if fits && c.State == reinstate.InCorrection && c.Round == 1 && len(notices) == 0 {
			return c, true, nil
		}
	}
	return reinstate.Case{}, false, nil
}

// join makes a notice that has come the notice of the case opened ahead of it.
// What was gathered stays; what the notice asks for beyond it is added.
func (d *Desk) join(tx *store.Tx, c reinstate.Case, n *reinstate.Notice, in Checking, account reinstate.Account, shown []reinstate.Clock) (reinstate.Case, error) {
	n.Case, n.CheckedBy, n.CheckedAt = c.ID, tx.Who().Name, tx.Now()
	at := placed(n.Checked, account)
	clocks := wanted(d.clocks(at, *n, c.Round), shown, in, d.zone(at), c.Round)
	n.Checked.Clocks = in.limits(n.Read.Clocks, shown)
	if err := tx.SaveNotice(n, event("notice_logged", "sha256", n.SHA256, "subject", excerpt(n.Subject), "file", n.FileName)); err != nil {
		return c, err
	}
	if err := tx.Reword(c.ID, words(n.Checked.References)); err != nil {
		return c, err
	}
	if err := d.settleDemands(tx, c, n.Checked); err != nil {
		return c, err
	}
	if err := openClocks(tx, c, clocks); err != nil {
		return c, err
	}
	fresh, err := tx.Case(c.ID)
	if err != nil {
		return c, err
	}
	fresh.Level, fresh.Reasons = n.Checked.Level, codes(n.Checked.Reasons)
	if in.Response != "" {
		fresh.Response = in.Response
	}
	if err := tx.SaveCase(&fresh, event("notice_joined", "reasons", join(fresh.Reasons))); err != nil {
		return c, err
	}
	return tx.Case(c.ID)
}
