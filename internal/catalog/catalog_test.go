package catalog_test

import (
	"errors"
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

func load(t *testing.T) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Load(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheCatalogThatShipsHasNoMistakes(t *testing.T) {
	t.Parallel()
	load(t)
}

func TestEveryMarketplaceSaysWhatItAsks(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, code := range reinstate.Marketplaces() {
		m, ok := c.Market(code)
		if !ok {
			t.Fatalf("there is no %s", code)
		}
		if len(m.Reasons) < 10 || len(m.Channels) == 0 || len(m.Stores) == 0 {
			t.Errorf("%s has %d reasons, %d channels and %d stores", code, len(m.Reasons), len(m.Channels), len(m.Stores))
		}
		for _, d := range []reinstate.Decision{reinstate.Reinstated, reinstate.MoreInformation, reinstate.Denied, reinstate.FinalDenial, reinstate.Acknowledged} {
			if m.After("inauthentic", d) == "" {
				t.Errorf("%s does not say what to do after %s", code, d)
			}
		}
	}
	for _, code := range []reinstate.Marketplace{reinstate.Amazon, reinstate.Walmart} {
		m, _ := c.Market(code)
		for _, cause := range c.Causes() {
			if _, ok := m.Reason(cause.Code); !ok && (code == reinstate.Amazon || notOfWalmart[cause.Code] == "") {
				t.Errorf("%s does not know %s", code, cause.Code)
			}
		}
	}
}

// notOfWalmart are the reasons that Walmart has no word for.
var notOfWalmart = map[reinstate.ReasonCode]string{
	"sales_rank_abuse":      "it shows no sales rank",
	"support_abuse":         "no such rule was found",
	"account_health_rating": "it has no rating of the account as a whole",
}

func TestWhatCallsForCounselSaysWhy(t *testing.T) {
	t.Parallel()
	amazon, _ := load(t).Market(reinstate.Amazon)
	for _, code := range []reinstate.ReasonCode{"forged_documents", "deceptive_activity", "counterfeit"} {
		if r, _ := amazon.Reason(code); r.Counsel == "" {
			t.Errorf("%s does not call for counsel", code)
		}
	}
	if r, _ := amazon.Reason("related_account"); r.Depends == "" {
		t.Error("a related account depends on nothing")
	}
	if r, _ := amazon.Reason("late_shipment"); r.Counsel != "" {
		t.Error("a late shipment calls for counsel")
	}
}

func TestRulesHoldAtTheirLevel(t *testing.T) {
	t.Parallel()
	amazon, _ := load(t).Market(reinstate.Amazon)
	for _, clock := range amazon.Clocks("inauthentic") {
		if clock.Kind != reinstate.ClockAppeal {
			continue
		}
		if !clock.HoldsAt(reinstate.AccountLevel) || !clock.HoldsAt(reinstate.UnknownLevel) || clock.HoldsAt(reinstate.ListingLevel) {
			t.Errorf("the rule of %d %ss holds at the wrong levels", clock.Count, clock.Unit)
		}
		return
	}
	t.Error("there is no appeal rule")
}

// changed is the catalog that ships with one file changed.
func changed(t *testing.T, name string, edit func(string) string) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	names, err := fs.Glob(data.FS, "catalog/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		raw, err := fs.ReadFile(data.FS, n)
		if err != nil {
			t.Fatal(err)
		}
		text := string(raw)
		if n == "catalog/"+name {
			if text = edit(text); text == string(raw) {
				t.Fatalf("%s was not changed", name)
			}
		}
		files[n] = &fstest.MapFile{Data: []byte(text)}
	}
	return maps.Clone(files)
}

func TestMistakesAreReportedWithFileAndPlace(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, file, from, to, want string
	}{
		{"an unknown key", "walmart.yaml", "name: Walmart\n", "name: Walmart\nnmae: x\n", "walmart.yaml"},
		{"a reason nobody knows", "etsy.yaml", "- code: customer_service", "- code: costumer_service", "etsy.yaml: reasons.costumer_service: is not a reason"},
		{"a demand nobody knows", "ebay.yaml", "demands: [identity_document, utility_bill", "demands: [identity_paper, utility_bill", `ebay.yaml: reasons.identity_verification.demands: "identity_paper"`},
		{"a level that is none", "tiktok.yaml", "level: account", "level: shop", `"shop" is not a level`},
		{"a source that is missing", "walmart.yaml", "sources: [standards, feedback]", "sources: [standards, feedbacks]", `"feedbacks" is not a source`},
		{"a day that is none", "amazon.yaml", "reviewed: 2026-11-22", "reviewed: 2026-13-22", `amazon.yaml: reviewed: "2026-13-22" is not a day`},
		{"a zone that is none", "amazon.yaml", "zone: Europe/London", "zone: Europe/Londres", `"Europe/Londres" is not a time zone`},
		{"a cue that is not one", "reasons.yaml", "- unauthentic\n", "- un(authentic\n", `reasons.yaml: reasons.inauthentic.cues.strong: the word "un(authentic"`},
		{"a cue that begins with a gap", "demands.yaml", "- w 9\n", "- .. w 9\n", "must begin and end with a word"},
		{"a part of the reader that is gone", "reading.yaml", "- {name: quoted,", "- {name: cited,", `reading.yaml: zones: there is no "quoted"`},
		{"an idea that nobody wrote down", "frames.yaml", "[stranger signin account, ", "[stranger signon account, ", `frames.yaml: reasons.account_compromised.sure: the frame "stranger signon account" names the concept "signon"`},
		{"an idea that no frame names", "frames.yaml", "\nconcepts:\n", "\nconcepts:\n  spare: [spare]\n", "frames.yaml: concepts.spare: no frame names it"},
		{"two files for one marketplace", "etsy.yaml", "marketplace: etsy", "marketplace: ebay", "catalog: ebay: has 2 files"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := catalog.Load(changed(t, tt.file, func(s string) string { return strings.Replace(s, tt.from, tt.to, 1) }))
			var all catalog.Mistakes
			if !errors.As(err, &all) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestAllMistakesAreReportedAtOnce(t *testing.T) {
	t.Parallel()
	_, err := catalog.Load(changed(t, "amazon.yaml", func(s string) string {
		s = strings.Replace(s, "level: account", "level: shop", 3)
		return strings.Replace(s, "reviewed: 2026-11-22", "reviewed: soon", 1)
	}))
	var all catalog.Mistakes
	if !errors.As(err, &all) || len(all) < 4 {
		t.Errorf("got %v", err)
	}
}

func TestACatalogThatIsNotThereIsAMistake(t *testing.T) {
	t.Parallel()
	var all catalog.Mistakes
	if _, err := catalog.Load(fstest.MapFS{}); !errors.As(err, &all) || len(all) < 3 {
		t.Errorf("got %v", err)
	}
}

func TestWordsAreFoldedAlike(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ a, b string }{
		{"Fälschung", "falschung"}, {"DÉSACTIVÉ", "desactive"}, {"don’t", "don't"}, {"straße", "strasse"}, {"ＡＢＣ１２", "abc12"}, {"gültig", "gültig"},
	} {
		if catalog.Fold(tt.a) != catalog.Fold(tt.b) {
			t.Errorf("%q folds to %q, %q to %q", tt.a, catalog.Fold(tt.a), tt.b, catalog.Fold(tt.b))
		}
	}
}

func TestPhrasesAreParsed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		source   string
		elements int // 0: refused
	}{
		{"forged|fake document*", 2}, {"rights owner .. report", 4}, {"营业执照", 4}, {"l'authenticité", 2}, {"don't send", 2}, {"within NUM day*", 3},
		{"", 0}, {".. report", 0}, {"report ...", 0}, {"the? report", 0}, {"a|b? c|", 0}, {"no,comma", 0}, {strings.Repeat("a ", 30), 0},
	} {
		p, err := catalog.ParsePhrase(tt.source)
		if got := len(p.Elements); got != tt.elements || (err != nil) != (tt.elements == 0) {
			t.Errorf("%q has %d elements (%v), want %d", tt.source, got, err, tt.elements)
		}
	}
}
