package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"reinstate/internal/browsertest"
)

// TestFilesGoUpOneByOneAndSayHowFar gives several files at once over a slow
// line: each shows how far it is, and one that is refused leaves the others.
func TestFilesGoUpOneByOneAndSayHowFar(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	dir := firmFolder(t)
	ref := plannedCase(t, dir)
	b := arrive(t, chromium, startServer(t, dir, "--max-file", "1"), false, owner)
	folder := t.TempDir()
	write := func(name string, content []byte) string {
		name = filepath.Join(folder, name)
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	invoice := proofs(t)[0]
	same, err := os.ReadFile(invoice)
	if err != nil {
		t.Fatal(err)
	}
	b.Visit("/cases/" + ref + "/evidence")
	b.Fill("kind", "Supplier invoice")
	b.Fill("title", "发票 2026-088")
	b.Give("file", invoice, write("long.txt", bytes.Repeat([]byte("a long sheet\n"), 20_000)), write("huge.bin", make([]byte, 1<<20+1)),
		write("empty.txt", nil), write("the same once more.pdf", same))
	b.Slow(200 << 10)
	b.Press("Add the files")
	b.Awaits("waiting")
	b.AwaitsLike(regexp.MustCompile(`\b[1-9]\d? %`))
	b.Awaits("kept as exhibit A")
	b.Awaits("kept as exhibit B")
	b.Awaits("This file is larger than")
	b.Awaits("empty")
	b.Awaits("kept as exhibit C; the same bytes as exhibit A")
	b.Slow(0)
	b.Click("Show the new exhibits")
	b.Has(3, ".exhibits tbody tr")
	b.Sees("发票 2026-088", "long.txt", "the same once more.pdf")
	b.Lacks("huge.bin", "empty.txt")
	b.Quiet("422 for")

	b.Click("the same once more")
	b.Click("Withdraw this exhibit")
	b.Sees("Withdrawn. It can be taken back for 30 days", "withdrawn", "in the trash until")
	b.Quiet()
}

// TestAFileThatWasCancelledIsSentAgain cancels the only file while it goes up,
// and one before any goes up, and tries both again.
func TestAFileThatWasCancelledIsSentAgain(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	dir := firmFolder(t)
	ref := plannedCase(t, dir)
	b := arrive(t, chromium, startServer(t, dir), false, owner)
	name := filepath.Join(t.TempDir(), "long.txt")
	if err := os.WriteFile(name, bytes.Repeat([]byte("a long sheet\n"), 40_000), 0o600); err != nil {
		t.Fatal(err)
	}
	b.Visit("/cases/" + ref + "/evidence")
	b.Fill("kind", "Supplier invoice")
	b.Give("file", name)
	b.PressIn("long.txt", "Cancel")
	b.Awaits("cancelled")
	b.PressIn("long.txt", "Try again")
	b.Awaits("waiting")
	b.Slow(100 << 10)
	b.Press("Add the files")
	b.AwaitsLike(regexp.MustCompile(`\b[1-9]\d? %`))
	b.PressIn("long.txt", "Cancel")
	b.Awaits("cancelled")
	b.Slow(0)
	b.Arrives(func() { b.PressIn("long.txt", "Try again") })
	b.Has(1, ".exhibits tbody tr")
	b.Sees("long.txt")
	b.Quiet()
}

// TestAPDFIsShownInItsFrame looks at what the frames of the pages load: an
// exhibit, and the letter.
func TestAPDFIsShownInItsFrame(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	for _, way := range scripts {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			dir := firmFolder(t)
			ref := plannedCase(t, dir)
			call(t, "case", "attach", ref, proofs(t)[0], "--data", dir)
			b := arrive(t, chromium, startServer(t, dir), way.off, owner)
			for _, page := range []string{"/evidence/1", "/packet"} {
				if b.Visit("/cases/" + ref + page); page != "/packet" {
					b.Comes("/cases/"+ref+page, "img.look")
					b.Press("In the browser's own viewer")
				}
				if frame := b.Framed("iframe.look"); !strings.HasSuffix(frame, "/pdf") {
					t.Errorf("the frame of %s shows %q", page, frame)
				}
			}
			b.Quiet()
		})
	}
}
