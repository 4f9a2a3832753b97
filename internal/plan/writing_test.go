package plan_test

import (
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

// speech are the words of the catalog that ships.
var speech = sync.OnceValue(func() catalog.Speech {
	known, err := catalog.Load(data.FS)
	if err != nil {
		panic(err)
	}
	return known.Speech()
})

// lampsLetter is a plan with one section of text and one done action.
func lampsLetter(opening, action, date string) plan.Matter {
	cause := reinstate.Claim{ID: 1, Kind: reinstate.RootCause, Text: "Cartons were counted, not units."}
	deed := reinstate.Claim{ID: 2, Kind: reinstate.CorrectiveAction, Cause: 1, Text: action, Done: true, Date: date}
	return plan.Matter{Speech: speech(), Plan: reinstate.Plan{Language: "en", Round: 1, Revision: 1, Body: reinstate.PlanBody{
		Title: "Plan of action", Claims: []reinstate.Claim{cause, deed},
		Sections: []reinstate.Section{
			{Key: "opening", Kind: reinstate.SectionText, Text: opening}, {Key: "causes", Kind: reinstate.SectionCauses, Title: "Root causes"},
			{Key: "actions", Kind: reinstate.SectionActions, Title: "What we have done"},
		},
	}}}
}

func TestStatementsAreWhatCanBeTrue(t *testing.T) {
	t.Parallel()
	m := lampsLetter("Dear team,\n\nWe sell lamps in one warehouse. Is that enough? The notice is of {notice date}.\n\nMara Vale\nOwner of the whole company", "We removed 94 units. We opened every box.", "2026-11-03")
	var words []string
	for _, s := range plan.Statements(m) {
		words = append(words, s.Words)
	}
	want := "We sell lamps in one warehouse.|Cartons were counted, not units.|We removed 94 units.|We opened every box."
	if got := strings.Join(words, "|"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestNoSentenceIsKeptFromItsReader leaves off what ends a sentence, and writes
// it where the letter answers a demand.
func TestNoSentenceIsKeptFromItsReader(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, opening, want string }{
		{"no full stop", "We recalled every lamp we sold", "We recalled every lamp we sold"},
		{"a comma", "We sell lamps.\nEvery lamp was recalled in March,", "Every lamp was recalled in March,"},
		{"above a signature", "We recalled every lamp we sold\n\nYours sincerely,\nMara Vale\nOwner of the whole company", "We recalled every lamp we sold"},
		{"beneath a name", "We sell lamps.\n\nMara Vale\nAll our lamps were recalled", "All our lamps were recalled"},
		{"a salutation", "Dear Seller Performance Team\nThe whole stock was burnt", "The whole stock was burnt"},
		{"a request", "We recalled every lamp we sold.\nWe ask you to review the account in the light of this plan.", "We recalled every lamp we sold."},
		{"a request that tells a figure", "We ask you to note that 94 lamps were recalled.", "We ask you to note that 94 lamps were recalled."},
		{"in a list", "Done so far:\n- every lamp recalled in March", "every lamp recalled in March"},
	} {
		m := lampsLetter(tt.opening, "We removed 94 units.", "2026-11-03")
		var own []string
		for _, s := range plan.Statements(m) {
			if s.Claim == 0 {
				own = append(own, s.Words)
			}
		}
		if got := strings.Join(own, "|"); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestAnswersToDemandsAreVouchedFor(t *testing.T) {
	t.Parallel()
	m := lampsLetter("We sell lamps.", "We removed 94 units.", "2026-11-03")
	m.Plan.Body.Sections = append(m.Plan.Body.Sections, reinstate.Section{Key: "asked", Kind: reinstate.SectionDemands, Title: "What was asked for"})
	m.Demands = []reinstate.Demand{
		{Text: "Invoices of the year", State: reinstate.DemandWaived, Why: "Our supplier closed in 2024"},
		{Text: "A letter", State: reinstate.DemandMet, Why: "It is enclosed. The brand signed it."},
		{Text: "Photos", State: reinstate.DemandOpen, Why: "Not printed anywhere."},
		{Text: "The cause", State: reinstate.DemandMet, Why: "Section 1 of the letter."},
		{Text: "The stock", State: reinstate.DemandMet, Why: "See the list. Exhibit C shows every carton."},
	}
	var got []string
	for _, s := range plan.Statements(m) {
		if s.Section == "asked" {
			got = append(got, s.Lead+": "+s.Words)
		}
	}
	if want := "Invoices of the year: Our supplier closed in 2024|A letter: It is enclosed.|A letter: The brand signed it.|The stock: Exhibit C shows every carton."; strings.Join(got, "|") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
	}
}

func TestAChangeOfASentenceOrItsDateIsAnotherStatement(t *testing.T) {
	t.Parallel()
	sums := func(m plan.Matter) map[string]bool {
		found := map[string]bool{}
		for _, s := range plan.Statements(m) {
			found[s.Sum] = true
		}
		return found
	}
	const opening, action = "We sell lamps in one warehouse.", "We removed 94 units. We opened every box."
	before := sums(lampsLetter(opening, action, "2026-11-03"))
	for _, tt := range []struct {
		name string
		m    plan.Matter
		kept int
	}{
		{"nothing", lampsLetter(opening, action, "2026-11-03"), 4},
		{"one sentence", lampsLetter(opening, "We removed 93 units. We opened every box.", "2026-11-03"), 3},
		{"the day of the action", lampsLetter(opening, action, "2026-11-04"), 2},
		{"spaces alone", lampsLetter("We sell  lamps in one warehouse.", action, "2026-11-03"), 4},
	} {
		kept := 0
		for sum := range sums(tt.m) {
			if before[sum] {
				kept++
			}
		}
		if kept != tt.kept {
			t.Errorf("%s changed: %d sentences are still the same, want %d", tt.name, kept, tt.kept)
		}
	}
}

func TestADiffHoldsBothTexts(t *testing.T) {
	t.Parallel()
	alphabet := rapid.SliceOf(rapid.SampledFrom([]string{"We", " ", "removed", "33", "30", " units", ".", "\n", "深", "圳", "é", "😀", ", ", "the"}))
	rapid.Check(t, func(t *rapid.T) {
		old, new := strings.Join(alphabet.Draw(t, "old"), ""), strings.Join(alphabet.Draw(t, "new"), "")
		var was, is strings.Builder
		for _, p := range plan.Diff(old, new) {
			if p.Kind != plan.Added {
				was.WriteString(p.Text)
			}
			if p.Kind != plan.Removed {
				is.WriteString(p.Text)
			}
		}
		if was.String() != old || is.String() != new {
			t.Fatalf("%q and %q became %q and %q", old, new, was.String(), is.String())
		}
	})
}

func TestAFindingFindsItsLineAgain(t *testing.T) {
	t.Parallel()
	laid := plan.Lay(lampsLetter("We sell lamps in one warehouse.", "We removed 94 units.", "2026-11-03"))
	for words, want := range map[string]struct {
		section string
		claim   reinstate.ClaimID
	}{"We sell lamps": {"opening", 0}, "Cartons were": {"causes", 1}, "94 units": {"actions", 2}} {
		part, ok := laid.At(strings.Index(laid.Text, words))
		if !ok || part.Section != want.section || part.Claim != want.claim {
			t.Errorf("%q stands in %+v", words, part)
		}
	}
}

func TestFactsThatChangedAreListed(t *testing.T) {
	t.Parallel()
	old := "We removed 33 units of the second source from the shelves. The supplier is Henglan Housewares in Ningbo."
	now := "We removed 30 units of the second source from the shelves. The supplier is Henglan Housewares in Ningbo."
	found := plan.Retell(old, now)
	if len(found) != 1 || found[0].Was[0] != "33" || found[0].Now[0] != "30" {
		t.Errorf("got %+v", found)
	}
	if same := plan.Retell(old, old); len(same) != 0 {
		t.Errorf("the same text differs in %+v", same)
	}
}

func TestWhatIsAskedAgainIsNotAnsweredByACopy(t *testing.T) {
	t.Parallel()
	p := lampsLetter("", "We removed 94 units.", "2026-11-03").Plan
	d := reinstate.Demand{Round: 1, Code: "root_cause", State: reinstate.DemandOpen}
	if s, ok := plan.Narrates(p, d); !ok || s.Key != "causes" {
		t.Errorf("a first letter tells the cause in %q, %v", s.Key, ok)
	}
	p.Round, d.Round = 2, 2
	if _, ok := plan.Narrates(p, d); ok {
		t.Error("the copy of the last letter answers what was asked again")
	}
	p.Revision = 2
	if _, ok := plan.Narrates(p, d); !ok {
		t.Error("a letter that was worked on does not answer")
	}
	d.Code = "supplier_invoices"
	if _, ok := plan.Narrates(p, d); ok {
		t.Error("a section answers what needs a document")
	}
}
