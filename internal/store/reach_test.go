package store_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

// beyond are the methods that look beyond the actor's firm, as the package's
// comment says. None but these may give anything away.
var beyond = []string{"Credentials", "Session", "Failures", "FeedReader", "ReviewLinkBySecret", "ConnectionByHook"}

// methods lists the exported methods of Tx but those that only describe the
// transaction itself.
func methods() []string {
	var names []string
	for m := range reflect.TypeFor[*store.Tx]().Methods() {
		if !slices.Contains([]string{"Now", "Who", "Context"}, m.Name) {
			names = append(names, m.Name)
		}
	}
	return names
}

func TestEveryMethodIsTried(t *testing.T) {
	t.Parallel()
	for _, name := range methods() {
		if calls[name] == nil {
			t.Errorf("Tx.%s has no row in the table of calls: add one, so that it is tried as a stranger", name)
		}
	}
	if len(calls) != len(methods()) {
		t.Errorf("%d calls for %d methods", len(calls), len(methods()))
	}
}

func TestStrangersFindNothingAndChangeNothing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		stranger func(*estate) reinstate.Actor
		skip     []string // what such an actor may do to anybody
	}{
		{"the owner of another firm", func(e *estate) reinstate.Actor { return rivals(e).Owner }, nil},
		{"the operator for another firm", func(e *estate) reinstate.Actor { return e.Operator(rivals(e).Org.ID) }, []string{"Orgs", "RemoveOrg"}},
		{"another client of the same firm", func(e *estate) reinstate.Actor { return e.Account.Client.Firm.Client("Rival").Person() }, nil},
		{"a client's person without a client", func(e *estate) reinstate.Actor {
			who := e.Account.Client.Firm.Client("Rival").Person()
			who.Client = 0
			return who
		}, []string{"Orgs"}},
		{"a visitor who has not signed in", func(e *estate) reinstate.Actor { return reinstate.Actor{Kind: reinstate.Person} }, signingIn},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newEstate(t)
			who := tt.stranger(e)
			for _, name := range methods() {
				if slices.Contains(tt.skip, name) {
					continue
				}
				before := dump(t, e.World, e.Org.ID, firmTables+caseTables)
				var found any
				err := e.DB.Update(t.Context(), who, func(tx *store.Tx) error {
					found, _ = calls[name](tx, e)
					return nil // what it changed is kept, so that it is seen
				})
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if !nothing(found) && !slices.Contains(beyond, name) {
					t.Errorf("%s gave %+v", name, found)
				}
				if after := dump(t, e.World, e.Org.ID, firmTables+caseTables); after != before {
					t.Errorf("%s changed another's data: %s", name, changed(before, after))
				}
			}
		})
	}
}

// signingIn are what a visitor needs to set up an installation or to sign in,
// the token of a session being the proof.
var signingIn = []string{"SetSetupHash", "AddOrg", "AddSession", "TouchSession", "EndSession"}

