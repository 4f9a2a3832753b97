package docx

import (
	"encoding/xml"
	"strings"
)

// escaped is a text as XML holds it.
func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return b.String()
}

// run is a stretch of text of one look. Look is the inside of w:rPr; a new
// line is a line break.
func run(look, text string) string {
	if text == "" {
		return ""
	}
	var b strings.Builder
	b.WriteString("<w:r>")
	if look != "" {
		b.WriteString("<w:rPr>" + look + "</w:rPr>")
	}
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString("<w:br/>")
		}
		for j, piece := range strings.Split(line, "\t") {
			if j > 0 {
				b.WriteString("<w:tab/>")
			}
			if piece != "" {
				b.WriteString(`<w:t xml:space="preserve">` + escaped(piece) + "</w:t>")
			}
		}
	}
	b.WriteString("</w:r>")
	return b.String()
}

// Looks of runs.
const (
	bold      = `<w:b/>`
	faint     = `<w:color w:val="4B5360"/>`
	reference = faint + `<w:sz w:val="19"/>`
	code      = `<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Courier New"/><w:noProof/><w:sz w:val="16"/>`
	tab       = `<w:r><w:tab/></w:r>`
)

// paragraph puts runs into a paragraph of a style. More is further content of
// w:pPr, in the order of the schema.
func paragraph(style, more, runs string) string {
	properties := more
	if style != "" {
		properties = `<w:pStyle w:val="` + style + `"/>` + more
	}
	if properties != "" {
		properties = "<w:pPr>" + properties + "</w:pPr>"
	}
	return "<w:p>" + properties + runs + "</w:p>"
}
