package casework_test

import (
	"strings"
	"testing"

	"reinstate/internal/caseworktest"
	"reinstate/internal/reinstate"
)

// secretWords stand in the letter of another client, and may be seen by nobody
// who works on this one.
const secretWords = "the blue warehouse of Ostmark in hall seven"

// body is a letter long enough to be told from others.
func body(extra string) string {
	return strings.Repeat("Goods of our autumn delivery were booked by the carton and never opened before they went to the shelf. ", 3) +
		"We learned of it when buyers wrote to us in October. " + extra
}

// alike files a letter for one client and writes nearly the same for another.
func (o *office) alike() (theirs, ours string) {
	o.t.Helper()
	theirs = o.correcting()
	o.rewritten(o.who, theirs, body("It lay in "+secretWords+"."), false)
	caseworktest.Ready(o.t, o.desk, o.who, theirs)
	o.filed(theirs)
	client, err := o.desk.AddClient(o.t.Context(), o.who, reinstate.Client{LegalName: "Fell & Dale Ltd"})
	o.must(err)
	o.account, err = o.desk.AddAccount(o.t.Context(), o.who, reinstate.Account{Client: client.ID, Marketplace: reinstate.Amazon, Store: "US", SellerID: "A1FELLDALE", StoreName: "Fell and Dale"})
	o.must(err)
	ours = o.correcting()
	o.rewritten(o.who, ours, body("It lay in our own hall."), false)
	return theirs, ours
}

// TestALetterLikeThatOfAnotherClientIsFoundAndNothingOfItShown files a letter
// for one client and writes nearly the same for another.
func TestALetterLikeThatOfAnotherClientIsFoundAndNothingOfItShown(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	theirs, ours := o.alike()

	like := func(who reinstate.Actor) (found bool) {
		t.Helper()
		w, err := o.desk.Writing(t.Context(), who, ours)
		o.must(err)
		for _, f := range w.Findings {
			if strings.Contains(f.Message, theirs) {
				found = true
			}
			if said := f.Message + f.Quote + f.Advice; strings.Contains(said, "Ostmark") || strings.Contains(said, "hall seven") {
				t.Errorf("%s is shown what another client wrote: %q", who.Name, said)
			}
		}
		return found
	}
	if !like(o.who) {
		t.Errorf("nothing says that the letter is nearly that of %s", theirs)
	}
	person := o.colleague("Dale", reinstate.RoleClient)
	person.Client = o.account.Client
	if like(person) {
		t.Errorf("the client is told of %s, a case of somebody else", theirs)
	}
	o.rewritten(o.who, ours, "We sell other things, and quite another matter went wrong: labels were printed twice.", false)
	for _, c := range o.file(ours).Claims {
		c.Text = "Labels of order " + c.Text[:3] + " were printed twice because the queue of the printer was not emptied in the evening."
		_, err := o.desk.SaveClaim(t.Context(), o.who, ours, c)
		o.must(err)
	}
	if like(o.who) {
		t.Error("another letter is said to be that of another client")
	}
	if _, err := o.desk.Writing(t.Context(), person, theirs); err == nil {
		t.Error("the client reads the letter of somebody else")
	}
}

// TestThePackOfCounselNamesNoCaseOfAnotherClient sets aside the finding that
// names one, with a reason of the firm's own, and hands the case over.
func TestThePackOfCounselNamesNoCaseOfAnotherClient(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	theirs, ours := o.alike()
	w, err := o.desk.Writing(t.Context(), o.who, ours)
	o.must(err)
	for _, f := range w.Open() {
		if strings.Contains(f.Message, theirs) {
			o.must(o.desk.Dismiss(t.Context(), o.who, ours, f.Key, "Both were written by our aardvark."))
		}
	}
	if o.happened(ours, "finding_dismissed")+o.happened(ours, "finding_overridden") != 1 {
		t.Fatal("nothing was set aside")
	}
	_, files := o.packed(ours)
	for name, data := range files {
		for _, secret := range []string{theirs, "aardvark"} {
			if strings.Contains(string(data), secret) {
				t.Errorf("%s says %q", name, secret)
			}
		}
	}
	if len(files) == 0 {
		t.Error("the pack is empty")
	}
}
