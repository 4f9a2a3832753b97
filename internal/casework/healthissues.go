package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"reinstate/internal/health"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Days that corrective work has before it is due, by how much is threatened.
const (
	dueSevere = 3
	dueUsual  = 7
	dueReview = 2
)

// raise opens an issue for each warning that has none open yet.
func (d *Desk) raise(tx *store.Tx, account reinstate.Account, verdicts []health.Verdict) ([]reinstate.Issue, error) {
	known, err := tx.Issues(account.ID)
	if err != nil {
		return nil, err
	}
	var raised []reinstate.Issue
	for _, v := range verdicts {
		key := v.Measure.Key()
		open := slices.ContainsFunc(known, func(i reinstate.Issue) bool {
			return i.Open() && i.Metric == key.Metric && i.Scope == key.Scope
		})
		if !v.Warns() || open {
			continue
		}
		days := dueUsual
		if v.Severe() {
			days = dueSevere
		}
		issue := reinstate.Issue{
			Account: account.ID, Metric: key.Metric, Scope: key.Scope, Title: v.Title(),
			Due: tx.Now().AddDate(0, 0, days).Format(time.DateOnly),
		}
		if err := tx.AddIssue(&issue); err != nil {
			return nil, err
		}
		raised = append(raised, issue)
	}
	return raised, nil
}

// IssueFile is one issue with all that its page shows.
type IssueFile struct {
	Account AccountLine
	Issue   reinstate.Issue
	Actions []reinstate.IssueAction
	Verdict health.Verdict
	Judged  bool // there is a measure of it
	Case    reinstate.Case
	Reason  reinstate.ReasonCode // what a notice about it would be about; empty: none is known
	Asks    []string             // the evidence that such a notice asks for
	Cases   []store.CaseLine     // open cases of the account, to which it can be carried over
}

// Issue is one issue of an account.
func (d *Desk) Issue(ctx context.Context, who reinstate.Actor, id reinstate.IssueID) (IssueFile, error) {
	var f IssueFile
	err := d.view(ctx, who, func(tx *store.Tx) (err error) {
		f, err = d.issue(tx, id)
		return err
	})
	return f, err
}

func (d *Desk) issue(tx *store.Tx, id reinstate.IssueID) (f IssueFile, err error) {
	if f.Issue, err = tx.Issue(id); err != nil {
		return f, err
	}
	if f.Account, err = accountLine(tx, f.Issue.Account); err != nil {
		return f, err
	}
	if f.Actions, err = tx.IssueActions(id); err != nil {
		return f, err
	}
	if f.Issue.Case != 0 {
		if f.Case, err = tx.Case(f.Issue.Case); err != nil {
			return f, err
		}
	}
	verdicts, err := d.verdicts(tx, f.Account.Account)
	if err != nil {
		return f, err
	}
	for _, v := range verdicts {
		if v.Measure.Metric == f.Issue.Metric && v.Measure.Scope == f.Issue.Scope {
			f.Verdict, f.Judged = v, true
		}
	}
	metric, _ := d.catalog.Health().Metric(f.Issue.Metric)
	if f.Verdict.Metric.Code == "" {
		f.Verdict.Metric = metric
	}
	f.Reason, f.Asks = d.asksFor(f.Account.Account, metric.Reason)
	open := true
	page, err := tx.Cases(store.CaseQuery{Account: f.Account.ID, Open: &open, Limit: 20})
	f.Cases = page.Lines
	return f, err
}

// asksFor is the evidence that a notice with a reason asks for on the account's
// marketplace.
func (d *Desk) asksFor(account reinstate.Account, reason reinstate.ReasonCode) (reinstate.ReasonCode, []string) {
	market, _ := d.catalog.Market(account.Marketplace)
	known, ok := market.Reason(reason)
	if !ok {
		return "", nil
	}
	var asks []string
	for _, code := range known.Demands {
		asks = append(asks, d.demandTitle(code))
	}
	return reason, asks
}

// SaveIssue changes cause, owner, due day and title of an issue.
func (d *Desk) SaveIssue(ctx context.Context, who reinstate.Actor, in reinstate.Issue) (reinstate.Issue, error) {
	in.Title, in.Owner, in.Due, in.Cause = line(in.Title), line(in.Owner), line(in.Due), text(in.Cause)
	refused := reinstate.Invalid{}
	if in.Title == "" {
		refused.Refuse("title", "Say in a few words what the issue is.")
	}
	if !calendarDate(in.Due) {
		refused.Refuse("due", "This is not a date.")
	}
	bounded(refused, maxLine, map[string]string{"title": in.Title, "owner": in.Owner})
	bounded(refused, maxText, map[string]string{"cause": in.Cause})
	if err := refused.Err(); err != nil {
		return in, err
	}
	return d.changeIssue(ctx, who, in.ID, in.Version, func(_ *store.Tx, i *reinstate.Issue) error {
		i.Title, i.Owner, i.Due, i.Cause = in.Title, in.Owner, in.Due, in.Cause
		return nil
	})
}

