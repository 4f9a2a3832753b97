package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

func TestASecretOpensOnlyInItsPlaceWithItsKey(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	const secret, place = "correct horse", "mailbox 1"
	sealed, err := w.DB.Seal(place, secret)
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.DB.Seal(place, secret)
	if err != nil || again == sealed {
		t.Errorf("the same secret is sealed alike twice (%v)", err)
	}
	if got, err := w.DB.Unseal(place, sealed); err != nil || got != secret {
		t.Errorf("got %q, %v", got, err)
	}
	for name, wrong := range map[string][2]string{
		"another place": {"mailbox 2", sealed}, "a changed text": {place, strings.ToLower(sealed)}, "nothing": {place, ""}, "no text of ours": {place, "!"},
	} {
		if _, err := w.DB.Unseal(wrong[0], wrong[1]); !errors.Is(err, store.ErrSealed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	key := filepath.Join(w.Dir, store.KeyFile)
	if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key has mode %v (%v)", info.Mode(), err)
	}
	if err := os.WriteFile(key, bytes.Repeat([]byte{7}, 32), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Unseal(place, sealed); !errors.Is(err, store.ErrSealed) {
		t.Errorf("another key: %v", err)
	}
	if err := os.WriteFile(key, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Seal(place, secret); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("a damaged key: %v", err)
	}
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Unseal(place, sealed); !errors.Is(err, store.ErrSealed) {
		t.Errorf("no key: %v", err)
	}
}
