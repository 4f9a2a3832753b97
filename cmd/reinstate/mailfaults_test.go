package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/mailtest"
	"reinstate/internal/reinstate"
)

// TestMailOutlivesEveryFaultOfItsWay disturbs the ways to both servers in every
// usual manner: nothing is lost, and what comes twice is the same mail.
func TestMailOutlivesEveryFaultOfItsWay(t *testing.T) {
	t.Parallel()
	f := newFirmMail(t)
	f.must(f.box.Put(letter("Subject: Your account\nMessage-ID: <n1@amazon.com>", inauthentic)))
	f.must(f.o.desk.FetchMail(t.Context(), f.who))
	f.open()
	put := 1
	for _, fault := range mailtest.Faults() {
		f.in.Disturb(fault)
		f.out.Disturb(fault)
		for range 3 {
			put++
			f.must(f.box.Put(letter(fmt.Sprintf("Subject: %s %d\nMessage-ID: <m%d@amazon.com>", fault.Name, put, put), "We are looking into it."+strings.Repeat(" More.", 200))))
		}
		sent := f.write("Under the fault " + fault.Name)
		ctx, cancel := context.WithTimeout(t.Context(), 6*time.Second)
		_ = f.o.desk.FetchMail(ctx, f.who) // whether it fails is the fault's business
		_ = f.o.desk.DeliverMail(ctx, f.who, f.server(), sent.ID, false)
		cancel()
		f.told(fault, sent.ID)
		f.in.Clear()
		f.out.Clear()
		f.must(f.o.desk.FetchMail(t.Context(), f.who))
		f.must(f.o.desk.DeliverMail(t.Context(), f.who, f.server(), sent.ID, false))
		f.arrived(fault, sent)
		if got := ask[int](t, f.dir, "SELECT count(*) FROM mails"); got != put {
			t.Errorf("%s: %d mails are kept of %d", fault.Name, got, put)
		}
		if trouble := ask[string](t, f.dir, "SELECT trouble FROM mailboxes"); trouble != "" {
			t.Errorf("%s: the mailbox still says %q", fault.Name, trouble)
		}
	}
	call(t, "verify", "--data", f.dir)
}

func (f *firmMail) write(subject string) reinstate.Outgoing {
	f.t.Helper()
	m, err := f.o.desk.SendMail(f.t.Context(), f.who, f.server(), f.reference, casework.MailDraft{Party: reinstate.ToSupplier, To: "li@factory.example", Subject: subject, Body: "Dear Li,\n" + strings.Repeat("please send the invoices. ", 40)})
	f.must(err)
	return m
}

// told checks that a way that is down is told of in words, on both sides.
func (f *firmMail) told(fault mailtest.Fault, id reinstate.OutgoingID) {
	f.t.Helper()
	if !fault.Down {
		return
	}
	if trouble := ask[string](f.t, f.dir, "SELECT trouble FROM mailboxes"); !strings.Contains(trouble, "cannot be reached") {
		f.t.Errorf("the mailbox says %q", trouble)
	}
	m, err := f.o.desk.Outgoing(f.t.Context(), f.who, f.reference, id)
	f.must(err)
	if m.State != reinstate.OutgoingWaiting || !strings.Contains(m.Told, "reach the mail server") {
		f.t.Errorf("the mail is %s and told %q", m.State, m.Told)
	}
}

// arrived checks that a mail was sent, and that every copy of it is the same.
func (f *firmMail) arrived(fault mailtest.Fault, sent reinstate.Outgoing) {
	f.t.Helper()
	m, err := f.o.desk.Outgoing(f.t.Context(), f.who, f.reference, sent.ID)
	f.must(err)
	if m.State != reinstate.OutgoingSent {
		f.t.Errorf("%s: the mail is %s, told %q", fault.Name, m.State, m.Told)
	}
	var first []byte
	for _, raw := range f.office.Mails() {
		if !bytes.Contains(raw, []byte(sent.MessageID)) {
			continue
		}
		if first == nil {
			first = raw
		}
		if !bytes.Equal(first, raw) {
			f.t.Errorf("%s: two copies differ", fault.Name)
		}
	}
	if first == nil {
		f.t.Errorf("%s: the mail is called sent, and did not arrive", fault.Name)
	}
}

