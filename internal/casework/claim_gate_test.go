package casework_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/caseworktest"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// colleague is another person of the firm.
func (o *office) colleague(name string, role reinstate.Role) reinstate.Actor {
	o.t.Helper()
	u := reinstate.User{Org: o.who.Org, Email: strings.ToLower(name) + "@example.com", Name: name, Role: role}
	o.must(o.db.Update(o.t.Context(), o.who, func(tx *store.Tx) error { return tx.AddUser(&u, "x") }))
	return reinstate.Actor{Org: o.who.Org, User: u.ID, Name: name, Kind: reinstate.Person, Role: role}
}

// says reports whether an error refuses with such a sentence.
func says(err error, place, sentence string) bool {
	var refused reinstate.Invalid
	return errors.As(err, &refused) && strings.Contains(refused[place], sentence)
}

// rewritten puts a text into the first section of the present letter.
func (o *office) rewritten(who reinstate.Actor, ref, text string, working bool) {
	o.t.Helper()
	p := o.file(ref).Plan
	key := p.Body.Sections[0].Key
	_, err := o.desk.SavePlan(o.t.Context(), who, ref, casework.PlanEdit{Version: p.Version, Sections: map[string]string{key: text}, Working: working})
	o.must(err)
}

func (o *office) events(who reinstate.Actor, ref string) []reinstate.Entry {
	o.t.Helper()
	_, entries, err := o.desk.Timeline(o.t.Context(), who, ref)
	o.must(err)
	return entries
}

func TestALetterIsFiledOnlyIfEachConditionHolds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name            string
		spoil           func(o *office, ref string)
		override        string
		place, sentence string
	}{
		{"a claim without proof", func(o *office, ref string) {
			c := o.file(ref).Claims[0]
			c.Exhibits, c.NoExhibit = nil, ""
			_, err := o.desk.SaveClaim(t.Context(), o.who, ref, c)
			o.must(err)
		}, "As it stands.", "claims", "Give each claim an exhibit"},
		{"a demand that is open", func(o *office, ref string) {
			for _, d := range o.file(ref).Demands {
				d.State, d.Why = reinstate.DemandOpen, ""
				o.must(o.desk.SaveDemand(t.Context(), o.who, ref, d))
			}
		}, "As it stands.", "demands", "Answer what the marketplace asks for"},
		{"a sentence nobody confirmed", func(o *office, ref string) {
			o.rewritten(o.who, ref, "A sentence that nobody has seen before.", false)
		}, "As it stands.", "confirmations", "Confirm each sentence"},
		{"a finding that blocks", func(o *office, ref string) {
			w, err := o.desk.Writing(t.Context(), o.who, ref)
			o.must(err)
			recalled := 0
			for _, f := range w.SetAside() {
				o.must(o.desk.Recall(t.Context(), o.who, ref, f.Key))
				recalled++
			}
			if recalled == 0 {
				o.t.Fatal("the stub of a letter has no finding that blocks")
			}
		}, "", "override", "A finding of the checker blocks this letter."},
		{"a letter nobody approved", func(o *office, _ string) {
			o.must(o.desk.SetApproval(t.Context(), o.who, reinstate.SecondApproval))
		}, "As it stands.", "review", "not approved as it stands"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			ref := o.correcting()
			caseworktest.Ready(t, o.desk, o.who, ref)
			tt.spoil(o, ref)
			before, told := o.file(ref), len(o.events(o.who, ref))
			_, err := o.desk.Take(t.Context(), o.who, ref, casework.Move{Do: reinstate.FileAppeal, Channel: "E-mail", Override: tt.override})
			if !says(err, tt.place, tt.sentence) {
				t.Errorf("got %v", err)
			}
			after := o.file(ref)
			if after.Case.State != reinstate.InCorrection || after.Case.Version != before.Case.Version || after.Plan.Revision != before.Plan.Revision || len(after.Filings) != 0 || len(o.events(o.who, ref)) != told {
				t.Errorf("something changed: %s, version %d, %d filings", after.Case.State, after.Case.Version, len(after.Filings))
			}
		})
	}
}

