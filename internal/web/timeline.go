package web

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// timelinePage tells what happened, newest first.
type timelinePage struct {
	casePage
	Entries []entryView
}

// entryView is one event in words.
type entryView struct {
	reinstate.Entry
	Says reinstate.Sentence
	Note string // what the person wrote about it
}

// readable puts the particulars of an event into the reader's words: instants
// into their zone, codes into labels, digests into what people compare.
func (p *casePages) readable(c *gin.Context, e reinstate.Event) reinstate.Event {
	v := p.voice(c)
	with := maps.Clone(e.With)
	for name, value := range with {
		switch name {
		case "due", "until":
			if at, err := time.Parse(time.RFC3339, value); err == nil {
				with[name] = v.moment(at)
			}
		case "kind":
			if strings.HasPrefix(e.Did, "clock_") {
				with[name] = v.label(reinstate.ClockKind(value))
			}
		case "document":
			with[name] = v.label(reinstate.DocumentKind(value))
		case "response":
			with[name] = v.label(reinstate.Response(value))
		case "answers":
			with[name] = p.spoken(v, value)
		case "decision":
			with[name] = v.label(reinstate.Decision(value))
		case "outcome":
			with[name] = v.label(reinstate.Outcome(value))
		case "sha256":
			with[name] = page{}.Digest(value)
		case "reasons":
			var titles []string
			for code := range strings.SplitSeq(value, ", ") {
				titles = append(titles, v.reason(reinstate.ReasonCode(code)))
			}
			with[name] = strings.Join(titles, ", ")
		}
	}
	e.With = with
	return e
}

func (p *casePages) timeline(c *gin.Context) error {
	base, err := p.file(c, "timeline", reinstate.Say("Timeline"))
	if err != nil {
		return err
	}
	_, entries, err := p.desk.Timeline(c.Request.Context(), who(c), c.Param("ref"))
	if err != nil {
		return err
	}
	page := timelinePage{casePage: base}
	for _, entry := range slices.Backward(entries) {
		page.Entries = append(page.Entries, entryView{Entry: entry, Says: casework.Describe(p.readable(c, entry.Event)), Note: cmp.Or(entry.Event.With["note"], entry.Event.With["override"])})
	}
	return p.show(c, "case/timeline", page)
}