// TestAFullMailboxIsTakenInOverARestart has five hundred mails wait,
// among them one of 50 MB and one to ten thousand people, and stops in between.
func TestAFullMailboxIsTakenInOverARestart(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("takes in hundreds of mails, so not under -short")
	}
	f := newFirmMail(t)
	const many = 500
	mails := make([][]byte, many)
	for i := range mails {
		mails[i] = letter(fmt.Sprintf("Subject: Notice %d\nMessage-ID: <many%d@amazon.com>", i, i), "hello")
	}
	mails[10] = letter("Subject: Large\nMessage-ID: <large@amazon.com>", strings.Repeat("0123456789abcde\n", 50<<20/16))
	mails[20] = letter("Subject: To all\nMessage-ID: <all@amazon.com>\nCc: "+strings.TrimSuffix(strings.Repeat("somebody@example.com,\n ", 10_000), ",\n "), "hello")
	f.must(f.box.Put(mails...))
	halfway, stop := context.WithCancel(t.Context())
	for range 3 {
		if ask[int](t, f.dir, "SELECT count(*) FROM mails") >= 200 {
			stop() // in the middle of a round, as a stop of the server does
		}
		ctx, cancel := context.WithTimeout(halfway, enough)
		_ = f.o.desk.FetchMail(ctx, f.who)
		cancel()
	}
	stop()
	f.o = enterAt(t, f.dir)
	for range 8 {
		f.must(f.o.desk.FetchMail(t.Context(), f.who))
	}
	if kept, named := ask[int](t, f.dir, "SELECT count(*) FROM mails"), ask[int](t, f.dir, "SELECT count(DISTINCT message_id) FROM mails WHERE message_id <> ''"); kept != many || named != many {
		t.Errorf("%d mails are kept, %d by different names", kept, named)
	}
	if large := ask[int](t, f.dir, "SELECT count(*) FROM mails WHERE sort = 'too_large' AND subject = 'Large'"); large != 1 {
		t.Errorf("the mail of 50 MB is named %d times", large)
	}
}

// TestAServerKilledBetweenSendingAndNotingSendsTheSameMail kills the program
// after the mail server kept a mail and before it said so.
func TestAServerKilledBetweenSendingAndNotingSendsTheSameMail(t *testing.T) {
	t.Parallel()
	f := newFirmMail(t)
	f.must(f.box.Put(letter("Subject: Your account\nMessage-ID: <n1@amazon.com>", inauthentic)))
	f.must(f.o.desk.FetchMail(t.Context(), f.who))
	f.open()
	kept, free := make(chan struct{}), make(chan struct{})
	var once, freed sync.Once
	t.Cleanup(func() { freed.Do(func() { close(free) }) })
	f.office.Holds(func() { once.Do(func() { close(kept); <-free }) })
	sent := f.write("Invoices")
	s := f.serve()
	select {
	case <-kept:
	case <-time.After(enough):
		t.Fatal("the mail did not come")
	}
	s.kill()
	freed.Do(func() { close(free) })
	if state := ask[string](t, f.dir, "SELECT state FROM outgoing"); state != "waiting" {
		t.Fatalf("nobody noted it, and it is %s", state)
	}
	f.office.Holds(nil)
	f.serve()
	f.eventually(1, "SELECT count(*) FROM outgoing WHERE state = 'sent'")
	if n := f.office.Names()["<"+sent.MessageID+">"]; n != 2 {
		t.Errorf("it went out %d times under its name, want the one nobody noted and the one that was", n)
	}
	f.arrived(mailtest.Fault{Name: "killed"}, sent)
}

// TestAnAnnouncementOutlivesAKill kills the program while a program that is told
// keeps it waiting: the same announcement comes again.
func TestAnAnnouncementOutlivesAKill(t *testing.T) {
	t.Parallel()
	heard, free := make(chan string, 10), make(chan struct{})
	var first, freed sync.Once
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		heard <- r.Header.Get("webhook-id") + " " + string(body)
		first.Do(func() { <-free })
	}))
	t.Cleanup(receiver.Close)
	t.Cleanup(func() { freed.Do(func() { close(free) }) })
	dir := firmFolder(t)
	listen := []string{"--hooks-to", "127.0.0.0/8"}
	s := startServer(t, dir, listen...)
	who := signIn(t, s, "olga@testing.example", demoPassword)
	answer, err := who.post(t.Context(), "/hooks", "application/x-www-form-urlencoded", strings.NewReader("topics=case&url="+receiver.URL))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if n := ask[int](t, dir, "SELECT count(*) FROM hooks"); n != 1 {
		t.Fatalf("%d hooks are kept, the page answered %d", n, answer.StatusCode)
	}
	try(t, nil, amazonNotice, "case", "log", "--account", "lamp-amazon-us", "-", "--data", dir)
	once := hears(t, heard)
	s.kill()
	freed.Do(func() { close(free) })
	startServer(t, dir, listen...)
	for {
		if again := hears(t, heard); again == once {
			return
		}
	}
}

// hears waits for an announcement.
func hears(t *testing.T, heard <-chan string) string {
	t.Helper()
	select {
	case told := <-heard:
		return told
	case <-time.After(enough):
		t.Fatal("nothing was announced")
	}
	return ""
}
