package casework_test

import (
	"errors"
	"strings"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// forged is a message of our own that accuses the seller of forgery.
const forged = `Your Amazon.com selling account has been deactivated.

Why did this happen?
The invoices that you sent us are forged or manipulated. This violates our Seller Code of Conduct.
`

// opened logs a message and opens its case for the given reasons.
func (o *office) opened(text string, reasons ...reinstate.ReasonCode) string {
	o.t.Helper()
	check := o.log(text)
	in := o.asRead(check)
	in.Reasons = reasons
	c, err := o.desk.OpenCase(o.t.Context(), o.who, check.Notice.ID, in, true)
	o.must(err)
	return c.Reference
}

func TestACaseThatCallsForCounselIsHeldBack(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string
		reason     reinstate.ReasonCode
		held       bool
		says       string // why, in the words of the message or of the catalog
	}{
		{"the message accuses of forgery", forged, "code_of_conduct", true, "forged"},
		{"the catalog says so of the reason", noticeText, "forged_documents", true, "lawyer"},
		{"an ordinary notice", noticeText, "inauthentic", false, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			ref := o.opened(tt.text, tt.reason)
			f := o.file(ref)
			why := f.Gate().Quote.Words
			for _, r := range f.Gate().Reasons {
				why += r.Counsel
			}
			if f.Held() != tt.held || !strings.Contains(why, tt.says) {
				t.Errorf("held %v because of %q", f.Held(), why)
			}
			want := reinstate.StartCorrecting
			if tt.held {
				want = reinstate.ReferToCounsel
			}
			if f.Next.Do != want {
				t.Errorf("next is %s, want %s", f.Next.Do, want)
			}
			_, err := o.desk.Take(t.Context(), o.who, ref, casework.Move{Do: reinstate.StartCorrecting})
			var refused reinstate.Invalid
			if got := errors.As(err, &refused) && refused["without_counsel"] != ""; got != tt.held || !tt.held && err != nil {
				t.Errorf("correcting without a word: %v", err)
			}
		})
	}
}

func TestGoingOnWithoutCounselIsKeptInWriting(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.opened(forged, "forged_documents")
	why := "Counsel saw the file on the telephone and agreed. " + strings.Repeat("Note. ", 40)
	c := o.take(ref, casework.Move{Do: reinstate.StartCorrecting, WithoutCounsel: why})
	if c.State != reinstate.InCorrection || o.file(ref).Held() {
		t.Errorf("stands at %s", c.State)
	}
	_, entries, err := o.desk.Timeline(t.Context(), o.who, ref)
	o.must(err)
	var told []string
	for _, e := range entries {
		told = append(told, casework.Describe(e.Event).String())
	}
	if all := strings.Join(told, "\n"); !strings.Contains(all, "Went on without counsel: "+strings.TrimSpace(why)) {
		t.Errorf("the timeline says:\n%s", all)
	}
}

func TestAViewerIsNotToldWhatWasAgreedWithCounsel(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.opened(forged, "forged_documents")
	o.take(ref, casework.Move{Do: reinstate.StartCorrecting, WithoutCounsel: "Counsel thinks the first invoice is weak."})
	viewer := o.who
	viewer.Role = reinstate.RoleViewer
	_, entries, err := o.desk.Timeline(t.Context(), viewer, ref)
	o.must(err)
	told := ""
	for _, e := range entries {
		told += casework.Describe(e.Event).String() + "\n"
	}
	if strings.Contains(told, "weak") || !strings.Contains(told, "Went on without counsel\n") {
		t.Errorf("the timeline tells a viewer:\n%s", told)
	}
}

func TestACaseThatCounselSawIsNotHeldBackAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.opened(forged, "forged_documents")
	o.take(ref, casework.Move{Do: reinstate.ReferToCounsel, Note: "Forgery is alleged.", Counsel: reinstate.Counsel{Name: "R. Okafor"}})
	if o.file(ref).Held() {
		t.Error("held back although counsel has it")
	}
	o.take(ref, casework.Move{Do: reinstate.Close, Outcome: reinstate.OutcomeSettled})
	o.take(ref, casework.Move{Do: reinstate.Reopen, Note: "The settlement fell through."})
	if c := o.take(ref, casework.Move{Do: reinstate.StartCorrecting}); c.State != reinstate.InCorrection {
		t.Errorf("stands at %s", c.State)
	}
}

func TestTooLongAReasonToGoOnIsRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.opened(forged, "forged_documents")
	_, err := o.desk.Take(t.Context(), o.who, ref, casework.Move{Do: reinstate.StartCorrecting, WithoutCounsel: strings.Repeat("x", 30_000)})
	var refused reinstate.Invalid
	if !errors.As(err, &refused) || refused["without_counsel"] != "This is too long." {
		t.Errorf("got %v", err)
	}
}

func TestAnotherAccountComesFirst(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	other, err := o.desk.AddAccount(t.Context(), o.who, reinstate.Account{Client: o.account.Client, Marketplace: reinstate.Amazon, Store: "DE"})
	o.must(err)
	first := o.opened(noticeText, "inauthentic")
	if f := o.file(first); f.Elsewhere.Depends() || len(f.Elsewhere.Cases) != 0 {
		t.Errorf("an ordinary case depends on %+v", f.Elsewhere)
	}
	related := o.opened(noticeText, "related_account")
	e := o.file(related).Elsewhere
	if !e.Depends() || len(e.Accounts) != 1 || e.Accounts[0].ID != other.ID {
		t.Fatalf("depends on %+v", e)
	}
	if len(e.Cases) != 0 {
		t.Errorf("cases of its own account are elsewhere: %+v", e.Cases)
	}
	check := o.log(noticeText)
	in := o.asRead(check)
	in.Account, in.Reasons = other.ID, []reinstate.ReasonCode{"inauthentic"}
	there, err := o.desk.OpenCase(t.Context(), o.who, check.Notice.ID, in, true)
	o.must(err)
	if e = o.file(related).Elsewhere; len(e.Cases) != 1 || e.Cases[0].Reference != there.Reference {
		t.Errorf("the other account's cases are %+v", e.Cases)
	}
}
