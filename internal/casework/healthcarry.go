package casework

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// CarryOver takes an issue into a case: its cause becomes a root cause, its
// steps become actions and measures that answer it, and the history of its
// figure becomes an exhibit. What the case has already is not added again.
func (d *Desk) CarryOver(ctx context.Context, who reinstate.Actor, id reinstate.IssueID, ref string) (reinstate.Case, error) {
	if err := who.Need(reinstate.Contribute); err != nil {
		return reinstate.Case{}, err
	}
	var issue IssueFile
	err := d.view(ctx, who, func(tx *store.Tx) error {
		var err error
		if issue, err = d.issue(tx, id); err != nil {
			return err
		}
		c, err := tx.CaseByReference(ref)
		if err == nil && c.Account != issue.Account.ID {
			err = reinstate.ErrNotFound
		}
		if err != nil {
			return err
		}
		return mayEdit(tx, c)
	})
	if err != nil {
		return reinstate.Case{}, err
	}
	if issue.Issue.Cause == "" {
		return reinstate.Case{}, reinstate.Invalid{"cause": "Say what caused it first: it becomes the root cause of the plan."}
	}
	exhibit, err := d.attachHistory(ctx, who, ref, issue)
	if err != nil {
		return reinstate.Case{}, err
	}
	var c reinstate.Case
	err = d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, file reinstate.Case) error {
		c = file
		if err := carryClaims(tx, file, issue, exhibit); err != nil {
			return err
		}
		return d.planFollows(tx, file)
	})
	return c, err
}

// attachHistory makes the history of the issue's figure an exhibit. Without a
// figure there is none.
func (d *Desk) attachHistory(ctx context.Context, who reinstate.Actor, ref string, issue IssueFile) ([]reinstate.ExhibitID, error) {
	if !issue.Judged {
		return nil, nil
	}
	key := reinstate.SeriesKey{Metric: issue.Issue.Metric, Scope: issue.Issue.Scope}
	figure, err := d.MetricHealth(ctx, who, issue.Account.ID, key)
	if err != nil {
		return nil, err
	}
	pdf, err := d.drawHistory(figure)
	if err != nil {
		return nil, err
	}
	newest := figure.Verdict.Measure.Taken.Format(time.DateOnly)
	var have []reinstate.Exhibit
	name := fmt.Sprintf("%s %s to %s.pdf", figure.Verdict.Title(), issue.Account.Key, newest)
	err = d.view(ctx, who, func(tx *store.Tx) error {
		c, err := tx.CaseByReference(ref)
		if err != nil {
			return err
		}
		have, err = tx.Exhibits(c.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, e := range have {
		if e.FileName == fileName(name) && e.Withdrawn.IsZero() {
			return []reinstate.ExhibitID{e.ID}, nil
		}
	}
	done, err := d.Attach(ctx, who, ref, Upload{
		Name: name, Kind: "metric_report", Title: figure.Verdict.Title() + " until " + newest, Dated: newest,
		Shows: "How the figure went, report by report, with what was done and when.", Body: bytes.NewReader(pdf),
	})
	return []reinstate.ExhibitID{done.Exhibit.ID}, err
}

// carryClaims writes cause, actions and measures into the case.
func carryClaims(tx *store.Tx, c reinstate.Case, issue IssueFile, exhibits []reinstate.ExhibitID) error {
	known, err := tx.Claims(c.ID)
	if err != nil {
		return err
	}
	has := func(kind reinstate.ClaimKind, text string) (reinstate.ClaimID, bool) {
		for _, k := range known {
			if k.Kind == kind && k.Text == text {
				return k.ID, true
			}
		}
		return 0, false
	}
	cause, there := has(reinstate.RootCause, issue.Issue.Cause)
	if !there {
		claim := reinstate.Claim{Case: c.ID, Kind: reinstate.RootCause, Text: issue.Issue.Cause, Exhibits: exhibits}
		if err := tx.AddClaim(&claim, event("claim_added", "kind", string(claim.Kind), "text", excerpt(claim.Text))); err != nil {
			return err
		}
		cause = claim.ID
	}
	for _, a := range issue.Actions {
		if _, there := has(a.Kind, a.Text); there {
			continue
		}
		claim := reinstate.Claim{Case: c.ID, Kind: a.Kind, Text: a.Text, Cause: cause, Owner: a.Owner, Frequency: a.Frequency, Tool: a.Tool, Date: a.Done}
		if a.Kind == reinstate.CorrectiveAction {
			claim.Done, claim.Exhibits = a.Done != "", exhibits
			if claim.Date == "" {
				claim.Date = a.Due
			}
		}
		if err := tx.AddClaim(&claim, event("claim_added", "kind", string(claim.Kind), "text", excerpt(claim.Text))); err != nil {
			return err
		}
	}
	return nil
}
