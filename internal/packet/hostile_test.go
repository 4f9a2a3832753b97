package packet_test

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"reinstate/internal/packet"
	"reinstate/internal/plan"
)

// hostile is what a paste box can bring: every kind of character that has
// broken a PDF library, and plain text.
var hostile = []rune("Ab 1\n\r\t\x00\x1b\\()<>{}%/💥𠮷\u202E\u2066\u200B\u200D\uFEFF\uFFFE\uFFFF\uE000\u0301\u0E01\u05D0\u0627가仓库。“”…①\U0010FFFF\u00AD\u2028")

func TestAnyTextInAnyPlaceIsDrawn(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	random := rand.New(rand.NewPCG(41, 2026))
	text := func() string {
		var b strings.Builder
		for range random.IntN(90) {
			b.WriteRune(hostile[random.IntN(len(hostile))])
			if random.IntN(40) == 0 {
				b.WriteByte(0xF0) // the beginning of a character that does not follow
			}
		}
		return b.String()
	}
	lines := func() (all []string) {
		for range random.IntN(4) {
			all = append(all, text())
		}
		return all
	}
	for round := range 40 {
		d := plan.Document{
			Title: text(), Subtitle: text(), Footer: text(), PageOf: text(), Language: text(), Author: text(), Draft: text(),
			Letterhead: plan.Letterhead{Left: lines(), Right: lines()},
		}
		for range random.IntN(6) {
			table := plan.Table{Columns: make([]plan.Column, random.IntN(12)), Rows: [][]string{lines(), lines(), lines()}}
			for i := range table.Columns {
				table.Columns[i] = plan.Column{Title: text(), Share: random.Float64()*9 - 2, Code: random.IntN(2) == 0}
			}
			d.Blocks = append(d.Blocks, plan.Heading{Number: text(), Text: text()}, plan.Paragraph{Text: text()},
				plan.Item{Number: text(), Lead: text(), Text: text(), Answers: text(), Exhibits: text()}, table)
		}
		drawn, err := press.Draw(d, packet.Options{Draft: true, Seal: text(), Dated: theDay})
		if err != nil || drawn.Pages == 0 || !bytes.HasSuffix(drawn.PDF, []byte("%%EOF\n")) {
			t.Fatalf("%d blocks made %d pages and %v", len(d.Blocks), drawn.Pages, err)
		}
		for _, one := range drawn.Replaced {
			if one.Count < 1 || !utf8.ValidString(one.Where) && one.Rune != utf8.RuneError {
				t.Fatalf("the report is odd: %+v", one)
			}
		}
		if round%8 == 0 {
			output(t, tool(t, "qpdf"), "--check", saved(t, drawn.PDF))
		}
	}
}

func TestATableOfManyColumnsStaysWithinTheMargins(t *testing.T) {
	t.Parallel()
	table := plan.Table{Rows: [][]string{{}}}
	for range 40 {
		table.Columns = append(table.Columns, plan.Column{Title: "W仓", Share: 1})
		table.Rows[0] = append(table.Rows[0], "W库")
	}
	for _, page := range wordBoxes(t, draw(t, plan.Document{Blocks: []plan.Block{table}}, packet.Options{}).PDF).Pages {
		for _, w := range page.Words {
			if w.XMax > page.Width-margin+rounding+4 { // the last letter may be wider than its column
				t.Fatalf("%q ends at %.1f", w.Text, w.XMax)
			}
		}
	}
}

func TestAFaultOfOursIsAnErrorAndNotAPanic(t *testing.T) {
	t.Parallel()
	if _, err := new(packet.Press).Draw(latin(), packet.Options{}); err == nil {
		t.Error("a press without fonts drew a letter")
	}
}
