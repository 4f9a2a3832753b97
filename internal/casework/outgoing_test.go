package casework_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/jhillyerd/enmime/v2"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/post"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// carrier is a mail server in this process. Say, where set, refuses a recipient.
type carrier struct {
	mu  sync.Mutex
	got [][]byte
	say error
}

func (c *carrier) NewSession(*smtp.Conn) (smtp.Session, error) { return c, nil }
func (c *carrier) Mail(string, *smtp.MailOptions) error        { return nil }
func (c *carrier) Rcpt(string, *smtp.RcptOptions) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.say
}
func (c *carrier) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.got = append(c.got, raw)
	return err
}
func (*carrier) Reset()        {}
func (*carrier) Logout() error { return nil }

func (c *carrier) says(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.say = err
}

func (c *carrier) mails() [][]byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.got)
}

func (c *carrier) open(t *testing.T) post.Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := smtp.NewServer(c)
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return post.Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: post.Plain, From: "cases@vale.example", Patience: 20 * time.Second}
}

// reachable gives the firm a mailbox, so that its cases have addresses.
func (o *office) reachable() {
	o.t.Helper()
	o.must(o.db.Update(o.t.Context(), o.who, func(tx *store.Tx) error {
		return tx.AddMailbox(&store.Mailbox{Address: "imaps://cases@imap.vale.example/INBOX", Secret: "x", Reach: "cases@vale.example"})
	}))
}

func toSupplier(body string) casework.MailDraft {
	return casework.MailDraft{Template: "supplier_invoice", Party: reinstate.ToSupplier, To: "Li Wei <li@factory.example>", Subject: "Invoices for Hailan", Body: body}
}

func TestAMailFromACaseIsKeptAsItGoesOut(t *testing.T) {
	t.Parallel()
	o, office := newOffice(t), &carrier{}
	server, ctx, ref := office.open(t), t.Context(), o.open().Reference
	o.reachable()
	e := o.attach(ref, "发票.txt", "invoice 42").Exhibit
	draft := toSupplier("Dear Li,\n\n.\nplease send the invoices.")
	draft.Exhibits = []reinstate.ExhibitID{e.ID}
	looked, err := o.desk.WriteMail(ctx, o.who, server, ref, draft)
	o.must(err)
	if f := o.file(ref); looked.ID != 0 || len(f.Exhibits) != 1 {
		t.Error("looking at a mail kept something")
	}
	m, err := o.desk.SendMail(ctx, o.who, server, ref, draft)
	o.must(err)
	if m.State != reinstate.OutgoingWaiting || !strings.HasSuffix(m.Subject, "["+ref+"]") || len(office.mails()) != 0 || o.jobs(casework.SendingMail) != 1 {
		t.Errorf("kept %+v, %d jobs", m, o.jobs(casework.SendingMail))
	}
	o.must(o.desk.DeliverMail(ctx, o.who, server, m.ID, false))
	o.must(o.desk.DeliverMail(ctx, o.who, server, m.ID, false)) // the job comes twice, as after a crash
	got := office.mails()
	if len(got) != 1 {
		t.Fatalf("%d mails went out", len(got))
	}
	file, err := o.desk.OpenOutgoing(ctx, o.who, ref, m.ID)
	o.must(err)
	kept, err := io.ReadAll(file.Body)
	o.must(err)
	o.must(file.Body.Close())
	if !bytes.Equal(bytes.TrimSpace(kept), bytes.TrimSpace(got[0])) {
		t.Errorf("kept %q\nsent %q", kept, got[0])
	}
	read, err := enmime.ReadEnvelope(bytes.NewReader(kept))
	o.must(err)
	token, err := o.desk.CaseToken(ctx, o.who, ref)
	o.must(err)
	for _, tt := range []struct{ field, want string }{
		{"Message-ID", "<" + m.MessageID + ">"}, {"Subject", m.Subject}, {"Reply-To", "<cases+" + token + "@vale.example>"}, {"Auto-Submitted", ""},
	} {
		if got := read.GetHeader(tt.field); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.field, got, tt.want)
		}
	}
	if !strings.Contains(read.GetHeader("From"), o.who.Name) || len(read.Attachments) != 1 || string(read.Attachments[0].Content) != "invoice 42" {
		t.Errorf("from %q with %d files", read.GetHeader("From"), len(read.Attachments))
	}
	if m, err = o.desk.Outgoing(ctx, o.who, ref, m.ID); err != nil || m.State != reinstate.OutgoingSent || m.Sent.IsZero() {
		t.Errorf("afterwards %+v, %v", m, err)
	}
	if deeds := o.deeds(ref, e.ID); !slices.Contains(deeds, reinstate.CustodyExported) {
		t.Errorf("custody tells %v", deeds)
	}
	if bad := o.verify(); len(bad) > 0 {
		t.Errorf("verify finds %+v", bad)
	}
}

