package packet

import (
	"fmt"
	"strings"
	"testing"

	"reinstate/internal/plan"
)

func TestHeadingsAreNeverLeftAtTheFootOfAPage(t *testing.T) {
	t.Parallel()
	setter := testSetter(t)
	for lead := range 60 {
		d := plan.Document{Title: "Plan of action", Blocks: []plan.Block{plan.Paragraph{Text: strings.Repeat("line\n", lead) + "line"}}}
		for i := range 8 {
			d.Blocks = append(d.Blocks, plan.Heading{Number: fmt.Sprint(i + 1), Text: "Heading"},
				plan.Item{Number: "1.1", Text: strings.Repeat("words of a claim ", 1+i*9)},
				plan.Item{Number: "1.2", Text: "A short one."},
				plan.Table{Columns: []plan.Column{{Title: "Head"}}, Rows: [][]string{{"first"}, {"second"}}})
		}
		rows := layOut(setter, d, A4.frame())
		pages := paginate(rows, A4.frame().height)
		for n, page := range pages {
			for back := range min(2, len(page.rows)) {
				row := page.rows[len(page.rows)-1-back]
				if n < len(pages)-1 && row.bookmark != "" {
					t.Fatalf("after %d lines, page %d ends with the heading %q and %d rows", lead, n+1, row.bookmark, back)
				}
			}
			if last := page.rows[len(page.rows)-1]; n < len(pages)-1 && last.keep > 0 {
				t.Fatalf("after %d lines, page %d ends with a row that keeps with the next", lead, n+1)
			}
			if bottom := page.rows[len(page.rows)-1]; bottom.y+bottom.height > A4.frame().height+hairbreadth {
				t.Fatalf("after %d lines, page %d runs over its foot", lead, n+1)
			}
		}
	}
}

func TestNoParagraphLeavesOneLineAlone(t *testing.T) {
	t.Parallel()
	setter := testSetter(t)
	for lead := range 50 {
		for length := 2; length <= 6; length++ {
			text := strings.TrimSuffix(strings.Repeat("line\n", length), "\n")
			d := plan.Document{Blocks: []plan.Block{plan.Paragraph{Text: strings.Repeat("lead\n", lead) + "lead"}, plan.Paragraph{Text: text}}}
			pages := paginate(layOut(setter, d, A4.frame()), A4.frame().height)
			for n, page := range pages {
				count := 0
				for _, r := range page.rows {
					if len(r.pieces) > 0 && r.pieces[0].text == "line" {
						count++
					}
				}
				if count == 1 {
					t.Fatalf("after %d lines, one of %d lines stands alone on page %d", lead, length, n+1)
				}
			}
		}
	}
}

func TestNoTableLeavesOneRowAlone(t *testing.T) {
	t.Parallel()
	setter := testSetter(t)
	table := plan.Table{Columns: []plan.Column{{Title: "Head"}}, Rows: [][]string{{"cell"}, {"cell"}, {"cell"}, {"cell"}}}
	for lead := range 60 {
		d := plan.Document{Blocks: []plan.Block{plan.Paragraph{Text: strings.Repeat("lead\n", lead) + "lead"}, table}}
		for n, page := range paginate(layOut(setter, d, A4.frame()), A4.frame().height) {
			cells, heads := 0, 0
			for _, r := range page.rows {
				for _, p := range r.pieces {
					switch p.text {
					case "cell":
						cells++
					case "Head":
						heads++
					}
				}
			}
			if cells == 1 || heads > 1 || (heads == 1) != (cells > 0) {
				t.Fatalf("after %d lines, page %d has %d heads and %d of 4 rows", lead, n+1, heads, cells)
			}
		}
	}
}

func TestEveryRowIsOnOnePageInOrder(t *testing.T) {
	t.Parallel()
	rows := make([]row, 500)
	for i := range rows {
		rows[i] = row{height: float64(5 + i*7%90), space: float64(i % 13), keep: i % 4, level: i}
	}
	rows[250].height = 2000 // taller than a page
	next := 0
	for _, page := range paginate(rows, 700) {
		for _, r := range page.rows {
			if r.level != next {
				t.Fatalf("row %d follows where %d should", r.level, next)
			}
			next++
		}
	}
	if next != len(rows) {
		t.Errorf("%d of %d rows were placed", next, len(rows))
	}
}
