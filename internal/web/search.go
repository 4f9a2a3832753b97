package web

import (
	"fmt"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// searchPage is what the words somebody typed stand in.
type searchPage struct {
	page
	Found casework.Searched
	Asked bool
}

func (s *server) search(c *gin.Context) error {
	query := strings.TrimSpace(c.Query("q"))
	if len(query) > 400 {
		query = strings.ToValidUTF8(query[:400], "")
	}
	found, err := s.desk.Search(c.Request.Context(), who(c), query)
	if err != nil {
		return err
	}
	p := searchPage{page: s.page(c, reinstate.Say("Search")), Found: found, Asked: query != ""}
	p.Nav, p.Search = "cases", query
	return s.show(c, "search/show", p)
}

// Hits counts what is shown.
func (p searchPage) Hits() int {
	n := 0
	for _, c := range p.Found.Cases {
		n += len(c.Hits)
	}
	return n
}

// CasePath is the page of a case; of messages that wait, where they are
// checked.
func (searchPage) CasePath(c casework.FoundCase) string {
	if c.Reference == "" {
		return ""
	}
	return casePath(c.Reference)
}

// Path is where a hit is looked at.
func (searchPage) Path(h casework.FoundHit) string {
	id := fmt.Sprint(h.ID)
	switch h.Thing {
	case reinstate.ThingNotice:
		if h.Reference == "" {
			return "/notices/" + id
		}
		return casePath(h.Reference, "messages")
	case reinstate.ThingMail:
		return casePath(h.Reference, "mails", id)
	case reinstate.ThingOut:
		return casePath(h.Reference, "mail", id)
	case reinstate.ThingSaid:
		return casePath(h.Reference, "messages")
	case reinstate.ThingPlan:
		return casePath(h.Reference, "plan")
	case reinstate.ThingClaim:
		return casePath(h.Reference, "claims", id)
	case reinstate.ThingExhibit:
		return casePath(h.Reference, "evidence", id)
	}
	return casePath(h.Reference)
}
