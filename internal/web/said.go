package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// saidPage is where a call, or a message of a portal, is written down.
type saidPage struct {
	casePage
	Form   saidForm
	Zone   string
	Once   string
	MostMB int64
}

// saidForm is what was typed.
type saidForm struct {
	Way, Came, Party, At, Summary string
	Exhibits                      []reinstate.ExhibitID
}

// Ways lists how an exchange can be had.
func (saidPage) Ways() []reinstate.Way { return reinstate.Ways() }

func (p *casePages) newSaid(c *gin.Context) error {
	return p.showSaid(c, http.StatusOK, saidForm{Way: string(reinstate.ByPhone), Came: "yes"}, nil)
}

func (p *casePages) showSaid(c *gin.Context, status int, form saidForm, refused reinstate.Invalid) error {
	base, err := p.file(c, "messages", reinstate.Say("Write down a call"))
	if err != nil {
		return err
	}
	base.Invalid = refused
	zone := cityOf(p.voice(c).zone.String())
	return p.showWith(c, status, "case/said", saidPage{casePage: base, Form: form, Zone: zone, Once: p.once.token(), MostMB: p.desk.Limits().Message >> 20})
}

// maxSaidMemory is how much of an upload is held in memory; the rest lies in
// the system's temporary folder while the form is read.
const maxSaidMemory = 1 << 20

// writeDown keeps what was said. The same form keeps it once.
func (p *casePages) writeDown(c *gin.Context) error {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, p.desk.Limits().Message+maxForm)
	err := c.Request.ParseMultipartForm(maxSaidMemory)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return p.showSaid(c, http.StatusUnprocessableEntity, saidForm{}, reinstate.Invalid{"file": "These files are too large together. Add them to the evidence instead; nothing was kept."})
	case err != nil:
		return fmt.Errorf("%w: %w", errBadForm, err)
	}
	defer c.Request.MultipartForm.RemoveAll()
	form := saidForm{Way: c.PostForm("way"), Came: c.PostForm("came"), Party: c.PostForm("party"), At: c.PostForm("at"), Summary: c.PostForm("summary"), Exhibits: chosenExhibits(c.PostFormArray("exhibits"))}
	path, err := p.once.do(c.Request.Context(), mark(c), func() (string, error) { return p.keepSaid(c, form) })
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return p.showSaid(c, http.StatusUnprocessableEntity, form, refused)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, path, reinstate.Say("Written down."))
}

func (p *casePages) keepSaid(c *gin.Context, form saidForm) (string, error) {
	said := casework.Said{
		Way: reinstate.Way(form.Way), Came: form.Came == "yes", Party: form.Party, At: p.local(c, "at"), Summary: form.Summary, Exhibits: form.Exhibits,
	}
	if said.At.IsZero() && form.At != "" {
		return "", reinstate.Invalid{"at": "Give the day and time when it was, such as 2026-12-09 17:00."}
	}
	for _, head := range c.Request.MultipartForm.File["file"] {
		body, err := head.Open()
		if err != nil {
			return "", fmt.Errorf("%w: %w", errBadForm, err)
		}
		defer body.Close()
		said.Files = append(said.Files, casework.Upload{Name: head.Filename, Body: body})
	}
	_, err := p.desk.WriteDown(c.Request.Context(), who(c), c.Param("ref"), said)
	return casePath(c.Param("ref"), "messages"), err
}

func (p *casePages) strikeOut(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	if err := p.desk.StrikeOut(c.Request.Context(), who(c), c.Param("ref"), reinstate.ExchangeID(id)); err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "messages"), reinstate.Say("Struck out. It stays readable."))
}

func (p *casePages) saidFile(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	at, err := strconv.Atoi(c.Param("number"))
	if err != nil {
		return reinstate.ErrNotFound
	}
	d, err := p.desk.OpenSaidFile(c.Request.Context(), who(c), c.Param("ref"), reinstate.ExchangeID(id), at)
	if err != nil {
		return p.orDamaged(c, err)
	}
	return send(c, d)
}
