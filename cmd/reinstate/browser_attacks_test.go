package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"reinstate/internal/browsertest"
)

// TestABrowserThatOpensAttacksRunsNothing has Chromium open files made to run
// something: their pages, the frames in them, and the files themselves. Each
// would call a listener of ours, open a box, or change the page.
func TestABrowserThatOpensAttacksRunsNothing(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	var ran atomic.Int32
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/ran") {
			ran.Add(1)
		}
	}))
	t.Cleanup(listener.Close)
	script := fmt.Sprintf(`<script>new Image().src="%[1]s/ran-image";fetch("%[1]s/ran-fetch");alert(1);document.title="ran"</script><img src="%[1]s/ran-tag"><iframe src="%[1]s/ran-frame"></iframe>`, listener.URL)
	pdf := "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\('" + listener.URL + "/ran-pdf'\\);app.alert\\('ran'\\))>>>>endobj\n" +
		"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/AA<</O<</S/URI/URI(" + listener.URL + "/ran-uri)>>>>>>endobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
	dir := firmFolder(t)
	ref := plannedCase(t, dir)
	folder := t.TempDir()
	var names []string
	for name, body := range map[string]string{
		"1.svg": `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">` + script + `</svg>`, "2.png": "<!doctype html>" + script, "3.png.html": "<html>" + script,
		"4.pdf": pdf, "5.pdf": "%PDF-1.4\n<html>" + script + "\n" + pdf, "6.xhtml": `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">` + script + `</html>`,
		"7.jpg": "<html>" + script, "8.mhtml": "MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + script, "8.eml": "Subject: x\r\nContent-Type: text/html\r\n\r\n" + script,
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
		call(t, "case", "attach", ref, path, "--data", dir)
	}
	s := startServer(t, dir)
	b := arrive(t, chromium, s, false, owner)
	for i := range names {
		page := fmt.Sprintf("/cases/%s/evidence/%d", ref, i+1)
		b.Visit(page)
		b.Sees("Download the original")
		b.Has(0, "script:not([src])")
		b.Opens(page + "/file")
		b.Opens(page + "/pdf")
		b.Opens(page + "/preview")
	}
	b.Visit("/cases/" + ref + "/evidence")
	if n := ran.Load(); n != 0 {
		t.Errorf("%d calls came from files that were opened", n)
	}
	b.Quiet("404 for", "422 for", "a request failed: net::ERR_ABORTED")
}

// TestAnUploadOutlivesItsConnection cuts the line while a file goes up: it goes
// on where it stopped, and every file has a kind of its own.
func TestAnUploadOutlivesItsConnection(t *testing.T) {
	t.Parallel()
	chromium := browsertest.Start(t)
	dir := firmFolder(t)
	ref := plannedCase(t, dir)
	b := arrive(t, chromium, startServer(t, dir, "--max-file", "20"), false, owner)
	long := filepath.Join(t.TempDir(), "long scan.txt")
	if err := os.WriteFile(long, []byte(strings.Repeat("a long scan of many pages\n", 400_000)), 0o600); err != nil {
		t.Fatal(err)
	}
	b.Visit("/cases/" + ref + "/evidence")
	b.Give("file", proofs(t)[0], long)
	b.Slow(2 << 20)
	b.Press("Add the files")
	b.Awaits("1 of 2 files are kept")
	b.Offline(true)
	b.Awaits("The connection was lost")
	b.Arrives(func() { b.Offline(false) })
	b.Has(2, ".exhibits tbody tr")
	b.Sees("long scan", "10.4 MB")
}
