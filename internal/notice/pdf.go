package notice

import (
	"bytes"
	"errors"
	"strings"
	"time"

	"github.com/ledongthuc/pdf"
)

// Bounds of reading a PDF's text. A notice has a handful of pages.
const (
	pdfPages  = 60
	pdfWithin = 10 * time.Second
)

var errNotPDF = errors.New("not a PDF that can be read")

// decodePDF takes the text layer of a PDF. A scan has none.
func decodePDF(raw []byte) (Message, error) {
	type outcome struct {
		text string
		err  error
	}
	done := make(chan outcome, 1)
	stop := make(chan struct{})
	go func() {
		text, err := pdfText(raw, stop)
		done <- outcome{text, err}
	}()
	timeout := time.NewTimer(pdfWithin)
	defer timeout.Stop()
	var got outcome
	select {
	case got = <-done:
	case <-timeout.C:
		close(stop)
		got.err = errNotPDF
	}
	switch {
	case got.err != nil:
		return Message{}, refuse("This file cannot be read as a PDF: it is damaged, encrypted or something else. Paste the text of the message instead.")
	case strings.TrimSpace(got.text) == "":
		return Message{}, refuse("This PDF has no text in it, only pictures. Paste the text of the message instead.")
	}
	return Message{Text: got.text, MediaType: "application/pdf"}, nil
}

// pdfText reads page by page and line by line until told to stop. The library
// panics on some damaged files.
func pdfText(raw []byte, stop <-chan struct{}) (text string, err error) {
	defer func() {
		if recover() != nil {
			text, err = "", errNotPDF
		}
	}()
	file, err := pdf.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return "", errNotPDF
	}
	var b strings.Builder
	for n := 1; n <= min(file.NumPage(), pdfPages); n++ {
		select {
		case <-stop:
			return "", errNotPDF
		default:
		}
		rows, err := file.Page(n).GetTextByRow()
		if err != nil {
			return "", errNotPDF
		}
		for _, row := range rows {
			for _, word := range row.Content {
				b.WriteString(word.S)
			}
			b.WriteByte('\n')
		}
		b.WriteByte('\n')
		if b.Len() > MaxText {
			break
		}
	}
	return b.String(), nil
}
