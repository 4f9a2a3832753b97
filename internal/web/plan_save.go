package web

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// savePlan saves the plan, and then does what the pressed button says: adds a
// claim, moves one, moves a section, removes a claim. Whatever was typed is
// saved first, so that no button loses a text.
func (p *casePages) savePlan(c *gin.Context) error {
	form := postedPlan(c)
	in := form.edit()
	if wantsJSON(c) {
		in.Working = true
		saved, err := p.desk.SavePlan(c.Request.Context(), who(c), c.Param("ref"), in)
		return p.answerSave(c, form, saved, err)
	}
	saved, err := p.desk.SavePlan(c.Request.Context(), who(c), c.Param("ref"), in)
	var stale *casework.Stale
	if errors.As(err, &stale) {
		return p.showStale(c, form, stale)
	}
	place := ""
	if err == nil {
		place, err = p.andThen(c, form, saved)
		form = planForm{New: form.New} // all else is saved by now
	}
	refused := reinstate.Invalid{}
	switch {
	case errors.As(err, &refused):
		return p.showPlan(c, http.StatusUnprocessableEntity, &form, refused)
	case err != nil:
		return err
	}
	path := casePath(c.Param("ref"), "plan")
	if place != "" {
		path += "#" + place
	}
	return p.redirect(c, path, reinstate.Say("Saved as revision %v.", saved.Revision))
}

// andThen does what the pressed button says beside saving, and gives the place
// on the page to go on from.
func (p *casePages) andThen(c *gin.Context, form planForm, saved reinstate.Plan) (place string, err error) {
	ctx, ref := c.Request.Context(), c.Param("ref")
	place, err = p.addTyped(c, form)
	if err != nil {
		return place, err
	}
	words := strings.Split(c.PostForm("then"), ":")
	if len(words) < 3 {
		return place, nil
	}
	do, what, which := words[0], words[1], strings.Join(words[2:], ":")
	switch do + " " + what {
	case "up section", "down section":
		return "section_" + which, p.moveSection(ctx, c, saved, which, do == "up")
	case "before section":
		key, other, _ := strings.Cut(which, ":")
		return "section_" + key, p.placeSection(ctx, c, saved, key, other)
	}
	id, _ := strconv.ParseInt(words[2], 10, 64)
	claim := reinstate.ClaimID(id)
	switch do + " " + what {
	case "up claim", "down claim":
		return claimField(claim), p.desk.MoveClaim(ctx, who(c), ref, claim, do == "up")
	case "before claim":
		before, _ := strconv.ParseInt(words[len(words)-1], 10, 64)
		return claimField(claim), p.desk.PlaceClaim(ctx, who(c), ref, claim, reinstate.ClaimID(before))
	case "remove claim":
		return "", p.removeAfterSave(ctx, c, claim)
	}
	return place, nil
}

// addTyped adds the claims that were typed into the boxes of new ones. A form
// that is sent twice adds them once.
func (p *casePages) addTyped(c *gin.Context, form planForm) (place string, err error) {
	typed := slices.DeleteFunc(slices.Sorted(maps.Keys(form.New)), func(name string) bool { return strings.TrimSpace(form.New[name]) == "" })
	if len(typed) == 0 {
		if strings.HasPrefix(c.PostForm("then"), "add:") {
			return "", reinstate.Invalid{"new_" + strings.ReplaceAll(strings.TrimPrefix(c.PostForm("then"), "add:"), ":", "_"): "Write what the claim says."}
		}
		return "", nil
	}
	return p.once.do(c.Request.Context(), mark(c), func() (string, error) {
		for _, name := range typed {
			at := strings.LastIndexByte(name, '_')
			cause, _ := strconv.ParseInt(name[at+1:], 10, 64)
			added, err := p.desk.AddClaim(c.Request.Context(), who(c), c.Param("ref"), reinstate.Claim{
				Kind: reinstate.ClaimKind(strings.TrimPrefix(name[:at], "new_")), Cause: reinstate.ClaimID(cause), Text: form.New[name],
			})
			if err != nil {
				return "", refusedAt(err, name)
			}
			delete(form.New, name)
			place = claimField(added.ID)
		}
		return place, nil
	})
}

// removeAfterSave removes a claim in the version that it has by now.
func (p *casePages) removeAfterSave(ctx context.Context, c *gin.Context, id reinstate.ClaimID) error {
	f, err := p.desk.Case(ctx, who(c), c.Param("ref"))
	if err != nil {
		return err
	}
	for _, claim := range f.Claims {
		if claim.ID == id {
			return p.desk.RemoveClaim(ctx, who(c), c.Param("ref"), id, claim.Version)
		}
	}
	return nil // somebody else removed it
}

func (p *casePages) moveSection(ctx context.Context, c *gin.Context, saved reinstate.Plan, key string, up bool) error {
	order := keysOf(saved)
	at := slices.Index(order, key)
	to := at + 1
	if up {
		to = at - 1
	}
	if at < 0 || to < 0 || to >= len(order) {
		return nil
	}
	order[at], order[to] = order[to], order[at]
	return p.reorder(ctx, c, saved, order)
}

// placeSection puts a section before another, or with none at the end.
func (p *casePages) placeSection(ctx context.Context, c *gin.Context, saved reinstate.Plan, key, before string) error {
	order := slices.DeleteFunc(keysOf(saved), func(k string) bool { return k == key })
	at := slices.Index(order, before)
	if at < 0 {
		at = len(order)
	}
	return p.reorder(ctx, c, saved, slices.Insert(order, at, key))
}

