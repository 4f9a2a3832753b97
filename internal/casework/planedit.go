package casework

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"reinstate/internal/reinstate"
)

// PlanEdit is a person's changes to the plan of the present round: whole
// texts, by section key and by claim. What is not named stays as it is.
type PlanEdit struct {
	// Version is the plan's when the form was filled. It decides for fields
	// that Was does not name.
	Version  int
	Title    string
	Language string
	Sections map[string]string
	Claims   map[reinstate.ClaimID]string
	// Details are the other fields of claims; their text is in Claims.
	Details map[reinstate.ClaimID]ClaimDetails
	// Was is, by the name of a field, the Sum of what the form was filled from.
	// Two people who change different fields do not collide.
	Was map[string]string
	// Order are section keys in their new order; empty: as it is.
	Order []string
	// Working saves what somebody is still writing: no revision is kept yet.
	Working bool
}

// ClaimDetails are the fields of a claim beside its text and its cause.
type ClaimDetails struct {
	Done                         bool
	Date, Owner, Frequency, Tool string
	Exhibits                     []reinstate.ExhibitID
	NoExhibit                    string
}

// Stale is the conflict of a plan that somebody else saved first. It carries
// their text and names the fields in which both differ; the caller still holds
// its own, so nothing is lost. A field that is there no longer is named too, and
// has no text of theirs. What did not collide is saved.
type Stale struct {
	By           string // who was faster
	Theirs       reinstate.Plan
	TheirsClaims []reinstate.Claim
	Fields       []string
}

// Error says who was faster.
func (s *Stale) Error() string {
	return "the plan was saved by " + s.By + " in the meantime"
}

// Is makes a Stale an ErrConflict.
func (s *Stale) Is(target error) bool { return target == reinstate.ErrConflict }

// Sum is a short digest of a text, tidied as it is stored: what a form carries
// along to say what it was filled from.
func Sum(words string) string { return sumOf([]string{text(words)})[:16] }

// SumOfClaim is the same for a claim with all its fields.
func SumOfClaim(c reinstate.Claim) string {
	parts := []string{c.Text, c.Date, c.Owner, c.Frequency, c.Tool, c.NoExhibit, fmt.Sprint(c.Done)}
	ids := slices.Clone(c.Exhibits)
	slices.Sort(ids)
	return sumOf(append(parts, fmt.Sprint(ids)))[:16]
}

// Sums are the digests of every field of a plan, by its name in a form.
func Sums(p reinstate.Plan, claims []reinstate.Claim) map[string]string {
	sums := map[string]string{"title": Sum(p.Title), "language": Sum(p.Language)}
	for _, s := range p.Body.Sections {
		sums[sectionPlace(s.Key)] = Sum(s.Text)
	}
	for _, c := range claims {
		sums[claimPlace(c.ID)] = SumOfClaim(c)
	}
	return sums
}

// amendment is an edit on its way into a plan, field by field.
type amendment struct {
	in      PlanEdit
	fresh   bool // the form was filled from the plan as it stands
	refused reinstate.Invalid
	stale   []string // fields that somebody else changed meanwhile
}

// field decides about one field: whether the new value is taken. now, typed
// and was are sums. What the person did not change, and what both made alike,
// is no conflict.
func (a *amendment) field(name, now, typed string) (take bool) {
	if typed == now {
		return false
	}
	was, told := a.in.Was[name]
	switch {
	case told && was == now, !told && a.fresh:
		return true
	case told && was == typed:
		return false
	}
	a.stale = append(a.stale, name)
	return false
}

