package post

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"reinstate/internal/reinstate"
)

// Mailbox is a folder of an IMAP server that we fetch from. We only ever read:
// nothing is marked, moved or deleted there.
type Mailbox struct {
	Host     string
	Port     int
	Security Security // TLS, StartTLS, or Plain for a server on this machine
	User     string
	Folder   string
	Password string
	Largest  int64         // bytes of a mail that is fetched; larger ones are only named
	Patience time.Duration // how long a server may take over one answer; zero means usualPatience
	Allowed  Networks      // private networks that may be reached
}

// Place is how far a mailbox was read: the folder's UIDVALIDITY and the last
// UID. UIDs only grow, and start anew when the validity changes (RFC 9051,
// section 2.3.1.1).
type Place struct{ Validity, LastUID uint32 }

// Fetched is one mail of a mailbox.
type Fetched struct {
	UID      uint32
	Validity uint32 // of the folder: with it the UID names the mail for good
	Size     int64
	Raw      []byte // nil for one larger than Mailbox.Largest, and for one that the server does not give
	Refused  string // why the server does not give it, empty: it is too large
	From     string
	Subject  string
}

// mostFetched bounds what one round takes, so that a full mailbox is taken in
// in portions.
const mostFetched = 200

var mailboxSchemes = map[string]Security{"imaps": TLS, "imap": StartTLS, "plain": Plain}

var mailboxPorts = map[Security]int{TLS: 993, StartTLS: 143, Plain: 143}

// ParseMailbox reads an address such as imaps://user@mail.example/INBOX. The
// password is not part of it: it is a secret.
func ParseMailbox(written string) (Mailbox, error) {
	refused := func(sentence string) (Mailbox, error) { return Mailbox{}, reinstate.Invalid{"address": sentence} }
	u, err := url.Parse(strings.TrimSpace(written))
	if err != nil || u.Host == "" || u.User.Username() == "" {
		return refused("The mailbox is written like imaps://user@mail.example/INBOX.")
	}
	security, known := mailboxSchemes[u.Scheme]
	if !known {
		return refused("The mailbox starts with imaps:// or imap://, or with plain:// for a server on this machine.")
	}
	if _, secret := u.User.Password(); secret {
		return refused("Leave the password out of the mailbox's address; it has a field of its own.")
	}
	m := Mailbox{Host: u.Hostname(), Port: mailboxPorts[security], Security: security, User: u.User.Username(), Folder: strings.TrimPrefix(u.Path, "/")}
	if u.Port() != "" {
		if m.Port, err = strconv.Atoi(u.Port()); err != nil || m.Port < 1 || m.Port > 65535 {
			return refused("The port of the mailbox is a number from 1 to 65535.")
		}
	}
	if m.Folder == "" {
		m.Folder = "INBOX"
	}
	if !plainLine(m.User) || !plainLine(m.Folder) {
		return refused("The mailbox is written like imaps://user@mail.example/INBOX.")
	}
	if security == Plain && !loopback(m.Host) {
		return refused("plain:// is for a mailbox on this machine only. Use imaps:// or imap://.")
	}
	return m, nil
}

// Fetch hands over the mails that came since a place, the oldest first, and
// returns the place reached. When take fails for a mail, the place stays before
// it and the mail comes again.
func (m Mailbox) Fetch(ctx context.Context, from Place, take func(Fetched) error) (Place, error) {
	client, folder, err := m.open(ctx)
	if err != nil {
		return from, err
	}
	defer client.Close()
	// A server that goes silent is left when the context ends, or its patience.
	stop := context.AfterFunc(ctx, func() { client.Close() })
	defer stop()
	if folder.UIDValidity != from.Validity {
		from = Place{Validity: folder.UIDValidity}
	}
	if folder.NumMessages == 0 {
		return from, nil
	}
	return m.fetchNew(client, from, take)
}

// Look opens the folder and reads nothing.
func (m Mailbox) Look(ctx context.Context) error {
	client, _, err := m.open(ctx)
	if err != nil {
		return err
	}
	return client.Close()
}

// open signs in and opens the folder.
func (m Mailbox) open(ctx context.Context) (*imapclient.Client, *imap.SelectData, error) {
	if m.Patience == 0 {
		m.Patience = usualPatience
	}
	client, err := m.dial(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("reach the mailbox: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { client.Close() })
	defer stop()
	if err := client.Login(m.User, m.Password).Wait(); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("sign in to the mailbox: %w", saidBy(err)), quiet(client.Close()))
	}
	folder, err := client.Select(m.Folder, &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("open the folder %s: %w", m.Folder, saidBy(err)), quiet(client.Close()))
	}
	return client, folder, nil
}

// quiet drops the error of a connection that is closed after it failed.
func quiet(error) error { return nil }

