package web

import (
	"strings"
	"testing"
)

// Rows of the pages of a case. What a form with nothing in it gets differs;
// who may not come is told so before.
var (
	refused = row{signedOut, 403, 422, 422, 404, 403}
	moved   = row{signedOut, 403, 303, 303, 404, 403}
	begins  = row{signedOut, 403, 200, 200, 404, 403}
	stale   = row{signedOut, 403, 409, 409, 404, 403}
	missing = row{signedOut, 403, 404, 404, 404, 403}
	nobody  = row{404, 404, 404, 404, 404, 404}
)

// caseMatrix says who gets what at every route that caseRoutes declares. Forms
// are sent empty. The client is the one whose case it is.
var caseMatrix = map[string]row{
	"GET /notices/new":          {signedOut, 403, 200, 200, 200, 403},
	"POST /notices":             {signedOut, 403, 422, 422, 422, 403},
	"GET /notices/:id":          {signedOut, 303, 303, 303, 404, 303},
	"POST /notices/:id":         moved,
	"POST /notices/:id/read":    moved,
	"POST /notices/:id/case":    {signedOut, 403, 404, 404, 404, 403},
	"GET /notices/:id/original": read,

	"GET /cases/:ref":         read,
	"GET /cases/:ref/notice":  read,
	"POST /cases/:ref/notice": stale,

	"GET /cases/:ref/notice/correct":  begins,
	"POST /cases/:ref/notice/correct": stale,

	"GET /cases/:ref/steps":  read,
	"POST /cases/:ref/steps": refused,

	"GET /cases/:ref/claims":             read,
	"POST /cases/:ref/claims":            refused,
	"GET /cases/:ref/claims/new":         begins,
	"GET /cases/:ref/claims/:id":         read,
	"POST /cases/:ref/claims/:id":        refused,
	"POST /cases/:ref/claims/:id/move":   moved,
	"POST /cases/:ref/claims/:id/remove": refused, // an action answers the cause
	"POST /cases/:ref/demands":           refused,
	"GET /cases/:ref/demands/:id":        read,
	"POST /cases/:ref/demands/:id":       refused,

	"GET /cases/:ref/evidence":               read,
	"POST /cases/:ref/evidence":              {signedOut, 403, 400, 400, 400, 403},
	"GET /cases/:ref/evidence/:id":           read,
	"POST /cases/:ref/evidence/:id":          refused,
	"POST /cases/:ref/evidence/:id/withdraw": {signedOut, 403, 403, 409, 404, 403},
	"GET /cases/:ref/evidence/:id/file":      read,
	"GET /cases/:ref/evidence/:id/preview":   read,
	"GET /cases/:ref/evidence/:id/pdf":       {signedOut, 404, 404, 404, 404, 404}, // the exhibit is a picture

	"GET /cases/:ref/evidence/:id/pages":               read,
	"GET /cases/:ref/evidence/:id/pages/:number/:mark": {signedOut, 404, 404, 404, 404, 404}, // nothing is drawn yet
	"GET /cases/:ref/evidence/:id/thumb/:mark":         {signedOut, 404, 404, 404, 404, 404},
	"POST /cases/:ref/evidence/:id/notes":              {signedOut, 404, 404, 404, 404, 403}, // on no page
	"POST /cases/:ref/evidence/:id/notes/:note":        {signedOut, 422, 422, 422, 404, 422},

	"POST /cases/:ref/evidence/:id/restore":   {signedOut, 403, 403, 303, 404, 403}, // it was not withdrawn
	"POST /cases/:ref/evidence/:id/newer":     {signedOut, 403, 400, 400, 404, 403},
	"POST /cases/:ref/evidence/:id/move":      {signedOut, 403, 422, 422, 404, 403},
	"GET /cases/:ref/coverage":                read,
	"POST /cases/:ref/coverage":               moved,
	"POST /cases/:ref/standing":               refused,
	"GET /cases/:ref/custody":                 read,
	"POST /cases/:ref/uploads":                {signedOut, 403, 422, 422, 422, 403},
	"GET /cases/:ref/uploads/:ticket":         {signedOut, 403, 404, 404, 404, 403},
	"POST /cases/:ref/uploads/:ticket":        {signedOut, 403, 422, 422, 422, 403},
	"POST /cases/:ref/uploads/:ticket/finish": {signedOut, 403, 404, 404, 404, 403},
	"POST /cases/:ref/uploads/:ticket/cancel": {signedOut, 403, 404, 404, 404, 403},

	"GET /cases/:ref/plan":                            read,
	"POST /cases/:ref/plan":                           moved, // what changes nothing is no conflict
	"POST /cases/:ref/plan/start":                     moved,
	"POST /cases/:ref/plan/check":                     begins,
	"POST /cases/:ref/plan/findings":                  refused,
	"POST /cases/:ref/plan/findings/recall":           missing,
	"GET /cases/:ref/plan/confirm":                    read,
	"POST /cases/:ref/plan/confirm":                   moved,
	"POST /cases/:ref/plan/comments":                  {signedOut, 422, 422, 422, 404, 403},
	"POST /cases/:ref/plan/comments/:id":              missing,
	"POST /cases/:ref/plan/review":                    refused,
	"POST /cases/:ref/plan/approval":                  {signedOut, 403, 403, 422, 404, 403},
	"POST /cases/:ref/plan/links":                     refused,
	"POST /cases/:ref/plan/links/:id/revoke":          missing,
	"GET /cases/:ref/plan/compare":                    read,
	"GET /cases/:ref/plan/revisions":                  read,
	"GET /cases/:ref/plan/revisions/:number":          read,
	"POST /cases/:ref/plan/revisions/:number/restore": stale,

	// A link that is none looks the same to everybody.
	"GET /review/:secret":  nobody,
	"POST /review/:secret": nobody,

	"GET /cases/:ref/blocks":         read,
	"POST /cases/:ref/blocks":        {signedOut, 403, 404, 404, 404, 403}, // no block is named
	"GET /cases/:ref/route":          read,
	"POST /cases/:ref/route":         refused,
	"POST /cases/:ref/route/answers": refused,

	"GET /cases/:ref/packet":              read,
	"GET /cases/:ref/packet/pdf":          read,
	"GET /cases/:ref/packet/file":         read,
	"GET /cases/:ref/packet/copy":         read,
	"GET /cases/:ref/packet/as/:shape":    {signedOut, 422, 422, 422, 404, 422}, // the letter has blanks
	"GET /cases/:ref/filings/:round":      {signedOut, 404, 404, 404, 404, 404}, // nothing is filed yet
	"GET /cases/:ref/filings/:round/file": {signedOut, 404, 404, 404, 404, 404},
	"GET /cases/:ref/reply":               begins,

	"GET /cases/:ref/exports":                      begins,
	"POST /cases/:ref/exports":                     refused,
	"GET /cases/:ref/exports/:id/files/:number":    {signedOut, 403, 404, 404, 404, 403}, // nothing was made
	"POST /cases/:ref/privilege":                   {signedOut, 403, 404, 404, 404, 403}, // of nothing
	"POST /cases/:ref/packet/exhibits":             {signedOut, 403, 404, 404, 404, 403},
	"POST /cases/:ref/packet/prepare":              {signedOut, 403, 422, 422, 404, 403},
	"GET /cases/:ref/filings/:round/files/:number": {signedOut, 404, 404, 404, 404, 404},
	"POST /cases/:ref/reply":                       refused,

	"GET /cases/:ref/messages":               read,
	"GET /cases/:ref/mail/new":               begins,
	"POST /cases/:ref/mail/look":             refused,
	"POST /cases/:ref/mail":                  refused,
	"GET /cases/:ref/mail/:id":               read,
	"GET /cases/:ref/mail/:id/file":          read,
	"POST /cases/:ref/mail/:id/retry":        moved,
	"GET /cases/:ref/mails/:id":              read,
	"POST /cases/:ref/mails/:id/seen":        moved,
	"GET /cases/:ref/said/new":               begins,
	"POST /cases/:ref/said":                  {signedOut, 403, 400, 400, 400, 403},
	"POST /cases/:ref/said/:id/strike":       moved,
	"GET /cases/:ref/said/:id/files/:number": read,
	"GET /cases/:ref/timeline":               read,
	"GET /cases/:ref/details":                read,
	"POST /cases/:ref/details":               refused,

	"POST /cases/:ref/clocks":           refused,
	"POST /cases/:ref/clocks/:id/stop":  refused,
	"POST /cases/:ref/clocks/:id/move":  refused,
	"POST /cases/:ref/clocks/:id/start": refused,
	"POST /cases/:ref/hold":             refused,
	"POST /cases/:ref/takeup":           moved,
}