func TestTheAnswerToOurMailJoinsTheCaseAsTalk(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		party reinstate.Party
		talk  bool
	}{{"of a supplier", reinstate.ToSupplier, true}, {"of the marketplace", reinstate.ToMarketplace, false}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o, office := newOffice(t), &carrier{}
			server, ctx, ref := office.open(t), t.Context(), o.waiting()
			draft := toSupplier("Dear Li,\nplease.")
			draft.Party = tt.party
			sent, err := o.desk.SendMail(ctx, o.who, server, ref, draft)
			o.must(err)
			m := o.receive(wrapped("Message-ID: <answer@factory.example>\nIn-Reply-To: <"+sent.MessageID+">\nSubject: Re: Invoices", "Here they are.\nYour appeal was denied."))
			if m.Thread != reinstate.ThreadReferences || m.Case != o.file(ref).Case.ID || m.Talk() != tt.talk {
				t.Fatalf("kept as %+v", m)
			}
			today, err := o.desk.Today(ctx, o.who)
			o.must(err)
			if got := len(today.Talk) == 1 && today.Talk[0].Case == ref; got != tt.talk {
				t.Errorf("today shows %+v", today.Talk)
			}
			if !tt.talk {
				return
			}
			_, words, err := o.desk.CaseMail(ctx, o.who, ref, m.ID)
			o.must(err)
			if !strings.Contains(words, "Here they are.") {
				t.Errorf("its words are %q", words)
			}
			answer := toSupplier("Thank you.")
			answer.Answers = m.ID
			back, err := o.desk.SendMail(ctx, o.who, server, ref, answer)
			o.must(err)
			if back.Answers != "answer@factory.example" {
				t.Errorf("it answers %q", back.Answers)
			}
			o.must(o.desk.DismissMail(ctx, o.who, m.ID))
			if today, _ = o.desk.Today(ctx, o.who); len(today.Talk) != 0 {
				t.Error("what was seen is still shown")
			}
		})
	}
}

func TestAMailIsRefusedInWords(t *testing.T) {
	t.Parallel()
	o, office := newOffice(t), &carrier{}
	server, ref := office.open(t), o.open().Reference
	hidden := o.attach(ref, "advice.txt", "privileged advice").Exhibit
	o.must(o.desk.Privilege(t.Context(), o.who, ref, reinstate.ThingExhibit, int64(hidden.ID), true))
	var big []reinstate.ExhibitID
	for i := range 19 {
		big = append(big, o.attach(ref, "big.txt", strings.Repeat(string(rune('a'+i)), 1_000_000)).Exhibit.ID)
	}
	many := "a@b.example, "
	for i := range 60 {
		many += strings.Repeat("x", i+1) + "@b.example, "
	}
	for _, tt := range []struct {
		name   string
		change func(*casework.MailDraft)
		field  string
		says   string
	}{
		{"a header in the subject", func(d *casework.MailDraft) { d.Subject = "x\r\nBcc: all@example.com" }, "subject", "one line"},
		{"an encoded subject", func(d *casework.MailDraft) { d.Subject = "=?utf-8?B?eA0KQmNjOiBh?=" }, "subject", "not encoded"},
		{"no subject", func(d *casework.MailDraft) { d.Subject = " " }, "subject", "subject"},
		{"a header in an address", func(d *casework.MailDraft) { d.To = "a@b.example\r\nBcc: all@example.com" }, "to", "not an e-mail address"},
		{"an encoded name", func(d *casework.MailDraft) { d.To = "=?utf-8?Q?x=0D=0ABcc:_y?= <a@b.example>" }, "to", "not an e-mail address"},
		{"a name that is read backwards", func(d *casework.MailDraft) { d.To = "\u202egro.elpmaxe\u202c <a@b.example>" }, "to", "not an e-mail address"},
		{"too many", func(d *casework.MailDraft) { d.To = many }, "to", "too many"},
		{"nobody", func(d *casework.MailDraft) { d.To = " ; " }, "to", "to whom"},
		{"a blank in the body", func(d *casework.MailDraft) { d.Body = "Dear {name}, the {thing}" }, "body", "name; thing"},
		{"a blank in the subject", func(d *casework.MailDraft) { d.Subject = "{subject}" }, "subject", "blank"},
		{"no body", func(d *casework.MailDraft) { d.Body = "\n" }, "body", "Write"},
		{"a party that is none", func(d *casework.MailDraft) { d.Party = "press" }, "party", "whom"},
		{"a privileged exhibit", func(d *casework.MailDraft) { d.Exhibits = []reinstate.ExhibitID{hidden.ID} }, "exhibits", "privileged"},
		{"too large", func(d *casework.MailDraft) { d.Exhibits = big }, "exhibits", "18 MB"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			draft := toSupplier("Dear Li, please.")
			tt.change(&draft)
			_, err := o.desk.SendMail(t.Context(), o.who, server, ref, draft)
			refused := reinstate.Invalid{}
			if !errors.As(err, &refused) || !strings.Contains(refused[tt.field], tt.says) {
				t.Errorf("got %v, want %q about %s", err, tt.says, tt.field)
			}
		})
	}
	if _, err := o.desk.SendMail(t.Context(), o.who, post.Server{}, ref, toSupplier("Dear Li.")); !strings.Contains(err.Error(), "No mail server is set") {
		t.Errorf("without a server: %v", err)
	}
	for _, role := range []reinstate.Role{reinstate.RoleReviewer, reinstate.RoleViewer, reinstate.RoleClient} {
		who := o.who
		who.Role = role
		if _, err := o.desk.SendMail(t.Context(), who, server, ref, toSupplier("Dear Li.")); !errors.Is(err, reinstate.ErrForbidden) {
			t.Errorf("a %s: %v", role, err)
		}
	}
	if o.jobs(casework.SendingMail) != 0 {
		t.Error("a refused mail was queued")
	}
}

