package plan

import "strings"

// Mail is a letter as an e-mail of plain text. Subject and Body together say
// what the letter says, with the sender beneath the text, where mail has it.
type Mail struct{ Subject, Body string }

// MailOf puts a document into an e-mail.
func MailOf(d Document) Mail {
	sections := present(d.Subtitle, plainBlocks(d.Blocks))
	for _, lines := range [][]string{d.Letterhead.Left, d.Letterhead.Right} {
		sections = append(sections, present(strings.Join(present(lines...), "\n"))...)
	}
	return Mail{Subject: strings.Join(strings.Fields(d.Title), " "), Body: strings.Join(sections, "\n\n") + "\n"}
}

// plainBlocks is a run of blocks for a box of plain text: an empty line
// between paragraphs, none between the entries of a list, and a table as lines
// whose cells are parted by a bar, since columns do not survive there.
func plainBlocks(blocks []Block) string {
	var b strings.Builder
	for i, block := range blocks {
		if i > 0 {
			b.WriteString("\n")
			if !sameList(blocks[i-1], block) {
				b.WriteString("\n")
			}
		}
		b.WriteString(plainBlock(block))
	}
	return b.String()
}

func plainBlock(block Block) string {
	table, ok := block.(Table)
	if !ok {
		return strings.TrimSpace(blockText(block))
	}
	titles := make([]string, len(table.Columns))
	for i, column := range table.Columns {
		titles[i] = column.Title
	}
	var lines []string
	for _, row := range append([][]string{titles}, table.Rows...) {
		lines = append(lines, strings.Join(present(row...), " | "))
	}
	return strings.Join(lines, "\n")
}

func sameList(before, block Block) bool {
	_, was := before.(Item)
	_, is := block.(Item)
	return was && is
}
