package casework_test

import (
	"errors"
	"slices"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// writing saves the opening of the present plan as one does who still writes.
func (o *office) writing(who reinstate.Actor, ref, words string) {
	o.t.Helper()
	_, err := o.desk.SavePlan(o.t.Context(), who, ref, casework.PlanEdit{Version: o.file(ref).Plan.Version, Sections: map[string]string{"opening": words}, Working: true})
	o.must(err)
}

// kept are the openings of the present plan's revisions, with who wrote them.
func (o *office) kept(ref string) (openings []string) {
	o.t.Helper()
	_, list, err := o.desk.Revisions(o.t.Context(), o.who, ref, 1)
	o.must(err)
	for _, r := range list {
		r, err := o.desk.Revision(o.t.Context(), o.who, ref, 1, r.Number)
		o.must(err)
		at := slices.IndexFunc(r.Body.Sections, func(s reinstate.Section) bool { return s.Key == "opening" })
		if at >= 0 {
			openings = append(openings, r.By+": "+r.Body.Sections[at].Text)
		}
	}
	return openings
}

func TestAnotherKindKeepsWhatWasSavedByItself(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.answer(ref, "holds", "no", "proof", "yes")
	o.writing(o.who, ref, "Only the working copy says this.")
	o.choose(ref, casework.Routing{Document: reinstate.Dispute})
	if got := o.kept(ref); !slices.Contains(got, o.who.Name+": Only the working copy says this.") {
		t.Errorf("the revisions say %q", got)
	}
}

func TestAnAnswerLeavesAnotherWritersTextTheirs(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.answer(ref, "holds", "no", "proof", "yes")
	o.choose(ref, casework.Routing{Document: reinstate.Dispute})
	colleague := o.who
	colleague.User, colleague.Name = 99, "Jon Berg"
	o.writing(colleague, ref, "Jon opens the letter.")
	o.answer(ref, "proof", "no")
	if got := o.kept(ref); !slices.Contains(got, "Jon Berg: Jon opens the letter.") {
		t.Errorf("the revisions say %q", got)
	}
}

// TestATextWhoseFieldIsGoneIsToldAsStale saves from a tab in which a section
// and a claim stand that another tab took away.
func TestATextWhoseFieldIsGoneIsToldAsStale(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	before := o.file(ref)
	claim := before.Claims[len(before.Claims)-1]
	was := casework.Sums(before.Plan, before.Claims)
	was["section_appendix"] = casework.Sum("As it was.")
	o.must(o.desk.RemoveClaim(t.Context(), o.who, ref, claim.ID, claim.Version))
	save := func(section, words string) error {
		details := map[reinstate.ClaimID]casework.ClaimDetails{claim.ID: {
			Done: claim.Done, Date: claim.Date, Owner: claim.Owner, Frequency: claim.Frequency, Tool: claim.Tool, Exhibits: claim.Exhibits, NoExhibit: claim.NoExhibit,
		}}
		_, err := o.desk.SavePlan(t.Context(), o.who, ref, casework.PlanEdit{
			Version: before.Plan.Version, Was: was, Details: details,
			Sections: map[string]string{"appendix": section}, Claims: map[reinstate.ClaimID]string{claim.ID: words},
		})
		return err
	}
	var stale *casework.Stale
	err := save("Written for an hour.", "This too.")
	if !errors.As(err, &stale) || len(stale.Fields) != 2 || !slices.Contains(stale.Fields, "section_appendix") {
		t.Errorf("of texts that have no place: %v", err)
	}
	if err := save("As it was.", claim.Text); err != nil {
		t.Errorf("of texts that nobody changed: %v", err)
	}
}

func TestRestoringBringsTheNewestRevisionAndItsLanguageBack(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	first := o.file(ref).Plan
	o.writing(o.who, ref, "Not meant to stay.")
	p := o.file(ref).Plan
	_, err := o.desk.SavePlan(t.Context(), o.who, ref, casework.PlanEdit{Version: p.Version, Language: "de", Working: true})
	o.must(err)
	p, err = o.desk.RestoreRevision(t.Context(), o.who, ref, first.Revision, o.file(ref).Plan.Version)
	o.must(err)
	if p.Body.Sections[0].Text != first.Body.Sections[0].Text || p.Language != first.Language {
		t.Errorf("restored %q in %s", p.Body.Sections[0].Text, p.Language)
	}
	if got := o.kept(ref); !slices.Contains(got, o.who.Name+": Not meant to stay.") {
		t.Errorf("the revisions say %q", got)
	}
}

// TestARestoredCauseBringsItsActionsBack removes a cause with all that hangs on
// it, and restores the revision in which they stood.
func TestARestoredCauseBringsItsActionsBack(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	before := o.file(ref)
	revision := before.Plan.Revision
	for _, kind := range []reinstate.ClaimKind{reinstate.PreventiveMeasure, reinstate.CorrectiveAction, reinstate.RootCause} {
		for _, c := range o.file(ref).Of(kind) {
			o.must(o.desk.RemoveClaim(t.Context(), o.who, ref, c.ID, c.Version))
		}
	}
	if left := o.file(ref).Claims; len(left) != 0 {
		t.Fatalf("left are %+v", left)
	}
	_, err := o.desk.RestoreRevision(t.Context(), o.who, ref, revision, o.file(ref).Plan.Version)
	o.must(err)
	after := o.file(ref)
	if len(after.Claims) != len(before.Claims) {
		t.Fatalf("%d of %d claims are back", len(after.Claims), len(before.Claims))
	}
	causes := map[reinstate.ClaimID]bool{}
	for _, c := range after.Of(reinstate.RootCause) {
		causes[c.ID] = true
	}
	for i, c := range after.Claims {
		was := before.Claims[i]
		if c.Text != was.Text || c.Kind != was.Kind || c.Date != was.Date || c.Owner != was.Owner || !slices.Equal(c.Exhibits, was.Exhibits) || c.NoExhibit != was.NoExhibit {
			t.Errorf("%q came back as %+v", was.Text, c)
		}
		if c.Kind != reinstate.RootCause && !causes[c.Cause] {
			t.Errorf("%q hangs on no cause", c.Text)
		}
	}
	for i, c := range after.Plan.Body.Claims {
		if c.ID != after.Claims[i].ID {
			t.Errorf("the plan holds claim %d where the case has %d", c.ID, after.Claims[i].ID)
		}
	}
	if _, err := o.desk.RestoreRevision(t.Context(), o.who, ref, 999, after.Plan.Version); !errors.Is(err, reinstate.ErrNotFound) {
		t.Errorf("a revision that is none: %v", err)
	}
}
