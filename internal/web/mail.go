package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// mailPage is where a mail is written from a case, and looked at before it goes.
type mailPage struct {
	casePage
	Form      mailForm
	Templates []catalog.Mail
	Template  catalog.Mail // the chosen one; empty: none
	Known     []casework.Acquaintance
	Sendable  []chip
	Blanks    []string
	Look      *reinstate.Outgoing // the mail as it would go out, when it was asked for
	Set       bool                // a mail server is set
	From      string
	Address   string // where answers go, empty: to From
	Once      string
	MostMB    int
}

// mailForm is what was typed.
type mailForm struct {
	Template, Party, To, Subject, Body string
	Exhibits                           []reinstate.ExhibitID
	Answers                            reinstate.MailID
}

func postedMail(c *gin.Context) mailForm {
	answers, _ := strconv.ParseInt(c.PostForm("answers"), 10, 64)
	return mailForm{
		Template: c.PostForm("template"), Party: c.PostForm("party"), To: c.PostForm("to"), Subject: c.PostForm("subject"), Body: c.PostForm("body"),
		Exhibits: chosenExhibits(c.PostFormArray("exhibits")), Answers: reinstate.MailID(answers),
	}
}

func chosenExhibits(typed []string) []reinstate.ExhibitID {
	var ids []reinstate.ExhibitID
	for _, one := range typed {
		if id, err := strconv.ParseInt(one, 10, 64); err == nil {
			ids = append(ids, reinstate.ExhibitID(id))
		}
	}
	return ids
}

func (f mailForm) draft() casework.MailDraft {
	return casework.MailDraft{
		Template: f.Template, Party: reinstate.Party(f.Party), To: f.To, Subject: f.Subject, Body: f.Body, Exhibits: f.Exhibits, Answers: f.Answers,
	}
}

// newMail begins a mail from a template, or as the answer to one.
func (p *casePages) newMail(c *gin.Context) error {
	base, err := p.file(c, "messages", reinstate.Say("Write a mail"))
	if err != nil {
		return err
	}
	form := mailForm{Template: c.Query("template"), Party: string(reinstate.ToOther)}
	if t, ok := p.desk.Catalog().Mail(form.Template); ok {
		form.Party = string(t.To)
		form.Subject, form.Body = p.desk.FillMail(base.File, who(c), base.Firm, t)
	}
	if id, err := strconv.ParseInt(c.Query("answers"), 10, 64); err == nil {
		m, words, err := p.desk.CaseMail(c.Request.Context(), who(c), c.Param("ref"), reinstate.MailID(id))
		if err != nil {
			return err
		}
		form.Answers, form.To, form.Subject, form.Body = m.ID, m.Sender, answering(m.Subject), "\n\n"+quotedMail(words)
	}
	return p.showMail(c, http.StatusOK, base, form, nil, nil)
}

// answering is the subject of an answer.
func answering(subject string) string {
	if strings.HasPrefix(strings.ToLower(subject), "re:") {
		return subject
	}
	return "Re: " + subject
}

// mostQuoted is how many lines of a mail its answer quotes.
const mostQuoted = 60

func quotedMail(words string) string {
	lines := strings.Split(strings.TrimSpace(words), "\n")
	lines = lines[:min(len(lines), mostQuoted)]
	for i, line := range lines {
		lines[i] = "> " + strings.NewReplacer("{", "(", "}", ")").Replace(line)
	}
	return strings.Join(lines, "\n")
}

func (p *casePages) showMail(c *gin.Context, status int, base casePage, form mailForm, look *reinstate.Outgoing, refused reinstate.Invalid) error {
	base.Invalid = refused
	page := mailPage{
		casePage: base, Form: form, Templates: p.desk.Catalog().Mails(base.File.Account.Marketplace), Look: look, Set: p.mail.Set(), From: p.mail.From,
		Once: p.once.token(), MostMB: reinstate.MostAttached >> 20, Blanks: plan.BlanksIn(form.Subject + "\n" + form.Body),
	}
	page.Template, _ = p.desk.Catalog().Mail(form.Template)
	for _, e := range base.File.Present() {
		if !base.Privileged(e.ID) {
			page.Sendable = append(page.Sendable, base.chip(e, has(form.Exhibits, e.ID)))
		}
	}
	var err error
	if page.Known, err = p.desk.Acquaintances(c.Request.Context(), who(c), base.File); err != nil {
		return err
	}
	if page.Address, err = p.desk.CaseAddress(c.Request.Context(), who(c), c.Param("ref")); err != nil {
		return err
	}
	return p.showWith(c, status, "case/mail", page)
}

