package notice_test

import (
	"slices"
	"testing"

	"reinstate/internal/notice"
	"reinstate/internal/reinstate"
)

// confidenceEdges part the confidences that are compared with how often they
// are right. From the last on, about nine in ten facts have to be.
var confidenceEdges = []float64{0, 0.5, 0.6, 0.7, 0.8, 0.9}

// calibration counts facts by their confidence.
type calibration struct{ shown, right []int }

func newCalibration() calibration {
	return calibration{make([]int, len(confidenceEdges)), make([]int, len(confidenceEdges))}
}

func (c calibration) add(confidence float64, right bool) {
	bin := len(confidenceEdges) - 1
	for bin > 0 && confidence < confidenceEdges[bin] {
		bin--
	}
	c.shown[bin]++
	if right {
		c.right[bin]++
	}
}

// measureConfidence prints how often reasons and levels of notices are right,
// by the confidence they are shown with, and fails where fewer than nine in
// ten of those shown at 0.9 are.
func measureConfidence(t *testing.T, name string, all []labelled, read *notice.Reader) {
	t.Helper()
	reasons, levels := newCalibration(), newCalibration()
	for _, l := range all {
		if l.gold.Kind != "notice" {
			continue
		}
		r := read.Read(l.Text)
		if _, ok := l.has["reasons"]; ok {
			for _, found := range r.Reasons {
				reasons.add(found.Confidence, slices.Contains(l.gold.Reasons, string(found.Code)))
			}
		}
		if _, ok := l.has["level"]; ok && l.gold.Level != "unknown" && r.Level != reinstate.UnknownLevel {
			levels.add(r.LevelSure, string(r.Level) == l.gold.Level)
		}
	}
	for _, fact := range []struct {
		name string
		calibration
	}{{"reasons", reasons}, {"level", levels}} {
		t.Logf("---- %s, %s by confidence", name, fact.name)
		for bin, from := range confidenceEdges {
			t.Logf("from %.1f: %d of %d right", from, fact.right[bin], fact.shown[bin])
		}
		if last := len(confidenceEdges) - 1; float64(fact.right[last]) < 0.9*float64(fact.shown[last]) {
			t.Errorf("%s: of %d %s shown at 0.9, %d are right", name, fact.shown[last], fact.name, fact.right[last])
		}
	}
}
