package web

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// Evidence can come in pieces, so that a dropped connection costs one piece and
// not the file. The script begins an upload, sends pieces that follow one
// another, asks after a failure how much has come, and finishes with the digest
// it counted itself. Without the script a form sends whole files.

// pieceSize is how many bytes the script sends at once, and mostOfPiece what is
// taken at once.
const (
	pieceSize   = 4 << 20
	mostOfPiece = 16 << 20
)

func (p *casePages) beginUpload(c *gin.Context) error {
	size, err := strconv.ParseInt(c.PostForm("size"), 10, 64)
	if err != nil {
		size = 0
	}
	a, err := p.desk.BeginUpload(c.Request.Context(), who(c), c.Param("ref"), store.Upload{Mark: c.PostForm("mark"), Name: c.PostForm("name"), Size: size})
	if err != nil {
		return err
	}
	return tellArrived(c, a)
}

func (p *casePages) uploadState(c *gin.Context) error {
	a, err := p.desk.Arriving(c.Request.Context(), who(c), c.Param("ref"), c.Param("ticket"))
	if err != nil {
		return err
	}
	return tellArrived(c, a)
}

// continueUpload takes one piece; its place in the file is in the address.
func (p *casePages) continueUpload(c *gin.Context) error {
	at, err := strconv.ParseInt(c.Query("at"), 10, 64)
	if err != nil || at < 0 {
		return reinstate.Invalid{"file": "The upload was cut off. It goes on where it stopped."}
	}
	body := http.MaxBytesReader(c.Writer, c.Request.Body, mostOfPiece)
	a, err := p.desk.ContinueUpload(c.Request.Context(), who(c), c.Param("ref"), c.Param("ticket"), at, body)
	if err != nil {
		return err
	}
	return tellArrived(c, a)
}

func (p *casePages) finishUpload(c *gin.Context) error {
	added, err := p.desk.FinishUpload(c.Request.Context(), who(c), c.Param("ref"), c.Param("ticket"), casework.Upload{
		Kind: reinstate.ExhibitKind(c.PostForm("kind")), Title: c.PostForm("title"), Dated: c.PostForm("dated"),
	}, c.PostForm("digest"), c.PostForm("keep") == "")
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, toldOf(added))
	return nil
}

func (p *casePages) cancelUpload(c *gin.Context) error {
	if err := p.desk.CancelUpload(c.Request.Context(), who(c), c.Param("ref"), c.Param("ticket")); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

// tellArrived answers with what has come of an upload.
func tellArrived(c *gin.Context, a casework.Arriving) error {
	c.JSON(http.StatusOK, gin.H{"ticket": a.Ticket, "arrived": a.Arrived, "piece": pieceSize})
	return nil
}
