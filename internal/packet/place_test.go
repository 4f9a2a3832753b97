package packet_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"reinstate/internal/packet"
	"reinstate/internal/plan"
)

// margin is the side margin in points, and rounding what two decimals in the
// file may move a letter by.
const margin, rounding = 62.36, 0.35

func TestNothingStandsOutsideTheMargins(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		d    plan.Document
	}{
		{"a Latin letter", latin()},
		{"a Chinese letter", chinese()},
		{"all scripts in every place", written(polish + hanzi + russian + greek + vietnamese + japanese)},
		{"words without end", written(strings.Repeat("Donaudampfschifffahrt", 30))},
		{"identifiers without end", written(strings.Repeat("9f2c41d077ab", 60))},
		{"Chinese marks that may not begin a line", written(strings.Repeat("，。！", 90))},
		{"marks without a letter", written(strings.Repeat("\u0301\u0302", 300))},
		{"numbers that outgrow their hang", plan.Document{Blocks: []plan.Block{plan.Item{Number: "123.456.789.1011.1213.1415.1617.1819", Text: russian}}}},
	} {
		for _, paper := range []packet.Paper{packet.A4, packet.Letter} {
			t.Run(tt.name+" on "+string(paper), func(t *testing.T) {
				t.Parallel()
				for i, page := range wordBoxes(t, draw(t, tt.d, packet.Options{Paper: paper}).PDF).Pages {
					for _, w := range page.Words {
						if w.XMin < margin-rounding || w.XMax > page.Width-margin+rounding || w.YMin < 40 || w.YMax > page.Height-20 {
							t.Fatalf("page %d: %.20q stands from %.1f to %.1f across and %.1f to %.1f down on %.1f × %.1f",
								i+1, w.Text, w.XMin, w.XMax, w.YMin, w.YMax, page.Width, page.Height)
						}
					}
				}
			})
		}
	}
}

func TestFlushRightLinesEndAtTheMargin(t *testing.T) {
	t.Parallel()
	for i, page := range wordBoxes(t, draw(t, chinese(), packet.Options{}).PDF).Pages {
		last := page.Words[len(page.Words)-1]
		if math.Abs(last.XMax-(page.Width-margin)) > rounding {
			t.Errorf("page %d: %q ends at %.2f, want %.2f: the file's widths are not the font's", i+1, last.Text, last.XMax, page.Width-margin)
		}
	}
}

func TestLinesDoNotOverlap(t *testing.T) {
	t.Parallel()
	d := written(hanzi)
	for i, page := range wordBoxes(t, draw(t, d, packet.Options{}).PDF).Pages {
		for j, a := range page.Words {
			for _, b := range page.Words[j+1:] {
				sameLine := math.Abs(a.YMin-b.YMin) < 6
				if !sameLine && a.XMin < b.XMax-1 && b.XMin < a.XMax-1 && math.Abs((a.YMin+a.YMax)-(b.YMin+b.YMax))/2 < 9 {
					t.Fatalf("page %d: %.10q and %.10q overlap", i+1, a.Text, b.Text)
				}
			}
		}
	}
}

func TestALongTableRepeatsItsHeadAndKeepsEveryRow(t *testing.T) {
	t.Parallel()
	const rows = 10_000
	table := plan.Table{Columns: []plan.Column{{Title: "Order", Share: 40}, {Title: "Dealt with in", Share: 60}}}
	for i := range rows {
		table.Rows = append(table.Rows, []string{fmt.Sprintf("114-%07d-%07d", i, rows-i), "批次 " + fmt.Sprint(i)})
	}
	d := plan.Document{Footer: "Orders", PageOf: "Page {page} of {pages}", Blocks: []plan.Block{plan.Heading{Text: "Orders concerned"}, table}}
	drawn := draw(t, d, packet.Options{})
	pages := extracted(t, drawn.PDF)
	if len(pages) != drawn.Pages {
		t.Errorf("%d pages were drawn, the packet says %d", len(pages), drawn.Pages)
	}
	for i, page := range pages[1:] {
		if !strings.HasPrefix(page, "OrderDealtwithin114-") {
			t.Fatalf("page %d begins with %.40q, not with the head and a row", i+2, page)
		}
	}
	if got, want := bodyOf(t, pages, d), squeezed(plan.Text(d)); got != want {
		t.Error(firstDifference(got, want))
	}
}

func TestARowIsNotSplitUnlessItIsTallerThanAPage(t *testing.T) {
	t.Parallel()
	table := plan.Table{Columns: []plan.Column{{Title: "No.", Share: 10}, {Title: "Text", Share: 90}}}
	for i := range 40 {
		table.Rows = append(table.Rows, []string{fmt.Sprintf("row%02d", i), strings.Repeat("many words in a cell ", 10+i) + fmt.Sprintf("end%02d", i)})
	}
	pages := extracted(t, draw(t, plan.Document{Blocks: []plan.Block{table}}, packet.Options{}).PDF)
	for i := range 40 {
		for n, page := range pages {
			if strings.Contains(page, fmt.Sprintf("row%02d", i)) != strings.Contains(page, fmt.Sprintf("end%02d", i)) {
				t.Errorf("row %d is split at page %d", i, n+1)
			}
		}
	}
	tall := plan.Table{Columns: table.Columns, Rows: [][]string{{"row", strings.Repeat("word ", 5000) + "end"}}}
	drawn := draw(t, plan.Document{Blocks: []plan.Block{tall}}, packet.Options{})
	all := strings.Join(extracted(t, drawn.PDF), "")
	if got := strings.Count(all, "word"); got != 5000 || !strings.Contains(all, "end") {
		t.Errorf("a row taller than a page kept %d of 5000 words", got)
	}
}

func TestAWordOfTwoHundredThousandLettersIsDrawnWhole(t *testing.T) {
	t.Parallel()
	word := strings.Repeat("Rechtsschutzversicherung", 200_000/24)
	for _, d := range []plan.Document{
		{Blocks: []plan.Block{plan.Paragraph{Text: word}}},
		{Blocks: []plan.Block{plan.Table{Columns: []plan.Column{{Title: "A", Share: 1}, {Title: "B", Share: 9}}, Rows: [][]string{{"x", word}}}}},
	} {
		got := strings.Join(extracted(t, draw(t, d, packet.Options{}).PDF), "")
		got = strings.NewReplacer("AB", "", "x", "").Replace(got)
		if got != word {
			t.Error(firstDifference(got, word))
		}
	}
}
