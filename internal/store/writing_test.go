package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// written puts on the estate what belongs to a letter that is being written.
func (e *estate) written(tx *store.Tx) error {
	e.comment = reinstate.Comment{Case: e.id(), Round: 1, Place: "section_opening", Text: "their comment"}
	e.review = reinstate.Review{Case: e.id(), Round: 1, State: reinstate.InReview}
	e.link = reinstate.ReviewLink{Case: e.id(), Round: 1, Name: "their reader", Hash: storetest.Digest("secret"), Expires: tx.Now().Add(time.Hour)}
	return errors.Join(
		tx.AddComment(&e.comment, did), tx.AddReview(&e.review, did), tx.AddReviewLink(&e.link, did),
		tx.Dismiss(reinstate.Dismissal{Case: e.id(), Round: 1, Key: "key", Rule: "R01", Why: "because"}, did),
		tx.Confirm(e.id(), 1, []reinstate.Confirmation{{Sum: "sum", Words: "We counted."}}, did),
	)
}

func TestWhatBelongsToALetterComesBackAsItWas(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm := w.Firm("Vale")
	c := firm.Client("Hailan").Account(reinstate.Amazon, "US").Case()
	plan := c.Plan("We sell lamps.")
	tests := map[string]func(t *testing.T, tx *store.Tx){
		"dismissal": func(t *testing.T, tx *store.Tx) {
			d := filled(func(d *reinstate.Dismissal) { d.Case, d.Round = c.Case.ID, 1 })
			must(t, tx.Dismiss(d, did))
			all, err := tx.Dismissals(c.Case.ID, 1)
			must(t, err)
			d.By, d.User, d.At = tx.Who().Name, tx.Who().User, tx.Now()
			same(t, "added", all[0], d)
			if err := tx.Dismiss(d, did); !errors.Is(err, reinstate.ErrConflict) {
				t.Errorf("set aside twice: %v", err)
			}
			must(t, tx.Recall(c.Case.ID, 1, d.Key, did))
			if all, _ := tx.Dismissals(c.Case.ID, 1); len(all) != 0 {
				t.Errorf("recalled, but there is %+v", all)
			}
		},
		"confirmation": func(t *testing.T, tx *store.Tx) {
			given := filled(func(x *reinstate.Confirmation) { x.Case, x.Round = c.Case.ID, 2 })
			must(t, tx.Confirm(c.Case.ID, 2, []reinstate.Confirmation{given}, did))
			must(t, tx.Confirm(c.Case.ID, 2, []reinstate.Confirmation{given}, did)) // a double click
			all, err := tx.Confirmations(c.Case.ID, 2)
			must(t, err)
			given.By, given.User, given.At = tx.Who().Name, tx.Who().User, tx.Now()
			same(t, "added", all[0], given)
			must(t, tx.Unconfirm(c.Case.ID, 2, []string{given.Sum}, did))
			if all, _ := tx.Confirmations(c.Case.ID, 2); len(all) != 0 {
				t.Errorf("taken back, but there is %+v", all)
			}
		},
		"comment": func(t *testing.T, tx *store.Tx) {
			x := filled(func(x *reinstate.Comment) { x.ID, x.Version, x.Case, x.Round = 0, 0, c.Case.ID, 3 })
			must(t, tx.AddComment(&x, did))
			x.Resolved, x.ResolvedBy = tx.Now(), "Ben"
			must(t, tx.SaveComment(&x, did))
			got, err := tx.Comment(x.ID)
			must(t, err)
			same(t, "saved", got, x)
			if got.By != tx.Who().Name || got.Text == "" || got.Quote == "" || got.Place == "" || !got.At.Equal(tx.Now()) {
				t.Errorf("the comment came back as %+v", got)
			}
		},
		"review": func(t *testing.T, tx *store.Tx) {
			r := filled(func(r *reinstate.Review) { r.ID, r.Version, r.Case, r.Round = 0, 0, c.Case.ID, 4 })
			must(t, tx.AddReview(&r, did))
			_, got, err := tx.Review(c.Case.ID, 4)
			must(t, err)
			same(t, "added", got, r)
			r.State, r.Mark, r.Note = reinstate.Approved, "x", "y"
			must(t, tx.SaveReview(&r, did))
			must(t, tx.SetApproval(reinstate.SecondApproval))
			rule, got, err := tx.Review(c.Case.ID, 4)
			must(t, err)
			same(t, "saved", got, r)
			if kept, err := tx.Approval(); err != nil || rule != reinstate.SecondApproval || kept != rule {
				t.Errorf("the firm's rule is %q and %q (%v)", rule, kept, err)
			}
		},
		"review link": func(t *testing.T, tx *store.Tx) {
			l := filled(func(l *reinstate.ReviewLink) { l.ID, l.Version, l.Case, l.Round = 0, 0, c.Case.ID, 5 })
			must(t, tx.AddReviewLink(&l, did))
			got, firm, err := tx.ReviewLinkBySecret(l.Hash)
			must(t, err)
			same(t, "added", got, l)
			must(t, tx.RevokeReviewLink(&l, did))
			got, err = tx.ReviewLink(l.ID)
			must(t, err)
			same(t, "revoked", got, l)
			if firm.ID != tx.Who().Org || got.Open(tx.Now()) {
				t.Errorf("the link of firm %d is still open: %+v", firm.ID, got)
			}
		},
		"working copy": func(t *testing.T, tx *store.Tx) {
			p := plan
			p.Body.Sections[0].Text = "We sell lamps and shades."
			must(t, tx.WritePlan(&p, nil, did))
			if revisions, err := tx.Revisions(p.ID); err != nil || len(revisions) != 1 || p.Drafted.IsZero() {
				t.Errorf("writing kept %d revisions (%v), drafted %v", len(revisions), err, p.Drafted)
			}
			must(t, tx.KeepPlan(&p, did))
			kept, err := tx.Revision(p.ID, 2)
			must(t, err)
			if kept.Body.Sections[0].Text != "We sell lamps and shades." || kept.By != tx.Who().Name || !p.Drafted.IsZero() {
				t.Errorf("kept %+v", kept)
			}
		},
	}
	for name, f := range tests {
		t.Run(name, func(t *testing.T) {
			w.Update(firm.Owner, func(tx *store.Tx) error { f(t, tx); return nil })
		})
	}
}

