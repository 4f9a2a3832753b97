package casework

import (
	"context"
	"slices"
	"strconv"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// ReviewState is how far the review of the letter as it stands is. An approval
// of another text than this one is none.
//
// What was filed was approved as it then stood.
func (f File) ReviewState() reinstate.ReviewState {
	if _, filed := f.Filed(); !filed && f.Review.State == reinstate.Approved && f.Review.Mark != f.Mark() {
		return reinstate.Withdrawn
	}
	return f.Review.State
}

func (f File) approved() bool { return f.HasPlan && f.ReviewState() == reinstate.Approved }

// MayApprove says in a sentence why the actor may not approve the letter, or
// nothing. Whoever wrote in the letter or its claims in this round, or sent it
// to review, approves it only in a firm of one person.
func (f File) MayApprove(who reinstate.Actor) string {
	switch {
	case !who.May(reinstate.Approve):
		return "Your role does not allow this: a reviewer, a manager or an owner approves letters."
	case f.Review.State != reinstate.InReview:
		return "The letter is not in review."
	case f.Rule == reinstate.OwnApproval:
		return ""
	case who.User == f.Review.Asker || who.User == f.Plan.SavedID || slices.Contains(f.Writers, who.User):
		return "You wrote this letter or sent it to review. Somebody else has to approve it."
	}
	return ""
}

// wrote are the events by which a person puts words into the letter.
var wrote = []string{
	"plan_started", "plan_saved", "plan_written", "plan_restored", "plan_followed", "plan_confirmed", "plan_laid_anew",
	"claim_added", "claim_changed", "claim_moved", "claim_removed",
}

// writersOf are the people who wrote in the letter of a case's present round,
// by its timeline. Who only keeps what another one was writing wrote nothing.
func writersOf(tx *store.Tx, c reinstate.Case) ([]reinstate.UserID, error) {
	entries, err := tx.TimelineOf(c.ID, append([]string{"round_opened"}, wrote...)...)
	if err != nil {
		return nil, err
	}
	var writers []reinstate.UserID
	for _, e := range entries {
		switch did := e.Event; {
		case did.Did == "round_opened":
			writers = nil
		case !slices.Contains(wrote, did.Did), did.Did == "plan_saved" && did.With["writer"] != "":
		case !slices.Contains(writers, e.User):
			writers = append(writers, e.User)
		}
	}
	return writers, nil
}

// AskReview sends the letter of the present round to review. What is being
// written is kept as a revision.
func (d *Desk) AskReview(ctx context.Context, who reinstate.Actor, ref string) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		f, err := d.reviewed(tx, c)
		if err != nil {
			return err
		}
		if s := f.ReviewState(); s == reinstate.InReview || s == reinstate.Approved {
			return reinstate.Invalid{"review": "The letter is in review or approved already."}
		}
		if err := keepCopy(tx, &f.Plan); err != nil {
			return err
		}
		r := reinstate.Review{Case: c.ID, Round: c.Round, State: reinstate.InReview}
		return tx.AddReview(&r, event("review_asked", "round", strconv.Itoa(c.Round), "revision", strconv.Itoa(f.Plan.Revision)))
	})
}

// reviewed is a case whose letter can be reviewed: there is one, and it is not
// sealed.
func (d *Desk) reviewed(tx *store.Tx, c reinstate.Case) (File, error) {
	f, err := d.gather(tx, c)
	if err != nil {
		return f, err
	}
	if !f.HasPlan {
		return f, reinstate.Invalid{"plan": "There is no plan in this round yet. Start the plan first."}
	}
	if f.Writers, err = writersOf(tx, c); err != nil {
		return f, err
	}
	return f, mayEdit(tx, c)
}

// Approve approves the letter as it stands. mark is that of the letter that
// was read: one that changed since is not approved.
func (d *Desk) Approve(ctx context.Context, who reinstate.Actor, ref, mark, note string) error {
	return d.decideReview(ctx, who, ref, mark, note, reinstate.Approved, "letter_approved")
}

// SendBack ends the review without an approval and says why.
func (d *Desk) SendBack(ctx context.Context, who reinstate.Actor, ref, note string) error {
	if text(note) == "" {
		return reinstate.Invalid{"review_note": "Say what has to be changed."}
	}
	return d.decideReview(ctx, who, ref, "", note, reinstate.SentBack, "letter_sent_back")
}

