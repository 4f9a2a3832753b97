package web

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// drawn has the pages of an exhibit drawn and gives their pictures.
func (s *scene) drawn(e reinstate.ExhibitID) reinstate.Preview {
	us := reinstate.Actor{Org: s.owner().Org, Name: "Reinstate", Kind: reinstate.System, Role: reinstate.RoleManager}
	s.must(s.desk.DrawFile(s.t.Context(), us, e))
	p, err := s.desk.Preview(s.t.Context(), s.owner(), s.ref, e)
	s.must(err)
	return p
}

func TestPicturesOfPagesAreServedToWhoMaySeeTheExhibit(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	pages := s.at("evidence", id(s.picture), "pages")
	if got := s.get("viewer", pages); got.StatusCode != http.StatusOK || !strings.Contains(got.text("main"), "being drawn") || len(got.find(".sheet")) != 0 {
		t.Errorf("before: %d %s", got.StatusCode, got.text(".unshown"))
	}
	p := s.drawn(s.picture)
	picture, _ := p.Picture(1)
	at, thumb := pages+"/1/"+casework.Mark(picture), s.at("evidence", id(s.picture), "thumb", casework.Mark(p.Thumb))
	for _, path := range []string{at, thumb} {
		got := s.get("viewer", path)
		h := got.Header
		if got.StatusCode != http.StatusOK || h.Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(got.Body, "\xFF\xD8") {
			t.Errorf("%s: %d %s", path, got.StatusCode, h.Get("Content-Type"))
		}
		if h.Get("Cache-Control") != "private, max-age=31536000, immutable" || h.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.HasPrefix(h.Get("Content-Security-Policy"), "sandbox;") || h.Get("Cross-Origin-Resource-Policy") != "same-origin" {
			t.Errorf("%s has the headers %v", path, h)
		}
		again := s.get("viewer", path, func(r *http.Request) { r.Header.Set("If-None-Match", h.Get("ETag")) })
		if again.StatusCode != http.StatusNotModified {
			t.Errorf("%s with its tag: %d", path, again.StatusCode)
		}
		foreign := s.get("rival", path, func(r *http.Request) { r.Header.Set("If-None-Match", h.Get("ETag")) })
		missing := s.get("rival", strings.Replace(path, s.ref, "R-2026-9999", 1))
		if foreign.StatusCode != http.StatusNotFound || missing.StatusCode != http.StatusNotFound || foreign.Header.Get("ETag") != "" || foreign.text("main") != missing.text("main") {
			t.Errorf("%s of another firm: %d and %d", path, foreign.StatusCode, missing.StatusCode)
		}
		if out := s.get("", path); out.StatusCode != http.StatusSeeOther {
			t.Errorf("%s signed out: %d", path, out.StatusCode)
		}
	}
	for _, path := range []string{pages + "/2/" + casework.Mark(picture), pages + "/1/" + strings.Repeat("0", 16), pages + "/1/x", pages + "/0/" + casework.Mark(picture), pages + "?page=2", pages + "?page=x", pages + "?page=0"} {
		if got := s.get("viewer", path); got.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.StatusCode)
		}
	}
	if got := s.get("viewer", s.at("evidence")); len(got.find(".exhibits .thumb img")) != 1 || len(got.find(".exhibits .thumb.none")) != 1 {
		t.Error("the list shows other pictures than the one that is drawn")
	}
	if got := s.get("viewer", s.at("evidence", id(s.picture))); len(got.find("img.look")) != 1 {
		t.Error("the exhibit does not show its first page")
	}
}