func TestALetterInReviewIsListedForOthersAndBackForItsAsker(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	firm := w.Firm("Vale")
	client := firm.Client("Hailan")
	c, second := client.Account(reinstate.Amazon, "US").Case(), client.Account(reinstate.Walmart, "US").Case()
	asker := firm.Owner
	reader := asker
	reader.User += 1000
	reader.Name = "Rena"
	lists := func(who reinstate.Actor) (waiting, back []store.ReviewLine) {
		w.View(who, func(tx *store.Tx) (err error) {
			if waiting, err = tx.LettersInReview(9); err == nil {
				back, err = tx.LettersSentBack(9)
			}
			return err
		})
		return waiting, back
	}
	review := reinstate.Review{Case: c.Case.ID, Round: 1, State: reinstate.InReview}
	w.Update(asker, func(tx *store.Tx) error {
		stale := reinstate.Review{Case: second.Case.ID, Round: 7, State: reinstate.InReview} // of another round than the present one
		return errors.Join(tx.AddReview(&review, did), tx.AddReview(&stale, did))
	})
	if waiting, _ := lists(asker); len(waiting) != 0 {
		t.Errorf("the asker waits for herself: %+v", waiting)
	}
	waiting, back := lists(reader)
	if len(waiting) != 1 || waiting[0].Reference != c.Case.Reference || waiting[0].Client != "Hailan" || waiting[0].AskedBy != asker.Name || len(back) != 0 {
		t.Errorf("waiting %+v, back %+v", waiting, back)
	}
	if waiting, back := lists(client.Person()); len(waiting)+len(back) > 1 {
		t.Errorf("the client sees %+v, %+v", waiting, back)
	}
	w.Update(reader, func(tx *store.Tx) error {
		review.State, review.DecidedBy, review.Note, review.Decided = reinstate.SentBack, "Rena", "Say when.", tx.Now()
		return tx.SaveReview(&review, did)
	})
	waiting, _ = lists(reader)
	_, back = lists(asker)
	if len(waiting) != 0 || len(back) != 1 || back[0].DecidedBy != "Rena" || back[0].Note != "Say when." {
		t.Errorf("after it was sent back: waiting %+v, back %+v", waiting, back)
	}
	w.Update(asker, func(tx *store.Tx) error {
		return tx.AddReview(&reinstate.Review{Case: c.Case.ID, Round: 1, State: reinstate.InReview}, did)
	})
	if _, back := lists(asker); len(back) != 0 {
		t.Errorf("it was sent to review again and still is back: %+v", back)
	}
}

// TestTheListsOfReviewsReadTheirSliceAlone asks SQLite how it finds them.
func TestTheListsOfReviewsReadTheirSliceAlone(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	db := raw(t, e.World)
	for name, index := range map[string]string{"LettersInReview": "reviews_waiting", "LettersSentBack": "reviews_back"} {
		var made []string
		e.DB.Trace(func(sql string) { made = append(made, sql) })
		e.View(e.Owner, func(tx *store.Tx) error { _, err := calls[name](tx, e); return err })
		plan := strings.Join(explain(t, db, made[len(made)-1]), "\n")
		if !strings.Contains(plan, "USING INDEX "+index) || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s:\n%s", name, plan)
		}
	}
}

// TestAGuestSeesTheCaseOfTheLinkAndNothingElse tries every method as somebody
// who came by a review link of another case.
func TestAGuestSeesTheCaseOfTheLinkAndNothingElse(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	other := e.Account.Case()
	var link reinstate.ReviewLink
	e.Update(e.Owner, func(tx *store.Tx) error {
		link = reinstate.ReviewLink{Case: other.Case.ID, Round: 1, Hash: "theirs", Expires: tx.Now().Add(time.Hour)}
		return tx.AddReviewLink(&link, did)
	})
	guest := reinstate.Actor{Org: e.Org.ID, Name: "A reader", Kind: reinstate.Guest, Link: link.ID}
	// What may be seen because both cases have the same client, and the case of the link itself.
	shared := []string{"Client", "Clients", "Account", "AccountByKey", "Accounts", "AccountsOf", "Orgs", "Cases", "CaseCounts", "OpenCasesByClient"}
	for _, name := range methods() {
		if slices.Contains(shared, name) || slices.Contains(beyond, name) || slices.Contains(signingIn, name) {
			continue
		}
		before := dump(t, e.World, e.Org.ID, caseTables)
		var found any
		e.Update(guest, func(tx *store.Tx) error {
			found, _ = calls[name](tx, e)
			return nil
		})
		if !nothing(found) {
			t.Errorf("%s gave %+v", name, found)
		}
		if after := dump(t, e.World, e.Org.ID, caseTables); after != before {
			t.Errorf("%s changed another's data: %s", name, changed(before, after))
		}
	}
}
