package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/watch"
)

// jobsPage is the background work of the firm.
type jobsPage struct {
	page
	Board watch.Board
}

// jobGroup is the jobs of one state under their heading.
type jobGroup struct {
	State store.JobState
	Jobs  []store.QueuedJob
}

// Groups are the jobs that need an eye first. What is done comes last.
func (p jobsPage) Groups() []jobGroup {
	var groups []jobGroup
	for _, g := range []jobGroup{
		{store.JobFailed, p.Board.Failed}, {store.JobTrying, p.Board.Trying}, {store.JobRunning, p.Board.Running},
		{store.JobWaiting, p.Board.Waiting}, {store.JobDone, p.Board.Done},
	} {
		if len(g.Jobs) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// Again reports whether jobs of the state can be tried again by hand.
func (jobsPage) Again(s store.JobState) bool { return s == store.JobFailed || s == store.JobTrying }

// What says in words what a kind of job does.
func (jobsPage) What(kind string) reinstate.Sentence {
	if words, ok := jobLabels[kind]; ok {
		return reinstate.Sentence{Text: words}
	}
	return reinstate.Sentence{Text: plain(kind)}
}

// State says in words where the jobs of a group stand.
func (jobsPage) State(s store.JobState) reinstate.Sentence {
	return reinstate.Sentence{Text: jobStateLabels[string(s)]}
}

func (s *server) jobs(c *gin.Context) error {
	board, err := s.watch.Jobs(c.Request.Context(), who(c))
	if err != nil {
		return err
	}
	return s.showWith(c, http.StatusOK, "jobs/list", jobsPage{page: s.page(c, reinstate.Say("Background work")), Board: board})
}

func (s *server) retryJob(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	if err := s.watch.Retry(c.Request.Context(), who(c), id); err != nil {
		return err
	}
	return s.redirect(c, "/jobs", reinstate.Say("It is tried again now."))
}
