package mailtest_test

import (
	"net/netip"
	"strings"
	"testing"

	"reinstate/internal/mailtest"
	"reinstate/internal/post"
)

func TestDovecotKeepsWhatIsPutIntoItAndRefusesWhatIsTooMuch(t *testing.T) {
	t.Parallel()
	d := mailtest.NewDovecot(t, "100K")
	way := mailtest.NewWay(t, d.Port)
	if err := d.Put([]byte("Subject: one\r\n\r\nhello\r\n"), []byte("Subject: two\r\n\r\nhello\r\n")); err != nil {
		t.Fatal(err)
	}
	if err := d.Put([]byte("Subject: large\r\n\r\n" + strings.Repeat("x", 200_000))); err == nil || !strings.Contains(strings.ToLower(err.Error()), "quota") {
		t.Errorf("a full mailbox: %v", err)
	}
	m, err := post.ParseMailbox(d.Address(way.Port))
	if err != nil {
		t.Fatal(err)
	}
	m.Password, m.Largest = d.Password, 1<<20
	m.Allowed = post.Networks{netip.MustParsePrefix("127.0.0.0/8")}
	var got []string
	fetch := func() error {
		got = nil
		_, err := m.Fetch(t.Context(), post.Place{}, func(f post.Fetched) error { got = append(got, f.Subject); return nil })
		return err
	}
	if err := fetch(); err != nil || strings.Join(got, " ") != "one two" {
		t.Errorf("got %q, %v", got, err)
	}
	way.Disturb(mailtest.Fault{Down: true})
	if err := fetch(); err == nil {
		t.Error("a server that is down gave no error")
	}
	way.Clear()
	if err := fetch(); err != nil || len(got) != 2 {
		t.Errorf("afterwards: %q, %v", got, err)
	}
	m.Password = "wrong"
	if err := fetch(); err == nil || !strings.Contains(err.Error(), "the server says") {
		t.Errorf("a wrong password: %v", err)
	}
}
