package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"time"

	"reinstate/internal/plan"
)

// MediaType is what a Word file is called on the web.
const MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// Options say how a letter is written, besides what it says.
type Options struct {
	Letter bool      // American paper; else A4
	Dated  time.Time // creation time in the file; the zero time is 1980, the first a ZIP can hold
	Draft  bool      // puts the document's draft word above each page
}

// Write writes the document as a Word file. The same document and options give
// the same bytes. Characters that XML cannot hold become U+FFFD.
func Write(d plan.Document, o Options) ([]byte, error) {
	if first := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC); o.Dated.Before(first) {
		o.Dated = first
	}
	w := &writer{paper: paperOf(o.Letter)}
	parts := []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRelations},
		{"docProps/core.xml", core(d, o.Dated)},
		{"docProps/app.xml", app},
		{"word/document.xml", w.document(d)},
		{"word/_rels/document.xml.rels", documentRelations},
		{"word/styles.xml", styles(d.Language)},
		{"word/settings.xml", settings},
		{"word/header1.xml", header(d, o.Draft)},
		{"word/footer1.xml", w.footer(d)},
	}
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for _, part := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: o.Dated.UTC()})
		if err != nil {
			return nil, fmt.Errorf("write %s of %q: %w", part.name, d.Title, err)
		}
		if _, err := f.Write([]byte(part.text)); err != nil {
			return nil, fmt.Errorf("write %s of %q: %w", part.name, d.Title, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("write %q as a Word file: %w", d.Title, err)
	}
	return file.Bytes(), nil
}

// paper is a sheet in twentieths of a point, the unit of the format.
type paper struct{ width, height int }

// side is the margin to the left and right: 22 mm, as the PDF has it.
const side = 1247

func paperOf(letter bool) paper {
	if letter {
		return paper{12240, 15840}
	}
	return paper{11906, 16838}
}

// frame is the width of the text.
func (p paper) frame() int { return p.width - 2*side }
