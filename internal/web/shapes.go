package web

import (
	"bytes"
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// shapeRoutes lists the ways in which a letter leaves the house.
func (s *server) shapeRoutes() {
	p := &casePages{server: s}
	s.get("/cases/:ref/packet/copy", reinstate.Read, p.copyLetter)
	s.get("/cases/:ref/packet/as/:shape", reinstate.Read, p.letterAs)
}

// copyPage is the letter to copy: the answers of a web form, and an e-mail.
type copyPage struct {
	casePage
	Letter casework.Letter
	Shapes []shapeView
}

// shapeView is one file a letter can be downloaded as.
type shapeView struct {
	Code  casework.Shape
	Path  string
	Draft bool // it leaves as a draft, and says so
}

func (p *casePages) copyLetter(c *gin.Context) error { return p.showCopy(c, http.StatusOK, nil) }

func (p *casePages) showCopy(c *gin.Context, status int, refused reinstate.Invalid) error {
	base, err := p.file(c, "packet", reinstate.Say("Copy the letter"))
	if err != nil {
		return err
	}
	base.Invalid = refused
	page := copyPage{casePage: base}
	if base.File.HasPlan {
		if page.Letter, err = p.desk.Letter(c.Request.Context(), who(c), c.Param("ref")); err != nil {
			return err
		}
		for _, as := range casework.Shapes() {
			page.Shapes = append(page.Shapes, shapeOf(base, as, page.Letter))
		}
	}
	return p.showWith(c, status, "case/copy", page)
}

func shapeOf(base casePage, as casework.Shape, l casework.Letter) shapeView {
	view := shapeView{Code: as, Path: base.At("packet", "as", string(as))}
	view.Draft = l.Draft
	if l.Draft && as != casework.ShapePDF {
		view.Path += "?draft=yes"
	}
	return view
}

// Whole is the answer for a form of one box.
func (p copyPage) Whole() plan.Field {
	for _, f := range p.Letter.Fields {
		if f.Key == plan.WholeLetter {
			return f
		}
	}
	return plan.Field{}
}

// Answers are the letter's parts, each for a box of its own.
func (p copyPage) Answers() []plan.Field {
	var answers []plan.Field
	for _, f := range p.Letter.Fields {
		if f.Key != plan.WholeLetter {
			answers = append(answers, f)
		}
	}
	return answers
}

// Plain is a key in words, for a section without a heading.
func (copyPage) Plain(key string) string {
	words := plain(key)
	return strings.ToUpper(words[:1]) + words[1:]
}

// overrun is a box that a text does not fit into.
type overrun struct {
	Channel catalog.Channel
	By      int
}

// Over lists the boxes of the marketplace's forms that are too small for so
// many characters.
func (p copyPage) Over(characters int) []overrun {
	var over []overrun
	for _, channel := range p.Letter.Limits {
		if by := characters - channel.Limit.Characters; by > 0 {
			over = append(over, overrun{channel, by})
		}
	}
	return over
}

// letterAs answers with the letter as a file. One with blanks is refused with
// the page that names them, unless a draft was asked for.
func (p *casePages) letterAs(c *gin.Context) error {
	as := casework.Shape(c.Param("shape"))
	w, err := p.desk.Write(c.Request.Context(), who(c), c.Param("ref"), as, c.Query("draft") == "yes")
	refused := reinstate.Invalid{}
	switch {
	case errors.As(err, &refused):
		return p.showCopy(c, http.StatusUnprocessableEntity, refused)
	case err != nil:
		return p.orDamaged(c, err)
	}
	return send(c, casework.Download{
		Name: w.Name, MediaType: w.MediaType, Size: int64(len(w.Content)), SHA256: w.SHA256, Body: closer{bytes.NewReader(w.Content)},
	})
}
