package packet_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/jung-kurt/gofpdf"

	"reinstate/internal/packet"
	"reinstate/internal/plan"
)

// invoice is a PDF of so many pages, each of which says its name and number.
func invoice(tb testing.TB, name string, pages int) []byte {
	tb.Helper()
	pdf := gofpdf.New("P", "pt", "A4", "")
	pdf.SetFont("Helvetica", "", 14)
	for i := range pages {
		pdf.AddPage()
		pdf.Text(60, 80, fmt.Sprintf("mark-%s-%d", name, i+1))
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// photo is a JPEG whose left half is red and whose right half is blue, with an
// EXIF orientation.
func photo(tb testing.TB, orientation byte) []byte {
	tb.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 60, 40))
	for y := range 40 {
		for x := range 60 {
			c := color.RGBA{200, 0, 0, 255}
			if x >= 30 {
				c = color.RGBA{0, 0, 200, 255}
			}
			picture.SetRGBA(x, y, c)
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, nil); err != nil {
		tb.Fatal(err)
	}
	exif := []byte("\xFF\xE1\x00\x22Exif\x00\x00MM\x00\x2A\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00\x00\x00\x00\x00")
	return append(append([]byte{0xFF, 0xD8}, exif...), out.Bytes()[2:]...)
}

func screenshot(tb testing.TB, width, height int) []byte {
	tb.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			picture.SetNRGBA(x, y, color.NRGBA{uint8(x), uint8(y), 90, 200})
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// enclosed makes an exhibit of bytes.
func enclosed(letter, title, mediaType string, data []byte) packet.Enclosure {
	sum := sha256.Sum256(data)
	return packet.Enclosure{
		Letter: letter, Title: title, Kind: "Supplier invoice", Dated: "2 September 2026", FileName: strings.ToLower(letter) + ".bin",
		MediaType: mediaType, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data)),
		Open: func() (io.ReadSeekCloser, error) {
			return struct {
				*bytes.Reader
				io.Closer
			}{bytes.NewReader(data), io.NopCloser(nil)}, nil
		},
	}
}

// scratch makes files that are gone at the end of the test.
func scratch(tb testing.TB) func() (*os.File, error) {
	folder := tb.TempDir()
	return func() (*os.File, error) { return os.CreateTemp(folder, "part") }
}

func letters(n int) string {
	if n < 26 {
		return string(rune('A' + n))
	}
	return letters(n/26-1) + letters(n%26)
}

// bind makes a packet and closes it at the end of the test.
func bind(tb testing.TB, b packet.Bundle) packet.Bound {
	tb.Helper()
	if b.Scratch == nil {
		b.Scratch = scratch(tb)
	}
	if b.Words.Index == "" {
		b.Words = plan.Sheets("en")
	}
	if b.Options.Dated.IsZero() {
		b.Options.Dated = theDay
	}
	bound, err := newPress(tb).Bind(tb.Context(), b)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(bound.Close)
	return bound
}

// content reads a part from its beginning.
func content(tb testing.TB, p packet.Part) []byte {
	tb.Helper()
	if _, err := p.File.Seek(0, io.SeekStart); err != nil {
		tb.Fatal(err)
	}
	data, err := io.ReadAll(p.File)
	if err != nil {
		tb.Fatal(err)
	}
	sum := sha256.Sum256(data)
	if int64(len(data)) != p.Size || hex.EncodeToString(sum[:]) != p.SHA256 {
		tb.Errorf("a part of %d bytes says it has %d, or its digest is not that of its bytes", len(data), p.Size)
	}
	return data
}

// sound has two independent readers look for faults.
func sound(tb testing.TB, pdf []byte, pages int) {
	tb.Helper()
	if out := output(tb, tool(tb, "qpdf"), "--check", saved(tb, pdf)); strings.Contains(strings.ToLower(out), "warning") {
		tb.Error(out)
	}
	out, err := exec.Command(tool(tb, "pdfinfo"), saved(tb, pdf)).CombinedOutput()
	if err != nil || strings.Contains(string(out), "rror") || !strings.Contains(string(out), fmt.Sprintf("Pages:           %d\n", pages)) {
		tb.Errorf("pdfinfo: %v, want %d pages\n%s", err, pages, out)
	}
}