// fillCase puts the scene's own things into a route's path.
func (s *scene) fillCase(path string) string {
	thing := id(s.notice)
	for prefix, one := range map[string]string{
		"/cases/:ref/claims": id(s.cause), "/cases/:ref/demands": id(s.demand), "/cases/:ref/evidence": id(s.picture),
		"/cases/:ref/clocks": id(s.file().Clocks[0].ID), "/cases/:ref/mail/": id(s.sent), "/cases/:ref/mails": id(s.came), "/cases/:ref/said": id(s.said),
	} {
		if strings.HasPrefix(path, prefix) {
			thing = one
		}
	}
	path = strings.NewReplacer(":ref", s.ref, ":id", thing, ":number", "1", ":round", "1", ":secret", "x", ":shape", "text", ":ticket", "NOSUCHTICKET", ":mark", "0123456789abcdef", ":note", "1").Replace(path)
	if strings.HasSuffix(path, "/claims/new") {
		path += "?kind=root_cause"
	}
	return path
}

// TestAccessMatrixOfCases shares one scene: no empty form changes anything.
func TestAccessMatrixOfCases(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.correspond()
	for route, want := range caseMatrix {
		method, path, _ := strings.Cut(route, " ")
		t.Run(route, func(t *testing.T) {
			t.Parallel()
			for _, v := range visitors {
				got := s.visit(v.who, method, s.fillCase(path))
				if want := expected(v.want(want), method); got.StatusCode != want {
					t.Errorf("%s gets %d, want %d: %s", v.name, got.StatusCode, want, got.text("h1, .wrongs li"))
				}
			}
		})
	}
}
