package web

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"reinstate/internal/access"
	"reinstate/internal/reinstate"
)

// sessionKey is where a request keeps who sent it.
const sessionKey = "session"

// cookieName is the session's cookie. Under TLS the prefix makes the browser
// refuse one that a neighbouring host or an unencrypted page has set.
func (s *server) cookieName() string {
	if s.secure {
		return "__Host-reinstate"
	}
	return "reinstate"
}

// identify finds out who sent the request. A visitor without a session is
// nobody, which is no error.
func (s *server) identify(c *gin.Context) error {
	cookie, err := c.Request.Cookie(s.cookieName())
	if err != nil || cookie.Value == "" {
		return nil
	}
	session, err := s.gate.Session(c.Request.Context(), cookie.Value, visitor(c))
	if errors.Is(err, reinstate.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find the session: %w", err)
	}
	c.Set(sessionKey, session)
	return nil
}

// session is the request's session, the zero one for nobody.
func session(c *gin.Context) access.Session {
	found, _ := c.Get(sessionKey)
	session, _ := found.(access.Session)
	return session
}

// who sent the request. Nobody has no user and no permit.
func who(c *gin.Context) reinstate.Actor { return session(c).Actor }

// visitor is where the request came from. The address is the connection's own
// unless a trusted proxy names another.
func visitor(c *gin.Context) access.Visitor {
	return access.Visitor{Address: c.ClientIP(), Agent: c.Request.UserAgent()}
}

// keep gives the browser its session.
func (s *server) keep(c *gin.Context, token string) { s.setCookie(c, s.cookieName(), token, 0) }

// forget takes the session from the browser, and what it may have stored.
func (s *server) forget(c *gin.Context) {
	s.setCookie(c, s.cookieName(), "", -1)
	c.Header("Clear-Site-Data", `"cache", "storage"`)
}

func (s *server) setCookie(c *gin.Context, name, value string, seconds int) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: seconds,
		Secure: s.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
