package mailtest

import (
	"bytes"
	"io"
	"log"
	"net"
	"net/mail"
	"slices"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
)

// Office is an SMTP server in this process that keeps what it is given.
type Office struct {
	Port int
	mu   sync.Mutex
	got  [][]byte
	say  error
	hold func()
}

// NewOffice starts an Office. It is stopped with the test.
func NewOffice(t testing.TB) *Office {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o := &Office{Port: l.Addr().(*net.TCPAddr).Port}
	s := smtp.NewServer(o)
	s.Domain, s.ErrorLog = "office.test", log.New(io.Discard, "", 0)
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return o
}

// Says has the office answer every recipient with an error; nil: it takes them.
func (o *Office) Says(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.say = err
}

// Holds has the office call f after it has kept a mail, before it says so.
func (o *Office) Holds(f func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.hold = f
}

// Mails are the bytes of what came, in order.
func (o *Office) Mails() [][]byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.got)
}

// Names counts what came by its Message-ID.
func (o *Office) Names() map[string]int {
	names := map[string]int{}
	for _, raw := range o.Mails() {
		m, err := mail.ReadMessage(bytes.NewReader(raw))
		if err != nil {
			names["unreadable"]++
			continue
		}
		names[m.Header.Get("Message-Id")]++
	}
	return names
}

// NewSession begins a delivery.
func (o *Office) NewSession(*smtp.Conn) (smtp.Session, error) { return (*counter)(o), nil }

type counter Office

func (*counter) Mail(string, *smtp.MailOptions) error { return nil }

func (c *counter) Rcpt(string, *smtp.RcptOptions) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.say
}

func (c *counter) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err // cut off: nothing came
	}
	c.mu.Lock()
	c.got = append(c.got, raw)
	hold := c.hold
	c.mu.Unlock()
	if hold != nil {
		hold()
	}
	return nil
}

func (*counter) Reset()        {}
func (*counter) Logout() error { return nil }
