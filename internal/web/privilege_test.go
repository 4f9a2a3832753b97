package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// TestNothingPrivilegedIsOpenToAClient marks an exhibit, a copy of which lies
// beside it, and a message as privileged, and walks through every page of the
// case and the search as the client: no word of them, and no file.
func TestNothingPrivilegedIsOpenToAClient(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx, us := t.Context(), reinstate.Actor{Org: s.owner().Org, Name: "Reinstate", Kind: reinstate.System, Role: reinstate.RoleManager}
	memo, err := s.desk.Attach(ctx, s.owner(), s.ref, casework.Upload{Name: "Zinnober memo.txt", Title: "Zinnober memo", Body: strings.NewReader("Zinnober: our chances are slim")})
	s.must(err)
	copied, err := s.desk.Attach(ctx, s.owner(), s.ref, casework.Upload{Name: "Zinnober again.txt", Title: "Zinnober again", Body: strings.NewReader("Zinnober: our chances are slim")})
	s.must(err)
	reply, err := s.desk.Log(ctx, s.owner(), casework.Incoming{Case: s.ref, Body: strings.NewReader("Subject: Zinnober\n\nZinnober says that we should admit nothing at all.\n")})
	s.must(err)
	s.must(s.desk.ReadFile(ctx, us, memo.Exhibit.ID))
	s.must(s.desk.DrawFile(ctx, us, s.picture))
	thumb, err := s.desk.Preview(ctx, s.owner(), s.ref, s.picture)
	s.must(err)
	for _, e := range []reinstate.ExhibitID{memo.Exhibit.ID, s.picture} {
		s.must(s.desk.Privilege(ctx, s.owner(), s.ref, reinstate.ThingExhibit, int64(e), true))
	}
	s.must(s.desk.Privilege(ctx, s.owner(), s.ref, reinstate.ThingNotice, int64(reply.ID), true))
	s.must(s.desk.IndexTexts(ctx, us))
	if got := s.get("owner", "/search?q=Zinnober"); !strings.Contains(got.text(".found"), "Zinnober") {
		t.Fatal("the firm itself does not find it")
	}

	first, _ := thumb.Picture(1)
	var files []string
	for _, id := range []string{id(memo.Exhibit.ID), id(copied.Exhibit.ID), id(s.picture)} {
		at := s.at("evidence", id)
		files = append(files, at, at+"/file", at+"/preview", at+"/pdf", at+"/pages")
	}
	files = append(files, s.at("evidence", id(s.picture), "pages", "1", casework.Mark(first)), s.at("evidence", id(s.picture), "thumb", casework.Mark(thumb.Thumb)),
		"/notices/"+id(reply.ID), "/notices/"+id(reply.ID)+"/original")
	for _, path := range files {
		if got := s.get("client", path); got.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.StatusCode)
		}
	}
	pages := []string{"/", "/cases", "/search?q=Zinnober", "/search?q=chances", "/agenda", "/clients", "/accounts"}
	for route := range caseMatrix {
		if method, path, _ := strings.Cut(route, " "); method == http.MethodGet && !strings.Contains(path, "/review/") {
			pages = append(pages, s.fillCase(path))
		}
	}
	slices.Sort(pages)
	for _, path := range pages {
		got := s.get("client", path)
		said := got.Body
		if strings.HasPrefix(path, "/search") { // the box holds what was typed
			said = got.text(".found")
		}
		if strings.Contains(said, "Zinnober") || strings.Contains(said, memo.Exhibit.SHA256[:12]) {
			t.Errorf("%s tells of it", path)
		}
	}
	s.must(s.desk.Privilege(ctx, s.owner(), s.ref, reinstate.ThingExhibit, int64(s.picture), false))
	if got := s.get("client", s.at("evidence", id(s.picture))); got.StatusCode != http.StatusOK {
		t.Errorf("after the mark was lifted: %d", got.StatusCode)
	}
}
