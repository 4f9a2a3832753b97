package catalog_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"reinstate/data"
	"reinstate/internal/catalog"
)

func TestTheChecksThatShipAreWhole(t *testing.T) {
	t.Parallel()
	checks, err := catalog.LoadChecks(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	known, err := catalog.Load(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range checks.Rules() {
		for _, code := range r.Reasons {
			if _, ok := known.Cause(code); !ok {
				t.Errorf("%s names the reason %q, which the catalog lacks", r.ID, code)
			}
		}
		for _, said := range r.Sayings {
			if !strings.HasSuffix(said.Message, ".") || !strings.HasSuffix(strings.TrimSuffix(said.Advice, `"`), ".") || strings.Contains(said.Message+said.Advice, "!") {
				t.Errorf("%s does not speak in calm sentences: %q, %q", r.ID, said.Message, said.Advice)
			}
		}
	}
	for _, code := range checks.ReasonsWithThemes() {
		if _, ok := known.Cause(code); !ok {
			t.Errorf("themes are told for the reason %q, which the catalog lacks", code)
		}
		if len(checks.ThemesOf(code)) == 0 {
			t.Errorf("the reason %q has no themes", code)
		}
	}
	if l, ok := checks.Limit("invoice_days"); !ok || l.Value != 365 || l.Source.Seen == "" {
		t.Errorf("the age of invoices is %+v", l)
	}
}

// TestCuesWriteContractionsOut holds the cues to the form in which texts are
// read: "didn't" becomes two words, so a cue with an apostrophe never matches.
func TestCuesWriteContractionsOut(t *testing.T) {
	t.Parallel()
	checks, err := catalog.LoadChecks(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"own_failure", "platform_blame", "ignorance", "denial", "pleading", "future"} {
		cues, ok := checks.Words(name)
		if !ok || len(cues) < 5 {
			t.Errorf("there are %d cues for %s", len(cues), name)
		}
		for _, cue := range cues {
			if strings.Contains(cue.Source, "'") || strings.Contains(cue.Source, "cannot") {
				t.Errorf("%s: %q never matches", name, cue.Source)
			}
		}
	}
}

func TestChecksReportEveryMistakeAtOnce(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"catalog/checks/a.yaml": {Data: []byte(`
reviewed: soon
sources: {own: {title: Ours, grade: assumed, seen: 2026-11-22}}
limits: {few: {source: theirs}, many: {value: 3, source: theirs}}
classes: {platform: "amazon|walmart", none: ""}
words: {blame: ["*", "amazon wrong", "<platform> wrong", "<bazaar> wrong"], empty: []}
themes: {stock: [stock]}
reasons: {pricing: [price]}
standards: [{marketplace: bazaar, metric: [odr], below: 1, at_least: 2, source: own}]
templates: [""]
rules:
  - {id: Z1, title: T, severity: fatal, message: M, advice: A, sources: [own]}
  - {id: R02, title: T, severity: high, message: "{of", advice: A, sources: [own], kinds: [prayer], marketplaces: [bazaar]}
  - {id: R02, severity: high, message: M, advice: A}
`)},
		"catalog/checks/b.yaml": {Data: []byte("sources: {own: {title: Again, grade: assumed, seen: 2026-11-22}}\nwords: {blame: [x]}\nreviewed: 2026-11-22\n")},
		"catalog/checks/c.yaml": {Data: []byte("rulez: []")},
	}
	_, err := catalog.LoadChecks(files)
	var mistakes catalog.Mistakes
	if !errors.As(err, &mistakes) {
		t.Fatalf("got %v, want Mistakes", err)
	}
	for _, want := range []string{
		`"soon" is not a day`, "limits.few.value: is missing", `limits.many.source: "theirs"`, "words.blame", "words.empty: is missing",
		`reasons.pricing: "price" is not a theme`, `"bazaar" is not a marketplace`, "either below or at_least", "there is no class of words <bazaar>", "classes.none: is missing", "templates[0]: is missing",
		`"Z1" is not an ID`, `"fatal" is not block`, "belongs to no {name}", `"prayer" is not a kind of document`, "rules.R02: stands twice",
		"rules.R02.title: is missing", "rules.R02.sources: is missing", "sources.own: stands twice", "words.blame: stands twice", "rulez",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q:\n%v", want, err)
		}
	}
}
