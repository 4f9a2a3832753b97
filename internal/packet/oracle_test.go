package packet_test

import (
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"reinstate/internal/plan"
)

// tool finds a program that checks PDFs independently of us. Without it the
// test is skipped, but not in CI, where it must be there.
func tool(tb testing.TB, name string) string {
	tb.Helper()
	path, err := exec.LookPath(name)
	switch {
	case err == nil:
		return path
	case os.Getenv("CI") == "true":
		tb.Fatalf("%s is not installed, and CI must have it", name)
	default:
		tb.Skipf("%s is not installed: what it would check stays unchecked", name)
	}
	return ""
}

// saved writes a PDF where tools can read it.
func saved(tb testing.TB, pdf []byte) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "letter.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

func output(tb testing.TB, program string, args ...string) string {
	tb.Helper()
	out, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		tb.Fatalf("%s %v: %v\n%s", filepath.Base(program), args, err, out)
	}
	return string(out)
}

// extracted is the text of each page in the order it was drawn, without white
// space.
func extracted(tb testing.TB, pdf []byte) []string {
	tb.Helper()
	text := output(tb, tool(tb, "pdftotext"), "-raw", "-enc", "UTF-8", saved(tb, pdf), "-")
	pages := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
	for i := range pages {
		pages[i] = squeezed(pages[i])
	}
	return pages
}

// squeezed is a text without white space.
func squeezed(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// bodyOf joins the pages after taking off each one's footer, which must be
// there, and the table heads that are repeated at its top.
func bodyOf(tb testing.TB, pages []string, d plan.Document) string {
	tb.Helper()
	var all strings.Builder
	for i, page := range pages {
		foot := squeezed(fmt.Sprintf("%s Page %d of %d", d.Footer, i+1, len(pages)))
		body, ok := strings.CutSuffix(page, foot)
		if !ok {
			tb.Fatalf("page %d does not end with its footer %q", i+1, foot)
		}
		for _, block := range d.Blocks {
			if table, ok := block.(plan.Table); ok && strings.Contains(all.String(), headOf(table)) {
				body = strings.TrimPrefix(body, headOf(table))
			}
		}
		all.WriteString(body)
	}
	return all.String()
}

func headOf(t plan.Table) string {
	var head strings.Builder
	for _, c := range t.Columns {
		head.WriteString(squeezed(c.Title))
	}
	return head.String()
}

// box is a word with its place on a page, in points from the left top.
type box struct {
	Text string  `xml:",chardata"`
	XMin float64 `xml:"xMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMin float64 `xml:"yMin,attr"`
	YMax float64 `xml:"yMax,attr"`
}

type boxes struct {
	Pages []struct {
		Width  float64 `xml:"width,attr"`
		Height float64 `xml:"height,attr"`
		Words  []box   `xml:"word"`
	} `xml:"body>doc>page"`
}

func wordBoxes(tb testing.TB, pdf []byte) boxes {
	tb.Helper()
	var b boxes
	text := output(tb, tool(tb, "pdftotext"), "-bbox", "-enc", "UTF-8", saved(tb, pdf), "-")
	decoder := xml.NewDecoder(strings.NewReader(text))
	decoder.Strict, decoder.Entity = false, xml.HTMLEntity
	if err := decoder.Decode(&b); err != nil {
		tb.Fatal(err)
	}
	return b
}

// firstDifference shows two texts where they part.
func firstDifference(got, want string) string {
	g, w := []rune(got), []rune(want)
	for i := 0; i < len(g) || i < len(w); i++ {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			cut := func(r []rune) string { return string(r[min(max(i-15, 0), len(r)):min(i+15, len(r))]) }
			return fmt.Sprintf("at character %d: got …%s…, want …%s…", i, cut(g), cut(w))
		}
	}
	return "none"
}
