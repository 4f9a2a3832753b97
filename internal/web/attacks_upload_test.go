package web

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// The list of attacks on uploads has 29 numbers. Here, in the order of the
// numbers: 1 to 9 and 12 to 16 below; 10 in TestABodyThatIsCutOffLeavesNothing
// and TestFiveGigabytesAreCutOffAtTheLimit; 11 in cmd/reinstate, TestASlowUploadIsTaken
// and TestAnUploadThatStandsStillIsEnded; 13, 15, 16 and 17 in casework,
// TestHostileFilesAreDrawnOrNotInBoundedTimeAndMemory, TestRealZipBombsAreRefusedOrKeptUnopened
// and TestArchivesThatDoHarmAreRefusedInWords; 18 to 21 in TestNamesOfAttackers and TestNamesOfDownloads; 22 in
// TestAFormWithTooManyPartsIsCutOff; 23 in TestTwinsOfOtherFirmsAreInvisible; 24
// in casework, TestASealedFilingKeepsWhatItWasSentWith; 25 in
// cmd/reinstate, TestAScannerIsAskedBeforeAFileIsKept; 26, 27 and 29 in
// TestForeignEvidenceLooksLikeNone; 28 in TestRangesWithoutMeasure. That a
// browser which opens them runs nothing is tried in cmd/reinstate.

// attackFiles are files made to run something where they are opened, or to use
// up what opens them.
func attackFiles() map[string]struct {
	name string
	body []byte
} {
	script := `<script>document.title='ran'</script>`
	files := map[string]struct {
		name string
		body []byte
	}{
		"1 a picture that loads a script":      {"a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="document.title='ran'"><script>document.title='ran'</script></svg>`)},
		"2 a page called a picture":            {"page.png", []byte("<!doctype html><html><body>" + script)},
		"3 two endings":                        {"picture.png.html", []byte("<html>" + script)},
		"4 a PDF with a script":                {"script.pdf", scriptedPDF()},
		"5 a PDF that is a page too":           {"poly.pdf", append([]byte("%PDF-1.4\n<html>"+script+"\n"), scriptedPDF()...)},
		"6 a page in XML":                      {"x.xhtml", []byte(`<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>document.title='ran'</script></html>`)},
		"6 XML with a style sheet":             {"x.xml", []byte(`<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="#"?><a/>`)},
		"8 an archived page":                   {"x.mhtml", []byte("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n" + script + "\r\n--b--")},
		"8 a mail with a script":               {"x.eml", []byte("Subject: x\r\nContent-Type: text/html\r\n\r\n" + script)},
		"12 a picture of ten thousand million": {"flood.png", pngHead(100_000, 100_000)},
		"13 a film of 50,000 pictures":         {"film.gif", film(50_000)},
		"14 a picture that lies of its turn":   {"turned.jpg", lyingJPEG()},
		"15 a PDF that goes round in circles":  {"circle.pdf", []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1000000>>endobj\ntrailer<</Root 1 0 R>>\n")},
		"15 a PDF of a million pages":          {"many.pdf", pdfOf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1000000/Kids[3 0 R]/MediaBox[0 0 612 792]>>", "<</Type/Page/Parent 2 0 R>>")},
		"15 a PDF with a stream of a gigabyte": {"stream.pdf", gigabytePDF()},
		"15 a PDF nested deep":                 {"deep.pdf", []byte("%PDF-1.4\n1 0 obj" + strings.Repeat("[", 200_000) + "\nendobj\ntrailer<</Root 1 0 R>>\n")},
		"16 a document that asks for a file":   {"xxe.docx", []byte("PK\x03\x04<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>")},
	}
	return files
}

// scriptedPDF is a PDF that wants to run something when it is opened.
func scriptedPDF() []byte {
	return []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\('ran'\\);)>>>>endobj\n" +
		"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/AA<</O<</S/Launch/F(cmd.exe)>>>>>>endobj\n" +
		"trailer<</Root 1 0 R/Size 4>>\n%%EOF\n")
}

// pngHead is the beginning of a picture of that size, with nothing in it.
func pngHead(width, height uint32) []byte {
	var head bytes.Buffer
	head.WriteString("IHDR")
	_ = binary.Write(&head, binary.BigEndian, [2]uint32{width, height})
	head.Write([]byte{8, 6, 0, 0, 0})
	out := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d")
	out = append(out, head.Bytes()...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(head.Bytes()))
}

// film is an animated GIF, written by hand: the library would need all of its
// pictures in memory.
func film(pictures int) []byte {
	out := []byte("GIF89a\x08\x00\x08\x00\x80\x00\x00\x00\x00\x00\xFF\xFF\xFF!\xFF\x0BNETSCAPE2.0\x03\x01\x00\x00\x00")
	one := []byte{'!', 0xF9, 4, 0, 1, 0, 0, 0, ',', 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0}
	return append(append(out, bytes.Repeat(one, pictures)...), ';')
}

// pdfOf is a PDF of the given objects, the first being the catalog.
func pdfOf(texts ...string) []byte {
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

// gigabytePDF is a PDF of a few kilobytes whose only page unpacks to a
// gigabyte: the same packed megabyte again and again, packed once more.
func gigabytePDF() []byte {
	pack := func(pieces int, piece []byte) []byte {
		var out bytes.Buffer
		w, _ := zlib.NewWriterLevel(&out, zlib.BestCompression)
		for range pieces {
			_, _ = w.Write(piece)
		}
		_ = w.Close()
		return out.Bytes()
	}
	squeezed := pack(1, pack(1024, bytes.Repeat([]byte("q Q "), 1<<18)))
	return pdfOf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 612 792]>>", "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
		fmt.Sprintf("<</Filter[/FlateDecode/FlateDecode]/Length %d>>\nstream\n%s\nendstream", len(squeezed), squeezed))
}

