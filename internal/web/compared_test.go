package web

import (
	"strconv"
	"strings"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// refuse logs a reply and records a denial of what it was read to ask for.
func (s *scene) refuse(text string) reinstate.NoticeID {
	s.t.Helper()
	n, err := s.desk.Log(s.t.Context(), s.owner(), casework.Incoming{Case: s.ref, Body: strings.NewReader(text)})
	s.must(err)
	in := s.checking(n)
	for _, d := range n.Read.Demands {
		in.Demands = append(in.Demands, d.Code)
	}
	s.take(casework.Move{Do: reinstate.RecordDenied, Reply: n.ID, Checking: &in})
	return n.ID
}

// answer meets every open demand of the case.
func (s *scene) answer() {
	s.t.Helper()
	for _, d := range s.file().OpenDemands() {
		d.State, d.Why = reinstate.DemandMet, "See page 2 of the letter."
		s.must(s.desk.SaveDemand(s.t.Context(), s.owner(), s.ref, d))
	}
}

func TestAReplyIsHeldAgainstWhatWasAnswered(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.must(s.desk.AddDemand(t.Context(), s.owner(), s.ref, "A test report", "test_report"))
	s.answer()
	s.filed(true)
	n, err := s.desk.Log(t.Context(), s.owner(), casework.Incoming{Case: s.ref, Body: strings.NewReader(denial)})
	s.must(err)
	page := s.get("caseworker", noticePath(n.ID)).text("#compared")
	for _, want := range []string{"Asked again", "It was answered: See page 2 of the letter.", "Answered, and no longer asked for", "A test report"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of the reply lacks %q: %s", want, page)
		}
	}
	s.post("caseworker", noticePath(n.ID), form(
		"version", "1", "case_version", strconv.Itoa(s.file().Case.Version), "do", "record_denied", "demands", "supplier_invoices", "demands", "letter_of_authorization"))
	work := s.get("caseworker", s.at()).text("section[aria-labelledby=asked]")
	for _, want := range []string{"Still open from the reply of", "asked again", "new", "Answered, and no longer asked for:", "A test report"} {
		if !strings.Contains(work, want) {
			t.Errorf("the work page lacks %q: %s", want, work)
		}
	}
}

func TestTheSameReplyAndTheSameLetterAreCalledThat(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.filed(true)
	s.refuse(denial)
	if got := s.get("caseworker", s.at("packet")).text("#resent"); !strings.Contains(got, "nearly the one of round 1: 100%") {
		t.Errorf("the packet page says %q", got)
	}
	s.filed(true)
	for _, tt := range []struct{ name, text, want string }{
		{"the same bytes", denial, "the same reply as the one of"},
		{"nearly the same", strings.Replace(denial, "Hello,", "Hello Hailan,", 1), "says nearly the same as the one of"},
	} {
		n, err := s.desk.Log(t.Context(), s.owner(), casework.Incoming{Case: s.ref, Body: strings.NewReader(tt.text)})
		s.must(err)
		if got := s.get("caseworker", noticePath(n.ID)).text(".note.late"); !strings.Contains(got, tt.want) {
			t.Errorf("%s: the page says %q", tt.name, got)
		}
	}
}

func TestAFirstLetterRepeatsNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	if got := s.get("caseworker", s.at("packet")).text("#resent"); got != "" {
		t.Errorf("the packet page says %q", got)
	}
	if got := s.get("caseworker", s.at()).text("section[aria-labelledby=asked] .tag"); got != "" {
		t.Errorf("in a first round demands are called %q", got)
	}
}
