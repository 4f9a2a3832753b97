package web

import (
	"net/http"
	"runtime/debug"

	"github.com/gin-gonic/gin"
)

// contentPolicy lets a page load what this site serves and nothing else. No
// script or style may stand in the page itself.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// aYear is how long a browser keeps to TLS once it has seen it, in seconds.
const aYear = "31536000"

// harden sets the headers every answer carries. The referrer policy is
// same-origin rather than none, because none would make browsers send forms
// with the origin "null", which the origin check has to refuse.
func (s *server) harden(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
	h.Set("Cache-Control", "no-store")
	if s.secure {
		h.Set("Strict-Transport-Security", "max-age="+aYear)
	}
	c.Next()
}

// sameOrigin refuses forms that another site sends.
func (s *server) sameOrigin(c *gin.Context) {
	if err := s.origin.Check(c.Request); err != nil {
		s.fail(c, errOtherSite)
		c.Abort()
		return
	}
	c.Next()
}

// recover turns a panic into an incident and keeps the server up. A handler
// that cuts the connection on purpose is let through.
func (s *server) recover(c *gin.Context) {
	defer func() {
		thrown := recover()
		if thrown == nil {
			return
		}
		if thrown == http.ErrAbortHandler {
			panic(thrown)
		}
		s.fail(c, &crash{thrown: thrown, stack: debug.Stack()})
		c.Abort()
	}()
	c.Next()
}
