package post

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/jhillyerd/enmime/v2"

	"reinstate/internal/reinstate"
)

// office is a mail server in this process that keeps what it gets.
type office struct {
	mu     sync.Mutex
	got    []delivery
	refuse *smtp.SMTPError // said to every recipient
}

type delivery struct {
	from string
	to   []string
	raw  []byte
}

func (o *office) NewSession(*smtp.Conn) (smtp.Session, error) { return &counter{office: o}, nil }

type counter struct {
	office *office
	now    delivery
}

func (c *counter) Mail(from string, _ *smtp.MailOptions) error {
	c.now = delivery{from: from}
	return nil
}
func (c *counter) Rcpt(to string, _ *smtp.RcptOptions) error {
	if c.office.refuse != nil {
		return c.office.refuse
	}
	c.now.to = append(c.now.to, to)
	return nil
}
func (c *counter) Data(r io.Reader) (err error) {
	if c.now.raw, err = io.ReadAll(r); err != nil {
		return err
	}
	c.office.mu.Lock()
	defer c.office.mu.Unlock()
	c.office.got = append(c.office.got, c.now)
	return nil
}
func (*counter) Reset()        {}
func (*counter) Logout() error { return nil }

// open starts the office and says where it is.
func (o *office) open(t *testing.T) Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := smtp.NewServer(o)
	s.Domain = "office.test"
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	at := l.Addr().(*net.TCPAddr)
	return Server{Host: "127.0.0.1", Port: at.Port, Security: Plain, From: "Reinstate <cases@vale.example>", Patience: 20 * time.Second}
}

func sample() Letter {
	return Letter{
		ID: "r-7.clock-3@vale.example", To: []string{"Ana Vale <ana@vale.example>", "li@vale.example"}, Subject: "R-2026-0007: 上诉 due tomorrow",
		Text: "The appeal is due on Friday.\r\n.\r\nA line with one dot is no end.", Date: time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC),
		InReplyTo: "first@vale.example", Automatic: true,
		Files: []File{{Name: "发票.pdf", MediaType: "application/pdf", Bytes: []byte("%PDF-1.4 not really")}},
	}
}

func TestWhatIsKeptIsWhatWasSent(t *testing.T) {
	t.Parallel()
	o := &office{}
	server := o.open(t)
	raw, err := server.Send(t.Context(), sample())
	if err != nil {
		t.Fatal(err)
	}
	again, err := server.Send(t.Context(), sample())
	if err != nil || !bytes.Equal(raw, again) {
		t.Errorf("the same letter was written in two ways (%v)", err)
	}
	if len(o.got) != 2 {
		t.Fatalf("%d mails came", len(o.got))
	}
	got := o.got[0]
	if !bytes.Equal(bytes.TrimSpace(got.raw), bytes.TrimSpace(raw)) {
		t.Errorf("kept %q\nsent %q", raw, got.raw)
	}
	if got.from != "cases@vale.example" || strings.Join(got.to, " ") != "ana@vale.example li@vale.example" {
		t.Errorf("from %s to %v", got.from, got.to)
	}
	read, err := enmime.ReadEnvelope(bytes.NewReader(got.raw))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ field, want string }{
		{"Subject", "R-2026-0007: 上诉 due tomorrow"}, {"Message-ID", "<r-7.clock-3@vale.example>"}, {"In-Reply-To", "<first@vale.example>"},
		{"Auto-Submitted", "auto-generated"},
	} {
		if got := read.GetHeader(tt.field); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.field, got, tt.want)
		}
	}
	if !strings.Contains(read.Text, "\r\n.\r\nA line") && !strings.Contains(read.Text, "\n.\nA line") {
		t.Errorf("the text came as %q", read.Text)
	}
	if len(read.Attachments) != 1 || read.Attachments[0].FileName != "发票.pdf" || string(read.Attachments[0].Content) != "%PDF-1.4 not really" {
		t.Errorf("attachments: %+v", read.Attachments)
	}
}

func TestNothingSlipsIntoTheHead(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*Letter){
		"a header in the subject":      func(l *Letter) { l.Subject = "x\r\nBcc: all@example.com" },
		"a bare newline":               func(l *Letter) { l.Subject = "x\nBcc: all@example.com" },
		"a header in a recipient":      func(l *Letter) { l.To = []string{"a@b.example\r\nBcc: c@d.example"} },
		"two addresses in one":         func(l *Letter) { l.To = []string{"a@b.example, c@d.example"} },
		"no recipient":                 func(l *Letter) { l.To = nil },
		"ten thousand recipients":      func(l *Letter) { l.To = make([]string, 10_000) },
		"a broken sender":              func(l *Letter) { l.From = "nobody" },
		"a header in the identifier":   func(l *Letter) { l.ID = "x@y>\r\nBcc: c@d.example" },
		"brackets in the answered one": func(l *Letter) { l.InReplyTo = "a> <b" },
		"a header in a file name":      func(l *Letter) { l.Files[0].Name = "a\r\nX-Evil: 1" },
		"a header in a media type":     func(l *Letter) { l.Files[0].MediaType = "text/plain\r\nX-Evil: 1" },
		"no subject":                   func(l *Letter) { l.Subject = " " },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := sample()
			l.From = "cases@vale.example"
			spoil(&l)
			var refused reinstate.Invalid
			if raw, err := l.Write(); !errors.As(err, &refused) {
				t.Errorf("got %v and %q", err, raw)
			}
		})
	}
	l := sample()
	l.From, l.Subject = "cases@vale.example", "=?utf-8?q?=0D=0ABcc=3A_all=40example.com?="
	raw, err := l.Write()
	if err != nil {
		t.Fatal(err)
	}
	if m, err := mail.ReadMessage(bytes.NewReader(raw)); err != nil || m.Header.Get("Bcc") != "" {
		t.Errorf("an encoded word became a header: %q (%v)", raw, err)
	}
}

