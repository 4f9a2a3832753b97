package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
)

// anyone is the policy of the few routes that need no session.
const anyone reinstate.Permit = "anyone"

// maxForm bounds the body of an ordinary form, in bytes. Uploads have the
// limits of the desk instead.
const maxForm = 10 << 20

// handler answers one request, or says why it cannot.
type handler func(c *gin.Context) error

// route is one line of routes.go.
type route struct {
	Method string
	Path   string
	Need   reinstate.Permit
	Upload bool // the body is streamed by the handler
}

// get declares a page. Reading it changes nothing.
func (s *server) get(path string, need reinstate.Permit, h handler) {
	s.declare(route{Method: http.MethodGet, Path: path, Need: need}, h)
}

// post declares a form. Its fields are parsed before h is called.
func (s *server) post(path string, need reinstate.Permit, h handler) {
	s.declare(route{Method: http.MethodPost, Path: path, Need: need}, h)
}

// upload declares a form whose body h reads itself, part by part.
func (s *server) upload(path string, need reinstate.Permit, h handler) {
	s.declare(route{Method: http.MethodPost, Path: path, Need: need, Upload: true}, h)
}

func (s *server) declare(r route, h handler) {
	s.plans = append(s.plans, r)
	s.engine.Handle(r.Method, r.Path, s.do(r, h))
	if r.Method == http.MethodGet {
		s.engine.Handle(http.MethodHead, r.Path, s.do(r, h))
	}
}

// do admits the visitor, parses the form, and answers with h.
func (s *server) do(r route, h handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		if r.Need != anyone || !assetPath(c.Request.URL.Path) {
			if err := s.identify(c); err != nil {
				s.fail(c, err)
				return
			}
		}
		if err := s.admit(c, r); err != nil {
			s.fail(c, err)
			return
		}
		if err := h(c); err != nil {
			s.fail(c, err)
		}
	}
}

// admit refuses who may not come and what is no form. Which of the firm's
// cases a person sees is the store's business.
func (s *server) admit(c *gin.Context, r route) error {
	if r.Need != anyone && who(c).User == 0 {
		return errSignIn
	}
	if r.Need != anyone {
		if err := who(c).Need(r.Need); err != nil {
			return err
		}
	}
	if r.Method != http.MethodPost || r.Upload {
		return nil
	}
	return readForm(c)
}

// readForm parses the body, so that a cut or oversized one is refused rather
// than read as an empty form.
func readForm(c *gin.Context) error {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxForm)
	err := c.Request.ParseForm()
	if err == nil && strings.HasPrefix(c.GetHeader("Content-Type"), "multipart/") {
		err = c.Request.ParseMultipartForm(maxForm)
	}
	var tooLarge *http.MaxBytesError
	if err == nil || errors.As(err, &tooLarge) {
		return err
	}
	return fmt.Errorf("%w: %w", errBadForm, err)
}

// checkRoutes refuses a router in which a path is served that no line declares,
// or a line declares no policy.
func checkRoutes(plans []route, served gin.RoutesInfo) error {
	policies := []reinstate.Permit{
		anyone, reinstate.Read, reinstate.Contribute, reinstate.SendMail, reinstate.Approve,
		reinstate.Delete, reinstate.ManageFirm, reinstate.ManagePeople,
	}
	for _, r := range plans {
		if !slices.Contains(policies, r.Need) {
			return fmt.Errorf("%s %s declares no policy", r.Method, r.Path)
		}
	}
	for _, r := range served {
		method := r.Method
		if method == http.MethodHead {
			method = http.MethodGet
		}
		if !slices.ContainsFunc(plans, func(p route) bool { return p.Method == method && p.Path == r.Path }) {
			return fmt.Errorf("%s %s is served without a policy", r.Method, r.Path)
		}
	}
	return nil
}