// nothing reports whether a method gave nothing away.
func nothing(found any) bool {
	v := reflect.ValueOf(found)
	if !v.IsValid() || v.IsZero() {
		return true
	}
	return (v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.Len() == 0
}

func TestStrangersAreToldThatItDoesNotExist(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	rival := rivals(e).Owner
	for _, name := range []string{
		"User", "SaveUser", "SetPassword", "Client", "SaveClient", "Account", "AccountByKey", "AddAccount", "SaveAccount", "Case", "CaseByReference",
		"AddCase", "SaveCase", "Parties", "SaveRound", "Reword", "AddNotice", "Notice", "SaveNotice", "Demand", "AddDemand", "SaveDemand", "Clock", "AddClock",
		"SaveClock", "Exhibit", "AddExhibit", "SaveExhibit", "Claim", "AddClaim", "SaveClaim", "RemoveClaim", "Plan", "AddPlan", "SavePlan", "Revision",
		"Filing", "AddFiling", "SaveReceipt", "Note", "WritePlan", "KeepPlan", "Dismiss", "Recall", "Confirm", "Unconfirm", "Comment", "AddComment",
		"SaveComment", "Review", "AddReview", "SaveReview", "ReviewLink", "AddReviewLink", "RevokeReviewLink", "SaveHandling", "Preview", "SavePreview", "PageNote", "AddPageNote", "SavePageNote", "RemovePageNote", "Export", "AddExport", "EndExport", "AdvanceExport", "AddUser", "TouchSession", "AddSession", "Handle", "SaveSales", "AddUpload", "Upload", "EndUpload", "Paper", "AddPaper", "SavePaper", "DropPaper",
	} {
		e.Update(rival, func(tx *store.Tx) error {
			if _, err := calls[name](tx, e); !errors.Is(err, reinstate.ErrNotFound) {
				t.Errorf("%s: got %v, want ErrNotFound", name, err)
			}
			return nil
		})
	}
}

func TestReferencesIntoAnotherCaseAreRefused(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	second := e.Account.Case()
	exhibit, claim, notice := second.Exhibit("x"), second.Claim(reinstate.RootCause, "x", 0), second.Notice("x")
	rival := rivals(e)
	stranger := rival.Client("Rival").Account(reinstate.Amazon, "US")
	for _, tt := range []struct {
		name string
		call func(*store.Tx) error
	}{
		{"a claim's exhibit", func(tx *store.Tx) error {
			c := e.claim
			c.Exhibits = []reinstate.ExhibitID{exhibit.ID}
			return tx.SaveClaim(&c, did)
		}},
		{"a demand's exhibit", func(tx *store.Tx) error {
			d := e.demand
			d.Exhibits = []reinstate.ExhibitID{e.exhibit.ID, exhibit.ID}
			return tx.SaveDemand(&d, did)
		}},
		{"a claim's cause", func(tx *store.Tx) error {
			return tx.AddClaim(&reinstate.Claim{Case: e.id(), Kind: reinstate.CorrectiveAction, Cause: claim.ID}, did)
		}},
		{"a claim that is its own cause", func(tx *store.Tx) error { c := e.claim; c.Cause = c.ID; return tx.SaveClaim(&c, did) }},
		{"a round's reply", func(tx *store.Tx) error {
			return tx.SaveRound(e.id(), reinstate.Round{Number: 1, Reply: notice.ID}, did)
		}},
		{"a filing's proof", func(tx *store.Tx) error { f := e.filing; f.Proof = exhibit.ID; return tx.SaveReceipt(&f, did) }},
		{"a claim moved to another case", func(tx *store.Tx) error { c := e.claim; c.Case = second.Case.ID; return tx.SaveClaim(&c, did) }},
		{"a plan moved to another case", func(tx *store.Tx) error { p := e.plan; p.Case = second.Case.ID; return tx.SavePlan(&p, did) }},
		{"an exhibit moved to another case", func(tx *store.Tx) error { x := e.exhibit; x.Case = second.Case.ID; return tx.SaveExhibit(&x, did) }},
		{"a case's account in another firm", func(tx *store.Tx) error {
			c := e.Case.Case
			c.Account = stranger.Account.ID
			return tx.SaveCase(&c, did)
		}},
		{"a case's owner in another firm", func(tx *store.Tx) error {
			c := e.Case.Case
			c.Owner = rival.Owner.User
			return tx.SaveCase(&c, did)
		}},
		{"a new case's account in another firm", func(tx *store.Tx) error {
			return tx.AddCase(&reinstate.Case{Account: stranger.Account.ID}, did)
		}},
		{"an account of another firm's client", func(tx *store.Tx) error {
			return tx.AddAccount(&reinstate.Account{Client: stranger.Client.Client.ID, Key: "x"})
		}},
		{"a person of another firm's client", func(tx *store.Tx) error {
			return tx.AddUser(&reinstate.User{Email: "x", Client: stranger.Client.Client.ID}, "x")
		}},
		{"a waiting message's account in another firm", func(tx *store.Tx) error {
			return tx.AddNotice(&reinstate.Notice{Account: stranger.Account.ID}, did)
		}},
	} {
		before := dump(t, e.World, e.Org.ID, firmTables+caseTables)
		e.Update(e.Owner, func(tx *store.Tx) error {
			if err := tt.call(tx); !errors.Is(err, reinstate.ErrNotFound) {
				t.Errorf("%s: got %v, want ErrNotFound", tt.name, err)
			}
			return nil
		})
		if dump(t, e.World, e.Org.ID, firmTables+caseTables) != before {
			t.Errorf("%s: something was changed", tt.name)
		}
	}
	e.Update(e.Owner, func(tx *store.Tx) error {
		n := notice
		n.Case = e.id()
		if err := tx.SaveNotice(&n, did); !errors.Is(err, reinstate.ErrConflict) {
			t.Errorf("moving a notice to another case: got %v, want ErrConflict", err)
		}
		return nil
	})
}

func TestAnExportedSignatureNamesNoLibrary(t *testing.T) {
	t.Parallel()
	for _, typ := range []reflect.Type{reflect.TypeFor[*store.Tx](), reflect.TypeFor[*store.DB]()} {
		for m := range typ.Methods() {
			for i := range m.Type.NumIn() {
				checkHome(t, m.Name, m.Type.In(i))
			}
			for i := range m.Type.NumOut() {
				checkHome(t, m.Name, m.Type.Out(i))
			}
		}
	}
}

func checkHome(t *testing.T, method string, typ reflect.Type) {
	for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
		typ = typ.Elem()
	}
	for _, known := range []string{"", "context", "time", "iter", "reinstate/internal/reinstate", "reinstate/internal/store"} {
		if typ.PkgPath() == known {
			return
		}
	}
	t.Errorf("%s speaks of %s", method, typ)
}

// rivals are another firm in the same data folder.
func rivals(e *estate) *storetest.Firm { return e.World.Firm("Rivals") }

// changed lists the lines that only one of two dumps has.
func changed(before, after string) string {
	was, is := strings.Split(before, "\n"), strings.Split(after, "\n")
	var out strings.Builder
	for _, line := range was {
		if !slices.Contains(is, line) {
			out.WriteString("\n- " + line)
		}
	}
	for _, line := range is {
		if !slices.Contains(was, line) {
			out.WriteString("\n+ " + line)
		}
	}
	return out.String()
}