func TestAFiledRoundStaysAsItWasSent(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx, ref := t.Context(), o.correcting()
	o.take(ref, casework.Move{Do: reinstate.FileAppeal, Channel: "E-mail", Override: "As it stands."})
	f := o.file(ref)
	claim, demand := f.Claims[0], f.Demands[0]
	claim.Text = "Nobody approved this."
	for name, do := range map[string]func() error{
		"a new claim": func() error {
			_, err := o.desk.AddClaim(ctx, o.who, ref, reinstate.Claim{Kind: reinstate.RootCause, Text: "Another."})
			return err
		},
		"a changed claim": func() error { _, err := o.desk.SaveClaim(ctx, o.who, ref, claim); return err },
		"a removed claim": func() error { return o.desk.RemoveClaim(ctx, o.who, ref, f.Claims[2].ID, f.Claims[2].Version) },
		"a moved claim":   func() error { return o.desk.MoveClaim(ctx, o.who, ref, claim.ID, true) },
		"a building block": func() error {
			_, err := o.desk.InsertBlock(ctx, o.who, ref, casework.BlockRef{Reason: "inauthentic", Kind: reinstate.RootCause}, 0)
			return err
		},
		"a demand": func() error { return o.desk.SaveDemand(ctx, o.who, ref, demand) },
	} {
		if err := do(); !says(err, "plan", "filed and sealed") {
			t.Errorf("%s: %v", name, err)
		}
	}
	mark := o.file(ref).Mark()
	o.must(o.desk.AddDemand(ctx, o.who, ref, "One more thing, said on the telephone", ""))
	if o.file(ref).Mark() != mark {
		t.Error("a demand that came after the filing is in the letter that was filed")
	}
	// Even what got round the desk does not reach a letter that was sent.
	o.must(o.db.Update(ctx, o.who, func(tx *store.Tx) error {
		return tx.SaveClaim(&claim, reinstate.Event{Did: "claim_changed"})
	}))
	o.wait(48 * time.Hour)
	made, err := o.desk.Bind(ctx, o.who, ref, casework.Order{Channel: "E-mail"})
	o.must(err)
	defer made.Close()
	if name := made.FileName(0); !strings.Contains(name, "not as filed") {
		t.Errorf("a packet made after filing is called %q", name)
	}
	w, err := o.desk.Writing(ctx, o.who, ref)
	o.must(err)
	for _, c := range w.Claims {
		if c.Text == claim.Text {
			t.Error("the page of the sealed plan shows a claim that was not sent")
		}
	}
	o.take(ref, casework.Move{Do: reinstate.ConfirmReceipt, Receipt: "CASE-778"})
	o.take(ref, casework.Move{Do: reinstate.RecordDenied})
	if _, err := o.desk.AddClaim(ctx, o.who, ref, reinstate.Claim{Kind: reinstate.RootCause, Text: "What the next round says."}); err != nil {
		t.Errorf("the next round cannot be written: %v", err)
	}
}

func TestAReviewLinkEndsWithItsRound(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx, ref := t.Context(), o.correcting()
	l, _, err := o.desk.AddReviewLink(ctx, o.who, ref, "Dr. Vale", 30)
	o.must(err)
	guest := reinstate.Actor{Org: o.who.Org, Kind: reinstate.Guest, Name: l.Name, Link: l.ID}
	o.filed(ref)
	if g, err := o.desk.GuestLetter(ctx, guest); err != nil || !g.Sealed {
		t.Errorf("the filed letter: sealed %v, %v", g.Sealed, err)
	}
	o.take(ref, casework.Move{Do: reinstate.RecordDenied})
	if _, err := o.desk.GuestLetter(ctx, guest); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("a link of round 1 opens round 2: %v", err)
	}
	if err := o.desk.GuestComment(ctx, guest, reinstate.Comment{Text: "Late."}); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("a link of round 1 comments on round 2: %v", err)
	}
}

// TestAnApprovedLetterThatTellsWhatWasAskedIsFiled leaves the demands open that
// the sections of the letter answer: nobody has to tick them before it is filed.
func TestAnApprovedLetterThatTellsWhatWasAskedIsFiled(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx, ref := t.Context(), o.correcting()
	o.must(o.desk.AddDemand(ctx, o.who, ref, "The root cause", "root_cause"))
	o.must(o.desk.SetApproval(ctx, o.who, reinstate.SecondApproval))
	for _, d := range o.file(ref).Demands {
		if d.Code != "root_cause" {
			d.State, d.Why = reinstate.DemandWaived, "The test has none."
			o.must(o.desk.SaveDemand(ctx, o.who, ref, d))
		}
	}
	caseworktest.Ready(t, o.desk, o.who, ref)
	told := func() reinstate.Demand {
		f := o.file(ref)
		return f.Demands[slices.IndexFunc(f.Demands, func(d reinstate.Demand) bool { return d.Code == "root_cause" })]
	}
	if d := told(); d.State != reinstate.DemandOpen || len(o.file(ref).OpenDemands()) != 0 {
		t.Fatalf("before filing: %+v, %d to answer", d, len(o.file(ref).OpenDemands()))
	}
	o.must(o.desk.AskReview(ctx, o.who, ref))
	o.must(o.desk.Approve(ctx, o.colleague("Ines", reinstate.RoleReviewer), ref, o.file(ref).Mark(), ""))
	o.filed(ref)
	if d := told(); d.State != reinstate.DemandMet || o.file(ref).ReviewState() != reinstate.Approved {
		t.Errorf("after filing the demand is %s and the letter %s", d.State, o.file(ref).ReviewState())
	}
}

