package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// pageRoutes lists the pages on which exhibits are looked at page by page.
func (s *server) pageRoutes() {
	p := &casePages{server: s}
	s.get("/cases/:ref/evidence/:id/pages", reinstate.Read, p.exhibitPages)
	s.get("/cases/:ref/evidence/:id/pages/:number/:mark", reinstate.Read, p.pagePicture)
	s.get("/cases/:ref/evidence/:id/thumb/:mark", reinstate.Read, p.thumbPicture)
	s.post("/cases/:ref/evidence/:id/notes", reinstate.Read, p.addPageNote)
	s.post("/cases/:ref/evidence/:id/notes/:note", reinstate.Read, p.changePageNote)
}

// viewPage is one page of an exhibit with the notes on it.
type viewPage struct {
	casePage
	Look   casework.Looking
	Number int    // of the page shown, from 1
	Zoom   string // one of zooms
	Notes  []noteView
	Speaks bool // the reader may write notes
	Spots  []spotChoice
	Typed  string              // a note that was refused
	Chosen string              // its spot
	Stale  *reinstate.PageNote // what somebody else wrote into the note that was edited meanwhile
	Mine   string              // what was typed for it
}

// zooms are how large a page is shown: whole, as wide as there is room, or
// wider.
var zooms = []string{"page", "width", "150", "200"}

// ninth is a third of the width times a third of the height, by the spot in
// its middle.
type ninth struct {
	Spot reinstate.Spot
	Name string // in English
}

var ninths = []ninth{
	{reinstate.Spot{X: 167, Y: 167}, "top left"}, {reinstate.Spot{X: 500, Y: 167}, "top"}, {reinstate.Spot{X: 833, Y: 167}, "top right"},
	{reinstate.Spot{X: 167, Y: 500}, "left"}, {reinstate.Spot{X: 500, Y: 500}, "middle"}, {reinstate.Spot{X: 833, Y: 500}, "right"},
	{reinstate.Spot{X: 167, Y: 833}, "bottom left"}, {reinstate.Spot{X: 500, Y: 833}, "bottom"}, {reinstate.Spot{X: 833, Y: 833}, "bottom right"},
}

// spotChoice is a part of the page that a note can be pinned to.
type spotChoice struct{ Value, Name string }

// noteView is a note as the page shows it: numbered, with its place in words
// and, where it is pinned, in pixels of the picture.
type noteView struct {
	reinstate.PageNote
	N      int
	Place  string
	Value  string // of its spot, as a form has it
	CX, CY int
	Edits  bool // the reader may change what it says
	Drops  bool // the reader may remove it
}

// ninthOf names the part of the page that a spot is in, in English.
func ninthOf(s reinstate.Spot) string {
	if !s.Pinned() {
		return "the page as a whole"
	}
	third := func(v int) int { return min(2, v*3/reinstate.Thousandths) }
	return ninths[third(s.Y)*3+third(s.X)].Name
}

func spotValue(s reinstate.Spot) string {
	if !s.Pinned() {
		return ""
	}
	return fmt.Sprintf("%d,%d", s.X, s.Y)
}

// readSpot reads a spot as a form has it: empty for the page as a whole. What
// is none is off the page, and refused as that.
func readSpot(value string) reinstate.Spot {
	if value == "" {
		return reinstate.WholePage
	}
	across, down, _ := strings.Cut(value, ",")
	x, errX := strconv.Atoi(across)
	y, errY := strconv.Atoi(down)
	if errX != nil || errY != nil || x < 0 || y < 0 {
		return reinstate.Spot{X: -2, Y: -2}
	}
	return reinstate.Spot{X: x, Y: y}
}

// exhibitPages shows one page of an exhibit.
func (p *casePages) exhibitPages(c *gin.Context) error {
	page, err := p.viewOf(c, c.Query("page"))
	if err != nil {
		return p.orDamaged(c, err)
	}
	return p.show(c, "case/page", page)
}

