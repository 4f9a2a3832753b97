package casework

import (
	"archive/zip"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode"

	"reinstate/internal/health"
	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
)

// Bounds of the text that is taken from a file: bytes of the file, characters
// of a page or part, pages, bytes that may come out of a packed one, and files
// that it may hold.
const (
	textFileUpTo = 100 << 20
	textPageUpTo = 40_000
	textPages    = 2000
	textUnpacked = 40 << 20
	textParts    = 5000
)

// errNoText says that a file holds nothing to be read.
var errNoText = errors.New("there is no text in it")

// partly says, in a sentence, that what was read of a file is not all of it.
type partly string

func (p partly) Error() string { return string(p) }

// onlyBeginnings is said where a page holds more than is kept of it.
const onlyBeginnings partly = "Only the beginning of its longest pages is found."

// textOf takes the text of a file, page by page or part by part, and says by
// which way. What a file claims to be is not believed: its bytes told its type
// when it came.
func textOf(ctx context.Context, path string, e reinstate.Exhibit) (pages []string, way string, err error) {
	defer func() {
		if r := recover(); r != nil {
			pages, err = nil, fmt.Errorf("read %s: %v", e.MediaType, r)
		}
	}()
	if e.Size > textFileUpTo {
		return nil, "", errors.New("it is too large to be read")
	}
	const office = "application/vnd.openxmlformats-officedocument."
	switch {
	case e.MediaType == "application/pdf":
		return pdfPages(ctx, path)
	case strings.HasPrefix(e.MediaType, "image/") && e.MediaType != "image/svg+xml":
		text, err := ocrPicture(ctx, path, e.Size)
		return []string{text}, "tesseract", err
	case strings.HasPrefix(e.MediaType, office+"wordprocessingml"):
		pages, err = officeText(path, "word/", "p")
		return pages, "docx", err
	case strings.HasPrefix(e.MediaType, office+"spreadsheetml"):
		pages, err = officeText(path, "xl/", "si", "row", "is")
		return pages, "xlsx", err
	case e.MediaType == "text/html", e.MediaType == "message/rfc822", strings.HasSuffix(strings.ToLower(e.FileName), ".eml"):
		return messageText(path, e)
	case strings.HasPrefix(e.MediaType, "text/"), e.MediaType == "application/json":
		raw, err := readUpTo(path, textUnpacked)
		if text, ok := health.Decoded(raw); ok {
			return parts(text), "text", err
		}
		return parts(strings.ToValidUTF8(string(raw), " ")), "text", err
	}
	return nil, "", errNoText
}

// stateOf says what came of reading a file.
func stateOf(pages []string, err error) (reinstate.FileTextState, string) {
	written := false
	var part partly
	if errors.As(err, &part) {
		err = nil
	}
	for i, page := range pages {
		if len(page) > textPageUpTo && part == "" {
			part = onlyBeginnings
		}
		pages[i] = legible(page)
		written = written || strings.TrimSpace(pages[i]) != ""
	}
	switch {
	case errors.Is(err, errNoText), err == nil && !written:
		return reinstate.TextNone, ""
	case err != nil:
		return reinstate.TextFailed, "The file cannot be read."
	}
	return reinstate.TextDone, string(part)
}

// legible is a text without what no reader sees, no longer than a page may be.
func legible(text string) string {
	text = strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || unicode.IsControl(r) && r != '\n' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, " "))
	if len(text) > textPageUpTo {
		text = strings.ToValidUTF8(text[:textPageUpTo], "")
	}
	return strings.TrimSpace(text)
}

// messageText reads a mail or a page from the web as messages are read.
func messageText(path string, e reinstate.Exhibit) ([]string, string, error) {
	raw, err := readUpTo(path, textUnpacked)
	if err != nil {
		return nil, "", err
	}
	name := "page.html"
	if e.MediaType != "text/html" {
		name = "mail.eml"
	}
	m, err := notice.Decode(name, raw)
	return parts(m.Subject + "\n" + m.Sender + "\n" + m.Text), strings.TrimPrefix(name[strings.IndexByte(name, '.'):], "."), err
}

func readUpTo(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most))
}

// parts cuts a long text where a line ends, so that a place can be shown.
func parts(text string) []string {
	var all []string
	for len(text) > textPageUpTo && len(all) < textPages {
		cut := strings.LastIndexByte(text[:textPageUpTo], '\n') + 1
		if cut == 0 {
			cut = len(strings.ToValidUTF8(text[:textPageUpTo], ""))
		}
		all = append(all, text[:cut])
		text = text[max(cut, 1):]
	}
	return append(all, text)
}

// officeText reads the words of a packed office file: the text of its XML
// parts below a folder, a line for each of the elements. Go's reader of XML
// knows no entities but the five of XML itself, so none is fetched or blown
// up; the bytes that may come out are counted over all parts.
func officeText(path, folder string, lines ...string) ([]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	z, err := listZip(file, info.Size(), textParts)
	if err != nil {
		return nil, err
	}
	left := int64(textUnpacked)
	var out strings.Builder
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, folder) || !strings.HasSuffix(f.Name, ".xml") || strings.Contains(f.Name, "/theme/") || strings.Contains(f.Name, "styles") || left <= 0 {
			continue
		}
		n, err := xmlText(f, left, lines, &out)
		if left -= n; err != nil {
			return nil, err
		}
	}
	return parts(out.String()), nil
}

// xmlText writes the character data of one part and says how much it read.
func xmlText(f *zip.File, most int64, lines []string, out *strings.Builder) (int64, error) {
	r, err := f.Open()
	if err != nil {
		return 0, err
	}
	defer r.Close()
	counted := &counter{r: io.LimitReader(r, most)}
	decoder := xml.NewDecoder(counted)
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) || counted.n >= most {
			return counted.n, nil
		}
		if err != nil {
			return counted.n, err
		}
		switch t := token.(type) {
		case xml.CharData:
			out.Write(t)
		case xml.StartElement:
			if t.Name.Local == "c" || t.Name.Local == "tab" || t.Name.Local == "br" {
				out.WriteByte(' ')
			}
		case xml.EndElement:
			for _, line := range lines {
				if t.Name.Local == line {
					out.WriteByte('\n')
				}
			}
		}
	}
}

// counter counts what is read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// pageName is what a program that writes a file for each page calls one.
func pageName(base string, n int) string { return base + "-" + strconv.Itoa(n) }
