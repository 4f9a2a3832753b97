package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// inboxRoutes lists the pages of the mail that came in.
func (s *server) inboxRoutes() {
	read, work, people := reinstate.Read, reinstate.Contribute, reinstate.ManagePeople
	s.get("/inbox", read, s.inbox)
	s.post("/inbox/:id/dismiss", work, s.dismissMail)
	s.post("/inbox/:id/case", work, s.fileMail)
	s.get("/inbox/:id/file", read, s.mailFile)
	s.get("/inbox/:id/attachments/:number", read, s.attachmentFile)
	s.post("/inbox/:id/attachments/:number", work, s.useAttachment)

	s.get("/mailboxes", people, s.mailboxes)
	s.post("/mailboxes", people, s.addMailbox)
	s.post("/mailboxes/:id/remove", people, s.removeMailbox)
	s.post("/mailboxes/:id/reach", people, s.setReach)
}

// inboxPage is the mail that came in and that nobody has put aside.
type inboxPage struct {
	page
	Mails []store.InboxLine
	Drop  string // folder into which programs put mails
}

// Waiting are the mails that somebody must still decide on.
func (p inboxPage) Waiting() []store.InboxLine { return p.part(true) }

// Placed are the mails that lie in their cases.
func (p inboxPage) Placed() []store.InboxLine { return p.part(false) }

func (p inboxPage) part(waits bool) []store.InboxLine {
	var part []store.InboxLine
	for _, l := range p.Mails {
		if l.Waits() == waits {
			part = append(part, l)
		}
	}
	return part
}

// mailLine is one mail ready to be shown.
type mailLine struct {
	store.InboxLine
	Why  reinstate.Sentence
	Work bool // the visitor may decide on it
}

// Number is what an attachment is called in its address, counted from 1.
func (mailLine) Number(index int) int { return index + 1 }

// Line is a mail ready to be shown.
func (p inboxPage) Line(l store.InboxLine) mailLine {
	return mailLine{InboxLine: l, Why: whyThere(l), Work: p.May(reinstate.Contribute)}
}

// whyThere says what a mail is or by what it found its case.
func whyThere(l store.InboxLine) reinstate.Sentence {
	if l.Mail.Sort != reinstate.MailMessage {
		return reinstate.Sentence{Text: mailLabels[string(l.Mail.Sort)]}
	}
	if l.Mail.Thread == reinstate.ThreadNone && l.Kind == reinstate.KindReply {
		return reinstate.Say("It reads like a reply, and nothing tells surely to which case.")
	}
	return reinstate.Sentence{Text: threadLabels[string(l.Mail.Thread)]}
}

func (s *server) inbox(c *gin.Context) error { return s.showInbox(c, http.StatusOK, nil) }

func (s *server) showInbox(c *gin.Context, status int, refused reinstate.Invalid) error {
	mails, err := s.desk.Inbox(c.Request.Context(), who(c))
	if err != nil {
		return err
	}
	p := inboxPage{page: s.page(c, reinstate.Say("Inbox")), Mails: mails, Drop: s.desk.DropFolder(who(c))}
	p.Invalid = refused
	return s.showWith(c, status, "inbox/list", p)
}

// changeMail changes a mail and goes back to the inbox, with a refusal beside
// it.
func (s *server) changeMail(c *gin.Context, done reinstate.Sentence, change func(reinstate.MailID) error) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	err = change(reinstate.MailID(id))
	var refused reinstate.Invalid
	if errors.As(err, &refused) {
		return s.showInbox(c, http.StatusUnprocessableEntity, refused)
	}
	if err != nil {
		return err
	}
	return s.redirect(c, "/inbox", done)
}

func (s *server) dismissMail(c *gin.Context) error {
	return s.changeMail(c, reinstate.Say("Put aside. The mail stays kept."), func(id reinstate.MailID) error {
		return s.desk.DismissMail(c.Request.Context(), who(c), id)
	})
}

