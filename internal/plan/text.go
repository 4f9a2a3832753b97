package plan

import (
	"strings"
	"unicode"
)

// Text is the document as plain text in reading order: letterhead, title,
// subtitle and blocks. Footers belong to pages and are not part of it.
func Text(d Document) string {
	var b strings.Builder
	for _, lines := range [][]string{d.Letterhead.Left, d.Letterhead.Right, present(d.Title, d.Subtitle)} {
		for _, line := range lines {
			b.WriteString(line + "\n")
		}
		if len(lines) > 0 {
			b.WriteString("\n")
		}
	}
	for _, block := range d.Blocks {
		b.WriteString(blockText(block))
		if _, item := block.(Item); !item {
			b.WriteString("\n")
		}
	}
	return strings.TrimRight(strings.ReplaceAll(b.String(), "\n\n\n", "\n\n"), "\n") + "\n"
}

func blockText(block Block) string {
	switch b := block.(type) {
	case Heading:
		return "\n" + sentences(b.Number, b.Text) + "\n"
	case Paragraph:
		return b.Text + "\n"
	case Item:
		return sentences(b.Number, b.Lead, b.Text, b.Answers, b.Exhibits) + "\n"
	case Table:
		var t strings.Builder
		titles := make([]string, len(b.Columns))
		for i, column := range b.Columns {
			titles[i] = column.Title
		}
		for _, row := range append([][]string{titles}, b.Rows...) {
			t.WriteString(strings.Join(row, "\t") + "\n")
		}
		return t.String()
	}
	return ""
}

// Words counts the words of what the letter says: its blocks, without tables
// and letterhead. Each Chinese character or kana counts as one, as word
// processors count them.
func Words(d Document) int {
	count := 0
	for _, block := range d.Blocks {
		if _, isTable := block.(Table); isTable {
			continue
		}
		count += words(blockText(block))
	}
	return count
}

func words(text string) int {
	count, inside := 0, false
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			count, inside = count+1, false
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if !inside {
				count++
			}
			inside = true
		case unicode.IsSpace(r):
			inside = false
		}
	}
	return count
}
