package web

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// correspondenceRoutes lists what went in and out of a case besides filings and
// messages of the marketplace.
func (s *server) correspondenceRoutes() {
	p := &casePages{server: s}
	read, work, mail := reinstate.Read, reinstate.Contribute, reinstate.SendMail
	s.get("/cases/:ref/messages", read, p.messages)
	s.get("/cases/:ref/mail/new", mail, p.newMail)
	s.post("/cases/:ref/mail/look", mail, p.lookAtMail)
	s.post("/cases/:ref/mail", mail, p.sendMail)
	s.get("/cases/:ref/mail/:id", read, p.sentMail)
	s.get("/cases/:ref/mail/:id/file", read, p.sentMailFile)
	s.post("/cases/:ref/mail/:id/retry", mail, p.retryMail)
	s.get("/cases/:ref/mails/:id", read, p.cameMail)
	s.post("/cases/:ref/mails/:id/seen", work, p.sawMail)
	s.get("/cases/:ref/said/new", work, p.newSaid)
	s.upload("/cases/:ref/said", work, p.writeDown)
	s.post("/cases/:ref/said/:id/strike", work, p.strikeOut)
	s.get("/cases/:ref/said/:id/files/:number", read, p.saidFile)
}

// messagesPage is everything that went in and out, oldest first.
type messagesPage struct {
	casePage
	Messages []messageView
	Channels []channelLink
	Chosen   string // the channel that is shown, empty: all
	Address  string // the case's own mail address, empty where it has none
	Mails    bool   // the visitor may send mail from here
}

// channelLink shows one channel of the correspondence, or all.
type channelLink struct {
	Code, Title string
	Count       int
	Path        string
	Chosen      bool
}

// messageView is one passage of the correspondence.
type messageView struct {
	casework.Passage
	Decided reinstate.Decision
	Start   string // the first words
	Path    string // where it can be read whole
	Channel string
	Thing   reinstate.Thing // for its privilege; empty for a filing
	ID      int64
	Items   []attachedView
	Chips   []chip // exhibits of an exchange
}

// attachedView is a file that came or went along.
type attachedView struct {
	reinstate.MailFile
	Path string
	Use  string // where it can be made an exhibit
}

// channelTitles are the ways in which a case is corresponded, in the order of
// the page.
var channelTitles = []struct{ code, title string }{
	{"marketplace", "Messages of the marketplace"}, {"filings", "Filings"}, {"mail", "Mail"}, {"calls", "Calls"}, {"other", "Portal and other"},
}

var emptyLines = regexp.MustCompile(`\n\s*\n`)

// firstWords is how many characters of a message a list shows.
const firstWords = 240

func (p *casePages) messages(c *gin.Context) error {
	base, err := p.file(c, "messages", reinstate.Say("Correspondence"))
	if err != nil {
		return err
	}
	all, err := p.desk.Correspondence(c.Request.Context(), who(c), base.File)
	if err != nil {
		return err
	}
	page := messagesOf(base, all, c.Query("channel"))
	page.Mails = base.Work && who(c).May(reinstate.SendMail)
	if page.Address, err = p.desk.CaseAddress(c.Request.Context(), who(c), c.Param("ref")); err != nil {
		return err
	}
	return p.show(c, "case/messages", page)
}

// messagesOf makes the page of a correspondence, of one channel or of all.
func messagesOf(base casePage, all []casework.Passage, chosen string) messagesPage {
	page := messagesPage{casePage: base}
	counts := map[string]int{}
	for _, passage := range all {
		view := base.passage(passage)
		counts[view.Channel]++
		page.Messages = append(page.Messages, view)
	}
	page.Channels = []channelLink{{Title: "All", Count: len(all), Path: base.At("messages")}}
	for _, ch := range channelTitles {
		if counts[ch.code] > 0 {
			page.Channels = append(page.Channels, channelLink{ch.code, ch.title, counts[ch.code], base.At("messages") + "?channel=" + ch.code, false})
		}
	}
	if counts[chosen] > 0 {
		page.Chosen = chosen
		page.Messages = slices.DeleteFunc(page.Messages, func(m messageView) bool { return m.Channel != chosen })
	}
	for i := range page.Channels {
		page.Channels[i].Chosen = page.Channels[i].Code == page.Chosen
	}
	return page
}

