package web

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
	"unicode"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/packet"
	"reinstate/internal/reinstate"
)

// packetPage is what will be sent, looked at before it is sealed; and once it
// is, the receipt.
type packetPage struct {
	casePage
	Ready    readiness
	Missing  []gapView
	Drawn    bool          // there is a plan, so the letter can be drawn
	Move     casework.Move // what was typed, and refused
	MayFile  bool          // the case is in the state from which it is filed
	Channels []choice
	Blocking []findingView
	Ahead    casework.Ahead
}

// Unmade reports whether the packet has to be made before it can be sealed,
// whichever way it is sent.
func (p packetPage) Unmade() bool {
	for _, channel := range p.Channels {
		if p.Ahead.Ready[channel.Code] {
			return false
		}
	}
	return p.Ahead.Needed
}

// Bars lists what has to be mended before the letter can be sent at all, each
// with its place.
func (p packetPage) Bars() []gapView {
	bars := slices.DeleteFunc(slices.Clone(p.Missing), func(g gapView) bool { return !g.Stops })
	l := p.Ready.Letter
	if l.Unconfirmed > 0 {
		bars = append(bars, gapView{reinstate.Say("%d sentences are still to be confirmed as true and done", l.Unconfirmed), p.At("plan", "confirm"), true})
	}
	if l.Rule != reinstate.NoApproval && !l.Approved {
		bars = append(bars, gapView{reinstate.Say("The letter is not approved as it stands"), p.At("plan") + "#review", true})
	}
	return bars
}

// Lacks lists what is missing beside.
func (p packetPage) Lacks() []gapView {
	return slices.DeleteFunc(slices.Clone(p.Missing), func(g gapView) bool { return g.Stops })
}

// Where is the document that a finding is about, or its place in the letter.
func (p packetPage) Where(f findingView) string {
	switch {
	case f.Where() != "":
		return f.Where()
	case f.Field() != "":
		return p.At("plan") + "#" + f.Field()
	}
	return p.At("plan")
}

// Lifted reports whether the letter goes out only with a reason in writing.
func (p packetPage) Lifted() bool { return p.Ready.Letter.Blocks > 0 || p.Ready.Letter.Gaps > 0 }

func (p *casePages) packet(c *gin.Context) error {
	return p.showPacket(c, http.StatusOK, casework.Move{}, nil)
}

func (p *casePages) showPacket(c *gin.Context, status int, typed casework.Move, refused reinstate.Invalid) error {
	base, err := p.file(c, "packet", reinstate.Say("The packet"))
	if err != nil {
		return err
	}
	if filing, ok := base.File.Filed(); ok && len(refused) == 0 && status == http.StatusOK {
		c.Redirect(http.StatusSeeOther, base.At("filings", strconv.Itoa(filing.Round)))
		return nil
	}
	if _, ok := base.File.Filed(); ok {
		return p.showFiling(c, status, base.File.Case.Round, typed, refused)
	}
	base.Invalid = refused
	if _, err := p.thumbs(c, &base); err != nil {
		return err
	}
	page := packetPage{casePage: base, Move: typed, MayFile: base.Work && base.File.Case.State == reinstate.InCorrection}
	if base.File.HasPlan {
		ready, err := p.desk.CheckPacket(c.Request.Context(), who(c), c.Param("ref"))
		if err != nil {
			return err
		}
		base.File.Found, base.File.Gaps = ready.Found, ready.Gaps
		page.casePage = base
		page.Ready, page.Missing, page.Drawn = readinessOf(ready), missingOf(base), true
		page.Channels = channels(ready.Channels, typed.Channel)
		page.Ahead = ready.Ahead
		for _, f := range ready.Blocking {
			if catalog.Blank.MatchString(f.Quote) {
				continue // named among what is still to be filled in
			}
			page.Blocking = append(page.Blocking, findingView{Finding: f, page: base})
		}
	}
	return p.showWith(c, status, "case/packet", page)
}

// channels are the ways of sending, each with where to click or write.
func channels(known []catalog.Channel, chosen string) []choice {
	var list []choice
	for _, channel := range known {
		list = append(list, choice{Code: channel.Code, Title: channel.Name, About: channel.How, Chosen: channel.Code == chosen})
	}
	return list
}

// readiness is what is known of the letter before it is sealed.
type readiness struct {
	Seen         string // mark of the letter, which the form gives back
	Words, Pages int
	Replaced     []replaced
	Resent       casework.Echo // the last filing, where this letter is nearly the same
	Letter       reinstate.Letter
	Counsel      casework.Gate // what calls for counsel and was not answered
}

// replaced is a character that no font of the letter has.
type replaced struct {
	packet.Replacement
	Shown string
	Code  string // such as U+1F600
}

