package blob

import (
	"context"
	"errors"
	"testing"
	"time"
)

// TestTurnsHoldAcrossProcesses opens one folder twice, as the server and the
// command line do.
func TestTurnsHoldAcrossProcesses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	other, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	type turn func(context.Context, func() error) error
	for _, tt := range []struct {
		name         string
		first, other turn
		waits        bool
	}{
		{"both keep", server.Share, other.Share, false}, {"both keep, in one process", server.Share, server.Share, false},
		{"one removes while one keeps", server.Share, other.Alone, true}, {"in one process", server.Share, server.Alone, true},
		{"one keeps while one removes", server.Alone, other.Share, true}, {"in one process", server.Alone, server.Share, true},
		{"both remove", server.Alone, other.Alone, true},
	} {
		err := tt.first(t.Context(), func() error {
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			return tt.other(ctx, func() error { return nil })
		})
		if errors.Is(err, context.DeadlineExceeded) != tt.waits || !tt.waits && err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if err := tt.other(t.Context(), func() error { return nil }); err != nil {
			t.Errorf("%s, after it: %v", tt.name, err)
		}
	}
}

func TestWhoWaitsToRemoveKeepsNobodyFromKeeping(t *testing.T) {
	t.Parallel()
	s, _ := openForTest(t)
	removed := make(chan error, 1)
	err := s.Share(t.Context(), func() error {
		go func() { removed <- s.Alone(context.Background(), func() error { return nil }) }()
		time.Sleep(20 * time.Millisecond)
		return s.Share(t.Context(), func() error { return nil })
	})
	if err != nil {
		t.Error(err)
	}
	if err := <-removed; err != nil {
		t.Error(err)
	}
}
