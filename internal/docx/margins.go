package docx

import (
	"fmt"
	"strings"

	"reinstate/internal/plan"
)

const (
	headerOpen = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<w:hdr xmlns:w="` + mainNamespace + `">`
	footerOpen = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<w:ftr xmlns:w="` + mainNamespace + `">`
)

// header is empty but for the word that marks a draft.
func header(d plan.Document, draft bool) string {
	word := ""
	if draft {
		word = d.Draft
	}
	return headerOpen + paragraph("Header", "", run("", word)) + "</w:hdr>"
}

// footer names the letter, and counts the pages as Word finds them.
func (w *writer) footer(d plan.Document) string {
	right := fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs>`, w.paper.frame())
	return footerOpen + paragraph("Footer", right, run("", d.Footer)+tab+counted(d.PageOf)) + "</w:ftr>"
}

// counted writes a text such as "Page {page} of {pages}" with fields for its
// numbers.
func counted(text string) string {
	var b strings.Builder
	for text != "" {
		at, field, length := len(text), "", 0
		for name, code := range map[string]string{"{page}": "PAGE", "{pages}": "NUMPAGES"} {
			if i := strings.Index(text, name); i >= 0 && i < at {
				at, field, length = i, code, len(name)
			}
		}
		b.WriteString(run("", text[:at]))
		if field == "" {
			break
		}
		b.WriteString(`<w:fldSimple w:instr=" ` + field + ` ">` + run("", "1") + `</w:fldSimple>`)
		text = text[at+length:]
	}
	return b.String()
}
