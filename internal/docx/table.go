package docx

import (
	"fmt"
	"strings"

	"reinstate/internal/plan"
)

// Borders of tables, in eighths of a point.
const (
	under = `<w:tcBorders><w:bottom w:val="single" w:sz="%d" w:space="0" w:color="%s"/></w:tcBorders>`
	ink   = "1A1D22"
	hair  = "C9CCD1"
)

// table writes a table whose head repeats on each page and whose rows are not
// torn apart.
func (w *writer) table(t plan.Table) string {
	if len(t.Columns) == 0 {
		return ""
	}
	widths := w.widths(t)
	var b strings.Builder
	w.openTable(&b, widths)
	titles := make([]string, len(t.Columns))
	for i, column := range t.Columns {
		titles[i] = column.Title
	}
	b.WriteString("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
	for i, title := range titles {
		cell(&b, widths[i], fmt.Sprintf(under, 6, ink), paragraph("Cell", "<w:keepNext/>", run(bold, title)))
	}
	b.WriteString("</w:tr>")
	for _, row := range t.Rows {
		b.WriteString("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
		for i, column := range t.Columns {
			look, text := "", ""
			if column.Code {
				look = code
			}
			if i < len(row) {
				text = row[i]
			}
			cell(&b, widths[i], fmt.Sprintf(under, 4, hair), paragraph("Cell", "", run(look, text)))
		}
		b.WriteString("</w:tr>")
	}
	b.WriteString("</w:tbl>")
	return b.String()
}

func (w *writer) openTable(b *strings.Builder, widths []int) {
	fmt.Fprintf(b, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/>`+
		`<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="140" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`, w.paper.frame())
	for _, width := range widths {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, width)
	}
	b.WriteString("</w:tblGrid>")
}

// cell writes one cell with its paragraphs, of which it has at least one.
func cell(b *strings.Builder, width int, borders, paragraphs string) {
	if paragraphs == "" {
		paragraphs = paragraph("Cell", "", "")
	}
	fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s</w:tcPr>%s</w:tc>`, width, borders, paragraphs)
}

// widths shares the text's width out by the columns' shares.
func (w *writer) widths(t plan.Table) []int {
	sum := 0.0
	for _, column := range t.Columns {
		sum += max(column.Share, 1)
	}
	widths := make([]int, len(t.Columns))
	for i, column := range t.Columns {
		widths[i] = int(float64(w.paper.frame()) * max(column.Share, 1) / sum)
	}
	return widths
}

// letterhead sets who writes to the left and about what to the right, above a
// line.
func (w *writer) letterhead(h plan.Letterhead) string {
	if len(h.Left)+len(h.Right) == 0 {
		return ""
	}
	left := w.paper.frame() * 58 / 100
	widths := []int{left, w.paper.frame() - left}
	var b strings.Builder
	w.openTable(&b, widths)
	b.WriteString("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
	borders := fmt.Sprintf(under, 8, ink) + `<w:tcMar><w:bottom w:w="160" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tcMar>`
	cell(&b, widths[0], borders, senderLines(h.Left, "", true))
	cell(&b, widths[1], borders, senderLines(h.Right, `<w:jc w:val="right"/>`, false))
	b.WriteString("</w:tr></w:tbl>")
	return b.String()
}

func senderLines(lines []string, aligned string, named bool) string {
	var b strings.Builder
	for i, line := range lines {
		look := ""
		if named && i == 0 {
			look = `<w:b/><w:sz w:val="22"/>`
		}
		b.WriteString(paragraph("Sender", aligned, run(look, line)))
	}
	return b.String()
}