func (p *casePages) reorder(ctx context.Context, c *gin.Context, saved reinstate.Plan, order []string) error {
	_, err := p.desk.SavePlan(ctx, who(c), c.Param("ref"), casework.PlanEdit{Version: saved.Version, Order: order})
	return err
}

func keysOf(p reinstate.Plan) []string {
	var keys []string
	for _, s := range p.Body.Sections {
		keys = append(keys, s.Key)
	}
	return keys
}

// saveAnswer is what the script of the page is told after a save.
type saveAnswer struct {
	Version int               `json:"version"`
	Saved   string            `json:"saved"`
	Length  string            `json:"length"`
	Was     map[string]string `json:"was"`             // digests of all fields as they are saved now
	Fresh   map[string]string `json:"fresh"`           // fields that others changed and this page did not
	Stale   []staleField      `json:"stale,omitempty"` // fields that both changed
	Error   string            `json:"error,omitempty"`
}

// staleField is a field that somebody else saved first.
type staleField struct {
	Field string `json:"field"`
	By    string `json:"by"`
	Text  string `json:"text"`
	Was   string `json:"was"`
	Gone  bool   `json:"gone,omitempty"` // the field is there no longer
}

// answerSave tells the script that saves while one writes. What collides with
// somebody else's text is told field by field; all else is saved.
func (p *casePages) answerSave(c *gin.Context, form planForm, saved reinstate.Plan, err error) error {
	refused := reinstate.Invalid{}
	v := p.voice(c)
	var stale *casework.Stale
	switch {
	case errors.As(err, &refused):
		c.JSON(http.StatusUnprocessableEntity, gin.H{"error": v.t(refused.Error())})
		return nil
	case err != nil && !errors.As(err, &stale):
		return err
	}
	file, err := p.desk.Case(c.Request.Context(), who(c), c.Param("ref"))
	if err != nil {
		return err
	}
	answer := saveAnswer{
		Version: file.Plan.Version, Saved: v.t("Saved %s", saved.Saved.In(v.zone).Format("15:04")), Length: length(v, file.Words, file.Pages),
	}
	now := formOfPlan(file.Plan, file.Claims)
	answer.Was, answer.Fresh = form.step(now)
	if stale != nil {
		answer.Error = v.t("%s changed the same text. Both stand here; nothing is lost.", stale.By)
		for _, field := range stale.Fields {
			answer.Stale = append(answer.Stale, staleField{field, stale.By, v.theirs(now, file.Claims, field), now.Was[field], now.lacks(field)})
			delete(answer.Was, field)
			maps.DeleteFunc(answer.Fresh, func(name, _ string) bool { return name == field || strings.HasPrefix(name, field+"_") })
		}
	}
	status := http.StatusOK
	if stale != nil {
		status = http.StatusConflict
	}
	c.JSON(status, answer)
	return nil
}

// step says how a page that sent the form keeps step with what is saved now:
// the digests of the fields that it then has, and the texts that it lacks. A
// claim whose exhibits differ is left as it is on the page.
func (f planForm) step(now planForm) (was, fresh map[string]string) {
	was, fresh = map[string]string{}, map[string]string{}
	differ := func(field string, typed, saved map[string]string) {
		was[field] = now.Was[field]
		for name, text := range saved {
			if casework.Sum(typed[name]) != casework.Sum(text) {
				fresh[name] = text
			}
		}
	}
	for id, c := range now.Claims {
		typed, sent := f.Claims[id]
		if sent && typed.Whole && slices.Equal(slices.Sorted(slices.Values(typed.Exhibits)), slices.Sorted(slices.Values(c.Exhibits))) {
			differ(claimField(id), typed.fields(claimField(id)), c.fields(claimField(id)))
		}
	}
	for key, text := range now.Sections {
		if typed, sent := f.Sections[key]; sent {
			differ("section_"+key, map[string]string{"section_" + key: typed}, map[string]string{"section_" + key: text})
		}
	}
	differ("title", map[string]string{"title": f.Title}, map[string]string{"title": now.Title})
	differ("language", map[string]string{"language": f.Language}, map[string]string{"language": now.Language})
	return was, fresh
}

// refusedAt gives a refusal of a claim's text to the field it was typed in.
func refusedAt(err error, field string) error {
	var refused reinstate.Invalid
	if !errors.As(err, &refused) {
		return err
	}
	return renamed(refused, "text", field)
}

func length(v *voice, words, pages int) string {
	return v.t("%d words", words) + " · " + v.t("about %d pages", pages)
}

// theirs is the text of a field as somebody else saved it; of a claim with
// what it says beside its text.
func (v *voice) theirs(now planForm, claims []reinstate.Claim, field string) string {
	for _, c := range claims {
		if claimField(c.ID) == field {
			return claimLines(v, c)
		}
	}
	return now.fields()[field]
}

// claimLines are a claim's text and what it says beside it.
func claimLines(v *voice, c reinstate.Claim) string {
	lines := []string{c.Text}
	for _, aside := range []string{v.day(c.Date), c.Frequency, c.Owner, c.Tool, c.NoExhibit} {
		if aside != "" {
			lines = append(lines, aside)
		}
	}
	return strings.Join(lines, "\n")
}