func TestAClientSeesPagesAndNoNotes(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.drawn(s.picture)
	note := url.Values{"page": {"1"}, "spot": {"500,500"}, "note": {"The label looks new."}}.Encode()
	if got := s.post("viewer", s.at("evidence", id(s.picture), "notes"), note); got.StatusCode != http.StatusSeeOther {
		t.Fatalf("a viewer's note: %d %s", got.StatusCode, got.text(".wrongs"))
	}
	pages := s.at("evidence", id(s.picture), "pages")
	if got := s.get("owner", pages); !strings.Contains(got.text("#notes"), "The label looks new.") || len(got.find(".pins a")) != 1 {
		t.Errorf("the owner reads %s", got.text("#notes"))
	}
	if got := s.get("owner", s.at("evidence")); !strings.Contains(got.text(".exhibits"), "1 note") {
		t.Error("the list does not tell of the note")
	}
	got := s.get("client", pages)
	if got.StatusCode != http.StatusOK || strings.Contains(got.Body, "The label looks new.") || len(got.find("textarea")) != 0 || len(got.find(".sheet img")) != 1 {
		t.Errorf("the client: %d %s", got.StatusCode, got.text("#notes"))
	}
	if list := s.get("client", s.at("evidence")); strings.Contains(list.text(".exhibits"), "1 note") {
		t.Error("the client's list tells of the note")
	}
	if got := s.post("client", s.at("evidence", id(s.picture), "notes"), note); got.StatusCode != http.StatusForbidden {
		t.Errorf("a client's note: %d", got.StatusCode)
	}
}

func TestASecondChangeOfANoteLosesNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	if got := s.post("owner", s.at("evidence", id(s.pdf), "notes"), "page=1&note=first+words"); got.StatusCode != http.StatusSeeOther {
		t.Fatalf("the note: %d", got.StatusCode)
	}
	look, err := s.desk.Look(t.Context(), s.owner(), s.ref, s.pdf)
	s.must(err)
	at := s.at("evidence", id(s.pdf), "notes", id(look.Notes[0].ID))
	change := func(words string) seen {
		return s.post("owner", at, url.Values{"do": {"edit"}, "page": {"1"}, "version": {"1"}, "note": {words}}.Encode())
	}
	if got := change("second words"); got.StatusCode != http.StatusSeeOther {
		t.Fatalf("the first change: %d", got.StatusCode)
	}
	got := change("third words")
	if got.StatusCode != http.StatusConflict || !strings.Contains(got.text(".wrongs"), "second words") || !strings.Contains(got.text(".wrongs"), "third words") {
		t.Errorf("the second: %d %s", got.StatusCode, got.text(".wrongs"))
	}
	for _, tt := range []struct {
		form string
		want int
	}{
		{"do=edit&page=1&version=2&note=", 422}, {"do=edit&page=1&version=2&note=x&spot=9999,1", 422}, {"do=fly&page=1&version=2", 422},
		{"do=resolve&page=1&version=1", 409}, {"do=resolve&page=1&version=2", 303}, {"do=reopen&page=1&version=3", 303},
		{"do=remove&page=1&version=1", 409}, {"do=remove&page=1&version=4", 303}, {"do=remove&page=1&version=4", 404},
	} {
		if got := s.post("owner", at, tt.form); got.StatusCode != tt.want {
			t.Errorf("%s: %d, want %d", tt.form, got.StatusCode, tt.want)
		}
	}
}

func TestADamagedExhibitIsNotShownByItsPictures(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.drawn(s.picture)
	e := s.file().Exhibits[1]
	path := filepath.Join(s.Dir, "exhibits", id(s.owner().Org), e.SHA256[:2], e.SHA256)
	s.must(os.Chmod(path, 0o600))
	s.must(os.WriteFile(path, []byte("something else"), 0o600))
	if got := s.get("owner", s.at("evidence", id(s.picture), "pages")); got.StatusCode != http.StatusInternalServerError || len(got.find(".sheet img")) != 0 || !strings.Contains(got.text("main"), "damaged") {
		t.Errorf("its pages: %d %s", got.StatusCode, got.text("main"))
	}
	if got := s.get("owner", s.at("evidence", id(s.picture))); got.StatusCode != http.StatusOK || len(got.find("img.look")) != 0 || !strings.Contains(got.text("main"), "no longer has the bytes") {
		t.Errorf("its page: %d", got.StatusCode)
	}
}
