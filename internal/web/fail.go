package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"syscall"

	"github.com/gin-gonic/gin"

	"reinstate/internal/access"
	"reinstate/internal/reinstate"
)

// Refusals that only the pages know.
var (
	errSignIn    = errors.New("no session")
	errOtherSite = errors.New("the form came from another site")
	errBadForm   = errors.New("the form cannot be read")
	errNoMethod  = errors.New("no such method here")
)

// crash is a panic on its way to the log.
type crash struct {
	thrown any
	stack  []byte
}

func (c *crash) Error() string { return fmt.Sprintf("panic: %v", c.thrown) }

// answer is how one kind of error is told: what happened, whether the work is
// safe, and what to do now.
type answer struct {
	Status int
	What   string
	Safe   string
	Now    string
}

// answers is the only place that turns errors into statuses. The first line
// that fits decides.
var answers = []struct {
	fits func(error) bool
	answer
}{
	{is(reinstate.ErrNotFound), answer{http.StatusNotFound, "There is nothing here", "Nothing was changed.",
		"The address may be mistyped, or what was here belongs to somebody else. Search for it instead."}},
	{is(reinstate.ErrForbidden), answer{http.StatusForbidden, "Your role does not allow this", "Nothing was changed.",
		"Ask an owner of your firm to do it, or to change your role."}},
	{is(reinstate.ErrConflict), answer{http.StatusConflict, "Somebody else was faster", "Nothing was changed. What the other person saved is kept.",
		"Go back, load the page again to see how it stands now, and repeat what is still needed."}},
	{as[reinstate.Invalid](), answer{http.StatusUnprocessableEntity, "This cannot be done as it stands", "Nothing was changed.",
		"Go back, mend what is named here, and try again."}},
	{as[*http.MaxBytesError](), answer{http.StatusRequestEntityTooLarge, "That is too much at once", "Nothing was saved.",
		"Go back and send less: a form may have 10 MB."}},
	{as[*access.Throttled](), answer{http.StatusTooManyRequests, "There have been too many tries", "Nothing was changed.",
		"Wait a quarter of an hour and try again."}},
	{is(errBadForm), answer{http.StatusBadRequest, "The form did not arrive whole", "Nothing was saved.",
		"Go back and send it again."}},
	// The visitor has left, or hung up half-way through sending.
	{is(context.Canceled), answer{http.StatusBadRequest, "The form did not arrive whole", "Nothing was saved.",
		"Go back and send it again."}},
	{is(errOtherSite), answer{http.StatusForbidden, "This form came from another site", "Nothing was changed.",
		"Open Reinstate itself and repeat it there."}},
	{is(errNoMethod), answer{http.StatusMethodNotAllowed, "This address does not work that way", "Nothing was changed.",
		"Start from the list of cases."}},
	{is(syscall.ENOSPC), answer{http.StatusInsufficientStorage, "The disk of this server is full", "What was saved before is safe. This was not saved.",
		"Keep this page open, tell whoever runs the server, and send it again once there is room."}},
	{is(context.DeadlineExceeded), answer{http.StatusServiceUnavailable, "This took too long", "What was saved before is safe.",
		"Wait a moment and try again."}},
}

// incident is what is told of every other error.
var incident = answer{http.StatusInternalServerError, "Something went wrong on our side", "What was saved before is safe. The last step may not have been saved.",
	"Go back and look whether it is there, and try again. If it happens again, give the reference number to whoever runs the server."}

func is(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

func as[E error]() func(error) bool {
	return func(err error) bool { var e E; return errors.As(err, &e) }
}

func answerTo(err error) answer {
	for _, a := range answers {
		if a.fits(err) {
			return a.answer
		}
	}
	return incident
}

// failurePage says what happened, and offers a way on.
type failurePage struct {
	page
	Status    int
	What      string
	Safe      string
	Now       string
	Sentences []string // what is missing, for refusals that name it
	Number    string   // of the incident, empty where there is none
}

// fail answers a request that cannot be done. It is the only place that logs
// an error.
func (s *server) fail(c *gin.Context, err error) {
	switch {
	case c.Writer.Written():
		s.log.Error("an answer broke off", "route", c.FullPath(), "error", err)
		c.Abort()
		return
	case errors.Is(err, errSignIn):
		s.askToSignIn(c)
		return
	}
	a, number := answerTo(err), ""
	if a.Status >= http.StatusInternalServerError {
		number = s.record(c, err)
	}
	sentences := refusals(err)
	if wantsJSON(c) {
		c.JSON(a.Status, gin.H{"error": s.voice(c).t(a.What), "sentences": sentences, "incident": number})
		return
	}
	p := failurePage{
		page: s.page(c, reinstate.Say(a.What)), Status: a.Status,
		What: a.What, Safe: a.Safe, Now: a.Now, Sentences: sentences, Number: number,
	}
	p.Wrong = true
	if err := s.showWith(c, a.Status, "error/failure", p); err != nil {
		s.log.Error("the error page cannot be shown", "error", err)
		c.String(http.StatusInternalServerError, "%s. %s %s", incident.What, incident.Safe, number)
	}
}

// nowhere answers paths and methods that no route serves.
func (s *server) nowhere(c *gin.Context) {
	err := s.identify(c)
	if err == nil && len(c.Writer.Header().Values("Allow")) > 0 {
		err = errNoMethod
	}
	if err == nil {
		err = reinstate.ErrNotFound
	}
	s.fail(c, err)
}

// record logs an error under a number that the visitor is told.
func (s *server) record(c *gin.Context, err error) string {
	number := incidentNumber()
	attributes := []any{
		"incident", number, "method", c.Request.Method, "route", c.FullPath(),
		"firm", who(c).Org, "user", who(c).User, "error", err.Error(),
	}
	var broke *crash
	if errors.As(err, &broke) {
		attributes = append(attributes, "stack", string(broke.stack))
	}
	s.log.Error("incident", attributes...)
	return number
}

// incidentNumber is short enough to be read out on the telephone.
func incidentNumber() string {
	text := rand.Text()
	return text[:4] + "-" + text[4:8]
}

// refusals are the sentences of an Invalid, in the order of its fields.
func refusals(err error) []string {
	var invalid reinstate.Invalid
	if !errors.As(err, &invalid) {
		return nil
	}
	sentences := make([]string, 0, len(invalid))
	for _, field := range slices.Sorted(maps.Keys(invalid)) {
		sentences = append(sentences, invalid[field])
	}
	return slices.Compact(sentences)
}

// wantsJSON tells a script of ours from a browser that shows pages.
func wantsJSON(c *gin.Context) bool {
	return strings.HasPrefix(c.GetHeader("Accept"), "application/json")
}