func (d *Desk) decideReview(ctx context.Context, who reinstate.Actor, ref, mark, note string, state reinstate.ReviewState, did string) error {
	note = text(note)
	refused := reinstate.Invalid{}
	if bounded(refused, maxText, map[string]string{"review_note": note}); len(refused) > 0 {
		return refused
	}
	return d.work(ctx, who, reinstate.Approve, ref, func(tx *store.Tx, c reinstate.Case) error {
		f, err := d.reviewed(tx, c)
		if err != nil {
			return err
		}
		if state == reinstate.Approved {
			if f.Rule == reinstate.OwnApproval {
				if one, err := alone(tx); err != nil || !one {
					f.Rule = reinstate.SecondApproval // somebody joined since
				}
			}
			if why := f.MayApprove(who); why != "" {
				return reinstate.Invalid{"review": why}
			}
			if mark != f.Mark() {
				return reinstate.Invalid{"review": "The letter changed since you read it. Read it again, then approve it."}
			}
		} else if f.Review.State != reinstate.InReview {
			return reinstate.Invalid{"review": "The letter is not in review."}
		}
		if err := keepCopy(tx, &f.Plan); err != nil {
			return err
		}
		r := f.Review
		r.State, r.Note, r.Revision, r.Mark = state, note, f.Plan.Revision, f.Mark()
		r.DecidedBy, r.Decider, r.Decided = who.Name, who.User, tx.Now()
		return tx.SaveReview(&r, event(did, "round", strconv.Itoa(c.Round), "revision", strconv.Itoa(r.Revision), "mark", r.Mark, "note", note))
	})
}

// WithdrawReview takes the letter back from review, or its approval away.
func (d *Desk) WithdrawReview(ctx context.Context, who reinstate.Actor, ref string) error {
	return d.work(ctx, who, reinstate.Contribute, ref, func(tx *store.Tx, c reinstate.Case) error {
		f, err := d.reviewed(tx, c)
		if err != nil {
			return err
		}
		if f.Review.State != reinstate.InReview && f.Review.State != reinstate.Approved {
			return reinstate.Invalid{"review": "The letter is not in review."}
		}
		r := f.Review
		r.State = reinstate.Withdrawn
		return tx.SaveReview(&r, event("review_withdrawn", "round", strconv.Itoa(c.Round)))
	})
}

// lapse withdraws an approval once the letter is no longer the one that was
// approved. The mark alone decides whether a letter counts as approved; this
// puts it on the timeline.
func (d *Desk) lapse(tx *store.Tx, c reinstate.Case) error {
	_, r, err := tx.Review(c.ID, c.Round)
	if err != nil || r.State != reinstate.Approved {
		return err
	}
	f, err := d.gather(tx, c)
	if err != nil || f.Mark() == r.Mark {
		return err
	}
	r.State = reinstate.Withdrawn
	return tx.SaveReview(&r, event("approval_lapsed", "round", strconv.Itoa(c.Round), "approver", r.DecidedBy))
}

// SetApproval says whether the firm's letters are approved before they are
// filed. That letters are approved by their author is for a firm of one.
func (d *Desk) SetApproval(ctx context.Context, who reinstate.Actor, rule reinstate.ApprovalRule) error {
	return d.update(ctx, who, reinstate.ManagePeople, func(tx *store.Tx) error {
		known := false
		for _, r := range reinstate.ApprovalRules() {
			known = known || r == rule
		}
		if !known {
			return reinstate.Invalid{"approval": "Choose whether letters are approved."}
		}
		if rule == reinstate.OwnApproval {
			alone, err := alone(tx)
			if err != nil {
				return err
			}
			if !alone {
				return reinstate.Invalid{"approval": "More than one person of this firm writes letters or approves them, so somebody else than the author can approve."}
			}
		}
		return tx.SetApproval(rule)
	})
}

// Approval is the firm's rule, and whether the firm is one person.
func (d *Desk) Approval(ctx context.Context, who reinstate.Actor) (rule reinstate.ApprovalRule, one bool, err error) {
	err = d.view(ctx, who, func(tx *store.Tx) error {
		if one, err = alone(tx); err != nil {
			return err
		}
		rule, err = tx.Approval()
		return err
	})
	return rule, one, err
}

// alone reports whether only one person of the firm writes or approves letters.
func alone(tx *store.Tx) (bool, error) {
	users, err := tx.Users()
	n := 0
	for _, u := range users {
		if !u.Disabled && (u.Role.May(reinstate.Contribute) || u.Role.May(reinstate.Approve)) {
			n++
		}
	}
	return n <= 1, err
}
