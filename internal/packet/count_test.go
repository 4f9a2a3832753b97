package packet_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"reinstate/internal/packet"
	"reinstate/internal/plan"
)

func TestPagesOfAnExhibitAreCounted(t *testing.T) {
	t.Parallel()
	drawn := draw(t, chinese(), packet.Options{})
	got, err := packet.LookAt(t.Context(), saved(t, drawn.PDF))
	if err != nil || got.Pages != drawn.Pages {
		t.Errorf("got %d pages and %v, want %d", got.Pages, err, drawn.Pages)
	}
}

func TestWhatHasNoPagesIsRefusedInWords(t *testing.T) {
	t.Parallel()
	whole := draw(t, plan.Compose(hailan()), packet.Options{}).PDF
	for _, tt := range []struct {
		name string
		file []byte
	}{
		{"nothing", nil},
		{"words", []byte("an invoice, honestly")},
		{"a header alone", []byte("%PDF-1.7\n")},
		{"the first half", whole[:len(whole)/2]},
		{"a picture", []byte("\x89PNG\r\n\x1a\n0000")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "exhibit.pdf")
			if err := os.WriteFile(path, tt.file, 0o600); err != nil {
				t.Fatal(err)
			}
			if got, err := packet.LookAt(t.Context(), path); !errors.Is(err, packet.ErrUncounted) {
				t.Errorf("got %d pages and %v, want ErrUncounted", got.Pages, err)
			}
		})
	}
}

func TestAnEncryptedPDFIsCountedWhereItOpensWithoutAPassword(t *testing.T) {
	t.Parallel()
	qpdf := tool(t, "qpdf")
	plain := saved(t, draw(t, latin(), packet.Options{}).PDF)
	for _, tt := range []struct {
		name, user string
		want       int
	}{{"owner's password only", "", 4}, {"user's password", "secret", 0}} {
		locked := filepath.Join(t.TempDir(), "locked.pdf")
		output(t, qpdf, "--encrypt", tt.user, "owner", "256", "--", plain, locked)
		got, err := packet.LookAt(t.Context(), locked)
		if got.Pages != tt.want || tt.want == 0 && !errors.Is(err, packet.ErrUncounted) {
			t.Errorf("%s: got %d pages and %v, want %d", tt.name, got.Pages, err, tt.want)
		}
	}
}

func TestCountingStopsWhenItIsNoLongerWanted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	path := filepath.Join(t.TempDir(), "exhibit.pdf")
	if err := os.WriteFile(path, bytes.Repeat([]byte("%PDF-1.7\n1 0 obj\n"), 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := packet.LookAt(ctx, path); !errors.Is(err, packet.ErrUncounted) {
		t.Errorf("got %v, want ErrUncounted", err)
	}
}

func TestAFileThatIsNotThereIsNotAnUncountedOne(t *testing.T) {
	t.Parallel()
	_, err := packet.LookAt(t.Context(), filepath.Join(t.TempDir(), "none.pdf"))
	if err == nil || errors.Is(err, packet.ErrUncounted) {
		t.Errorf("got %v, want the error of opening it", err)
	}
}
