package casework

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"reinstate/internal/notice"
	"reinstate/internal/packet"
)

// Bounds of the programs that read files for us, where they are installed: how
// long one may take, how much memory it may have, how much it may say, and how
// many pages of a scan are read.
const (
	toolMemory = 1 << 20 // kB of address space
	toolSays   = 64 << 20
	ocrPages   = 40
	ocrDots    = 200 // dots an inch
)

var toolWithin = 30 * time.Second

// tool finds a program once.
var tool = func() func(name string) string {
	var known sync.Map
	return func(name string) string {
		if path, ok := known.Load(name); ok {
			return path.(string)
		}
		path, err := exec.LookPath(name)
		if err != nil {
			path = ""
		}
		known.Store(name, path)
		return path
	}
}()

// run has a program read a file: with a time limit, a memory limit, no input,
// and nothing of our environment. The arguments never pass through a shell's
// eyes; it only sets the limit.
func run(ctx context.Context, program string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, toolWithin)
	defer cancel()
	limit := fmt.Sprintf(`ulimit -v %d 2>/dev/null; exec "$@"`, toolMemory)
	cmd := exec.CommandContext(ctx, "/bin/sh", append([]string{"-c", limit, "sh", program}, args...)...)
	cmd.Env = []string{"PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "OMP_THREAD_LIMIT=1"}
	cmd.WaitDelay = time.Second
	var said capped
	cmd.Stdout = &said
	err := cmd.Run()
	return said.kept.Bytes(), err
}

// capped keeps what a program says up to a limit, and then ends it. The buffer
// is a field, since an embedded one would be filled past the limit by its own
// ReadFrom.
type capped struct{ kept bytes.Buffer }

// Write keeps a piece.
func (c *capped) Write(p []byte) (int, error) {
	if c.kept.Len()+len(p) > toolSays {
		return 0, errors.New("it says too much")
	}
	return c.kept.Write(p)
}

// pdfPages takes the text layer of a PDF by pdftotext, where that is not
// installed by our own reader; where there is none, its pages are read as
// pictures. A file that pdftotext cannot read in time and memory is given up:
// our own reader has no such bounds.
func pdfPages(ctx context.Context, path string) (pages []string, way string, err error) {
	if program := tool("pdftotext"); program != "" {
		said, err := run(ctx, program, "-enc", "UTF-8", "-q", path, "-")
		if err != nil {
			return nil, "", fmt.Errorf("take the text of a PDF: %w", err)
		}
		pages, way = strings.Split(strings.TrimSuffix(string(said), "\f"), "\f"), "pdftotext"
	} else {
		raw, err := readUpTo(path, textFileUpTo)
		if err != nil {
			return nil, "", err
		}
		m, err := notice.Decode("file.pdf", raw)
		if err != nil {
			return nil, "", errNoText
		}
		pages, way = parts(m.Text), "own reader"
	}
	if len(pages) > textPages {
		pages, err = pages[:textPages], partly(fmt.Sprintf("Only its first %d pages are found.", textPages))
	}
	if !slices.ContainsFunc(pages, blank) || tool("pdftoppm") == "" || tool("tesseract") == "" {
		return pages, way, err
	}
	return scanned(ctx, path, pages, way)
}

// blank reports whether a page has no text layer: it may be a scan.
func blank(page string) bool { return strings.TrimSpace(page) == "" }

// scanned reads the pages of a PDF that have no text layer as pictures, the
// first few of them, and leaves the others as they are.
func scanned(ctx context.Context, path string, pages []string, way string) ([]string, string, error) {
	folder, err := os.MkdirTemp("", "reinstate-pages-")
	if err != nil {
		return nil, "", err
	}
	defer os.RemoveAll(folder)
	if !slices.ContainsFunc(pages, func(p string) bool { return !blank(p) }) {
		way = "" // nothing was found the other way
	}
	read := 0
	var part error
	for i, page := range pages {
		if !blank(page) {
			continue
		}
		if read == ocrPages || ctx.Err() != nil {
			part = partly(fmt.Sprintf("Only the first %d of its scanned pages were read.", read))
			break // what was read of a long scan is better than nothing
		}
		text, err := scannedPage(ctx, path, folder, i+1)
		if ctx.Err() != nil {
			if read == 0 && way == "" {
				return nil, "", ctx.Err()
			}
			continue
		}
		if err == nil {
			pages[i] = text
		}
		read++
	}
	return pages, strings.TrimPrefix(way+" and tesseract", " and "), part
}

// scannedPage draws one page and reads the picture.
func scannedPage(ctx context.Context, path, folder string, n int) (string, error) {
	base, number := filepath.Join(folder, pageName("page", n)), fmt.Sprint(n)
	defer os.Remove(base + ".png")
	within, cancel := context.WithTimeout(ctx, pageWithin)
	defer cancel()
	if _, err := run(within, tool("pdftoppm"), "-r", fmt.Sprint(ocrDots), "-png", "-gray", "-singlefile", "-f", number, "-l", number, path, base); err != nil {
		return "", err
	}
	return ocr(ctx, base+".png")
}

// ocr reads a picture by tesseract, in English and, where it is installed,
// Chinese. Without the program nothing is read.
func ocr(ctx context.Context, path string) (string, error) {
	program := tool("tesseract")
	if program == "" {
		return "", errNoText
	}
	said, err := run(ctx, program, path, "stdout", "-l", languages(ctx, program))
	return string(said), err
}

// ocrSide is how many pixels of a photo's longer side are read.
const ocrSide = 3500

// ocrPicture reads a picture from outside, drawn anew by us first: the program
// never sees the bytes that came.
func ocrPicture(ctx context.Context, path string, size int64) (string, error) {
	if tool("tesseract") == "" {
		return "", errNoText
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	picture, err := packet.Picture(file, size, ocrSide)
	if err != nil {
		return "", err
	}
	folder, err := os.MkdirTemp("", "reinstate-picture-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(folder)
	name := filepath.Join(folder, "picture.png")
	out, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	if err := errors.Join(png.Encode(out, picture), out.Close()); err != nil {
		return "", err
	}
	return ocr(ctx, name)
}

// languages are those of ours that tesseract has.
var languages = func() func(ctx context.Context, program string) string {
	var once sync.Once
	var known string
	return func(ctx context.Context, program string) string {
		once.Do(func() {
			said, _ := run(context.WithoutCancel(ctx), program, "--list-langs")
			var have []string
			for _, code := range []string{"eng", "chi_sim"} {
				if slices.Contains(strings.Fields(string(said)), code) {
					have = append(have, code)
				}
			}
			known = strings.Join(have, "+")
			if known == "" {
				known = "eng"
			}
		})
		return known
	}
}()
