package docx

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"reinstate/internal/plan"
)

// writer lays a letter out on one paper.
type writer struct {
	paper  paper
	indent int // of the entries of lists, wide enough for every number
}

const body = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
	`<w:document xmlns:w="` + mainNamespace + `" xmlns:r="` + officeNamespace + `"><w:body>`

const (
	mainNamespace   = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	officeNamespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)

func (w *writer) document(d plan.Document) string {
	w.indent = widestNumber(d.Blocks)
	var b strings.Builder
	b.WriteString(body)
	b.WriteString(w.letterhead(d.Letterhead))
	if d.Title != "" {
		b.WriteString(paragraph("Title", "", run("", d.Title)))
	}
	if d.Subtitle != "" {
		b.WriteString(paragraph("Subtitle", "", run("", d.Subtitle)))
	}
	for i, block := range d.Blocks {
		b.WriteString(w.block(block))
		if _, table := block.(plan.Table); table && !headed(d.Blocks[i+1:]) {
			b.WriteString(paragraph("Gap", "", "")) // a table at the end, or before another, needs one by the format
		}
	}
	fmt.Fprintf(&b, `<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>`+
		`<w:pgSz w:w="%d" w:h="%d"/><w:pgMar w:top="1140" w:right="%d" w:bottom="1360" w:left="%d" w:header="560" w:footer="560" w:gutter="0"/></w:sectPr></w:body></w:document>`,
		w.paper.width, w.paper.height, side, side)
	return b.String()
}

// headed reports whether a heading, which keeps its own distance, comes next.
func headed(rest []plan.Block) bool {
	if len(rest) == 0 {
		return false
	}
	_, heading := rest[0].(plan.Heading)
	return heading
}

func (w *writer) block(block plan.Block) string {
	switch b := block.(type) {
	case plan.Heading:
		text := b.Text
		if b.Number != "" {
			text = b.Number + "\u2002" + b.Text
		}
		return paragraph("Heading1", "", run("", text))
	case plan.Paragraph:
		return paragraph("", "", run("", b.Text))
	case plan.Item:
		return w.item(b)
	case plan.Table:
		return w.table(b)
	}
	return ""
}

// item hangs its number in the margin before its text.
func (w *writer) item(b plan.Item) string {
	var runs []string
	for _, part := range []struct{ look, text string }{
		{bold, b.Lead}, {"", b.Text}, {"", b.Answers}, {reference, b.Exhibits},
	} {
		if part.text != "" {
			runs = append(runs, run(part.look, part.text))
		}
	}
	hanging := fmt.Sprintf(`<w:tabs><w:tab w:val="left" w:pos="%d"/></w:tabs><w:ind w:left="%d" w:hanging="%d"/>`, w.indent, w.indent, w.indent)
	return paragraph("Entry", hanging, run(faint, b.Number)+tab+strings.Join(runs, run("", " ")))
}

// widestNumber is an indent that clears every number of the letter.
func widestNumber(blocks []plan.Block) int {
	widest := 3
	for _, block := range blocks {
		if item, ok := block.(plan.Item); ok {
			widest = max(widest, utf8.RuneCountInString(item.Number))
		}
	}
	return min(180+widest*110, 2000)
}
