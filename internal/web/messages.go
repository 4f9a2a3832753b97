package web

import (
	"cmp"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
)

// messagesPage is what went back and forth, oldest first.
type messagesPage struct {
	casePage
	Messages []messageView
}

// messageView is one message: a notice or reply that came, or a filing that
// went. One of the two is set.
type messageView struct {
	At      time.Time
	Notice  reinstate.Notice
	Filing  reinstate.Filing
	Came    bool
	Decided reinstate.Decision
	Start   string // the first words of what came
	Path    string // where it can be read whole
}

// firstWords is how many characters of a message a list shows.
const firstWords = 240

func (p *casePages) messages(c *gin.Context) error {
	base, err := p.file(c, "messages", reinstate.Say("Messages"))
	if err != nil {
		return err
	}
	return p.show(c, "case/messages", messagesPage{casePage: base, Messages: messagesOf(base)})
}

func messagesOf(base casePage) []messageView {
	var list []messageView
	for _, n := range base.File.Notices {
		view := messageView{At: n.Received, Notice: n, Came: true, Start: opening(n.Text), Path: base.At("notice")}
		if n.Kind == reinstate.KindReply {
			view.Path = noticePath(n.ID)
		}
		for _, r := range base.File.Rounds {
			if r.Reply == n.ID {
				view.Decided = r.Decision
			}
		}
		list = append(list, view)
	}
	for _, f := range base.File.Filings {
		list = append(list, messageView{At: cmp.Or(f.Went(), f.Filed), Filing: f})
	}
	slices.SortStableFunc(list, func(a, b messageView) int { return cmp.Or(a.At.Compare(b.At), a.rank()-b.rank()) })
	return list
}

// rank orders messages of the same instant: a notice is filed against, and a
// filing is replied to.
func (m messageView) rank() int {
	switch {
	case !m.Came:
		return 1
	case m.Notice.Kind == reinstate.KindReply:
		return 2
	}
	return 0
}

// opening is how a text begins.
func opening(text string) string {
	runes := []rune(text[:min(len(text), 4*firstWords)])
	if len(runes) > firstWords {
		return string(runes[:firstWords]) + "…"
	}
	return string(runes)
}

// Waits reports whether a reply is to be checked and recorded still.
func (m messageView) Waits() bool {
	return m.Came && m.Notice.Kind == reinstate.KindReply && m.Notice.CheckedAt.IsZero()
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
