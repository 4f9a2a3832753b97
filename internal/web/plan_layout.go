package web

import (
	"slices"
	"strconv"
	"strings"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// sectionView is one section of the letter as the page writes it.
type sectionView struct {
	reinstate.Section
	Guidance    string
	Optional    bool
	First, Last bool
	Finds       []findingView
	Talk        []reinstate.Comment
	Claims      []claimView // that are written here
	Adds        reinstate.ClaimKind
	Elsewhere   []claimView // that the letter prints here, and that are written beneath their causes
	Paragraphs  []string    // how each begins, where there are several
}

// claimView is one claim as the letter numbers it, with what answers it.
type claimView struct {
	reinstate.Claim
	Number  string
	Answers string // number of the cause it answers
	Field   string // its name in the form
	Form    claimForm
	Finds   []findingView
	Talk    []reinstate.Comment
	Beneath []claimView // actions and measures of a cause
	Causes  []claimView // from which its cause is chosen
	page    *planPage
}

// Chips are the exhibits that prove the claim, Choices all from which to choose.
func (v claimView) Chips() []chip   { return v.page.Chips(v.Form.Exhibits) }
func (v claimView) Choices() []chip { return v.page.Choices(v.Form.Exhibits) }

// Rows, Editable and Language are those of the page.
func (v claimView) Rows() int             { return v.page.Rows(v.Form.Text) }
func (v claimView) Editable() bool        { return v.page.Editable() }
func (v claimView) Language() string      { return v.page.Form.Language }
func (v claimView) Page() *planPage       { return v.page }
func (v claimView) IsCause() bool         { return v.Kind == reinstate.RootCause }
func (v claimView) IsAction() bool        { return v.Kind == reinstate.CorrectiveAction }
func (v claimView) IsMeasure() bool       { return v.Kind == reinstate.PreventiveMeasure }
func (v claimView) Box() noteBox          { return noteBox{v.page, v.Field, v.Finds, v.Talk, nil} }
func (v claimView) Refused() string       { return v.page.Invalid[v.Field] }
func (v claimView) Proven() bool          { return len(v.Form.Exhibits) > 0 || v.Form.NoExhibit != "" }
func (v claimView) Sum() string           { return v.page.Form.Was[v.Field] }
func (v claimView) Wrong(f string) string { return v.page.Invalid[v.Field+"_"+f] }

// Open reports whether the fields of the claim are unfolded: where something
// in them is missing or was refused.
func (v claimView) Open() bool {
	for field := range v.page.Invalid {
		if strings.HasPrefix(field, v.Field+"_") {
			return true
		}
	}
	return v.page.Editable() && (v.IsAction() && v.Form.Date == "" || v.IsMeasure() && v.Form.Owner == "" && v.Form.Frequency == "")
}

// noteBox is what stands beneath a text: findings, then comments.
type noteBox struct {
	Page       *planPage
	Field      string
	Finds      []findingView
	Talk       []reinstate.Comment
	Paragraphs []string
}

// remark is a comment on a page that may resolve it.
type remark struct {
	reinstate.Comment
	Page *planPage
}

// Remark is a comment ready to be shown.
func (p *planPage) Remark(c reinstate.Comment) remark { return remark{c, p} }

// adder is the box of a new claim beneath its cause.
type adder struct {
	Kind          reinstate.ClaimKind
	Field, Then   string
	Text, Refused string
}

// Action reports whether it is a corrective action's.
func (a adder) Action() bool { return a.Kind == reinstate.CorrectiveAction }

// Adder is the box of a new claim beneath this cause.
func (v claimView) Adder(kind reinstate.ClaimKind) adder {
	field := newField(kind, v.ID)
	return adder{kind, field, "add:" + string(kind) + ":" + strconv.FormatInt(int64(v.ID), 10), v.page.Form.New[field], v.page.Invalid[field]}
}

// Box is what stands beneath the section's own text.
func (p *planPage) Box(v sectionView) noteBox {
	return noteBox{p, "section_" + v.Key, v.Finds, v.Talk, v.Paragraphs}
}

// kindOf says which claims flow into a section.
var kindOf = map[reinstate.SectionKind]reinstate.ClaimKind{
	reinstate.SectionCauses:   reinstate.RootCause,
	reinstate.SectionActions:  reinstate.CorrectiveAction,
	reinstate.SectionMeasures: reinstate.PreventiveMeasure,
}

// layout lays the sections of a page out: where the letter tells causes, their
// actions and measures are written beneath them.
type layout struct {
	page  *planPage
	finds map[string][]findingView
	talk  map[string][]reinstate.Comment
}

func (l layout) sections() []sectionView {
	f := l.page.File
	all := claimViews(f.Plan.Body, f.Claims)
	nested := slices.ContainsFunc(f.Plan.Body.Sections, func(s reinstate.Section) bool { return s.Kind == reinstate.SectionCauses })
	var views []sectionView
	for i, s := range f.Plan.Body.Sections {
		view := sectionView{Section: s, First: i == 0, Last: i == len(f.Plan.Body.Sections)-1}
		view.Guidance, view.Optional = guidance(l.page.Outline, s.Key)
		view.Finds, view.Talk = l.finds["section_"+s.Key], l.talk["section_"+s.Key]
		view.Paragraphs = paragraphs(l.page.Form.Section(s.Key))
		kind, flows := kindOf[s.Kind]
		if flows {
			view.Adds = kind
		}
		for _, c := range all {
			switch {
			case !flows || c.Kind != kind:
			case nested && kind != reinstate.RootCause && c.Answers != "":
				view.Elsewhere = append(view.Elsewhere, l.claim(c, all))
			default:
				view.Claims = append(view.Claims, l.claim(c, all))
			}
		}
		views = append(views, view)
	}
	return views
}

// claim fills a claim in with what the page says of it and what answers it.
func (l layout) claim(c claimView, all []claimView) claimView {
	c.page = l.page
	c.Form = l.page.Form.Claim(c.Claim)
	c.Finds, c.Talk = l.finds[c.Field], l.talk[c.Field]
	for _, other := range all {
		switch {
		case other.Kind == reinstate.RootCause:
			c.Causes = append(c.Causes, other)
		case c.Kind == reinstate.RootCause && other.Cause == c.ID && other.Number != "":
			c.Beneath = append(c.Beneath, l.claim(other, all))
		}
	}
	return c
}

// claimViews are the claims of a body as its letter numbers them.
func claimViews(body reinstate.PlanBody, claims []reinstate.Claim) []claimView {
	body.Claims = claims
	numbers := plan.Numbers(body)
	var views []claimView
	for _, c := range claims {
		views = append(views, claimView{Claim: c, Number: numbers.Claim(c.ID), Answers: numbers.Claim(c.Cause), Field: claimField(c.ID)})
	}
	return views
}

// sectionsOf are the sections of a letter that is only shown.
func sectionsOf(f casework.File, outline catalog.Outline) []sectionView {
	all := claimViews(f.Plan.Body, f.Claims)
	var views []sectionView
	for _, s := range f.Plan.Body.Sections {
		view := sectionView{Section: s}
		view.Guidance, view.Optional = guidance(outline, s.Key)
		for _, c := range all {
			if kind, flows := kindOf[s.Kind]; flows && c.Kind == kind {
				view.Claims = append(view.Claims, c)
			}
		}
		views = append(views, view)
	}
	return views
}

func guidance(outline catalog.Outline, key string) (text string, optional bool) {
	for _, o := range outline.Sections {
		if o.Key == key {
			return o.Guidance, o.Optional
		}
	}
	return "", false
}

// longestBeginning is how much of a paragraph tells it from the others.
const longestBeginning = 60

// paragraphs lists how each paragraph of a text begins, if there are several.
func paragraphs(text string) []string {
	var found []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		if paragraph = strings.TrimSpace(paragraph); paragraph == "" {
			continue
		}
		if runes := []rune(paragraph); len(runes) > longestBeginning {
			paragraph = string(runes[:longestBeginning]) + "…"
		}
		found = append(found, paragraph)
	}
	if len(found) < 2 {
		return nil
	}
	return found
}
