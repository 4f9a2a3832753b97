package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// replaceExhibit takes in a newer version of an exhibit. It keeps the kind, the
// title and what is on record of the older one; a person corrects it then.
func (p *casePages) replaceExhibit(c *gin.Context) error {
	base, old, err := p.exhibitOf(c)
	if err != nil {
		return err
	}
	added, err := p.receiveNewer(c, old)
	refused := reinstate.Invalid{}
	if errors.As(err, &refused) {
		base.Invalid = refused
		page, err := p.exhibitView(c, base, old)
		if err != nil {
			return err
		}
		return p.showWith(c, http.StatusUnprocessableEntity, "case/exhibit", page)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "evidence", fmt.Sprint(added.Exhibit.ID)), reinstate.Say("The newer version is kept as exhibit %s.", added.Exhibit.Letter))
}

func (p *casePages) receiveNewer(c *gin.Context, old reinstate.Exhibit) (casework.Attached, error) {
	parts, err := c.Request.MultipartReader()
	if err != nil {
		return casework.Attached{}, fmt.Errorf("%w: %w", errBadForm, err)
	}
	moves := false
	for range mostParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return casework.Attached{}, reinstate.Invalid{"file": "The upload was cut off before the end. Nothing was kept; send the file again."}
		}
		switch {
		case part.FormName() == "moves":
			moves = true
		case part.FormName() == "file" && part.FileName() != "":
			return p.desk.Attach(c.Request.Context(), who(c), c.Param("ref"), casework.Upload{
				Name: part.FileName(), Kind: old.Kind, Title: old.Title, Shows: old.Shows, Record: old.Record, Body: part,
				Replaces: old.ID, Moves: moves,
			})
		}
	}
	return casework.Attached{}, reinstate.Invalid{"file": "Choose a file."}
}
