package casework_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// answer says what is known about the case, in pairs of question and answer.
func (o *office) answer(ref string, pairs ...string) {
	o.t.Helper()
	var given reinstate.Answers
	for i := 0; i+1 < len(pairs); i += 2 {
		given = given.With(pairs[i], pairs[i+1])
	}
	o.must(o.desk.AnswerRoute(o.t.Context(), o.who, ref, given, 0))
}

func (o *office) route(ref string) casework.Route {
	o.t.Helper()
	r, err := o.desk.Route(o.t.Context(), o.who, ref)
	o.must(err)
	return r
}

func (o *office) choose(ref string, in casework.Routing) {
	o.t.Helper()
	o.must(o.desk.ChooseRoute(o.t.Context(), o.who, ref, in))
}

// happened counts the events of a name on a case's timeline.
func (o *office) happened(ref, did string) (n int) {
	o.t.Helper()
	_, entries, err := o.desk.Timeline(o.t.Context(), o.who, ref)
	o.must(err)
	for _, e := range entries {
		if e.Event.Did == did {
			n++
		}
	}
	return n
}

// letterOf is the text of the present plan's sections.
func (o *office) letterOf(ref string) string {
	o.t.Helper()
	var b strings.Builder
	for _, s := range o.file(ref).Plan.Body.Sections {
		b.WriteString(s.Text + "\n")
	}
	return b.String()
}

func TestTheAnswersStayOnTheCaseAndItsTimeline(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.answer(ref, "holds", "yes", "proof", "no")
	o.answer(ref, "proof", "no", "holds", "yes") // the same again
	if got := o.file(ref).RoundNow().Answers; got.To("holds") != "yes" || got.To("proof") != "no" {
		t.Errorf("kept %v", got)
	}
	if n := o.happened(ref, "route_answered"); n != 1 {
		t.Errorf("%d entries on the timeline for one answer", n)
	}
	if got := o.route(ref).Proposal; got.Document != reinstate.PlanOfAction {
		t.Errorf("proposed %q by %q", got.Document, got.ID)
	}
}

func TestAnAnswerThatIsNoneChangesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	for _, given := range []reinstate.Answers{{{Question: "holds", Says: "perhaps"}}, {{Question: "weather", Says: "yes"}}} {
		var refused reinstate.Invalid
		if err := o.desk.AnswerRoute(t.Context(), o.who, ref, given, 0); !errors.As(err, &refused) {
			t.Errorf("%v: got %v", given, err)
		}
	}
	if n := o.happened(ref, "route_answered"); n != 0 || len(o.file(ref).RoundNow().Answers) != 0 {
		t.Errorf("%d entries, answers %v", n, o.file(ref).RoundNow().Answers)
	}
}

// begun is a case under correction in which nothing is written yet.
func (o *office) begun() string {
	o.t.Helper()
	ref := o.open().Reference
	o.take(ref, casework.Move{Do: reinstate.StartCorrecting})
	return ref
}

func TestNothingIsLaidOutBeforeTheKindIsChosen(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.begun()
	for _, taken := range []reinstate.DocumentKind{"", reinstate.Dispute} {
		var refused reinstate.Invalid
		if _, err := o.desk.StartPlan(t.Context(), o.who, ref, taken); !errors.As(err, &refused) || refused["document"] == "" {
			t.Errorf("taken %q: %v", taken, err)
		}
	}
	if f := o.file(ref); f.HasPlan || f.RoundNow().Document != "" {
		t.Errorf("laid out all the same, as %q", f.RoundNow().Document)
	}
	for _, task := range o.file(ref).Tasks {
		waits := task.Key == "root_causes" || task.Key == "actions" || task.Key == "plan"
		if waits && (task.Status != casework.CannotStart || task.Why.Text != "Starts when the kind of document is chosen") {
			t.Errorf("%s: %s, %q", task.Key, task.Status, task.Why.Text)
		}
	}
	o.answer(ref, "holds", "yes")
	proposed := o.route(ref).Proposal.Document
	_, err := o.desk.StartPlan(t.Context(), o.who, ref, proposed)
	o.must(err)
	if f := o.file(ref); !f.HasPlan || f.RoundNow().Document != proposed || o.happened(ref, "route_chosen") != 1 {
		t.Errorf("taken as proposed: plan %v, kind %q", f.HasPlan, f.RoundNow().Document)
	}
}

func TestThePlanIsLaidOutForTheChosenKind(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.answer(ref, "holds", "no", "proof", "yes")
	o.choose(ref, casework.Routing{Document: reinstate.Dispute})
	if f := o.file(ref); f.Document() != reinstate.Dispute || f.Case.Response != reinstate.RespondDispute {
		t.Errorf("chosen %s, answered by %s", f.Document(), f.Case.Response)
	}
	p, err := o.desk.LayOut(t.Context(), o.who, ref)
	o.must(err)
	if !strings.HasPrefix(p.Title, "Request for review") || !strings.Contains(o.letterOf(ref), "What the notice says is not correct") {
		t.Errorf("%s:\n%s", p.Title, o.letterOf(ref))
	}
}

