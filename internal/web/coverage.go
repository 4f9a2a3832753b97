package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// vaultRoutes lists the pages about the evidence of a case as a whole.
func (s *server) vaultRoutes() {
	p := &casePages{server: s}
	s.get("/cases/:ref/coverage", reinstate.Read, p.coverage)
	s.post("/cases/:ref/coverage", reinstate.Contribute, p.saveSales)
	s.get("/cases/:ref/custody", reinstate.Read, p.custody)
	s.post("/cases/:ref/evidence/:id/restore", reinstate.Delete, p.restoreExhibit)
	s.upload("/cases/:ref/evidence/:id/newer", reinstate.Contribute, p.replaceExhibit)
	s.post("/cases/:ref/evidence/:id/move", reinstate.Contribute, p.moveToNewer)
	s.post("/cases/:ref/uploads", reinstate.Contribute, p.beginUpload)
	s.get("/cases/:ref/uploads/:ticket", reinstate.Contribute, p.uploadState)
	s.upload("/cases/:ref/uploads/:ticket", reinstate.Contribute, p.continueUpload)
	s.post("/cases/:ref/uploads/:ticket/finish", reinstate.Contribute, p.finishUpload)
	s.post("/cases/:ref/uploads/:ticket/cancel", reinstate.Contribute, p.cancelUpload)
}

// coveragePage lays the evidence against what is asked for, item by item.
type coveragePage struct {
	casePage
	Coverage casework.Coverage
	Sold     []soldForm
}

// soldForm is how many units of an item were sold, as it was typed.
type soldForm struct{ Item, Sold string }

func (p *casePages) coverage(c *gin.Context) error {
	base, err := p.file(c, "evidence", reinstate.Say("Coverage"))
	if err != nil {
		return err
	}
	return p.show(c, "case/coverage", p.coverageOf(base))
}

func (p *casePages) coverageOf(base casePage) coveragePage {
	page := coveragePage{casePage: base, Coverage: p.desk.Coverage(base.File, p.desk.Fitness(base.File, p.now()))}
	for _, item := range base.File.Items() {
		page.Sold = append(page.Sold, soldForm{item, count(base.File.Sold(item))})
	}
	return page
}

func (p *casePages) saveSales(c *gin.Context) error {
	var typed []soldForm
	var sales []reinstate.Sales
	items, sold := c.PostFormArray("item"), c.PostFormArray("sold")
	for i := range min(len(items), len(sold)) {
		typed = append(typed, soldForm{items[i], sold[i]})
		sales = append(sales, reinstate.Sales{Item: items[i], Sold: whole(strings.TrimSpace(sold[i]))})
	}
	err := p.desk.SaveSales(c.Request.Context(), who(c), c.Param("ref"), sales)
	refused := reinstate.Invalid{}
	if !errors.As(err, &refused) {
		if err != nil {
			return err
		}
		return p.redirect(c, casePath(c.Param("ref"), "coverage"), reinstate.Say("Saved."))
	}
	base, err := p.file(c, "evidence", reinstate.Say("Coverage"))
	if err != nil {
		return err
	}
	base.Invalid = refused
	page := p.coverageOf(base)
	page.Sold = typed
	return p.showWith(c, http.StatusUnprocessableEntity, "case/coverage", page)
}

// Links lists the exhibits of a cell for its links.
func (p coveragePage) Links(cell casework.CoverageCell) []chip {
	chips := make([]chip, len(cell.Exhibits))
	for i, e := range cell.Exhibits {
		chips[i] = p.chip(e, true)
	}
	return chips
}

// Gaps reports whether a row has a cell in which something is missing.
func (coveragePage) Gaps(row casework.CoverageRow) bool {
	for _, cell := range row.Cells {
		if cell.State == casework.Gap || cell.State == casework.CoverShort {
			return true
		}
	}
	return false
}

// custodyPage is who handled the documents of a case, for reading and printing.
type custodyPage struct {
	casePage
	Custody casework.Custody
}

func (p *casePages) custody(c *gin.Context) error {
	base, err := p.file(c, "evidence", reinstate.Say("Custody"))
	if err != nil {
		return err
	}
	custody, err := p.desk.Custody(c.Request.Context(), who(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return p.show(c, "case/custody", custodyPage{casePage: base, Custody: custody})
}

// Of is the exhibit that an entry speaks of.
func (p custodyPage) Of(id reinstate.ExhibitID) reinstate.Exhibit { return p.Custody.Exhibits[id] }

// Tied is what a document was linked to or unlinked from, by its words: the
// record keeps only its number. What is gone has none, nor has anything else
// that an entry names.
func (p casePage) Tied(with string) string {
	what, number, _ := strings.Cut(with, " ")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return ""
	}
	switch what {
	case "claim":
		for _, c := range p.File.Claims {
			if int64(c.ID) == id {
				return c.Text
			}
		}
	case "demand":
		for _, d := range p.File.Demands {
			if int64(d.ID) == id {
				return d.Text
			}
		}
	}
	return ""
}

// Deed is what was done with a document, in English.
func (page) Deed(did string) string { return custodyLabels[did] }

var custodyLabels = map[string]string{
	reinstate.CustodyAdded:      "came in",
	reinstate.CustodyViewed:     "was looked at",
	reinstate.CustodyDownloaded: "was downloaded",
	reinstate.CustodyLinked:     "was linked",
	reinstate.CustodyUnlinked:   "was unlinked",
	reinstate.CustodyExported:   "was exported",
	reinstate.CustodySealed:     "was sealed in a filing",
	reinstate.CustodyReplaced:   "got a newer version",
	reinstate.CustodyWithdrawn:  "was withdrawn",
	reinstate.CustodyRestored:   "was taken back",
	reinstate.CustodyPurged:     "left the disk",
}
