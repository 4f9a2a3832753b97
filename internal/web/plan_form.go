package web

import (
	"cmp"
	"maps"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// planForm is what was typed, or what is saved. Was holds, by field, the digest
// of what the form was filled from.
type planForm struct {
	Version  int
	Title    string
	Language string
	Sections map[string]string
	Claims   map[reinstate.ClaimID]claimForm
	New      map[string]string // claims that are not added yet: by kind and cause
	Was      map[string]string
}

// claimForm are the fields of a claim. Whole is false where only its text was
// sent.
type claimForm struct {
	Text, Date, Owner, Frequency, Tool, NoExhibit string
	Done, Whole                                   bool
	Exhibits                                      []reinstate.ExhibitID
}

// Section is the text of a section in the form.
func (f planForm) Section(key string) string { return f.Sections[key] }

// Sum is the digest of what a field was filled from.
func (f planForm) Sum(field string) string { return f.Was[field] }

// Fresh is what was typed into the box of a new claim.
func (f planForm) Fresh(kind reinstate.ClaimKind, cause reinstate.ClaimID) string {
	return f.New[newField(kind, cause)]
}

// Claim is a claim in the form, or as it is saved where the form lacks it.
func (f planForm) Claim(saved reinstate.Claim) claimForm {
	typed, ok := f.Claims[saved.ID]
	if ok && !typed.Whole {
		whole := formOfClaim(saved)
		whole.Text = typed.Text
		return whole
	}
	if !ok {
		return formOfClaim(saved)
	}
	return typed
}

func formOfClaim(c reinstate.Claim) claimForm {
	return claimForm{
		Text: c.Text, Date: c.Date, Owner: c.Owner, Frequency: c.Frequency, Tool: c.Tool, NoExhibit: c.NoExhibit,
		Done: c.Done, Whole: true, Exhibits: c.Exhibits,
	}
}

func formOfPlan(saved reinstate.Plan, claims []reinstate.Claim) planForm {
	f := planForm{
		Version: saved.Version, Title: saved.Title, Language: saved.Language, Sections: map[string]string{},
		Claims: map[reinstate.ClaimID]claimForm{}, Was: casework.Sums(saved, claims),
	}
	for _, s := range saved.Body.Sections {
		f.Sections[s.Key] = s.Text
	}
	for _, c := range claims {
		f.Claims[c.ID] = formOfClaim(c)
	}
	return f
}

// over is the form on top of what is saved: a field that it does not carry is
// as it is saved. Without a version of its own it is filled from the plan as it
// stands.
func (f planForm) over(saved planForm) planForm {
	if saved.Was == nil {
		return f
	}
	saved.New, saved.Version = f.New, cmp.Or(f.Version, saved.Version)
	saved.Title, saved.Language = cmp.Or(f.Title, saved.Title), cmp.Or(f.Language, saved.Language)
	maps.Copy(saved.Sections, f.Sections)
	maps.Copy(saved.Claims, f.Claims)
	maps.Copy(saved.Was, f.Was)
	return saved
}

func newField(kind reinstate.ClaimKind, cause reinstate.ClaimID) string {
	return "new_" + string(kind) + "_" + strconv.FormatInt(int64(cause), 10)
}

// postedPlan reads the form. Fields whose name says nothing are left out.
func postedPlan(c *gin.Context) planForm {
	f := planForm{
		Version: version(c), Title: c.PostForm("title"), Language: c.PostForm("language"),
		Sections: map[string]string{}, Claims: map[reinstate.ClaimID]claimForm{}, New: map[string]string{}, Was: map[string]string{},
	}
	for name, values := range c.Request.PostForm {
		value := unixLines(values[0])
		switch prefix, rest, _ := strings.Cut(name, "_"); prefix {
		case "section":
			f.Sections[rest] = value
		case "was":
			f.Was[rest] = value
		case "new":
			f.New[name] = value
		case "claim":
			f.claim(c, rest, value)
		}
	}
	return f
}

// claim reads one claim of the form, by the field of its text.
func (f planForm) claim(c *gin.Context, rest, text string) {
	n, err := strconv.ParseInt(rest, 10, 64)
	if err != nil {
		return
	}
	name := "claim_" + rest
	claim := claimForm{Text: text, Whole: c.PostForm(name+"_fields") == "yes"}
	if claim.Whole {
		claim.Date, claim.Owner, claim.Frequency = strings.TrimSpace(c.PostForm(name+"_date")), c.PostForm(name+"_owner"), c.PostForm(name+"_frequency")
		claim.Tool, claim.NoExhibit, claim.Done = c.PostForm(name+"_tool"), unixLines(c.PostForm(name+"_no_exhibit")), c.PostForm(name+"_done") == "yes"
		for _, raw := range c.PostFormArray(name + "_exhibits") {
			if id, err := strconv.ParseInt(raw, 10, 64); err == nil && !has(claim.Exhibits, reinstate.ExhibitID(id)) {
				claim.Exhibits = append(claim.Exhibits, reinstate.ExhibitID(id))
			}
		}
	}
	f.Claims[reinstate.ClaimID(n)] = claim
}

// edit is the form as the desk takes it.
func (f planForm) edit() casework.PlanEdit {
	in := casework.PlanEdit{
		Version: f.Version, Title: f.Title, Language: f.Language, Sections: f.Sections, Was: f.Was,
		Claims: map[reinstate.ClaimID]string{}, Details: map[reinstate.ClaimID]casework.ClaimDetails{},
	}
	for id, c := range f.Claims {
		in.Claims[id] = c.Text
		if c.Whole {
			in.Details[id] = casework.ClaimDetails{
				Done: c.Done, Date: c.Date, Owner: c.Owner, Frequency: c.Frequency, Tool: c.Tool, Exhibits: c.Exhibits, NoExhibit: c.NoExhibit,
			}
		}
	}
	return in
}

// fields are the texts of a form by the names of their fields, for the script
// that keeps a page in step with what others save.
func (f planForm) fields() map[string]string {
	all := map[string]string{"title": f.Title, "language": f.Language}
	for key, text := range f.Sections {
		all["section_"+key] = text
	}
	for id, c := range f.Claims {
		maps.Copy(all, c.fields(claimField(id)))
	}
	return all
}

func (c claimForm) fields(name string) map[string]string {
	done := "no"
	if c.Done {
		done = "yes"
	}
	return map[string]string{
		name: c.Text, name + "_date": c.Date, name + "_owner": c.Owner, name + "_frequency": c.Frequency,
		name + "_tool": c.Tool, name + "_no_exhibit": c.NoExhibit, name + "_done": done,
	}
}
