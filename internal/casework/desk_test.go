package casework_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/caseworktest"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

func TestACaseGoesTheWholeWay(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	c := o.open()
	ref := c.Reference
	if c.State != reinstate.ReasonIdentified || !slices.Contains(c.Reasons, "inauthentic") || ref != "R-2026-0001" {
		t.Fatalf("opened %s as %s for %v", ref, c.State, c.Reasons)
	}
	f := o.file(ref)
	if len(f.Demands) < 4 || c.Next.Due.IsZero() || c.Next.Basis != reinstate.Stated {
		t.Fatalf("%d demands, next clock %+v", len(f.Demands), c.Next)
	}
	o.take(ref, casework.Move{Do: reinstate.StartCorrecting})
	proof := o.attach(ref, "intake log.txt", "31 Oct: 94 cartons").Exhibit
	_, err := o.desk.Attach(t.Context(), o.who, ref, casework.Upload{Name: "invoice.txt", Kind: "supplier_invoice", Body: strings.NewReader("invoice 42")})
	o.must(err)
	o.claims(ref, proof.ID)
	for _, demand := range f.Demands {
		demand.State, demand.Why, demand.Exhibits = reinstate.DemandMet, "See the plan.", []reinstate.ExhibitID{proof.ID}
		o.must(o.desk.SaveDemand(t.Context(), o.who, ref, demand))
	}
	p, err := o.desk.LayOut(t.Context(), o.who, ref)
	o.must(err)
	before := o.file(ref)
	if !before.HasPlan || before.Words == 0 {
		t.Fatalf("the plan has %d words", before.Words)
	}
	texts := map[string]string{}
	for _, s := range p.Body.Sections {
		texts[s.Key] = "We sell kitchen goods. 我们销售厨房用品。"
	}
	p, err = o.desk.SavePlan(t.Context(), o.who, ref, casework.PlanEdit{Version: p.Version, Title: "Plan of action: authenticity", Sections: texts})
	o.must(err)
	if gaps := o.file(ref).Gaps; len(gaps) != 0 {
		t.Errorf("still missing: %+v", gaps)
	}
	o.wait(time.Hour)
	export, err := o.desk.Packet(t.Context(), o.who, ref)
	o.must(err)
	if export.Sealed || !bytes.HasPrefix(export.PDF, []byte("%PDF-")) {
		t.Fatalf("exported %d bytes, sealed %v", len(export.PDF), export.Sealed)
	}
	o.filed(ref)
	f = o.file(ref)
	if f.Case.State != reinstate.AwaitingDecision || f.Case.Waiting.IsZero() || !f.Case.Next.Due.IsZero() {
		t.Errorf("after filing: %+v", f.Case)
	}
	o.wait(72 * time.Hour)
	reply, err := o.desk.Log(t.Context(), o.who, casework.Incoming{Case: ref, Body: strings.NewReader(denial)})
	o.must(err)
	if reply.Read.Decision != reinstate.Denied && reply.Read.Decision != reinstate.MoreInformation {
		t.Errorf("the reply reads as %q", reply.Read.Decision)
	}
	c = o.take(ref, casework.Move{Do: reinstate.RecordDenied, Reply: reply.ID})
	if c.State != reinstate.InCorrection || c.Round != 2 {
		t.Fatalf("after the denial: %s, round %d", c.State, c.Round)
	}
	f = o.file(ref)
	if !f.HasPlan || f.Plan.Round != 2 || f.Plan.Body.Sections[0].Text != p.Body.Sections[0].Text {
		t.Error("round 2 does not start from the plan of round 1")
	}
	if f.Rounds[0].Decision != reinstate.Denied || f.Rounds[0].Reply != reply.ID {
		t.Errorf("round 1 ended as %+v", f.Rounds[0])
	}
	o.filed(ref)
	c = o.take(ref, casework.Move{Do: reinstate.RecordReinstated})
	if c.State != reinstate.StateReinstated || c.Outcome != reinstate.OutcomeReinstated {
		t.Errorf("ended as %s, %s", c.State, c.Outcome)
	}
	account, err := o.desk.Account(t.Context(), o.who, o.account.ID)
	o.must(err)
	if account.Standing != reinstate.StandingActive {
		t.Errorf("the account is still %s", account.Standing)
	}
	_, entries, err := o.desk.Timeline(t.Context(), o.who, ref)
	o.must(err)
	for _, e := range entries {
		if words := casework.Describe(e.Event).String(); strings.HasPrefix(words, "Did:") || strings.Contains(words, "%!") {
			t.Errorf("the timeline says %q", words)
		}
	}
	o.verify()
}

