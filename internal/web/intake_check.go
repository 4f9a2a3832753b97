package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// checkPage shows a message with the words that say each fact, and the form in
// which a person confirms or corrects them.
type checkPage struct {
	page
	Check   casework.Check
	Reading readingView
	Form    checkForm
	Choices checkChoices
	Action  string // where the form goes
	Reply   bool   // it answers a filing, so a decision is recorded
	Settled bool   // it was checked before, and is only shown
	Again   bool   // it was confirmed before, and is corrected now
	Sure    sureness
}

func (p *casePages) checkNotice(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	check, err := p.desk.Notice(c.Request.Context(), who(c), reinstate.NoticeID(id))
	if err != nil {
		return err
	}
	if opened(check) {
		c.Redirect(http.StatusSeeOther, casePath(check.Case.Reference, "notice"))
		return nil
	}
	return p.showCheck(c, http.StatusOK, check, p.sureness().formOf(check, p.voice(c).zone), nil)
}

// opened reports whether the message opened the case it lies in.
func opened(check casework.Check) bool {
	return check.Notice.Case != 0 && check.Notice.Kind != reinstate.KindReply
}

func (p *casePages) showCheck(c *gin.Context, status int, check casework.Check, form checkForm, refused reinstate.Invalid) error {
	page := p.checkPage(c, check, form)
	switch {
	case page.Reply:
		page.page = p.page(c, reinstate.Say("Is this what the reply says?"))
		if page.Settled = !check.Notice.CheckedAt.IsZero(); page.Settled {
			page.Reading = p.viewReading(check.Notice, check.Notice.Checked, check.Clocks)
		}
	case check.Notice.Case != 0:
		page.Action = casePath(check.Case.Reference, "notice")
	}
	page.Invalid = refused
	return p.showWith(c, status, "notice/check", page)
}

func (p *casePages) checkPage(c *gin.Context, check casework.Check, form checkForm) checkPage {
	return checkPage{
		page: p.page(c, reinstate.Say("Is this what the notice says?")), Check: check, Form: form,
		Reading: p.viewReading(check.Notice, check.Notice.Read, check.Clocks),
		Choices: p.choices(check, form), Action: noticePath(check.Notice.ID), Sure: p.sureness(),
		Reply: replied(check),
	}
}

// Understood reports whether enough was recognised to show it. If not, the
// page asks two plain questions instead.
func (p checkPage) Understood() bool { return p.Reply || p.Check.Notice.Read.Recognised() }

// Fresh reports whether the message lies in no case yet.
func (p checkPage) Fresh() bool { return p.Check.Notice.Case == 0 }

// Answer is the chosen way of answering.
func (p checkPage) Answer() reinstate.Response { return reinstate.Response(p.Form.Response) }

// Counted reports whether a clock is to be opened.
func (p checkPage) Counted(code string) bool { return has(p.Form.Clocks, code) }

// Brings says what recording a decision brings with it.
func (checkPage) Brings(do reinstate.Action) reinstate.Sentence { return stepWords[do].brings }

// MayAddClient tells whether new clients can be named on the page.
func (p checkPage) MayAddClient() bool { return p.May(reinstate.ManageFirm) }

func (p *casePages) openCase(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	check, err := p.desk.Notice(c.Request.Context(), who(c), reinstate.NoticeID(id))
	if err != nil {
		return err
	}
	if check.Notice.Case != 0 && !opened(check) {
		return p.recordReply(c, check)
	}
	form := readCheckForm(c)
	in, err := p.checked(c, check, form)
	var opened reinstate.Case
	if err == nil {
		p.suggest(&in, check)
		opened, err = p.desk.OpenCase(c.Request.Context(), who(c), check.Notice.ID, in, c.PostForm("do") != "save")
	}
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return p.showCheck(c, http.StatusUnprocessableEntity, check, form, refused)
	}
	if err != nil {
		return err
	}
	path, err := p.afterOpening(c, opened)
	if err != nil {
		return err
	}
	return p.redirect(c, path, openedSaying(opened))
}

func openedSaying(c reinstate.Case) reinstate.Sentence {
	if c.State == reinstate.NoticeLogged {
		return reinstate.Say("Case %s is open. The notice still waits to be checked.", c.Reference)
	}
	return reinstate.Say("Case %s is open, with what they ask for and the time you have.", c.Reference)
}

