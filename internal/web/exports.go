package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// exportRoutes lists what leaves the firm as files, and what of a case stays
// in it.
func (s *server) exportRoutes() {
	p := &casePages{server: s}
	read, work := reinstate.Read, reinstate.Contribute
	s.get("/cases/:ref/exports", work, p.exports)
	s.post("/cases/:ref/exports", work, p.askExport)
	s.get("/cases/:ref/exports/:id/files/:number", work, p.exportFile)
	s.post("/cases/:ref/privilege", work, p.privilege)
	s.post("/cases/:ref/packet/exhibits", work, p.include)
	s.post("/cases/:ref/packet/prepare", work, p.prepare)
	s.get("/cases/:ref/filings/:round/files/:number", read, p.filingPart)
}

// exportsPage is where packets and packs are asked for and fetched.
type exportsPage struct {
	casePage
	Profiles []profileChoice
	Form     exportForm
	Exports  []exportView
	Running  bool // one of them is under way: the page looks again by itself
}

// exportForm is what was typed.
type exportForm struct{ Profile, Prefix, Start string }

// profileChoice is one way of making a packet.
type profileChoice struct {
	catalog.Profile
	Chosen bool
}

// exportView is one export as the page shows it.
type exportView struct {
	reinstate.Export
	Name  string
	Files []exportedFile
}

// exportedFile is one file that can be fetched.
type exportedFile struct {
	reinstate.PacketPart
	Path string
}

func (p *casePages) exports(c *gin.Context) error {
	base, err := p.file(c, "packet", reinstate.Say("Exports"))
	if err != nil {
		return err
	}
	chosen := catalog.ProfileCounsel
	if base.File.HasPlan {
		chosen = p.desk.Catalog().ProfileFor(string(base.File.Account.Marketplace), "").Code
	}
	return p.showExports(c, http.StatusOK, base, exportForm{Profile: chosen, Prefix: base.File.Case.Reference + "-", Start: "1"})
}

func (p *casePages) showExports(c *gin.Context, status int, base casePage, form exportForm) error {
	list, err := p.desk.Exports(c.Request.Context(), who(c), c.Param("ref"))
	if err != nil {
		return err
	}
	page := exportsPage{casePage: base, Form: form}
	for _, profile := range p.desk.Catalog().Profiles() {
		page.Profiles = append(page.Profiles, profileChoice{profile, profile.Code == form.Profile})
	}
	for _, x := range list {
		if x.Sealing {
			continue // it belongs to the packet's page
		}
		view := exportView{Export: x, Name: x.Profile}
		if profile, ok := p.desk.Catalog().Profile(x.Profile); ok {
			view.Name = profile.Name
		}
		for i, f := range x.Files {
			view.Files = append(view.Files, exportedFile{f, base.At("exports", fmt.Sprint(x.ID), "files", strconv.Itoa(i+1))})
		}
		page.Exports = append(page.Exports, view)
		page.Running = page.Running || !x.Over()
	}
	return p.showWith(c, status, "case/exports", page)
}

// askExport queues an export; the page tells how far it is.
func (p *casePages) askExport(c *gin.Context) error {
	form := exportForm{c.PostForm("profile"), strings.TrimSpace(c.PostForm("prefix")), strings.TrimSpace(c.PostForm("start"))}
	x := reinstate.Export{Profile: form.Profile}
	refused := reinstate.Invalid{}
	if profile, ok := p.desk.Catalog().Profile(form.Profile); c.PostForm("numbered") == "yes" || ok && profile.Numbered {
		x.Prefix = form.Prefix
		start, err := strconv.Atoi(form.Start)
		if err != nil || start < 1 {
			refused["start"] = "The first number is from 1 to 99999999."
		}
		x.Start = start
	}
	err := refused.Err()
	if err == nil {
		_, err = p.desk.AskExport(c.Request.Context(), who(c), c.Param("ref"), x)
	}
	if errors.As(err, &refused) {
		base, err := p.file(c, "packet", reinstate.Say("Exports"))
		if err != nil {
			return err
		}
		base.Invalid = refused
		return p.showExports(c, http.StatusUnprocessableEntity, base, form)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "exports"), reinstate.Say("It is being made. This page shows how far it is; you can leave it."))
}

func (p *casePages) exportFile(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	n, err := number(c, "number")
	if err != nil {
		return err
	}
	d, err := p.desk.OpenExport(c.Request.Context(), who(c), c.Param("ref"), reinstate.ExportID(id), int(n)-1)
	if err != nil {
		return p.orDamaged(c, err)
	}
	return send(c, d)
}

