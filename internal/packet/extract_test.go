package packet_test

import (
	"strings"
	"testing"

	"reinstate/internal/packet"
	"reinstate/internal/plan"
)

// Sentences of ours in the scripts a letter must be able to carry, with
// punctuation that line breaking trips over.
const (
	polish      = "Zażółć gęślą jaźń: „Źdźbło” waży 12 g – łącznie 1 234,50 zł; nr 5 (Łódź)."
	vietnamese  = "Kho hàng đã kiểm tra từng đơn vị; Nguyễn Thị Hường ký biên bản ngày 5/11."
	russian     = "Склад пересчитал все 94 единицы товара B0TESTA1X7; акт № 17 подписан «начальником склада» 3 ноября."
	ukrainian   = "Її об’єднання перевірило ґатунок і вагу – відхилень не виявлено."
	greek       = "Η αποθήκη κατέγραψε κάθε μονάδα· ο υπεύθυνος υπέγραψε το δελτίο στις 5 Νοεμβρίου."
	hanzi       = "自2026年11月6日起，仓库在每次到货时逐件扫描商品（B0TESTA1X7）并核对发票上的批次号；如数量不符，“整批货物”不得上架……供应商须在24小时内书面说明原因。"
	traditional = "深圳市海嵐科技有限公司於廣東省深圳市南山區註冊，負責人：林偉。㐂䶵龥"
	japanese    = "倉庫では、入荷のたびに数量とロット番号を「請求書」と照合しています。"
)

func TestTextComesOutCharacterForCharacter(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		d    plan.Document
	}{
		{"a Latin letter", latin()},
		{"a Chinese company's letter", plan.Compose(hailan())},
		{"a letter that is mostly Chinese", chinese()},
		{"Polish", written(polish)},
		{"Vietnamese", written(vietnamese)},
		{"Russian", written(russian)},
		{"Ukrainian", written(ukrainian)},
		{"Greek", written(greek)},
		{"Chinese", written(hanzi)},
		{"traditional Chinese and rare characters", written(traditional)},
		{"Japanese", written(japanese)},
		{"all of them in one paragraph", written(polish + hanzi + russian + greek + vietnamese + japanese + ukrainian + traditional)},
		{"Chinese without any punctuation", written(strings.Repeat("批次号码", 90))},
		{"Chinese of closing marks only", written(strings.Repeat("，。！", 120))},
		{"letters decomposed into base and mark", written("Łódź Zażółć")},
	} {
		for _, paper := range []packet.Paper{packet.A4, packet.Letter} {
			t.Run(tt.name+" on "+string(paper), func(t *testing.T) {
				t.Parallel()
				drawn := draw(t, tt.d, packet.Options{Paper: paper})
				if len(drawn.Replaced) > 0 {
					t.Errorf("characters were replaced: %+v", drawn.Replaced)
				}
				got := bodyOf(t, extracted(t, drawn.PDF), tt.d)
				if want := squeezed(composed(plan.Text(tt.d))); got != want {
					t.Error(firstDifference(got, want))
				}
			})
		}
	}
}

// written is a letter that carries a text everywhere a text can stand, and in
// paragraphs of every length, so that lines end at each of its characters.
func written(text string) plan.Document {
	d := plan.Document{
		Title: short(text, 60), Subtitle: short(text, 120), Author: short(text, 20),
		Letterhead: plan.Letterhead{Left: []string{short(text, 40), short(text, 90)}, Right: []string{short(text, 70)}},
		Footer:     short(text, 30), PageOf: "Page {page} of {pages}", Language: "en",
	}
	runes := []rune(text)
	for i := range min(len(runes), 40) {
		d.Blocks = append(d.Blocks, plan.Paragraph{Text: strings.Repeat("x", i) + text + string(runes[i:])})
	}
	d.Blocks = append(d.Blocks,
		plan.Heading{Number: "1", Text: short(text, 100)},
		plan.Item{Number: "1.1", Lead: short(text, 30), Text: text + text, Answers: "Answers 1.1.", Exhibits: "Exhibits A, B"},
		plan.Table{
			Columns: []plan.Column{{Title: short(text, 12), Share: 20}, {Title: short(text, 24), Share: 60}, {Title: "SHA-256", Share: 20, Code: true}},
			Rows:    [][]string{{short(text, 50), text, "9f2c 41d0 77ab"}, {"", short(text, 10), ""}},
		})
	return d
}

func short(text string, runes int) string {
	all := []rune(text)
	return string(all[:min(runes, len(all))])
}