// suggest fills in how to answer where the person named a reason and nothing
// more: the way that the catalog prefers for it.
func (p *casePages) suggest(in *casework.Checking, check casework.Check) {
	if read := check.Notice.Read; in.Response != "" || len(in.Reasons) == 0 || read.Recognised() && !p.sureness().guessed(read) {
		return
	}
	if market, ok := p.desk.Catalog().Market(in.Marketplace); ok {
		if reason, ok := market.Reason(in.Reasons[0]); ok && len(reason.Responses) > 0 {
			in.Response = reason.Responses[0]
		}
	}
}

// recordReply records what a reply decided.
func (p *casePages) recordReply(c *gin.Context, check casework.Check) error {
	form := readCheckForm(c)
	in, err := p.checked(c, check, form)
	var after reinstate.Case
	if err == nil {
		in.Marketplace, in.Store = check.Notice.Read.Marketplace, check.Notice.Read.Store
		after, err = p.desk.Take(c.Request.Context(), who(c), check.Case.Reference, casework.Move{
			Do: reinstate.Action(form.Do), Note: c.PostForm("note"), Reply: check.Notice.ID, Checking: &in, Version: seenVersion(c, "case_version"),
			Counsel: postedCounsel(c),
		})
	}
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return p.showCheck(c, http.StatusUnprocessableEntity, check, form, refused)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(after.Reference), afterStep(reinstate.Action(form.Do), after))
}

func (p *casePages) caseNotice(c *gin.Context) error {
	check, settled, err := p.noticeOfCase(c)
	if errors.Is(err, errNoNotice) {
		return p.awaitNotice(c)
	}
	if err != nil {
		return err
	}
	if settled {
		return p.showNotice(c, check)
	}
	return p.showCheck(c, http.StatusOK, check, p.sureness().formOf(check, p.voice(c).zone), nil)
}

// errNoNotice says that a case was opened ahead of its notice.
var errNoNotice = fmt.Errorf("no notice has come: %w", reinstate.ErrNotFound)

// awaitNotice leads to where a notice is logged, for a case that has none yet.
func (p *casePages) awaitNotice(c *gin.Context) error {
	file, err := p.desk.Case(c.Request.Context(), who(c), c.Param("ref"))
	if err != nil || !who(c).May(reinstate.Contribute) {
		return errNoNotice
	}
	return p.redirect(c, "/notices/new?account="+strconv.FormatInt(int64(file.Case.Account), 10), reinstate.Say("No notice has come yet. Log it here when it comes: it joins the case that was opened ahead of it."))
}

// noticeOfCase finds the message that opened a case, and whether somebody
// confirmed what it says.
func (p *casePages) noticeOfCase(c *gin.Context) (casework.Check, bool, error) {
	file, err := p.desk.Case(c.Request.Context(), who(c), c.Param("ref"))
	if err != nil {
		return casework.Check{}, false, err
	}
	at := slices.IndexFunc(file.Notices, func(n reinstate.Notice) bool { return n.Kind != reinstate.KindReply })
	if at < 0 {
		return casework.Check{}, false, errNoNotice
	}
	check, err := p.desk.Notice(c.Request.Context(), who(c), file.Notices[at].ID)
	settled := file.Case.State != reinstate.NoticeLogged || !who(c).May(reinstate.Contribute)
	return check, settled, err
}

func (p *casePages) confirmNotice(c *gin.Context) error {
	check, _, err := p.noticeOfCase(c)
	if err != nil {
		return err
	}
	form := readCheckForm(c)
	in, err := p.checked(c, check, form)
	if err == nil {
		p.suggest(&in, check)
		_, err = p.desk.ConfirmReading(c.Request.Context(), who(c), c.Param("ref"), in)
	}
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return p.showCheck(c, http.StatusUnprocessableEntity, check, form, refused)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref")), reinstate.Say("The notice is checked. Next, corrective action begins."))
}

// readPage shows a message that was checked, with what was found in it.
type readPage struct {
	casePage
	Check   casework.Check
	Reading readingView
}

func (p *casePages) showNotice(c *gin.Context, check casework.Check) error {
	base, err := p.file(c, "messages", reinstate.Say("The notice"))
	if err != nil {
		return err
	}
	return p.show(c, "case/notice", readPage{
		casePage: base, Check: check, Reading: p.viewReading(check.Notice, check.Notice.Checked, stated(check.Clocks)),
	})
}