func TestWhatTheMailServerSaysIsShown(t *testing.T) {
	t.Parallel()
	o, office := newOffice(t), &carrier{}
	server, ctx, ref := office.open(t), t.Context(), o.open().Reference
	m, err := o.desk.SendMail(ctx, o.who, server, ref, toSupplier("Dear Li."))
	o.must(err)
	state := func(want reinstate.OutgoingState, says string) {
		t.Helper()
		m, err := o.desk.Outgoing(ctx, o.who, ref, m.ID)
		o.must(err)
		if m.State != want || !strings.Contains(m.Told, says) {
			t.Errorf("it is %s, told %q; want %s, %q", m.State, m.Told, want, says)
		}
	}
	office.says(&smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 2, 2}, Message: "mailbox full, later"})
	for range 3 {
		if err := o.desk.DeliverMail(ctx, o.who, server, m.ID, false); err == nil {
			t.Error("a fault for the time being is no error: it would not be tried again")
		}
	}
	state(reinstate.OutgoingWaiting, "mailbox full, later")
	if n := o.happened(ref, "mail_delayed"); n != 1 {
		t.Errorf("the timeline tells the same fault %d times", n)
	}
	office.says(&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox here"})
	o.must(o.desk.DeliverMail(ctx, o.who, server, m.ID, false))
	state(reinstate.OutgoingRefused, "no such mailbox here")
	office.says(nil)
	o.must(o.desk.DeliverMail(ctx, o.who, server, m.ID, false))
	if len(office.mails()) != 0 {
		t.Error("a refused mail was sent without anybody wanting it")
	}
	o.must(o.desk.RetryMail(ctx, o.who, ref, m.ID))
	o.must(o.desk.DeliverMail(ctx, o.who, server, m.ID, false))
	state(reinstate.OutgoingSent, "")
	if len(office.mails()) != 1 {
		t.Errorf("%d mails went out", len(office.mails()))
	}
	n, err := o.desk.SendMail(ctx, o.who, server, ref, toSupplier("Dear Li again."))
	o.must(err)
	o.must(o.desk.DeliverMail(ctx, o.who, post.Server{}, n.ID, false))
	if n, _ = o.desk.Outgoing(ctx, o.who, ref, n.ID); n.State != reinstate.OutgoingRefused || !strings.Contains(n.Told, "No mail server") {
		t.Errorf("without a server it is %+v", n)
	}
}

// jobs is how many jobs of a kind wait.
func (o *office) jobs(kind string) (n int) {
	o.t.Helper()
	o.must(o.db.View(o.t.Context(), o.who, func(tx *store.Tx) error {
		jobs, err := tx.Jobs(store.JobWaiting, 100)
		for _, j := range jobs {
			if j.Kind == kind {
				n++
			}
		}
		return err
	}))
	return n
}

func TestAPassedFollowUpIsOnTodayUntilSomebodyAsks(t *testing.T) {
	t.Parallel()
	o, office := newOffice(t), &carrier{}
	ctx, server, ref := t.Context(), office.open(t), o.waiting()
	asks := func() bool {
		today, err := o.desk.Today(ctx, o.who)
		o.must(err)
		return slices.ContainsFunc(today.Ask, func(l store.AgendaLine) bool { return l.Reference == ref })
	}
	if asks() {
		t.Error("it is time to ask at once")
	}
	o.wait(20 * 24 * time.Hour)
	if !asks() {
		t.Fatal("nobody is told that it is time to ask")
	}
	f := o.file(ref)
	template, ok := o.desk.Catalog().Mail(catalog.MailFollowUp)
	if !ok {
		t.Fatal("there is no template for it")
	}
	subject, body := o.desk.FillMail(f, o.who, "Vale", template)
	if !strings.Contains(body, "17263544990") || strings.Contains(body, "{what was filed}") {
		t.Errorf("the follow-up says %q, %q", subject, body)
	}
	_, err := o.desk.SendMail(ctx, o.who, server, ref, casework.MailDraft{Template: catalog.MailFollowUp, Party: reinstate.ToMarketplace, To: "appeals@amazon.example", Subject: "Our appeal", Body: "May we ask where it stands?"})
	o.must(err)
	if c := o.clock(ref, reinstate.ClockFollowUp); asks() || c.Running() {
		t.Errorf("somebody asked, and the limit is %+v", c)
	}
}
