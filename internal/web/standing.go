package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// standingRoutes lists the pages of an account's standing file.
func (s *server) standingRoutes() {
	read, work := reinstate.Read, reinstate.Contribute
	s.get("/accounts/:id/readiness", read, s.readiness)
	s.upload("/accounts/:id/papers", work, s.keepPaper)
	s.get("/accounts/:id/papers/:paper", read, s.paper)
	s.post("/accounts/:id/papers/:paper", work, s.savePaper)
	s.post("/accounts/:id/papers/:paper/remove", reinstate.Delete, s.removePaper)
	s.get("/accounts/:id/papers/:paper/file", read, s.paperFile)
	p := &casePages{server: s}
	s.post("/cases/:ref/standing", work, p.takeFromFile)
}

// readinessPage is the standing file of an account, against what a notice of a
// reason would ask for today.
type readinessPage struct {
	page
	Standing casework.Standing
	Kinds    []reinstate.ExhibitKind
	Form     exhibitForm
	Most     int64
}

// MostMB is how large a file may be, in megabytes.
func (p readinessPage) MostMB() int64 { return p.Most >> 20 }

// Found lists the findings about the paper at a place of the file.
func (p readinessPage) Found(i int) []plan.PaperFinding {
	return casework.Found(p.Standing.Findings, strconv.Itoa(i+1))
}

// Number is the place of a paper in the file, counted from 1.
func (p readinessPage) Number(id reinstate.PaperID) int {
	for i, paper := range p.Standing.Papers {
		if paper.ID == id {
			return i + 1
		}
	}
	return 0
}

// Reasons are those of the marketplace that call for documents.
func (p readinessPage) Reasons() []catalog.Reason { return p.Standing.Market.Reasons }

func (s *server) readiness(c *gin.Context) error {
	return s.showReadiness(c, http.StatusOK, exhibitForm{}, nil)
}

func (s *server) showReadiness(c *gin.Context, status int, form exhibitForm, refused reinstate.Invalid) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	reason := reinstate.ReasonCode(c.Query("reason"))
	if reason == "" {
		reason = "inauthentic"
	}
	standing, err := s.desk.StandingFile(c.Request.Context(), who(c), reinstate.AccountID(id), reason)
	if err != nil {
		return err
	}
	p := readinessPage{page: s.page(c, reinstate.Say("Readiness")), Standing: standing, Kinds: reinstate.ExhibitKinds(), Form: form, Most: s.desk.Limits().File}
	p.Invalid = refused
	return s.showWith(c, status, "accounts/readiness", p)
}

// keepPaper takes documents into a standing file: fields first, then files.
func (s *server) keepPaper(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	parts, err := c.Request.MultipartReader()
	if err != nil {
		return fmt.Errorf("%w: %w", errBadForm, err)
	}
	form, refused, kept := exhibitForm{}, reinstate.Invalid{}, 0
	for range mostParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			refused.Refuse("file", "The upload was cut off before the end. What is listed below is kept; send the rest again.")
			break
		}
		if part.FormName() != "file" {
			if err := form.take(part); err != nil {
				return err
			}
			continue
		}
		if part.FileName() == "" {
			continue
		}
		_, err = s.desk.KeepPaper(c.Request.Context(), who(c), reinstate.AccountID(id), casework.Upload{
			Name: part.FileName(), Kind: reinstate.ExhibitKind(form.Kind), Title: form.Title, Dated: form.Dated, Body: part,
		})
		var invalid reinstate.Invalid
		if errors.As(err, &invalid) {
			for field, sentence := range invalid {
				refused[field] = strings.TrimSpace(refused[field] + " " + safeName(part.FileName()) + ": " + sentence)
			}
			continue
		}
		if err != nil {
			return err
		}
		kept++
	}
	if kept == 0 {
		refused.Refuse("file", "Choose at least one file.")
	}
	if len(refused) > 0 {
		return s.showReadiness(c, http.StatusUnprocessableEntity, form, refused)
	}
	return s.redirect(c, fmt.Sprintf("/accounts/%d/readiness", id), reinstate.Say("%d files were added.", kept))
}

// paperPage is one document of a standing file and what is on record of it.
type paperPage struct {
	page
	Account casework.AccountLine
	Sheet   reinstate.Paper
	Kinds   []reinstate.ExhibitKind
	Form    recordForm
	Paper   paperView
	Items   []string
	Stale   bool
}

