package web

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// casePages are the pages of a case and of the messages that open one.
type casePages struct {
	*server
}

// caseRoutes lists them. A route's permit is what its use case asks for.
func (s *server) caseRoutes() {
	p := &casePages{server: s}
	read, work := reinstate.Read, reinstate.Contribute

	s.get("/notices/new", work, p.newNotice)
	s.upload("/notices", work, p.logNotice)
	s.get("/notices/:id", read, p.checkNotice)
	s.post("/notices/:id", work, p.openCase)
	s.post("/notices/:id/read", work, p.markRead)
	s.post("/notices/:id/case", work, p.fileReply)
	s.get("/notices/:id/original", read, p.originalNotice)

	s.get("/cases/:ref", read, p.work)
	s.get("/cases/:ref/notice", read, p.caseNotice)
	s.post("/cases/:ref/notice", work, p.confirmNotice)
	s.get("/cases/:ref/notice/correct", work, p.recheckNotice)
	s.post("/cases/:ref/notice/correct", work, p.correctNotice)
	s.get("/cases/:ref/steps", read, p.steps)
	s.post("/cases/:ref/steps", work, p.takeStep)

	s.get("/cases/:ref/claims", read, p.claims)
	s.post("/cases/:ref/claims", work, p.addClaim)
	s.get("/cases/:ref/claims/new", work, p.newClaim)
	s.get("/cases/:ref/claims/:id", read, p.claim)
	s.post("/cases/:ref/claims/:id", work, p.saveClaim)
	s.post("/cases/:ref/claims/:id/move", work, p.moveClaim)
	s.post("/cases/:ref/claims/:id/remove", work, p.removeClaim)
	s.post("/cases/:ref/demands", work, p.addDemand)
	s.get("/cases/:ref/demands/:id", read, p.demand)
	s.post("/cases/:ref/demands/:id", work, p.saveDemand)

	s.get("/cases/:ref/evidence", read, p.evidence)
	s.upload("/cases/:ref/evidence", work, p.attach)
	s.get("/cases/:ref/evidence/:id", read, p.exhibit)
	s.post("/cases/:ref/evidence/:id", work, p.describeExhibit)
	s.post("/cases/:ref/evidence/:id/withdraw", reinstate.Delete, p.withdrawExhibit)
	s.get("/cases/:ref/evidence/:id/file", read, p.exhibitFile)
	s.get("/cases/:ref/evidence/:id/preview", read, p.exhibitPreview)
	s.get("/cases/:ref/evidence/:id/pdf", read, p.exhibitPDF)

	s.vaultRoutes()
	s.pageRoutes()
	p.planRoutes()
	s.reviewRoutes()

	s.get("/cases/:ref/packet", read, p.packet)
	s.get("/cases/:ref/packet/pdf", read, p.packetPDF)
	s.get("/cases/:ref/packet/file", read, p.packetFile)
	s.get("/cases/:ref/filings/:round", read, p.filing)
	s.get("/cases/:ref/filings/:round/file", read, p.filingFile)
	s.get("/cases/:ref/reply", work, p.newReply)
	s.upload("/cases/:ref/reply", work, p.logReply)

	s.get("/cases/:ref/timeline", read, p.timeline)
	s.get("/cases/:ref/details", read, p.details)
	s.post("/cases/:ref/details", work, p.assign)
	s.post("/cases/:ref/clocks", work, p.addClock)
	s.post("/cases/:ref/clocks/:id/stop", work, p.stopClock)
	p.clockRoutes()
	s.correspondenceRoutes()
}

// casePage is what every page of a case shows around its own content.
type casePage struct {
	page
	File casework.File
	Tab  string // the present tab
	Work bool   // the visitor may work on this case now

	Thumbs map[string]reinstate.Preview // of its exhibits by digest, on the pages that list them
}

// places are the pages of a case on which a refused step is mended. A key of
// an Invalid that is not here is a field of the form that was sent.
var places = map[string]string{
	"reasons": "notice", "document": "route", "response": "notice", "packet": "packet", "plan": "plan", "claims": "claims", "evidence": "evidence",
	"demands": "claims#demands", "confirmations": "plan/confirm", "review": "plan#review",
}