// TestAnApprovalCoversWhatTheSheetsPrint changes one thing after the other that
// stands on the index or a cover sheet and in no sentence of the letter.
func TestAnApprovalCoversWhatTheSheetsPrint(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*reinstate.Exhibit){
		"the kind":      func(e *reinstate.Exhibit) { e.Kind = "photo" },
		"the day":       func(e *reinstate.Exhibit) { e.Dated = "2026-10-01" },
		"what it shows": func(e *reinstate.Exhibit) { e.Shows = "Ninety-four cartons, and no invoice." },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			ctx, ref := t.Context(), o.correcting()
			o.must(o.desk.SetApproval(ctx, o.who, reinstate.SecondApproval))
			caseworktest.Ready(t, o.desk, o.who, ref)
			o.must(o.desk.AskReview(ctx, o.who, ref))
			seen := o.file(ref).Mark()
			o.must(o.desk.Approve(ctx, o.colleague("Ines", reinstate.RoleReviewer), ref, seen, ""))
			e := o.file(ref).Going()[0]
			change(&e)
			o.must(o.desk.DescribeExhibit(ctx, o.who, ref, e))
			f := o.file(ref)
			if f.ReviewState() != reinstate.Withdrawn || f.Mark() == seen || o.happened(ref, "approval_lapsed") != 1 {
				t.Errorf("the letter is %s, %d entries", f.ReviewState(), o.happened(ref, "approval_lapsed"))
			}
			_, err := o.desk.Take(ctx, o.who, ref, casework.Move{Do: reinstate.FileAppeal, Channel: "x", Seen: seen, Override: "As it stands."})
			if !says(err, "packet", "changed since you looked at it") {
				t.Errorf("filed as it was seen before: %v", err)
			}
		})
	}
}

func TestNobodyApprovesALetterThatTheyWroteIn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx, ref := t.Context(), o.correcting()
	o.must(o.desk.SetApproval(ctx, o.who, reinstate.SecondApproval))
	author, third := o.colleague("Rhys", reinstate.RoleOwner), o.colleague("Ines", reinstate.RoleReviewer)
	changed := o.file(ref).Claims[0]
	changed.Text += " Rhys says so."
	_, err := o.desk.SaveClaim(ctx, author, ref, changed)
	o.must(err)
	o.rewritten(o.who, ref, "What Mara wrote last.", false)
	o.must(o.desk.AskReview(ctx, o.who, ref))
	if err := o.desk.Approve(ctx, author, ref, o.file(ref).Mark(), ""); !says(err, "review", "Somebody else has to approve it") {
		t.Errorf("who changed a claim approves it: %v", err)
	}
	if w, err := o.desk.Writing(ctx, author, ref); err != nil || w.MayApprove(author) == "" {
		t.Errorf("the page offers it: %v", err)
	}
	if err := o.desk.Approve(ctx, third, ref, o.file(ref).Mark(), ""); err != nil {
		t.Errorf("who wrote nothing may not approve: %v", err)
	}
}

func TestAnAnswerThatEndsAnApprovalSaysSo(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx, ref := t.Context(), o.correcting()
	o.must(o.desk.SetApproval(ctx, o.who, reinstate.SecondApproval))
	o.must(o.desk.AskReview(ctx, o.who, ref))
	third := o.colleague("Ines", reinstate.RoleReviewer)
	o.must(o.desk.Approve(ctx, third, ref, o.file(ref).Mark(), ""))
	demand := o.file(ref).Demands[0]
	demand.State, demand.Why = reinstate.DemandWaived, "We have none."
	o.must(o.desk.SaveDemand(ctx, o.who, ref, demand))
	lapsed := 0
	for _, e := range o.events(o.who, ref) {
		if e.Event.Did == "approval_lapsed" {
			lapsed++
		}
	}
	if lapsed != 1 {
		t.Errorf("the timeline tells %d times that the approval ended", lapsed)
	}
}

