package casework_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// sealed takes a case to where its packet lies sealed and nobody has sent it.
func (o *office) sealed() string {
	o.t.Helper()
	ref := o.correcting()
	o.take(ref, casework.Move{Do: reinstate.FileAppeal, Channel: "Account Health page", Override: "As it stands."})
	return ref
}

func TestASealedPacketKeepsNoTimeLimit(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.sealed()
	appeal := o.clock(ref, reinstate.ClockAppeal)
	if !appeal.Running() {
		t.Fatal("sealing stopped the clock of the appeal, but nothing was sent")
	}
	f := o.file(ref)
	if !f.Case.Next.Due.Equal(appeal.Due) || !f.Case.Waiting.IsZero() {
		t.Errorf("the case is pressed by %+v and waits since %s", f.Case.Next, f.Case.Waiting)
	}
	if f.Next.Text.String() != "Send it, then record when" || !strings.HasPrefix(f.Next.Why.String(), "Sealed, not yet sent") || f.Next.URL != "packet" {
		t.Errorf("next is %q because %q at %s", f.Next.Text, f.Next.Why, f.Next.URL)
	}
	today, err := o.desk.Today(t.Context(), o.who)
	o.must(err)
	at := slices.IndexFunc(today.Due, func(l store.CaseLine) bool { return l.Reference == ref })
	if at < 0 || !strings.HasPrefix(today.Next[today.Due[at].ID].Why.String(), "Sealed, not yet sent") {
		t.Errorf("today says %+v", today.Next)
	}
	if results, _, err := o.desk.Results(t.Context(), o.who, "", time.Time{}); err != nil || len(results) != 0 {
		t.Errorf("the ledger counts %d filings that nobody sent, %v", len(results), err)
	}
}

func TestTheClockStopsAsOfWhenItWasSent(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.sealed()
	sealedAt := o.file(ref).Filings[0].Filed
	o.wait(3 * time.Hour)
	for _, tt := range []struct {
		name string
		sent time.Time
	}{{"before it was sealed", sealedAt.Add(-time.Hour)}, {"ahead", o.now().Add(time.Hour)}} {
		_, err := o.desk.Take(t.Context(), o.who, ref, casework.Move{Do: reinstate.ConfirmReceipt, Receipt: "CASE-778", Sent: tt.sent})
		refuses(t, err, "sent")
	}
	if !o.clock(ref, reinstate.ClockAppeal).Running() {
		t.Fatal("a refused receipt stopped the clock")
	}
	sent := sealedAt.Add(time.Hour).Truncate(time.Minute)
	o.take(ref, casework.Move{Do: reinstate.ConfirmReceipt, Receipt: "CASE-778", Sent: sent})
	c, f := o.clock(ref, reinstate.ClockAppeal), o.file(ref)
	if !c.Met.Equal(sent) || c.MetBy != reinstate.ConfirmReceipt {
		t.Errorf("met at %s by %q, want %s", c.Met, c.MetBy, sent)
	}
	if !f.Case.Waiting.Equal(sent) || !f.Filings[0].Went().Equal(sent) || !f.Filings[0].Filed.Equal(sealedAt) {
		t.Errorf("waits since %s, filing %+v", f.Case.Waiting, f.Filings[0])
	}
	if e, ok := o.did(ref, "receipt_kept"); !ok || e.With["sent"] != sent.Format(time.RFC3339) {
		t.Errorf("the timeline says %+v", e)
	}
	if results, _, err := o.desk.Results(t.Context(), o.who, "", time.Time{}); err != nil || len(results) != 1 || !results[0].Filed.Equal(sent) {
		t.Errorf("the ledger says %+v, %v", results, err)
	}
}

func TestAReceiptWithoutATimeIsOfNow(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.sealed()
	o.wait(time.Hour)
	o.take(ref, casework.Move{Do: reinstate.ConfirmReceipt, NoneGiven: true})
	if f := o.file(ref); !f.Filings[0].Sent.Equal(o.now()) || !f.Case.Waiting.Equal(o.now()) {
		t.Errorf("sent %s, want %s", f.Filings[0].Sent, o.now())
	}
}
