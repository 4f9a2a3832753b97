package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/mailtest"
	"reinstate/internal/post"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// enough is how long a test waits for what takes seconds on a quiet machine.
const enough = 2 * time.Minute

// firmMail is a firm whose mail goes through servers on this machine, each by a
// way that can be disturbed.
type firmMail struct {
	t         *testing.T
	dir       string
	box       *mailtest.Dovecot
	office    *mailtest.Office
	in, out   *mailtest.Way
	o         *premises
	who       reinstate.Actor
	reference string // of the case, once it is open
}

func newFirmMail(t *testing.T) *firmMail {
	t.Helper()
	f := &firmMail{t: t, box: mailtest.NewDovecot(t, "400M"), office: mailtest.NewOffice(t)}
	f.dir = firmFolder(t)
	f.in, f.out = mailtest.NewWay(t, f.box.Port), mailtest.NewWay(t, f.office.Port)
	f.o = enterAt(t, f.dir)
	var err error
	if f.who, err = f.o.gate.Operator(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if err := f.o.desk.AddMailbox(t.Context(), f.who, f.box.Address(f.in.Port), "wrong", "cases@vale.example"); err == nil || !strings.Contains(err.Error(), "The mailbox refuses") {
		t.Fatalf("a wrong password: %v", err)
	}
	if err := f.o.desk.AddMailbox(t.Context(), f.who, f.box.Address(f.in.Port), f.box.Password, "cases@vale.example"); err != nil {
		t.Fatal(err)
	}
	return f
}

// server is the mail server as the firm names it.
func (f *firmMail) server() post.Server {
	return post.Server{Host: "127.0.0.1", Port: f.out.Port, Security: post.Plain, From: "cases@vale.example", Patience: 3 * time.Second}
}

// serve starts the real program.
func (f *firmMail) serve() *serving {
	return startServer(f.t, f.dir, "--smtp", fmt.Sprintf("plain://127.0.0.1:%d", f.out.Port), "--mail-from", "cases@vale.example", "--mailboxes-at", "127.0.0.1")
}

func (f *firmMail) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// letter is a mail as a marketplace sends it.
func letter(head, text string) []byte {
	return []byte(strings.ReplaceAll("From: Amazon <no-reply@amazon.com>\nTo: cases@vale.example\nDate: "+time.Now().Format(time.RFC1123Z)+"\n"+head+"\nContent-Type: text/plain; charset=utf-8\n\n"+text, "\n", "\r\n"))
}

// eventually waits until a count of rows is what it should be.
func (f *firmMail) eventually(want int, query string, args ...any) {
	f.t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(f.dir, store.Database)+"?_busy_timeout=10000")
	f.must(err)
	defer db.Close()
	got := -1
	for end := time.Now().Add(enough); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if err := db.QueryRow(query, args...).Scan(&got); err == nil && got == want {
			return
		}
	}
	f.t.Fatalf("%s gives %d, want %d", query, got, want)
}

// open opens the case of the one message that waits, with a limit that presses.
func (f *firmMail) open() {
	f.t.Helper()
	ctx := f.t.Context()
	today, err := f.o.desk.Today(ctx, f.who)
	f.must(err)
	if len(today.Unchecked) != 1 {
		f.t.Fatalf("%d messages wait", len(today.Unchecked))
	}
	n := today.Unchecked[0]
	accounts, err := f.o.desk.Accounts(ctx, f.who)
	f.must(err)
	c, err := f.o.desk.OpenCase(ctx, f.who, n.ID, asRead(n, accounts[0].Account, f.o.desk), false)
	f.must(err)
	f.reference = c.Reference
	f.must(f.o.desk.AddClock(ctx, f.who, f.reference, reinstate.ClockAppeal, time.Now().Add(20*time.Hour), "Told on the telephone."))
}

const inauthentic = "Your Amazon.com selling account has been deactivated because of inauthentic items. Send invoices within 17 days."