// CloseIssue ends an issue with what was learned. Without a cause, or while a
// step is open, it stays open: a closed issue is to stand in a later plan.
func (d *Desk) CloseIssue(ctx context.Context, who reinstate.Actor, id reinstate.IssueID, version int, learned string) (reinstate.Issue, error) {
	learned = text(learned)
	return d.changeIssue(ctx, who, id, version, func(tx *store.Tx, i *reinstate.Issue) error {
		actions, err := tx.IssueActions(id)
		if err != nil {
			return err
		}
		refused := reinstate.Invalid{}
		if i.Cause == "" && !i.Review() {
			refused.Refuse("cause", "Say what caused it before you close it.")
		}
		for _, a := range actions {
			if a.Kind == reinstate.CorrectiveAction && a.Done == "" {
				refused.Refuse("actions", "A step is still open. Give the day it was done, or leave the issue open.")
			}
		}
		if learned == "" {
			refused.Refuse("learned", "Say how it ended, in a sentence.")
		}
		bounded(refused, maxText, map[string]string{"learned": learned})
		if err := refused.Err(); err != nil {
			return err
		}
		i.Learned, i.Closed = learned, tx.Now()
		return nil
	})
}

// StartReview opens the regular review of an account with its checklist. One
// that is open already is returned instead.
func (d *Desk) StartReview(ctx context.Context, who reinstate.Actor, id reinstate.AccountID) (reinstate.Issue, error) {
	var review reinstate.Issue
	err := d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		account, err := tx.Account(id)
		if err != nil {
			return err
		}
		known, err := tx.Issues(id)
		if err != nil {
			return err
		}
		if at := slices.IndexFunc(known, func(i reinstate.Issue) bool { return i.Review() && i.Open() }); at >= 0 {
			review = known[at]
			return nil
		}
		year, week := tx.Now().ISOWeek()
		review = reinstate.Issue{
			Account: id, Metric: reinstate.WeeklyReview, Title: fmt.Sprintf("Weekly review, week %d of %d", week, year), Owner: who.Name,
			Due: tx.Now().AddDate(0, 0, dueReview).Format(time.DateOnly),
		}
		if err := tx.AddIssue(&review); err != nil {
			return err
		}
		for _, s := range d.catalog.Health().Review(account.Marketplace) {
			step := reinstate.IssueAction{Issue: review.ID, Kind: reinstate.CorrectiveAction, Text: s.Text}
			if err := tx.AddIssueAction(&step); err != nil {
				return err
			}
		}
		return nil
	})
	return review, err
}

// changeIssue changes an open issue unless somebody changed it first.
func (d *Desk) changeIssue(ctx context.Context, who reinstate.Actor, id reinstate.IssueID, version int, change func(*store.Tx, *reinstate.Issue) error) (reinstate.Issue, error) {
	var issue reinstate.Issue
	err := d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) (err error) {
		if issue, err = tx.Issue(id); err != nil {
			return err
		}
		if !issue.Open() {
			return reinstate.Invalid{"issue": "This issue is closed. Its record stays as it is."}
		}
		issue.Version = version
		if err := change(tx, &issue); err != nil {
			return err
		}
		return tx.SaveIssue(&issue)
	})
	return issue, err
}

// SaveIssueAction adds a step to an open issue, or changes one.
func (d *Desk) SaveIssueAction(ctx context.Context, who reinstate.Actor, a reinstate.IssueAction) (reinstate.IssueAction, error) {
	a.Text, a.Owner, a.Due, a.Frequency, a.Tool, a.Done = text(a.Text), line(a.Owner), line(a.Due), line(a.Frequency), line(a.Tool), line(a.Done)
	refused := reinstate.Invalid{}
	if a.Text == "" {
		refused.Refuse("text", "Write what is to be done.")
	}
	if a.Kind != reinstate.CorrectiveAction && a.Kind != reinstate.PreventiveMeasure {
		refused.Refuse("kind", "Choose whether it mends this or keeps it from happening again.")
	}
	for field, day := range map[string]string{"due": a.Due, "done": a.Done} {
		if !calendarDate(day) {
			refused.Refuse(field, "This is not a date.")
		}
	}
	bounded(refused, maxText, map[string]string{"text": a.Text})
	bounded(refused, maxLine, map[string]string{"owner": a.Owner, "frequency": a.Frequency, "tool": a.Tool})
	if err := refused.Err(); err != nil {
		return a, err
	}
	err := d.update(ctx, who, reinstate.Contribute, func(tx *store.Tx) error {
		issue, err := tx.Issue(a.Issue)
		if err != nil {
			return err
		}
		if !issue.Open() {
			return reinstate.Invalid{"issue": "This issue is closed. Its record stays as it is."}
		}
		if a.Done > tx.Now().AddDate(0, 0, 1).Format(time.DateOnly) {
			return reinstate.Invalid{"done": "This day has not come yet."}
		}
		if a.ID == 0 {
			return tx.AddIssueAction(&a)
		}
		return tx.SaveIssueAction(&a)
	})
	return a, err
}
