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

// verify checks the whole installation and returns what is off.
func (o *office) verify() []store.Finding {
	o.t.Helper()
	var found []store.Finding
	o.must(casework.Verify(o.t.Context(), o.db, o.blobs, func(f store.Finding) { found = append(found, f) }))
	return found
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