// viewOf gathers what the page with a number shows; no number is the first.
func (p *casePages) viewOf(c *gin.Context, number string) (viewPage, error) {
	base, exhibit, err := p.exhibitOf(c)
	if err != nil {
		return viewPage{}, err
	}
	page := viewPage{casePage: base, Number: 1, Zoom: "width", Speaks: speaks(base)}
	page.Title += " · " + p.voice(c).say(reinstate.Say("page by page"))
	if page.Look, err = p.desk.Look(c.Request.Context(), who(c), base.File.Case.Reference, exhibit.ID); err != nil {
		return page, err
	}
	if zoom := c.Query("zoom"); slices.Contains(zooms, zoom) {
		page.Zoom = zoom
	}
	if number != "" {
		page.Number, err = strconv.Atoi(number)
		if err != nil || page.Number < 1 || page.Number > page.Look.Pages() {
			return page, reinstate.ErrNotFound
		}
	}
	page.number()
	for _, n := range ninths {
		page.Spots = append(page.Spots, spotChoice{spotValue(n.Spot), n.Name})
	}
	return page, nil
}

// speaks reports whether the reader may write notes in a case.
func speaks(base casePage) bool {
	return base.Who.Client == 0 && base.Who.Role != reinstate.RoleClient && base.File.Case.State.Open()
}

// number gives the notes of the page their numbers and places.
func (p *viewPage) number() {
	picture, _ := p.Look.Preview.Picture(p.Number)
	for _, n := range p.Look.Notes {
		if n.Page != p.Number {
			continue
		}
		own := n.User == p.Who.User && n.User != 0
		p.Notes = append(p.Notes, noteView{
			PageNote: n, N: len(p.Notes) + 1, Place: ninthOf(n.Spot), Value: spotValue(n.Spot),
			CX: n.Spot.X * picture.Width / reinstate.Thousandths, CY: n.Spot.Y * picture.Height / reinstate.Thousandths,
			Edits: p.Speaks && own, Drops: p.Speaks && (own || p.May(reinstate.Delete)),
		})
	}
}

// Picture is the picture of the page shown; one without a digest is none.
func (p viewPage) Picture() reinstate.Picture {
	picture, _ := p.Look.Preview.Picture(p.Number)
	return picture
}

// Source is where the picture of the page shown lies, empty where there is
// none.
func (p viewPage) Source() string {
	if p.Picture().SHA256 == "" {
		return ""
	}
	return p.pictureAt(p.Look.Exhibit.ID, p.Number, p.Picture())
}

// pictureAt is the address of the picture of a page.
func (p casePage) pictureAt(id reinstate.ExhibitID, page int, picture reinstate.Picture) string {
	return p.At("evidence", strconv.FormatInt(int64(id), 10), "pages", strconv.Itoa(page), casework.Mark(picture))
}

// Radius is how large a marker is, in pixels of the picture.
func (p viewPage) Radius() int { return max(p.Picture().Width, p.Picture().Height) / 75 }

// Page is the address of a page of the exhibit, as large as the one shown; zero
// where there is none.
func (p viewPage) Page(number int) string {
	if number < 1 || number > p.Look.Pages() {
		return ""
	}
	return p.view(number, p.Zoom)
}

// Zoomed is the address of the page shown in another size.
func (p viewPage) Zoomed(zoom string) string { return p.view(p.Number, zoom) }

func (p viewPage) view(number int, zoom string) string {
	query := url.Values{}
	if number > 1 {
		query.Set("page", strconv.Itoa(number))
	}
	if zoom != "width" {
		query.Set("zoom", zoom)
	}
	at := p.At("evidence", strconv.FormatInt(int64(p.Look.Exhibit.ID), 10), "pages")
	if len(query) > 0 {
		at += "?" + query.Encode()
	}
	return at
}

// Previous is the number before that of the page shown.
func (p viewPage) Previous() int { return p.Number - 1 }

