package web

import (
	"errors"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"reinstate/internal/access"
	"reinstate/internal/reinstate"
)

// signInPage asks who somebody is. Where a session ended while something was
// being written, it carries that along.
type signInPage struct {
	page
	Email string
	Next  string // path to go on to, empty: Today
	Kept  []keptField
	Lost  bool // a file was sent with it, which cannot be kept

	Vacant bool // nobody has set up a firm of their own yet; only the demonstration is here
}

// resendPage gives back what was written before the session ended.
type resendPage struct {
	page
	To   string
	Kept []keptField
	Lost bool
}

func (s *server) askSignIn(c *gin.Context) error {
	needed, demo, err := s.vacancy(c)
	if err != nil {
		return err
	}
	if needed && !demo {
		return s.redirect(c, "/setup", reinstate.Sentence{})
	}
	next := ownPath(c.Query("next"))
	if who(c).User != 0 {
		return s.redirect(c, pathOrToday(next), reinstate.Sentence{})
	}
	return s.show(c, "session/signin", signInPage{page: s.page(c, reinstate.Say("Sign in")), Next: next, Vacant: needed})
}

func (s *server) signIn(c *gin.Context) error {
	p := signInPage{
		page: s.page(c, reinstate.Say("Sign in")), Email: c.PostForm("email"), Next: ownPath(c.PostForm("next")),
		Kept: unpack(c.Request.PostForm), Lost: c.PostForm("lost") != "",
	}
	token, err := s.gate.SignIn(c.Request.Context(), p.Email, c.PostForm("password"), visitor(c))
	if err != nil {
		return s.refuseSignIn(c, p, err)
	}
	s.keep(c, token)
	if len(p.Kept) == 0 || p.Next == "" {
		return s.redirect(c, pathOrToday(p.Next), reinstate.Sentence{})
	}
	return s.show(c, "session/resend", resendPage{
		page: s.page(c, reinstate.Say("You are signed in again")), To: p.Next, Kept: p.Kept, Lost: p.Lost,
	})
}

// refuseSignIn shows the form again, with what was typed except the password.
func (s *server) refuseSignIn(c *gin.Context, p signInPage, err error) error {
	if sentence, wait := s.throttled(c, err); sentence != "" {
		p.Invalid = reinstate.Invalid{"email": sentence}
		c.Header("Retry-After", strconv.Itoa(wait))
		return s.showWith(c, http.StatusTooManyRequests, "session/signin", p)
	}
	if !errors.As(err, &p.Invalid) {
		return err
	}
	return s.showWith(c, http.StatusUnprocessableEntity, "session/signin", p)
}

// throttled says how long to wait after too many tries, in words and seconds.
func (s *server) throttled(c *gin.Context, err error) (sentence string, seconds int) {
	var held *access.Throttled
	if !errors.As(err, &held) {
		return "", 0
	}
	wait := held.Until.Sub(s.now())
	v := s.voice(c)
	return v.t("There have been too many tries. Wait %d minutes and try again.", int(math.Ceil(max(1, wait.Minutes())))),
		int(math.Ceil(max(1, wait.Seconds())))
}

// askToSignIn answers a visitor without a session. A page is shown after
// signing in; a form is kept and given back.
func (s *server) askToSignIn(c *gin.Context) {
	if wantsJSON(c) {
		c.JSON(http.StatusUnauthorized, gin.H{"error": s.voice(c).t("Your session has ended. Sign in again in another tab; what you wrote stays here.")})
		return
	}
	if c.Request.Method != http.MethodPost {
		door := "/signin"
		if path := c.Request.URL.RequestURI(); path != "/" {
			door += "?next=" + url.QueryEscape(path)
		}
		c.Redirect(http.StatusSeeOther, door)
		return
	}
	kept, lost := keepForm(c)
	p := signInPage{
		page: s.page(c, reinstate.Say("Your session has ended")), Next: ownPath(c.Request.URL.RequestURI()), Kept: kept, Lost: lost,
	}
	if err := s.showWith(c, http.StatusUnauthorized, "session/signin", p); err != nil {
		s.fail(c, err)
	}
}

func (s *server) signOut(c *gin.Context) error {
	if token := session(c).Token; token != "" {
		if err := s.gate.SignOut(c.Request.Context(), token); err != nil {
			return err
		}
	}
	s.forget(c)
	return s.redirect(c, "/signin", reinstate.Say("You are signed out."))
}

func (s *server) signOutEverywhere(c *gin.Context) error {
	if err := s.gate.SignOutEverywhere(c.Request.Context(), who(c)); err != nil {
		return err
	}
	s.forget(c)
	return s.redirect(c, "/signin", reinstate.Say("You are signed out on every device."))
}

// ownPath takes only a path of this site: not another host's address however
// it is written, and none of the pages of signing in. Anything else is empty.
func ownPath(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || len(path) > 2000 {
		return ""
	}
	if strings.ContainsFunc(path, func(r rune) bool { return r == '\\' || r < ' ' || r == 0x7f }) {
		return ""
	}
	parsed, err := url.Parse(path)
	if err != nil || parsed.Host != "" || parsed.Scheme != "" || strings.HasPrefix(parsed.Path, "//") {
		return ""
	}
	if slices.Contains([]string{"/signin", "/signout", "/setup"}, strings.TrimRight(parsed.Path, "/")) {
		return ""
	}
	return path
}

func pathOrToday(path string) string {
	if path == "" {
		return "/"
	}
	return path
}
