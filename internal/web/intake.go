package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// intakePage is the one box that takes a message: a new notice, or the reply
// to a filing.
type intakePage struct {
	page
	Accounts []casework.AccountLine
	Form     intakeForm
	Reply    string // reference of the case that is answered; empty for a notice
	Client   string // of that case
	Most     int64  // bytes a message may have
	Once     string
}

// intakeForm is what was posted: text, or a file that has not been read yet.
type intakeForm struct {
	Account string
	Text    string
	Once    string
	Name    string
	file    io.Reader
}

// MostMB is how large a message may be, in the megabytes in which it is refused.
func (p intakePage) MostMB() int64 { return p.Most >> 20 }

func (p *casePages) newNotice(c *gin.Context) error {
	return p.showIntake(c, http.StatusOK, intakeForm{Account: c.Query("account")}, nil)
}

func (p *casePages) newReply(c *gin.Context) error {
	return p.showIntake(c, http.StatusOK, intakeForm{}, nil)
}

func (p *casePages) showIntake(c *gin.Context, status int, form intakeForm, refused reinstate.Invalid) error {
	page := intakePage{page: p.page(c, reinstate.Say("Log a notice")), Form: form, Reply: c.Param("ref"), Most: p.desk.Limits().Message, Once: p.once.token()}
	if page.Reply != "" {
		file, err := p.desk.Case(c.Request.Context(), who(c), page.Reply)
		if err != nil {
			return err
		}
		page.page, page.Client = p.page(c, reinstate.Say("Log the reply in %s", page.Reply)), file.Client.LegalName
	} else {
		accounts, err := p.desk.Accounts(c.Request.Context(), who(c))
		if err != nil {
			return err
		}
		page.Accounts = accounts
	}
	page.Invalid = refused
	return p.showWith(c, status, "notice/new", page)
}

func (p *casePages) logNotice(c *gin.Context) error { return p.take(c, "") }

func (p *casePages) logReply(c *gin.Context) error { return p.take(c, c.Param("ref")) }

// take keeps what was posted and leads to the page that checks its reading.
func (p *casePages) take(c *gin.Context, ref string) error {
	form, err := p.readIntake(c)
	if err == nil {
		err = form.check()
	}
	var path string
	if err == nil {
		path, err = p.once.do(c.Request.Context(), marked(c, form.Once), func() (string, error) { return p.logMessage(c, ref, form) })
	}
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return p.showIntake(c, http.StatusUnprocessableEntity, form, refused)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, path, reinstate.Say("Kept as it came."))
}

func (p *casePages) logMessage(c *gin.Context, ref string, form intakeForm) (string, error) {
	account, _ := strconv.ParseInt(form.Account, 10, 64)
	in := casework.Incoming{Account: reinstate.AccountID(account), Case: ref, Name: form.Name, Body: form.file}
	if form.file == nil {
		in.Body = strings.NewReader(form.Text)
	}
	n, err := p.desk.Log(c.Request.Context(), who(c), in)
	return noticePath(n.ID), err
}

func noticePath(id reinstate.NoticeID, elements ...string) string {
	return strings.Join(append([]string{"/notices/" + strconv.FormatInt(int64(id), 10)}, elements...), "/")
}

// check refuses a form with nothing in it, and one with two messages.
func (f intakeForm) check() error {
	blank := strings.TrimSpace(f.Text) == ""
	switch {
	case blank && f.file == nil:
		return reinstate.Invalid{"text": "Paste the message, or choose the file that holds it."}
	case !blank && f.file != nil:
		return reinstate.Invalid{"file": "Give the text or a file, not both. The text is still here; choose the file again if it is the right one."}
	}
	return nil
}

// readIntake reads the form. Its file comes last and is left unread, so that
// the desk takes it in as it comes.
func (p *casePages) readIntake(c *gin.Context) (intakeForm, error) {
	if c.ContentType() != "multipart/form-data" {
		return plainIntake(c)
	}
	parts, err := c.Request.MultipartReader()
	if err != nil {
		return intakeForm{}, fmt.Errorf("%w: %w", errBadForm, err)
	}
	form := intakeForm{}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return form, nil
		}
		if err != nil {
			return form, cutOff(err)
		}
		if part.FormName() == "file" {
			if name := part.FileName(); name != "" {
				form.Name, form.file = name, part
				return form, nil
			}
			continue
		}
		if err := form.field(part, p.desk.Limits().Message); err != nil {
			return form, err
		}
	}
}

// plainIntake reads a form without a file, as it comes back after signing in
// again.
func plainIntake(c *gin.Context) (intakeForm, error) {
	if err := readForm(c); err != nil {
		return intakeForm{}, err
	}
	return intakeForm{Account: c.PostForm("account"), Text: unixLines(c.PostForm("text")), Once: c.PostForm("once")}, nil
}

func (f *intakeForm) field(part *multipart.Part, most int64) error {
	raw, err := io.ReadAll(io.LimitReader(part, most+1))
	if err != nil {
		return cutOff(err)
	}
	if int64(len(raw)) > most {
		return reinstate.Invalid{"text": fmt.Sprintf("This text is larger than %d MB. Save it as a file and cut it to the message itself.", most>>20)}
	}
	switch part.FormName() {
	case "account":
		f.Account = string(raw)
	case "once":
		f.Once = string(raw)
	case "text":
		f.Text = unixLines(string(bytes.TrimPrefix(raw, []byte("\ufeff"))))
	}
	return nil
}

// unixLines undoes what a browser does to the line ends of a text box.
func unixLines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// cutOff tells a form that stopped half-way from other faults.
func cutOff(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return reinstate.Invalid{"text": "The message was cut off before the end. Nothing was kept; send it again."}
	}
	return fmt.Errorf("%w: %w", errBadForm, err)
}

func (p *casePages) originalNotice(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	d, err := p.desk.OpenNotice(c.Request.Context(), who(c), reinstate.NoticeID(id))
	if err != nil {
		return p.orDamaged(c, err)
	}
	return send(c, d)
}
