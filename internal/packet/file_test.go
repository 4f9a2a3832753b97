package packet_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"

	"reinstate/internal/packet"
	"reinstate/internal/plan"
)

func TestTheSameLetterGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	for _, d := range []plan.Document{latin(), chinese()} {
		want := draw(t, d, packet.Options{Draft: true}).PDF
		press := newPress(t)
		var group sync.WaitGroup
		for range 6 {
			group.Go(func() {
				got, err := press.Draw(d, packet.Options{Draft: true, Dated: theDay.In(time.FixedZone("Shenzhen", 8*3600))})
				if err != nil || !bytes.Equal(got.PDF, want) {
					t.Errorf("a second drawing differs (%v)", err)
				}
			})
		}
		group.Wait()
	}
}

func TestTheFileSaysWhatItIs(t *testing.T) {
	t.Parallel()
	d := plan.Compose(hailan())
	d.Language = "en-GB) /Evil (x"
	drawn := draw(t, d, packet.Options{})
	for _, want := range []string{"%PDF-1.4\n", "/Lang (en-GBEvilx)", "/DisplayDocTitle true", "/ID [<", "(D:20261122090000)"} {
		if !bytes.Contains(drawn.PDF, []byte(want)) {
			t.Errorf("the file lacks %q", want)
		}
	}
	info := output(t, tool(t, "pdfinfo"), "-enc", "UTF-8", saved(t, drawn.PDF))
	for _, want := range []string{"Title:           Plan of action: product authenticity\n", "Author:          深圳市海岚科技有限公司\n", "Pages:           2\n", "595.28 x 841.89"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo lacks %q:\n%s", want, info)
		}
	}
}

func TestQpdfFindsNothingWrong(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		d    plan.Document
		o    packet.Options
	}{
		{"a Latin draft on Letter", latin(), packet.Options{Paper: packet.Letter, Draft: true}},
		{"a Chinese letter", chinese(), packet.Options{Seal: "F-2026-0007"}},
		{"all scripts", written(polish + hanzi + russian + greek + vietnamese + japanese), packet.Options{}},
		{"an empty document", plan.Document{}, packet.Options{}},
		{"backslashes, parentheses and returns", written("\\(\\)\r)(\\\\)\\\n((("), packet.Options{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			drawn := draw(t, tt.d, tt.o)
			out := output(t, tool(t, "qpdf"), "--check", saved(t, drawn.PDF))
			if strings.Contains(strings.ToLower(out), "warning") {
				t.Error(out)
			}
		})
	}
}

func TestHeadingsAreBookmarks(t *testing.T) {
	t.Parallel()
	d := plan.Compose(hailan())
	d.Blocks = append(d.Blocks, plan.Heading{Text: "附件 💥 清单"})
	marks, err := api.Bookmarks(bytes.NewReader(draw(t, d, packet.Options{}).PDF), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(marks) != 1 || marks[0].Title != d.Title {
		t.Fatalf("got %+v, want the title above all headings", marks)
	}
	var got []string
	for _, kid := range marks[0].Kids {
		got = append(got, kid.Title)
	}
	want := "1 Root causes|2 What we have done|3 How we prevent it|Items named in the notice|What you asked for|Exhibits|附件 □ 清单"
	if strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", strings.Join(got, "|"), want)
	}
}

func TestADraftSaysSoOnEveryPageAndALetterDoesNot(t *testing.T) {
	t.Parallel()
	for _, draft := range []bool{true, false} {
		for i, page := range extracted(t, draw(t, latin(), packet.Options{Draft: draft}).PDF) {
			if strings.Contains(page, "DRAFT") != draft {
				t.Errorf("page %d of a letter with draft %t: %.40s", i+1, draft, page)
			}
		}
	}
}

func TestTheFooterNamesTheSeal(t *testing.T) {
	t.Parallel()
	pages := extracted(t, draw(t, plan.Compose(hailan()), packet.Options{Seal: "F-2026-0007"}).PDF)
	if want := squeezed("round 1 · F-2026-0007 Page 2 of 2"); !strings.HasSuffix(pages[1], want) {
		t.Errorf("the second page ends with %.60q, want %q", pages[1][len(pages[1])-60:], want)
	}
}