// passage is one passage ready to be shown.
func (p casePage) passage(x casework.Passage) messageView {
	view := messageView{Passage: x}
	switch {
	case x.Notice != nil:
		view.notice(p)
	case x.Filing != nil:
		view.Channel, view.Path = "filings", p.At("filings", strconv.Itoa(x.Filing.Round))
	case x.Mail != nil:
		view.Channel, view.Thing, view.ID, view.Start = "mail", reinstate.ThingMail, int64(x.Mail.ID), opening(x.Words)
		view.Path = p.At("mails", strconv.FormatInt(view.ID, 10))
	case x.Outgoing != nil:
		view.Channel, view.Thing, view.ID, view.Start = "mail", reinstate.ThingOut, int64(x.Outgoing.ID), opening(x.Outgoing.Body)
		view.Path = p.At("mail", strconv.FormatInt(view.ID, 10))
	case x.Exchange != nil:
		view.Channel, view.Thing, view.ID = channelOf(x.Exchange.Way), reinstate.ThingSaid, int64(x.Exchange.ID)
		view.Chips = p.Chips(x.Exchange.Exhibits)
	}
	view.Items = p.attached(x, view.ID)
	return view
}

func channelOf(way reinstate.Way) string {
	switch way {
	case reinstate.ByPhone:
		return "calls"
	case reinstate.ByMail:
		return "mail"
	}
	return "other"
}

func (m *messageView) notice(p casePage) {
	n := m.Notice
	m.Channel, m.Thing, m.ID, m.Start, m.Path = "marketplace", reinstate.ThingNotice, int64(n.ID), opening(n.Text), p.At("notice")
	if n.Kind == reinstate.KindReply {
		m.Path = noticePath(n.ID)
	}
	for _, r := range p.File.Rounds {
		if r.Reply == n.ID {
			m.Decided = r.Decision
		}
	}
}

// attached lists the files of a passage with where they can be fetched.
func (p casePage) attached(x casework.Passage, id int64) []attachedView {
	var list []attachedView
	for i, f := range x.Files {
		view := attachedView{MailFile: f}
		switch number := strconv.Itoa(i + 1); {
		case f.Exhibit != 0:
			view.Path = p.At("evidence", strconv.FormatInt(int64(f.Exhibit), 10))
		case x.Source != 0:
			view.Path = "/inbox/" + strconv.FormatInt(int64(x.Source), 10) + "/attachments/" + number
			if p.Work {
				view.Use = view.Path
			}
		case x.Outgoing != nil:
			view.Path = p.At("mail", strconv.FormatInt(id, 10), "file") // it lies in the mail
		case x.Exchange != nil:
			view.Path = p.At("said", strconv.FormatInt(id, 10), "files", number)
		}
		list = append(list, view)
	}
	return list
}

// opening is how a text begins, without its empty lines.
func opening(text string) string {
	text = emptyLines.ReplaceAllString(strings.TrimSpace(text), "\n")
	runes := []rune(text[:min(len(text), 4*firstWords)])
	if len(runes) > firstWords {
		return string(runes[:firstWords]) + "…"
	}
	return string(runes)
}

// Waits reports whether a reply is to be checked and recorded still.
func (m messageView) Waits() bool {
	return m.Notice != nil && m.Notice.Kind == reinstate.KindReply && m.Notice.CheckedAt.IsZero()
}

// Struck is when somebody struck it out.
func (m messageView) Struck() time.Time {
	if m.Exchange == nil {
		return time.Time{}
	}
	return m.Exchange.Struck
}

// Unchecked is where a reply waits that nobody has checked yet; empty when none
// does.
func (p casePage) Unchecked() string {
	for _, n := range p.File.Notices {
		if n.Kind == reinstate.KindReply && n.CheckedAt.IsZero() && p.Awaited() {
			return noticePath(n.ID)
		}
	}
	return ""
}

// Awaited reports whether a reply may come now.
func (p casePage) Awaited() bool {
	return p.Work && (p.File.Case.State == reinstate.AwaitingDecision || p.File.Case.State == reinstate.InLegalReview)
}
