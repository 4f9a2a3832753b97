package web

import (
	"cmp"
	"slices"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// workPage is the centre of a case: what is to do, what is still asked for,
// and how long there is.
type workPage struct {
	casePage
	Waiting *waitPanel // nil while no decision is awaited
}

func (p *casePages) work(c *gin.Context) error {
	w, err := p.desk.Writing(c.Request.Context(), who(c), c.Param("ref"))
	if err != nil {
		return err
	}
	base := p.around(c, w.File, "work", reinstate.Say("Work"))
	waiting, err := p.waiting(c, base)
	if err != nil {
		return err
	}
	return p.show(c, "case/work", workPage{casePage: base, Waiting: waiting})
}

// NextPath is where the one next step is taken.
func (p casePage) NextPath() string {
	next := p.File.Next
	switch {
	case next.URL != "":
		return p.At(next.URL)
	case next.Do != "":
		return p.At("steps") + "#" + string(next.Do)
	}
	return p.At("steps")
}

// TaskPath is where a task is worked on; empty while it cannot start.
func (p casePage) TaskPath(t casework.Task) string {
	if t.Status == casework.CannotStart || t.URL == "" {
		return ""
	}
	return p.At(t.URL)
}

// Tone is the colour of a task's tag; empty for those that are plain words.
func (casePage) Tone(s casework.TaskStatus) string {
	return map[casework.TaskStatus]string{casework.NeedsWork: "soon", casework.Problem: "late"}[s]
}

// CounselOpen reports whether the case can be given to counsel now.
func (p casePage) CounselOpen() bool {
	return slices.ContainsFunc(p.File.Steps, func(s reinstate.Step) bool { return s.Do == reinstate.ReferToCounsel })
}

// Asked is the message that the open demands come from: the latest one that
// asked for something.
func (p casePage) Asked() reinstate.Notice {
	latest := 0
	for _, d := range p.File.OpenDemands() {
		latest = max(latest, d.Round)
	}
	for _, n := range slices.Backward(p.File.Notices) {
		if n.Round <= latest && n.Kind != reinstate.KindOther {
			return n
		}
	}
	return reinstate.Notice{}
}

func sortByDue(clocks []reinstate.Clock) {
	slices.SortStableFunc(clocks, func(a, b reinstate.Clock) int {
		return cmp.Or(rank(a)-rank(b), casework.ByDue(a, b))
	})
}

// rank puts the seller's own time limits before all others.
func rank(c reinstate.Clock) int {
	if c.Kind.Sellers() {
		return 0
	}
	return 1
}

func has[T comparable](list []T, one T) bool { return slices.Contains(list, one) }
