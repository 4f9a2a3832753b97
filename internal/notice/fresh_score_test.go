package notice_test

import (
	"os"
	"strings"
	"testing"
)

func TestScoreOnOurOwnMessages(t *testing.T) {
	read := reader(t)
	parts := map[string]*scoring{"tuning": {}, "checking": {}}
	for _, l := range fresh(t, "first-*.txt") {
		part := "checking"
		if freshTuning(l.ID) {
			part = "tuning"
		}
		parts[part].judge(l, read.Read(l.Text))
	}
	parts["second"] = &scoring{}
	for _, l := range fresh(t, "second-*.txt") {
		parts["second"].judge(l, read.Read(l.Text))
	}
	parts["third"], parts["fourth"] = &scoring{}, &scoring{}
	for _, l := range fresh(t, "fourth.txt") {
		parts["fourth"].judge(l, read.Read(l.Text))
	}
	for _, l := range fresh(t, "third*.txt") {
		parts["third"].judge(l, read.Read(l.Text))
	}
	for name, s := range parts {
		t.Logf("---- %s", name)
		for _, measure := range s.order {
			t.Log(s.by[measure].line())
		}
		if strings.Contains(os.Getenv("FRESH_MISREAD"), name) {
			for _, measure := range s.order {
				for _, m := range s.by[measure].misread {
					t.Log(measure, m)
				}
			}
		}
	}
}