// mixed is a packet of every kind of exhibit.
func mixed(tb testing.TB) packet.Bundle {
	b := packet.Bundle{Front: []plan.Document{plan.Compose(hailan())}, Exhibits: []packet.Enclosure{
		enclosed("A", "Supplier file of 广州明德商贸有限公司", "application/pdf", invoice(tb, "A", 4)),
		enclosed("B", "Photo of the cartons", "image/jpeg", photo(tb, 6)),
		enclosed("C", "Locked statement", "application/pdf", locked(tb, "", "owner")),
		enclosed("D", "Screenshot of the listing", "image/png", screenshot(tb, 900, 300)),
		enclosed("E", "Counts", "text/csv", []byte("a,b\n1,2\n")),
		enclosed("F", "Intake log", "application/pdf", invoice(tb, "F", 2)),
	}}
	b.Exhibits[0].Shows = "Every unit of B0TESTA1X7 was bought from the maker."
	b.Exhibits[0].Proves = []plan.Proof{{Number: "1.2", Text: "We accepted the second source on its price list."}, {Text: "Invoices of the last 365 days"}}
	return b
}

// locked encrypts a PDF, with a password to open it or only one to change it.
func locked(tb testing.TB, user, owner string) []byte {
	tb.Helper()
	folder := tb.TempDir()
	in, out := filepath.Join(folder, "in.pdf"), filepath.Join(folder, "out.pdf")
	if err := os.WriteFile(in, invoice(tb, "locked", 2), 0o600); err != nil {
		tb.Fatal(err)
	}
	output(tb, tool(tb, "qpdf"), "--encrypt", user, owner, "256", "--", in, out)
	data, err := os.ReadFile(out)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func TestEveryExhibitStandsWhereTheIndexSays(t *testing.T) {
	t.Parallel()
	bound := bind(t, mixed(t))
	if len(bound.Parts) != 1 {
		t.Fatalf("got %d parts", len(bound.Parts))
	}
	pdf := content(t, bound.Parts[0])
	sound(t, pdf, bound.Pages)
	pages := extracted(t, pdf)
	index := -1
	for i, text := range pages {
		if strings.HasPrefix(text, "ExhibitsNo.Document") {
			index = i
		}
	}
	if index < 0 {
		t.Fatalf("there is no index: %q", pages)
	}
	for i, e := range mixed(t).Exhibits {
		p := bound.Placed[i]
		if cover := pages[p.Cover-1]; !strings.HasPrefix(cover, squeezed("Exhibit "+e.Letter+e.Title)) {
			t.Errorf("page %d is not the cover sheet of %s: %.60q", p.Cover, e.Letter, cover)
		}
		said := regexp.MustCompile(regexp.QuoteMeta(e.Letter+squeezed(e.Title)) + `.*?(\d+to\d+|file)`).FindString(pages[index])
		want := fmt.Sprintf("%dto%d", p.From, p.To)
		switch {
		case p.Why != "":
			want = "file"
		case p.From == p.To:
			want, said = fmt.Sprint(p.From), pages[index]
		}
		if !strings.Contains(said, want) {
			t.Errorf("the index says of %s %q, want %q", e.Letter, said, want)
		}
		for n := p.From; n <= p.To && n > 0 && e.MediaType == "application/pdf"; n++ {
			if mark := fmt.Sprintf("mark-%s-%d", e.Letter, n-p.From+1); pages[n-1] != mark {
				t.Errorf("page %d says %q, want %q", n, pages[n-1], mark)
			}
		}
	}
	if why := bound.Placed[2].Why; why != "it is locked with a password" || bound.Placed[4].Why == "" {
		t.Errorf("the attached ones say %q and %q", why, bound.Placed[4].Why)
	}
}

func TestTheSameBundleGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	b := mixed(t)
	b.Bates = packet.Bates{Prefix: "HL", Start: 41}
	one, two := bind(t, b), bind(t, b)
	if one.Parts[0].SHA256 != two.Parts[0].SHA256 {
		t.Error("the same bundle was bound twice and differs")
	}
}