// Issuer is who made the document.
func (p paperPage) Issuer() contactView {
	return contactView{"issuer", "Name", p.Form.Record.Issuer, true, p.Invalid}
}

// Buyer is the one it was made out to.
func (p paperPage) Buyer() contactView {
	return contactView{"buyer", "Name", p.Form.Record.Buyer, false, p.Invalid}
}

func (s *server) paper(c *gin.Context) error {
	page, err := s.paperOf(c)
	if err != nil {
		return err
	}
	return s.show(c, "accounts/paper", page)
}

// paperOf finds the document of a path.
func (s *server) paperOf(c *gin.Context) (paperPage, error) {
	account, id, err := paperPath(c)
	if err != nil {
		return paperPage{}, err
	}
	line, err := s.desk.Account(c.Request.Context(), who(c), account)
	if err != nil {
		return paperPage{}, err
	}
	sheet, err := s.desk.Paper(c.Request.Context(), who(c), account, id)
	if err != nil {
		return paperPage{}, err
	}
	return paperPage{
		page: s.page(c, reinstate.Say("Standing file")), Account: line, Sheet: sheet, Kinds: reinstate.ExhibitKinds(),
		Form: formOfRecord(sheet.Record), Paper: paperView{s.desk.Catalog().Paper(sheet.Kind)},
	}, nil
}

func paperPath(c *gin.Context) (reinstate.AccountID, reinstate.PaperID, error) {
	account, err := number(c, "id")
	if err != nil {
		return 0, 0, err
	}
	paper, err := number(c, "paper")
	return reinstate.AccountID(account), reinstate.PaperID(paper), err
}

func (s *server) savePaper(c *gin.Context) error {
	page, err := s.paperOf(c)
	if err != nil {
		return err
	}
	typed := page.Sheet
	typed.Kind, typed.Title, typed.Dated = reinstate.ExhibitKind(c.PostForm("kind")), c.PostForm("title"), strings.TrimSpace(c.PostForm("dated"))
	page.Form = readRecord(c, page.Sheet.Record)
	typed.Record = page.Form.Record
	err = s.desk.DescribePaper(c.Request.Context(), who(c), typed.Account, typed.Exhibit(), typed.ID, version(c))
	refused := reinstate.Invalid{}
	switch {
	case errors.Is(err, reinstate.ErrConflict):
		page.Stale = true
	case errors.As(err, &refused):
		page.Invalid = refused
		typed.Version = version(c)
	case err != nil:
		return err
	default:
		return s.redirect(c, fmt.Sprintf("/accounts/%d/readiness", typed.Account), reinstate.Say("Saved."))
	}
	page.Sheet = typed
	status := http.StatusUnprocessableEntity
	if page.Stale {
		status = http.StatusConflict
	}
	return s.showWith(c, status, "accounts/paper", page)
}

func (s *server) removePaper(c *gin.Context) error {
	account, id, err := paperPath(c)
	if err != nil {
		return err
	}
	if err := s.desk.RemovePaper(c.Request.Context(), who(c), account, id, version(c)); err != nil {
		return err
	}
	return s.redirect(c, fmt.Sprintf("/accounts/%d/readiness", account), reinstate.Say("Removed from the standing file."))
}

func (s *server) paperFile(c *gin.Context) error {
	account, id, err := paperPath(c)
	if err != nil {
		return err
	}
	d, err := s.desk.OpenPaper(c.Request.Context(), who(c), account, id)
	if err != nil {
		return (&casePages{server: s}).orDamaged(c, err)
	}
	return send(c, d)
}

// takeFromFile makes documents of the standing file exhibits of a case.
func (p *casePages) takeFromFile(c *gin.Context) error {
	var ids []reinstate.PaperID
	for _, typed := range c.PostFormArray("papers") {
		if id, err := strconv.ParseInt(typed, 10, 64); err == nil {
			ids = append(ids, reinstate.PaperID(id))
		}
	}
	taken, err := p.desk.TakeFromFile(c.Request.Context(), who(c), c.Param("ref"), ids)
	refused := reinstate.Invalid{}
	if errors.As(err, &refused) {
		return p.showEvidence(c, http.StatusUnprocessableEntity, exhibitForm{}, nil, refused)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "evidence"), reinstate.Say("%d files were added.", taken))
}