// Next is the number after that of the page shown.
func (p viewPage) Next() int { return p.Number + 1 }

// Zooms lists the sizes in which a page can be shown.
func (viewPage) Zooms() []string { return zooms }

// Resolves reports whether the reader may settle notes.
func (p viewPage) Resolves() bool {
	return p.Speaks && (p.May(reinstate.Contribute) || p.May(reinstate.Approve))
}

// Others lists the other pages that have open notes, by number.
func (p viewPage) Others() []int {
	var pages []int
	for _, n := range p.Look.Notes {
		if n.Open() && n.Page != p.Number && !slices.Contains(pages, n.Page) {
			pages = append(pages, n.Page)
		}
	}
	return pages
}

func (p *casePages) addPageNote(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	page, _ := strconv.Atoi(c.PostForm("page"))
	in := reinstate.PageNote{Exhibit: reinstate.ExhibitID(id), Page: page, Spot: readSpot(c.PostForm("spot")), Text: c.PostForm("note")}
	_, err = p.desk.AddPageNote(c.Request.Context(), who(c), c.Param("ref"), in)
	return p.onPage(c, in, err, reinstate.Say("The note stands beside the page. It is not part of the document."))
}

func (p *casePages) changePageNote(c *gin.Context) error {
	exhibit, err := number(c, "id")
	if err != nil {
		return err
	}
	id, err := number(c, "note")
	if err != nil {
		return err
	}
	page, _ := strconv.Atoi(c.PostForm("page"))
	in := reinstate.PageNote{
		ID: reinstate.PageNoteID(id), Exhibit: reinstate.ExhibitID(exhibit), Page: page, Version: version(c),
		Spot: readSpot(c.PostForm("spot")), Text: c.PostForm("note"),
	}
	ctx, ref := c.Request.Context(), c.Param("ref")
	switch c.PostForm("do") {
	case "edit":
		return p.onPage(c, in, p.desk.EditPageNote(ctx, who(c), ref, in), reinstate.Say("Saved."))
	case "resolve":
		return p.onPage(c, in, p.desk.ResolvePageNote(ctx, who(c), ref, in, true), reinstate.Say("Settled."))
	case "reopen":
		return p.onPage(c, in, p.desk.ResolvePageNote(ctx, who(c), ref, in, false), reinstate.Say("The note is open again."))
	case "remove":
		return p.onPage(c, in, p.desk.RemovePageNote(ctx, who(c), ref, in), reinstate.Say("The note is removed."))
	}
	return p.onPage(c, in, reinstate.Invalid{"note": "Say what is to be done with the note."}, reinstate.Sentence{})
}

// onPage goes back to the page after something was done to a note on it, or
// shows there what was refused: with both texts, where somebody else was
// quicker.
func (p *casePages) onPage(c *gin.Context, in reinstate.PageNote, err error, said reinstate.Sentence) error {
	refused := reinstate.Invalid{}
	stale := errors.Is(err, reinstate.ErrConflict)
	if !stale && !errors.As(err, &refused) {
		if err != nil {
			return err
		}
		return p.redirect(c, casePath(c.Param("ref"), "evidence", c.Param("id"), "pages")+"?page="+strconv.Itoa(max(1, in.Page))+"#notes", said)
	}
	page, err := p.viewOf(c, strconv.Itoa(max(1, in.Page)))
	if err != nil {
		return p.orDamaged(c, err)
	}
	page.Invalid = refused
	if stale {
		at := slices.IndexFunc(page.Look.Notes, func(n reinstate.PageNote) bool { return n.ID == in.ID })
		if at < 0 {
			return reinstate.ErrNotFound
		}
		page.Stale, page.Mine = &page.Look.Notes[at], in.Text
		return p.showWith(c, http.StatusConflict, "case/page", page)
	}
	page.Typed, page.Chosen = in.Text, c.PostForm("spot")
	return p.showWith(c, http.StatusUnprocessableEntity, "case/page", page)
}
