package web

import (
	"slices"

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
		page.Entries = append(page.Entries, entryView{Entry: entry, Says: casework.Describe(entry.Event)})
	}
	return p.show(c, "case/timeline", page)
}
