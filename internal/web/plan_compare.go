package web

import (
	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// comparePage shows by words what became of a letter between two of its texts.
type comparePage struct {
	casePage
	Comparison casework.Comparison
}

func (p *casePages) compare(c *gin.Context) error {
	found, err := p.desk.Compare(c.Request.Context(), who(c), c.Param("ref"), c.Query("from"), c.Query("to"))
	if err != nil {
		return err
	}
	return p.show(c, "case/compare", comparePage{casePage: p.around(c, found.File, "plan", reinstate.Say("Compare")), Comparison: found})
}
