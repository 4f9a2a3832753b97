package web

import (
	"strconv"
	"strings"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// Messages of our own of which the reader can only guess, or calls what they are.
const (
	vagueNotice = "Amazon notice. Your items may be affected. A word about genuine goods."
	phish       = "From: service@amaz0n-verify.example\n\nYour Amazon seller account will be closed. Click http://amazon-verify.example/login and confirm your password and card details within 24 hours."
	accusation  = `Your Amazon.com selling account has been deactivated.

Why did this happen?
The invoices that you sent us are forged or manipulated. Our seller code of conduct forbids that.

You may not sell on Amazon.com. Send us proof that the documents are genuine within 7 days.
`
)

// logged is the path of a message's check page.
func (s *site) logged(text string) (reinstate.Notice, string) {
	s.t.Helper()
	n, err := s.desk.Log(s.t.Context(), s.firm.Owner, casework.Incoming{Body: strings.NewReader(text)})
	s.must(err)
	return n, noticePath(n.ID)
}

func (s *site) accountID() string {
	return strconv.FormatInt(int64(s.account.Account.ID), 10)
}

func TestWhatIsOnlyGuessedIsAsked(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n, path := s.logged(vagueNotice)
	if len(n.Read.Reasons) == 0 || n.Read.Reasons[0].Confidence >= s.desk.Catalog().Lexicon().Confidence.Likely {
		t.Fatalf("the reader is sure of %+v: find another text", n.Read.Reasons)
	}
	page := s.get("caseworker", path)
	if got := page.text("#reasons legend"); got != "Which of these is it?" {
		t.Errorf("the reason is not asked: %q", page.text("main dl"))
	}
	if got := page.text("#level legend"); got != "What is restricted?" {
		t.Errorf("the level is not asked: %q", page.text("main dl"))
	}
	if chosen := page.find("#reasons input[checked], #level input[checked]"); len(chosen) != 0 {
		t.Errorf("%d answers are chosen that nobody chose", len(chosen))
	}
	if first := page.attribute("#reasons input", "value"); first != string(n.Read.Reasons[0].Code) {
		t.Errorf("the first candidate is %q", first)
	}
	fields := []string{"version", "1", "account", s.accountID(), "marketplace", "amazon", "do", "open"}
	s.play(t, []scenario{
		{"confirmed without an answer", "caseworker", "POST " + path, form(fields...), 422, ".wrongs a[href='#level']", "Choose what is restricted."},
		{"the other question too", "caseworker", "POST " + path, form(fields...), 422, ".wrongs a[href='#reasons']", "Choose the reason"},
		{"one answer stays", "caseworker", "POST " + path, form(append(fields, "level", "listing")...), 422, "#level label:has(input[checked])", "Listings"},
		{"both answered", "caseworker", "POST " + path, form(append(fields, "level", "listing", "reason", "inauthentic")...), 303, "", ""},
	})
}

func TestAGuessIsNotSavedAsAFact(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n, path := s.logged(vagueNotice)
	got := s.post("caseworker", path, form("version", "1", "account", s.accountID(), "marketplace", "amazon", "do", "save"))
	if got.StatusCode != 303 {
		t.Fatalf("got %d: %s", got.StatusCode, got.text("main"))
	}
	saved, err := s.desk.Notice(t.Context(), s.firm.Owner, n.ID)
	s.must(err)
	if saved.Case.Level != reinstate.UnknownLevel || len(saved.Case.Reasons) != 0 {
		t.Errorf("the case says %s for %v", saved.Case.Level, saved.Case.Reasons)
	}
	if page := s.get("caseworker", got.location()+"/notice"); page.text("#reasons legend") == "" || page.text("#level legend") == "" {
		t.Error("the questions are not asked again")
	}
}

func TestADecisionThatIsNotSaidIsAsked(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.filed(true)
	n, err := s.desk.Log(t.Context(), s.owner(), casework.Incoming{Case: s.ref, Body: strings.NewReader("Hello, about your case: see the attached. Kind regards")})
	s.must(err)
	page := s.get("caseworker", noticePath(n.ID))
	if chosen := page.find("input[name=do][checked]"); len(chosen) != 0 || len(page.find("input[name=do]")) < 3 {
		t.Errorf("%d of %d decisions are chosen", len(chosen), len(page.find("input[name=do]")))
	}
	got := s.post("caseworker", noticePath(n.ID), form("version", "1", "case_version", strconv.Itoa(s.file().Case.Version)))
	if got.StatusCode != 422 || !strings.Contains(got.text(".wrongs"), "Choose what they decided.") {
		t.Errorf("recorded without one: %d %s", got.StatusCode, got.text(".wrongs"))
	}
}

func TestAMessageThatIsNoNoticeIsCalledThat(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	n, path := s.logged(phish)
	if n.Read.Other != reinstate.OtherPhishing {
		t.Fatalf("the reader calls it %s %q", n.Read.Kind, n.Read.Other)
	}
	page := s.get("caseworker", path)
	if got := page.text(".gate"); !strings.Contains(got, "Looks like phishing") || !strings.Contains(got, "Do not follow its links") {
		t.Errorf("it says %q", got)
	}
	if got := page.text(".primary"); got != "Set it aside" {
		t.Errorf("the usual thing to do is %q", got)
	}
	if got := page.attribute("form:has(.primary)", "action"); got != path+"/read" {
		t.Errorf("setting it aside goes to %q", got)
	}
}

// jumps says which marks and facts of a page lead nowhere.
func jumps(t *testing.T, page seen) []string {
	t.Helper()
	var lost []string
	for _, link := range page.find("a.mark, a.where, .id a[href^='#m']") {
		for _, a := range link.Attr {
			if a.Key == "href" && len(page.find(a.Val)) != 1 {
				lost = append(lost, a.Val)
			}
		}
	}
	return lost
}

func TestEveryFactJumpsToItsWordsAndBack(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	n, fresh := s.logged(strings.Replace(suspension, "ASIN: B0TESTB2Y8", "ASIN: B0TESTB2Y8\nOrder: 111-2233445-6677889", 1))
	if n.Read.References.Empty() || len(n.Read.Clocks) == 0 {
		t.Fatal("nothing to jump to")
	}
	s.filed(true)
	reply, err := s.desk.Log(t.Context(), s.owner(), casework.Incoming{Case: s.ref, Body: strings.NewReader(denial + "\nReply within 7 days. It concerns ASIN B0TESTA1X7.")})
	s.must(err)
	for _, tt := range []struct {
		name, path string
		facts      []string // quotes that must be among the links
	}{
		{"a notice", fresh, []string{"17 days", "Invoices", "B0TESTB2Y8", "111-2233445-6677889"}},
		{"a reply", noticePath(reply.ID), []string{"not able to reactivate", "7 days", "B0TESTA1X7", "nvoices"}},
		{"the notice of a case", s.at("notice"), []string{"17 days", "authenticity of items"}},
	} {
		page := s.get("caseworker", tt.path)
		if lost := jumps(t, page); len(lost) > 0 {
			t.Errorf("%s: nothing at %v", tt.name, lost)
		}
		links, marked := page.text("a.where, .id a"), page.text("a.mark")
		for _, words := range tt.facts {
			if !strings.Contains(links, words) || !strings.Contains(marked, words) {
				t.Errorf("%s: %q is in the facts %v, marked %v:\n%s\n%s", tt.name, words, strings.Contains(links, words), strings.Contains(marked, words), links, marked)
			}
		}
	}
}

func TestAReasonLeadsToWhatItMeans(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	_, fresh := s.logged(suspension)
	for _, path := range []string{fresh, s.at("details"), s.at("notice")} {
		if got := s.get("caseworker", path).attribute("a[href^='/policies/']", "href"); got != "/policies/amazon/inauthentic" {
			t.Errorf("%s leads to %q", path, got)
		}
	}
}
