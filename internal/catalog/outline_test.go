package catalog_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

func TestOutlinesOfTheProgramHaveNoMistake(t *testing.T) {
	t.Parallel()
	book, err := catalog.Outlines(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, market := range append(reinstate.Marketplaces(), reinstate.UnknownMarketplace) {
		for _, response := range reinstate.Responses() {
			o := book.Outline(market, response)
			if o.Response != response || len(o.Sections) == 0 || len(o.Sources) == 0 {
				t.Errorf("%s of %s has the outline of %q with %d sections", response, market, o.Response, len(o.Sections))
			}
		}
	}
}

func TestOutlineChoosesTheMarketplacesOwn(t *testing.T) {
	t.Parallel()
	book, err := catalog.Outlines(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name     string
		market   reinstate.Marketplace
		response reinstate.Response
		want     string
	}{
		{"Walmart has its business plan", reinstate.Walmart, reinstate.RespondPlan, "Business plan of action"},
		{"Amazon has its cover note", reinstate.Amazon, reinstate.RespondDocuments, "Cover note for documents"},
		{"eBay has the general plan", reinstate.EBay, reinstate.RespondPlan, "Plan of action"},
		{"an unknown way of answering gets the general plan", reinstate.Etsy, "smoke_signal", "Plan of action"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := book.Outline(tt.market, tt.response).Name; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestStartingTextsNeitherAdmitNorDenyNorPlead(t *testing.T) {
	t.Parallel()
	book, err := catalog.Outlines(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range book.All() {
		for _, s := range o.Sections {
			for _, word := range []string{
				"sorry", "apolog", "regret", "admit", "guilt", "our fault", "mistake", "authentic", "genuine", "never ",
				"100%", "guarantee", "ensure", "will ", "please reinstate",
			} {
				start := strings.ReplaceAll(strings.ToLower(s.Start), "will accept service", "accept service") // the law's words
				if strings.Contains(start, word) {
					t.Errorf("%s, %s: the starting text says %q", o.Name, s.Key, word)
				}
			}
		}
	}
}

func TestOutlinesReportEveryMistakeAtOnce(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"catalog/plans/a.yaml": {Data: []byte(`
sources: {own: {title: Ours, grade: assumed, seen: 2026-11-22}}
outlines:
  - response: prayer
    marketplaces: [bazaar]
    name: Plan
    title: "Plan {of"
    about: x
    words: {from: 9, to: 3}
    sources: [own, theirs]
    sections:
      - {key: Opening!, kind: verse, guidance: x}
      - {key: causes, kind: causes, guidance: x}
      - {key: causes, kind: causes, title: T}
  - {response: dispute, name: D, title: D, about: x, sources: [own], sections: [{key: a, kind: text, guidance: x}]}
  - {response: dispute, name: D, title: D, about: x, sources: [own], sections: []}
`)},
		"catalog/plans/b.yaml": {Data: []byte("outlines: [{responce: dispute}]")},
	}
	_, err := catalog.Outlines(files)
	var mistakes catalog.Mistakes
	if !errors.As(err, &mistakes) {
		t.Fatalf("got %v, want Mistakes", err)
	}
	for _, want := range []string{
		`"prayer" is not a way of answering`, `"bazaar" is not a marketplace`, "has a brace that belongs to no {blank}",
		"9 to 3 is not a range", `"theirs" is not among the sources`, `"Opening!" is not a name`, `"verse" is not text`,
		"causes.title: is missing", "causes.key: stands twice", "causes.kind", "causes.guidance: is missing",
		"sections: is missing", "dispute of every marketplace stands twice", "b.yaml: is not an outline file",
		"there is no general plan of action",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q:\n%v", want, err)
		}
	}
}
