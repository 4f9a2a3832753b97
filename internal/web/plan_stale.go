package web

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// stalePage shows what was typed beside what somebody else saved first. What
// was typed is a form that saves on top; what was saved stays a revision.
type stalePage struct {
	casePage
	By    string // who was faster
	Form  planForm
	Pairs []pair
	After []keptField // what comes after the save: new claims, and the pressed button
}

// pair is one text of the plan in both versions.
type pair struct {
	Field  string // name in the form
	Title  string
	Kind   reinstate.ClaimKind // of a claim; empty for a section
	Mine   string
	Theirs string
	Was    string      // digest of theirs, so that mine is saved on top of it
	Line   bool        // it is one line
	Gone   bool        // it is there no longer, so mine has no place to be saved
	Beside []keptField // of a claim: what goes with its text
}

// Composed reports whether a claim was being added.
func (p stalePage) Composed() bool {
	return slices.ContainsFunc(p.After, func(f keptField) bool { return strings.HasPrefix(f.Name, "new_") && strings.TrimSpace(f.Value) != "" })
}

func (p *casePages) showStale(c *gin.Context, mine planForm, stale *casework.Stale) error {
	base, err := p.file(c, "plan", reinstate.Say("Somebody saved first"))
	if err != nil {
		return err
	}
	base.Wrong = true
	v := p.voice(c)
	theirs := formOfPlan(stale.Theirs, stale.TheirsClaims)
	page := stalePage{casePage: base, By: stale.By, Form: mine}
	page.Form.Version = stale.Theirs.Version
	page.After = fields(c.Request.PostForm, func(name string) string {
		if name == "once" || name == "then" || strings.HasPrefix(name, "new_") {
			return name
		}
		return ""
	})
	for _, field := range stale.Fields {
		one := pair{Field: field, Mine: mine.fields()[field], Theirs: v.theirs(theirs, stale.TheirsClaims, field), Was: theirs.Was[field], Line: field == "title" || field == "language", Gone: theirs.lacks(field)}
		for _, s := range stale.Theirs.Body.Sections {
			if field == "section_"+s.Key {
				one.Title = s.Title
			}
		}
		for _, claim := range stale.TheirsClaims {
			if field == claimField(claim.ID) {
				one.Kind, one.Beside = claim.Kind, mine.beside(claim.ID)
			}
		}
		page.Pairs = append(page.Pairs, one)
	}
	return p.showWith(c, http.StatusConflict, "case/plan_stale", page)
}

// lacks reports whether a form of the plan as it is saved has no such field.
func (f planForm) lacks(field string) bool {
	_, has := f.Was[field]
	return !has
}

// beside are the fields of a claim beside its text, sent along unseen.
func (f planForm) beside(id reinstate.ClaimID) []keptField {
	claim, ok := f.Claims[id]
	if !ok || !claim.Whole {
		return nil
	}
	name := claimField(id)
	kept := []keptField{{name + "_fields", "yes"}}
	fields := claim.fields(name)
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		if field != name {
			kept = append(kept, keptField{field, fields[field]})
		}
	}
	for _, e := range claim.Exhibits {
		kept = append(kept, keptField{name + "_exhibits", strconv.FormatInt(int64(e), 10)})
	}
	return kept
}
