package plan

import "reinstate/internal/reinstate"

// Document is a letter ready to be drawn or read: a tree of blocks in reading
// order, in one language, without sizes or places on paper.
type Document struct {
	Title      string
	Subtitle   string
	Letterhead Letterhead
	Blocks     []Block
	Parts      []Part // the sections, as ranges of Blocks
	Footer     string // stands on every page, such as "Plan of action · R-2026-0041 · round 1"
	PageOf     string // such as "Page {page} of {pages}"
	Language   string // BCP 47
	Author     string
	Draft      string // the word printed across each page of a draft
}

// Letterhead is who writes, to the left, and about what, to the right. The
// first line of the left is the name.
type Letterhead struct{ Left, Right []string }

// Part is one section of a document: Blocks[From:To], its heading included.
type Part struct {
	Key      string
	Kind     reinstate.SectionKind
	Title    string // empty for a section without a heading
	From, To int
}

// Block is one piece of a document: Paragraph, Heading, Item or Table.
type Block interface{ block() }

// Paragraph is running text. A newline in it is a line break.
type Paragraph struct{ Text string }

// Heading opens a section and is a bookmark of the PDF. Number may be empty.
type Heading struct{ Number, Text string }

// Item is one entry of a list. Number hangs in the margin, Lead is bold, and
// Exhibits, such as "Exhibits C, D", is set apart at the end.
type Item struct{ Number, Lead, Text, Answers, Exhibits string }

// Table is a table with a header row that repeats on each page.
type Table struct {
	Columns []Column
	Rows    [][]string // as many cells as columns
}

// Column is one column of a table. Share is its part of the width relative to
// the others; a Code column is set in a fixed-width face and never wrapped
// where it fits.
type Column struct {
	Title string
	Share float64
	Code  bool
}

func (Paragraph) block() {}
func (Heading) block()   {}
func (Item) block()      {}
func (Table) block()     {}
