package plan_test

import (
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// FuzzCheck gives the checker any bytes as letter and notice: quotes stay
// exact, counts stay positive, and nothing panics.
func FuzzCheck(f *testing.F) {
	c := checker(f)
	f.Add(sound().text(), "Hello Mossgate Cycles,\n- why were parcels late?\nB0TESTA1X7")
	f.Add("Root cause\n\"“”«\r\n1.1) (a) --  •\x00\xff[ ]{{ }}____ XX:\n", "> \n\n* ")
	f.Add("根本原因\n我们没有检查。\n\n已采取的措施\n2026年8月5日", "请提供行动计划：\n一、原因")
	f.Add(strings.Repeat("we did not ", 400), strings.Repeat("a. ", 200))
	facts := &plan.Facts{
		Exhibits: []reinstate.Exhibit{{Letter: "A", FileName: "a.doc"}}, Unconfirmed: []string{"we"}, FileName: "x",
		Earlier: []plan.Earlier{{Name: "round 1", Text: "We counted 40 units on 3 May 2026."}}, Today: day("2026-11-22"), Noticed: day("2026-11-01"),
	}
	f.Fuzz(func(t *testing.T, text, notice string) {
		for _, reason := range []reinstate.ReasonCode{"inauthentic", "forged_documents", ""} {
			in := plan.CheckInput{Reasons: []reinstate.ReasonCode{reason}, Marketplace: reinstate.Amazon, Notice: notice, Facts: facts}
			for _, found := range c.Check(text, in) {
				if found.Start < 0 || found.End < found.Start || found.End > len(text) || text[found.Start:found.End] != found.Quote {
					t.Fatalf("%s quotes %q at %d to %d", found.Rule, found.Quote, found.Start, found.End)
				}
				if utf8.ValidString(text) && !utf8.ValidString(found.Quote) {
					t.Fatalf("%s cuts a character: %q", found.Rule, found.Quote)
				}
				if found.Count < 1 || found.Message == "" {
					t.Fatalf("%s counts %d and says %q", found.Rule, found.Count, found.Message)
				}
			}
		}
	})
}

// longPlan is a plan of about 700 words.
func longPlan() string {
	p := sound()
	body := p.text()
	for plan.WordsOf(body) < 690 {
		p.action += "\n- 8 August 2026: checked the next 40 parcels of the week and refunded 3 buyers in full (Exhibit D)."
		body = p.text()
	}
	return body
}

func BenchmarkCheckAPlanOfSevenHundredWords(b *testing.B) {
	c, text := checker(b), longPlan()
	in := noticed("late_shipment", strings.Repeat("Too many of your orders were late. Please send us a plan of action that says:\n- why orders were late\n", 10))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		c.Check(text, in)
	}
}

func BenchmarkCheckAMegabyte(b *testing.B) {
	c, text := checker(b), longPlan()
	text = strings.Repeat(text, 1<<20/len(text))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		c.Check(text, amazon("late_shipment"))
	}
}

func TestAPlanOfSevenHundredWordsIsCheckedInTenMilliseconds(t *testing.T) {
	if testing.Short() {
		t.Skip("it measures time, which a busy machine spoils")
	}
	c, text := checker(t), longPlan()
	best := time.Hour
	for range 20 {
		start := spent(t)
		c.Check(text, noticed("late_shipment", "Please send us a plan of action.\n"))
		best = min(best, spent(t)-start)
	}
	if best > 10*time.Millisecond {
		t.Errorf("the best of twenty took %v", best)
	}
}

// spent is the processor time of this process, which other programs on a busy
// machine do not lengthen as they do the time of a clock.
func spent(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// TestWorkGrowsWithTheText compares the time of a text with that of eight
// times as much; a loop within a loop over the text would be far above.
func TestWorkGrowsWithTheText(t *testing.T) {
	if testing.Short() {
		t.Skip("it measures time, which a busy machine spoils")
	}
	c := checker(t)
	for name, piece := range map[string]string{
		"plans":        sound().text(),
		"no full stop": "we did not check and the courier failed to ",
		"brackets":     "[ ] { \" ( Exhibit A to Z, B0TESTA1X7 12% ",
		"lines":        "1. a\n",
		"headings":     "Root cause:\nAmazon failed?\n\nActions taken:\nWe counted 3 units.\n\n",
	} {
		measure := func(times int) time.Duration {
			text, best := strings.Repeat(piece, times), time.Hour
			for range 4 {
				start := spent(t)
				c.Check(text, amazon("late_shipment"))
				best = min(best, spent(t)-start)
			}
			return best
		}
		n := max(1, 6000/len(piece))
		small, large := measure(n), measure(8*n)
		t.Logf("%s: %v, then %v", name, small, large)
		if large > 24*small && large > 100*time.Millisecond {
			t.Errorf("%s: %v became %v for eight times the text", name, small, large)
		}
	}
}
