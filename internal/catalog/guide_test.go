package catalog_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

// papersOnly are reasons that no plan answers: they have documents and no
// blocks.
var papersOnly = []reinstate.ReasonCode{"identity_verification", "related_account", "forged_documents", "payment_or_fees", "inactivity"}

func TestEveryReasonHasItsGuide(t *testing.T) {
	t.Parallel()
	known, err := catalog.Load(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	book, err := catalog.Outlines(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	codes := 0
	for _, cause := range known.Causes() {
		codes++
		for _, market := range reinstate.Marketplaces() {
			g, ok := book.Guide(market, cause.Code)
			if !ok || g.Cause == "" || len(g.Questions) == 0 || len(g.Documents) == 0 || len(g.Sources) == 0 {
				t.Errorf("%s at %s: %+v", cause.Code, market, g)
			}
			planned := len(g.Causes) > 0 && len(g.Actions) > 1 && len(g.Measures) > 1
			if planned == slices.Contains(papersOnly, cause.Code) {
				t.Errorf("%s at %s has %d causes, %d actions, %d measures", cause.Code, market, len(g.Causes), len(g.Actions), len(g.Measures))
			}
		}
	}
	for _, g := range book.Guides() {
		for _, code := range g.Reasons {
			codes--
			if _, ok := known.Cause(code); !ok {
				t.Errorf("there is a guide for %q, which is no reason", code)
			}
		}
	}
	if codes != 0 {
		t.Errorf("%d reasons more than guides", codes)
	}
}

func TestAMarketplaceAsksForMoreWithEveryPlan(t *testing.T) {
	t.Parallel()
	book, err := catalog.Outlines(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	asks := func(m reinstate.Marketplace, reason reinstate.ReasonCode) bool {
		g, _ := book.Guide(m, reason)
		return slices.ContainsFunc(g.Documents, func(n catalog.Need) bool { return strings.Contains(n.What, "two months") })
	}
	if !asks(reinstate.Walmart, "late_shipment") || asks(reinstate.Amazon, "late_shipment") || asks(reinstate.Walmart, "identity_verification") {
		t.Error("invoices of two months are Walmart's, for plans only")
	}
}

func TestGuidesReportEveryMistakeAtOnce(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{}
	for name, text := range catalogFiles(t) {
		files[name] = &fstest.MapFile{Data: text}
	}
	files["catalog/blocks/more.yaml"] = &fstest.MapFile{Data: []byte(`
sources: {own: {title: Ours, grade: assumed, seen: 2026-11-22}}
guides:
  - {reasons: [pricing], cause: x, sources: [own]}
  - reasons: [other_thing]
    causes: [We did nothing., "An {open blank."]
    measures: [{text: "Do {it}."}]
    documents: [{kinds: [prayer], what: x}, {what: x}]
    sources: [theirs]
`)}
	_, err := catalog.Outlines(files)
	var mistakes catalog.Mistakes
	if !errors.As(err, &mistakes) {
		t.Fatalf("got %v, want Mistakes", err)
	}
	for _, want := range []string{
		"guides.pricing: stands twice", "has no {blank}", "belongs to no {blank}", "owner: is missing", "frequency: is missing", "tool: is missing",
		`"prayer" is not a kind of exhibit`, "kinds: is missing", `"theirs" is not a source`, "cause: is missing",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q:\n%v", want, err)
		}
	}
}
