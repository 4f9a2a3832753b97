package web

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// reviewRoutes are what somebody sees who came by a review link: one letter,
// and a box for comments.
func (s *server) reviewRoutes() {
	s.get("/review/:secret", anyone, s.guestLetter)
	s.post("/review/:secret", anyone, s.guestComment)
}

func reviewPath(secret string) string { return "/review/" + secret }

// guestPage is the letter for somebody without an account.
type guestPage struct {
	page
	Letter casework.GuestLetter
	Blocks []letterBlock
	Action string
	Text   string // typed and refused
	Place  string
}

// letterBlock is one block of a letter as a page shows it.
type letterBlock struct {
	Heading, Paragraph string
	Number             string
	Item               *plan.Item
	Table              *plan.Table
}

func letterBlocks(d plan.Document) []letterBlock {
	var views []letterBlock
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case plan.Heading:
			views = append(views, letterBlock{Heading: b.Text, Number: b.Number})
		case plan.Paragraph:
			views = append(views, letterBlock{Paragraph: b.Text})
		case plan.Item:
			views = append(views, letterBlock{Item: &b})
		case plan.Table:
			views = append(views, letterBlock{Table: &b})
		}
	}
	return views
}

// guest finds who came by the link of the path. A link that is none, or none
// any more, is a page that does not exist.
func (s *server) guest(c *gin.Context) (reinstate.Actor, reinstate.Org, error) {
	return s.gate.Guest(c.Request.Context(), c.Param("secret"), visitor(c))
}

func (s *server) guestLetter(c *gin.Context) error { return s.showGuest(c, http.StatusOK, nil) }

func (s *server) showGuest(c *gin.Context, status int, refused reinstate.Invalid) error {
	guest, firm, err := s.guest(c)
	if err != nil {
		return err
	}
	letter, err := s.desk.GuestLetter(c.Request.Context(), guest)
	if err != nil {
		return err
	}
	p := guestPage{page: s.page(c, reinstate.Say("A letter to review")), Letter: letter, Blocks: letterBlocks(letter.Letter), Action: reviewPath(c.Param("secret"))}
	// Nothing of a session that the browser may have belongs here.
	p.Who, p.Firm, p.Path, p.Invalid = reinstate.Actor{}, firm.Name, p.Action, refused
	if len(refused) > 0 {
		p.Text, p.Place = c.PostForm("comment"), c.PostForm("place")
	}
	return s.showWith(c, status, "review/letter", p)
}

func (s *server) guestComment(c *gin.Context) error {
	guest, _, err := s.guest(c)
	if err != nil {
		return err
	}
	err = s.desk.GuestComment(c.Request.Context(), guest, reinstate.Comment{Place: c.PostForm("place"), Text: c.PostForm("comment")})
	refused := reinstate.Invalid{}
	if errors.As(err, &refused) {
		return s.showGuest(c, http.StatusUnprocessableEntity, refused)
	}
	if err != nil {
		return err
	}
	return s.redirect(c, reviewPath(c.Param("secret")), reinstate.Say("Thank you. Your comment is kept."))
}
