package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

func (s *server) reminderRoutes() {
	s.get("/account/reminders", reinstate.Read, s.wishes)
	s.post("/account/reminders", reinstate.Read, s.saveWishes)
	s.post("/reminders/read", reinstate.Read, s.readReminders)
}

// wishesPage is what a person wants to be told, and when.
type wishesPage struct {
	page
	Wishes reinstate.Wishes
}

// Kinds of time limit that people are told of.
func (wishesPage) Kinds() []reinstate.ClockKind { return reinstate.Reminded() }

// leadChoice is one step before a limit.
type leadChoice struct {
	Name   string // of the field
	Words  reinstate.Sentence
	Chosen bool
}

// Steps are the steps before a limit of a kind.
func (p wishesPage) Steps(kind reinstate.ClockKind) []leadChoice {
	var steps []leadChoice
	for _, lead := range reinstate.Leads() {
		hours := int(lead / time.Hour)
		words := reinstate.Say("%d hours", hours)
		if hours >= 24 {
			words = reinstate.Say("%d days", hours/24)
		}
		steps = append(steps, leadChoice{string(kind) + "_" + strconv.Itoa(hours), words, p.Wishes.Wants(kind, lead)})
	}
	return steps
}

// Hours a morning letter can come at.
func (wishesPage) Hours() []int { return []int{5, 6, 7, 8, 9, 10, 11, 12} }

func (s *server) wishes(c *gin.Context) error {
	wishes, err := s.desk.Wishes(c.Request.Context(), who(c))
	if err != nil {
		return err
	}
	return s.show(c, "settings/reminders", wishesPage{page: s.page(c, reinstate.Say("Reminders")), Wishes: wishes})
}

func (s *server) saveWishes(c *gin.Context) error {
	w := reinstate.Wishes{Mail: c.PostForm("mail") != "", Everything: c.PostForm("everything") != "", Leads: map[reinstate.ClockKind][]time.Duration{}}
	var err error
	if w.Digest, err = strconv.Atoi(c.PostForm("digest")); err != nil {
		w.Digest = reinstate.NoDigest - 1 // refused with a sentence
	}
	for _, kind := range reinstate.Reminded() {
		w.Leads[kind] = []time.Duration{}
		for _, lead := range reinstate.Leads() {
			if c.PostForm(string(kind)+"_"+strconv.Itoa(int(lead/time.Hour))) != "" {
				w.Leads[kind] = append(w.Leads[kind], lead)
			}
		}
	}
	err = s.desk.SetWishes(c.Request.Context(), who(c), w)
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		p := wishesPage{page: s.page(c, reinstate.Say("Reminders")), Wishes: w}
		p.Invalid = refused
		return s.showWith(c, http.StatusUnprocessableEntity, "settings/reminders", p)
	}
	if err != nil {
		return err
	}
	return s.redirect(c, "/account/reminders", reinstate.Say("Saved."))
}

func (s *server) readReminders(c *gin.Context) error {
	if err := s.desk.ReadReminders(c.Request.Context(), who(c)); err != nil {
		return err
	}
	return s.redirect(c, "/", reinstate.Sentence{})
}

// toldRow is one reminder on the page.
type toldRow struct {
	store.UnreadReminder
	Unseen bool
}

// Path is the page of the case.
func (r toldRow) Path() string { return casePath(r.Reference) }

func (s *server) told(c *gin.Context) ([]toldRow, error) {
	list, err := s.desk.Reminders(c.Request.Context(), who(c))
	rows := make([]toldRow, len(list))
	for i, r := range list {
		rows[i] = toldRow{UnreadReminder: r, Unseen: r.Sort == reinstate.OfUnseen}
	}
	return rows, err
}

// saw notes who looks at a case whose limit is near. Where that fails, as on a
// full disk, the page is shown all the same.
func (p *casePages) saw(c *gin.Context, base casePage) {
	reader, next := who(c), base.File.Case.Next
	if !base.Work || !reader.May(reinstate.Contribute) || next.Stands(p.now()) != reinstate.Near {
		return
	}
	ctx := context.WithoutCancel(c.Request.Context())
	if err := p.desk.Saw(ctx, reader, base.File.Case.ID); err != nil {
		p.log.WarnContext(ctx, "that a case was looked at could not be noted", "case", base.File.Case.Reference, "err", err)
	}
}