func TestARefusalForGoodIsToldFromOneForNow(t *testing.T) {
	t.Parallel()
	for code, hopeless := range map[int]bool{550: true, 450: false} {
		o := &office{refuse: &smtp.SMTPError{Code: code, Message: "no"}}
		_, err := o.open(t).Send(t.Context(), sample())
		if err == nil || errors.Is(err, ErrRefused) != hopeless {
			t.Errorf("%d gave %v", code, err)
		}
	}
}

// silent takes connections and does with them what do says.
func silent(t *testing.T, do func(net.Conn)) Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go do(c)
		}
	}()
	return Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: Plain, From: "cases@vale.example", Patience: 300 * time.Millisecond}
}

func TestAServerThatFailsIsGivenUpInTime(t *testing.T) {
	t.Parallel()
	answer := func(lines ...string) func(net.Conn) {
		return func(c net.Conn) {
			defer c.Close()
			one := make([]byte, 4096)
			for _, l := range lines {
				io.WriteString(c, l+"\r\n")
				if _, err := c.Read(one); err != nil {
					return
				}
			}
		}
	}
	for name, do := range map[string]func(net.Conn){
		"never says a word":        func(c net.Conn) { time.Sleep(time.Minute); c.Close() },
		"closes at once":           func(c net.Conn) { c.Close() },
		"is no mail server":        answer("HTTP/1.1 400 Bad Request"),
		"is cut off in the middle": answer("220 hello", "250 hello", "250 ok"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			begun := time.Now()
			if _, err := silent(t, do).Send(t.Context(), sample()); err == nil || errors.Is(err, ErrRefused) {
				t.Errorf("got %v", err)
			}
			if took := time.Since(begun); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (&office{}).open(t).Send(ended, sample()); err == nil {
		t.Error("sent after the context had ended")
	}
}

// TestAWrongPasswordIsTriedAgain has a server that takes the password only when
// it is mended.
func TestAWrongPasswordIsTriedAgain(t *testing.T) {
	t.Parallel()
	serve := func(right bool, got chan<- string) func(net.Conn) {
		return func(c net.Conn) {
			defer c.Close()
			in := bufio.NewReader(c)
			io.WriteString(c, "220 hello\r\n")
			for {
				line, err := in.ReadString('\n')
				switch {
				case err != nil:
					return
				case strings.HasPrefix(line, "EHLO"):
					io.WriteString(c, "250-office.test\r\n250 AUTH PLAIN\r\n")
				case strings.HasPrefix(line, "AUTH") && !right:
					io.WriteString(c, "535 5.7.8 wrong password\r\n")
				case strings.HasPrefix(line, "AUTH"):
					io.WriteString(c, "235 welcome\r\n")
				case strings.HasPrefix(line, "DATA"):
					io.WriteString(c, "354 go on\r\n")
					for line != ".\r\n" && err == nil {
						line, err = in.ReadString('\n')
					}
					got <- "mail"
					io.WriteString(c, "250 kept\r\n")
				default:
					io.WriteString(c, "250 ok\r\n")
				}
			}
		}
	}
	got := make(chan string, 5)
	wrong := silent(t, serve(false, got))
	wrong.User, wrong.Password, wrong.Patience = "cases", "old", 10*time.Second
	if _, err := wrong.Send(t.Context(), sample()); err == nil || errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "535") {
		t.Errorf("a wrong password gives %v, want a fault that is tried again", err)
	}
	right := silent(t, serve(true, got))
	right.User, right.Password, right.Patience = "cases", "new", 10*time.Second
	if _, err := right.Send(t.Context(), sample()); err != nil || len(got) != 1 {
		t.Errorf("the mended password gives %v, %d mails came", err, len(got))
	}
}

func TestEncryptionIsNotGivenUp(t *testing.T) {
	t.Parallel()
	o := &office{}
	server := o.open(t) // offers no STARTTLS
	server.Security = StartTLS
	if _, err := server.Send(t.Context(), sample()); err == nil || len(o.got) > 0 {
		t.Errorf("a server without encryption got the mail (%v)", err)
	}
}

func TestTheServerIsWrittenInOneLine(t *testing.T) {
	t.Parallel()
	got, err := ParseServer("smtp://cases%40vale.example@mail.example:2587", "cases@vale.example")
	if err != nil || got != (Server{Host: "mail.example", Port: 2587, Security: StartTLS, User: "cases@vale.example", From: "cases@vale.example"}) {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, tt := range []struct{ written, from string }{
		{"mail.example", "a@b.example"}, {"http://mail.example", "a@b.example"}, {"smtp://u:secret@mail.example", "a@b.example"},
		{"plain://mail.example", "a@b.example"}, {"smtp://mail.example:0", "a@b.example"}, {"smtp://mail.example", "nobody"},
	} {
		var refused reinstate.Invalid
		if _, err := ParseServer(tt.written, tt.from); !errors.As(err, &refused) {
			t.Errorf("%q from %q: %v", tt.written, tt.from, err)
		}
	}
}
