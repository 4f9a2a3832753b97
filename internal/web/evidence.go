package web

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// evidencePage lists the exhibits and takes new ones.
type evidencePage struct {
	casePage
	Kinds []reinstate.ExhibitKind
	Form  exhibitForm
	Added []casework.Attached // of an upload in which another file was refused
	Most  int64               // bytes a file may have
	Found []plan.PaperFinding

	Noted map[reinstate.ExhibitID]int // open notes on each exhibit

	Standing []reinstate.Paper // of the account's standing file, for the case to take
}

// exhibitForm is what was typed for an upload.
type exhibitForm struct {
	Kind, Title, Dated, Shows string
	Keep                      bool // archives stay as they are
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
	noted, err := p.thumbs(c, &base)
	if err != nil {
		return err
	}
	var offered []reinstate.Paper
	if base.Work {
		if offered, err = p.desk.Offered(c.Request.Context(), who(c), base.File); err != nil {
			return err
		}
	}
	return p.showWith(c, status, "case/evidence", evidencePage{
		casePage: base, Kinds: reinstate.ExhibitKinds(), Form: form, Added: added, Most: p.desk.Limits().File,
		Found: p.desk.Fitness(base.File, p.now()), Standing: offered, Noted: noted,
	})
}

// thumbs adds the small pictures of the exhibits to a page, and gives how many
// open notes each has.
func (p *casePages) thumbs(c *gin.Context, page *casePage) (noted map[reinstate.ExhibitID]int, err error) {
	page.Thumbs, noted, err = p.desk.Thumbs(c.Request.Context(), who(c), page.File)
	return noted, err
}

// Lettered is the exhibit with a letter; none for an empty one.
func (p casePage) Lettered(letter string) *reinstate.Exhibit {
	for _, e := range p.File.Exhibits {
		if e.Letter == letter {
			return &e
		}
	}
	return nil
}

// Worst is the heaviest finding about an exhibit, if it weighs anything.
func (p evidencePage) Worst(letter string) *plan.PaperFinding {
	for _, f := range p.Found {
		if f.Exhibit == letter && f.Severity != catalog.SeverityInfo && f.Severity != catalog.SeverityLow {
			return &f
		}
	}
	return nil
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
