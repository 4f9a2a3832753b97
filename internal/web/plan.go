package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// planPage is the letter of a round as a form: its sections, and the claims
// that flow into them.
type planPage struct {
	casePage
	Outline  catalog.Outline
	Sections []sectionView
	Missing  []gapView
	Sealed   bool // the round is filed; the letter is only shown
	Form     planForm
}

// planForm is what was typed, or what is saved.
type planForm struct {
	Version  int
	Title    string
	Language string
	Sections map[string]string
	Claims   map[reinstate.ClaimID]string
}

// sectionView is one section with what flows into it.
type sectionView struct {
	reinstate.Section
	Guidance string
	Optional bool
	Claims   []claimView
}

// claimView is one claim as the letter numbers it.
type claimView struct {
	reinstate.Claim
	Number  string
	Answers string // number of the cause it answers
}

// gapView is one thing that is missing, and where it is mended.
type gapView struct {
	Sentence reinstate.Sentence
	URL      string
}

// letterLanguages are the languages a letter's fixed words are written in.
var letterLanguages = []struct{ Code, Name string }{{"en", "English"}, {"de", "Deutsch"}, {"zh-Hans", "简体中文"}}

// Languages a letter can be written in.
func (planPage) Languages() []struct{ Code, Name string } { return letterLanguages }

func (p *casePages) plan(c *gin.Context) error { return p.showPlan(c, http.StatusOK, nil, nil) }

func (p *casePages) showPlan(c *gin.Context, status int, typed *planForm, refused reinstate.Invalid) error {
	base, err := p.file(c, "plan", reinstate.Say("Plan"))
	if err != nil {
		return err
	}
	base.Invalid = refused
	page := p.planPage(base)
	if typed != nil {
		page.Form = *typed
	}
	return p.showWith(c, status, "case/plan", page)
}

func (p *casePages) planPage(base casePage) planPage {
	page := planPage{
		casePage: base, Missing: missingOf(base),
		Outline: p.desk.Outlines().Outline(base.File.Account.Marketplace, base.File.Case.Response),
	}
	_, page.Sealed = base.File.Filed()
	if base.File.HasPlan {
		page.Sections = sectionsOf(base.File, page.Outline)
		page.Form = formOfPlan(base.File.Plan, base.File.Claims)
	}
	return page
}

// Editable reports whether the letter can be changed by this visitor now.
func (p planPage) Editable() bool { return p.Work && !p.Sealed }

// Claim is the text of a claim in the form.
func (f planForm) Claim(id reinstate.ClaimID) string { return f.Claims[id] }

// Section is the text of a section in the form.
func (f planForm) Section(key string) string { return f.Sections[key] }

func formOfPlan(saved reinstate.Plan, claims []reinstate.Claim) planForm {
	f := planForm{Version: saved.Version, Title: saved.Title, Language: saved.Language, Sections: map[string]string{}, Claims: map[reinstate.ClaimID]string{}}
	for _, s := range saved.Body.Sections {
		f.Sections[s.Key] = s.Text
	}
	for _, c := range claims {
		f.Claims[c.ID] = c.Text
	}
	return f
}

// kindOf says which claims flow into a section.
var kindOf = map[reinstate.SectionKind]reinstate.ClaimKind{
	reinstate.SectionCauses:   reinstate.RootCause,
	reinstate.SectionActions:  reinstate.CorrectiveAction,
	reinstate.SectionMeasures: reinstate.PreventiveMeasure,
}

func sectionsOf(f casework.File, outline catalog.Outline) []sectionView {
	var views []sectionView
	numbers, section := map[reinstate.ClaimID]string{}, 0
	for _, s := range f.Plan.Body.Sections {
		view := sectionView{Section: s}
		for _, o := range outline.Sections {
			if o.Key == s.Key {
				view.Guidance, view.Optional = o.Guidance, o.Optional
			}
		}
		if kind, flows := kindOf[s.Kind]; flows {
			section++
			for i, claim := range f.Of(kind) {
				number := fmt.Sprintf("%d.%d", section, i+1)
				numbers[claim.ID] = number
				view.Claims = append(view.Claims, claimView{Claim: claim, Number: number, Answers: numbers[claim.Cause]})
			}
		}
		views = append(views, view)
	}
	return views
}

