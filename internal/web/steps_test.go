package web

import (
	"net/http"
	"strings"
	"testing"

	"reinstate/internal/caseworktest"
	"reinstate/internal/reinstate"
)

func TestTheWorkPageNamesOneNextStep(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	page := s.get("viewer", s.at())
	if len(page.find(".btn.primary")) != 1 || page.text(".tasks") == "" || !strings.Contains(page.text("h1"), "深圳市海岚科技有限公司") {
		t.Errorf("the page says %q, next %q", page.text("h1"), page.text(".btn.primary"))
	}
	if want := "Work · " + s.ref + " – Reinstate"; page.text("title") != want {
		t.Errorf("the title is %q, want %q", page.text("title"), want)
	}
	if page.text(".case-line .tag") != "Corrective action" || page.text(".tabs a[aria-current]") != "Work" {
		t.Errorf("state %q, tab %q", page.text(".case-line .tag"), page.text(".tabs a[aria-current]"))
	}
	if !strings.Contains(page.text(".case-time"), "left") || !strings.Contains(page.text(".case-time"), "stated") {
		t.Errorf("the time left is %q", page.text(".case-time"))
	}
}

func TestEveryPageOfACaseHasOnePrimaryThing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for _, who := range []string{"owner", "viewer"} {
		for _, tab := range []string{"", "claims", "plan", "evidence", "packet", "messages", "timeline", "details", "notice", "steps", "plan/revisions", "plan/revisions/1", "claims/" + id(s.cause), "demands/" + id(s.demand), "evidence/" + id(s.pdf)} {
			path := strings.TrimSuffix(s.at(tab), "/")
			page := s.get(who, path)
			if page.StatusCode != http.StatusOK || len(page.find(".primary")) != 1 {
				t.Errorf("%s for the %s: %d with %d primary things: %s", path, who, page.StatusCode, len(page.find(".primary")), page.text(".primary"))
			}
		}
	}
}

func TestStepsAreRefusedInWords(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	steps := s.at("steps")
	s.play(t, []scenario{
		{"to counsel without a reason", "caseworker", "POST " + steps, form("do", "refer_to_counsel", "counsel", "Dr. Vale"), 422, ".wrongs a[href='#note']", "Say why"},
		{"what was typed stays", "caseworker", "POST " + steps, form("do", "refer_to_counsel", "privileged", "All of it"), 422, "textarea#privileged", "All of it"},
		{"closing without an outcome", "caseworker", "POST " + steps, form("do", "close"), 422, ".wrongs a[href='#outcome']", "how the case ended"},
		{"filing without saying how", "caseworker", "POST " + steps, form("do", "file_appeal", "from", "packet"), 422, ".wrongs a[href='#channel']", "how the appeal is sent"},
		{"a step from the wrong state", "caseworker", "POST " + steps, form("do", "record_reinstated"), 409, ".wrongs", "This step was not taken"},
		{"a step that is none", "caseworker", "POST " + steps, form("do", "give_up"), 422, ".wrongs", "no such step"},
		{"a page that is out of date", "caseworker", "POST " + steps, form("do", "close", "outcome", "withdrawn", "version", "1"), 409, ".wrongs", "moved on"},
		{"by somebody who only reads", "viewer", "POST " + steps, form("do", "close", "outcome", "withdrawn"), 403, "", ""},
		{"somebody who only reads sees no form", "viewer", "GET " + steps, "", 200, "main", "no step for you"},
	})
	if s.file().Case.State != reinstate.InCorrection {
		t.Errorf("the case is %s", s.file().Case.State)
	}
}

func TestAMissingReasonLeadsToTheNotice(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	bare := s.account.Case(func(c *reinstate.Case) {
		c.State, c.Reasons, c.Response = reinstate.NoticeLogged, nil, ""
	})
	path := casePath(bare.Case.Reference, "steps")
	got := s.post("owner", path, form("do", "confirm_reason"))
	if got.StatusCode != http.StatusUnprocessableEntity || len(got.find(".wrongs a[href='"+casePath(bare.Case.Reference, "notice")+"']")) == 0 {
		t.Errorf("got %d: %s", got.StatusCode, got.Body)
	}
}

