package casework_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"reinstate/data"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// system is the actor of what happens by itself.
func (o *office) system() reinstate.Actor {
	return reinstate.Actor{Org: o.who.Org, Name: "Reinstate", Kind: reinstate.System, Role: reinstate.RoleManager}
}

// readFiles does the queued work on the text of files.
func (o *office) readFiles() {
	o.t.Helper()
	o.must(o.desk.IndexTexts(o.t.Context(), o.system()))
	var files []reinstate.Exhibit
	o.must(o.db.View(o.t.Context(), o.system(), func(tx *store.Tx) (err error) {
		files, err = tx.FilesToRead(1000)
		return err
	}))
	for _, e := range files {
		o.must(o.desk.ReadFile(o.t.Context(), o.system(), e.ID))
	}
}

// drawFiles does the queued drawing of the pages of files, slice by slice.
func (o *office) drawFiles() {
	o.t.Helper()
	for range 20 {
		var files []reinstate.Exhibit
		o.must(o.db.View(o.t.Context(), o.system(), func(tx *store.Tx) (err error) {
			files, err = tx.PreviewsWanted(1000, false)
			return err
		}))
		for _, e := range files {
			o.must(o.desk.DrawFile(o.t.Context(), o.system(), e.ID))
		}
	}
}

func zipped(t *testing.T, files map[string]string) string {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, content := range files {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

const contentTypes = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>`

// scan is a picture of words, black on white.
func scan(t *testing.T, lines ...string) string {
	t.Helper()
	raw, err := data.FS.ReadFile("fonts/NotoSerifSC-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := opentype.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 44, DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	picture := image.NewGray(image.Rect(0, 0, 1200, 120+90*len(lines)))
	draw.Draw(picture, picture.Rect, image.White, image.Point{}, draw.Src)
	for i, line := range lines {
		pen := font.Drawer{Dst: picture, Src: image.NewUniform(color.Black), Face: face, Dot: fixed.P(60, 100+90*i)}
		pen.DrawString(line)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTheTextOfEveryKindOfFileIsFound(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	for _, tt := range []struct{ name, content, search, way string }{
		{"invoice.pdf", pages(t, "Order 112-4455667-8899001", 3), "4455667", ""},
		{"letter.docx", zipped(t, map[string]string{
			"[Content_Types].xml": contentTypes,
			"word/document.xml":   `<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>授权书 from 宁波恒澜</w:t></w:r></w:p><w:p><w:r><w:t>second para</w:t></w:r></w:p></w:body></w:document>`,
		}), "宁波恒澜", "docx"},
		{"stock.xlsx", zipped(t, map[string]string{
			"[Content_Types].xml": contentTypes, "xl/workbook.xml": "<workbook/>",
			"xl/sharedStrings.xml":     "<sst><si><t>Clip-on reading light</t></si></sst>",
			"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row><c t="inlineStr"><is><t>SKU-99817</t></is></c><c><v>1200</v></c></row></sheetData></worksheet>`,
		}), "SKU-99817 reading", "xlsx"},
		{"excel.csv", "\xc9\xcc\xc6\xb7,\xca\xfd\xc1\xbf\n\xcc\xa8\xb5\xc6,94\n", "台灯", "text"}, // GB18030
		{"unicode.txt", "\xff\xfeZ\x00a\x00n\x00d\x00e\x00r\x00", "zander", "text"},
		{"counts.csv", "asin,units\nB0TESTA1X7,94\n", "TESTA1X7", "text"},
		{"page.html", "<html><body><script>hidden()</script><p>Umsatzübersicht der Filiale</p></body></html>", "umsatzubersicht", "html"},
		{"mail.eml", "From: a@example.com\r\nTo: b@example.com\r\nSubject: Your Zebrafish order\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nShipped on Monday.\r\n", "zebrafish shipped", "eml"},
	} {
		e := o.attach(ref, tt.name, tt.content).Exhibit
		before, err := o.desk.FileText(t.Context(), o.who, ref, e.ID)
		o.must(err)
		if before.State != reinstate.TextWaiting {
			t.Errorf("%s is %s before it was read", tt.name, before.State)
		}
		o.readFiles()
		after, err := o.desk.FileText(t.Context(), o.who, ref, e.ID)
		o.must(err)
		if after.State != reinstate.TextDone || tt.way != "" && after.Way != tt.way {
			t.Errorf("%s (%s): %+v", tt.name, e.MediaType, after)
		}
		found, err := o.desk.Search(t.Context(), o.who, tt.search)
		o.must(err)
		if len(found.Cases) != 1 || found.Cases[0].Reference != ref || reinstate.ExhibitID(found.Cases[0].Hits[0].ID) != e.ID {
			t.Errorf("%q finds %+v, want %s", tt.search, found, tt.name)
			continue
		}
		marked := false
		for _, piece := range found.Cases[0].Hits[0].Around {
			marked = marked || piece.Word
		}
		if !marked {
			t.Errorf("%q: nothing is marked in %+v", tt.search, found.Cases[0].Hits[0].Around)
		}
	}
}

