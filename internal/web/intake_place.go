package web

import (
	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
)

// markRead takes a message that decides nothing, or is none of the firm's
// business, off the list of those that wait.
func (p *casePages) markRead(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	check, err := p.desk.Notice(c.Request.Context(), who(c), reinstate.NoticeID(id))
	if err != nil {
		return err
	}
	if err := p.desk.MarkRead(c.Request.Context(), who(c), check.Notice.ID); err != nil {
		return err
	}
	if check.Case.Reference == "" {
		return p.redirect(c, "/", reinstate.Say("The message is set aside. It stays kept."))
	}
	return p.redirect(c, casePath(check.Case.Reference), reinstate.Say("The message is marked as read."))
}

// fileReply puts a message that was logged on its own with its case.
func (p *casePages) fileReply(c *gin.Context) error {
	id, err := number(c, "id")
	if err != nil {
		return err
	}
	filed, err := p.desk.FileReply(c.Request.Context(), who(c), reinstate.NoticeID(id), c.PostForm("case"))
	if err != nil {
		return err
	}
	return p.redirect(c, noticePath(reinstate.NoticeID(id)), reinstate.Say("The message lies with %s now. Record what it decides.", filed.Reference))
}
