package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

func TestEvidenceIsTakenInOrRefusedInASentence(t *testing.T) {
	t.Parallel()
	big := bytes.Repeat([]byte("x"), 9<<20)
	for _, tt := range []struct {
		name   string
		fields []string
		files  []upload
		status int
		want   string
		added  int
	}{
		{"one file", []string{"kind", "photo", "title", "Shelf"}, []upload{{"a.txt", []byte("a")}}, 303, "", 1},
		{"many files at once", []string{"kind", "photo"}, []upload{{"a.txt", []byte("a")}, {"b.txt", []byte("b")}, {"c.txt", []byte("c")}}, 303, "", 3},
		{"no file", []string{"kind", "photo"}, []upload{{"", nil}}, 422, "Choose at least one file.", 0},
		{"no byte", nil, []upload{{"a.pdf", nil}}, 422, "a.pdf: This file is empty.", 0},
		{"too large", nil, []upload{{"a.pdf", big}}, 422, "a.pdf: This file is larger than 8 MB.", 0},
		{"one of three is refused", nil, []upload{{"a.txt", []byte("a")}, {"b.txt", nil}, {"c.txt", []byte("c")}}, 422, "b.txt: This file is empty.", 2},
		{"a kind that is none", []string{"kind", "treasure"}, []upload{{"a.txt", []byte("a")}}, 422, "Choose what kind of document this is.", 0},
		{"a date that is none", []string{"dated", "2026-02-31"}, []upload{{"a.txt", []byte("a")}}, 422, "This is not a date.", 0},
		{"a field without end", []string{"title", strings.Repeat("t", 70<<10)}, []upload{{"a.txt", []byte("a")}}, 413, "", 0},
		{"a PDF that is none", nil, []upload{{"a.pdf", []byte("not a pdf")}}, 303, "", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			before := len(s.file().Exhibits)
			got := s.sendFiles("caseworker", s.at("evidence"), tt.fields, tt.files)
			if got.StatusCode != tt.status || !strings.Contains(got.text(".wrongs li"), tt.want) {
				t.Errorf("got %d, want %d; it says %q, want %q", got.StatusCode, tt.status, got.text(".wrongs li"), tt.want)
			}
			if added := len(s.file().Exhibits) - before; added != tt.added {
				t.Errorf("%d were added, want %d", added, tt.added)
			}
		})
	}
}

func TestUploadsOfTheScriptAreAnsweredInJSON(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	script := func(r *http.Request) { r.Header.Set("Accept", "application/json") }
	var told struct{ Letter, Title, Twin, Error string }
	read := func(got seen) {
		t.Helper()
		told = struct{ Letter, Title, Twin, Error string }{}
		if err := json.Unmarshal([]byte(got.Body), &told); err != nil {
			t.Fatal(err)
		}
	}
	read(s.sendFiles("owner", s.at("evidence"), []string{"kind", "photo", "title", "Shelf"}, []upload{{"a.txt", []byte("bytes")}}, script))
	if told.Letter != "C" || told.Title != "Shelf" || told.Twin != "" {
		t.Errorf("got %+v", told)
	}
	read(s.sendFiles("owner", s.at("evidence"), nil, []upload{{"again.txt", []byte("bytes")}}, script))
	if told.Letter != "D" || told.Twin != "C" {
		t.Errorf("the same bytes again: %+v", told)
	}
	refused := s.sendFiles("owner", s.at("evidence"), nil, []upload{{"a.txt", nil}}, script)
	if read(refused); refused.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(told.Error, "empty") {
		t.Errorf("an empty file: %d %+v", refused.StatusCode, told)
	}
	if signedOut := s.sendFiles("", s.at("evidence"), nil, []upload{{"a.txt", []byte("a")}}, script); signedOut.StatusCode != http.StatusUnauthorized {
		t.Errorf("without a session: %d", signedOut.StatusCode)
	}
}

func TestDuplicatesArePointedOut(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	got := s.sendFiles("owner", s.at("evidence"), nil, []upload{{"again.pdf", onePagePDF}})
	page := s.get("owner", got.location(), func(r *http.Request) {
		for _, cookie := range got.Cookies() {
			r.AddCookie(cookie)
		}
	})
	if said := page.text(".said"); !strings.Contains(said, "C holds the same bytes as A") {
		t.Errorf("it says %q", said)
	}
}