func TestFromFilingToTheNextRound(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	steps := s.at("steps")
	s.play(t, []scenario{
		{"an exhibit is left out", "caseworker", "POST " + s.at("packet", "exhibits"), form("id", id(s.pdf), "goes", "without"), 303, "", ""},
		{"it stays", "viewer", "GET " + s.at("packet"), "", 200, "#exhibits details", "Invoice 42"},
		{"until somebody puts it in", "caseworker", "POST " + s.at("packet", "exhibits"), form("id", id(s.pdf), "goes", "with"), 303, "", ""},
		{"another firm's cannot be put in", "caseworker", "POST " + s.at("packet", "exhibits"), form("id", id(s.foreignExhibit), "goes", "with"), 404, "", ""},
		{"now it goes", "viewer", "GET " + s.at("packet"), "", 200, "#exhibits > table", "Invoice 42"},
	})
	caseworktest.Ready(t, s.desk, s.owner(), s.ref)
	version := s.get("caseworker", s.at("packet")).attribute("form[action='"+steps+"'] input[name=version]", "value")
	filing := form("do", "file_appeal", "from", "packet", "channel", "By the appeal form", "note", "Sent with three papers", "override", "It goes out today.", "version", version)
	first := s.post("caseworker", steps, filing)
	if first.StatusCode != http.StatusSeeOther || first.location() != s.at("filings", "1") {
		t.Fatalf("filing: %d %s %s", first.StatusCode, first.location(), first.text("main"))
	}
	s.play(t, []scenario{
		{"filing again", "caseworker", "POST " + steps, filing, 409, ".wrongs", "moved on"},
		{"it says that it is not sent", "viewer", "GET " + s.at("filings", "1"), "", 200, ".sealed", "sealed, not yet sent"},
		{"it leads to the sending", "caseworker", "GET " + s.at("filings", "1"), "", 200, "h2#next", "Send it now"},
		{"the case says so too", "viewer", "GET " + s.at(), "", 200, ".note.unsent", "Sealed, not yet sent."},
		{"and Today", "caseworker", "GET /", "", 200, "table.due", "Sealed, not yet sent: record when you sent it."},
		{"the clock runs on", "viewer", "GET " + s.at(), "", 200, ".case-time", "Appeal"},
		{"with its manifest", "viewer", "GET " + s.at("filings", "1"), "", 200, "#manifest + table", "Invoice 42"},
		{"the packet page leads there", "viewer", "GET " + s.at("packet"), "", 303, "", ""},
		{"a receipt of nothing", "caseworker", "POST " + steps, form("do", "confirm_receipt", "from", "packet"), 422, ".wrongs a[href='#receipt']", "reference"},
		{"a proof of another firm", "caseworker", "POST " + steps, form("do", "confirm_receipt", "from", "packet", "proof", id(s.foreignExhibit)), 404, "", ""},
		{"a time that is none", "caseworker", "POST " + steps, form("do", "confirm_receipt", "from", "packet", "receipt", "CASE-17", "sent", "yesterday"), 422, ".wrongs a[href='#sent']", "Give the day and time"},
		{"a time before the seal", "caseworker", "POST " + steps, form("do", "confirm_receipt", "receipt", "CASE-17", "sent", "2020-01-01T10:00"), 422, ".wrongs a[href='#sent']", "before it was sealed"},
		{"a time ahead", "caseworker", "POST " + steps, form("do", "confirm_receipt", "from", "packet", "receipt", "CASE-17", "sent", "2199-01-01T10:00"), 422, "#sent + *, .wrongs", "lies ahead"},
		{"the receipt", "caseworker", "POST " + steps, form("do", "confirm_receipt", "from", "packet", "receipt", "CASE-17"), 303, "", ""},
		{"the reference is kept", "viewer", "GET " + s.at("filings", "1"), "", 200, ".sealed", "CASE-17"},
		{"it is sent", "viewer", "GET " + s.at("filings", "1"), "", 200, ".sealed h2", "sealed and sent"},
		{"nothing says otherwise", "viewer", "GET " + s.at(), "", 200, ".case-time", "Sent"},
		{"a round that is not there", "viewer", "GET " + s.at("filings", "7"), "", 404, "", ""},
	})
	inert(t, s.get("viewer", s.at("filings", "1", "file")))
	inert(t, s.get("viewer", s.at("filings", "1", "files", "1")))

	reply := s.sendFiles("caseworker", s.at("reply"), []string{"text", denial}, nil)
	if waiting := s.get("caseworker", s.at("messages")); waiting.attribute(".btn.primary", "href") != reply.location() {
		t.Errorf("the messages lead to %q", waiting.attribute(".btn.primary", "href"))
	}
	page := s.get("caseworker", reply.location())
	if page.text("h1") != "Is this what the reply says?" || page.attribute("input[name=do][checked]", "value") != "record_denied" || page.text(".btn.primary") != "Record the decision" {
		t.Fatalf("the reply: %q, chosen %q", page.text("h1"), page.attribute("input[name=do][checked]", "value"))
	}
	decision := form("version", page.attribute("input[name=version]", "value"), "case_version", page.attribute("input[name=case_version]", "value"), "do", "record_denied", "demands", "supplier_invoices", "note", "They want newer invoices")
	s.play(t, []scenario{
		{"a decision that is none", "caseworker", "POST " + reply.location(), form("do", "ask_again"), 422, ".wrongs", "no such step"},
		{"by another firm", "rival", "POST " + reply.location(), decision, 404, "", ""},
		{"the decision", "caseworker", "POST " + reply.location(), decision, 303, "", ""},
		{"a second click", "caseworker", "POST " + reply.location(), decision, 409, "", ""},
		{"the next round is open", "viewer", "GET " + s.at(), "", 200, ".case-line", "round 2"},
		{"with what they still ask for", "viewer", "GET " + s.at(), "", 200, "#asked", "Still open from the reply"},
		{"the reply is only shown now", "viewer", "GET " + reply.location(), "", 200, "h2", "Appeal denied"},
		{"all messages in order", "viewer", "GET " + s.at("messages"), "", 200, ".letters li:nth-child(2)", "Appeal of round 1"},
		{"the timeline tells it", "viewer", "GET " + s.at("timeline"), "", 200, ".timeline", "Sealed the appeal, to be sent by"},
		{"the rounds are listed", "viewer", "GET " + s.at("details"), "", 200, "#rounds + table", "Appeal denied"},
	})
	file := s.file()
	if file.Case.Round != 2 || !file.HasPlan || file.Case.State != reinstate.InCorrection {
		t.Errorf("round %d, a plan %t, %s", file.Case.Round, file.HasPlan, file.Case.State)
	}
}

