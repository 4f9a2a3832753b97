package packet

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestAnExhibitThatFailsInItsSecondPartIsAttached has the pages of an exhibit
// written once, too large for the part, and fail when they are written again:
// the exhibit is attached, and the packet goes on.
func TestAnExhibitThatFailsInItsSecondPartIsAttached(t *testing.T) {
	t.Parallel()
	folder, n := t.TempDir(), 0
	k := &binder{b: &Bundle{PartBytes: 4096, Exhibits: make([]Enclosure, 2), Scratch: func() (*os.File, error) {
		n++
		return os.Create(filepath.Join(folder, string(rune('a'+n))))
	}}, placed: make([]Placed, 2)}
	if err := k.begin(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, part := range k.parts {
			_ = part.w.file.Close()
		}
	})
	page := func(bytes int) func(*writer) ([]copied, error) {
		return func(w *writer) ([]copied, error) {
			w.stream(w.number(), nil, make([]byte, bytes))
			return []copied{{object: 1}}, nil
		}
	}
	if err := k.lay(0, page(100)); err != nil || k.placed[0].To != 1 {
		t.Fatalf("the first: %+v, %v", k.placed[0], err)
	}
	times := 0
	err := k.lay(1, func(w *writer) ([]copied, error) {
		if times++; times == 2 {
			return nil, errDamaged
		}
		return page(9000)(w)
	})
	if err != nil || times != 2 || k.placed[1].Why != errDamaged.Error() || k.placed[1].Part != 2 || k.placed[1].To != 0 {
		t.Errorf("after %d times: %+v, %v", times, k.placed[1], err)
	}
	planted := errors.New("planted")
	if err := k.lay(1, func(*writer) ([]copied, error) { return nil, planted }); !errors.Is(err, planted) {
		t.Errorf("trouble of the machine: %v", err)
	}
}