func (m Mailbox) fetchNew(client *imapclient.Client, at Place, take func(Fetched) error) (Place, error) {
	var since imap.UIDSet
	since.AddRange(imap.UID(at.LastUID+1), 0) // 0: to the newest
	found, err := client.UIDSearch(&imap.SearchCriteria{UID: []imap.UIDSet{since}}, nil).Wait()
	if err != nil {
		return at, fmt.Errorf("list new mail: %w", saidBy(err))
	}
	// To the newest gives the newest also where it is not new.
	fresh := slices.DeleteFunc(found.AllUIDs(), func(uid imap.UID) bool { return uint32(uid) <= at.LastUID })
	if slices.Sort(fresh); len(fresh) == 0 {
		return at, nil
	}
	list, err := client.Fetch(imap.UIDSetNum(fresh[:min(len(fresh), mostFetched)]...), &imap.FetchOptions{UID: true, RFC822Size: true, Envelope: true}).Collect()
	if err != nil {
		return at, fmt.Errorf("list new mail: %w", saidBy(err))
	}
	slices.SortFunc(list, func(a, b *imapclient.FetchMessageBuffer) int { return int(int64(a.UID) - int64(b.UID)) })
	for _, b := range list {
		one := Fetched{UID: uint32(b.UID), Validity: at.Validity, Size: b.RFC822Size}
		if b.Envelope != nil {
			one.Subject, one.From = b.Envelope.Subject, senders(b.Envelope.From)
		}
		if one.Size <= m.Largest {
			one.Raw, err = m.body(client, b.UID)
		}
		switch {
		case errors.Is(err, ErrRefused), errors.Is(err, errNotGiven):
			one.Refused = err.Error() // this one; it must not hold up those behind it
		case err != nil && !errors.Is(err, ErrTooLarge):
			return at, err
		}
		if err := take(one); err != nil {
			return at, err
		}
		at.LastUID = one.UID
		if errors.Is(err, ErrTooLarge) {
			return at, nil // the rest of its bytes is on the way still: the next round goes on
		}
		err = nil
	}
	return at, nil
}

// errNotGiven says that the server has a mail and does not give its bytes.
var errNotGiven = errors.New("the server gives no bytes of it")

// body reads the bytes of a mail, however large the server says it is.
func (m Mailbox) body(client *imapclient.Client, uid imap.UID) (raw []byte, err error) {
	whole := &imap.FetchItemBodySection{Peek: true}
	got := client.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{BodySection: []*imap.FetchItemBodySection{whole}})
	for mail := got.Next(); mail != nil; mail = got.Next() {
		for item := mail.Next(); item != nil; item = mail.Next() {
			section, ok := item.(imapclient.FetchItemDataBodySection)
			if !ok || section.Literal == nil {
				continue
			}
			if raw, err = io.ReadAll(io.LimitReader(section.Literal, m.Largest+1)); err != nil {
				return nil, fmt.Errorf("fetch a mail: %w", err)
			}
			if int64(len(raw)) > m.Largest {
				return nil, fmt.Errorf("fetch a mail: %w", ErrTooLarge)
			}
		}
	}
	if err := got.Close(); err != nil {
		return nil, fmt.Errorf("fetch a mail: %w", saidBy(err))
	}
	if len(raw) == 0 {
		return nil, fmt.Errorf("fetch a mail: %w", errNotGiven)
	}
	return raw, nil
}

func senders(list []imap.Address) string {
	var all []string
	for _, a := range list {
		all = append(all, strings.TrimSpace(a.Name+" <"+a.Addr()+">"))
	}
	return strings.Join(all, ", ")
}

func (m Mailbox) dial(ctx context.Context) (*imapclient.Client, error) {
	conn, err := (&net.Dialer{Timeout: m.Patience, Control: m.Allowed.control}).DialContext(ctx, "tcp", net.JoinHostPort(m.Host, strconv.Itoa(m.Port)))
	if err != nil {
		return nil, err
	}
	conn = &patient{conn, m.Patience}
	options := &imapclient.Options{TLSConfig: &tls.Config{ServerName: m.Host, MinVersion: tls.VersionTLS12}}
	var client *imapclient.Client
	switch m.Security {
	case TLS:
		client = imapclient.New(tls.Client(conn, options.TLSConfig), options)
	case StartTLS:
		client, err = imapclient.NewStartTLS(conn, options)
	default:
		client = imapclient.New(conn, options)
	}
	if err == nil {
		err = client.WaitGreeting()
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return client, nil
}

// patient is a connection on which every read and write must end in time.
type patient struct {
	net.Conn
	patience time.Duration
}

// Read waits no longer than the patience.
func (p *patient) Read(b []byte) (int, error) {
	if err := p.SetReadDeadline(time.Now().Add(p.patience)); err != nil {
		return 0, err
	}
	return p.Conn.Read(b)
}

// Write waits no longer than the patience.
func (p *patient) Write(b []byte) (int, error) {
	if err := p.SetWriteDeadline(time.Now().Add(p.patience)); err != nil {
		return 0, err
	}
	return p.Conn.Write(b)
}

// saidBy leaves of a server's refusal what it said, for people to read.
func saidBy(err error) error {
	var refusal *imap.Error
	if errors.As(err, &refusal) && refusal.Text != "" {
		return fmt.Errorf("the server says %q: %w", refusal.Text, ErrRefused)
	}
	return err
}