func (s *server) fileMail(c *gin.Context) error {
	ref := c.PostForm("case")
	return s.changeMail(c, reinstate.Say("The mail lies in %s now.", ref), func(id reinstate.MailID) error {
		err := s.desk.FileMail(c.Request.Context(), who(c), id, ref)
		if errors.Is(err, reinstate.ErrNotFound) && s.hasMail(c, id) {
			return reinstate.Invalid{"case": "There is no case with this reference."}
		}
		return err
	})
}

// hasMail reports whether the mail exists for the visitor.
func (s *server) hasMail(c *gin.Context, id reinstate.MailID) bool {
	d, err := s.desk.OpenMail(c.Request.Context(), who(c), id)
	if err == nil {
		d.Body.Close()
	}
	return !errors.Is(err, reinstate.ErrNotFound)
}

func (s *server) useAttachment(c *gin.Context) error {
	at, err := number(c, "number")
	if err != nil {
		return err
	}
	return s.changeMail(c, reinstate.Say("The attachment is an exhibit now. Say on its page what it shows."), func(id reinstate.MailID) error {
		_, err := s.desk.ExhibitFromMail(c.Request.Context(), who(c), id, int(at))
		return err
	})
}

func (s *server) mailFile(c *gin.Context) error {
	return s.sendMail(c, func(id reinstate.MailID) (casework.Download, error) {
		return s.desk.OpenMail(c.Request.Context(), who(c), id)
	})
}

func (s *server) attachmentFile(c *gin.Context) error {
	at, err := strconv.Atoi(c.Param("number"))
	if err != nil {
		return reinstate.ErrNotFound
	}
	return s.sendMail(c, func(id reinstate.MailID) (casework.Download, error) {
		return s.desk.OpenAttachment(c.Request.Context(), who(c), id, at)
	})
}

func (s *server) sendMail(c *gin.Context, open func(reinstate.MailID) (casework.Download, error)) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	d, err := open(reinstate.MailID(id))
	if err != nil {
		return (&casePages{server: s}).orDamaged(c, err)
	}
	return send(c, d)
}

// mailboxesPage is where mail is fetched from.
type mailboxesPage struct {
	page
	Boxes   []store.Mailbox
	Address string // as it was typed
}

func (s *server) mailboxes(c *gin.Context) error { return s.showMailboxes(c, http.StatusOK, "", nil) }

func (s *server) showMailboxes(c *gin.Context, status int, address string, refused reinstate.Invalid) error {
	boxes, err := s.desk.Mailboxes(c.Request.Context(), who(c))
	if err != nil {
		return err
	}
	p := mailboxesPage{page: s.page(c, reinstate.Say("Mailboxes")), Boxes: boxes, Address: address}
	p.Invalid = refused
	return s.showWith(c, status, "inbox/mailboxes", p)
}

func (s *server) addMailbox(c *gin.Context) error {
	address := c.PostForm("address")
	err := s.desk.AddMailbox(c.Request.Context(), who(c), address, c.PostForm("password"), c.PostForm("reach"))
	var refused reinstate.Invalid
	if errors.As(err, &refused) {
		return s.showMailboxes(c, http.StatusUnprocessableEntity, address, refused)
	}
	if err != nil {
		return err
	}
	return s.redirect(c, "/mailboxes", reinstate.Say("The mailbox opened. New mail is fetched every minute; nothing is changed there."))
}

func (s *server) removeMailbox(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	if err := s.desk.RemoveMailbox(c.Request.Context(), who(c), id); err != nil {
		return err
	}
	return s.redirect(c, "/mailboxes", reinstate.Say("No mail is fetched from there any more, and the password is forgotten."))
}

func (s *server) setReach(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	err = s.desk.SetReach(c.Request.Context(), who(c), id, c.PostForm("reach"))
	var refused reinstate.Invalid
	if errors.As(err, &refused) {
		return s.showMailboxes(c, http.StatusUnprocessableEntity, "", refused)
	}
	if err != nil {
		return err
	}
	return s.redirect(c, "/mailboxes", reinstate.Say("Kept. Each case shows its own address now."))
}
