package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"reinstate/internal/access"
	"reinstate/internal/reinstate"
)

// feedPage is where a person makes and ends the address by which their own
// calendar program reads the agenda.
type feedPage struct {
	page
	Feed    access.Feed
	Address string // shown once, when it is made
}

func (s *server) feedSettings(c *gin.Context) error { return s.showFeed(c, "") }

func (s *server) showFeed(c *gin.Context, address string) error {
	feed, err := s.gate.Feed(c.Request.Context(), who(c))
	if err != nil {
		return err
	}
	return s.show(c, "agenda/feed", feedPage{page: s.page(c, reinstate.Say("Your calendar")), Feed: feed, Address: address})
}

// makeFeed answers with the address itself rather than with a redirect: it is
// kept nowhere, so it can be shown this once only.
func (s *server) makeFeed(c *gin.Context) error {
	token, err := s.gate.MakeFeed(c.Request.Context(), who(c))
	if err != nil {
		return err
	}
	return s.showFeed(c, s.base(c)+"/calendar/"+token+".ics")
}

func (s *server) dropFeed(c *gin.Context) error {
	if err := s.gate.DropFeed(c.Request.Context(), who(c)); err != nil {
		return err
	}
	return s.redirect(c, "/agenda/feed", reinstate.Say("The address no longer leads anywhere."))
}

// base is the address under which the visitor reached this site.
func (s *server) base(c *gin.Context) string {
	scheme := "http"
	if s.secure {
		scheme = "https"
	}
	return scheme + "://" + c.Request.Host
}

// What a feed holds: limits that passed lately and those of the year to come.
const (
	feedBack  = 30 * 24 * time.Hour
	feedAhead = 400 * 24 * time.Hour
)

// feed is the calendar itself, for whoever knows its secret.
func (s *server) feed(c *gin.Context) error {
	token, isFeed := strings.CutSuffix(c.Param("secret"), ".ics")
	if !isFeed {
		return reinstate.ErrNotFound
	}
	reader, err := s.gate.FeedReader(c.Request.Context(), token, visitor(c))
	if err != nil {
		return err
	}
	v := s.voiceOf(reader, c.GetHeader("Accept-Language"))
	found, err := s.desk.Agenda(c.Request.Context(), reader, v.now.Add(-feedBack), v.now.Add(feedAhead), 0)
	if err != nil {
		return err
	}
	c.Header("Content-Disposition", `inline; filename="reinstate.ics"`)
	c.Data(http.StatusOK, "text/calendar; charset=utf-8", v.calendar(found.Lines, s.base(c)))
	return nil
}