func readinessOf(r casework.Readiness) readiness {
	view := readiness{Seen: r.Seen, Words: r.Words, Pages: r.Pages, Resent: r.Resent, Letter: r.Letter, Counsel: r.Counsel}
	for _, one := range r.Replaced {
		view.Replaced = append(view.Replaced, replaced{Replacement: one, Shown: shownRune(one.Rune), Code: fmt.Sprintf("U+%04X", one.Rune)})
	}
	return view
}

// shownRune is a character that can stand in a page; one that would change
// what stands around it is named by its code alone.
func shownRune(r rune) string {
	if unicode.IsGraphic(r) && !unicode.Is(unicode.Cf, r) {
		return string(r)
	}
	return ""
}

// closer is a file held in memory.
type closer struct{ *bytes.Reader }

func (closer) Close() error { return nil }

// letter is the present round's letter as a file.
func (p *casePages) letter(c *gin.Context) (casework.Download, error) {
	export, err := p.desk.Packet(c.Request.Context(), who(c), c.Param("ref"))
	return casework.Download{
		Name: export.Name, MediaType: "application/pdf", Size: int64(len(export.PDF)), SHA256: export.SHA256,
		Body: closer{bytes.NewReader(export.PDF)},
	}, err
}

// packetPDF shows the letter in the frame of its page.
func (p *casePages) packetPDF(c *gin.Context) error {
	d, err := p.letter(c)
	if err != nil {
		return p.orDamaged(c, err)
	}
	return sendFramed(c, d)
}

func (p *casePages) packetFile(c *gin.Context) error {
	d, err := p.letter(c)
	if err != nil {
		return p.orDamaged(c, err)
	}
	return send(c, d)
}

// filingPage is what was sent in one round, sealed, and what came of it.
type filingPage struct {
	casePage
	Filing  reinstate.Filing
	Round   reinstate.Round
	Channel catalog.Channel // what the catalog knows of the way it was sent
	Move    casework.Move
	Asks    bool // it is still to be recorded that it was sent
	Zone    string
	Typed   string // when it was sent, as it was typed and refused
}

func (p *casePages) filing(c *gin.Context) error {
	round, err := number(c, "round")
	if err != nil {
		return err
	}
	return p.showFiling(c, http.StatusOK, int(round), casework.Move{}, nil)
}

func (p *casePages) showFiling(c *gin.Context, status, round int, typed casework.Move, refused reinstate.Invalid) error {
	base, err := p.file(c, "packet", reinstate.Say("What was sent in round %v", round))
	if err != nil {
		return err
	}
	base.Invalid = refused
	page := filingPage{casePage: base, Move: typed}
	for _, filing := range base.File.Filings {
		if filing.Round == round {
			page.Filing = filing
		}
	}
	if page.Filing.ID == 0 {
		return reinstate.ErrNotFound
	}
	for _, r := range base.File.Rounds {
		if r.Number == round {
			page.Round = r
		}
	}
	for _, channel := range base.File.Market.Channels {
		if channel.Name == page.Filing.Channel {
			page.Channel = channel
		}
	}
	page.Zone, page.Typed = cityOf(p.voice(c).zone.String()), c.PostForm("sent")
	page.Asks = base.Work && base.File.Case.State == reinstate.AppealSubmitted && base.File.Case.Round == round
	return p.showWith(c, status, "case/filing", page)
}

// ID is the id of a field of the receipt.
func (filingPage) ID(field string) string { return field }

// Refused is the sentence that refuses a field of the receipt.
func (p filingPage) Refused(field string) string { return p.Invalid[field] }

// Proof is the exhibit that proves the submission.
func (p filingPage) Proof() []chip {
	return p.Chips([]reinstate.ExhibitID{p.Filing.Proof})
}

// Decided reports whether the round has its decision.
func (p filingPage) Decided() bool { return p.Round.Decision != reinstate.NoDecision }

// Unsent reports whether nobody has said that the sealed packet was sent.
func (p filingPage) Unsent() bool { return p.Filing.Went().IsZero() }

// Waiting is since when the marketplace has been silent.
func (p filingPage) Waiting() time.Time {
	if p.Decided() || p.File.Case.State != reinstate.AwaitingDecision || p.Filing.Round != p.File.Case.Round {
		return time.Time{}
	}
	return p.File.Case.Waiting
}

func (p *casePages) filingFile(c *gin.Context) error {
	round, err := number(c, "round")
	if err != nil {
		return err
	}
	d, err := p.desk.OpenFiling(c.Request.Context(), who(c), c.Param("ref"), int(round), 0)
	if err != nil {
		return p.orDamaged(c, err)
	}
	return send(c, d)
}
