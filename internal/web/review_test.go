package web

import (
	"net/http"
	"strings"
	"testing"

	"reinstate/internal/caseworktest"
	"reinstate/internal/reinstate"
)

func TestALetterIsApprovedBySomebodyElseAndAnyEditWithdrawsIt(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	caseworktest.Ready(t, s.desk, s.owner(), s.ref)
	s.must(s.desk.SetApproval(t.Context(), s.owner(), reinstate.SecondApproval))
	plan, approval := s.at("plan"), s.at("plan", "approval")
	filing := form("do", "file_appeal", "from", "packet", "channel", "By the appeal form", "override", "It goes out today.")
	s.play(t, []scenario{
		{"not approved, not filed", "owner", "POST " + s.at("steps"), filing, 422, ".wrongs", "not approved as it stands"},
		{"it is sent to review", "owner", "POST " + s.at("plan", "review"), form("do", "ask"), 303, "", ""},
		{"its author may not approve it", "owner", "POST " + approval, form("do", "approve", "mark", s.file().Mark()), 422, ".wrongs", "Somebody else has to approve it"},
		{"nor a caseworker", "caseworker", "POST " + approval, form("do", "approve"), 403, "", ""},
		{"nor a letter that was not read", "reviewer", "POST " + approval, form("do", "approve", "mark", "other"), 422, ".wrongs", "changed since you read it"},
		{"a reviewer sees the button", "reviewer", "GET " + plan, "", 200, ".btn.primary", "Approve this letter"},
		{"and approves", "reviewer", "POST " + approval, form("do", "approve", "mark", s.file().Mark()), 303, "", ""},
	})
	if s.file().ReviewState() != reinstate.Approved {
		t.Fatalf("the letter is %q", s.file().ReviewState())
	}
	page := s.get("owner", plan)
	s.post("owner", plan, form("version", page.attribute("input[name=version]", "value"), "section_closing", "One more word, said by nobody before."))
	if s.file().ReviewState() != reinstate.Withdrawn {
		t.Errorf("after an edit the letter is %q", s.file().ReviewState())
	}
	if told := s.get("owner", s.at("timeline")).text("main"); !strings.Contains(told, "the approval of A reviewer is withdrawn") {
		t.Error("the timeline does not say that the approval is withdrawn")
	}
}

// TestWhoHasToActOnAReviewIsToldOnToday sends a letter to review and back.
func TestWhoHasToActOnAReviewIsToldOnToday(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	const waits, back = "Waiting for your review", "Sent back to you"
	tells := func(who, what string, want bool) {
		t.Helper()
		if got := s.get(who, "/").text("main"); strings.Contains(got, what) != want {
			t.Errorf("Today of the %s says %q: %v", who, what, !want)
		}
	}
	tells("reviewer", waits, false)
	s.post("owner", s.at("plan", "review"), form("do", "ask"))
	tells("reviewer", waits, true)
	tells("owner", waits, false)
	tells("viewer", waits, false)
	tells("caseworker", waits, false)
	s.post("reviewer", s.at("plan", "approval"), form("do", "back", "review_note", "Say when the cartons were counted."))
	tells("reviewer", waits, false)
	tells("owner", back, true)
	tells("owner", "Say when the cartons were counted.", true)
	tells("caseworker", back, false)
	s.post("owner", s.at("plan", "review"), form("do", "ask"))
	tells("owner", back, false)
	tells("reviewer", waits, true)
}

func TestAReviewLinkShowsOneLetterAndTakesComments(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	made := s.post("owner", s.at("plan", "links"), form("link_name", "Dr. Vale", "link_days", "7"))
	_, path, found := strings.Cut(made.attribute("#link", "value"), "/review/")
	if made.StatusCode != http.StatusOK || !found {
		t.Fatalf("the link: %d %s", made.StatusCode, made.text(".wrongs"))
	}
	link := "/review/" + path
	s.play(t, []scenario{
		{"anybody who has it reads the letter", "", "GET " + link, "", 200, "article", "Cartons were counted"},
		{"and nothing of the case around it", "", "GET " + link, "", 200, "h1", "Plan of action"},
		{"a comment without words", "", "POST " + link, form("comment", " "), 422, ".wrongs", "Write the comment"},
		{"a comment on a place that is none", "", "POST " + link, form("comment", "x", "place", "claim_99999"), 422, ".wrongs", "not in the letter any more"},
		{"a comment", "", "POST " + link, form("comment", "Say how many <cartons>.", "place", claimField(s.cause)), 303, "", ""},
		{"it stands beside the claim", "caseworker", "GET " + s.at("plan"), "", 200, ".remark", "Say how many <cartons>."},
		{"another secret opens nothing", "", "GET /review/" + strings.Repeat("A", len(path)), "", 404, "", ""},
		{"it opens no other page", "", "GET " + s.at("plan"), "", 303, "", ""},
	})
	s.post("owner", s.at("plan", "links", "1", "revoke"), "")
	gone, never := s.get("", link), s.get("", "/review/"+strings.Repeat("B", len(path)))
	if gone.StatusCode != http.StatusNotFound || gone.text("main") != never.text("main") {
		t.Errorf("a revoked link gives %d and %q, one that never was %q", gone.StatusCode, gone.text("main"), never.text("main"))
	}
}

func TestAFindingIsSetAsideWithAReason(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	path := s.at("plan")
	page := s.get("owner", path)
	s.post("owner", path, form("version", page.attribute("input[name=version]", "value"), "section_closing", "We beg you to reactivate our account, please have mercy."))
	findings := s.get("caseworker", path)
	key := findings.attribute("[data-piece=finds_section_closing] button[name=finding]", "value")
	if key == "" {
		t.Fatalf("nothing stands beneath the closing: %s", findings.text("#plan"))
	}
	s.play(t, []scenario{
		{"without a reason", "caseworker", "POST " + s.at("plan", "findings"), form("finding", key), 422, ".wrongs", "Say in writing why"},
		{"with one", "caseworker", "POST " + s.at("plan", "findings"), form("finding", key, "why_"+key, "The client insists."), 303, "", ""},
		{"it stands aside", "viewer", "GET " + path, "", 200, ".planside", "The client insists."},
		{"and on the timeline", "viewer", "GET " + s.at("timeline"), "", 200, "main", "The client insists."},
		{"once", "caseworker", "POST " + s.at("plan", "findings"), form("finding", key, "why_"+key, "Again."), 409, "", ""},
		{"it counts again", "caseworker", "POST " + s.at("plan", "findings", "recall"), form("finding", key), 303, "", ""},
	})
}