func TestAFileThatCannotBeOpenedKeepsNoOtherFromBeingRead(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	bad, good := o.attach(ref, "bad.txt", "never read").Exhibit, o.attach(ref, "good.txt", "Umsatz").Exhibit
	path, err := o.blobs.Path("1", bad.SHA256)
	o.must(err)
	folder := filepath.Dir(path)
	if strings.Contains(folder, good.SHA256[:2]+string(filepath.Separator)) || filepath.Base(folder) == good.SHA256[:2] {
		t.Fatal("both files lie in one folder")
	}
	o.must(os.RemoveAll(folder))
	o.must(os.WriteFile(folder, nil, 0o600)) // the system says that it is no folder
	o.readFiles()
	for id, want := range map[reinstate.ExhibitID]reinstate.FileTextState{bad.ID: reinstate.TextFailed, good.ID: reinstate.TextDone} {
		if got, err := o.desk.FileText(t.Context(), o.who, ref, id); err != nil || got.State != want {
			t.Errorf("%+v, %v, want %s", got, err, want)
		}
	}
}

func TestAScanIsReadInEnglishAndChinese(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("tesseract"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("tesseract is not installed, and CI must have it")
		}
		t.Skip("tesseract is not installed: scans stay unread")
	}
	o := newOffice(t)
	ref := o.open().Reference
	e := o.attach(ref, "scan.png", scan(t, "INVOICE 2026-00417", "广州明德商贸有限公司")).Exhibit
	o.readFiles()
	text, err := o.desk.FileText(t.Context(), o.who, ref, e.ID)
	o.must(err)
	if text.State != reinstate.TextDone || text.Way != "tesseract" || !strings.Contains(text.Pages[0], "2026-00417") {
		t.Fatalf("read as %+v", text)
	}
	langs, _ := exec.Command("tesseract", "--list-langs").Output()
	if read := strings.ReplaceAll(text.Pages[0], " ", ""); bytes.Contains(langs, []byte("chi_sim")) && !strings.Contains(read, "明德") {
		t.Errorf("the Chinese reads %q", text.Pages[0])
	}
}

// half is a PDF of a written page and a scanned one.
func half(t *testing.T, word, picture string) string {
	t.Helper()
	drawn, err := png.Decode(strings.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	gray := drawn.(*image.Gray)
	w, h := gray.Rect.Dx(), gray.Rect.Dy()
	content := "BT /F 14 Tf 60 700 Td (" + word + ") Tj ET"
	paint := fmt.Sprintf("q 500 0 0 %d 40 500 cm /I Do Q", 500*h/w)
	out, table := "%PDF-1.7\n", ""
	for i, text := range []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 6 0 R/Resources<</XObject<</I 7 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content),
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(paint), paint),
		fmt.Sprintf("<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Length %d>>\nstream\n%s\nendstream", w, h, len(gray.Pix), gray.Pix),
	} {
		table += fmt.Sprintf("%010d 00000 n \n", len(out))
		out += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, text)
	}
	return out + fmt.Sprintf("xref\n0 8\n0000000000 65535 f \n%strailer\n<</Size 8/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", table, len(out))
}

func TestAScannedPageAmongWrittenOnesIsRead(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"tesseract", "pdftoppm"} {
		if _, err := exec.LookPath(name); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("%s is not installed, and CI must have it", name)
			}
			t.Skipf("%s is not installed: scans stay unread", name)
		}
	}
	o := newOffice(t)
	ref := o.open().Reference
	e := o.attach(ref, "half.pdf", half(t, "Packing list", scan(t, "INVOICE 2026-00417"))).Exhibit
	o.readFiles()
	text, err := o.desk.FileText(t.Context(), o.who, ref, e.ID)
	o.must(err)
	if text.Way != "pdftotext and tesseract" || len(text.Pages) != 2 || !strings.Contains(text.Pages[0], "Packing list") || !strings.Contains(text.Pages[1], "2026-00417") {
		t.Errorf("read as %+v", text)
	}
}