func TestEveryStepOfTheFlowHasItsForm(t *testing.T) {
	t.Parallel()
	for _, state := range reinstate.States() {
		t.Run(string(state), func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			c := s.account.Case(func(c *reinstate.Case) { c.State = state })
			page := s.get("owner", casePath(c.Case.Reference, "steps"))
			for _, step := range c.Case.Steps(s.owner()) {
				if len(page.find("#"+string(step.Do))) != 1 {
					t.Errorf("%s has no form", step.Do)
				}
				if stepWords[step.Do].elsewhere == "" && len(page.find("input[name=do][value="+string(step.Do)+"]")) != 1 {
					t.Errorf("%s cannot be taken", step.Do)
				}
			}
			if len(page.find(".primary")) != 1 {
				t.Errorf("there are %d primary things", len(page.find(".primary")))
			}
		})
	}
}

func TestEveryStepIsTold(t *testing.T) {
	t.Parallel()
	for _, step := range reinstate.Flow() {
		if stepWords[step.Do].brings.Text == "" {
			t.Errorf("nothing says what %s brings with it", step.Do)
		}
		if afterStep(step.Do, reinstate.Case{}).Text == "Done." {
			t.Errorf("nothing says what comes after %s", step.Do)
		}
	}
}

func TestToCounselAndBack(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	steps := s.at("steps")
	s.play(t, []scenario{
		{"to counsel", "caseworker", "POST " + steps, form("do", "refer_to_counsel", "counsel", "Dr. Vale", "note", "Forged papers are alleged", "privileged", "Our memo of 3 Nov"), 303, "", ""},
		{"who has it", "caseworker", "GET " + s.at("details"), "", 200, "#counsel + dl", "Our memo of 3 Nov"},
		{"and who only reads learns that counsel has it, not what was said", "viewer", "GET " + s.at("details"), "", 200, "#counsel + dl", "Dr. Vale"},
		{"resume", "caseworker", "POST " + steps, form("do", "resume", "note", "Go on"), 303, "", ""},
		{"a new round", "viewer", "GET " + s.at(), "", 200, ".case-line", "round 2"},
		{"close", "caseworker", "POST " + steps, form("do", "close", "outcome", "settled", "note", "Paid back"), 303, "", ""},
		{"nothing is written now", "caseworker", "POST " + s.at("claims"), form("kind", "root_cause", "text", "late", "from", "list"), 422, ".wrongs", "Reopen it"},
		{"no form is shown either", "caseworker", "GET " + s.at("claims"), "", 200, "main", "They ask for"},
		{"reopen without a reason", "caseworker", "POST " + steps, form("do", "reopen"), 422, ".wrongs a[href='#note']", "Say why"},
		{"reopen", "caseworker", "POST " + steps, form("do", "reopen", "note", "They wrote again"), 303, "", ""},
	})
	if got := s.file().Case.State; got != reinstate.ReasonIdentified {
		t.Errorf("the case is %s", got)
	}
}