// lyingJPEG is a picture whose metadata name a turn that does not exist and a
// place on earth.
func lyingJPEG() []byte {
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, image.NewGray(image.Rect(0, 0, 16, 8)), nil); err != nil {
		panic(err)
	}
	exif := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x02\x01\x12\x00\x03\x00\x00\x00\x01\x00\x63\x00\x00\x88\x25\x00\x04\x00\x00\x00\x01\x00\x00\x00\x26\x00\x00\x00\x00GPS 31.2304 121.4737"
	segment := append([]byte{0xFF, 0xE1}, byte((len(exif)+2)>>8), byte(len(exif)+2))
	return append(append(append([]byte{}, plain.Bytes()[:2]...), append(segment, exif...)...), plain.Bytes()[2:]...)
}

// TestAttacksAreKeptInert sends each file as evidence: it is kept, goes out as
// an attachment that runs nothing, and is shown as a picture of ours, in the
// sandbox of a frame, or not at all.
func TestAttacksAreKeptInert(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for name, file := range attackFiles() {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			got := s.sendFiles("caseworker", s.at("evidence"), nil, []upload{{file.name, file.body}})
			if got.StatusCode != http.StatusSeeOther {
				t.Fatalf("got %d: %s", got.StatusCode, got.text(".wrongs li"))
			}
			var e reinstate.Exhibit
			for _, one := range s.file().Exhibits {
				if one.FileName == file.name {
					e = one
				}
			}
			at := s.at("evidence", id(e.ID))
			out := s.get("owner", at+"/file")
			inert(t, out)
			if out.Body != string(file.body) {
				t.Error("other bytes came out than went in")
			}
			if kind := out.Header.Get("Content-Type"); strings.Contains(kind, "html") || strings.Contains(kind, "svg") || strings.Contains(kind, "xml") {
				t.Errorf("it goes out as %s", kind)
			}
			preview := s.get("owner", at+"/preview")
			if preview.StatusCode == http.StatusOK && (preview.Header.Get("Content-Type") != "image/png" || strings.Contains(preview.Body, "GPS") || strings.Contains(preview.Body, "script")) {
				t.Errorf("the preview is %s and carries what came", preview.Header.Get("Content-Type"))
			}
			framed := s.get("owner", at+"/pdf")
			if framed.StatusCode == http.StatusOK && (!slices.Contains([]string{"application/pdf", "text/plain; charset=utf-8"}, framed.Header.Get("Content-Type")) || !strings.HasPrefix(framed.Header.Get("Content-Security-Policy"), "sandbox;")) {
				t.Errorf("the frame gets %s under %q", framed.Header.Get("Content-Type"), framed.Header.Get("Content-Security-Policy"))
			}
			if preview.StatusCode >= 500 || framed.StatusCode >= 500 || s.get("owner", at).StatusCode != http.StatusOK {
				t.Errorf("preview %d, frame %d", preview.StatusCode, framed.StatusCode)
			}
			if took := time.Since(began); took > 25*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// TestADeclaredTypeIsNotBelieved sends a picture as text/html.
func TestADeclaredTypeIsNotBelieved(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	body := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\nContent-Type: text/html\r\n\r\n" + string(lyingJPEG()) + "\r\n--b--\r\n"
	r := httptest.NewRequest(http.MethodPost, s.at("evidence"), strings.NewReader(body))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	if got := s.send("owner", r); got.StatusCode != http.StatusSeeOther {
		t.Fatalf("got %d", got.StatusCode)
	}
	all := s.file().Exhibits
	if e := all[len(all)-1]; e.MediaType != "image/jpeg" {
		t.Errorf("it is taken for %s", e.MediaType)
	}
}

// zeros gives so many bytes, and counts how many were taken.
type zeros struct{ left, taken int64 }

func (z *zeros) Read(p []byte) (int, error) {
	n := min(int64(len(p)), z.left)
	if n == 0 {
		return 0, io.EOF
	}
	clear(p[:n])
	z.left, z.taken = z.left-n, z.taken+n
	return int(n), nil
}

// TestFiveGigabytesAreCutOffAtTheLimit sends a body of 5 GB in each way in which
// a file comes, with its true length, with a wrong one and with none. The site
// takes 8 MB in one file and 16 MB in a piece, and reads no further.
func TestFiveGigabytesAreCutOffAtTheLimit(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	const huge = 5 << 30
	whole := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n"
	begun := s.post("caseworker", s.at("uploads"), "name=a.bin&mark=m&size=8388608", func(r *http.Request) { r.Header.Set("Accept", "application/json") })
	_, ticket, _ := strings.Cut(begun.Body, `"ticket":"`)
	ticket, _, _ = strings.Cut(ticket, `"`)
	before := len(s.file().Exhibits)
	for name, tt := range map[string]struct {
		path, head, kind string
		length           int64
		within           int64
	}{
		"whole, with its length":      {s.at("evidence"), whole, "multipart/form-data; boundary=b", huge, 18 << 20},
		"whole, without a length":     {s.at("evidence"), whole, "multipart/form-data; boundary=b", -1, 18 << 20},
		"whole, said to be short":     {s.at("evidence"), whole, "multipart/form-data; boundary=b", 100, 18 << 20},
		"a newer version":             {s.at("evidence", id(s.pdf), "newer"), whole, "multipart/form-data; boundary=b", huge, 18 << 20},
		"a piece, with its length":    {s.at("uploads", ticket) + "?at=0", "", "application/octet-stream", huge, 18 << 20},
		"a piece, without a length":   {s.at("uploads", ticket) + "?at=0", "", "application/octet-stream", -1, 18 << 20},
		"a notice":                    {"/notices", strings.Replace(whole, "a.bin", "a.eml", 1), "multipart/form-data; boundary=b", huge, 18 << 20},
		"a form that takes no upload": {s.at("claims"), "text=", "application/x-www-form-urlencoded", huge, 18 << 20},
	} {
		body := &zeros{left: huge}
		r := httptest.NewRequest(http.MethodPost, tt.path, io.MultiReader(strings.NewReader(tt.head), body))
		r.Header.Set("Content-Type", tt.kind)
		r.ContentLength = tt.length
		began := time.Now()
		got := s.send("caseworker", r)
		if got.StatusCode < 400 || got.StatusCode >= 500 {
			t.Errorf("%s: %d", name, got.StatusCode)
		}
		if took := time.Since(began); body.taken > tt.within || took > 10*time.Second {
			t.Errorf("%s: %d MB were read in %v", name, body.taken>>20, took)
		}
	}
	if got := s.post("caseworker", s.at("uploads"), "name=a.bin&mark=n&size=5368709120"); got.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("5 GB announced: %d", got.StatusCode)
	}
	if len(s.file().Exhibits) != before {
		t.Errorf("%d exhibits were added", len(s.file().Exhibits)-before)
	}
	var left int64
	s.must(filepath.WalkDir(filepath.Join(s.Dir, "exhibits", ".incoming"), func(_ string, d fs.DirEntry, err error) error {
		if info, e := d.Info(); err == nil && e == nil && d.Type().IsRegular() {
			left += info.Size()
		}
		return err
	}))
	if left > 8<<20 {
		t.Errorf("%d MB were left behind", left>>20)
	}
}

func TestNamesOfAttackers(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for _, name := range []string{
		"../../etc/passwd", `..\..\windows\x`, "%2e%2e%2fetc%2fpasswd", "/etc/passwd", "a\x00.pdf", "a\r\nSet-Cookie: x=1", `a";x="b`, "invoice\u202Efdp.exe",
		strings.Repeat("n", 4000), "😀😀😀", "CON", ".htaccess", "-rf", "...", " ",
	} {
		done, err := s.desk.Attach(t.Context(), s.owner(), s.ref, casework.Upload{Name: name, Body: strings.NewReader("x" + name)})
		s.must(err)
		kept := done.Exhibit.FileName
		if strings.ContainsAny(kept, "/\\\x00\r\n\u202E") || strings.HasPrefix(kept, ".") || kept == "" || len([]rune(kept)) > 180 {
			t.Errorf("%.40q is kept as %.40q", name, kept)
		}
		got := s.get("owner", s.at("evidence", id(done.Exhibit.ID), "file"))
		header := got.Header.Get("Content-Disposition")
		if got.StatusCode != http.StatusOK || !strings.HasPrefix(header, `attachment; filename="`) || strings.ContainsAny(header, "\r\n\x00/\\") || got.Header.Get("Set-Cookie") != "" || strings.Count(header, `"`) != 2 {
			t.Errorf("%.40q goes out with %d and %q", name, got.StatusCode, header)
		}
	}
}

func TestAFormWithTooManyPartsIsCutOff(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	var body strings.Builder
	for range 50_000 {
		body.WriteString("--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n")
	}
	body.WriteString("--b--\r\n")
	r := httptest.NewRequest(http.MethodPost, s.at("evidence"), strings.NewReader(body.String()))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	if got := s.send("owner", r); got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.text(".wrongs li"), "too many") {
		t.Errorf("got %d: %s", got.StatusCode, got.text(".wrongs li"))
	}
}

