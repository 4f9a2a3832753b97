package web

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// The list of attacks on uploads has 29 numbers. Here, in the order of the
// numbers: 1 to 9 and 12 to 16 below; 10 in TestABodyThatIsCutOffLeavesNothing
// and TestEndlessBodiesAreCutOff; 11 in cmd/reinstate, TestASlowUploadIsTaken
// and TestAnUploadThatStandsStillIsEnded; 17 in casework, TestArchivesThatDoHarmAreRefusedInWords; 18 to
// 21 in TestNamesOfAttackers and TestNamesOfDownloads; 22 in
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
		"13 a film of many pictures":           {"film.gif", film(2000)},
		"14 a picture that lies of its turn":   {"turned.jpg", lyingJPEG()},
		"15 a PDF that goes round in circles":  {"circle.pdf", []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1000000>>endobj\ntrailer<</Root 1 0 R>>\n")},
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

func film(frames int) []byte {
	one := image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.Black, color.White})
	all := &gif.GIF{}
	for range frames {
		all.Image, all.Delay = append(all.Image, one), append(all.Delay, 1)
	}
	var out bytes.Buffer
	if err := gif.EncodeAll(&out, all); err != nil {
		panic(err)
	}
	return out.Bytes()
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

// endless gives bytes for ever.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestEndlessBodiesAreCutOff(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	head := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n"
	r := httptest.NewRequest(http.MethodPost, s.at("evidence"), multi(strings.NewReader(head), endless{}))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	r.ContentLength = -1
	before := len(s.file().Exhibits)
	if got := s.send("owner", r); got.StatusCode != http.StatusUnprocessableEntity || len(s.file().Exhibits) != before {
		t.Errorf("got %d: %s", got.StatusCode, got.text(".wrongs li"))
	}
}

// multi reads one reader after the other, cut off far beyond every limit so
// that a failing test ends.
func multi(a, b interface{ Read([]byte) (int, error) }) *limited {
	return &limited{parts: []interface{ Read([]byte) (int, error) }{a, b}, left: 200 << 20}
}

type limited struct {
	parts []interface{ Read([]byte) (int, error) }
	left  int
}

func (l *limited) Read(p []byte) (int, error) {
	for {
		if l.left <= 0 {
			return 0, fmt.Errorf("read too far")
		}
		n, err := l.parts[0].Read(p)
		if err != nil && len(l.parts) > 1 {
			l.parts = l.parts[1:]
			if n == 0 {
				continue
			}
			err = nil
		}
		l.left -= n
		return n, err
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
