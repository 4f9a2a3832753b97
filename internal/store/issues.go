package store

import (
	"fmt"

	"reinstate/internal/reinstate"
)

type issueRow struct {
	ID        reinstate.IssueID `gorm:"primaryKey"`
	OrgID     reinstate.OrgID
	AccountID reinstate.AccountID
	Metric    reinstate.Metric
	Scope     string
	Title     string
	Cause     string
	Owner     string
	Due       string
	OpenedAt  int64
	By        string
	CaseID    reinstate.CaseID
	ClosedAt  int64
	Learned   string
	Version   int
}

func rowOfIssue(i reinstate.Issue) issueRow {
	return issueRow{
		ID: i.ID, AccountID: i.Account, Metric: i.Metric, Scope: i.Scope, Title: i.Title, Cause: i.Cause, Owner: i.Owner, Due: i.Due,
		OpenedAt: micros(i.Opened), By: i.By, CaseID: i.Case, ClosedAt: micros(i.Closed), Learned: i.Learned, Version: i.Version,
	}
}

func (r issueRow) domain() reinstate.Issue {
	return reinstate.Issue{
		ID: r.ID, Account: r.AccountID, Metric: r.Metric, Scope: r.Scope, Title: r.Title, Cause: r.Cause, Owner: r.Owner, Due: r.Due,
		Opened: moment(r.OpenedAt), By: r.By, Case: r.CaseID, Closed: moment(r.ClosedAt), Learned: r.Learned, Version: r.Version,
	}
}

// Issues lists the issues of an account, open ones first, the newest first.
func (tx *Tx) Issues(account reinstate.AccountID) ([]reinstate.Issue, error) {
	return find(tx.mine("health_issues").Where("account_id = ?", account).Order("closed_at <> 0, id DESC"), issueRow.domain)
}

// OpenIssues lists the open issues of the firm, the earliest due first and those
// without a day last.
func (tx *Tx) OpenIssues(limit int) ([]reinstate.Issue, error) {
	return find(tx.mine("health_issues").Where("closed_at = 0").Order("due = '', due, id").Limit(limit), issueRow.domain)
}

// Issue is one issue.
func (tx *Tx) Issue(id reinstate.IssueID) (reinstate.Issue, error) {
	return take(tx.mine("health_issues").Where("id = ?", id), issueRow.domain)
}

// AddIssue opens corrective work on an account.
func (tx *Tx) AddIssue(i *reinstate.Issue) error {
	if err := tx.has("accounts", "id = ?", i.Account); err != nil {
		return err
	}
	if err := tx.wide(); err != nil {
		return err
	}
	if i.Opened.IsZero() {
		i.Opened = tx.now
	}
	if i.By == "" {
		i.By = tx.who.Name
	}
	row := rowOfIssue(*i)
	row.ID, row.OrgID, row.Version = 0, tx.who.Org, 1
	if err := tx.insert("health_issues", &row); err != nil {
		return fmt.Errorf("open an issue: %w", err)
	}
	*i = row.domain()
	return nil
}

// SaveIssue changes an issue unless somebody changed it first. Account, metric
// and who opened it stay.
func (tx *Tx) SaveIssue(i *reinstate.Issue) error {
	if i.Case != 0 {
		if err := tx.has("cases", "id = ? AND account_id = ?", i.Case, i.Account); err != nil {
			return err
		}
	}
	row := rowOfIssue(*i)
	row.Version++
	if err := tx.replace("health_issues", i.ID, i.Version, &row, "account_id", "metric", "scope", "opened_at", "by"); err != nil {
		return fmt.Errorf("save issue %d: %w", i.ID, err)
	}
	i.Version = row.Version
	return nil
}

type actionRow struct {
	ID        int64 `gorm:"primaryKey"`
	OrgID     reinstate.OrgID
	IssueID   reinstate.IssueID
	Kind      reinstate.ClaimKind
	Text      string
	Owner     string
	Due       string
	Frequency string
	Tool      string
	Done      string
	Version   int
}

func rowOfAction(a reinstate.IssueAction) actionRow {
	return actionRow{
		ID: a.ID, IssueID: a.Issue, Kind: a.Kind, Text: a.Text, Owner: a.Owner, Due: a.Due, Frequency: a.Frequency, Tool: a.Tool, Done: a.Done, Version: a.Version,
	}
}

func (r actionRow) domain() reinstate.IssueAction {
	return reinstate.IssueAction{
		ID: r.ID, Issue: r.IssueID, Kind: r.Kind, Text: r.Text, Owner: r.Owner, Due: r.Due, Frequency: r.Frequency, Tool: r.Tool, Done: r.Done, Version: r.Version,
	}
}

// IssueActions lists the steps of an issue in the order they were added.
func (tx *Tx) IssueActions(id reinstate.IssueID) ([]reinstate.IssueAction, error) {
	return find(tx.mine("health_actions").Where("issue_id = ?", id).Order("id"), actionRow.domain)
}

// AddIssueAction adds a step to an issue.
func (tx *Tx) AddIssueAction(a *reinstate.IssueAction) error {
	if err := tx.has("health_issues", "id = ?", a.Issue); err != nil {
		return err
	}
	row := rowOfAction(*a)
	row.ID, row.OrgID, row.Version = 0, tx.who.Org, 1
	if err := tx.insert("health_actions", &row); err != nil {
		return fmt.Errorf("add a step to an issue: %w", err)
	}
	*a = row.domain()
	return nil
}

// SaveIssueAction changes a step unless somebody changed it first.
func (tx *Tx) SaveIssueAction(a *reinstate.IssueAction) error {
	if err := tx.has("health_actions", "id = ? AND issue_id = ?", a.ID, a.Issue); err != nil {
		return err
	}
	row := rowOfAction(*a)
	row.Version++
	if err := tx.replace("health_actions", a.ID, a.Version, &row, "issue_id"); err != nil {
		return fmt.Errorf("save a step of an issue: %w", err)
	}
	a.Version = row.Version
	return nil
}

type healthNoteRow struct {
	ID        int64 `gorm:"primaryKey"`
	OrgID     reinstate.OrgID
	AccountID reinstate.AccountID
	Metric    reinstate.Metric
	Day       string
	Text      string
	By        string
	AddedAt   int64
}

func (r healthNoteRow) domain() reinstate.HealthNote {
	return reinstate.HealthNote{Account: r.AccountID, Metric: r.Metric, Day: r.Day, Text: r.Text, By: r.By, Added: moment(r.AddedAt)}
}

// AddHealthNote writes a note beside the charts of an account.
func (tx *Tx) AddHealthNote(n *reinstate.HealthNote) error {
	if err := tx.has("accounts", "id = ?", n.Account); err != nil {
		return err
	}
	if err := tx.wide(); err != nil {
		return err
	}
	if n.Added.IsZero() {
		n.Added = tx.now
	}
	if n.By == "" {
		n.By = tx.who.Name
	}
	row := healthNoteRow{OrgID: tx.who.Org, AccountID: n.Account, Metric: n.Metric, Day: n.Day, Text: n.Text, By: n.By, AddedAt: micros(n.Added)}
	if err := tx.insert("health_notes", &row); err != nil {
		return fmt.Errorf("write a note: %w", err)
	}
	*n = row.domain()
	return nil
}

// HealthNotes lists the notes of an account, oldest day first.
func (tx *Tx) HealthNotes(account reinstate.AccountID) ([]reinstate.HealthNote, error) {
	return find(tx.mine("health_notes").Where("account_id = ?", account).Order("day, id"), healthNoteRow.domain)
}
