package packet_test

import (
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"reinstate/internal/packet"
	"reinstate/internal/plan"
)

// composed is a text as letters print it.
func composed(text string) string { return norm.NFC.String(text) }

func TestWhatCannotBeDrawnIsReplacedAndReported(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text, drawn string
		want              []packet.Replacement
	}{
		{"an emoji", "Stock 💥 counted 💥.", "Stock □ counted □.", []packet.Replacement{{Rune: '💥', Drawn: "□", Count: 2, Where: "Stock 💥 counted 💥."}}},
		{"a Chinese character above U+FFFF", "吉野家与𠮷野家", "吉野家与□野家", []packet.Replacement{{Rune: '𠮷', Drawn: "□", Count: 1, Where: "吉野家与𠮷野家"}}},
		{"letters made for mathematics", "Lot 𝐀𝟗", "Lot A9", []packet.Replacement{{Rune: '𝐀', Drawn: "A", Count: 1, Where: "Lot 𝐀𝟗"}, {Rune: '𝟗', Drawn: "9", Count: 1, Where: "Lot 𝐀𝟗"}}},
		{"a mark of direction", "invoice\u202Egnp.pdf", "invoicegnp.pdf", []packet.Replacement{{Rune: 0x202E, Count: 1, Where: "invoicegnp.pdf"}}},
		{"NUL and a bell", "a\x00b\ac", "abc", []packet.Replacement{{Rune: 0, Count: 1, Where: "abc"}, {Rune: '\a', Count: 1, Where: "abc"}}},
		{"Hebrew", "חברה Ltd", "□□□□ Ltd", []packet.Replacement{
			{Rune: 'ח', Drawn: "□", Count: 1, Where: "חברה Ltd"}, {Rune: 'ב', Drawn: "□", Count: 1, Where: "חברה Ltd"},
			{Rune: 'ר', Drawn: "□", Count: 1, Where: "חברה Ltd"}, {Rune: 'ה', Drawn: "□", Count: 1, Where: "חברה Ltd"}}},
		{"bytes that are no text", "a\xffb", "a□b", []packet.Replacement{{Rune: 0xFFFD, Drawn: "□", Count: 1, Where: "a\uFFFDb"}}},
		{"tabs, returns and odd spaces", "a\tb\r\nc\u2003d\u2028e", "a b c d e", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := plan.Document{Language: "en", Blocks: []plan.Block{plan.Paragraph{Text: tt.text}}}
			drawn := draw(t, d, packet.Options{})
			if !reflect.DeepEqual(drawn.Replaced, tt.want) {
				t.Errorf("reported %+v\nwant %+v", drawn.Replaced, tt.want)
			}
			if before := newPress(t).Unprintable(d); !reflect.DeepEqual(before, tt.want) {
				t.Errorf("reported before drawing %+v\nwant %+v", before, tt.want)
			}
			if got := strings.Join(extracted(t, drawn.PDF), ""); got != squeezed(tt.drawn) {
				t.Errorf("drew %q, want %q", got, squeezed(tt.drawn))
			}
		})
	}
}

func TestArabicIsReplacedLetterByLetter(t *testing.T) {
	t.Parallel()
	drawn := draw(t, plan.Document{Blocks: []plan.Block{plan.Paragraph{Text: "شركة"}}}, packet.Options{})
	if len(drawn.Replaced) != 4 {
		t.Errorf("reported %+v, want four letters", drawn.Replaced)
	}
}

func TestEveryPartOfALetterIsReported(t *testing.T) {
	t.Parallel()
	d := plan.Document{
		Title: "1\u0001", Subtitle: "2\u0002", Footer: "3\u0003", Letterhead: plan.Letterhead{Left: []string{"4\u0004"}, Right: []string{"5\u0005"}},
		Blocks: []plan.Block{
			plan.Heading{Number: "6\u0006", Text: "7\u0007"}, plan.Paragraph{Text: "8\u0008"},
			plan.Item{Number: "9\u000e", Lead: "a\u000f", Text: "b\u0010", Answers: "c\u0011", Exhibits: "d\u0012"},
			plan.Table{Columns: []plan.Column{{Title: "e\u0013"}}, Rows: [][]string{{"f\u0014"}}},
		},
	}
	if got := newPress(t).Unprintable(d); len(got) != 15 {
		t.Errorf("reported %d places, want 15: %+v", len(got), got)
	}
}
