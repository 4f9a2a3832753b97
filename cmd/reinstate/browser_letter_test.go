package main

import (
	"bytes"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"reinstate/internal/programtest"
)

// readLetter looks at a PDF with the programs that are there: how many pages it
// has, what its text says, and whether the first page shows anything.
func readLetter(t *testing.T, pdf []byte, words ...string) {
	t.Helper()
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Fatalf("%d bytes that are no PDF: %.40q", len(pdf), pdf)
	}
	file := filepath.Join(t.TempDir(), "letter.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	told := output(t, programtest.Pdfinfo, file)
	pages := regexp.MustCompile(`(?m)^Pages:\s+(\d+)$`).FindStringSubmatch(told)
	if pages == nil {
		t.Fatalf("pdfinfo says no number of pages:\n%s", told)
	}
	if n, _ := strconv.Atoi(pages[1]); n < 2 || n > 12 {
		t.Errorf("the letter has %d pages", n)
	}
	text := oneLine(textOf(t, pdf))
	for _, want := range words {
		if !strings.Contains(text, oneLine(want)) {
			t.Errorf("the letter does not say %q:\n%.2000s", want, text)
		}
	}
	picture := filepath.Join(t.TempDir(), "page")
	output(t, programtest.Pdftoppm, "-png", "-r", "60", "-f", "1", "-l", "1", "-singlefile", file, picture)
	if share := inked(t, picture+".png"); share < 0.01 || share > 0.5 {
		t.Errorf("%.1f %% of the first page are dark", 100*share)
	}
}

// textOf is what a reader of PDF finds written in it.
func textOf(t *testing.T, pdf []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "letter.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	return output(t, programtest.Pdftotext, "-raw", file, "-")
}

// firstPage is what stands on the first page of a letter.
func firstPage(text string) string {
	page, _, _ := strings.Cut(text, " Page 1 of ")
	return page
}

// oneLine takes out white space, which breaks lines where the page does.
func oneLine(text string) string { return strings.Join(strings.Fields(text), "") }

func output(t *testing.T, p programtest.Program, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), programtest.Path(t, p), args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", p, err)
	}
	return string(out)
}

// inked is the share of a picture that is not nearly white.
func inked(t *testing.T, file string) float64 {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	page, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	dark, all := 0, page.Bounds().Dx()*page.Bounds().Dy()
	for y := page.Bounds().Min.Y; y < page.Bounds().Max.Y; y++ {
		for x := page.Bounds().Min.X; x < page.Bounds().Max.X; x++ {
			if r, g, b, _ := page.At(x, y).RGBA(); r+g+b < 3*0xd000 {
				dark++
			}
		}
	}
	return float64(dark) / float64(all)
}