func TestTheSealedPacketIsWhatWasDrawnAndStays(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	caseworktest.Ready(t, o.desk, o.who, ref)
	before, err := o.desk.Bind(t.Context(), o.who, ref, casework.Order{Channel: "E-mail"})
	o.must(err)
	defer before.Close()
	o.take(ref, casework.Move{Do: reinstate.FileAppeal, Channel: "E-mail", Override: "As it stands."})
	o.wait(24 * time.Hour)
	after, err := o.desk.Packet(t.Context(), o.who, ref)
	o.must(err)
	if !after.Sealed || before.Parts[0].SHA256 != after.SHA256 || before.Parts[0].Size != int64(len(after.PDF)) {
		t.Error("the sealed packet is not the one that was shown")
	}
	if _, err := o.desk.Take(t.Context(), o.who, ref, casework.Move{Do: reinstate.FileAppeal, Channel: "E-mail", Override: "As it stands."}); !errors.Is(err, reinstate.ErrConflict) {
		t.Errorf("filed twice: %v", err)
	}
	if found := o.verify(); len(found) != 0 {
		t.Errorf("found %+v", found)
	}
}

func TestRefusedWithASentenceAndNothingChanged(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	ctx := t.Context()
	rival := o.firm("Rival", "rival@example.com")
	viewer := o.who
	viewer.Role = reinstate.RoleViewer
	before := o.file(ref)
	for _, tt := range []struct {
		name string
		do   func() error
		want error // nil: a sentence
	}{
		{"an empty paste", func() error {
			_, err := o.desk.Log(ctx, o.who, casework.Incoming{Body: strings.NewReader("  \n ")})
			return err
		}, nil},
		{"binary in the paste box", func() error {
			_, err := o.desk.Log(ctx, o.who, casework.Incoming{Body: strings.NewReader("\x00\x01\x02\x00\x03")})
			return err
		}, nil},
		{"a message above the limit", func() error {
			_, err := o.desk.Log(ctx, o.who, casework.Incoming{Name: "a.eml", Body: io.LimitReader(spaces{}, 7<<20)})
			return err
		}, nil},
		{"a PDF that is not one", func() error {
			_, err := o.desk.Log(ctx, o.who, casework.Incoming{Name: "n.pdf", Body: strings.NewReader("hello")})
			return err
		}, nil},
		{"a reply to another firm's case", func() error {
			_, err := o.desk.Log(ctx, rival, casework.Incoming{Case: ref, Body: strings.NewReader(denial)})
			return err
		}, reinstate.ErrNotFound},
		{"a notice for another firm's account", func() error {
			_, err := o.desk.Log(ctx, rival, casework.Incoming{Account: o.account.ID, Body: strings.NewReader(denial)})
			return err
		}, reinstate.ErrNotFound},
		{"a step from the wrong state", func() error {
			_, err := o.desk.Take(ctx, o.who, ref, casework.Move{Do: reinstate.ConfirmReceipt, Receipt: "1"})
			return err
		}, reinstate.ErrConflict},
		{"another firm's step", func() error {
			_, err := o.desk.Take(ctx, rival, ref, casework.Move{Do: reinstate.StartCorrecting})
			return err
		}, reinstate.ErrNotFound},
		{"a viewer's step", func() error {
			_, err := o.desk.Take(ctx, viewer, ref, casework.Move{Do: reinstate.StartCorrecting})
			return err
		}, reinstate.ErrForbidden},
		{"a stale step", func() error {
			_, err := o.desk.Take(ctx, o.who, ref, casework.Move{Do: reinstate.StartCorrecting, Version: 99})
			return err
		}, reinstate.ErrConflict},
		{"an empty file", func() error {
			_, err := o.desk.Attach(ctx, o.who, ref, casework.Upload{Name: "a.pdf", Body: strings.NewReader("")})
			return err
		}, nil},
		{"a file above the limit", func() error {
			_, err := o.desk.Attach(ctx, o.who, ref, casework.Upload{Name: "a.pdf", Body: io.LimitReader(spaces{}, 1<<20+1)})
			return err
		}, nil},
		{"a file cut off", func() error {
			_, err := o.desk.Attach(ctx, o.who, ref, casework.Upload{Name: "a.pdf", Body: cut{}})
			return err
		}, nil},
		{"a file of a kind nobody knows", func() error {
			_, err := o.desk.Attach(ctx, o.who, ref, casework.Upload{Name: "a.pdf", Kind: "poem", Body: strings.NewReader("x")})
			return err
		}, nil},
		{"a file in another firm's case", func() error {
			_, err := o.desk.Attach(ctx, rival, ref, casework.Upload{Name: "a.pdf", Body: strings.NewReader("x")})
			return err
		}, reinstate.ErrNotFound},
		{"an action without a cause", func() error {
			_, err := o.desk.AddClaim(ctx, o.who, ref, reinstate.Claim{Kind: reinstate.CorrectiveAction, Text: "Done"})
			return err
		}, nil},
		{"a claim without words", func() error {
			_, err := o.desk.AddClaim(ctx, o.who, ref, reinstate.Claim{Kind: reinstate.RootCause, Text: " "})
			return err
		}, nil},
		{"a claim on an exhibit that is not there", func() error {
			_, err := o.desk.AddClaim(ctx, o.who, ref, reinstate.Claim{Kind: reinstate.RootCause, Text: "x", Exhibits: []reinstate.ExhibitID{77}})
			return err
		}, reinstate.ErrNotFound},
		{"a waiver without a reason", func() error {
			d := before.Demands[0]
			d.State = reinstate.DemandWaived
			return o.desk.SaveDemand(ctx, o.who, ref, d)
		}, nil},
		{"a PDF without a plan", func() error { _, err := o.desk.Packet(ctx, o.who, ref); return err }, nil},
		{"a client without a name", func() error { _, err := o.desk.AddClient(ctx, o.who, reinstate.Client{}); return err }, nil},
		{"a store that is no country", func() error {
			_, err := o.desk.AddAccount(ctx, o.who, reinstate.Account{Client: o.account.Client, Marketplace: reinstate.Amazon, Store: "Germany"})
			return err
		}, nil},
	} {
		err := tt.do()
		var refused reinstate.Invalid
		if tt.want == nil && !errors.As(err, &refused) || tt.want != nil && !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v", tt.name, err)
		}
	}
	after := o.file(ref)
	if after.Case.Version != before.Case.Version || len(after.Exhibits)+len(after.Claims) != 0 || len(after.Notices) != 1 {
		t.Errorf("something changed: %+v", after.Case)
	}
	if left := files(t, filepath.Join(o.dir, "exhibits")); len(left) != 1 {
		t.Errorf("stored files: %v", left)
	}
}