func TestADenialComesOutAgainWhenItIsTakenBack(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	o.answer(ref, "holds", "no", "proof", "yes")
	o.choose(ref, casework.Routing{Document: reinstate.Dispute})
	_, err := o.desk.LayOut(t.Context(), o.who, ref)
	o.must(err)
	before := o.file(ref).Plan.Revision
	o.answer(ref, "proof", "no")
	f := o.file(ref)
	if f.Plan.Revision != before+1 || strings.Contains(o.letterOf(ref), "is not correct") || !strings.Contains(o.letterOf(ref), "{that the notice is wrong}") {
		t.Errorf("revision %d after %d:\n%s", f.Plan.Revision, before, o.letterOf(ref))
	}
	if _, err := o.desk.Write(t.Context(), o.who, ref, casework.ShapeWord, false); err == nil {
		t.Error("a letter whose denial nobody confirms leaves as if it were finished")
	}
}

func TestAnotherKindKeepsWhatWasWrittenInARevision(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	claims := len(o.file(ref).Claims)
	p, err := o.desk.LayOut(t.Context(), o.who, ref)
	o.must(err)
	p, err = o.desk.SavePlan(t.Context(), o.who, ref, casework.PlanEdit{Version: p.Version, Sections: map[string]string{"opening": "Our own opening."}})
	o.must(err)
	o.answer(ref, "holds", "no", "proof", "yes")
	o.choose(ref, casework.Routing{Document: reinstate.Dispute})
	f := o.file(ref)
	if f.Plan.Revision != p.Revision+1 || strings.Contains(o.letterOf(ref), "Our own opening.") || len(f.Claims) != claims || claims == 0 {
		t.Errorf("revision %d, %d claims:\n%s", f.Plan.Revision, len(f.Claims), o.letterOf(ref))
	}
	old, err := o.desk.Revision(t.Context(), o.who, ref, 1, p.Revision)
	o.must(err)
	if old.Body.Sections[0].Text != "Our own opening." {
		t.Errorf("the revision before says %q", old.Body.Sections[0].Text)
	}
}

func TestAKindIsRefusedWithASentence(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		answers []string
		in      casework.Routing
		field   string
	}{
		{"a kind that is none", nil, casework.Routing{Document: "prayer", Why: "x"}, "document"},
		{"another than the proposed one, without a reason", []string{"holds", "yes"}, casework.Routing{Document: reinstate.Dispute}, "why"},
		{"a letter of counsel without counsel", []string{"holds", "yes"}, casework.Routing{Document: reinstate.DemandLetter, Why: "They owe us money."}, "without_counsel"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			ref := o.begun()
			o.answer(ref, tt.answers...)
			var refused reinstate.Invalid
			if err := o.desk.ChooseRoute(t.Context(), o.who, ref, tt.in); !errors.As(err, &refused) || refused[tt.field] == "" {
				t.Errorf("got %v", err)
			}
			if got := o.file(ref).RoundNow().Document; got != "" || o.happened(ref, "route_chosen") != 0 {
				t.Errorf("chosen all the same: %q", got)
			}
		})
	}
}

func TestACaseThatCallsForCounselTakesNoKind(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.opened(forged, "forged_documents")
	o.answer(ref, "holds", "no", "proof", "yes")
	var refused reinstate.Invalid
	err := o.desk.ChooseRoute(t.Context(), o.who, ref, casework.Routing{Document: reinstate.Dispute, WithoutCounsel: "We know better."})
	if !errors.As(err, &refused) || !strings.Contains(refused["route"], "counsel") {
		t.Errorf("got %v", err)
	}
}

func TestANewRoundKeepsTheKindAndWhatStaysTrue(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.written()
	o.answer(ref, "holds", "partly", "proof", "yes")
	o.choose(ref, casework.Routing{Document: reinstate.PlanOfAction})
	o.filed(ref)
	o.answer(ref, "silence", "yes")
	o.reply(ref, denial, "root_cause")
	now := o.file(ref).RoundNow()
	if now.Number != 2 || now.Document != reinstate.PlanOfAction || now.Answers.To("holds") != "partly" || now.Answers.To("silence") != "" {
		t.Errorf("round %d: %s with %v", now.Number, now.Document, now.Answers)
	}
	asked := o.route(ref).Questions
	if !slices.ContainsFunc(asked, func(q catalog.Question) bool { return q.Key == "fresh" }) {
		t.Errorf("nobody asks what is new in the second round: %+v", asked)
	}
}

func TestAFollowUpIsReadyWhileAFilingIsUnanswered(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.written()
	o.filed(ref)
	if r := o.route(ref); r.Proposal.Document != "" || len(r.Ready.Blocks) != 0 {
		t.Errorf("the day after filing %q is proposed", r.Proposal.Document)
	}
	o.answer(ref, "silence", "yes")
	r := o.route(ref)
	text := plan.MailOf(r.Ready).Body
	if r.Proposal.Document != reinstate.FollowUp || !strings.Contains(text, "Account Health page, CASE-778") {
		t.Errorf("proposed %q, ready:\n%s", r.Proposal.Document, text)
	}
}
