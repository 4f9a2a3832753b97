package plan_test

import (
	"strings"
	"testing"

	"reinstate/internal/plan"
)

func TestHowAlikeTwoTextsAre(t *testing.T) {
	t.Parallel()
	const letter = "We removed all units on 3 November 2026 and now scan every carton against the invoice before it is stored."
	for _, tt := range []struct {
		name, a, b  string
		least, most float64
	}{
		{"the same text", letter, letter, 1, 1},
		{"another day and number", letter, strings.NewReplacer("3", "14", "2026", "2027").Replace(letter), 1, 1},
		{"another item", letter + " B0TESTA1X7", letter + " B0TESTB2Y8", 1, 1},
		{"other case and punctuation", "Closed. We MOVED the stock", "closed we moved the stock!", 0.9, 1},
		{"one word changed", letter, strings.Replace(letter, "scan", "check", 1), 0.8, 0.95},
		{"another text", letter, "The supplier lost its licence, which nobody of us had looked up again since the year of the first order.", 0, 0.1},
		{"one text twice in the other", letter, letter + " " + letter, 0.9, 1},
		{"characters without spaces", "我们已经下架全部商品并通知客户", "我们已经下架全部商品并且通知客户", 0.4, 0.9},
		{"nothing", "", "", 0, 0},
		{"nothing and something", "", letter, 0, 0},
		{"marks alone", "-- !! --", "...", 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			there, back := plan.Similarity(tt.a, tt.b), plan.Similarity(tt.b, tt.a)
			if there != back {
				t.Errorf("one way %v, the other way %v", there, back)
			}
			if there < tt.least || there > tt.most {
				t.Errorf("alike by %v, want %v to %v", there, tt.least, tt.most)
			}
		})
	}
}
