package post

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"reinstate/internal/reinstate"
)

const secret = "correct horse"

// here is this machine, where the tests' servers listen.
var here = Networks{netip.MustParsePrefix("127.0.0.0/8")}

// box is an IMAP server in this process with one mailbox.
type box struct {
	user *imapmemserver.User
	Mailbox
}

func newBox(t *testing.T) *box {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	mem := imapmemserver.New()
	b := &box{user: imapmemserver.NewUser("cases", secret)}
	if err := b.user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	mem.AddUser(b.user)
	s := imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return mem.NewSession(), nil, nil
		},
		InsecureAuth: true, Caps: imap.CapSet{imap.CapIMAP4rev1: {}}, Logger: discard{},
	})
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	b.Mailbox = Mailbox{
		Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: Plain, User: "cases", Password: secret, Folder: "INBOX",
		Largest: 4096, Patience: 20 * time.Second, Allowed: here,
	}
	return b
}

type discard struct{}

func (discard) Printf(string, ...any) {}

func (b *box) put(t *testing.T, raw string) {
	t.Helper()
	if _, err := b.user.Append("INBOX", literal{strings.NewReader(raw), int64(len(raw))}, &imap.AppendOptions{}); err != nil {
		t.Fatal(err)
	}
}

type literal struct {
	io.Reader
	size int64
}

func (l literal) Size() int64 { return l.size }

