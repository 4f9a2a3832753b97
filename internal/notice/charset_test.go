package notice_test

import (
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"

	"reinstate/internal/notice"
)

func TestSavedTextOfOlderCharsetsIsRead(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, text string
		in         encoding.Encoding
	}{
		{"Western", "Ihr Verkäuferkonto wurde gesperrt. Bitte prüfen Sie die Übersicht.", charmap.Windows1252},
		{"Chinese", "您的销售账户已被停用，请在十七天内提交行动计划。", simplifiedchinese.GB18030},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			raw, err := tt.in.NewEncoder().Bytes([]byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			m, err := notice.Decode("notice.txt", raw)
			if err != nil || m.Text != tt.text {
				t.Errorf("got %q, %v", m.Text, err)
			}
		})
	}
}
