package packet

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// smallPDF is a PDF of one page with such an information dictionary.
func smallPDF(info string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for _, body := range []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Resources<<>>>>", "<<" + info + ">>",
	} {
		at = append(at, b.Len())
		b.WriteString(strings.Join([]string{string(rune('0' + len(at))), " 0 obj", body, "endobj\n"}, ""))
	}
	start := b.Len()
	b.WriteString("xref\n0 5\n0000000000 65535 f \n")
	for _, n := range at {
		b.WriteString(strings.Repeat("0", 10-len(itoa(n))) + itoa(n) + " 00000 n \n")
	}
	b.WriteString("trailer<</Size 5/Root 1 0 R/Info 4 0 R>>\nstartxref\n" + itoa(start) + "\n%%EOF\n")
	return b.Bytes()
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

func lookAt(t *testing.T, content []byte) (Look, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return LookAt(t.Context(), name)
}

func TestAPDFSaysHowItWasMade(t *testing.T) {
	t.Parallel()
	look, err := lookAt(t, smallPDF(`/Producer(Adobe Photoshop 25\007)/Creator(Word)/CreationDate(D:20260301120000+01'00')/ModDate(D:20260512083000Z)`))
	if err != nil {
		t.Fatal(err)
	}
	m := look.Made
	if look.Pages != 1 || m.Maker != "Adobe Photoshop 25" || m.Origin != "Word" || m.Encrypted {
		t.Errorf("got %+v", look)
	}
	if !m.Created.Equal(time.Date(2026, 3, 1, 11, 0, 0, 0, time.UTC)) || !m.Changed.Equal(time.Date(2026, 5, 12, 8, 30, 0, 0, time.UTC)) || !m.Reworked() {
		t.Errorf("made %v, changed %v", m.Created, m.Changed)
	}
}

func TestMetadataThatIsNoneIsLeftOut(t *testing.T) {
	t.Parallel()
	for name, info := range map[string]string{
		"no dates": `/Producer()`, "dates that are none": `/CreationDate(yesterday)/ModDate(D:99999999)`, "dates out of time": `/CreationDate(D:00010101000000Z)/ModDate(D:99990101000000Z)`,
		"a very long name": `/Producer(` + strings.Repeat("x", 10_000) + `)`,
	} {
		look, err := lookAt(t, smallPDF(info))
		if err != nil {
			continue // pdfcpu refuses it whole, which is fine too
		}
		if m := look.Made; !m.Created.IsZero() || !m.Changed.IsZero() || m.Reworked() || len(m.Maker) > longestProgram {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

func TestAnEncryptedPDFIsSaidToBeSo(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	plain, closed := filepath.Join(folder, "plain.pdf"), filepath.Join(folder, "closed.pdf")
	if err := os.WriteFile(plain, smallPDF("/Producer(x)"), 0o600); err != nil {
		t.Fatal(err)
	}
	countPlainly() // so that no folder is made in the home directory
	conf := model.NewAESConfiguration("user", "owner", 256)
	if err := api.EncryptFile(plain, closed, conf); err != nil {
		t.Fatal(err)
	}
	look, err := LookAt(t.Context(), closed)
	if !errors.Is(err, ErrUncounted) || !look.Made.Encrypted || look.Pages != 0 {
		t.Errorf("got %+v, %v", look, err)
	}
}