func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

type cut struct{}

func (cut) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestAStalePlanLosesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	p := o.file(ref).Plan
	key := p.Body.Sections[0].Key
	first, err := o.desk.SavePlan(t.Context(), o.who, ref, casework.PlanEdit{Version: p.Version, Sections: map[string]string{key: "Mara's text"}})
	o.must(err)
	_, err = o.desk.SavePlan(t.Context(), o.who, ref, casework.PlanEdit{Version: p.Version, Sections: map[string]string{key: "Jon's text"}})
	var stale *casework.Stale
	if !errors.As(err, &stale) || !errors.Is(err, reinstate.ErrConflict) || stale.Theirs.Body.Sections[0].Text != "Mara's text" {
		t.Fatalf("got %v", err)
	}
	if now := o.file(ref).Plan; now.Revision != first.Revision || now.Body.Sections[0].Text != "Mara's text" {
		t.Errorf("the plan is %+v", now)
	}
	again, err := o.desk.SavePlan(t.Context(), o.who, ref, casework.PlanEdit{Version: first.Version, Sections: map[string]string{key: "Mara's text"}})
	o.must(err)
	if again.Revision != first.Revision {
		t.Error("a save that changes nothing made a revision")
	}
	back, err := o.desk.RestoreRevision(t.Context(), o.who, ref, p.Revision, first.Version)
	o.must(err)
	if back.Body.Sections[0].Text != p.Body.Sections[0].Text || back.Revision != first.Revision+1 {
		t.Errorf("restored %q as revision %d", back.Body.Sections[0].Text, back.Revision)
	}
}

