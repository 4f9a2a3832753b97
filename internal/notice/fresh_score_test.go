package notice_test

import (
	"os"
	"strings"
	"testing"
)

// freshBatches are the batches of our own messages in the order they were
// written, with what the reader must not fall below on each now that its cues
// were written from some of them. testdata/fresh/README.md has the figures of
// the first try, before that.
var freshBatches = []struct {
	name, files string
	of          func(id string) bool
	minimums    map[string]float64
}{
	{"first, tuning half", "first-*.txt", freshTuning, map[string]float64{
		"kind": 0.97, "marketplace": 0.96, "level": 0.92, "primary reason": 0.94, "reasons": 0.92, "decision": 0.93, "deadline": 0.95, "demands": 0.90,
	}},
	{"first, checking half", "first-*.txt", func(id string) bool { return !freshTuning(id) }, map[string]float64{
		"kind": 0.93, "marketplace": 0.96, "level": 0.88, "primary reason": 0.94, "reasons": 0.92, "decision": 0.88, "deadline": 0.90, "demands": 0.87,
	}},
	{"second", "second-*.txt", everyID, map[string]float64{
		"kind": 0.95, "marketplace": 0.95, "level": 0.90, "primary reason": 0.92, "reasons": 0.92, "decision": 0.93, "deadline": 0.90, "demands": 0.92,
	}},
	{"third", "third.txt", everyID, map[string]float64{"kind": 0.93, "level": 0.93, "primary reason": 0.92, "decision": 0.85, "deadline": 0.85, "demands": 0.90}},
	{"fourth", "fourth.txt", everyID, map[string]float64{"kind": 0.95, "level": 0.93, "primary reason": 0.85, "decision": 0.90, "deadline": 0.95, "demands": 0.90}},
	{"fifth", "fifth.txt", everyID, map[string]float64{"kind": 0.93, "level": 0.90, "primary reason": 0.92, "decision": 0.95, "demands": 0.90}},
	{"sixth", "sixth.txt", everyID, map[string]float64{"kind": 0.97, "level": 0.90, "primary reason": 0.93, "reasons": 0.88, "deadline": 0.95, "demands": 0.87}},
	{"seventh", "seventh.txt", everyID, map[string]float64{"kind": 0.95, "level": 0.90, "primary reason": 0.96, "reasons": 0.89, "demands": 0.92}},
	{"eighth", "eighth.txt", everyID, map[string]float64{"kind": 0.95, "level": 0.93, "primary reason": 0.96, "reasons": 0.90, "decision": 0.95}},
	{"ninth", "ninth.txt", everyID, map[string]float64{"kind": 0.92, "level": 0.86, "primary reason": 0.86, "demands": 0.90}},
	{"tenth", "tenth.txt", everyID, map[string]float64{"kind": 0.97, "level": 0.96, "primary reason": 0.93, "deadline": 0.90, "demands": 0.90}},
	{"eleventh", "eleventh.txt", everyID, map[string]float64{"kind": 0.90, "level": 0.90, "primary reason": 0.86, "demands": 0.87}},
	{"twelfth", "twelfth.txt", everyID, map[string]float64{"kind": 0.95, "level": 0.90, "primary reason": 0.90, "reasons": 0.90, "demands": 0.88}},
	{"thirteenth", "thirteenth.txt", everyID, map[string]float64{"kind": 0.90, "level": 0.93, "primary reason": 0.88, "demands": 0.85}},
	{"fourteenth", "fourteenth.txt", everyID, map[string]float64{"kind": 0.93, "level": 0.85, "primary reason": 0.85, "reasons": 0.90, "decision": 0.85}},
	{"all of them", "*.txt", everyID, nil},
}

func everyID(string) bool { return true }

// TestScoreOnOurOwnMessages reads the messages that we wrote ourselves and
// prints the same measures as TestScore. FRESH_MISREAD names a batch whose
// misread messages are listed too.
func TestScoreOnOurOwnMessages(t *testing.T) {
	read := reader(t)
	t.Log("These messages were written by us for testing; a score on them is not accuracy on real mail.")
	show := os.Getenv("FRESH_MISREAD")
	measureConfidence(t, "our own messages", fresh(t, "*.txt"), read)
	for _, batch := range freshBatches {
		s := &scoring{}
		n := 0
		for _, l := range fresh(t, batch.files) {
			if batch.of(l.ID) {
				n++
				s.judge(l, read.Read(l.Text))
			}
		}
		t.Logf("---- %s, %d messages", batch.name, n)
		s.print(t, show != "" && strings.HasPrefix(batch.name, show))
		for measure, least := range batch.minimums {
			if got := s.at(measure, false).value(); got < least {
				t.Errorf("%s: %s fell to %.3f, below %.3f", batch.name, measure, got, least)
			}
		}
	}
}

// print lists every measure, and what was misread where that is wanted.
func (s *scoring) print(t *testing.T, misread bool) {
	t.Helper()
	for _, measure := range s.order {
		t.Log(s.by[measure].line() + s.by[measure].ids())
	}
	for _, measure := range s.order {
		for _, m := range s.by[measure].misread {
			if misread {
				t.Logf("%s %s", measure, m)
			}
		}
	}
}