func TestWhatIsNotReadToItsEndSaysSo(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	e := o.attach(ref, "long.docx", zipped(t, map[string]string{
		"[Content_Types].xml": contentTypes,
		"word/document.xml":   "<w><p>" + strings.Repeat("word ", 30_000) + "</p></w>",
	})).Exhibit
	o.readFiles()
	text, err := o.desk.FileText(t.Context(), o.who, ref, e.ID)
	o.must(err)
	if text.State != reinstate.TextDone || len(text.Pages) < 3 {
		t.Fatalf("read as %s, %d pages", text.State, len(text.Pages))
	}
	read := 0
	for _, page := range text.Pages {
		read += strings.Count(page, "word")
	}
	if read < 29_990 && text.Why == "" {
		t.Errorf("%d of 30000 words are kept and nothing is said", read)
	}
}

func TestFilesMadeToHarmAreNotRead(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.open().Reference
	bomb := strings.Repeat("<w:t>"+strings.Repeat("a", 1000)+"</w:t>", 60_000)
	for name, tt := range map[string]struct {
		content string
		want    []reinstate.FileTextState
	}{
		"entities.docx": {zipped(t, map[string]string{
			"[Content_Types].xml": contentTypes,
			"word/document.xml":   `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="x"><w:t>&x;</w:t></w:document>`,
		}), []reinstate.FileTextState{reinstate.TextFailed}},
		"bomb.docx":  {zipped(t, map[string]string{"[Content_Types].xml": contentTypes, "word/document.xml": `<w:document xmlns:w="x">` + bomb + "</w:document>"}), []reinstate.FileTextState{reinstate.TextDone}},
		"broken.pdf": {"%PDF-1.7\nbroken", []reinstate.FileTextState{reinstate.TextNone, reinstate.TextFailed}},
		"noise.jpg":  {"\xFF\xD8\xFF\xE0 no picture", []reinstate.FileTextState{reinstate.TextFailed, reinstate.TextNone}},
		"tool.exe":   {"MZ\x90\x00 program", []reinstate.FileTextState{reinstate.TextNone}},
	} {
		e := o.attach(ref, name, tt.content).Exhibit
		o.readFiles()
		text, err := o.desk.FileText(t.Context(), o.who, ref, e.ID)
		o.must(err)
		good := false
		for _, want := range tt.want {
			good = good || text.State == want
		}
		if !good || len(strings.Join(text.Pages, "")) > 45<<20 || strings.Contains(strings.Join(text.Pages, ""), "root:") {
			t.Errorf("%s (%s): %s, %d pages, %q", name, e.MediaType, text.State, len(text.Pages), text.Why)
		}
	}
	e := o.attach(ref, "damaged.csv", "a,b\n").Exhibit
	path, err := o.blobs.Path("1", e.SHA256)
	o.must(err)
	o.must(os.Chmod(path, 0o600))
	o.must(os.WriteFile(path, []byte("a,c\n"), 0o600))
	o.readFiles()
	if text, err := o.desk.FileText(t.Context(), o.who, ref, e.ID); err != nil || text.State != reinstate.TextFailed || text.Why == "" {
		t.Errorf("a damaged file: %+v, %v", text, err)
	}
}

func TestASearchShowsTheWordsWhereTheyStand(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ref := o.correcting()
	found, err := o.desk.Search(t.Context(), o.who, "inauthentic SELLING")
	o.must(err)
	if len(found.Cases) != 1 || found.Cases[0].Reference != ref || found.Cases[0].Client != "深圳市海岚科技有限公司" {
		t.Fatalf("found %+v", found)
	}
	text := ""
	for _, piece := range found.Cases[0].Hits[0].Around {
		if piece.Word {
			text += "[" + piece.Text + "]"
		}
	}
	if !strings.Contains(strings.ToLower(text), "[selling") && !strings.Contains(text, "[inauthentic]") {
		t.Errorf("the words marked are %q", text)
	}
	for _, query := range []string{"", "  ", `"`, "NEAR(", "%"} {
		if found, err := o.desk.Search(t.Context(), o.who, query); err != nil || len(found.Cases) != 0 {
			t.Errorf("%q: %+v, %v", query, found, err)
		}
	}
	rival := o.firm("Rival", "rival@example.com")
	if found, err := o.desk.Search(t.Context(), rival, "inauthentic"); err != nil || len(found.Cases) != 0 {
		t.Errorf("a rival finds %+v, %v", found, err)
	}
}
