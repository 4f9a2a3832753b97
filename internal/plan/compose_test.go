package plan_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"reinstate/internal/plan"
	"reinstate/internal/reinstate"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestALetterReadsAsExpected(t *testing.T) {
	t.Parallel()
	const golden = "testdata/letter.txt"
	got := plan.Text(plan.Compose(matter()))
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the letter reads:\n%s\nwant:\n%s", got, want)
	}
}

func TestALetterSaysWhatItIs(t *testing.T) {
	t.Parallel()
	d := plan.Compose(matter())
	for _, tt := range []struct{ name, got, want string }{
		{"footer", d.Footer, "Plan of action · R-2026-0041 · round 2"},
		{"author", d.Author, "深圳市海岚科技有限公司"},
		{"language", d.Language, "en"},
		{"page", d.PageOf, "Page {page} of {pages}"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}

func TestALanguageWithoutWordsIsWrittenInEnglish(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ asked, want string }{
		{"en", "en"}, {"en-GB", "en-GB"}, {"", "en"}, {"xx", "en"},
	} {
		m := matter()
		m.Plan.Language = tt.asked
		if got := plan.Compose(m).Language; got != tt.want {
			t.Errorf("a letter asked for in %q is in %q, want %q", tt.asked, got, tt.want)
		}
	}
}

func TestTheSubtitleNamesWhatTheNoticeIsAbout(t *testing.T) {
	t.Parallel()
	const day = "In answer to the notice of 18 November 2026"
	for _, tt := range []struct {
		name string
		refs reinstate.References
		want string
	}{
		{"nothing", reinstate.References{}, day},
		{"one item", reinstate.References{Items: references("55123")}, day + " concerning item 55123"},
		{"three ASINs", reinstate.References{ASINs: references("A", "B", "C")}, day + " concerning ASINs A, B and C"},
		{"four orders", reinstate.References{Orders: references("1", "2", "3", "4")}, day + " concerning 4 orders"},
		{"a complaint", reinstate.References{Complaints: references("77")}, day + " concerning complaint 77"},
	} {
		m := matter()
		m.References = tt.refs
		if got := plan.Compose(m).Subtitle; got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestTypedTextBecomesParagraphsAndLists(t *testing.T) {
	t.Parallel()
	got := plan.Flow("First line\r\nsecond line\n\n\n- one\n* two\n3. three\n12) four\n2026. was a year\n -not a list")
	want := []plan.Block{
		plan.Paragraph{Text: "First line\nsecond line"},
		plan.Item{Number: "–", Text: "one"},
		plan.Item{Number: "–", Text: "two"},
		plan.Item{Number: "3.", Text: "three"},
		plan.Item{Number: "12.", Text: "four"},
		plan.Paragraph{Text: "2026. was a year\n-not a list"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %#v\nwant %#v", got, want)
	}
}

func TestItemsTableSaysWhereEachIsDealtWith(t *testing.T) {
	t.Parallel()
	m := matter()
	m.Plan.Body.Sections = append(m.Plan.Body.Sections, reinstate.Section{Key: "items", Kind: reinstate.SectionItems, Title: "Items"})
	m.Plan.Body.Claims[2].Text = "All 94 units of B0TESTA1X7 were removed."
	m.References.Complaints = references("7001")
	text := plan.Text(plan.Compose(m))
	for _, want := range []string{"B0TESTA1X7\tASIN\t2.1\n", "B0TESTB2Y8\tASIN\twhole letter\n", "7001\tComplaint\twhole letter\n", "\nComplaint 7001\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("the letter lacks %q:\n%s", want, text)
		}
	}
}

func TestManyOrdersThatNoClaimNamesAreListedSideBySide(t *testing.T) {
	t.Parallel()
	m := matter()
	m.Plan.Body.Sections = []reinstate.Section{{Key: "items", Kind: reinstate.SectionItems, Title: "Items"}}
	m.References = reinstate.References{ASINs: references("B0TESTA1X7"), Orders: references("o1", "o2", "o3", "o4", "o5")}
	text := plan.Text(plan.Compose(m))
	if want := "B0TESTA1X7\tASIN\twhole letter\n\nOrders (5)\t\t\t\no1\to2\to3\to4\no5\t\t\t\n"; !strings.Contains(text, want) {
		t.Errorf("the letter lacks %q:\n%s", want, text)
	}
}

func TestWordsCountsWhatIsSaid(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		want int
	}{
		{"", 0}, {"Two words.", 2}, {"B0-TEST don't – 94", 3}, {"仓库 in 深圳", 5}, {"先A后B", 4},
	} {
		d := plan.Document{Title: "Not counted", Blocks: []plan.Block{plan.Paragraph{Text: tt.text}, plan.Table{Rows: [][]string{{"not counted"}}}}}
		if got := plan.Words(d); got != tt.want {
			t.Errorf("%q: got %d words, want %d", tt.text, got, tt.want)
		}
	}
}

func TestStartFillsInWhatTheCaseKnows(t *testing.T) {
	t.Parallel()
	body := plan.Start(outline(t, reinstate.Amazon, reinstate.RespondPlan), matter())
	opening := body.Sections[0].Text
	for _, want := range []string{"深圳市海岚科技有限公司 sells {what you sell} on Amazon.com as Hailan Direct", "On 18 November 2026", "naming B0TESTA1X7 and B0TESTB2Y8"} {
		if !strings.Contains(opening, want) {
			t.Errorf("the opening lacks %q: %s", want, opening)
		}
	}
	if len(body.Claims) != 6 {
		t.Errorf("%d claims were kept, want 6", len(body.Claims))
	}
	m := matter()
	m.Account.StoreName = ""
	if got := plan.Start(outline(t, reinstate.Amazon, reinstate.RespondPlan), m).Sections[0].Text; !strings.Contains(got, "{store}") {
		t.Errorf("an unknown store was not left blank: %s", got)
	}
}

func TestEveryOutlineStartsALetter(t *testing.T) {
	t.Parallel()
	for _, market := range reinstate.Marketplaces() {
		for _, response := range reinstate.Responses() {
			m := matter()
			m.Account.Marketplace = market
			m.Plan.Body = plan.Start(outline(t, market, response), m)
			if d := plan.Compose(m); d.Title == "" || len(d.Blocks) == 0 {
				t.Errorf("%s of %s starts an empty letter", response, market)
			}
		}
	}
}