// privilege marks an exhibit or a message, or lifts the mark.
func (p *casePages) privilege(c *gin.Context) error {
	id, err := strconv.ParseInt(c.PostForm("id"), 10, 64)
	if err != nil {
		return reinstate.ErrNotFound
	}
	on := c.PostForm("on") == "yes"
	err = p.desk.Privilege(c.Request.Context(), who(c), c.Param("ref"), reinstate.Thing(c.PostForm("thing")), id, on)
	if err != nil {
		return err
	}
	says := reinstate.Say("No longer privileged.")
	if on {
		says = reinstate.Say("Privileged. It is kept out of letters and packs.")
	}
	to := "exports"
	if c.PostForm("from") == "messages" {
		to = "messages"
	}
	return p.redirect(c, casePath(c.Param("ref"), to), says)
}

// include says whether an exhibit goes with the letter.
func (p *casePages) include(c *gin.Context) error {
	id, err := strconv.ParseInt(c.PostForm("id"), 10, 64)
	if err != nil {
		return reinstate.ErrNotFound
	}
	goes := c.PostForm("goes") == "with"
	err = p.desk.Include(c.Request.Context(), who(c), c.Param("ref"), reinstate.ExhibitID(id), goes)
	if err != nil {
		return err
	}
	says := reinstate.Say("It does not go with the letter.")
	if goes {
		says = reinstate.Say("It goes with the letter.")
	}
	return p.redirect(c, casePath(c.Param("ref"), "packet"), says)
}

// prepare has a large packet made before it is sealed. The page of the packet
// tells how far it is.
func (p *casePages) prepare(c *gin.Context) error {
	move := postedMove(c)
	err := p.desk.PrepareFiling(c.Request.Context(), who(c), c.Param("ref"), move.Channel)
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return p.showPacket(c, http.StatusUnprocessableEntity, move, refused)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "packet"), reinstate.Say("The packet is being made. This page shows how far it is; you can leave it."))
}

// filingPart gives one file of what was sealed, counted from 1.
func (p *casePages) filingPart(c *gin.Context) error {
	round, err := number(c, "round")
	if err != nil {
		return err
	}
	n, err := number(c, "number")
	if err != nil {
		return err
	}
	d, err := p.desk.OpenFiling(c.Request.Context(), who(c), c.Param("ref"), int(round), int(n)-1)
	if err != nil {
		return p.orDamaged(c, err)
	}
	return send(c, d)
}

// thingView is an exhibit or a message with its mark.
type thingView struct {
	Thing      reinstate.Thing
	ID         int64
	Letter     string
	Title      string
	About      string
	Kind       reinstate.MessageKind
	At         time.Time // when a message came
	Privileged bool
}

// Things lists what a pack holds: exhibits, then messages.
func (p exportsPage) Things() []thingView {
	var all []thingView
	for _, e := range p.File.Present() {
		all = append(all, thingView{reinstate.ThingExhibit, int64(e.ID), e.Letter, e.Title, e.FileName, "", time.Time{}, p.File.Privileged(reinstate.ThingExhibit, int64(e.ID))})
	}
	for _, n := range p.File.Notices {
		all = append(all, thingView{reinstate.ThingNotice, int64(n.ID), "", n.Subject, n.Sender, n.Kind, n.Received, p.File.Privileged(reinstate.ThingNotice, int64(n.ID))})
	}
	return all
}

// Marked counts what is privileged.
func (p exportsPage) Marked() int {
	n := 0
	for _, thing := range p.Things() {
		if thing.Privileged {
			n++
		}
	}
	return n
}

// Privileged reports whether an exhibit is kept out of what leaves the firm.
func (p casePage) Privileged(id reinstate.ExhibitID) bool {
	return p.File.Privileged(reinstate.ThingExhibit, int64(id))
}

// filedFile is one file of what was sealed.
type filedFile struct {
	reinstate.PacketPart
	Number int
	Path   string
}

// Files lists the files of what was sealed.
func (p filingPage) Files() []filedFile {
	var all []filedFile
	for i, part := range p.Filing.Files() {
		all = append(all, filedFile{part, i + 1, p.At("filings", strconv.Itoa(p.Filing.Round), "files", strconv.Itoa(i+1))})
	}
	return all
}

// OnePart reports whether what was sealed is a single file.
func (p filingPage) OnePart() bool { return len(p.Filing.Files()) == 1 }

// Beside lists the exhibits that are not printed in the packet.
func (p filingPage) Beside() []reinstate.ManifestEntry {
	return casework.AttachedFiles(p.Filing.Manifest)
}