// amend applies the edit to the plan's own texts and reports whether any changed.
func (a *amendment) amend(p *reinstate.Plan) (changed bool) {
	if title := line(a.in.Title); title != "" && a.field("title", Sum(p.Title), Sum(title)) {
		bounded(a.refused, maxLine, map[string]string{"title": title})
		p.Title, p.Body.Title, changed = title, title, true
	}
	if a.in.Language != "" && a.field("language", Sum(p.Language), Sum(a.in.Language)) {
		if _, err := language.Parse(a.in.Language); err != nil {
			a.refused.Refuse("language", "Choose the language of the letter.")
		}
		p.Language, changed = a.in.Language, true
	}
	sections := slices.Clone(p.Body.Sections)
	for i, s := range sections {
		words, given := a.in.Sections[s.Key]
		name := sectionPlace(s.Key)
		if !given || !a.field(name, Sum(s.Text), Sum(words)) {
			continue
		}
		bounded(a.refused, maxText, map[string]string{name: words})
		sections[i].Text, changed = text(words), true
	}
	p.Body.Sections = sections
	a.goneSections(*p)
	return a.reorder(p) || changed
}

// gone tells what was typed into a field that is there no longer: somebody
// removed it or laid the letter out anew. What was only sent back as it was, or
// emptied, is no loss.
func (a *amendment) gone(name, words, typed string) {
	if was, told := a.in.Was[name]; told && was != typed && strings.TrimSpace(words) != "" {
		a.stale = append(a.stale, name)
	}
}

func (a *amendment) goneSections(p reinstate.Plan) {
	for _, key := range slices.Sorted(maps.Keys(a.in.Sections)) {
		if !slices.ContainsFunc(p.Body.Sections, func(s reinstate.Section) bool { return s.Key == key }) {
			a.gone(sectionPlace(key), a.in.Sections[key], Sum(a.in.Sections[key]))
		}
	}
}

func (a *amendment) goneClaims(claims []reinstate.Claim) {
	for _, id := range slices.Sorted(maps.Keys(a.in.Claims)) {
		if !slices.ContainsFunc(claims, func(c reinstate.Claim) bool { return c.ID == id }) {
			a.gone(claimPlace(id), a.in.Claims[id], SumOfClaim(a.in.claim(reinstate.Claim{ID: id})))
		}
	}
}

// reorder brings the sections into the order that was asked for. Sections that
// it does not name keep their order, after those.
func (a *amendment) reorder(p *reinstate.Plan) bool {
	if len(a.in.Order) == 0 {
		return false
	}
	at := map[string]int{}
	for i, key := range a.in.Order {
		at[key] = i - len(a.in.Order)
	}
	moved := slices.Clone(p.Body.Sections)
	slices.SortStableFunc(moved, func(x, y reinstate.Section) int { return cmp.Compare(at[x.Key], at[y.Key]) })
	if slices.Equal(moved, p.Body.Sections) {
		return false
	}
	p.Body.Sections = moved
	return true
}

// claims applies the edit to claims in place and lists those that changed.
func (a *amendment) claims(claims []reinstate.Claim) (changed []int) {
	for i, c := range claims {
		edited := a.in.claim(c)
		name := claimPlace(c.ID)
		if !a.field(name, SumOfClaim(c), SumOfClaim(edited)) {
			continue
		}
		if strings.TrimSpace(edited.Text) == "" {
			a.refused.Refuse(name, "Write what the claim says, or remove it.")
		}
		claims[i] = edited
		changed = append(changed, i)
	}
	a.goneClaims(claims)
	return changed
}

// claim is a claim as the edit would have it.
func (in PlanEdit) claim(c reinstate.Claim) reinstate.Claim {
	if words, given := in.Claims[c.ID]; given {
		c.Text = text(words)
	}
	if d, given := in.Details[c.ID]; given {
		c.Done, c.Exhibits = d.Done, d.Exhibits
		c.Date, c.Owner, c.Frequency, c.Tool, c.NoExhibit = line(d.Date), line(d.Owner), line(d.Frequency), line(d.Tool), text(d.NoExhibit)
	}
	return c
}

// over is the plan as the edit would have it, whatever anybody saved
// meanwhile: for looking at it, not for keeping.
func (in PlanEdit) over(p reinstate.Plan, claims []reinstate.Claim) (reinstate.Plan, []reinstate.Claim) {
	in.Was = nil
	a := amendment{in: in, fresh: true, refused: reinstate.Invalid{}}
	a.amend(&p)
	claims = slices.Clone(claims)
	for i, c := range claims {
		claims[i] = in.claim(c)
	}
	return p, claims
}