func TestTheEndOfACase(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.filed(true)
	if next := s.get("owner", s.at("filings", "1")).text(".btn.primary"); next != "Log the reply" {
		t.Errorf("next is %q", next)
	}
	got := s.post("owner", s.at("steps"), form("do", "record_reinstated", "note", "The account is back"))
	page := s.get("viewer", got.location())
	if page.text(".case-line .tag.good") != "Reinstated" || page.text(".case-time") != "" {
		t.Errorf("the case says %q and %q", page.text(".case-line"), page.text(".case-time"))
	}
}

func TestAssigningACase(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	people, err := s.desk.People(t.Context(), s.owner())
	s.must(err)
	version := id(int64(s.file().Case.Version))
	s.play(t, []scenario{
		{"to somebody who is no number", "owner", "POST " + s.at("details"), form("owner", "me", "version", version), 422, ".wrongs a[href='#owner']", "somebody of the firm"},
		{"to somebody of another firm", "owner", "POST " + s.at("details"), form("owner", id(s.rivals.Owner.User), "version", version), 404, "", ""},
		{"to one of us", "owner", "POST " + s.at("details"), form("owner", id(people[0].ID), "version", version), 303, "", ""},
		{"with a page that is out of date", "owner", "POST " + s.at("details"), form("owner", "0", "version", version), 409, "", ""},
		{"to nobody", "owner", "POST " + s.at("details"), form("owner", "0", "version", id(int64(s.file().Case.Version+1))), 303, "", ""},
	})
}

func TestAReplyAtTheWrongTimeIsKeptAndChangesNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	reply := s.sendFiles("owner", s.at("reply"), []string{"text", denial}, nil)
	page := s.get("owner", reply.location())
	if !strings.Contains(page.text("main"), "Nothing can be recorded from it now") || page.text(".btn.primary") != "Back to the case" {
		t.Errorf("the page says %q", page.text("main"))
	}
	got := s.post("owner", reply.location(), form("do", "record_denied", "version", "1", "case_version", id(int64(s.file().Case.Version))))
	if got.StatusCode != http.StatusConflict || s.file().Case.State != reinstate.InCorrection {
		t.Errorf("got %d; the case is %s", got.StatusCode, s.file().Case.State)
	}
	if missing := s.sendFiles("owner", "/cases/R-2026-9999/reply", []string{"text", denial}, nil); missing.StatusCode != http.StatusNotFound {
		t.Errorf("a reply to no case gets %d", missing.StatusCode)
	}
}

