package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"reinstate/data"
	"reinstate/internal/browsertest"
	"reinstate/internal/packet"
	"reinstate/internal/plan"
	"reinstate/internal/programtest"
)

// mixedFiles makes forty files of every kind that evidence comes as, six of
// them in a zip. It gives their paths, and the digest of each by its name.
func mixedFiles(t *testing.T) (paths []string, digests map[string]string) {
	t.Helper()
	folder := t.TempDir()
	digests = map[string]string{}
	var zipped bytes.Buffer
	packed := zip.NewWriter(&zipped)
	add := func(inZip bool, name string, content []byte) {
		sum := sha256.Sum256(content)
		digests[name] = hex.EncodeToString(sum[:])
		if inZip {
			w, err := packed.Create(name)
			if err == nil {
				_, err = w.Write(content)
			}
			if err != nil {
				t.Fatal(err)
			}
			return
		}
		paths = append(paths, filepath.Join(folder, name))
		if err := os.WriteFile(paths[len(paths)-1], content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	press, err := packet.New(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	pdf := func(title string, paragraphs int) []byte {
		d := plan.Document{Title: title, Language: "en", PageOf: "{page}"}
		for range paragraphs {
			d.Blocks = append(d.Blocks, plan.Paragraph{Text: strings.Repeat("Each carton was opened and counted. ", 30)})
		}
		drawn, err := press.Draw(d, packet.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return drawn.PDF
	}
	for i := range 14 {
		add(false, fmt.Sprintf("invoice %02d.pdf", i), pdf(fmt.Sprintf("Invoice 2026-%03d", i), 1+i%9))
	}
	add(false, "发票 广州明德.pdf", pdf("发票 广州明德商贸有限公司 order 112-4455667-8899001", 2))
	for i := range 8 {
		add(false, fmt.Sprintf("photo %d.jpg", i+1), turnedPhoto(t, byte(i+1), i))
	}
	for i, name := range []string{"counts.csv", "note.txt", "page.html", "drawing.svg", "broken.pdf", "empty pages.bin", "mail.eml"} {
		add(false, name, []byte(fmt.Sprintf("%%PDF-1.%d <svg onload=alert(1)> From: a@example.com\n\n%s", i, name)))
	}
	shelves := filepath.Join(folder, "shelves.png")
	if err := drawShelves(shelves); err != nil {
		t.Fatal(err)
	}
	shot, err := os.ReadFile(shelves)
	if err != nil {
		t.Fatal(err)
	}
	add(false, "shelves.png", shot)
	for i, user := range []string{"secret", ""} {
		plainPDF, locked := filepath.Join(folder, "plain.tmp"), filepath.Join(folder, fmt.Sprintf("locked %d.tmp", i))
		if err := os.WriteFile(plainPDF, pdf("Bank statement", 1), 0o600); err != nil {
			t.Fatal(err)
		}
		output(t, programtest.Qpdf, "--encrypt", user, "owner", "256", "--", plainPDF, locked)
		content, err := os.ReadFile(locked)
		if err != nil {
			t.Fatal(err)
		}
		add(false, fmt.Sprintf("locked %d.pdf", i), content)
	}
	for i := range 7 {
		add(true, fmt.Sprintf("delivery %d.pdf", i), pdf(fmt.Sprintf("Proof of delivery %d", i), 1))
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
	archive := filepath.Join(folder, "deliveries.zip")
	if err := os.WriteFile(archive, zipped.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return append(paths, archive), digests
}

// turnedPhoto is a photo with an EXIF orientation.
func turnedPhoto(t *testing.T, orientation byte, shade int) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 640, 480))
	for y := range 480 {
		for x := range 640 {
			picture.SetRGBA(x, y, color.RGBA{uint8(x / 3), uint8(y / 2), uint8(shade * 30), 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, nil); err != nil {
		t.Fatal(err)
	}
	exif := "\xFF\xE1\x00\x22Exif\x00\x00MM\x00\x2A\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(rune(orientation)) + "\x00\x00\x00\x00\x00\x00"
	return append([]byte("\xFF\xD8"+exif), out.Bytes()[2:]...)
}

// TestFortyMixedFilesBecomeAPacketAndAPack puts forty files into a case, and
// takes it out for Amazon and for counsel: nothing is wrong with the PDFs, the
// index is right, and every original comes out as it went in.
func TestFortyMixedFilesBecomeAPacketAndAPack(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	dir := firmFolder(t)
	ref := plannedCase(t, dir)
	files, digests := mixedFiles(t)
	if len(digests) != 40 {
		t.Fatalf("%d files were made", len(digests))
	}
	server := startServer(t, dir)
	b := arrive(t, chromium, server, false, owner)
	b.Visit("/cases/" + ref + "/evidence")
	b.Give("file", files...)
	b.Arrives(func() { b.Press("Add the files") })
	b.Has(len(digests), ".exhibits tbody tr")
	fillMatrix(b, ref)

	noScript := arrive(t, chromium, server, true, owner)
	for _, tt := range []struct {
		tab        *browsertest.Tab
		says, part string
	}{{b, "Counsel One PDF", "counsel pack"}, {noScript, "Amazon appeal form One PDF", "round 1"}} {
		tt.tab.Visit("/cases/" + ref + "/exports")
		tt.tab.Press(tt.says)
		tt.tab.Click("Make it")
		for deadline := time.Now().Add(2 * time.Minute); tt.tab.Shows("#exports[data-running]") > 0; {
			if time.Now().After(deadline) {
				t.Fatalf("%s is not made: %s", tt.part, strings.Join(tt.tab.Words("#exports"), " "))
			}
			time.Sleep(300 * time.Millisecond)
			tt.tab.Visit("/cases/" + ref + "/exports")
		}
		_, pdf := tt.tab.Download(ref + " " + tt.part + ".pdf")
		_, packed := tt.tab.Download(ref + " " + tt.part + ".zip")
		checkPacket(t, pdf, packed, digests)
	}
	b.Quiet()
	noScript.Quiet()

	for deadline := time.Now().Add(90 * time.Second); ; time.Sleep(time.Second) {
		b.Visit("/search?q=4455667+%E6%98%8E%E5%BE%B7%E5%95%86%E8%B4%B8")
		if b.Shows(".found mark") > 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("a Chinese name and the middle of an order number inside a PDF are not found")
		}
	}
	b.Sees("发票 广州明德", "page 1")
}

// fillMatrix puts on record what is written on two invoices, and follows in the
// matrix how each cell fills.
func fillMatrix(b *browsertest.Tab, ref string) {
	at := "/cases/" + ref
	b.Visit(at + "/coverage")
	b.Sees("names no item", "1 place is weak")
	b.Lacks("No gaps.")
	b.Fill("sold", "240")
	b.Click("Save")
	for i, units := range []string{"150", "120"} {
		b.Visit(fmt.Sprintf("%s/evidence/%d", at, i+1))
		b.Fill("dated", time.Now().AddDate(0, -2, 0).Format(time.DateOnly))
		for name, value := range map[string]string{
			"number": fmt.Sprintf("INV-%d", i), "issuer_name": "Guangzhou Mingde Trading Co., Ltd.", "issuer_address": "18 Tianhe Road, Guangzhou, China",
			"issuer_phone": "+86 20 5550 0144", "issuer_email": "sales@mingde.example", "issuer_website": "https://mingde.example",
			"buyer_name": "深圳市明灯科技有限公司", "buyer_address": "深圳市南山区灯塔路1号", "line_item": "B0C7LMP2K4", "line_words": "Desk lamp", "line_quantity": units,
		} {
			b.Fill(name, value)
		}
		b.Click("Save")
		b.Sees("Saved.")
		b.Visit(at + "/coverage")
		if i == 0 {
			b.Sees("90 units short", "1 gap.")
			b.Has(1, "td.cell.short")
		}
	}
	b.Has(0, "td.cell.gap, td.cell.short, td.cell.loose, td.cell.weak")
	b.Has(2, "td.cell.covered") // invoices for the item, and who the supplier is
	b.Sees("270 bought", "No gaps.")
	b.Lacks("weak")
}

// checkPacket looks at a packet with readers that are not ours, and at what its
// zip says of it.
func checkPacket(t *testing.T, pdf, packed []byte, digests map[string]string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "packet.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if out := output(t, programtest.Qpdf, "--check", file); strings.Contains(strings.ToLower(out), "warning") {
		t.Error(out)
	}
	pages := strings.Split(strings.TrimSuffix(output(t, programtest.Pdftotext, "-raw", "-enc", "UTF-8", file, "-"), "\f"), "\f")
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		Pages int
		Files []struct {
			Path, Exhibit, SHA256 string
			From, To              int
			Why                   string `json:"attached_because"`
		}
	}
	found := map[string]bool{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(content)
		found[hex.EncodeToString(sum[:])] = true
		if f.Name == "manifest.json" {
			if err := json.Unmarshal(content, &manifest); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, sum := range digests {
		if !found[sum] {
			t.Errorf("%s does not come out of the zip as it went in", name)
		}
	}
	if manifest.Pages != len(pages) {
		t.Errorf("the manifest says %d pages, pdftotext finds %d", manifest.Pages, len(pages))
	}
	all := oneLine(strings.Join(pages, ""))
	titled := regexp.MustCompile(`^Exhibit [A-Z]+\n`)
	for _, f := range manifest.Files {
		if f.Exhibit == "" {
			continue
		}
		if f.From == 0 && f.Why == "" {
			t.Errorf("exhibit %s is neither printed nor attached", f.Exhibit)
		}
		if f.From > 1 && !strings.HasPrefix(pages[f.From-2], "Exhibit "+f.Exhibit+"\n") && titled.MatchString(pages[f.From-2]) {
			t.Errorf("page %d before exhibit %s is %.40q", f.From-1, f.Exhibit, pages[f.From-2])
		}
		if f.From > 0 && !strings.Contains(all, fmt.Sprint(f.From)) {
			t.Errorf("nothing says where exhibit %s begins", f.Exhibit)
		}
		if f.From > 0 && strings.Contains(f.Path, "delivery") && !strings.Contains(pages[f.From-1], "Proof of delivery") {
			t.Errorf("page %d is not exhibit %s: %.60q", f.From, f.Exhibit, pages[f.From-1])
		}
		if strings.Contains(f.Path, "locked") && f.Why != "it is locked with a password" {
			t.Errorf("%s: %q", f.Path, f.Why)
		}
	}
}
