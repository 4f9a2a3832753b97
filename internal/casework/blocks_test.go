package casework_test

import (
	"errors"
	"strings"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

func TestABlockBecomesAClaimThatWaitsForItsFacts(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.answer(ref, "holds", "yes")
	at := casework.BlockRef{Reason: "inauthentic", Kind: reinstate.RootCause}
	claim, err := o.desk.InsertBlock(t.Context(), o.who, ref, at, 0)
	o.must(err)
	if !strings.Contains(claim.Text, "B0TESTA1X7") || !catalog.Blank.MatchString(claim.Text) || strings.Contains(claim.Text, "confirm that") {
		t.Errorf("the claim says %q", claim.Text)
	}
	waits := false
	for _, g := range o.file(ref).Gaps {
		waits = waits || g.Claim == claim.ID && strings.Contains(g.Sentence, "still to be filled in")
	}
	if !waits {
		t.Errorf("nothing says that the claim has a blank: %+v", o.file(ref).Gaps)
	}
	if _, err := o.desk.Write(t.Context(), o.who, ref, casework.ShapeText, false); err == nil {
		t.Error("the letter leaves with the blanks of a block")
	}
}

func TestACauseOfABlockIsConfirmedFirst(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	claim, err := o.desk.InsertBlock(t.Context(), o.who, ref, casework.BlockRef{Reason: "inauthentic", Kind: reinstate.RootCause}, 0)
	o.must(err)
	if !strings.Contains(claim.Text, "{confirm that this is true") {
		t.Errorf("a cause nobody confirmed says %q", claim.Text)
	}
}

func TestBlocksAreRefusedWhereTheyDoNotBelong(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	cause := o.file(ref).Of(reinstate.RootCause)[0].ID
	before := len(o.file(ref).Claims)
	for _, at := range []casework.BlockRef{
		{Reason: "pricing", Kind: reinstate.RootCause}, {Reason: "inauthentic", Kind: "verse"}, {Reason: "inauthentic", Kind: reinstate.RootCause, Number: 99},
		{Reason: "inauthentic", Kind: reinstate.RootCause, Number: -1},
	} {
		if _, err := o.desk.InsertBlock(t.Context(), o.who, ref, at, cause); !errors.Is(err, reinstate.ErrNotFound) {
			t.Errorf("%+v: got %v", at, err)
		}
	}
	var refused reinstate.Invalid
	_, err := o.desk.InsertBlock(t.Context(), o.who, ref, casework.BlockRef{Reason: "inauthentic", Kind: reinstate.CorrectiveAction}, 99_999)
	if !errors.As(err, &refused) || refused["cause"] == "" {
		t.Errorf("an action without a cause: %v", err)
	}
	if after := len(o.file(ref).Claims); after != before {
		t.Errorf("%d claims were added", after-before)
	}
}

func TestDocumentsOfTheReasonAreMissingOnceTheKindIsChosen(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.begun()
	lacks := func() bool {
		for _, g := range o.file(ref).Gaps {
			if strings.HasPrefix(g.Sentence, "Not attached yet: Invoices of the supplier") {
				return true
			}
		}
		return false
	}
	if lacks() {
		t.Error("documents are missing before anybody chose what is sent")
	}
	o.answer(ref, "holds", "yes")
	o.choose(ref, casework.Routing{Document: reinstate.PlanOfAction})
	if !lacks() {
		t.Errorf("the invoices are not missing: %+v", o.file(ref).Gaps)
	}
	_, err := o.desk.Attach(t.Context(), o.who, ref, casework.Upload{Name: "invoice.txt", Kind: "supplier_invoice", Body: strings.NewReader("invoice")})
	o.must(err)
	if lacks() {
		t.Error("the invoice is here and still missing")
	}
}