func TestMailIsFetchedOnceAndInOrder(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	var got []string
	take := func(f Fetched) error { got = append(got, string(f.Raw)); return nil }
	at, err := b.Fetch(t.Context(), Place{}, take)
	if err != nil || len(got) != 0 || at.Validity == 0 {
		t.Fatalf("an empty mailbox gave %d, %+v, %v", len(got), at, err)
	}
	for i := range 3 {
		b.put(t, fmt.Sprintf("Subject: %d\r\n\r\nhello\r\n", i))
	}
	if at, err = b.Fetch(t.Context(), at, take); err != nil {
		t.Fatal(err)
	}
	want := []string{"Subject: 0\r\n\r\nhello\r\n", "Subject: 1\r\n\r\nhello\r\n", "Subject: 2\r\n\r\nhello\r\n"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if at, err = b.Fetch(t.Context(), at, take); err != nil || len(got) != 3 {
		t.Errorf("nothing new gave %d more (%v)", len(got)-3, err)
	}
	b.put(t, "Subject: late\r\n\r\nhello\r\n")
	broken := errors.New("disk full")
	stuck, err := b.Fetch(t.Context(), at, func(Fetched) error { return broken })
	if !errors.Is(err, broken) || stuck != at {
		t.Errorf("a mail that could not be kept moved the place from %+v to %+v (%v)", at, stuck, err)
	}
	if at, err = b.Fetch(t.Context(), at, take); err != nil || len(got) != 4 {
		t.Errorf("it did not come again: %d, %v", len(got), err)
	}
	got = nil
	at.Validity++
	if _, err = b.Fetch(t.Context(), at, take); err != nil || len(got) != 4 {
		t.Errorf("a mailbox made anew gave %d mails, %v", len(got), err)
	}
}

func TestAMailTooLargeIsNamedAndNotFetched(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.put(t, "Subject: huge\r\nFrom: Ana <ana@vale.example>\r\n\r\n"+strings.Repeat("x", 5000))
	b.put(t, "Subject: small\r\n\r\nhello")
	var got []Fetched
	at, err := b.Fetch(t.Context(), Place{}, func(f Fetched) error { got = append(got, f); return nil })
	if err != nil || len(got) != 2 || at.LastUID != 2 {
		t.Fatalf("%d mails, %+v, %v", len(got), at, err)
	}
	if got[0].Raw != nil || got[0].Size < 5000 || got[0].Subject != "huge" || !strings.Contains(got[0].From, "ana@vale.example") || got[1].Raw == nil {
		t.Errorf("got %+v", got)
	}
}

func TestNothingIsMarkedInTheMailbox(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.put(t, "Subject: x\r\n\r\nhello")
	if _, err := b.Fetch(t.Context(), Place{}, func(Fetched) error { return nil }); err != nil {
		t.Fatal(err)
	}
	status, err := b.user.Status("INBOX", &imap.StatusOptions{NumUnseen: true, NumMessages: true})
	if err != nil || *status.NumUnseen != 1 || *status.NumMessages != 1 {
		t.Errorf("unseen %d of %d (%v)", *status.NumUnseen, *status.NumMessages, err)
	}
}

func TestAMailboxThatFailsSaysWhy(t *testing.T) {
	t.Parallel()
	never := func(Fetched) error { t.Error("took a mail"); return nil }
	b := newBox(t)
	wrong := b.Mailbox
	wrong.Password = "guess"
	if _, err := wrong.Fetch(t.Context(), Place{}, never); !errors.Is(err, ErrRefused) || strings.Contains(err.Error(), "guess") {
		t.Errorf("a wrong password: %v", err)
	}
	elsewhere := b.Mailbox
	elsewhere.Folder = "Nowhere"
	if _, err := elsewhere.Fetch(t.Context(), Place{}, never); !errors.Is(err, ErrRefused) {
		t.Errorf("a folder that is not there: %v", err)
	}
	for name, do := range map[string]func(net.Conn){
		"silence":     func(c net.Conn) { time.Sleep(time.Minute); c.Close() },
		"a cut":       func(c net.Conn) { io.WriteString(c, "* OK hello\r\n"); c.Close() },
		"another one": func(c net.Conn) { io.WriteString(c, "220 mail.example ESMTP\r\n"); io.Copy(io.Discard, c) },
	} {
		s := silent(t, do)
		m := Mailbox{Host: s.Host, Port: s.Port, Security: Plain, User: "a", Folder: "INBOX", Patience: 300 * time.Millisecond, Allowed: here}
		begun := time.Now()
		if _, err := m.Fetch(t.Context(), Place{}, never); err == nil {
			t.Errorf("%s: no error", name)
		}
		if took := time.Since(begun); took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

// TestNoMailboxLiesInAPrivateNetwork: who names a mailbox is a firm's owner, and
// not the operator of the machine. What listens there must not even be greeted.
func TestNoMailboxLiesInAPrivateNetwork(t *testing.T) {
	t.Parallel()
	s := silent(t, func(c net.Conn) { t.Error("reached"); c.Close() })
	for _, host := range []string{"127.0.0.1", "localhost", "::1", "0.0.0.0", "::ffff:127.0.0.1", "10.0.0.5", "169.254.169.254"} {
		for _, security := range []Security{Plain, StartTLS, TLS} {
			m := Mailbox{Host: host, Port: s.Port, Security: security, User: "a", Folder: "INBOX", Patience: 5 * time.Second}
			_, err := m.Fetch(t.Context(), Place{}, func(Fetched) error { t.Error("took a mail"); return nil })
			if err == nil || host != "::1" && host != "localhost" && !errors.Is(err, ErrPrivate) {
				t.Errorf("%s: %v", host, err)
			}
		}
	}
}

func TestAMailboxIsWrittenInOneLine(t *testing.T) {
	t.Parallel()
	got, err := ParseMailbox(" imaps://cases%40vale.example@mail.example/Marketplaces ")
	if err != nil || !reflect.DeepEqual(got, Mailbox{Host: "mail.example", Port: 993, Security: TLS, User: "cases@vale.example", Folder: "Marketplaces"}) {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, written := range []string{"", "mail.example", "imaps://mail.example", "http://a@mail.example", "imaps://a:secret@mail.example", "plain://a@mail.example", "imap://a@mail.example:99999", "imaps://a@mail.example/%0d%0aX"} {
		var refused reinstate.Invalid
		if _, err := ParseMailbox(written); !errors.As(err, &refused) {
			t.Errorf("%q: %v", written, err)
		}
	}
}

func TestADropGivesEachFileOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	now := time.Now()
	old := now.Add(-time.Minute)
	for name, text := range map[string]string{"b.eml": "second", "a.EML": "first", "c.eml": "bad", "d.eml": strings.Repeat("x", 100), "note.txt": "no mail"} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(file, old, old); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "e.eml"), []byte("still being written"), 0o600); err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(t.TempDir(), "secret.eml")
	if err := errors.Join(os.WriteFile(outside, []byte("outside"), 0o600), os.Symlink(outside, filepath.Join(dir, "link.eml"))); err != nil {
		t.Fatal(err)
	}
	bad := errors.New("bad")
	var got []string
	full := true
	large := 0
	take := func(_ string, raw []byte) error {
		if raw == nil {
			large++
			return nil
		}
		if bytes.Equal(raw, []byte("bad")) {
			return bad
		}
		if full {
			full = false
			return errors.New("disk full")
		}
		got = append(got, string(raw))
		return nil
	}
	d := Drop{Dir: dir, Largest: 50}
	hopeless := func(err error) bool { return errors.Is(err, bad) || errors.Is(err, ErrTooLarge) }
	if err := d.Each(now, hopeless, take); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("the first round: %v", err)
	}
	for range 2 {
		if err := d.Each(now, hopeless, take); err != nil {
			t.Errorf("a later round: %v", err)
		}
	}
	if !slices.Equal(got, []string{"second", "first"}) {
		t.Errorf("got %q", got)
	}
	if large != 1 {
		t.Errorf("the file that is too large was named %d times", large)
	}
	for _, name := range []string{"taken/a.EML", "taken/b.eml", "refused/c.eml", "refused/d.eml", "note.txt", "e.eml", "link.eml"} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := (Drop{Dir: filepath.Join(dir, "nowhere")}).Each(now, hopeless, take); err != nil {
		t.Errorf("no folder: %v", err)
	}
}

func TestAFolderIsReadInPortionsAndLookedAtWithoutReading(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	for i := range mostFetched + 5 {
		b.put(t, fmt.Sprintf("Subject: %d\r\n\r\nhello\r\n", i))
	}
	if err := b.Look(t.Context()); err != nil {
		t.Fatal(err)
	}
	count := 0
	take := func(f Fetched) error {
		if count++; f.Validity == 0 || f.UID == 0 {
			t.Errorf("a mail without a name for good: %+v", f)
		}
		return nil
	}
	at, err := b.Fetch(t.Context(), Place{}, take)
	if err != nil || count != mostFetched {
		t.Fatalf("the first round gave %d, %v", count, err)
	}
	if _, err := b.Fetch(t.Context(), at, take); err != nil || count != mostFetched+5 {
		t.Errorf("both rounds gave %d, %v", count, err)
	}
	b.Password = "wrong"
	if err := b.Look(t.Context()); !errors.Is(err, ErrRefused) {
		t.Errorf("a wrong password: %v", err)
	}
}
