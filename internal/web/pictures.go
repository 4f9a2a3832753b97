package web

import (
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// keptPicture is how long a browser may keep a picture of ours: for ever, for
// its address has its digest, but for itself alone.
const keptPicture = "private, max-age=31536000, immutable"

// pagePicture serves the picture of one page of an exhibit.
func (p *casePages) pagePicture(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	n, err := number(c, "number")
	if err != nil {
		return err
	}
	d, err := p.desk.Page(c.Request.Context(), who(c), c.Param("ref"), reinstate.ExhibitID(id), int(n), c.Param("mark"))
	if err != nil {
		return err
	}
	return sendPicture(c, d)
}

// thumbPicture serves the small picture of an exhibit.
func (p *casePages) thumbPicture(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	d, err := p.desk.Thumb(c.Request.Context(), who(c), c.Param("ref"), reinstate.ExhibitID(id), c.Param("mark"))
	if err != nil {
		return err
	}
	return sendPicture(c, d)
}

// sendPicture answers with a picture that we have drawn ourselves.
func sendPicture(c *gin.Context, d casework.Download) error {
	defer func() { _ = d.Body.Close() }()
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", inertPolicy)
	h.Set("Content-Type", d.MediaType)
	h.Set("Content-Disposition", "inline")
	h.Set("Cache-Control", keptPicture)
	h.Set("ETag", strconv.Quote(d.SHA256))
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, d.Body)
	return nil
}

// thumbView is an exhibit's small picture in a list, or what stands in its
// place: the ending of its name.
type thumbView struct {
	Path          string // of the page on which it is looked at
	Source        string // empty: there is none
	Width, Height int
	Ending        string
}

// longestEnding is how many characters of a name's ending are shown.
const longestEnding = 5

// Thumb is the small picture of an exhibit.
func (p casePage) Thumb(e reinstate.Exhibit) thumbView {
	id := strconv.FormatInt(int64(e.ID), 10)
	v := thumbView{Path: p.At("evidence", id, "pages"), Ending: endingOf(e.FileName)}
	if drawn := p.Thumbs[e.SHA256].Thumb; drawn.SHA256 != "" && e.Purged.IsZero() {
		v.Source, v.Width, v.Height = p.At("evidence", id, "thumb", casework.Mark(drawn)), drawn.Width, drawn.Height
	}
	return v
}

// endingOf is the ending of a file's name as a label.
func endingOf(name string) string {
	ending := []rune(strings.ToUpper(strings.TrimPrefix(path.Ext(name), ".")))
	if len(ending) == 0 || len(ending) > longestEnding {
		return "·"
	}
	return string(ending)
}