func TestPartsStayBelowTheLimitAndBeginWithAnExhibit(t *testing.T) {
	t.Parallel()
	b := packet.Bundle{Front: []plan.Document{latin()}, PartBytes: 300 << 10}
	for i := range 7 {
		b.Exhibits = append(b.Exhibits, enclosed(letters(i), "Scan "+letters(i), "image/png", noise(t, 150, 160, int64(i))))
	}
	b.Exhibits = append(b.Exhibits, enclosed("H", "Too large for any part", "image/png", noise(t, 400, 400, 9)))
	bound := bind(t, b)
	if len(bound.Parts) < 3 {
		t.Fatalf("got %d parts", len(bound.Parts))
	}
	for n, part := range bound.Parts {
		pdf := content(t, part)
		sound(t, pdf, part.Pages)
		if part.Size > b.PartBytes && n != bound.Placed[7].Part-1 {
			t.Errorf("part %d has %d bytes", n+1, part.Size)
		}
		text := extracted(t, pdf)
		if want := fmt.Sprintf("part%dof%d·Page1of%d", n+1, len(bound.Parts), part.Pages); !strings.HasSuffix(text[0], want) {
			t.Errorf("part %d begins with a page that ends %.60q, want %q", n+1, text[0][max(0, len(text[0])-60):], want)
		}
		if n > 0 && !strings.HasPrefix(text[0], "Exhibit") {
			t.Errorf("part %d begins with %.40q", n+1, text[0])
		}
	}
	for i, p := range bound.Placed {
		if p.Over != (i == 7) {
			t.Errorf("exhibit %d: over is %t", i, p.Over)
		}
	}
}

func TestAPartThatOurSheetsMakeTooLargeIsNamed(t *testing.T) {
	t.Parallel()
	long := plan.Compose(hailan())
	for range 4 {
		long.Blocks = append(long.Blocks, long.Blocks...)
	}
	b := packet.Bundle{Front: []plan.Document{long}, PartBytes: 100 << 10}
	for i := range 2 {
		b.Exhibits = append(b.Exhibits, enclosed(letters(i), "Scan "+letters(i), "image/png", noise(t, 100, 160, int64(i))))
	}
	bound := bind(t, b)
	for n, part := range bound.Parts {
		if want := part.Size > b.PartBytes; part.Over != want || n == 0 && !want {
			t.Errorf("part %d of %d bytes: over is %t", n+1, part.Size, part.Over)
		}
	}
	if bound.Placed[0].Over || len(bound.Parts) != 2 {
		t.Errorf("%d parts, %+v", len(bound.Parts), bound.Placed)
	}
}

// noise is a PNG that does not get smaller by packing.
func noise(tb testing.TB, width, height int, seed int64) []byte {
	tb.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	state := uint64(seed)*2862933555777941757 + 3037000493
	for i := range picture.Pix {
		state = state*6364136223846793005 + 1442695040888963407
		picture.Pix[i] = byte(state >> 56)
		if i%4 == 3 {
			picture.Pix[i] = 255
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		tb.Fatal(err)
	}
	return out.Bytes()
}

// enclosedBytes reads an exhibit.
func enclosedBytes(tb testing.TB, e packet.Enclosure) []byte {
	tb.Helper()
	file, err := e.Open()
	if err != nil {
		tb.Fatal(err)
	}
	data, err := io.ReadAll(file)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// corners says which colours a photo shows in its corners, row by row, as a
// viewer draws it.
func corners(tb testing.TB, pdf []byte) [2]string {
	tb.Helper()
	out := filepath.Join(tb.TempDir(), "page")
	output(tb, tool(tb, "pdftoppm"), "-r", "72", "-png", "-singlefile", saved(tb, pdf), out)
	file, err := os.Open(out + ".png")
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	page, err := png.Decode(file)
	if err != nil {
		tb.Fatal(err)
	}
	middle := page.Bounds().Size().Div(2)
	var rows [2]string
	for i, y := range []int{middle.Y - 8, middle.Y + 8} {
		for _, x := range []int{middle.X - 8, middle.X + 8} {
			switch r, _, b, _ := page.At(x, y).RGBA(); {
			case r > 2*b:
				rows[i] += "R"
			case b > 2*r:
				rows[i] += "B"
			default:
				rows[i] += "?"
			}
		}
	}
	return rows
}
