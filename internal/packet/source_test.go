package packet

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"
)

// allTurns takes every place of those who read PDFs. Only tests that are not
// parallel may do so.
func allTurns(turns chan struct{}) (release func()) {
	for range cap(turns) {
		turns <- struct{}{}
	}
	return func() {
		for range cap(turns) {
			<-turns
		}
	}
}

// readingWithin is another time limit until the end of the test, which is not
// parallel.
func readingWithin(t *testing.T, limit time.Duration) {
	t.Helper()
	before := importWithin
	importWithin = limit
	t.Cleanup(func() { importWithin = before })
}

func TestAPDFThatWaitsForItsTurnIsNotDamaged(t *testing.T) {
	good := smallPDF("")
	open := func(ctx context.Context) error {
		_, err := openSource(ctx, bytes.NewReader(good), int64(len(good)))
		return err
	}
	readingWithin(t, 500*time.Millisecond)

	release := allTurns(importing)
	time.AfterFunc(2*importWithin, release)
	if err := open(t.Context()); err != nil {
		t.Errorf("after a wait longer than reading may take: %v", err)
	}

	release = allTurns(importing)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := open(ctx); !errors.Is(err, context.DeadlineExceeded) || attached(err) != "" {
		t.Errorf("nobody waits any more: %v", err)
	}
	release()

	release = allTurns(counting)
	defer release()
	if err := open(t.Context()); err != nil {
		t.Errorf("while uploads are counted: %v", err)
	}
}

func TestAPacketNobodyWaitsForBlamesNoFile(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	good := smallPDF("")
	if _, err := openSource(ctx, bytes.NewReader(good), int64(len(good))); !errors.Is(err, context.Canceled) || attached(err) != "" {
		t.Errorf("got %v", err)
	}
}
