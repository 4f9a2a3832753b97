package packet_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"

	"reinstate/internal/packet"
	"reinstate/internal/plan"
)

// written PDF of the given objects, numbered from 1; the first is the catalog.
func objects(texts ...string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n")
	var offsets []int
	for i, text := range texts {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, text)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(texts)+1)
	for _, at := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(texts)+1, start)
	return out.Bytes()
}

func streamed(dict, content string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(content), content)
}

const helvetica = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"

func shows(text string) string { return "BT /F 14 Tf 60 700 Td (" + text + ") Tj ET" }

func TestOddPDFsAreCopiedOrAttachedAndTheExportGoesOn(t *testing.T) {
	t.Parallel()
	whole := invoice(t, "whole", 3)
	for _, tt := range []struct {
		name string
		data []byte
		want string // what the exhibit's first page shows; empty: it is attached
		why  string
	}{
		{"a locked one", locked(t, "user", "owner"), "", "it is locked with a password"},
		{"one locked for changes only", locked(t, "", "owner"), "", "it is locked with a password"},
		{"one cut off", whole[:len(whole)/2], "", "its pages cannot be read"},
		{"only its name", []byte("%PDF-1.4\n"), "", "its pages cannot be read"},
		{"text", []byte("not a PDF at all, whatever its type says"), "", "its pages cannot be read"},
		{
			"a page tree in a circle",
			objects("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"),
			"", "its pages cannot be read",
		},
		{
			"a page whose content is missing",
			objects("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 9 0 R>>"),
			"", "its pages cannot be read",
		},
		{
			"a page whose content is no longer what was packed",
			objects("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
				"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>", streamed("/Filter/FlateDecode", "no zlib in here")),
			"", "its pages cannot be read",
		},
		{
			"one that runs scripts and starts programs",
			objects("<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/AA<</WC<</S/JavaScript/JS(x)>>>>>>",
				"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 612 792]>>",
				"<</Type/Page/Parent 2 0 R/AA<</O<</S/Launch/F(calc.exe)>>>>/Annots[5 0 R]/Resources<<"+helvetica+">>/Contents 4 0 R>>",
				streamed("", shows("quiet")),
				"<</Type/Annot/Subtype/Link/Rect[0 0 612 792]/A<</S/URI/URI(https://example.org)>>>>"),
			"quiet", "",
		},
		{
			"a filled form",
			objects("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 612 792]>>",
				"<</Type/Page/Parent 2 0 R/Annots[5 0 R 7 0 R]/Resources<<"+helvetica+">>/Contents 4 0 R>>", streamed("", shows("Name:")),
				"<</Type/Annot/Subtype/Widget/FT/Tx/T(n)/F 4/Rect[120 690 320 720]/AP<</N 6 0 R>>/AA<</K<</S/JavaScript/JS(x)>>>>>>",
				streamed("/Type/XObject/Subtype/Form/BBox[0 0 100 15]/Resources<<"+helvetica+">>", "BT /F 10 Tf 2 4 Td (Lin Wei) Tj ET"),
				"<</Type/Annot/Subtype/Text/F 2/Rect[0 0 9 9]/AP<</N 6 0 R>>>>"),
			"Name:LinWei", "",
		},
		{
			"a page that inherits everything and is turned",
			objects("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 612 792]/Rotate 90/Resources<<"+helvetica+">>>>",
				"<</Type/Page/Parent 2 0 R/Contents[4 0 R 5 0 R]>>", streamed("", shows("one")), streamed("", shows("two"))),
			"onetwo", "",
		},
		{
			"resources with the names of actions",
			objects("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 612 792]>>",
				"<</Type/Page/Parent 2 0 R/Resources<</Font<</AA<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>/Contents 4 0 R>>",
				streamed("", "BT /AA 14 Tf 60 700 Td (named) Tj ET")),
			"named", "",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, bates := range []packet.Bates{{}, {Prefix: "X", Start: 7}} {
				b := packet.Bundle{Bates: bates, Front: []plan.Document{latin()}, Exhibits: []packet.Enclosure{
					enclosed("A", "Odd", "application/pdf", tt.data), enclosed("B", "Whole", "application/pdf", whole),
				}}
				bound := bind(t, b)
				pdf := content(t, bound.Parts[0])
				sound(t, pdf, bound.Pages)
				if got := bound.Placed[0].Why; got != tt.why {
					t.Errorf("attached because %q, want %q", got, tt.why)
				}
				pages := extracted(t, pdf)
				if at := bound.Placed[0].From; at > 0 && strings.TrimSuffix(pages[at-1], bates.Mark(at-1)) != tt.want && bates.On() ||
					at > 0 && !bates.On() && pages[at-1] != tt.want {
					t.Errorf("the page shows %q, want %q", pages[at-1], tt.want)
				}
				if text := pages[bound.Placed[1].From-1]; !strings.HasPrefix(text, "mark-whole-1") {
					t.Errorf("the exhibit after it shows %q", text)
				}
				for _, word := range []string{"JavaScript", "Launch", "/URI", "AcroForm", "OpenAction"} {
					if bytes.Contains(pdf, []byte(word)) {
						t.Errorf("the packet holds %s", word)
					}
				}
			}
		})
	}
}