func TestEvidenceIsHandedOutInert(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for _, tt := range []struct {
		name, file string
		body       string
		want       string // in Content-Disposition
	}{
		{"a page", "page.html", "<html><body onload=alert(1)>", `filename="page.html"`},
		{"a picture with a script", "x.svg", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, `filename="x.svg"`},
		{"a page that calls itself a PDF", "x.pdf", "<html><script>alert(1)</script>", `filename="x.pdf"`},
		{"a name with folders", `..\..\win.ini`, "a", `filename="win.ini"`},
		{"a name with quotes and line ends", "a\"b\r\nSet-Cookie: x.txt", "b", `filename="`},
		{"a name that turns round", "invoice\u202Efdp.exe", "c", `filename="invoicefdp.exe"`},
		{"a Chinese name", "发票.txt", "d", "filename*=UTF-8''%E5%8F%91%E7%A5%A8.txt"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			one, err := s.desk.Attach(t.Context(), s.owner(), s.ref, casework.Upload{Name: tt.file, Body: strings.NewReader(tt.body)})
			s.must(err)
			at := s.at("evidence", id(one.Exhibit.ID))
			got := s.get("owner", at+"/file")
			inert(t, got)
			if got.Body != tt.body {
				t.Errorf("the bytes are %q", got.Body)
			}
			if name := got.Header.Get("Content-Disposition"); !strings.Contains(name, tt.want) || strings.ContainsAny(name, "\r\n") {
				t.Errorf("the name is %q, want %q", name, tt.want)
			}
			for _, look := range []string{"/preview", "/pdf"} {
				if shown := s.get("owner", at+look); shown.StatusCode != http.StatusNotFound {
					t.Errorf("%s gets %d", look, shown.StatusCode)
				}
			}
			if page := s.get("owner", at); page.StatusCode != http.StatusOK || len(page.find("iframe, main img")) != 0 {
				t.Errorf("its page: %d", page.StatusCode)
			}
		})
	}
}

func TestLookingAtEvidence(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	picture := s.get("viewer", s.at("evidence", id(s.picture), "preview"))
	if picture.Header.Get("Content-Type") != "image/png" || picture.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(picture.Body, "\x89PNG") {
		t.Errorf("the picture: %d %v", picture.StatusCode, picture.Header)
	}
	if picture.Body == string(smallPNG(t)) {
		t.Log("the drawn picture happens to have the bytes of the upload")
	}
	pdf := s.get("viewer", s.at("evidence", id(s.pdf), "pdf"))
	h := pdf.Header
	// The scene's PDF cannot be read through, so the frame says so in words.
	if h.Get("Content-Type") != "text/plain; charset=utf-8" || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'self'") || strings.Contains(h.Get("Content-Security-Policy"), "script-src") {
		t.Errorf("the PDF: %d %v", pdf.StatusCode, h)
	}
	if len(s.get("viewer", s.at("evidence", id(s.pdf))).find("iframe[src]")) != 1 {
		t.Error("the page of a PDF has no frame")
	}
}

func TestRangesOfAFileAreAnswered(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	part := s.get("owner", s.at("evidence", id(s.pdf), "file"), func(r *http.Request) { r.Header.Set("Range", "bytes=0-7") })
	if part.StatusCode != http.StatusPartialContent || part.Body != "%PDF-1.4" {
		t.Errorf("got %d %q", part.StatusCode, part.Body)
	}
}

func TestADamagedFileIsASentence(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	var found string
	s.must(filepath.WalkDir(s.Dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.Contains(path, s.file().Exhibits[0].SHA256) {
			found = path
		}
		return err
	}))
	if found == "" {
		t.Fatal("the exhibit's bytes are not where they should be")
	}
	s.must(os.Chmod(found, 0o600))
	damaged := append([]byte(nil), onePagePDF...)
	damaged[20] ^= 1
	s.must(os.WriteFile(found, damaged, 0o600))
	for _, path := range []string{"file", "pdf"} {
		got := s.get("owner", s.at("evidence", id(s.pdf), path))
		if got.StatusCode != http.StatusInternalServerError || !strings.Contains(got.text("main"), "no longer has the bytes it was stored with") || strings.Contains(got.Body, "%PDF") {
			t.Errorf("%s: %d %s", path, got.StatusCode, got.text("main"))
		}
	}
}