// Mend is where a refusal is mended: on another page of the case, or in the
// field itself.
func (p casePage) Mend(field string) string {
	if place, ok := places[field]; ok {
		if page, _, _ := strings.Cut(p.At(place), "#"); page != p.Path {
			return p.At(place)
		}
	}
	return "#" + field
}

// file loads a case for one of its pages.
func (p *casePages) file(c *gin.Context, tab string, title reinstate.Sentence) (casePage, error) {
	file, err := p.desk.Case(c.Request.Context(), who(c), c.Param("ref"))
	if err != nil {
		return casePage{}, err
	}
	return p.around(c, file, tab, title), nil
}

// around is what stands around a page of a case that is loaded already.
func (p *casePages) around(c *gin.Context, file casework.File, tab string, title reinstate.Sentence) casePage {
	page := casePage{
		page: p.page(c, title), File: file, Tab: tab,
		Work: who(c).May(reinstate.Contribute) && file.Case.State.Open(),
	}
	page.Title += " · " + file.Case.Reference
	p.saw(c, page)
	return page
}

// At is the address of a page of the case.
func (p casePage) At(elements ...string) string { return casePath(p.File.Case.Reference, elements...) }

func casePath(ref string, elements ...string) string {
	return strings.Join(append([]string{"/cases/" + ref}, elements...), "/")
}

// Clocks lists the clocks that still run, the next one first.
func (p casePage) Clocks() []reinstate.Clock {
	var running []reinstate.Clock
	for _, clock := range p.File.Clocks {
		if clock.Running() && clock.Kind.Runs() {
			running = append(running, clock)
		}
	}
	sortByDue(running)
	return running
}

// claimRow is one claim with the page it stands on.
type claimRow struct {
	casePage
	Claim reinstate.Claim
}

// Row is a claim ready to be shown.
func (p casePage) Row(claim reinstate.Claim) claimRow { return claimRow{p, claim} }

// rowOf is about how many characters a line of a text box holds.
const rowOf = 88

// Rows is how many lines a text box needs so that its text can be seen whole.
func (casePage) Rows(text string) int {
	rows := 0
	for line := range strings.SplitSeq(text, "\n") {
		rows += 1 + utf8.RuneCountInString(line)/rowOf
	}
	return min(max(rows, 2), 24)
}

// chip is one exhibit as it stands beside a claim or a demand.
type chip struct {
	reinstate.Exhibit
	Path   string
	Chosen bool
}

func (p casePage) chip(e reinstate.Exhibit, chosen bool) chip {
	return chip{Exhibit: e, Path: p.At("evidence", strconv.FormatInt(int64(e.ID), 10)), Chosen: chosen}
}

// Chips lists the exhibits with these identifiers.
func (p casePage) Chips(ids []reinstate.ExhibitID) []chip {
	var chips []chip
	for _, e := range p.File.Exhibits {
		if has(ids, e.ID) {
			chips = append(chips, p.chip(e, true))
		}
	}
	return chips
}

// Choices lists every exhibit of the case, those chosen marked. A withdrawn
// one is offered only where it still stands.
func (p casePage) Choices(ids []reinstate.ExhibitID) []chip {
	var chips []chip
	for _, e := range p.File.Exhibits {
		if chosen := has(ids, e.ID); chosen || e.Withdrawn.IsZero() {
			chips = append(chips, p.chip(e, chosen))
		}
	}
	return chips
}

// number reads a positive number of a path; anything else is a page that does
// not exist.
func number(c *gin.Context, name string) (int64, error) {
	n, err := strconv.ParseInt(c.Param(name), 10, 64)
	if err != nil || n <= 0 {
		return 0, reinstate.ErrNotFound
	}
	return n, nil
}

// version reads the version a form was filled from. A form without one is as
// stale as can be.
func version(c *gin.Context) int {
	v, err := strconv.Atoi(c.PostForm("version"))
	if err != nil {
		return -1
	}
	return v
}