func TestADoubleClickOpensOneCase(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	check := o.log(noticeText)
	var refs [2]string
	var group sync.WaitGroup
	for i := range refs {
		group.Go(func() {
			c, err := o.desk.OpenCase(context.WithoutCancel(t.Context()), o.who, check.Notice.ID, o.asRead(check), true)
			if err != nil {
				t.Error(err)
			}
			refs[i] = c.Reference
		})
	}
	group.Wait()
	if refs[0] != refs[1] || refs[0] == "" {
		t.Errorf("opened %v", refs)
	}
}

func TestAnUnconfirmedCaseIsSettledWhenItIsChecked(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	check := o.log(noticeText)
	c, err := o.desk.OpenCase(t.Context(), o.who, check.Notice.ID, o.asRead(check), false)
	o.must(err)
	if c.State != reinstate.NoticeLogged || c.Next.Due.IsZero() {
		t.Fatalf("opened as %s with %+v", c.State, c.Next)
	}
	check, err = o.desk.Notice(t.Context(), o.who, check.Notice.ID)
	o.must(err)
	in := o.asRead(check)
	in.Demands = []reinstate.DemandCode{"supplier_invoices", "letter_of_authorization"}
	in.Reasons = []reinstate.ReasonCode{"counterfeit"}
	c, err = o.desk.ConfirmReading(t.Context(), o.who, c.Reference, in)
	o.must(err)
	f := o.file(c.Reference)
	var open []reinstate.DemandCode
	for _, d := range f.OpenDemands() {
		open = append(open, d.Code)
	}
	slices.Sort(open)
	if !slices.Equal(open, []reinstate.DemandCode{"letter_of_authorization", "supplier_invoices"}) || c.Reasons[0] != "counterfeit" || c.State != reinstate.ReasonIdentified {
		t.Errorf("%s for %v, open %v", c.State, c.Reasons, open)
	}
	if n := f.Notices[0]; n.Read.Reasons[0].Code == "counterfeit" || n.Checked.Reasons[0].Code != "counterfeit" || n.CheckedBy == "" {
		t.Error("the correction is not kept beside what was read")
	}
}

func TestAMessageInWhichNothingIsRecognisedIsKept(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	check := o.log("Dear sir, please call me about the thing.")
	if check.Notice.Checked.Recognised() || check.Notice.Text == "" {
		t.Errorf("read as %+v", check.Notice.Checked)
	}
	today, err := o.desk.Today(t.Context(), o.who)
	o.must(err)
	if len(today.Unchecked) != 1 {
		t.Errorf("%d messages wait", len(today.Unchecked))
	}
	c, err := o.desk.OpenCase(t.Context(), o.who, check.Notice.ID, casework.Checking{
		Version: check.Notice.Version, NewClient: "Alder & Finch GmbH", NewSellerID: "A9", Marketplace: reinstate.Walmart, Level: reinstate.AccountLevel,
	}, false)
	o.must(err)
	account, err := o.desk.Account(t.Context(), o.who, c.Account)
	o.must(err)
	if account.ClientName != "Alder & Finch GmbH" || account.Key != "alder-finch-walmart" || account.Standing != reinstate.StandingSuspended {
		t.Errorf("made the account %+v", account)
	}
}

func TestTheSameBytesAreKeptOnceAndPointedOut(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	first := o.attach(ref, "../../etc/invoice\u202efdp.pdf", "%PDF-1.4 same")
	second := o.attach(ref, "copy.pdf", "%PDF-1.4 same")
	if first.Twin != nil || second.Twin == nil || second.Twin.ID != first.Exhibit.ID {
		t.Errorf("twins: %v, %v", first.Twin, second.Twin)
	}
	if first.Exhibit.FileName != "invoicefdp.pdf" || first.Exhibit.Letter != "A" || second.Exhibit.Letter != "B" {
		t.Errorf("got %q as %s and %s", first.Exhibit.FileName, first.Exhibit.Letter, second.Exhibit.Letter)
	}
}