// TestMailGoesInAndOutThroughRealServers has a notice come by a real mailbox, the
// case write a mail, and the answer come back, while the server is killed and the
// mailbox goes silent.
func TestMailGoesInAndOutThroughRealServers(t *testing.T) {
	t.Parallel()
	f := newFirmMail(t)
	f.must(f.box.Put(letter("Subject: Your account\nMessage-ID: <n1@amazon.com>", inauthentic)))
	s := f.serve()
	f.eventually(1, "SELECT count(*) FROM notices WHERE kind = 'notice' AND case_id IS NULL")
	f.open()
	sent, err := f.o.desk.SendMail(t.Context(), f.who, f.server(), f.reference, casework.MailDraft{Party: reinstate.ToMarketplace, To: "appeals@amazon.example", Subject: "Our case", Body: "Where does it stand?"})
	f.must(err)
	f.eventually(1, "SELECT count(*) FROM outgoing WHERE state = 'sent'")
	f.sameBytes(sent)

	address, err := f.o.desk.CaseAddress(t.Context(), f.who, f.reference)
	f.must(err)
	f.must(f.box.Put(
		letter("Subject: Re: Our case\nMessage-ID: <r1@amazon.com>\nIn-Reply-To: <"+sent.MessageID+">", "We are not able to reactivate your account at this time. Send newer invoices."),
		letter("Subject: More\nMessage-ID: <r2@amazon.com>\nDelivered-To: "+address, "Please send the invoices of your supplier."),
		letter("Subject: Re: Our case\nMessage-ID: <r1@amazon.com>\nIn-Reply-To: <"+sent.MessageID+">\nX-Hop: 2", "We are not able to reactivate your account at this time. Send newer invoices."),
	))
	f.in.Disturb(mailtest.Silence)
	s.kill()
	s = f.serve()
	f.answersMeanwhile(s)
	s.kill()
	f.in.Clear()
	s = f.serve()
	f.eventually(2, "SELECT count(*) FROM mails WHERE case_id IS NOT NULL")
	f.eventually(3, "SELECT count(*) FROM mails")
	f.reminded()
	s.stop(t, os.Interrupt)
	if n := f.office.Names()["<"+sent.MessageID+">"]; n != 1 {
		t.Errorf("the mail that was noted as sent went out %d times", n)
	}
	f.sameUnderOneName()
	call(t, "verify", "--data", f.dir)
}

// sameUnderOneName checks that what came twice, as a kill between sending and
// noting it may bring about, is the same mail.
func (f *firmMail) sameUnderOneName() {
	f.t.Helper()
	named := map[string][]byte{}
	for _, raw := range f.office.Mails() {
		m, err := mail.ReadMessage(bytes.NewReader(raw))
		f.must(err)
		name := m.Header.Get("Message-Id")
		if before, known := named[name]; known && !bytes.Equal(before, raw) {
			f.t.Errorf("two mails have the name %s", name)
		}
		named[name] = raw
	}
}

// sameBytes compares what is kept of a mail with what the mail server got.
func (f *firmMail) sameBytes(m reinstate.Outgoing) {
	f.t.Helper()
	file, err := f.o.desk.OpenOutgoing(f.t.Context(), f.who, f.reference, m.ID)
	f.must(err)
	kept, err := io.ReadAll(file.Body)
	f.must(err)
	f.must(file.Body.Close())
	for _, got := range f.office.Mails() {
		if bytes.Equal(bytes.TrimSpace(got), bytes.TrimSpace(kept)) {
			return
		}
	}
	f.t.Errorf("none of %d mails is what is kept", len(f.office.Mails()))
}

// answersMeanwhile looks at pages while the mailbox keeps the server waiting.
func (f *firmMail) answersMeanwhile(s *serving) {
	f.t.Helper()
	who := signIn(f.t, s, "olga@testing.example", demoPassword)
	for _, path := range []string{"/", "/cases/" + f.reference + "/messages", "/inbox", "/mailboxes"} {
		begun := time.Now()
		ctx, cancel := context.WithTimeout(f.t.Context(), 30*time.Second)
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+path, nil)
		f.must(err)
		answer, err := who.client.Do(r)
		f.must(err)
		answer.Body.Close()
		cancel()
		if took := time.Since(begun); answer.StatusCode != http.StatusOK || took > 10*time.Second {
			f.t.Errorf("%s answers %d after %v while the mailbox is silent", path, answer.StatusCode, took)
		}
	}
}

// reminded waits for the reminder of the case's limit.
func (f *firmMail) reminded() {
	f.t.Helper()
	for end := time.Now().Add(enough); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		for _, raw := range f.office.Mails() {
			if bytes.Contains(raw, []byte("reminder-")) && bytes.Contains(raw, []byte(f.reference)) {
				return
			}
		}
	}
	f.t.Errorf("no reminder came among %d mails", len(f.office.Mails()))
}
