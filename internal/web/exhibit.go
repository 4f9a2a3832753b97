package web

import (
	"errors"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// exhibitPage is one exhibit: a look at it, and what it is said to show.
type exhibitPage struct {
	casePage
	Exhibit  reinstate.Exhibit
	Kinds    []reinstate.ExhibitKind
	Form     recordForm
	Paper    paperView
	Items    []string // of the case, to choose from
	Findings []plan.PaperFinding
	Claims   []reinstate.Claim
	Demands  []reinstate.Demand
	Channels []channelTakes
	Older    reinstate.Exhibit // the version before; zero: none
	Newer    reinstate.Exhibit // the version after; zero: none
	Entries  []reinstate.Custody
	Others   []store.Twin       // the same bytes with other clients
	Text     reinstate.FileText // how far the text inside the file is
	Preview  reinstate.Preview  // what was drawn of it
	Broken   bool               // the file no longer has the bytes it came with
	Stale    *reinstate.Exhibit // what somebody else saved meanwhile
}

// channelTakes says whether a way of filing takes files of this type.
type channelTakes struct {
	Name  string
	Taken bool
}

// contactView is one contact of a record as a form shows it.
type contactView struct {
	Of      string // prefix of the fields' names
	Title   string
	Contact reinstate.Contact
	Website bool
	Invalid reinstate.Invalid
}

// Issuer is who made the document.
func (p exhibitPage) Issuer() contactView {
	return contactView{"issuer", "Name", p.Form.Record.Issuer, true, p.Invalid}
}

// Buyer is the one it was made out to.
func (p exhibitPage) Buyer() contactView {
	return contactView{"buyer", "Name", p.Form.Record.Buyer, false, p.Invalid}
}

func (p *casePages) exhibit(c *gin.Context) error {
	base, exhibit, err := p.exhibitOf(c)
	if err != nil {
		return err
	}
	page, err := p.exhibitView(c, base, exhibit)
	if err != nil {
		return err
	}
	return p.show(c, "case/exhibit", page)
}

// exhibitView gathers what the page of an exhibit shows.
func (p *casePages) exhibitView(c *gin.Context, base casePage, e reinstate.Exhibit) (exhibitPage, error) {
	page := exhibitPage{
		casePage: base, Exhibit: e, Kinds: reinstate.ExhibitKinds(), Form: formOfRecord(e.Record),
		Paper: paperView{p.desk.Catalog().Paper(e.Kind)}, Items: base.File.Items(),
		Findings: casework.Found(p.desk.Fitness(base.File, p.now()), e.Letter),
		Claims:   base.Leaning(e.ID), Demands: base.Answering(e.ID),
	}
	ending := strings.ToLower(strings.TrimPrefix(path.Ext(e.FileName), "."))
	for _, channel := range base.File.Market.Channels {
		if len(channel.Formats) > 0 {
			page.Channels = append(page.Channels, channelTakes{channel.Name, slices.Contains(channel.Formats, ending) && !e.Made.Encrypted})
		}
	}
	for _, other := range base.File.Exhibits {
		switch other.ID {
		case e.Replaces:
			page.Older = other
		case e.Newer:
			page.Newer = other
		}
	}
	var err error
	page.Entries, page.Others, err = p.desk.CustodyOf(c.Request.Context(), who(c), base.File.Case.Reference, e.ID)
	if err != nil {
		return page, err
	}
	page.Text, err = p.desk.FileText(c.Request.Context(), who(c), base.File.Case.Reference, e.ID)
	if err != nil && !errors.Is(err, reinstate.ErrNotFound) { // nothing is known of it
		return page, err
	}
	return page, p.drawn(c, &page)
}

// drawn adds what was drawn of an exhibit. Where its first page is shown, the
// file is checked and it is put on record who looked.
func (p *casePages) drawn(c *gin.Context, page *exhibitPage) (err error) {
	ctx, ref, id := c.Request.Context(), page.File.Case.Reference, page.Exhibit.ID
	if page.Preview, err = p.desk.Preview(ctx, who(c), ref, id); errors.Is(err, reinstate.ErrNotFound) {
		return nil // its file is gone
	}
	if err != nil || page.Preview.Last() == 0 {
		return err
	}
	_, err = p.desk.Look(ctx, who(c), ref, id)
	var damaged *casework.Damaged
	if errors.As(err, &damaged) {
		page.Broken = true
		return nil
	}
	return err
}

// First is where the picture of the first page lies, empty while there is none.
func (p exhibitPage) First() string {
	picture, ok := p.Preview.Picture(1)
	if !ok {
		return ""
	}
	return p.pictureAt(p.Exhibit.ID, 1, picture)
}

// FirstPicture is the picture of the first page.
func (p exhibitPage) FirstPicture() reinstate.Picture {
	picture, _ := p.Preview.Picture(1)
	return picture
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
	_, was, err := p.exhibitOf(c)
	if err != nil {
		return err
	}
	form := readRecord(c, was.Record)
	mine.Record = form.Record
	err = p.desk.DescribeExhibit(c.Request.Context(), who(c), c.Param("ref"), mine)
	refused := reinstate.Invalid{}
	stale := errors.Is(err, reinstate.ErrConflict)
	if !stale && !errors.As(err, &refused) {
		if err != nil {
			return err
		}
		return p.redirect(c, casePath(c.Param("ref"), "evidence", c.Param("id")), reinstate.Say("Saved."))
	}
	base, theirs, err := p.exhibitOf(c)
	if err != nil {
		return err
	}
	base.Invalid = refused
	typed := theirs
	typed.Kind, typed.Title, typed.Dated, typed.Shows = mine.Kind, mine.Title, mine.Dated, mine.Shows
	page, err := p.exhibitView(c, base, typed)
	if err != nil {
		return err
	}
	page.Form = form
	status := http.StatusUnprocessableEntity
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
	return p.redirect(c, casePath(c.Param("ref"), "evidence"), reinstate.Say("Withdrawn. It can be taken back for 30 days. Its letter is not given again, and sealed filings keep it."))
}

func (p *casePages) restoreExhibit(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	err = p.desk.RestoreExhibit(c.Request.Context(), who(c), c.Param("ref"), reinstate.ExhibitID(id), version(c))
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "evidence", c.Param("id")), reinstate.Say("It is part of the case again. Link it to what it proves."))
}

func (p *casePages) moveToNewer(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	err = p.desk.MoveToNewer(c.Request.Context(), who(c), c.Param("ref"), reinstate.ExhibitID(id), version(c))
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "evidence", c.Param("id")), reinstate.Say("Claims and demands point at the newer version now."))
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
	d, err := p.desk.ShowExhibit(c.Request.Context(), who(c), c.Param("ref"), reinstate.ExhibitID(id))
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return sendFramed(c, inWords(refused["file"]))
	}
	if err != nil {
		return p.orDamaged(c, err)
	}
	return sendFramed(c, d)
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

// inWords is a sentence for a frame in which no file can be shown.
func inWords(sentence string) casework.Download {
	return casework.Download{Name: "why.txt", MediaType: "text/plain", Size: int64(len(sentence)), Body: explained{strings.NewReader(sentence)}}
}

// explained is read like a file.
type explained struct{ *strings.Reader }

// Close does nothing: there is no file.
func (explained) Close() error { return nil }
