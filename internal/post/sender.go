package post

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/textproto"
	"net/url"
	"slices"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"reinstate/internal/reinstate"
)

// Server is the mail server that takes our letters.
type Server struct {
	Host     string
	Port     int
	Security Security
	User     string // empty: no sign-in
	Password string
	From     string // the address our own mail comes from
	// Patience bounds a whole delivery; zero means usualPatience.
	Patience time.Duration
}

// Set reports whether there is a server to send by.
func (s Server) Set() bool { return s.Host != "" }

// Security is how the way to the server is protected.
type Security string

// Securities. Plain is for a server on the same machine only.
const (
	TLS      Security = "smtps" // encrypted from the first byte, usually port 465
	StartTLS Security = "smtp"  // encrypted before anything is said, usually port 587
	Plain    Security = "plain"
)

const usualPatience = time.Minute

var usualPorts = map[Security]int{TLS: 465, StartTLS: 587, Plain: 25}

// ParseServer reads an address such as smtp://user@mail.example:587, or
// smtps:// for TLS from the start, or plain:// for an unencrypted server on
// the same machine. The password is not part of it: it is a secret.
func ParseServer(written, from string) (Server, error) {
	refused := func(sentence string) (Server, error) { return Server{}, reinstate.Invalid{"smtp": sentence} }
	u, err := url.Parse(written)
	if err != nil || u.Host == "" {
		return refused("The mail server is written like smtp://user@mail.example:587.")
	}
	s := Server{Host: u.Hostname(), Security: Security(u.Scheme), From: from}
	port, known := usualPorts[s.Security]
	if !known {
		return refused("The mail server starts with smtp://, smtps:// or plain://.")
	}
	if _, secret := u.User.Password(); secret {
		return refused("Leave the password out of the mail server's address: it would be seen in the list of processes.")
	}
	if s.Port = port; u.Port() != "" {
		if s.Port, err = strconv.Atoi(u.Port()); err != nil || s.Port < 1 || s.Port > 65535 {
			return refused("The port of the mail server is a number from 1 to 65535.")
		}
	}
	if s.Security == Plain && !loopback(s.Host) {
		return refused("plain:// is for a mail server on this machine only. Use smtp:// or smtps://.")
	}
	if s.User = u.User.Username(); !address(from) {
		return refused("Say with --mail-from from which address mail is sent.")
	}
	return s, nil
}

// ErrRefused is wrapped by an error of a server that will not take a mail
// however often it is tried.
var ErrRefused = errors.New("the mail server refused it for good")

// Send writes a letter and sends it, and returns the bytes that went out.
func (s Server) Send(ctx context.Context, l Letter) ([]byte, error) {
	if l.From == "" {
		l.From = s.From
	}
	raw, err := l.Write()
	if err != nil {
		return nil, err
	}
	return raw, s.Deliver(ctx, l.From, l.To, raw)
}

// Deliver hands a written mail to the server, for all its recipients or none.
// It gives up at the context's end, or when the server is silent for too long.
func (s Server) Deliver(ctx context.Context, from string, to []string, raw []byte) error {
	if s.Patience == 0 {
		s.Patience = usualPatience
	}
	ctx, cancel := context.WithTimeout(ctx, s.Patience)
	defer cancel()
	client, err := s.client()
	if err != nil {
		return fmt.Errorf("prepare the way to the mail server: %w", err)
	}
	conn, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("reach the mail server: %w", err) // a wrong password too: somebody mends it
	}
	defer client.CloseWithSMTPClient(conn)
	if err := conn.UpdateDeadline(s.Patience); err != nil {
		return fmt.Errorf("reach the mail server: %w", err)
	}
	if err := hand(conn, from, to, raw); err != nil {
		return fmt.Errorf("send a mail: %w", final(err))
	}
	return nil
}

func (s Server) client() (*gomail.Client, error) {
	options := []gomail.Option{gomail.WithPort(s.Port), gomail.WithTimeout(s.Patience)}
	switch s.Security {
	case TLS:
		options = append(options, gomail.WithSSL())
	case StartTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case Plain:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if s.User != "" {
		auth := gomail.SMTPAuthAutoDiscover
		if s.Security == Plain {
			auth = gomail.SMTPAuthPlainNoEnc
		}
		options = append(options, gomail.WithSMTPAuth(auth), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	return gomail.NewClient(s.Host, options...)
}

// hand says the mail to a server that has let us in.
func hand(conn *smtp.Client, from string, to []string, raw []byte) error {
	sender, err := bare(from)
	if err != nil {
		return err
	}
	if err := conn.Mail(sender); err != nil {
		return err
	}
	for _, address := range to {
		recipient, err := bare(address)
		if err == nil {
			err = conn.Rcpt(recipient)
		}
		if err != nil {
			return err
		}
	}
	w, err := conn.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(raw); err != nil {
		return err
	}
	return w.Close()
}

// bare is an address without its name.
func bare(s string) (string, error) {
	a, err := mail.ParseAddress(s)
	if err != nil {
		return "", fmt.Errorf("%q: %w", s, err)
	}
	return a.Address, nil
}

// final adds ErrRefused to an answer to a mail that the server calls permanent (a
// code of 500 and above, RFC 5321 section 4.2.1). One that is about who we are is
// none: it holds until somebody mends the password (RFC 4954 section 6).
func final(err error) error {
	var said *textproto.Error
	if errors.As(err, &said) && said.Code >= 500 && !slices.Contains([]int{530, 534, 535, 538}, said.Code) {
		return errors.Join(err, ErrRefused)
	}
	return err
}

// loopback reports whether a host is this machine.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
