package reinstate_test

import (
	"errors"
	"testing"

	. "reinstate/internal/reinstate"
)

func TestPermitsByRole(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		role Role
		may  string // one letter a permit: read contribute approve delete firm people
	}{
		{RoleOwner, "rcadfp"}, {RoleManager, "rcadf"}, {RoleCaseworker, "rcf"},
		{RoleReviewer, "ra"}, {RoleViewer, "r"}, {RoleClient, "r"}, {"stranger", ""},
	} {
		got := ""
		for _, p := range []struct {
			letter string
			permit Permit
		}{{"r", Read}, {"c", Contribute}, {"a", Approve}, {"d", Delete}, {"f", ManageFirm}, {"p", ManagePeople}} {
			if (Actor{Role: tt.role}).May(p.permit) {
				got += p.letter
			}
		}
		if got != tt.may {
			t.Errorf("%s may %q, want %q", tt.role, got, tt.may)
		}
	}
}

func TestInvalidKeepsTheFirstSentenceOfAField(t *testing.T) {
	t.Parallel()
	refused := Invalid{}
	if refused.Err() != nil {
		t.Error("nothing refused must be no error")
	}
	refused.Refuse("b", "Second.")
	refused.Refuse("a", "First.")
	refused.Refuse("a", "Too late.")
	if got := refused.Err().Error(); got != "First. Second." {
		t.Errorf("got %q", got)
	}
	var other Invalid
	if !errors.As(refused.Err(), &other) {
		t.Error("a caller cannot ask for the fields")
	}
}

func TestWhoseTimeAClockIs(t *testing.T) {
	t.Parallel()
	sellers := map[ClockKind]bool{ClockAppeal: true, ClockDocuments: true, ClockCall: true, ClockCure: true, ClockCertification: true}
	timeless := map[ClockKind]bool{ClockDocumentAge: true, ClockRecord: true, ClockAttempts: true}
	for _, k := range []ClockKind{
		ClockAppeal, ClockDocuments, ClockCall, ClockCure, ClockCertification, ClockFunds, ClockInventory, ClockReview,
		ClockReplyExpected, ClockDocumentAge, ClockRecord, ClockMeeting, ClockAttempts, ClockMediation, ClockFollowUp,
	} {
		if k.Sellers() != sellers[k] || k.Runs() == timeless[k] {
			t.Errorf("%s: seller's %v, runs %v", k, k.Sellers(), k.Runs())
		}
	}
}

func TestASentenceInEnglish(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		s    Sentence
		want string
	}{
		{Say("100% done"), "100% done"},
		{Say("%d of %d demands are met", 2, 5), "2 of 5 demands are met"},
	} {
		if got := tt.s.String(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestAReadingIsRecognisedOnlyWithAMarketplaceAndAFact(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		r    Reading
		want bool
	}{
		{"nothing", Reading{}, false},
		{"a marketplace alone", Reading{Marketplace: Amazon, Level: UnknownLevel}, false},
		{"a reason alone", Reading{Marketplace: UnknownMarketplace, Reasons: []ReasonFound{{Code: "inauthentic"}}}, false},
		{"both", Reading{Marketplace: Walmart, Reasons: []ReasonFound{{Code: "pricing"}}}, true},
		{"a level", Reading{Marketplace: Amazon, Level: AccountLevel}, true},
	} {
		if got := tt.r.Recognised(); got != tt.want {
			t.Errorf("%s: got %v", tt.name, got)
		}
	}
}
