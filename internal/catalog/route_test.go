package catalog_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

func routeTable(t *testing.T) *catalog.RouteTable {
	t.Helper()
	known, err := catalog.Load(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	return known.Routes()
}

// told makes answers from pairs of question and answer.
func told(pairs ...string) reinstate.Answers {
	var a reinstate.Answers
	for i := 0; i+1 < len(pairs); i += 2 {
		a = a.With(pairs[i], pairs[i+1])
	}
	return a
}

func TestTheRightKindOfDocumentIsProposed(t *testing.T) {
	t.Parallel()
	table := routeTable(t)
	amazon := func(reason reinstate.ReasonCode, answers ...string) catalog.Situation {
		return catalog.Situation{Marketplace: reinstate.Amazon, Reasons: []reinstate.ReasonCode{reason}, Round: 1, Answers: told(answers...)}
	}
	with := func(s catalog.Situation, change func(*catalog.Situation)) catalog.Situation { change(&s); return s }
	for _, tt := range []struct {
		name string
		in   catalog.Situation
		want reinstate.DocumentKind // empty: not yet
		id   string
	}{
		{"nothing answered", amazon("inauthentic"), "", "unanswered"},
		{"the notice is right", amazon("inauthentic", "holds", "yes"), reinstate.PlanOfAction, "plan"},
		{"it is right in part, at Walmart", with(amazon("late_shipment", "holds", "partly", "appealable", "yes"), func(s *catalog.Situation) { s.Marketplace = reinstate.Walmart }), reinstate.BusinessPlan, "walmart-plan"},
		{"Walmart takes no appeal", with(amazon("code_of_conduct", "holds", "no", "proof", "yes", "appealable", "no"), func(s *catalog.Situation) { s.Marketplace = reinstate.Walmart }), "", "no-appeal"},
		{"it is wrong and can be proved", amazon("late_shipment", "holds", "no", "proof", "yes"), reinstate.Dispute, "wrong-and-proved"},
		{"it is wrong and cannot be proved", amazon("late_shipment", "holds", "no", "proof", "no"), "", "wrong-unproved"},
		{"nobody knows yet", amazon("late_shipment", "holds", "unknown"), "", "unknown"},
		{"identity is checked, whatever was answered", amazon("identity_verification", "holds", "yes"), reinstate.CoverNote, "verification"},
		{"our own other account", amazon("related_account", "other", "ours"), reinstate.OtherAccount, "related-ours"},
		{"an account nobody knows", amazon("related_account", "other", "stranger"), reinstate.OtherAccount, "related-stranger"},
		{"an answer to a question that does not matter here", amazon("inauthentic", "holds", "yes", "other", "ours"), reinstate.PlanOfAction, "plan"},
		{"a rights owner nobody has asked", amazon("ip_trademark", "holds", "yes", "owner", "not_asked"), reinstate.RetractionRequest, "ask-owner"},
		{"a rights owner who refuses, and proof", amazon("ip_trademark", "holds", "no", "proof", "yes", "owner", "refused"), reinstate.Dispute, "ip-evidence"},
		{"a copyright notice that is a mistake", amazon("ip_copyright", "holds", "no", "owner", "refused"), reinstate.CounterNotice, "copyright-counter"},
		{"a trademark takes no counter-notice", amazon("ip_trademark", "holds", "no", "proof", "no", "owner", "refused"), "", "wrong-unproved"},
		{"forged papers, proved genuine", amazon("forged_documents", "holds", "no", "proof", "yes"), reinstate.Dispute, "forged-proved"},
		{"forged papers, not known", amazon("forged_documents", "holds", "unknown"), "", "forged"},
		{"a form for acknowledging", with(amazon("restricted_product", "holds", "yes"), func(s *catalog.Situation) { s.Offers = []reinstate.Response{reinstate.RespondAcknowledge} }), reinstate.Acknowledgement, "acknowledge"},
		{"never to acknowledge what is wrong", with(amazon("restricted_product", "holds", "no", "proof", "yes"), func(s *catalog.Situation) { s.Offers = []reinstate.Response{reinstate.RespondAcknowledge} }), reinstate.Dispute, "acknowledge-not"},
		{"questions of its own", with(amazon("customer_service", "holds", "yes"), func(s *catalog.Situation) { s.Offers = []reinstate.Response{reinstate.RespondQuestionnaire} }), reinstate.Questionnaire, "questionnaire"},
		{"a call", with(amazon("account_health_rating"), func(s *catalog.Situation) { s.Offers = []reinstate.Response{reinstate.RespondCall} }), reinstate.CallNotes, "call"},
		{"papers and no plan", with(amazon("inauthentic", "holds", "unknown"), func(s *catalog.Situation) { s.Asks = []reinstate.DemandCode{"supplier_invoices"} }), reinstate.CoverNote, "papers-only"},
		{"silence after a filing", with(amazon("inauthentic", "holds", "yes", "silence", "yes"), func(s *catalog.Situation) { s.Waiting = true }), reinstate.FollowUp, "silent"},
		{"a filing of yesterday", with(amazon("inauthentic", "holds", "yes", "silence", "no"), func(s *catalog.Situation) { s.Waiting = true }), "", "wait"},
		{"two refusals and something new", with(amazon("inauthentic", "holds", "yes", "word", "no", "fresh", "yes"), func(s *catalog.Situation) { s.Round, s.Decision = 3, reinstate.Denied }), reinstate.Escalation, "executives"},
		{"a refusal and nothing new", with(amazon("inauthentic", "holds", "yes", "word", "no", "fresh", "no"), func(s *catalog.Situation) { s.Round, s.Decision = 2, reinstate.Denied }), "", "nothing-new"},
		{"the last word, in the Union", with(amazon("inauthentic", "word", "final", "seat", "eu"), func(s *catalog.Situation) { s.Round = 2 }), reinstate.Complaint, "final-europe"},
		{"the last word, elsewhere, with counsel", with(amazon("inauthentic", "word", "final", "seat", "elsewhere"), func(s *catalog.Situation) { s.Round, s.Counsel = 2, true }), reinstate.DemandLetter, "final-counsel"},
		{"the last word, elsewhere", with(amazon("inauthentic", "word", "final", "seat", "elsewhere"), func(s *catalog.Situation) { s.Round = 2 }), "", "final"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := table.Propose(tt.in)
			if got.Document != tt.want || got.ID != tt.id {
				t.Errorf("proposed %q by %q, want %q by %q", got.Document, got.ID, tt.want, tt.id)
			}
			if got.Document == "" && got.First == "" || got.Why == "" {
				t.Errorf("%s says neither why nor what comes first", got.ID)
			}
		})
	}
}

func TestNoAdmissionAndNoDenialWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	table := routeTable(t)
	known, err := catalog.Load(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	takes := []reinstate.DocumentKind{reinstate.PlanOfAction, reinstate.BusinessPlan, reinstate.Dispute, reinstate.Acknowledgement, reinstate.CounterNotice, reinstate.Escalation, reinstate.DemandLetter}
	for _, cause := range known.Causes() {
		for _, market := range reinstate.Marketplaces() {
			for _, offer := range reinstate.Responses() {
				s := catalog.Situation{Marketplace: market, Reasons: []reinstate.ReasonCode{cause.Code}, Offers: []reinstate.Response{offer}, Round: 1}
				got := table.Propose(s)
				for _, kind := range takes {
					if got.Document == kind {
						t.Errorf("%s at %s, offered %s: %s is proposed though nobody said whether the notice is right", cause.Code, market, offer, kind)
					}
				}
			}
		}
	}
}

func TestEveryRuleOfTheRoutesCanHold(t *testing.T) {
	t.Parallel()
	table := routeTable(t)
	for _, r := range table.Rules() {
		s := catalog.Situation{Marketplace: reinstate.Amazon, Round: max(r.When.Round, 1), Offers: r.When.Offers, Asks: r.When.Asks, Reasons: r.When.Reasons}
		if len(r.When.Marketplaces) > 0 {
			s.Marketplace = r.When.Marketplaces[0]
		}
		if len(r.When.Decisions) > 0 {
			s.Decision = r.When.Decisions[0]
		}
		s.Waiting, s.Counsel = r.When.Waiting != nil && *r.When.Waiting, r.When.Counsel != nil && *r.When.Counsel
		for question, answers := range r.When.Answers {
			s.Answers = s.Answers.With(question, answers[0])
			if question == "word" || question == "fresh" || question == "seat" {
				s.Round = max(s.Round, 2)
			}
		}
		if r.ID == "papers-only" {
			s.Reasons = nil
		}
		if got := table.Propose(s); got.ID != r.ID {
			t.Errorf("%s never holds: %s is tried before it", r.ID, got.ID)
		}
	}
}

func TestRoutesReportEveryMistakeAtOnce(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{}
	for name, text := range catalogFiles(t) {
		files[name] = &fstest.MapFile{Data: text}
	}
	files["catalog/routes/rules.yaml"] = &fstest.MapFile{Data: []byte(`
sources: {mine: {title: Ours, grade: assumed, seen: 2026-11-22}}
questions:
  - {key: luck, ask: "Lucky?", answers: [{key: "yes", says: "Yes"}]}
documents:
  - {kind: dispute, name: D, is: x, wrong: x, sources: [theirs]}
rules:
  - {id: a, when: {reasons: [bad_luck], marketplaces: [bazaar], answers: {holds: [perhaps]}}, document: prayer, why: x, sources: [mine]}
  - {id: a, when: {round: 2}, why: x, sources: [mine]}
`)}
	_, err := catalog.Load(files)
	var mistakes catalog.Mistakes
	if !errors.As(err, &mistakes) {
		t.Fatalf("got %v, want Mistakes", err)
	}
	for _, want := range []string{
		`"bad_luck" is not a reason`, `"bazaar" is not a marketplace`, `"perhaps" is no answer to "holds"`, `"prayer" is not a kind of document`,
		`"theirs" is not a source`, "rules.a: is there twice", "the last rule does not always hold", "proposes nothing", "fewer than two answers", "is told of 2 times",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q:\n%v", want, err)
		}
	}
}

// catalogFiles are the files of the program's own catalog.
func catalogFiles(t *testing.T) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	err := fs.WalkDir(data.FS, "catalog", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		found[name], err = fs.ReadFile(data.FS, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
