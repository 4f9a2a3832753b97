package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// blockRoutes lists the page of building blocks.
func (s *server) blockRoutes() {
	p := &casePages{server: s}
	s.get("/cases/:ref/blocks", reinstate.Read, p.blocks)
	s.post("/cases/:ref/blocks", reinstate.Contribute, p.insertBlock)
}

// blocksPage helps to write the claims: what a cause should name, questions,
// and blocks to take over and make concrete.
type blocksPage struct {
	casePage
	Guides []guideView
	Needs  []casework.Needed
	Causes []causeView
	Once   string
}

// guideView is the guide of one reason, its blocks in three groups.
type guideView struct {
	casework.ReasonGuide
	Groups []blockGroup
}

// blockGroup are the blocks of one kind of claim.
type blockGroup struct {
	Kind   reinstate.ClaimKind
	Blocks []blockView
}

// blockView is one block, cut at its blanks so that they can be marked.
type blockView struct {
	catalog.Block
	Number int
	Pieces []blockPiece
}

// blockPiece is a stretch of a block's text.
type blockPiece struct {
	Text  string
	Blank bool
}

func (p *casePages) blocks(c *gin.Context) error { return p.showBlocks(c, http.StatusOK, nil) }

func (p *casePages) showBlocks(c *gin.Context, status int, refused reinstate.Invalid) error {
	base, err := p.file(c, "claims", reinstate.Say("Building blocks"))
	if err != nil {
		return err
	}
	base.Invalid = refused
	known, err := p.desk.Blocks(c.Request.Context(), who(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return p.showWith(c, status, "case/blocks", blocksPageOf(base, known, p.once.token()))
}

func blocksPageOf(base casePage, known casework.Blocks, once string) blocksPage {
	page := blocksPage{casePage: base, Needs: known.Needs, Once: once}
	page.Causes, _ = byCause(base.File.Claims)
	for _, g := range known.Guides {
		view := guideView{ReasonGuide: g}
		for _, kind := range []reinstate.ClaimKind{reinstate.RootCause, reinstate.CorrectiveAction, reinstate.PreventiveMeasure} {
			group := blockGroup{Kind: kind}
			for i, b := range g.Of(kind) {
				group.Blocks = append(group.Blocks, blockView{b, i, pieces(b.Text)})
			}
			if len(group.Blocks) > 0 {
				view.Groups = append(view.Groups, group)
			}
		}
		page.Guides = append(page.Guides, view)
	}
	return page
}

// pieces cuts a text at its blanks.
func pieces(text string) []blockPiece {
	var cut []blockPiece
	at := 0
	for _, span := range catalog.Blank.FindAllStringIndex(text, -1) {
		if span[0] > at {
			cut = append(cut, blockPiece{Text: text[at:span[0]]})
		}
		cut = append(cut, blockPiece{Text: strings.Trim(text[span[0]:span[1]], "{}"), Blank: true})
		at = span[1]
	}
	if at < len(text) {
		cut = append(cut, blockPiece{Text: text[at:]})
	}
	return cut
}

// Takes reports whether blocks of a kind can be taken over now: an action or a
// measure needs a cause to answer.
func (p blocksPage) Takes(kind reinstate.ClaimKind) bool {
	return p.Work && (kind == reinstate.RootCause || len(p.Causes) > 0)
}

func (p *casePages) insertBlock(c *gin.Context) error {
	cause, _ := strconv.ParseInt(c.PostForm("cause"), 10, 64)
	number, err := strconv.Atoi(c.PostForm("number"))
	if err != nil {
		return reinstate.ErrNotFound
	}
	at := casework.BlockRef{Reason: reinstate.ReasonCode(c.PostForm("reason")), Kind: reinstate.ClaimKind(c.PostForm("kind")), Number: number}
	path, err := p.once.do(c.Request.Context(), mark(c), func() (string, error) {
		claim, err := p.desk.InsertBlock(c.Request.Context(), who(c), c.Param("ref"), at, reinstate.ClaimID(cause))
		return casePath(c.Param("ref"), "claims", strconv.FormatInt(int64(claim.ID), 10)), err
	})
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return p.showBlocks(c, http.StatusUnprocessableEntity, refused)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, path, reinstate.Say("Taken over. Write the facts in the place of the braces."))
}
