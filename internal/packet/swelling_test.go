package packet

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reinstate/internal/plan"
)

// swelling is a PDF of so many pages and streams that each unpack to 60 MB. The
// pages show them in turn.
func swelling(t *testing.T, pages, streams int) []byte {
	t.Helper()
	squeezed := bytes.Repeat([]byte(" "), 60<<20)
	for range 2 {
		var out bytes.Buffer
		w := zlib.NewWriter(&out)
		if _, err := w.Write(squeezed); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		squeezed = out.Bytes()
	}
	texts := []string{"<</Type/Catalog/Pages 2 0 R>>", ""}
	for range streams {
		texts = append(texts, fmt.Sprintf("<</Filter[/FlateDecode/FlateDecode]/Length %d>>\nstream\n%s\nendstream", len(squeezed), squeezed))
	}
	var kids strings.Builder
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", len(texts)+1)
		texts = append(texts, fmt.Sprintf("<</Type/Page/Parent 2 0 R/Contents %d 0 R>>", 3+i%streams))
	}
	texts[1] = fmt.Sprintf("<</Type/Pages/MediaBox[0 0 612 792]/Count %d/Kids[%s]>>", pages, kids.String())
	var out, table bytes.Buffer
	out.WriteString("%PDF-1.7\n")
	for i, text := range texts {
		fmt.Fprintf(&table, "%010d 00000 n \n", out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, text)
	}
	fmt.Fprintf(&table, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(texts)+1, out.Len())
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n%s", len(texts)+1, table.String())
	return out.Bytes()
}

// bindOne binds a single PDF without sheets and says where it went.
func bindOne(t *testing.T, data []byte) Placed {
	t.Helper()
	folder := t.TempDir()
	k := &binder{b: &Bundle{
		Bare: true, Words: plan.Sheets("en"),
		Scratch: func() (*os.File, error) { return os.Create(filepath.Join(folder, "part")) },
		Exhibits: []Enclosure{{Letter: "A", MediaType: "application/pdf", Size: int64(len(data)), Open: func() (io.ReadSeekCloser, error) {
			return struct {
				*bytes.Reader
				io.Closer
			}{bytes.NewReader(data), io.NopCloser(nil)}, nil
		}}},
	}, placed: make([]Placed, 1)}
	err := k.enclose(t.Context())
	for _, part := range k.parts {
		_ = part.w.file.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return k.placed[0]
}

func TestAStreamThatManyPagesShowIsUnpackedOnce(t *testing.T) {
	data := swelling(t, 2000, 1)
	if len(data) > 256<<10 {
		t.Fatalf("the file has %d bytes", len(data))
	}
	start := time.Now()
	placed := bindOne(t, data)
	if took := time.Since(start); took > importWithin/2 || placed.Why != "" || placed.To != 2000 {
		t.Errorf("took %v: %+v", took, placed)
	}
}

func TestAPDFThatSwellsPageByPageIsAttachedInTime(t *testing.T) {
	data := swelling(t, 2000, 2000)
	readingWithin(t, 2*time.Second)
	start := time.Now()
	placed := bindOne(t, data)
	if took := time.Since(start); took > 20*time.Second || placed.Why != errLarge.Error() {
		t.Errorf("took %v: %+v", took, placed)
	}
}
