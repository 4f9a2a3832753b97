package web

import (
	"strings"
	"testing"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// hook is a hook of the firm.
func (s *site) hook() int64 {
	s.t.Helper()
	h := store.Hook{URL: "https://hooks.example/there", Topics: []reinstate.Topic{reinstate.TopicHealth}}
	s.Update(s.firm.Owner, func(tx *store.Tx) error {
		hooks, err := tx.Hooks()
		if err != nil || len(hooks) > 0 {
			h = append(hooks, h)[0]
			return err
		}
		return tx.AddHook(&h)
	})
	return h.ID
}

func TestTheSecretOfAHookIsShownOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	got := s.post("owner", "/hooks", form("url", "https://hooks.example/a", "topics", "case", "topics", "made up"))
	secret := got.text("#secret ~ p code")
	if got.StatusCode != 200 || !strings.HasPrefix(secret, "whsec_") {
		t.Fatalf("got %d, %q", got.StatusCode, secret)
	}
	again := s.get("owner", "/hooks")
	if strings.Contains(again.Body, secret) || !strings.Contains(again.text("h2"), "https://hooks.example/a") {
		t.Errorf("the page says %q", again.text("main"))
	}
	s.Update(s.firm.Owner, func(tx *store.Tx) error {
		hooks, err := tx.Hooks()
		s.must(err)
		if strings.Contains(hooks[0].Secret, strings.TrimPrefix(secret, "whsec_")) || len(hooks[0].Topics) != 1 {
			t.Errorf("kept as %+v", hooks[0])
		}
		return nil
	})
	s.play(t, []scenario{
		{"the same again", "owner", "POST /hooks", form("url", "https://hooks.example/a", "topics", "case"), 422, ".wrong", "This address is told already."},
		{"no topic", "owner", "POST /hooks", form("url", "https://hooks.example/b"), 422, ".wrong", "Choose what is told."},
		{"no address", "owner", "POST /hooks", form("url", "ftp://hooks.example", "topics", "case"), 422, ".wrong", "written like https://"},
		{"the machine itself", "owner", "POST /hooks", form("url", "http://127.0.0.1/x", "topics", "case"), 422, ".wrong", "private network"},
		{"a password in it", "owner", "POST /hooks", form("url", "https://a:b@hooks.example", "topics", "case"), 422, ".wrong", "Leave names and passwords out"},
	})
}
