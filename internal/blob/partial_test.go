package blob

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestAFileThatCameInPiecesIsKeptAsIfWhole(t *testing.T) {
	t.Parallel()
	s, dir := openForTest(t)
	content := strings.Repeat("0123456789abcdef", 3*pieceSize/16)
	ticket, err := s.Begin()
	if err != nil {
		t.Fatal(err)
	}
	at := int64(0)
	for _, n := range []int{1, pieceSize, 17, len(content)} {
		end := min(int(at)+n, len(content))
		if at, err = s.Append(t.Context(), ticket, at, strings.NewReader(content[at:end]), int64(len(content))); err != nil || at != int64(end) {
			t.Fatalf("after %d bytes: %d, %v", end, at, err)
		}
	}
	b, err := s.Finish(t.Context(), "7", ticket, plenty)
	if err != nil || b != (Blob{SHA256: digest(content), Size: int64(len(content))}) {
		t.Fatalf("kept as %+v, %v", b, err)
	}
	if err := s.Check("7", b.SHA256, b.Size); err != nil {
		t.Error(err)
	}
	if got := files(t, dir); len(got) != 1 {
		t.Errorf("the files are %v", got)
	}
}

func TestPiecesThatDoNotFollowAreRefused(t *testing.T) {
	t.Parallel()
	s, dir := openForTest(t)
	ticket, err := s.Begin()
	if err != nil {
		t.Fatal(err)
	}
	put := func(at int64, r io.Reader) (int64, error) { return s.Append(t.Context(), ticket, at, r, 10) }
	if n, err := put(0, strings.NewReader("12345")); n != 5 || err != nil {
		t.Fatalf("got %d, %v", n, err)
	}
	for _, at := range []int64{0, 4, 6, -1} {
		if n, err := put(at, strings.NewReader("x")); !errors.Is(err, ErrOffset) || n != 5 {
			t.Errorf("at %d: %d, %v", at, n, err)
		}
	}
	broken := errors.New("the line went dead")
	if n, err := put(5, io.MultiReader(strings.NewReader("67"), iotest.ErrReader(broken))); n != 7 || !errors.Is(err, broken) {
		t.Errorf("a piece cut off: %d, %v", n, err)
	}
	var large *TooLarge
	if n, err := put(7, strings.NewReader("89ABCDEF")); n != 10 || !errors.As(err, &large) {
		t.Errorf("more than it may have: %d, %v", n, err)
	}
	if _, err := s.Append(t.Context(), "../../etc/passwd", 0, strings.NewReader("x"), 10); !errors.Is(err, ErrMissing) {
		t.Errorf("a ticket that is a path: %v", err)
	}
	if err := s.Abandon(ticket); err != nil {
		t.Error(err)
	}
	if got := files(t, dir); len(got) != 0 {
		t.Errorf("%v was left behind", got)
	}
}

func TestOnePieceComesInAtATime(t *testing.T) {
	t.Parallel()
	s, _ := openForTest(t)
	ticket, err := s.Begin()
	if err != nil {
		t.Fatal(err)
	}
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() { _, err := s.Append(t.Context(), ticket, 0, r, 100); done <- err }()
	if _, err := w.Write([]byte("first")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), ticket, 0, strings.NewReader("second"), 100); !errors.Is(err, ErrBusy) {
		t.Errorf("a second piece at once: %v", err)
	}
	w.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if n, err := s.Arrived(ticket); n != 5 || err != nil {
		t.Errorf("%d arrived, %v", n, err)
	}
}

func TestAFinishedFileCanBeMadePartialAgain(t *testing.T) {
	t.Parallel()
	s, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	ticket, err := s.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), ticket, 0, strings.NewReader("whole"), 5); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		kept, err := s.Finish(t.Context(), "7", ticket, 100)
		if err != nil || kept.Size != 5 {
			t.Fatalf("%+v, %v", kept, err)
		}
		if _, err := s.Arrived(ticket); !errors.Is(err, ErrMissing) {
			t.Errorf("after it was kept: %v", err)
		}
		if err := s.Unfinish("7", ticket, kept.SHA256); err != nil {
			t.Fatal(err)
		}
		if n, err := s.Arrived(ticket); err != nil || n != 5 {
			t.Errorf("made partial again it has %d bytes, %v", n, err)
		}
		if err := s.Check("7", kept.SHA256, 5); err != nil {
			t.Errorf("what was kept: %v", err)
		}
	}
}
