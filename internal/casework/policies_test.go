package casework_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

const authenticity reinstate.PolicyKey = "amazon/inauthentic"

// readsPolicy acknowledges an entry as it stands.
func (o *office) readsPolicy(who reinstate.Actor, key reinstate.PolicyKey) {
	o.t.Helper()
	f, err := o.desk.Policy(o.t.Context(), who, key)
	o.must(err)
	o.must(o.desk.Acknowledge(o.t.Context(), who, key, f.Digest))
}

// dueOf is what somebody is to read, as "entry state".
func (o *office) dueOf(who reinstate.Actor) string {
	o.t.Helper()
	lib, err := o.desk.Policies(o.t.Context(), who)
	o.must(err)
	var out []string
	for _, d := range lib.Due {
		out = append(out, string(d.Key)+" "+string(d.State))
	}
	return strings.Join(out, ", ")
}

func TestAPolicyIsReadAndReadAgainWhenItChanges(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	jia, ben := o.colleague("jia", reinstate.RoleCaseworker), o.colleague("ben", reinstate.RoleViewer)
	ctx := t.Context()
	o.must(o.desk.AskReaders(ctx, o.who, authenticity, []reinstate.UserID{jia.User, ben.User, jia.User}))
	if o.dueOf(jia) != "amazon/inauthentic unread" || o.dueOf(ben) != "amazon/inauthentic unread" || o.dueOf(o.who) != "" {
		t.Fatalf("asked: %q %q %q", o.dueOf(jia), o.dueOf(ben), o.dueOf(o.who))
	}
	o.readsPolicy(jia, authenticity)
	o.readsPolicy(o.who, authenticity) // nobody asked her
	if o.dueOf(jia) != "" {
		t.Errorf("read: %q", o.dueOf(jia))
	}
	o.wait(time.Hour)
	o.must(o.desk.NotePolicy(ctx, o.who, authenticity, "Telephone numbers of suppliers go on every invoice.", 0))
	if o.dueOf(jia) != "amazon/inauthentic changed" || o.dueOf(o.who) != "amazon/inauthentic changed" || o.dueOf(ben) != "amazon/inauthentic unread" {
		t.Errorf("changed: %q %q %q", o.dueOf(jia), o.dueOf(o.who), o.dueOf(ben))
	}
	f, err := o.desk.Policy(ctx, jia, authenticity)
	o.must(err)
	added := ""
	for _, p := range f.Changes {
		if p.Kind == plan.Added {
			added += p.Text
		}
		if p.Kind == plan.Removed {
			t.Errorf("nothing was taken out: %q", p.Text)
		}
	}
	if !strings.Contains(added, "Telephone numbers of suppliers go on every invoice.") {
		t.Errorf("the change is %q", added)
	}
	old := f.History[0].Digest
	if err := o.desk.Acknowledge(ctx, jia, authenticity, old); !errors.Is(err, reinstate.ErrConflict) {
		t.Errorf("the earlier wording is acknowledged: %v", err)
	}
	o.readsPolicy(jia, authenticity)
	f, err = o.desk.Policy(ctx, jia, authenticity)
	o.must(err)
	if len(f.History) != 3 || !f.History[0].Current || f.History[1].Current || f.Mine.State != casework.PolicyRead {
		t.Errorf("the history is %+v", f.History)
	}
}

func TestANewCatalogAsksToReadAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.readsPolicy(o.who, authenticity)
	known := o.desk.Catalog()
	market, _ := known.Market(reinstate.Amazon)
	reason, _ := market.Reason("inauthentic")
	before := known.PolicyText(market, reason)
	reason.Reviewed = "2030-01-01"
	if known.PolicyText(market, reason) != before {
		t.Error("the day of review changes the wording")
	}
	reason.Meaning += " Suppliers are called."
	if after := known.PolicyText(market, reason); after == before || !strings.Contains(after, "Suppliers are called.") {
		t.Error("another meaning is the same wording")
	}
}

func TestAPolicyOfTheFirmsOwn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := t.Context()
	ben := o.colleague("ben", reinstate.RoleViewer)
	var refused reinstate.Invalid
	if _, err := o.desk.SavePolicy(ctx, o.who, reinstate.PolicyEntry{Effective: "soon", Marketplace: "atlantis"}); !errors.As(err, &refused) || len(refused) != 4 {
		t.Errorf("got %v", err)
	}
	if _, err := o.desk.SavePolicy(ctx, ben, reinstate.PolicyEntry{Title: "x", Text: "y"}); !errors.Is(err, reinstate.ErrForbidden) {
		t.Errorf("a viewer writes: %v", err)
	}
	e, err := o.desk.SavePolicy(ctx, o.who, reinstate.PolicyEntry{Title: "Carrier exceptions", Text: "Keep the first scan.", Effective: "2026-10-01", Source: "Help page"})
	o.must(err)
	o.readsPolicy(ben, e.Key())
	stale := e
	e.Text = "Keep the first scan and the label."
	e, err = o.desk.SavePolicy(ctx, o.who, e)
	o.must(err)
	if o.dueOf(ben) != string(e.Key())+" changed" {
		t.Errorf("got %q", o.dueOf(ben))
	}
	if _, err := o.desk.SavePolicy(ctx, o.who, stale); !errors.Is(err, reinstate.ErrConflict) {
		t.Errorf("a stale save: %v", err)
	}
	o.must(o.desk.ClosePolicy(ctx, o.who, e.ID, e.Version))
	if _, err := o.desk.Policy(ctx, o.who, e.Key()); !errors.Is(err, reinstate.ErrNotFound) || o.dueOf(ben) != "" {
		t.Errorf("put away: %v %q", err, o.dueOf(ben))
	}
}