// Parties lists whom a mail can be for.
func (mailPage) Parties() []reinstate.Party { return reinstate.Parties() }

// BodyRows is how many lines the text has room for.
func (p mailPage) BodyRows() int { return max(10, p.Rows(p.Form.Body)) }

// Size is how large the attached exhibits are together.
func (p mailPage) Size() (sum int64) {
	for _, e := range p.Sendable {
		if e.Chosen {
			sum += e.Size
		}
	}
	return sum
}

func (p *casePages) lookAtMail(c *gin.Context) error {
	form := postedMail(c)
	if c.PostForm("do") == "edit" {
		return p.afterMail(c, form, nil, nil)
	}
	m, err := p.desk.WriteMail(c.Request.Context(), who(c), p.mail, c.Param("ref"), form.draft())
	return p.afterMail(c, form, &m, err)
}

// afterMail shows the mail that was looked at, or the form with what refuses it.
func (p *casePages) afterMail(c *gin.Context, form mailForm, look *reinstate.Outgoing, err error) error {
	refused := reinstate.Invalid{}
	if err != nil && !errors.As(err, &refused) {
		return err
	}
	base, failed := p.file(c, "messages", reinstate.Say("Write a mail"))
	if failed != nil {
		return failed
	}
	if len(refused) > 0 {
		return p.showMail(c, http.StatusUnprocessableEntity, base, form, nil, refused)
	}
	return p.showMail(c, http.StatusOK, base, form, look, nil)
}

// sendMail keeps and queues a mail. The same form sends it once.
func (p *casePages) sendMail(c *gin.Context) error {
	form := postedMail(c)
	path, err := p.once.do(c.Request.Context(), mark(c), func() (string, error) {
		m, err := p.desk.SendMail(c.Request.Context(), who(c), p.mail, c.Param("ref"), form.draft())
		return casePath(c.Param("ref"), "mail", strconv.FormatInt(int64(m.ID), 10)), err
	})
	if err != nil {
		return p.afterMail(c, form, nil, err)
	}
	return p.redirect(c, path, reinstate.Say("Kept, and on its way. This page says when the mail server took it."))
}

// sentPage is a mail that was sent from the case, as it went out.
type sentPage struct {
	casePage
	Mail  reinstate.Outgoing
	Items []attachedView
	Mails bool // the visitor may have it sent again
}

func (p *casePages) sentMail(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	m, err := p.desk.Outgoing(c.Request.Context(), who(c), c.Param("ref"), reinstate.OutgoingID(id))
	if err != nil {
		return err
	}
	base, err := p.file(c, "messages", reinstate.Say("A mail from the case"))
	if err != nil {
		return err
	}
	items := base.attached(casework.Passage{Outgoing: &m, Files: m.Attached}, id)
	return p.show(c, "case/sent", sentPage{casePage: base, Mail: m, Items: items, Mails: base.Work && who(c).May(reinstate.SendMail)})
}

func (p *casePages) sentMailFile(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	d, err := p.desk.OpenOutgoing(c.Request.Context(), who(c), c.Param("ref"), reinstate.OutgoingID(id))
	if err != nil {
		return p.orDamaged(c, err)
	}
	return send(c, d)
}

func (p *casePages) retryMail(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	if err := p.desk.RetryMail(c.Request.Context(), who(c), c.Param("ref"), reinstate.OutgoingID(id)); err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "mail", c.Param("id")), reinstate.Say("It is tried again."))
}

// cameMailPage is a mail of the case that is no message of the marketplace.
type cameMailPage struct {
	casePage
	Mail  reinstate.Mail
	Words string
	Items []attachedView
	Mails bool // the visitor may answer it
}

func (p *casePages) cameMail(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	m, words, err := p.desk.CaseMail(c.Request.Context(), who(c), c.Param("ref"), reinstate.MailID(id))
	if err != nil {
		return p.orDamaged(c, err)
	}
	base, err := p.file(c, "messages", reinstate.Say("A mail of the case"))
	if err != nil {
		return err
	}
	items := base.attached(casework.Passage{Mail: &m, Files: slices.Clone(m.Attached), Source: m.ID}, id)
	return p.show(c, "case/came", cameMailPage{casePage: base, Mail: m, Words: words, Items: items, Mails: base.Work && who(c).May(reinstate.SendMail)})
}

func (p *casePages) sawMail(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	if _, _, err := p.desk.CaseMail(c.Request.Context(), who(c), c.Param("ref"), reinstate.MailID(id)); err != nil {
		return err
	}
	if err := p.desk.DismissMail(c.Request.Context(), who(c), reinstate.MailID(id)); err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "messages"), reinstate.Say("Seen. The mail stays with the case."))
}
