package reinstate_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	. "reinstate/internal/reinstate"
)

var update = flag.Bool("update", false, "write the flow diagram anew")

// ready are facts that satisfy every condition of the flow table.
var ready = Facts{
	Reasons: 1, Response: RespondPlan, Sealed: true, Receipt: "ID-1", Note: "because", Outcome: OutcomeWithdrawn,
}

var owner = Actor{Org: 1, User: 1, Role: RoleOwner}

func TestEveryPairOfStateAndActionGoesWhereTheProductSays(t *testing.T) {
	t.Parallel()
	// The table of the product's design, written out a second time by hand.
	goes := map[string]State{
		"notice_logged confirm_reason":              ReasonIdentified,
		"notice_logged close":                       Closed,
		"reason_identified start_correcting":        InCorrection,
		"reason_identified refer_to_counsel":        InLegalReview,
		"reason_identified close":                   Closed,
		"corrective_action file_appeal":             AppealSubmitted,
		"corrective_action refer_to_counsel":        InLegalReview,
		"corrective_action close":                   Closed,
		"appeal_submitted confirm_receipt":          AwaitingDecision,
		"appeal_submitted close":                    Closed,
		"awaiting_decision record_more_information": InCorrection,
		"awaiting_decision record_denied":           InCorrection,
		"awaiting_decision record_final_denial":     InLegalReview,
		"awaiting_decision record_reinstated":       StateReinstated,
		"awaiting_decision refer_to_counsel":        InLegalReview,
		"awaiting_decision close":                   Closed,
		"legal_review resume":                       InCorrection,
		"legal_review record_reinstated":            StateReinstated,
		"legal_review close":                        Closed,
		"reinstated reopen":                         ReasonIdentified,
		"closed reopen":                             ReasonIdentified,
	}
	rounds := []Action{RecordMoreInformation, RecordDenied, Resume}
	for _, from := range States() {
		for _, do := range actions() {
			c := Case{State: from, Round: 1}
			err := c.Take(owner, do, ready)
			to, ok := goes[fmt.Sprintf("%s %s", from, do)]
			switch {
			case !ok && !errors.Is(err, ErrConflict):
				t.Errorf("%s from %s: got %v, want a conflict", do, from, err)
			case !ok && c.State != from:
				t.Errorf("%s from %s was refused but moved the case to %s", do, from, c.State)
			case ok && (err != nil || c.State != to):
				t.Errorf("%s from %s: got %s and %v, want %s", do, from, c.State, err, to)
			case ok && slices.Contains(rounds, do) != (c.Round == 2):
				t.Errorf("%s from %s leaves round %d", do, from, c.Round)
			}
		}
	}
}

func TestAStepThatMissesSomethingSaysWhatAndMovesNothing(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		from  State
		do    Action
		facts Facts
		place string
	}{
		{"confirming without a reason", NoticeLogged, ConfirmReason, Facts{Response: RespondPlan}, "reasons"},
		{"confirming without a path", NoticeLogged, ConfirmReason, Facts{Reasons: 1}, "response"},
		{"filing without a sealed packet", InCorrection, FileAppeal, Facts{}, "packet"},
		{"a receipt of nothing", AppealSubmitted, ConfirmReceipt, Facts{}, "receipt"},
		{"counsel without a reason", AwaitingDecision, ReferToCounsel, Facts{}, "note"},
		{"closing without an outcome", InCorrection, Close, Facts{}, "outcome"},
		{"closing as reinstated", InCorrection, Close, Facts{Outcome: OutcomeReinstated}, "outcome"},
		{"reopening without a reason", Closed, Reopen, Facts{}, "note"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := Case{State: tt.from, Round: 1}
			err := c.Take(owner, tt.do, tt.facts)
			var refused Invalid
			if !errors.As(err, &refused) || refused[tt.place] == "" {
				t.Errorf("got %v, want a sentence at %q", err, tt.place)
			}
			if c.State != tt.from || c.Round != 1 {
				t.Errorf("the refused step left %s, round %d", c.State, c.Round)
			}
		})
	}
}

