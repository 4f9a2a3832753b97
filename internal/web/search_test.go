package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestASearchLeadsToWhereTheWordsStand(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.play(t, []scenario{
		{"it asks for words", "viewer", "GET /search", "", 200, ".empty", "Look through everything"},
		{"words of the notice", "viewer", "GET /search?q=deactivated", "", 200, ".found mark", "deactivated"},
		{"the case is named", "viewer", "GET /search?q=deactivated", "", 200, ".found h2 a", s.ref},
		{"an exhibit by its title", "viewer", "GET /search?q=invoice+42", "", 200, ".found", "Exhibit"},
		{"its reference", "viewer", "GET /search?q=" + s.ref, "", 200, ".found", "The case"},
		{"nothing", "viewer", "GET /search?q=zzyzzx", "", 200, "[role=status]", "Nothing holds all of these words"},
		{"another firm's words", "rival", "GET /search?q=" + s.ref + "+deactivated", "", 200, "[role=status]", "Nothing"},
	})
	for _, q := range []string{"%22", "NEAR(", "*", "a*", "%00", "%25", "(", "AND", "%FF%FE", "-x", "head:x", strings.Repeat("x", 3000)} {
		if got := s.get("viewer", "/search?q="+q); got.StatusCode != http.StatusOK {
			t.Errorf("%q gets %d", q, got.StatusCode)
		}
	}
	if got := s.get("viewer", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E"); len(got.find("main script")) != 0 {
		t.Error("what was searched for runs")
	}
}