func TestADamagedExhibitIsNeverServedNorFiled(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	e := o.file(ref).Exhibits[0]
	for _, name := range files(t, filepath.Join(o.dir, "exhibits")) {
		if strings.Contains(name, e.SHA256) {
			o.must(os.Chmod(name, 0o600))
			o.must(os.WriteFile(name, []byte("lag"), 0o600))
		}
	}
	var damaged *casework.Damaged
	if _, err := o.desk.OpenExhibit(t.Context(), o.who, ref, e.ID); !errors.As(err, &damaged) {
		t.Errorf("download: %v", err)
	}
	caseworktest.Ready(t, o.desk, o.who, ref)
	_, err := o.desk.Take(t.Context(), o.who, ref, casework.Move{Do: reinstate.FileAppeal, Channel: "E-mail", Override: "As it stands."})
	if refused, ok := err.(reinstate.Invalid); !ok || !strings.Contains(refused["packet"], "no longer has the bytes") {
		t.Errorf("filed with a damaged exhibit: %v", err)
	}
	found := o.verify()
	if len(found) != 1 || !strings.Contains(found[0].Sentence, e.SHA256) {
		t.Errorf("found %+v", found)
	}
}

func TestAWithdrawnExhibitLeavesItsClaims(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	e := o.file(ref).Exhibits[0]
	o.must(o.desk.WithdrawExhibit(t.Context(), o.who, ref, e.ID, e.Version))
	f := o.file(ref)
	for _, c := range f.Claims {
		if slices.Contains(c.Exhibits, e.ID) {
			t.Errorf("%q still leans on it", c.Text)
		}
	}
	if len(f.Present()) != 0 || o.attach(ref, "next.txt", "n").Exhibit.Letter != "B" {
		t.Error("its letter was given again")
	}
}

func TestClaimsMoveWithinTheirRow(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	var ids []reinstate.ClaimID
	for _, text := range []string{"one", "two", "three"} {
		c, err := o.desk.AddClaim(t.Context(), o.who, ref, reinstate.Claim{Kind: reinstate.RootCause, Text: text})
		o.must(err)
		ids = append(ids, c.ID)
	}
	order := func() (s string) {
		for _, c := range o.file(ref).Of(reinstate.RootCause) {
			s += c.Text + " "
		}
		return s
	}
	o.must(o.desk.MoveClaim(t.Context(), o.who, ref, ids[2], true))
	if got := order(); got != "one three two " {
		t.Errorf("got %s", got)
	}
	o.must(o.desk.MoveClaim(t.Context(), o.who, ref, ids[0], true))
	o.must(o.desk.MoveClaim(t.Context(), o.who, ref, ids[0], false))
	if got := order(); got != "three one two " {
		t.Errorf("got %s", got)
	}
}

func TestAReopenedCaseKeepsItsSealedRound(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.filed(ref)
	o.take(ref, casework.Move{Do: reinstate.RecordReinstated})
	c := o.take(ref, casework.Move{Do: reinstate.Reopen, Note: "Deactivated again for the same items."})
	if c.State != reinstate.ReasonIdentified || c.Round != 2 || c.Outcome != reinstate.NoOutcome {
		t.Errorf("reopened as %+v", c)
	}
	o.take(ref, casework.Move{Do: reinstate.StartCorrecting})
	o.filed(ref)
	if n := len(o.file(ref).Filings); n != 2 {
		t.Errorf("%d filings", n)
	}
}

func TestCounselTakesOverAndWorkResumes(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.filed(ref)
	c := o.take(ref, casework.Move{Do: reinstate.RecordFinalDenial, Note: "Final.", Counsel: reinstate.Counsel{Name: "R. Okafor", Privileged: "The memo of 2 Nov"}})
	if c.State != reinstate.InLegalReview || c.Counsel.Name != "R. Okafor" || !c.Waiting.IsZero() {
		t.Errorf("with counsel: %+v", c)
	}
	if c = o.take(ref, casework.Move{Do: reinstate.Resume}); c.Round != 2 || c.State != reinstate.InCorrection {
		t.Errorf("resumed as %+v", c)
	}
	if c = o.take(ref, casework.Move{Do: reinstate.Close, Outcome: reinstate.OutcomeSettled}); c.State != reinstate.Closed {
		t.Errorf("closed as %+v", c)
	}
	if _, err := o.desk.Attach(t.Context(), o.who, ref, casework.Upload{Name: "late.txt", Body: strings.NewReader("x")}); err == nil {
		t.Error("a closed case took evidence")
	}
}

func storeQuery(search string) store.CaseQuery { return store.CaseQuery{Search: search} }
