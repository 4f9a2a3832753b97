package web

import (
	"net/http"
	"strings"
	"testing"

	"reinstate/internal/casework"
)

// openPlan is the plan's form as somebody opened it: its version, and the
// digests of what it was filled from.
func (s *scene) openPlan() (version string, sums map[string]string) {
	s.t.Helper()
	f := s.file()
	return id(int64(f.Plan.Version)), casework.Sums(f.Plan, f.Claims)
}

func TestTheStalePageCarriesWhatComesAfterTheSave(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	path := s.at("plan")
	version, was := s.openPlan()
	s.post("owner", path, form("version", version, "was_section_opening", was["section_opening"], "section_opening", "Theirs"))
	stale := s.post("caseworker", path, form("version", version, "was_section_opening", was["section_opening"], "section_opening", "Mine",
		"once", "pressed-once", "then", "add:root_cause:0", "new_root_cause_0", "Nobody read the delivery note."))
	if stale.StatusCode != http.StatusConflict || !strings.Contains(stale.text(".wrongs"), "What you began to add goes along") {
		t.Fatalf("got %d %s", stale.StatusCode, stale.text(".wrongs"))
	}
	kept := []string{"section_opening", "Mine"}
	for _, name := range []string{"version", "was_section_opening", "once", "then", "new_root_cause_0"} {
		kept = append(kept, name, stale.attribute("input[name="+name+"]", "value"))
	}
	merged := s.post("caseworker", path, form(kept...))
	place := ""
	for _, claim := range s.file().Claims {
		if claim.Text == "Nobody read the delivery note." {
			place = claimField(claim.ID)
		}
	}
	if place == "" || merged.location() != path+"#"+place {
		t.Errorf("led to %d %s, the claim is %q", merged.StatusCode, merged.location(), place)
	}
	if got := s.file().Plan.Body.Sections[0].Text; got != "Mine" {
		t.Errorf("the opening says %q", got)
	}
}

func TestATextWhoseClaimWasRemovedIsShownToItsWriter(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	path := s.at("plan")
	version, was := s.openPlan()
	claims := s.file().Claims
	gone := claims[len(claims)-1]
	s.must(s.desk.RemoveClaim(t.Context(), s.owner(), s.ref, gone.ID, gone.Version))
	name := claimField(gone.ID)
	typed := form("version", version, "was_"+name, was[name], name, "Written for an hour.")
	page := s.post("caseworker", path, typed)
	if page.StatusCode != http.StatusConflict || page.text("textarea#"+name+"[readonly]") != "Written for an hour." || !strings.Contains(page.text("main"), "copy what you still need") {
		t.Errorf("the page: %d %s", page.StatusCode, page.text("main"))
	}
	told := s.post("caseworker", path, typed, func(r *http.Request) { r.Header.Set("Accept", "application/json") })
	if told.StatusCode != http.StatusConflict || !strings.Contains(told.Body, `"gone":true`) {
		t.Errorf("the script: %d %s", told.StatusCode, told.Body)
	}
}

// TestARefusalAfterASaveGoesOnFromWhatIsSaved adds a claim without words: the
// rest is saved, and the page that says so can be saved once more.
func TestARefusalAfterASaveGoesOnFromWhatIsSaved(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	path := s.at("plan")
	version, was := s.openPlan()
	refused := s.post("caseworker", path, form("version", version, "was_section_opening", was["section_opening"], "section_opening", "First", "then", "add:root_cause:0"))
	if refused.StatusCode != http.StatusUnprocessableEntity || refused.text("textarea[name=section_opening]") != "First" {
		t.Fatalf("got %d %q", refused.StatusCode, refused.text("textarea[name=section_opening]"))
	}
	if got := refused.text("textarea[name=" + claimField(s.cause) + "]"); got != "Cartons were counted, not units." {
		t.Errorf("a claim that was not sent says %q", got)
	}
	again := form("version", refused.attribute("input[name=version]", "value"), "was_section_opening", refused.attribute("input[name=was_section_opening]", "value"), "section_opening", "Second")
	if got := s.post("caseworker", path, again); got.StatusCode != http.StatusSeeOther {
		t.Errorf("saving once more: %d %s", got.StatusCode, got.text(".wrongs"))
	}
}

func TestTheNewestRevisionComesBackOverAWorkingCopy(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	p := s.file().Plan
	path := s.at("plan", "revisions", id(int64(p.Revision)))
	s.play(t, []scenario{{"as it stands, there is nothing to bring back", "owner", "GET " + path, "", 200, ".btn.primary", "All revisions"}})
	_, err := s.desk.SavePlan(t.Context(), s.owner(), s.ref, casework.PlanEdit{Version: p.Version, Sections: map[string]string{"opening": "Not meant to stay."}, Working: true})
	s.must(err)
	s.play(t, []scenario{{"with something written since", "owner", "GET " + path, "", 200, ".btn.primary", "Bring this text back"}})
}

func TestThePlanLeadsToItsKindAndItsBlocks(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	page := s.get("caseworker", s.at("plan"))
	for _, to := range []string{"route", "blocks"} {
		if len(page.find("main a[href='"+s.at(to)+"']")) == 0 {
			t.Errorf("no link to %s", to)
		}
	}
}
