package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// manyFiles is how many files a person drops in one go.
const manyFiles = 500

// TestFiveHundredFilesInOneGo sends files as the queue of the page does, three
// at a time: each is kept under a letter of its own, memory does not grow with
// their number, and the pages that list them answer at once.
func TestFiveHundredFilesInOneGo(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes some seconds")
	}
	s := newScene(t)
	before := len(s.file().Exhibits)
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	heap, began := m.HeapAlloc, time.Now()
	next := make(chan int)
	var hands sync.WaitGroup
	for range 3 {
		hands.Go(func() {
			for i := range next {
				if err := s.sendPieces(fmt.Sprintf("file %03d.txt", i), fmt.Sprintf("what is written in file %d", i)); err != nil {
					t.Errorf("file %d: %v", i, err)
				}
			}
		})
	}
	for i := range manyFiles {
		next <- i
	}
	close(next)
	hands.Wait()
	took := time.Since(began)
	runtime.GC()
	runtime.ReadMemStats(&m)
	t.Logf("%d files in %v, memory grew by %d kB", manyFiles, took, (int64(m.HeapAlloc)-int64(heap))>>10)
	if m.HeapAlloc > heap+32<<20 {
		t.Errorf("memory grew from %d to %d MB", heap>>20, m.HeapAlloc>>20)
	}
	letters := map[string]bool{}
	for _, e := range s.file().Exhibits {
		letters[e.Letter] = true
	}
	if len(letters) != before+manyFiles || !letters["A"] || !letters["SH"] {
		t.Errorf("%d exhibits have letters of their own", len(letters))
	}
	for _, page := range []string{"evidence", "coverage", "custody", "packet", "claims"} {
		began := time.Now()
		got := s.get("owner", s.at(page))
		if took := time.Since(began); got.StatusCode != http.StatusOK || took > 5*time.Second {
			t.Errorf("%s answers %d in %v", page, got.StatusCode, took)
		} else {
			t.Logf("%s: %d kB in %v", page, len(got.Body)>>10, took)
		}
	}
}

// sendPieces sends one file as the script of the page does: begun, in pieces,
// finished.
func (s *scene) sendPieces(name, content string) error {
	var told struct{ Ticket, Letter string }
	ask := func(path string, body, kind string) error {
		r := httptest.NewRequest(http.MethodPost, s.at("uploads")+path, strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Accept", "application/json")
		got := s.send("caseworker", r)
		if got.StatusCode != http.StatusOK {
			return fmt.Errorf("%s: %d %s", path, got.StatusCode, got.Body)
		}
		return json.Unmarshal([]byte(got.Body), &told)
	}
	const form = "application/x-www-form-urlencoded"
	if err := ask("", url.Values{"name": {name}, "size": {fmt.Sprint(len(content))}, "mark": {name}}.Encode(), form); err != nil {
		return err
	}
	at := "/" + told.Ticket
	if err := ask(at+"?at=0", content, "application/octet-stream"); err != nil {
		return err
	}
	if err := ask(at+"/finish", "kind=other", form); err != nil {
		return err
	}
	if told.Letter == "" {
		return fmt.Errorf("it was given no letter")
	}
	return nil
}
