package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"reinstate/internal/blob"
	"reinstate/internal/casework"
	"reinstate/internal/caseworktest"
	"reinstate/internal/reinstate"
)

func TestAPackIsAskedForMadeAndFetched(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	at := s.at("exports")
	s.play(t, []scenario{
		{"nothing is made yet", "caseworker", "GET " + at, "", 200, "#exports", "Nothing yet"},
		{"it has one primary thing", "caseworker", "GET " + at, "", 200, ".btn.primary", "Make it"},
		{"for nobody", "caseworker", "POST " + at, form("profile", "fax"), 422, ".wrongs", "Choose how the packet is made"},
		{"numbered from nothing", "caseworker", "POST " + at, form("profile", "email", "numbered", "yes", "start", "0"), 422, ".wrongs", "first number"},
		{"what was typed stays", "caseworker", "POST " + at, form("profile", "counsel", "prefix", "A B", "start", "1"), 422, ".wrongs a[href='#prefix']", "A prefix has"},
		{"somebody who only reads", "viewer", "GET " + at, "", 403, "", ""},
		{"another firm", "rival", "POST " + at, form("profile", "counsel", "start", "1"), 404, "", ""},
		{"for counsel", "caseworker", "POST " + at, form("profile", "counsel", "prefix", "HL-", "start", "1"), 303, "", ""},
		{"it waits", "caseworker", "GET " + at, "", 200, "#exports[data-running]", "It waits for its turn"},
	})
	us := reinstate.Actor{Org: s.firm.Org.ID, Name: "Reinstate", Kind: reinstate.System, Role: reinstate.RoleManager}
	if err := s.desk.MakeExport(t.Context(), us, 1); err != nil {
		t.Fatal(err)
	}
	page := s.get("caseworker", at)
	links := page.find("#exports a")
	if len(links) != 2 || !strings.Contains(page.text("#exports"), "counsel pack.zip") || len(page.find("[data-running]")) != 0 {
		t.Fatalf("the page says %q", page.text("#exports"))
	}
	for _, n := range []string{"1", "2"} {
		inert(t, s.get("caseworker", s.at("exports", "1", "files", n)))
	}
	for name, want := range map[string]int{"viewer": http.StatusForbidden, "rival": http.StatusNotFound} {
		if got := s.get(name, s.at("exports", "1", "files", "1")); got.StatusCode != want {
			t.Errorf("the %s gets %d", name, got.StatusCode)
		}
	}
	if got := s.get("caseworker", s.at("exports", "1", "files", "3")); got.StatusCode != http.StatusNotFound {
		t.Errorf("a file that is not there: %d", got.StatusCode)
	}
}

func TestWhatIsPrivilegedIsMarkedAndLifted(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	at := s.at("privilege")
	s.play(t, []scenario{
		{"an exhibit", "caseworker", "POST " + at, form("thing", "exhibit", "id", id(s.pdf), "on", "yes"), 303, "", ""},
		{"it says so", "caseworker", "GET " + s.at("exports"), "", 200, "tr.gone .tag", "privileged"},
		{"it cannot go with the letter", "caseworker", "POST " + s.at("packet", "exhibits"), form("id", id(s.pdf), "goes", "with"), 422, "", ""},
		{"of another firm", "caseworker", "POST " + at, form("thing", "exhibit", "id", id(s.foreignExhibit), "on", "yes"), 404, "", ""},
		{"a thing that is none", "caseworker", "POST " + at, form("thing", "client", "id", id(s.pdf), "on", "yes"), 404, "", ""},
		{"by somebody who only reads", "viewer", "POST " + at, form("thing", "exhibit", "id", id(s.pdf), "on", "no"), 403, "", ""},
		{"lifted", "caseworker", "POST " + at, form("thing", "exhibit", "id", id(s.pdf), "on", "no"), 303, "", ""},
		{"nothing is marked", "caseworker", "GET " + s.at("exports"), "", 200, "#privileged summary", "Nothing is marked as privileged yet"},
	})
	if len(s.get("caseworker", s.at("exports")).find("tr.gone")) != 0 {
		t.Error("the mark was not lifted")
	}
}

func TestALargePacketIsMadeAndThenFiledOnItsPage(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	caseworktest.Ready(t, s.desk, s.owner(), s.ref)
	made, err := kit()
	s.must(err)
	made.DB = s.DB
	made.Blobs, err = blob.Open(s.Dir)
	s.must(err)
	t.Cleanup(func() { made.Blobs.Close() })
	made.Limits = casework.Limits{File: 8 << 20, Message: 6 << 20}
	made.Limits.Packet.Exhibits, made.Limits.Packet.Bytes = 1, 1
	s.desk = casework.New(made)
	s.server.desk = s.desk
	prepare := s.at("packet", "prepare")
	page := func() seen { return s.get("owner", s.at("packet")) }
	if got := page().text(".btn.primary"); got != "Have the packet made" {
		t.Fatalf("its button is %q: %s", got, page().text("main"))
	}
	steps := func() url.Values {
		f, err := s.desk.Case(t.Context(), s.owner(), s.ref)
		s.must(err)
		ready, err := s.desk.CheckPacket(t.Context(), s.owner(), s.ref)
		s.must(err)
		return url.Values{"do": {"file_appeal"}, "from": {"packet"}, "version": {strconv.Itoa(f.Case.Version)}, "seen": {ready.Seen}, "channel": {"account_health"}, "override": {"As it stands."}}
	}
	s.play(t, []scenario{
		{"no way of sending is chosen", "owner", "POST " + prepare, "", 422, ".wrongs a[href='#channel']", "Say how the appeal is sent"},
		{"filing at once is refused", "owner", "POST " + s.at("steps"), steps().Encode(), 422, ".wrongs", "nothing was filed"},
		{"it is asked for", "owner", "POST " + prepare, form("channel", "account_health"), 303, "", ""},
		{"it waits", "owner", "GET " + s.at("packet"), "", 200, "#making[data-running]", "It waits for its turn"},
		{"it is no export", "owner", "GET " + s.at("exports"), "", 200, "#exports", "Nothing yet"},
	})
	us := reinstate.Actor{Org: s.firm.Org.ID, Name: "Reinstate", Kind: reinstate.System, Role: reinstate.RoleManager}
	s.must(s.desk.MakeExport(t.Context(), us, 1))
	s.play(t, []scenario{
		{"it is made", "owner", "GET " + s.at("packet"), "", 200, ".btn.primary", "Seal the packet"},
		{"it cannot be fetched before", "owner", "GET " + s.at("exports", "1", "files", "1"), "", 404, "", ""},
		{"it is filed", "owner", "POST " + s.at("steps"), steps().Encode(), 303, "", ""},
	})
}
