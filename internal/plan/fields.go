package plan

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"reinstate/internal/reinstate"
)

// Field is one answer of a web form: what to paste into one box. A form counts
// as browsers do: Characters are UTF-16 units, so that an emoji is two, and a
// new line is one; Bytes are UTF-8.
type Field struct {
	Key        string // stable name, such as root_causes or demands_2
	Title      string // heading of the section, empty where it has none
	Question   string // what the marketplace asks, for answers to its questions
	Text       string
	Characters int
	Bytes      int
	Words      int
	Blanks     []string // {blanks} in it that nobody has filled
}

// WholeLetter is the key of the field that holds all sections, for forms of
// one box.
const WholeLetter = "whole_letter"

// Fields cuts a letter into the answers of a web form: one for each section,
// one for each question of the marketplace, and first the whole text for a
// form of one box. Letterhead and title are left out: the form knows who
// writes and about what.
func Fields(d Document) []Field {
	fields := []Field{fieldOf(WholeLetter, "", "", plainBlocks(d.Blocks))}
	for _, part := range d.Parts {
		blocks := d.Blocks[part.From:part.To]
		if len(blocks) > 0 && part.Title != "" {
			blocks = blocks[1:] // the heading is the box's own
		}
		if part.Kind != reinstate.SectionDemands {
			fields = append(fields, fieldOf(part.Key, part.Title, "", plainBlocks(blocks)))
			continue
		}
		fields = append(fields, answers(part, blocks)...)
	}
	return fields
}

// answers are one field for each row of the table of demands, and one for what
// a person wrote before it.
func answers(part Part, blocks []Block) []Field {
	var fields []Field
	var before []Block
	for _, block := range blocks {
		table, ok := block.(Table)
		if !ok {
			before = append(before, block)
			continue
		}
		for i, row := range table.Rows {
			if len(row) > 1 {
				fields = append(fields, fieldOf(fmt.Sprintf("%s_%d", part.Key, i+1), part.Title, row[0], row[1]))
			}
		}
	}
	if len(before) > 0 {
		fields = append([]Field{fieldOf(part.Key, part.Title, "", plainBlocks(before))}, fields...)
	}
	return fields
}

func fieldOf(key, title, question, text string) Field {
	text = strings.TrimSpace(text)
	return Field{
		Key: key, Title: title, Question: question, Text: text,
		Characters: len(utf16.Encode([]rune(text))), Bytes: len(text), Words: words(text), Blanks: blanksIn(text),
	}
}
