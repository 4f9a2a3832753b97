package packet

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"
)

// circling is a file that begins anew wherever it is read on, for ever.
type circling struct{ *bytes.Reader }

func (c circling) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		_, err = c.Seek(0, io.SeekStart)
	}
	return n, err
}

// TestAFileThatIsReadForEverIsLetGo has whoever looks into a file read on and
// on: when the time is over, reading fails, and the turn is free for others.
func TestAFileThatIsReadForEverIsLetGo(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err := io.Copy(io.Discard, untilDone{ctx, circling{bytes.NewReader([]byte("%PDF-1.7 and so on"))}})
	if took := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || took > 5*time.Second {
		t.Errorf("after %v: %v", took, err)
	}
	if _, err := lookInto(untilDone{ctx, bytes.NewReader(swelling(t, 3, 1))}); !errors.Is(err, ErrUncounted) {
		t.Errorf("looking into a file when the time is over: %v", err)
	}
	if look, err := lookInto(untilDone{t.Context(), bytes.NewReader(swelling(t, 3, 1))}); err != nil || look.Pages != 3 {
		t.Errorf("in time: %d pages, %v", look.Pages, err)
	}
}