func TestAnyOneWayOfReceiptIsEnough(t *testing.T) {
	t.Parallel()
	for _, facts := range []Facts{{Receipt: "123"}, {Proof: true}, {NoneGiven: true}} {
		c := Case{State: AppealSubmitted}
		if err := c.Take(owner, ConfirmReceipt, facts); err != nil {
			t.Errorf("%+v: %v", facts, err)
		}
	}
}

func TestEveryStateIsReachedAndNoneIsADeadEnd(t *testing.T) {
	t.Parallel()
	reached := map[State]bool{NoticeLogged: true}
	for range States() {
		for _, step := range Flow() {
			for _, from := range step.From {
				if reached[from] {
					reached[step.To] = true
				}
			}
		}
	}
	for _, s := range States() {
		if !reached[s] {
			t.Errorf("nothing leads to %s", s)
		}
		if len((Case{State: s}).Steps(owner)) == 0 {
			t.Errorf("nothing leads out of %s", s)
		}
	}
}

func TestAViewerTakesNoStep(t *testing.T) {
	t.Parallel()
	for _, role := range []Role{RoleViewer, RoleReviewer, RoleClient, "made up"} {
		who := Actor{Org: 1, Role: role}
		for _, step := range Flow() {
			c := Case{State: step.From[0]}
			if err := c.Take(who, step.Do, ready); !errors.Is(err, ErrForbidden) {
				t.Errorf("%s took %s: %v", role, step.Do, err)
			}
			if len(c.Steps(who)) != 0 {
				t.Errorf("%s is offered steps from %s", role, c.State)
			}
		}
	}
}

func TestAStepNobodyKnowsIsRefusedInWords(t *testing.T) {
	t.Parallel()
	var refused Invalid
	if err := (&Case{State: NoticeLogged}).Take(owner, "teleport", ready); !errors.As(err, &refused) {
		t.Errorf("got %v, want a sentence", err)
	}
}

// FuzzClicks clicks at random and checks that the case is always in a state
// of the table and never loses a round.
func FuzzClicks(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 4, 5})
	f.Add([]byte{10, 11, 0, 8, 9, 200})
	f.Fuzz(func(t *testing.T, clicks []byte) {
		all := actions()
		c := Case{State: NoticeLogged, Round: 1}
		for _, click := range clicks {
			before := c
			facts := ready
			if click >= 128 {
				facts = Facts{}
			}
			err := c.Take(owner, all[int(click)%len(all)], facts)
			if err != nil && (c.State != before.State || c.Round != before.Round) {
				t.Fatalf("a refused step changed %+v to %+v", before, c)
			}
			if c.Round < before.Round || !slices.Contains(States(), c.State) {
				t.Fatalf("%+v became %+v", before, c)
			}
		}
	})
}

func TestTheManualDrawsTheFlowAsItIs(t *testing.T) {
	t.Parallel()
	file := filepath.Join("..", "..", "README.md")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Skip("the manual is not beside this package")
	}
	const open, shut = "<!-- flow -->\n", "<!-- /flow -->"
	before, rest, ok := strings.Cut(string(text), open)
	_, after, closed := strings.Cut(rest, shut)
	if !ok || !closed {
		t.Fatalf("README.md has no place %q for the flow", strings.TrimSpace(open))
	}
	want := before + open + diagram() + shut + after
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want != string(text) {
		t.Error("README.md draws another flow than the table: run make golden")
	}
}

// diagram is the flow table as a drawing that repository pages render.
func diagram() string {
	var b strings.Builder
	b.WriteString("```mermaid\nstateDiagram-v2\n    [*] --> notice_logged\n")
	for _, step := range Flow() {
		for _, from := range step.From {
			fmt.Fprintf(&b, "    %s --> %s: %s\n", from, step.To, step.Do)
		}
	}
	b.WriteString("```\n")
	return b.String()
}

func actions() []Action {
	var all []Action
	for _, step := range Flow() {
		if !slices.Contains(all, step.Do) {
			all = append(all, step.Do)
		}
	}
	return all
}