func TestDamagedPDFsNeverStopAnExport(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 2026))
	whole := invoice(t, "whole", 2)
	press := newPress(t)
	for round := range 150 {
		data := bytes.Clone(whole)
		for range 1 + random.IntN(12) {
			data[random.IntN(len(data))] = byte(random.IntN(256))
		}
		b := packet.Bundle{Words: plan.Sheets("en"), Options: packet.Options{Dated: theDay}, Scratch: scratch(t),
			Exhibits: []packet.Enclosure{enclosed("A", "Damaged", "application/pdf", data)}}
		bound, err := press.Bind(t.Context(), b)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if round%15 == 0 {
			output(t, tool(t, "qpdf"), "--check", saved(t, content(t, bound.Parts[0])))
		}
		bound.Close()
	}
}

func TestPicturesThatAreNoneAreAttached(t *testing.T) {
	t.Parallel()
	flood := screenshot(t, 4, 4)
	copy(flood[16:24], []byte{0, 1, 0, 0, 0, 1, 0, 0}) // says it has 65,536 by 65,536 pixels
	cut := photo(t, 1)
	for name, data := range map[string][]byte{"a flood of pixels": flood, "cut off": cut[:len(cut)-40], "text": []byte("GIF89a, it says")} {
		bound := bind(t, packet.Bundle{Exhibits: []packet.Enclosure{enclosed("A", name, "image/png", data)}})
		if bound.Placed[0].Why == "" {
			t.Errorf("%s was printed", name)
		}
		sound(t, content(t, bound.Parts[0]), bound.Pages)
	}
}

func TestBookmarksAndLinksLeadToTheExhibits(t *testing.T) {
	t.Parallel()
	b := mixed(t)
	bound := bind(t, b)
	pdf := content(t, bound.Parts[0])
	marks, err := api.Bookmarks(bytes.NewReader(pdf), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(marks) != 2+len(b.Exhibits) || marks[1].Title != "Exhibits" || len(marks[0].Kids) == 0 {
		t.Fatalf("got %+v", marks)
	}
	for i, e := range b.Exhibits {
		if got := marks[2+i]; got.Title != "Exhibit "+e.Letter+" · "+e.Title || got.PageFrom != bound.Placed[i].Cover {
			t.Errorf("the bookmark %q leads to page %d, want %d", got.Title, got.PageFrom, bound.Placed[i].Cover)
		}
	}
	linked := output(t, tool(t, "qpdf"), "--json=2", "--json-key=pages", saved(t, pdf))
	if n := strings.Count(linked, `"Exhibit `); n < len(b.Exhibits) {
		t.Errorf("qpdf finds %d bookmarks of exhibits", n)
	}
	if n := bytes.Count(pdf, []byte("/Subtype/Link")); n != len(b.Exhibits) {
		t.Errorf("the index has %d links, want %d", n, len(b.Exhibits))
	}
}

func TestAPhotoStandsUpright(t *testing.T) {
	t.Parallel()
	for orientation, want := range map[byte][2]string{1: {"RB", "RB"}, 3: {"BR", "BR"}, 6: {"RR", "BB"}, 8: {"BB", "RR"}, 2: {"BR", "BR"}, 5: {"RR", "BB"}, 7: {"BB", "RR"}, 4: {"RB", "RB"}} {
		bound := bind(t, packet.Bundle{Bare: true, Exhibits: []packet.Enclosure{enclosed("A", "Photo", "image/jpeg", photo(t, orientation))}})
		if got := corners(t, content(t, bound.Parts[0])); got != want {
			t.Errorf("orientation %d: got %v, want %v", orientation, got, want)
		}
	}
}

func TestBatesNumbersCountTheWholeAndLeaveTheOriginalsAlone(t *testing.T) {
	t.Parallel()
	b := mixed(t)
	b.Bates = packet.Bates{Prefix: "HAILAN-", Start: 98}
	before := enclosedBytes(t, b.Exhibits[0])
	bound := bind(t, b)
	if want := fmt.Sprintf("HAILAN-000098 to HAILAN-%06d", 97+bound.Pages); bound.Bates != want {
		t.Errorf("the set is %q, want %q", bound.Bates, want)
	}
	for i, page := range extracted(t, content(t, bound.Parts[0])) {
		if want := b.Bates.Mark(i); !strings.HasSuffix(page, want) {
			t.Errorf("page %d ends %.50q, want %s", i+1, page[max(0, len(page)-50):], want)
		}
	}
	if !bytes.Equal(before, enclosedBytes(t, b.Exhibits[0])) {
		t.Error("an original was changed")
	}
}