// missingOf lists what the letter lacks, each with where it is mended.
func missingOf(base casePage) []gapView {
	var views []gapView
	for _, g := range base.File.Gaps {
		views = append(views, gapView{Sentence: reinstate.Say(g.Format, g.Args...), URL: gapURL(base, g)})
	}
	return views
}

func gapURL(base casePage, g plan.Gap) string {
	switch {
	case g.Claim != 0:
		return base.At("claims", strconv.FormatInt(int64(g.Claim), 10))
	case g.Demand != 0:
		return base.At("demands", strconv.FormatInt(int64(g.Demand), 10))
	case g.Section != "":
		return base.At("plan") + "#section_" + g.Section
	case g.Place == plan.InDemands:
		return base.At("claims") + "#demands"
	}
	return base.At(string(g.Place))
}

func (p *casePages) startPlan(c *gin.Context) error {
	_, err := p.desk.StartPlan(c.Request.Context(), who(c), c.Param("ref"))
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return p.showPlan(c, http.StatusUnprocessableEntity, nil, refused)
	}
	if err != nil {
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "plan"), reinstate.Say("The plan is laid out. Your causes, actions and measures are in it already."))
}

func postedPlan(c *gin.Context) planForm {
	f := planForm{
		Version: version(c), Title: c.PostForm("title"), Language: c.PostForm("language"),
		Sections: map[string]string{}, Claims: map[reinstate.ClaimID]string{},
	}
	for name, values := range c.Request.PostForm {
		if key, ok := strings.CutPrefix(name, "section_"); ok {
			f.Sections[key] = unixLines(values[0])
		}
		if raw, ok := strings.CutPrefix(name, "claim_"); ok {
			if id, err := strconv.ParseInt(raw, 10, 64); err == nil {
				f.Claims[reinstate.ClaimID(id)] = unixLines(values[0])
			}
		}
	}
	return f
}

func (p *casePages) savePlan(c *gin.Context) error {
	form := postedPlan(c)
	saved, err := p.desk.SavePlan(c.Request.Context(), who(c), c.Param("ref"), casework.PlanEdit{
		Version: form.Version, Title: form.Title, Language: form.Language, Sections: form.Sections, Claims: form.Claims,
	})
	refused := reinstate.Invalid{}
	var stale *casework.Stale
	switch {
	case wantsJSON(c):
		return p.answerSave(c, saved, err)
	case errors.As(err, &stale):
		return p.showStale(c, form, stale)
	case errors.As(err, &refused):
		return p.showPlan(c, http.StatusUnprocessableEntity, &form, refused)
	case err != nil:
		return err
	}
	return p.redirect(c, casePath(c.Param("ref"), "plan"), reinstate.Say("Saved as revision %v.", saved.Revision))
}

// answerSave tells the script that saves while one writes.
func (p *casePages) answerSave(c *gin.Context, saved reinstate.Plan, err error) error {
	refused := reinstate.Invalid{}
	v := p.voice(c)
	switch {
	case errors.Is(err, reinstate.ErrConflict):
		c.JSON(http.StatusConflict, gin.H{"error": v.t("Somebody else saved first. Press Save to see both texts side by side; yours is still here.")})
	case errors.As(err, &refused):
		c.JSON(http.StatusUnprocessableEntity, gin.H{"error": v.t(refused.Error())})
	case err != nil:
		return err
	default:
		file, err := p.desk.Case(c.Request.Context(), who(c), c.Param("ref"))
		if err != nil {
			return err
		}
		c.JSON(http.StatusOK, gin.H{
			"version": saved.Version, "saved": v.t("Saved %s · revision %v", saved.Saved.In(v.zone).Format("15:04"), saved.Revision),
			"length": v.t("%d words", file.Words) + " · " + v.t("about %d pages", file.Pages),
		})
	}
	return nil
}

// clock is the time of day of an instant in the reader's zone, for "Saved 14:02".
func (p planPage) SavedAt() string {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		zone = time.UTC
	}
	return p.File.Plan.Saved.In(zone).Format("15:04")
}