func TestPoliciesAreTiedToAccountsAndProcedures(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := t.Context()
	paper := o.keep("returns.pdf", "%PDF-1.4 returns", "procedure", "2026-10-01")
	other := o.keep("licence.pdf", "%PDF-1.4 licence", "business_license", "2026-10-01")
	o.must(o.desk.TiePolicy(ctx, o.who, reinstate.PolicyTie{Entry: authenticity, Account: o.account.ID}))
	o.must(o.desk.TiePolicy(ctx, o.who, reinstate.PolicyTie{Entry: authenticity, Account: o.account.ID}))
	o.must(o.desk.TiePolicy(ctx, o.who, reinstate.PolicyTie{Entry: authenticity, Paper: paper.ID}))
	if err := o.desk.TiePolicy(ctx, o.who, reinstate.PolicyTie{Entry: authenticity, Paper: other.ID}); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("a licence is no procedure: %v", err)
	}
	if err := o.desk.TiePolicy(ctx, o.who, reinstate.PolicyTie{Entry: "amazon/nonsense", Account: o.account.ID}); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("an entry that is none: %v", err)
	}
	f, err := o.desk.Policy(ctx, o.who, authenticity)
	o.must(err)
	if len(f.Ties) != 2 || f.Ties[0].Title != o.account.Key || f.Ties[1].Paper != paper.ID || len(f.Exhibits) != 1 {
		t.Errorf("got %+v and %+v", f.Ties, f.Exhibits)
	}
	tied, err := o.desk.PoliciesOf(ctx, o.who, o.account.ID)
	o.must(err)
	if len(tied) != 1 || tied[0].Key != authenticity {
		t.Errorf("the account has %+v", tied)
	}
	rival := o.firm("Rival", "rival@example.com")
	if err := o.desk.TiePolicy(ctx, rival, reinstate.PolicyTie{Entry: authenticity, Account: o.account.ID}); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("another firm's account: %v", err)
	}
	if err := o.desk.UntiePolicy(ctx, rival, f.Ties[0].ID); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("another firm's tie: %v", err)
	}
	o.must(o.desk.UntiePolicy(ctx, o.who, f.Ties[0].ID))
}

func TestAClientsPersonSeesNothingOfTheFirmsSide(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := t.Context()
	o.must(o.desk.NotePolicy(ctx, o.who, authenticity, "Our own view of it.", 0))
	o.readsPolicy(o.who, authenticity)
	client := reinstate.Actor{Org: o.who.Org, User: 999, Name: "Client", Kind: reinstate.Person, Role: reinstate.RoleClient, Client: o.account.Client}
	f, err := o.desk.Policy(ctx, client, authenticity)
	o.must(err)
	if f.Firm || len(f.History)+len(f.People)+len(f.Readings) != 0 || strings.Contains(f.Text, "Our own view") {
		t.Errorf("a client sees %+v", f)
	}
	if err := o.desk.Acknowledge(ctx, client, authenticity, f.Digest); !errors.Is(err, reinstate.ErrForbidden) {
		t.Errorf("a client acknowledges: %v", err)
	}
	rival := o.firm("Rival", "rival@example.com")
	if f, err := o.desk.Policy(ctx, rival, authenticity); err != nil || len(f.History) != 0 || strings.Contains(f.Text, "Our own view") {
		t.Errorf("another firm sees %+v %v", f.History, err)
	}
}

// TestAWordingOfAnEarlierCatalogIsComparedWithTheNewOne acknowledges what an
// earlier catalog said, as it was kept then.
func TestAWordingOfAnEarlierCatalogIsComparedWithTheNewOne(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	now, err := o.desk.Policy(t.Context(), o.who, authenticity)
	o.must(err)
	earlier := strings.Replace(now.Text, "Invoices", "Receipts", 1)
	if earlier == now.Text {
		t.Fatal("the wording does not speak of invoices")
	}
	o.must(o.db.Update(t.Context(), o.who, func(tx *store.Tx) error {
		if err := tx.KeepWording(reinstate.PolicyWording{Entry: authenticity, Digest: "earlier", Text: earlier}); err != nil {
			return err
		}
		return tx.AddAck(authenticity, "earlier")
	}))
	if got := o.dueOf(o.who); got != "amazon/inauthentic changed" {
		t.Errorf("due: %q", got)
	}
	f, err := o.desk.Policy(t.Context(), o.who, authenticity)
	o.must(err)
	var removed, added string
	for _, p := range f.Changes {
		switch p.Kind {
		case plan.Removed:
			removed += p.Text
		case plan.Added:
			added += p.Text
		}
	}
	if removed != "Receipts" || added != "Invoices" {
		t.Errorf("the change is %q to %q", removed, added)
	}
}