func TestWhatCounselWasToldStaysWithThoseWhoWorkOnTheCase(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.play(t, []scenario{{"to counsel", "caseworker", "POST " + s.at("steps"), form("do", "refer_to_counsel", "counsel", "Dr. Vale", "note", "Forged papers are alleged", "privileged", "Our memo of 3 Nov"), 303, "", ""}})
	for _, who := range []string{"viewer", "client"} {
		for _, place := range []string{"", "details", "timeline"} {
			page := s.get(who, s.at(place)).Body
			if strings.Contains(page, "Our memo") || strings.Contains(page, "Forged papers") {
				t.Errorf("a %s reads what counsel was told on %q", who, place)
			}
		}
	}
}

func TestALetterThatChangedSinceItWasLookedAtIsNotFiled(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	caseworktest.Ready(t, s.desk, s.owner(), s.ref)
	packet := s.get("caseworker", s.at("packet"))
	field := func(name string) string {
		return packet.attribute("form[action='"+s.at("steps")+"'] input[name="+name+"]", "value")
	}
	filing := form("do", "file_appeal", "from", "packet", "channel", "By the appeal form", "version", field("version"), "seen", field("seen"))
	s.post("caseworker", s.at("claims"), form("kind", "root_cause", "text", "One more cause that nobody looked at.", "from", "list"))
	s.play(t, []scenario{
		{"filing what was not seen", "caseworker", "POST " + s.at("steps"), filing, 422, ".wrongs", "changed since you looked"},
	})
	if got := s.file().Case.State; got != reinstate.InCorrection {
		t.Errorf("the case is %s", got)
	}
}

func TestAMessageFindsItsPlace(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.filed(true)
	reply := s.sendFiles("caseworker", "/notices", []string{"text", denial}, nil)
	page := s.get("caseworker", reply.location())
	if page.attribute("form[action='"+reply.location()+"/case'] option", "value") == "" {
		t.Fatal("the page offers no case for a reply that was pasted in the main box")
	}
	junk := s.sendFiles("caseworker", "/notices", []string{"text", "Dear all, our canteen is closed on Friday."}, nil)
	s.play(t, []scenario{
		{"with its case", "caseworker", "POST " + reply.location() + "/case", form("case", s.file().Case.Reference), 303, "", ""},
		{"it can be recorded there", "caseworker", "GET " + reply.location(), "", 200, ".btn.primary", "Record the decision"},
		{"another firm's case does not exist", "rival", "POST " + junk.location() + "/case", form("case", s.file().Case.Reference), 404, "", ""},
		{"junk waits on the first page", "caseworker", "GET /", "", 200, "main", "Messages nobody has checked"},
		{"set aside", "caseworker", "POST " + junk.location() + "/read", "", 303, "", ""},
	})
	if today := s.get("caseworker", "/"); strings.Contains(today.Body, junk.location()) {
		t.Error("what was set aside still waits")
	}
}

func TestATimeLimitCanBeSetRightAfterwards(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	wrong := s.file().Clocks[0]
	s.play(t, []scenario{
		{"stopped without a word", "caseworker", "POST " + s.at("clocks", id(wrong.ID), "stop"), form("why", " "), 422, ".wrongs", "no longer holds"},
		{"stopped by another firm", "rival", "POST " + s.at("clocks", id(wrong.ID), "stop"), form("why", "x"), 404, "", ""},
		{"stopped", "caseworker", "POST " + s.at("clocks", id(wrong.ID), "stop"), form("why", "The notice came a month earlier."), 303, "", ""},
		{"no date", "caseworker", "POST " + s.at("clocks"), form("kind", "appeal", "due", "soon", "why", "by telephone"), 422, ".wrongs a[href='#due']", "day and time"},
		{"the right one", "caseworker", "POST " + s.at("clocks"), form("kind", "appeal", "due", "2027-01-08T17:00", "why", "told by telephone"), 303, "", ""},
		{"it is the case's", "viewer", "GET " + s.at("details"), "", 200, "#counted", "told by telephone"},
		{"the timeline says why", "viewer", "GET " + s.at("timeline"), "", 200, ".timeline", "The notice came a month earlier."},
	})
	if next := s.file().Case.Next; next.Due.Format("2006-01-02") != "2027-01-08" {
		t.Errorf("next is %+v", next)
	}
}
