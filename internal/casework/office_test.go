package casework_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"reinstate/data"
	"reinstate/internal/blob"
	"reinstate/internal/casework"
	"reinstate/internal/caseworktest"
	"reinstate/internal/catalog"
	"reinstate/internal/packet"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// noticeText is a message of our own, in the shape of an authenticity notice.
const noticeText = `Subject: Your Amazon.com selling account has been deactivated

Hello Harbour Lane,

Your Amazon.com selling account has been deactivated under section 3 of the Business Solutions Agreement.

Why is this happening?
Customers have told us that items you sold were inauthentic.

How do I reactivate my account?
Within 17 days of this message send us:
- Copies of invoices from your supplier issued in the last 365 days
- Your supplier's name, phone number, address and website
- A plan of action with the root cause, the actions you have taken, and the steps to prevent it

ASINs: B0TESTA1X7, B0TESTB2Y8

You may ask about your funds after 90 days.
`

// denial refuses and names what is lacking.
const denial = `Hello,

We reviewed your appeal and decided not to reactivate your selling account. The plan of action you sent does not
address the root cause of the complaints. You may not sell on Amazon.com at this time.
`

// office is a firm with a desk, a moving clock and one account.
type office struct {
	t       *testing.T
	dir     string
	db      *store.DB
	desk    *casework.Desk
	blobs   *blob.Store
	who     reinstate.Actor
	account reinstate.Account
	mu      sync.Mutex
	at      time.Time
}

// kit is what every desk shares: loading fonts and catalog once is enough.
var kit = sync.OnceValues(func() (casework.Options, error) {
	known, err := catalog.Load(data.FS)
	if err != nil {
		return casework.Options{}, err
	}
	outlines, err := catalog.Outlines(data.FS)
	if err != nil {
		return casework.Options{}, err
	}
	rules, err := catalog.LoadChecks(data.FS)
	if err != nil {
		return casework.Options{}, err
	}
	checker, err := plan.NewChecker(rules)
	if err != nil {
		return casework.Options{}, err
	}
	press, err := packet.New(data.FS)
	return casework.Options{Catalog: known, Outlines: outlines, Press: press, Checker: checker}, err
})

func newOffice(t *testing.T, set ...func(*casework.Options)) *office {
	t.Helper()
	o := &office{t: t, dir: t.TempDir(), at: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	options, err := kit()
	o.must(err)
	o.db, err = store.Open(t.Context(), store.Options{Dir: o.dir, Now: o.now})
	o.must(err)
	t.Cleanup(func() { o.db.Close() })
	o.blobs, err = blob.Open(o.dir)
	o.must(err)
	options.DB, options.Blobs = o.db, o.blobs
	options.Limits = casework.Limits{File: 1 << 20, Message: 6 << 20}
	for _, f := range set {
		f(&options)
	}
	o.desk = casework.New(options)
	o.who = o.firm("Harbour & Vale", "mara@example.com")
	client, err := o.desk.AddClient(t.Context(), o.who, reinstate.Client{LegalName: "深圳市海岚科技有限公司", OtherName: "Shenzhen Hailan Technology", Address: "广东省深圳市南山区科技路1号"})
	o.must(err)
	o.account, err = o.desk.AddAccount(t.Context(), o.who, reinstate.Account{Client: client.ID, Marketplace: reinstate.Amazon, Store: "US", SellerID: "A1EXAMPLE9", StoreName: "Hailan Direct"})
	o.must(err)
	return o
}

func (o *office) now() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.at
}

