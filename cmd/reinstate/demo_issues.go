package main

import (
	"context"
	"slices"
	"time"

	"reinstate/internal/reinstate"
)

// demoIssue is what came of a warning: who looked into it, what was done, and
// how it ended.
type demoIssue struct {
	Metric  string          `yaml:"metric"`
	Scope   string          `yaml:"scope"`
	Ago     int             `yaml:"ago"` // when the cause was found
	Cause   string          `yaml:"cause"`
	Owner   string          `yaml:"owner"`
	Due     int             `yaml:"due"` // days after that
	Steps   []demoIssueStep `yaml:"steps"`
	Closed  int             `yaml:"closed"` // days ago; 0: open
	Learned string          `yaml:"learned"`
}

type demoIssueStep struct {
	Kind      reinstate.ClaimKind `yaml:"kind"`
	Text      string              `yaml:"text"`
	Owner     string              `yaml:"owner"`
	Frequency string              `yaml:"frequency"`
	Tool      string              `yaml:"tool"`
	Done      bool                `yaml:"done"`
}

// playIssue does what happened to an issue on one day.
func (p *player) playIssue(ctx context.Context, who reinstate.Actor, account reinstate.Account, in demoIssue, ago int) error {
	if ago != in.Ago && (ago != in.Closed || in.Learned == "") {
		return nil
	}
	file, err := p.desk.AccountHealth(ctx, who, account.ID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(file.Issues, func(i reinstate.Issue) bool {
		return i.Open() && string(i.Metric) == in.Metric && i.Scope == in.Scope
	})
	if at < 0 {
		return reinstate.ErrNotFound
	}
	issue := file.Issues[at]
	if ago == in.Ago {
		return p.workOnIssue(ctx, who, issue, in)
	}
	_, err = p.desk.CloseIssue(ctx, who, issue.ID, issue.Version, in.Learned)
	return err
}

func (p *player) workOnIssue(ctx context.Context, who reinstate.Actor, issue reinstate.Issue, in demoIssue) error {
	day := p.clock.now()
	issue.Cause, issue.Owner, issue.Due = in.Cause, in.Owner, day.AddDate(0, 0, in.Due).Format(time.DateOnly)
	if _, err := p.desk.SaveIssue(ctx, who, issue); err != nil {
		return err
	}
	for _, s := range in.Steps {
		step := reinstate.IssueAction{Issue: issue.ID, Kind: s.Kind, Text: s.Text, Owner: s.Owner, Frequency: s.Frequency, Tool: s.Tool}
		if s.Done {
			step.Done = day.Format(time.DateOnly)
		}
		if _, err := p.desk.SaveIssueAction(ctx, who, step); err != nil {
			return err
		}
	}
	return nil
}
