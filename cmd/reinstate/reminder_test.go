package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"reinstate/internal/casework"
	"reinstate/internal/post"
	"reinstate/internal/reinstate"
)

// postOffice is a mail server in this process. It says no to the first mail, as
// a server does that is busy.
type postOffice struct {
	mu   sync.Mutex
	busy int
	got  []*mail.Message
	text []string
}

type clerk struct{ office *postOffice }

func (o *postOffice) NewSession(*smtp.Conn) (smtp.Session, error) { return &clerk{o}, nil }

func (c *clerk) Mail(string, *smtp.MailOptions) error {
	c.office.mu.Lock()
	defer c.office.mu.Unlock()
	if c.office.busy > 0 {
		c.office.busy--
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "busy, try again"}
	}
	return nil
}
func (*clerk) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (c *clerk) Data(r io.Reader) error {
	m, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(m.Body)
	c.office.mu.Lock()
	defer c.office.mu.Unlock()
	c.office.got, c.office.text = append(c.office.got, m), append(c.office.text, string(text))
	return err
}
func (*clerk) Reset()        {}
func (*clerk) Logout() error { return nil }

func (o *postOffice) count() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.got)
}

func (o *postOffice) open(t *testing.T) post.Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := smtp.NewServer(o)
	s.Domain = "office.test"
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return post.Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: post.Plain, From: "Reinstate <cases@vale.example>", Patience: 20 * time.Second}
}

// TestARemindersMailArrivesOnce has a server send a reminder through a mail
// server that is busy at first, and stops and starts it afterwards.
func TestARemindersMailArrivesOnce(t *testing.T) {
	t.Parallel()
	dir, office := firmFolder(t), &postOffice{busy: 1}
	due := time.Now().Add(20 * time.Hour).Truncate(time.Second)
	old, err := enter(t.Context(), settings{dir: dir, cost: cheap, now: func() time.Time { return time.Now().AddDate(0, 0, -10) }})
	if err != nil {
		t.Fatal(err)
	}
	who, err := old.gate.Operator(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	n, err := old.desk.Log(t.Context(), who, casework.Incoming{Body: strings.NewReader("Your Amazon.com selling account has been deactivated for inauthentic items.")})
	if err != nil {
		t.Fatal(err)
	}
	accounts, err := old.desk.Accounts(t.Context(), who)
	if err != nil || len(accounts) == 0 {
		t.Fatalf("%d accounts, %v", len(accounts), err)
	}
	c, err := old.desk.OpenCase(t.Context(), who, n.ID, asRead(n, accounts[0].Account, old.desk), false)
	if err == nil {
		err = old.desk.AddClock(t.Context(), who, c.Reference, reinstate.ClockAppeal, due, "Told on the telephone.")
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	server := office.open(t)
	for range 2 {
		o, err := enter(t.Context(), settings{dir: dir, cost: cheap, mail: server, site: "https://cases.vale.example", log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		if err := o.watch.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		for end := time.Now().Add(90 * time.Second); office.count() == 0 && time.Now().Before(end); {
			time.Sleep(50 * time.Millisecond)
		}
		time.Sleep(2 * time.Second) // a second mail would come now
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		err = o.watch.Stop(ctx)
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		if err := o.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if n := office.count(); n != 1 {
		t.Fatalf("%d mails arrived, want one", n)
	}
	m := office.got[0]
	if m.Header.Get("Auto-Submitted") != "auto-generated" || !strings.Contains(m.Header.Get("Message-Id"), "reminder-") {
		t.Errorf("the head of the mail is %v", m.Header)
	}
	if subject := m.Header.Get("Subject"); !strings.Contains(subject, c.Reference) {
		t.Errorf("the subject is %q", subject)
	}
	text := strings.ReplaceAll(office.text[0], "=\r\n", "")
	for _, want := range []string{"Appeal: " + c.Reference, "h", "https://cases.vale.example/cases/" + c.Reference, "/account/reminders"} {
		if !strings.Contains(text, want) {
			t.Errorf("the mail lacks %q:\n%s", want, text)
		}
	}
}