func (o *office) wait(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.at = o.at.Add(d)
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// firm makes a firm and returns its owner.
func (o *office) firm(name, email string) reinstate.Actor {
	o.t.Helper()
	who := reinstate.Actor{Kind: reinstate.System, Role: reinstate.RoleOwner, Name: "setup"}
	org := reinstate.Org{Name: name}
	o.must(o.db.Update(o.t.Context(), who, func(tx *store.Tx) error { return tx.AddOrg(&org) }))
	who.Org = org.ID
	user := reinstate.User{Org: org.ID, Email: email, Name: "Mara Lindqvist", Role: reinstate.RoleOwner}
	o.must(o.db.Update(o.t.Context(), who, func(tx *store.Tx) error { return tx.AddUser(&user, "x") }))
	return reinstate.Actor{Org: org.ID, User: user.ID, Name: user.Name, Kind: reinstate.Person, Role: reinstate.RoleOwner}
}

// log logs the notice and opens its case, confirmed.
func (o *office) open() reinstate.Case {
	o.t.Helper()
	check := o.log(noticeText)
	c, err := o.desk.OpenCase(o.t.Context(), o.who, check.Notice.ID, o.asRead(check), true)
	o.must(err)
	return c
}

func (o *office) log(text string) casework.Check {
	o.t.Helper()
	n, err := o.desk.Log(o.t.Context(), o.who, casework.Incoming{Body: strings.NewReader(text)})
	o.must(err)
	check, err := o.desk.Notice(o.t.Context(), o.who, n.ID)
	o.must(err)
	return check
}

// asRead confirms a reading as it stands.
func (o *office) asRead(check casework.Check) casework.Checking {
	r := check.Notice.Checked
	in := casework.Checking{
		Version: check.Notice.Version, Account: o.account.ID, Marketplace: reinstate.Amazon, Store: r.Store, Level: r.Level, Response: reinstate.RespondPlan,
	}
	for _, f := range r.Reasons {
		in.Reasons = append(in.Reasons, f.Code)
	}
	for _, f := range r.Demands {
		in.Demands = append(in.Demands, f.Code)
	}
	for _, f := range r.References.ASINs {
		in.ASINs = append(in.ASINs, f.ID)
	}
	return in
}

// take takes a step. Before the appeal is filed the letter is made one that can
// be.
func (o *office) take(ref string, m casework.Move) reinstate.Case {
	o.t.Helper()
	if m.Do == reinstate.FileAppeal {
		caseworktest.Ready(o.t, o.desk, o.who, ref)
	}
	c, err := o.desk.Take(o.t.Context(), o.who, ref, m)
	o.must(err)
	return c
}

func (o *office) attach(ref, name, body string) casework.Attached {
	o.t.Helper()
	got, err := o.desk.Attach(o.t.Context(), o.who, ref, casework.Upload{Name: name, Body: strings.NewReader(body)})
	o.must(err)
	return got
}

func (o *office) file(ref string) casework.File {
	o.t.Helper()
	f, err := o.desk.Case(o.t.Context(), o.who, ref)
	o.must(err)
	return f
}

// claims writes a cause with an action and a measure, leaning on an exhibit.
func (o *office) claims(ref string, proof reinstate.ExhibitID) []reinstate.Claim {
	o.t.Helper()
	cause, err := o.desk.AddClaim(o.t.Context(), o.who, ref, reinstate.Claim{Kind: reinstate.RootCause, Text: "Our intake counted cartons, not units of B0TESTA1X7 and B0TESTB2Y8.", Exhibits: []reinstate.ExhibitID{proof}})
	o.must(err)
	action, err := o.desk.AddClaim(o.t.Context(), o.who, ref, reinstate.Claim{Kind: reinstate.CorrectiveAction, Cause: cause.ID, Text: "We removed all 94 units.", Done: true, Date: "2026-11-18", Exhibits: []reinstate.ExhibitID{proof}})
	o.must(err)
	measure, err := o.desk.AddClaim(o.t.Context(), o.who, ref, reinstate.Claim{Kind: reinstate.PreventiveMeasure, Cause: cause.ID, Text: "Units are scanned against the invoice.", Owner: "Warehouse lead", Frequency: "Every delivery", Tool: "Intake log", NoExhibit: "The log starts with the next delivery."})
	o.must(err)
	return []reinstate.Claim{cause, action, measure}
}

// filed takes a case to the wait for a decision.
func (o *office) filed(ref string) {
	o.t.Helper()
	o.take(ref, casework.Move{Do: reinstate.FileAppeal, Channel: "Account Health page", Override: "As it stands."})
	o.take(ref, casework.Move{Do: reinstate.ConfirmReceipt, Receipt: "CASE-778"})
}

// verify checks the whole installation and returns what is off.
func (o *office) verify() []store.Finding {
	o.t.Helper()
	var found []store.Finding
	o.must(casework.Verify(o.t.Context(), o.db, o.blobs, func(f store.Finding) { found = append(found, f) }))
	return found
}

// correcting is a case with a plan and one exhibit, ready to be filed.
func (o *office) correcting() string {
	o.t.Helper()
	ref := o.open().Reference
	o.take(ref, casework.Move{Do: reinstate.StartCorrecting})
	o.claims(ref, o.attach(ref, "log.txt", "log").Exhibit.ID)
	_, err := o.desk.LayOut(o.t.Context(), o.who, ref)
	o.must(err)
	return ref
}