func TestDescribingAndWithdrawing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	at := s.at("evidence", id(s.pdf))
	s.play(t, []scenario{
		{"without a title", "caseworker", "POST " + at, form("version", "1", "kind", "photo", "title", " "), 422, ".wrongs", "Give the document a title."},
		{"as it should be", "caseworker", "POST " + at, form("version", "1", "kind", "contract", "title", "Contract 7", "dated", "2026-11-01", "shows", "Who sells"), 303, "", ""},
		{"with a page that is out of date", "caseworker", "POST " + at, form("version", "1", "kind", "photo", "title", "Mine"), 409, ".wrongs", "Contract 7"},
		{"an exhibit of another firm", "caseworker", "POST " + s.at("evidence", id(s.foreignExhibit)), form("version", "1", "kind", "photo", "title", "Mine"), 404, "h1", "nothing here"},
		{"an address that is no number", "caseworker", "GET " + s.at("evidence", "1e3"), "", 404, "h1", "nothing here"},
		{"a caseworker may not withdraw", "caseworker", "POST " + at + "/withdraw", form("version", "2"), 403, "h1", "role"},
		{"the owner may", "owner", "POST " + at + "/withdraw", form("version", "2"), 303, "", ""},
		{"it is still listed", "owner", "GET " + s.at("evidence"), "", 200, "tr.gone", "withdrawn"},
	})
	if got := s.get("owner", at).attribute("input#title", "value"); got != "Contract 7" {
		t.Errorf("the title is %q", got)
	}
}

// TestABodyThatIsCutOffLeavesNothing talks to a real server over a raw
// connection, because no client library stops in the middle of a body.
func TestABodyThatIsCutOffLeavesNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	server := httptest.NewServer(s.server.engine)
	defer server.Close()
	before, kept := len(s.file().Exhibits), s.stored()
	connection, err := net.Dial("tcp", server.Listener.Addr().String())
	s.must(err)
	body := "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nphoto\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n" + strings.Repeat("half ", 4000)
	_, err = fmt.Fprintf(connection, "POST %s HTTP/1.1\r\nHost: %s\r\nCookie: %s=%s\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n%s",
		s.at("evidence"), server.Listener.Addr(), s.server.cookieName(), s.tokens["owner"], 10*len(body), body)
	s.must(err)
	s.must(connection.(*net.TCPConn).CloseWrite())
	_, err = io.Copy(io.Discard, connection) // until the server has done with it
	s.must(err)
	s.must(connection.Close())
	server.Close()
	if added := len(s.file().Exhibits) - before; added != 0 {
		t.Errorf("%d exhibits were made of half a body", added)
	}
	if left := s.stored() - kept; left != 0 {
		t.Errorf("%d files of half a body are left", left)
	}
}

// stored counts the files of the data folder, the database left out.
func (s *site) stored() int {
	s.t.Helper()
	files := 0
	s.must(filepath.WalkDir(s.Dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !strings.Contains(entry.Name(), "reinstate.db") {
			files++
		}
		return err
	}))
	return files
}

func TestNothingIsAddedToAFinishedCase(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.take(casework.Move{Do: reinstate.Close, Outcome: reinstate.OutcomeWithdrawn})
	got := s.sendFiles("owner", s.at("evidence"), nil, []upload{{"a.txt", []byte("a")}})
	if got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.text(".wrongs"), "Reopen it") {
		t.Errorf("got %d %s", got.StatusCode, got.text(".wrongs"))
	}
}

func TestNamesOfDownloads(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, from, want string }{
		{"a plain name", "invoice 42.pdf", `attachment; filename="invoice 42.pdf"`},
		{"nothing", "", `attachment; filename="document"`},
		{"only dots", "..", `attachment; filename="document"`},
		{"a leading dot", ".htaccess", `attachment; filename="htaccess"`},
		{"a path", "/etc/passwd", `attachment; filename="passwd"`},
		{"a percent sign", "100%.pdf", `attachment; filename="100_.pdf"; filename*=UTF-8''100%25.pdf`},
		{"a name that is no UTF-8", "\xff\xfe.pdf", `attachment; filename="_.pdf"`},
		{"a long name keeps its ending", strings.Repeat("深", 200) + ".pdf", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := disposition("attachment", tt.from)
			if tt.want != "" && got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if tt.want == "" && (!strings.HasSuffix(got, ".pdf") || len(safeName(tt.from)) > longestName) {
				t.Errorf("got %s", got)
			}
		})
	}
}

// TestCustodyNamesWhatADocumentWasLinkedTo reads the custody of the case and of
// an exhibit: no number of ours stands there, but the words of the claim.
func TestCustodyNamesWhatADocumentWasLinkedTo(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	claims := s.file().Of(reinstate.CorrectiveAction)
	claims[0].Exhibits = []reinstate.ExhibitID{s.pdf}
	_, err := s.desk.SaveClaim(t.Context(), s.owner(), s.ref, claims[0])
	s.must(err)
	for _, path := range []string{s.at("custody"), s.at("evidence", id(s.pdf))} {
		said := s.get("owner", path).text("table.custody")
		if !strings.Contains(said, "was linked All units were removed.") || strings.Contains(said, "claim "+id(s.action)) {
			t.Errorf("%s says %q", path, said)
		}
	}
}