func TestTheTimelineKeepsUnderWhichRuleALetterWasFiled(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.take(ref, casework.Move{Do: reinstate.FileAppeal, Channel: "E-mail", Override: "As it stands."})
	rule := ""
	for _, e := range o.events(o.who, ref) {
		if e.Event.Did == string(reinstate.FileAppeal) {
			rule = e.Event.With["rule"]
		}
	}
	if rule != "none" {
		t.Errorf("filed under the rule %q", rule)
	}
}

func TestAReplyThatCallsForCounselHoldsTheNextFilingBack(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx, ref := t.Context(), o.correcting()
	o.filed(ref)
	o.wait(72 * time.Hour)
	reply, err := o.desk.Log(ctx, o.who, casework.Incoming{Case: ref, Body: strings.NewReader(forged)})
	o.must(err)
	o.take(ref, casework.Move{Do: reinstate.RecordDenied, Reply: reply.ID})
	caseworktest.Ready(t, o.desk, o.who, ref)
	file := casework.Move{Do: reinstate.FileAppeal, Channel: "E-mail", Override: "As it stands."}
	if _, err := o.desk.Take(ctx, o.who, ref, file); !says(err, "without_counsel", "calls for counsel") || len(o.file(ref).Filings) != 1 {
		t.Fatalf("filed without a word of counsel: %v", err)
	}
	file.WithoutCounsel = "Counsel agreed on the telephone."
	o.take(ref, file)
	passed := false
	for _, e := range o.events(o.who, ref) {
		passed = passed || e.Event.With["why"] == file.WithoutCounsel
	}
	if !passed {
		t.Error("the timeline does not say why")
	}
}

func TestNoAnswerIsBegunInACaseThatCallsForCounsel(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.opened(forged, "inauthentic")
	if _, err := o.desk.LayOut(t.Context(), o.who, ref); !says(err, "plan", "calls for counsel") || o.file(ref).HasPlan {
		t.Errorf("a plan was laid out: %v", err)
	}
	_, err := o.desk.InsertBlock(t.Context(), o.who, ref, casework.BlockRef{Reason: "inauthentic", Kind: reinstate.RootCause}, 0)
	if !says(err, "plan", "calls for counsel") || len(o.file(ref).Claims) != 0 {
		t.Errorf("a building block was put in: %v", err)
	}
}

func TestAClientIsNotShownWhatTheFirmSaysToItself(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx, ref := t.Context(), o.correcting()
	_, err := o.desk.Comment(ctx, o.who, ref, reinstate.Comment{Text: "The client is evasive."})
	o.must(err)
	_, _, err = o.desk.AddReviewLink(ctx, o.who, ref, "Evasive & Partners", 7)
	o.must(err)
	w, err := o.desk.Writing(ctx, o.who, ref)
	o.must(err)
	o.must(o.desk.Dismiss(ctx, o.who, ref, w.Open()[0].Key, "An evasive client insists."))
	client := o.colleague("Hai", reinstate.RoleClient)
	client.Client = o.account.Client
	if w, err = o.desk.Writing(ctx, client, ref); err != nil || len(w.Comments) != 0 || len(w.Links) != 0 || len(w.SetAside()) != 0 {
		t.Errorf("%d comments, %d links, %d set aside, %v", len(w.Comments), len(w.Links), len(w.SetAside()), err)
	}
	for _, e := range o.events(client, ref) {
		for _, said := range e.Event.With {
			if strings.Contains(strings.ToLower(said), "evasive") {
				t.Errorf("%s tells the client %q", e.Event.Did, said)
			}
		}
		if words := casework.Describe(e.Event).String(); strings.Contains(words, "%!") || strings.Contains(words, "“”") {
			t.Errorf("the timeline says %q", words)
		}
	}
}

func TestALetterSaysWhetherItIsADraft(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.written()
	l, err := o.desk.Letter(t.Context(), o.who, ref)
	o.must(err)
	if l.Draft {
		t.Error("a sound letter is called a draft")
	}
	o.rewritten(o.who, ref, "A sentence that nobody confirmed.", false)
	if l, err = o.desk.Letter(t.Context(), o.who, ref); err != nil || !l.Draft || len(l.Blanks) != 0 {
		t.Errorf("draft %v with %d blanks, %v", l.Draft, len(l.Blanks), err)
	}
}
