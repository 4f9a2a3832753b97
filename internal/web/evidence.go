package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// evidencePage lists the exhibits and takes new ones.
type evidencePage struct {
	casePage
	Kinds []reinstate.ExhibitKind
	Form  exhibitForm
	Added []casework.Attached // of an upload in which another file was refused
	Most  int64               // bytes a file may have
}

// exhibitForm is what was typed for an upload.
type exhibitForm struct{ Kind, Title, Dated, Shows string }

// exhibitPage is one exhibit: a look at it, and what it is said to show.
type exhibitPage struct {
	casePage
	Exhibit reinstate.Exhibit
	Kinds   []reinstate.ExhibitKind
	Claims  []reinstate.Claim
	Demands []reinstate.Demand
	Stale   *reinstate.Exhibit // what somebody else saved meanwhile
}

func (p *casePages) evidence(c *gin.Context) error {
	return p.showEvidence(c, http.StatusOK, exhibitForm{}, nil, nil)
}

func (p *casePages) showEvidence(c *gin.Context, status int, form exhibitForm, added []casework.Attached, refused reinstate.Invalid) error {
	base, err := p.file(c, "evidence", reinstate.Say("Evidence"))
	if err != nil {
		return err
	}
	base.Invalid = refused
	return p.showWith(c, status, "case/evidence", evidencePage{
		casePage: base, Kinds: reinstate.ExhibitKinds(), Form: form, Added: added, Most: p.desk.Limits().File,
	})
}

// MostMB is how large a file may be, in the megabytes in which it is refused.
func (p evidencePage) MostMB() int64 { return p.Most >> 20 }

// Leaning lists the claims that point at an exhibit.
func (p casePage) Leaning(id reinstate.ExhibitID) []reinstate.Claim {
	var claims []reinstate.Claim
	for _, claim := range p.File.Claims {
		if has(claim.Exhibits, id) {
			claims = append(claims, claim)
		}
	}
	return claims
}

// Answering lists the demands that an exhibit answers.
func (p casePage) Answering(id reinstate.ExhibitID) []reinstate.Demand {
	var demands []reinstate.Demand
	for _, d := range p.File.Demands {
		if has(d.Exhibits, id) {
			demands = append(demands, d)
		}
	}
	return demands
}

// Digest is a digest as people compare it: its first twelve digits in fours.
func (page) Digest(sha256 string) string {
	if len(sha256) < 12 {
		return sha256
	}
	return sha256[:4] + " " + sha256[4:8] + " " + sha256[8:12]
}

func (p *casePages) exhibit(c *gin.Context) error {
	base, exhibit, err := p.exhibitOf(c)
	if err != nil {
		return err
	}
	return p.show(c, "case/exhibit", exhibitView(base, exhibit))
}

func exhibitView(base casePage, e reinstate.Exhibit) exhibitPage {
	return exhibitPage{
		casePage: base, Exhibit: e, Kinds: reinstate.ExhibitKinds(),
		Claims: base.Leaning(e.ID), Demands: base.Answering(e.ID),
	}
}

// exhibitOf finds the exhibit of a path.
func (p *casePages) exhibitOf(c *gin.Context) (casePage, reinstate.Exhibit, error) {
	id, err := number(c, "id")
	if err != nil {
		return casePage{}, reinstate.Exhibit{}, err
	}
	base, err := p.file(c, "evidence", reinstate.Say("Exhibit"))
	if err != nil {
		return base, reinstate.Exhibit{}, err
	}
	for _, e := range base.File.Exhibits {
		if int64(e.ID) == id {
			base.Title = e.Letter + " · " + e.Title + " · " + base.File.Case.Reference
			return base, e, nil
		}
	}
	return base, reinstate.Exhibit{}, reinstate.ErrNotFound
}

func (p *casePages) describeExhibit(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	mine := reinstate.Exhibit{
		ID: reinstate.ExhibitID(id), Version: version(c), Kind: reinstate.ExhibitKind(c.PostForm("kind")),
		Title: c.PostForm("title"), Dated: strings.TrimSpace(c.PostForm("dated")), Shows: c.PostForm("shows"),
	}
	err = p.desk.DescribeExhibit(c.Request.Context(), who(c), c.Param("ref"), mine)
	refused := reinstate.Invalid{}
	stale := errors.Is(err, reinstate.ErrConflict)
	if !stale && !errors.As(err, &refused) {
		if err != nil {
			return err
		}
		return p.redirect(c, casePath(c.Param("ref"), "evidence"), reinstate.Say("Saved."))
	}
	base, theirs, err := p.exhibitOf(c)
	if err != nil {
		return err
	}
	base.Invalid = refused
	typed := theirs
	typed.Kind, typed.Title, typed.Dated, typed.Shows = mine.Kind, mine.Title, mine.Dated, mine.Shows
	page, status := exhibitView(base, typed), http.StatusUnprocessableEntity
	if stale {
		page.Stale, status = &theirs, http.StatusConflict
	} else {
		page.Exhibit.Version = mine.Version
	}
	return p.showWith(c, status, "case/exhibit", page)
}

func (p *casePages) withdrawExhibit(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	err = p.desk.WithdrawExhibit(c.Request.Context(), who(c), c.Param("ref"), reinstate.ExhibitID(id), version(c))
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "evidence"), reinstate.Say("Withdrawn. Its letter is not given again, and sealed filings keep it."))
}

func (p *casePages) exhibitFile(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	d, err := p.desk.OpenExhibit(c.Request.Context(), who(c), c.Param("ref"), reinstate.ExhibitID(id))
	if err != nil {
		return p.orDamaged(c, err)
	}
	return send(c, d)
}

func (p *casePages) exhibitPreview(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	png, err := p.desk.PreviewExhibit(c.Request.Context(), who(c), c.Param("ref"), reinstate.ExhibitID(id))
	if err != nil {
		return p.orDamaged(c, err)
	}
	c.Data(http.StatusOK, "image/png", png)
	return nil
}

// exhibitPDF serves an exhibit for the frame of its own page. Anything but a
// PDF has no such frame.
func (p *casePages) exhibitPDF(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	d, err := p.desk.ViewExhibit(c.Request.Context(), who(c), c.Param("ref"), reinstate.ExhibitID(id))
	if err != nil {
		return p.orDamaged(c, err)
	}
	if d.MediaType != "application/pdf" {
		_ = d.Body.Close()
		return reinstate.ErrNotFound
	}
	return sendFramed(c, d)
}

// damagedPage says that a file's bytes are no longer those that came.
type damagedPage struct {
	page
	Name   string
	SHA256 string
}

// orDamaged shows a damaged file as a sentence, and passes other errors on.
func (p *casePages) orDamaged(c *gin.Context, err error) error {
	var damaged *casework.Damaged
	if !errors.As(err, &damaged) {
		return err
	}
	p.log.Error("a stored file is damaged", "sha256", damaged.SHA256, "firm", who(c).Org)
	page := damagedPage{page: p.page(c, reinstate.Say("This file is damaged")), Name: damaged.Name, SHA256: damaged.SHA256}
	page.Wrong = true
	return p.showWith(c, http.StatusInternalServerError, "case/damaged", page)
}

// ViewsAs says how an exhibit can be looked at here: as an image drawn anew,
// as a PDF in a frame, or not at all.
func (p exhibitPage) ViewsAs() string {
	switch p.Exhibit.MediaType {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return "image"
	case "application/pdf":
		return "pdf"
	}
	return ""
}
