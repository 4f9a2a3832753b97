package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"reinstate/internal/docx"
	"reinstate/internal/plan"
)

// letter holds every kind of block, with text that XML has to escape.
func letter() plan.Document {
	return plan.Document{
		Title: "Plan of action: R&D <parts>", Subtitle: "In answer to the notice of 18 November 2026", Author: "深圳市海岚科技有限公司", Language: "en",
		Letterhead: plan.Letterhead{Left: []string{"深圳市海岚科技有限公司", "Nanshan"}, Right: []string{"Amazon.com, store Hailan", "Merchant token A1EXAMPLE9"}},
		Footer:     "Plan of action · R-2026-0041 · round 1", PageOf: "Page {page} of {pages}", Draft: "DRAFT",
		Blocks: []plan.Block{
			plan.Paragraph{Text: "First line\nsecond line"},
			plan.Heading{Number: "1", Text: "Root causes"},
			plan.Item{Number: "1.1", Lead: "3 November 2026.", Text: "仓库逐件扫描 “B0TESTA1X7”.", Answers: "Answers 1.1.", Exhibits: "Exhibits A, B"},
			plan.Table{Columns: []plan.Column{{Title: "No.", Share: 1}, {Title: "SHA-256", Share: 3, Code: true}}, Rows: [][]string{{"A", "9f2c 41d0 77ab"}, {"B"}}},
			plan.Table{Columns: []plan.Column{{Title: "Asked for", Share: 1}}, Rows: [][]string{{"Invoices"}}},
		},
	}
}

// opened are the parts of a Word file.
func opened(t testing.TB, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(text)
	}
	return parts
}

// spoken is the text of a part, its runs one after the other.
func spoken(t testing.TB, part string) string {
	t.Helper()
	var b strings.Builder
	inside := false
	for d := xml.NewDecoder(strings.NewReader(part)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatalf("the part is not well-formed: %v", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			inside = e.Name.Local == "t"
		case xml.EndElement:
			inside = false
			if e.Name.Local == "p" {
				b.WriteString("\n")
			}
		case xml.CharData:
			if inside {
				b.Write(e)
			}
		}
	}
}

func written(t testing.TB, d plan.Document, o docx.Options) map[string]string {
	t.Helper()
	file, err := docx.Write(d, o)
	if err != nil {
		t.Fatal(err)
	}
	return opened(t, file)
}

func TestAFileHoldsEveryPartAndEachIsWellFormed(t *testing.T) {
	t.Parallel()
	parts := written(t, letter(), docx.Options{})
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml", "word/footer1.xml", "word/header1.xml", "docProps/core.xml"} {
		if parts[name] == "" {
			t.Errorf("%s is missing", name)
		}
	}
	for _, part := range parts {
		spoken(t, part)
	}
}

func TestTheWordsOfTheLetterStandInTheirOrder(t *testing.T) {
	t.Parallel()
	got := spoken(t, written(t, letter(), docx.Options{})["word/document.xml"])
	from := 0
	for _, want := range []string{
		"深圳市海岚科技有限公司", "Nanshan", "Merchant token A1EXAMPLE9", "Plan of action: R&D <parts>", "In answer to the notice",
		"First line", "second line", "1\u2002Root causes", "1.1", "3 November 2026. 仓库逐件扫描 “B0TESTA1X7”. Answers 1.1. Exhibits A, B", "SHA-256", "9f2c 41d0 77ab", "Invoices",
	} {
		at := strings.Index(got[from:], want)
		if at < 0 {
			t.Fatalf("%q does not stand after %q", want, got[:from])
		}
		from += at + len(want)
	}
}

func TestTheFooterCountsPagesWithFields(t *testing.T) {
	t.Parallel()
	footer := written(t, letter(), docx.Options{})["word/footer1.xml"]
	if got := strings.TrimSpace(spoken(t, footer)); got != "Plan of action · R-2026-0041 · round 1Page 1 of 1" {
		t.Errorf("got %q", got)
	}
	for _, field := range []string{`w:instr=" PAGE "`, `w:instr=" NUMPAGES "`} {
		if !strings.Contains(footer, field) {
			t.Errorf("the footer lacks the field %s", field)
		}
	}
}

func TestOnlyADraftIsCalledOne(t *testing.T) {
	t.Parallel()
	for draft, want := range map[bool]string{true: "DRAFT", false: ""} {
		if got := strings.TrimSpace(spoken(t, written(t, letter(), docx.Options{Draft: draft})["word/header1.xml"])); got != want {
			t.Errorf("draft %t: got %q above the page", draft, got)
		}
	}
}

func TestTheSameLetterGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	dated := docx.Options{Dated: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	one, err := docx.Write(letter(), dated)
	if err != nil {
		t.Fatal(err)
	}
	two, err := docx.Write(letter(), dated)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one, two) {
		t.Error("two writings of one letter differ")
	}
}

func FuzzAnyTextGivesAWellFormedFile(f *testing.F) {
	for _, seed := range []string{"", "a\x00b", "\xff\xfe", "]]><w:t>&amp;\u2028\ufffe", "😀𠮷", "{page}{pages}{page", "\t\n\r\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := plan.Document{
			Title: text, Subtitle: text, Author: text, Language: text, Footer: text, PageOf: text, Draft: text,
			Letterhead: plan.Letterhead{Left: []string{text}, Right: []string{text}},
			Blocks: []plan.Block{
				plan.Paragraph{Text: text}, plan.Heading{Number: text, Text: text}, plan.Item{Number: text, Lead: text, Text: text, Answers: text, Exhibits: text},
				plan.Table{Columns: []plan.Column{{Title: text}}, Rows: [][]string{{text, text}, nil}},
			},
		}
		for _, part := range written(t, d, docx.Options{Draft: true}) {
			spoken(t, part)
		}
	})
}