// TestTwinsOfOtherFirmsAreInvisible sends bytes that another firm has: the
// answer is the very same as for bytes nobody has.
func TestTwinsOfOtherFirmsAreInvisible(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	script := func(r *http.Request) { r.Header.Set("Accept", "application/json") }
	if got := s.sendFiles("rival", "/cases/"+s.foreign+"/evidence", nil, []upload{{"a.txt", []byte("the secret paper")}}, script); got.StatusCode != http.StatusOK {
		t.Fatalf("the other firm: %d", got.StatusCode)
	}
	there := s.sendFiles("owner", s.at("evidence"), nil, []upload{{"a.txt", []byte("the secret paper")}}, script)
	new := s.sendFiles("owner", s.at("evidence"), nil, []upload{{"a.txt", []byte("some other paper")}}, script)
	letterless := func(body string) string { return strings.NewReplacer(`"C"`, "", `"D"`, "").Replace(body) }
	if there.StatusCode != new.StatusCode || letterless(there.Body) != letterless(new.Body) {
		t.Errorf("told apart:\n%s\n%s", there.Body, new.Body)
	}
}

// TestForeignEvidenceLooksLikeNone asks for another firm's exhibit in every
// way, and with the digest its bytes have: it is as if there were none.
func TestForeignEvidenceLooksLikeNone(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	e := s.file().Exhibits[0]
	tag := func(r *http.Request) { r.Header.Set("If-None-Match", fmt.Sprintf("%q", e.SHA256)) }
	if got := s.get("owner", s.at("evidence", id(e.ID), "file"), tag); got.StatusCode != http.StatusNotModified {
		t.Fatalf("one's own with its tag: %d", got.StatusCode)
	}
	for _, path := range []string{"", "/file", "/preview", "/pdf"} {
		foreign := s.get("rival", s.at("evidence", id(e.ID))+path, tag)
		missing := s.get("rival", "/cases/R-2026-9999/evidence/"+id(e.ID)+path, tag)
		if foreign.StatusCode != http.StatusNotFound || missing.StatusCode != http.StatusNotFound || foreign.text("main") != missing.text("main") {
			t.Errorf("%s: %d and %d", path, foreign.StatusCode, missing.StatusCode)
		}
		if foreign.Header.Get("ETag") != "" {
			t.Errorf("%s has a tag", path)
		}
	}
	for _, ref := range []string{s.ref, "R-2026-9999"} {
		if got := s.sendFiles("rival", "/cases/"+ref+"/evidence", nil, []upload{{"a.txt", []byte("a")}}); got.StatusCode != http.StatusNotFound {
			t.Errorf("sending into %s: %d", ref, got.StatusCode)
		}
	}
}

func TestRangesWithoutMeasure(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	body := strings.Repeat("0123456789", 1000)
	done, err := s.desk.Attach(t.Context(), s.owner(), s.ref, casework.Upload{Name: "r.txt", Body: strings.NewReader(body)})
	s.must(err)
	at := s.at("evidence", id(done.Exhibit.ID), "file")
	overlapping := strings.Repeat("0-,", 999) + "0-"
	tiny := make([]string, 1000)
	for i := range tiny {
		tiny[i] = fmt.Sprintf("%d-%d", i*2, i*2)
	}
	for name, ranges := range map[string]string{"a thousand that overlap": overlapping, "a thousand of one byte": strings.Join(tiny, ","), "backwards": "9-2", "beyond": "99999999-"} {
		got := s.get("owner", at, func(r *http.Request) { r.Header.Set("Range", "bytes="+ranges) })
		if got.StatusCode >= 500 || len(got.Body) > 20*len(body) {
			t.Errorf("%s: %d with %d bytes", name, got.StatusCode, len(got.Body))
		}
	}
}
